//! A set of ranks with a count every few thousand: a place in a long list is found without counting all that is above.

use std::ops::Deref;

use super::bits::Bits;

/// A set that is looked at by place: which rank stands in a row, and in which row a rank stands.
#[derive(Debug)]
pub(super) struct Ranked {
    bits: Bits,
    /// How many ranks of the set lie below each stretch, and behind these how many there are.
    below: Vec<u32>,
}

/// How many ranks lie between two counts.
const STRETCH: u32 = 4096;

impl From<Bits> for Ranked {
    fn from(bits: Bits) -> Self {
        let mut below = vec![0];
        let mut all = 0;
        for words in bits.words().chunks((STRETCH / u64::BITS) as usize) {
            all += words.iter().map(|word| word.count_ones()).sum::<u32>();
            below.push(all);
        }
        Self { bits, below }
    }
}

impl Deref for Ranked {
    type Target = Bits;

    fn deref(&self) -> &Bits {
        &self.bits
    }
}

impl Ranked {
    pub(super) fn count(&self) -> u64 {
        self.below.last().copied().map_or(0, u64::from)
    }

    /// Counts those below a rank.
    pub(super) fn count_below(&self, rank: u32) -> u64 {
        let rank = rank.min(self.bits.len());
        let stretch = rank / STRETCH;
        let below = self.below.get(stretch as usize).copied().map_or(0, u64::from);
        below + self.bits.count_in(stretch * STRETCH..rank)
    }

    /// Returns the rank that `n` others of the set lie below.
    pub(super) fn nth(&self, n: u64) -> Option<u32> {
        let stretch = self.below.partition_point(|below| u64::from(*below) <= n).checked_sub(1)?;
        let left = n - u64::from(self.below[stretch]);
        self.bits.nth_from(stretch as u32 * STRETCH, left)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn finds_what_counting_one_by_one_would(
            len in 0..20_000_u32,
            share in prop_oneof![Just(1_u32), Just(7), Just(5_000)],
            shift in 0..5_000_u32,
            places in vec(0..21_000_u32, 1..20),
        ) {
            let holds = |rank: u32| (rank + shift).is_multiple_of(share);
            let ranked = Ranked::from(Bits::of(len, holds));
            let all: Vec<u32> = (0..len).filter(|rank| holds(*rank)).collect();
            prop_assert_eq!(ranked.count(), all.len() as u64);
            for place in places {
                prop_assert_eq!(ranked.nth(place.into()), all.get(place as usize).copied());
                let below = all.partition_point(|rank| *rank < place) as u64;
                prop_assert_eq!(ranked.count_below(place), below);
            }
        }
    }
}
