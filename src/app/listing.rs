//! A list over the panes in which letters find and arrows move.

use ratatui::layout::Rect;
use tui_input::{Input as Line, InputRequest};

use super::{
    action::Action,
    detail::wrap,
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

/// An item of such a list that is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which of the items that are found, from 0.
    pub item: usize,
    /// What it stands for, a line each row that it takes.
    pub lines: Vec<String>,
}

/// Returns the width of the names in front of the items, where `most` is what they take with room to spare.
#[must_use]
pub fn name_width(rows: Rect, most: u16) -> u16 {
    most.min(rows.width * 2 / 5)
}

/// Returns the items that are seen whole beside names of this width, such that the one under the cursor is.
#[must_use]
pub fn seen(abouts: &[&str], cursor: usize, rows: Rect, names: u16) -> Vec<Seen> {
    let room = usize::from(rows.width.saturating_sub(names + 2).max(1));
    let height = usize::from(rows.height);
    let item = |item: usize| {
        let mut lines = wrap(abouts[item], room);
        lines.truncate(height);
        Seen { item, lines }
    };
    // What is laid out from an end on, as long as there are rows for it.
    let mut free = height;
    let mut fits = |seen: &Seen| {
        let rest = free.checked_sub(seen.lines.len());
        free = rest.unwrap_or(0);
        rest.is_some()
    };
    let last = abouts.len().min(cursor + 1);
    let mut seen: Vec<Seen> = (0..last).rev().map(item).take_while(&mut fits).collect();
    seen.reverse();
    seen.extend((last..abouts.len()).map(item).take_while(fits));
    seen
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_whole_items_and_the_one_under_the_cursor() {
        let abouts = ["one", "two of it", "three", "four of it", "five"];
        let shown = |cursor| -> Vec<(usize, usize)> {
            let seen = seen(&abouts, cursor, Rect::new(0, 0, 12, 3), 4);
            seen.into_iter().map(|seen| (seen.item, seen.lines.len())).collect()
        };
        assert_eq!(shown(0), [(0, 1), (1, 2)]);
        assert_eq!(shown(2), [(1, 2), (2, 1)]);
        assert_eq!(shown(3), [(2, 1), (3, 2)]);
        assert_eq!(shown(4), [(3, 2), (4, 1)]);
    }
}
