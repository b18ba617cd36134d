//! From letters to terms, parentheses and operators.

use std::ops::Range;

use super::values::Name;

/// A piece of a query that has a meaning of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Minus,
    Or,
    And,
    /// `name:value,value`, or words alone.
    Term {
        /// The name with its colon.
        name: Option<Range<usize>>,
        values: Vec<Value>,
    },
}

/// A value as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// Where it stands, with its quotes.
    pub(super) range: Range<usize>,
    /// What it says, without quotes and escapes.
    pub(super) text: String,
    pub(super) is_quoted: bool,
    /// Whether a quote is missing at its end.
    pub(super) is_open: bool,
}

/// Divides a query.
pub(super) fn lexemes(text: &str) -> Vec<Lexeme> {
    let mut lexemes = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        let sign = match c {
            '(' => Some(Kind::Open),
            ')' => Some(Kind::Close),
            '-' => Some(Kind::Minus),
            _ => None,
        };
        if let Some(kind) = sign {
            at += 1;
            lexemes.push(Lexeme { range: start..at, kind });
        } else if c.is_whitespace() {
            at += c.len_utf8();
        } else {
            let kind = term(text, &mut at);
            lexemes.push(Lexeme { range: start..at, kind });
        }
    }
    lexemes
}

fn term(text: &str, at: &mut usize) -> Kind {
    let start = *at;
    let name = name(&text[start..]).map(|length| start..start + length);
    let Some(name) = name else {
        let value = value(text, at, false);
        return match value.text.as_str() {
            "or" | "OR" if !value.is_quoted => Kind::Or,
            "and" | "AND" if !value.is_quoted => Kind::And,
            _ => Kind::Term { name: None, values: vec![value] },
        };
    };
    *at = name.end;
    let is_list = Name::of(&text[name.start..name.end - 1]).is_none_or(Name::takes_list);
    let mut values = vec![value(text, at, is_list)];
    while is_list && text[*at..].starts_with(',') {
        *at += 1;
        values.push(value(text, at, is_list));
    }
    Kind::Term { name: Some(name), values }
}

/// Returns the length of a name with its colon, if the text begins with one.
fn name(text: &str) -> Option<usize> {
    let letters =
        text.bytes().take_while(|byte| byte.is_ascii_alphabetic() || b"_-".contains(byte));
    let length = letters.count();
    (length > 0 && text[length..].starts_with(':')).then_some(length + 1)
}

/// Reads up to the end of a value; there may be nothing.
fn value(text: &str, at: &mut usize, is_list: bool) -> Value {
    let start = *at;
    let rest = &text[start..];
    if !rest.starts_with('"') {
        let ends = |c: char| c.is_whitespace() || c == '(' || c == ')' || (is_list && c == ',');
        let length = rest.find(ends).unwrap_or(rest.len());
        *at += length;
        let text = rest[..length].to_owned();
        return Value { range: start..*at, text, is_quoted: false, is_open: false };
    }
    let mut said = String::new();
    let mut letters = rest.char_indices().skip(1);
    let mut end = None;
    while let Some((n, c)) = letters.next() {
        match c {
            '"' => {
                end = Some(n + 1);
                break;
            }
            '\\' => said.extend(letters.next().map(|(_, escaped)| escaped)),
            _ => said.push(c),
        }
    }
    *at += end.unwrap_or(rest.len());
    Value { range: start..*at, text: said, is_quoted: true, is_open: end.is_none() }
}
