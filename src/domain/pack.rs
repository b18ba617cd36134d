//! Values as few bytes: numbers first, then all texts in one.
//!
//! A packed value takes little more than its text, and unpacking one takes one piece of memory for all its texts. What
//! is unpacked may come from a damaged file: it is never trusted, and every text is cleaned again.

use std::borrow::Cow;

use super::{
    Certainty, Claim, Clean, Country, Event, EventKey, FileKey, Group, GroupKey, Link, Participant,
    Place, PlaceKey, SharedText, Source, SourceKey, Step, Story, When, Zone,
};

/// A value that can be packed.
pub trait Pack: Sized {
    /// Adds it to what is packed.
    fn pack(&self, packer: &mut Packer);

    /// Reads it back; `None` if the bytes are no such value.
    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self>;
}

/// Gathers what is packed.
#[derive(Debug, Default)]
pub struct Packer {
    numbers: Vec<u8>,
    text: String,
}

impl Packer {
    /// Packs a value behind some others.
    pub fn put<T: Pack>(&mut self, value: &T, bytes: &mut Vec<u8>) {
        self.numbers.clear();
        self.text.clear();
        value.pack(self);
        push_number(bytes, self.numbers.len() as u64);
        bytes.extend_from_slice(&self.numbers);
        bytes.extend_from_slice(self.text.as_bytes());
    }

    fn number(&mut self, number: u64) {
        push_number(&mut self.numbers, number);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.text.push_str(text);
    }
}

/// Appends a number, seven bits a byte.
fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads what was packed.
#[derive(Debug)]
pub struct Unpacker<'a> {
    numbers: &'a [u8],
    text: SharedText,
    at: usize,
    /// The zone on whose clocks dates are put.
    zone: Zone,
}

/// Packs one value.
#[must_use]
pub fn pack<T: Pack>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    Packer::default().put(value, &mut bytes);
    bytes
}

/// Reads a value that was packed, with its dates on the clocks of a zone; `None` if the bytes are none.
#[must_use]
pub fn unpack<T: Pack>(bytes: &[u8], zone: Zone) -> Option<T> {
    let mut rest = bytes;
    let length = usize::try_from(take_number(&mut rest)?).ok()?;
    let (numbers, text) = rest.split_at_checked(length)?;
    let text = SharedText::new(Cow::Owned(std::str::from_utf8(text).ok()?.to_owned()));
    T::unpack(&mut Unpacker { numbers, text, at: 0, zone })
}

fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

impl Unpacker<'_> {
    fn number(&mut self) -> Option<u64> {
        take_number(&mut self.numbers)
    }

    fn text(&mut self) -> Option<Clean> {
        let end = self.at.checked_add(usize::try_from(self.number()?).ok()?)?;
        let text = self.text.get(self.at..end)?;
        self.at = end;
        Some(Clean::from_part(text, &self.text).text)
    }
}

impl Pack for Clean {
    fn pack(&self, packer: &mut Packer) {
        packer.text(self);
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        unpacker.text()
    }
}

impl Pack for u32 {
    fn pack(&self, packer: &mut Packer) {
        packer.number(u64::from(*self));
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        unpacker.number()?.try_into().ok()
    }
}

impl Pack for u64 {
    fn pack(&self, packer: &mut Packer) {
        packer.number(*self);
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        unpacker.number()
    }
}

impl Pack for f64 {
    fn pack(&self, packer: &mut Packer) {
        packer.numbers.extend_from_slice(&self.to_le_bytes());
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        let (bytes, rest) = unpacker.numbers.split_first_chunk()?;
        unpacker.numbers = rest;
        Some(Self::from_le_bytes(*bytes))
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, packer: &mut Packer) {
        self.0.pack(packer);
        self.1.pack(packer);
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        Some((A::unpack(unpacker)?, B::unpack(unpacker)?))
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, packer: &mut Packer) {
        packer.number(u64::from(self.is_some()));
        if let Some(value) = self {
            value.pack(packer);
        }
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        match unpacker.number()? {
            0 => Some(None),
            1 => T::unpack(unpacker).map(Some),
            _ => None,
        }
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, packer: &mut Packer) {
        packer.number(self.len() as u64);
        for value in self {
            value.pack(packer);
        }
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        // Each value takes a byte at least: a damaged number cannot ask for more room than there are bytes.
        let length = usize::try_from(unpacker.number()?).ok();
        let length = length.filter(|length| *length <= unpacker.numbers.len())?;
        let mut values = Self::with_capacity(length);
        for _ in 0..length {
            values.push(T::unpack(unpacker)?);
        }
        Some(values)
    }
}

impl Pack for Country {
    fn pack(&self, packer: &mut Packer) {
        packer.number(self.index() as u64);
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        Self::all().nth(usize::try_from(unpacker.number()?).ok()?)
    }
}

impl Pack for Certainty {
    fn pack(&self, packer: &mut Packer) {
        packer.number(*self as u64);
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        Self::ALL.get(usize::try_from(unpacker.number()?).ok()?).copied()
    }
}

