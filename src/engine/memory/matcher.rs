//! A filter and a window, made ready to be asked of each event.

use super::Memory;
use crate::{
    domain::{Extent, Moment, Span},
    question::{Field, Filter, Term, TimeRelation, Window},
};

/// How an event lies to the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Certainly in it.
    Certain,
    /// Perhaps in it.
    Possible,
    /// Certainly not in it.
    Outside,
}

/// The bit of [`Matcher::misses`] for all terms that belong to no facet.
const OTHER: u16 = 1 << Field::ALL.len();

pub(super) struct Matcher<'a> {
    memory: &'a Memory,
    tests: Vec<(u16, Test)>,
    window: Option<Window>,
    certain_only: bool,
}

enum Test {
    /// `values[v]` tells whether value `v` of the field is named.
    Facet {
        field: Field,
        values: Vec<bool>,
        exclude: bool,
    },
    Text {
        found: Vec<bool>,
        exclude: bool,
    },
    Time {
        relation: TimeRelation,
        first: Moment,
        last: Moment,
        exclude: bool,
    },
}

impl<'a> Matcher<'a> {
    pub(super) fn new(memory: &'a Memory, filter: &Filter, window: Option<Window>) -> Self {
        let tests = filter.terms.iter().filter_map(|term| match term {
            Term::Facet {
                field,
                values,
                exclude,
            } => {
                let known = &memory.column(*field).values;
                let values = known
                    .iter()
                    .map(|known| values.contains(&known.value))
                    .collect();
                Some((
                    1 << *field as u16,
                    Test::Facet {
                        field: *field,
                        values,
                        exclude: *exclude,
                    },
                ))
            }
            Term::Text { needle, exclude } => {
                let found = memory.text().find(needle);
                Some((
                    OTHER,
                    Test::Text {
                        found,
                        exclude: *exclude,
                    },
                ))
            }
            Term::Time {
                relation,
                when,
                exclude,
            } => {
                let span = when.extent().span();
                let (first, last) = (span.first(), span.last());
                let test = Test::Time {
                    relation: *relation,
                    first,
                    last,
                    exclude: *exclude,
                };
                Some((OTHER, test))
            }
            Term::Certain => None,
        });
        let certain_only = filter.terms.contains(&Term::Certain);
        Self {
            memory,
            tests: tests.collect(),
            window,
            certain_only,
        }
    }

    /// Returns which terms an event misses: a bit for each field, one for all others; 0 if it passes.
    pub(super) fn misses(&self, rank: u32) -> u16 {
        let missed = self
            .tests
            .iter()
            .filter(|(_, test)| !self.passes(test, rank));
        missed.fold(0, |bits, (bit, _)| bits | bit)
    }

    fn passes(&self, test: &Test, rank: u32) -> bool {
        match test {
            Test::Facet {
                field,
                values,
                exclude,
            } => {
                let own = self.memory.column(*field).of(rank);
                own.iter().any(|value| values[*value as usize]) != *exclude
            }
            Test::Text { found, exclude } => found[rank as usize] != *exclude,
            Test::Time {
                relation,
                first,
                last,
                exclude,
            } => {
                // An event without a date stands in no relation to any, so no time term holds of it.
                let Some(when) = &self.memory.event(rank).when else {
                    return *exclude;
                };
                let stretch = (*first, *last);
                relate(when.extent(), *relation, stretch, self.certain_only) != *exclude
            }
        }
    }

    /// Returns how an event of this span lies to the window.
    pub(super) fn fit(&self, span: Option<Span>) -> Fit {
        let fit = match (self.window, span) {
            (None, Some(_)) => Fit::Certain,
            (None, None) => return Fit::Possible,
            (Some(_), None) => Fit::Outside,
            (Some(window), Some(span)) => {
                if span.first() > window.to || span.last() < window.from {
                    Fit::Outside
                } else if span.first() >= window.from && span.last() <= window.to {
                    Fit::Certain
                } else {
                    Fit::Possible
                }
            }
        };
        if self.certain_only && fit == Fit::Possible {
            Fit::Outside
        } else {
            fit
        }
    }
}

/// Tells whether an extent stands in a relation to a stretch of time: certainly, or else possibly.
fn relate(
    extent: Extent,
    relation: TimeRelation,
    (first, last): (Moment, Moment),
    certain: bool,
) -> bool {
    let span = extent.span();
    let inside = |span: Span| {
        if certain {
            span.first() >= first && span.last() <= last
        } else {
            span.last() >= first && span.first() <= last
        }
    };
    match relation {
        TimeRelation::After if certain => span.first() >= first,
        TimeRelation::After => span.last() >= first,
        TimeRelation::Before if certain => span.last() < first,
        TimeRelation::Before => span.first() < first,
        TimeRelation::During => inside(span),
        TimeRelation::Starts => inside(match extent {
            Extent::Once(span) => span,
            Extent::Lasting { start, .. } => start,
        }),
    }
}
