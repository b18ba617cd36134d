//! Notebooks in files: one for each content of data, in a folder of the person, never beside the data.
//!
//! A file is found by the fingerprint of the data. Data that was edited since has another one, so each file
//! also tells what it was opened as, and the newest that was opened by the same names is taken over.

mod error;
mod format;

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::{Duration, SystemTime},
};

pub use self::error::NotebookError;
use self::format::{Kept, Refused};
use super::replace::replace_private_file;
use crate::domain::{Fingerprint, Notebook};

/// The most bytes that a file may hold.
const MOST_BYTES: u64 = 16 << 20;
/// The bytes at the beginning of a file among which the names are that its data was opened by.
const HEAD_BYTES: u64 = 64 << 10;
/// The most bytes of earlier names, so that they stand in the head whatever the first one is.
const MOST_NAME_BYTES: usize = 16 << 10;
/// The most names that a file keeps of one content.
const MOST_NAMES: usize = 16;
/// How many names are tried for a damaged file.
const MOST_ASIDE: u32 = 1000;
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
        match self.load(&path) {
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
        self.make_folder().map_err(|source| NotebookError::not_written(&self.folder, source))?;
        let _lock = self.lock()?;
        let (before, is_damaged) = match self.load(&path) {
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
        let set_aside = if is_needed { self.replace(&path, &after, is_damaged)? } else { None };
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
        let theirs = earlier
            .map(|earlier| Notebook::merged(&Notebook::default(), &earlier, base))
            .unwrap_or_else(|| base.clone());
        Notebook::merged(base, mine, &theirs)
    }

    /// Puts a notebook in the place of what is there, and returns where a damaged file was set aside.
    fn replace(
        &self,
        path: &Path,
        kept: &Kept,
        is_damaged: bool,
    ) -> Result<Option<PathBuf>, NotebookError> {
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

    fn path(&self, fingerprint: Fingerprint) -> PathBuf {
        self.folder.join(format!("{fingerprint}.ron"))
    }

    fn load(&self, path: &Path) -> Result<Held, NotebookError> {
        let Some(bytes) = read_bytes(path).map_err(|error| NotebookError::not_read(path, error))?
        else {
            return Ok(Held::Nothing);
        };
        let read = bytes.ok_or_else(|| Refused::Damaged("it holds more than 16 MiB".to_owned()));
        match read.and_then(|bytes| format::read(&bytes)) {
            Ok(kept) => Ok(Held::Kept(kept)),
            Err(Refused::Newer { version, notebook }) => Ok(Held::Newer { version, notebook }),
            Err(Refused::Damaged(what)) => {
                let aside = free_name(path).unwrap_or_else(|_| path.to_owned());
                Err(NotebookError::Damaged { path: path.to_owned(), what, aside })
            }
        }
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
            let is_near = head(&path).is_ok_and(|head| finder.find(&head).is_some());
            match is_near.then(|| self.load(&path)) {
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

    fn make_folder(&self) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder)
    }

    /// Waits until no other writer is at work; the file that this returns keeps others out until it is dropped.
    fn lock(&self) -> Result<Option<File>, NotebookError> {
        let path = self.folder.join(".lock");
        let failed = |source| NotebookError::not_written(&path, source);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            // Some file systems of the network know no locks, and writing is worth more than waiting.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(None);
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) => {}
        }
        // In a thread, because a lock of a process that was stopped is never given back.
        let (tell, told) = mpsc::channel();
        let wait = move || _ = tell.send(file.lock().map(|()| file));
        thread::Builder::new().spawn(wait).map_err(failed)?;
        match told.recv_timeout(self.patience) {
            Ok(locked) => locked.map(Some).map_err(failed),
            Err(_) => Err(NotebookError::Busy { path }),
        }
    }
}

/// Reads a file: `None` if there is none, and `None` inside if it is too large.
fn read_bytes(path: &Path) -> io::Result<Option<Option<Vec<u8>>>> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !about.is_file() {
        // A pipe would be waited for, and a device may have no end.
        return Err(io::Error::other("it is a pipe or a device"));
    }
    let mut bytes = Vec::with_capacity(about.len().min(MOST_BYTES) as usize + 1);
    File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(Some((bytes.len() as u64 <= MOST_BYTES).then_some(bytes)))
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(HEAD_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the names that a content goes by: the one of now first, then those that were there.
fn names(files: &[String], before: Option<&Kept>) -> Vec<Vec<String>> {
    let now = (!files.is_empty()).then(|| files.to_vec());
    let mut names = Vec::from_iter(now);
    let mut room = MOST_NAME_BYTES;
    for earlier in before.into_iter().flat_map(|before| &before.files) {
        let size = earlier.iter().map(|name| name.len()).sum();
        if *earlier == *files {
            continue;
        }
        match room.checked_sub(size) {
            Some(rest) if names.len() < MOST_NAMES => room = rest,
            _ => break,
        }
        names.push(earlier.clone());
    }
    names
}

/// Returns a name beside a damaged file that nothing has.
fn free_name(path: &Path) -> io::Result<PathBuf> {
    let named = |n: u32| {
        let ending = if n == 1 { "ron.damaged".to_owned() } else { format!("ron.damaged-{n}") };
        path.with_extension(ending)
    };
    (1..=MOST_ASIDE)
        .map(named)
        .find(|name| name.symlink_metadata().is_err())
        .ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests;
