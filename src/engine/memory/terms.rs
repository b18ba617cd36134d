//! The terms of a filter with their words looked up: what is left to ask of each event is quick.

use super::{
    Memory,
    fit::{Fit, near},
};
use crate::{
    domain::{Clean, Moment, Place, fold, nearest},
    question::{Centre, Field, Part, State, Term, Test, TimeRelation, Unmatched},
};

/// The most values by which a word that names several is replaced: more would make a long chip.
const MOST_NAMED: usize = 8;

/// The most words among which one looks for what was probably meant: beyond, a key would wait for it.
const MOST_COMPARED: usize = 20_000;

/// Returns what was probably meant by a word that none of these is.
pub(super) fn near_among<'a>(
    word: &Clean,
    words: impl Iterator<Item = &'a str> + Clone,
) -> Option<Clean> {
    let are_few = words.clone().nth(MOST_COMPARED).is_none();
    if are_few { nearest(word, words).map(Clean::new) } else { None }
}

impl Memory {
    /// Returns the id that was probably meant by one that no event has; `None` where there are too many to compare.
    #[must_use]
    pub fn nearest_id(&self, id: &Clean) -> Option<Clean> {
        let events = &self.archive.events;
        if events.len() > MOST_COMPARED {
            return None;
        }
        let ids: Vec<Clean> = events.iter().map(|event| event.id).collect();
        near_among(id, ids.iter().map(Clean::as_str))
    }
}

pub(super) struct Compiled {
    pub(super) kind: Kind,
    /// The term, with the values as the data has them.
    pub(super) term: Term,
}

pub(super) enum Kind {
    /// `values[v]` tells whether value `v` of the field is named.
    Facet(Field, Vec<bool>),
    /// The folded text is there.
    Text(String),
    /// These ranks are meant.
    Ranks(Vec<u32>),
    Time(TimeRelation, Moment, Moment),
    /// Tells of each place how near it is; `None` if nobody knows where it is.
    Near(Vec<Option<Fit>>),
    Has(Part),
    Is(State),
    AnyOf(Vec<Vec<Compiled>>),
}

/// Looks words up, and gathers those that nothing in the data has.
pub(super) struct Compiler<'a> {
    memory: &'a Memory,
    pub(super) unmatched: Vec<Unmatched>,
    pub(super) named: Vec<(Field, Clean, Clean)>,
}

impl<'a> Compiler<'a> {
    pub(super) const fn new(memory: &'a Memory) -> Self {
        Self { memory, unmatched: Vec::new(), named: Vec::new() }
    }

    /// Makes terms ready, those that are switched off left out; names in them become the values of the data.
    pub(super) fn compile(&mut self, terms: &mut [Term]) -> Vec<Compiled> {
        let mut tests = Vec::with_capacity(terms.len());
        for term in terms {
            let kind = self.kind(&mut term.test);
            if !term.off {
                tests.push(Compiled { kind, term: term.clone() });
            }
        }
        tests
    }

    fn kind(&mut self, test: &mut Test) -> Kind {
        match test {
            Test::Facet { field, values } => self.facet(*field, values),
            Test::Text(needle) => Kind::Text(fold(needle)),
            Test::Time { relation, when } => {
                let span = when.clone().typed_on_clocks(self.memory.about.zone).extent().span();
                Kind::Time(*relation, span.first(), span.last())
            }
            Test::Id(ids) => {
                let keys = self.keys("id", ids);
                Kind::Ranks(self.ranks(&keys))
            }
            Test::Linked(ids) => {
                let keys = self.keys("linked", ids);
                let linked = self.linked(&keys);
                Kind::Ranks(self.ranks(&linked))
            }
            Test::Has(part) => Kind::Has(*part),
            Test::Is(state) => Kind::Is(*state),
            Test::Near { centre, km } => self.near(centre, *km),
            Test::AnyOf(alternatives) => {
                let alternatives = alternatives.iter_mut();
                Kind::AnyOf(alternatives.map(|terms| self.compile(terms)).collect())
            }
        }
    }

    fn facet(&mut self, field: Field, values: &mut Vec<Clean>) -> Kind {
        let column = self.memory.column(field);
        let mut named = vec![false; column.len()];
        let mut resolved: Vec<Clean> = Vec::with_capacity(values.len());
        for value in values.drain(..) {
            let found = column.find(&value, self.memory);
            if found.is_empty() {
                let near = column.nearest(&value, self.memory);
                self.miss(field.name(), &value, near);
            }
            if found.is_empty() || found.len() > MOST_NAMED {
                resolved.push(value);
            } else {
                for n in &found {
                    let (value, label, _) = column.values(self.memory)[*n].names();
                    if !resolved.contains(&value) {
                        resolved.push(value.clone());
                        self.named.push((field, value, label));
                    }
                }
            }
            for n in found {
                named[n] = true;
            }
        }
        *values = resolved;
        Kind::Facet(field, named)
    }

    /// Returns the places of the events of some ids in the dataset.
    fn keys(&mut self, name: &'static str, ids: &[Clean]) -> Vec<u32> {
        let mut keys = Vec::new();
        for id in ids {
            let mut found = self.memory.with_id(id);
            if found.is_empty() {
                let folded = fold(id);
                let all = (0..).zip(self.memory.archive.events.iter());
                found = all.filter(|(_, e)| fold(&e.id) == folded).map(|(n, _)| n).collect();
            }
            if found.is_empty() {
                let near = self.memory.nearest_id(id);
                self.miss(name, id, near);
            }
            keys.extend(found);
        }
        keys
    }

    /// Returns the events that are linked to some, either way.
    fn linked(&self, keys: &[u32]) -> Vec<u32> {
        let links = self.memory.links.as_chunks().0.iter();
        links
            .flat_map(|[from, to]| {
                let back = keys.contains(to).then_some(*from);
                let there = keys.contains(from).then_some(*to);
                back.into_iter().chain(there)
            })
            .collect()
    }

    fn ranks(&self, keys: &[u32]) -> Vec<u32> {
        let ranks = keys.iter().filter_map(|key| self.memory.rank.get(*key as usize));
        ranks.copied().filter(|rank| *rank < self.memory.len()).collect()
    }

    fn near(&mut self, centre: &Centre, km: f64) -> Kind {
        let places: Vec<Place> = self.memory.archive.places.iter().collect();
        let mut centres: Vec<((f64, f64), f64)> = Vec::new();
        match centre {
            Centre::At(lat, lon) => centres.push(((*lat, *lon), 0.0)),
            Centre::Named(name) => {
                let folded = fold(name);
                let known =
                    |place: &&Place| fold(&place.name) == folded || fold(&place.id) == folded;
                let named = places.iter().filter(known);
                centres
                    .extend(named.filter_map(|p| Some((p.position?, p.within_km.unwrap_or(0.0)))));
                if centres.is_empty() {
                    let near = near_among(name, places.iter().map(|place| place.name.as_str()));
                    self.miss("near", name, near);
                }
            }
        }
        let fit = |place: &Place| {
            let position = place.position?;
            let vague = place.within_km.unwrap_or(0.0);
            let each =
                centres.iter().map(|(centre, more)| near(position, *centre, vague + more, km));
            Some(each.max().unwrap_or(Fit::No))
        };
        Kind::Near(places.iter().map(fit).collect())
    }

    fn miss(&mut self, name: &'static str, value: &Clean, near: Option<Clean>) {
        // The nearest to a word is not the word itself, whatever it folds to.
        let near = near.filter(|near| near != value);
        self.unmatched.push(Unmatched { name, value: value.clone(), near });
    }
}
