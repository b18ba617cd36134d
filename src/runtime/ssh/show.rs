//! What a server shows: told to it by whoever knows files and the command line.

use std::{io::Write, sync::Arc};

use ratatui::layout::Size;

use crate::{app::App, engine::Engine, runtime::session::Desk};

/// Data that visitors look at. All of them share it, so it never changes; other data takes its place.
pub trait Show: Send + Sync {
    /// Returns what holds the events.
    fn engine(&self) -> Arc<dyn Engine>;

    /// Returns what knows how an event is written, where visitors may copy it.
    fn desk(&self) -> Option<Box<dyn Desk>>;

    /// Tells what a line asks for that somebody with a terminal sent; an empty line asks for the explorer.
    ///
    /// What is to be said beside it goes to `err`.
    fn ask(&self, line: &str, err: &mut dyn Write) -> Asked;

    /// Answers a line, and returns the exit code. A window is told if the answer is for a terminal.
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

/// What a line asks for.
#[derive(Debug)]
pub enum Asked {
    /// The explorer, beginning so.
    Explorer(Box<App>),
    /// An answer in words, which is [`Show::answer`].
    Answer,
    /// Nothing that there is: why has been said, and this is the exit code.
    Refused(u8),
}
