//! Gathers the values of a field from events, in the order in which they are read.

use std::collections::HashMap;

use super::column::{Column, Keys};
use crate::{
    domain::{Certainty, Clean, Country, Event, Group, GroupKey, Precision},
    question::Field,
};

/// Which groups an event counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Groups {
    /// Those that took part, and all that these are parts of.
    WithWholes,
    /// Those that took part.
    Named,
}

/// What tells one value of a field from another.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Country(Country),
    Group(u32),
    Source(u32),
    Place(u32),
    File(u32),
    Precision(Option<Precision>),
    Certainty(Certainty),
    Word(Clean),
}

/// The values of a field, while events go by.
#[derive(Debug)]
pub(super) struct Gathering {
    field: Field,
    lineages: Vec<Vec<u32>>,
    numbers: Numbers,
    found: Vec<Key>,
    by_event: Several,
}

impl Gathering {
    /// Begins to gather; `events` is a guess at how many there will be.
    pub(super) fn new(field: Field, groups: Groups, known: &[Group], events: usize) -> Self {
        let lineages = match (field, groups) {
            (Field::Group, Groups::WithWholes) => lineages(known),
            _ => Vec::new(),
        };
        Self {
            field,
            lineages,
            numbers: Numbers::default(),
            found: Vec::new(),
            by_event: Several::with_room(events),
        }
    }

    /// Takes the next event.
    pub(super) fn see(&mut self, event: &Event) {
        let start = self.by_event.keys.len();
        let Self { field, lineages, numbers, found, by_event } = self;
        let mut see = |value: Met<'_>| {
            let next = found.len() as u32;
            let key = numbers.number(value, next);
            if key == next {
                found.push(value.keep());
            }
            if !by_event.keys[start..].contains(&key) {
                by_event.keys.push(key);
            }
        };
        each_value(event, *field, &mut |value| {
            see(value);
            if let Met::Group(group) = value {
                let wholes = lineages.get(group as usize).into_iter().flatten();
                wholes.for_each(|whole| see(Met::Group(*whole)));
            }
        });
        by_event.offsets.push(by_event.keys.len() as u32);
    }

    /// Returns the column, its values numbered as they come in the order of the list.
    pub(super) fn finish(self, order: &[u32]) -> Column {
        let mut numbers = vec![u32::MAX; self.found.len()];
        let mut values: Vec<Key> = Vec::new();
        let mut in_order = Several::with_room(order.len());
        for event in order {
            for key in self.by_event.of(*event) {
                let number = &mut numbers[*key as usize];
                if *number == u32::MAX {
                    *number = values.len() as u32;
                    values.push(self.found[*key as usize].clone());
                }
                in_order.keys.push(*number);
            }
            in_order.offsets.push(in_order.keys.len() as u32);
        }
        Column::new(in_order.packed(values.len()), values)
    }
}

/// Keys while they are gathered.
#[derive(Debug)]
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
            return Keys::Several { offsets: self.offsets.into(), keys: self.keys.into() };
        }
        let single = events.map(|event| self.of(event).first().copied().unwrap_or(values as u32));
        match values {
            0..256 => Keys::Byte(single.map(|key| key as u8).collect::<Vec<_>>().into()),
            256..65_536 => Keys::Short(single.map(|key| key as u16).collect::<Vec<_>>().into()),
            _ => Keys::Long(single.collect::<Vec<_>>().into()),
        }
    }
}

/// A value as it stands in an event.
#[derive(Clone, Copy)]
enum Met<'a> {
    Country(Country),
    Group(u32),
    Source(u32),
    Place(u32),
    File(u32),
    Precision(Option<Precision>),
    Certainty(Certainty),
    Word(&'a str),
}

impl Met<'_> {
    fn keep(self) -> Key {
        match self {
            Self::Country(country) => Key::Country(country),
            Self::Group(n) => Key::Group(n),
            Self::Source(n) => Key::Source(n),
            Self::Place(n) => Key::Place(n),
            Self::File(n) => Key::File(n),
            Self::Precision(precision) => Key::Precision(precision),
            Self::Certainty(certainty) => Key::Certainty(certainty),
            Self::Word(word) => Key::Word(Clean::new(word)),
        }
    }
}

/// The numbers of the values that were seen so far.
#[derive(Debug, Default)]
struct Numbers {
    /// By the number that a key has already; the largest stands for none.
    numbered: Vec<u32>,
    /// The first words: of a few, the letters are compared sooner than hashed.
    first: Vec<(Box<str>, u32)>,
    words: HashMap<Box<str>, u32>,
}

impl Numbers {
    /// The most words that are compared.
    const FEW: usize = 8;

    /// Returns the number of a value: `next` for a new one.
    fn number(&mut self, value: Met<'_>, next: u32) -> u32 {
        let index = match value {
            Met::Country(country) => country.index(),
            Met::Group(n) | Met::Source(n) | Met::Place(n) | Met::File(n) => n as usize,
            Met::Precision(precision) => precision.map_or(0, |precision| 1 + precision as usize),
            Met::Certainty(certainty) => certainty as usize,
            Met::Word(word) => return self.word(word, next),
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

    fn word(&mut self, word: &str, next: u32) -> u32 {
        if let Some((_, number)) = self.first.iter().find(|(known, _)| **known == *word) {
            return *number;
        }
        if self.first.len() < Self::FEW {
            self.first.push((word.into(), next));
            return next;
        }
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        self.words.insert(word.into(), next);
        next
    }
}

/// Returns for each group those that it is part of, near or far.
fn lineages(groups: &[Group]) -> Vec<Vec<u32>> {
    let lineage = |group: usize| {
        let mut wholes: Vec<u32> = Vec::new();
        let mut next = vec![GroupKey(group as u32)];
        while let Some(GroupKey(part)) = next.pop() {
            for whole in groups.get(part as usize).into_iter().flat_map(|group| &group.part_of) {
                // Groups that are parts of each other, by mistake, are each met once.
                if whole.0 as usize != group && !wholes.contains(&whole.0) {
                    wholes.push(whole.0);
                    next.push(*whole);
                }
            }
        }
        wholes
    };
    (0..groups.len()).map(lineage).collect()
}

fn each_value<'a>(event: &'a Event, field: Field, see: &mut dyn FnMut(Met<'a>)) {
    match field {
        Field::Country => event.countries.iter().for_each(|c| see(Met::Country(*c))),
        Field::Group => event.groups.iter().for_each(|g| see(Met::Group(g.group.0))),
        Field::Kind => event.kind.iter().for_each(|kind| see(Met::Word(kind))),
        Field::Precision => see(Met::Precision(event.when.as_ref().map(|w| w.precision()))),
        Field::Source => event.sources.iter().for_each(|s| see(Met::Source(s.0))),
        Field::Place => event.places.iter().for_each(|p| see(Met::Place(p.0))),
        Field::Role => {
            event.groups.iter().filter_map(|g| g.role.as_ref()).for_each(|r| see(Met::Word(r)));
        }
        Field::Certainty => event.certainty.iter().for_each(|c| see(Met::Certainty(*c))),
        Field::Claims if event.claims.iter().any(|claim| claim.when.is_some()) => {
            see(Met::Word(if event.is_contradictory() { "conflict" } else { "agree" }));
        }
        Field::Tag => event.tags.iter().for_each(|tag| see(Met::Word(tag))),
        Field::Claims => {}
        Field::File => see(Met::File(event.file.0)),
    }
}
