//! What is wrong with data, as a value.

use std::{ops::Range, sync::Arc};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The data can be used, but something in it deserves a look.
    Warning,
    /// What the file says here cannot be used as it stands.
    Error,
}

/// One thing that is wrong in a file, and where.
///
/// Reading data never fails as a whole because of one mistake: it returns what could be read and a list of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A stable code such as `DL0103`, for searching and for switching off.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The name of the file.
    pub file: Arc<str>,
    /// The bytes of the file that it is about.
    pub bytes: Range<usize>,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What to write instead of `bytes`, where there is one obvious answer.
    pub fix: Option<String>,
}
