//! Reads one event of the usual shape straight from the text, without serde: about ten times as fast.
//!
//! It knows a part of RON only (no comments, no raw texts, no `Some`) and gives up at anything else, also at
//! every mistake; `ron` reads that event then and tells what is wrong. Whatever this reads, `ron` reads the
//! same: a test compares them.

use std::borrow::Cow;

use super::record::{
    CertaintyRecord, ClaimRecord, EventRecord, LinkRecord, PlaceRecord, Reference, Text,
};

/// The most roles of an event that are compared with each other.
const MOST_ROLES: usize = 64;

/// The bytes that names of fields are made of.
const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        letters[byte as usize] = byte.is_ascii_alphabetic() || byte == b'_';
        byte += 1;
    }
    letters
};

/// Reads the event that begins at a byte of the text, and returns the byte behind it.
///
/// The record is empty or half full if it gives up.
pub fn event<'a>(text: &'a str, at: usize, record: &mut EventRecord<'a>) -> Option<usize> {
    record.clear();
    let mut cursor = Cursor { text, at };
    let mut seen = Seen::default();
    cursor.fields("Event", |cursor, name| match name {
        b"id" => put(&mut record.id, cursor.text()?),
        b"date" => put(&mut record.date, cursor.text()?),
        b"title" => put(&mut record.title, cursor.text()?),
        b"summary" => put(&mut record.summary, cursor.text()?),
        b"kind" => put(&mut record.kind, cursor.text()?),
        b"countries" => {
            seen.first(0).and_then(|()| cursor.list(&mut record.countries, Cursor::text))
        }
        b"groups" => seen.first(1).and_then(|()| cursor.list(&mut record.groups, Cursor::text)),
        b"tags" => seen.first(2).and_then(|()| cursor.list(&mut record.tags, Cursor::text)),
        b"sources" => seen.first(3).and_then(|()| cursor.list(&mut record.sources, Cursor::key)),
        b"places" => seen.first(4).and_then(|()| cursor.list(&mut record.places, Cursor::place)),
        b"claims" => seen.first(5).and_then(|()| cursor.list(&mut record.claims, Cursor::claim)),
        b"links" => seen.first(6).and_then(|()| cursor.list(&mut record.links, Cursor::link)),
        b"roles" => seen.first(7).and_then(|()| cursor.roles(&mut record.roles.0)),
        b"place" => put(&mut record.place, cursor.place()?),
        b"certainty" => put(&mut record.certainty, cursor.certainty()?),
        _ => None,
    })?;
    Some(cursor.at)
}

/// Goes past the comma behind an event, to the first letter of another; gives up at anything else.
pub(super) fn next_event(text: &str, at: usize) -> Option<usize> {
    let mut cursor = Cursor { text, at };
    cursor.eat(b',')?;
    (cursor.next()? == b'E').then_some(cursor.at)
}

/// Fills a field, unless it is filled already: that is a mistake, and `ron` says so.
fn put<T>(field: &mut Option<T>, value: T) -> Option<()> {
    let is_first = field.is_none();
    *field = Some(value);
    is_first.then_some(())
}

/// The list fields that were there before.
#[derive(Default)]
struct Seen(u8);

impl Seen {
    fn first(&mut self, field: u8) -> Option<()> {
        let is_first = self.0 & (1 << field) == 0;
        self.0 |= 1 << field;
        is_first.then_some(())
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Goes past blanks and returns the byte behind them.
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    fn word(&mut self) -> Option<&'a [u8]> {
        self.next()?;
        let rest = self.rest();
        let length = rest.iter().position(|byte| !LETTERS[usize::from(*byte)])?;
        self.at += length;
        Some(&rest[..length])
    }

    /// Reads `Name(field: value, ...)`.
    fn fields(
        &mut self,
        name: &str,
        mut field: impl FnMut(&mut Self, &[u8]) -> Option<()>,
    ) -> Option<()> {
        if self.word()? != name.as_bytes() {
            return None;
        }
        self.eat(b'(')?;
        loop {
            if self.next()? == b')' {
                self.at += 1;
                return Some(());
            }
            let name = self.word()?;
            self.eat(b':')?;
            field(self, name)?;
            self.comma(b')')?;
        }
    }

    /// Goes past a comma, or stays before the closing sign.
    fn comma(&mut self, close: u8) -> Option<()> {
        match self.next()? {
            b',' => self.at += 1,
            byte if byte == close => {}
            _ => return None,
        }
        Some(())
    }

    fn list<T>(
        &mut self,
        list: &mut Vec<T>,
        element: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<()> {
        self.eat(b'[')?;
        loop {
            if self.next()? == b']' {
                self.at += 1;
                return Some(());
            }
            list.push(element(self)?);
            self.comma(b']')?;
        }
    }

    fn roles(&mut self, roles: &mut Vec<(Text<'a>, Text<'a>)>) -> Option<()> {
        self.eat(b'{')?;
        loop {
            if self.next()? == b'}' {
                self.at += 1;
                return Some(());
            }
            let key = self.text()?;
            self.eat(b':')?;
            let role = self.text()?;
            // A key that is there twice is a mistake that the slow way reports; it also takes long lists.
            if roles.len() >= MOST_ROLES || roles.iter().any(|(known, _)| *known == key) {
                return None;
            }
            roles.push((key, role));
            self.comma(b'}')?;
        }
    }

    fn text(&mut self) -> Option<Text<'a>> {
        self.eat(b'"')?;
        let start = self.at;
        let end = quote_or_escape(self.text.as_bytes(), start)?;
        if self.text.as_bytes()[end] == b'"' {
            self.at = end + 1;
            return Some(Text(Cow::Borrowed(self.text.get(start..end)?)));
        }
        self.escaped(start, end)
    }

