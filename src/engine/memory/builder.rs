//! Puts events into a file one after the other, with everything that is asked of them later.
//!
//! What has been read goes away at once: only numbers stay in memory, a few for each event, until all of them are there
//! and can be put in order.

use std::io;

use bytemuck::Pod;

use super::{
    bits::Bits,
    column::{Column, Keys, Postings},
    facets::Counts,
    gather::{Found, Gathering, Groups, has_wholes},
    hash, inverse,
    kept::{Keep, Shelf, Words},
    ruler::Ruler,
    text::fold_into,
    times::{Columns, Dates, Times},
    traits,
};
use crate::{
    domain::{
        Block, Clean, Event, Filling, Fingerprint, Group, Pack, Packer, Place, Slab, Source, Story,
        pack, packed_sum,
    },
    question::Field,
};

/// A piece of packed values is put away when it holds this many bytes.
const PIECE: usize = 1 << 20;

/// The fields that a screen counts from the start, and over how many parts of the axis, by its width: these counts of all
/// events are kept.
pub(super) const COUNTED: [Field; 4] =
    [Field::Country, Field::Group, Field::Kind, Field::Precision];
pub(super) const COUNTED_PARTS: [u16; 3] = [0, 8, 24];

/// What is known when everything has been read.
#[derive(Debug, Clone, Default)]
pub struct Whole {
    /// The title of the data.
    pub title: Clean,
    /// What the data is.
    pub about: Clean,
    /// The names of the files.
    pub files: Vec<Clean>,
    /// Whoever takes part in events.
    pub groups: Vec<Group>,
    /// The walks through the events.
    pub stories: Vec<Story>,
    /// How many problems `check` would report.
    pub problems: usize,
    /// How many of them are errors.
    pub errors: usize,
    /// What tells this data from other data.
    pub fingerprint: Fingerprint,
}

/// Puts events away as they come.
pub struct Builder<'a> {
    keep: &'a mut dyn Keep,
    events: Packing,
    places: Packing,
    sources: Packing,
    dates: Dates,
    columns: Vec<(Field, Gathering)>,
    /// The groups that took part themselves, where some are parts of others.
    named: Option<Gathering>,
    texts: Shelved,
    traits: Vec<u8>,
    ids: Vec<u32>,
    links: Vec<u32>,
}

/// Rows that are put away piece by piece.
#[derive(Default)]
struct Shelved {
    filling: Filling,
    /// Where each piece is, and the number of its first row.
    pieces: Vec<(Shelf, u32)>,
}

impl Shelved {
    fn end_row(&mut self, keep: &mut dyn Keep) -> io::Result<()> {
        self.filling.end_row();
        if self.filling.piece.len() >= PIECE { self.put_away(keep) } else { Ok(()) }
    }

    fn put_away(&mut self, keep: &mut dyn Keep) -> io::Result<()> {
        self.pieces.push((keep.keep(&self.filling.piece)?, self.filling.first()));
        self.filling.next_piece();
        Ok(())
    }
}

/// Values that are packed and put away piece by piece.
#[derive(Default)]
struct Packing {
    packer: Packer,
    rows: Shelved,
    sums: Vec<u32>,
}

impl Packing {
    fn add<T: Pack>(&mut self, value: &T, keep: &mut dyn Keep) -> io::Result<()> {
        let piece = &mut self.rows.filling.piece;
        let start = piece.len();
        self.packer.put(value, piece);
        self.sums.push(packed_sum(&piece[start..], &[]));
        self.rows.end_row(keep)
    }

    /// Adds an event; what people search for, and the names of its places, go to other rows.
    fn add_event(
        &mut self,
        event: &Event,
        places: &[&Place],
        texts: &mut Shelved,
        keep: &mut dyn Keep,
    ) -> io::Result<()> {
        let (piece, folded) = (&mut self.rows.filling.piece, &mut texts.filling.piece);
        let (start, text) = (piece.len(), folded.len());
        self.packer.put_apart(event, piece, folded);
        for place in places {
            fold_into(folded, &place.name);
        }
        self.sums.push(packed_sum(&piece[start..], &folded[text..]));
        texts.end_row(keep)?;
        self.rows.end_row(keep)
    }
}

