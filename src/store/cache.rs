//! What was worked out of files, kept for the next opening: a folder of images, each mapped as a whole.
//!
//! An image is a container: what its pieces mean is known to those who append them. It is found by what it was made
//! from ([`CacheKey`]), and whatever looks odd about it makes it as good as absent: a cache can always be built anew.
//!
//! ```text
//! header  fixed: magic, byte order, version, lengths, sums        written last
//! key     what it was made from, compared byte by byte
//! pieces  each begins at a multiple of 64                          checked when somebody asks for it
//! head    the table of contents that the caller made               checked at each opening
//! ```
//!
//! Nothing is synchronised with the disk: what is torn after a crash is found by the lengths and the sums.

mod disk;
mod folder;
mod header;
mod image;
mod key;
mod writer;

#[cfg(test)]
mod tests;

pub use self::{
    folder::{CacheFolder, Entry},
    image::Image,
    key::CacheKey,
    writer::Writer,
};

/// Each piece begins at a multiple of this, so that it can be read as numbers of any size.
const ALIGNMENT: u64 = 64;

/// Where some bytes are in an image, and what they add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The byte of the image at which it begins.
    pub offset: u64,
    /// How many bytes it has.
    pub len: u64,
    /// The sum of its bytes (XXH3, 64 bits).
    pub sum: u64,
}

impl Piece {
    /// Returns it as numbers, to be written into the head of an image.
    #[must_use]
    pub const fn words(self) -> [u64; 3] {
        [self.offset, self.len, self.sum]
    }

    /// Returns what was written as numbers.
    #[must_use]
    pub const fn from_words([offset, len, sum]: [u64; 3]) -> Self {
        Self { offset, len, sum }
    }
}
