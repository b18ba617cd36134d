//! What each term of a filter asks of an event, in the words of `question/filter.rs`.

use super::{Oracle, time::relates};
use crate::{
    domain::{Clean, Edge, Event, EventKey, Extent, fold},
    question::{Centre, Field, Part, State, Term, Test},
};

impl<'a> Oracle<'a> {
    pub(super) fn passes(&self, n: usize, term: &Term) -> bool {
        let (certain, possible) = self.term(n, term, true);
        term.off || if self.question.filter.certain { certain } else { possible }
    }

    /// Tells whether a term certainly holds, and whether it possibly does; `wanted` is false under a minus.
    pub(super) fn term(&self, n: usize, term: &Term, wanted: bool) -> (bool, bool) {
        let wanted = wanted != term.exclude;
        let (certain, possible) = self.test(n, &term.test, wanted);
        // What is certainly so is not possibly otherwise.
        if term.exclude { (!possible, !certain) } else { (certain, possible) }
    }

    fn test(&self, n: usize, test: &Test, wanted: bool) -> (bool, bool) {
        let event = self.event(n);
        let when = event.when.as_ref();
        let sure = |holds: bool| (holds, holds);
        // Where nobody knows, nothing is certain, and only what is to be left out is possible.
        let unknown = (false, !wanted);
        match test {
            Test::Facet { field, values } => {
                let own = self.values(n, *field);
                sure(own.iter().any(|(own, label)| values.iter().any(|v| self.means(*field, v, own, label))))
            }
            Test::Id(ids) => sure(ids.iter().any(|id| fold(id) == fold(&event.id))),
            Test::Text(needle) => sure(self.contains(n, needle)),
            Test::Time { relation, when: other } => {
                let Some(own) = when else { return unknown };
                let other = other.extent().span();
                relates(own.extent(), *relation, other.first(), other.last())
            }
            Test::Has(part) => sure(match part {
                Part::Value(field) => !self.values(n, *field).is_empty(),
                Part::Date => when.is_some(),
                Part::Summary => !event.summary.is_empty(),
                Part::Position => self.positions(event).next().is_some(),
                Part::Link => !event.links.is_empty(),
                Part::Note => self.question.own.noted.contains(&EventKey(n as u32)),
            }),
            Test::Is(state) => sure(match state {
                State::Ongoing => when.is_some_and(|w| matches!(w.extent(), Extent::Lasting { end, .. } if end.latest == Edge::Open)),
                State::Undated => when.is_none(),
                State::Uncertain => when.is_some_and(|w| w.as_written().contains(['?', '%'])),
                State::Approximate => when.is_some_and(|w| w.as_written().contains(['~', '%'])),
                State::Marked => self.question.own.marked.contains(&EventKey(n as u32)),
            }),
            Test::Near { centre, km } => {
                let from: Vec<(f64, f64)> = match centre {
                    Centre::At(lat, lon) => vec![(*lat, *lon)],
                    Centre::Named(name) => {
                        let places = self.dataset.places.iter().filter(|p| fold(&p.name) == fold(name) || p.id == *name);
                        places.filter_map(|p| p.position).collect()
                    }
                };
                let mut known = self.positions(event).peekable();
                if known.peek().is_none() {
                    return unknown;
                }
                sure(known.any(|a| from.iter().any(|b| flat_distance(a, *b) <= *km)))
            }
            Test::Linked(ids) => {
                let to = |from: &Event, to: &Event| from.links.iter().any(|link| link.to == to.id);
                let named = |other: &&Event| ids.iter().any(|id| fold(id) == fold(&other.id));
                let others = self.dataset.events.iter().filter(named);
                sure(others.into_iter().any(|other| to(event, other) || to(other, event)))
            }
            Test::AnyOf(alternatives) => {
                let mut any = (false, false);
                for terms in alternatives {
                    let each: Vec<_> = terms.iter().map(|term| self.term(n, term, wanted)).collect();
                    any.0 |= each.iter().all(|(certain, _)| *certain);
                    any.1 |= each.iter().all(|(_, possible)| *possible);
                }
                any
            }
        }
    }

    fn positions(&self, event: &'a Event) -> impl Iterator<Item = (f64, f64)> {
        let places = event.places.iter().map(|place| &self.dataset.places[place.0 as usize]);
        places.filter_map(|place| place.position)
    }

    /// Tells whether a word in a filter means a value: by itself, or by a name unless it is some value itself.
    pub(super) fn means(&self, field: Field, word: &Clean, value: &str, label: &str) -> bool {
        if word.as_str() == value {
            return true;
        }
        let mut every = (0..self.dataset.events.len()).flat_map(|n| self.values(n, field));
        if every.any(|(known, _)| known == word.as_str()) {
            return false;
        }
        let mut names = vec![fold(value), fold(label)];
        let groups = self.dataset.groups.iter().filter(|_| field == Field::Group);
        for group in groups.into_iter().filter(|group| group.id.as_str() == value) {
            names.extend(group.aliases.iter().map(|alias| fold(alias)));
        }
        if field == Field::Source {
            let sources = self.dataset.sources.iter().filter(|s| s.id.as_str() == value);
            names.extend(sources.map(|source| fold(&source.title)));
        }
        names.contains(&fold(word))
    }
}

/// The distance in kilometres of places that are near each other and near the equator.
fn flat_distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1) * 111.2
}
