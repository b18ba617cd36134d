//! Events held in this process: sorted by date once, then asked in one pass over columns.

mod askable;
mod bits;
mod column;
mod cursor;
mod density;
mod detail;
mod facets;
mod fit;
mod judged;
mod lanes;
mod listed;
mod matcher;
mod memo;
mod page;
mod ruler;
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

use self::{
    bits::Bits,
    column::{Column, Groups},
    facets::Counts,
    judged::Judged,
    listed::{Asked, Listed, sure},
    matcher::Matcher,
    memo::Memo,
    ruler::Ruler,
    text::FoldedText,
    times::Times,
    traits::Traits,
};
use super::{Cancel, Engine, EngineError};
use crate::{
    domain::{
        Clean, Dataset, Edge, Event, EventKey, Extent, Fingerprint, Language, When, Zone, fold,
    },
    question::{
        About, Answer, Facet, Field, Filter, Known, Lanes, LanesWish, Own, Question, Scale, Term,
        Unmatched, Window,
    },
};

/// Events in memory. A *rank* is the place of an event in the order of the list.
#[derive(Debug)]
pub struct Memory {
    dataset: Dataset,
    about: About,
    /// The event of each rank.
    order: Vec<EventKey>,
    /// The rank of each event.
    rank: Vec<u32>,
    times: Times,
    traits: Traits,
    bounded: OnceLock<Bits>,
    /// One column a field, made when first asked for.
    columns: [OnceLock<Column>; Field::ALL.len()],
    /// The groups that took part themselves, for lanes.
    named_groups: OnceLock<Column>,
    text: OnceLock<FoldedText>,
    /// What was asked last, and what came of it.
    recent: Memo<Asked, Arc<Listed>, 4>,
    judged: Memo<(Term, Own), Judged, 16>,
    found: Memo<String, Arc<Bits>, 4>,
    rulers: Memo<u16, Arc<Ruler>, 4>,
    /// The values of each field in all events.
    totals: Memo<(Field, u16), Arc<Counts>, 16>,
    lanes: Memo<(Asked, LanesWish, Scale), Arc<Lanes>, 1>,
}

impl Memory {
    /// Takes over a dataset in which `problems` problems were found.
    #[must_use]
    pub fn new(dataset: Dataset, problems: usize) -> Self {
        let order = in_order(&dataset);
        let mut rank: Vec<u32> = vec![0; order.len()];
        for (n, key) in order.iter().enumerate() {
            rank[key.0 as usize] = n as u32;
        }
        let times = Times::new(&dataset.events, &order);
        let traits = Traits::new(&dataset, &rank);
        let about = About {
            title: dataset.title.clone(),
            about: dataset.about.clone(),
            files: dataset.files.clone(),
            total: dataset.events.len() as u64,
            extent: stated_extent(&dataset),
            problems,
            language: Language::default(),
            zone: Zone::UTC,
            fingerprint: Fingerprint::default(),
            stories: dataset.stories.as_slice().into(),
        };
        Self {
            dataset,
            about,
            order,
            rank,
            times,
            traits,
            bounded: OnceLock::new(),
            columns: Default::default(),
            named_groups: OnceLock::new(),
            text: OnceLock::new(),
            recent: Memo::default(),
            judged: Memo::default(),
            found: Memo::default(),
            rulers: Memo::default(),
            totals: Memo::default(),
            lanes: Memo::default(),
        }
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
        let mut memory = Self::new(dataset, problems);
        memory.about.zone = zone;
        memory
    }

    /// Says by which fingerprint a link can tell this data from other data.
    #[must_use]
    pub const fn with_fingerprint(mut self, fingerprint: Fingerprint) -> Self {
        self.about.fingerprint = fingerprint;
        self
    }

    /// Returns what it holds.
    #[must_use]
    pub const fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// Returns the events that pass a filter, in the order of the list.
    #[must_use]
    pub fn matching(&self, filter: &Filter, own: &Own) -> Vec<&Event> {
        let passing = Matcher::new(self, filter, own).passing();
        passing.iter().map(|rank| self.event(rank)).collect()
    }

