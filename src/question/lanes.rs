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
    /// How many lanes at most.
    pub most: u16,
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
    /// How many lanes there are in all.
    pub total: usize,
    /// How many events have no value of the field, and so no lane.
    pub without: u64,
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
