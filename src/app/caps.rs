//! What a session may do outside itself: a value that its host gives it.
//!
//! What a session may not do is absent: no key does it, the help page does not list it and no hint names it.
//! Nothing here is read from the environment, because a server has sessions of several sorts at once.

use super::action::Action;

/// What a session may do outside itself, and how much of its host's memory it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a permission of its own")]
pub struct Caps {
    /// Give the terminal back to a shell for a while.
    pub suspend: bool,
    /// Put text on the person's clipboard.
    pub copy: bool,
    /// Print what was copied once the screen is left.
    pub print: bool,
    /// Keep marks, notes and views beyond the session.
    pub keep: bool,
    /// Stop the reading of data that is not all there yet.
    pub stop: bool,
    /// How many events may be marked or noted, and how many views saved.
    pub most_kept: usize,
    /// How many changes can be taken back, and how many places returned to.
    pub most_undone: usize,
}

impl Caps {
    /// All that there is: for the person at their own terminal.
    pub const LOCAL: Self = Self {
        suspend: true,
        copy: true,
        print: true,
        keep: true,
        stop: true,
        most_kept: usize::MAX,
        most_undone: 500,
    };

    /// Nothing but the screen: for guests, and for a terminal that others use.
    ///
    /// The bounds let a person work as usual and keep one who only fills memory to a few megabytes.
    pub const LOCKED: Self = Self {
        suspend: false,
        copy: false,
        print: false,
        keep: false,
        stop: false,
        most_kept: 100,
        most_undone: 50,
    };

    /// Allows to copy as well.
    #[must_use]
    pub const fn with_copy(self) -> Self {
        Self { copy: true, ..self }
    }

    /// Tells whether there is such an action for the session.
    #[must_use]
    pub const fn has(self, action: Action) -> bool {
        match action {
            Action::Suspend => self.suspend,
            Action::CopyText
            | Action::CopyAddress
            | Action::CopyDate
            | Action::CopyLink
            | Action::CopyEvent
            | Action::CopyCitation
            | Action::CopyMarkdown
            | Action::CopyBibtex => self.copy,
            Action::PrintCopied => self.copy && self.print,
            _ => true,
        }
    }

    /// Returns what an action does in such a session, in a sentence without a full stop.
    #[must_use]
    pub const fn sentence(self, action: Action) -> &'static str {
        match action {
            Action::Mark if !self.keep => "Mark the event until you leave, or unmark it",
            Action::Note if !self.keep => "Write a note on the event, kept until you leave",
            Action::SaveView if !self.keep => {
                "Save what is on the screen as a view until you leave"
            }
            Action::Cancel if !self.stop => "Leave the innermost thing; drops no filter",
            _ => action.sentence(),
        }
    }

    /// Returns how long something is kept, behind the word that says so: nothing where it simply is.
    pub(super) const fn until(self) -> &'static str {
        if self.keep { "" } else { " until you leave" }
    }
}

impl Default for Caps {
    fn default() -> Self {
        Self::LOCAL
    }
}
