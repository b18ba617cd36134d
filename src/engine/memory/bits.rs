//! Sets of ranks: a bit an event.

use std::ops::Range;

/// A set of ranks below some number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: u32,
}

/// The number of ranks in a word.
const WORD: u32 = u64::BITS;

impl Bits {
    /// No rank of `len`.
    pub(super) fn none(len: u32) -> Self {
        Self { words: vec![0; len.div_ceil(WORD) as usize], len }
    }

    /// All ranks of `len`.
    pub(super) fn all(len: u32) -> Self {
        let mut bits = Self { words: vec![u64::MAX; len.div_ceil(WORD) as usize], len };
        bits.trim();
        bits
    }

    /// The ranks of which something holds.
    pub(super) fn of(len: u32, mut holds: impl FnMut(u32) -> bool) -> Self {
        let mut bits = Self::none(len);
        for (word, start) in bits.words.iter_mut().zip((0..).step_by(WORD as usize)) {
            for rank in start..len.min(start + WORD) {
                *word |= u64::from(holds(rank)) << (rank - start);
            }
        }
        bits
    }

    /// The ranks of a list.
    pub(super) fn from_ranks(len: u32, ranks: impl IntoIterator<Item = u32>) -> Self {
        let mut bits = Self::none(len);
        ranks.into_iter().for_each(|rank| bits.insert(rank));
        bits
    }

    /// Takes over words that were made elsewhere, the lowest rank first.
    pub(super) fn from_words(len: u32, words: Vec<u64>) -> Self {
        let mut bits = Self { words, len };
        bits.words.resize(len.div_ceil(WORD) as usize, 0);
        bits.trim();
        bits
    }

