//! Opens what a person names: a file, standard input or an embedded dataset. Beside `stream` the only reader of data.
//!
//! It gives text or says plainly what the bytes are instead. What the text means is not its business.

use std::{
    borrow::Cow,
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use thiserror::Error;

use super::{
    builtin,
    content::{self, Content},
};
use crate::domain::{Clean, Dataset, nearest};

/// The most bytes that a file may hold.
const MOST_BYTES: u64 = 1 << 30;
/// The most names of a folder that are looked at for one that is near to a misspelt one.
const MOST_NAMES: usize = 2_000;

/// The most bytes before and behind one that is no text that are kept to show it.
const MOST_AROUND: usize = 300;

/// A text with the name that it goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The name, as the person gave it; `<stdin>` for standard input.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: Cow<'static, str>,
}

/// Why something cannot be opened. The message says what to do, or else [`OpenError::help`].
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is no such file.
    #[error("there is no file {}{}", whole(path), did_you_mean(suggestion.as_deref()))]
    Missing {
        /// What was asked for.
        path: String,
        /// A file of the same folder with nearly that name.
        suggestion: Option<String>,
    },
    /// There is no such embedded dataset.
    #[error("there is no embedded dataset {}; there are {}", whole(path), builtin_names())]
    NoBuiltin {
        /// What was asked for.
        path: String,
    },
    /// It is a folder.
    #[error("{} is a folder; name the files in it that you want to open", whole(path))]
    Folder {
        /// What was asked for.
        path: String,
    },
    /// It may not be read.
    #[error("you may not read {}; ask its owner, or change its mode with chmod", whole(path))]
    Denied {
        /// What was asked for.
        path: String,
    },
    /// Reading failed.
    #[error("cannot read {}: {source}", whole(path))]
    Failed {
        /// What was asked for.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// There are more bytes than this program takes in.
    #[error(
        "{} holds more than {}, the most that this program reads; split it into several files",
        whole(path),
        megabytes(*limit)
    )]
    TooLarge {
        /// What was asked for.
        path: String,
        /// The most bytes that are read.
        limit: u64,
    },
    /// There is nothing in it.
    #[error("{} is empty", whole(path))]
    Empty {
        /// What was asked for.
        path: String,
    },
    /// It is something else than a dataset.
    #[error("{} {}", whole(path), content.sentence())]
    Foreign {
        /// What was asked for.
        path: String,
        /// What it is.
        content: Content,
    },
    /// Some of its bytes are no text.
    #[error(
        "{} is not text in UTF-8: the byte {byte:#04x} at line {line}, column {column} (byte {offset}) {}",
        whole(path),
        if *is_binary { "means nothing in a text" } else { "begins no letter" }
    )]
    NotText {
        /// What was asked for.
        path: String,
        /// Where the first such byte is, from 0.
        offset: usize,
        /// Its line, from 1.
        line: usize,
        /// Its column in characters, from 1.
        column: usize,
        /// The byte.
        byte: u8,
        /// Whether there are bytes that stand in no text of any kind.
        is_binary: bool,
        /// What stands before it in its line, as far as that is text.
        line_before: String,
        /// What stands there from it on.
        line_from: String,
    },
}

impl OpenError {
    /// Returns what to do about it, where the message does not say so.
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Empty { .. } => Some("a dataset begins with: Dataset(format: 1, title: \"...\""),
            Self::Foreign { content, .. } => Some(content.help()),
            Self::NotText { is_binary: true, .. } => Some("is this the right file?"),
            Self::NotText { .. } => Some(
                "if the file is in Latin-1 or Windows-1252, convert it: iconv -f WINDOWS-1252 -t UTF-8",
            ),
            _ => None,
        }
    }
}

/// Opens a file by its path, standard input by `-`, an embedded dataset by `@name`.
///
/// # Errors
/// Says why it cannot be opened and what to do about it.
pub fn open(path: &str) -> Result<Opened, OpenError> {
    if let Some(name) = path.strip_prefix('@') {
        let found = builtin::find(name);
        return found
            .map(|builtin| Opened { name: path.to_owned(), text: Cow::Borrowed(builtin.text) })
            .ok_or_else(|| OpenError::NoBuiltin { path: path.to_owned() });
    }
    if path == "-" {
        return from_reader(Dataset::STDIN, io::stdin().lock(), MOST_BYTES);
    }
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads files")]
    let opened = File::open(path);
    let file = opened.map_err(|error| failure(path, error))?;
    let about = file.metadata().map_err(|error| failure(path, error))?;
    if about.is_dir() {
        return Err(OpenError::Folder { path: path.to_owned() });
    }
    if about.len() > MOST_BYTES {
        return Err(OpenError::TooLarge { path: path.to_owned(), limit: MOST_BYTES });
    }
    from_sized_reader(path, file, MOST_BYTES, about.len() as usize)
}

