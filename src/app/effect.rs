//! What the app asks of the outside.

use crate::domain::Clean;

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
    /// Put a text on the person's clipboard.
    Copy(Clean),
}
