//! Which events are wanted: terms joined by *and*, each of them a chip on the screen.

use std::mem;

use super::Field;
use crate::domain::{Clean, When};

/// Which events are wanted. Terms are joined by *and*; no term means every event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// The terms, in the order in which they were added.
    pub terms: Vec<Term>,
    /// Whether dates, distances and the window must certainly fit, not only possibly.
    pub certain: bool,
}

/// One condition, a chip on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What is asked of an event.
    pub test: Test,
    /// Whether the events of which it holds are left out.
    pub exclude: bool,
    /// Whether the chip is switched off, and nothing is asked for the moment.
    pub off: bool,
}

/// What can be asked of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The field has any of these values.
    Facet {
        /// Which field.
        field: Field,
        /// Alpha-3 codes, group ids, kinds ...: the values as [`FacetValue::value`](super::FacetValue) has
        /// them, or another name of theirs.
        values: Vec<Clean>,
    },
    /// Its id is one of these.
    Id(Vec<Clean>),
    /// The title, the summary or a name contains this, folded.
    Text(Clean),
    /// The date stands in this relation to another.
    Time {
        /// Which relation.
        relation: TimeRelation,
        /// The other date.
        when: When,
    },
    /// It has such a part at all.
    Has(Part),
    /// It is in this state.
    Is(State),
    /// It happened within some kilometres of a place.
    Near {
        /// Which place.
        centre: Centre,
        /// How far off at most, in kilometres.
        km: f64,
    },
    /// An event of one of these ids is linked to it, either way.
    Linked(Vec<Clean>),
    /// Any of these holds, each of them a list of terms joined by *and*.
    AnyOf(Vec<Vec<Term>>),
}

/// How an event's date may stand to another date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeRelation {
    /// On or after its first moment.
    After,
    /// Before its first moment.
    Before,
    /// Inside of it.
    During,
    /// Beginning inside of it.
    Starts,
    /// Going on at some moment of it.
    Active,
}

impl Term {
    /// Tells whether it takes a search through texts.
    #[must_use]
    pub fn searches(&self) -> bool {
        match &self.test {
            Test::Text(_) => !self.off,
            Test::AnyOf(alternatives) => alternatives.iter().flatten().any(Self::searches),
            _ => false,
        }
    }
}

impl TimeRelation {
    /// Returns the word for it in a query: "after".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Before => "before",
            Self::During => "during",
            Self::Starts => "starts",
            Self::Active => "active",
        }
    }
}

/// A part that an event may have or lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A value of this field.
    Value(Field),
    /// A date.
    Date,
    /// A summary.
    Summary,
    /// A place whose position is known.
    Position,
    /// A link to another event.
    Link,
    /// A note of the person at the keyboard.
    Note,
}

impl Part {
    /// All parts, in the order in which they are offered.
    pub const ALL: [Self; 13] = [
        Self::Value(Field::Country),
        Self::Value(Field::Group),
        Self::Value(Field::Kind),
        Self::Value(Field::Place),
        Self::Value(Field::Role),
        Self::Value(Field::Source),
        Self::Value(Field::Certainty),
        Self::Value(Field::Tag),
        Self::Date,
        Self::Summary,
        Self::Position,
        Self::Link,
        Self::Note,
    ];

    /// Returns the word for it in a query: "place".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value(field) => field.name(),
            Self::Date => "date",
            Self::Summary => "summary",
            Self::Position => "position",
            Self::Link => "link",
            Self::Note => "note",
        }
    }
}

/// A state that an event may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It is not known to have ended: the end of its date is open.
    Ongoing,
    /// It has no date.
    Undated,
    /// Its date is said to be uncertain.
    Uncertain,
    /// Its date is said to be approximate.
    Approximate,
    /// The person at the keyboard has marked it.
    Marked,
}

impl State {
    /// All states, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Ongoing, Self::Undated, Self::Uncertain, Self::Approximate, Self::Marked];

    /// Returns the word for it in a query: "ongoing".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ongoing => "ongoing",
            Self::Undated => "undated",
            Self::Uncertain => "uncertain",
            Self::Approximate => "approximate",
            Self::Marked => "marked",
        }
    }
}

/// From where a distance is counted.
#[derive(Debug, Clone, PartialEq)]
pub enum Centre {
    /// A place of the data, by id or name.
    Named(Clean),
    /// Latitude and longitude in degrees, WGS 84.
    At(f64, f64),
}

