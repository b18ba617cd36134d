//! Small datasets and questions by chance: dates of all kinds, and few enough words that they meet.

use std::collections::BTreeSet;

use proptest::{
    collection::{btree_set, vec},
    prelude::*,
    sample::{select, subsequence},
};

use crate::{
    domain::{
        Certainty, Claim, Clean, Country, Dataset, Event, EventKey, FileKey, Group, GroupKey, Link,
        Moment, Participant, Place, PlaceKey, Source, SourceKey, When,
    },
    question::{
        Centre, Cursor, Field, Filter, Own, Page, Part, Question, Reading, State, Term, Test,
        TimeRelation, Window,
    },
};

/// A dataset and what is asked of it.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) dataset: Dataset,
    pub(super) question: Question,
}

/// Single days, months, years, sets, spans, open and unknown ends, times, far past; some of them equal.
const DATES: &[&str] = &[
    "2024-03-01",
    "2024-03-01",
    "2024-03-02",
    "2024-03-10",
    "2024-03",
    "2024-03~",
    "2024",
    "2024?",
    "202X",
    "20XX",
    "2024-21",
    "2024-03-01T21:00Z",
    "2024-03-01T21:30:15Z",
    "2024-03-01/2024-03-05",
    "2024-02/2024-04",
    "2023-12~/2024-01",
    "2023/..",
    "../2024-03-02",
    "/2024-03",
    "2024-03/",
    "/..",
    "../..",
    "[2024-03-01,2024-03-09]",
    "[2024-02..2024-04]",
    "{2024-01,2024-06}",
    "2023-11-30",
    "2022-05-05",
    "-0043",
    "1850",
    "2025-08-05",
    "[..2024-03-05]",
    "{2024-03-04..}",
];
const WORDS: &[&str] = &["release", "Goïta", "truck", "coup in Gao", "état", "Mali", "zz"];
const NEEDLES: &[&str] =
    &["goita", "E", "truck", " release ", "Mali", "tuareg", "gao", "nothing of this", "", "  "];
const COUNTRIES: &[&str] = &["MLI", "NER", "FRA", "BFA"];

fn clean(text: &str) -> Clean {
    Clean::new(text)
}

fn tables(files: usize) -> Dataset {
    let group = |(id, name, alias): (&str, &str, &str)| Group {
        id: clean(id),
        name: clean(name),
        aliases: vec![clean(alias)],
        part_of: (id == "a").then_some(GroupKey(1)).into_iter().collect(),
        ..Group::default()
    };
    let source = |(id, title, publisher): (&str, &str, Option<&str>)| Source {
        id: clean(id),
        title: clean(title),
        publisher: publisher.map(clean),
        ..Source::default()
    };
    let place = |(id, name, position): (&str, &str, Option<(f64, f64)>)| Place {
        id: clean(id),
        name: clean(name),
        position,
        ..Place::default()
    };
    Dataset {
        files: (0..files).map(|n| clean(&format!("{n}.ron"))).collect(),
        // Two of one name, so that only the order of the list can tell them apart.
        groups: [
            ("a", "Army", "Forces"),
            ("b", "Tuareg", "MNLA"),
            ("c", "Army", ""),
            ("d", "Zaïre", "Ex"),
        ]
        .map(group)
        .into(),
        sources: [("s", "Wire", Some("Press")), ("t", "Book", None), ("u", "Paper", Some("Press"))]
            .map(source)
            .into(),
        places: [
            ("gao", "Gao", Some((0.0, 0.0))),
            ("kidal", "Kidal", Some((1.0, 1.0))),
            ("far", "A far place", None),
        ]
        .map(place)
        .into(),
        ..Dataset::default()
    }
}

fn when() -> impl Strategy<Value = Option<When>> {
    let date = select(DATES).prop_map(|text| Some(When::parse(text).unwrap()));
    prop_oneof![8 => date, 1 => Just(None)]
}

fn words() -> impl Strategy<Value = Clean> {
    vec(select(WORDS), 0..3).prop_map(|words| clean(&words.join(" ")))
}

