//! What an engine says to a question.

use std::{fmt, sync::Arc};

use super::{Choice, Field, Filter, Lanes, Window, language::quoted};
use crate::domain::{
    Certainty, Clean, Country, EventKey, Fingerprint, Language, Place, Source, Story, When, Zone,
};

/// What an engine holds, whatever is asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// The title of the data.
    pub title: Clean,
    /// What the data is and where it comes from.
    pub about: Clean,
    /// The names of the files.
    pub files: Vec<Clean>,
    /// How many events there are.
    pub total: u64,
    /// From the first to the last moment that any event states; `None` if none has a date.
    pub extent: Option<Window>,
    /// How many problems `check` would report.
    pub problems: usize,
    /// How many of them are errors: something that the data says cannot be used as it stands.
    pub errors: usize,
    /// What tells this data from other data.
    pub fingerprint: Fingerprint,
    /// The language in which countries are named.
    pub language: Language,
    /// The walks through the events that the data tells.
    pub stories: Arc<[Story]>,
    /// The zone on whose clocks all its moments are.
    pub zone: Zone,
}

/// What is to be seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// How many events pass the filter, inside of the window or not.
    pub matching: u64,
    /// How many of these may lie in the window: the rows of the list.
    pub possible: u64,
    /// How many of these certainly do.
    pub certain: u64,
    /// How many that pass the filter have no date.
    pub undated: u64,
    /// The row at the top, from 0.
    pub top: u64,
    /// The lines of the page.
    pub lines: Vec<Line>,
    /// The row of the cursor, from 0, and what is known of its event.
    pub cursor: Option<(u64, Detail)>,
    /// How many rows the search hits.
    pub hits: u64,
    /// How many more events it would hit if the filter and the window hid none.
    pub hits_hidden: u64,
    /// Which of the hits the cursor is on, from 1; 0 if on none.
    pub hit: u64,
    /// Counts per value, one entry a field that was asked for.
    pub facets: Vec<Arc<Facet>>,
    /// Counts over time.
    pub density: Density,
    /// Long stretches of the window in which nothing begins or ends, in order.
    pub folds: Vec<Window>,
    /// The longest silence of each value that has one, the longest first.
    pub silences: Vec<Silence>,
    /// The lanes that were asked for.
    pub lanes: Lanes,
    /// The values in the filter that the data has, each with its field and its name for people.
    pub named: Vec<(Field, Clean, Clean)>,
    /// The values in the filter that nothing in the data has.
    pub unmatched: Vec<Unmatched>,
    /// The filter with the values as the data has them, where it named them otherwise: by an alias, say.
    pub resolved: Option<Filter>,
}

/// A value in a filter that nothing in the data has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// The name before the colon: "group".
    pub name: &'static str,
    /// The value.
    pub value: Clean,
    /// What was probably meant.
    pub near: Option<Clean>,
}

impl fmt::Display for Unmatched {
    /// Says so in a sentence without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing has {}:{}", self.name, quoted(&self.value))?;
        match &self.near {
            Some(near) => write!(f, "; did you mean {}?", quoted(near)),
            None => Ok(()),
        }
    }
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// An event.
    Event(Row),
    /// A stretch of this many seconds in which no listed event is known to begin.
    Gap(i64),
}

/// An event as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which event.
    pub key: EventKey,
    /// When.
    pub when: Option<When>,
    /// What.
    pub title: Clean,
    /// Where.
    pub countries: Vec<Country>,
    /// Who, by short names.
    pub groups: Vec<Clean>,
    /// What sort.
    pub kind: Option<Clean>,
    /// How sure.
    pub certainty: Option<Certainty>,
    /// Whether its claims cannot all be true.
    pub conflict: bool,
    /// Whether the search hits it.
    pub hit: bool,
    /// Whether it lies certainly in the window.
    pub certain: bool,
}

