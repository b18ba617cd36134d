//! The line at the bottom in which a person types: a search, a filter, a date, a name, a note.

use tui_input::{Input as Line, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    App, Overlay,
    action::Action,
    goto,
    key::{Key, KeyCode},
};
use crate::{
    domain::Clean,
    question::{Cursor, language::Mistake},
};

/// What is typed, and what for.
#[derive(Debug)]
pub struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// The text and its cursor.
    pub line: Line,
    /// What was searched for before, to be put back on Esc.
    pub(super) search_before: Option<String>,
    /// Which completion was gone to, from 0.
    pub(super) pick: Option<usize>,
    /// Where the cursor was: what is typed only shows what it would find, and Esc puts it back.
    pub(super) cursor_before: Cursor,
}

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Mark hits and hide nothing.
    Search,
    /// List only what passes a query.
    Query,
    /// Go to a date.
    GoTo,
    /// Name the view that is saved.
    SaveView,
    /// Write a note on the event.
    Note,
}

impl Purpose {
    /// Returns the word in front of the line.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Search => "search /",
            Self::Query => "filter \\",
            Self::GoTo => "go to date ",
            Self::SaveView => "save view as ",
            Self::Note => "note ",
        }
    }
}

/// The longest text that can be typed anywhere, in characters.
pub(super) const LONGEST: usize = 4096;

/// Returns what a letter types between two texts: itself, or a mark if it could act on a terminal; nothing
/// where there is no more room.
///
/// A key can carry any character, so what it types passes the same gate as all text. It does so with its
/// neighbours, because an accent is itself only on a letter.
pub(super) fn typable(before: &str, letter: char, after: &str) -> Option<char> {
    if before.chars().count() + after.chars().count() >= LONGEST {
        return None;
    }
    let left = before.graphemes(true).next_back().unwrap_or_default();
    let right = after.graphemes(true).next().unwrap_or_default();
    let alone = letter.to_string();
    let joined = [left, &alone, right].concat();
    if *Clean::new(&joined) == *joined {
        return Some(letter);
    }
    Clean::new(&alone).chars().last()
}

impl Prompt {
    /// Opens a prompt with this text in it.
    #[must_use]
    pub fn new(purpose: Purpose, text: &str) -> Self {
        Self {
            purpose,
            line: Line::new(text.to_owned()),
            search_before: None,
            pick: None,
            cursor_before: Cursor::Last,
        }
    }

    /// Returns what was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.line.value()
    }

    /// Returns which of the completions is under the cursor, from 0.
    #[must_use]
    pub const fn pick(&self) -> Option<usize> {
        self.pick
    }

    /// Returns the byte at which the cursor stands.
    #[must_use]
    pub fn cursor_byte(&self) -> usize {
        let text = self.text();
        text.char_indices().nth(self.line.cursor()).map_or(text.len(), |(at, _)| at)
    }

    /// Puts a text before the cursor and one behind it.
    pub(super) fn set(&mut self, before: &str, after: &str) {
        let cursor = before.chars().count();
        self.line = Line::new(format!("{before}{after}")).with_cursor(cursor);
        self.pick = None;
    }
}

/// Returns what is wrong, and what to write instead.
#[must_use]
pub fn tell(mistake: &Mistake) -> String {
    match &mistake.help {
        Some(help) => format!("{}; {help}", mistake.message),
        None => mistake.message.clone(),
    }
}

impl App {
    /// Opens a prompt with this text in it.
    pub(super) fn ask_for(&mut self, purpose: Purpose, text: &str) {
        self.open_prompt(Prompt::new(purpose, text));
    }

    pub(super) fn open_prompt(&mut self, mut prompt: Prompt) {
        prompt.search_before.clone_from(&self.search);
        prompt.cursor_before = self.cursor.clone();
        self.overlay = Some(Overlay::Prompt(prompt));
        self.stale = true;
    }

