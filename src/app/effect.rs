//! What the app asks of the outside.

use crate::domain::{Clean, EventKey};

/// The most bytes of text that terminals are known to put on a clipboard (74,000 in base64).
pub const MOST_COPIED: usize = 55_500;

/// Something that only a host can do. Closed: each new one makes the compiler ask every host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// End the session.
    Quit,
    /// Give the terminal back to the shell until the person returns.
    Suspend,
    /// Forget what is on the screen and draw all of it.
    Redraw,
    /// Listen to the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Put these lines on the person's clipboard: at most [`MOST_COPIED`] bytes with their ends.
    Copy(Vec<Clean>),
    /// Put an event on the clipboard as it stands in a dataset.
    CopyEvent(EventKey),
    /// Read no more of the data than what is there.
    StopReading,
    /// Print these lines once the screen is left.
    Print(Vec<Clean>),
}