fn event() -> impl Strategy<Value = Event> {
    let word = |words: &'static [&'static str]| proptest::option::of(select(words).prop_map(clean));
    let role = word(&["victim", "mediator"]);
    let party =
        (0..4u32, role).prop_map(|(group, role)| Participant { group: GroupKey(group), role });
    let countries = subsequence(COUNTRIES, 0..=3);
    let claim = (0..3u32, when()).prop_map(|(source, when)| Claim {
        source: SourceKey(source),
        at: None,
        when,
        says: None,
        derived: None,
    });
    let what = (when(), words(), words(), word(&["coup", "release", "truck"]), countries);
    // A source, a tag or a group may be named twice and still counts once.
    let who = (vec(party, 0..3), vec(0..3u32, 0..3), vec(0..3u32, 0..3), vec(claim, 0..3));
    let tags = vec(select(&["x", "y", "z"][..]).prop_map(clean), 0..3);
    let rest = (proptest::option::of(select(&Certainty::ALL[..])), tags, 0..2u32);
    (what, who, rest).prop_map(|(what, who, rest)| Event {
        when: what.0,
        title: what.1,
        summary: what.2,
        kind: what.3,
        countries: what.4.into_iter().map(|code| Country::find(code).unwrap()).collect(),
        groups: who.0,
        places: who.1.into_iter().map(PlaceKey).collect(),
        sources: who.2.into_iter().map(SourceKey).collect(),
        claims: who.3,
        certainty: rest.0,
        tags: rest.1,
        file: FileKey(rest.2),
        ..Event::default()
    })
}

fn dataset() -> impl Strategy<Value = Dataset> {
    (vec(event(), 0..14), 1..3usize).prop_map(|(mut events, files)| {
        let count = events.len() as u32;
        for (n, event) in events.iter_mut().enumerate() {
            event.id = clean(&format!("e{n}"));
            let to = (n * 5 + 2) % 9;
            let known = (to as u32) < count;
            event.links = (n % 3 == 0)
                .then(|| Link {
                    to: clean(&format!("e{to}")),
                    event: known.then_some(EventKey(to as u32)),
                    how: clean("led to"),
                })
                .into_iter()
                .collect();
            event.file = FileKey(event.file.0.min(files as u32 - 1));
        }
        Dataset { events, ..tables(files) }
    })
}

fn test() -> impl Strategy<Value = Test> {
    let values = [
        "MLI",
        "NER",
        "FRA",
        "a",
        "b",
        "c",
        "coup",
        "release",
        "day",
        "month",
        "year",
        "undated",
        "span",
        "open",
        "s",
        "t",
        "gao",
        "kidal",
        "victim",
        "mediator",
        "reported",
        "disputed",
        "x",
        "y",
        "0.ron",
        "1.ron",
        "unheard of",
        "TUAREG",
        "ex",
        "press",
        "GAO",
    ];
    let values = vec(select(values.to_vec()).prop_map(clean), 1..9);
    let facet =
        (select(&Field::ALL[..]), values).prop_map(|(field, values)| Test::Facet { field, values });
    let text = select(NEEDLES).prop_map(|needle| Test::Text(clean(needle)));
    let relation = select(
        &[
            TimeRelation::After,
            TimeRelation::Before,
            TimeRelation::During,
            TimeRelation::Starts,
            TimeRelation::Active,
        ][..],
    );
    let time = (relation, select(DATES))
        .prop_map(|(relation, when)| Test::Time { relation, when: When::parse(when).unwrap() });
    let ids = || vec(select(&["e0", "e2", "e3", "e7", "E1", "e99"][..]).prop_map(clean), 1..3);
    let centre = prop_oneof![
        select(&["gao", "Gao", "far", "nowhere"][..]).prop_map(|name| Centre::Named(clean(name))),
        Just(Centre::At(0.0, 0.4)),
    ];
    let near = (centre, select(&[0.0, 60.0, 300.0][..]))
        .prop_map(|(centre, km)| Test::Near { centre, km });
    prop_oneof![
        5 => facet,
        2 => text,
        3 => time,
        1 => ids().prop_map(Test::Id),
        1 => ids().prop_map(Test::Linked),
        1 => select(&Part::ALL[..]).prop_map(Test::Has),
        1 => select(&State::ALL[..]).prop_map(Test::Is),
        1 => near,
    ]
}

