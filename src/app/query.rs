//! The filter as text: what can complete the word at the cursor, and what is said of mistakes.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{App, Overlay, action::Action, prompt::Purpose, regions};
use crate::{
    domain::{Clean, fold},
    question::{
        Field, Filter, Term, Test,
        language::{self, Completion, Mistake, Query, Slot, Wanted, quoted},
    },
};

/// The most completions that are offered at a time.
pub const MOST_OFFERED: usize = 8;

impl App {
    /// Returns where the completions are offered, and in which column of theirs it says what each of them is.
    #[must_use]
    pub fn completion_area(&self, offered: &[Completion]) -> (Rect, u16) {
        // Those that are scrolled to are to fit as well, as far as one ever scrolls.
        let shown = offered.iter().take(200);
        let widest = |widths: &dyn Fn(&Completion) -> usize| shown.clone().map(widths).max();
        let about = widest(&|completion| completion.insert.width()).unwrap_or(0).min(24) + 2;
        let count = widest(&|completion| completion.count.map_or(0, |n| n.to_string().len() + 2));
        let text =
            widest(&|completion| completion.insert.width().max(about + completion.about.width()));
        let width = text.unwrap_or(0) + count.unwrap_or(0);
        (
            regions::completions(
                self.regions().status,
                offered.len().min(MOST_OFFERED),
                width as u16,
            ),
            about as u16,
        )
    }

    /// Returns the query that is being typed, if one is.
    #[must_use]
    pub fn typed_query(&self) -> Option<Query> {
        self.query_line().map(|(text, _)| language::read(text))
    }

    /// Returns the filter that the typed query comes to so far: a value on its way to one that is offered asks
    /// nothing yet.
    pub(super) fn previewed(&self) -> Option<Filter> {
        let (text, _) = self.query_line()?;
        let slot = self.slot().filter(|slot| self.is_on_its_way(text, slot));
        let Some(Slot { range, .. }) = slot else { return Some(language::read(text).filter) };
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let before = before.strip_suffix(',').unwrap_or(before);
        Some(language::read(&format!("{before}{after}")).filter)
    }

    fn is_on_its_way(&self, text: &str, slot: &Slot) -> bool {
        let Wanted::Value(field) = slot.wanted else { return false };
        let typed = fold(text[slot.range.clone()].trim_matches('"'));
        let Some(facet) = self.facet(field).filter(|_| !typed.is_empty()) else { return true };
        let is_one = facet.values.iter().any(|value| value.also.lines().any(|name| name == typed));
        !is_one && facet.values.iter().any(|value| value.also.contains(&typed))
    }

    /// Returns the line in which a query is typed, and the byte at which its cursor stands.
    fn query_line(&self) -> Option<(&str, usize)> {
        let Some(Overlay::Prompt(prompt)) = &self.overlay else { return None };
        (prompt.purpose == Purpose::Query).then(|| (prompt.text(), prompt.cursor_byte()))
    }

    /// Returns the text to begin with: the filter as it is, and what was searched for.
    pub(super) fn query_text(&self) -> String {
        let mut words = Vec::new();
        if !self.chosen.filter.is_empty() {
            words.push(language::write(&self.chosen.filter));
        }
        let search = self.search.as_deref().map(str::trim).filter(|search| !search.is_empty());
        let is_new = |search: &&str| {
            let test = Test::Text(Clean::new(search));
            !self.chosen.filter.terms.contains(&Term::from(test))
        };
        words.extend(search.filter(is_new).map(quoted));
        // The next letter begins a word of its own.
        words.push(String::new());
        words.join(" ")
    }

    fn slot(&self) -> Option<Slot> {
        let (text, cursor) = self.query_line()?;
        language::slot(text, cursor)
    }

    /// Returns the field whose values could be typed at the cursor.
    pub(super) fn completed_field(&self) -> Option<Field> {
        match self.slot()?.wanted {
            Wanted::Value(field) => Some(field),
            Wanted::Name | Wanted::Word(_) => None,
        }
    }

    /// Returns what could stand in place of the word at the cursor, the likeliest first.
    #[must_use]
    pub fn completions(&self) -> Vec<Completion> {
        let Some(slot) = self.slot() else { return Vec::new() };
        language::completions(&slot, |field| self.facet(field))
    }

    /// Goes to the next completion; only looks, until Tab or Enter takes it.
    pub(super) fn step_completion(&mut self, action: Action) {
        let last = self.completions().len().checked_sub(1);
        let Some(Overlay::Prompt(prompt)) = &mut self.overlay else { return };
        prompt.pick = match (last, action, prompt.pick) {
            (None, ..) | (_, Action::Up, Some(0)) => None,
            (Some(_), Action::Up, Some(n)) => Some(n - 1),
            (Some(last), Action::Up, None) => Some(last),
            (Some(last), _, Some(n)) => Some((n + 1).min(last)),
            (Some(_), _, None) => Some(0),
        };
    }

    /// Puts a completion into the line: the one that was gone to, or else the first.
    pub(super) fn complete(&mut self) {
        let Some(slot) = self.slot() else { return };
        let offered = self.completions();
        let Some(Overlay::Prompt(prompt)) = &mut self.overlay else { return };
        let Some(completion) = offered.into_iter().nth(prompt.pick.unwrap_or(0)) else {
            return self.say("Nothing completes this word");
        };
        let text = prompt.text();
        let before = format!("{}{}", &text[..slot.range.start], completion.insert);
        let after = text[slot.range.end..].to_owned();
        prompt.set(&before, &after);
        self.stale = true;
    }

    /// Takes the typed query for the filter, unless something is wrong in it.
    pub(super) fn finish_query(&mut self, text: &str) -> Result<(), Mistake> {
        let filter = language::read(text).finished()?;
        let is_none = filter.is_empty();
        self.change(Action::Query, |chosen| {
            chosen.filter = filter;
            chosen.filter_off = false;
        });
        // What is listed already is the answer to what was typed.
        match self.answer.unmatched.first().map(ToString::to_string) {
            Some(unmatched) => self.say(unmatched),
            None if is_none => self.say("No filter"),
            None => {
                let undo = self.key_for(Action::Undo);
                self.say(format!("Filtered; {undo} takes it back"));
            }
        }
        Ok(())
    }
}
