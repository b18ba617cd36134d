//! What the screen asks for, and how it takes the answer.

use std::sync::Arc;

use super::{App, Overlay, Pane, prompt::Purpose, regions::Regions, timeline::STRIP_MARGIN};
use crate::question::{Answer, Cursor, Field, Filter, Page, Question};

impl App {
    /// Returns the question to be answered, if what is on the screen no longer is its answer.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        self.stale.then(|| {
            let regions = self.regions();
            Question {
                filter: self.filter_in_force(),
                window: self.chosen.window,
                reading: self.chosen.reading,
                cursor: self.cursor_in_force(),
                page: self.page(),
                search: self.search_in_force().map(str::to_owned),
                fold: !self.chosen.unfolded,
                silences: match &self.overlay {
                    Some(Overlay::Silences(open)) => Some(open.field),
                    _ => None,
                },
                lanes: self.lanes_wish(),
                own: self.own(),
                facets: self.counted_fields(),
                sparks: self.spark_columns(),
                buckets: regions.strip.width.saturating_sub(STRIP_MARGIN),
            }
        })
    }

    /// Takes the answer to [`App::question`]; there may be a new question then, twice in a row at most.
    pub fn accept(&mut self, mut answer: Answer) {
        let found = answer.cursor.as_ref().map(|(_, detail)| detail.key);
        if self.lift_what_hides(found) {
            return;
        }
        let before = self.detail().map(|detail| detail.key);
        if let Some((_, detail)) = &answer.cursor {
            self.pushed = match self.cursor_in_force() {
                Cursor::Event(wanted) if wanted != detail.key => Some((wanted, detail.key)),
                _ => self.pushed.filter(|(_, to)| *to == detail.key),
            };
            self.cursor = Cursor::Event(detail.key);
            if before != Some(detail.key) {
                self.detail_scroll = 0;
                self.detail_link = None;
            }
        }
        self.top = answer.top;
        if self.chosen.lanes.is_some() {
            self.lanes_top = answer.lanes.top;
        }
        self.line = None;
        self.take_names(answer.resolved.take());
        if let Pane::Facet(field) = self.focus {
            let own = answer.facets.iter_mut().find(|facet| facet.field == field);
            self.picker.keep_order(own.map(Arc::make_mut));
        }
        self.answer = answer;
        self.stale = false;
    }

    /// Goes on without the answer to [`App::question`], of which there will be none.
    pub fn give_up_question(&mut self) {
        self.stale = false;
        self.say("dateline made a mistake and has no answer; this is what it showed before");
    }

    /// Shows the rows of an answer whose counts are still to come.
    pub fn glimpse(&mut self, glimpse: Answer) {
        (self.answer.lines, self.answer.cursor) = (glimpse.lines, glimpse.cursor);
    }

    /// Returns the search that is marked: what is being typed, or what was searched for last.
    #[must_use]
    pub fn search_in_force(&self) -> Option<&str> {
        match &self.overlay {
            Some(Overlay::Prompt(prompt)) if prompt.purpose == Purpose::Search => {
                Some(prompt.text())
            }
            _ => self.search.as_deref(),
        }
    }

    /// Returns the filter that decides what is listed: with what is being typed, and every chip off while it is off.
    #[must_use]
    pub fn filter_in_force(&self) -> Filter {
        let filter = &self.chosen.filter;
        self.previewed().unwrap_or_else(|| {
            // The chips are still there, and the answer names their values.
            if self.chosen.filter_off { filter.switched_off() } else { filter.clone() }
        })
    }

    /// Returns the fields whose values are counted: those of the facets, and the one that is typed.
    fn counted_fields(&self) -> Vec<Field> {
        let mut fields = Vec::from(self.facet_fields());
        fields.extend(self.completed_field().filter(|field| !fields.contains(field)));
        fields
    }

    /// Takes over the filter with the values as the data has them, so that keys find what was typed.
    fn take_names(&mut self, resolved: Option<Filter>) {
        if let Some(resolved) = resolved
            && self.typed_query().is_none()
            && !self.chosen.filter_off
        {
            self.chosen.filter = resolved;
        }
    }

    /// Returns which lines of the list are wanted.
    fn page(&self) -> Page {
        Page { top: self.top, line: self.line, height: self.page_height(), gap: self.long_gap() }
    }

    /// Returns how many lines the list has, or would have: while only the details are seen, its page stays.
    fn page_height(&self) -> u16 {
        let seen = self.regions().rows.height;
        if seen > 0 {
            return seen;
        }
        let regions = Regions::with_story(self.size, &[], Pane::Timeline, false, self.strip());
        let regions = if self.chosen.lanes.is_some() { regions.with_lanes() } else { regions };
        regions.rows.height.max(1)
    }

    /// Returns where the cursor is to be: while words are typed, as near as can be to where it was before.
    fn cursor_in_force(&self) -> Cursor {
        match &self.overlay {
            Some(Overlay::Prompt(prompt)) => prompt.cursor_before.clone(),
            _ => self.cursor.clone(),
        }
    }
}
