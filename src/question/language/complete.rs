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
            let words = words.iter().filter(|word| word.starts_with(&typed));
            words.map(|each| word((*each).to_owned(), "")).collect()
        }
        Wanted::Value(field) => facet(*field).map_or_else(Vec::new, |facet| values(facet, &typed)),
    }
}

fn values(facet: &Facet, typed: &str) -> Vec<Completion> {
    let found = facet.values.iter().filter(|value| value.also.contains(typed));
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
