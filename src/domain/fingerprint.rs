//! The fingerprint of data: by it one content is told from another.

use std::{fmt, str::FromStr};

use thiserror::Error;

/// 64 bits that follow from a content and hardly ever from two.
///
/// It is no proof against anybody who looks for two contents of one fingerprint.
///
/// ```
/// use dateline::domain::Fingerprint;
///
/// let fingerprint: Fingerprint = "00c0ffee00c0ffee".parse()?;
/// assert_eq!(fingerprint, Fingerprint(0x00c0_ffee_00c0_ffee));
/// assert_eq!(fingerprint.to_string(), "00c0ffee00c0ffee");
/// # Ok::<(), dateline::domain::FingerprintError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

/// Why a text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a fingerprint is 16 digits from 0 to 9 and a to f")]
pub struct FingerprintError;

impl Fingerprint {
    /// The length of its text in bytes.
    const LENGTH: usize = 16;
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:016x}", self.0))
    }
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    /// Reads what is displayed; there is one text for each value, so a capital letter is refused.
    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != Self::LENGTH || !text.bytes().all(is_digit) {
            return Err(FingerprintError);
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| FingerprintError)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn refuses_what_is_not_exactly_its_text() {
        for text in ["", "0", "+123456789abcdef", "0123456789ABCDEF", "0123456789abcdef0", "é"] {
            assert_eq!(text.parse::<Fingerprint>(), Err(FingerprintError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn is_read_as_it_is_written(bits in any::<u64>()) {
            let fingerprint = Fingerprint(bits);
            let text = fingerprint.to_string();
            prop_assert_eq!(text.len(), Fingerprint::LENGTH);
            prop_assert_eq!(text.parse(), Ok(fingerprint));
        }

        #[test]
        fn is_in_the_order_of_its_text(one in any::<u64>(), other in any::<u64>()) {
            let [one, other] = [one, other].map(Fingerprint);
            prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        }
    }
}
