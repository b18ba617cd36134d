//! From names on the command line to an engine: out of the cache, or read anew.

use std::{cell::RefCell, fs, io, sync::Arc};

use super::{
    failure::Failure,
    input, output,
    room::{self, Way},
};
use crate::{
    domain::{self, Block, Clean, Event, Language, Severity, Source, Zone},
    engine::{
        Memory,
        memory::{Builder, Fetch, Keep, LAYOUT, Shelf, Whole},
    },
    store::{
        Loaded, Progress,
        cache::{CacheFolder, CacheKey, Image, Piece, Writer},
        stream::{Sink, Stream, StreamError},
    },
};

/// Files of fewer bytes are read as a whole, as quickly as they would be found in the cache.
pub(super) const LARGE: u64 = 8 << 20;

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

/// An engine, and what the person is to be told of how it was made.
pub(super) struct Opened {
    pub(super) memory: Memory,
    pub(super) told: Option<String>,
}

impl Wish {
    /// Returns where the engine of some files is kept; `None` where that is not worth it or not wanted.
    ///
    /// It is to be asked for before the files are read, so that one that changes meanwhile is read again.
    pub(super) fn place(&self, names: &[String]) -> Option<Place> {
        let folder = self.cache.clone()?;
        if size_of(names)? < LARGE {
            return None;
        }
        let options = format!("{} {}", env!("CARGO_PKG_VERSION"), self.zone);
        let key = CacheKey::new(names, LAYOUT, &options)?;
        Some(Place { folder, key, wish: self.clone() })
    }

    /// Opens the named datasets: what is kept of them, or else the files themselves.
    ///
    /// # Errors
    /// Fails if a name leads to no text, or if nothing at all could be read of the texts.
    pub(super) fn open(&self, names: &[String]) -> Result<Arc<Memory>, Failure> {
        let memory = Arc::new(self.open_unshared(names)?);
        // It is needed until the process ends, and then the system frees it faster than a million small steps.
        std::mem::forget(Arc::clone(&memory));
        Ok(memory)
    }

    /// Opens the named datasets for whoever has more to say of them.
    ///
    /// # Errors
    /// Fails if a name leads to no text, or if nothing at all could be read of the texts.
    pub(super) fn open_unshared(&self, names: &[String]) -> Result<Memory, Failure> {
        let place = self.place(names);
        if let Some((place, (memory, check))) =
            place.as_ref().and_then(|place| Some((place, place.find(names)?)))
        {
            if check.has_sound_numbers() {
                return Ok(memory);
            }
            place.forget();
        }
        let Opened { memory, told } = self.read(names, place.as_ref(), &Progress::default())?;
        if let Some(told) = told {
            output::notice(&told);
        }
        Ok(memory)
    }

    /// Refuses files that there is no memory to read.
    ///
    /// # Errors
    /// Says how much they would take.
    pub(super) fn check_room(names: &[String], place: Option<&Place>) -> Result<(), Failure> {
        let way = match names {
            [_] if place.is_some() => Way::IntoCache,
            [_] => Way::IntoMemory,
            _ => Way::Whole,
        };
        check_room(way, names)
    }

    /// Reads the named datasets, and keeps at a place what was made of them.
    ///
    /// # Errors
    /// Fails if a name leads to no text, if nothing at all could be read of the texts, or if there is no memory for it.
    pub(super) fn read(
        &self,
        names: &[String],
        place: Option<&Place>,
        progress: &Progress,
    ) -> Result<Opened, Failure> {
        Self::check_room(names, place)?;
        let mut told = None;
        if let [name] = names
            && size_of(names).is_some_and(|size| size >= LARGE)
        {
            let streamed = match place {
                Some(place) => place.stream(name, progress),
                None => self.stream_into(name, &mut Shelves::default(), progress),
            };
            match streamed {
                Ok(memory) => return Ok(Opened { memory, told }),
                Err(StreamError::Unusual) => check_room(Way::Whole, names)?,
                Err(StreamError::Sink(error)) => {
                    told = Some(not_kept(&error));
                    check_room(Way::IntoMemory, names)?;
                    let again = self.stream_into(name, &mut Shelves::default(), progress);
                    if let Ok(memory) = again {
                        return Ok(Opened { memory, told });
                    }
                }
            }
        }
        let memory = self.engine(input::load(names, progress)?);
        // A part of the data is not what the next session wants to find.
        let place = place.filter(|_| !progress.is_stopped() && told.is_none());
        match place.map(|place| place.keep(&memory, names)) {
            Some(Ok(memory)) => Ok(Opened { memory, told }),
            Some(Err(error)) => Ok(Opened { memory, told: Some(not_kept(&error)) }),
            None => Ok(Opened { memory, told }),
        }
    }

