//! Why a command ended without doing its work, told to a person.

use std::{
    fmt::Write as _,
    io::{self, Write},
    process::ExitCode,
};

use super::output;
use crate::domain::Clean;

/// What went wrong, what to do about it, and the exit code that says so to a program.
#[derive(Debug)]
pub(super) struct Failure {
    kind: Kind,
    message: String,
    hints: Vec<String>,
}

/// The kinds of failure; each has its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The data has errors.
    Data,
    /// The command was used wrongly.
    Usage,
    /// A file, the terminal or the network could not be used.
    Outside,
}

impl Kind {
    /// Returns the exit code.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Data => 1,
            Self::Usage => 2,
            Self::Outside => 3,
        }
    }
}

impl Failure {
    /// Says what went wrong.
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new() }
    }

    /// Returns what kind of failure it is.
    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }

    /// Adds what to do about it.
    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Returns what the person is told.
    pub(super) fn text(&self) -> String {
        let mut text = format!("dateline: {}\n", Clean::new(&self.message));
        for hint in &self.hints {
            let _ = writeln!(text, "  {}", Clean::new(hint));
        }
        text
    }

    /// Tells the person, and returns the exit code.
    pub(super) fn report(&self) -> ExitCode {
        // Nobody is left to be told if even this fails.
        let _ = io::stderr().write_all(self.text().as_bytes());
        ExitCode::from(self.kind.code())
    }
}

/// Reports arguments that clap refuses; help and version are no failure, as long as they can be written.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let clean = usage_text(error);
    let printed = if clean == error.render().to_string() {
        error.print().and_then(|()| io::stdout().flush())
    } else {
        io::stderr().write_all(clean.as_bytes())
    };
    if error.use_stderr() {
        return ExitCode::from(Kind::Usage.code());
    }
    output::written(printed).map_or_else(|failure| failure.report(), |()| ExitCode::SUCCESS)
}

/// Returns what clap says of arguments, without colours.
///
/// An argument may hold an escape sequence, and clap repeats it as it is; here it cannot act.
pub(super) fn usage_text(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let clean: Vec<_> = text.split('\n').map(|line| Clean::new(line).to_string()).collect();
    clean.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_an_exit_code_for_each_kind() {
        let kinds = [Kind::Data, Kind::Usage, Kind::Outside];
        assert_eq!(kinds.map(Kind::code), [1, 2, 3]);
    }
}
