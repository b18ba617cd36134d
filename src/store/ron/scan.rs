//! RON as tokens with their bytes, comments and blanks included: the tokens of a text joined are the text.
//!
//! It never fails and never recurses: what is no RON becomes a [`Kind::Stray`] or [`Kind::Unclosed`] token.
//! It knows nothing of datasets.

use std::ops::Range;

/// A kind of bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bracket {
    /// `( )`
    Round,
    /// `[ ]`
    Square,
    /// `{ }`
    Curly,
}

impl Bracket {
    /// Returns the opening sign.
    #[must_use]
    pub const fn open(self) -> char {
        match self {
            Self::Round => '(',
            Self::Square => '[',
            Self::Curly => '{',
        }
    }

    /// Returns the closing sign.
    #[must_use]
    pub const fn close(self) -> char {
        match self {
            Self::Round => ')',
            Self::Square => ']',
            Self::Curly => '}',
        }
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Blanks and line ends (a byte order mark too).
    Space,
    /// `// to the end of the line`
    LineComment,
    /// `/* nested /* too */ */`
    BlockComment,
    /// `#![enable(implicit_some)]`
    Attribute,
    /// `"text"`, `r#"text"#`, and both with a `b` in front.
    Text,
    /// `12`, `-1.5e3`, `0xFF`
    Number,
    /// `'c'`
    Char,
    /// `Event`, `true`, `r#type`
    Word,
    /// An opening bracket.
    Open(Bracket),
    /// A closing bracket.
    Close(Bracket),
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A character that means nothing here.
    Stray,
    /// Something that has an opening sign and no closing one.
    Unclosed(Opened),
}

impl Kind {
    /// Tells whether the token says nothing: blanks, comments and attributes.
    #[must_use]
    pub const fn is_trivia(self) -> bool {
        matches!(self, Self::Space | Self::LineComment | Self::BlockComment | Self::Attribute)
    }
}

/// What was opened and never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// A text in quotes.
    Text,
    /// A `/*` comment.
    Comment,
    /// An `#![` attribute.
    Attribute,
}

/// A piece of RON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Token {
    /// Returns its bytes.
    #[must_use]
    pub const fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Cuts a text into tokens.
