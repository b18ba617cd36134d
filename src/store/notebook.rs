//! Notebooks in files: one for each content of data, in a folder of the person, never beside the data.
//!
//! A file is found by the fingerprint of the data. Data that was edited since has another one, so each file
//! also tells what it was opened as, and the newest that was opened by the same names is taken over.

mod disk;
mod error;
mod format;

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

pub use self::error::NotebookError;
use self::{
    disk::{Lock, free_name},
    format::{Kept, Refused},
};
use super::replace::{make_private_folder, replace_private_file};
use crate::domain::{Fingerprint, Notebook};

/// The most bytes that a file may hold.
const MOST_BYTES: u64 = 16 << 20;
/// The bytes at the beginning of a file among which the names are that its data was opened by.
const HEAD_BYTES: u64 = 64 << 10;
/// The most bytes of names, apart from those of now, so that all of them stand in the head.
const MOST_NAME_BYTES: usize = 32 << 10;
/// The bytes around a name: blanks, quotes, a comma and a line end.
const AROUND_NAME: usize = 16;
/// The most names that a file keeps of one content.
const MOST_NAMES: usize = 16;
/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(3);

/// The notebooks of one person.
#[derive(Debug, Clone)]
pub struct NotebookStore {
    folder: PathBuf,
    patience: Duration,
}

/// What was found of a dataset.
#[derive(Debug, Default)]
pub struct Found {
    /// What is kept about it.
    pub notebook: Notebook,
    /// Where that comes from.
    pub origin: Origin,
    /// Why something that is there was not read, or will not be written.
    pub trouble: Option<NotebookError>,
}

/// Where a notebook comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nothing was kept so far.
    #[default]
    Nothing,
    /// It was kept of this very content.
    SameContent,
    /// It was kept of what the same files held before they were edited.
    EarlierContent,
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// What is kept now: the changes of this session and those of others.
    pub notebook: Notebook,
    /// Where a damaged file is now that was in the way.
    pub set_aside: Option<PathBuf>,
}

/// What a file holds.
enum Held {
    Nothing,
    Kept(Kept),
    Newer { version: u64, notebook: Notebook },
}

impl NotebookStore {
    /// Returns the notebooks in a state directory. Nothing is read or made before it is needed.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self { folder: dir.join("notebooks"), patience: PATIENCE }
    }

    /// Reads what is kept of a content.
    ///
    /// `files` are the absolute paths that it was read from, without symbolic links, and `@name` for an
    /// embedded dataset. It is empty for data that has no lasting name, such as standard input: that is
    /// found by its content alone.
    #[must_use]
    pub fn read(&self, fingerprint: Fingerprint, files: &[String]) -> Found {
        let path = self.path(fingerprint);
        match load(&path) {
            Ok(Held::Kept(Kept { notebook, .. })) => {
                Found { notebook, origin: Origin::SameContent, trouble: None }
            }
            Ok(Held::Newer { version, notebook }) => {
                let trouble = Some(NotebookError::Newer { path, version });
                Found { notebook, origin: Origin::SameContent, trouble }
            }
            Ok(Held::Nothing) => {
                let (earlier, trouble) = self.earlier(files);
                let origin =
                    if earlier.is_some() { Origin::EarlierContent } else { Origin::Nothing };
                Found { notebook: earlier.unwrap_or_default(), origin, trouble }
            }
            Err(trouble) => Found { trouble: Some(trouble), ..Found::default() },
        }
    }

    /// Writes what a session changed: `base` is the notebook that it began with, `mine` what it made of it.
    ///
    /// What others have written since `base` was read stays ([`Notebook::merged`]), so the next `base` is the
    /// notebook that this returns. The file is replaced as a whole. A damaged one is set aside first.
    ///
    /// # Errors
    /// Says why nothing was written and what to do; what was there before is then as it was.
    pub fn write(
        &self,
        fingerprint: Fingerprint,
        files: &[String],
        base: &Notebook,
        mine: &Notebook,
    ) -> Result<Written, NotebookError> {
        let path = self.path(fingerprint);
        make_private_folder(&self.folder)
            .map_err(|source| NotebookError::not_written(&self.folder, source))?;
        let _lock = self.lock()?;
        let (before, is_damaged) = match load(&path) {
            Ok(Held::Kept(kept)) => (Some(kept), false),
            Ok(Held::Nothing) => (None, false),
            Ok(Held::Newer { version, .. }) => return Err(NotebookError::Newer { path, version }),
            Err(NotebookError::Damaged { .. }) => (None, true),
            Err(error) => return Err(error),
        };
        let notebook = match &before {
            Some(before) => Notebook::merged(base, mine, &before.notebook),
            None => self.first(files, base, mine, is_damaged),
        };
        let after = Kept { files: names(files, before.as_ref()), notebook };
        let is_needed = match &before {
            Some(before) => *before != after,
            // An empty one is written too where it says that something was removed.
            None => !(base.is_empty() && after.notebook.is_empty()),
        };
        let set_aside = if is_needed { replace(&path, &after, is_damaged)? } else { None };
        Ok(Written { notebook: after.notebook, set_aside })
    }

    /// Returns what is written where no file of the content can be read.
    fn first(
        &self,
        files: &[String],
        base: &Notebook,
        mine: &Notebook,
        is_damaged: bool,
    ) -> Notebook {
        let earlier = if is_damaged { None } else { self.earlier(files).0 };
        // A session on the earlier content may have gone on writing; nothing of `base` is lost by that either.
        let theirs = earlier.map_or_else(
            || base.clone(),
            |earlier| Notebook::merged(&Notebook::default(), &earlier, base),
        );
        Notebook::merged(base, mine, &theirs)
    }

    fn path(&self, fingerprint: Fingerprint) -> PathBuf {
        self.folder.join(format!("{fingerprint}.ron"))
    }

    /// Returns the newest notebook of data that was opened by the same names, and what is wrong with a newer one.
    fn earlier(&self, files: &[String]) -> (Option<Notebook>, Option<NotebookError>) {
        let Some(first) = files.first().and_then(|first| format::text(first).ok()) else {
            return (None, None);
        };
        let mut paths = match self.paths() {
            Ok(paths) => paths,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (None, None),
            Err(error) => return (None, Some(NotebookError::not_read(&self.folder, error))),
        };
        // The newest first; of two of one moment always the same.
        paths.sort_unstable_by(|one, other| other.cmp(one));
        let finder = memchr::memmem::Finder::new(&first);
        let mut trouble = None;
        for (_, path) in paths {
            // What cannot be read even so far may be of any data, and is told of to those who open that.
            let is_near =
                disk::head(&path, HEAD_BYTES).is_ok_and(|head| finder.find(&head).is_some());
            match is_near.then(|| load(&path)) {
                Some(Ok(Held::Kept(kept))) if kept.files.iter().any(|names| names == files) => {
                    return (Some(kept.notebook), trouble);
                }
                Some(Ok(Held::Newer { version, .. })) => {
                    trouble.get_or_insert(NotebookError::Newer { path, version });
                }
                Some(Err(error)) => _ = trouble.get_or_insert(error),
                Some(Ok(Held::Kept(_) | Held::Nothing)) | None => {}
            }
        }
        (None, trouble)
    }

    /// Returns all notebooks, and when each was written.
    fn paths(&self) -> io::Result<Vec<(SystemTime, PathBuf)>> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_one =
                name.strip_suffix(".ron").is_some_and(|name| name.parse::<Fingerprint>().is_ok());
            // A file that goes away meanwhile is none.
            let about = is_one.then(|| fs::metadata(&path).ok()).flatten();
            if let Some(about) = about.filter(|about| about.is_file()) {
                paths.push((about.modified()?, path));
            }
        }
        Ok(paths)
    }

    /// Waits until no other writer is at work; others wait until what this returns is dropped.
    fn lock(&self) -> Result<Lock, NotebookError> {
        let path = self.folder.join(".lock");
        match Lock::take(&path, self.patience) {
            Ok(Some(lock)) => Ok(lock),
            Ok(None) => Err(NotebookError::Busy { path }),
            Err(source) => Err(NotebookError::not_written(&path, source)),
        }
    }
}

