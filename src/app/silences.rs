//! The longest silences: in which stretch nothing is known of a country or a group.

use super::{App, Overlay, action::Action};
use crate::question::{Field, Window};

/// The list of silences, and which of them is under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silences {
    /// Whose silences.
    pub field: Field,
    /// Which is under the cursor, from 0.
    pub cursor: usize,
}

impl App {
    /// Opens the list, or goes on to the next field, and closes it after the last.
    pub(super) fn next_silences(&mut self) {
        let next = match &self.overlay {
            Some(Overlay::Silences(open)) => match open.field {
                Field::Country => Some(Field::Group),
                Field::Group => Some(Field::Kind),
                _ => None,
            },
            _ => Some(Field::Country),
        };
        self.overlay = next.map(|field| Overlay::Silences(Silences { field, cursor: 0 }));
        self.stale = true;
    }

    /// Does what a key means in the list.
    pub(super) fn update_silences(&mut self, action: Action) {
        let last = self.answer.silences.len().saturating_sub(1);
        let Some(Overlay::Silences(open)) = &mut self.overlay else { return };
        match action {
            Action::Down => open.cursor = (open.cursor + 1).min(last),
            Action::Up => open.cursor = open.cursor.saturating_sub(1),
            Action::PageDown => open.cursor = (open.cursor + 10).min(last),
            Action::PageUp => open.cursor = open.cursor.saturating_sub(10),
            Action::First => open.cursor = 0,
            Action::Last => open.cursor = last,
            Action::Silences => self.next_silences(),
            Action::Open => {
                let silence = self.answer.silences.get(open.cursor).cloned();
                self.overlay = None;
                self.stale = true;
                let Some(silence) = silence else { return };
                self.look_around(silence.stretch);
                let undo = self.key_for(Action::Undo);
                self.say(format!("The longest silence of {}; {undo} goes back", silence.label));
            }
            _ => {}
        }
    }

    /// Makes a stretch the window, with a quarter of its length to either side.
    fn look_around(&mut self, stretch: Window) {
        let air = stretch.seconds() / 4;
        let from = i128::from(stretch.from.0) - air;
        self.look_at(Action::Silences, from, stretch.seconds() + air * 2);
    }
}
