//! Bytes that are shared and never change, wherever they are kept: in memory, or in a mapped file.

use std::{
    fmt,
    marker::PhantomData,
    ops::{Deref, Range},
    sync::Arc,
};

use bytemuck::Pod;

/// Some bytes. A copy of it, or of a part of it, is another look at the same ones.
#[derive(Clone)]
pub struct Block {
    whole: Arc<dyn AsRef<[u8]> + Send + Sync>,
    range: Range<usize>,
}

/// Numbers, kept as bytes.
struct Numbers<T>(Vec<T>);

impl<T: Pod> AsRef<[u8]> for Numbers<T> {
    fn as_ref(&self) -> &[u8] {
        bytemuck::cast_slice(&self.0)
    }
}

impl Block {
    /// Takes over whatever holds the bytes.
    #[must_use]
    pub fn new(whole: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        let range = 0..whole.as_ref().len();
        Self { whole: Arc::new(whole), range }
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
        self.whole.as_ref().as_ref().get(self.range.clone()).unwrap_or_default()
    }
}

impl<T: Pod + Send + Sync> From<Vec<T>> for Block {
    fn from(numbers: Vec<T>) -> Self {
        Self::new(Numbers(numbers))
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

/// Numbers of one kind in a [`Block`].
#[derive(Debug, Clone)]
pub struct Slab<T> {
    block: Block,
    kind: PhantomData<T>,
}

impl<T: Pod + Send + Sync> Slab<T> {
    /// Takes bytes for numbers; `None` if they are not as many as some numbers take.
    #[must_use]
    pub fn new(block: Block) -> Option<Self> {
        cast::<T>(&block)?;
        Some(Self { block, kind: PhantomData })
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn block(&self) -> &Block {
        &self.block
    }
}

impl<T: Pod> Deref for Slab<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        cast(&self.block).unwrap_or_default()
    }
}

impl<T: Pod + Send + Sync> From<Vec<T>> for Slab<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self { block: numbers.into(), kind: PhantomData }
    }
}

impl<T: Pod + Send + Sync> Default for Slab<T> {
    fn default() -> Self {
        Vec::new().into()
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
