//! From names on the command line to an engine: out of the cache, or read anew.

use std::{fs, io, sync::Arc};

use super::{failure::Failure, input};
use crate::{
    domain::{Block, Clean, Language, Zone},
    engine::{
        Memory,
        memory::{Fetch, Keep, LAYOUT, Shelf},
    },
    store::{
        Loaded,
        cache::{CacheFolder, CacheKey, Image, Piece, Writer},
    },
};

/// Fewer bytes are read anew as quickly as they are found.
const LEAST_KEPT: u64 = 8 << 20;

/// How data is to be opened.
#[derive(Debug, Clone, Default)]
pub(super) struct Wish {
    /// The language in which countries are named.
    pub(super) language: Language,
    /// The zone on whose clocks all dates are.
    pub(super) zone: Zone,
    /// Where engines are kept, if anywhere.
    pub(super) cache: Option<CacheFolder>,
}

/// Where the engine of some files is kept.
#[derive(Debug, Clone)]
pub(super) struct Place {
    folder: CacheFolder,
    key: CacheKey,
    wish: Wish,
}

impl Wish {
    /// Returns where the engine of some files is kept; `None` where that is not worth it or not wanted.
    ///
    /// It is to be asked for before the files are read, so that one that changes meanwhile is read again.
    pub(super) fn place(&self, names: &[String]) -> Option<Place> {
        let folder = self.cache.clone()?;
        if size_of(names)? < LEAST_KEPT {
            return None;
        }
        let options = format!("{} {}", env!("CARGO_PKG_VERSION"), self.zone);
        let key = CacheKey::new(names, LAYOUT, &options)?;
        Some(Place { folder, key, wish: self.clone() })
    }

    /// Makes an engine of what was read.
    pub(super) fn engine(&self, loaded: Loaded) -> Memory {
        let problems = loaded.problems.len();
        Memory::new_on_clocks(loaded.dataset, problems, self.zone)
            .with_language(self.language)
            .with_fingerprint(loaded.fingerprint)
    }

    /// Opens the named datasets: what is kept of them, or else the files themselves.
    ///
    /// # Errors
    /// Fails if a name leads to no text, or if nothing at all could be read of the texts.
    pub(super) fn open(&self, names: &[String]) -> Result<Arc<Memory>, Failure> {
        if let Some(memory) = self.place(names).and_then(|place| place.find(names)) {
            return Ok(Arc::new(memory));
        }
        let memory = Arc::new(self.engine(input::load(names)?));
        // It is needed until the process ends, and then the system frees it faster than a million small steps.
        std::mem::forget(Arc::clone(&memory));
        Ok(memory)
    }
}

/// Returns how many bytes some files hold; `None` if one of them is none.
pub(super) fn size_of(names: &[String]) -> Option<u64> {
    let size = |name: &String| {
        let about = fs::metadata(name).ok()?;
        (about.is_file() && name != input::STDIN && !name.starts_with('@')).then_some(about.len())
    };
    names.iter().map(size).sum::<Option<u64>>().filter(|_| !names.is_empty())
}

impl Place {
    /// Returns the engine that is kept there, if one is.
    pub(super) fn find(&self, names: &[String]) -> Option<Memory> {
        let image = self.folder.find(&self.key)?;
        self.restore(&image, names)
    }

    /// Keeps an engine there and returns it as it is kept, in less memory.
    ///
    /// # Errors
    /// Returns what the system says, of a full disk for example.
    pub(super) fn keep(&self, memory: &Memory, names: &[String]) -> io::Result<Memory> {
        let mut writer = Kept(self.folder.begin(&self.key)?);
        let head = memory.save(&mut writer)?;
        let image = writer.0.finish(&head)?;
        self.restore(&image, names).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn restore(&self, image: &Image, names: &[String]) -> Option<Memory> {
        let Wish { language, zone, .. } = self.wish;
        let memory = Memory::restore(image.head(), zone, language, &Pieces(image))?;
        // They may have been opened by other names before.
        Some(memory.with_files(names.iter().map(|name| Clean::new(name)).collect()))
    }
}

/// Puts blocks into an image.
struct Kept(Writer);

impl Keep for Kept {
    fn keep(&mut self, bytes: &[u8]) -> io::Result<Shelf> {
        self.0.append(bytes).map(Piece::words)
    }
}

/// Finds blocks in an image.
struct Pieces<'a>(&'a Image);

impl Fetch for Pieces<'_> {
    fn fetch(&self, shelf: Shelf) -> Option<Block> {
        self.0.block(Piece::from_words(shelf))
    }
}
