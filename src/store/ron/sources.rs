//! The sources of a dataset: those of the table, plain addresses, and those written out in their events.

use std::{hash::BuildHasher, ops::Range};

use super::{
    assembly::{Assembly, Known},
    record::{Reference, SourceRecord},
    site::Site,
    tree::Part,
};
use crate::{
    domain::{Clean, Source, SourceKey},
    store::{
        codes,
        findings::{in_quotes, quote},
    },
};

impl Assembly<'_> {
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
        if looks_like_address(raw) {
            return self.address(raw, site, path);
        }
        let known = self.source_of(raw);
        if let Some(known) = known.filter(|known| known.is_declared) {
            return known.key;
        }
        let near = self.near_source(raw);
        let message = format!("unknown source {}", quote(raw));
        self.findings
            .add(&codes::UNKNOWN_SOURCE, site.at(path), message)
            .fix(near.as_deref(), in_quotes)
            .help("declare it in `sources`, or write its http(s) address here");
        let id = self.clean(raw, site, path);
        let cleaned = self.source_of(&id).filter(|_| known.is_some() || *id != **raw);
        if let Some(known) = cleaned {
            return known.key;
        }
        self.add_source(Source { id: id.clone(), title: id, ..Source::default() }, false)
    }

    /// Looks up an address, which declares itself.
    fn address(&mut self, raw: &str, site: &Site<'_>, path: &[Part<'_>]) -> SourceKey {
        let id = self.clean(raw, site, path);
        let hash = self.seeds.hash_one(id.as_str());
        if let Some(known) = self.source_of_hash(hash, &id) {
            return known.key;
        }
        let key = SourceKey(self.dataset.sources.len() as u32);
        self.sources.insert(hash, key.0);
        self.check_address(&id, || site.at(path));
        let (title, url) = (id.clone(), Some(id.clone()));
        self.dataset.sources.push(Source { id, title, url, ..Source::default() });
        key
    }

    /// Returns the first source of an id.
    fn source_of(&self, id: &str) -> Option<Known<SourceKey>> {
        self.source_of_hash(self.seeds.hash_one(id), id)
    }

    fn source_of_hash(&self, hash: u64, id: &str) -> Option<Known<SourceKey>> {
        let sources = &self.dataset.sources;
        let is_it = |key: u32| sources.get(key as usize).is_some_and(|source| *source.id == *id);
        let key = SourceKey(self.sources.find(hash, is_it)?);
        Some(Known { key, is_declared: !self.unknown_sources.contains(&key) })
    }

    /// Returns the id of the declared source that is nearest to a misspelt one.
    fn near_source(&mut self, wanted: &str) -> Option<String> {
        let keys = (0..).map(SourceKey);
        let declared = keys
            .zip(&self.dataset.sources)
            .filter(|(_, source)| !source.id.is_empty() && *source.id != *wanted)
            .filter(|(key, _)| !self.unknown_sources.contains(key));
        self.findings.suggest(wanted, declared.map(|(_, source)| source.id.as_str()))
    }

    /// Takes over a source that is declared elsewhere.
    pub(super) fn know_source(&mut self, source: Source) {
        self.add_source(source, true);
    }

    fn add_source(&mut self, source: Source, is_declared: bool) -> SourceKey {
        let key = SourceKey(self.dataset.sources.len() as u32);
        let hash = self.seeds.hash_one(source.id.as_str());
        if !source.id.is_empty() && self.source_of_hash(hash, &source.id).is_none() {
            self.sources.insert(hash, key.0);
        }
        if !is_declared {
            self.unknown_sources.insert(key);
        }
        self.dataset.sources.push(source);
        key
    }

    /// Adds an entry of `sources`.
    pub(super) fn declare_source(
        &mut self,
        id: Clean,
        record: &SourceRecord<'_>,
        site: &Site<'_>,
        key: Range<usize>,
    ) {
        let source = self.read_source(record, Some(id), site, &[]);
        self.add_source(source, true);
        self.source_keys.push(key);
    }

    fn full_source(
        &mut self,
        record: &SourceRecord<'_>,
        site: &Site<'_>,
        path: &[Part<'_>],
    ) -> SourceKey {
        let source = self.read_source(record, None, site, path);
        // The same source in full in a thousand events is one source.
        let known = self.source_of(&source.id).map(|known| known.key);
        let same = known.filter(|key| self.dataset.sources.get(key.0 as usize) == Some(&source));
        same.unwrap_or_else(|| self.add_source(source, true))
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
        let id = id.or_else(|| url.clone()).or_else(|| title.clone()).unwrap_or_default();
        let published = record.published.as_deref();
        let authors = record.authors.iter().enumerate();
        Source {
            title: title.unwrap_or_else(|| id.clone()),
            publisher: self.optional(record.publisher.as_deref(), site, &at("publisher")),
            published: published.and_then(|raw| self.date(raw, site, &at("published"))),
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
}

/// Tells whether a text begins like an address (`https:`, `ftp:`, `javascript:`).
fn looks_like_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b));
    is_scheme && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.is_empty()
}

/// Tells whether an address is one that may be opened.
fn is_http(url: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
    });
    rest.is_some_and(|rest| !rest.is_empty() && memchr::memchr(b' ', rest.as_bytes()).is_none())
}
