//! Makes a dataset of records: every text is cleaned, every reference looked up, every value checked.
//!
//! What is wrong is reported at its bytes and costs as little as possible: an unknown country is left out, a
//! bad date makes its event undated, an unknown source stands for itself.

use std::ops::Range;

use super::{
    record::{GroupRecord, PlaceRecord, Reference, SourceRecord},
    site::Site,
    tree::{Node, Part},
};
use crate::{
    domain::{
        Clean, Country, Dataset, EventKey, FileKey, Group, GroupKey, Place, PlaceKey, Source,
        SourceKey, When, nearest,
    },
    store::{
        codes,
        findings::{Findings, counted, in_quotes, quote},
        hash::{QuickMap, Seeds},
    },
};

/// The farthest that a position can be off, in kilometres: half the way round the Earth.
const FARTHEST_KM: f64 = 20_040.0;

/// Something that can be referred to, by the text that refers to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<K> {
    pub key: K,
    /// Whether the file declares it, or it is an address.
    pub is_declared: bool,
}

/// A link to an event that was not known yet when the link was read.
#[derive(Debug)]
pub(super) struct PendingLink {
    pub event: EventKey,
    /// Its place in the event.
    pub link: usize,
    /// Its place in the record.
    pub element: usize,
}

/// A stop of a story, to be looked up when all events are known.
#[derive(Debug)]
pub(super) struct PendingStep {
    pub story: usize,
    pub step: usize,
    pub bytes: Range<usize>,
}

/// A group, and the names of the groups that it is part of with their bytes.
type Child = (GroupKey, Vec<(Box<str>, Range<usize>)>);

/// A dataset that is being made.
#[derive(Debug)]
pub(super) struct Assembly<'s> {
    pub source: &'s str,
    pub dataset: Dataset,
    pub findings: Findings,
    pub neutralised: usize,
    pub groups: QuickMap<Box<str>, Known<GroupKey>>,
    pub places: QuickMap<Box<str>, Known<PlaceKey>>,
    pub sources: QuickMap<Box<str>, Known<SourceKey>>,
    pub ids: QuickMap<Clean, EventKey>,
    /// The events by date and title, for finding duplicates.
    pub twins: QuickMap<u64, EventKey>,
    pub links: Vec<PendingLink>,
    pub steps: Vec<PendingStep>,
    /// The bytes of the keys of the tables, in the order of the declared entries.
    pub group_keys: Vec<Range<usize>>,
    pub place_keys: Vec<Range<usize>>,
    pub source_keys: Vec<Range<usize>>,
    /// Where each event begins.
    pub starts: Vec<usize>,
    /// The parts of the events in which something was wrong.
    pub nodes: QuickMap<EventKey, Node>,
    /// The groups that no table declares, and where they were first named.
    pub strangers: Vec<(GroupKey, Range<usize>)>,
    words: QuickMap<Box<str>, Clean>,
    full_places: QuickMap<(Clean, Option<Country>, [u64; 4]), PlaceKey>,
    parents: Vec<Child>,
}

impl<'s> Assembly<'s> {
    pub(super) fn new(name: &str, source: &'s str) -> Self {
        // An event takes some 600 bytes: room for them at once saves moving them again and again.
        let events = source.len() / 512;
        let file = Clean::new(name);
        let dataset = Dataset {
            title: file.clone(),
            files: vec![file],
            events: Vec::with_capacity(events),
            ..Dataset::default()
        };
        Self {
            source,
            dataset,
            findings: Findings::new(name),
            neutralised: 0,
            groups: QuickMap::default(),
            places: QuickMap::default(),
            sources: QuickMap::default(),
            ids: QuickMap::with_capacity_and_hasher(events, Seeds::default()),
            twins: QuickMap::with_capacity_and_hasher(events, Seeds::default()),
            links: Vec::new(),
            steps: Vec::new(),
            group_keys: Vec::new(),
            place_keys: Vec::new(),
            source_keys: Vec::new(),
            starts: Vec::new(),
            nodes: QuickMap::default(),
            strangers: Vec::new(),
            words: QuickMap::default(),
            full_places: QuickMap::default(),
            parents: Vec::new(),
        }
    }

    /// The file that is being read.
    pub(super) const FILE: FileKey = FileKey(0);

