//! The folded text of every event, for searching.

use std::{num::NonZero, ops::Range, thread};

use memchr::memmem::{self, Finder};

use super::bits::Bits;
use crate::{
    domain::{Clean, Event, EventKey, FOLDED_END, Filling, Rows, fold},
    engine::{Cancel, EngineError},
};

/// Fewer pieces are searched through sooner than another thread begins.
const LEAST_SHARE: usize = 16;
/// A piece of text that is searched through holds about this many bytes.
const PIECE: usize = 1 << 20;

/// One folded text an event, in the order of the files; parts are divided by a line end, which no needle holds.
///
/// It holds what is an event's own. Names that many events share are looked for once, among their values.
#[derive(Debug)]
pub(super) struct FoldedText(Rows);

/// Appends a part of the text of an event.
pub(super) fn fold_into(folded: &mut Vec<u8>, part: &str) {
    let start = folded.len();
    if part.is_ascii() {
        // Most text is; it is folded where it lies.
        folded.extend_from_slice(part.as_bytes());
        folded[start..].make_ascii_lowercase();
    } else {
        folded.extend_from_slice(fold(part).as_bytes());
    }
    folded.push(FOLDED_END);
}

impl FoldedText {
    /// Takes texts that are kept apart from their events.
    pub(super) const fn new(texts: Rows) -> Self {
        Self(texts)
    }

    /// Folds the texts of events, each with the names of its places.
    pub(super) fn of(events: impl Iterator<Item = (Event, Vec<Clean>)>) -> Self {
        let (mut filling, mut pieces) = (Filling::default(), Vec::new());
        for (event, places) in events {
            for part in [&event.title, &event.summary].into_iter().chain(&places) {
                fold_into(&mut filling.piece, part);
            }
            filling.end_row();
            if filling.piece.len() >= PIECE {
                pieces.push((filling.first(), filling.piece.clone().into()));
                filling.next_piece();
            }
        }
        let (last, first, ends) = filling.finish();
        pieces.push((first, last.into()));
        Self(Rows::new(pieces, ends.into()))
    }

    /// Tells whether the text of one event contains a folded needle.
    pub(super) fn contains(&self, event: EventKey, needle: &str) -> bool {
        self.0.get(event.0).is_some_and(|text| memmem::find(text, needle.as_bytes()).is_some())
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
        let pieces = self.0.pieces();
        let share = pieces.div_ceil(threads).max(LEAST_SHARE);
        let search = |from| self.find_in(from..pieces.min(from + share), &finder, rank, cancel);
        let search = &search;
        thread::scope(|scope| {
            let others = (share..pieces).step_by(share);
            let others: Vec<_> = others.map(|from| scope.spawn(move || search(from))).collect();
            let mut found = search(0)?;
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
        pieces: Range<usize>,
        finder: &Finder<'_>,
        rank: &[u32],
        cancel: &Cancel,
    ) -> Result<Bits, EngineError> {
        let mut found = Bits::none(rank.len() as u32);
        for (first, piece, ends) in pieces.filter_map(|piece| self.0.piece(piece)) {
            cancel.check()?;
            let ranks = rank.get(first as usize..).unwrap_or_default();
            let (mut from, mut event) = (0, 0);
            while let Some(at) = piece.get(from..).and_then(|rest| finder.find(rest)) {
                let hit = from + at;
                event = gallop(ends, event, hit);
                let (Some(end), Some(rank)) = (ends.get(event), ranks.get(event)) else { break };
                found.insert_known(*rank);
                // In a damaged file an end may lie before what it ends.
                from = (*end as usize).max(hit + 1);
            }
        }
        Ok(found)
    }
}

/// Returns the first of the ends from `start` on that lies behind a place: in steps that grow, as it is mostly near.
fn gallop(ends: &[u32], start: usize, at: usize) -> usize {
    let mut step = 1;
    let mut low = start;
    while ends.get(low + step).is_some_and(|end| *end as usize <= at) {
        low += step;
        step *= 2;
    }
    let high = (low + step + 1).min(ends.len());
    low + ends.get(low..high).unwrap_or_default().partition_point(|end| *end as usize <= at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn gallops_to_where_a_search_would_lead(
            mut ends in prop::collection::vec(0..500_u32, 0..90),
            start in 0..90_usize,
            at in 0..520_usize,
        ) {
            ends.sort_unstable();
            let expected = ends.partition_point(|end| *end as usize <= at);
            prop_assert_eq!(gallop(&ends, start.min(expected), at), expected);
        }
    }
}
