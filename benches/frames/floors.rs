//! The same work as plain loops over plain arrays: what the machine takes for it, with nothing around it.
//!
//! Nothing is remembered from one key to the next, no date is vague, and nothing is drawn.

use std::{hint::black_box, ops::Range};

use memchr::{memchr_iter, memmem::Finder};

use crate::dataset::{COUNTRIES, Facts, GROUPS, SUMMARY};

/// Into how many parts the axis is cut.
const PARTS: usize = 160;
/// How many rows a page has.
const PAGE: usize = 50;

/// The events sorted by date, in columns.
pub(crate) struct Plain {
    months: Vec<u16>,
    countries: Vec<u16>,
    groups: Vec<[u16; 2]>,
    arena: Vec<u8>,
    ends: Vec<usize>,
    /// The events that are listed, a bit each.
    all: Vec<u64>,
    /// Where each part of the axis begins.
    parts: Vec<usize>,
}

impl Plain {
    pub(crate) fn new(events: usize) -> Self {
        let mut facts: Vec<Facts> = (0..events).map(Facts::of).collect();
        facts.sort_unstable_by_key(|facts| (facts.year, facts.month, facts.day));
        let (mut arena, mut ends) = (Vec::new(), Vec::new());
        for event in &facts {
            arena.extend(event.title().to_lowercase().bytes());
            arena.push(b'\n');
            arena.extend(SUMMARY.to_lowercase().bytes());
            arena.push(b'\n');
            ends.push(arena.len());
        }
        let mut all = vec![u64::MAX; events.div_ceil(64)];
        if let Some(last) = all.last_mut().filter(|_| !events.is_multiple_of(64)) {
            *last = (1 << (events % 64)) - 1;
        }
        Self {
            months: facts.iter().map(|one| (one.year * 12 + one.month) as u16).collect(),
            countries: facts.iter().map(|one| one.country as u16).collect(),
            groups: facts.iter().map(|one| one.groups.map(|group| group as u16)).collect(),
            arena,
            ends,
            all,
            parts: (0..=PARTS).map(|part| part * events / PARTS).collect(),
        }
    }

    /// Goes over a file once: each text in it begins and ends with a quotation mark.
    pub(crate) fn read(text: &str) {
        black_box(memchr_iter(b'"', text.as_bytes()).count());
    }

    /// Finds the row in the middle, and looks at the texts from there on.
    pub(crate) fn page(&self) {
        self.page_of(&self.all);
    }

    /// Counts everything that is shown of all events.
    pub(crate) fn everything(&self) {
        self.show(&self.all);
    }

    pub(crate) fn zoom(&self) {
        let events = self.ends.len();
        self.show(&self.range(events / 4..events - events / 4));
    }

    pub(crate) fn country(&self) {
        self.show(&filter(&self.countries, |country| *country == 3));
    }

    pub(crate) fn group(&self) {
        self.show(&filter(&self.groups, |groups| groups.contains(&77)));
    }

    pub(crate) fn since(&self) {
        let first = self.months.partition_point(|month| *month < 2014 * 12 + 2);
        self.show(&self.range(first..self.ends.len()));
    }

    /// Finds a word in all texts, and shows the first page of it.
    pub(crate) fn search(&self) {
        let finder = Finder::new("radio");
        let mut found = vec![0_u64; self.all.len()];
        let (mut event, mut from) = (0, 0);
        while let Some(at) = finder.find(&self.arena[from..]) {
            while self.ends[event] <= from + at {
                event += 1;
            }
            found[event / 64] |= 1 << (event % 64);
            from = self.ends[event];
        }
        self.page_of(&found);
    }

    /// Counts the events of each group in each cell of a line.
    pub(crate) fn lanes(&self) {
        let mut cells = vec![0_u32; GROUPS * PARTS];
        for part in 0..PARTS {
            for groups in &self.groups[self.parts[part]..self.parts[part + 1]] {
                cells[usize::from(groups[0]) * PARTS + part] += 1;
            }
        }
        black_box(cells);
    }

    fn range(&self, ranks: Range<usize>) -> Vec<u64> {
        let mut bits = vec![0_u64; self.all.len()];
        for rank in ranks {
            bits[rank / 64] |= 1 << (rank % 64);
        }
        bits
    }

    /// Counts by time, by country and by group, and looks at a page.
    fn show(&self, bits: &[u64]) {
        let parts: Vec<u32> =
            self.parts.windows(2).map(|ends| count(bits, ends[0]..ends[1])).collect();
        let mut countries = [0_u32; COUNTRIES.len()];
        let mut groups = vec![0_u32; GROUPS];
        each(bits, |rank| {
            countries[usize::from(self.countries[rank])] += 1;
            self.groups[rank].iter().for_each(|group| groups[usize::from(*group)] += 1);
        });
        black_box((parts, countries, groups));
        self.page_of(bits);
    }

    fn page_of(&self, bits: &[u64]) {
        let middle = bits.iter().map(|word| u64::from(word.count_ones())).sum::<u64>() / 2;
        let mut left = middle as u32;
        let place = bits.iter().position(|word| {
            let here = word.count_ones();
            let is_here = left < here;
            left -= if is_here { 0 } else { here };
            is_here
        });
        let rank = place.unwrap_or_default() * 64;
        let mut bytes = 0_u64;
        for rank in rank..(rank + PAGE).min(self.ends.len()) {
            let start = rank.checked_sub(1).map_or(0, |above| self.ends[above]);
            bytes +=
                self.arena[start..self.ends[rank]].iter().map(|byte| u64::from(*byte)).sum::<u64>();
        }
        black_box(bytes);
    }
}

fn filter<T>(column: &[T], holds: impl Fn(&T) -> bool) -> Vec<u64> {
    let word = |values: &[T]| {
        let bit = |word, (n, value): (usize, &T)| word | u64::from(holds(value)) << n;
        values.iter().enumerate().fold(0, bit)
    };
    column.chunks(64).map(word).collect()
}

fn each(bits: &[u64], mut see: impl FnMut(usize)) {
    for (n, word) in bits.iter().enumerate() {
        let mut left = *word;
        while left != 0 {
            see(n * 64 + left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}

fn count(bits: &[u64], ranks: Range<usize>) -> u32 {
    let words = ranks.start / 64..ranks.end.div_ceil(64);
    let in_word = |n: usize| {
        let low = u64::MAX << ranks.start.saturating_sub(n * 64).min(63);
        let high = u64::MAX >> (64 - (ranks.end - n * 64).clamp(1, 64));
        (bits[n] & low & high).count_ones()
    };
    words.map(in_word).sum()
}
