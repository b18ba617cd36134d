//! What the answers are, straight from the words of `question.rs`: loops over the dataset, nothing clever.

mod terms;
mod time;

use std::cmp::Reverse;

use self::time::relates;
use crate::{
    domain::{Dataset, Edge, Event, Extent, Moment, Span, fold},
    question::{
        Choice, Cursor, Facet, Field, Line, Question, Reading, Term, Test, TimeRelation, Window,
    },
};

/// A dataset, a question, and which events are listed and hit, in order, by their places in the dataset.
pub(super) struct Oracle<'a> {
    pub(super) dataset: &'a Dataset,
    question: &'a Question,
    /// Every event in the order of the list.
    all: Vec<usize>,
    pub(super) rows: Vec<usize>,
    pub(super) hits: Vec<usize>,
}

/// A line of the page, without what it says.
#[derive(Debug, PartialEq)]
pub(super) enum Listed {
    Event(usize),
    Gap(i64),
}

impl Listed {
    pub(super) fn of(line: &Line) -> Self {
        match line {
            Line::Event(row) => Self::Event(row.key.0 as usize),
            Line::Gap(seconds) => Self::Gap(*seconds),
        }
    }
}

/// Returns what a facet says: value, label, count, choice.
pub(super) fn said(facet: &Facet) -> Vec<(String, String, u64, Choice)> {
    let said = facet.values.iter();
    said.map(|v| (v.value.to_string(), v.label.to_string(), v.count, v.choice)).collect()
}

fn span(event: &Event) -> Option<Span> {
    event.when.as_ref().map(|when| when.extent().span())
}

/// Returns the moment by which an event is placed in time.
fn anchor(event: &Event) -> Option<i64> {
    let span = span(event)?;
    match (span.earliest, span.latest) {
        (Edge::At(moment), _) | (_, Edge::At(moment)) => Some(moment.0),
        _ => None,
    }
}