pub(super) fn term() -> impl Strategy<Value = Term> {
    let leaf = (test(), any::<bool>(), prop::bool::weighted(0.1));
    let leaf = leaf.prop_map(|(test, exclude, off)| Term { test, exclude, off });
    let on = |term: Term| Term { off: false, ..term };
    leaf.prop_recursive(2, 8, 3, move |inner| {
        let inner = inner.prop_map(on);
        (vec(vec(inner, 1..3), 1..3), any::<bool>()).prop_map(|(alternatives, exclude)| Term {
            test: Test::AnyOf(alternatives),
            exclude,
            off: false,
        })
    })
}

fn moment() -> impl Strategy<Value = Moment> {
    let near = (-800i64..800).prop_map(|days| Moment(1_709_251_200 + days * 86_400));
    prop_oneof![8 => near, 1 => any::<i64>().prop_map(Moment)]
}

fn keys() -> impl Strategy<Value = BTreeSet<EventKey>> {
    btree_set((0..12u32).prop_map(EventKey), 0..3)
}

fn cursor(events: u32) -> impl Strategy<Value = Cursor> {
    let key = move || (0..events.max(1)).prop_map(EventKey);
    prop_oneof![
        key().prop_map(Cursor::Event),
        prop_oneof![0..20u64, Just(u64::MAX)].prop_map(Cursor::Row),
        Just(Cursor::Last),
        select(&["e0", "e2", "e99"][..]).prop_map(|id| Cursor::Id(clean(id))),
        moment().prop_map(Cursor::Near),
        (key(), -9..10i64).prop_map(|(from, n)| Cursor::Hit { from, n }),
    ]
}

fn page() -> impl Strategy<Value = Page> {
    let top = prop_oneof![8 => 0..16u64, 1 => Just(u64::MAX)];
    let gap = proptest::option::of(select(&[1, 86_400, 86_400 * 40, i64::MAX][..]));
    let line = proptest::option::of(0..7u16);
    (top, line, 0..9u16, gap).prop_map(|(top, line, height, gap)| Page { top, line, height, gap })
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    cases().prop_map(|mut cases| cases.swap_remove(0))
}

/// A dataset, and some questions about it.
pub(super) fn cases() -> impl Strategy<Value = Vec<Case>> {
    dataset().prop_flat_map(|dataset| {
        let questions = vec(question(dataset.events.len() as u32), 1..4);
        let case = move |question| Case { dataset: dataset.clone(), question };
        questions.prop_map(move |questions| questions.into_iter().map(&case).collect())
    })
}

fn question(events: u32) -> impl Strategy<Value = Question> {
    let window = proptest::option::of((moment(), moment()).prop_map(|(a, b)| Window::new(a, b)));
    let ask = (
        (vec(term(), 0..4), prop::bool::weighted(0.2)),
        window,
        cursor(events),
        page(),
        proptest::option::of(select(NEEDLES)),
        subsequence(&Field::ALL[..], 0..=11),
        (0..40u16, select(&[0, 0, 3, 8][..])),
        select(&[Reading::Active, Reading::Starts]),
        (keys(), keys())
            .prop_map(|(marked, noted)| Own { marked: marked.into(), noted: noted.into() }),
    );
    ask.prop_map(|ask| Question {
        own: ask.8,
        filter: Filter { terms: ask.0.0, certain: ask.0.1 },
        window: ask.1,
        cursor: ask.2,
        page: ask.3,
        search: ask.4.map(str::to_owned),
        reading: ask.7,
        fold: false,
        silences: None,
        sparks: ask.6.1,
        lanes: None,
        facets: ask.5,
        buckets: ask.6.0,
    })
}
