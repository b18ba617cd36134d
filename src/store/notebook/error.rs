//! Why a notebook cannot be read or written. Each message says what to do.

use std::{
    io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use crate::{domain::Clean, store::reason};

/// Why a notebook cannot be read or written.
#[derive(Debug, Error)]
pub enum NotebookError {
    /// What is in the file is no notebook.
    #[error(
        "the notebook {} is damaged: {what}; mend it, or go on: it is kept as {} before another one is written",
        named(path),
        named(aside)
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column where there is one.
        what: String,
        /// Where it will be when another one is written.
        aside: PathBuf,
    },
    /// A later release has written the file. It is never written by this one.
    #[error(
        "the notebook {} is of version {version}, which this program does not write; get a newer dateline to change it",
        named(path)
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of its format.
        version: u64,
    },
    /// Something else than a file is in its place.
    #[error("{} is a folder; move it away, so that a notebook can be written there", named(path))]
    Folder {
        /// What is there.
        path: PathBuf,
    },
    /// It may not be read, so it is not written either.
    #[error(
        "you may not read the notebook {}; ask its owner, or change its mode with chmod",
        named(path)
    )]
    Denied {
        /// The file or its folder.
        path: PathBuf,
    },
    /// Reading failed, so it is not written either.
    #[error(
        "the notebook {} could not be read: {}; see what is there, or name another folder with --state-dir",
        named(path),
        reason(source)
    )]
    NotRead {
        /// The file or its folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Writing failed; what was there before is untouched.
    #[error(
        "the notebook {} could not be written: {}; {}",
        named(path),
        reason(source),
        remedy(source)
    )]
    NotWritten {
        /// The file or its folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another process is writing and does not come to an end.
    #[error("another dateline holds {} for too long; end it, and try again", named(path))]
    Busy {
        /// The lock that it holds.
        path: PathBuf,
    },
    /// A part is longer than what is kept.
    #[error("nothing was written: {what}; shorten it")]
    TooLong {
        /// Which one, and how long it may be.
        what: String,
    },
    /// The whole is larger than what is read again.
    #[error("the notebook {} would take more than 16 MiB; remove some notes", named(path))]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
}

impl NotebookError {
    /// Says why a file or its folder is not read.
    pub(super) fn not_read(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::IsADirectory => Self::Folder { path },
            io::ErrorKind::PermissionDenied => Self::Denied { path },
            _ => Self::NotRead { path, source },
        }
    }

    /// Says why a file or its folder is not written.
    pub(super) fn not_written(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::IsADirectory => Self::Folder { path },
            _ => Self::NotWritten { path, source },
        }
    }
}

/// Returns a path as a message names it: whole, because a person has to find it.
fn named(path: &Path) -> String {
    format!("`{}`", Clean::new(&path.to_string_lossy()))
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room, and try again; what was there before is untouched"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "name a folder that you may write to with --state-dir"
        }
        _ => "see what is there, or name another folder with --state-dir",
    }
}
