//! A finished image, mapped as a whole. Nothing in it is used before it was checked.

use std::{fs, fs::File, io, ops::Range, path::Path};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    ALIGNMENT, CacheKey, Piece,
    disk::{self, Map},
    header::{Header, LENGTH},
};
use crate::domain::Block;

/// What was kept of some files. It stays readable even if another process replaces or removes its file.
#[derive(Debug, Clone)]
pub struct Image {
    map: Map,
    whole: Block,
    head: Range<usize>,
}

/// Why a file is no image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is none, or the system does not give it.
    Absent,
    /// It is something else, or damaged, or made from something else.
    Odd,
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => Self::Odd,
            _ => Self::Absent,
        }
    }
}

impl Image {
    /// Opens an image that must have been made from what a key says.
    pub(super) fn open(path: &Path, key: &CacheKey) -> Result<(Self, File), Refusal> {
        let known = Known::read(path)?;
        if known.key != key.bytes() {
            return Err(Refusal::Odd);
        }
        Ok((Self::map(&known.file, &known.header)?, known.file))
    }

    /// Maps a file with a header that was checked.
    pub(super) fn map(file: &File, header: &Header) -> Result<Self, Refusal> {
        let map = disk::map(file, 0..header.total())?;
        let whole = Block::new(map.clone());
        // The whole fits into memory, so its parts do.
        let head = header.head_offset as usize..header.total() as usize;
        let image = Self { map, whole, head };
        if xxh3_64(image.head()) == header.head_sum { Ok(image) } else { Err(Refusal::Odd) }
    }

    /// Returns the table of contents that the writer was given.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        self.whole.get(self.head.clone()).unwrap_or_default()
    }

    /// Returns the bytes of a piece; `None` if there can be no piece in that place.
    ///
    /// Whether they are still those that were appended is for [`is_sound`](Self::is_sound) to say.
    #[must_use]
    pub fn block(&self, piece: Piece) -> Option<Block> {
        self.whole.slice(self.range(piece)?)
    }

    /// Returns the same of a piece of which a little is looked at here and there.
    #[must_use]
    pub fn scattered_block(&self, piece: Piece) -> Option<Block> {
        let range = self.range(piece)?;
        self.map.expect_scattered(range.clone());
        self.whole.slice(range)
    }

    fn range(&self, piece: Piece) -> Option<Range<usize>> {
        let start = usize::try_from(piece.offset).ok()?;
        let end = start.checked_add(usize::try_from(piece.len).ok()?)?;
        if !piece.offset.is_multiple_of(ALIGNMENT) || start < LENGTH || end > self.head.start {
            return None;
        }
        Some(start..end)
    }

    /// Adds up the bytes of a piece and compares: it reads all of them, so it is work for another thread.
    #[must_use]
    pub fn is_sound(&self, piece: Piece) -> bool {
        self.block(piece).is_some_and(|block| xxh3_64(&block) == piece.sum)
    }
}

/// What the first bytes of a file tell.
pub(super) struct Known {
    pub(super) file: File,
    pub(super) header: Header,
    pub(super) key: Vec<u8>,
}

impl Known {
    /// Reads and checks them.
    pub(super) fn read(path: &Path) -> Result<Self, Refusal> {
        let file = disk::open(path, false)?;
        let mut bytes = [0; LENGTH];
        disk::read_at(&file, &mut bytes, 0)?;
        let header = Header::read(&bytes, file.metadata()?.len()).ok_or(Refusal::Odd)?;
        let mut key = vec![0; header.key_len as usize];
        disk::read_at(&file, &mut key, LENGTH as u64)?;
        if xxh3_64(&key) == header.key_sum {
            Ok(Self { file, header, key })
        } else {
            Err(Refusal::Odd)
        }
    }
}

/// Removes what is in the place of an image and is none.
pub(super) fn remove_odd(path: &Path) {
    // A folder stays. Nothing depends on it: without an image, everything is made anew.
    let _ = fs::remove_file(path);
}