#[derive(Debug, Clone)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    /// Starts at a byte of the text, which must begin a character.
    #[must_use]
    pub const fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Returns the kind and the length of the token that begins here.
    fn token(&self, first: u8) -> (Kind, usize) {
        let rest = self.rest();
        match first {
            b' ' | b'\t' | b'\n' | b'\r' => (Kind::Space, self.length_while(is_space)),
            b'"' => self.quoted(0),
            b'(' => (Kind::Open(Bracket::Round), 1),
            b'[' => (Kind::Open(Bracket::Square), 1),
            b'{' => (Kind::Open(Bracket::Curly), 1),
            b')' => (Kind::Close(Bracket::Round), 1),
            b']' => (Kind::Close(Bracket::Square), 1),
            b'}' => (Kind::Close(Bracket::Curly), 1),
            b',' => (Kind::Comma, 1),
            b':' => (Kind::Colon, 1),
            b'/' => self.comment(),
            b'#' => self.attribute(),
            b'\'' => self.character(0),
            b'0'..=b'9' => (Kind::Number, number_length(rest)),
            b'+' | b'-' | b'.' => self.signed(),
            b'b' if rest.get(1) == Some(&b'"') => self.quoted(1),
            b'b' if rest.get(1) == Some(&b'\'') => self.character(1),
            b'r' | b'b' => self.raw(),
            _ => self.word(),
        }
    }

    fn length_while(&self, belongs: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        rest.find(|c| !belongs(c)).unwrap_or(rest.len())
    }

    fn word(&self) -> (Kind, usize) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let first = rest.chars().next().unwrap_or(' ');
        if is_space(first) {
            return (Kind::Space, self.length_while(is_space));
        }
        if first == '_' || first.is_alphabetic() {
            return (Kind::Word, self.length_while(|c| c == '_' || c.is_alphanumeric()));
        }
        (Kind::Stray, first.len_utf8().max(1))
    }

    /// Reads `+`, `-` or `.` with the number behind it; a sign may also stand before `inf` and `NaN`.
    fn signed(&self) -> (Kind, usize) {
        let rest = self.rest();
        let digits = usize::from(rest.get(1) == Some(&b'.')) + 1;
        let behind = rest.get(1..).unwrap_or_default();
        if rest.get(digits).is_some_and(u8::is_ascii_digit) {
            (Kind::Number, number_length(rest))
        } else if behind.starts_with(b"inf") || behind.starts_with(b"NaN") {
            (Kind::Number, 1 + behind.iter().take_while(|b| b.is_ascii_alphanumeric()).count())
        } else {
            (Kind::Stray, 1)
        }
    }

    fn comment(&self) -> (Kind, usize) {
        let rest = self.rest();
        match rest.get(1) {
            Some(b'/') => {
                let end = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
                (Kind::LineComment, end)
            }
            Some(b'*') => {
                let (mut depth, mut at) = (1, 2);
                while depth > 0 {
                    match rest.get(at..).unwrap_or_default() {
                        [] => return (Kind::Unclosed(Opened::Comment), rest.len()),
                        [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
                        [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
                        _ => at += 1,
                    }
                }
                (Kind::BlockComment, at)
            }
            _ => (Kind::Stray, 1),
        }
    }

    fn attribute(&self) -> (Kind, usize) {
        let rest = self.rest();
        if !rest.starts_with(b"#!") {
            return (Kind::Stray, 1);
        }
        match rest.iter().position(|b| *b == b']') {
            Some(end) => (Kind::Attribute, end + 1),
            None => (Kind::Unclosed(Opened::Attribute), self.first_line()),
        }
    }

    fn character(&self, prefix: usize) -> (Kind, usize) {
        let rest = self.text.get(self.at + prefix + 1..).unwrap_or_default();
        let inside = match rest.chars().next() {
            // The longest escape is `\u{10ffff}`.
            Some('\\') => {
                rest.char_indices().skip(2).take(11).find(|(_, c)| *c == '\'').map(|(at, _)| at)
            }
            Some('\'') | None => None,
            Some(c) => rest[c.len_utf8()..].starts_with('\'').then_some(c.len_utf8()),
        };
        match inside {
            Some(length) => (Kind::Char, prefix + 1 + length + 1),
            None => (Kind::Stray, 1),
        }
    }

    /// Reads a text in quotes that begins `prefix` bytes further on.
    fn quoted(&self, prefix: usize) -> (Kind, usize) {
        match quoted_end(self.rest(), prefix + 1) {
            Some(end) => self.unless_swallowed(end),
            None => (Kind::Unclosed(Opened::Text), self.first_line()),
        }
    }

    /// Reads what begins with `r` or `b`: a raw text, a raw word or a plain word.
    fn raw(&self) -> (Kind, usize) {
        let rest = self.rest();
        let letters = if rest.starts_with(b"br") { 2 } else { usize::from(rest.starts_with(b"r")) };
        let behind = rest.get(letters..).unwrap_or_default();
        let hashes = behind.iter().take_while(|b| **b == b'#').count();
        if letters > 0 && behind.get(hashes) == Some(&b'"') {
            let from = letters + hashes + 1;
            let mut at = from;
            while let Some(quote) = rest.get(at..).and_then(|r| r.iter().position(|b| *b == b'"')) {
                at += quote + 1;
                let closing = rest.get(at..).unwrap_or_default();
                if closing.iter().take(hashes).filter(|b| **b == b'#').count() == hashes {
                    return (Kind::Text, at + hashes);
                }
            }
            return (Kind::Unclosed(Opened::Text), self.first_line());
        }
        if letters == 1 && hashes == 1 {
            let length = behind[1..].iter().take_while(|b| is_raw_word_byte(**b)).count();
            if length > 0 {
                return (Kind::Word, 2 + length);
            }
        }
        self.word()
    }

    /// Takes back a text that runs over line ends and is followed by something that cannot follow a text:
    /// its closing quote is then the opening quote of a later text, and the real one is missing.
    fn unless_swallowed(&self, end: usize) -> (Kind, usize) {
        let rest = self.rest();
        let next = rest.get(end).copied().unwrap_or(b' ');
        let may_follow = is_space(char::from(next)) || b",)]}:/".contains(&next);
        if may_follow || !rest[..end].contains(&b'\n') {
            return (Kind::Text, end);
        }
        (Kind::Unclosed(Opened::Text), self.first_line())
    }

    /// Returns the length of what is left of this line, without the comma at its end.
    fn first_line(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default().trim_end();
        line.strip_suffix(',').unwrap_or(line).len().max(1)
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let first = *self.text.as_bytes().get(self.at)?;
        let (kind, length) = self.token(first);
        let start = self.at;
        self.at += length;
        Some(Token { kind, start, end: self.at })
    }
}

/// Finds the byte behind the quote that closes a text, from a byte inside the text.
fn quoted_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|b| matches!(b, b'"' | b'\\'))?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// Returns the length of a number with its sign, exponent and suffix.
fn number_length(bytes: &[u8]) -> usize {
    let is_hex = matches!(bytes, [b'0', b'x' | b'X', ..] | [b'+' | b'-', b'0', b'x' | b'X', ..]);
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    while let Some(byte) = bytes.get(at) {
        let after_exponent = matches!(bytes.get(at.wrapping_sub(1)), Some(b'e' | b'E')) && !is_hex;
        match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.' => at += 1,
            b'+' | b'-' if after_exponent => at += 1,
            _ => break,
        }
    }
    at.max(1)
}

