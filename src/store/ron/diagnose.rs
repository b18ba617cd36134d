//! Finds out what is wrong with a value that `ron` refuses, item by item, and keeps the rest of it.
//!
//! Each field and each element is given to `ron` alone, inside the brackets that it stands in; where one is
//! refused, its own parts are tried. So the smallest part that is wrong is found without any trust in the
//! position of `ron`'s first error, and one mistake never hides another.

use std::collections::HashSet;

use ron::{Error, extensions::Extensions, options::Options};
use serde::Deserialize;

use super::{
    scan::Bracket,
    site::Tear,
    tree::{Group, Item, Node, Shape},
};
use crate::{
    domain::nearest,
    store::{
        codes,
        findings::{Findings, quote},
    },
};

/// Reads a record as `ron` does, with `implicit_some` always on.
pub fn from_ron<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(text).map_err(|error| error.code)
}

/// Reads a text as some record, and says why it is none.
pub(super) type Accepts = fn(&str) -> Result<(), Error>;

/// A value in which everything that is wrong has been reported and marked.
#[derive(Debug)]
pub(super) struct Mended {
    /// The value, as text that `ron` accepts.
    pub text: String,
    /// Names of fields that are missing only because what was there is wrong, with the bytes around them.
    pub lost: Vec<(usize, String)>,
}

/// Reports what is wrong with a value, marks it, and returns what is left.
///
/// `accepts` reads a text as the record that the value should be. Of a value that the end of the file cuts
/// off, what stands last is dropped without a word: the cut is reported elsewhere.
pub(super) fn mend(
    source: &str,
    node: &mut Node,
    accepts: Accepts,
    tear: Tear,
    findings: &mut Findings,
) -> Option<Mended> {
    let mut search = Search { source, accepts, findings, lost: Vec::new() };
    if tear == Tear::Cut {
        search.drop_last(node);
    }
    let is_doubtful = search.find_duplicates(node) | search.find_misnamed(node, None);
    if tear == Tear::Whole && !is_doubtful {
        let text = &source[node.span.clone()];
        if accepts(text).is_ok() {
            return Some(Mended { text: text.to_owned(), lost: Vec::new() });
        }
    }
    let frame = match &node.shape {
        Shape::Group(group) => accepts(&empty(source, group, node.span.start)),
        _ => accepts(&source[node.span.clone()]),
    };
    if let Err(error) = frame {
        if tear != Tear::Cut {
            search.blame_value(node, &error);
        }
        return None;
    }
    let start = node.span.start;
    if let Shape::Group(group) = &mut node.shape {
        search.group(group, start, "", "");
    }
    let lost = search.lost;
    Some(Mended { text: written(source, node), lost })
}

/// Returns the text from the start of a group to its opening bracket.
fn frame<'a>(source: &'a str, group: &Group, start: usize) -> &'a str {
    &source[start..=group.open]
}

/// Returns a value as text, without what is wrong and with all brackets closed.
#[must_use]
pub(super) fn written(source: &str, node: &Node) -> String {
    let Shape::Group(group) = &node.shape else {
        return source[node.span.clone()].to_owned();
    };
    let mut text = frame(source, group, node.span.start).to_owned();
    for item in group.items.iter().filter(|item| !item.is_wrong) {
        text.push_str(&written_item(source, item));
        text.push(',');
    }
    text.push(group.bracket.close());
    text
}

fn written_item(source: &str, item: &Item) -> String {
    let value = written(source, &item.value);
    match &item.key {
        Some(key) => format!("{}:{value}", &source[key.clone()]),
        None => value,
    }
}

/// Returns a group as text with nothing in it.
fn empty(source: &str, group: &Group, start: usize) -> String {
    format!("{}{}", frame(source, group, start), group.bracket.close())
}

struct Search<'s> {
    source: &'s str,
    accepts: Accepts,
    findings: &'s mut Findings,
    lost: Vec<(usize, String)>,
}

