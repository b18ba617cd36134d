//! The text of a date, kept in place where it is short.
//!
//! A file may hold ten million dates, and nearly all of them fit into 22 bytes: those need no allocation.
//! Only ASCII comes here, because nothing else is a date.

use std::sync::Arc;

/// The longest text that is kept in place: `2025-01-01/2025-01-18` and one more.
const SHORT: usize = 22;

/// A text that is cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Written {
    /// Its length, and its bytes followed by zeros.
    Short(u8, [u8; SHORT]),
    Long(Arc<str>),
}

impl Written {
    pub(super) fn new(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        let Some(place) = bytes.get_mut(..text.len()) else {
            return Self::Long(text.into());
        };
        place.copy_from_slice(text.as_bytes());
        Self::Short(text.len() as u8, bytes)
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Short(length, bytes) => {
                let bytes = bytes.get(..usize::from(*length)).unwrap_or_default();
                // The bytes came from a text, so they are one.
                std::str::from_utf8(bytes).unwrap_or_default()
            }
            Self::Long(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_texts_of_any_length() {
        for length in 0..40 {
            let text = "x".repeat(length);
            assert_eq!(Written::new(&text).as_str(), text);
        }
        assert_eq!(size_of::<Written>(), 24);
    }
}
