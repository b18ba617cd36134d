//! What is read in stretches is what is read as a whole.

use std::{fmt::Write, fs};

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::{
    domain::{Dataset, FileKey},
    store::{Loaded, read},
};

/// Keeps what it is given.
#[derive(Default)]
struct Heap(Dataset);

impl Sink for Heap {
    fn place(&mut self, place: &Place) -> io::Result<()> {
        self.0.places.push(place.clone());
        Ok(())
    }

    fn source(&mut self, source: &Source) -> io::Result<()> {
        self.0.sources.push(source.clone());
        Ok(())
    }

    fn event(&mut self, event: &Event, places: &[&Place]) -> io::Result<()> {
        let own: Vec<_> = event.places.iter().map(|p| &self.0.places[p.0 as usize]).collect();
        assert_eq!(own, places);
        self.0.events.push(event.clone());
        Ok(())
    }
}

/// Writes each event with the names of all that it refers to.
fn told(dataset: &Dataset, with_links: bool) -> Vec<String> {
    let tell = |event: &Event| {
        let mut told = format!("{} {:?} {} {}", event.id, event.when, event.title, event.summary);
        for (group, role) in dataset.parties_of(event) {
            let _ = write!(told, " group {group:?} {role:?}");
        }
        for place in dataset.places_of(event) {
            let _ = write!(told, " {place:?}");
        }
        for source in dataset.sources_of(event) {
            let _ = write!(told, " {source:?}");
        }
        for claim in &event.claims {
            let source = &dataset.sources[claim.source.0 as usize];
            let _ = write!(told, " claim {source:?} {:?} {:?}", claim.when, claim.says);
        }
        for link in &event.links {
            let to = link.event.filter(|_| with_links);
            let _ = write!(told, " link {} {to:?}", link.to);
        }
        let _ = write!(told, " {:?} {:?} {:?}", event.kind, event.countries, event.tags);
        assert_eq!(event.file, FileKey(0));
        told
    };
    dataset.events.iter().map(tell).collect()
}

