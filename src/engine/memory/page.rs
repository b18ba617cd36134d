//! The lines of the list that are on the screen.

use super::{Memory, listed::Listed, ranked::Ranked};
use crate::{
    domain::{Edge, Extent, Participant},
    question::{self, Line, Row},
};

/// The listed events, ready to be cut into a page.
pub(super) struct Page<'a> {
    pub(super) memory: &'a Memory,
    pub(super) listed: &'a Listed,
    pub(super) hits: Option<&'a Ranked>,
}

impl Page<'_> {
    /// Returns the row at the top and the lines from there on, moved so that the cursor is among them.
    pub(super) fn lines(&self, wanted: question::Page, cursor: u64) -> (u64, Vec<Line>) {
        let height = usize::from(wanted.height.max(1));
        let highest = |end| self.highest_top(end, height, wanted.gap);
        let top = match wanted.line {
            // The last line that it may be on is the one where it was.
            Some(line) => self.highest_top(cursor, usize::from(line) + 1, wanted.gap),
            None => wanted.top.min(cursor),
        };
        // The cursor is seen, and no line stays empty while there are rows above.
        let top = top.max(highest(cursor)).min(highest(self.listed.rows.count() - 1));
        let rows = &self.listed.rows;
        let first = rows.nth(top).unwrap_or(rows.len());
        let mut lines = Vec::with_capacity(height + 1);
        let mut above = None;
        for rank in rows.iter_in(first..rows.len()) {
            if lines.len() >= height {
                break;
            }
            let gap = above.and_then(|above| self.gap_between(above, rank, wanted.gap));
            lines.extend(gap.map(Line::Gap));
            lines.push(Line::Event(self.row(rank)));
            above = Some(rank);
        }
        lines.truncate(height);
        (top, lines)
    }

    /// Returns the highest row that can be at the top of the page with row `end` still on it.
    fn highest_top(&self, end: u64, height: usize, gap: Option<i64>) -> u64 {
        let rows = &self.listed.rows;
        let Some(mut rank) = rows.nth(end) else { return end };
        let (mut row, mut lines) = (end, 1);
        while let Some(above) = rows.last_below(rank) {
            lines += 1 + usize::from(self.gap_between(above, rank, gap).is_some());
            if lines > height {
                break;
            }
            row -= 1;
            rank = above;
        }
        row
    }

    /// Returns the seconds between two rows, if that is a long time.
    fn gap_between(&self, above: u32, here: u32, long: Option<i64>) -> Option<i64> {
        let times = &self.memory.times;
        let above = match times.extent(above)? {
            Extent::Once(span) => span.latest,
            Extent::Lasting { start, .. } => start.latest,
        };
        // A stretch is empty only if both rows say where they stand: an unknown start may lie anywhere.
        let here = times.span(here)?.earliest;
        let (Edge::At(mut above), Edge::At(mut here)) = (above, here) else { return None };
        if let Some(window) = self.listed.window {
            (above, here) = (above.max(window.from), here.min(window.to));
        }
        let gap = here.0.saturating_sub(above.0);
        (gap >= long?).then_some(gap)
    }

    fn row(&self, rank: u32) -> Row {
        let memory = self.memory;
        let event = memory.event(rank);
        let short = |party: &Participant| {
            let group = memory.archive.group(party.group)?;
            Some(group.short.as_ref().unwrap_or(&group.name).clone())
        };
        Row {
            key: memory.key_of(rank),
            groups: event.groups.iter().filter_map(short).collect(),
            conflict: event.is_contradictory(),
            when: event.when,
            title: event.title,
            countries: event.countries,
            kind: event.kind,
            certainty: event.certainty,
            hit: self.hits.is_some_and(|hits| hits.contains(rank)),
            certain: self.listed.certain.contains(rank),
        }
    }
}