/// Puts a notebook in the place of what is there, and returns where a damaged file was set aside.
fn replace(path: &Path, kept: &Kept, is_damaged: bool) -> Result<Option<PathBuf>, NotebookError> {
    if let Some(what) = format::too_long(&kept.notebook) {
        return Err(NotebookError::TooLong { what });
    }
    let failed = |source| NotebookError::not_written(path, source);
    let text = format::write(kept).map_err(|error| failed(io::Error::other(error)))?;
    if text.len() as u64 > MOST_BYTES {
        return Err(NotebookError::TooLarge { path: path.to_owned() });
    }
    let aside = is_damaged.then(|| free_name(path)).transpose().map_err(failed)?;
    if let Some(aside) = &aside {
        fs::rename(path, aside).map_err(failed)?;
    }
    let written = replace_private_file(path, |file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        if let Some(aside) = &aside {
            // If it cannot go back, it is still there under its other name.
            let _ = fs::rename(aside, path);
        }
        failed(error)
    })?;
    Ok(aside)
}

/// Reads what a file holds.
fn load(path: &Path) -> Result<Held, NotebookError> {
    let bytes =
        disk::read(path, MOST_BYTES).map_err(|error| NotebookError::not_read(path, error))?;
    let kept = match bytes {
        None => return Ok(Held::Nothing),
        Some(bytes) if bytes.len() as u64 > MOST_BYTES => {
            Err(Refused::Damaged("it holds more than 16 MiB".to_owned()))
        }
        Some(bytes) => format::read(&bytes),
    };
    match kept {
        Ok(kept) => Ok(Held::Kept(kept)),
        Err(Refused::Newer { version, notebook }) => Ok(Held::Newer { version, notebook }),
        Err(Refused::Damaged(what)) => {
            let aside = free_name(path).unwrap_or_else(|_| path.to_owned());
            Err(NotebookError::Damaged { path: path.to_owned(), what, aside })
        }
    }
}

/// Returns the names that a content goes by: the one of now first, then those that were there.
fn names(files: &[String], before: Option<&Kept>) -> Vec<Vec<String>> {
    let size = |names: &[String]| names.iter().map(|name| name.len() + AROUND_NAME).sum();
    let mut names = Vec::from_iter((!files.is_empty()).then(|| files.to_vec()));
    let mut room = MOST_NAME_BYTES.saturating_sub(size(files));
    for earlier in before.into_iter().flat_map(|before| &before.files) {
        if *earlier == *files {
            continue;
        }
        match room.checked_sub(size(earlier)) {
            Some(rest) if names.len() < MOST_NAMES => room = rest,
            _ => break,
        }
        names.push(earlier.clone());
    }
    names
}

#[cfg(test)]
mod tests;
