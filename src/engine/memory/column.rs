//! The values of a field: a dictionary, and for each rank the values that its event has.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use super::{Memory, also_known_as, page::conflict, terms::near_among};
use crate::{
    domain::{Certainty, Clean, Country, Dataset, Event, GroupKey, Precision, fold},
    question::{Choice, Facet, FacetValue, Field},
};

#[derive(Debug)]
pub(super) struct Column {
    pub(super) values: Vec<Value>,
    /// `keys[offsets[rank]..offsets[rank + 1]]` are the values of a rank.
    offsets: Vec<u32>,
    keys: Vec<u32>,
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
        let mut by_event = Self::with_room(memory.order.len());
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
        let mut column = Self::with_room(memory.order.len());
        for event in &memory.order {
            for key in by_event.of(event.0) {
                let number = &mut numbers[*key as usize];
                if *number == u32::MAX {
                    *number = column.values.len() as u32;
                    column.values.push(describe(found[*key as usize], memory));
                }
                column.keys.push(*number);
            }
            column.offsets.push(column.keys.len() as u32);
        }
        column
    }

    fn with_room(events: usize) -> Self {
        let mut offsets = Vec::with_capacity(events + 1);
        offsets.push(0);
        Self { values: Vec::new(), offsets, keys: Vec::with_capacity(events) }
    }

    /// Returns the values of a rank, each once.
    pub(super) fn of(&self, rank: u32) -> &[u32] {
        let rank = rank as usize;
        &self.keys[self.offsets[rank] as usize..self.offsets[rank + 1] as usize]
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
        counts: &[u64],
        choices: &[Choice],
        spark: impl Fn(usize) -> Vec<f32>,
    ) -> Facet {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        order.sort_by_key(|n| (Reverse(counts[*n]), &self.values[*n].label));
        let value = |n: usize| {
            let Value { value, label, short, also, part_of } = self.values[n].clone();
            let (count, choice, spark) = (counts[n], choices[n], spark(n));
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
