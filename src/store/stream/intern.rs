//! Common numbers for what the parts of a file refer to.
//!
//! What many events share is found again by a hash of all that is said of it. The hash has 64 bits and a seed that no
//! file can know, so that two things which differ are not taken for one.

use std::{collections::HashMap, hash::BuildHasher, io};

use crate::{
    domain::{Clean, Dataset, Group, GroupKey, Place, Source},
    store::hash::{Seeds, Slots},
};

/// The numbers that were given so far.
pub(super) struct Numbers {
    seeds: Seeds,
    groups: Vec<Group>,
    by_id: HashMap<Clean, GroupKey>,
    places: Interned,
    sources: Interned,
    ids: Interned,
    /// How many of each the tables have: those keep their numbers.
    known: [usize; 3],
}

/// Things that are found by their hashes.
#[derive(Default)]
struct Interned {
    slots: Option<Slots>,
    /// The hash of each.
    hashes: Vec<u64>,
    /// What number each has.
    numbers: Vec<u32>,
}

impl Interned {
    fn find(&self, hash: u64) -> Option<u32> {
        let is_it = |n: u32| self.hashes.get(n as usize) == Some(&hash);
        let place = self.slots.as_ref()?.find(hash, is_it)?;
        self.numbers.get(place as usize).copied()
    }

    fn insert(&mut self, hash: u64, number: u32) {
        let slots = self.slots.get_or_insert_with(|| Slots::with_capacity(0));
        slots.insert(hash, self.hashes.len() as u32);
        self.hashes.push(hash);
        self.numbers.push(number);
    }
}

impl Numbers {
    /// Begins with the tables.
    pub(super) fn new(tables: &Dataset) -> Self {
        let groups = tables.groups.clone();
        let by_id = (0..).zip(&groups).map(|(n, group)| (group.id.clone(), GroupKey(n))).collect();
        Self {
            seeds: Seeds::default(),
            groups,
            by_id,
            places: Interned::default(),
            sources: Interned::default(),
            ids: Interned::default(),
            known: [tables.groups.len(), tables.places.len(), tables.sources.len()],
        }
    }

    /// Returns the numbers of the groups of a part.
    pub(super) fn groups(&mut self, own: &[Group]) -> Vec<GroupKey> {
        let known = self.known[0];
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

    /// Returns the numbers of the places of a part; `add` gives a new one its number.
    pub(super) fn places(
        &mut self,
        own: &[Place],
        add: impl FnMut(&Place) -> io::Result<u32>,
    ) -> io::Result<Vec<u32>> {
        let bits = |number: Option<f64>| number.map(f64::to_bits);
        let seeds = self.seeds.clone();
        let hash = |place: &Place| {
            let (lat, lon) = place.position.unzip();
            let numbers = [lat, lon, place.within_km].map(bits);
            seeds.hash_one((place.id.as_str(), place.name.as_str(), place.country, numbers))
        };
        numbered(&mut self.places, self.known[1], own, hash, add)
    }

    /// Returns the numbers of the sources of a part; `add` gives a new one its number.
    pub(super) fn sources(
        &mut self,
        own: &[Source],
        add: impl FnMut(&Source) -> io::Result<u32>,
    ) -> io::Result<Vec<u32>> {
        let seeds = self.seeds.clone();
        let hash = |source: &Source| {
            let Source { id, title, publisher, published, authors, url } = source;
            if publisher.is_none() && title == id && url.as_ref() == Some(id) {
                // Most sources of large files are nothing but an address.
                return seeds.hash_one((
                    id,
                    published.as_ref().map(|when| when.as_written()),
                    authors,
                ));
            }
            let published = published.as_ref().map(|when| when.as_written());
            seeds.hash_one((id, title, publisher, published, authors, url))
        };
        numbered(&mut self.sources, self.known[2], own, hash, add)
    }

    /// Returns the hash by which events of an id are found.
    pub(super) fn hash(&self, id: &str) -> u64 {
        self.seeds.hash_one(id)
    }

    /// Notes the id of an event; tells whether no event had it before.
    pub(super) fn is_new_id(&mut self, id: &str, event: u32) -> bool {
        let hash = self.hash(id);
        let is_new = self.ids.find(hash).is_none();
        if is_new {
            self.ids.insert(hash, event);
        }
        is_new
    }

    /// Returns the first event of an id, by its hash.
    pub(super) fn event(&self, hash: u64) -> Option<u32> {
        self.ids.find(hash)
    }

    /// Returns how many groups are named beyond the first so many.
    pub(super) fn strangers(&self, known: usize) -> usize {
        self.groups.len() - known
    }

    pub(super) fn into_groups(self) -> Vec<Group> {
        self.groups
    }
}

fn numbered<T>(
    interned: &mut Interned,
    known: usize,
    own: &[T],
    hash: impl Fn(&T) -> u64,
    mut add: impl FnMut(&T) -> io::Result<u32>,
) -> io::Result<Vec<u32>> {
    let mut numbers: Vec<u32> = (0..known.min(own.len()) as u32).collect();
    for value in own.iter().skip(known) {
        let hash = hash(value);
        if let Some(number) = interned.find(hash) {
            numbers.push(number);
            continue;
        }
        let number = add(value)?;
        interned.insert(hash, number);
        numbers.push(number);
    }
    Ok(numbers)
}
