//! A filter and a window, made ready to be asked of each event.
//!
//! What a time term says of a vague date is certain, possible or false, and "not" turns the first and the last
//! around. An event is listed if nothing it must be is false, and counted as certain if all of it is certain.

use super::Memory;
use crate::{
    domain::{Extent, Moment, Span},
    question::{Field, Filter, Question, Reading, Term, TimeRelation, Window},
};

/// Whether something holds of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It does not.
    No,
    /// It may.
    Possible,
    /// It does.
    Certain,
}

impl Fit {
    const fn sure(holds: bool) -> Self {
        if holds { Self::Certain } else { Self::No }
    }

    const fn not(self) -> Self {
        match self {
            Self::No => Self::Certain,
            Self::Possible => Self::Possible,
            Self::Certain => Self::No,
        }
    }
}

/// The bit of [`Matcher::misses`] for all terms that belong to no facet.
const OTHER: u16 = 1 << Field::ALL.len();

pub(super) struct Matcher<'a> {
    memory: &'a Memory,
    tests: Vec<(u16, Test)>,
    window: Option<Window>,
    reading: Reading,
    certain_only: bool,
}

struct Test {
    kind: Kind,
    exclude: bool,
}

enum Kind {
    /// `values[v]` tells whether value `v` of the field is named.
    Facet(Field, Vec<bool>),
    /// Tells of each rank whether the text was found.
    Text(Vec<bool>),
    Time(TimeRelation, Moment, Moment),
}

impl<'a> Matcher<'a> {
    /// Takes the filter alone: no window.
    pub(super) fn of_filter(memory: &'a Memory, filter: &Filter) -> Self {
        Self::new(memory, filter, None, Reading::Active)
    }

    pub(super) fn of_question(memory: &'a Memory, question: &Question) -> Self {
        Self::new(memory, &question.filter, question.window, question.reading)
    }

    fn new(memory: &'a Memory, filter: &Filter, window: Option<Window>, reading: Reading) -> Self {
        let tests = filter.terms.iter().filter_map(|term| {
            let (bit, kind, exclude) = match term {
                Term::Facet { field, values, exclude } => {
                    let known = &memory.column(*field).values;
                    let named = known.iter().map(|known| values.contains(&known.value)).collect();
                    (1 << *field as u16, Kind::Facet(*field, named), *exclude)
                }
                Term::Text { needle, exclude } => {
                    (OTHER, Kind::Text(memory.text().find(needle)), *exclude)
                }
                Term::Time { relation, when, exclude } => {
                    let span = when.extent().span();
                    (OTHER, Kind::Time(*relation, span.first(), span.last()), *exclude)
                }
                Term::Certain => return None,
            };
            Some((bit, Test { kind, exclude }))
        });
        let certain_only = filter.terms.contains(&Term::Certain);
        Self { memory, tests: tests.collect(), window, reading, certain_only }
    }

    pub(super) const fn window(&self) -> Option<Window> {
        self.window
    }

    /// Returns which terms an event misses: a bit for each field, one for all others; 0 if it passes.
    pub(super) fn misses(&self, rank: u32) -> u16 {
        let missed = self.tests.iter().filter(|(_, test)| !self.is_enough(self.judge(test, rank)));
        missed.fold(0, |bits, (bit, _)| bits | bit)
    }

    /// Returns whether an event is in the window and has the dates that are wanted.
    pub(super) fn fit(&self, rank: u32) -> Fit {
        let mut fit = self.in_window(rank);
        for (_, test) in self.tests.iter().filter(|(_, test)| matches!(test.kind, Kind::Time(..))) {
            fit = fit.min(self.judge(test, rank));
        }
        if self.is_enough(fit) { fit } else { Fit::No }
    }

    fn is_enough(&self, fit: Fit) -> bool {
        fit >= if self.certain_only { Fit::Certain } else { Fit::Possible }
    }

    fn in_window(&self, rank: u32) -> Fit {
        let Some(window) = self.window else { return Fit::Certain };
        let stretch = (window.from, window.to);
        match (self.reading, self.memory.spans[rank as usize]) {
            (_, None) => Fit::No,
            (Reading::Active, Some(span)) => inside(span, stretch),
            (Reading::Starts, Some(_)) => {
                let when = self.memory.event(rank).when.as_ref();
                when.map_or(Fit::No, |when| inside(start_of(when.extent()), stretch))
            }
        }
    }

    fn judge(&self, test: &Test, rank: u32) -> Fit {
        let fit = match &test.kind {
            Kind::Facet(field, named) => {
                let own = self.memory.column(*field).of(rank);
                Fit::sure(own.iter().any(|value| named[*value as usize]))
            }
            Kind::Text(found) => Fit::sure(found[rank as usize]),
            Kind::Time(relation, first, last) => {
                let Some(when) = &self.memory.event(rank).when else {
                    // Nobody knows whether it was then, so it is listed only where it was not asked for.
                    return if test.exclude { Fit::Possible } else { Fit::No };
                };
                relate(when.extent(), *relation, (*first, *last))
            }
        };
        if test.exclude { fit.not() } else { fit }
    }
}

/// Tells whether a span lies in a stretch of time: all of it, or any of it.
fn inside(span: Span, (first, last): (Moment, Moment)) -> Fit {
    if span.first() > last || span.last() < first {
        Fit::No
    } else if span.first() >= first && span.last() <= last {
        Fit::Certain
    } else {
        Fit::Possible
    }
}

const fn start_of(extent: Extent) -> Span {
    match extent {
        Extent::Once(span) => span,
        Extent::Lasting { start, .. } => start,
    }
}

/// Tells whether an extent stands in a relation to a stretch of time.
fn relate(extent: Extent, relation: TimeRelation, stretch: (Moment, Moment)) -> Fit {
    let span = extent.span();
    let (first, _) = stretch;
    let both = |certain, possible| match (certain, possible) {
        (true, _) => Fit::Certain,
        (false, true) => Fit::Possible,
        (false, false) => Fit::No,
    };
    match relation {
        TimeRelation::After => both(span.first() >= first, span.last() >= first),
        TimeRelation::Before => both(span.last() < first, span.first() < first),
        TimeRelation::During => inside(span, stretch),
        TimeRelation::Starts => inside(start_of(extent), stretch),
    }
}