    /// Forgets what lies beyond the last rank.
    fn trim(&mut self) {
        let used = self.len % WORD;
        if used > 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= u64::MAX >> (WORD - used);
        }
    }

    pub(super) const fn len(&self) -> u32 {
        self.len
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    pub(super) fn insert(&mut self, rank: u32) {
        self.words[(rank / WORD) as usize] |= 1 << (rank % WORD);
    }

    /// Inserts a rank that a damaged file may have made up.
    pub(super) fn insert_known(&mut self, rank: u32) {
        if rank < self.len {
            self.insert(rank);
        }
    }

    pub(super) fn take(&mut self, rank: u32) {
        self.words[(rank / WORD) as usize] &= !(1 << (rank % WORD));
    }

    pub(super) fn insert_range(&mut self, ranks: Range<u32>) {
        for (word, mask) in masks(ranks) {
            self.words[word] |= mask;
        }
    }

    pub(super) fn contains(&self, rank: u32) -> bool {
        let word = self.words.get((rank / WORD) as usize);
        word.is_some_and(|word| word >> (rank % WORD) & 1 == 1)
    }

    /// Keeps what is in the other set too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Adds what is in the other set.
    pub(super) fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Takes out what is in the other set.
    pub(super) fn remove(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Returns what is not in it.
    pub(super) fn not(&self) -> Self {
        Self::from_words(self.len, self.words.iter().map(|word| !word).collect())
    }

    pub(super) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Counts those in a range.
    pub(super) fn count_in(&self, ranks: Range<u32>) -> u64 {
        masks(ranks).map(|(word, mask)| u64::from((self.words[word] & mask).count_ones())).sum()
    }

    /// Returns the ranks, the lowest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.iter_in(0..self.len)
    }

    /// Returns the ranks in a range, the lowest first.
    pub(super) fn iter_in(&self, ranks: Range<u32>) -> impl Iterator<Item = u32> {
        masks(ranks).flat_map(|(word, mask)| {
            let mut left = self.words[word] & mask;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    word as u32 * WORD + bit
                })
            })
        })
    }

    /// Calls with the ranks in a range, the lowest first: quicker than [`Self::iter_in`].
    pub(super) fn each_in(&self, ranks: Range<u32>, mut see: impl FnMut(u32)) {
        for (word, mask) in masks(ranks) {
            let start = word as u32 * WORD;
            let mut left = self.words[word] & mask;
            if left == u64::MAX {
                (start..start + WORD).for_each(&mut see);
                continue;
            }
            while left != 0 {
                see(start + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }

    /// Returns the highest rank below `end`.
    pub(super) fn last_below(&self, end: u32) -> Option<u32> {
        let mut words = masks(0..end.min(self.len)).rev();
        let (word, found) = words.find_map(|(word, mask)| {
            let found = self.words[word] & mask;
            (found != 0).then_some((word, found))
        })?;
        Some(word as u32 * WORD + (WORD - 1 - found.leading_zeros()))
    }

    /// Returns the rank that `n` others of the set, from the word of `start` on, lie below.
    pub(super) fn nth_from(&self, start: u32, n: u64) -> Option<u32> {
        let first = start / WORD;
        let mut left = n;
        for (n, word) in (first..).zip(self.words.get(first as usize..)?) {
            let here = u64::from(word.count_ones());
            if left < here {
                let mut word = *word;
                for _ in 0..left {
                    word &= word - 1;
                }
                return Some(n * WORD + word.trailing_zeros());
            }
            left -= here;
        }
        None
    }
}

/// Returns the words that a range of ranks touches, each with its part of the range.
fn masks(ranks: Range<u32>) -> impl DoubleEndedIterator<Item = (usize, u64)> {
    let Range { start, end } = ranks;
    let words = if start < end { start / WORD..end.div_ceil(WORD) } else { 0..0 };
    words.map(move |word| {
        let low = u64::MAX << start.saturating_sub(word * WORD).min(WORD - 1);
        let high = u64::MAX >> (WORD - (end - word * WORD).min(WORD));
        (word as usize, low & high)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::{collection::btree_set, prelude::*};

    use super::*;

    fn of(len: u32, ranks: &BTreeSet<u32>) -> Bits {
        Bits::from_ranks(len, ranks.iter().copied().filter(|rank| *rank < len))
    }

    proptest! {
        #[test]
        fn is_a_set(
            len in 0..300_u32,
            a in btree_set(0..300_u32, 0..60),
            b in btree_set(0..300_u32, 0..60),
            range in (0..300_u32, 0..300_u32),
            n in 0..70_u64,
        ) {
            let (x, y) = (of(len, &a), of(len, &b));
            let a: BTreeSet<u32> = a.into_iter().filter(|rank| *rank < len).collect();
            let b: BTreeSet<u32> = b.into_iter().filter(|rank| *rank < len).collect();
            let set = |bits: &Bits| bits.iter().collect::<BTreeSet<u32>>();
            prop_assert_eq!(&set(&x), &a);
            prop_assert_eq!(&Bits::of(len, |rank| a.contains(&rank)), &x);
            prop_assert_eq!(set(&x.not()), (0..len).filter(|rank| !a.contains(rank)).collect());
            prop_assert_eq!(x.count(), a.len() as u64);
            prop_assert_eq!(Bits::all(len).count(), u64::from(len));
            let mut kept = x.clone();
            kept.keep(&y);
            prop_assert_eq!(set(&kept), &a & &b);
            let mut sum = x.clone();
            sum.add(&y);
            prop_assert_eq!(set(&sum), &a | &b);
            let mut rest = x.clone();
            rest.remove(&y);
            prop_assert_eq!(set(&rest), &a - &b);
            let range = range.0.min(len)..range.1.min(len);
            let inside: Vec<u32> = a.iter().copied().filter(|rank| range.contains(rank)).collect();
            prop_assert_eq!(x.count_in(range.clone()), inside.len() as u64);
            let mut each = Vec::new();
            x.each_in(range.clone(), |rank| each.push(rank));
            prop_assert_eq!(&each, &inside);
            prop_assert_eq!(x.iter_in(range.clone()).collect::<Vec<_>>(), inside);
            let mut filled = x.clone();
            filled.insert_range(range.clone());
            each.clear();
            filled.each_in(range.clone(), |rank| each.push(rank));
            prop_assert_eq!(each, range.clone().collect::<Vec<_>>());
            prop_assert_eq!(set(&filled), a.iter().copied().chain(range.clone()).collect());
            prop_assert_eq!(x.nth_from(0, n), a.iter().copied().nth(n as usize));
            prop_assert_eq!(x.last_below(range.start), a.range(..range.start).next_back().copied());
        }
    }
}
