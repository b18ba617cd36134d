//! The folder of all images: finds them, lists them, and keeps it within its bound.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::{
    CacheKey, Image, Writer,
    disk::{self, Kind},
    image::{self, Known, Refusal},
    key::Origin,
};
use crate::store::replace::make_private_folder;

/// How long it goes untold that an image is used again: to tell it may wait for the disk, which opening should not.
const TELLING: Duration = Duration::from_secs(3_600);

/// The folder of one person's cache. Several processes may use it at once.
#[derive(Debug, Clone)]
pub struct CacheFolder {
    path: PathBuf,
    most_bytes: u64,
}

/// An image in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The files that it was made from; none if it is damaged or of another version of this program.
    pub sources: Vec<PathBuf>,
    /// How large it is.
    pub bytes: u64,
    /// When it was last used, to the hour.
    pub last_used: SystemTime,
    /// Whether its files are still as they were.
    pub is_current: bool,
    /// The version of what is in it, as its maker counts; 0 if it has no sources.
    pub content_version: u32,
}

/// A file of the folder that is of the cache.
struct Listed {
    path: PathBuf,
    kind: Kind,
    bytes: u64,
    last_used: SystemTime,
}

impl CacheFolder {
    /// Returns the cache in a folder, which is made when something is written.
    ///
    /// Images that were not used for longest go when all of them take more than `most_bytes`.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, most_bytes: u64) -> Self {
        Self { path: path.into(), most_bytes }
    }

    /// Returns where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns how much may be in it.
    #[must_use]
    pub const fn most_bytes(&self) -> u64 {
        self.most_bytes
    }

    /// Returns the image that was made from what a key says, as it says, if there is one.
    ///
    /// Whatever else is in its place is removed.
    #[must_use]
    pub fn find(&self, key: &CacheKey) -> Option<Image> {
        let path = self.path_of(key);
        match Image::open(&path, key) {
            Ok((image, file)) => {
                let last_used = file.metadata().and_then(|about| about.modified());
                if last_used.is_ok_and(|time| !time.elapsed().is_ok_and(|since| since < TELLING)) {
                    // It is used all the same if its time cannot be told.
                    let _ = file.set_modified(SystemTime::now());
                }
                Some(image)
            }
            Err(Refusal::Odd) => {
                image::remove_odd(&path);
                None
            }
            Err(Refusal::Absent) => None,
        }
    }

    /// Removes the image of a key, which was found to be damaged; whoever looks at it may go on.
    pub fn forget(&self, key: &CacheKey) {
        image::remove_odd(&self.path_of(key));
    }

    /// Removes what this process has begun to write of a key: it ends before that is finished.
    pub fn abandon(&self, key: &CacheKey) {
        let own = disk::own_prefix(key.stem());
        let is_own = |listed: &Listed| {
            let name = listed.path.file_name().and_then(|name| name.to_str());
            listed.kind == Kind::Unfinished && name.is_some_and(|name| name.starts_with(&own))
        };
        for listed in self.list().unwrap_or_default().iter().filter(|listed| is_own(listed)) {
            // If it cannot be removed, the next one who writes tries again.
            let _ = fs::remove_file(&listed.path);
        }
    }

    /// Begins the image of a key; what other writers left unfinished is removed.
    ///
    /// # Errors
    /// Returns what the system says, of a folder that cannot be made for example.
    pub fn begin(&self, key: &CacheKey) -> io::Result<Writer> {
        make_private_folder(&self.path)?;
        for listed in self.list()? {
            if listed.kind == Kind::Unfinished {
                disk::remove_if_abandoned(&listed.path);
            }
        }
        Writer::new(self.clone(), key.clone())
    }

    /// Lists all images, the one that was used last at the head.
    ///
    /// # Errors
    /// Returns what the system says of a folder that cannot be read; one that is not there is empty.
    pub fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut all = self.images()?;
        all.sort_by_key(|listed| std::cmp::Reverse(listed.last_used));
        Ok(all.iter().map(entry).collect())
    }

    /// Removes everything but what is being written; returns how many files that were, and how large.
    ///
    /// # Errors
    /// Returns what the system says of the first file that cannot be removed, once it has tried all.
    pub fn clear(&self) -> io::Result<(usize, u64)> {
        let (mut count, mut bytes, mut failure) = (0, 0, None);
        for listed in self.list()? {
            let removed = match listed.kind {
                Kind::Image => fs::remove_file(&listed.path),
                Kind::Unfinished if disk::remove_if_abandoned(&listed.path) => Ok(()),
                Kind::Unfinished => continue,
            };
            match removed {
                Ok(()) => (count, bytes) = (count + 1, bytes + listed.bytes),
                // Somebody else was quicker.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        failure.map_or(Ok((count, bytes)), Err)
    }

    /// Returns where the image of a key is.
    pub(super) fn path_of(&self, key: &CacheKey) -> PathBuf {
        self.path.join(disk::image_name(key.stem()))
    }

    /// Removes images, those not used for longest first, until all of them are within the bound; never `kept`.
    pub(super) fn make_room(&self, kept: &Path) {
        // If it cannot be done now, the next one who writes tries again.
        let Ok(mut all) = self.images() else {
            return;
        };
        all.sort_by_key(|listed| listed.last_used);
        let mut sum: u64 = all.iter().map(|listed| listed.bytes).sum();
        for listed in all.iter().filter(|listed| listed.path != kept) {
            if sum <= self.most_bytes {
                return;
            }
            if fs::remove_file(&listed.path).is_ok() {
                sum -= listed.bytes;
            }
        }
    }

    fn images(&self) -> io::Result<Vec<Listed>> {
        let mut all = self.list()?;
        all.retain(|listed| listed.kind == Kind::Image);
        Ok(all)
    }

    /// Returns the files that are of the cache; others may lie beside them.
    fn list(&self) -> io::Result<Vec<Listed>> {
        let entries = match fs::read_dir(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut all = Vec::new();
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_name().to_str().and_then(Kind::of);
            // One that is gone meanwhile is not told of.
            let (Some(kind), Ok(about)) = (kind, entry.metadata()) else {
                continue;
            };
            if !about.is_dir() {
                let last_used = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                all.push(Listed { path: entry.path(), kind, bytes: about.len(), last_used });
            }
        }
        Ok(all)
    }
}

fn entry(listed: &Listed) -> Entry {
    let known = Known::read(&listed.path).ok();
    let origin = known.as_ref().and_then(|known| Origin::read(&known.key));
    let now = origin.as_ref().and_then(Origin::key);
    let is_current = known.zip(now).is_some_and(|(known, now)| known.key == now.bytes());
    let (bytes, last_used) = (listed.bytes, listed.last_used);
    let content_version = origin.as_ref().map_or(0, |origin| origin.content_version);
    let sources = origin.map(|origin| origin.paths).unwrap_or_default();
    Entry { sources, bytes, last_used, is_current, content_version }
}