/// Everything that is known of one event, with names in place of keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    /// Which event.
    pub key: EventKey,
    /// Its id.
    pub id: Clean,
    /// When.
    pub when: Option<When>,
    /// What, in a line.
    pub title: Clean,
    /// What, in a paragraph.
    pub summary: Clean,
    /// What sort.
    pub kind: Option<Clean>,
    /// The countries involved.
    pub countries: Vec<Country>,
    /// Who took part.
    pub parties: Vec<Party>,
    /// Where.
    pub places: Vec<Place>,
    /// How sure.
    pub certainty: Option<Certainty>,
    /// What each source says of the date.
    pub claims: Vec<Claimed>,
    /// Whether the claims cannot all be true.
    pub conflict: bool,
    /// Who says so, numbered from 1 in this order.
    pub sources: Vec<Source>,
    /// Relations to other events.
    pub links: Vec<Linked>,
    /// Free labels.
    pub tags: Vec<Clean>,
    /// The file that it was read from, where there are several.
    pub file: Option<Clean>,
}

/// Who took part in an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    /// The id of the group.
    pub id: Clean,
    /// Its name.
    pub name: Clean,
    /// As what.
    pub role: Option<Clean>,
}

/// What a source says of the date of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// The number of the source in [`Detail::sources`], from 1.
    pub source: usize,
    /// Where in the source.
    pub at: Option<Clean>,
    /// The date that follows.
    pub when: Option<When>,
    /// What it says.
    pub says: Option<Clean>,
    /// How the date follows from it.
    pub derived: Option<Clean>,
}

/// A relation to another event.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The other event; `None` if there is none of that id.
    pub to: Option<EventKey>,
    /// The title of the other event, or the id as written.
    pub title: Clean,
    /// When the other event was.
    pub when: Option<When>,
    /// What the relation is.
    pub how: Clean,
}

/// The values of a field, counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Facet {
    /// Which field.
    pub field: Field,
    /// Its values, the most frequent first.
    pub values: Vec<FacetValue>,
    /// How many rarer values there are besides.
    pub more: u64,
}

/// One value of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetValue {
    /// The value in a query: `MLI`, `is-sahel`.
    pub value: Clean,
    /// The value for people: "Mali".
    pub label: Clean,
    /// A shorter form of it, for narrow places.
    pub short: Option<Clean>,
    /// Folded names under which it can be found, one a line.
    pub also: Arc<str>,
    /// The value that this one is a part of, where groups have parts.
    pub part_of: Option<Clean>,
    /// How many events one would get with it: those that pass every other field's terms and the window.
    pub count: u64,
    /// What the filter says of it.
    pub choice: Choice,
    /// The same events over the extent of the data, if that was asked for: one that may lie in several buckets
    /// in shares.
    pub spark: Vec<f32>,
}

/// Counts over the whole extent of the data.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Density {
    /// From the first to the last bucket; `None` if there is nothing to count.
    pub extent: Option<Window>,
    /// Equal parts of the extent.
    pub buckets: Vec<Bucket>,
}

/// The events of one part of the axis. An event that may lie in several counts once in all, in shares.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bucket {
    /// Wanted events that lie in this bucket alone.
    pub exact: f32,
    /// Shares of wanted events that may lie here or elsewhere.
    pub vague: f32,
    /// Events that the filter hides.
    pub hidden: f32,
}

impl Density {
    /// Returns the greatest number of wanted events in one bucket.
    #[must_use]
    pub fn peak(&self) -> f32 {
        self.buckets.iter().map(|b| b.exact + b.vague).fold(0.0, f32::max)
    }
}

/// What is remembered of an event that is marked or has a note.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Which event.
    pub key: EventKey,
    /// Its id.
    pub id: Clean,
    /// What it was.
    pub title: Clean,
    /// When it was.
    pub when: Option<When>,
}

impl From<&Detail> for Known {
    fn from(detail: &Detail) -> Self {
        let Detail { key, id, title, when, .. } = detail;
        Self { key: *key, id: id.clone(), title: title.clone(), when: when.clone() }
    }
}

impl Known {
    /// Returns what decides where it stands in the list: undated ones last, then by date, then as in the files.
    #[must_use]
    pub fn order(&self) -> (bool, Option<(i64, i64)>, EventKey) {
        (self.when.is_none(), self.when.as_ref().map(When::sort_key), self.key)
    }
}

/// A stretch of time in which nothing is known to have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// The value whose events were silent, for people.
    pub label: Clean,
    /// From the last second before it to the first one after it.
    pub stretch: Window,
}
