//! What is being typed where the cursor stands, so that it can be completed.

use std::ops::Range;

use super::{
    lexer::{Kind, Lexeme, Value, lexemes},
    values::Name,
};
use crate::question::Field;

/// A place in a query that a completion would fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The bytes that the completion replaces.
    pub range: Range<usize>,
    /// What was typed of it.
    pub typed: String,
    /// What stands beside it in the same list.
    pub others: Vec<String>,
    /// What belongs there.
    pub wanted: Wanted,
}

/// What belongs in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The name of a field.
    Name,
    /// A value of a field, as the data has it.
    Value(Field),
    /// One of these words.
    Word(Vec<&'static str>),
}

/// Returns what is being typed at a byte of a query; `None` where nothing can be offered.
#[must_use]
pub fn slot(text: &str, cursor: usize) -> Option<Slot> {
    let lexemes = lexemes(text);
    let touched = |lexeme: &&Lexeme| {
        !matches!(lexeme.kind, Kind::Open | Kind::Close | Kind::Minus)
            && lexeme.range.start < cursor
            && cursor <= lexeme.range.end
    };
    let Some(lexeme) = lexemes.iter().find(touched) else {
        return Some(Slot::name(cursor..cursor, ""));
    };
    let (name, values) = match &lexeme.kind {
        Kind::Term { name, values } => (name, values),
        Kind::Compared { .. } => return None,
        _ if !text[lexeme.range.clone()].starts_with(char::is_alphabetic) => {
            return Some(Slot::name(cursor..cursor, ""));
        }
        _ => return Some(Slot::name(lexeme.range.clone(), &text[lexeme.range.start..cursor])),
    };
    let Some(name) = name.as_ref().filter(|name| name.end <= cursor) else {
        let is_quoted = values.first().is_some_and(|value| value.is_quoted);
        let typed = text.get(lexeme.range.start..cursor)?;
        // A name that has its colon is replaced up to there, and its values stay.
        let end = name.as_ref().map_or(lexeme.range.end, |name| name.end);
        let range = lexeme.range.start..end;
        return (!is_quoted).then(|| Slot::name(range, typed));
    };
    let known = Name::of(&text[name.start..name.end - 1])?;
    let within = |value: &&Value| value.range.start <= cursor && cursor <= value.range.end;
    let place = values.iter().position(|value| within(&value))?;
    let value = &values[place];
    let wanted = match known {
        Name::Field(field) => Wanted::Value(field),
        Name::Near if place == 0 => Wanted::Value(Field::Place),
        known => Wanted::Word(known.words()?),
    };
    let typed = text.get(value.range.start..cursor)?.trim_start_matches('"').to_owned();
    let others = values.iter().enumerate().filter(|(n, _)| *n != place);
    let others = others.map(|(_, value)| value.text.trim().to_owned()).collect();
    Some(Slot { range: value.range.clone(), typed, others, wanted })
}

impl Slot {
    fn name(range: Range<usize>, typed: &str) -> Self {
        Self { range, typed: typed.to_owned(), others: Vec::new(), wanted: Wanted::Name }
    }
}
