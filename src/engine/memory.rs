//! Events held in this process: packed, with columns sorted by date beside them, in memory or in a mapped file.
//!
//! ```text
//! events --builder--> blocks of bytes --kept--> Memory { archive, times, columns, text }
//! question --matcher: a set of bits a term--> listed: rows, facets, density --page, lanes--> answer
//! ```
//! A *rank* is the place of an event in the order of the list, and a set of events is a bit a rank. What was worked out for
//! the last few questions is remembered (`memo`), so that a key counts anew only what it changed.

mod askable;
mod bits;
mod builder;
mod column;
mod cursor;
mod density;
mod detail;
mod facets;
mod fit;
mod gather;
mod glimpse;
mod judged;
mod kept;
mod lanes;
mod listed;
mod matcher;
mod memo;
mod page;
mod ranked;
mod ruler;
mod search;
mod silences;
mod terms;
#[cfg(test)]
mod tests;
mod text;
mod times;
mod traits;

use std::{
    collections::BTreeSet,
    iter,
    sync::{Arc, OnceLock},
};

use xxhash_rust::xxh3::xxh3_64;

pub use self::{
    builder::{Builder, Whole},
    kept::{Fetch, Keep, LAYOUT, Shelf},
};

use self::{
    bits::Bits,
    column::Column,
    facets::Counts,
    gather::{Gathering, Groups, has_wholes},
    judged::Judged,
    lanes::Ordered,
    listed::{Asked, Listed, sure},
    matcher::Matcher,
    memo::Memo,
    ranked::Ranked,
    ruler::Ruler,
    text::FoldedText,
    times::{Dates, Times},
    traits::Traits,
};
use super::{Cancel, Engine, EngineError};
use crate::{
    domain::{Archive, Clean, Dataset, Event, EventKey, Fingerprint, Language, Slab, Zone, fold},
    question::{
        About, Answer, Facet, Field, Filter, Known, LanesWish, Own, Question, Scale, Term,
        Unmatched,
    },
};

/// Events in memory.
#[derive(Debug)]
pub struct Memory {
    archive: Archive,
    about: About,
    /// The number of the event of each rank.
    order: Slab<u32>,
    /// The rank of each event.
    rank: Slab<u32>,
    /// A hash of the id of each event.
    ids: Slab<u32>,
    /// Which event is linked to which, in pairs.
    links: Slab<u32>,
    times: Times,
    traits: Traits,
    bounded: OnceLock<Bits>,
    /// One column a field, made when first asked for.
    columns: [OnceLock<Column>; Field::ALL.len()],
    /// The groups that took part themselves, for lanes.
    named_groups: OnceLock<Column>,
    group_texts: OnceLock<Vec<Arc<str>>>,
    text: OnceLock<FoldedText>,
    /// What was asked last, and what came of it.
    recent: Memo<Asked, Arc<Listed>, 4>,
    judged: Memo<(Term, Own), Judged, 16>,
    found: Memo<String, Arc<Bits>, 4>,
    rulers: Memo<u16, Arc<Ruler>, 4>,
    /// The values of each field in all events.
    totals: Memo<(Field, u16), Arc<Counts>, 16>,
    lanes: Memo<(Asked, LanesWish, Scale), Arc<Ordered>, 1>,
}

impl Memory {
    /// Takes over a dataset in which `problems` problems were found.
    #[must_use]
    pub fn new(dataset: Dataset, problems: usize) -> Self {
        Self::new_on_clocks(dataset, problems, Zone::UTC)
    }

    fn in_zone(dataset: &Dataset, problems: usize, zone: Zone) -> Self {
        let mut dates = Dates::default();
        dataset.events.iter().for_each(|event| dates.see(event.when.as_ref()));
        let order = dates.order();
        let rank = inverse(&order);
        let times = Times::from_columns(dates.columns(&order), order.len() as u32);
        let traits = Traits::new(dataset, &rank);
        let about = About {
            title: dataset.title.clone(),
            about: dataset.about.clone(),
            files: dataset.files.clone(),
            total: dataset.events.len() as u64,
            extent: dates.stated_extent(),
            problems,
            errors: 0,
            language: Language::default(),
            zone,
            fingerprint: Fingerprint::default(),
            stories: dataset.stories.as_slice().into(),
        };
        let columns = columns_of(dataset, &order);
        let ids: Vec<u32> = dataset.events.iter().map(|event| hash(&event.id)).collect();
        let order = (order.into(), rank.into());
        let (ids, links) = (ids.into(), links_of(dataset).into());
        let archive = Archive::new(dataset, zone);
        Self { columns, ..Self::with(archive, about, order, (ids, links), (times, traits)) }
    }

    /// Puts together what is known from the start; everything else is made when it is first asked for.
    fn with(
        archive: Archive,
        about: About,
        (order, rank): (Slab<u32>, Slab<u32>),
        (ids, links): (Slab<u32>, Slab<u32>),
        (times, traits): (Times, Traits),
    ) -> Self {
        Self {
            archive,
            about,
            order,
            rank,
            ids,
            links,
            times,
            traits,
            bounded: OnceLock::new(),
            columns: Default::default(),
            named_groups: OnceLock::new(),
            group_texts: OnceLock::new(),
            text: OnceLock::new(),
            recent: Memo::default(),
            judged: Memo::default(),
            found: Memo::default(),
            rulers: Memo::default(),
            totals: Memo::default(),
            lanes: Memo::default(),
        }
    }