impl Pack for When {
    /// Packs what it was read from: the clocks that it is on are those of all dates.
    fn pack(&self, packer: &mut Packer) {
        packer.text(self.as_written());
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        let text = unpacker.text()?;
        Some(Self::parse(&text).ok()?.on_clocks(unpacker.zone))
    }
}

impl Pack for Source {
    /// Packs what is an address and nothing else as that: most sources of large files are.
    fn pack(&self, packer: &mut Packer) {
        let Self { id, title, publisher, published, authors, url } = self;
        let is_address = title == id
            && url.as_ref() == Some(id)
            && publisher.is_none()
            && published.is_none()
            && authors.is_empty();
        packer.number(u64::from(is_address));
        id.pack(packer);
        if !is_address {
            title.pack(packer);
            publisher.pack(packer);
            published.pack(packer);
            authors.pack(packer);
            url.pack(packer);
        }
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        let is_address = unpacker.number()? == 1;
        let id = Clean::unpack(unpacker)?;
        if is_address {
            let (title, url) = (id.clone(), Some(id.clone()));
            return Some(Self { id, title, url, ..Self::default() });
        }
        Some(Self {
            id,
            title: Pack::unpack(unpacker)?,
            publisher: Pack::unpack(unpacker)?,
            published: Pack::unpack(unpacker)?,
            authors: Pack::unpack(unpacker)?,
            url: Pack::unpack(unpacker)?,
        })
    }
}

/// Packs the fields of a struct one behind the other.
macro_rules! pack {
    ($($name:ident { $($field:ident),* })*) => {
        $(impl Pack for $name {
            fn pack(&self, packer: &mut Packer) {
                $(self.$field.pack(packer);)*
            }

            fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
                Some(Self { $($field: Pack::unpack(unpacker)?),* })
            }
        })*
    };
}

/// Packs the number in a key.
macro_rules! pack_keys {
    ($($name:ident)*) => {
        $(impl Pack for $name {
            fn pack(&self, packer: &mut Packer) {
                self.0.pack(packer);
            }

            fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
                u32::unpack(unpacker).map(Self)
            }
        })*
    };
}

pack_keys!(EventKey GroupKey PlaceKey SourceKey FileKey);

pack! {
    Event {
        id, when, title, summary, kind, countries, groups, places, sources, certainty, claims, links, tags, file
    }
    Participant { group, role }
    Group { id, name, short, kind, aliases, part_of }
    Place { id, name, country, position, within_km }
    Claim { source, at, when, says, derived }
    Link { to, event, how }
    Story { title, steps }
    Step { at, event, note, view }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event() -> Event {
        let clean = Clean::new;
        Event {
            id: clean("a"),
            when: When::parse("2025-08-04T21:00Z").ok(),
            title: clean("Ünïcode"),
            summary: clean(""),
            kind: Some(clean("coup")),
            countries: vec![Country::find("MLI").unwrap(), Country::find("ESH").unwrap()],
            groups: vec![Participant { group: GroupKey(300), role: Some(clean("victim")) }],
            places: vec![PlaceKey(0), PlaceKey(u32::MAX)],
            sources: vec![SourceKey(7)],
            certainty: Some(Certainty::Disputed),
            claims: vec![Claim {
                source: SourceKey(1),
                at: None,
                when: When::parse("2025").ok(),
                says: Some(clean("so")),
                derived: None,
            }],
            links: vec![Link { to: clean("b"), event: Some(EventKey(9)), how: clean("after") }],
            tags: vec![clean("x"), clean("")],
            file: FileKey(2),
        }
    }

    #[test]
    fn comes_back_as_it_was() {
        let event = event();
        let back: Event = unpack(&pack(&event), Zone::UTC).unwrap();
        assert_eq!(format!("{back:?}"), format!("{event:?}"));
        let zone: Zone = "+05:30".parse().unwrap();
        let there: Event = unpack(&pack(&event), zone).unwrap();
        assert_eq!(there.when, event.when.map(|when| when.on_clocks(zone)));
        let place = Place {
            id: Clean::new("p"),
            name: Clean::new("Gao"),
            country: Country::find("MLI"),
            position: Some((16.27, -0.04)),
            within_km: Some(f64::MAX),
        };
        assert_eq!(unpack(&pack(&place), Zone::UTC), Some(place));
        let id = Clean::new("https://example.org");
        let address = Source {
            title: id.clone(),
            url: Some(id.clone()),
            id: id.clone(),
            ..Source::default()
        };
        let written = Source { authors: vec![Clean::new("A")], ..address.clone() };
        assert!(pack(&address).len() < id.len() + 6, "the address is there once");
        for source in [address, written] {
            assert_eq!(unpack(&pack(&source), Zone::UTC), Some(source));
        }
    }

    proptest! {
        #[test]
        fn takes_any_bytes_without_a_crash(
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
            length in any::<prop::sample::Index>(),
            noise in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            let mut bytes = pack(&event());
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _: Option<Event> = unpack(&bytes, Zone::UTC);
            let _: Option<Event> = unpack(&bytes[..length.index(bytes.len())], Zone::UTC);
            let _: Option<Story> = unpack(&noise, Zone::UTC);
        }
    }
}
