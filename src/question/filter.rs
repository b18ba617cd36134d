//! Which events are wanted: terms joined by *and*, each of them a chip on the screen.

use crate::domain::{Clean, When};

/// A property of events that can be counted and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The countries involved.
    Country,
    /// The groups that took part.
    Group,
    /// The sort of event.
    Kind,
    /// How precisely the date is known.
    Precision,
    /// Who says so.
    Source,
    /// Where it happened.
    Place,
    /// What groups took part as.
    Role,
    /// How sure the editor is.
    Certainty,
    /// Whether the sources' dates can all be true.
    Claims,
    /// Free labels.
    Tag,
    /// The file that the event was read from.
    File,
}

impl Field {
    /// All fields, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Country,
        Self::Group,
        Self::Kind,
        Self::Precision,
        Self::Source,
        Self::Place,
        Self::Role,
        Self::Certainty,
        Self::Claims,
        Self::Tag,
        Self::File,
    ];

    /// Returns the word for it in a query and on the screen: "country".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Group => "group",
            Self::Kind => "kind",
            Self::Precision => "precision",
            Self::Source => "source",
            Self::Place => "place",
            Self::Role => "role",
            Self::Certainty => "certainty",
            Self::Claims => "claims",
            Self::Tag => "tag",
            Self::File => "file",
        }
    }

    /// Returns the field of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// Which events are wanted. Terms are joined by *and*; no term means every event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// The terms, in the order in which they were added.
    pub terms: Vec<Term>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// The field has any of these values; with `exclude`, none of them.
    Facet {
        /// Which field.
        field: Field,
        /// Alpha-3 codes, group ids, kinds ...: the values as [`FacetValue::value`](super::FacetValue) has them.
        values: Vec<Clean>,
        /// Whether events with such a value are left out.
        exclude: bool,
    },
    /// The title, the summary or a name contains this, folded.
    Text {
        /// What to look for.
        needle: Clean,
        /// Whether events that contain it are left out.
        exclude: bool,
    },
    /// The date stands in this relation to another.
    Time {
        /// Which relation.
        relation: TimeRelation,
        /// The other date.
        when: When,
        /// Whether events of which this holds are left out.
        exclude: bool,
    },
    /// Time terms and the window must certainly hold, not only possibly.
    Certain,
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

impl Filter {
    /// Tells whether every event is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Returns what the filter says of a value.
    #[must_use]
    pub fn choice(&self, of: Field, value: &str) -> Choice {
        let chosen = |wanted: bool| {
            self.terms.iter().any(|term| {
                matches!(term, Term::Facet { field, values, exclude }
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
        if before == wanted || wanted == Choice::Neither {
            return;
        }
        let leave_out = wanted == Choice::Excluded;
        let same = self.terms.iter_mut().find_map(|term| match term {
            Term::Facet { field, values, exclude } if *field == of && *exclude == leave_out => {
                Some(values)
            }
            _ => None,
        });
        match same {
            Some(values) => values.push(value.clone()),
            None => self.terms.push(Term::Facet {
                field: of,
                values: vec![value.clone()],
                exclude: leave_out,
            }),
        }
    }

    /// Wants only events with `value`, whatever was said of the field before.
    pub fn only(&mut self, of: Field, value: &Clean) {
        self.terms.retain(|term| !matches!(term, Term::Facet { field, .. } if *field == of));
        self.toggle(of, value, Choice::Included);
    }

    /// Leaves only what is certain, or takes that back; returns whether it is so now.
    pub fn toggle_certain(&mut self) -> bool {
        let before = self.terms.len();
        self.terms.retain(|term| *term != Term::Certain);
        let is_certain = self.terms.len() == before;
        if is_certain {
            self.terms.push(Term::Certain);
        }
        is_certain
    }

    /// Wants only events that contain `needle`, in place of an earlier text; an empty one wants them all.
    pub fn narrow(&mut self, needle: &Clean) {
        self.terms.retain(|term| !matches!(term, Term::Text { exclude: false, .. }));
        if !needle.trim().is_empty() {
            self.terms.push(Term::Text { needle: Clean::new(needle.trim()), exclude: false });
        }
    }

    fn forget(&mut self, of: Field, value: &Clean) {
        for term in &mut self.terms {
            if let Term::Facet { field, values, .. } = term
                && *field == of
            {
                values.retain(|v| v != value);
            }
        }
        self.terms.retain(|term| !matches!(term, Term::Facet { values, .. } if values.is_empty()));
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
    fn narrowing_replaces_the_earlier_text() {
        let mut filter = Filter::default();
        filter.narrow(&Clean::new("truck"));
        filter.narrow(&Clean::new(" release "));
        assert_eq!(filter.terms, [Term::Text { needle: Clean::new("release"), exclude: false }]);
        filter.narrow(&Clean::new(" "));
        assert!(filter.is_empty());
    }
}
