//! A list over the panes in which letters find and arrows move.

use tui_input::{Input as Line, InputRequest};

use super::{
    action::Action,
    key::{Key, KeyCode},
    prompt::typable,
};

/// What was typed, and which of the items that are found is under the cursor.
#[derive(Debug, Default)]
pub struct Listing {
    /// What was typed to find an item.
    pub line: Line,
    /// Which of the items that are found is under the cursor, from 0.
    pub cursor: usize,
}

/// How far a page goes.
const PAGE: usize = 10;

impl Listing {
    /// Returns what was typed, without space around it.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.line.value().trim()
    }

    /// Moves the cursor; `last` is the place of the last item that is found.
    pub(super) fn step(&mut self, action: Action, last: usize) {
        let to = match action {
            Action::Down => self.cursor + 1,
            Action::Up => self.cursor.saturating_sub(1),
            Action::PageDown => self.cursor + PAGE,
            Action::PageUp => self.cursor.saturating_sub(PAGE),
            Action::First => 0,
            Action::Last => last,
            _ => self.cursor,
        };
        self.cursor = to.min(last);
    }

    /// Takes a letter; returns false if the key is to be taken for its action instead.
    pub(super) fn type_key(&mut self, key: Key) -> bool {
        let request = match key.code {
            KeyCode::Char(letter) if !key.ctrl && !key.alt => {
                let Some(letter) = typable(self.line.value(), letter, "") else {
                    return true;
                };
                InputRequest::InsertChar(letter)
            }
            KeyCode::Backspace => InputRequest::DeletePrevChar,
            _ => return false,
        };
        self.line.handle(request);
        self.cursor = 0;
        true
    }
}
