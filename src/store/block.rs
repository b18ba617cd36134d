//! Bytes that are shared and never change: in memory, or a part of a file of the cache that is mapped.
//!
//! Nothing but files of the cache is ever mapped: nobody but this program writes them, and it never changes or
//! shortens one that is mapped. A file of a person may shrink at any time, which would end the program.

use std::{
    fmt,
    fs::File,
    io,
    ops::{Deref, Range},
    sync::Arc,
};

use bytemuck::Pod;
use memmap2::{Mmap, MmapOptions};

/// Some bytes. A copy of it, or of a part of it, is another look at the same ones.
#[derive(Clone)]
pub struct Block {
    whole: Arc<dyn Bytes>,
    range: Range<usize>,
}

/// What holds the bytes.
trait Bytes: Send + Sync {
    fn bytes(&self) -> &[u8];
}

impl<T: Pod + Send + Sync> Bytes for Vec<T> {
    fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

impl Bytes for Mmap {
    fn bytes(&self) -> &[u8] {
        self
    }
}

impl Block {
    /// Maps a part of a file of the cache, which must lie within the file.
    #[expect(unsafe_code, reason = "std maps no files")]
    pub(super) fn map(file: &File, range: Range<u64>) -> io::Result<Self> {
        let is_within = range.start <= range.end && range.end <= file.metadata()?.len();
        let length = usize::try_from(range.end.saturating_sub(range.start));
        let (true, Ok(length)) = (is_within, length) else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        if length == 0 {
            return Ok(Self::default());
        }
        // SAFETY: the bytes lie within a file of the cache. Such a file grows until it is finished, is only ever
        // replaced by another one afterwards, and none of its bytes is written twice once it is mapped.
        let map = unsafe { MmapOptions::new().offset(range.start).len(length).map(file) }?;
        Ok(Self { whole: Arc::new(map), range: 0..length })
    }

    /// Returns a part; `None` if it reaches beyond the end.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Option<Self> {
        if range.start > range.end || range.end > self.range.len() {
            return None;
        }
        let range = self.range.start + range.start..self.range.start + range.end;
        Some(Self { whole: Arc::clone(&self.whole), range })
    }
}

/// Returns bytes as the numbers that they are; `None` if they do not begin or end where such a number may.
#[must_use]
pub fn cast<T: Pod>(block: &Block) -> Option<&[T]> {
    if block.is_empty() {
        // No bytes may stand anywhere.
        return Some(&[]);
    }
    bytemuck::try_cast_slice(block).ok()
}

impl Deref for Block {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.whole.bytes().get(self.range.clone()).unwrap_or_default()
    }
}

impl<T: Pod + Send + Sync> From<Vec<T>> for Block {
    fn from(numbers: Vec<T>) -> Self {
        let range = 0..size_of_val(numbers.as_slice());
        Self { whole: Arc::new(numbers), range }
    }
}

impl Default for Block {
    fn default() -> Self {
        Self::from(Vec::<u8>::new())
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // There may be gigabytes.
        write!(f, "Block({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_parts_of_what_is_there_and_nothing_beyond() {
        let block = Block::from(b"0123456789".to_vec());
        let part = block.slice(2..8).unwrap();
        assert_eq!(&*part, b"234567");
        assert_eq!(&*part.slice(1..3).unwrap(), b"34");
        assert_eq!(&*part.slice(6..6).unwrap(), b"");
        for (start, end) in [(0, 7), (7, 7), (3, 2), (usize::MAX, usize::MAX), (0, usize::MAX)] {
            assert!(part.slice(start..end).is_none(), "{start}..{end}");
        }
        drop(block);
        assert_eq!(&*part, b"234567");
    }

    #[test]
    fn gives_numbers_where_numbers_may_be() {
        let block = Block::from(vec![1_u64, 2, 3]);
        assert_eq!(cast::<u64>(&block), Some(&[1, 2, 3][..]));
        assert_eq!(cast::<u64>(&block.slice(8..24).unwrap()), Some(&[2, 3][..]));
        assert_eq!(cast::<u64>(&block.slice(1..9).unwrap()), None);
        assert_eq!(cast::<u64>(&block.slice(0..9).unwrap()), None);
        assert_eq!(cast::<u64>(&block.slice(1..1).unwrap()), Some(&[][..]));
        assert_eq!(cast::<u32>(&block).map(<[u32]>::len), Some(6));
    }

    #[test]
    fn is_shared_between_threads() {
        let block = Block::from(vec![7_u32; 1000]);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                let block = block.clone();
                scope.spawn(move || assert!(cast::<u32>(&block).unwrap().iter().all(|n| *n == 7)));
            }
        });
    }
}