impl<'a> Builder<'a> {
    /// Begins; `known` are the groups that may be parts of others.
    pub fn new(keep: &'a mut dyn Keep, known: &[Group]) -> Self {
        let gathering = |field| (field, Gathering::new(field, Groups::WithWholes, known));
        Self {
            keep,
            events: Packing::default(),
            places: Packing::default(),
            sources: Packing::default(),
            dates: Dates::default(),
            columns: Field::ALL.into_iter().map(gathering).collect(),
            named: has_wholes(known).then(|| Gathering::new(Field::Group, Groups::Named, known)),
            texts: Shelved::default(),
            traits: Vec::new(),
            ids: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Adds a place; the first is number 0, and so on.
    ///
    /// # Errors
    /// Returns what the system says.
    pub fn add_place(&mut self, place: &Place) -> io::Result<()> {
        self.places.add(place, self.keep)
    }

    /// Adds a source; the first is number 0, and so on.
    ///
    /// # Errors
    /// Returns what the system says.
    pub fn add_source(&mut self, source: &Source) -> io::Result<()> {
        self.sources.add(source, self.keep)
    }

    /// Adds an event, in the order of the files; `places` are its places.
    ///
    /// # Errors
    /// Returns what the system says.
    pub fn add_event(&mut self, event: &Event, places: &[&Place]) -> io::Result<()> {
        let key = self.ids.len() as u32;
        self.events.add_event(event, places, &mut self.texts, self.keep)?;
        self.dates.see(event.when.as_ref());
        self.columns.iter_mut().for_each(|(_, column)| column.see(event));
        self.named.iter_mut().for_each(|column| column.see(event));
        self.traits.push(traits::of(event, places.iter().any(|place| place.position.is_some())));
        self.ids.push(hash(&event.id));
        let to = event.links.iter().filter_map(|link| link.event);
        self.links.extend(to.flat_map(|to| [key, to.0]));
        Ok(())
    }

    /// Puts everything else away, and returns the head that all of it is found again by.
    ///
    /// # Errors
    /// Returns what the system says.
    pub fn finish(mut self, whole: &Whole) -> io::Result<Vec<u8>> {
        let Self { keep, events, places, sources, texts, .. } = &mut self;
        for rows in [&mut events.rows, &mut places.rows, &mut sources.rows, texts] {
            rows.put_away(*keep)?;
        }
        let mut saver = Saver { keep: self.keep, numbers: Vec::new(), words: Vec::new() };
        saver.packed(self.events)?;
        saver.rows(self.texts)?;
        saver.packed(self.places)?;
        saver.packed(self.sources)?;
        let order = self.dates.order();
        let len = order.len() as u32;
        let rank = inverse(&order);
        let mut traits = vec![0; self.traits.len()];
        for (rank, own) in rank.iter().zip(&self.traits) {
            traits[*rank as usize] = *own;
        }
        saver.slab(order.clone())?;
        saver.slab(rank)?;
        saver.slab(self.ids)?;
        saver.slab(self.links)?;
        saver.slab(traits)?;
        let extent = self.dates.stated_extent();
        let columns = self.dates.columns(&order);
        drop(self.dates);
        saver.times(&columns)?;
        let times = Times::from_columns(columns, len);
        let ruler =
            |parts: u16| Some(Ruler::new(&times, extent.filter(|_| parts > 0)?, parts, len));
        let rulers = COUNTED_PARTS.map(ruler);
        let all = Bits::all(len);
        for (field, column) in self.columns {
            let column = column.finish(&order);
            saver.column(&column, len)?;
            for ruler in rulers.iter().filter(|_| COUNTED.contains(&field)) {
                saver.counts(&Counts::new(&column, &times, &all, ruler.as_ref()))?;
            }
        }
        if let Some(named) = self.named {
            saver.column(&named.finish(&order), len)?;
        }
        let (problems, errors) = (whole.problems as u64, whole.errors as u64);
        let mut numbers = vec![problems, errors, whole.fingerprint.0, extent.is_some().into()];
        let moments = extent.map(|extent| [extent.from.0, extent.to.0]);
        numbers.extend(moments.into_iter().flatten().map(i64::cast_unsigned));
        numbers.append(&mut saver.numbers);
        let words: Words = (
            (whole.title.clone(), whole.about.clone()),
            (whole.files.clone(), (whole.groups.clone(), whole.stories.clone())),
        );
        Ok(pack(&(words, (numbers, saver.words))))
    }
}

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

    fn slab<T: Pod + Send + Sync>(&mut self, slab: impl Into<Slab<T>>) -> io::Result<()> {
        self.block(slab.into().block())
    }

    fn packed(&mut self, packing: Packing) -> io::Result<()> {
        self.rows(packing.rows)?;
        self.slab(packing.sums)
    }

    fn rows(&mut self, rows: Shelved) -> io::Result<()> {
        self.numbers.push(rows.pieces.len() as u64);
        for (shelf, first) in rows.pieces {
            self.numbers.extend(shelf);
            self.numbers.push(u64::from(first));
        }
        let (_, _, ends) = rows.filling.finish();
        self.slab(ends)
    }

    fn column(&mut self, column: &Column, len: u32) -> io::Result<()> {
        match column.found() {
            Found::Numbers(numbers) => self.block(numbers.block())?,
            Found::Words(words) => self.words.push(words.clone()),
        }
        let (width, blocks) = match column.keys() {
            Keys::Several { offsets, keys } => (0, vec![offsets.block(), keys.block()]),
            Keys::Byte(keys) => (1, vec![keys.block()]),
            Keys::Short(keys) => (2, vec![keys.block()]),
            Keys::Long(keys) => (4, vec![keys.block()]),
        };
        self.numbers.push(width);
        blocks.into_iter().try_for_each(|block| self.block(block))?;
        let Postings { offsets, ranks } = column.postings(len);
        self.block(offsets.block())?;
        self.block(ranks.block())
    }

    fn counts(&mut self, counts: &Counts) -> io::Result<()> {
        let (totals, exact, vague, shares) = counts.numbers();
        self.slab(totals)?;
        self.slab(exact)?;
        self.slab(vague)?;
        self.slab(shares)
    }

    fn times(&mut self, columns: &Columns) -> io::Result<()> {
        let Columns { starts, lasts, beginless, endless, lasting, inner, sides, blocks } = columns;
        for block in [
            starts.block(),
            lasts.block(),
            beginless.block(),
            endless.block(),
            lasting.block(),
            inner.block(),
            sides.block(),
            blocks.block(),
        ] {
            self.block(block)?;
        }
        Ok(())
    }
}
