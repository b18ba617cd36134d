//! Events held in this process: sorted by date once, then asked in one pass over columns.

mod askable;
mod column;
mod density;
mod detail;
mod facets;
mod fit;
mod lanes;
mod matcher;
mod page;
mod silences;
mod terms;
#[cfg(test)]
mod tests;
mod text;

use std::{
    collections::BTreeSet,
    iter,
    sync::{Arc, OnceLock},
};

use self::{
    column::{Column, Groups},
    fit::Fit,
    matcher::Matcher,
    text::FoldedText,
};
use super::{Cancel, Engine, EngineError};
use crate::{
    domain::{
        Clean, Dataset, Edge, Event, EventKey, Extent, Fingerprint, Language, Moment, Span, When,
        Zone, fold,
    },
    question::{
        About, Answer, Cursor, Facet, Field, Filter, Known, Own, Question, Scale, Unmatched, Window,
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
    /// First and last possible moment of each rank; `None` if undated.
    spans: Vec<Option<Span>>,
    /// One column a field, made when first asked for.
    columns: [OnceLock<Column>; Field::ALL.len()],
    /// The groups that took part themselves, for lanes.
    named_groups: OnceLock<Column>,
    text: OnceLock<FoldedText>,
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
        // In the order of memory, since going from event to event by rank would wait for each of them.
        let mut spans = vec![None; order.len()];
        for (rank, event) in rank.iter().zip(&dataset.events) {
            spans[*rank as usize] = event.when.as_ref().map(When::span);
        }
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
            spans,
            columns: Default::default(),
            named_groups: OnceLock::new(),
            text: OnceLock::new(),
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
        let matcher = Matcher::of_filter(self, filter, own);
        let ranks = 0..self.order.len() as u32;
        ranks.filter(|rank| matcher.passes(*rank)).map(|rank| self.event(rank)).collect()
    }

    /// Counts the events that pass a filter by the values of a field, the most frequent first.
    #[must_use]
    pub fn count(&self, filter: &Filter, own: &Own, field: Field) -> Facet {
        let matcher = Matcher::of_filter(self, filter, own);
        let column = self.column(field);
        let mut counts = vec![0; column.values.len()];
        for rank in (0..self.order.len() as u32).filter(|rank| matcher.passes(*rank)) {
            column.of(rank).iter().for_each(|value| counts[*value as usize] += 1);
        }
        column.facet(field, &counts, &matcher.choices(field), |_| Vec::new())
    }

    /// Returns the values in a filter that nothing in the data has.
    #[must_use]
    pub fn unmatched(&self, filter: &Filter) -> Vec<Unmatched> {
        Matcher::of_filter(self, filter, &Own::default()).unmatched
    }

    fn event(&self, rank: u32) -> &Event {
        &self.dataset.events[self.order[rank as usize].0 as usize]
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

    /// Returns the row of the cursor among the ranks that are listed.
    fn find_cursor(&self, cursor: &Cursor, rows: &[u32], hits: &[u32]) -> Option<u64> {
        let last = rows.len().checked_sub(1)?;
        let row = match cursor {
            Cursor::Row(row) => usize::try_from(*row).unwrap_or(last).min(last),
            Cursor::Last => {
                let bounded = |span: &Option<Span>| {
                    matches!(span, Some(Span { earliest: Edge::At(_), latest: Edge::At(_) }))
                };
                rows.iter().rposition(|rank| bounded(&self.spans[*rank as usize])).unwrap_or(last)
            }
            Cursor::Near(moment) => self.nearest(*moment, rows),
            Cursor::Id(id) => {
                let key = self.dataset.events.iter().position(|event| event.id == *id);
                let cursor = key.map_or(Cursor::Last, |key| Cursor::Event(EventKey(key as u32)));
                return self.find_cursor(&cursor, rows, hits);
            }
            Cursor::Event(key) => {
                let rank = self.rank.get(key.0 as usize).copied().unwrap_or(0);
                match rows.binary_search(&rank) {
                    Ok(row) => row,
                    Err(_) => match self.anchor(rank) {
                        Some(moment) => self.nearest(moment, rows),
                        None => last,
                    },
                }
            }
            Cursor::Hit { from, n } => {
                let rank = self.rank.get(from.0 as usize).copied().unwrap_or(0);
                let Some(hit) = hit_after(hits, rank, *n) else {
                    return self.find_cursor(&Cursor::Event(*from), rows, &[]);
                };
                rows.binary_search(&hit).unwrap_or(last)
            }
        };
        Some(row as u64)
    }

    fn nearest(&self, moment: Moment, rows: &[u32]) -> usize {
        let distance =
            |rank: &u32| self.anchor(*rank).map_or(u64::MAX, |anchor| anchor.0.abs_diff(moment.0));
        let nearest = (0..rows.len()).min_by_key(|row| distance(&rows[*row]));
        nearest.unwrap_or(0)
    }

    /// Returns the moment by which an event is placed in the list.
    fn anchor(&self, rank: u32) -> Option<Moment> {
        let span = self.spans[rank as usize]?;
        match (span.earliest, span.latest) {
            (Edge::At(moment), _) | (_, Edge::At(moment)) => Some(moment),
            _ => None,
        }
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
        let matcher = Matcher::of_question(self, question);
        let mut counter = facets::Counter::new(self, &question.facets, question.sparks);
        let mut density = density::Counter::new(self.about.extent, question.buckets);
        let mut answer = Answer::default();
        let mut rows = Vec::new();
        for rank in 0..self.order.len() as u32 {
            if rank % 65_536 == 0 {
                cancel.check()?;
            }
            let (misses, fit) = matcher.weigh(rank);
            let span = self.spans[rank as usize];
            density.add(span, misses == 0);
            if misses == 0 {
                answer.matching += 1;
                answer.undated += u64::from(span.is_none());
            }
            if !misses.is_power_of_two() && misses != 0 {
                continue;
            }
            let fit = matcher.in_view(rank, fit);
            if fit == Fit::No {
                continue;
            }
            counter.add(rank, misses, span);
            if misses == 0 {
                rows.push(rank);
                answer.certain += u64::from(fit == Fit::Certain);
            }
        }
        answer.possible = rows.len() as u64;
        answer.facets = counter.facets(&matcher);
        answer.density = density.finish();
        let hits = self.hits(&rows, question.search.as_deref());
        answer.hits = hits.len() as u64;
        if let Some(row) = self.find_cursor(&question.cursor, &rows, &hits) {
            let rank = rows[row as usize];
            answer.hit = hits.binary_search(&rank).map_or(0, |n| n as u64 + 1);
            answer.cursor = Some((row, self.detail(rank)));
            let page = page::Page { memory: self, rows: &rows, hits: &hits, matcher: &matcher };
            (answer.top, answer.lines) = page.lines(question.page, row as usize);
        }
        let window = question.window.or(self.about.extent);
        if let Some(window) = window.filter(|_| question.fold) {
            answer.folds = self.folds(&rows, window);
        }
        if let Some(field) = question.silences {
            answer.silences = self.silences(&rows, field);
        }
        if let (Some(wish), Some(window)) = (&question.lanes, window) {
            let scale = Scale::new(window, wish.columns).folded(&answer.folds);
            let selected = answer.cursor.as_ref().map(|(_, detail)| detail.key);
            answer.lanes = self.lanes(&rows, &scale, wish, selected);
        }
        let Matcher { unmatched, named, resolved, .. } = matcher;
        (answer.unmatched, answer.named) = (unmatched, named);
        answer.resolved = Some(resolved).filter(|resolved| *resolved != question.filter);
        Ok(answer)
    }
}

impl Memory {
    fn hits(&self, rows: &[u32], search: Option<&str>) -> Vec<u32> {
        match search.map(str::trim) {
            Some(needle) if !needle.is_empty() => {
                let found = self.text().find(needle);
                rows.iter().copied().filter(|rank| found[*rank as usize]).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Returns the `n`th hit after a rank (before it, when negative), round the ends; for 0 the first at or after it.
fn hit_after(hits: &[u32], rank: u32, n: i64) -> Option<u32> {
    let len = i64::try_from(hits.len()).ok().filter(|len| *len > 0)?;
    // Whole rounds lead back to where one was. None is left out for 0, which has a meaning of its own.
    let n = if n > len || n < -len { n % len + len * n.signum() } else { n };
    let before = hits.partition_point(|hit| *hit < rank) as i64;
    let at_hit = hits.binary_search(&rank).is_ok();
    let index = match n {
        0 => before,
        1.. => before + n - i64::from(!at_hit),
        _ => before + n,
    };
    hits.get(usize::try_from(index.rem_euclid(len)).ok()?).copied()
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
