//! `dateline list`.

use std::{collections::HashSet, fs};

use serde_json::{Value, json};

use super::{file, folder, run, run_with};

/// What the report says, in the order of the screen: id, date, countries. Set by hand from the report.
const SAHEL: [(&str, &str, &str); 22] = [
    ("sahel-insurgency", "2015~/..", "MLI BFA NER"),
    ("french-agents-held", "/2024", "BFA FRA"),
    ("french-agents-released", "2024", "BFA FRA MAR"),
    ("drivers-held", "2025-01/2025-08-03", "BFA MLI MAR"),
    ("drivers-kidnapped", "[2025-01-01..2025-01-18]", "BFA MAR"),
    ("journey-to-niamey", "../2025-01-18", "MAR BFA NER"),
    ("drivers-missing", "2025-01-18", "BFA MAR NER"),
    ("morocco-arrests-cell", "2025-02", "MAR"),
    ("chinese-nationals-abducted", "2025-05", "MLI CHN"),
    ("release-coordinated", "/2025-08-03", "MLI MAR"),
    ("drivers-on-television", "[2025-08-03..2025-08-05]", "MLI"),
    ("drivers-released", "2025-08-03", "MLI MAR"),
    ("release-announced", "2025-08-04", "MLI"),
    ("captors-named", "2025-08-04", "MLI"),
    ("coups", "[..2025-08-05]", "MLI BFA NER"),
    ("french-forces-expelled", "[..2025-08-05]", "MLI BFA NER FRA"),
    ("russian-units-invited", "[..2025-08-05]", "MLI BFA NER RUS"),
    ("security-worsens", "/2025-08-05", "MLI BFA NER"),
    ("atlantic-initiative", "[..2025-08-05]", "MAR MLI NER BFA"),
    ("atlantic-initiative-backed", "[..2025-08-05]", "MLI NER BFA MAR"),
    ("report-published", "2025-08-05", "MLI MAR"),
    ("morocco-sahel-ties", "/..", "MAR MLI NER BFA"),
];

/// One event with everything, one with next to nothing, one that would be a formula.
const SMALL: &str = r#"Dataset(
    format: 1,
    title: "Small",
    groups: {"crew": Group(name: "The crew"), "port": Group(name: "The port")},
    sources: {"log": Source(title: "Log", publisher: "Harbour", url: "https://example.org/log")},
    places: {"halm": Place(name: "Halm", lat: 59.2, lon: -10.4), "bay": Place(name: "The bay")},
    events: [
        Event(
            id: "full", date: "2024-03~", title: "Storm, \"big\"", summary: "Wind.", kind: "weather",
            countries: ["NO", "Sweden"], groups: ["crew", "port"], roles: {"crew": "victim"},
            places: ["halm", "bay"], sources: ["log"], certainty: Disputed,
            links: [Link(to: "bare", how: "before")], tags: ["sea", "wind"],
        ),
        Event(id: "bare", date: "undated", title: "Calm", sources: ["log"]),
        Event(id: "sum", date: "-0043-03-15", title: "=1+1", sources: ["log"]),
    ],
)
"#;

#[track_caller]
fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap()).collect()
}