impl<'a> Oracle<'a> {
    pub(super) fn new(dataset: &'a Dataset, question: &'a Question) -> Self {
        let mut all: Vec<usize> = (0..dataset.events.len()).collect();
        // Dated events before undated ones; equal dates in the order of the file.
        all.sort_by_key(|n| {
            dataset.events[*n].when.as_ref().map_or((1, (0, 0)), |w| (0, w.sort_key()))
        });
        let mut oracle = Self { dataset, question, all, rows: Vec::new(), hits: Vec::new() };
        oracle.rows = oracle.matching().into_iter().filter(|n| oracle.is_possible(*n)).collect();
        if let Some(needle) = question.search.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
            let rows = oracle.rows.iter().copied();
            oracle.hits = rows.filter(|n| oracle.contains(*n, needle)).collect();
        }
        oracle
    }

    /// Counts the events that the search would hit if nothing hid them.
    pub(super) fn hits_hidden(&self) -> u64 {
        let needle = self.question.search.as_deref().map(str::trim).filter(|n| !n.is_empty());
        let all = needle
            .map_or(0, |needle| self.all.iter().filter(|n| self.contains(**n, needle)).count());
        (all - self.hits.len()) as u64
    }

    fn event(&self, n: usize) -> &'a Event {
        &self.dataset.events[n]
    }

    pub(super) fn matching(&self) -> Vec<usize> {
        let passes =
            |n: &usize| self.question.filter.terms.iter().all(|term| self.passes(*n, term));
        self.all.iter().copied().filter(passes).collect()
    }

    pub(super) fn undated(&self) -> u64 {
        self.matching().into_iter().filter(|n| self.event(*n).when.is_none()).count() as u64
    }

    pub(super) fn certain(&self) -> u64 {
        self.rows.iter().filter(|n| self.is_certain(**n)).count() as u64
    }

    /// Tells whether an event may lie in the window and have the dates that are wanted.
    fn is_possible(&self, n: usize) -> bool {
        self.is_listed(n, |_| true)
    }

    /// Tells whether an event is in the window and passes the terms that count.
    fn is_listed(&self, n: usize, counts: impl Fn(&Term) -> bool) -> bool {
        let mut asked = self.question.filter.terms.iter().filter(|term| counts(term));
        let passes = asked.all(|term| self.passes(n, term));
        let (certain, possible) = self.in_window(n);
        passes && if self.question.filter.certain { certain } else { possible }
    }

    /// Tells whether an event certainly lies in the window and has the dates that are wanted.
    pub(super) fn is_certain(&self, n: usize) -> bool {
        let mut terms = self.question.filter.terms.iter();
        self.in_window(n).0 && terms.all(|term| term.off || self.term(n, term, true).0)
    }

    /// Tells whether an event certainly is in the window, and whether it possibly is.
    fn in_window(&self, n: usize) -> (bool, bool) {
        let Some(window) = self.question.window else { return (true, true) };
        let Some(when) = &self.event(n).when else { return (false, false) };
        let relation = match self.question.reading {
            Reading::Active => TimeRelation::Active,
            Reading::Starts => TimeRelation::Starts,
        };
        relates(when.extent(), relation, window.from, window.to)
    }

    pub(super) fn is_contradictory(&self, n: usize) -> bool {
        let claims: Vec<_> = self.event(n).claims.iter().filter_map(|c| c.when.clone()).collect();
        claims.iter().any(|a| claims.iter().any(|b| !a.may_agree(b)))
    }

    fn contains(&self, n: usize, needle: &str) -> bool {
        let event = self.event(n);
        let mut texts = vec![event.title.to_string(), event.summary.to_string()];
        texts.extend(event.kind.iter().map(ToString::to_string));
        for country in &event.countries {
            texts.extend([country.name(), country.name_fr()].map(str::to_owned));
        }
        for party in &event.groups {
            let group = &self.dataset.groups[party.group.0 as usize];
            texts.push(group.name.to_string());
            texts.extend(group.aliases.iter().map(ToString::to_string));
        }
        texts.extend(
            event.places.iter().map(|p| self.dataset.places[p.0 as usize].name.to_string()),
        );
        texts.iter().any(|text| fold(text).contains(&fold(needle)))
    }

    /// Returns the values that an event has of a field, each once: as queries have it, and as people read it.
    pub(super) fn values(&self, n: usize, field: Field) -> Vec<(String, String)> {
        let event = self.event(n);
        let data = self.dataset;
        let same = |word: &str| (word.to_owned(), word.to_owned());
        let mut values: Vec<(String, String)> = match field {
            Field::Country => {
                event.countries.iter().map(|c| (c.code().to_owned(), c.name().to_owned())).collect()
            }
            Field::Group => {
                let named = event.groups.iter().flat_map(|party| {
                    let named = party.group.0 as usize;
                    // A group of the chance datasets is part of one other at most, which is part of none.
                    let whole = data.groups[named].part_of.iter().map(|whole| whole.0 as usize);
                    [named].into_iter().chain(whole)
                });
                let groups = named.map(|n| &data.groups[n]);
                groups.map(|g| (g.id.to_string(), g.name.to_string())).collect()
            }
            Field::Kind => event.kind.iter().map(|kind| same(kind)).collect(),
            Field::Precision => {
                vec![same(event.when.as_ref().map_or("undated", |when| when.precision().name()))]
            }
            Field::Source => {
                let sources = event.sources.iter().map(|s| &data.sources[s.0 as usize]);
                let label = |s: &crate::domain::Source| {
                    s.publisher.as_ref().unwrap_or(&s.title).to_string()
                };
                sources.map(|s| (s.id.to_string(), label(s))).collect()
            }
            Field::Place => {
                let places = event.places.iter().map(|p| &data.places[p.0 as usize]);
                places.map(|p| (p.id.to_string(), p.name.to_string())).collect()
            }
            Field::Role => event
                .groups
                .iter()
                .filter_map(|party| party.role.as_ref())
                .map(|r| same(r))
                .collect(),
            Field::Certainty => event.certainty.iter().map(|c| same(c.name())).collect(),
            Field::Claims => {
                let is_dated = event.claims.iter().any(|claim| claim.when.is_some());
                let word = if self.is_contradictory(n) { "conflict" } else { "agree" };
                is_dated.then(|| same(word)).into_iter().collect()
            }
            Field::Tag => event.tags.iter().map(|tag| same(tag)).collect(),
            Field::File => vec![same(&data.files[event.file.0 as usize])],
        };
        let mut seen = Vec::new();
        values.retain(|value| {
            !seen.contains(value) && {
                seen.push(value.clone());
                true
            }
        });
        values
    }

    /// Counts what one would get with each value: every other field's terms and the window hold.
    pub(super) fn facet(&self, field: Field) -> Vec<(String, String, u64, Choice)> {
        let is_other =
            |term: &Term| !matches!(&term.test, Test::Facet { field: f, .. } if *f == field);
        self.tally(field, |n| self.is_listed(n, is_other))
    }

    /// Returns the shares of the events of a value in each part of the axis.
    pub(super) fn spark(&self, field: Field, wanted: &str) -> Vec<f64> {
        let is_other =
            |term: &Term| !matches!(&term.test, Test::Facet { field: f, .. } if *f == field);
        let parts = if self.extent().is_some() { self.question.sparks } else { 0 };
        let mut spark = vec![0.0; usize::from(parts)];
        let has = |n: &usize| self.values(*n, field).iter().any(|(value, _)| value == wanted);
        for n in self.all.iter().filter(|n| has(n) && self.is_listed(**n, is_other)) {
            let own = self.parts(*n, parts);
            for part in &own {
                spark[*part] += 1.0 / own.len() as f64;
            }
        }
        spark
    }

    /// Counts the events that pass the whole filter, wherever they lie.
    pub(super) fn count_matching(&self, field: Field) -> Vec<(String, String, u64, Choice)> {
        let matching = self.matching();
        self.tally(field, |n| matching.contains(&n))
    }

    fn tally(
        &self,
        field: Field,
        counts: impl Fn(usize) -> bool,
    ) -> Vec<(String, String, u64, Choice)> {
        let mut tally: Vec<(String, String, u64, Choice)> = Vec::new();
        for n in &self.all {
            for (value, label) in self.values(*n, field) {
                let known = tally.iter().position(|(known, ..)| *known == value);
                let place = known.unwrap_or_else(|| {
                    let choice = self.choice(field, &value, &label);
                    tally.push((value, label, 0, choice));
                    tally.len() - 1
                });
                tally[place].2 += u64::from(counts(*n));
            }
        }
        tally.sort_by_key(|(_, label, count, _)| (Reverse(*count), label.clone()));
        tally
    }

    fn choice(&self, field: Field, value: &str, label: &str) -> Choice {
        let mut choice = Choice::Neither;
        for term in &self.question.filter.terms {
            if let Term { test: Test::Facet { field: f, values }, exclude, off: false } = term
                && *f == field
                && values.iter().any(|v| self.means(field, v, value, label))
            {
                choice = match (*exclude, choice) {
                    (true, _) | (false, Choice::Excluded) => Choice::Excluded,
                    (false, _) => Choice::Included,
                };
            }
        }
        choice
    }

    /// Returns the row of the cursor.
    pub(super) fn cursor(&self) -> Option<usize> {
        let last = self.rows.len().checked_sub(1)?;
        Some(match self.question.cursor {
            Cursor::Row(row) => (row as usize).min(last),
            Cursor::Last => self.last_known().unwrap_or(last),
            Cursor::Near(moment) => self.nearest(moment.0),
            Cursor::Event(key) => self.row_or_near(key.0 as usize),
            Cursor::Id(ref id) => {
                let named = self.dataset.events.iter().position(|event| event.id == *id);
                return match named {
                    Some(named) => Some(self.row_or_near(named)),
                    None => Some(self.last_known().unwrap_or(last)),
                };
            }
            Cursor::Hit { from, n } => match self.hit(from.0 as usize, n) {
                Some(hit) => self.rows.iter().position(|row| *row == hit)?,
                None => self.row_or_near(from.0 as usize),
            },
        })
    }

    fn last_known(&self) -> Option<usize> {
        let known = |n: &usize| {
            span(self.event(*n)).is_some_and(|span| {
                matches!((span.earliest, span.latest), (Edge::At(_), Edge::At(_)))
            })
        };
        self.rows.iter().rposition(known)
    }

    fn row_or_near(&self, event: usize) -> usize {
        let listed = self.rows.iter().position(|row| *row == event);
        let near = || anchor(self.event(event)).map(|moment| self.nearest(moment));
        listed.or_else(near).unwrap_or(self.rows.len() - 1)
    }

    fn nearest(&self, moment: i64) -> usize {
        let mut best = 0;
        let distance = |row: usize| {
            anchor(self.event(self.rows[row])).map_or(u64::MAX, |anchor| anchor.abs_diff(moment))
        };
        for row in 1..self.rows.len() {
            if distance(row) < distance(best) {
                best = row;
            }
        }
        best
    }

    /// Walks along the list from an event until the `n`th hit, a step at a time, round the ends.
    fn hit(&self, from: usize, n: i64) -> Option<usize> {
        if self.hits.is_empty() {
            return None;
        }
        let size = self.all.len();
        let mut place = self.all.iter().position(|event| *event == from)?;
        let mut left = n.abs();
        if n == 0 && self.hits.contains(&from) {
            return Some(from);
        }
        loop {
            place = if n < 0 { (place + size - 1) % size } else { (place + 1) % size };
            if self.hits.contains(&self.all[place]) {
                left -= 1;
                if left <= 0 {
                    return Some(self.all[place]);
                }
            }
        }
    }

    /// Returns the lines of all rows from `top` on: a long empty stretch has a line of its own.
    fn lines_from(&self, top: usize) -> Vec<Listed> {
        let mut lines = Vec::new();
        for row in top..self.rows.len() {
            if row > top
                && let Some(gap) =
                    self.gap(self.event(self.rows[row - 1]), self.event(self.rows[row]))
            {
                lines.push(Listed::Gap(gap));
            }
            lines.push(Listed::Event(self.rows[row]));
        }
        lines
    }

    fn gap(&self, above: &Event, here: &Event) -> Option<i64> {
        let latest_start = match above.when.as_ref()?.extent() {
            Extent::Once(span) => span.latest,
            Extent::Lasting { start, .. } => start.latest,
        };
        let (Edge::At(above), Edge::At(here)) = (latest_start, span(here)?.earliest) else {
            return None;
        };
        // Only what is empty in the window counts.
        let gap = match self.question.window {
            None => here.0.saturating_sub(above.0),
            Some(w) => here.min(w.to).0.saturating_sub(above.max(w.from).0),
        };
        (gap >= self.question.page.gap?).then_some(gap)
    }

    /// Tries every row at the top: of those that show the cursor and waste no line, the nearest to the wanted.
    pub(super) fn page(&self, cursor: usize) -> (usize, Vec<Listed>) {
        let height = usize::from(self.question.page.height.max(1));
        let page = |top: usize| self.lines_from(top).into_iter().take(height).collect::<Vec<_>>();
        let shows = |top: usize, row: usize| page(top).contains(&Listed::Event(self.rows[row]));
        let last = self.rows.len() - 1;
        let last_page = (0..=last).find(|top| shows(*top, last)).unwrap();
        let good = (0..=last_page).filter(|top| shows(*top, cursor));
        let wanted = match self.question.page.line {
            None => self.question.page.top,
            // As high as it can be with the cursor on that line or above.
            Some(line) => (0..=cursor)
                .find(|top| {
                    let above = self.lines_from(*top).into_iter().take(usize::from(line) + 1);
                    above.into_iter().any(|line| line == Listed::Event(self.rows[cursor]))
                })
                .unwrap() as u64,
        };
        let top = good.min_by_key(|top| (*top as u64).abs_diff(wanted)).unwrap();
        (top, page(top))
    }

    pub(super) fn extent(&self) -> Option<Window> {
        let mut stated = Vec::new();
        for event in &self.dataset.events {
            match event.when.as_ref().map(|when| when.extent()) {
                None => {}
                Some(Extent::Once(span)) => stated.extend([span.earliest, span.latest]),
                Some(Extent::Lasting { start, end }) => {
                    stated.extend([start.earliest, start.latest, end.earliest, end.latest]);
                }
            }
        }
        let moments = stated.into_iter().filter_map(|edge| match edge {
            Edge::At(moment) => Some(moment),
            Edge::Open | Edge::Unknown => None,
        });
        let moments: Vec<_> = moments.collect();
        let (from, to) = (*moments.iter().min()?, *moments.iter().max()?);
        // Where one day or one year is all there is, five times as much is added on both sides.
        let once =
            self.dataset.events.iter().filter_map(|event| match event.when.as_ref()?.extent() {
                Extent::Once(span) => Some(span.last().0.saturating_sub(span.first().0)),
                Extent::Lasting { .. } => None,
            });
        let narrowest = once.min().filter(|n| *n < i64::MAX);
        let air =
            narrowest.filter(|n| i128::from(to.0) - i128::from(from.0) <= i128::from(*n) * 3 + 2);
        let air = air.map_or(0, |n| n.saturating_add(1).saturating_mul(5));
        Some(Window { from: from.plus(-air), to: to.plus(air) })
    }

    /// Asks of each event and each of some parts of the axis whether the one may lie in the other.
    fn parts(&self, n: usize, parts: u16) -> Vec<usize> {
        let (Some(extent), Some(span)) = (self.extent(), span(self.event(n))) else {
            return Vec::new();
        };
        let start = |part: u16| {
            (i128::from(part) * extent.seconds() + i128::from(parts) - 1) / i128::from(parts)
        };
        let offset = |moment: Moment| {
            i128::from(moment.clamp(extent.from, extent.to).0) - i128::from(extent.from.0)
        };
        let may = |part: &u16| {
            offset(span.first()) < start(part + 1) && offset(span.last()) >= start(*part)
        };
        (0..parts).filter(may).map(usize::from).collect()
    }

    /// Counts over time: exact, vague, hidden.
    pub(super) fn density(&self) -> Vec<[f64; 3]> {
        if self.extent().is_none() {
            return Vec::new();
        }
        let matching = self.matching();
        let mut counts = vec![[0.0; 3]; usize::from(self.question.buckets)];
        for n in 0..self.dataset.events.len() {
            let own = self.parts(n, self.question.buckets);
            for bucket in &own {
                let sort = match (matching.contains(&n), own.len()) {
                    (true, 1) => 0,
                    (true, _) => 1,
                    (false, _) => 2,
                };
                counts[*bucket][sort] += 1.0 / own.len() as f64;
            }
        }
        counts
    }
}
