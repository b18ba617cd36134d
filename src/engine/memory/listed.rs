//! What is listed for one filter and one window, and all that is counted of it.
//!
//! Going up and down in a list changes nothing of this, so it is kept: a key press counts anew only what it changed.

use std::{convert::Infallible, sync::Arc};

use super::{
    Memory, bits::Bits, density::density, facets::Counts, judged::Judged, matcher::Matcher,
    memo::Memo, ranked::Ranked,
};
use crate::{
    domain::Clean,
    engine::{Cancel, EngineError},
    question::{
        Choice, Density, Facet, Field, Filter, Own, Question, Reading, TimeRelation, Unmatched,
        Window,
    },
};

/// The most values of a field that a screen is told of; the others are counted.
const MOST_VALUES: usize = 10_000;

/// All that decides what is listed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    filter: Filter,
    window: Option<Window>,
    reading: Reading,
    own: Own,
}

impl Asked {
    pub(super) fn new(question: &Question) -> Self {
        Self {
            filter: question.filter.clone(),
            window: question.window,
            reading: question.reading,
            own: question.own.clone(),
        }
    }
}

/// The events that are listed, and those that would be if a field were not asked about.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) window: Option<Window>,
    /// The events that pass the filter, inside of the window or not.
    pub(super) passing: Ranked,
    /// The events of the list.
    pub(super) rows: Ranked,
    /// Those of them that are certainly meant.
    pub(super) certain: Ranked,
    /// What would be listed without the terms of each field that has any.
    without: Vec<(Field, Bits)>,
    /// What the filter says of the values of each of these.
    choices: Vec<(Field, Vec<Choice>)>,
    pub(super) unmatched: Vec<Unmatched>,
    pub(super) named: Vec<(Field, Clean, Clean)>,
    /// The filter with the values as the data has them, where that is another.
    pub(super) resolved: Option<Filter>,
    facets: Memo<(Field, u16), Arc<Facet>, 16>,
    densities: Memo<u16, Arc<Density>, 2>,
    pub(super) folds: Memo<(), Arc<[Window]>, 1>,
    pub(super) hits: Memo<String, Arc<Ranked>, 2>,
}

/// Turns a result that cannot fail into its value.
pub(super) fn sure<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

impl Listed {
    pub(super) fn new(
        memory: &Memory,
        asked: &Asked,
        cancel: &Cancel,
    ) -> Result<Self, EngineError> {
        cancel.check()?;
        Self::of(Matcher::new(memory, &asked.filter, &asked.own), memory, asked, cancel)
    }

    /// Lists what a matcher lets pass.
    pub(super) fn of(
        matcher: Matcher<'_>,
        memory: &Memory,
        asked: &Asked,
        cancel: &Cancel,
    ) -> Result<Self, EngineError> {
        let is_certain_only = asked.filter.certain;
        let terms = matcher.judged(cancel).collect::<Result<Vec<_>, _>>()?;
        let all = Judged::sure(Bits::all(memory.len()));
        let in_window = asked.window.map_or_else(
            || all.clone(),
            |window| {
                let relation = match asked.reading {
                    Reading::Active => TimeRelation::Active,
                    Reading::Starts => TimeRelation::Starts,
                };
                memory.times.relate(relation, (window.from, window.to))
            },
        );
        cancel.check()?;
        let mut passing = Bits::all(memory.len());
        let mut certain = Bits::clone(&in_window.certain);
        for (_, judged) in &terms {
            passing.keep(judged.enough(is_certain_only));
            certain.keep(&judged.certain);
        }
        let mut rows = passing.clone();
        rows.keep(in_window.enough(is_certain_only));
        let mut fields: Vec<Field> = terms.iter().filter_map(|(field, _)| *field).collect();
        fields.sort_unstable();
        fields.dedup();
        let without = |field: &Field| {
            let mut rows = Bits::clone(in_window.enough(is_certain_only));
            for (_, judged) in terms.iter().filter(|(of, _)| of.as_ref() != Some(field)) {
                rows.keep(judged.enough(is_certain_only));
            }
            (*field, rows)
        };
        let without = fields.iter().map(without).collect();
        let choices = fields.iter().map(|field| (*field, matcher.choices(*field))).collect();
        let Matcher { unmatched, named, resolved, .. } = matcher;
        Ok(Self {
            window: asked.window,
            passing: passing.into(),
            rows: rows.into(),
            certain: certain.into(),
            without,
            choices,
            unmatched,
            named,
            resolved: Some(resolved).filter(|resolved| *resolved != asked.filter),
            facets: Memo::default(),
            densities: Memo::default(),
            folds: Memo::default(),
            hits: Memo::default(),
        })
    }

    /// Returns the values of a field with how many events one would get with each.
    pub(super) fn facet(&self, memory: &Memory, field: Field, sparks: u16) -> Arc<Facet> {
        sure(self.facets.get((field, sparks), || Ok(Arc::new(self.count(memory, field, sparks)))))
    }

    fn count(&self, memory: &Memory, field: Field, sparks: u16) -> Facet {
        let set = self.without.iter().find(|(of, _)| *of == field).map_or(&*self.rows, |(_, b)| b);
        let choices = self.choices.iter().find(|(of, _)| *of == field);
        let choices = choices.map_or(&[][..], |(_, choices)| choices);
        memory.counts(field, set, sparks).facet(memory, field, choices, MOST_VALUES)
    }

    /// Returns the counts over time.
    pub(super) fn density(&self, memory: &Memory, buckets: u16) -> Density {
        let Some(ruler) = memory.ruler(buckets) else {
            return Density { extent: memory.about.extent, buckets: Vec::new() };
        };
        let make = || Ok(Arc::new(density(&ruler, &self.passing)));
        let known: Arc<Density> = sure(self.densities.get(buckets, make));
        Density::clone(&known)
    }

    /// Returns the rows that a search hits.
    pub(super) fn hits(
        &self,
        memory: &Memory,
        needle: &str,
        cancel: &Cancel,
    ) -> Result<Arc<Ranked>, EngineError> {
        self.hits.get(needle.to_owned(), || {
            let mut hits = Bits::clone(&*memory.found(needle, cancel)?);
            hits.keep(&self.rows);
            Ok(Arc::new(hits.into()))
        })
    }
}

impl Memory {
    /// Counts the values of a field in a set of events.
    pub(super) fn counts(&self, field: Field, set: &Bits, sparks: u16) -> Counts {
        let column = self.column(field);
        let count =
            |set: &Bits| Counts::new(column, &self.times, set, self.ruler(sparks).as_deref());
        if set.count() * 2 <= u64::from(self.len()) {
            return count(set);
        }
        // What is left out are fewer events, and what all of them have is known.
        let make = || Ok(Arc::new(count(&Bits::all(self.len()))));
        let all = sure(self.totals.get((field, sparks), make));
        if set.count() == u64::from(self.len()) {
            return Counts::clone(&all);
        }
        Counts::clone(&all).without(&count(&set.not()))
    }
}
