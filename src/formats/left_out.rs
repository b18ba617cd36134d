//! What a format cannot say is left out, counted and told.

use std::fmt;

/// Why a format has no words for an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It has no date.
    Undated,
    /// Its start is open or unknown.
    NoStart,
    /// Its end is open or unknown.
    NoEnd,
    /// It lies in years that the format does not have.
    Beyond,
}

impl Reason {
    const ALL: [Self; 4] = [Self::Undated, Self::NoStart, Self::NoEnd, Self::Beyond];

    const fn words(self, is_one: bool) -> &'static str {
        match (self, is_one) {
            (Self::Undated, true) => "has no date",
            (Self::Undated, false) => "have no date",
            (Self::NoStart, true) => "has no known start",
            (Self::NoStart, false) => "have no known start",
            (Self::NoEnd, true) => "has no known end",
            (Self::NoEnd, false) => "have no known end",
            (Self::Beyond, true) => "lies beyond the years of the format",
            (Self::Beyond, false) => "lie beyond the years of the format",
        }
    }
}

/// How many events were left out, by the reason why; it is shown as "2 have no date, 1 has no known end".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut([usize; Reason::ALL.len()]);

impl LeftOut {
    /// Counts one more.
    pub const fn add(&mut self, reason: Reason) {
        self.0[reason as usize] += 1;
    }

    /// Returns how many they are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut comma = "";
        for (reason, count) in Reason::ALL.iter().zip(self.0).filter(|(_, count)| *count > 0) {
            write!(f, "{comma}{count} {}", reason.words(count == 1))?;
            comma = ", ";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_why() {
        let mut left_out = LeftOut::default();
        assert_eq!((left_out.to_string(), left_out.total()), (String::new(), 0));
        for reason in [Reason::NoEnd, Reason::Undated, Reason::Undated] {
            left_out.add(reason);
        }
        assert_eq!(left_out.to_string(), "2 have no date, 1 has no known end");
        assert_eq!(left_out.total(), 3);
        for (n, reason) in Reason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, n);
        }
    }
}
