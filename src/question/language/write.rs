//! From a filter to its text, which is read as the same filter again.

use super::{lexer::acts, values::MATCHES};
use crate::{
    domain::Clean,
    question::{Centre, Field, Filter, Term, Test, TimeRelation},
};

/// Writes a filter.
#[must_use]
pub fn write(filter: &Filter) -> String {
    let is_alone = filter.terms.len() == 1 && !filter.certain;
    let mut words: Vec<String> = match filter.terms.as_slice() {
        // What is all there is needs no parentheses.
        [Term { test: Test::AnyOf(all), exclude: false, off: false }] if is_alone => {
            vec![alternatives(all)]
        }
        terms => terms.iter().map(chip).collect(),
    };
    if filter.certain {
        words.push(format!("match:{}", MATCHES[0]));
    }
    words.join(" ")
}

fn chip(term: &Term) -> String {
    match (term.off, &term.test) {
        (false, _) => words(term),
        // It has its parentheses already.
        (true, Test::AnyOf(_)) if !term.exclude => format!("off:{}", words(term)),
        (true, _) => format!("off:({})", words(term)),
    }
}

fn words(term: &Term) -> String {
    let minus = if term.exclude { "-" } else { "" };
    match &term.test {
        Test::Facet { field: Field::Claims, values }
            if values.len() == 1 && *values[0] == *"conflict" =>
        {
            format!("{minus}is:conflict")
        }
        Test::Facet { field, values } => format!("{minus}{}:{}", field.name(), list(values)),
        Test::Id(ids) => format!("{minus}id:{}", list(ids)),
        Test::Linked(ids) => format!("{minus}linked:{}", list(ids)),
        Test::Text(needle) => format!("{minus}{}", quoted(needle)),
        Test::Time { relation, when } => {
            let name = match relation {
                TimeRelation::During if !when.is_lasting() => "on",
                relation => relation.name(),
            };
            format!("{minus}{name}:{}", when.as_written())
        }
        Test::Has(part) => format!("{minus}has:{}", part.name()),
        Test::Is(state) => format!("{minus}is:{}", state.name()),
        Test::Near { centre: Centre::Named(place), km } => {
            format!("{minus}near:{},{km}km", quoted(place))
        }
        Test::Near { centre: Centre::At(lat, lon), km } => {
            format!("{minus}near:{lat},{lon},{km}km")
        }
        Test::AnyOf(all) => format!("{minus}({})", alternatives(all)),
    }
}

fn alternatives(all: &[Vec<Term>]) -> String {
    let each = all.iter().map(|terms| terms.iter().map(words).collect::<Vec<_>>().join(" "));
    each.collect::<Vec<_>>().join(" or ")
}

fn list(values: &[Clean]) -> String {
    values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(",")
}

/// Returns a word as it stands, or in quotes where it would be taken for something else.
#[must_use]
pub fn quoted(word: &str) -> String {
    if word.is_empty() || acts(word) {
        format!("\"{}\"", word.replace('\\', r"\\").replace('"', "\\\""))
    } else {
        word.to_owned()
    }
}
