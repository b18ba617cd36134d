//! All that is held, taken from a file as it is.
//!
//! The file holds blocks of numbers and texts, which a [`Builder`] has put there; what they are stands in a *head*, a
//! short text of bytes. Nothing that is read is trusted: a block that is not there makes all of it useless, one that says
//! nonsense finds nothing.

use std::{io, sync::Arc};

use bytemuck::Pod;

use super::{
    Memory,
    builder::{Builder, COUNTED, COUNTED_PARTS, Whole},
    column::{Column, Keys, Postings},
    facets::Counts,
    gather::{Found, has_wholes, is_word},
    listed::sure,
    times::{Columns, Times},
    traits::Traits,
};
use crate::{
    domain::{
        Archive, Block, Clean, Damage, Event, Fingerprint, Group, Language, Moment, Pack, Packed,
        Place, Rows, Slab, Story, Zone, unpack,
    },
    question::{About, Field, Window},
};

/// Where a block was put: whoever put it there knows what the numbers mean.
pub type Shelf = [u64; 3];

/// Puts blocks somewhere.
pub trait Keep: Send {
    /// Puts some bytes away and returns where they are.
    ///
    /// # Errors
    /// Returns what the system says.
    fn keep(&mut self, bytes: &[u8]) -> io::Result<Shelf>;
}

/// Finds blocks again.
pub trait Fetch {
    /// Returns what was put there; `None` if there is no such place.
    fn fetch(&self, place: Shelf) -> Option<Block>;

    /// Returns texts that were put there: large, and only looked at by a search.
    fn fetch_text(&self, place: Shelf) -> Option<Block> {
        self.fetch(place)
    }

    /// Returns packed values that were put there: each of them is checked when it is looked at.
    fn fetch_packed(&self, place: Shelf) -> Option<Block> {
        self.fetch(place)
    }
}

/// The version of what is written here. Whoever changes what a block or the head means counts it up.
pub const LAYOUT: u32 = 4;

/// Texts and names: a title, what it is about, files, groups and stories.
pub(super) type Words = ((Clean, Clean), (Vec<Clean>, (Vec<Group>, Vec<Story>)));

/// Takes blocks back in the order in which they were put away.
struct Loader<'a> {
    fetch: &'a dyn Fetch,
    numbers: std::vec::IntoIter<u64>,
    words: std::vec::IntoIter<Vec<Clean>>,
}

impl Loader<'_> {
    fn next_place(&mut self) -> Option<Shelf> {
        Some([self.numbers.next()?, self.numbers.next()?, self.numbers.next()?])
    }

    fn block(&mut self) -> Option<Block> {
        let place = self.next_place()?;
        self.fetch.fetch(place)
    }

    fn slab<T: Pod + Send + Sync>(&mut self) -> Option<Slab<T>> {
        Slab::new(self.block()?)
    }

    fn packed<T: Pack>(&mut self, zone: Zone, damage: &Damage) -> Option<Packed<T>> {
        let values = self.rows(|fetch, place| fetch.fetch_packed(place))?;
        Some(Packed::new(values, self.slab()?, zone, damage.clone()))
    }

    fn rows(&mut self, fetch: fn(&dyn Fetch, Shelf) -> Option<Block>) -> Option<Rows> {
        let pieces = (0..self.numbers.next()?).map(|_| {
            let block = fetch(self.fetch, self.next_place()?)?;
            Some((u32::try_from(self.numbers.next()?).ok()?, block))
        });
        let pieces = pieces.collect::<Option<_>>()?;
        Some(Rows::new(pieces, self.slab()?))
    }

    fn column(&mut self, field: Field) -> Option<Column> {
        let found = if is_word(field) {
            Found::Words(self.words.next()?)
        } else {
            Found::Numbers(self.slab()?)
        };
        let keys = match self.numbers.next()? {
            0 => Keys::Several { offsets: self.slab()?, keys: self.slab()? },
            1 => Keys::Byte(self.slab()?),
            2 => Keys::Short(self.slab()?),
            4 => Keys::Long(self.slab()?),
            _ => return None,
        };
        let postings = Postings { offsets: self.slab()?, ranks: self.slab()? };
        Some(Column::new(field, keys, found).with_postings(postings))
    }

    fn counts(&mut self, values: usize) -> Option<Counts> {
        let (totals, exact): (Slab<u64>, Slab<u32>) = (self.slab()?, self.slab()?);
        let (vague, shares): (Slab<u32>, Slab<f64>) = (self.slab()?, self.slab()?);
        Counts::from_numbers(&totals, &exact, &vague, &shares).filter(|_| totals.len() == values)
    }

    fn times(&mut self) -> Option<Columns> {
        Some(Columns {
            starts: self.slab()?,
            lasts: self.slab()?,
            beginless: self.slab()?,
            endless: self.slab()?,
            lasting: self.slab()?,
            inner: self.slab()?,
            sides: self.slab()?,
            blocks: self.slab()?,
        })
    }
}

