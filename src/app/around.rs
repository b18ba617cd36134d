//! What else happened then: the filters lifted about one event, and back.

use super::{App, action::Action};
use crate::{
    domain::EventKey,
    question::{Cursor, Filter},
};

/// What was on the screen before the filters were lifted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Around {
    /// The filter, to tell whether it is still the same.
    filter: Filter,
    /// The event that is looked around.
    event: EventKey,
}

impl App {
    /// Lifts the filters and keeps the event in its place; the same again returns to it and to them.
    pub(super) fn look_around_event(&mut self) {
        let back = self
            .around
            .take()
            .filter(|around| self.chosen.filter_off && around.filter == self.chosen.filter);
        if let Some(Around { event, .. }) = back {
            self.change(Action::Around, |chosen| chosen.filter_off = false);
            self.cursor = Cursor::Event(event);
            return self.say("The filters are back");
        }
        let Some(event) = self.selected() else {
            return self.say_nothing_listed();
        };
        if self.chosen.filter_off || self.chosen.filter.in_force().is_empty() {
            return self.say("No filter hides anything: this is all that happened then");
        }
        self.around = Some(Around { filter: self.chosen.filter.clone(), event });
        self.change(Action::Around, |chosen| chosen.filter_off = true);
        let key = self.key_for(Action::Around);
        self.say(format!("What else happened then; {key} brings the filters back"));
    }
}
