//! What could stand in a slot of a query: for the prompt of the explorer and for the shell alike.

use super::{NAMES, Slot, Wanted, quoted};
use crate::{
    domain::fold,
    question::{Facet, FacetValue, Field},
};

/// What could stand in place of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What it puts into the query, with quotes where it needs them.
    pub insert: String,
    /// What it is.
    pub about: String,
    /// How many events have it, where that is known.
    pub count: Option<u64>,
    /// How it was found by what was typed.
    pub fit: Fit,
}

/// How a completion was found by what was typed, the best way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It begins so itself.
    Begins,
    /// Another name of it begins so: "mali" for `MLI`.
    Named,
    /// One of its names holds it somewhere: "faso" for `BFA`.
    Holds,
}

/// Returns what could fill a slot, the likeliest first; `facet` counts the values of a field.
#[must_use]
pub fn completions<'a>(
    slot: &Slot,
    facet: impl FnOnce(Field) -> Option<&'a Facet>,
) -> Vec<Completion> {
    let typed = fold(&slot.typed);
    let word = |insert: String, about: &str| Completion {
        insert,
        about: about.to_owned(),
        count: None,
        fit: Fit::Begins,
    };
    match &slot.wanted {
        Wanted::Name => {
            let names = NAMES.iter().filter(|(name, ..)| name.starts_with(&typed));
            names.map(|(name, _, about)| word(format!("{name}:"), about)).collect()
        }
        Wanted::Word(words) => {
            let is_new = |word: &&&str| !slot.others.iter().any(|other| other == **word);
            let words = words.iter().filter(|word| word.starts_with(&typed));
            words.filter(is_new).map(|each| word((*each).to_owned(), "")).collect()
        }
        Wanted::Value(field) => {
            let others: Vec<String> = slot.others.iter().map(|other| fold(other)).collect();
            facet(*field).map_or_else(Vec::new, |facet| values(facet, &typed, &others))
        }
    }
}

fn values(facet: &Facet, typed: &str, others: &[String]) -> Vec<Completion> {
    let is_there = |value: &FacetValue| {
        value.also.lines().any(|name| others.iter().any(|other| other == name))
    };
    let found = facet.values.iter().filter(|value| value.also.contains(typed) && !is_there(value));
    let offer = |value: &FacetValue| Completion {
        fit: if fold(&value.value).starts_with(typed) {
            Fit::Begins
        } else if value.also.lines().any(|name| name.starts_with(typed)) {
            Fit::Named
        } else {
            Fit::Holds
        },
        insert: quoted(&value.value),
        about: if value.label == value.value { String::new() } else { value.label.to_string() },
        count: Some(value.count),
    };
    let (mut first, rest): (Vec<_>, Vec<_>) =
        found.map(offer).partition(|completion| completion.fit < Fit::Holds);
    first.extend(rest);
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Clean,
        question::{Choice, language::slot},
    };

    fn value(value: &str, label: &str, count: u64) -> FacetValue {
        FacetValue {
            value: Clean::new(value),
            label: Clean::new(label),
            short: None,
            also: format!("{}\n{}", fold(label), fold(value)).into(),
            part_of: None,
            count,
            choice: Choice::Neither,
            spark: Vec::new(),
        }
    }

    /// Returns what can be put in at the end of a query, with how it was found.
    fn offered(query: &str) -> Vec<(String, Fit)> {
        let values = vec![
            value("MLI", "Mali", 3),
            value("SOM", "Somalia", 2),
            value("MAR", "Morocco", 1),
            value("set free", "set free", 1),
        ];
        let facet = Facet { field: Field::Country, values, more: 0 };
        let slot = slot(query, query.len()).unwrap();
        let offered = completions(&slot, |field| Some(&facet).filter(|_| field == Field::Country));
        offered.into_iter().map(|completion| (completion.insert, completion.fit)).collect()
    }

    #[track_caller]
    fn check(query: &str, wanted: &[(&str, Fit)]) {
        let wanted: Vec<_> =
            wanted.iter().map(|(insert, fit)| ((*insert).to_owned(), *fit)).collect();
        assert_eq!(offered(query), wanted, "{query}");
    }

    #[test]
    fn tells_how_each_was_found() {
        check("country:m", &[("MLI", Fit::Begins), ("MAR", Fit::Begins), ("SOM", Fit::Holds)]);
        check("country:Mali", &[("MLI", Fit::Named), ("SOM", Fit::Holds)]);
        check("-country:set", &[("\"set free\"", Fit::Begins)]);
        check("country:zz", &[]);
        check("coup (ma", &[("match:", Fit::Begins)]);
        check("is:un", &[("undated", Fit::Begins), ("uncertain", Fit::Begins)]);
        check("kind:c", &[]);
    }
}
