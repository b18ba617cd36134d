//! Cuts a large file between its events.

use std::{
    fs::File,
    io::{ErrorKind, Read},
};

use memchr::memmem;
use xxhash_rust::xxh3::Xxh3;

use super::StreamError;
use crate::{domain::Fingerprint, store::content};

/// How much is read at once, and so about how long a stretch is.
pub(super) const BLOCK: usize = 1 << 20;
/// How much of a file the tables above the events may take.
const MOST_HEAD: usize = 64 << 20;
/// How an event begins.
const EVENT: &[u8] = b"Event(";
/// What ends the events of a stretch, and a dataset above them.
pub(super) const END: &str = "])";

/// A file on its way.
pub(super) struct Cutter {
    file: File,
    /// What has been read and not been cut off yet.
    rest: Vec<u8>,
    /// How much of the file has been handed on.
    handed: u64,
    is_at_end: bool,
    hash: Xxh3,
    block: usize,
}

/// A stretch of whole events.
pub(super) struct Stretch {
    /// Their text, and the bracket that ends their list.
    pub(super) text: String,
    /// Where it ends in the file.
    pub(super) end: u64,
    /// Whether it is the last; the text then goes on to the end of the file.
    pub(super) is_last: bool,
}

impl Cutter {
    /// Opens a file, and returns what stands above its events as a dataset of its own; `None` if it is not of the
    /// usual shape.
    pub(super) fn open(name: &str, block: usize) -> Option<(Self, String)> {
        #[expect(
            clippy::disallowed_methods,
            reason = "files are opened for reading here and in `files` alone"
        )]
        let file = File::open(name).ok()?;
        let mut cutter =
            Self { file, rest: Vec::new(), handed: 0, is_at_end: false, hash: Xxh3::new(), block };
        let mut looked = 0;
        let start = loop {
            cutter.fill().ok()?;
            if let Some(start) = first_event(&cutter.rest, looked) {
                break start;
            }
            looked = cutter.rest.len().saturating_sub(EVENT.len());
            if cutter.is_at_end || cutter.rest.len() > MOST_HEAD {
                return None;
            }
        };
        let has_mark = cutter.rest.starts_with(b"\xef\xbb\xbf");
        if has_mark || content::recognise(&cutter.rest).is_some() {
            return None;
        }
        let mut head = String::from_utf8(cutter.take(start, Vec::new())).ok()?;
        head.push_str(END);
        Some((cutter, head))
    }

    /// Returns the next stretch, if there is one; what is read behind it goes to `room`.
    pub(super) fn next_stretch(&mut self, room: Vec<u8>) -> Result<Option<Stretch>, StreamError> {
        let mut looked = 0;
        loop {
            if self.is_at_end {
                let all = self.rest.len();
                return if all == 0 { Ok(None) } else { self.stretch(all, true, room).map(Some) };
            }
            self.fill()?;
            // The last block may hold only what stands behind the events: it belongs to the stretch before it.
            if let Some(cut) = last_event(&self.rest, looked).filter(|_| !self.is_at_end) {
                return self.stretch(cut, false, room).map(Some);
            }
            looked = self.rest.len().saturating_sub(EVENT.len());
        }
    }

    /// Returns the fingerprint of what has been handed on.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint(self.hash.digest())
    }

    fn stretch(
        &mut self,
        length: usize,
        is_last: bool,
        room: Vec<u8>,
    ) -> Result<Stretch, StreamError> {
        let mut bytes = self.take(length, room);
        if memchr::memchr(0, &bytes).is_some() {
            return Err(StreamError::Unusual);
        }
        // The text of the file must be a text by itself, whatever stands behind it.
        bytes.reserve(END.len());
        let mut text = String::from_utf8(bytes).map_err(|_| StreamError::Unusual)?;
        text.push_str(END);
        Ok(Stretch { text, end: self.handed, is_last })
    }

    fn take(&mut self, length: usize, mut room: Vec<u8>) -> Vec<u8> {
        room.clear();
        room.reserve(self.block + self.block / 4);
        room.extend_from_slice(&self.rest[length..]);
        self.rest.truncate(length);
        let taken = std::mem::replace(&mut self.rest, room);
        self.hash.update(&taken);
        self.handed += length as u64;
        taken
    }

    /// Reads another block.
    fn fill(&mut self) -> Result<(), StreamError> {
        let before = self.rest.len();
        let mut block = (&self.file).take(self.block as u64);
        while let Err(error) = block.read_to_end(&mut self.rest) {
            if error.kind() != ErrorKind::Interrupted {
                return Err(StreamError::Unusual);
            }
        }
        self.is_at_end = self.rest.len() - before < self.block;
        Ok(())
    }
}

/// Returns where the first event of a file begins: behind `events: [`.
fn first_event(text: &[u8], from: usize) -> Option<usize> {
    let found = memmem::find_iter(&text[from..], EVENT).map(|at| from + at);
    let mut behind_list = found.filter(|at| {
        let before = text[..*at].trim_ascii_end().strip_suffix(b"[");
        let before = before.and_then(|before| before.trim_ascii_end().strip_suffix(b":"));
        before.is_some_and(|before| before.trim_ascii_end().ends_with(b"events"))
    });
    behind_list.next()
}

/// Returns where the last event begins that has another one before it.
fn last_event(text: &[u8], from: usize) -> Option<usize> {
    let found = memmem::rfind_iter(&text[from..], EVENT).map(|at| from + at);
    let mut behind_event = found.filter(|at| {
        let before = text[..*at].trim_ascii_end().strip_suffix(b",");
        before.is_some_and(|before| before.trim_ascii_end().ends_with(b")"))
    });
    behind_event.next()
}
