//! The line at the bottom in which a person types: a search, words to narrow by, a date.

use tui_input::{Input as Line, InputRequest};

use super::{
    App, Overlay,
    action::Action,
    goto,
    key::{Key, KeyCode},
};
use crate::{domain::Clean, question::Cursor};

/// What is typed, and what for.
#[derive(Debug)]
pub struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// The text and its cursor.
    pub line: Line,
    /// What was searched for before, to be put back on Esc.
    pub(super) search_before: Option<String>,
}

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Mark hits and hide nothing.
    Search,
    /// List only what contains the words.
    Narrow,
    /// Go to a date.
    GoTo,
}

impl Purpose {
    /// Returns the word in front of the line.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Search => "search /",
            Self::Narrow => "narrow \\",
            Self::GoTo => "go to date ",
        }
    }
}

/// The longest text of a prompt, in characters.
const LONGEST: usize = 4096;

impl Prompt {
    /// Opens a prompt with this text in it.
    #[must_use]
    pub fn new(purpose: Purpose, text: &str) -> Self {
        Self {
            purpose,
            line: Line::new(text.to_owned()),
            search_before: None,
        }
    }

    /// Returns what was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.line.value()
    }
}

impl App {
    pub(super) fn open_prompt(&mut self, mut prompt: Prompt) {
        prompt.search_before.clone_from(&self.search);
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
                if prompt.text().chars().count() >= LONGEST {
                    return true;
                }
                // A key can carry any character; what is shown passes the same gate as all text.
                let Some(letter) = Clean::new(letter.encode_utf8(&mut [0; 4])).chars().last()
                else {
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
        // What is typed shows at once what it finds.
        self.stale = true;
        true
    }

    /// Does what the prompt is for.
    pub(super) fn finish_prompt(&mut self) {
        let Some(Overlay::Prompt(prompt)) = self.overlay.take() else {
            return;
        };
        self.stale = true;
        let text = prompt.text().trim().to_owned();
        match prompt.purpose {
            Purpose::Search => {
                self.search = Some(text.clone()).filter(|text| !text.is_empty());
                match (self.selected(), self.answer.hits) {
                    (_, _) if text.is_empty() => self.say("The search is forgotten"),
                    (Some(from), 1..) => {
                        self.jump(Cursor::Hit { from, n: 0 });
                        self.say("n and N go from hit to hit; \\ narrows to them");
                    }
                    _ => self.say(format!("Nothing listed contains \"{text}\"")),
                }
            }
            Purpose::Narrow => {
                self.change(Action::Narrow, |chosen| {
                    chosen.filter.narrow(&Clean::new(&text));
                    chosen.filter_off = false;
                });
                self.say(if text.is_empty() {
                    "No longer narrowed"
                } else {
                    "Narrowed; u takes it back"
                });
            }
            Purpose::GoTo => {
                let here = self.detail().and_then(|detail| detail.when.as_ref());
                let here = here.map(|when| when.extent().span().first());
                match goto::read(&text, self.now, here) {
                    Ok(moment) => self.go_to(moment, &text),
                    Err(message) => {
                        // The text stays, so that the mistake can be mended and not typed again.
                        self.overlay = Some(Overlay::Prompt(prompt));
                        self.say(message);
                    }
                }
            }
        }
    }
}
