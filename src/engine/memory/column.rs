//! The values of a field: a dictionary, and for each rank the values that its event has.

use std::{
    cmp::Reverse,
    collections::HashMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::{Memory, also_known_as, bits::Bits, page::conflict, terms::near_among};
use crate::{
    domain::{Certainty, Clean, Country, Dataset, Event, GroupKey, Precision, fold},
    question::{Choice, Facet, FacetValue, Field},
};

#[derive(Debug)]
pub(super) struct Column {
    pub(super) values: Vec<Value>,
    keys: Keys,
    /// The events of each value, where that is quicker than a look at all events.
    postings: OnceLock<Postings>,
}

/// The numbers of the values that each event has.
#[derive(Debug)]
enum Keys {
    /// Of at most one value each; the number behind the last value stands for none.
    Byte(Vec<u8>),
    /// The same, with more values.
    Short(Vec<u16>),
    /// The same, with even more.
    Long(Vec<u32>),
    /// `keys[offsets[rank]..offsets[rank + 1]]` are the values of a rank.
    Several { offsets: Vec<u32>, keys: Vec<u32> },
}

/// The events of each value: `ranks[offsets[value]..offsets[value + 1]]`.
#[derive(Debug)]
struct Postings {
    offsets: Vec<u32>,
    ranks: Vec<u32>,
}

/// A value of a field.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// As it stands in a query.
    pub(super) value: Clean,
    /// As people read it.
    label: Clean,
    short: Option<Clean>,
    /// Folded names under which it is found, one a line.
    also: Arc<str>,
    /// The value that this one is a part of.
    part_of: Option<Clean>,
}

/// Which groups an event counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Groups {
    /// Those that took part, and all that these are parts of.
    WithWholes,
    /// Those that took part.
    Named,
}

impl Column {
    pub(super) fn new(memory: &Memory, field: Field, groups: Groups) -> Self {
        let lineages = match (field, groups) {
            (Field::Group, Groups::WithWholes) => lineages(&memory.dataset),
            _ => Vec::new(),
        };
        // In the order of memory first: going from event to event by rank would wait for each of them.
        let mut known = Numbers::default();
        let mut found = Vec::new();
        let mut by_event = Several::with_room(memory.order.len());
        for event in &memory.dataset.events {
            let start = by_event.keys.len();
            let mut see = |value| {
                let next = found.len() as u32;
                let key = known.number(value, next);
                if key == next {
                    found.push(value);
                }
                if !by_event.keys[start..].contains(&key) {
                    by_event.keys.push(key);
                }
            };
            each_value(event, field, &mut |value| {
                see(value);
                if let Key::Group(group) = value {
                    let wholes = lineages.get(group as usize).into_iter().flatten();
                    wholes.for_each(|whole| see(Key::Group(*whole)));
                }
            });
            by_event.offsets.push(by_event.keys.len() as u32);
        }
        let mut numbers = vec![u32::MAX; found.len()];
        let mut values = Vec::new();
        let mut in_order = Several::with_room(memory.order.len());
        for event in &memory.order {
            for key in by_event.of(event.0) {
                let number = &mut numbers[*key as usize];
                if *number == u32::MAX {
                    *number = values.len() as u32;
                    values.push(describe(found[*key as usize], memory));
                }
                in_order.keys.push(*number);
            }
            in_order.offsets.push(in_order.keys.len() as u32);
        }
        Self { keys: in_order.packed(values.len()), values, postings: OnceLock::new() }
    }

    /// Calls with the values of a rank, each once.
    pub(super) fn each(&self, rank: u32, mut see: impl FnMut(usize)) {
        let mut see_one = |key: u32| {
            if (key as usize) < self.values.len() {
                see(key as usize);
            }
        };
        let rank = rank as usize;
        match &self.keys {
            Keys::Byte(keys) => see_one(u32::from(keys[rank])),
            Keys::Short(keys) => see_one(u32::from(keys[rank])),
            Keys::Long(keys) => see_one(keys[rank]),
            Keys::Several { offsets, keys } => {
                let own = offsets[rank] as usize..offsets[rank + 1] as usize;
                keys[own].iter().for_each(|key| see_one(*key));
            }
        }
    }