    /// Says how many of the problems are errors.
    #[must_use]
    pub const fn with_errors(mut self, errors: usize) -> Self {
        self.about.errors = errors;
        self
    }

    /// Names countries in a language; they are found by their names in all languages.
    #[must_use]
    pub fn with_language(mut self, language: Language) -> Self {
        self.about.language = language;
        self
    }

    /// Takes over a dataset, with all times of day on the clocks of a zone.
    #[must_use]
    pub fn new_on_clocks(mut dataset: Dataset, problems: usize, zone: Zone) -> Self {
        if zone != Zone::UTC {
            let dates = dataset.events.iter_mut().flat_map(|event| {
                let claimed = event.claims.iter_mut().map(|claim| &mut claim.when);
                iter::once(&mut event.when).chain(claimed)
            });
            let published = dataset.sources.iter_mut().map(|source| &mut source.published);
            for when in dates.chain(published).flatten() {
                *when = when.clone().on_clocks(zone);
            }
        }
        Self::in_zone(&dataset, problems, zone)
    }

    /// Says by which names the files go that it was read from.
    #[must_use]
    pub fn with_files(mut self, files: Vec<Clean>) -> Self {
        self.about.files.clone_from(&files);
        self.archive.files = files;
        self
    }

    /// Says by which fingerprint a link can tell this data from other data.
    #[must_use]
    pub const fn with_fingerprint(mut self, fingerprint: Fingerprint) -> Self {
        self.about.fingerprint = fingerprint;
        self
    }

    /// Returns what it holds.
    #[must_use]
    pub const fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Returns the events that pass a filter, in the order of the list.
    #[must_use]
    pub fn matching(&self, filter: &Filter, own: &Own) -> Vec<EventKey> {
        let passing = Matcher::new(self, filter, own).passing();
        passing.iter().map(|rank| self.key_of(rank)).collect()
    }

    /// Tells whether some event has this id.
    #[must_use]
    pub fn has(&self, id: &Clean) -> bool {
        !self.with_id(id).is_empty()
    }

    /// Counts the events that pass a filter by the values of a field, the most frequent first.
    #[must_use]
    pub fn count(&self, filter: &Filter, own: &Own, field: Field) -> Facet {
        let matcher = Matcher::new(self, filter, own);
        let counts = self.counts(field, &matcher.passing(), 0);
        counts.facet(self, field, &matcher.choices(field), usize::MAX)
    }

    /// Returns the values in a filter that nothing in the data has.
    #[must_use]
    pub fn unmatched(&self, filter: &Filter) -> Vec<Unmatched> {
        Matcher::new(self, filter, &Own::default()).unmatched
    }

    /// Returns how many events there are.
    fn len(&self) -> u32 {
        self.order.len() as u32
    }

    fn key_of(&self, rank: u32) -> EventKey {
        EventKey(self.order.get(rank as usize).copied().unwrap_or_default())
    }

    fn event(&self, rank: u32) -> Event {
        self.archive.event(self.key_of(rank))
    }

    /// Returns the events of an id, in the order of the files.
    fn with_id(&self, id: &Clean) -> Vec<u32> {
        let wanted = hash(id);
        let same = (0..).zip(self.ids.iter()).filter(|(_, hash)| **hash == wanted);
        let is_it = |n: &u32| self.archive.events.get(*n).is_some_and(|event| event.id == *id);
        same.map(|(n, _)| n).filter(is_it).collect()
    }

    /// Returns the ranks of some events.
    fn ranks_of(&self, keys: &BTreeSet<EventKey>) -> Bits {
        let ranks = keys.iter().filter_map(|key| self.rank.get(key.0 as usize)).copied();
        Bits::from_ranks(self.len(), ranks.filter(|rank| *rank < self.len()))
    }

    /// Returns the events whose date is known on both sides.
    fn bounded(&self) -> &Bits {
        self.bounded.get_or_init(|| self.times.bounded())
    }

    /// Returns the extent in equal parts, if there are any.
    fn ruler(&self, parts: u16) -> Option<Arc<Ruler>> {
        let extent = self.about.extent.filter(|_| parts > 0)?;
        let make = || Ok(Arc::new(Ruler::new(&self.times, extent, parts, self.len())));
        Some(sure(self.rulers.get(parts, make)))
    }

    fn column(&self, field: Field) -> &Column {
        self.columns[field as usize].get_or_init(|| self.gathered(field, Groups::WithWholes))
    }

    /// Returns the column by which lanes are made: a whole beside its parts would show everything twice.
    fn lane_column(&self, field: Field) -> &Column {
        match field {
            Field::Group if has_wholes(&self.archive.groups) => {
                self.named_groups.get_or_init(|| self.gathered(field, Groups::Named))
            }
            _ => self.column(field),
        }
    }

