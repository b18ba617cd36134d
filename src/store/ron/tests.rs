//! The reader as a whole: its two ways against each other, recovery, and several files.

use proptest::prelude::*;

use super::{
    diagnose::from_ron,
    fast, read,
    record::{DatasetRecord, EventRecord},
};
use crate::{
    domain::{Dataset, Severity},
    store::{builtin, merge, report::summary},
};

/// Reads every event of a text in both ways and compares them; returns how many the fast way took.
#[track_caller]
fn compare(text: &str) -> usize {
    let record: DatasetRecord<'_> = from_ron(text).unwrap();
    let starts = text.match_indices("Event(").map(|(at, _)| at);
    let mut fast_ones = 0;
    for (start, slow) in starts.zip(&record.events) {
        let mut quick = EventRecord::default();
        if let Some(end) = fast::event(text, start, &mut quick) {
            assert_eq!(&quick, slow);
            assert_eq!(from_ron::<EventRecord<'_>>(&text[start..end]).as_ref(), Ok(slow));
            fast_ones += 1;
        }
    }
    fast_ones
}

#[test]
fn reads_the_carried_events_in_both_ways() {
    for builtin in builtin::ALL {
        compare(builtin.text);
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Zéß日… ,:(){}\\[\\]/*#-]{0,40}".prop_map(|text| format!("\"{text}\"")),
        any::<String>().prop_map(|text| format!("{text:?}")),
        "[a-z]{0,5}".prop_map(|text| format!("r#\"{text}\"#")),
    ]
}

fn list(element: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (prop::collection::vec(element, 0..4), any::<bool>()).prop_map(|(elements, ends)| {
        let comma = if ends && !elements.is_empty() { " ,\n" } else { "" };
        format!("[ {}{comma}]", elements.join(", "))
    })
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{1,3}\\.[0-9]{1,6}",
        "[+-]?[0-9]{1,6}(e-?[0-9]{1,2})?",
        Just("inf".to_owned()),
        Just("1_000".to_owned()),
        Just("5.".to_owned()),
        Just(".5".to_owned()),
        Just("1e400".to_owned()),
    ]
}

fn place() -> impl Strategy<Value = String> {
    prop_oneof![
        text(),
        (text(), number(), number())
            .prop_map(|(name, lat, lon)| format!("Place(name:{name} ,lat: {lat},lon:{lon})")),
        (text(), text())
            .prop_map(|(name, country)| format!("Place( country : {country} , name: {name}, )")),
        Just("Place()".to_owned()),
    ]
}

fn claim() -> impl Strategy<Value = String> {
    (text(), text(), text())
        .prop_map(|(source, date, says)| format!("Claim(source:{source},date:{date},says:{says},)"))
}

fn link() -> impl Strategy<Value = String> {
    (text(), text()).prop_map(|(to, how)| format!("Link(to:{to}, how:{how})"))
}

fn roles() -> impl Strategy<Value = String> {
    prop::collection::vec((0..9_u8, text()), 0..4).prop_map(|roles| {
        let roles: Vec<_> =
            roles.into_iter().map(|(group, role)| format!("\"g{group}\" : {role}")).collect();
        format!("{{ {} }}", roles.join(","))
    })
}

fn event() -> impl Strategy<Value = String> {
    let field = |name: &'static str, value: BoxedStrategy<String>| {
        prop::option::of(value.prop_map(move |value| format!("{name}: {value}"))).boxed()
    };
    let word = prop_oneof![
        Just("Reported".to_owned()),
        Just("Disputed".to_owned()),
        Just("Some(Confirmed)".to_owned())
    ];
    let fields = vec![
        field("id", text().boxed()),
        field("date", text().boxed()),
        field("title", text().boxed()),
        field("summary", prop_oneof![text(), Just("None".to_owned())].boxed()),
        field("kind", text().boxed()),
        field("countries", list(text()).boxed()),
        field("groups", list(text()).boxed()),
        field("roles", roles().boxed()),
        field("place", place().boxed()),
        field("places", list(place()).boxed()),
        field("sources", list(text()).boxed()),
        field("certainty", word.boxed()),
        field("claims", list(claim()).boxed()),
        field("links", list(link()).boxed()),
        field("tags", list(text()).boxed()),
    ];
    let gap = prop_oneof![6 => Just(", ".to_owned()), 1 => Just(",\n // note\n".to_owned()), 1 => Just("\n,\t".to_owned())];
    (fields.prop_shuffle(), gap).prop_map(|(fields, gap)| {
        let fields: Vec<String> = fields.into_iter().flatten().collect();
        format!("Event({})", fields.join(&gap))
    })
}

proptest! {
    #[test]
    fn reads_generated_events_in_both_ways(event in event()) {
        let slow = from_ron::<EventRecord<'_>>(&event);
        let mut quick = EventRecord::default();
        if let Some(end) = fast::event(&event, 0, &mut quick) {
            prop_assert_eq!(end, event.len());
            prop_assert_eq!(Ok(quick), slow);
        } else {
            // What the fast way refuses for no reason would be slow without anybody noticing.
            let is_usual = !["//", "r#", "\\", "None", "Some", "Place()", "inf", "1_0", "5.", ".5", "+", "e4"]
                .iter()
                .any(|unusual| event.contains(unusual));
            let has_duplicate_role = slow.is_ok_and(|record| {
                let roles = &record.roles.0;
                roles.iter().enumerate().any(|(n, (key, _))| roles[..n].iter().any(|(k, _)| k == key))
            });
            prop_assert!(!is_usual || has_duplicate_role, "{}", event);
        }
    }

    #[test]
    fn reads_the_same_dataset_with_and_without_comments(event in event()) {
        let plain = read("f", &format!("Dataset(events: [{event}])"));
        let noted = read("f", &format!("Dataset(events: [Event(/* slow */{}])", &event["Event(".len()..]));
        prop_assert_eq!(shape(&plain.dataset), shape(&noted.dataset));
        prop_assert_eq!(summary(&plain), summary(&noted));
    }

    #[test]
    fn survives_anything(text in "(Dataset\\(|Event\\(|events: |\\[|\\]|\\(|\\)|\\{|\\}|,|:|\"|id|/\\*|\n|x|5|'|#|r\"| ){0,40}") {
        let loaded = read("f", &text);
        for problem in &loaded.problems {
            prop_assert!(problem.bytes.end <= text.len() && problem.bytes.start <= problem.bytes.end);
            prop_assert!(text.get(problem.bytes.clone()).is_some(), "{:?}", problem);
        }
    }
}