/// What the filter says of one value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Nothing.
    Neither,
    /// Events with it are wanted.
    Included,
    /// Events with it are left out.
    Excluded,
}

impl From<Test> for Term {
    /// Asks for events of which the test holds.
    fn from(test: Test) -> Self {
        Self { test, exclude: false, off: false }
    }
}

impl Term {
    /// Asks for events of which the test does not hold.
    #[must_use]
    pub const fn not(test: Test) -> Self {
        Self { test, exclude: true, off: false }
    }

    /// Tells whether it speaks of a field alone.
    fn is_of(&self, of: Field) -> bool {
        matches!(&self.test, Test::Facet { field, .. } if *field == of)
    }
}

impl Filter {
    /// Tells whether nothing is asked, not even by a chip that is switched off.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && !self.certain
    }

    /// Returns what the filter says of a value, by the chips that are on.
    #[must_use]
    pub fn choice(&self, of: Field, value: &str) -> Choice {
        let chosen = |wanted: bool| {
            self.terms.iter().any(|term| {
                matches!(term, Term { test: Test::Facet { field, values }, exclude, off: false }
                    if *field == of && *exclude == wanted && values.iter().any(|v| v.as_str() == value))
            })
        };
        if chosen(true) {
            Choice::Excluded
        } else if chosen(false) {
            Choice::Included
        } else {
            Choice::Neither
        }
    }

    /// Makes `value` included or excluded; asking for what already holds takes it back.
    pub fn toggle(&mut self, of: Field, value: &Clean, wanted: Choice) {
        let before = self.choice(of, value);
        self.forget(of, value);
        if before != wanted && wanted != Choice::Neither {
            self.choose(of, value, wanted);
        }
        self.drop_repeats();
    }

    fn choose(&mut self, of: Field, value: &Clean, wanted: Choice) {
        let leave_out = wanted == Choice::Excluded;
        let same = self.terms.iter_mut().find_map(|term| match term {
            Term { test: Test::Facet { field, values }, exclude, off: false }
                if *field == of && *exclude == leave_out =>
            {
                Some(values)
            }
            _ => None,
        });
        match same {
            Some(values) => values.push(value.clone()),
            None => self.terms.push(Term {
                test: Test::Facet { field: of, values: vec![value.clone()] },
                exclude: leave_out,
                off: false,
            }),
        }
    }

    /// Wants only events with `value`, whatever was said of the field before.
    pub fn only(&mut self, of: Field, value: &Clean) {
        self.terms.retain(|term| !term.is_of(of));
        self.toggle(of, value, Choice::Included);
    }

    /// Switches the `n`th term off, or on again, and returns it; `n` counts from 0.
    pub fn switch(&mut self, n: usize) -> Option<Term> {
        let term = self.terms.get_mut(n)?;
        term.off = !term.off;
        let switched = term.clone();
        self.drop_repeats();
        Some(switched)
    }

    /// Switches every term on.
    pub fn switch_on(&mut self) {
        self.terms.iter_mut().for_each(|term| term.off = false);
        self.drop_repeats();
    }

    /// Leaves only what is certain, or takes that back; returns whether it is so now.
    pub const fn toggle_certain(&mut self) -> bool {
        self.certain = !self.certain;
        self.certain
    }

    /// Returns the filter without the chips that are switched off.
    #[must_use]
    pub fn in_force(&self) -> Self {
        let on = self.terms.iter().filter(|term| !term.off);
        Self { terms: on.cloned().collect(), certain: self.certain }
    }

    /// Tells whether it takes a search through texts.
    #[must_use]
    pub fn searches(&self) -> bool {
        self.terms.iter().any(Term::searches)
    }

    /// Tells whether it asks for what the person at the keyboard keeps of events: marks or notes.
    #[must_use]
    pub fn asks_for_own(&self) -> bool {
        fn asks(term: &Term) -> bool {
            match &term.test {
                Test::Is(State::Marked) | Test::Has(Part::Note) => true,
                Test::AnyOf(alternatives) => alternatives.iter().flatten().any(asks),
                _ => false,
            }
        }
        self.terms.iter().any(asks)
    }

    /// Returns the filter with every chip switched off.
    #[must_use]
    pub fn switched_off(&self) -> Self {
        let mut off = Self { certain: false, ..self.clone() };
        off.terms.iter_mut().for_each(|term| term.off = true);
        off.drop_repeats();
        off
    }

    /// Asks for nothing twice: a term may have become what another one already was.
    fn drop_repeats(&mut self) {
        for term in mem::take(&mut self.terms) {
            if !self.terms.contains(&term) {
                self.terms.push(term);
            }
        }
    }

    fn forget(&mut self, of: Field, value: &Clean) {
        for term in &mut self.terms {
            if let Test::Facet { field, values } = &mut term.test
                && *field == of
            {
                values.retain(|v| v != value);
            }
        }
        let is_empty =
            |test: &Test| matches!(test, Test::Facet { values, .. } if values.is_empty());
        self.terms.retain(|term| !is_empty(&term.test));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mali() -> Clean {
        Clean::new("MLI")
    }

    #[test]
    fn toggles_a_value_in_and_out_again() {
        let mut filter = Filter::default();
        filter.toggle(Field::Country, &mali(), Choice::Included);
        filter.toggle(Field::Country, &Clean::new("NER"), Choice::Included);
        assert_eq!(filter.terms.len(), 1, "values of one field share a chip");
        assert_eq!(filter.choice(Field::Country, "MLI"), Choice::Included);
        filter.toggle(Field::Country, &mali(), Choice::Included);
        assert_eq!(filter.choice(Field::Country, "MLI"), Choice::Neither);
        filter.toggle(Field::Country, &Clean::new("NER"), Choice::Included);
        assert!(filter.is_empty(), "an empty chip goes away");
    }

    #[test]
    fn moves_a_value_from_included_to_excluded() {
        let mut filter = Filter::default();
        filter.toggle(Field::Country, &mali(), Choice::Included);
        filter.toggle(Field::Country, &mali(), Choice::Excluded);
        assert_eq!(filter.choice(Field::Country, "MLI"), Choice::Excluded);
        assert_eq!(filter.terms.len(), 1);
    }

    #[test]
    fn only_replaces_what_was_said_of_the_field_and_of_no_other() {
        let mut filter = Filter::default();
        filter.toggle(Field::Kind, &Clean::new("coup"), Choice::Excluded);
        filter.toggle(Field::Country, &mali(), Choice::Excluded);
        filter.only(Field::Country, &Clean::new("FRA"));
        assert_eq!(filter.choice(Field::Country, "MLI"), Choice::Neither);
        assert_eq!(filter.choice(Field::Country, "FRA"), Choice::Included);
        assert_eq!(filter.choice(Field::Kind, "coup"), Choice::Excluded);
    }

    #[test]
    fn asks_for_nothing_twice() {
        let coup = Term::from(Test::Text(Clean::new("coup")));
        let off = Term { off: true, ..coup.clone() };
        let mut filter = Filter { terms: vec![off.clone(), coup.clone()], certain: false };
        assert_eq!(filter.switch(0), Some(coup.clone()));
        assert_eq!(filter.terms, std::slice::from_ref(&coup));

        filter.terms = vec![off.clone(), coup];
        assert_eq!(filter.switch(1), Some(off.clone()));
        assert_eq!(filter.terms, [off]);

        let mut filter = Filter::default();
        filter.toggle(Field::Country, &mali(), Choice::Included);
        filter.switch(0);
        let only_mali = filter.terms.clone();
        filter.terms.push(Term {
            off: true,
            ..Term::from(Test::Facet {
                field: Field::Country,
                values: vec![mali(), Clean::new("NER")],
            })
        });
        filter.toggle(Field::Country, &Clean::new("NER"), Choice::Neither);
        assert_eq!(filter.terms, only_mali);
    }

    #[test]
    fn says_nothing_by_a_chip_that_is_off() {
        let mut filter = Filter::default();
        filter.toggle(Field::Country, &mali(), Choice::Included);
        filter.terms[0].off = true;
        assert_eq!(filter.choice(Field::Country, "MLI"), Choice::Neither);
        assert!(!filter.is_empty() && filter.in_force().is_empty());
        filter.toggle(Field::Country, &mali(), Choice::Included);
        assert_eq!(
            filter.terms.len(),
            1,
            "choosing a value again does not leave its old chip behind"
        );
        assert_eq!(filter.choice(Field::Country, "MLI"), Choice::Included);
    }
}
