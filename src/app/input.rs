//! What a person's terminal tells the program, in words of our own.
//!
//! Every host (the terminal at hand, an SSH visitor, a key script) makes these, so nothing above the hosts
//! knows a terminal library. It is never called an event: in this domain an event happened in history.

use crate::app::key::Key;

/// One thing that came from the person's terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed (or repeats).
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted. It is raw: whoever keeps it passes it through [`crate::domain::Clean`] first.
    Paste(String),
    /// The drawing area has a new size, already within the bounds of what is drawn.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The terminal window became the one that gets the keys.
    FocusGained,
    /// Another window gets the keys now.
    FocusLost,
}

/// What the mouse did, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// Column of the cell under it, from 0.
    pub column: u16,
    /// Row of the cell under it, from 0.
    pub row: u16,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held (most terminals keep that for selecting text).
    pub shift: bool,
}

/// What a mouse can do. Moving without a button is not reported: it would wake the program for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MouseKind {
    /// A button went down.
    Down(Button),
    /// A button came up.
    Up(Button),
    /// The mouse moved with a button down.
    Drag(Button),
    /// One notch of the wheel, away from the hand.
    ScrollUp,
    /// One notch of the wheel, towards the hand.
    ScrollDown,
    /// One notch to the left.
    ScrollLeft,
    /// One notch to the right.
    ScrollRight,
}

/// A button of the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Button {
    /// The main button.
    Left,
    /// The wheel, pressed.
    Middle,
    /// The other button.
    Right,
}

impl From<Key> for Input {
    fn from(key: Key) -> Self {
        Self::Key(key)
    }
}

impl From<Mouse> for Input {
    fn from(mouse: Mouse) -> Self {
        Self::Mouse(mouse)
    }
}