/// Opens the beginning of a file, up to the last event that is whole; `None` if that is no text of events.
///
/// What is wrong with the file is told when all of it is opened.
#[must_use]
pub fn open_beginning(path: &str, most: u64) -> Option<Opened> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads files")]
    let file = File::open(path).ok().filter(|file| file.metadata().is_ok_and(|a| a.is_file()))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).ok()?;
    let last = memchr::memmem::rfind(&bytes, b"Event(")?;
    bytes.truncate(last);
    from_bytes(path, bytes).ok()
}

/// Reads everything that a reader gives, up to a limit.
fn from_reader(name: &str, reader: impl Read, limit: u64) -> Result<Opened, OpenError> {
    from_sized_reader(name, reader, limit, 0)
}

/// Reads everything that a reader gives, up to a limit; how much there is is only a guess.
fn from_sized_reader(
    name: &str,
    reader: impl Read,
    limit: u64,
    size: usize,
) -> Result<Opened, OpenError> {
    // One byte more, so that the end is found without asking for more room.
    let mut bytes = Vec::with_capacity(size + 1);
    let read = reader.take(limit + 1).read_to_end(&mut bytes);
    if read.map_err(|error| failure(name, error))? as u64 > limit {
        return Err(OpenError::TooLarge { path: name.to_owned(), limit });
    }
    from_bytes(name, bytes)
}

/// Takes bytes for what they are: text, or something that is named in the error.
///
/// # Errors
/// Says what the bytes are instead of text.
pub fn from_bytes(name: &str, mut bytes: Vec<u8>) -> Result<Opened, OpenError> {
    let path = name.to_owned();
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    if bytes.is_empty() {
        return Err(OpenError::Empty { path });
    }
    if let Some(content) = content::recognise(&bytes) {
        return Err(OpenError::Foreign { path, content });
    }
    let nul = memchr::memchr(0, &bytes);
    match String::from_utf8(bytes) {
        Ok(text) => match nul {
            Some(offset) => Err(not_text(path, text.as_bytes(), offset)),
            None => Ok(Opened { name: path, text: Cow::Owned(text) }),
        },
        Err(error) => {
            let invalid = error.utf8_error().valid_up_to();
            let offset = nul.map_or(invalid, |nul| nul.min(invalid));
            Err(not_text(path, error.as_bytes(), offset))
        }
    }
}

fn not_text(path: String, bytes: &[u8], offset: usize) -> OpenError {
    let before = String::from_utf8_lossy(&bytes[..offset]);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let byte = bytes.get(offset).copied().unwrap_or(0);
    let (before, from) = bytes.split_at(offset);
    let near = &before[before.len().saturating_sub(MOST_AROUND)..];
    let line_before = near.rsplit(|byte| *byte == b'\n').next().unwrap_or(near);
    let near = &from[..from.len().min(MOST_AROUND)];
    let line_from = near.split(|byte| *byte == b'\n').next().unwrap_or(near);
    let [line_before, line_from] =
        [line_before, line_from].map(|part| String::from_utf8_lossy(part).into_owned());
    let is_binary = byte == 0 || content::is_binary(bytes);
    OpenError::NotText { path, offset, line, column, byte, is_binary, line_before, line_from }
}

fn failure(path: &str, source: io::Error) -> OpenError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound => {
            let suggestion = near_file(&path);
            OpenError::Missing { path, suggestion }
        }
        io::ErrorKind::PermissionDenied => OpenError::Denied { path },
        io::ErrorKind::IsADirectory => OpenError::Folder { path },
        _ => OpenError::Failed { path, source },
    }
}

/// Returns a file beside the missing one that has nearly its name.
fn near_file(path: &str) -> Option<String> {
    let path = Path::new(path);
    let wanted = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names =
        entries.take(MOST_NAMES).filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    let near = nearest(wanted, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near).to_str()?.to_owned())
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(suggestion) => format!("; did you mean {}?", whole(suggestion)),
        None => "; check the spelling and the folder that you are in".into(),
    }
}

fn builtin_names() -> String {
    let names: Vec<String> =
        builtin::ALL.iter().map(|builtin| format!("`@{}`", builtin.name)).collect();
    names.join(", ")
}

fn megabytes(bytes: u64) -> String {
    match bytes >> 30 {
        0 => format!("{bytes} bytes"),
        gigabytes => format!("{gigabytes} GiB"),
    }
}

/// Returns a path as a message repeats it: whole, so that it can be copied.
fn whole(path: &str) -> String {
    format!("`{}`", Clean::new(path))
}

#[cfg(test)]
mod tests;
