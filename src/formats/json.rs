//! JSON: an array or one object a line, with keys that stay as they are.
//!
//! Keys are added, never renamed. Whatever could act on a terminal or hide from a reader is written as an
//! escape, so JSON may be shown as it is.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};

use crate::domain::{Certainty, Clean, Dataset, Event, Pieces, Place, Precision, When};

/// An event as JSON and CSV have it, with names in place of keys.
#[derive(Debug, Serialize)]
pub struct EventRecord<'a> {
    /// Its id.
    pub id: &'a str,
    /// The date in EDTF; `None` if it has none.
    pub date: Option<String>,
    /// The first day that is possible, `-inf` or `unknown`.
    pub earliest: String,
    /// The last day that is possible, `inf` or `unknown`.
    pub latest: String,
    /// How precisely the date is known, or `undated`.
    pub precision: &'static str,
    /// One line.
    pub title: &'a str,
    /// A paragraph.
    pub summary: &'a str,
    /// What sort of event it is.
    pub kind: Option<&'a str>,
    /// The countries involved, by their alpha-3 codes.
    pub countries: Vec<&'static str>,
    /// Who took part.
    pub groups: Vec<GroupRecord<'a>>,
    /// Where it happened, the first of several places.
    pub place: Option<PlaceRecord<'a>>,
    /// All places.
    pub places: Vec<PlaceRecord<'a>>,
    /// How sure the editor is.
    pub certainty: Option<&'static str>,
    /// Who says so.
    pub sources: Vec<SourceRecord<'a>>,
    /// Relations to other events.
    pub links: Vec<LinkRecord<'a>>,
    /// Free labels.
    pub tags: Vec<&'a str>,
    /// The file that it was read from.
    pub file: &'a str,
}

/// Who took part in an event, and as what.
#[derive(Debug, Serialize)]
pub struct GroupRecord<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// As what it took part.
    pub role: Option<&'a str>,
}

/// Where something happened.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PlaceRecord<'a> {
    /// Its name.
    pub name: &'a str,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// Who says so.
#[derive(Debug, Serialize)]
pub struct SourceRecord<'a> {
    /// Its id.
    pub id: &'a str,
    /// The title of the article, report or page.
    pub title: &'a str,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// Where to read it.
    pub url: Option<&'a str>,
}

/// A relation to another event.
#[derive(Debug, Serialize)]
pub struct LinkRecord<'a> {
    /// The id of the other event.
    pub to: &'a str,
    /// What the relation is.
    pub how: &'a str,
}

impl<'a> EventRecord<'a> {
    /// Describes an event of a dataset.
    #[must_use]
    pub fn new(event: &'a Event, dataset: &'a Dataset) -> Self {
        let when = event.when.as_ref();
        let unknown = || (String::from("unknown"), String::from("unknown"));
        let (earliest, latest) = when.map_or_else(unknown, When::bound_texts);
        let places: Vec<_> = (event.places.iter())
            .filter_map(|key| dataset.places.get(key.0 as usize))
            .map(PlaceRecord::new)
            .collect();
        let groups = event.groups.iter().filter_map(|party| {
            let group = dataset.groups.get(party.group.0 as usize)?;
            Some(GroupRecord { id: &group.id, name: &group.name, role: party.role.as_deref() })
        });
        let sources = event.sources.iter().filter_map(|key| {
            let source = dataset.sources.get(key.0 as usize)?;
            Some(SourceRecord {
                id: &source.id,
                title: &source.title,
                publisher: source.publisher.as_deref(),
                url: source.url.as_deref(),
            })
        });
        let links = event.links.iter().map(|link| LinkRecord { to: &link.to, how: &link.how });
        Self {
            id: &event.id,
            date: when.map(When::canonical),
            earliest,
            latest,
            precision: when.map_or("undated", |when| Precision::name(when.precision())),
            title: &event.title,
            summary: &event.summary,
            kind: event.kind.as_deref(),
            countries: event.countries.iter().map(|country| country.code()).collect(),
            groups: groups.collect(),
            place: places.first().copied(),
            places,
            certainty: event.certainty.map(Certainty::name),
            sources: sources.collect(),
            links: links.collect(),
            tags: event.tags.iter().map(Clean::as_str).collect(),
            file: dataset.files.get(event.file.0 as usize).map_or("", Clean::as_str),
        }
    }
}