fn shape(dataset: &Dataset) -> String {
    format!("{dataset:?}")
}

#[track_caller]
fn codes(text: &str) -> Vec<&'static str> {
    read("f", text).problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn reads_tables_that_stand_below_the_events() {
    let event = "Event(id: \"a\", date: \"2025\", title: \"A\", groups: [\"g\"], place: \"p\", sources: [\"s\"])";
    let tables = "groups: {\"g\": Group(name: \"G\")}, places: {\"p\": Place(name: \"P\")}, sources: {\"s\": Source(title: \"S\")}";
    let above = read("f", &format!("Dataset({tables}, events: [{event}])"));
    let below = read("f", &format!("Dataset(events: [{event}], {tables}, title: \"f\")"));
    assert_eq!(above.problems, []);
    assert_eq!(below.problems, []);
    assert_eq!(shape(&above.dataset), shape(&below.dataset));
    assert_eq!(above.dataset.groups[0].name.as_str(), "G");
}

#[test]
fn takes_a_line_of_a_long_text_for_no_event() {
    let text = "Dataset(events: [\nEvent(id: \"a\", date: \"2025\", sources: [\"https://x.org\"], title: \"one\nEvent(s) of\nEvent(2) two\", /**/),\n])";
    assert_eq!(codes(text), [""; 0]);
}

#[test]
fn takes_time_in_proportion() {
    // Each of these took the square of its length before something bounded it.
    let broken = "Event(id:\"a\",date:\"2025\",title:\"t\",x:1),".repeat(1500);
    let torn = "Event(id:\"a\",date:\"2025\",title:\"t\",\n".repeat(1500);
    let links = "Link(to:\"x\"),".repeat(20_000);
    let tags = "\"a\u{1b}\",".repeat(20_000);
    let roles: String =
        (0..20_000).map(|n| format!("\"g{n}\":\"r\",")).collect::<Vec<_>>().concat();
    let one = |rest: &str| format!("Event(id:\"a\",date:\"2025\",title:\"t\",{rest})");
    for events in [
        broken,
        torn,
        one(&format!("links:[{links}]")),
        one(&format!("tags:[{tags}]")),
        one(&format!("roles:{{{roles}}}")),
    ] {
        assert!(!codes(&format!("Dataset(events:[{events}])")).is_empty());
    }
}

#[test]
fn says_something_once_for_each_of_many_mistakes() {
    let events = "Event(id: \"a\", date: \"2025-13\", title: \"t\", countries: [\"Mail\", 7], colour: 1, sources: [\"https://x.org\"]),".repeat(3);
    assert_eq!(codes(&format!("Dataset(events: [{events}])")).len(), 3 * 4 + 2);
}

