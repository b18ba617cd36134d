//! Files of the cache as the system gives them: private, never behind a link, read and written at a place.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    ops::Range,
    path::{Path, PathBuf},
    process,
    sync::Arc,
};

use memmap2::{Mmap, MmapOptions};

/// How many names for an unfinished file are tried before it is given up.
const MOST_NAMES: u32 = 100;

/// A part of a file as bytes in memory; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Map(Arc<Mmap>);

impl AsRef<[u8]> for Map {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Map {
    /// Says that some of the bytes will be looked at here and there.
    ///
    /// The system else reads up to some megabytes around each of them: of a page of a long list, every row.
    pub(super) fn expect_scattered(&self, range: Range<usize>) {
        // Where it is not understood, it only takes longer.
        #[cfg(unix)]
        let _ = self.0.advise_range(memmap2::Advice::Random, range.start, range.len());
        #[cfg(not(unix))]
        let _ = range;
    }
}

/// Maps a part of a file, which must lie within it.
///
/// Nothing but files of the cache is ever mapped: nobody but this program writes them, and it never changes or
/// shortens one that is mapped. A file of a person may shrink at any time, which would end the program.
#[expect(unsafe_code, reason = "std maps no files")]
pub(super) fn map(file: &File, range: Range<u64>) -> io::Result<Map> {
    let is_within = range.start <= range.end && range.end <= file.metadata()?.len();
    let length = usize::try_from(range.end.saturating_sub(range.start));
    let (true, Ok(length)) = (is_within, length) else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    // SAFETY: the bytes lie within a file of the cache. Such a file grows until it is finished, is only ever
    // replaced by another one afterwards, and none of its bytes is written twice once it is mapped.
    let map = unsafe { MmapOptions::new().offset(range.start).len(length).map(file) }?;
    Ok(Map(Arc::new(map)))
}

/// Opens a file, and nothing else: what a link leads to, a pipe or a device is none of the cache's.
pub(super) fn open(path: &Path, is_written: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(is_written);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        libc::O_NOFOLLOW | libc::O_NONBLOCK,
    );
    let is_file = |about: &fs::Metadata| about.is_file();
    if !is_file(&fs::symlink_metadata(path)?) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let file = options.open(path)?;
    if is_file(&file.metadata()?) { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// Fills a buffer from a place of a file.
pub(super) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset);
    #[cfg(not(unix))]
    {
        use std::io::{Read, Seek, SeekFrom};
        let mut file = file;
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(buffer)
    }
}

/// Writes bytes to a place of a file.
pub(super) fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::write_all_at(file, bytes, offset);
    #[cfg(not(unix))]
    {
        use std::io::{Seek, SeekFrom, Write};
        let mut file = file;
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(bytes)
    }
}

/// A file that is being written and has not got its name yet. It is locked, and goes away unless it is finished.
#[derive(Debug)]
pub(super) struct Unfinished {
    pub(super) file: File,
    path: Option<PathBuf>,
}

impl Unfinished {
    /// Makes one in a folder, which must be there.
    pub(super) fn new(folder: &Path, stem: &str) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        for n in 0..MOST_NAMES {
            let path = folder.join(format!("{}{n}.{UNFINISHED}", own_prefix(stem)));
            let file = match options.open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                opened => opened?,
            };
            // Until it is locked, somebody who tidies up may take it for one that was left behind.
            let is_taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
            if !is_taken && is_at(&file, &path) {
                return Ok(Self { file, path: Some(path) });
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Gives it its name, in place of what has it.
    pub(super) fn rename(mut self, target: &Path) -> io::Result<()> {
        if let Some(path) = &self.path {
            fs::rename(path, target)?;
        }
        self.path = None;
        // What is mapped keeps the file open, and with it the lock.
        let _ = self.file.unlock();
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // If it cannot be removed, the failure that led here matters more, and the next writer tries again.
            let _ = fs::remove_file(path);
        }
    }
}

/// Tells whether a path still leads to a file that was opened by it.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(own), Ok(there)) = (file.metadata(), fs::symlink_metadata(path)) else {
        return false;
    };
    (own.dev(), own.ino()) == (there.dev(), there.ino())
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Returns how the names of all files begin that this process writes and has not finished.
pub(super) fn own_prefix(stem: &str) -> String {
    format!("{stem}-{}-", process::id())
}

/// The ending of an image.
const FINISHED: &str = "cache";
/// The ending of a file that is being written.
const UNFINISHED: &str = "tmp";
/// How long the part of a name is that tells what a file was made from.
const STEM: usize = 32;

/// Returns the name of an image.
pub(super) fn image_name(stem: &str) -> String {
    format!("{stem}.{FINISHED}")
}

/// A file of the cache, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Image,
    Unfinished,
}

impl Kind {
    /// Returns what a file is; `None` if it is not of the cache.
    pub(super) fn of(name: &str) -> Option<Self> {
        let (stem, rest) = name.split_at_checked(STEM)?;
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let (middle, ending) = rest.rsplit_once('.')?;
        if !stem.bytes().all(is_hex) {
            return None;
        }
        match (middle, ending) {
            ("", FINISHED) => Some(Self::Image),
            (_, UNFINISHED) if middle.starts_with('-') => Some(Self::Unfinished),
            _ => None,
        }
    }
}

/// Removes an unfinished file that nobody is writing; tells whether it did.
pub(super) fn remove_if_abandoned(path: &Path) -> bool {
    // To lock for oneself alone, some file systems of a network want a file that may be written.
    let Ok(file) = open(path, true) else {
        return false;
    };
    file.try_lock().is_ok() && fs::remove_file(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_files_by_their_names() {
        let stem = "0123456789abcdef0123456789abcdef";
        let check = |name: &str, kind| assert_eq!(Kind::of(name), kind, "{name}");
        check(&image_name(stem), Some(Kind::Image));
        check(&format!("{stem}-17-0.tmp"), Some(Kind::Unfinished));
        for foreign in ["", "a.cache", "notes.tmp", "0123456789abcdef0123456789abcde\u{e9}.cache"] {
            check(foreign, None);
        }
        for ending in ["", ".", ".ron", "-1.cache", ".tmp", "cache", ".cache.gz"] {
            check(&format!("{stem}{ending}"), None);
        }
        check(&image_name(&stem.to_uppercase()), None);
    }
}
