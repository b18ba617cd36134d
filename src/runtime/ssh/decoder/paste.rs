//! A paste: the text between `ESC [ 200 ~` and `ESC [ 201 ~`, of any length, of which the beginning is kept.

const END: &[u8] = b"\x1b[201~";
/// A paste that is longer will not end: what follows is decoded again.
const ENDLESS: usize = 1 << 20;
/// A key sends at most about this many bytes. Pieces of a paste on a slow line are larger.
const A_KEY: usize = 8;
/// After so many keys in a row, each with a pause behind it, somebody is typing.
const TYPED: u8 = 3;

/// A paste that is not finished.
#[derive(Debug, Default)]
pub(super) struct Paste {
    text: Vec<u8>,
    /// How many bytes of its end have come.
    ending: usize,
    /// How many bytes have come.
    count: usize,
    /// How many had come when nothing came for a while.
    seen: usize,
    /// How many keys in a row have come instead of text.
    keys: u8,
}

impl Paste {
    /// The most bytes of text that are kept.
    pub(super) const MOST: usize = 4096;

    /// Takes a byte; tells whether the paste is over with it.
    pub(super) fn is_ended_by(&mut self, byte: u8) -> bool {
        self.count += 1;
        if byte == END[self.ending] {
            self.ending += 1;
        } else {
            // It was no end but text. The first byte of an end is nowhere else in it.
            self.text.extend(END[..self.ending].iter().take(Self::MOST - self.text.len()));
            self.ending = usize::from(byte == END[0]);
            if self.ending == 0 && self.text.len() < Self::MOST {
                self.text.push(byte);
            }
        }
        self.ending == END.len() || self.count >= ENDLESS
    }

    /// Tells whether bytes have come since somebody asked whether it is given up.
    pub(super) const fn is_fresh(&self) -> bool {
        self.count > self.seen
    }

    /// Hears that nothing came for a while; tells whether the paste is given up.
    pub(super) const fn is_given_up(&mut self) -> bool {
        if self.is_fresh() {
            self.keys = if self.count - self.seen <= A_KEY { self.keys + 1 } else { 0 };
            self.seen = self.count;
        }
        self.keys >= TYPED
    }

    /// Returns how many bytes are kept.
    pub(super) const fn kept(&self) -> usize {
        self.text.capacity()
    }

    /// Returns the text; what is no UTF-8 becomes the sign for that.
    pub(super) fn into_text(self) -> String {
        let mut text = self.text;
        if text.len() == Self::MOST
            && let Err(error) = std::str::from_utf8(&text)
            && error.error_len().is_none()
        {
            // The last character was cut.
            text.truncate(error.valid_up_to());
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}
