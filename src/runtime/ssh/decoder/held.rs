//! The bytes of a sequence that is not finished: kept while it is short, counted while it is long.

/// A short row of bytes.
#[derive(Debug)]
pub(super) struct Held {
    bytes: [u8; Self::MOST],
    /// How many there were, also of those that are not kept.
    count: usize,
}

impl Held {
    /// The most bytes that are kept. A key, a report of the mouse and the colour of the ground take less than half.
    pub(super) const MOST: usize = 64;

    /// A sequence that is longer will not end: what follows is decoded again.
    const ENDLESS: usize = 4096;

    pub(super) const fn push(&mut self, byte: u8) {
        if self.count < Self::MOST {
            self.bytes[self.count] = byte;
        }
        self.count += 1;
    }

    pub(super) const fn clear(&mut self) {
        self.count = 0;
    }

    /// Returns all of them; nothing if there were too many.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        self.bytes.get(..self.count)
    }

    pub(super) const fn is_endless(&self) -> bool {
        self.count >= Self::ENDLESS
    }

    /// Returns how many are kept.
    pub(super) fn kept(&self) -> usize {
        self.count.min(Self::MOST)
    }
}

impl Default for Held {
    fn default() -> Self {
        Self { bytes: [0; Self::MOST], count: 0 }
    }
}
