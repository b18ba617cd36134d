//! The folded text of every event, for searching.

use std::{num::NonZero, thread};

use memchr::memmem::{self, Finder};

use super::bits::Bits;
use crate::{
    domain::{Block, Event, EventKey, Slab, fold},
    engine::{Cancel, EngineError},
};

/// Fewer pieces are searched through sooner than another thread begins.
const LEAST_SHARE: usize = 16;

/// One folded text an event, in the order of the files; parts are divided by a line end, which no needle holds.
///
/// It holds what is an event's own. Names that many events share are looked for once, among their values.
#[derive(Debug)]
pub(super) struct FoldedText {
    /// The texts in pieces, each with how many bytes stand in those before it.
    pieces: Vec<(u64, Block)>,
    /// Where the text of each event ends, counted over all pieces.
    ends: Slab<u64>,
}

/// Folds texts as events go by.
#[derive(Debug, Default)]
pub(super) struct Folding {
    piece: String,
    before: u64,
    ends: Vec<u64>,
}

impl Folding {
    /// Takes the next event and the names of its places.
    pub(super) fn see<'a>(&mut self, event: &Event, places: impl Iterator<Item = &'a str>) {
        self.push(&event.title);
        self.push(&event.summary);
        places.for_each(|place| self.push(place));
        self.ends.push(self.before + self.piece.len() as u64);
    }

    /// Returns what was folded so far, if that is as much as `least`.
    pub(super) fn full_piece(&self, least: usize) -> Option<&str> {
        (self.piece.len() >= least).then_some(&self.piece)
    }

    /// Begins another piece.
    pub(super) fn next_piece(&mut self) {
        self.before += self.piece.len() as u64;
        self.piece.clear();
    }

    fn push(&mut self, part: &str) {
        let start = self.piece.len();
        if part.is_ascii() {
            // Most text is; it is folded where it lies.
            self.piece.push_str(part);
            self.piece[start..].make_ascii_lowercase();
        } else {
            self.piece.push_str(&fold(part));
        }
        self.piece.push('\n');
    }

    /// Returns the last piece, and where each text ends.
    pub(super) fn finish(self) -> (String, Vec<u64>) {
        (self.piece, self.ends)
    }
}

impl FoldedText {
    pub(super) fn new(blocks: Vec<Block>, ends: Slab<u64>) -> Self {
        let mut before = 0;
        let piece = |block: Block| {
            let here = before;
            before += block.len() as u64;
            (here, block)
        };
        Self { pieces: blocks.into_iter().map(piece).collect(), ends }
    }

    /// Tells whether the text of one event contains a folded needle.
    pub(super) fn contains(&self, event: EventKey, needle: &str) -> bool {
        self.of(event).is_some_and(|text| memmem::find(text, needle.as_bytes()).is_some())
    }

    fn of(&self, event: EventKey) -> Option<&[u8]> {
        let n = event.0 as usize;
        let end = *self.ends.get(n)?;
        let start = n.checked_sub(1).map_or(Some(0), |above| self.ends.get(above).copied())?;
        let piece = self.pieces.partition_point(|(before, _)| *before <= start).checked_sub(1)?;
        let (before, block) = self.pieces.get(piece)?;
        let range = start.checked_sub(*before)?..end.checked_sub(*before)?;
        block.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
    }

    /// Finds the events whose text contains a folded needle; `rank` has the rank of each event.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] within a few milliseconds after that was wished.
    pub(super) fn find(
        &self,
        needle: &str,
        rank: &[u32],
        cancel: &Cancel,
    ) -> Result<Bits, EngineError> {
        let finder = Finder::new(needle.as_bytes());
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(8);
        let share = self.pieces.len().div_ceil(threads).max(LEAST_SHARE);
        let mut shares = self.pieces.chunks(share);
        let search = |pieces| self.find_in(pieces, &finder, rank, cancel);
        let search = &search;
        thread::scope(|scope| {
            let first = shares.next().unwrap_or_default();
            let others: Vec<_> = shares.map(|share| scope.spawn(move || search(share))).collect();
            let mut found = search(first)?;
            for other in others {
                // A thread that fails has no answer, and neither has the whole.
                let other = other.join().unwrap_or(Err(EngineError::Cancelled))?;
                found.add(&other);
            }
            Ok(found)
        })
    }

    fn find_in(
        &self,
        pieces: &[(u64, Block)],
        finder: &Finder<'_>,
        rank: &[u32],
        cancel: &Cancel,
    ) -> Result<Bits, EngineError> {
        let mut found = Bits::none(rank.len() as u32);
        let ends: &[u64] = &self.ends;
        let first = pieces.first().map_or(0, |(before, _)| *before);
        let mut event = ends.partition_point(|end| *end <= first);
        for (before, piece) in pieces {
            cancel.check()?;
            let piece: &[u8] = piece;
            let mut from = 0;
            while let Some(at) = piece.get(from..).and_then(|rest| finder.find(rest)) {
                let hit = from + at;
                event = gallop(ends, event, before + hit as u64);
                let (Some(end), Some(rank)) = (ends.get(event), rank.get(event)) else { break };
                found.insert_known(*rank);
                // In a damaged file an end may lie before what it ends.
                let end = usize::try_from(end.saturating_sub(*before)).unwrap_or(hit);
                from = end.max(hit + 1);
            }
        }
        Ok(found)
    }
}

/// Returns the first of the ends from `start` on that lies behind a place: in steps that grow, as it is mostly near.
fn gallop(ends: &[u64], start: usize, at: u64) -> usize {
    let mut step = 1;
    let mut low = start;
    while ends.get(low + step).is_some_and(|end| *end <= at) {
        low += step;
        step *= 2;
    }
    let high = (low + step + 1).min(ends.len());
    low + ends.get(low..high).unwrap_or_default().partition_point(|end| *end <= at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn gallops_to_where_a_search_would_lead(
            mut ends in prop::collection::vec(0..500_u64, 0..90),
            start in 0..90_usize,
            at in 0..520_u64,
        ) {
            ends.sort_unstable();
            let start = start.min(ends.partition_point(|end| *end <= at));
            prop_assert_eq!(gallop(&ends, start, at), ends.partition_point(|end| *end <= at));
        }
    }
}
