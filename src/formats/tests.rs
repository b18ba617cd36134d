//! Data for the tests of the formats: events at given dates, and texts that try to be more than text.

use std::io::{self, Write};

use crate::domain::{
    Archive, Claim, Clean, Country, Dataset, Event, EventKey, FileKey, Group, GroupKey,
    Participant, Pieces, Place, PlaceKey, Source, SourceKey, When, Zone,
};

/// Returns what a format writes of all events of a dataset, and what it says of them.
pub(super) fn written_by<T>(
    write: impl FnOnce(&mut dyn Write, Pieces<'_>) -> io::Result<T>,
    dataset: &Dataset,
) -> (Vec<u8>, T) {
    let archive = Archive::new(dataset, Zone::UTC);
    let keys: Vec<_> = (0..dataset.events.len() as u32).map(EventKey).collect();
    let mut bytes = Vec::new();
    let said = write(&mut bytes, archive.pieces(&keys)).unwrap();
    (bytes, said)
}

/// Makes events of these dates (or `undated`): the first with everything, the second with two places, others bare.
pub(super) fn dataset(dates: &[&str]) -> Dataset {
    let place = |name: &str, position| Place {
        id: Clean::new(name),
        name: Clean::new(name),
        position,
        ..Place::default()
    };
    let mut dataset = Dataset {
        title: Clean::new("Small & plain"),
        about: Clean::new("Made up."),
        files: vec![Clean::new("small.ron")],
        groups: vec![Group {
            id: Clean::new("crew"),
            name: Clean::new("The crew"),
            ..Group::default()
        }],
        places: vec![
            place("Bamako", Some((12.609, -7.975))),
            place("Niamey", Some((13.514, 2.11))),
            place("Nowhere", None),
        ],
        sources: vec![Source {
            id: Clean::new("ap"),
            title: Clean::new("A report"),
            published: Some(When::parse("2025-08-05").unwrap()),
            url: Some(Clean::new("https://x.org/é")),
            ..Source::default()
        }],
        ..Dataset::default()
    };
    dataset.events = (dates.iter().enumerate())
        .map(|(n, date)| Event {
            id: Clean::new(&format!("event-{n}")),
            title: Clean::new(&format!("Title {n}")),
            when: (*date != "undated").then(|| When::parse(date).unwrap()),
            file: FileKey(0),
            ..Event::default()
        })
        .collect();
    let mut events = dataset.events.iter_mut();
    if let Some(first) = events.next() {
        first.summary = Clean::new("What; then, why.");
        first.kind = Some(Clean::new("release"));
        first.countries = vec![Country::find("MLI").unwrap(), Country::find("NER").unwrap()];
        first.groups = vec![Participant { group: GroupKey(0), role: Some(Clean::new("mediator")) }];
        first.places = vec![PlaceKey(0), PlaceKey(2)];
        first.sources = vec![SourceKey(0)];
        first.tags = vec![Clean::new("a, b")];
    }
    if let Some(second) = events.next() {
        second.places = vec![PlaceKey(0), PlaceKey(1)];
    }
    dataset
}

/// Makes one event of a day, in which every text is the same.
pub(super) fn hostile(raw: &str) -> Dataset {
    let text = Clean::new(raw);
    let mut dataset = dataset(&["2025-08-03"]);
    dataset.title = text.clone();
    dataset.about = text.clone();
    dataset.files = vec![text.clone()];
    dataset.groups[0].name = text.clone();
    dataset.places[0].name = text.clone();
    let source = &mut dataset.sources[0];
    source.title = text.clone();
    source.publisher = Some(text.clone());
    source.authors = vec![text.clone()];
    source.url = Some(Clean::new(&format!("https://{raw}")));
    let event = &mut dataset.events[0];
    event.id = text.clone();
    event.title = text.clone();
    event.summary = text.clone();
    event.kind = Some(text.clone());
    event.groups[0].role = Some(text.clone());
    event.tags = vec![text.clone(), text.clone()];
    event.claims = ["2025-08-03", "2025-08-04"]
        .map(|date| Claim {
            source: SourceKey(0),
            at: Some(text.clone()),
            when: Some(When::parse(date).unwrap()),
            says: Some(text.clone()),
            derived: None,
        })
        .to_vec();
    dataset
}