    /// Cleans a text and reports what had to be replaced.
    pub(super) fn clean(&mut self, raw: &str, site: &Site<'_>, path: &[Part<'_>]) -> Clean {
        let cleaned = Clean::from_raw(raw);
        if cleaned.marks > 0 {
            self.neutralised += cleaned.marks;
            let n = counted(cleaned.marks, "character");
            self.findings
                .add(&codes::NEUTRALISED, site.at(path), format!("{n} neutralised in this text"))
                .help("controls, escape sequences, invisible characters and heaps of marks are shown as signs");
        }
        cleaned.text
    }

    /// Cleans a text that is there, or returns nothing.
    pub(super) fn optional(
        &mut self,
        raw: Option<&str>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> Option<Clean> {
        raw.map(|raw| self.clean(raw, site, path))
    }

    /// Cleans a text that comes again and again, and keeps it once.
    pub(super) fn word(&mut self, raw: &str, site: &Site<'_>, path: &[Part<'_>]) -> Clean {
        if let Some(word) = self.words.get(raw) {
            return word.clone();
        }
        let word = self.clean(raw, site, path);
        self.words.insert(raw.into(), word.clone());
        word
    }

    /// Reads a date; a bad one is reported and counts as none.
    pub(super) fn date(&mut self, raw: &str, site: &Site<'_>, path: &[Part<'_>]) -> Option<When> {
        if raw == "undated" {
            return None;
        }
        let error = match When::parse(raw) {
            Ok(when) => return Some(when),
            Err(error) => error,
        };
        let bytes = site.inside(path, raw, error.offset);
        let message = format!("{} is no date: {}", quote(raw), error.message);
        let found = self.findings.add(&codes::BAD_DATE, bytes, message);
        match error.instead {
            Some(instead) => found.help(format!(
                "write \"{instead}\"; until then this is shown as undated"
            )),
            None => found.help(
                "shown as undated; dates are EDTF: 2025, 2025-05, 2025-05-12, 2025-01/2025-08",
            ),
        };
        None
    }

    /// Looks up a country; an unknown one is reported and left out.
    pub(super) fn country(
        &mut self,
        raw: &str,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> Option<Country> {
        if let Some(country) = Country::find(raw) {
            return Some(country);
        }
        let message = format!("unknown country {}", quote(raw));
        self.findings
            .add(&codes::UNKNOWN_COUNTRY, site.at(path), message)
            .fix(Country::suggest(raw), in_quotes)
            .help("countries are ISO 3166 codes or English names: \"MLI\", \"ML\", \"Mali\"");
        None
    }

    /// Looks up a group; one that no table declares stands for itself.
    pub(super) fn group(&mut self, raw: &str, site: &Site<'_>, path: &[Part<'_>]) -> GroupKey {
        if let Some(known) = self.groups.get(raw) {
            return known.key;
        }
        let name = self.clean(raw, site, path);
        let key = GroupKey(self.dataset.groups.len() as u32);
        self.dataset.groups.push(Group {
            id: name.clone(),
            name,
            ..Group::default()
        });
        self.groups.insert(
            raw.into(),
            Known {
                key,
                is_declared: false,
            },
        );
        // Where nothing is declared, nothing is left undeclared by mistake.
        let bytes = if self.group_keys.is_empty() {
            0..0
        } else {
            site.at(path)
        };
        self.strangers.push((key, bytes));
        key
    }

    /// Looks up a place by its key, or takes the one that is written out.
    pub(super) fn place(
        &mut self,
        place: &Reference<'_, PlaceRecord<'_>>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> PlaceKey {
        let raw = match place {
            Reference::Key(raw) => raw,
            Reference::Full(record) => return self.full_place(record, site, path),
        };
        let known = self.places.get(&**raw).copied();
        if let Some(known) = known.filter(|known| known.is_declared) {
            return known.key;
        }
        let declared = self.places.iter().filter(|(_, known)| known.is_declared);
        let near = nearest(raw, declared.map(|(key, _)| &**key)).map(str::to_owned);
        self.findings
            .add(
                &codes::UNKNOWN_PLACE,
                site.at(path),
                format!("unknown place {}", quote(raw)),
            )
            .fix(near.as_deref(), in_quotes)
            .help("declare it in `places`, or write `Place(name: ...)` here");
        if let Some(known) = known {
            return known.key;
        }
        let name = self.clean(raw, site, path);
        let key = PlaceKey(self.dataset.places.len() as u32);
        self.dataset.places.push(Place {
            id: name.clone(),
            name,
            ..Place::default()
        });
        self.places.insert(
            (&**raw).into(),
            Known {
                key,
                is_declared: false,
            },
        );
        key
    }

    fn full_place(
        &mut self,
        record: &PlaceRecord<'_>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> PlaceKey {
        let place = self.read_place(record, None, site, path);
        let bits = |degrees: Option<f64>| degrees.map_or(u64::MAX, f64::to_bits);
        let (lat, lon) = place.position.unzip();
        let given = u64::from(place.position.is_some());
        let numbers = [bits(lat), bits(lon), bits(place.within_km), given];
        let next = PlaceKey(self.dataset.places.len() as u32);
        let key = *self
            .full_places
            .entry((place.name.clone(), place.country, numbers))
            .or_insert(next);
        if key == next {
            self.dataset.places.push(place);
        }
        key
    }

    fn read_place(
        &mut self,
        record: &PlaceRecord<'_>,
        id: Option<Clean>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> Place {
        let at = |name| [path, &[Part::Field(name)]].concat();
        let country = record.country.as_ref();
        let country = country.and_then(|raw| self.country(raw, site, &at("country")));
        let lat = record
            .lat
            .and_then(|n| self.degrees(n, 90.0, "latitude", || site.at(&at("lat"))));
        let lon = record
            .lon
            .and_then(|n| self.degrees(n, 180.0, "longitude", || site.at(&at("lon"))));
        if record.lat.is_some() != record.lon.is_some() {
            let (there, missing) = if record.lat.is_some() {
                ("lat", "lon")
            } else {
                ("lon", "lat")
            };
            if site.lacks(path, missing) {
                let message = format!("`{there}` without `{missing}` is no position");
                self.findings
                    .add(&codes::MISSING_FIELD, site.at(&at(there)), message);
            }
        }
        let within_km = record.within_km.filter(|km| {
            let is_distance = (0.0..=FARTHEST_KM).contains(km);
            if !is_distance {
                let message = format!("{km} is no distance on the Earth in kilometres");
                self.findings
                    .add(&codes::BAD_POSITION, site.at(&at("within_km")), message);
            }
            is_distance
        });
        let position = lat.zip(lon);
        let name = match (&record.name, &id, position) {
            (Some(raw), _, _) => {
                if let Some(word) = self.words.get(&*raw.0) {
                    word.clone()
                } else {
                    self.word(raw, site, &at("name"))
                }
            }
            (None, Some(id), _) => id.clone(),
            (None, None, Some((lat, lon))) => Clean::new(&format!("{lat}, {lon}")),
            (None, None, None) => Clean::default(),
        };
        Place {
            id: id.unwrap_or_default(),
            name,
            country,
            position,
            within_km,
        }
    }

    fn degrees(
        &mut self,
        degrees: f64,
        most: f64,
        what: &str,
        bytes: impl FnOnce() -> Range<usize>,
    ) -> Option<f64> {
        if (-most..=most).contains(&degrees) {
            return Some(degrees);
        }
        let message = format!("{what} {degrees} is not between -{most} and {most}");
        self.findings
            .add(&codes::BAD_POSITION, bytes(), message)
            .help("the place is shown without a position");
        None
    }

    /// Looks up a source by its key or address, or takes the one that is written out.
    pub(super) fn source(
        &mut self,
        source: &Reference<'_, SourceRecord<'_>>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> SourceKey {
        let raw = match source {
            Reference::Key(raw) => raw,
            Reference::Full(record) => return self.full_source(record, site, path),
        };
        let known = self.sources.get(&**raw).copied();
        if let Some(known) = known.filter(|known| known.is_declared) {
            return known.key;
        }
        let is_address = looks_like_address(raw);
        if !is_address {
            let declared = self.sources.iter().filter(|(_, known)| known.is_declared);
            let near = nearest(raw, declared.map(|(key, _)| &**key)).map(str::to_owned);
            self.findings
                .add(
                    &codes::UNKNOWN_SOURCE,
                    site.at(path),
                    format!("unknown source {}", quote(raw)),
                )
                .fix(near.as_deref(), in_quotes)
                .help("declare it in `sources`, or write its http(s) address here");
        }
        if let Some(known) = known {
            return known.key;
        }
        let id = self.clean(raw, site, path);
        let url = is_address.then(|| id.clone());
        if let Some(url) = &url {
            self.check_address(url, || site.at(path));
        }
        let source = Source {
            id: id.clone(),
            title: id,
            url,
            ..Source::default()
        };
        let key = self.add_source(source);
        self.sources.insert(
            (&**raw).into(),
            Known {
                key,
                is_declared: is_address,
            },
        );
        key
    }

    fn add_source(&mut self, source: Source) -> SourceKey {
        let key = SourceKey(self.dataset.sources.len() as u32);
        self.dataset.sources.push(source);
        key
    }

    fn full_source(
        &mut self,
        record: &SourceRecord<'_>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> SourceKey {
        let source = self.read_source(record, None, site, path);
        // The same source in full in a thousand events is one source.
        let known = self.sources.get(&*source.id).copied();
        if let Some(known) = known
            && self.dataset.sources.get(known.key.0 as usize) == Some(&source)
        {
            return known.key;
        }
        let id = source.id.clone();
        let key = self.add_source(source);
        if known.is_none() && !id.is_empty() {
            self.sources.insert(
                id.as_str().into(),
                Known {
                    key,
                    is_declared: true,
                },
            );
        }
        key
    }

    fn read_source(
        &mut self,
        record: &SourceRecord<'_>,
        id: Option<Clean>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> Source {
        let at = |name| [path, &[Part::Field(name)]].concat();
        let url = self.optional(record.url.as_deref(), site, &at("url"));
        if let Some(url) = &url {
            self.check_address(url, || site.at(&at("url")));
        }
        let title = self.optional(record.title.as_deref(), site, &at("title"));
        let id = id
            .or_else(|| url.clone())
            .or_else(|| title.clone())
            .unwrap_or_default();
        let authors = record.authors.iter().enumerate();
        Source {
            title: title.unwrap_or_else(|| id.clone()),
            publisher: self.optional(record.publisher.as_deref(), site, &at("publisher")),
            published: record
                .published
                .as_deref()
                .and_then(|raw| self.date(raw, site, &at("published"))),
            authors: authors
                .map(|(n, raw)| {
                    let path = [path, &[Part::Field("authors"), Part::Element(n)]].concat();
                    self.clean(raw, site, &path)
                })
                .collect(),
            id,
            url,
        }
    }

    fn check_address(&mut self, url: &str, bytes: impl FnOnce() -> Range<usize>) {
        if !is_http(url) {
            let message = format!("{} is neither an http nor an https address", quote(url));
            self.findings
                .add(&codes::NOT_HTTP, bytes(), message)
                .help("it is shown, but never opened");
        }
    }

    /// Adds an entry of `sources`.
    pub(super) fn declare_source(
        &mut self,
        raw: &str,
        record: &SourceRecord<'_>,
        site: &Site<'_>,
        key: Range<usize>,
    ) {
        let id = self.clean_key(raw, &key);
        let source = self.read_source(record, Some(id), site, &[]);
        let new = self.add_source(source);
        self.sources.insert(
            raw.into(),
            Known {
                key: new,
                is_declared: true,
            },
        );
        self.source_keys.push(key);
    }

    /// Adds an entry of `places`.
    pub(super) fn declare_place(
        &mut self,
        raw: &str,
        record: &PlaceRecord<'_>,
        site: &Site<'_>,
        key: Range<usize>,
    ) {
        let id = self.clean_key(raw, &key);
        let place = self.read_place(record, Some(id), site, &[]);
        let new = PlaceKey(self.dataset.places.len() as u32);
        self.dataset.places.push(place);
        self.places.insert(
            raw.into(),
            Known {
                key: new,
                is_declared: true,
            },
        );
        self.place_keys.push(key);
    }

    /// Adds an entry of `groups`.
    pub(super) fn declare_group(
        &mut self,
        raw: &str,
        record: &GroupRecord<'_>,
        site: &Site<'_>,
        key: Range<usize>,
    ) {
        let id = self.clean_key(raw, &key);
        let at = |name| [Part::Field(name)];
        let name = self.optional(record.name.as_deref(), site, &at("name"));
        let group = Group {
            name: name.unwrap_or_else(|| id.clone()),
            short: self.optional(record.short.as_deref(), site, &at("short")),
            kind: self.optional(record.kind.as_deref(), site, &at("kind")),
            aliases: (0..)
                .zip(&record.aliases)
                .map(|(n, raw)| self.clean(raw, site, &[Part::Field("aliases"), Part::Element(n)]))
                .collect(),
            part_of: Vec::new(),
            id,
        };
        let new = GroupKey(self.dataset.groups.len() as u32);
        self.dataset.groups.push(group);
        self.groups.insert(
            raw.into(),
            Known {
                key: new,
                is_declared: true,
            },
        );
        self.group_keys.push(key);
        let parents = (0..).zip(&record.part_of).map(|(n, raw)| {
            (
                (&**raw).into(),
                site.at(&[Part::Field("part_of"), Part::Element(n)]),
            )
        });
        self.parents.push((new, parents.collect()));
    }

    /// Looks up what the groups are part of, when the whole table has been read.
    pub(super) fn join_groups(&mut self) {
        for (key, parents) in std::mem::take(&mut self.parents) {
            let parents = parents.into_iter();
            let keys = parents
                .map(|(raw, bytes)| self.group(&raw, &Site::of_bytes(self.source, bytes), &[]));
            let keys = keys.filter(|parent| *parent != key).collect();
            if let Some(group) = self.dataset.groups.get_mut(key.0 as usize) {
                group.part_of = keys;
            }
        }
    }

    fn clean_key(&mut self, raw: &str, bytes: &Range<usize>) -> Clean {
        self.clean(raw, &Site::of_bytes(self.source, bytes.clone()), &[])
    }
}

/// Tells whether a text begins like an address (`https:`, `ftp:`, `javascript:`).
fn looks_like_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_scheme = scheme
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b));
    is_scheme && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.is_empty()
}

/// Tells whether an address is one that may be opened.
pub(super) fn is_http(url: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| &url[scheme.len()..])
    });
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}
