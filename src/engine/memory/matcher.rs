//! A filter and a window, made ready to be asked of each event.
//!
//! What is asked of a vague date or place is certain, possible or false, and "not" turns the first and the last
//! around. An event is listed if nothing it must be is false, and counted as certain if all of it is certain.

use super::{
    Memory,
    fit::{Fit, inside, relate, start_of},
    terms::{Compiled, Compiler, Kind},
};
use crate::{
    domain::{Clean, Edge},
    question::{Choice, Field, Filter, Own, Part, Question, Reading, State, Unmatched, Window},
};

/// The bit of [`Matcher::weigh`] for all terms that belong to no facet.
const OTHER: u16 = 1 << Field::ALL.len();

pub(super) struct Matcher<'a> {
    memory: &'a Memory,
    tests: Vec<Compiled>,
    window: Option<Window>,
    reading: Reading,
    certain_only: bool,
    own: Own,
    /// The values that nothing in the data has.
    pub(super) unmatched: Vec<Unmatched>,
    /// The values that are in the data, by field, with their names.
    pub(super) named: Vec<(Field, Clean, Clean)>,
    /// The filter with the values as the data has them.
    pub(super) resolved: Filter,
}

impl<'a> Matcher<'a> {
    /// Takes the filter alone: no window.
    pub(super) fn of_filter(memory: &'a Memory, filter: &Filter, own: &Own) -> Self {
        Self::new(memory, filter, own, None, Reading::Active)
    }

    pub(super) fn of_question(memory: &'a Memory, question: &Question) -> Self {
        let Question { filter, own, window, reading, .. } = question;
        Self::new(memory, filter, own, *window, *reading)
    }

    fn new(
        memory: &'a Memory,
        filter: &Filter,
        own: &Own,
        window: Option<Window>,
        reading: Reading,
    ) -> Self {
        let mut resolved = filter.clone();
        let mut compiler = Compiler::new(memory);
        let tests = compiler.compile(&mut resolved.terms);
        Self {
            memory,
            tests,
            window,
            reading,
            certain_only: filter.certain,
            own: own.clone(),
            unmatched: compiler.unmatched,
            named: compiler.named,
            resolved,
        }
    }

    pub(super) const fn window(&self) -> Option<Window> {
        self.window
    }

    /// Returns which terms an event misses (a bit for each field, one for all others; 0 if it passes), and how well
    /// it fits those that it does not miss.
    pub(super) fn weigh(&self, rank: u32) -> (u16, Fit) {
        let mut missed = 0;
        let mut all = Fit::Certain;
        for test in &self.tests {
            let fit = self.judge(test, rank, true);
            if self.is_enough(fit) {
                all = all.min(fit);
            } else {
                missed |= match &test.kind {
                    Kind::Facet(field, _) => 1 << *field as u16,
                    _ => OTHER,
                };
            }
        }
        (missed, all)
    }

    /// Tells whether an event passes the filter, wherever in time it lies.
    pub(super) fn passes(&self, rank: u32) -> bool {
        self.weigh(rank).0 == 0
    }

    /// Returns whether an event is in the window too, if it fits its terms so well.
    pub(super) fn in_view(&self, rank: u32, fit: Fit) -> Fit {
        let fit = fit.min(self.in_window(rank));
        if self.is_enough(fit) { fit } else { Fit::No }
    }

    /// Returns how well an event fits filter and window.
    pub(super) fn fit(&self, rank: u32) -> Fit {
        match self.weigh(rank) {
            (0, fit) => self.in_view(rank, fit),
            _ => Fit::No,
        }
    }

    /// Returns what the filter says of each value of a field.
    pub(super) fn choices(&self, of: Field) -> Vec<Choice> {
        let mut choices = vec![Choice::Neither; self.memory.column(of).values.len()];
        for test in &self.tests {
            let Kind::Facet(field, named) = &test.kind else { continue };
            if *field != of {
                continue;
            }
            for (choice, _) in choices.iter_mut().zip(named).filter(|(_, named)| **named) {
                *choice = match (test.exclude, *choice) {
                    (true, _) | (_, Choice::Excluded) => Choice::Excluded,
                    _ => Choice::Included,
                };
            }
        }
        choices
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

    /// Judges an event. `wanted` tells whether the test holding would list it, or would hide it.
    ///
    /// Of an event without a date nobody knows whether it was then: it is listed where that was not asked for, and
    /// only possibly where it was to be left out. The same goes for a place.
    fn judge(&self, test: &Compiled, rank: u32, wanted: bool) -> Fit {
        let wanted = wanted != test.exclude;
        let unknown = if wanted { Fit::No } else { Fit::Possible };
        let fit = match &test.kind {
            Kind::Facet(field, named) => {
                let own = self.memory.column(*field).of(rank);
                Fit::sure(own.iter().any(|value| named[*value as usize]))
            }
            Kind::Ranks(listed) => Fit::sure(listed[rank as usize]),
            Kind::Time(relation, first, last) => match &self.memory.event(rank).when {
                Some(when) => relate(when.extent(), *relation, (*first, *last)),
                None => unknown,
            },
            Kind::Near(places) => {
                let own = self.memory.event(rank).places.iter();
                own.filter_map(|place| places[place.0 as usize]).max().unwrap_or(unknown)
            }
            Kind::Has(part) => Fit::sure(self.has(*part, rank)),
            Kind::Is(state) => Fit::sure(self.is(*state, rank)),
            Kind::AnyOf(alternatives) => {
                let each = alternatives.iter().map(|tests| {
                    tests
                        .iter()
                        .map(|test| self.judge(test, rank, wanted))
                        .min()
                        .unwrap_or(Fit::Certain)
                });
                each.max().unwrap_or(Fit::No)
            }
        };
        if test.exclude { fit.not() } else { fit }
    }

    fn has(&self, part: Part, rank: u32) -> bool {
        let event = self.memory.event(rank);
        match part {
            Part::Value(field) => !self.memory.column(field).of(rank).is_empty(),
            Part::Date => event.when.is_some(),
            Part::Summary => !event.summary.is_empty(),
            Part::Position => {
                let places = &self.memory.dataset.places;
                event.places.iter().any(|place| places[place.0 as usize].position.is_some())
            }
            Part::Link => !event.links.is_empty(),
            Part::Note => self.own.noted.contains(&self.memory.order[rank as usize]),
        }
    }

    fn is(&self, state: State, rank: u32) -> bool {
        let when = self.memory.event(rank).when.as_ref();
        match state {
            State::Ongoing => {
                when.is_some_and(|when| when.is_lasting() && when.latest() == Edge::Open)
            }
            State::Undated => when.is_none(),
            State::Uncertain => when.is_some_and(|when| when.is_uncertain()),
            State::Approximate => when.is_some_and(|when| when.is_approximate()),
            State::Marked => self.own.marked.contains(&self.memory.order[rank as usize]),
        }
    }
}
