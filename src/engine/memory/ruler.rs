//! The whole axis cut into equal parts, and which events lie in one part alone.
//!
//! Events are sorted by date, so those that begin in a part are a range of ranks, and counting them is counting bits.
//! Only the few that may lie in several parts are looked at one by one.

use std::ops::Range;

use super::{bits::Bits, times::Times};
use crate::{
    domain::{Moment, Span},
    question::Window,
};

/// The extent of the data in equal parts.
#[derive(Debug)]
pub(super) struct Ruler {
    pub(super) extent: Window,
    /// The rank that each part begins with, and the number of dated events.
    ranks: Vec<u32>,
    /// The events that may lie in another part than the one that they are sorted into.
    odd: Bits,
    odds: Vec<Odd>,
}

/// An event, and the first and the last part in which it may lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Odd {
    pub(super) rank: u32,
    pub(super) first: u16,
    pub(super) last: u16,
}

impl Odd {
    /// Returns the parts in which it may lie.
    pub(super) fn parts(self) -> Range<usize> {
        usize::from(self.first)..usize::from(self.last) + 1
    }

    /// Returns what of it counts in each part: it counts once in all.
    pub(super) fn share(self) -> f64 {
        1.0 / self.parts().len() as f64
    }
}

impl Ruler {
    /// Cuts an extent into `parts`, at least one.
    pub(super) fn new(times: &Times, extent: Window, parts: u16, len: u32) -> Self {
        let parts = parts.max(1);
        let start = |part: u16| {
            let parts = i128::from(parts);
            let offset = (i128::from(part) * extent.seconds() + parts - 1) / parts;
            Moment((i128::from(extent.from.0) + offset) as i64)
        };
        let starts: Vec<Moment> = (0..parts).map(start).collect();
        // What begins before the first part counts in the first.
        let mut ranks: Vec<u32> = starts.iter().map(|start| times.before(*start)).collect();
        ranks[0] = 0;
        ranks.push(times.dated());
        let part_of = |moment| starts.partition_point(|start| *start <= moment).saturating_sub(1);
        let lasts: &[i64] = &times.columns().lasts;
        let mut odd = Bits::none(len);
        let mut odds = Vec::new();
        for (part, range) in (0..).zip(ranks.windows(2)) {
            let end = starts.get(usize::from(part) + 1).copied();
            for rank in range[0]..range[1] {
                let last = lasts.get(rank as usize).map_or(Moment::MAX, |last| Moment(*last));
                let last = last.min(extent.to);
                let is_beginless = times.beginless().contains(rank);
                if is_beginless || end.is_some_and(|end| last >= end) {
                    let first = if is_beginless {
                        times.span(rank).map_or(0, |span: Span| part_of(span.first())) as u16
                    } else {
                        part
                    };
                    odd.insert(rank);
                    odds.push(Odd { rank, first, last: (part_of(last) as u16).max(first) });
                }
            }
        }
        Self { extent, ranks, odd, odds }
    }

    /// Returns how many parts there are.
    pub(super) fn parts(&self) -> usize {
        self.ranks.len() - 1
    }

    /// Returns the ranks that are sorted into each part.
    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<u32>> {
        self.ranks.windows(2).map(|pair| pair[0]..pair[1])
    }

    /// Returns the events of a set that lie in the part that they are sorted into.
    pub(super) fn plain(&self, set: &Bits) -> Bits {
        let mut plain = set.clone();
        plain.remove(&self.odd);
        plain
    }

    /// Returns the events that may lie in other parts.
    pub(super) fn odds(&self) -> &[Odd] {
        &self.odds
    }

    /// Returns how many events lie in the part that they are sorted into.
    pub(super) fn plain_in(&self, ranks: &Range<u32>) -> u64 {
        u64::from(ranks.end - ranks.start) - self.odd.count_in(ranks.clone())
    }
}
