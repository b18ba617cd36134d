//! Text for a terminal that is told where a line begins: what a host's own terminal adds to the end of each line.

use std::io::{self, Write};

/// Writes every line end as a carriage return and a line feed.
pub(super) struct OnTerminal<W> {
    inner: W,
    /// Whether what was written last is a carriage return.
    is_at_start: bool,
}

impl<W: Write> OnTerminal<W> {
    /// Writes to `inner`.
    pub(super) const fn new(inner: W) -> Self {
        Self { inner, is_at_start: false }
    }
}

impl<W: Write> Write for OnTerminal<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            if let Some(last) = text.last() {
                self.inner.write_all(text)?;
                self.is_at_start = *last == b'\r';
            }
            if text.len() < line.len() {
                let end: &[u8] = if self.is_at_start { b"\n" } else { b"\r\n" };
                self.inner.write_all(end)?;
                self.is_at_start = false;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
        let mut out = OnTerminal::new(Vec::new());
        pieces.into_iter().for_each(|piece| out.write_all(piece).unwrap());
        out.inner
    }

    #[test]
    fn returns_before_each_new_line() {
        for (text, wanted) in [
            ("a\nb\n", "a\r\nb\r\n"),
            ("a\r\n\n", "a\r\n\r\n"),
            ("\n", "\r\n"),
            ("a", "a"),
            ("", ""),
        ] {
            assert_eq!(written([text.as_bytes()]), wanted.as_bytes(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn writes_the_same_in_whatever_pieces(text in "[a\r\n]{0,12}", at in 0_usize..13) {
            let (left, right) = text.as_bytes().split_at(at.min(text.len()));
            prop_assert_eq!(written([left, right]), written([text.as_bytes()]));
        }
    }
}
