//! Where a record stood in its file: the bytes of its parts, found only when a problem needs them.

use std::{
    cell::{Cell, OnceCell},
    ops::Range,
};

use super::{
    parser::Parser,
    tree::{Node, Part, Shape},
};

/// The most parts that are looked for in one record: each search walks through its elements.
const MOST_SEARCHES: u32 = 1_000;

/// How much of the text of a value is RON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tear {
    /// All of it.
    Whole,
    /// Something in it is not, but where it ends is sure.
    Flawed,
    /// Something is opened in it and not closed, so parts of it may be missing.
    Torn,
    /// The file ends in it.
    Cut,
}

/// The place of a record in its file.
#[derive(Debug)]
pub(super) struct Site<'s> {
    source: &'s str,
    start: usize,
    node: OnceCell<Node>,
    lost: Vec<(usize, String)>,
    tear: Tear,
    searches: Cell<u32>,
}

impl<'s> Site<'s> {
    /// Returns the place of a record that was read without looking at its parts.
    #[must_use]
    pub(super) const fn new(source: &'s str, start: usize) -> Self {
        Self {
            source,
            start,
            node: OnceCell::new(),
            lost: Vec::new(),
            tear: Tear::Whole,
            searches: Cell::new(0),
        }
    }

    /// Returns the place of a record whose parts are known already, because something is wrong with them.
    #[must_use]
    pub(super) fn of_node(
        source: &'s str,
        node: Node,
        lost: Vec<(usize, String)>,
        tear: Tear,
    ) -> Self {
        Self {
            source,
            start: node.span.start,
            node: OnceCell::from(node),
            lost,
            tear,
            searches: Cell::new(0),
        }
    }

    /// Returns the place of a value that has no parts.
    #[must_use]
    pub(super) fn of_bytes(source: &'s str, bytes: Range<usize>) -> Self {
        Self::of_node(source, Node { span: bytes, shape: Shape::Text }, Vec::new(), Tear::Whole)
    }

    fn node(&self) -> &Node {
        self.node.get_or_init(|| Parser::new(self.source, self.start).value())
    }

    /// Returns the parts, where they were looked at.
    #[must_use]
    pub(super) fn into_node(self) -> Option<Node> {
        self.node.into_inner()
    }

    /// Returns the bytes of a part; after very many of them, those that stand for the whole record.
    #[must_use]
    pub(super) fn at(&self, path: &[Part<'_>]) -> Range<usize> {
        self.searches.set(self.searches.get() + 1);
        if self.searches.get() > MOST_SEARCHES {
            return self.heading();
        }
        self.node().locate(self.source, path)
    }

    /// Returns the bytes that stand for the whole record in a message.
    #[must_use]
    pub(super) fn heading(&self) -> Range<usize> {
        self.node().heading()
    }

    /// Returns the bytes of the character at an offset in a text; those of the whole text where it is
    /// written with escapes, so that offsets do not carry over.
    #[must_use]
    pub(super) fn inside(&self, path: &[Part<'_>], text: &str, offset: usize) -> Range<usize> {
        let whole = self.at(path);
        let written = self.source.get(whole.start + 1..whole.end.saturating_sub(1));
        if written != Some(text) {
            return whole;
        }
        let start = whole.start + 1 + offset.min(text.len());
        let length =
            text.get(offset..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        start..start + length
    }

    /// Returns the bytes of a stretch of a text, likewise.
    #[must_use]
    pub(super) fn stretch(
        &self,
        path: &[Part<'_>],
        text: &str,
        stretch: &Range<usize>,
    ) -> Range<usize> {
        let first = self.inside(path, text, stretch.start);
        // Of a text that is written with escapes, the whole of it was returned.
        let is_plain = self.source.get(first.start..).is_some_and(|rest| {
            text.get(stretch.start..).is_some_and(|stretch| rest.starts_with(stretch))
        });
        if is_plain { first.start..first.end.max(first.start + stretch.len()) } else { first }
    }

    /// Tells whether a field of a struct inside is missing without a problem having said so.
    #[must_use]
    pub(super) fn lacks(&self, path: &[Part<'_>], field: &str) -> bool {
        let start = || self.at(path).start;
        !matches!(self.tear, Tear::Torn | Tear::Cut)
            && !self.lost.iter().any(|(parent, name)| name == field && *parent == start())
    }

    /// Tells whether the file ends in the record.
    #[must_use]
    pub(super) fn is_cut(&self) -> bool {
        self.tear == Tear::Cut
    }
}
