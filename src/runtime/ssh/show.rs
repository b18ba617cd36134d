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

    /// Tells what a line asks for; an empty line asks for the explorer. A window is told if there is a terminal.
    ///
    /// What is to be said beside it goes to `err`.
    fn ask(&self, line: &str, window: Option<Size>, err: &mut dyn Write) -> Asked;
}

/// Answers in words to the one output and says what is beside the answer on the other; returns the exit code.
///
/// It may take long, and the outputs may be slow: it is to be called where that hurts nobody. Flushing an output lets
/// others have a turn. When an output fails nobody wants the answer any more.
pub type Answering = Box<dyn FnOnce(&mut dyn Write, &mut dyn Write) -> u8 + Send>;

/// What a line asks for.
pub enum Asked {
    /// The explorer, beginning so.
    Explorer(Box<App>),
    /// An answer in words.
    Answer(Answering),
    /// Nothing that there is: why has been said, and this is the exit code.
    Refused(u8),
}
