//! The format, version 1, as serde records: the declarative truth about its fields.
//!
//! Every field may be absent here, even those that the format requires: a record with something missing is
//! still worth reading, and `super::assembly` reports what it lacks. No record knows where it stood.

use std::{borrow::Cow, fmt, marker::PhantomData, ops::Deref};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor, value::MapAccessDeserializer,
    },
    ser::SerializeMap,
};

/// The version of the format that this program reads and writes.
pub const FORMAT: u64 = 1;

/// A text, borrowed from the file where it holds no escapes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

/// A map in the order of the file. Duplicate keys are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<'a, T>(pub Vec<(Text<'a>, T)>);

impl<T> Default for Table<'_, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Table<'_, T> {
    /// Tells whether there is no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Table<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Table<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<'a, T>(PhantomData<(Text<'a>, T)>);

        impl<'de: 'a, 'a, T: Deserialize<'de>> Visitor<'de> for Entries<'a, T> {
            type Value = Table<'a, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map in braces")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Table(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// Something that is named by a key or written out in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Reference<'a, T> {
    /// A key of the table, or an address.
    Key(Text<'a>),
    /// The thing itself.
    Full(T),
}

impl<'de: 'a, 'a, T: Deserialize<'de> + Default> Deserialize<'de> for Reference<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<'a, T>(PhantomData<(Text<'a>, T)>);

        impl<'de: 'a, 'a, T: Deserialize<'de> + Default> Visitor<'de> for Either<'a, T> {
            type Value = Reference<'a, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key in quotes or a value in full")
            }

            fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Reference::Key(Text(Cow::Borrowed(key))))
            }

            fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Reference::Key(Text(Cow::Owned(key.to_owned()))))
            }

            /// Takes `Place()`, which looks like a tuple of nothing.
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                match list.next_element::<IgnoredAny>()? {
                    Some(_) => Err(Error::invalid_type(Unexpected::Seq, &self)),
                    None => Ok(Reference::Full(T::default())),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Reference::Full)
            }
        }

        // This drops the name in front of the bracket, so `diagnose` checks that one.
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// How sure the editor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Certainty")]
#[expect(missing_docs, reason = "the same words as `domain::Certainty`")]
pub enum CertaintyRecord {
    Confirmed,
    Reported,
    Disputed,
    Retracted,
}

/// Declares a record: a struct whose fields may all be absent and are not written when they are.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident as $written:literal { $($field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(rename = $written, deny_unknown_fields, default, bound(deserialize = "'de: 'a"))]
        #[expect(missing_docs, reason = "the fields of the format, explained by `domain::event`")]
        pub struct $name<'a> {
            $(
                #[serde(skip_serializing_if = "is_absent")]
                pub $field: $kind,
            )*
        }
    };
}

/// Tells whether a field is as if it had not been written.
fn is_absent<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

record!(
    /// A whole file.
    DatasetRecord as "Dataset" {
        format: Option<u64>,
        title: Option<Text<'a>>,
        about: Option<Text<'a>>,
        groups: Table<'a, GroupRecord<'a>>,
        sources: Table<'a, SourceRecord<'a>>,
        places: Table<'a, PlaceRecord<'a>>,
        events: Vec<EventRecord<'a>>,
        stories: Vec<StoryRecord<'a>>,
    }
);

record!(
    /// An entry of `groups`.
    GroupRecord as "Group" {
        name: Option<Text<'a>>,
        short: Option<Text<'a>>,
        kind: Option<Text<'a>>,
        aliases: Vec<Text<'a>>,
        part_of: Vec<Text<'a>>,
    }
);

record!(
    /// An entry of `sources`, or one in full.
    SourceRecord as "Source" {
        title: Option<Text<'a>>,
        publisher: Option<Text<'a>>,
        published: Option<Text<'a>>,
        authors: Vec<Text<'a>>,
        url: Option<Text<'a>>,
    }
);

record!(
    /// An entry of `places`, or one in full.
    PlaceRecord as "Place" {
        name: Option<Text<'a>>,
        country: Option<Text<'a>>,
        lat: Option<f64>,
        lon: Option<f64>,
        within_km: Option<f64>,
    }
);

record!(
    /// An element of `events`.
    EventRecord as "Event" {
        id: Option<Text<'a>>,
        date: Option<Text<'a>>,
        title: Option<Text<'a>>,
        summary: Option<Text<'a>>,
        kind: Option<Text<'a>>,
        countries: Vec<Text<'a>>,
        groups: Vec<Text<'a>>,
        roles: Table<'a, Text<'a>>,
        place: Option<Reference<'a, PlaceRecord<'a>>>,
        places: Vec<Reference<'a, PlaceRecord<'a>>>,
        sources: Vec<Reference<'a, SourceRecord<'a>>>,
        certainty: Option<CertaintyRecord>,
        claims: Vec<ClaimRecord<'a>>,
        links: Vec<LinkRecord<'a>>,
        tags: Vec<Text<'a>>,
    }
);

record!(
    /// What one source says of the date.
    ClaimRecord as "Claim" {
        source: Option<Reference<'a, SourceRecord<'a>>>,
        at: Option<Text<'a>>,
        date: Option<Text<'a>>,
        says: Option<Text<'a>>,
        derived: Option<Text<'a>>,
    }
);

record!(
    /// A relation to another event.
    LinkRecord as "Link" {
        to: Option<Text<'a>>,
        how: Option<Text<'a>>,
    }
);

record!(
    /// A guided walk.
    StoryRecord as "Story" {
        title: Option<Text<'a>>,
        steps: Vec<StepRecord<'a>>,
    }
);

record!(
    /// A stop of a walk.
    StepRecord as "Step" {
        at: Option<Text<'a>>,
        note: Option<Text<'a>>,
        view: Option<Text<'a>>,
    }
);

impl EventRecord<'_> {
    /// Makes the record empty, but keeps the room of its lists.
    pub fn clear(&mut self) {
        let Self { countries, groups, roles, places, sources, claims, links, tags, .. } = self;
        countries.clear();
        groups.clear();
        roles.0.clear();
        places.clear();
        sources.clear();
        claims.clear();
        links.clear();
        tags.clear();
        (self.id, self.date, self.title, self.summary) = (None, None, None, None);
        (self.kind, self.place, self.certainty) = (None, None, None);
    }
}
