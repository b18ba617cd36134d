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
    /// `not` and `!`, which mean the same.
    Not,
    Or,
    And,
    /// `name:value,value`, or words alone.
    Term {
        /// The name with its colon.
        name: Option<Range<usize>>,
        values: Vec<Value>,
    },
    /// `name=value` and the like, which other languages have.
    Compared {
        name: Range<usize>,
        sign: Range<usize>,
        value: Value,
    },
}

/// What stands between two terms or before one, as long as it stands without quotes.
const OPERATORS: [(&str, Kind); 6] = [
    ("or", Kind::Or),
    ("OR", Kind::Or),
    ("and", Kind::And),
    ("AND", Kind::And),
    ("not", Kind::Not),
    ("NOT", Kind::Not),
];
/// The same as signs, which end a word too.
const DOUBLE: [(&str, Kind); 2] = [("||", Kind::Or), ("&&", Kind::And)];
/// With what other languages compare; of two that begin alike the longer first.
const COMPARISONS: [&str; 9] = ["==", "=", "!=", ">=", ">", "<=", "<>", "<", "=~"];

/// Tells whether a word would be taken for something else if it stood without quotes.
pub(super) fn acts(word: &str) -> bool {
    OPERATORS.iter().any(|(operator, _)| *operator == word)
        || DOUBLE.iter().any(|(sign, _)| word.contains(sign))
        || word.starts_with(['-', '!'])
        || word.contains(|c: char| c.is_whitespace() || "(),\"\\:=<>".contains(c))
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
            '!' => Some(Kind::Not),
            _ => None,
        };
        let double = DOUBLE.into_iter().find(|(double, _)| text[at..].starts_with(double));
        if let Some((double, kind)) = double {
            at += double.len();
            lexemes.push(Lexeme { range: start..at, kind });
        } else if let Some(kind) = sign {
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
        if let Some((name, sign)) = comparison(text, start) {
            *at = sign.end + blanks(&text[sign.end..]);
            return Kind::Compared { name, sign, value: value(text, at, false) };
        }
        let value = value(text, at, false);
        let operator = OPERATORS.into_iter().find(|(word, _)| *word == value.text);
        return match operator.filter(|_| !value.is_quoted) {
            Some((_, kind)) => kind,
            None => Kind::Term { name: None, values: vec![value] },
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
    let length = letters(text);
    (length > 0 && text[length..].starts_with(':')).then_some(length + 1)
}

/// Returns how many letters of a name a text begins with.
fn letters(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphabetic() || b"_-".contains(byte)).count()
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Returns where a name and a sign behind it stand that other languages compare with.
fn comparison(text: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let name = start..start + letters(&text[start..]);
    let at = name.end + blanks(&text[name.end..]);
    let sign = COMPARISONS.into_iter().find(|sign| text[at..].starts_with(sign))?;
    let is_operator = OPERATORS.iter().any(|(word, _)| *word == &text[name.clone()]);
    (!name.is_empty() && !is_operator).then_some((name, at..at + sign.len()))
}

/// Reads up to the end of a value; there may be nothing.
fn value(text: &str, at: &mut usize, is_list: bool) -> Value {
    let start = *at;
    let rest = &text[start..];
    if !rest.starts_with('"') {
        let ends = |c: char| c.is_whitespace() || c == '(' || c == ')' || (is_list && c == ',');
        let length = rest.find(ends).unwrap_or(rest.len());
        let double = DOUBLE.iter().filter_map(|(sign, _)| rest[..length].find(sign)).min();
        let length = double.unwrap_or(length);
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
