//! A filter as one line of text: what is typed, linked to, saved and given to `-q`.
//!
//! ```text
//! country:MLI,NER -group:wagner after:2025-01 (release or "set free") match:certain
//! ```
//! Terms are joined by *and*; `or` and parentheses group, `-` negates. `and`, `&&`, `||`, `not` and `!` are taken for
//! what they mean elsewhere; signs that compare are refused. What was written ([`write`](fn@write)) is read
//! ([`read`]) as the same filter.
//!
//! A text is read on every key, so whatever is half-typed or wrong leaves the rest standing: it is told as a
//! [`Mistake`] with its place, and asks nothing.

mod complete;
mod lexer;
mod reader;
mod slot;
#[cfg(test)]
mod tests;
mod values;
mod write;

use std::ops::Range;

pub use self::{
    complete::{Completion, Fit, completions},
    slot::{Slot, Wanted, slot},
    values::{NAMES, Name},
    write::{quoted, write},
};
use super::Filter;

/// What a text says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// All that could be understood.
    pub filter: Filter,
    /// What could not, in the order of the text.
    pub mistakes: Vec<Mistake>,
    /// What is taken otherwise than it may be meant.
    pub notes: Vec<Mistake>,
    /// What each piece of the text is, in order; what is between them has no meaning.
    pub pieces: Vec<(Range<usize>, Piece)>,
}

/// Something that is wrong in a query, told to whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes of the text that are wrong.
    pub range: Range<usize>,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What to write instead, likewise.
    pub help: Option<String>,
    /// Whether it may become right as typing goes on.
    pub unfinished: bool,
}

/// What a piece of a query is, which decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The name of a field with its colon.
    Name,
    /// A value of a field.
    Value,
    /// Words to look for.
    Words,
    /// `-`, `not`, `or`, `and` and parentheses.
    Operator,
}

impl Query {
    /// Returns the filter if nothing is wrong.
    ///
    /// # Errors
    /// Returns the first mistake.
    pub fn finished(self) -> Result<Filter, Mistake> {
        match self.mistakes.into_iter().next() {
            None => Ok(self.filter),
            Some(mistake) => Err(mistake),
        }
    }
}

/// The longest query, in bytes: what is longer was pasted by mistake.
pub const LONGEST: usize = 65_536;

/// Reads a query, as far as it can be understood.
#[must_use]
pub fn read(text: &str) -> Query {
    if text.len() > LONGEST {
        let message = format!("a query is at most {LONGEST} bytes long");
        let help = Some("a list of many events is better written to a file: list -o".to_owned());
        let range = text.len()..text.len();
        let mistakes = vec![Mistake { range, message, help, unfinished: false }];
        return Query { mistakes, ..Query::default() };
    }
    reader::Reader::new(text).read()
}