impl Memory {
    /// Puts all of it away, and returns the head that it is found again by.
    ///
    /// # Errors
    /// Returns what the system says.
    pub fn save(&self, keep: &mut dyn Keep) -> io::Result<Vec<u8>> {
        let archive = &self.archive;
        let mut builder = Builder::new(keep, &archive.groups);
        for place in archive.places.iter() {
            builder.add_place(&place)?;
        }
        for source in archive.sources.iter() {
            builder.add_source(&source)?;
        }
        for event in archive.events.iter() {
            let places: Vec<Place> = event.places.iter().map(|key| archive.place(*key)).collect();
            builder.add_event(&event, &places.iter().collect::<Vec<_>>())?;
        }
        builder.finish(&Whole {
            title: archive.title.clone(),
            about: archive.about.clone(),
            files: archive.files.clone(),
            groups: archive.groups.clone(),
            stories: archive.stories.to_vec(),
            problems: self.about.problems,
            errors: self.about.errors,
            fingerprint: self.about.fingerprint,
        })
    }

    /// Takes back what was put away, with its dates on the clocks of the zone that they were put away with.
    ///
    /// `None` if it is not all there. What is damaged without being missing is noted when it is looked at.
    #[must_use]
    pub fn restore(head: &[u8], zone: Zone, language: Language, fetch: &dyn Fetch) -> Option<Self> {
        let (words, (numbers, columns)): (Words, (Vec<u64>, Vec<Vec<Clean>>)) =
            unpack(head, Zone::UTC)?;
        let ((title, about), (files, (groups, stories))) = words;
        let mut loader = Loader { fetch, numbers: numbers.into_iter(), words: columns.into_iter() };
        let problems = usize::try_from(loader.numbers.next()?).ok()?;
        let errors = usize::try_from(loader.numbers.next()?).ok()?;
        let fingerprint = Fingerprint(loader.numbers.next()?);
        let extent = if loader.numbers.next()? == 0 {
            None
        } else {
            let mut moment = || Some(Moment(loader.numbers.next()?.cast_signed()));
            Some(Window { from: moment()?, to: moment()? })
        };
        let damage = Damage::default();
        let events: Packed<Event> = loader.packed(zone, &damage)?;
        let folded = loader.rows(|fetch, place| fetch.fetch_text(place))?;
        let archive = Archive {
            events: events.with_folded(folded),
            places: loader.packed(zone, &damage)?,
            sources: loader.packed(zone, &damage)?,
            title: title.clone(),
            about: about.clone(),
            files: files.clone(),
            groups,
            stories: stories.into(),
            zone,
            damage,
        };
        let (order, rank, ids): (Slab<u32>, Slab<u32>, Slab<u32>) =
            (loader.slab()?, loader.slab()?, loader.slab()?);
        let total = archive.events.len();
        if [order.len(), rank.len(), ids.len()] != [total; 3] {
            return None;
        }
        let (links, traits) = (loader.slab()?, Traits(loader.slab()?));
        let times = Times::from_columns(loader.times()?, total as u32);
        let about = About {
            title,
            about,
            files,
            total: total as u64,
            extent,
            problems,
            errors,
            fingerprint,
            language,
            stories: archive.stories.clone(),
            zone,
        };
        let memory = Self::with(archive, about, (order, rank), (ids, links), (times, traits));
        for field in Field::ALL {
            let column = loader.column(field)?;
            let values = column.len();
            memory.columns[field as usize].get_or_init(|| column);
            for parts in COUNTED_PARTS.into_iter().filter(|_| COUNTED.contains(&field)) {
                let counts = Arc::new(loader.counts(values)?);
                sure(memory.totals.get((field, parts), || Ok(counts)));
            }
        }
        if has_wholes(&memory.archive.groups) {
            let named = loader.column(Field::Group)?;
            memory.named_groups.get_or_init(|| named);
        }
        Some(memory)
    }
}
