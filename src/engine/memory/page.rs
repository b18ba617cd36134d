//! The lines of the list that are on the screen.

use super::{Memory, fit::Fit, matcher::Matcher};
use crate::{
    domain::{Edge, Event, Extent, Participant},
    question::{self, Line, Row},
};

/// The listed events, ready to be cut into a page.
pub(super) struct Page<'a> {
    pub(super) memory: &'a Memory,
    pub(super) rows: &'a [u32],
    pub(super) hits: &'a [u32],
    pub(super) matcher: &'a Matcher<'a>,
}

impl Page<'_> {
    /// Returns the row at the top and the lines from there on, moved so that the cursor is among them.
    pub(super) fn lines(&self, wanted: question::Page, cursor: usize) -> (u64, Vec<Line>) {
        let height = usize::from(wanted.height.max(1));
        let highest = |end| self.highest_top(end, height, wanted.gap);
        let top = match wanted.line {
            // The last line that it may be on is the one where it was.
            Some(line) => self.highest_top(cursor, usize::from(line) + 1, wanted.gap),
            None => usize::try_from(wanted.top).unwrap_or(usize::MAX).min(cursor),
        };
        // The cursor is seen, and no line stays empty while there are rows above.
        let top = top.max(highest(cursor)).min(highest(self.rows.len() - 1));
        let mut lines = Vec::with_capacity(height + 1);
        for row in top..self.rows.len() {
            if lines.len() >= height {
                break;
            }
            if row > top
                && let Some(gap) = self.gap_before(row, wanted.gap)
            {
                lines.push(Line::Gap(gap));
            }
            lines.push(Line::Event(self.row(self.rows[row])));
        }
        lines.truncate(height);
        (top as u64, lines)
    }

    /// Returns the highest row that can be at the top of the page with row `end` still on it.
    fn highest_top(&self, end: usize, height: usize, gap: Option<i64>) -> usize {
        let (mut row, mut lines) = (end, 1);
        while row > 0 {
            lines += 1 + usize::from(self.gap_before(row, gap).is_some());
            if lines > height {
                break;
            }
            row -= 1;
        }
        row
    }

    /// Returns the seconds between the row above and this one, if that is a long time.
    fn gap_before(&self, row: usize, long: Option<i64>) -> Option<i64> {
        let above = self.memory.event(self.rows[row - 1]).when.as_ref()?.extent();
        let above = match above {
            Extent::Once(span) => span.latest,
            Extent::Lasting { start, .. } => start.latest,
        };
        // A stretch is empty only if both rows say where they stand: an unknown start may lie anywhere.
        let here = self.memory.spans[self.rows[row] as usize]?.earliest;
        let (Edge::At(mut above), Edge::At(mut here)) = (above, here) else { return None };
        if let Some(window) = self.matcher.window() {
            (above, here) = (above.max(window.from), here.min(window.to));
        }
        let gap = here.0.saturating_sub(above.0);
        (gap >= long?).then_some(gap)
    }

    fn row(&self, rank: u32) -> Row {
        let memory = self.memory;
        let event = memory.event(rank);
        let short = |party: &Participant| {
            let group = &memory.dataset.groups[party.group.0 as usize];
            group.short.as_ref().unwrap_or(&group.name).clone()
        };
        Row {
            key: memory.order[rank as usize],
            when: event.when.clone(),
            title: event.title.clone(),
            countries: event.countries.clone(),
            groups: event.groups.iter().map(short).collect(),
            kind: event.kind.clone(),
            certainty: event.certainty,
            conflict: conflict(event),
            hit: self.hits.binary_search(&rank).is_ok(),
            certain: self.matcher.fit(rank) == Fit::Certain,
        }
    }
}

/// Tells whether the dates that an event's sources claim cannot all be true.
pub(super) fn conflict(event: &Event) -> bool {
    event.is_contradictory()
}
