//! Why a command ended without doing its work, told to a person.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use crate::domain::Clean;

/// What went wrong, what to do about it, and the exit code that says so to a program.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
    message: String,
    hints: Vec<String>,
}

/// The kinds of failure; each has its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The data has errors.
    Data,
    /// The command was used wrongly.
    Usage,
    /// A file, the terminal or the network could not be used.
    Outside,
}

impl Kind {
    const fn code(self) -> u8 {
        match self {
            Self::Data => 1,
            Self::Usage => 2,
            Self::Outside => 3,
        }
    }
}

impl Failure {
    /// Says what went wrong.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new() }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Tells the person, and returns the exit code.
    pub fn report(&self) -> ExitCode {
        let mut text = format!("dateline: {}\n", Clean::new(&self.message));
        for hint in &self.hints {
            text.push_str(&format!("  {}\n", Clean::new(hint)));
        }
        // Nobody is left to be told if even this fails.
        let _ = io::stderr().write_all(text.as_bytes());
        ExitCode::from(self.kind.code())
    }
}

/// Reports arguments that clap refuses; help and version are no failure.
pub fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(Kind::Usage.code()) } else { ExitCode::SUCCESS }
}

/// Writes to standard output; a reader that has gone away (`| head`) ends the program quietly.
pub fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Kind::Outside, format!("standard output could not be written: {error}")))
        }
        _ => Ok(()),
    }
}
