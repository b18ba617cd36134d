//! `dateline fields`.

use dateline::question::language::NAMES;
use serde_json::{Value, json};

use super::{file, run, run_with};

fn told(args: &[&str]) -> Vec<Value> {
    let run = run(&[&["fields", "--format", "json"], args].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    run.json_lines()
}

#[test]
fn tells_each_name_of_the_language_in_its_order() {
    let all = told(&[]);
    let found: Vec<_> = all.iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(found, NAMES.map(|(name, ..)| name));
    assert_eq!(
        all[0],
        json!({
            "field": "country", "about": NAMES[0].2, "values": 7, "missing": 0,
            "top": [
                {"value": "MLI", "label": "Mali", "count": 16},
                {"value": "BFA", "label": "Burkina Faso", "count": 14},
                {"value": "MAR", "label": "Morocco", "count": 12},
                {"value": "NER", "label": "Niger", "count": 10},
                {"value": "FRA", "label": "France", "count": 3},
                {"value": "CHN", "label": "China", "count": 1},
                {"value": "RUS", "label": "Russia", "count": 1},
            ],
            "example": "country:MLI",
        })
    );
}

#[test]
fn gives_examples_that_find_something() {
    for data in ["@sahel", "@sahel-context", "@big-history", "@incident"] {
        for one in told(&[data]) {
            let example = one["example"].as_str().unwrap();
            let name = one["field"].as_str().unwrap();
            assert!(example.contains(&format!("{name}:")), "{example}");
            let list = run(&["list", data, "--format", "json", "-q", example]);
            assert_eq!((list.code, list.err.as_str()), (0, ""), "{data} {example}");
            assert!(!list.json().as_array().unwrap().is_empty(), "{data} {example}");
        }
    }
}

#[test]
fn counts_what_each_value_finds() {
    for name in ["country", "group", "role", "has", "is", "linked", "id", "match"] {
        let one = &told(&["@sahel-context", "--of", name])[0];
        assert_eq!(one["top"].as_array().unwrap().len(), one["values"], "all are told");
        for value in one["top"].as_array().unwrap().iter().take(12) {
            let query = format!("{name}:\"{}\"", value["value"].as_str().unwrap());
            let list = run(&["list", "@sahel-context", "--format", "json", "-q", &query]).json();
            assert_eq!(list.as_array().unwrap().len(), value["count"], "{query}");
        }
    }
}

#[test]
fn counts_the_events_that_have_none() {
    for name in ["group", "place", "role", "tag"] {
        let one = &told(&["@big-history", "--of", name])[0];
        let query = format!("-has:{name}");
        let list = run(&["list", "@big-history", "--format", "json", "-q", &query]).json();
        assert_eq!(list.as_array().unwrap().len(), one["missing"], "{query}");
        assert_ne!(one["missing"], 0);
    }
}

#[test]
fn tells_the_extent_of_dates() {
    for name in ["after", "before", "on", "during", "starts"] {
        let one = &told(&["--of", name])[0];
        assert_eq!(one["extent"], json!({"from": "2015-01-01", "to": "2025-08-05"}), "{name}");
    }
    let after = &told(&["--of", "after", "-q", "country:CHN"])[0];
    assert_eq!(after["extent"], json!({"from": "2025-05-01", "to": "2025-05-31"}));
    assert!(told(&["--of", "country"])[0].get("extent").is_none());
}

#[test]
fn looks_only_at_the_events_that_were_asked_for() {
    let one = &told(&["-q", "kind:release", "--of", "country"])[0];
    let list = run(&["count", "--by", "country", "-q", "kind:release", "--format", "json"]).json();
    assert_eq!(one["top"], list["counts"]);
}

#[test]
fn writes_a_table_for_people() {
    let table = run(&["fields"]).answer();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 1 + NAMES.len());
    assert!(lines[0].starts_with("NAME       VALUES  MISSING  EXAMPLE"), "{table}");
    assert!(lines[1].starts_with("country         7        0  country:MLI"), "{table}");
    assert!(lines[1].ends_with("MLI 16, BFA 14, MAR 12"), "{table}");
    assert!(lines[12].ends_with("2015-01-01 to 2025-08-05"), "{table}");
}

#[test]
fn lists_all_values_of_a_name() {
    let run = run(&["fields", "--of", "PLACE:"]);
    assert_eq!(run.code, 0);
    assert!(run.out.starts_with("COUNT  VALUE"), "{}", run.out);
    assert!(run.out.contains("    5  sahel"), "{}", run.out);
    assert_eq!(run.err, "dateline: 5 events have no place\n");
}

#[test]
fn suggests_the_nearest_name() {
    let failure = run(&["fields", "--of", "contry"]).failure(2);
    assert!(failure.contains("no field `contry`") && failure.contains("`country`"), "{failure}");
    let failure = run(&["fields", "--of", "zzz\u{1b}[31m"]).failure(2);
    assert!(failure.contains("country, group") && !failure.contains('\u{1b}'), "{failure}");
}

#[test]
fn takes_data_without_anything_for_what_it_is() {
    let empty = b"Dataset(format: 1, title: \"Nothing\", events: [])";
    let told = run_with(&["fields", "-", "--format", "json"], empty).json_lines();
    assert_eq!(told.len(), NAMES.len());
    for one in told {
        assert_eq!((&one["top"], &one["example"]), (&json!([]), &Value::Null), "{one}");
    }
    assert_eq!(run(&["fields", "no-such-file.ron"]).code, 3);
}

#[test]
fn quotes_values_that_need_it() {
    let data = r#"Dataset(format: 1, title: "t", events: [
        Event(id: "a b", date: "2025", title: "a", kind: "set \"free\" (all)", tags: ["or"]),
    ])"#;
    let path = file("fields-quotes", "a.ron", data);
    for (name, example) in [
        ("kind", r#"kind:"set \"free\" (all)""#),
        ("tag", r#"tag:"or""#),
        ("id", r#"id:"a b""#),
        ("on", "on:2025"),
    ] {
        // The data has warnings, which are told beside the answer.
        let one = &run(&["fields", &path, "--of", name, "--format", "json"]).json_lines()[0];
        assert_eq!((&one["example"], &one["values"]), (&json!(example), &json!(1)));
    }
}
