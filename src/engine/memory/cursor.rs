//! Where the cursor is among the events of the list.

use super::{Memory, bits::Bits, ranked::Ranked};
use crate::{
    domain::{EventKey, Moment},
    question::Cursor,
};

impl Memory {
    /// Returns the rank of the event that the cursor is on, if anything is listed.
    pub(super) fn find_cursor(
        &self,
        cursor: &Cursor,
        rows: &Ranked,
        hits: Option<&Ranked>,
    ) -> Option<u32> {
        let last = rows.last_below(rows.len())?;
        match cursor {
            Cursor::Row(row) => Some(rows.nth(*row).unwrap_or(last)),
            Cursor::Last => {
                let mut bounded = self.bounded().clone();
                bounded.keep(rows);
                Some(bounded.last_below(bounded.len()).unwrap_or(last))
            }
            Cursor::Near(moment) => Some(self.nearest(*moment, rows).unwrap_or(last)),
            Cursor::Id(id) => {
                let key = self.with_id(id).first().copied();
                let cursor = key.map_or(Cursor::Last, |key| Cursor::Event(EventKey(key)));
                self.find_cursor(&cursor, rows, hits)
            }
            Cursor::Event(key) => {
                let rank = self.rank_of(*key);
                if rows.contains(rank) {
                    return Some(rank);
                }
                let near = self.times.anchor(rank).and_then(|moment| self.nearest(moment, rows));
                Some(near.unwrap_or(last))
            }
            Cursor::Hit { from, n } => {
                let hit = hits.and_then(|hits| hit_after(hits, self.rank_of(*from), *n));
                hit.or_else(|| self.find_cursor(&Cursor::Event(*from), rows, None))
            }
        }
    }

    fn rank_of(&self, key: EventKey) -> u32 {
        self.rank.get(key.0 as usize).copied().unwrap_or(0)
    }

    /// Returns the row nearest to a moment; of several the first.
    fn nearest(&self, moment: Moment, rows: &Bits) -> Option<u32> {
        let times = &self.times;
        let distance =
            |rank: u32| times.anchor(rank).map_or(u64::MAX, |anchor| anchor.0.abs_diff(moment.0));
        // By date the nearest are the neighbours; where the beginning is unknown, the order says less.
        let here = times.before(moment);
        let before = self.row_before(here, rows);
        let behind = (rows.iter_in(here.min(rows.len())..rows.len()))
            .find(|rank| !times.beginless().contains(*rank));
        let mut beginless = times.beginless().clone();
        beginless.keep(rows);
        let candidates = before.into_iter().chain(behind).chain(beginless.iter());
        candidates.min_by_key(|rank| (distance(*rank), *rank))
    }

    /// Returns the first of the rows of the latest date before a rank.
    fn row_before(&self, end: u32, rows: &Bits) -> Option<u32> {
        let is_known = |rank: u32| !self.times.beginless().contains(rank);
        let mut at = rows.last_below(end)?;
        while !is_known(at) {
            at = rows.last_below(at)?;
        }
        let anchor = self.times.anchor(at)?;
        let first = self.times.before(anchor);
        rows.iter_in(first..at + 1).find(|rank| is_known(*rank))
    }
}

/// Returns the `n`th hit after a rank (before it, when negative), round the ends; for 0 the first at or after it.
pub(super) fn hit_after(hits: &Ranked, rank: u32, n: i64) -> Option<u32> {
    let len = i64::try_from(hits.count()).ok().filter(|len| *len > 0)?;
    // Whole rounds lead back to where one was. None is left out for 0, which has a meaning of its own.
    let n = if n > len || n < -len { n % len + len * n.signum() } else { n };
    let before = hits.count_below(rank) as i64;
    let index = match n {
        0 => before,
        1.. => before + n - i64::from(!hits.contains(rank)),
        _ => before + n,
    };
    hits.nth(u64::try_from(index.rem_euclid(len)).ok()?)
}
