//! What an image was made from: the files as they were, and the settings that change what is made of them.

use std::{
    fs::{self, File, Metadata},
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{disk::read_at, header::MOST_KEY};
use crate::domain::Dataset;

/// The bytes that are looked at in one place of a file.
const BLOCK: usize = 4096;
/// The most places of a file that are looked at.
const MOST_BLOCKS: u64 = 64;

/// What an image is made from. An image is valid for an equal key and for no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheKey {
    bytes: Vec<u8>,
    /// What all keys of the same files and settings have in common, so that a changed file replaces its own image.
    stem: String,
}

/// What a key was made from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) content_version: u32,
    pub(super) options: String,
    pub(super) paths: Vec<PathBuf>,
}

impl CacheKey {
    /// Returns the key of files as they are now; `None` if one of them is no file that lasts: standard input, a
    /// pipe, an embedded dataset.
    ///
    /// It is to be made before the files are read: one that changes meanwhile then has another key.
    #[must_use]
    pub fn new(names: &[impl AsRef<Path>], content_version: u32, options: &str) -> Option<Self> {
        if names.is_empty() {
            return None;
        }
        let mut common = Written::default();
        common.text(options.as_bytes());
        let mut whole = Written::default();
        whole.word(u64::from(content_version));
        whole.text(options.as_bytes());
        whole.word(names.len() as u64);
        for name in names {
            let (path, identity) = identity(name.as_ref())?;
            for written in [&mut common, &mut whole] {
                written.text(path.as_os_str().as_encoded_bytes());
            }
            whole.0.extend(identity.iter().flat_map(|word| word.to_ne_bytes()));
        }
        let stem = format!("{:032x}", xxh3_128(&common.0));
        (whole.0.len() as u64 <= MOST_KEY).then_some(Self { bytes: whole.0, stem })
    }

    /// Returns it as it stands in an image.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns how the names of its files begin.
    pub(super) fn stem(&self) -> &str {
        &self.stem
    }
}

impl Origin {
    /// Reads what a key in an image was made from.
    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let content_version = u32::try_from(word(bytes)?).ok()?;
        let options = String::from_utf8(text(bytes)?.to_vec()).ok()?;
        let count = word(bytes)?;
        let mut paths = Vec::new();
        for _ in 0..count {
            paths.push(path(text(bytes)?)?);
            for _ in 0..IDENTITY {
                word(bytes)?;
            }
        }
        bytes.is_empty().then_some(Self { content_version, options, paths })
    }

    /// Returns the key that the same files and settings have now.
    pub(super) fn key(&self) -> Option<CacheKey> {
        CacheKey::new(&self.paths, self.content_version, &self.options)
    }
}

/// A key on its way.
#[derive(Default)]
struct Written(Vec<u8>);

impl Written {
    fn word(&mut self, word: u64) {
        self.0.extend(word.to_ne_bytes());
    }

    /// Writes its length first, so that no two lists of texts are written alike.
    fn text(&mut self, text: &[u8]) {
        self.word(text.len() as u64);
        self.0.extend(text);
    }
}

fn word(bytes: &mut &[u8]) -> Option<u64> {
    let (word, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u64::from_ne_bytes(*word))
}

fn text<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(word(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(text)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere, not all bytes are a path")]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(std::ffi::OsStr::from_bytes(bytes).into())
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

/// How many numbers tell which file it is, and that it has not changed.
const IDENTITY: usize = 8;

/// Returns where a file really is, and what tells it from all others and from itself after a change.
fn identity(name: &Path) -> Option<(PathBuf, [u64; IDENTITY])> {
    let text = name.as_os_str().as_encoded_bytes();
    if text == Dataset::STDIN.as_bytes() || text == b"-" || text.starts_with(b"@") {
        return None;
    }
    let path = fs::canonicalize(name).ok()?;
    // To open a pipe would wait for somebody who writes into it.
    if !fs::metadata(&path).ok()?.is_file() {
        return None;
    }
    let file = File::open(&path).ok()?;
    let about = file.metadata().ok()?;
    if !about.is_file() {
        return None;
    }
    let fingerprint = fingerprint(&file, about.len())?;
    let [modified, modified_ns, changed, changed_ns, device, inode] = marks(&about);
    let identity =
        [about.len(), modified, modified_ns, changed, changed_ns, device, inode, fingerprint];
    Some((path, identity))
}

/// Returns the times of a file and its place on the disk.
///
/// The time of the last change of any kind is among them because nobody can set it back, as `touch -r` does with the
/// time of the last writing.
#[cfg(unix)]
fn marks(about: &Metadata) -> [u64; 6] {
    use std::os::unix::fs::MetadataExt;
    let times = [about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec()];
    let [modified, modified_ns, changed, changed_ns] = times.map(i64::cast_unsigned);
    [modified, modified_ns, changed, changed_ns, about.dev(), about.ino()]
}

#[cfg(not(unix))]
fn marks(about: &Metadata) -> [u64; 6] {
    let modified = about.modified().ok();
    let since = modified.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let since = since.unwrap_or_default();
    [since.as_secs(), u64::from(since.subsec_nanos()), 0, 0, 0, 0]
}

/// Adds up blocks that are spread evenly over a file, the first and the last among them.
fn fingerprint(file: &File, size: u64) -> Option<u64> {
    let blocks = size.div_ceil(BLOCK as u64);
    let taken = blocks.min(MOST_BLOCKS);
    let mut sum = Xxh3::new();
    let mut buffer = [0; BLOCK];
    for n in 0..taken {
        let offset = n * (blocks - 1) / (taken - 1).max(1) * BLOCK as u64;
        let block = &mut buffer[..(size - offset).min(BLOCK as u64) as usize];
        read_at(file, block, offset).ok()?;
        sum.update(block);
    }
    Some(sum.digest())
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
