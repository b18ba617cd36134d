//! What a server shows: told to it by whoever knows files and the command line.

use std::{io::Write, sync::Arc};

use ratatui::layout::Size;

use crate::{app::App, domain::Clean, engine::Engine};

/// Data that visitors look at. All of them share it, so it never changes; other data takes its place.
pub trait Served: Send + Sync {
    /// Returns what holds the events.
    fn engine(&self) -> Arc<dyn Engine>;

    /// Tells what somebody wants who sent this line instead of opening a shell.
    fn wanted(&self, line: &str) -> Wanted;

    /// Returns a session that begins with what a line asks for; an empty line asks for everything.
    ///
    /// # Errors
    /// Says what is wrong with the line.
    fn open(&self, line: &str) -> Result<App, Refused>;

    /// Answers a question, and returns the exit code. A window is told if the answer is for a terminal.
    ///
    /// It may take long, and `out` may be slow: it is to be called where that hurts nobody.
    fn answer(
        &self,
        line: &str,
        window: Option<Size>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> u8;
}

/// What somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// To look around, beginning with a question.
    Explorer,
    /// An answer in words, and no more.
    Answer,
}

/// Why a line opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong and what to do, line by line.
    pub lines: Vec<Clean>,
    /// The exit code that says so to a program.
    pub code: u8,
}
