//! The values of a field: a dictionary, and for each rank the values that its event has.

use std::{
    cmp::Reverse,
    collections::HashSet,
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::{
    Memory, also_known_as,
    bits::Bits,
    gather::{Found, precision_of},
    terms::near_among,
};
use crate::{
    domain::{Certainty, Clean, Country, PlaceKey, Precision, Slab, SourceKey, fold},
    question::{Choice, Facet, FacetValue, Field},
};

/// More values than these are described one by one, when they are shown.
const MANY: usize = 20_000;

#[derive(Debug)]
pub(super) struct Column {
    field: Field,
    /// What each value is, in the order in which the list has them first.
    found: Found,
    /// The same, described when first asked for.
    values: OnceLock<Vec<Value>>,
    keys: Keys,
    /// The events of each value, where that is quicker than a look at all events.
    postings: OnceLock<Postings>,
}

/// The numbers of the values that each event has.
#[derive(Debug)]
pub(super) enum Keys {
    /// Of at most one value each; the number behind the last value stands for none.
    Byte(Slab<u8>),
    /// The same, with more values.
    Short(Slab<u16>),
    /// The same, with even more.
    Long(Slab<u32>),
    /// `keys[offsets[rank]..offsets[rank + 1]]` are the values of a rank.
    Several { offsets: Slab<u32>, keys: Slab<u32> },
}

/// The events of each value: `ranks[offsets[value]..offsets[value + 1]]`.
#[derive(Debug)]
pub(super) struct Postings {
    pub(super) offsets: Slab<u32>,
    pub(super) ranks: Slab<u32>,
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

impl Column {
    pub(super) const fn new(field: Field, keys: Keys, found: Found) -> Self {
        Self { field, found, values: OnceLock::new(), keys, postings: OnceLock::new() }
    }

    /// Says which events have each value, where that is known already.
    pub(super) fn with_postings(self, postings: Postings) -> Self {
        Self { postings: postings.into(), ..self }
    }

    /// Returns the numbers of the values that each event has.
    pub(super) const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Returns how many values there are.
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns the values.
    pub(super) fn values(&self, memory: &Memory) -> &[Value] {
        self.values.get_or_init(|| match &self.found {
            Found::Numbers(numbers) => {
                numbers.iter().map(|number| describe(self.field, *number, memory)).collect()
            }
            Found::Words(words) => words.iter().map(|word| plain(word)).collect(),
        })
    }

    /// Returns one of the values; of very many, the others are not described for its sake.
    pub(super) fn value(&self, n: usize, memory: &Memory) -> Value {
        if self.len() <= MANY || self.values.get().is_some() {
            return self.values(memory)[n].clone();
        }
        match &self.found {
            Found::Numbers(numbers) => describe(self.field, numbers[n], memory),
            Found::Words(words) => plain(&words[n]),
        }
    }

    /// Returns what each value is.
    pub(super) const fn found(&self) -> &Found {
        &self.found
    }

    /// Calls with the values of a rank, each once.
    pub(super) fn each(&self, rank: u32, mut see: impl FnMut(usize)) {
        let mut see_one = |key: u32| {
            if (key as usize) < self.found.len() {
                see(key as usize);
            }
        };
        let rank = rank as usize;
        match &self.keys {
            Keys::Byte(keys) => keys.get(rank).into_iter().for_each(|key| see_one((*key).into())),
            Keys::Short(keys) => keys.get(rank).into_iter().for_each(|key| see_one((*key).into())),
            Keys::Long(keys) => keys.get(rank).into_iter().for_each(|key| see_one(*key)),
            Keys::Several { offsets, keys } => {
                for key in own(offsets, keys, rank) {
                    see_one(*key);
                }
            }
        }
    }

    /// Adds the events of a set and a range to the counts of their values; behind these is room for one more.
    pub(super) fn count(&self, set: &Bits, ranks: Range<u32>, counts: &mut [u32]) {
        match &self.keys {
            Keys::Byte(keys) => count_single(keys, set, ranks, counts),
            Keys::Short(keys) => count_single(keys, set, ranks, counts),
            Keys::Long(keys) => count_single(keys, set, ranks, counts),
            Keys::Several { offsets, keys } => {
                let (offsets, keys): (&[u32], &[u32]) = (offsets, keys);
                set.each_in(ranks, |rank| {
                    for key in own(offsets, keys, rank as usize) {
                        counts.get_mut(*key as usize).into_iter().for_each(|count| *count += 1);
                    }
                });
            }
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
            self.events(value, len).iter().for_each(|rank| found.insert_known(*rank));
        }
        found
    }

    /// Returns the ranks of the events that have a value.
    pub(super) fn events(&self, value: usize, len: u32) -> &[u32] {
        let postings = self.postings(len);
        own(&postings.offsets, &postings.ranks, value)
    }

    /// Returns the events of each value.
    pub(super) fn postings(&self, len: u32) -> &Postings {
        self.postings.get_or_init(|| self.find_postings(len))
    }

    fn find_postings(&self, len: u32) -> Postings {
        let mut offsets = vec![0; self.found.len() + 2];
        self.count(&Bits::all(len), 0..len, &mut offsets[1..]);
        for n in 1..offsets.len() {
            offsets[n] += offsets[n - 1];
        }
        let mut next = offsets.clone();
        let mut ranks = vec![0; offsets[self.found.len()] as usize];
        for rank in 0..len {
            self.each(rank, |value| {
                if let Some(place) = ranks.get_mut(next[value] as usize) {
                    *place = rank;
                }
                next[value] += 1;
            });
        }
        Postings { offsets: offsets.into(), ranks: ranks.into() }
    }

    /// Returns the places of the values that a word means: the value itself, or else all of that name.
    pub(super) fn find(&self, word: &Clean, memory: &Memory) -> Vec<usize> {
        let values = self.values(memory);
        if let Some(exact) = values.iter().position(|value| value.value == *word) {
            return vec![exact];
        }
        let folded = fold(word);
        let is_named = |value: &Value| value.also.lines().any(|name| name == folded);
        (0..values.len()).filter(|n| is_named(&values[*n])).collect()
    }

    /// Returns the value that was probably meant by a word that means none.
    pub(super) fn nearest(&self, word: &Clean, memory: &Memory) -> Option<Clean> {
        let values = self.values(memory).iter().map(|value| value.value.as_str());
        let labels = self.values(memory).iter().map(|value| value.label.as_str());
        near_among(word, values.chain(labels))
    }

    /// Returns the counted values, the most frequent first, then by name: so many of them, and all that are chosen.
    pub(super) fn facet(
        &self,
        field: Field,
        memory: &Memory,
        most: usize,
        counted: impl Fn(usize) -> (u64, Choice, Vec<f32>),
    ) -> Facet {
        let all = self.len();
        let mut shown: Vec<usize> = (0..all).collect();
        if all > most {
            let is_chosen = |n: &usize| counted(*n).1 != Choice::Neither;
            let chosen: Vec<usize> = shown.iter().copied().filter(is_chosen).collect();
            shown.sort_unstable_by_key(|n| (Reverse(counted(*n).0), *n));
            shown.truncate(most);
            let known: HashSet<usize> = shown.iter().copied().collect();
            shown.extend(chosen.into_iter().filter(|n| !known.contains(n)));
        }
        let more = (all - shown.len()) as u64;
        let described = shown.into_iter().map(|n| {
            let Value { value, label, short, also, part_of } = self.value(n, memory);
            let (count, choice, spark) = counted(n);
            FacetValue { value, label, short, also, part_of, count, choice, spark }
        });
        let mut values: Vec<FacetValue> = described.collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
        Facet { field, values, more }
    }
}

impl Value {
    /// Returns the value, its name, and a shorter one.
    pub(super) fn names(&self) -> (Clean, Clean, Option<Clean>) {
        (self.value.clone(), self.label.clone(), self.short.clone())
    }
}

/// Returns what belongs to one of a row of lists, each ending where the next one begins.
fn own<'a>(offsets: &[u32], all: &'a [u32], n: usize) -> &'a [u32] {
    let range = offsets.get(n..n + 2).map(|ends| ends[0] as usize..ends[1] as usize);
    range.and_then(|range| all.get(range)).unwrap_or_default()
}