impl Search<'_> {
    /// Tries each item of a group that stands between the texts `before` and `after`.
    fn group(&mut self, group: &mut Group, start: usize, before: &str, after: &str) {
        let before = format!("{before}{}", frame(self.source, group, start));
        let after = format!("{}{after}", group.bracket.close());
        let is_struct = group.bracket == Bracket::Round;
        for item in group.items.iter_mut().filter(|item| !item.is_wrong) {
            let Err(error) = self.item(item, &before, &after) else {
                continue;
            };
            item.is_wrong = true;
            if let Some(key) = item.key.clone().filter(|_| is_struct) {
                self.lost.push((start, self.source[key].to_owned()));
            }
            if is_struct && item.key.is_none() && item.value.shape != Shape::Spoilt {
                let message = "expected a field with its name, such as `title: \"...\"`";
                self.findings.add(&codes::SYNTAX, item.value.span.clone(), message);
            } else {
                self.blame_item(item, start, &error);
            }
        }
    }

    /// Tries an item, and if it is refused its parts: what is left of it may be all right.
    fn item(&mut self, item: &mut Item, before: &str, after: &str) -> Result<(), Error> {
        let accepts = self.accepts;
        let tried = |value: &str| accepts(&format!("{before}{value}{after}"));
        let Err(error) = tried(&written_item(self.source, item)) else {
            return Ok(());
        };
        let start = item.value.span.start;
        let name = item.key.clone().map_or(String::new(), |key| format!("{}:", &self.source[key]));
        let Shape::Group(inner) = &mut item.value.shape else {
            return Err(error);
        };
        // The parts are worth a look only if the bracket around them is the right one.
        let frame = format!("{name}{}", empty(self.source, inner, start));
        if inner.items.is_empty() || tried(&frame).is_err() {
            return Err(error);
        }
        self.group(inner, start, &format!("{before}{name}"), after);
        tried(&written_item(self.source, item))
    }

    /// Marks what the end of the file may have cut in the middle.
    fn drop_last(&self, node: &mut Node) {
        let source = self.source;
        let Shape::Group(group) = &mut node.shape else {
            return;
        };
        let close = group.bracket.close();
        if source[..node.span.end].ends_with(close) {
            return;
        }
        let Some(last) = group.items.last_mut() else {
            return;
        };
        match last.value.shape {
            Shape::Group(_) => self.drop_last(&mut last.value),
            Shape::Text if last.key.is_some() == (group.bracket != Bracket::Square) => {}
            _ => last.is_wrong = true,
        }
    }

    /// Finds fields and keys that are there twice; the first one counts.
    fn find_duplicates(&mut self, node: &mut Node) -> bool {
        let Shape::Group(group) = &mut node.shape else {
            return false;
        };
        let mut seen = HashSet::new();
        let mut any = false;
        for item in &mut group.items {
            any |= self.find_duplicates(&mut item.value);
            let Some(key) = item.key.clone() else {
                continue;
            };
            let name = &self.source[key.clone()];
            if seen.insert(name) {
                continue;
            }
            (item.is_wrong, any) = (true, true);
            let (code, what) = match group.bracket {
                Bracket::Curly => (&codes::DUPLICATE_KEY, "key"),
                _ => (&codes::DUPLICATE_FIELD, "field"),
            };
            let shown = quote(name.trim_matches('"'));
            self.findings
                .add(code, key, format!("the {what} {shown} is there twice"))
                .help("the first one counts; remove this one or rename it");
        }
        any
    }

    /// Finds places and sources in full that go by another name, which `ron` cannot see.
    fn find_misnamed(&mut self, node: &mut Node, field: Option<&str>) -> bool {
        let source = self.source;
        let wanted = match field {
            Some("place" | "places") => Some("Place"),
            Some("source" | "sources") => Some("Source"),
            _ => None,
        };
        let described = describe(source, node);
        let Shape::Group(group) = &mut node.shape else {
            return false;
        };
        let name = group.name.clone().map(|name| &source[name]);
        if let (Some(wanted), Some(name)) = (wanted, name)
            && name != wanted
            && name != "Some"
        {
            let message = format!("expected `{wanted}(...)`, found {described}");
            self.findings.add(&codes::WRONG_TYPE, node.heading(), message);
            node.shape = Shape::Spoilt;
            return true;
        }
        // The elements of a list stand for the field that the list is.
        let passed_on = field.filter(|_| group.bracket == Bracket::Square);
        let mut any = false;
        for item in &mut group.items {
            let key = item.key.clone().map(|key| &source[key]);
            any |= self.find_misnamed(&mut item.value, key.or(passed_on));
        }
        any
    }

    fn blame_item(&mut self, item: &Item, parent: usize, error: &Error) {
        let (Error::NoSuchStructField { expected, found, outer }, Some(key)) = (error, &item.key)
        else {
            return self.blame_value(&item.value, error);
        };
        let near = nearest(found, expected.iter().copied());
        self.lost.extend(near.map(|near| (parent, near.to_owned())));
        let owner = outer.as_deref().map_or(String::new(), |outer| format!(" in {}", quote(outer)));
        let message = format!("unknown field {}{owner}", quote(found));
        self.findings
            .add(&codes::UNKNOWN_FIELD, key.clone(), message)
            .fix(near, str::to_owned)
            .help(format!("the fields are `{}`", expected.join("`, `")));
    }

    fn blame_value(&mut self, node: &Node, error: &Error) {
        let bytes = node.span.clone();
        match error {
            // The flaw that spoilt it has been reported.
            _ if node.shape == Shape::Spoilt => {}
            _ if node.shape == Shape::Broken => {
                let message = format!("{} is no value", quote(&self.source[bytes.clone()]));
                self.findings
                    .add(&codes::WRONG_TYPE, bytes, message)
                    .help(r#"put text in quotes, and write `\"` for a quote inside it"#);
            }
            Error::ExpectedIdentifier if node.shape == Shape::Text => {
                self.findings
                    .add(&codes::WRONG_TYPE, bytes, "expected a word, found text in quotes")
                    .help("write it without the quotes");
            }
            Error::NoSuchEnumVariant { expected, found, .. } => {
                let near = nearest(found, expected.iter().copied());
                self.findings
                    .add(&codes::UNKNOWN_WORD, bytes, format!("unknown word {}", quote(found)))
                    .fix(near, str::to_owned)
                    .help(format!("the words are `{}`", expected.join("`, `")));
            }
            Error::InvalidEscape(_) => {
                self.findings
                    .add(&codes::SYNTAX, bytes, "the text holds an escape that does not exist")
                    .help(r#"write `\\` for a backslash; escapes are `\"`, `\\`, `\n`, `\t` and the like"#);
            }
            _ => {
                let wanted = wanted(error);
                let message = format!("expected {wanted}, found {}", describe(self.source, node));
                let found = self.findings.add(&codes::WRONG_TYPE, bytes, message);
                if wanted == "text in quotes" {
                    found.help("put it in quotes");
                }
            }
        }
    }
}

/// Returns what `ron` wanted, in the words of a person.
fn wanted(error: &Error) -> String {
    match error {
        Error::ExpectedString => "text in quotes".into(),
        Error::ExpectedFloat | Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => {
            "a number".into()
        }
        Error::ExpectedArray => "a list in `[ ]`".into(),
        Error::ExpectedMap => "a map in `{ }`".into(),
        Error::ExpectedNamedStructLike(name) => format!("`{name}(...)`"),
        Error::ExpectedDifferentStructName { expected, .. } => format!("`{expected}(...)`"),
        Error::ExpectedIdentifier => "a word".into(),
        Error::InvalidValueForType { expected, .. } => expected.clone(),
        Error::IntegerOutOfBounds => "a smaller number".into(),
        _ => "a value of another form".into(),
    }
}

/// Returns what stands there, in the words of a person.
#[must_use]
pub fn describe(source: &str, node: &Node) -> String {
    let raw = &source[node.span.clone()];
    match &node.shape {
        Shape::Text => "text in quotes".into(),
        Shape::Number => format!("the number {}", quote(raw)),
        Shape::Word => format!("the word {}", quote(raw)),
        Shape::Char => "a character in single quotes".into(),
        Shape::Broken => quote(raw),
        Shape::Spoilt => "nothing".into(),
        Shape::Group(group) => match (&group.name, group.bracket) {
            (Some(name), _) => format!("`{}(...)`", quote(&source[name.clone()]).trim_matches('`')),
            (None, Bracket::Round) => "something in `( )`".into(),
            (None, Bracket::Square) => "a list".into(),
            (None, Bracket::Curly) => "a map".into(),
        },
    }
}
