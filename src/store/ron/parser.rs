//! Reads the tree of a text so that one mistake spoils no more than it must.
//!
//! A value that is broken is bounded by the next comma or bracket, a missing comma is read as if it were
//! there, and a bracket that is never closed ends with what is around it.

use std::ops::Range;

use super::{
    scan::{Bracket, Kind, Opened, Scanner, Token},
    tree::{Group, Item, Node, Shape},
};

/// How deep brackets may stand in one another. The format needs five levels.
const DEEPEST: usize = 64;

/// Something that is no RON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Its bytes.
    pub span: Range<usize>,
    /// What is wrong there.
    pub kind: FlawKind,
}

/// What is no RON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlawKind {
    /// Something that cannot stand here.
    Unexpected,
    /// Two items with no comma between them.
    MissingComma,
    /// A key of a map with no `:` behind it.
    MissingColon,
    /// A key or comma with no value.
    MissingValue,
    /// A text, comment or attribute with no end.
    Unclosed(Opened),
    /// A bracket with no end.
    UnclosedBracket(Bracket),
    /// A closing bracket that nothing opened.
    StrayClose(Bracket),
    /// A closing bracket of another kind than the one that it closes.
    WrongClose(Bracket),
    /// Brackets in brackets beyond all measure.
    TooDeep,
}

impl FlawKind {
    /// Tells whether something was opened and not closed, so that what follows is uncertain.
    #[must_use]
    pub const fn is_unclosed(self) -> bool {
        matches!(self, Self::Unclosed(_) | Self::UnclosedBracket(_))
    }
}

/// Reads values one after the other.
#[derive(Debug)]
pub struct Parser<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Bracket>,
    /// What was found wrong so far.
    pub flaws: Vec<Flaw>,
}