/// Counts where each event has one key at most.
fn count_single<K: Copy + Into<u32>>(
    keys: &[K],
    set: &Bits,
    ranks: Range<u32>,
    counts: &mut [u32],
) {
    set.each_in(ranks, |rank| {
        let key = keys.get(rank as usize).map_or(u32::MAX, |key| (*key).into());
        counts.get_mut(key as usize).into_iter().for_each(|count| *count += 1);
    });
}

/// Describes a value that is nothing but its text.
fn plain(word: &str) -> Value {
    Value {
        value: Clean::new(word),
        label: Clean::new(word),
        short: None,
        also: also_known_as([word]),
        part_of: None,
    }
}

/// Describes a value that is told by a number.
fn describe(field: Field, number: u32, memory: &Memory) -> Value {
    let archive = &memory.archive;
    let described = match field {
        Field::Country => Country::all().nth(number as usize).map(|country| Value {
            value: Clean::new(country.code()),
            label: Clean::new(country.name_in(memory.about.language)),
            short: None,
            part_of: None,
            also: also_known_as(
                [country.name(), country.code(), country.alpha2(), country.name_fr()]
                    .into_iter()
                    .chain(country.aliases().iter().copied()),
            ),
        }),
        Field::Group => archive.groups.get(number as usize).map(|group| {
            let names = [&group.name, &group.id].into_iter().chain(&group.short);
            let whole = group.part_of.first().and_then(|whole| archive.group(*whole));
            Value {
                value: group.id.clone(),
                label: group.name.clone(),
                short: group.short.clone(),
                also: also_known_as(names.chain(&group.aliases).map(Clean::as_str)),
                part_of: whole.map(|whole| whole.id.clone()),
            }
        }),
        Field::Source => {
            let source = archive.source(SourceKey(number));
            let label = source.publisher.unwrap_or_else(|| source.title.clone());
            let names = [&label, &source.id, &source.title].map(Clean::as_str);
            let also = also_known_as(names);
            Some(Value { value: source.id, also, short: None, label, part_of: None })
        }
        Field::Place => {
            let place = archive.place(PlaceKey(number));
            let id = if place.id.is_empty() { place.name.clone() } else { place.id };
            let also = also_known_as([place.name.as_str(), id.as_str()]);
            Some(Value { value: id, also, short: None, label: place.name, part_of: None })
        }
        // A dataset that was not read from a file has one without a name.
        Field::File => archive.files.get(number as usize).map(|file| plain(file)),
        Field::Precision => Some(plain(precision_of(number).map_or("undated", Precision::name))),
        Field::Certainty => {
            let certainty = Certainty::ALL.into_iter().find(|one| *one as u32 == number);
            certainty.map(|certainty| plain(certainty.name()))
        }
        Field::Kind | Field::Role | Field::Claims | Field::Tag => None,
    };
    described.unwrap_or_else(|| plain(""))
}
