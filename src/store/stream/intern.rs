//! Common numbers for what the parts of a file refer to.
//!
//! What many events share is found again by a hash of all that is said of it. The hash has 64 bits and a seed that no
//! file can know, so that two things which differ are not taken for one. Whoever reads a part hashes what is in it.

use std::{collections::HashMap, hash::BuildHasher, io};

use crate::{
    domain::{Clean, Dataset, Event, Group, GroupKey, Place, Source},
    store::hash::{QuickMap, Seeds, Slots},
};

/// The hashes of what a part adds to the tables, and of the ids of its events.
pub(super) struct Hashes {
    places: Vec<u64>,
    sources: Vec<u64>,
    /// The hash of the id of each event.
    ids: Vec<u64>,
}

/// Stands for the hash of an event without an id.
const NO_ID: u64 = 0;

impl Hashes {
    /// Hashes what stands in a part behind what the tables have.
    pub(super) fn of(part: &Dataset, tables: &Dataset, seeds: &Seeds) -> Self {
        let places = part.places.iter().skip(tables.places.len());
        let sources = part.sources.iter().skip(tables.sources.len());
        let id =
            |event: &Event| if event.id.is_empty() { NO_ID } else { hash_id(seeds, &event.id) };
        Self {
            places: places.map(|place| hash_place(seeds, place)).collect(),
            sources: sources.map(|source| hash_source(seeds, source)).collect(),
            ids: part.events.iter().map(id).collect(),
        }
    }
}

fn hash_place(seeds: &Seeds, place: &Place) -> u64 {
    let Place { id, name, country, position, within_km } = place;
    let (lat, lon) = position.unzip();
    let numbers = [lat, lon, *within_km].map(|number| number.map(f64::to_bits));
    seeds.hash_one((id.as_str(), name.as_str(), country, numbers))
}

fn hash_source(seeds: &Seeds, source: &Source) -> u64 {
    let Source { id, title, publisher, published, authors, url } = source;
    let published = published.as_ref().map(|when| when.as_written());
    if publisher.is_none() && title == id && url.as_ref() == Some(id) {
        // Most sources of large files are nothing but an address.
        return seeds.hash_one((id, published, authors));
    }
    seeds.hash_one((id, title, publisher, published, authors, url))
}

fn hash_id(seeds: &Seeds, id: &str) -> u64 {
    seeds.hash_one(id)
}

/// The numbers that were given so far.
pub(super) struct Numbers {
    seeds: Seeds,
    groups: Vec<Group>,
    by_id: QuickMap<Clean, GroupKey>,
    places: Interned,
    sources: Interned,
    /// The hash of the id of each event.
    ids: Vec<u64>,
    /// How many groups the tables have: those keep their numbers.
    known: usize,
}

/// Things that are found by their hashes.
struct Interned {
    /// How many things the tables have: those keep their numbers.
    known: u32,
    slots: Slots,
    /// The hash of each of the others.
    hashes: Vec<u64>,
}

impl Interned {
    fn new(known: usize) -> Self {
        Self { known: known as u32, slots: Slots::with_capacity(0), hashes: Vec::new() }
    }

    /// Returns the numbers of the things of a part; `add` takes those that were not there before, in order.
    fn numbered<T>(
        &mut self,
        own: &[T],
        hashes: &[u64],
        mut add: impl FnMut(&T) -> io::Result<()>,
    ) -> io::Result<Vec<u32>> {
        let mut numbers: Vec<u32> = (0..self.known).collect();
        let mut next = self.known + self.hashes.len() as u32;
        // Nothing else is done meanwhile, so that the processor may wait for several places of the table at once.
        numbers.extend(hashes.iter().map(|hash| self.number(*hash)));
        for (value, number) in own.iter().zip(&numbers).skip(self.known as usize) {
            if *number == next {
                add(value)?;
                next += 1;
            }
        }
        Ok(numbers)
    }

    fn number(&mut self, hash: u64) -> u32 {
        let Self { known, slots, hashes } = self;
        let next = hashes.len() as u32;
        let is_it = |n: u32| hashes.get(n as usize) == Some(&hash);
        let found = slots.find_or_insert(hash, next, is_it);
        if found == next {
            hashes.push(hash);
        }
        *known + found
    }
}

impl Numbers {
    /// Begins with the tables.
    pub(super) fn new(tables: &Dataset, seeds: &Seeds) -> Self {
        let groups = tables.groups.clone();
        let by_id = (0..).zip(&groups).map(|(n, group)| (group.id.clone(), GroupKey(n))).collect();
        Self {
            seeds: seeds.clone(),
            groups,
            by_id,
            places: Interned::new(tables.places.len()),
            sources: Interned::new(tables.sources.len()),
            ids: Vec::new(),
            known: tables.groups.len(),
        }
    }

    /// Returns the numbers of the groups of a part.
    pub(super) fn groups(&mut self, own: &[Group]) -> Vec<GroupKey> {
        let known = self.known;
        let number = |(n, group): (usize, &Group)| {
            if n < known {
                return GroupKey(n as u32);
            }
            if let Some(key) = self.by_id.get(&group.id) {
                return *key;
            }
            // Its name is a part of a text that is about to go.
            let (id, key) = (Clean::new(&group.id), GroupKey(self.groups.len() as u32));
            self.by_id.insert(id.clone(), key);
            self.groups.push(Group { name: id.clone(), id, ..Group::default() });
            key
        };
        own.iter().enumerate().map(number).collect()
    }

    /// Returns the numbers of the places and sources of a part; the sink takes those that are new.
    pub(super) fn take(
        &mut self,
        part: &Dataset,
        hashes: &Hashes,
        sink: &mut dyn super::Sink,
    ) -> io::Result<(Vec<u32>, Vec<u32>)> {
        self.ids.extend_from_slice(&hashes.ids);
        let places =
            self.places.numbered(&part.places, &hashes.places, |place| sink.place(place))?;
        let sources =
            self.sources.numbered(&part.sources, &hashes.sources, |source| sink.source(source))?;
        Ok((places, sources))
    }

    /// Returns the hash by which events of an id are found.
    pub(super) fn hash(&self, id: &str) -> u64 {
        hash_id(&self.seeds, id)
    }

    /// Returns the first event of each of some hashes; those that no event has are left out.
    pub(super) fn events(&self, wanted: impl IntoIterator<Item = u64>) -> HashMap<u64, u32> {
        let mut wanted: HashMap<u64, Option<u32>> =
            wanted.into_iter().map(|hash| (hash, None)).collect();
        if !wanted.is_empty() {
            for (event, hash) in (0..).zip(&self.ids) {
                wanted.get_mut(hash).into_iter().for_each(|found| *found = found.or(Some(event)));
            }
        }
        wanted.into_iter().filter_map(|(hash, event)| Some((hash, event?))).collect()
    }

    /// Returns how many events have an id that one before them has; forgets all ids.
    pub(super) fn taken_ids(&mut self) -> usize {
        let mut ids = std::mem::take(&mut self.ids);
        ids.sort_unstable();
        ids.windows(2).filter(|pair| pair[0] == pair[1] && pair[0] != NO_ID).count()
    }

    /// Returns how many groups are named beyond the first so many.
    pub(super) fn strangers(&self, known: usize) -> usize {
        self.groups.len() - known
    }

    pub(super) fn into_groups(self) -> Vec<Group> {
        self.groups
    }
}