impl<'a> Parser<'a> {
    /// Starts at a byte of the text.
    #[must_use]
    pub const fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, open: Vec::new(), flaws: Vec::new() }
    }

    /// Returns a reader of the same place that sees nothing from the byte `end` on.
    #[must_use]
    pub fn until(&self, end: usize) -> Self {
        let text = self.text.get(..end).unwrap_or(self.text);
        Self { text, at: self.at, open: self.open.clone(), flaws: Vec::new() }
    }

    /// Returns where the next token is looked for.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Goes on from another byte.
    pub const fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Returns the next token that says something, and goes to it.
    pub fn peek(&mut self) -> Option<Token> {
        for token in Scanner::new(self.text, self.at) {
            match token.kind {
                kind if kind.is_trivia() => self.at = token.end,
                Kind::Unclosed(opened @ (Opened::Comment | Opened::Attribute)) => {
                    self.flaw(token.span(), FlawKind::Unclosed(opened));
                    self.at = token.end;
                }
                _ => return Some(token),
            }
        }
        None
    }

    /// Returns the token behind the next one, without going anywhere.
    fn peek_second(&self, first: Token) -> Option<Token> {
        Scanner::new(self.text, first.end).find(|token| !token.kind.is_trivia())
    }

    /// Notes that something is wrong.
    pub fn flaw(&mut self, span: Range<usize>, kind: FlawKind) {
        self.flaws.push(Flaw { span, kind });
    }

    /// Reads a field's name and its colon, if they are next.
    pub fn field_name(&mut self) -> Option<Range<usize>> {
        let word = self.peek().filter(|token| token.kind == Kind::Word)?;
        let second = self.peek_second(word)?;
        match second.kind {
            Kind::Colon => self.at = second.end,
            // A word and then a value: only the colon is missing.
            Kind::Text | Kind::Number | Kind::Open(Bracket::Square | Bracket::Curly) => {
                self.flaw(word.end..word.end, FlawKind::MissingColon);
                self.at = word.end;
            }
            _ => return None,
        }
        Some(word.span())
    }

    /// Reads a map's key and its colon.
    pub fn map_key(&mut self) -> Range<usize> {
        let key = self.value();
        match self.peek() {
            Some(token) if token.kind == Kind::Colon => self.at = token.end,
            _ => self.flaw(key.span.end..key.span.end, FlawKind::MissingColon),
        }
        key.span
    }

    /// Reads a value.
    pub fn value(&mut self) -> Node {
        let Some(token) = self.peek() else {
            return self.missing();
        };
        match token.kind {
            Kind::Close(_) | Kind::Comma => self.missing(),
            Kind::Open(bracket) => self.group(None, token, bracket),
            Kind::Word => match self.peek_second(token) {
                Some(open) if open.kind == Kind::Open(Bracket::Round) => {
                    self.group(Some(token.span()), open, Bracket::Round)
                }
                _ => self.leaf(token, Shape::Word),
            },
            Kind::Text => self.leaf(token, Shape::Text),
            Kind::Number => self.leaf(token, Shape::Number),
            Kind::Char => self.leaf(token, Shape::Char),
            Kind::Unclosed(opened) => {
                self.flaw(token.span(), FlawKind::Unclosed(opened));
                self.at = token.end;
                Node { span: token.span(), shape: Shape::Spoilt }
            }
            _ => self.leaf(token, Shape::Broken),
        }
    }

    fn missing(&mut self) -> Node {
        let span = self.at..self.at;
        self.flaw(span.clone(), FlawKind::MissingValue);
        Node { span, shape: Shape::Spoilt }
    }

    /// Reads a value of one token, and whatever stands behind it that makes it none.
    fn leaf(&mut self, token: Token, shape: Shape) -> Node {
        let mut node = Node { span: token.span(), shape };
        self.at = token.end;
        let flaws = self.flaws.len();
        while let Some(next) = self.peek() {
            let touches = next.start == node.span.end;
            let joins = match next.kind {
                Kind::Text => touches || node.shape == Shape::Broken,
                Kind::Word | Kind::Number | Kind::Char => {
                    let is_key = self.peek_second(next).is_some_and(|t| t.kind == Kind::Colon);
                    touches || (node.shape != Shape::Text && !is_key)
                }
                Kind::Stray => true,
                Kind::Colon => node.shape == Shape::Broken,
                _ => false,
            };
            if !joins {
                break;
            }
            node = Node { span: node.span.start..next.end, shape: Shape::Broken };
            self.at = next.end;
        }
        // Back to the end of the value, which is where a comma is missed; not over a flaw that is noted.
        if self.flaws.len() == flaws {
            self.at = node.span.end;
        }
        node
    }

    fn group(&mut self, name: Option<Range<usize>>, open: Token, bracket: Bracket) -> Node {
        let start = name.as_ref().map_or(open.start, |name| name.start);
        self.at = open.end;
        if self.open.len() == DEEPEST {
            self.flaw(open.span(), FlawKind::TooDeep);
            self.skip_group();
            return Node { span: start..self.at, shape: Shape::Spoilt };
        }
        self.open.push(bracket);
        let mut items = Vec::new();
        while self.has_item(&open, bracket) {
            let key = match bracket {
                Bracket::Round => self.field_name(),
                Bracket::Square => None,
                Bracket::Curly => Some(self.map_key()),
            };
            items.push(Item { key, value: self.value(), is_wrong: false });
            self.separator(bracket);
        }
        self.open.pop();
        Node {
            span: start..self.at,
            shape: Shape::Group(Group { name, bracket, open: open.start, items }),
        }
    }

    /// Tells whether another item follows in the innermost bracket; goes past the closing one otherwise.
    pub fn has_item(&mut self, open: &Token, bracket: Bracket) -> bool {
        loop {
            let Some(token) = self.peek() else {
                self.flaw(open.span(), FlawKind::UnclosedBracket(bracket));
                return false;
            };
            match token.kind {
                Kind::Close(close) if close == bracket => {
                    self.at = token.end;
                    return false;
                }
                Kind::Close(_) if bracket != Bracket::Round && self.is_before_field(token) => {
                    self.flaw(token.span(), FlawKind::WrongClose(bracket));
                    self.at = token.end;
                    return false;
                }
                Kind::Close(close)
                    if !self.is_open_outside(close) || self.is_before_field(token) =>
                {
                    self.flaw(token.span(), FlawKind::StrayClose(close));
                    self.at = token.end;
                    // The comma behind it belongs to the item before it.
                    if let Some(comma) = self.peek().filter(|next| next.kind == Kind::Comma) {
                        self.at = comma.end;
                    }
                }
                Kind::Close(_) => {
                    self.flaw(open.span(), FlawKind::UnclosedBracket(bracket));
                    return false;
                }
                Kind::Comma | Kind::Colon => {
                    self.flaw(token.span(), FlawKind::Unexpected);
                    self.at = token.end;
                }
                // A list holds no fields, so the list has ended without its bracket.
                Kind::Word if bracket == Bracket::Square && self.is_field(token) => {
                    self.flaw(open.span(), FlawKind::UnclosedBracket(bracket));
                    return false;
                }
                _ => return true,
            }
        }
    }

    fn is_field(&self, word: Token) -> bool {
        self.peek_second(word).is_some_and(|token| token.kind == Kind::Colon)
    }

    /// Tells whether the struct around goes on behind a closing bracket: `), name:`.
    fn is_before_field(&self, close: Token) -> bool {
        let mut behind = Scanner::new(self.text, close.end).filter(|token| !token.kind.is_trivia());
        let mut is_next = |kind: Kind| behind.next().is_some_and(|token| token.kind == kind);
        is_next(Kind::Comma) && is_next(Kind::Word) && is_next(Kind::Colon)
    }

    fn is_open_outside(&self, bracket: Bracket) -> bool {
        self.open.iter().rev().skip(1).any(|open| *open == bracket)
    }

    /// Enters a bracket whose items the caller reads.
    pub fn enter(&mut self, bracket: Bracket) {
        self.open.push(bracket);
    }

    /// Leaves the bracket that was entered last.
    pub fn leave(&mut self) {
        self.open.pop();
    }

    /// Reads the comma behind an item.
    pub fn separator(&mut self, bracket: Bracket) {
        let end = self.at;
        match self.peek().map(|token| token.kind) {
            Some(Kind::Comma) => self.at = self.peek().map_or(self.at, |comma| comma.end),
            None | Some(Kind::Close(_)) => {}
            // This is `has_item`'s to report: the bracket is not closed.
            Some(Kind::Word)
                if bracket == Bracket::Square && self.peek().is_some_and(|t| self.is_field(t)) => {}
            // Where a bracket was given up, its closing sign and the comma behind it are missing together.
            Some(_) if self.flaws.last().is_some_and(|flaw| flaw.kind.is_unclosed()) => {}
            Some(_) => self.flaw(end..end, FlawKind::MissingComma),
        }
    }

    /// Goes past the bracket that closes the one just opened, by counting.
    fn skip_group(&mut self) {
        let mut depth = 1_usize;
        for token in Scanner::new(self.text, self.at) {
            self.at = token.end;
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }
}
