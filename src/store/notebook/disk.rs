//! Files as the system gives them: those that are none, and turns of writers.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::Duration,
};

/// How many names are tried for a damaged file.
const MOST_ASIDE: u32 = 1000;

/// Reads a file, and one byte more than `most` at the most; `None` if there is none.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
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
    let mut bytes = Vec::with_capacity(about.len().min(most) as usize + 1);
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Reads the first bytes of a file.
pub(super) fn head(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns a name beside a damaged file that nothing has.
pub(super) fn free_name(path: &Path) -> io::Result<PathBuf> {
    let named = |n: u32| {
        let ending = if n == 1 { "ron.damaged".to_owned() } else { format!("ron.damaged-{n}") };
        path.with_extension(ending)
    };
    (1..=MOST_ASIDE)
        .map(named)
        .find(|name| name.symlink_metadata().is_err())
        .ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

/// The turn of one writer. It ends when this is dropped, or when the process ends in any other way.
#[derive(Debug)]
pub(super) struct Lock {
    /// Nothing where the file system knows no locks.
    _file: Option<File>,
}

impl Lock {
    /// Waits for a turn; `None` if it does not come in time.
    pub(super) fn take(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => return Ok(Some(Self { _file: Some(file) })),
            // Some file systems of a network know no locks, and to write is worth more than to wait.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(Some(Self { _file: None }));
            }
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => {}
        }
        // In a thread, because a process that was stopped never gives its turn back.
        let (tell, told) = mpsc::channel();
        let wait = move || _ = tell.send(file.lock().map(|()| file));
        thread::Builder::new().spawn(wait)?;
        match told.recv_timeout(patience) {
            Ok(locked) => locked.map(|file| Some(Self { _file: Some(file) })),
            Err(_) => Ok(None),
        }
    }
}
