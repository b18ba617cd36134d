//! RON as a tree of values with their bytes. Nothing is evaluated here.

use std::ops::Range;

use super::scan::Bracket;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its bytes.
    pub span: Range<usize>,
    /// What it is.
    pub shape: Shape,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A text in quotes.
    Text,
    /// A number.
    Number,
    /// A word on its own: `Reported`, `true`.
    Word,
    /// A character in single quotes.
    Char,
    /// Something in brackets.
    Group(Group),
    /// Several tokens in a row that are no value together.
    Broken,
    /// No value, and a flaw says why.
    Spoilt,
}

/// What stands between two brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The bytes of the word in front of the bracket: `Event`.
    pub name: Option<Range<usize>>,
    /// The kind of bracket.
    pub bracket: Bracket,
    /// The byte of the opening bracket.
    pub open: usize,
    /// What is in it.
    pub items: Vec<Item>,
}

/// A field of a struct, an entry of a map or an element of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The bytes of the field's name or the entry's key.
    pub key: Option<Range<usize>>,
    /// The value.
    pub value: Node,
    /// Whether the item has been found wrong and is left out.
    pub is_wrong: bool,
}

impl Item {
    /// Returns the bytes of key and value.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.key.as_ref().map_or(self.value.span.start, |key| key.start)..self.value.span.end
    }
}

/// A step from a value to one inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'p> {
    /// The value itself.
    Itself,
    /// The field of that name.
    Field(&'p str),
    /// The name of that field.
    Name(&'p str),
    /// The element at that place, of those that are not wrong.
    Element(usize),
    /// The key of the entry at that place, of those that are not wrong.
    Key(usize),
    /// The value of the entry at that place, of those that are not wrong.
    Entry(usize),
}

impl Node {
    /// Returns the group of this value, seen through `Some(..)`.
    #[must_use]
    pub fn group(&self, text: &str) -> Option<&Group> {
        let Shape::Group(group) = &self.shape else {
            return None;
        };
        match (&group.name, group.items.as_slice()) {
            (Some(name), [inner]) if text.get(name.clone()) == Some("Some") => {
                inner.value.group(text)
            }
            _ => Some(group),
        }
    }

    /// Returns the bytes of a value inside this one; of the nearest one around it where there is none.
    #[must_use]
    pub fn locate(&self, text: &str, path: &[Part<'_>]) -> Range<usize> {
        let Some((part, rest)) = path.split_first() else {
            return self.unwrapped(text).span.clone();
        };
        if *part == Part::Itself {
            return self.locate(text, rest);
        }
        let here = || self.heading();
        let Some(group) = self.group(text) else {
            return here();
        };
        let named = |wanted: &str| {
            let mut right = group.items.iter().filter(|item| !item.is_wrong);
            right.find(|item| {
                item.key.as_ref().and_then(|key| text.get(key.clone())) == Some(wanted)
            })
        };
        let nth = |n| group.items.iter().filter(|item| !item.is_wrong).nth(n);
        match *part {
            Part::Itself => None,
            Part::Field(name) => named(name).map(|item| item.value.locate(text, rest)),
            Part::Name(name) => named(name).and_then(|item| item.key.clone()),
            Part::Element(n) | Part::Entry(n) => nth(n).map(|item| item.value.locate(text, rest)),
            Part::Key(n) => nth(n).and_then(|item| item.key.clone()),
        }
        .unwrap_or_else(here)
    }

    /// Returns the bytes that stand for the whole value in a message: its name, or all of a short one.
    #[must_use]
    pub fn heading(&self) -> Range<usize> {
        match &self.shape {
            Shape::Group(group) => match &group.name {
                Some(name) => name.clone(),
                None => group.open..group.open + 1,
            },
            _ => self.span.clone(),
        }
    }

    fn unwrapped(&self, text: &str) -> &Self {
        let Shape::Group(group) = &self.shape else {
            return self;
        };
        match (&group.name, group.items.as_slice()) {
            (Some(name), [inner]) if text.get(name.clone()) == Some("Some") => {
                inner.value.unwrapped(text)
            }
            _ => self,
        }
    }
}
