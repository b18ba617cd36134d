//! Swim lanes: the events of each value of a field, packed into as few lines as they need.

use super::Field;
use crate::domain::{Clean, EventKey, When};

/// Which lanes are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanesWish {
    /// A lane a value of this field.
    pub field: Field,
    /// Which lane is first.
    pub order: LaneOrder,
    /// Over how many columns of the axis.
    pub columns: u16,
    /// How many lines a lane may have; in a single one, what overlaps is counted and not drawn.
    pub lines: u16,
    /// How many lanes at the top are scrolled away.
    pub top: usize,
    /// Whether more or fewer are, where no lane of the selected event would be seen.
    pub follow: bool,
    /// Over how many lines of the screen; no more lanes are wanted.
    pub height: u16,
}

/// Which lane is first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LaneOrder {
    /// The one with the most events.
    #[default]
    Count,
    /// The one whose first event is the earliest.
    First,
    /// The one whose name is first in the alphabet.
    Name,
}

impl LaneOrder {
    /// Returns the word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::First => "first event",
            Self::Name => "name",
        }
    }

    /// Returns the next order, round the end.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Count => Self::First,
            Self::First => Self::Name,
            Self::Name => Self::Count,
        }
    }
}

/// The lanes that were wanted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lanes {
    /// The lanes, from the wanted one on.
    pub lanes: Vec<Lane>,
    /// How many lanes above them are scrolled away.
    pub top: usize,
    /// How many lanes there are in all.
    pub total: usize,
    /// How many events have no value of the field, and so no lane.
    pub without: u64,
}

impl Lanes {
    /// Returns how many of so many lines of the screen each lane gets, for as many lanes as get any: only the
    /// last may get fewer than it has. The last line is left to what is said of the lanes that are not seen.
    #[must_use]
    pub fn seen(&self, height: u16) -> Vec<u16> {
        let all: usize = self.lanes.iter().map(|lane| usize::from(lane.height())).sum();
        let is_all = self.top == 0 && self.lanes.len() == self.total && all <= usize::from(height);
        let note = u16::from(!is_all || self.without > 0);
        let mut left = height.saturating_sub(note).max(height.min(1));
        let lines = self.lanes.iter().map(|lane| {
            let lines = lane.height().min(left);
            left -= lines;
            lines
        });
        lines.take_while(|lines| *lines > 0).collect()
    }
}

/// The events of one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The value in a query.
    pub value: Clean,
    /// The value for people.
    pub label: Clean,
    /// A shorter form of it.
    pub short: Option<Clean>,
    /// How many events it has in the window.
    pub count: u64,
    /// What is drawn, line by line; nothing in a line overlaps.
    pub lines: Vec<Vec<Item>>,
    /// How many events found no room.
    pub more: u64,
    /// Whether the selected event is one of its events, drawn or not.
    pub selected: bool,
}

impl Lane {
    /// Returns how many lines it takes: one for its name, even where nothing is drawn.
    #[must_use]
    pub fn height(&self) -> u16 {
        self.lines.len().max(1) as u16
    }
}

/// Something in a lane: one event, or all that fall in one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its first column.
    pub first: u16,
    /// Its last column.
    pub last: u16,
    /// What it is.
    pub what: Drawn,
    /// Whether the selected event is in it.
    pub selected: bool,
}

/// What stands in a lane.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawn {
    /// An event that takes more than a cell.
    Bar(EventKey, When),
    /// Events that fall in one cell.
    Points {
        /// One of them, to go to.
        key: EventKey,
        /// How many are known to the day or better.
        exact: u32,
        /// How many are vague, though within the cell.
        vague: u32,
    },
}
