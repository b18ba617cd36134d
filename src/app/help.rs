//! The help page: every action with its keys, found by typing and run by Enter.

use tui_input::{Input as Line, InputRequest};

use super::{
    action::Action,
    key::{Key, KeyCode},
    keymap::Keymap,
    prompt::typable,
};
use crate::domain::fold;

/// What was typed, and which action is under the cursor.
#[derive(Debug, Default)]
pub struct Help {
    /// What was typed to find an action.
    pub line: Line,
    /// Which of the actions that are found is under the cursor, from 0.
    pub cursor: usize,
}

impl Help {
    /// Returns the actions whose sentence or key holds every word that was typed.
    #[must_use]
    pub fn found(&self, keymap: &Keymap) -> Vec<Action> {
        let typed = self.line.value().trim();
        let words: Vec<String> = typed.split_whitespace().map(fold).collect();
        let holds = |action: &&Action| {
            let sentence = fold(action.sentence());
            let by_key = keymap.keys_of(**action).iter().any(|key| key == typed);
            by_key || words.iter().all(|word| sentence.contains(word.as_str()))
        };
        let mut found: Vec<Action> = Action::ALL.iter().filter(holds).copied().collect();
        // A key that was typed as it stands names its action better than any word.
        found.sort_by_key(|action| !keymap.keys_of(*action).iter().any(|key| key == typed));
        found
    }

    pub(super) fn chosen(&self, keymap: &Keymap) -> Option<Action> {
        self.found(keymap).get(self.cursor).copied()
    }

    pub(super) fn step(&mut self, action: Action, keymap: &Keymap) {
        let last = self.found(keymap).len().saturating_sub(1);
        let page = 10;
        let to = match action {
            Action::Down => self.cursor + 1,
            Action::Up => self.cursor.saturating_sub(1),
            Action::PageDown => self.cursor + page,
            Action::PageUp => self.cursor.saturating_sub(page),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<Action> {
        Help { line: Line::new(typed.to_owned()), cursor: 0 }.found(&Keymap::default())
    }

    #[test]
    fn finds_every_action_by_its_own_words() {
        assert_eq!(found("").len(), Action::ALL.len());
        for action in Action::ALL {
            assert!(found(action.sentence()).contains(action), "{action:?}");
        }
    }

    #[test]
    fn puts_the_action_of_a_key_first() {
        assert_eq!(found("X").first(), Some(&Action::ClearFilters));
        assert_eq!(found("zoom").len(), 2);
    }
}
