//! All that is held, put into a file as it is and taken from there again.
//!
//! The file holds blocks of numbers and texts; what they are stands in a *head*, a short text of bytes. Nothing that is
//! read back is trusted: a block that is not there makes all of it useless, one that says nonsense finds nothing.

use std::io;

use bytemuck::Pod;

use super::{
    Memory,
    column::{Column, Keys, Postings},
    gather::{Found, Gathering, Groups, is_word},
    text::{FoldedText, Folding},
    times::{Columns, Times},
    traits::Traits,
};
use crate::{
    domain::{
        Archive, Block, Clean, Damage, Fingerprint, Group, Language, Moment, Pack, Packed, Slab,
        Story, Zone, pack, unpack,
    },
    question::{About, Field, Window},
};

/// Where a block was put: whoever put it there knows what the numbers mean.
pub type Shelf = [u64; 3];

/// Puts blocks somewhere.
pub trait Keep {
    /// Puts some bytes away and returns where they are.
    ///
    /// # Errors
    /// Returns what the system says.
    fn keep(&mut self, bytes: &[u8]) -> io::Result<Shelf>;
}

/// Finds blocks again.
pub trait Fetch {
    /// Returns what was put there; `None` if there is no such place.
    fn fetch(&self, shelf: Shelf) -> Option<Block>;
}

/// The version of what is written here. Whoever changes what a block or the head means counts it up.
pub const LAYOUT: u32 = 1;

/// Texts and names: a title, what it is about, files, groups and stories.
type Words = ((Clean, Clean), (Vec<Clean>, (Vec<Group>, Vec<Story>)));

/// Puts blocks away one by one, and remembers where.
struct Saver<'a> {
    keep: &'a mut dyn Keep,
    numbers: Vec<u64>,
    words: Vec<Vec<Clean>>,
}

impl Saver<'_> {
    fn block(&mut self, block: &Block) -> io::Result<()> {
        self.numbers.extend(self.keep.keep(block)?);
        Ok(())
    }

    fn slab<T: Pod + Send + Sync>(&mut self, slab: &Slab<T>) -> io::Result<()> {
        self.block(slab.block())
    }

    fn blocks<'b>(&mut self, blocks: impl ExactSizeIterator<Item = &'b Block>) -> io::Result<()> {
        self.numbers.push(blocks.len() as u64);
        blocks.into_iter().try_for_each(|block| self.block(block))
    }

    fn packed<T: Pack>(&mut self, packed: &Packed<T>) -> io::Result<()> {
        let (blocks, ends, sums) = packed.parts();
        self.blocks(blocks)?;
        self.slab(ends)?;
        self.slab(sums)
    }

    fn column(&mut self, column: &Column, len: u32) -> io::Result<()> {
        match column.found() {
            Found::Numbers(numbers) => self.slab(numbers)?,
            Found::Words(words) => self.words.push(words.clone()),
        }
        match column.keys() {
            Keys::Byte(keys) => {
                self.numbers.push(1);
                self.slab(keys)?;
            }
            Keys::Short(keys) => {
                self.numbers.push(2);
                self.slab(keys)?;
            }
            Keys::Long(keys) => {
                self.numbers.push(4);
                self.slab(keys)?;
            }
            Keys::Several { offsets, keys } => {
                self.numbers.push(0);
                self.slab(offsets)?;
                self.slab(keys)?;
            }
        }
        let Postings { offsets, ranks } = column.postings(len);
        self.slab(offsets)?;
        self.slab(ranks)
    }

    fn times(&mut self, columns: &Columns) -> io::Result<()> {
        self.slab(&columns.starts)?;
        self.slab(&columns.lasts)?;
        self.slab(&columns.beginless)?;
        self.slab(&columns.endless)?;
        self.slab(&columns.lasting)?;
        self.slab(&columns.inner)?;
        self.slab(&columns.sides)?;
        self.slab(&columns.blocks)
    }
}

/// Takes blocks back in the order in which they were put away.
struct Loader<'a> {
    fetch: &'a dyn Fetch,
    numbers: std::vec::IntoIter<u64>,
    words: std::vec::IntoIter<Vec<Clean>>,
}

