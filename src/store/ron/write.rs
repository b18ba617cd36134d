//! Events as RON in the canonical layout, through the same records that reading uses.

use std::borrow::Cow;

use ron::{extensions::Extensions, options::Options, ser::PrettyConfig};
use serde::Serialize;

use super::{
    fmt::fmt,
    record::{
        CertaintyRecord, ClaimRecord, DatasetRecord, EventRecord, FORMAT, GroupRecord, LinkRecord,
        PlaceRecord, Reference, SourceRecord, Table, Text,
    },
};
use crate::domain::{
    Certainty, Clean, Dataset, Event, Group, GroupKey, Place, PlaceKey, Source, SourceKey, When,
};

/// Returns a dataset of some events, with the entries of the tables that they refer to.
#[must_use]
pub fn write_dataset<'d>(
    dataset: &'d Dataset,
    events: impl IntoIterator<Item = &'d Event>,
) -> String {
    let events: Vec<&Event> = events.into_iter().collect();
    let used = Used::of(&events, dataset);
    let record = DatasetRecord {
        format: Some(FORMAT),
        title: said(&dataset.title),
        about: said(&dataset.about),
        groups: table(&dataset.groups, &used.groups, |group| {
            (!group.id.is_empty()).then(|| (text(&group.id), group_record(group, &dataset.groups)))
        }),
        sources: table(&dataset.sources, &used.sources, |source| {
            (!source.id.is_empty() && !is_address(source))
                .then(|| (text(&source.id), source_record(source)))
        }),
        places: table(&dataset.places, &used.places, |place| {
            (!place.id.is_empty()).then(|| (text(&place.id), place_record(place)))
        }),
        events: events.iter().map(|event| event_record(event, dataset)).collect(),
        stories: Vec::new(),
    };
    written(&record)
}

/// Returns a record as text in the canonical layout.
pub(super) fn written(record: &impl Serialize) -> String {
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let config = PrettyConfig::new().struct_names(true);
    let text = options.to_string_pretty(record, config).unwrap_or_default();
    // What ron writes is RON, so the layout cannot fail; if it did, ron's own would do.
    fmt("", &text).unwrap_or(text)
}

/// The entries that some events refer to.
struct Used {
    groups: Vec<bool>,
    places: Vec<bool>,
    sources: Vec<bool>,
}

impl Used {
    fn of(events: &[&Event], dataset: &Dataset) -> Self {
        let mut used = Self {
            groups: vec![false; dataset.groups.len()],
            places: vec![false; dataset.places.len()],
            sources: vec![false; dataset.sources.len()],
        };
        let mut groups: Vec<GroupKey> = Vec::new();
        for event in events {
            groups.extend(event.groups.iter().map(|participant| participant.group));
            for place in &event.places {
                set(&mut used.places, place.0);
            }
            let claimed = event.claims.iter().map(|claim| &claim.source);
            for source in event.sources.iter().chain(claimed) {
                set(&mut used.sources, source.0);
            }
        }
        use_parents(&mut used.groups, groups, &dataset.groups);
        used
    }
}

/// Marks groups, and what they are part of; groups may be parts of each other.
pub(super) fn use_parents(used: &mut [bool], mut groups: Vec<GroupKey>, all: &[Group]) {
    while let Some(GroupKey(key)) = groups.pop() {
        if set(used, key) {
            let group = all.get(key as usize);
            groups.extend(group.into_iter().flat_map(|group| &group.part_of));
        }
    }
}

/// Marks an entry; tells whether there is one that was not marked before.
pub(super) fn set(used: &mut [bool], key: u32) -> bool {
    used.get_mut(key as usize).is_some_and(|is_used| !std::mem::replace(is_used, true))
}

fn table<'d, E, R>(
    entries: &'d [E],
    used: &[bool],
    record: impl Fn(&'d E) -> Option<(Text<'d>, R)>,
) -> Table<'d, R> {
    let used = entries.iter().zip(used).filter(|(_, is_used)| **is_used);
    Table(used.filter_map(|(entry, _)| record(entry)).collect())
}

pub(super) fn event_record<'d>(event: &'d Event, dataset: &'d Dataset) -> EventRecord<'d> {
    let place = |key: &PlaceKey| dataset.places.get(key.0 as usize).map(place_reference);
    let source = |key: &SourceKey| dataset.sources.get(key.0 as usize).map(source_reference);
    let group = |key: GroupKey| dataset.groups.get(key.0 as usize).map(|group| text(&group.id));
    let roles = event.groups.iter().filter_map(|participant| {
        let role = participant.role.as_ref()?;
        Some((group(participant.group)?, text(role)))
    });
    let mut places: Vec<_> = event.places.iter().filter_map(place).collect();
    let place = if places.len() == 1 { places.pop() } else { None };
    EventRecord {
        id: said(&event.id),
        date: Some(event.when.as_ref().map_or("undated".into(), date)),
        title: said(&event.title),
        summary: said(&event.summary),
        kind: event.kind.as_ref().map(text),
        countries: event.countries.iter().map(|country| country.code().into()).collect(),
        groups: event.groups.iter().filter_map(|participant| group(participant.group)).collect(),
        roles: Table(roles.collect()),
        place,
        places,
        sources: event.sources.iter().filter_map(source).collect(),
        certainty: event.certainty.map(certainty),
        claims: event
            .claims
            .iter()
            .map(|claim| ClaimRecord {
                source: source(&claim.source),
                at: claim.at.as_ref().map(text),
                date: claim.when.as_ref().map(date),
                says: claim.says.as_ref().map(text),
                derived: claim.derived.as_ref().map(text),
            })
            .collect(),
        links: event
            .links
            .iter()
            .map(|link| LinkRecord { to: said(&link.to), how: said(&link.how) })
            .collect(),
        tags: event.tags.iter().map(text).collect(),
    }
}

