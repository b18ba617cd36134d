//! Changes that can be taken back, places that one can return to, and marks.

use std::collections::BTreeSet;

use super::{
    App,
    action::Action,
    detail::Marked,
    history::{Chosen, Spot},
};
use crate::{domain::EventKey, question::Cursor};

impl App {
    /// Changes what was chosen, so that undo can bring it back.
    pub(super) fn change(&mut self, action: Action, change: impl FnOnce(&mut Chosen)) {
        let before = self.chosen.clone();
        change(&mut self.chosen);
        if self.chosen != before {
            self.history.record(before, action);
            self.stale = true;
        }
    }

    pub(super) fn mark(&mut self) {
        let Some(mark) = self.markable() else {
            return self.say_nothing_listed();
        };
        let event = mark.key;
        self.marked.insert(event, mark);
        self.change(Action::Mark, |chosen| {
            if !chosen.marks.remove(&event) {
                chosen.marks.insert(event);
            }
        });
        let marked = self.chosen.marks.contains(&event);
        self.say(if marked {
            "Marked; { and } go to marks, the details say how far from them"
        } else {
            "Unmarked"
        });
    }

    pub(super) fn next_mark(&mut self, later: bool) {
        let Some(here) = self.markable().map(|mark| mark.order()) else { return };
        let marks = self.chosen.marks.iter();
        let marks: BTreeSet<_> =
            marks.filter_map(|mark| self.marked.get(mark)).map(Marked::order).collect();
        let next = if later {
            marks.iter().find(|mark| **mark > here).or(marks.first())
        } else {
            marks.range(..here).next_back().or(marks.last())
        };
        match next.map(|(.., event)| *event) {
            Some(mark) => self.reach(mark),
            None => self.say("Nothing is marked yet; m marks an event"),
        }
    }

    /// Takes back or does again; the event under the cursor stays.
    pub(super) fn step_history(&mut self, undo: bool) {
        let now = &self.chosen;
        let then = if undo { self.history.undo(now) } else { self.history.redo(now) };
        match then {
            Some(then) => {
                self.chosen = then;
                self.stale = true;
                self.say(if undo { "Undone; U does it again" } else { "Done again" });
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
                    let marks = std::mem::take(&mut now.marks);
                    *now = Chosen { marks, ..chosen };
                });
                self.cursor = Cursor::Event(event);
                self.stale = true;
                self.say(if back { "Back; > goes forward again" } else { "Forward" });
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
        let hides = !self.filter_in_force().is_empty() || self.chosen.window.is_some();
        if found == Some(wanted) || !hides {
            return false;
        }
        self.chosen.filter_off = !self.chosen.filter.is_empty();
        self.chosen.window = None;
        self.cursor = Cursor::Event(wanted);
        if self.is_telling() {
            self.say("This view hides its own event, so it is off");
        }
        true
    }

    /// Goes somewhere by a jump, which `<` takes back.
    pub(super) fn jump(&mut self, cursor: Cursor) {
        if let Some(here) = self.spot() {
            self.history.leave(here);
        }
        self.cursor = cursor;
        self.stale = true;
    }
}
