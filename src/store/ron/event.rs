//! Makes an event of its record, and checks what can be checked before the other events are known.

use std::{
    collections::HashSet,
    hash::{BuildHasher, Hash, Hasher},
};

use super::{
    assembly::{Assembly, PendingLink},
    record::{CertaintyRecord, ClaimRecord, EventRecord, LinkRecord},
    site::Site,
    tree::Part,
};
use crate::{
    domain::{Certainty, Claim, Clean, Event, EventKey, GroupKey, Link, Participant, When, fold},
    store::{codes, findings::quote},
};

impl Assembly<'_> {
    /// Adds an event.
    pub(super) fn add_event(&mut self, record: &EventRecord<'_>, site: &Site<'_>) {
        let at = |name| [Part::Field(name)];
        if record.id.as_deref().is_none_or(is_blank) && record.title.as_deref().is_none_or(is_blank)
        {
            // Of an event that the end of the file cuts off, the problem of the cut says so.
            if !site.is_cut() {
                let message = "this event is left out: it has neither an id nor a title";
                self.findings.add(&codes::LEFT_OUT, site.heading(), message);
            }
            return;
        }
        let id = self.required(record.id.as_deref(), "id", site);
        let title = self.required(record.title.as_deref(), "title", site);
        if record.date.is_none() && site.lacks(&[], "date") {
            self.findings
                .add(&codes::MISSING_FIELD, site.heading(), "missing field `date`")
                .help("write date: \"undated\" for an event without a date");
        }
        let key = EventKey(self.dataset.events.len() as u32);
        self.check_id(&id, key, site);
        let when = record.date.as_deref().and_then(|raw| self.date(raw, site, &at("date")));
        let event = Event {
            when,
            summary: record
                .summary
                .as_deref()
                .map_or_else(Clean::default, |raw| self.clean(raw, site, &at("summary"))),
            kind: record.kind.as_deref().map(|raw| self.word(raw, site, &at("kind"))),
            countries: self.countries(record, site),
            groups: self.participants(record, site),
            places: self.event_places(record, site),
            sources: distinct(record.sources.iter().enumerate().map(|(n, source)| {
                self.source(source, site, &[Part::Field("sources"), Part::Element(n)])
            })),
            certainty: record.certainty.map(certainty),
            claims: record
                .claims
                .iter()
                .enumerate()
                .filter_map(|(n, claim)| self.claim(claim, n, site))
                .collect(),
            links: self.event_links(&record.links, (&id, key), site),
            tags: record
                .tags
                .iter()
                .enumerate()
                .map(|(n, raw)| self.word(raw, site, &[Part::Field("tags"), Part::Element(n)]))
                .collect(),
            file: Self::FILE,
            id,
            title,
        };
        self.warn(&event, key, site);
        self.dataset.events.push(event);
    }

    fn required(&mut self, raw: Option<&str>, name: &'static str, site: &Site<'_>) -> Clean {
        match raw {
            Some(raw) if !is_blank(raw) => self.clean(raw, site, &[Part::Field(name)]),
            Some(_) => {
                let bytes = site.at(&[Part::Field(name)]);
                self.findings.add(&codes::MISSING_FIELD, bytes, format!("the {name} is empty"));
                Clean::default()
            }
            None => {
                if site.lacks(&[], name) {
                    let message = format!("missing field `{name}`");
                    self.findings.add(&codes::MISSING_FIELD, site.heading(), message);
                }
                Clean::default()
            }
        }
    }

    fn check_id(&mut self, id: &Clean, key: EventKey, site: &Site<'_>) {
        if id.is_empty() {
            return;
        }
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if !id.bytes().all(is_plain) {
            let message = format!("the id {} is hard to type and to link to", quote(id));
            self.findings
                .add(&codes::PLAIN_ID, site.at(&[Part::Field("id")]), message)
                .help("use a-z, A-Z, 0-9, `.`, `_` and `-` only");
        }
        let hash = self.seeds.hash_one(id.as_str());
        let events = &self.dataset.events;
        let is_it = |key: u32| events.get(key as usize).is_some_and(|event| event.id == *id);
        if self.ids.find(hash, is_it).is_none() {
            self.ids.insert(hash, key.0);
        } else {
            let message = format!("the id {} is taken by an event above", quote(id));
            self.findings
                .add(&codes::DUPLICATE_ID, site.at(&[Part::Field("id")]), message)
                .help("both are shown; links lead to the first one");
        }
    }

    fn countries(
        &mut self,
        record: &EventRecord<'_>,
        site: &Site<'_>,
    ) -> Vec<crate::domain::Country> {
        let found = record.countries.iter().enumerate();
        distinct(found.filter_map(|(n, raw)| {
            self.country(raw, site, &[Part::Field("countries"), Part::Element(n)])
        }))
    }

    /// Returns who took part; someone who has a role did, also without being listed in `groups`.
    fn participants(&mut self, record: &EventRecord<'_>, site: &Site<'_>) -> Vec<Participant> {
        let groups =
            distinct(
                record.groups.iter().enumerate().map(|(n, raw)| {
                    self.group(raw, site, &[Part::Field("groups"), Part::Element(n)])
                }),
            );
        if record.roles.is_empty() {
            return groups.into_iter().map(|group| Participant { group, role: None }).collect();
        }
        let mut roles: Vec<(GroupKey, Clean)> = Vec::with_capacity(record.roles.0.len());
        for (n, (group, role)) in record.roles.0.iter().enumerate() {
            let group = self.group(group, site, &[Part::Field("roles"), Part::Key(n)]);
            roles.push((group, self.word(role, site, &[Part::Field("roles"), Part::Entry(n)])));
        }
        let everyone = distinct(groups.into_iter().chain(roles.iter().map(|(group, _)| *group)));
        roles.sort_by_key(|(group, _)| *group);
        let role_of = |group: GroupKey| {
            let found = roles.binary_search_by_key(&group, |(group, _)| *group).ok()?;
            roles.get(found).map(|(_, role)| role.clone())
        };
        everyone.into_iter().map(|group| Participant { group, role: role_of(group) }).collect()
    }

    fn event_places(
        &mut self,
        record: &EventRecord<'_>,
        site: &Site<'_>,
    ) -> Vec<crate::domain::PlaceKey> {
        if record.place.is_some() && !record.places.is_empty() {
            self.findings
                .add(
                    &codes::BOTH_PLACES,
                    site.at(&[Part::Name("places")]),
                    "both `place` and `places`",
                )
                .help("move the one place into the list");
        }
        let one = record.place.iter().map(|place| (place, [Part::Field("place"), Part::Itself]));
        let many = record.places.iter().enumerate();
        let many = many.map(|(n, place)| (place, [Part::Field("places"), Part::Element(n)]));
        distinct(one.chain(many).map(|(place, path)| self.place(place, site, &path)))
    }

    fn claim(&mut self, record: &ClaimRecord<'_>, n: usize, site: &Site<'_>) -> Option<Claim> {
        let here = [Part::Field("claims"), Part::Element(n)];
        let at = |name| [here[0], here[1], Part::Field(name)];
        let Some(source) = &record.source else {
            if site.lacks(&here, "source") {
                self.findings.add(
                    &codes::MISSING_FIELD,
                    site.at(&here),
                    "missing field `source` in `Claim`",
                );
            }
            return None;
        };
        Some(Claim {
            source: self.source(source, site, &at("source")),
            at: self.optional(record.at.as_deref(), site, &at("at")),
            when: record.date.as_deref().and_then(|raw| self.date(raw, site, &at("date"))),
            says: self.optional(record.says.as_deref(), site, &at("says")),
            derived: self.optional(record.derived.as_deref(), site, &at("derived")),
        })
    }

    fn event_links(
        &mut self,
        records: &[LinkRecord<'_>],
        (id, key): (&Clean, EventKey),
        site: &Site<'_>,
    ) -> Vec<Link> {
        let mut links = Vec::with_capacity(records.len());
        for (n, record) in records.iter().enumerate() {
            let here = [Part::Field("links"), Part::Element(n)];
            let at = |name| [here[0], here[1], Part::Field(name)];
            let Some(to) = &record.to else {
                if site.lacks(&here, "to") {
                    self.findings.add(
                        &codes::MISSING_FIELD,
                        site.at(&here),
                        "missing field `to` in `Link`",
                    );
                }
                continue;
            };
            let to = self.clean(to, site, &at("to"));
            let how = record.how.as_deref();
            let how = how.map_or_else(Clean::default, |raw| self.word(raw, site, &at("how")));
            // The event itself is not among those that are known yet.
            let itself = (to == *id && !id.is_empty()).then_some(key);
            let event = self.event_of(&to).or(itself);
            if event.is_none() {
                self.links.push(PendingLink { event: key, link: links.len(), element: n });
            }
            links.push(Link { to, event, how });
        }
        links
    }

    /// Reports what deserves a look in an event that is right in itself.
    fn warn(&mut self, event: &Event, key: EventKey, site: &Site<'_>) {
        if event.sources.is_empty() && event.claims.is_empty() && site.lacks(&[], "sources") {
            self.findings
                .add(&codes::NO_SOURCE, site.heading(), "this event has no source")
                .help("say who says so: sources: [\"https://...\"]");
        }
        if let Some(when) = &event.when {
            self.warn_of_precision(event, when, site);
            if !event.title.is_empty() {
                self.note_twin(event, when, key);
            }
        }
    }

    /// Remembers date and title, for finding events that are there twice.
    fn note_twin(&mut self, event: &Event, when: &When, key: EventKey) {
        let mut hasher = self.seeds.build_hasher();
        when.as_written().hash(&mut hasher);
        hash_folded(&event.title, &mut hasher);
        self.twins.push((hasher.finish(), key));
    }

    fn warn_of_precision(&mut self, event: &Event, when: &When, site: &Site<'_>) {
        let claimed = event.claims.iter().filter_map(|claim| claim.when.as_ref());
        let Some(finest) = claimed.map(When::precision).min() else {
            return;
        };
        if when.precision() < finest {
            self.findings
                .add(
                    &codes::FINER_THAN_CLAIMS,
                    site.at(&[Part::Field("date")]),
                    "the date is finer than what any of the claims says",
                )
                .help("use the precision of the finest claim, or add the claim that says more");
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Hashes a text so that two that fold to the same letters have the same hash.
fn hash_folded(text: &str, hasher: &mut impl Hasher) {
    if !text.is_ascii() {
        return hash_lower(fold(text).as_bytes(), hasher);
    }
    hash_lower(text.as_bytes(), hasher);
}

/// Hashes ASCII whatever its case.
fn hash_lower(text: &[u8], hasher: &mut impl Hasher) {
    let (words, rest) = text.as_chunks::<8>();
    for word in words {
        hasher.write_u64(lower(u64::from_le_bytes(*word)));
    }
    let last = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    hasher.write_u64(lower(last) ^ (text.len() as u64).rotate_right(8));
}

/// Turns eight letters of ASCII to lower case at once.
const fn lower(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // A sum sets the high bit of each byte that is at least `A`, and of each that is beyond `Z`.
    let from_a = word + ONES * (0x80 - b'A' as u64);
    let beyond_z = word + ONES * (0x7f - b'Z' as u64);
    word | (((from_a ^ beyond_z) & (ONES << 7)) >> 2)
}

/// Collects values without those that were there before.
fn distinct<T: Copy + Eq + std::hash::Hash>(values: impl Iterator<Item = T>) -> Vec<T> {
    const FEW: usize = 16;
    let mut list = Vec::with_capacity(values.size_hint().1.unwrap_or(0).min(FEW));
    let mut seen = None;
    for value in values {
        let is_new = if list.len() < FEW {
            !list.contains(&value)
        } else {
            seen.get_or_insert_with(|| list.iter().copied().collect::<HashSet<_>>()).insert(value)
        };
        if is_new {
            list.push(value);
        }
    }
    list
}

const fn certainty(record: CertaintyRecord) -> Certainty {
    match record {
        CertaintyRecord::Confirmed => Certainty::Confirmed,
        CertaintyRecord::Reported => Certainty::Reported,
        CertaintyRecord::Disputed => Certainty::Disputed,
        CertaintyRecord::Retracted => Certainty::Retracted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_each_byte_of_ascii_to_lower_case() {
        for byte in 0..0x80_u8 {
            for place in 0..8 {
                let mut bytes = *b"aZ@[`{~0";
                bytes[place] = byte;
                let expected = u64::from_le_bytes(bytes.map(|b| b.to_ascii_lowercase()));
                assert_eq!(lower(u64::from_le_bytes(bytes)), expected, "{byte} {place}");
            }
        }
    }
}
