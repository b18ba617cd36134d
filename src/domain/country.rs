//! Countries: ISO 3166-1 codes and names, withdrawn codes too.

/// A country, by its ISO 3166 alpha-3 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

impl Country {
    /// Returns the alpha-3 code: `MLI`.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}
