//! Makes a dataset of records: every text is cleaned, every reference looked up, every value checked.
//!
//! What is wrong is reported at its bytes and costs as little as possible: an unknown country is left out, a
//! bad date makes its event undated, an unknown source stands for itself.

use std::{collections::HashSet, hash::BuildHasher, ops::Range};

use super::{
    site::Site,
    tree::{Node, Part},
};
use crate::{
    domain::{
        Clean, Country, Dataset, EventKey, FileKey, GroupKey, PlaceKey, SharedText, SourceKey, When,
    },
    store::{
        codes,
        findings::{Findings, counted, in_quotes, quote},
        hash::{QuickMap, Seeds, Slots},
    },
};

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
pub(super) type Child = (GroupKey, Vec<(Box<str>, Range<usize>)>);

/// A dataset that is being made.
#[derive(Debug)]
pub(super) struct Assembly<'s> {
    pub source: &'s str,
    /// The same, to be shared with what is read of it.
    whole: SharedText,
    pub dataset: Dataset,
    pub findings: Findings,
    pub neutralised: usize,
    pub groups: QuickMap<Clean, Known<GroupKey>>,
    pub places: QuickMap<Clean, Known<PlaceKey>>,
    /// The sources, by their ids.
    pub sources: Slots,
    /// The sources that no table declares and that are no addresses.
    pub unknown_sources: HashSet<SourceKey, Seeds>,
    /// The events, by their ids.
    pub ids: Slots,
    /// A hash of the date and title of each event, for finding duplicates.
    pub twins: Vec<(u64, EventKey)>,
    pub seeds: Seeds,
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
    pub words: HashSet<Clean, Seeds>,
    /// The places that are written out, by a hash of all that is said of them.
    pub full_places: Slots,
    pub parents: Vec<Child>,
}

impl<'s> Assembly<'s> {
    pub(super) fn new(name: &str, whole: &'s SharedText) -> Self {
        let source: &str = whole;
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
            whole: SharedText::clone(whole),
            dataset,
            findings: Findings::new(name),
            neutralised: 0,
            groups: QuickMap::default(),
            places: QuickMap::default(),
            sources: Slots::with_capacity(events),
            unknown_sources: HashSet::default(),
            ids: Slots::with_capacity(events),
            twins: Vec::with_capacity(events),
            seeds: Seeds::default(),
            links: Vec::new(),
            steps: Vec::new(),
            group_keys: Vec::new(),
            place_keys: Vec::new(),
            source_keys: Vec::new(),
            starts: Vec::new(),
            nodes: QuickMap::default(),
            strangers: Vec::new(),
            words: HashSet::default(),
            full_places: Slots::with_capacity(events),
            parents: Vec::new(),
        }
    }

    /// The file that is being read.
    pub(super) const FILE: FileKey = FileKey(0);

    /// Returns the first event of an id.
    pub(super) fn event_of(&self, id: &str) -> Option<EventKey> {
        let is_it = |key: u32| self.dataset.events.get(key as usize).is_some_and(|e| *e.id == *id);
        self.ids.find(self.seeds.hash_one(id), is_it).map(EventKey)
    }

    /// Cleans a text and reports what had to be replaced.
    pub(super) fn clean(&mut self, raw: &str, site: &Site<'_>, path: &[Part<'_>]) -> Clean {
        let cleaned = Clean::from_part(raw, &self.whole);
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

    /// Cleans the key of a table's entry.
    pub(super) fn clean_key(&mut self, raw: &str, bytes: &Range<usize>) -> Clean {
        self.clean(raw, &Site::of_bytes(self.source, bytes.clone()), &[])
    }

    /// Cleans a text that comes again and again, and keeps it once.
    pub(super) fn word(&mut self, raw: &str, site: &Site<'_>, path: &[Part<'_>]) -> Clean {
        if let Some(word) = self.words.get(raw) {
            return word.clone();
        }
        let word = self.clean(raw, site, path);
        self.words.insert(word.clone());
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
        let message = match raw.trim() {
            "" => "the date is empty".to_owned(),
            _ => format!("{} is no date: {}", quote(raw), error.message),
        };
        let found = self.findings.add(&codes::BAD_DATE, bytes, message);
        match error.instead {
            Some(instead) => {
                found.help(format!("write \"{instead}\"; until then this is shown as undated"));
            }
            None => found.help(
                "shown as undated; dates are EDTF: 2025, 2025-05, 2025-05-12, 2025-01/2025-08",
            ),
        }
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
        let near = if self.findings.may_suggest() { Country::suggest(raw) } else { None };
        self.findings
            .add(&codes::UNKNOWN_COUNTRY, site.at(path), message)
            .fix(near, in_quotes)
            .help("countries are ISO 3166 codes or English names: \"MLI\", \"ML\", \"Mali\"");
        None
    }
}