    /// Makes an engine of what was read.
    pub(super) fn engine(&self, loaded: Loaded) -> Memory {
        let (problems, errors) = (loaded.problems.len(), loaded.count(Severity::Error));
        Memory::new_on_clocks(loaded.dataset, problems, self.zone)
            .with_errors(errors)
            .with_language(self.language)
            .with_fingerprint(loaded.fingerprint)
    }

    /// Reads a large file piece by piece into some shelves, and makes an engine of these.
    fn stream_into<S: Keep + Fetch>(
        &self,
        name: &str,
        shelves: &mut S,
        progress: &Progress,
    ) -> Result<Memory, StreamError> {
        let head = self.stream(name, shelves, progress)?;
        let memory = Memory::restore(&head, self.zone, self.language, shelves);
        memory.ok_or(StreamError::Unusual)
    }

    /// Reads a large file piece by piece into some shelves, and returns the head that it is found by.
    fn stream(
        &self,
        name: &str,
        keep: &mut dyn Keep,
        progress: &Progress,
    ) -> Result<Vec<u8>, StreamError> {
        let stream = Stream::open(name)?;
        let groups = stream.groups().to_vec();
        let mut pouring = Pouring { builder: Builder::new(keep, &groups), zone: self.zone };
        let streamed = stream.run(&mut pouring, progress)?;
        let whole = Whole {
            title: streamed.title,
            about: streamed.about,
            files: vec![Clean::new(name)],
            groups: streamed.groups,
            stories: streamed.stories,
            problems: streamed.problems,
            errors: streamed.errors,
            fingerprint: streamed.fingerprint,
        };
        pouring.builder.finish(&whole).map_err(StreamError::Sink)
    }
}

fn check_room(way: Way, names: &[String]) -> Result<(), Failure> {
    let large = size_of(names).filter(|size| *size >= LARGE);
    large.map_or(Ok(()), |size| room::check(way, names, size))
}

fn not_kept(error: &io::Error) -> String {
    format!("not kept in the cache: {}", output::reason(error))
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
    /// Returns the engine that is kept there, if one is, and what tells whether it is sound.
    pub(super) fn find(&self, names: &[String]) -> Option<(Memory, Check)> {
        let image = self.folder.find(&self.key)?;
        let pieces = Pieces::of(&image);
        let memory = self.restore(&pieces, names)?;
        let (numbers, texts) = (pieces.numbers.into_inner(), pieces.texts.into_inner());
        Some((memory, Check { image, numbers, texts }))
    }

    /// Removes what is kept there.
    pub(super) fn forget(&self) {
        self.folder.forget(&self.key);
    }

    /// Removes what was being written there when the program ends.
    pub(super) fn abandon(&self) {
        self.folder.abandon(&self.key);
    }

    /// Reads a large file piece by piece, and keeps what is made of it.
    fn stream(&self, name: &str, progress: &Progress) -> Result<Memory, StreamError> {
        let mut kept = Kept(self.folder.begin(&self.key).map_err(StreamError::Sink)?);
        let head = self.wish.stream(name, &mut kept, progress)?;
        if progress.is_stopped() {
            // A part of the data is not what the next session wants to find.
            let memory = Memory::restore(&head, self.wish.zone, self.wish.language, &kept);
            return memory.ok_or(StreamError::Unusual);
        }
        let image = kept.0.finish(&head).map_err(StreamError::Sink)?;
        self.restore(&Pieces::of(&image), &[name.to_owned()]).ok_or(StreamError::Unusual)
    }

    /// Keeps an engine there and returns it as it is kept, in less memory.
    fn keep(&self, memory: &Memory, names: &[String]) -> io::Result<Memory> {
        let mut kept = Kept(self.folder.begin(&self.key)?);
        let head = memory.save(&mut kept)?;
        let image = kept.0.finish(&head)?;
        let memory = self.restore(&Pieces::of(&image), names);
        memory.ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn restore(&self, pieces: &Pieces<'_>, names: &[String]) -> Option<Memory> {
        let Wish { language, zone, .. } = self.wish;
        let memory = Memory::restore(pieces.image.head(), zone, language, pieces)?;
        // They may have been opened by other names before.
        Some(memory.with_files(names.iter().map(|name| Clean::new(name)).collect()))
    }
}

/// Pours what is read into an engine that is being built.
struct Pouring<'a> {
    builder: Builder<'a>,
    zone: Zone,
}