    /// Adds the events of a set and a range to the counts of their values; behind these is room for one more.
    pub(super) fn count(&self, set: &Bits, ranks: Range<u32>, counts: &mut [u32]) {
        match &self.keys {
            Keys::Byte(keys) => count_single(keys, set, ranks, counts),
            Keys::Short(keys) => count_single(keys, set, ranks, counts),
            Keys::Long(keys) => count_single(keys, set, ranks, counts),
            Keys::Several { offsets, keys } => set.each_in(ranks, |rank| {
                let own = offsets[rank as usize] as usize..offsets[rank as usize + 1] as usize;
                keys[own].iter().for_each(|key| counts[*key as usize] += 1);
            }),
        }
    }

    /// Returns the events that have any value.
    pub(super) fn filled(&self, len: u32) -> Bits {
        Bits::of(len, |rank| {
            let mut any = false;
            self.each(rank, |_| any = true);
            any
        })
    }

    /// Returns the events that have any of the named values.
    pub(super) fn having(&self, named: &[bool], len: u32) -> Bits {
        let mut found = Bits::none(len);
        for (value, _) in named.iter().enumerate().filter(|(_, named)| **named) {
            self.events(value, len).iter().for_each(|rank| found.insert(*rank));
        }
        found
    }

    /// Returns the ranks of the events that have a value.
    pub(super) fn events(&self, value: usize, len: u32) -> &[u32] {
        let postings = self.postings.get_or_init(|| self.find_postings(len));
        &postings.ranks[postings.offsets[value] as usize..postings.offsets[value + 1] as usize]
    }

    fn find_postings(&self, len: u32) -> Postings {
        let mut offsets = vec![0; self.values.len() + 2];
        self.count(&Bits::all(len), 0..len, &mut offsets[1..]);
        for n in 1..offsets.len() {
            offsets[n] += offsets[n - 1];
        }
        let mut next = offsets.clone();
        let mut ranks = vec![0; offsets[self.values.len()] as usize];
        for rank in 0..len {
            self.each(rank, |value| {
                ranks[next[value] as usize] = rank;
                next[value] += 1;
            });
        }
        Postings { offsets, ranks }
    }

    /// Returns the places of the values that a word means: the value itself, or else all of that name.
    pub(super) fn find(&self, word: &Clean) -> Vec<usize> {
        let all = 0..self.values.len();
        if let Some(exact) = all.clone().find(|n| self.values[*n].value == *word) {
            return vec![exact];
        }
        let folded = fold(word);
        all.filter(|n| self.values[*n].also.lines().any(|name| name == folded)).collect()
    }

    /// Returns the value that was probably meant by a word that means none.
    pub(super) fn nearest(&self, word: &Clean) -> Option<Clean> {
        let values = self.values.iter().map(|value| value.value.as_str());
        let labels = self.values.iter().map(|value| value.label.as_str());
        near_among(word, values.chain(labels))
    }

    /// Returns the counted values, the most frequent first, then by name; `spark` has the events of each over time.
    pub(super) fn facet(
        &self,
        field: Field,
        count: impl Fn(usize) -> u64,
        choices: &[Choice],
        spark: impl Fn(usize) -> Vec<f32>,
    ) -> Facet {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        order.sort_by_key(|n| (Reverse(count(*n)), &self.values[*n].label));
        let value = |n: usize| {
            let Value { value, label, short, also, part_of } = self.values[n].clone();
            let (count, choice, spark) = (count(n), choices[n], spark(n));
            FacetValue { value, label, short, also, part_of, count, choice, spark }
        };
        Facet { field, values: order.into_iter().map(value).collect() }
    }
}