impl<'a> PlaceRecord<'a> {
    fn new(place: &'a Place) -> Self {
        let (lat, lon) = place.position.unzip();
        Self { name: &place.name, lat, lon }
    }
}

/// Writes events as one array, one event a line.
///
/// # Errors
/// Returns what the writer says.
pub fn write_events(out: &mut dyn Write, events: Pieces<'_>) -> io::Result<()> {
    let mut array = Array::new(out);
    events.try_for_each(|dataset, event| array.push(&EventRecord::new(event, dataset)))?;
    array.finish()
}

/// Writes events as one object a line.
///
/// # Errors
/// Returns what the writer says.
pub fn write_event_lines(out: &mut dyn Write, events: Pieces<'_>) -> io::Result<()> {
    events.try_for_each(|dataset, event| write_lines(out, [EventRecord::new(event, dataset)]))
}

/// Writes one array, one item a line.
///
/// # Errors
/// Returns what the writer says.
pub fn write_array(
    out: &mut dyn Write,
    items: impl IntoIterator<Item = impl Serialize>,
) -> io::Result<()> {
    let mut array = Array::new(out);
    items.into_iter().try_for_each(|item| array.push(&item))?;
    array.finish()
}

/// Writes one object a line.
///
/// # Errors
/// Returns what the writer says.
pub fn write_lines(
    out: &mut dyn Write,
    items: impl IntoIterator<Item = impl Serialize>,
) -> io::Result<()> {
    for item in items {
        write_value(out, &item)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// An array that is being written.
struct Array<'a> {
    out: &'a mut dyn Write,
    opening: &'static [u8],
}

impl<'a> Array<'a> {
    fn new(out: &'a mut dyn Write) -> Self {
        Self { out, opening: b"[\n" }
    }

    fn push(&mut self, item: &impl Serialize) -> io::Result<()> {
        self.out.write_all(self.opening)?;
        self.opening = b",\n";
        write_value(self.out, item)
    }

    fn finish(self) -> io::Result<()> {
        // An empty list is a list as well.
        self.out.write_all(if self.opening == b"[\n" { b"[]\n" } else { b"\n]\n" })
    }
}

pub(super) fn write_value(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Visible);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// Writes compact JSON in which every character is visible.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let is_plain = fragment.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        // What the gate for text leaves as it is can be shown, and nearly all text has passed it before.
        if is_plain || Clean::new(fragment).as_str() == fragment {
            return writer.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            if (' '..='~').contains(&c) {
                writer.write_all(&[c as u8])?;
            } else {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }

    fn write_char_escape<W>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        serde_json::ser::CompactFormatter.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut bytes = Vec::new();
        write_value(&mut bytes, &text).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn escapes_what_acts_unseen_and_nothing_else() {
        assert_eq!(written("Goïta \"日本\" 👩‍👩‍👧"), "\"Goïta \\\"日本\\\" 👩‍👩‍👧\"");
        assert_eq!(written("a\x1b[31m\u{7f}"), r#""a\u001b[31m\u007f""#);
        assert_eq!(written("\u{9b}31m\u{202e}é"), r#""\u009b31m\u202e\u00e9""#);
        assert_eq!(written("\u{e0001}"), r#""\udb40\udc01""#);
    }

    #[test]
    fn writes_an_array_of_any_length() {
        for (items, text) in [(&[][..], "[]\n"), (&[1], "[\n1\n]\n"), (&[1, 2], "[\n1,\n2\n]\n")] {
            let mut bytes = Vec::new();
            write_array(&mut bytes, items).unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), text);
        }
    }

    proptest! {
        #[test]
        fn says_the_same_in_a_harmless_way(text in any::<String>()) {
            let json = written(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            prop_assert!(!json.chars().any(char::is_control));
        }
    }
}