/// Reads a text in blocks of so many bytes; `None` if it is not of the usual shape.
fn streamed(text: &str, block: usize) -> Option<(Dataset, Streamed)> {
    let folder = std::env::temp_dir().join(format!("dateline-stream-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let thread = format!("{:?}", thread::current().id());
    let path = folder.join(thread.replace(|c: char| !c.is_ascii_alphanumeric(), ""));
    #[expect(clippy::disallowed_methods, reason = "the test needs a file")]
    fs::write(&path, text).unwrap();
    let name = path.to_str().unwrap();
    let mut heap = Heap::default();
    let read = Stream::open_in(name, block).and_then(|s| s.run(&mut heap, &Progress::default()));
    fs::remove_file(&path).unwrap();
    match read {
        Ok(streamed) => {
            heap.0.groups.clone_from(&streamed.groups);
            Some((heap.0, streamed))
        }
        Err(StreamError::Unusual) => None,
        Err(StreamError::Sink(error)) => panic!("{error}"),
    }
}

fn check(text: &str, block: usize) -> Result<(), TestCaseError> {
    let loaded = read("f", text);
    let errors = loaded.count(Severity::Error);
    let Loaded { dataset, problems, fingerprint, .. } = loaded;
    let Some((found, streamed)) = streamed(text, block) else { return Ok(()) };
    prop_assert_eq!(told(&found, false), told(&dataset, false));
    prop_assert_eq!(streamed.fingerprint, fingerprint);
    prop_assert_eq!(&streamed.stories, &dataset.stories);
    let problems: Vec<_> = problems.iter().map(|p| (p.code, p.line, &p.message)).collect();
    let counts = (streamed.problems, streamed.errors);
    prop_assert_eq!(counts, (problems.len(), errors), "{:?}\n{}", problems, text);
    Ok(())
}

fn event() -> impl Strategy<Value = String> {
    let ids = select(&["a", "b", "c", "d", "", "e f"][..]);
    let dates = select(&["2024", "2024-05-01", "2024-13", "undated", "2024/2025"][..]);
    let more = select(
        &[
            "",
            "summary: \"a line\nEvent(id: 1)\",",
            "groups: [\"army\", \"Nobody\"],",
            "groups: [\"stranger\"], roles: {\"army\": \"victim\"},",
            "place: \"gao\",",
            "place: \"nowhere\",",
            "place: Place(name: \"Kidal\", lat: 1.5, lon: 2.5),",
            "sources: [\"ap\", \"https://example.org/1\"],",
            "sources: [\"unknown\"],",
            "claims: [Claim(source: \"ap\", date: \"2023\", says: \"so\")],",
            "links: [Link(to: \"b\", how: \"after\"), Link(to: \"zz\")],",
            "countries: [\"MLI\", \"Atlantis\"], kind: \"coup\", tags: [\"x\"],",
            "colour: \"red\",",
            "title: \"never closed,",
            "/* a comment */",
        ][..],
    );
    (ids, dates, more, select(&["One", "Two", "\u{1b}[2J"][..])).prop_map(
        |(id, date, more, title)| {
            format!("Event(id: \"{id}\", date: \"{date}\", title: \"{title}\", {more})")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn is_the_same_in_stretches_as_in_one_piece(
        events in vec(event(), 0..12),
        tables in any::<bool>(),
        story in any::<bool>(),
        block in 60..2_000_usize,
    ) {
        let tables = if tables {
            "groups: { \"army\": Group(name: \"Army\", part_of: [\"state\"]), \"idle\": Group() },\n\
             places: { \"gao\": Place(name: \"Gao\", lat: 16.3, lon: -0.04) },\n\
             sources: { \"ap\": Source(title: \"AP\", url: \"https://example.org/ap\") },\n"
        } else {
            ""
        };
        let story = if story {
            ", stories: [ Story(title: \"S\", steps: [ Step(at: \"c\", note: \"n\"), Step(at: \"zz\") ]) ]"
        } else {
            ""
        };
        let events = events.join(",\n");
        let text = format!("Dataset(format: 1, title: \"T\", {tables}events: [\n{events}]{story})\n");
        check(&text, block)?;
    }
}

#[test]
fn reads_a_file_of_the_usual_shape_in_stretches() {
    let mut text = String::from("Dataset(format: 1, title: \"T\", events: [\n");
    for n in 0..500 {
        let _ = writeln!(
            text,
            "Event(id: \"e{n}\", date: \"2024-05-{:02}\", title: \"Event {n}\", kind: \"k\", \
             groups: [\"G{}\"], place: Place(name: \"P{}\"), sources: [\"https://example.org/{n}\"], \
             links: [Link(to: \"e{}\")]),",
            1 + n % 28,
            n % 7,
            n % 11,
            (n + 250) % 500,
        );
    }
    text.push_str("])\n");
    let (found, streamed) = streamed(&text, 3_000).unwrap();
    assert_eq!((found.events.len(), found.groups.len(), found.places.len()), (500, 7, 11));
    assert_eq!((found.sources.len(), streamed.problems), (500, 0));
    check(&text, 3_000).unwrap();
}

#[test]
fn leaves_unusual_files_to_others() {
    let event = "Event(id: \"a\", date: \"2024\", title: \"A\")";
    let files = [
        String::new(),
        "Dataset(format: 1)".to_owned(),
        format!("Dataset(events: [{event}], groups: {{ \"g\": Group() }})"),
        format!("Dataset(events: [{event}]"),
        format!("Dataset(events: [{event}], title: \"late\")"),
        format!("{}Dataset(events: [{event}])", "\u{feff}"),
        format!("Dataset(events: [{event}\0])"),
    ];
    for text in files {
        assert!(streamed(&text, 100).is_none(), "{text}");
    }
}
