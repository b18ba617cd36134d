//! Values as few bytes: numbers first, then all texts in one.
//!
//! A packed value takes little more than its text, and unpacking one takes one piece of memory for all its texts. The
//! title and the summary of an event may be kept apart from it, folded, so that one can search through those of many
//! events; what folding took away stays with the event. What is unpacked may come from a damaged file: it is never
//! trusted, and every text is cleaned again.

mod capitals;

use std::borrow::Cow;

use super::{
    Certainty, Claim, Clean, Country, Event, EventKey, FileKey, Group, GroupKey, Link, Participant,
    Place, PlaceKey, SharedText, Source, SourceKey, Step, Story, When, Zone, fold,
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
    /// Where folded texts are put, if they are kept apart.
    folded: Option<Vec<u8>>,
}

/// How a text that may be kept apart is packed. A larger number is the length of a text that is nothing but ASCII, and
/// more than it by this many: the places of its capital letters follow, and the rest stands in the folded text.
const FOLDABLE: u64 = 2;
/// The text is not kept apart.
const WHOLE: u64 = 0;
/// The text is here, and it is elsewhere, too, in a folded form which it cannot be made of; the length of that follows.
const BOTH: u64 = 1;
/// What stands behind each folded text; nobody looks for it.
pub const FOLDED_END: u8 = b'\n';

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

    /// Packs a value behind some others, but appends its title and summary to other folded texts.
    pub fn put_apart<T: Pack>(&mut self, value: &T, bytes: &mut Vec<u8>, folded: &mut Vec<u8>) {
        self.folded = Some(std::mem::take(folded));
        self.put(value, bytes);
        *folded = self.folded.take().unwrap_or_default();
    }

    fn number(&mut self, number: u64) {
        push_number(&mut self.numbers, number);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.text.push_str(text);
    }

    /// Packs a text that people search for.
    fn searched(&mut self, text: &str) {
        let Some(folded) = &mut self.folded else {
            self.number(WHOLE);
            return self.text(text);
        };
        if text.is_ascii() {
            push_number(&mut self.numbers, FOLDABLE + text.len() as u64);
            capitals::take_off(text, folded, |step| push_number(&mut self.numbers, step));
            folded.push(FOLDED_END);
            return;
        }
        let start = folded.len();
        folded.extend_from_slice(fold(text).as_bytes());
        let length = folded.len() - start;
        folded.push(FOLDED_END);
        self.number(BOTH);
        self.number(length as u64);
        self.text(text);
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
    /// The folded texts that are kept apart.
    folded: &'a [u8],
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
    unpack_apart(bytes, &[], zone)
}

/// Reads a value of which some texts were kept apart; `folded` may be longer than these.
#[must_use]
pub(super) fn unpack_apart<T: Pack>(bytes: &[u8], folded: &[u8], zone: Zone) -> Option<T> {
    let mut rest = bytes;
    let length = usize::try_from(take_number(&mut rest)?).ok()?;
    let (numbers, text) = rest.split_at_checked(length)?;
    let text = SharedText::new(Cow::Owned(std::str::from_utf8(text).ok()?.to_owned()));
    T::unpack(&mut Unpacker { numbers, text, at: 0, folded, zone })
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

impl<'a> Unpacker<'a> {
    fn number(&mut self) -> Option<u64> {
        take_number(&mut self.numbers)
    }

    fn text(&mut self) -> Option<Clean> {
        let end = self.at.checked_add(usize::try_from(self.number()?).ok()?)?;
        let text = self.text.get(self.at..end)?;
        self.at = end;
        Some(Clean::from_part(text, &self.text).text)
    }

    fn searched(&mut self) -> Option<Clean> {
        match self.number()? {
            WHOLE => self.text(),
            BOTH => {
                let length = self.number()?;
                self.folded(length)?;
                self.text()
            }
            length => {
                let folded = self.folded(length - FOLDABLE)?;
                let text = capitals::put_on(folded, || self.number())?;
                Some(Clean::new(&text))
            }
        }
    }

    /// Goes past a folded text of a length.
    fn folded(&mut self, length: u64) -> Option<&'a [u8]> {
        let (text, rest) = self.folded.split_at_checked(usize::try_from(length).ok()?)?;
        self.folded = rest.strip_prefix(&[FOLDED_END])?;
        Some(text)
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

impl Pack for Event {
    /// Packs the texts that people search for first: that is their order where they are kept apart.
    fn pack(&self, packer: &mut Packer) {
        let Self { id, when, title, summary, kind, countries, groups, places, sources, .. } = self;
        packer.searched(title);
        packer.searched(summary);
        id.pack(packer);
        when.pack(packer);
        kind.pack(packer);
        countries.pack(packer);
        groups.pack(packer);
        places.pack(packer);
        sources.pack(packer);
        let Self { certainty, claims, links, tags, file, .. } = self;
        certainty.pack(packer);
        claims.pack(packer);
        links.pack(packer);
        tags.pack(packer);
        file.pack(packer);
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            title: unpacker.searched()?,
            summary: unpacker.searched()?,
            id: Pack::unpack(unpacker)?,
            when: Pack::unpack(unpacker)?,
            kind: Pack::unpack(unpacker)?,
            countries: Pack::unpack(unpacker)?,
            groups: Pack::unpack(unpacker)?,
            places: Pack::unpack(unpacker)?,
            sources: Pack::unpack(unpacker)?,
            certainty: Pack::unpack(unpacker)?,
            claims: Pack::unpack(unpacker)?,
            links: Pack::unpack(unpacker)?,
            tags: Pack::unpack(unpacker)?,
            file: Pack::unpack(unpacker)?,
        })
    }
}

pack! {
    Participant { group, role }
    Group { id, name, short, kind, aliases, part_of }
    Place { id, name, country, position, within_km }
    Claim { source, at, when, says, derived }
    Link { to, event, how }
    Story { title, steps }
    Step { at, event, note, view }
}

#[cfg(test)]
mod tests;
