//! The vocabulary between the screen and whatever holds the events: a [`Question`] and its [`Answer`].
//!
//! Pure values. A question holds all that was chosen and nothing of how it is drawn; an answer holds all
//! that a frame needs and nothing that depends on colours or keys.

#![deny(clippy::disallowed_methods)]

mod answer;
mod askable;
mod field;
mod filter;
mod lanes;
pub mod language;
mod scale;

pub use answer::{
    About, Answer, Bucket, Claimed, Density, Detail, Facet, FacetValue, Known, Line, Linked, Party,
    Row, Silence, Unmatched,
};
pub use askable::{Askable, Counted};
pub use field::Field;
pub use filter::{Centre, Choice, Filter, Part, State, Term, Test, TimeRelation};
pub use lanes::{Drawn, Item, Lane, LaneOrder, Lanes, LanesWish};
pub use scale::{Place, Scale};

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::{Clean, EventKey, Moment};

/// All that decides what is on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Which events are wanted.
    pub filter: Filter,
    /// Which part of the axis is looked at; `None` is all of it, with the undated events at the end.
    pub window: Option<Window>,
    /// What it takes to be in the window.
    pub reading: Reading,
    /// Which event the cursor is on.
    pub cursor: Cursor,
    /// Which lines of the list are wanted.
    pub page: Page,
    /// What is searched for: hits are marked and counted, nothing is hidden.
    pub search: Option<String>,
    /// The facets to count.
    pub facets: Vec<Field>,
    /// Into how many buckets the events of each of their values are counted over time; 0 for none.
    pub sparks: u16,
    /// Whether long empty stretches are to be found, for folding.
    pub fold: bool,
    /// The field of whose values the longest silences are wanted, if any.
    pub silences: Option<Field>,
    /// The lanes that are wanted, if any.
    pub lanes: Option<LanesWish>,
    /// What the person at the keyboard keeps of events, for terms such as `is:marked`.
    pub own: Own,
    /// Into how many buckets the whole file is to be counted.
    pub buckets: u16,
}

impl Question {
    /// Tells whether it takes a search through texts.
    #[must_use]
    pub fn searches(&self) -> bool {
        let is_search = self.search.as_ref().is_some_and(|needle| !needle.trim().is_empty());
        is_search || self.filter.searches()
    }
}

/// Which events the person at the keyboard has marked or written notes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// The marked events.
    pub marked: Arc<BTreeSet<EventKey>>,
    /// The events with a note.
    pub noted: Arc<BTreeSet<EventKey>>,
}

/// The part of the axis that is looked at; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its first second.
    pub from: Moment,
    /// Its last second.
    pub to: Moment,
}

impl Window {
    /// Returns the window between two moments, whichever comes first.
    #[must_use]
    pub fn new(a: Moment, b: Moment) -> Self {
        Self { from: a.min(b), to: a.max(b) }
    }

    /// Returns the number of seconds in it.
    #[must_use]
    pub fn seconds(self) -> i128 {
        i128::from(self.to.0) - i128::from(self.from.0) + 1
    }
}

/// What it takes to be in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reading {
    /// Going on at any moment of it.
    #[default]
    Active,
    /// Beginning in it.
    Starts,
}

/// Where the cursor is, or is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// On this event; where it is not listed, on the nearest in time.
    Event(EventKey),
    /// On the event of this id; without one, as [`Cursor::Last`].
    Id(Clean),
    /// On this row of the list, from 0, or the last one.
    Row(u64),
    /// On the last event whose date is known on both sides; without one, on the last row.
    Last,
    /// On the event nearest to this moment.
    Near(Moment),
    /// On the `n`th hit of the search after the event (before it, when negative), round the ends.
    Hit {
        /// Where to start from.
        from: EventKey,
        /// How many hits to go.
        n: i64,
    },
}

/// Which lines of the list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The row at the top, from 0; moved by the answer where the cursor would not be seen.
    pub top: u64,
    /// The line, from 0, on which the cursor is to stay, whatever is listed above it now; then `top` has no say.
    pub line: Option<u16>,
    /// How many lines there are.
    pub height: u16,
    /// How long an empty stretch must be to get a line of its own, in seconds.
    pub gap: Option<i64>,
}