impl Sink for Pouring<'_> {
    fn place(&mut self, place: &domain::Place) -> io::Result<()> {
        self.builder.add_place(place)
    }

    fn source(&mut self, source: &Source) -> io::Result<()> {
        self.builder.add_source(source)
    }

    fn event(&mut self, event: &Event, places: &[&domain::Place]) -> io::Result<()> {
        if self.zone == Zone::UTC {
            return self.builder.add_event(event, places);
        }
        let mut event = event.clone();
        event.when = event.when.map(|when| when.on_clocks(self.zone));
        self.builder.add_event(&event, places)
    }
}

/// Blocks in memory, where no file may hold them.
#[derive(Default)]
struct Shelves(Vec<Block>);

impl Keep for Shelves {
    fn keep(&mut self, bytes: &[u8]) -> io::Result<Shelf> {
        // In eights, so that it begins where numbers of any kind may.
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        self.0.extend(Block::from(words).slice(0..bytes.len()));
        Ok([self.0.len() as u64 - 1, 0, 0])
    }
}

impl Fetch for Shelves {
    fn fetch(&self, [place, ..]: Shelf) -> Option<Block> {
        self.0.get(usize::try_from(place).ok()?).cloned()
    }
}

/// Puts blocks into an image that is being written.
struct Kept(Writer);

impl Keep for Kept {
    fn keep(&mut self, bytes: &[u8]) -> io::Result<Shelf> {
        self.0.append(bytes).map(Piece::words)
    }
}

impl Fetch for Kept {
    fn fetch(&self, place: Shelf) -> Option<Block> {
        self.0.block(Piece::from_words(place)).ok()
    }
}

/// Finds blocks in an image, and remembers those that nothing else checks.
struct Pieces<'a> {
    image: &'a Image,
    numbers: RefCell<Vec<Piece>>,
    texts: RefCell<Vec<Piece>>,
}

impl<'a> Pieces<'a> {
    fn of(image: &'a Image) -> Self {
        Self { image, numbers: RefCell::default(), texts: RefCell::default() }
    }
}

impl Fetch for Pieces<'_> {
    fn fetch(&self, place: Shelf) -> Option<Block> {
        let piece = Piece::from_words(place);
        self.numbers.borrow_mut().push(piece);
        self.image.block(piece)
    }

    fn fetch_text(&self, place: Shelf) -> Option<Block> {
        let piece = Piece::from_words(place);
        self.texts.borrow_mut().push(piece);
        self.image.block(piece)
    }

    fn fetch_packed(&self, place: Shelf) -> Option<Block> {
        self.image.scattered_block(Piece::from_words(place))
    }
}

/// Tells whether an engine is what was once kept.
pub(super) struct Check {
    image: Image,
    numbers: Vec<Piece>,
    texts: Vec<Piece>,
}

impl Check {
    /// Adds up all numbers by which events are found and counted.
    pub(super) fn has_sound_numbers(&self) -> bool {
        self.numbers.iter().all(|piece| self.image.is_sound(*piece))
    }

    /// Adds up the numbers and all texts that are searched through, which takes longer.
    pub(super) fn is_sound(&self) -> bool {
        let mut pieces = self.numbers.iter().chain(&self.texts);
        pieces.all(|piece| self.image.is_sound(*piece))
    }
}