#[test]
fn holds_the_events_of_the_report_by_default() {
    let list = run(&["list", "--format", "json"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    let list = list.json();
    let found = list.as_array().unwrap().iter().map(|event| {
        let countries = event["countries"].as_array().unwrap().iter();
        let countries: Vec<_> = countries.map(|code| code.as_str().unwrap()).collect();
        (event["id"].as_str().unwrap(), event["date"].as_str().unwrap(), countries.join(" "))
    });
    let wanted = SAHEL.map(|(id, date, countries)| (id, date, countries.to_owned()));
    assert_eq!(found.collect::<Vec<_>>(), wanted);
}

#[test]
fn gives_every_key_of_an_event() {
    let list = run_with(&["list", "-", "--format", "json"], SMALL.as_bytes()).json();
    assert_eq!(ids(&list), ["sum", "full", "bare"]);
    assert_eq!(
        list[1],
        json!({
            "id": "full", "date": "2024-03~", "earliest": "2024-03-01", "latest": "2024-03-31",
            "precision": "month", "title": "Storm, \"big\"", "summary": "Wind.", "kind": "weather",
            "countries": ["NOR", "SWE"],
            "groups": [
                {"id": "crew", "name": "The crew", "role": "victim"},
                {"id": "port", "name": "The port", "role": null},
            ],
            "place": {"name": "Halm", "lat": 59.2, "lon": -10.4},
            "places": [
                {"name": "Halm", "lat": 59.2, "lon": -10.4},
                {"name": "The bay", "lat": null, "lon": null},
            ],
            "certainty": "disputed",
            "sources": [{"id": "log", "title": "Log", "publisher": "Harbour", "url": "https://example.org/log"}],
            "links": [{"to": "bare", "how": "before"}],
            "tags": ["sea", "wind"], "file": "<stdin>",
        })
    );
    assert_eq!(
        list[2],
        json!({
            "id": "bare", "date": null, "earliest": "unknown", "latest": "unknown",
            "precision": "undated", "title": "Calm", "summary": "", "kind": null, "countries": [],
            "groups": [], "place": null, "places": [], "certainty": null,
            "sources": [{"id": "log", "title": "Log", "publisher": "Harbour", "url": "https://example.org/log"}],
            "links": [], "tags": [], "file": "<stdin>",
        })
    );
}

#[test]
fn gives_bounds_as_the_contract_says() {
    let list = run(&["list", "--format", "ndjson"]).json_lines();
    let bounds = |id: &str| {
        let event = list.iter().find(|event| event["id"] == id).unwrap();
        (
            event["earliest"].as_str().unwrap().to_owned(),
            event["latest"].as_str().unwrap().to_owned(),
        )
    };
    let check = |id: &str, earliest: &str, latest: &str| {
        assert_eq!(bounds(id), (earliest.to_owned(), latest.to_owned()), "{id}");
    };
    check("sahel-insurgency", "2015-01-01", "inf");
    check("coups", "-inf", "2025-08-05");
    check("french-agents-held", "unknown", "2024-12-31");
    check("morocco-sahel-ties", "unknown", "inf");
    check("drivers-held", "2025-01-01", "2025-08-03");
}

#[test]
fn says_the_same_as_an_array_and_as_lines() {
    let array = run(&["list", "--format", "json"]).json();
    let lines = run(&["list", "--format", "ndjson"]).json_lines();
    assert_eq!(array, Value::Array(lines));
}

#[test]
fn writes_csv_that_no_spreadsheet_calculates() {
    let csv = run_with(&["list", "-", "--format", "csv"], SMALL.as_bytes()).answer();
    assert_eq!(
        csv,
        "id,date,earliest,latest,precision,title,summary,kind,countries,groups,places,lat,lon,certainty,\
         sources,links,tags,file\n\
         sum,-0043-03-15,-0043-03-15,-0043-03-15,day,'=1+1,,,,,,,,,https://example.org/log,,,<stdin>\n\
         full,2024-03~,2024-03-01,2024-03-31,month,\"Storm, \"\"big\"\"\",Wind.,weather,NOR; SWE,\
         crew: victim; port,Halm; The bay,59.2,-10.4,disputed,https://example.org/log,bare: before,\
         sea; wind,<stdin>\n\
         bare,,unknown,unknown,undated,Calm,,,,,,,,,https://example.org/log,,,<stdin>\n"
    );
}

#[test]
fn aligns_a_table_without_cutting_it_in_a_pipe() {
    let table = run_with(&["list", "-"], SMALL.as_bytes()).answer();
    assert_eq!(
        table,
        "DATE          TITLE         COUNTRIES  KIND     ID\n\
         15 Mar 44 BC  =1+1                              sum\n\
         c.2024-03     Storm, \"big\"  NOR SWE    weather  full\n\
         undated       Calm                              bare\n"
    );
}

#[test]
fn tells_how_many_a_limit_leaves_out() {
    let list = run(&["list", "--limit", "3", "--format", "json"]);
    assert_eq!(list.err, "dateline: 3 of 22 events listed, 19 left out\n");
    assert_eq!(ids(&list.json()), SAHEL[..3].iter().map(|(id, ..)| *id).collect::<Vec<_>>());
    assert_eq!(run(&["list", "--limit", "22"]).err, "");
    assert_eq!(run(&["list", "--limit", "0", "--format", "json"]).out, "[]\n");
}

#[test]
fn merges_files_in_the_order_of_time() {
    let list = run(&["list", "@sahel", "@sahel-context", "--format", "json"]).json();
    let files: Vec<_> = list.as_array().unwrap().iter().map(|event| &event["file"]).collect();
    let count = |name: &str| files.iter().filter(|file| **file == name).count();
    assert_eq!((count("@sahel"), count("@sahel-context"), files.len()), (22, 23, 45));
    // Somewhere in the middle one file follows the other and is followed by it again.
    assert!(files.windows(2).filter(|pair| pair[0] != pair[1]).count() > 4);
    let sahel = list.as_array().unwrap().iter().filter(|event| event["file"] == "@sahel");
    let ids: Vec<_> = sahel.map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(ids, SAHEL.map(|(id, ..)| id));
}

#[test]
fn names_the_embedded_datasets() {
    let table = run(&["list", "@"]).answer();
    assert!(table.contains("@sahel              22  Four truck drivers in the Sahel\n"), "{table}");
    let list = run(&["list", "@", "--format", "json"]).json();
    let found = list.as_array().unwrap().iter().map(|set| (&set["name"], &set["events"]));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (&json!("@sahel"), &json!(22)),
            (&json!("@sahel-context"), &json!(23)),
            (&json!("@big-history"), &json!(60)),
            (&json!("@incident"), &json!(33)),
        ]
    );
    let csv = run(&["list", "@", "--format", "csv"]).answer();
    assert!(
        csv.starts_with("name,title,events\n@sahel,Four truck drivers in the Sahel,22\n"),
        "{csv}"
    );
    let failure = run(&["list", "@", "@sahel"]).failure(2);
    assert!(failure.contains("`dateline list @`"), "{failure}");
}

