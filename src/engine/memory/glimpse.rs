//! The rows around the cursor at once, while all texts are still being searched through.

use super::{
    Memory,
    bits::Bits,
    listed::{Asked, Listed},
    matcher::Matcher,
    page,
    ranked::Ranked,
};
use crate::{
    domain::fold,
    engine::Cancel,
    question::{Answer, Cursor, Question},
};

/// How many events before and behind the cursor are looked at: as many as take a few milliseconds.
const REACH: u32 = 5_000;

impl Memory {
    /// Returns the rows around the cursor of a question that takes a search through texts.
    pub(super) fn glimpsed(&self, question: &Question) -> Option<Answer> {
        if !question.searches() {
            return None;
        }
        let asked = Asked::new(question);
        let search = question.search.as_deref().map(str::trim).filter(|needle| !needle.is_empty());
        let all = Bits::all(self.len()).into();
        let anchor = match &question.cursor {
            Cursor::Hit { from, .. } => Cursor::Event(*from),
            cursor => cursor.clone(),
        };
        let centre = self.find_cursor(&anchor, &all, None)?;
        let near = centre.saturating_sub(REACH)..(centre + REACH).min(self.len());
        let matcher = Matcher::new(self, &question.filter, &question.own).near(near.clone());
        let mut listed = Listed::of(matcher, self, &asked, &Cancel::default()).ok()?;
        let mut reached = Bits::none(self.len());
        reached.insert_range(near.clone());
        reached.keep(&listed.rows);
        listed.rows = reached.into();
        let hits = search.map(|needle| {
            let mut hits = self.found_near(&fold(needle), near);
            hits.keep(&listed.rows);
            Ranked::from(hits)
        });
        let hits = hits.as_ref();
        let rank = self.find_cursor(&question.cursor, &listed.rows, hits)?;
        let row = listed.rows.count_below(rank);
        let (_, lines) =
            page::Page { memory: self, listed: &listed, hits }.lines(question.page, row);
        Some(Answer { cursor: Some((row, self.detail(rank))), lines, ..Answer::default() })
    }
}
