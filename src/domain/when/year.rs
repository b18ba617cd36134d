//! How people write years: 1066, AD 43, 44 BC, 13.8 billion years ago.
//!
//! EDTF counts years astronomically, so the year 0 is 1 BC and -43 is 44 BC. From a million years back, a
//! year that states no more than five figures is told as "years ago", counted back from the year 2000 and
//! rounded to the figures that were stated; nobody means the year 65,999,999 BC. A year of which every
//! figure is stated keeps them all.

use edtf_core::{Date, Year, YearKind};

use super::bounds;

/// The most stated figures of a year that is told as "years ago".
const MOST_FIGURES: u32 = 5;
/// The year that "years ago" counts back from.
const NOW: i128 = 2000;

/// Returns the name of a year: "2025", "AD 43", "44 BC", "the year 12,000".
pub(super) fn name(year: i64) -> String {
    match year {
        10_000.. => format!("the year {}", bare(year)),
        _ => bare(year),
    }
}

/// Returns the name of a year where it is plain that it is one.
fn bare(year: i64) -> String {
    match year {
        ..=0 => format!("{} BC", grouped(before_christ(year))),
        1..=999 => format!("AD {year}"),
        1000.. => grouped(year.unsigned_abs()),
    }
}

/// Returns the name of a year for a column: "2025", "AD 43", "44 BC", "12,000", "1.7e10".
pub(super) fn label(year: i64) -> String {
    match year {
        ..=0 => format!("{} BC", short(before_christ(year))),
        10_000.. => short(year.unsigned_abs()),
        _ => bare(year),
    }
}

/// Counts a year that is not after the year 0 as people do.
///
/// Beyond 10,000 BC a round year stays round: whoever wrote -63000 meant no single year, and 63,001 BC would
/// be a figure that nobody stated.
pub(super) const fn before_christ(year: i64) -> u64 {
    let is_round = year <= -10_000 && year % 100 == 0;
    year.unsigned_abs() + if is_round { 0 } else { 1 }
}

/// Writes a number with a comma between the thousands, or rounded to three figures if it is long.
fn short(n: u64) -> String {
    if n < 1_000_000_000 {
        return grouped(n);
    }
    let mut zeros = n.ilog10();
    let step = 10_u64.pow(zeros - 2);
    // 9,999 thousandths round up to the next power of ten.
    let mut figures = n / step + u64::from(n % step >= step / 2);
    if figures == 1000 {
        (figures, zeros) = (100, zeros + 1);
    }
    let fraction = format!("{:02}", figures % 100);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction}e{zeros}", figures / 100)
}

/// Writes a number with a comma between the thousands; up to 9999 without.
pub(in crate::domain) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a year without the zeros at its end: the figures that were stated.
const fn stated(mut year: i64) -> i64 {
    while year != 0 && year % 10 == 0 {
        year /= 10;
    }
    year
}

/// Returns how many decimal digits a number has.
fn length(n: u128) -> u32 {
    n.checked_ilog10().map_or(1, |log| log + 1)
}

/// How long ago a year of deep time was.
pub(super) struct Ago {
    /// In the unit, rounded: "13.8".
    number: String,
    /// 6, 9 or 12: the zeros of the unit.
    zeros: u32,
}

impl Ago {
    /// Returns how long ago a year was, if that is how people tell it.
    pub(super) fn of(year: &Year) -> Option<Self> {
        let value = year.value().filter(|value| *value <= -1_000_000)?;
        let figures = length(stated(value).unsigned_abs().into());
        let wanted = year.significant_digits.unwrap_or(figures);
        if figures > wanted || wanted > MOST_FIGURES {
            return None;
        }
        let ago = (NOW - i128::from(value)).unsigned_abs();
        let dropped = length(ago).saturating_sub(wanted);
        let step = 10_u128.checked_pow(dropped)?;
        let ago = (ago + step / 2) / step * step;
        let zeros = match length(ago) {
            ..=9 => 6,
            10..=12 => 9,
            _ => 12,
        };
        let unit = 10_u128.pow(zeros);
        let fraction = format!("{:0width$}", ago % unit, width = zeros as usize);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        Some(Self { number: format!("{}{point}{fraction}", ago / unit), zeros })
    }