impl Value {
    /// Returns the value, its name, and a shorter one.
    pub(super) fn names(&self) -> (Clean, Clean, Option<Clean>) {
        (self.value.clone(), self.label.clone(), self.short.clone())
    }
}

/// Counts where each event has one key at most.
fn count_single<K: Copy + Into<u32>>(
    keys: &[K],
    set: &Bits,
    ranks: Range<u32>,
    counts: &mut [u32],
) {
    set.each_in(ranks, |rank| counts[keys[rank as usize].into() as usize] += 1);
}

/// Keys while they are gathered.
struct Several {
    offsets: Vec<u32>,
    keys: Vec<u32>,
}

impl Several {
    fn with_room(events: usize) -> Self {
        let mut offsets = Vec::with_capacity(events + 1);
        offsets.push(0);
        Self { offsets, keys: Vec::with_capacity(events) }
    }

    fn of(&self, event: u32) -> &[u32] {
        let event = event as usize;
        &self.keys[self.offsets[event] as usize..self.offsets[event + 1] as usize]
    }

    /// Takes as little room as the number of values allows.
    fn packed(self, values: usize) -> Keys {
        let events = 0..self.offsets.len() as u32 - 1;
        if events.clone().any(|event| self.of(event).len() > 1) {
            return Keys::Several { offsets: self.offsets, keys: self.keys };
        }
        let single = events.map(|event| self.of(event).first().copied().unwrap_or(values as u32));
        match values {
            0..256 => Keys::Byte(single.map(|key| key as u8).collect()),
            256..65_536 => Keys::Short(single.map(|key| key as u16).collect()),
            _ => Keys::Long(single.collect()),
        }
    }
}

/// What tells one value of a field from another, without looking at its text again.
#[derive(Clone, Copy)]
enum Key<'a> {
    Country(Country),
    Group(u32),
    Source(u32),
    Place(u32),
    File(u32),
    Precision(Option<Precision>),
    Certainty(Certainty),
    Word(&'a str),
}

/// The numbers of the values that were seen so far.
#[derive(Default)]
struct Numbers<'a> {
    /// By the number that a key has already; the largest stands for none.
    numbered: Vec<u32>,
    /// The first words, each in one of the places where it is kept.
    near: Vec<(*const str, u32)>,
    words: HashMap<&'a str, u32>,
}

impl<'a> Numbers<'a> {
    /// The most words that are told by where they are kept: looking through more takes longer than a hash.
    const NEAR: usize = 12;

    /// Returns the number of a value: `next` for a new one.
    fn number(&mut self, key: Key<'a>, next: u32) -> u32 {
        let index = match key {
            Key::Country(country) => country.index(),
            Key::Group(n) | Key::Source(n) | Key::Place(n) | Key::File(n) => n as usize,
            Key::Precision(precision) => precision.map_or(0, |precision| 1 + precision as usize),
            Key::Certainty(certainty) => certainty as usize,
            Key::Word(word) => return self.word(word, next),
        };
        if index >= self.numbered.len() {
            self.numbered.resize(index + 1, u32::MAX);
        }
        let number = &mut self.numbered[index];
        if *number == u32::MAX {
            *number = next;
        }
        *number
    }

    /// A word that comes again is kept in one place, as a rule, so that its letters need no look.
    fn word(&mut self, word: &'a str, next: u32) -> u32 {
        let place = std::ptr::from_ref(word);
        let near = self.near.iter().find(|(known, _)| std::ptr::eq(*known, place));
        if let Some((_, number)) = near {
            return *number;
        }
        let number = *self.words.entry(word).or_insert(next);
        if self.near.len() < Self::NEAR {
            self.near.push((place, number));
        }
        number
    }
}

