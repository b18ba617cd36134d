//! Everything that was read, packed: an event takes little more than its text, and is unpacked when it is looked at.

use std::{
    collections::HashMap,
    hash::Hash,
    marker::PhantomData,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::{
    Clean, Dataset, Event, EventKey, Filling, Group, GroupKey, Place, PlaceKey, Rows, Slab, Source,
    SourceKey, Story, Zone,
    pack::{Pack, Packer, unpack_apart},
};

/// Tells whether anything was found damaged; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Damage(Arc<AtomicBool>);

impl Damage {
    /// Says that something is damaged.
    pub fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Tells whether something is.
    #[must_use]
    pub fn is_noted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Values of one kind, packed one behind the other.
#[derive(Debug, Clone)]
pub struct Packed<T> {
    values: Rows,
    /// A hash of the bytes of each value.
    sums: Slab<u32>,
    /// The folded texts that are kept apart from each value, if any are.
    folded: Option<Rows>,
    zone: Zone,
    damage: Damage,
    kind: PhantomData<T>,
}

impl<T: Pack> Packed<T> {
    /// Puts together what was packed; what is damaged is noted when it is looked at.
    #[must_use]
    pub const fn new(values: Rows, sums: Slab<u32>, zone: Zone, damage: Damage) -> Self {
        Self { values, sums, folded: None, zone, damage, kind: PhantomData }
    }

    /// Says where the folded texts of the values are.
    #[must_use]
    pub fn with_folded(self, folded: Rows) -> Self {
        Self { folded: Some(folded), ..self }
    }

    /// Packs some values.
    #[must_use]
    pub fn of<'a>(values: impl IntoIterator<Item = &'a T>, zone: Zone) -> Self
    where
        T: 'a,
    {
        /// A piece is begun before it holds this many bytes, so that none grows without end.
        const PIECE: usize = 16 << 20;
        let (mut pieces, mut filling, mut sums) = (Vec::new(), Filling::default(), Vec::new());
        let mut packer = Packer::default();
        for value in values {
            let start = filling.piece.len();
            packer.put(value, &mut filling.piece);
            sums.push(packed_sum(&filling.piece[start..], &[]));
            filling.end_row();
            if filling.piece.len() >= PIECE {
                let piece = std::mem::replace(&mut filling.piece, Vec::with_capacity(PIECE));
                pieces.push((filling.first(), piece.into()));
                filling.next_piece();
            }
        }
        let (last, first, ends) = filling.finish();
        pieces.push((first, last.into()));
        Self::new(Rows::new(pieces, ends.into()), sums.into(), zone, Damage::default())
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Tells whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns one of them; `None` if there is no such one, or it is damaged.
    #[must_use]
    pub fn get(&self, n: u32) -> Option<T> {
        if n as usize >= self.len() {
            return None;
        }
        let value = self.value(n);
        if value.is_none() {
            self.damage.note();
        }
        value
    }

    fn value(&self, n: u32) -> Option<T> {
        let bytes = self.values.get(n)?;
        let folded = self.folded.as_ref().map_or(Some(&[][..]), |folded| folded.get(n))?;
        let is_sound = *self.sums.get(n as usize)? == packed_sum(bytes, folded);
        if is_sound { unpack_apart(bytes, folded, self.zone) } else { None }
    }

    /// Returns all of them in order.
    pub fn iter(&self) -> impl Iterator<Item = T>
    where
        T: Default,
    {
        (0..self.len() as u32).map(|n| self.get(n).unwrap_or_default())
    }

    /// Returns the folded texts that are kept apart, one row a value.
    #[must_use]
    pub const fn folded(&self) -> Option<&Rows> {
        self.folded.as_ref()
    }
}

/// Returns a hash of a packed value and of the folded texts that are kept apart from it.
#[must_use]
pub fn packed_sum(bytes: &[u8], folded: &[u8]) -> u32 {
    let apart = if folded.is_empty() { 0 } else { xxh3_64(folded) };
    xxh3_64_with_seed(bytes, apart) as u32
}

/// Everything that was read: what a [`Dataset`] holds, in less room.
#[derive(Debug, Clone)]
pub struct Archive {
    /// What the data is about, in a few words.
    pub title: Clean,
    /// What the data is, where it comes from and what it leaves out.
    pub about: Clean,
    /// The names of the files, as the person gave them.
    pub files: Vec<Clean>,
    /// Whoever takes part in events.
    pub groups: Vec<Group>,
    /// Guided walks through the events.
    pub stories: Arc<[Story]>,
    /// Named places.
    pub places: Packed<Place>,
    /// Where the statements come from.
    pub sources: Packed<Source>,
    /// The events, in the order of the files.
    pub events: Packed<Event>,
    /// The zone on whose clocks all dates are.
    pub zone: Zone,
    /// Whether anything was found damaged.
    pub damage: Damage,
}

impl Archive {
    /// Packs a dataset whose dates are on the clocks of a zone.
    #[must_use]
    pub fn new(dataset: &Dataset, zone: Zone) -> Self {
        Self {
            title: dataset.title.clone(),
            about: dataset.about.clone(),
            files: dataset.files.clone(),
            groups: dataset.groups.clone(),
            stories: dataset.stories.as_slice().into(),
            places: Packed::of(&dataset.places, zone),
            sources: Packed::of(&dataset.sources, zone),
            events: Packed::of(&dataset.events, zone),
            zone,
            damage: Damage::default(),
        }
    }

    /// Returns an event; an empty one for a key that is none.
    #[must_use]
    pub fn event(&self, key: EventKey) -> Event {
        self.events.get(key.0).unwrap_or_default()
    }

    /// Returns the group of a key.
    #[must_use]
    pub fn group(&self, key: GroupKey) -> Option<&Group> {
        self.groups.get(key.0 as usize)
    }

    /// Returns a place; one without a name for a key that is none.
    #[must_use]
    pub fn place(&self, key: PlaceKey) -> Place {
        self.places.get(key.0).unwrap_or_default()
    }

    /// Returns a source; one without a name for a key that is none.
    #[must_use]
    pub fn source(&self, key: SourceKey) -> Source {
        self.sources.get(key.0).unwrap_or_default()
    }

    /// Returns a dataset of some of the events, in their order, with all that they refer to.
    ///
    /// Groups stay as they are; of places and sources only those are there that one of the events has.
    #[must_use]
    pub fn extract(&self, events: impl IntoIterator<Item = EventKey>) -> Dataset {
        let keys: Vec<EventKey> = events.into_iter().collect();
        let Unpacked { mut events, places, sources } = self.unpack(&keys);
        let numbers: HashMap<EventKey, u32> = keys.iter().copied().zip(0..).collect();
        let moved = |key: EventKey| numbers.get(&key).map(|number| EventKey(*number));
        for link in events.iter_mut().flat_map(|event| &mut event.links) {
            link.event = link.event.and_then(moved);
        }
        let mut stories = self.stories.to_vec();
        for step in stories.iter_mut().flat_map(|story| &mut story.steps) {
            step.event = step.event.and_then(moved);
        }
        Dataset {
            title: self.title.clone(),
            about: self.about.clone(),
            files: self.files.clone(),
            groups: self.groups.clone(),
            places,
            sources,
            events,
            stories,
        }
    }

    /// Returns some of the events, in their order, with the places and sources that they refer to.
    ///
    /// A link of theirs leads to the key that an event has here.
    pub(super) fn unpack(&self, keys: &[EventKey]) -> Unpacked {
        let mut places = Used::default();
        let mut sources = Used::default();
        let mut events = Vec::with_capacity(keys.len());
        for key in keys {
            let mut event = self.event(*key);
            for place in &mut event.places {
                *place = PlaceKey(places.number(*place));
            }
            let claimed = event.claims.iter_mut().map(|claim| &mut claim.source);
            for source in event.sources.iter_mut().chain(claimed) {
                *source = SourceKey(sources.number(*source));
            }
            events.push(event);
        }
        Unpacked {
            events,
            places: places.keys.into_iter().map(|key| self.place(key)).collect(),
            sources: sources.keys.into_iter().map(|key| self.source(key)).collect(),
        }
    }
}

/// Some events, with the places and sources that they refer to.
pub(super) struct Unpacked {
    pub(super) events: Vec<Event>,
    pub(super) places: Vec<Place>,
    pub(super) sources: Vec<Source>,
}

/// What some events refer to, numbered anew.
struct Used<K> {
    keys: Vec<K>,
    numbers: HashMap<K, u32>,
}

impl<K> Default for Used<K> {
    fn default() -> Self {
        Self { keys: Vec::new(), numbers: HashMap::new() }
    }
}

impl<K: Copy + Eq + Hash> Used<K> {
    fn number(&mut self, key: K) -> u32 {
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        number
    }
}
