//! The rows around the cursor at once, while all texts are still being searched through.

use std::{ops::Range, sync::Arc};

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

/// How many events before and behind the cursor are looked at: few, and more only where these fill no page.
///
/// Each lies somewhere else in the file, so that one takes a microsecond or several.
const REACHES: [u32; 2] = [250, 2_000];

impl Memory {
    /// Returns the rows around the cursor of a question that takes a search through texts.
    pub(super) fn glimpsed(&self, question: &Question) -> Option<Answer> {
        if !question.searches() {
            return None;
        }
        let anchor = match &question.cursor {
            Cursor::Hit { from, .. } => Cursor::Event(*from),
            cursor => cursor.clone(),
        };
        let centre = self.find_cursor(&anchor, &Bits::all(self.len()).into(), None)?;
        let mut best = None;
        for reach in REACHES {
            let near = centre.saturating_sub(reach)..(centre + reach).min(self.len());
            let is_all = near == (0..self.len());
            let Some((glimpse, is_full)) = self.glimpsed_near(question, centre, near) else {
                continue;
            };
            best = Some(glimpse);
            if is_full || is_all {
                break;
            }
        }
        best
    }

    /// Returns what is found in the texts of a few ranks, and whether that fills a page and leads to a hit.
    fn glimpsed_near(
        &self,
        question: &Question,
        centre: u32,
        near: Range<u32>,
    ) -> Option<(Answer, bool)> {
        let is_all = near == (0..self.len());
        let listed = self.listed_near(question, near.clone())?;
        let rows = &listed.rows;
        let search = question.search.as_deref().map(str::trim).filter(|needle| !needle.is_empty());
        let hits = search.map(|needle| {
            let mut hits = self.found_near(&fold(needle), near);
            hits.keep(rows);
            Ranked::from(hits)
        });
        let hits = hits.as_ref();
        let mut rank = self.find_cursor(&question.cursor, rows, hits)?;
        if let Cursor::Hit { from, n } = question.cursor {
            // A hit on the other side is the next one only if there is none on this side, which nobody knows yet.
            let is_behind = if n < 0 { rank > centre } else { rank < centre };
            if is_behind && !is_all {
                rank = self.find_cursor(&Cursor::Event(from), rows, None)?;
            }
        }
        let page = page::Page { memory: self, listed: &listed, hits };
        let row = rows.count_below(rank);
        let (_, lines) = page.lines(question.page, row);
        let leads_to_hit = hits.is_none_or(|hits| hits.contains(rank));
        let is_full = leads_to_hit && lines.len() >= usize::from(question.page.height);
        let cursor = Some((row, self.detail(rank)));
        Some((Answer { lines, cursor, ..Answer::default() }, is_full))
    }

    /// Returns what is listed, of what takes a look at texts only that with one of these ranks.
    fn listed_near(&self, question: &Question, near: Range<u32>) -> Option<Arc<Listed>> {
        let asked = Asked::new(question);
        if !question.filter.searches() {
            let make = || Listed::new(self, &asked, &Cancel::default()).map(Arc::new);
            return self.recent.get(asked.clone(), make).ok();
        }
        let matcher = Matcher::new(self, &question.filter, &question.own).near(near.clone());
        let mut listed = Listed::of(matcher, self, &asked, &Cancel::default()).ok()?;
        let mut reached = Bits::none(self.len());
        reached.insert_range(near);
        reached.keep(&listed.rows);
        listed.rows = reached.into();
        Some(Arc::new(listed))
    }
}
