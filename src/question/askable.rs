//! What can be asked of some data, name by name.

use super::language::Name;
use crate::domain::Clean;

/// What one name of the query language finds in some data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Askable {
    /// The name that stands before the colon: "country".
    pub label: &'static str,
    /// What it stands for.
    pub name: Name,
    /// What it asks for, in a few words.
    pub about: &'static str,
    /// The values that some event has, the most frequent first.
    pub values: Vec<Counted>,
    /// How many events have none of them.
    pub missing: u64,
    /// The first and the last day that any event states, for names that take a date.
    pub extent: Option<(String, String)>,
    /// A query with it that finds something, if there is one.
    pub example: Option<String>,
}

/// A value and the number of events that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// As it stands in a query, without quotes.
    pub value: Clean,
    /// As people read it.
    pub label: Clean,
    /// How many events have it.
    pub count: u64,
}
