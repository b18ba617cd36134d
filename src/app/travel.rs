//! Changes that can be taken back, places that one can return to, and marks.

use std::collections::BTreeSet;

use super::{
    App,
    action::Action,
    history::{Chosen, Spot},
};
use crate::{
    domain::EventKey,
    question::{Cursor, Known, Line},
};

impl App {
    /// Changes what was chosen, so that undo can bring it back.
    pub(super) fn change(&mut self, action: Action, change: impl FnOnce(&mut Chosen)) {
        let before = self.chosen.clone();
        change(&mut self.chosen);
        // Without a chip there is nothing that could be off.
        self.chosen.filter_off &= !self.chosen.filter.is_empty();
        if self.chosen.filter != before.filter {
            self.lent = None;
        }
        if self.chosen != before {
            self.history.record(before, action);
            self.keep_line();
            self.lanes_held = None;
            self.stale = true;
        }
    }

    pub(super) fn next_mark(&mut self, later: bool) {
        let Some(here) = self.detail().map(|detail| Known::from(detail).order()) else { return };
        let marks = self.chosen.kept.marks.iter();
        let marks: BTreeSet<_> =
            marks.filter_map(|mark| self.known.get(mark)).map(Known::order).collect();
        let next = if later {
            marks.iter().find(|mark| **mark > here).or(marks.first())
        } else {
            marks.range(..here).next_back().or(marks.last())
        };
        if let Some((.., event)) = next {
            self.reach(*event);
        } else {
            let mark = self.key_for(Action::Mark);
            self.say(format!("Nothing is marked yet; {mark} marks an event"));
        }
    }

    /// Keeps the selected event on its line of the screen, whatever is listed above it now.
    pub(super) fn keep_line(&mut self) {
        let selected = self.selected();
        let is_selected =
            |line: &Line| matches!(line, Line::Event(row) if Some(row.key) == selected);
        let line = self.answer.lines.iter().position(is_selected);
        self.line = line.map(|line| line as u16).or(self.line);
    }

    /// Takes back or does again; the event under the cursor stays, unless it was not chosen.
    pub(super) fn step_history(&mut self, undo: bool) {
        let now = &self.chosen;
        let then = if undo { self.history.undo(now) } else { self.history.redo(now) };
        match then {
            Some(then) => {
                self.keep_line();
                if let Some((from, to)) = self.pushed
                    && self.selected() == Some(to)
                {
                    self.cursor = Cursor::Event(from);
                }
                if self.chosen.lanes != then.lanes {
                    self.first_lanes();
                }
                self.lanes_held = None;
                self.chosen = then;
                self.lent = None;
                self.stale = true;
                let redo = self.key_for(Action::Redo);
                let undone = format!("Undone; {redo} does it again");
                self.say(if undo { undone } else { "Done again".to_owned() });
            }
            None => self.say(if undo { "Nothing to undo" } else { "Nothing to redo" }),
        }
    }

    pub(super) fn step_places(&mut self, back: bool) {
        let Some(here) = self.spot() else {
            return self.say_nothing_listed();
        };
        let there = if back { self.history.back(here) } else { self.history.forward(here) };
        match there {
            Some(Spot { chosen, event }) => {
                // A place may hold what undo took back since, so that going there is a change like any other.
                let action = if back { Action::Back } else { Action::Forward };
                self.change(action, |now| {
                    let kept = std::mem::take(&mut now.kept);
                    *now = Chosen { kept, ..chosen };
                });
                self.cursor = Cursor::Event(event);
                self.stale = true;
                let forward = self.key_for(Action::Forward);
                let gone = format!("Back; {forward} goes forward again");
                self.say(if back { gone } else { "Forward".to_owned() });
            }
            None => self.say(if back {
                "There is nothing to go back to"
            } else {
                "This is the newest place"
            }),
        }
    }

    /// Goes to an event by a jump; what hides it is lifted once the answer shows that it is hidden.
    pub(super) fn reach(&mut self, event: EventKey) {
        self.jump(Cursor::Event(event));
        self.wanted = Some(event);
    }

    /// Lifts what hides the event that is to be reached; returns whether there is anything new to ask.
    pub(super) fn lift_what_hides(&mut self, found: Option<EventKey>) -> bool {
        let Some(wanted) = self.wanted.take() else { return false };
        let hides = !self.filter_in_force().in_force().is_empty() || self.chosen.window.is_some();
        if found == Some(wanted) || !hides {
            return false;
        }
        self.cursor = Cursor::Event(wanted);
        // The filter stays where it was only the window that hid the event.
        if self.chosen.window.take().is_some() {
            self.wanted = Some(wanted);
            return true;
        }
        self.chosen.filter_off = true;
        if self.is_telling() {
            self.say("This view hides its own event, so it is off");
        }
        true
    }

    /// Remembers the place where one is, to come back to.
    pub(super) fn leave_spot(&mut self) {
        if let Some(here) = self.spot() {
            self.history.leave(here);
        }
    }

    /// Goes somewhere by a jump, which `<` takes back.
    pub(super) fn jump(&mut self, cursor: Cursor) {
        self.leave_spot();
        self.cursor = cursor;
        self.stale = true;
    }
}