    /// Counts the events that pass a filter by the values of a field, the most frequent first.
    #[must_use]
    pub fn count(&self, filter: &Filter, own: &Own, field: Field) -> Facet {
        let matcher = Matcher::new(self, filter, own);
        let counts = self.counts(field, &matcher.passing(), 0);
        counts.facet(self.column(field), field, &matcher.choices(field))
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

    fn event(&self, rank: u32) -> &Event {
        &self.dataset.events[self.order[rank as usize].0 as usize]
    }

    /// Returns the ranks of some events.
    fn ranks_of(&self, keys: &BTreeSet<EventKey>) -> Bits {
        let ranks = keys.iter().filter_map(|key| self.rank.get(key.0 as usize));
        Bits::from_ranks(self.len(), ranks.copied())
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

    /// Returns the events whose text contains a needle.
    fn found(&self, needle: &str) -> Arc<Bits> {
        let needle = fold(needle);
        sure(self.found.get(needle.clone(), || Ok(Arc::new(self.text().find(&needle)))))
    }

    fn column(&self, field: Field) -> &Column {
        self.columns[field as usize].get_or_init(|| Column::new(self, field, Groups::WithWholes))
    }

    /// Returns the column by which lanes are made: a whole beside its parts would show everything twice.
    fn lane_column(&self, field: Field) -> &Column {
        match field {
            Field::Group => {
                self.named_groups.get_or_init(|| Column::new(self, field, Groups::Named))
            }
            _ => self.column(field),
        }
    }

    fn text(&self) -> &FoldedText {
        self.text.get_or_init(|| FoldedText::new(self))
    }
}

impl Engine for Memory {
    fn about(&self) -> &About {
        &self.about
    }

    fn known(&self, ids: &BTreeSet<Clean>) -> Vec<Known> {
        let events = (0..).zip(&self.dataset.events);
        let wanted = events.filter(|(_, event)| ids.contains(&event.id));
        let known = wanted.map(|(n, event)| Known {
            key: EventKey(n),
            id: event.id.clone(),
            title: event.title.clone(),
            when: event.when.clone(),
        });
        if ids.is_empty() { Vec::new() } else { known.collect() }
    }

    fn answer(&self, question: &Question, cancel: &Cancel) -> Result<Answer, EngineError> {
        let asked = Asked::new(question);
        let make = || Listed::new(self, &asked, cancel).map(Arc::new);
        let listed = self.recent.get(asked.clone(), make)?;
        let rows = &listed.rows;
        let mut answer = Answer {
            matching: listed.passing.count(),
            possible: listed.possible,
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
        let hits = search.map(|needle| listed.hits(self, needle));
        let hits = hits.as_deref();
        answer.hits = hits.map_or(0, Bits::count);
        let selected = self.find_cursor(&question.cursor, rows, hits);
        if let Some(rank) = selected {
            let row = rows.count_in(0..rank);
            let is_hit = hits.filter(|hits| hits.contains(rank));
            answer.hit = is_hit.map_or(0, |hits| hits.count_in(0..rank) + 1);
            answer.cursor = Some((row, self.detail(rank)));
            let page = page::Page { memory: self, listed: &listed, hits };
            (answer.top, answer.lines) = page.lines(question.page, row);
        }
        cancel.check()?;
        let window = question.window.or(self.about.extent);
        if let Some(window) = window.filter(|_| question.fold) {
            let make = || Ok(self.folds(rows, window).into());
            answer.folds = sure(listed.folds.get((), make)).to_vec();
        }
        if let Some(field) = question.silences {
            answer.silences = self.silences(rows, field);
        }
        if let (Some(wish), Some(window)) = (&question.lanes, window) {
            let scale = Scale::new(window, wish.columns).folded(&answer.folds);
            let make = || Ok(Arc::new(self.lanes(rows, &scale, wish)));
            let known: Arc<Lanes> = sure(self.lanes.get((asked, *wish, scale.clone()), make));
            answer.lanes = Lanes::clone(&known);
            if let Some(rank) = selected {
                self.select_in(&mut answer.lanes, wish, &scale, rank);
            }
        }
        Ok(answer)
    }
}

/// Returns the events as a reader lists them, those without a date last.
fn in_order(dataset: &Dataset) -> Vec<EventKey> {
    let mut dated = Vec::with_capacity(dataset.events.len());
    let mut undated = Vec::new();
    for (n, event) in (0..).zip(&dataset.events) {
        match &event.when {
            Some(when) => dated.push((when.sort_key().0, EventKey(n))),
            None => undated.push(EventKey(n)),
        }
    }
    // By the first number alone, which takes half the time; few events share it.
    dated.sort_unstable();
    for same in dated.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let when = |key: EventKey| dataset.events[key.0 as usize].when.as_ref();
        same.sort_unstable_by_key(|(_, key)| (when(*key).map(When::sort_key), *key));
    }
    dated.into_iter().map(|(_, key)| key).chain(undated).collect()
}

/// Returns the stretch from the first to the last moment that any event states.
///
/// Where that is hardly more than the one day or the one year that is stated, some time is added at both sides:
/// an event that fills the whole axis looks like one that lasted.
fn stated_extent(dataset: &Dataset) -> Option<Window> {
    let mut stated: Option<Window> = None;
    let mut narrowest = i64::MAX;
    let mut see = |edge: Edge| {
        if let Edge::At(moment) = edge {
            let window = stated.get_or_insert(Window { from: moment, to: moment });
            window.from = window.from.min(moment);
            window.to = window.to.max(moment);
        }
    };
    for when in dataset.events.iter().filter_map(|event| event.when.as_ref()) {
        match when.extent() {
            Extent::Once(span) => {
                narrowest = narrowest.min(span.last().0.saturating_sub(span.first().0));
                [span.earliest, span.latest].into_iter().for_each(&mut see);
            }
            Extent::Lasting { start, end } => {
                let edges = [start.earliest, start.latest, end.earliest, end.latest];
                edges.into_iter().for_each(&mut see);
            }
        }
    }
    let stated = stated?;
    if narrowest == i64::MAX || stated.seconds() > i128::from(narrowest) * 3 + 3 {
        return Some(stated);
    }
    let air = narrowest.saturating_add(1).saturating_mul(5);
    Some(Window { from: stated.from.plus(-air), to: stated.to.plus(air) })
}

/// Joins the names under which a value can be found, folded, one a line.
fn also_known_as<'a>(names: impl IntoIterator<Item = &'a str>) -> Arc<str> {
    names.into_iter().map(fold).collect::<Vec<_>>().join("\n").into()
}