    fn gathered(&self, field: Field, groups: Groups) -> Column {
        let events = &self.archive.events;
        let mut gathering = Gathering::new(field, groups, &self.archive.groups);
        events.iter().for_each(|event| gathering.see(&event));
        gathering.finish(&self.order)
    }
}

impl Engine for Memory {
    fn about(&self) -> &About {
        &self.about
    }

    fn known(&self, ids: &BTreeSet<Clean>) -> Vec<Known> {
        let mut keys: Vec<u32> = ids.iter().flat_map(|id| self.with_id(id)).collect();
        keys.sort_unstable();
        let known = |key| {
            let Event { id, title, when, .. } = self.archive.event(EventKey(key));
            Known { key: EventKey(key), id, title, when }
        };
        keys.into_iter().map(known).collect()
    }

    fn extract(&self, event: EventKey) -> Dataset {
        self.archive.extract([event])
    }

    fn is_damaged(&self) -> bool {
        self.archive.damage.is_noted()
    }

    fn glimpse(&self, question: &Question) -> Option<Answer> {
        self.glimpsed(question)
    }

    fn answer(&self, question: &Question, cancel: &Cancel) -> Result<Answer, EngineError> {
        let asked = Asked::new(question);
        let make = || Listed::new(self, &asked, cancel).map(Arc::new);
        let listed = self.recent.get(asked.clone(), make)?;
        let rows = &listed.rows;
        let mut answer = Answer {
            matching: listed.passing.count(),
            possible: rows.count(),
            certain: listed.certain.count(),
            undated: listed.passing.count_in(self.times.dated()..self.len()),
            unmatched: listed.unmatched.clone(),
            named: listed.named.clone(),
            resolved: listed.resolved.clone(),
            density: listed.density(self, question.buckets),
            ..Answer::default()
        };
        for field in &question.facets {
            cancel.check()?;
            answer.facets.push(listed.facet(self, *field, question.sparks));
        }
        cancel.check()?;
        let search = question.search.as_deref().map(str::trim).filter(|needle| !needle.is_empty());
        let hits = search.map(|needle| listed.hits(self, needle, cancel)).transpose()?;
        let hits = hits.as_deref();
        answer.hits = hits.map_or(0, Ranked::count);
        if let Some(needle) = search {
            answer.hits_hidden = self.found(needle, cancel)?.count() - answer.hits;
        }
        let selected = self.find_cursor(&question.cursor, rows, hits);
        if let Some(rank) = selected {
            let row = rows.count_below(rank);
            let is_hit = hits.filter(|hits| hits.contains(rank));
            answer.hit = is_hit.map_or(0, |hits| hits.count_below(rank) + 1);
            answer.cursor = Some((row, self.detail(rank)));
            let page = page::Page { memory: self, listed: &listed, hits };
            (answer.top, answer.lines) = page.lines(question.page, row);
        }
        cancel.check()?;
        let window = question.window.or(self.about.extent);
        if let Some(window) = window.filter(|_| question.fold) {
            let make = || Ok(self.folds(rows, window, question.window.is_some()).into());
            answer.folds = sure(listed.folds.get((), make)).to_vec();
        }
        if let Some(field) = question.silences {
            answer.silences = self.silences(rows, field);
        }
        if let (Some(wish), Some(window)) = (&question.lanes, window) {
            let scale = Scale::new(window, wish.columns).folded(&answer.folds);
            answer.lanes = self.lanes_about((&asked, rows), &scale, wish, selected);
        }
        Ok(answer)
    }
}

/// Returns the columns that a screen shows at once.
fn columns_of(dataset: &Dataset, order: &[u32]) -> [OnceLock<Column>; Field::ALL.len()] {
    let events = &dataset.events;
    let columns: [OnceLock<Column>; Field::ALL.len()] = Default::default();
    for field in [Field::Country, Field::Group, Field::Kind, Field::Precision] {
        let mut gathering = Gathering::new(field, Groups::WithWholes, &dataset.groups);
        for event in events {
            gathering.see(event);
        }
        columns[field as usize].get_or_init(|| gathering.finish(order));
    }
    columns
}

/// Returns which event is linked to which, in pairs.
fn links_of(dataset: &Dataset) -> Vec<u32> {
    let links = (0..).zip(&dataset.events).flat_map(|(from, event)| {
        let to = event.links.iter().filter_map(|link| link.event);
        to.flat_map(move |to| [from, to.0])
    });
    links.collect()
}

/// Hashes an id, to find it among millions.
fn hash(id: &str) -> u32 {
    xxh3_64(id.as_bytes()) as u32
}

/// Returns the rank of each event.
fn inverse(order: &[u32]) -> Vec<u32> {
    let mut rank = vec![0; order.len()];
    for (n, event) in (0..).zip(order) {
        rank[*event as usize] = n;
    }
    rank
}

/// Joins the names under which a value can be found, folded, one a line.
fn also_known_as<'a>(names: impl IntoIterator<Item = &'a str>) -> Arc<str> {
    names.into_iter().map(fold).collect::<Vec<_>>().join("\n").into()
}