    /// Returns it in words: "13.8 billion years ago".
    pub(super) fn text(&self) -> String {
        let unit = match self.zeros {
            6 => "million",
            9 => "billion",
            _ => "trillion",
        };
        format!("{} {unit} years ago", self.number)
    }

    /// Returns it as geologists write it: "13.8 Ga ago".
    pub(super) fn label(&self) -> String {
        let unit = match self.zeros {
            6 => "Ma",
            9 => "Ga",
            _ => "Ta",
        };
        format!("{} {unit} ago", self.number)
    }
}

/// Returns the decade that a date is known to, if people call it by its first year: 2020 for `202X`.
///
/// "The 1900s" may be ten years or a hundred, so the first decade of a century has no such name.
pub(super) fn decade(year: &Year) -> Option<i64> {
    let YearKind::Standard {
        negative: false,
        digits: [Some(a @ 1..), Some(b), Some(c @ 1..), None],
    } = year.kind
    else {
        return None;
    };
    Some(i64::from(a) * 1000 + i64::from(b) * 100 + i64::from(c) * 10)
}

/// Returns the name of the year part of a date, and whether it stands for some year of several.
pub(super) fn name_of(date: &Date) -> (String, bool) {
    let year = &date.year;
    let only = Date { month: None, day: None, ..*date };
    if let Some(ago) = Ago::of(year) {
        return (ago.text(), false);
    }
    if let Some(decade) = decade(year) {
        return (format!("the {decade}s"), false);
    }
    let Some((first, last)) = bounds::years(&only) else {
        return (beyond(year), false);
    };
    if first == last {
        return (name(first), false);
    }
    let between = format!("some year from {} to {}", bare(first), bare(last));
    let text = match (year.kind, year.value()) {
        (YearKind::Standard { digits: [None, None, None, None], .. }, _) => {
            "an unknown year".to_owned()
        }
        // The specification: "some year between 1900 and 1999, estimated to be 1950".
        (_, Some(value)) if value != first && value != last => {
            format!("{between}, estimated as {}", bare(value))
        }
        (YearKind::Standard { digits, .. }, None) if !is_run(digits) => {
            let digits = digits.map(|digit| digit.map_or('X', |digit| char::from(b'0' + digit)));
            format!("some year written {}", digits.iter().collect::<String>())
        }
        _ => between,
    };
    (text, true)
}

/// Tells whether the unspecified digits are the last ones, so that the years follow one another.
fn is_run(digits: [Option<u8>; 4]) -> bool {
    digits.iter().skip_while(|digit| digit.is_some()).all(Option::is_none)
}

/// Names a year that 64 bits do not hold.
fn beyond(year: &Year) -> String {
    match year.kind {
        YearKind::Exponential { significand, exponent } if significand < 0 => {
            format!("{} times 10^{exponent} years ago", grouped(significand.unsigned_abs()))
        }
        YearKind::Exponential { significand, exponent } => {
            format!("the year {} times 10^{exponent}", grouped(significand.unsigned_abs()))
        }
        // A range such as `Y9000000000000000000S1` runs out of them.
        YearKind::Big { value } => name(value),
        YearKind::Standard { .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_years_as_people_do() {
        let names = [-17_000, -16_999, -43, 0, 43, 476, 1066, 2025, 12_000, 170_000_002].map(name);
        assert_eq!(
            names,
            [
                "17,000 BC",
                "17,000 BC",
                "44 BC",
                "1 BC",
                "AD 43",
                "AD 476",
                "1066",
                "2025",
                "the year 12,000",
                "the year 170,000,002",
            ]
        );
        assert_eq!([12_000, 17_000_000_000, -43].map(label), ["12,000", "1.7e10", "44 BC"]);
    }

    #[test]
    fn names_the_ends_of_the_numbers() {
        assert_eq!(name(i64::MIN), "9,223,372,036,854,775,809 BC");
        assert_eq!(label(i64::MIN), "9.22e18 BC");
        assert_eq!([999_600_000_000, 9_994_000_000].map(label), ["1e12", "9.99e9"]);
    }
}