#[test]
fn answers_links_across_files() {
    let one = "Dataset(title: \"One\", groups: {\"g\": Group(name: \"Gee\")}, events: [Event(id: \"a\", date: \"2025\", title: \"A\", groups: [\"g\"], links: [Link(to: \"b\")], sources: [\"https://x.org\"])])";
    let other = "Dataset(title: \"Other\", groups: {\"h\": Group(name: \"H\")}, events: [Event(id: \"b\", date: \"2025\", title: \"B\", groups: [\"g\", \"h\"], links: [Link(to: \"z\")], sources: [\"https://x.org\"])])";
    let loaded = merge(vec![read("1", one), read("2", other)]);
    let problems: Vec<_> = loaded.problems.iter().map(|p| (&*p.file, p.code)).collect();
    assert_eq!(problems, [("2", "DL0202")]);
    let dataset = loaded.dataset;
    assert_eq!(dataset.title.as_str(), "One + Other");
    assert_eq!(dataset.events[0].links[0].event.map(|key| key.0), Some(1));
    assert_eq!(dataset.groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>(), ["Gee", "H"]);
    assert_eq!(dataset.events[1].groups[0].group, dataset.events[0].groups[0].group);
    assert_eq!(dataset.sources.len(), 1);
    assert_eq!(dataset.events.iter().map(|event| event.file.0).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn takes_what_a_later_file_declares() {
    let one = "Dataset(events: [Event(id: \"a\", date: \"2025\", title: \"A\", groups: [\"g\"], sources: [\"https://x.org\"])])";
    let other = "Dataset(groups: {\"g\": Group(name: \"Gee\", part_of: [\"h\"]), \"h\": Group(name: \"H\")}, events: [])";
    let dataset = merge(vec![read("1", one), read("2", other)]).dataset;
    assert_eq!(dataset.groups[0].name.as_str(), "Gee");
    assert_eq!(dataset.groups[dataset.groups[0].part_of[0].0 as usize].name.as_str(), "H");
}

#[test]
fn merges_the_carried_datasets() {
    let loaded = merge(builtin::ALL.iter().map(|b| read(b.name, b.text)).collect());
    assert_eq!(loaded.count(Severity::Error), 0);
    let events: usize =
        builtin::ALL.iter().map(|b| read(b.name, b.text).dataset.events.len()).sum();
    assert_eq!(loaded.dataset.events.len(), events);
}

/// Reads a dataset of one event with a story of one step that has this view, as it is written in the file.
fn views(written: &str) -> Vec<(&'static str, u32, u32, String)> {
    let text = format!(
        "Dataset(events: [Event(id: \"a\", date: \"2025\", title: \"A\", sources: [\"https://a.org\"])],\n\
        stories: [Story(title: \"S\", steps: [Step(at: \"a\", view: {written})])])"
    );
    let problems = read("f", &text).problems.into_iter();
    problems.map(|p| (p.code, p.line, p.column, text[p.bytes].to_owned())).collect()
}

#[test]
fn points_into_a_view_that_is_no_query() {
    let found = |column, text: &str| ("DL0309", 2, column, text.to_owned());
    for good in ["\"\"", "\"country:MLI or (talks -kind:coup)\"", "None", "r#\"\"quoted\"\"#"] {
        assert_eq!(views(good), [], "{good}");
    }
    assert_eq!(views("\"contry:MLI coup\""), [found(58, "contry:")]);
    assert_eq!(views("\"日本 after:2025-13\""), [found(72, "13")]);
    assert_eq!(views("\"coup (talks or\"").len(), 2);
    // Where escapes stand, offsets do not carry over: the whole text is meant.
    assert_eq!(views("\"contry:\\u{4d}LI\""), [found(57, "\"contry:\\u{4d}LI\"")]);
}

#[test]
fn tells_a_few_mistakes_of_a_view_and_counts_the_rest() {
    let found = views(&format!("\"{}\"", "contry:x ".repeat(5_000)));
    assert_eq!(found.len(), 6);
    let long = views(&format!("\"country:{}\"", "x".repeat(60_000)));
    assert_eq!(long.len(), 1);
    let hostile = views("\"\\u{1b}]0;x\\u{7} kind:(\"");
    assert!(hostile.iter().any(|(code, ..)| *code == "DL0309"), "{hostile:?}");
    assert!(hostile.iter().any(|(code, ..)| *code == "DL0306"), "{hostile:?}");
}