const fn is_raw_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-')
}

/// Tells what RON takes for a blank; a byte order mark is one at the start of a file.
const fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '\n'
            | '\r'
            | '\x0b'
            | '\x0c'
            | '\u{85}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(Kind, &str)]) {
        let tokens: Vec<_> =
            Scanner::new(text, 0).map(|token| (token.kind, &text[token.span()])).collect();
        assert_eq!(tokens, expected);
    }

    #[test]
    fn reads_every_kind_of_token() {
        use Kind::{
            Attribute, BlockComment, Char, Close, Colon, Comma, LineComment, Number, Open, Space,
            Stray, Text, Word,
        };
        check(
            "#![enable(implicit_some)]\n",
            &[(Attribute, "#![enable(implicit_some)]"), (Space, "\n")],
        );
        check("a:1,", &[(Word, "a"), (Colon, ":"), (Number, "1"), (Comma, ",")]);
        check("-1.5e-3+2", &[(Number, "-1.5e-3"), (Number, "+2")]);
        check("0x1e-1", &[(Number, "0x1e"), (Number, "-1")]);
        check("2025-01", &[(Number, "2025"), (Number, "-01")]);
        check(
            "-inf .5 -.5",
            &[(Number, "-inf"), (Space, " "), (Number, ".5"), (Space, " "), (Number, "-.5")],
        );
        check(r#""a\"b\\""#, &[(Text, r#""a\"b\\""#)]);
        check(
            r##"r#"a"b"# br"x" b"y""##,
            &[
                (Text, r##"r#"a"b"#"##),
                (Space, " "),
                (Text, r#"br"x""#),
                (Space, " "),
                (Text, r#"b"y""#),
            ],
        );
        check("r#type rest", &[(Word, "r#type"), (Space, " "), (Word, "rest")]);
        check(
            r"'a' '\'' '\u{1F}'",
            &[(Char, "'a'"), (Space, " "), (Char, r"'\''"), (Space, " "), (Char, r"'\u{1F}'")],
        );
        check(
            "/* a /* b */ */// c\n[",
            &[
                (BlockComment, "/* a /* b */ */"),
                (LineComment, "// c"),
                (Space, "\n"),
                (Open(Bracket::Square), "["),
            ],
        );
        check("é)§", &[(Word, "é"), (Close(Bracket::Round), ")"), (Stray, "§")]);
    }

    #[test]
    fn ends_an_unclosed_text_with_its_line() {
        let text = "title: \"abc,\n  date: \"2025\",";
        let unclosed =
            Scanner::new(text, 0).find(|t| t.kind == Kind::Unclosed(Opened::Text)).unwrap();
        assert_eq!(&text[unclosed.span()], "\"abc");
        check("\"abc", &[(Kind::Unclosed(Opened::Text), "\"abc")]);
        check("r#\"abc\"", &[(Kind::Unclosed(Opened::Text), "r#\"abc\"")]);
        check("/* a", &[(Kind::Unclosed(Opened::Comment), "/* a")]);
    }

    proptest! {
        #[test]
        fn loses_nothing(text in "[\\PC\n\"'\\\\/*#r\\[\\](){}]{0,60}") {
            let mut at = 0;
            for token in Scanner::new(&text, 0) {
                prop_assert_eq!(token.start, at);
                prop_assert!(token.end > at);
                prop_assert!(text.get(token.span()).is_some());
                at = token.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