impl Loader<'_> {
    fn block(&mut self) -> Option<Block> {
        let shelf = [self.numbers.next()?, self.numbers.next()?, self.numbers.next()?];
        self.fetch.fetch(shelf)
    }

    fn slab<T: Pod + Send + Sync>(&mut self) -> Option<Slab<T>> {
        Slab::new(self.block()?)
    }

    fn blocks(&mut self) -> Option<Vec<Block>> {
        let count = self.numbers.next()?;
        (0..count).map(|_| self.block()).collect()
    }

    fn packed<T: Pack>(&mut self, zone: Zone, damage: &Damage) -> Option<Packed<T>> {
        let blocks = self.blocks()?;
        Some(Packed::new(blocks, (self.slab()?, self.slab()?), zone, damage.clone()))
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
    /// Makes everything that is otherwise made when it is first asked for.
    pub fn complete(&self) {
        let events = &self.archive.events;
        let gathering = |field, groups| Gathering::new(field, groups, &self.archive.groups);
        let missing =
            Field::ALL.into_iter().filter(|field| self.columns[*field as usize].get().is_none());
        let mut columns: Vec<(Field, Gathering)> =
            missing.map(|field| (field, gathering(field, Groups::WithWholes))).collect();
        let mut named = gathering(Field::Group, Groups::Named);
        let mut folding = Folding::default();
        for event in events.iter() {
            columns.iter_mut().for_each(|(_, column)| column.see(&event));
            named.see(&event);
            folding.see(&event, |place| self.archive.place(place).name.to_string());
        }
        for (field, column) in columns {
            self.columns[field as usize].get_or_init(|| column.finish(&self.order));
        }
        self.named_groups.get_or_init(|| named.finish(&self.order));
        self.text.get_or_init(|| folding.finish());
    }

    /// Puts all of it away, and returns the head that it is found again by.
    ///
    /// # Errors
    /// Returns what the system says.
    pub fn save(&self, keep: &mut dyn Keep) -> io::Result<Vec<u8>> {
        self.complete();
        let mut saver = Saver { keep, numbers: Vec::new(), words: Vec::new() };
        saver.packed(&self.archive.events)?;
        saver.packed(&self.archive.places)?;
        saver.packed(&self.archive.sources)?;
        saver.slab(&self.order)?;
        saver.slab(&self.rank)?;
        saver.slab(&self.ids)?;
        saver.slab(&self.links)?;
        saver.slab(&self.traits.0)?;
        saver.times(self.times.columns())?;
        for field in Field::ALL {
            saver.column(self.column(field), self.len())?;
        }
        saver.column(self.lane_column(Field::Group), self.len())?;
        let (blocks, ends) = self.text().parts();
        saver.blocks(blocks)?;
        saver.slab(ends)?;
        let About { problems, fingerprint, extent, .. } = &self.about;
        let extent =
            extent.map(|extent| [extent.from.0.cast_unsigned(), extent.to.0.cast_unsigned()]);
        let mut numbers = vec![*problems as u64, fingerprint.0, u64::from(extent.is_some())];
        numbers.extend(extent.into_iter().flatten());
        numbers.append(&mut saver.numbers);
        let archive = &self.archive;
        let words: Words = (
            (archive.title.clone(), archive.about.clone()),
            (archive.files.clone(), (archive.groups.clone(), archive.stories.to_vec())),
        );
        Ok(pack(&(words, (numbers, saver.words))))
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
        let fingerprint = Fingerprint(loader.numbers.next()?);
        let extent = match loader.numbers.next()? {
            0 => None,
            _ => {
                let mut moment = || Some(Moment(loader.numbers.next()?.cast_signed()));
                Some(Window { from: moment()?, to: moment()? })
            }
        };
        let damage = Damage::default();
        let archive = Archive {
            events: loader.packed(zone, &damage)?,
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
            fingerprint,
            language,
            stories: archive.stories.clone(),
            zone,
        };
        let memory = Self::with(archive, about, (order, rank), (ids, links), (times, traits));
        for field in Field::ALL {
            let column = loader.column(field)?;
            memory.columns[field as usize].get_or_init(|| column);
        }
        let named = loader.column(Field::Group)?;
        memory.named_groups.get_or_init(|| named);
        let text = FoldedText::new(loader.blocks()?, loader.slab()?);
        memory.text.get_or_init(|| text);
        Some(memory)
    }
}