#[test]
fn writes_into_a_file_as_a_whole() {
    let folder = folder("list-out");
    let path = folder.join("out.json");
    let name = path.to_str().unwrap();
    for _ in 0..2 {
        assert_eq!(run(&["list", "--format", "json", "-o", name]).answer(), "");
        assert_eq!(fs::read_to_string(&path).unwrap(), run(&["list", "--format", "json"]).out);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
    assert_eq!(run(&["list", "-o", "-"]).answer(), run(&["list"]).answer());
}

#[test]
fn takes_its_format_from_the_ending() {
    let folder = folder("list-endings");
    let written = |name: &str, more: &[&str]| {
        let path = folder.join(name);
        let args = [&["list", "-o", path.to_str().unwrap()], more].concat();
        let list = run(&args);
        (list.code, fs::read_to_string(&path).unwrap_or_default())
    };
    for (name, format) in [
        ("a.json", "json"),
        ("a.NDJSON", "ndjson"),
        ("a.csv", "csv"),
        ("a.ron", "ron"),
        ("a.md", "markdown"),
        ("a.ics", "ics"),
        ("a.geojson", "geojson"),
        ("a.txt", "table"),
        ("a", "table"),
    ] {
        assert_eq!(written(name, &[]), (0, run(&["list", "--format", format]).out), "{name}");
    }
    let as_told = run(&["list", "--format", "csv"]).out;
    assert_eq!(written("b.json", &["--format", "csv"]), (0, as_told));
    let out = folder.join("a.xlsx");
    let failure = run(&["list", "-o", out.to_str().unwrap()]).failure(2);
    assert_eq!(
        failure,
        "dateline: no format goes by the ending `.xlsx`\n  \
         The endings are .txt, .json, .ndjson, .csv, .ron, .md, .ics, .geojson; --format names a format for any other.\n"
    );
    assert!(!out.exists());
    assert_eq!(written("at.json", &["@"]), (0, run(&["list", "@", "--format", "json"]).out));
}

#[test]
fn tells_that_nothing_passes() {
    let list = run(&["list", "-q", "nothinglike"]);
    let header = "DATE  TITLE  COUNTRIES  KIND  ID\n";
    assert_eq!((list.code, list.out.as_str()), (0, header));
    assert_eq!(list.err, "dateline: 0 of 22 events pass\n");
    let abbreviated = run(&["list", "-q", "kind:abd", "--format", "ndjson"]);
    let says =
        "dateline: nothing has kind:abd; did you mean abduction?\ndateline: 0 of 22 events pass\n";
    assert_eq!((abbreviated.out.as_str(), abbreviated.err.as_str()), ("", says));
    let count = run(&["count", "--by", "kind", "-q", "nothinglike"]);
    assert_eq!(count.err, "dateline: 0 of 22 events pass\n");
}

#[test]
fn never_writes_over_what_it_reads() {
    let path = file("list-over", "data.ron", SMALL);
    let failure = run(&["list", &path, "-o", &path]).failure(2);
    assert!(failure.contains("cannot be written over it"), "{failure}");
    assert_eq!(fs::read_to_string(&path).unwrap(), SMALL);
}

#[test]
fn warns_of_problems_and_goes_on() {
    let text = SMALL.replace("2024-03~", "2024-13");
    let path = file("list-warns", "my data.ron", text);
    let list = run(&["list", &path, "--format", "json"]);
    assert_eq!(list.code, 0);
    assert_eq!(list.json().as_array().unwrap().len(), 3);
    assert_eq!(
        list.err,
        format!("dateline: 1 problem in the data; `dateline check '{path}'` lists them\n")
    );
}

#[test]
fn takes_an_empty_dataset_for_what_it_is() {
    let empty = b"Dataset(format: 1, title: \"Nothing\", events: [])";
    assert_eq!(run_with(&["list", "-", "--format", "json"], empty).answer(), "[]\n");
    assert_eq!(run_with(&["list", "-", "--format", "ndjson"], empty).answer(), "");
    assert_eq!(run_with(&["list", "-"], empty).answer(), "DATE  TITLE  COUNTRIES  KIND  ID\n");
}

#[test]
fn has_ids_that_are_unique_in_a_file() {
    for name in ["@sahel", "@sahel-context"] {
        let list = run(&["list", name, "--format", "json"]).json();
        let ids = ids(&list);
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{name}");
    }
}

#[test]
fn writes_a_dataset_that_is_right_and_says_the_same() {
    let whole = run(&["list", "@sahel-context", "--format", "ron"]).answer();
    assert_eq!(run_with(&["check", "-", "--strict"], whole.as_bytes()).code, 0);
    let told = |names: &[&str], input: &str| {
        let mut list = run_with(names, input.as_bytes()).json();
        list.as_array_mut().unwrap().iter_mut().for_each(|event| event["file"] = json!("-"));
        list
    };
    assert_eq!(
        told(&["list", "-", "--format", "json"], &whole),
        told(&["list", "@sahel-context", "--format", "json"], "")
    );
    let part = run(&["list", "--limit", "1", "--format", "ron"]);
    assert_eq!(run_with(&["check", "-"], part.out.as_bytes()).code, 0);
    assert_eq!(run(&["list", "@", "--format", "ron"]).code, 2);
}
