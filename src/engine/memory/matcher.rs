//! A filter, made ready, and the events that pass each of its terms.
//!
//! What is asked of a vague date or place is certain, possible or false, and "not" turns the first and the last
//! around. An event is listed if nothing it must be is false, and counted as certain if all of it is certain.

use std::ops::Range;

use super::{
    Memory,
    bits::Bits,
    fit::Fit,
    judged::Judged,
    terms::{Compiled, Compiler, Kind},
    traits::Trait,
};
use crate::{
    domain::Clean,
    engine::{Cancel, EngineError},
    question::{Choice, Field, Filter, Own, Part, State, Unmatched},
};

/// A filter with its words looked up.
pub(super) struct Matcher<'a> {
    memory: &'a Memory,
    tests: Vec<Compiled>,
    own: Own,
    /// If only these ranks are of interest, texts of others are not looked at.
    near: Option<Range<u32>>,
    /// The values that nothing in the data has.
    pub(super) unmatched: Vec<Unmatched>,
    /// The values that are in the data, by field, with their names.
    pub(super) named: Vec<(Field, Clean, Clean)>,
    /// The filter with the values as the data has them.
    pub(super) resolved: Filter,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(memory: &'a Memory, filter: &Filter, own: &Own) -> Self {
        let mut resolved = filter.clone();
        let mut compiler = Compiler::new(memory);
        let tests = compiler.compile(&mut resolved.terms);
        Self {
            memory,
            tests,
            own: own.clone(),
            near: None,
            unmatched: compiler.unmatched,
            named: compiler.named,
            resolved,
        }
    }

    /// Looks at the texts of these ranks alone.
    pub(super) fn near(mut self, ranks: Range<u32>) -> Self {
        self.near = Some(ranks);
        self
    }

    /// Returns of which events each term holds, with the field that it asks about, if it is one.
    pub(super) fn judged(
        &self,
        cancel: &Cancel,
    ) -> impl Iterator<Item = Result<(Option<Field>, Judged), EngineError>> {
        self.tests.iter().map(|test| {
            let field = match &test.kind {
                Kind::Facet(field, _) => Some(*field),
                _ => None,
            };
            if self.near.is_some() && test.term.searches() {
                return Ok((field, self.judge(test, true, cancel)?));
            }
            let key = (test.term.clone(), self.own.clone());
            let judged = self.memory.judged.get(key, || self.judge(test, true, cancel))?;
            Ok((field, judged))
        })
    }

    /// Returns the events that pass the filter, wherever in time they lie.
    pub(super) fn passing(&self) -> Bits {
        let mut passing = Bits::all(self.memory.len());
        // Nobody cancels it, so that nothing is left out.
        for (_, judged) in self.judged(&Cancel::default()).flatten() {
            passing.keep(judged.enough(self.resolved.certain));
        }
        passing
    }

    /// Returns what the filter says of each value of a field.
    pub(super) fn choices(&self, of: Field) -> Vec<Choice> {
        let mut choices = vec![Choice::Neither; self.memory.column(of).len()];
        for test in &self.tests {
            let Kind::Facet(field, named) = &test.kind else { continue };
            if *field != of {
                continue;
            }
            for (choice, _) in choices.iter_mut().zip(named).filter(|(_, named)| **named) {
                *choice = match (test.term.exclude, *choice) {
                    (true, _) | (_, Choice::Excluded) => Choice::Excluded,
                    _ => Choice::Included,
                };
            }
        }
        choices
    }

    /// Judges all events. `wanted` tells whether the test holding would list them, or would hide them.
    ///
    /// Of an event without a date nobody knows whether it was then: it is listed where that was not asked for, and
    /// only possibly where it was to be left out. The same goes for a place.
    fn judge(&self, test: &Compiled, wanted: bool, cancel: &Cancel) -> Result<Judged, EngineError> {
        let memory = self.memory;
        let wanted = wanted != test.term.exclude;
        let judged = match &test.kind {
            Kind::Facet(field, named) => {
                Judged::sure(memory.column(*field).having(named, memory.len()))
            }
            Kind::Text(needle) => match &self.near {
                Some(near) => Judged::sure(memory.found_near(needle, near.clone())),
                None => Judged::sure(memory.found(needle, cancel)?),
            },
            Kind::Ranks(ranks) => {
                Judged::sure(Bits::from_ranks(memory.len(), ranks.iter().copied()))
            }
            Kind::Time(relation, first, last) => {
                let mut judged = memory.times.relate(*relation, (*first, *last));
                if !wanted {
                    judged.perhaps(memory.times.dated()..memory.len());
                }
                judged
            }
            Kind::Near(places) => {
                let unknown = if wanted { Fit::No } else { Fit::Possible };
                let column = memory.column(Field::Place);
                let fit_of = |place: &u32| places.get(*place as usize).copied().flatten();
                let fits: Vec<Option<Fit>> = column.found().numbers().iter().map(fit_of).collect();
                Judged::of(memory.len(), |rank| {
                    let mut best = None;
                    column.each(rank, |place| best = best.max(fits[place]));
                    best.unwrap_or(unknown)
                })
            }
            Kind::Has(part) => Judged::sure(self.having(*part)),
            Kind::Is(state) => Judged::sure(self.being(*state)),
            Kind::AnyOf(alternatives) => {
                let mut any = Judged::sure(Bits::none(memory.len()));
                for tests in alternatives {
                    let mut all = Judged::sure(Bits::all(memory.len()));
                    for test in tests {
                        all.and(&self.judge(test, wanted, cancel)?);
                    }
                    any.or(&all);
                }
                any
            }
        };
        Ok(if test.term.exclude { judged.not() } else { judged })
    }

    fn having(&self, part: Part) -> Bits {
        let memory = self.memory;
        match part {
            Part::Value(field) => memory.column(field).filled(memory.len()),
            Part::Date => self.being(State::Undated).not(),
            Part::Summary => memory.with_trait(Trait::Summary),
            Part::Position => memory.with_trait(Trait::Position),
            Part::Link => memory.with_trait(Trait::Link),
            Part::Note => memory.ranks_of(&self.own.noted),
        }
    }

    fn being(&self, state: State) -> Bits {
        let memory = self.memory;
        match state {
            State::Ongoing => memory.with_trait(Trait::Ongoing),
            State::Undated => {
                let mut undated = Bits::none(memory.len());
                undated.insert_range(memory.times.dated()..memory.len());
                undated
            }
            State::Uncertain => memory.with_trait(Trait::Uncertain),
            State::Approximate => memory.with_trait(Trait::Approximate),
            State::Marked => memory.ranks_of(&self.own.marked),
        }
    }
}