pub(super) fn text(clean: &Clean) -> Text<'_> {
    clean.as_str().into()
}

/// Returns a text, unless it is empty.
pub(super) fn said(clean: &Clean) -> Option<Text<'_>> {
    (!clean.is_empty()).then(|| text(clean))
}

fn date(when: &When) -> Text<'_> {
    Text(Cow::Borrowed(when.as_written()))
}

fn place_reference(place: &Place) -> Reference<'_, PlaceRecord<'_>> {
    match said(&place.id) {
        Some(id) => Reference::Key(id),
        None => Reference::Full(place_record(place)),
    }
}

pub(super) fn place_record(place: &Place) -> PlaceRecord<'_> {
    PlaceRecord {
        name: said(&place.name).filter(|_| place.name != place.id),
        country: place.country.map(|country| country.code().into()),
        lat: place.position.map(|(lat, _)| lat),
        lon: place.position.map(|(_, lon)| lon),
        within_km: place.within_km,
    }
}

/// Tells whether a source is nothing but its address.
pub(super) fn is_address(source: &Source) -> bool {
    let bare = Source {
        id: source.id.clone(),
        title: source.id.clone(),
        url: Some(source.id.clone()),
        ..Source::default()
    };
    *source == bare
}

fn source_reference(source: &Source) -> Reference<'_, SourceRecord<'_>> {
    match said(&source.id) {
        Some(id) => Reference::Key(id),
        None => Reference::Full(source_record(source)),
    }
}

pub(super) fn source_record(source: &Source) -> SourceRecord<'_> {
    SourceRecord {
        title: said(&source.title).filter(|_| source.title != source.id),
        publisher: source.publisher.as_ref().map(text),
        published: source.published.as_ref().map(date),
        authors: source.authors.iter().map(text).collect(),
        url: source.url.as_ref().map(text),
    }
}

pub(super) fn group_record<'d>(group: &'d Group, all: &'d [Group]) -> GroupRecord<'d> {
    let parents = group.part_of.iter().filter_map(|key| all.get(key.0 as usize));
    GroupRecord {
        name: said(&group.name).filter(|_| group.name != group.id),
        short: group.short.as_ref().map(text),
        kind: group.kind.as_ref().map(text),
        aliases: group.aliases.iter().map(text).collect(),
        part_of: parents.map(|parent| text(&parent.id)).collect(),
    }
}

const fn certainty(certainty: Certainty) -> CertaintyRecord {
    match certainty {
        Certainty::Confirmed => CertaintyRecord::Confirmed,
        Certainty::Reported => CertaintyRecord::Reported,
        Certainty::Disputed => CertaintyRecord::Disputed,
        Certainty::Retracted => CertaintyRecord::Retracted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{builtin, read};

    fn write_event(event: &Event, dataset: &Dataset) -> String {
        written(&event_record(event, dataset))
    }

    #[test]
    fn writes_an_event_as_a_person_would() {
        let text = r#"Dataset(groups: {"g": Group(name: "G")}, events: [Event(
            title: "He said \"no\"", id: "a", date: "2025-01~", countries: ["Mali"], certainty: Reported,
            roles: {"g": "victim"}, place: Place(lat: 12.5, lon: -8, name: "Bamako"), sources: ["https://x.org"],
            links: [Link(to: "a")], tags: [],
        )])"#;
        let dataset = read("f", text).dataset;
        let expected = r#"Event(
    id: "a",
    date: "2025-01~",
    title: "He said \"no\"",
    countries: ["MLI"],
    groups: ["g"],
    roles: {"g": "victim"},
    place: Place(name: "Bamako", lat: 12.5, lon: -8.0),
    sources: ["https://x.org"],
    certainty: Reported,
    links: [Link(to: "a")],
)
"#;
        assert_eq!(write_event(&dataset.events[0], &dataset), expected);
    }

    #[test]
    fn writes_what_it_reads_again() {
        for builtin in builtin::ALL {
            let one = read("f", builtin.text).dataset;
            let text = write_dataset(&one, &one.events);
            let other = read("f", &text);
            assert_eq!(other.problems, []);
            let again = write_dataset(&other.dataset, &other.dataset.events);
            assert_eq!(again, text);
            assert_eq!(fmt("f", &text).as_ref(), Ok(&text));
            // The tables keep only what is used, so keys differ; what they lead to does not.
            let shown = |dataset: &Dataset| -> Vec<String> {
                dataset.events.iter().map(|event| write_event(event, dataset)).collect()
            };
            assert_eq!(shown(&other.dataset), shown(&one));
        }
    }

    #[test]
    fn brings_only_what_some_events_need() {
        let text = r#"Dataset(groups: {"a": Group(part_of: ["b"]), "b": Group(), "c": Group()}, events: [
            Event(id: "1", date: "undated", title: "x", groups: ["a"]), Event(id: "2", date: "2025", title: "y", groups: ["c"]),
        ])"#;
        let dataset = read("f", text).dataset;
        let written = write_dataset(&dataset, &dataset.events[..1]);
        let groups = r#"groups: {"a": Group(part_of: ["b"]), "b": Group()},"#;
        assert!(written.contains(groups), "{written}");
        assert!(!written.contains(r#""c""#) && written.contains("date: \"undated\""));
    }
}
