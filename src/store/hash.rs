//! Tables of texts, quick enough to be asked ten times for each event that is read.
//!
//! Their hash is seeded at random in each process, so that no file can be written to fill one bucket.

use std::collections::HashMap;

/// The seeds of a table. The hash is of 64 bits that all depend on each letter: some tables know things by it alone.
pub(super) type Seeds = foldhash::quality::RandomState;

/// A map with the quick hash.
pub(super) type QuickMap<K, V> = HashMap<K, V, Seeds>;

/// Small numbers by hashes: what the numbers stand for is kept elsewhere, and the caller compares it.
///
/// A slot takes eight bytes, so the table of ten thousand events stays in the nearest cache.
#[derive(Debug)]
pub(super) struct Slots {
    /// Half a hash and a number; all ones where there is none.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Slots {
    const FREE: u32 = u32::MAX;

    /// Makes room for some numbers.
    pub(super) fn with_capacity(numbers: usize) -> Self {
        Self {
            slots: vec![(0, Self::FREE); (numbers + numbers / 3).next_power_of_two().max(8)],
            taken: 0,
        }
    }

    /// Returns the number of a hash for which `is_it` holds.
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let (tag, mask) = (Self::tag(hash), self.slots.len() - 1);
        let mut at = tag as usize & mask;
        loop {
            match self.slots[at] {
                (_, Self::FREE) => return None,
                (known, number) if known == tag && is_it(number) => return Some(number),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Adds a number, whatever else has its hash.
    pub(super) fn insert(&mut self, hash: u64, number: u32) {
        self.make_room();
        self.put(Self::tag(hash), number);
        self.taken += 1;
    }

    /// Returns the number of a hash for which `is_it` holds, and adds `number` where there is none.
    pub(super) fn find_or_insert(
        &mut self,
        hash: u64,
        number: u32,
        is_it: impl Fn(u32) -> bool,
    ) -> u32 {
        self.make_room();
        let (tag, mask) = (Self::tag(hash), self.slots.len() - 1);
        let mut at = tag as usize & mask;
        loop {
            match self.slots[at] {
                (_, Self::FREE) => break,
                (known, number) if known == tag && is_it(number) => return number,
                _ => at = (at + 1) & mask,
            }
        }
        self.slots[at] = (tag, number);
        self.taken += 1;
        number
    }

    fn make_room(&mut self) {
        if 4 * (self.taken + 1) <= 3 * self.slots.len() {
            return;
        }
        let wider = vec![(0, Self::FREE); 2 * self.slots.len()];
        for (tag, number) in std::mem::replace(&mut self.slots, wider) {
            if number != Self::FREE {
                self.put(tag, number);
            }
        }
    }

    fn put(&mut self, tag: u32, number: u32) {
        let mask = self.slots.len() - 1;
        let mut at = tag as usize & mask;
        while self.slots[at].1 != Self::FREE {
            at = (at + 1) & mask;
        }
        self.slots[at] = (tag, number);
    }

    const fn tag(hash: u64) -> u32 {
        (hash >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, hash::BuildHasher};

    use super::*;

    #[test]
    fn tells_counted_names_apart() {
        let seeds = Seeds::default();
        for name in ["e", "event-", "aaaaaaaa"] {
            let all = (0..100_000).map(|n| seeds.hash_one(format!("{name}{n}")));
            assert_eq!(all.collect::<HashSet<_>>().len(), 100_000, "{name}");
        }
    }

    #[test]
    fn spreads_texts_that_differ_little() {
        let seeds = Seeds::default();
        let texts = (0..20_000).map(|n| format!("GED-{n:08}"));
        let hashes: Vec<u64> = texts.map(|text| seeds.hash_one(text)).collect();
        let low: HashSet<u64> = hashes.iter().map(|hash| hash & 0xffff).collect();
        let high: HashSet<u64> = hashes.iter().map(|hash| hash >> 48).collect();
        // 20,000 balls in 65,536 boxes fill about 17,200 of them.
        assert!(low.len() > 16_000 && high.len() > 16_000, "{} {}", low.len(), high.len());
        assert_eq!(hashes.iter().collect::<HashSet<_>>().len(), hashes.len());
    }

    #[test]
    fn tells_lengths_apart_and_tables_too() {
        let seeds = Seeds::default();
        assert_ne!(seeds.hash_one("a"), seeds.hash_one("a\0"));
        assert_ne!(seeds.hash_one("a"), Seeds::default().hash_one("a"));
    }

    #[test]
    fn finds_every_number_again_while_the_table_grows() {
        let seeds = Seeds::default();
        let mut slots = Slots::with_capacity(0);
        // Every hash is there twice, so that the comparison has to decide.
        let hash = |n: u32| seeds.hash_one(n / 2);
        for n in 0..5_000 {
            assert_eq!(slots.find(hash(n), |known| known == n), None);
            if n % 3 == 0 {
                slots.insert(hash(n), n);
            } else {
                assert_eq!(slots.find_or_insert(hash(n), n, |known| known == n), n);
                assert_eq!(slots.find_or_insert(hash(n), n + 1, |known| known == n), n);
            }
        }
        for n in 0..5_000 {
            assert_eq!(slots.find(hash(n), |known| known == n), Some(n));
        }
        assert_eq!(slots.find(seeds.hash_one(9_999_u32), |_| false), None);
    }
}