/// Returns for each group those that it is part of, near or far.
fn lineages(dataset: &Dataset) -> Vec<Vec<u32>> {
    let lineage = |group: usize| {
        let mut wholes: Vec<u32> = Vec::new();
        let mut next = vec![GroupKey(group as u32)];
        while let Some(GroupKey(part)) = next.pop() {
            for whole in &dataset.groups[part as usize].part_of {
                // Groups that are parts of each other, by mistake, are each met once.
                if whole.0 as usize != group && !wholes.contains(&whole.0) {
                    wholes.push(whole.0);
                    next.push(*whole);
                }
            }
        }
        wholes
    };
    (0..dataset.groups.len()).map(lineage).collect()
}

fn each_value<'a>(event: &'a Event, field: Field, see: &mut dyn FnMut(Key<'a>)) {
    match field {
        Field::Country => event.countries.iter().for_each(|c| see(Key::Country(*c))),
        Field::Group => event.groups.iter().for_each(|g| see(Key::Group(g.group.0))),
        Field::Kind => event.kind.iter().for_each(|kind| see(Key::Word(kind))),
        Field::Precision => see(Key::Precision(event.when.as_ref().map(|w| w.precision()))),
        Field::Source => event.sources.iter().for_each(|s| see(Key::Source(s.0))),
        Field::Place => event.places.iter().for_each(|p| see(Key::Place(p.0))),
        Field::Role => {
            event.groups.iter().filter_map(|g| g.role.as_ref()).for_each(|r| see(Key::Word(r)));
        }
        Field::Certainty => event.certainty.iter().for_each(|c| see(Key::Certainty(*c))),
        Field::Claims if event.claims.iter().any(|claim| claim.when.is_some()) => {
            see(Key::Word(if conflict(event) { "conflict" } else { "agree" }));
        }
        Field::Tag => event.tags.iter().for_each(|tag| see(Key::Word(tag))),
        Field::Claims => {}
        Field::File => see(Key::File(event.file.0)),
    }
}

fn describe(key: Key<'_>, memory: &Memory) -> Value {
    let dataset = &memory.dataset;
    let plain = |word: &str| Value {
        value: Clean::new(word),
        label: Clean::new(word),
        short: None,
        also: also_known_as([word]),
        part_of: None,
    };
    match key {
        Key::Country(country) => Value {
            value: Clean::new(country.code()),
            label: Clean::new(country.name_in(memory.about.language)),
            short: None,
            part_of: None,
            also: also_known_as(
                [country.name(), country.code(), country.alpha2(), country.name_fr()]
                    .into_iter()
                    .chain(country.aliases().iter().copied()),
            ),
        },
        Key::Group(key) => {
            let group = &dataset.groups[key as usize];
            let names = [&group.name, &group.id].into_iter().chain(&group.short);
            Value {
                value: group.id.clone(),
                label: group.name.clone(),
                short: group.short.clone(),
                also: also_known_as(names.chain(&group.aliases).map(Clean::as_str)),
                part_of: group
                    .part_of
                    .first()
                    .map(|whole| dataset.groups[whole.0 as usize].id.clone()),
            }
        }
        Key::Source(key) => {
            let source = &dataset.sources[key as usize];
            let label = source.publisher.as_ref().unwrap_or(&source.title).clone();
            let names = [&label, &source.id, &source.title].map(Clean::as_str);
            let (value, also) = (source.id.clone(), also_known_as(names));
            Value { value, also, short: None, label, part_of: None }
        }
        Key::Place(key) => {
            let place = &dataset.places[key as usize];
            let id = if place.id.is_empty() { &place.name } else { &place.id };
            Value {
                value: id.clone(),
                label: place.name.clone(),
                short: None,
                part_of: None,
                also: also_known_as([place.name.as_str(), id.as_str()]),
            }
        }
        // A dataset that was not read from a file has one without a name.
        Key::File(key) => plain(dataset.files.get(key as usize).map_or("", Clean::as_str)),
        Key::Precision(precision) => plain(precision.map_or("undated", Precision::name)),
        Key::Certainty(certainty) => plain(certainty.name()),
        Key::Word(word) => plain(word),
    }
}
