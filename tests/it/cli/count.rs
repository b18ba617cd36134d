//! `dateline count`.

use serde_json::{Value, json};

use super::{run, run_with};

#[track_caller]
fn counts(args: &[&str]) -> Vec<(String, u64)> {
    let run = run(args);
    let counts = run.json();
    let counts = counts["counts"].as_array().unwrap().iter();
    counts
        .map(|c| (c["value"].as_str().unwrap().to_owned(), c["count"].as_u64().unwrap()))
        .collect()
}

#[track_caller]
fn check(by: &str, wanted: &[(&str, u64)]) {
    let found = counts(&["count", "--by", by, "--format", "json"]);
    let wanted: Vec<_> = wanted.iter().map(|(value, n)| ((*value).to_owned(), *n)).collect();
    assert_eq!(found[..wanted.len().min(found.len())], wanted, "{by}");
    assert!(found.is_sorted_by(|a, b| a.1 >= b.1), "the most frequent come first: {found:?}");
}

#[test]
fn counts_an_event_in_each_of_its_countries() {
    check(
        "country",
        &[("MLI", 16), ("BFA", 14), ("MAR", 12), ("NER", 10), ("FRA", 3), ("CHN", 1), ("RUS", 1)],
    );
}

#[test]
fn counts_an_event_in_each_of_its_groups_and_of_their_wholes() {
    let groups = counts(&["count", "--by", "group", "--format", "json"]);
    for (group, n) in [
        ("gov-mali", 8),
        ("gov-morocco", 7),
        ("gov-burkina", 6),
        ("moroccan-drivers", 6),
        ("islamic-state", 6),
        ("is-sahel", 5),
        ("gov-niger", 4),
    ] {
        assert!(groups.contains(&(group.to_owned(), n)), "{group}: {groups:?}");
    }
    assert_eq!(groups.iter().filter(|(_, n)| *n >= 4).count(), 7);
}

#[test]
fn counts_by_every_field() {
    check("kind", &[("abduction", 2), ("diplomacy", 2), ("release", 2)]);
    check("certainty", &[("reported", 22)]);
    check("source", &[("ap", 22)]);
    check("precision", &[("open", 11), ("day", 5), ("span", 3), ("month", 2), ("year", 1)]);
    let tags = counts(&["count", "--by", "tag", "--format", "json"]);
    assert!(tags.iter().any(|(tag, _)| tag == "hostages"), "{tags:?}");
}

#[test]
fn counts_in_a_period_only_what_lies_in_it_alone() {
    check("year", &[("less precise", 11), ("2025", 10), ("2024", 1)]);
    check(
        "month",
        &[("less precise", 13), ("2025-08", 5), ("2025-01", 2), ("2025-02", 1), ("2025-05", 1)],
    );
    check(
        "day",
        &[
            ("less precise", 17),
            ("2025-08-04", 2),
            ("2025-01-18", 1),
            ("2025-08-03", 1),
            ("2025-08-05", 1),
        ],
    );
}

#[test]
fn says_how_many_there_are_in_all() {
    let run = run(&["count", "--by", "country", "--format", "json"]);
    let Value::Object(counts) = run.json() else { panic!("{}", run.out) };
    for (key, value) in [
        ("by", json!("country")),
        ("total", json!(22)),
        ("matching", json!(22)),
        ("certain", json!(22)),
        ("possible", json!(22)),
        ("undated", json!(0)),
    ] {
        assert_eq!(counts[key], value, "{key}");
    }
    assert_eq!(counts["counts"][0], json!({"value": "MLI", "label": "Mali", "count": 16}));
}

#[test]
fn counts_the_undated_and_those_without_a_value() {
    let data = br#"Dataset(format: 1, title: "t", events: [
        Event(id: "a", date: "undated", title: "a", kind: "x"),
        Event(id: "b", date: "2025-05-03", title: "b"),
    ])"#;
    let kinds = run_with(&["count", "-", "--by", "kind", "--format", "json"], data).json();
    assert_eq!((&kinds["undated"], &kinds["without"]), (&json!(1), &json!(1)));
    let days = run_with(&["count", "-", "--by", "day", "--format", "json"], data).json();
    assert_eq!(
        days["counts"],
        json!([
            {"value": "2025-05-03", "label": "3 May 2025", "count": 1},
            {"value": "undated", "label": "without a date", "count": 1},
        ])
    );
    let table = run_with(&["count", "-", "--by", "kind"], data);
    assert_eq!(table.out, "COUNT  VALUE  LABEL\n    1  x      x\n");
    assert!(table.err.contains("1 of 2 events have no kind"), "{}", table.err);
}

#[test]
fn writes_a_table() {
    let table = run(&["count", "--by", "country"]).answer();
    assert_eq!(
        table,
        "COUNT  VALUE  LABEL\n   16  MLI    Mali\n   14  BFA    Burkina Faso\n   12  MAR    Morocco\n   \
         10  NER    Niger\n    3  FRA    France\n    1  CHN    China\n    1  RUS    Russia\n"
    );
}