    /// Takes a key for the line; returns false if it is to be taken for its action instead.
    pub(super) fn type_in_prompt(&mut self, key: Key) -> bool {
        let Some(Overlay::Prompt(prompt)) = &mut self.overlay else {
            return false;
        };
        let request = match (key.code, key.ctrl) {
            (KeyCode::Char(letter), false) if !key.alt => {
                let (before, after) = prompt.text().split_at(prompt.cursor_byte());
                let Some(letter) = typable(before, letter, after) else {
                    return true;
                };
                InputRequest::InsertChar(letter)
            }
            (KeyCode::Backspace, false) => InputRequest::DeletePrevChar,
            (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
            (KeyCode::Left, false) => InputRequest::GoToPrevChar,
            (KeyCode::Right, false) => InputRequest::GoToNextChar,
            (KeyCode::Left, true) => InputRequest::GoToPrevWord,
            (KeyCode::Right, true) => InputRequest::GoToNextWord,
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
            (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
            (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
            (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
            _ => return false,
        };
        prompt.line.handle(request);
        prompt.pick = None;
        // What is typed shows at once what it finds.
        self.stale = true;
        true
    }

    /// Does what a key means in the prompt, apart from those that type.
    pub(super) fn act_in_prompt(&mut self, action: Action) {
        let Some(Overlay::Prompt(prompt)) = &self.overlay else { return };
        match (action, prompt.pick) {
            (Action::Open, Some(_)) | (Action::NextPane, _) => self.complete(),
            (Action::Open, None) => self.finish_prompt(),
            (Action::Down | Action::Up, _) => self.step_completion(action),
            _ => {}
        }
    }

    /// Does what the prompt is for.
    pub(super) fn finish_prompt(&mut self) {
        let Some(Overlay::Prompt(mut prompt)) = self.overlay.take() else {
            return;
        };
        self.stale = true;
        self.cursor = prompt.cursor_before.clone();
        let text = prompt.text().trim().to_owned();
        let done = match prompt.purpose {
            Purpose::Search => {
                self.finish_search(&text);
                Ok(())
            }
            Purpose::Query => self.finish_query(&text).map_err(|mistake| {
                let (before, after) = text.split_at(mistake.range.end);
                prompt.set(before, after);
                tell(&mistake)
            }),
            Purpose::GoTo => self.finish_go_to(&text),
            Purpose::SaveView => self.finish_save_view(&text),
            Purpose::Note => self.finish_note(&text),
        };
        if let Err(message) = done {
            // The text stays, so that the mistake can be mended and not typed again.
            self.overlay = Some(Overlay::Prompt(prompt));
            self.say(message);
        }
    }

    fn finish_search(&mut self, text: &str) {
        self.search = Some(text.to_owned()).filter(|text| !text.is_empty());
        match (self.selected(), self.answer.hits) {
            (_, _) if text.is_empty() => self.say("The search is forgotten"),
            (Some(from), 1..) => {
                self.jump(Cursor::Hit { from, n: 0 });
                let actions = [Action::NextHit, Action::PreviousHit, Action::Query];
                let [next, previous, query] = actions.map(|action| self.key_for(action));
                self.say(format!(
                    "{next} and {previous} go from hit to hit; {query} makes it a filter"
                ));
            }
            _ => {
                let nothing = || format!("Nothing listed contains \"{text}\"");
                self.say(self.hidden_hits().unwrap_or_else(nothing));
            }
        }
    }

    /// Says how many hits of the search are hidden, and which keys show them.
    pub(super) fn hidden_hits(&self) -> Option<String> {
        let hidden = self.answer.hits_hidden;
        let is_filtered = !self.chosen.filter_off && !self.chosen.filter.is_empty();
        let filter = is_filtered.then_some(Action::FiltersOff);
        let window = self.chosen.window.map(|_| Action::FitAll);
        let keys: Vec<_> = filter.into_iter().chain(window).map(|key| self.key_for(key)).collect();
        let (hits, it) = match hidden {
            1 => ("1 hit is".to_owned(), "it"),
            _ => (format!("{hidden} hits are"), "them"),
        };
        let show = if keys.len() == 1 { "shows" } else { "show" };
        (hidden > 0).then(|| format!("{hits} hidden; {} {show} {it}", keys.join(" and ")))
    }

    fn finish_go_to(&mut self, text: &str) -> Result<(), String> {
        let here = self.detail().and_then(|detail| detail.when.as_ref());
        let here = here.and_then(|when| goto::known(when.extent().span()));
        let moment = goto::read(text, self.now, here, self.about.zone)?;
        self.go_to(moment, text);
        Ok(())
    }
}