    /// Reads a text whose first escape is at `escape`.
    fn escaped(&mut self, start: usize, mut escape: usize) -> Option<Text<'a>> {
        let bytes = self.text.as_bytes();
        let mut text = String::with_capacity(2 * (escape - start) + 64);
        text.push_str(self.text.get(start..escape)?);
        loop {
            text.push(match bytes.get(escape + 1)? {
                b'"' => '"',
                b'\\' => '\\',
                b'\'' => '\'',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                _ => return None,
            });
            let from = escape + 2;
            escape = quote_or_escape(bytes, from)?;
            text.push_str(self.text.get(from..escape)?);
            if bytes[escape] == b'"' {
                self.at = escape + 1;
                return Some(Text(Cow::Owned(text)));
            }
        }
    }

    fn number(&mut self) -> Option<f64> {
        let first = self.next()?;
        if !(first.is_ascii_digit() || first == b'-') {
            return None;
        }
        let rest = self.rest();
        let (number, length) = if let Some(found) = short_decimal(rest) {
            found
        } else {
            let is_part = |b: &u8| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'e');
            let length = rest.iter().position(|byte| !is_part(byte))?;
            (self.text.get(self.at..self.at + length)?.parse().ok()?, length)
        };
        let is_plain = rest[length - 1].is_ascii_digit();
        if !is_plain || !matches!(rest[length], b',' | b')' | b' ' | b'\n' | b'\r') {
            return None;
        }
        self.at += length;
        Some(number)
    }

    fn key<T>(&mut self) -> Option<Reference<'a, T>> {
        self.text().map(Reference::Key)
    }

    fn place(&mut self) -> Option<Reference<'a, PlaceRecord<'a>>> {
        if self.next()? == b'"' {
            return self.key();
        }
        let mut place = PlaceRecord::default();
        self.fields("Place", |cursor, name| match name {
            b"name" => put(&mut place.name, cursor.text()?),
            b"country" => put(&mut place.country, cursor.text()?),
            b"lat" => put(&mut place.lat, cursor.number()?),
            b"lon" => put(&mut place.lon, cursor.number()?),
            b"within_km" => put(&mut place.within_km, cursor.number()?),
            _ => None,
        })?;
        Some(Reference::Full(place))
    }

    fn claim(&mut self) -> Option<ClaimRecord<'a>> {
        let mut claim = ClaimRecord::default();
        self.fields("Claim", |cursor, name| match name {
            b"source" => put(&mut claim.source, cursor.key()?),
            b"at" => put(&mut claim.at, cursor.text()?),
            b"date" => put(&mut claim.date, cursor.text()?),
            b"says" => put(&mut claim.says, cursor.text()?),
            b"derived" => put(&mut claim.derived, cursor.text()?),
            _ => None,
        })?;
        Some(claim)
    }

    fn link(&mut self) -> Option<LinkRecord<'a>> {
        let mut link = LinkRecord::default();
        self.fields("Link", |cursor, name| match name {
            b"to" => put(&mut link.to, cursor.text()?),
            b"how" => put(&mut link.how, cursor.text()?),
            _ => None,
        })?;
        Some(link)
    }

    fn certainty(&mut self) -> Option<CertaintyRecord> {
        match self.word()? {
            b"Confirmed" => Some(CertaintyRecord::Confirmed),
            b"Reported" => Some(CertaintyRecord::Reported),
            b"Disputed" => Some(CertaintyRecord::Disputed),
            b"Retracted" => Some(CertaintyRecord::Retracted),
            _ => None,
        }
    }
}

/// Finds the next `"` or `\`.
fn quote_or_escape(bytes: &[u8], from: usize) -> Option<usize> {
    Some(from + memchr::memchr2(b'"', b'\\', bytes.get(from..)?)?)
}

/// Reads the decimal number that a text begins with, of no more than 15 figures; returns its length too.
///
/// Such a number and the power of ten are floats without rounding, so their quotient is the nearest float.
fn short_decimal(text: &[u8]) -> Option<(f64, usize)> {
    const MOST_FIGURES: usize = 15;
    let is_negative = text.first() == Some(&b'-');
    let start = usize::from(is_negative);
    let (mut number, mut power, mut is_behind_point) = (0_u64, 1_u64, false);
    for (length, byte) in text.iter().enumerate().skip(start).take(MOST_FIGURES + 1) {
        match byte {
            b'0'..=b'9' => {
                number = number * 10 + u64::from(byte - b'0');
                power *= if is_behind_point { 10 } else { 1 };
            }
            b'.' if !is_behind_point => is_behind_point = true,
            b'.' | b'-' | b'e' => return None,
            _ => {
                let number = number as f64 / power as f64;
                return Some((if is_negative { -number } else { number }, length));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn reads_short_numbers_as_the_standard_library_does(text in "-?[0-9]{1,12}(\\.[0-9]{1,8})?") {
            if let Some((number, length)) = short_decimal(format!("{text},").as_bytes()) {
                prop_assert_eq!(length, text.len());
                prop_assert_eq!(number.to_bits(), text.parse::<f64>().unwrap().to_bits());
            } else {
                prop_assert!(text.len() > 15);
            }
        }
    }

    #[test]
    fn leaves_other_numbers_to_the_standard_library() {
        for text in ["1e5,", "1.2.3,", "--1,", "1234567890123456,", "1", ""] {
            assert_eq!(short_decimal(text.as_bytes()), None, "{text}");
        }
        let (zero, length) = short_decimal(b"-0.0)").unwrap();
        assert_eq!((zero.to_bits(), length), ((-0.0_f64).to_bits(), 4));
    }
}
