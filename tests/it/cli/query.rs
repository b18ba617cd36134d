//! The query language on the command line, held against plain code over the JSON of all events.

use std::collections::BTreeMap;

use dateline::question::language::NAMES;
use serde_json::Value;

use super::{file, run};

/// What the embedded data has nothing of: parts of groups, an undated event, doubts about dates, contradictions.
const HARBOUR: &str = r#"Dataset(
    format: 1,
    title: "Harbour",
    groups: {
        "fleet": Group(name: "The fleet", aliases: ["Armada"]),
        "crew": Group(name: "The crew", part_of: ["fleet"]),
        "port": Group(name: "Port authority"),
    },
    sources: {"log": Source(title: "Log", publisher: "Harbour"), "diary": Source(title: "Diary")},
    places: {
        "halm": Place(name: "Halm", lat: 59.0, lon: 10.0),
        "vik": Place(name: "Vik", lat: 59.0, lon: 11.0),
        "bay": Place(name: "The bay"),
    },
    events: [
        Event(id: "storm", date: "1990-03~", title: "Storm", summary: "Wind: \"big\" waves.", kind: "weather",
              countries: ["NO", "SE"], groups: ["crew"], roles: {"crew": "victim"}, places: ["halm", "bay"],
              sources: ["log"], certainty: Disputed, links: [Link(to: "calm", how: "before")], tags: ["open sea"]),
        Event(id: "calm", date: "undated", title: "Calm", sources: ["log"]),
        Event(id: "launch", date: "1990-05-02?", title: "Launch", kind: "release", countries: ["NO"],
              groups: ["fleet", "port"], roles: {"port": "host"}, place: "vik", sources: ["log", "diary"],
              certainty: Confirmed, tags: ["open sea", "ships"],
              claims: [Claim(source: "log", date: "1990-05-02"), Claim(source: "diary", date: "1990-05-03")]),
        Event(id: "siege", date: "1990-06/..", title: "Siege", kind: "coup", countries: ["SE"], groups: ["port"],
              place: "bay", sources: ["diary"]),
        Event(id: "voyage", date: "1989-12/1990-02-03", title: "Voyage", kind: "journey", groups: ["crew"],
              place: "halm", sources: ["diary"], links: [Link(to: "launch", how: "after")]),
    ],
)
"#;

/// An event with all others, so that links can be followed.
struct Event<'a> {
    it: &'a Value,
    all: &'a [Value],
}

impl Event<'_> {
    fn is(&self, key: &str, value: &str) -> bool {
        self.it[key] == value
    }

    /// The texts of a list, or those of one part of its items; what has none is left out.
    fn texts(&self, key: &str, part: &str) -> Vec<&str> {
        let items = self.it[key].as_array().unwrap().iter();
        items
            .filter_map(|item| if part.is_empty() { item.as_str() } else { item[part].as_str() })
            .collect()
    }

    fn in_country(&self, code: &str) -> bool {
        self.texts("countries", "").contains(&code)
    }

    fn tagged(&self, tag: &str) -> bool {
        self.texts("tags", "").contains(&tag)
    }

    fn with_group(&self, id: &str) -> bool {
        self.texts("groups", "id").contains(&id)
    }

    fn at(&self, name: &str) -> bool {
        self.texts("places", "name").contains(&name)
    }

    /// Whether a text of it holds a word, whatever the case; names of countries and aliases of groups are not there.
    fn says(&self, word: &str) -> bool {
        let own = ["title", "summary", "kind"].map(|key| self.it[key].as_str().unwrap_or_default());
        let named = [self.texts("groups", "name"), self.texts("places", "name")].concat();
        own.into_iter().chain(named).any(|text| text.to_lowercase().contains(word))
    }

    /// The first and the last day that it may have been; nothing without a date.
    fn span(&self) -> Option<(String, String)> {
        self.it["date"].as_str()?;
        let bound = |key: &str, open: &str| match self.it[key].as_str().unwrap() {
            "-inf" | "inf" | "unknown" => open.to_owned(),
            day => day.to_owned(),
        };
        Some((bound("earliest", ""), bound("latest", "~")))
    }

    fn may_be(&self, from: &str, to: &str) -> bool {
        self.span().is_some_and(|(first, last)| *first <= *to && *last >= *from)
    }

    fn must_be(&self, from: &str, to: &str) -> bool {
        self.span().is_some_and(|(first, last)| *first >= *from && *last <= *to)
    }

    /// Whether it may have begun in a year: its date may be an interval, of which the beginning counts.
    fn may_begin_in(&self, year: &str) -> bool {
        match self.it["date"].as_str().and_then(|date| date.split_once('/')) {
            Some(("" | "..", _)) => self.span().is_some_and(|(_, last)| *last >= *year),
            Some((start, _)) => start.starts_with(year),
            None => self.may_be(year, &format!("{year}-12-31")),
        }
    }

    fn dated(&self, signs: &[char]) -> bool {
        self.it["date"].as_str().is_some_and(|date| date.contains(signs))
    }

    fn linked(&self, id: &str) -> bool {
        let other = self.all.iter().find(|event| event["id"] == id).unwrap();
        let back = Event { it: other, all: self.all };
        self.texts("links", "to").contains(&id)
            || back.texts("links", "to").contains(&self.it["id"].as_str().unwrap())
    }

    fn within(&self, lat: f64, lon: f64, km: f64) -> bool {
        let places = self.it["places"].as_array().unwrap().iter();
        let mut known =
            places.filter_map(|place| Some((place["lat"].as_f64()?, place["lon"].as_f64()?)));
        known.any(|(north, east)| {
            // By the law of cosines, which is another way than that of the program.
            let (a, b) = (lat.to_radians(), north.to_radians());
            let angle = a.sin() * b.sin() + a.cos() * b.cos() * (lon - east).to_radians().cos();
            6371.0 * angle.clamp(-1.0, 1.0).acos() <= km
        })
    }
}

type Wanted = fn(&Event<'_>) -> bool;

/// Every name of the language, every operator, and what each finds.
const QUERIES: &[(&str, Wanted)] = &[
    ("", |_| true),
    ("country:MLI -kind:coup after:2024 (release or abduction)", |e| {
        e.in_country("MLI")
            && !e.is("kind", "coup")
            && e.may_be("2024-01-01", "~")
            && (e.says("release") || e.says("abduction"))
    }),
    ("country:MLI,Niger", |e| e.in_country("MLI") || e.in_country("NER")),
    ("country:ma", |e| e.in_country("MAR")),
    ("country:MLI country:MAR", |e| e.in_country("MLI") && e.in_country("MAR")),
    ("-country:MLI,BFA,MAR", |e| !["MLI", "BFA", "MAR"].iter().any(|code| e.in_country(code))),
    ("group:crew", |e| e.with_group("crew")),
    // A whole has all that its parts have, and is found by any of its names.
    ("group:armada", |e| e.with_group("fleet") || e.with_group("crew")),
    ("kind:coup or kind:weather", |e| e.is("kind", "coup") || e.is("kind", "weather")),
    ("place:\"The bay\"", |e| e.at("The bay")),
    ("role:victim", |e| e.texts("groups", "role").contains(&"victim")),
    ("source:diary", |e| e.texts("sources", "id").contains(&"diary")),
    ("tag:\"open sea\" -tag:ships", |e| e.tagged("open sea") && !e.tagged("ships")),
    ("precision:day", |e| e.is("precision", "day")),
    ("precision:undated,month", |e| e.is("precision", "undated") || e.is("precision", "month")),
    ("certainty:disputed", |e| e.is("certainty", "disputed")),
    ("claims:conflict -file:@sahel-context", |e| e.is("id", "launch")),
    ("is:conflict", |e| CONFLICTS.iter().any(|id| e.is("id", id))),
    ("file:@sahel-context", |e| e.is("file", "@sahel-context")),
    ("after:2025-08", |e| e.may_be("2025-08-01", "~")),
    ("before:1990-03", |e| e.span().is_some_and(|(first, _)| *first < *"1990-03-01")),
    ("on:2025-08", |e| e.may_be("2025-08-01", "2025-08-31")),
    ("during:2020/2021", |e| e.may_be("2020-01-01", "2021-12-31")),
    ("-during:2020/2021", |e| !e.must_be("2020-01-01", "2021-12-31")),
    ("starts:1990", |e| e.may_begin_in("1990")),
    ("starts:2012", |e| e.may_begin_in("2012")),
    ("active:1990", |e| e.may_be("1990-01-01", "1990-12-31")),
    ("active:1995 match:certain", |e| e.is("id", "siege")),
    ("on:1990 match:certain", |e| e.must_be("1990-01-01", "1990-12-31")),
    ("on:1990 match:possible", |e| e.may_be("1990-01-01", "1990-12-31")),
    ("has:place -has:position", |e| {
        !e.it["places"].as_array().unwrap().is_empty()
            && e.it["places"].as_array().unwrap().iter().all(|place| place["lat"].is_null())
    }),
    ("has:link", |e| !e.texts("links", "to").is_empty()),
    ("-has:summary,date", |e| e.is("summary", "") && e.it["date"].is_null()),
    ("has:note or is:marked", |_| false),
    ("is:ongoing", |e| e.it["date"].as_str().is_some_and(|date| date.ends_with("/.."))),
    ("is:undated", |e| e.it["date"].is_null()),
    ("is:uncertain,approximate", |e| e.dated(&['?', '~', '%'])),
    ("near:halm,50km", |e| e.within(59.0, 10.0, 50.0)),
    ("near:59.0,10.0,60km", |e| e.within(59.0, 10.0, 60.0)),
    ("linked:launch", |e| e.linked("launch")),
    ("id:storm,siege", |e| e.is("id", "storm") || e.is("id", "siege")),
    ("off:(country:MLI) country:NOR", |e| e.in_country("NOR")),
    ("\"PORT authority\"", |e| e.says("port authority")),
    ("-(kind:coup or kind:release) country:NOR,SWE", |e| {
        !e.is("kind", "coup")
            && !e.is("kind", "release")
            && (e.in_country("NOR") || e.in_country("SWE"))
    }),
    ("ouagadougou", |e| e.says("ouagadougou")),
    ("goita", |e| e.says("goïta")),
];

/// The events whose sources name days that cannot all be right, as one reads in the data.
const CONFLICTS: [&str; 3] = ["northern-conflict-begins", "release-and-statement", "launch"];

/// Asks for the events of a query, which is given behind one `-q`.
fn ask(command: &[&str], files: &[&str], query: &str) -> Value {
    let run = run(&[command, files, &["--format", "json", "-q", query]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{query}");
    run.json()
}

#[test]
fn finds_what_plain_code_finds() {
    let harbour = file("query", "harbour.ron", HARBOUR);
    let files = ["@sahel-context", &harbour];
    let whole = run(&["list", "--format", "json", files[0], files[1]]).json();
    let all = whole.as_array().unwrap();
    for (query, wanted) in QUERIES {
        let wanted: Vec<_> = all.iter().filter(|it| wanted(&Event { it, all })).collect();
        let list = ask(&["list"], &files, query);
        assert_eq!(list.as_array().unwrap().iter().collect::<Vec<_>>(), wanted, "{query}");
        let counts = ask(&["count", "--by", "country"], &files, query);
        let mut by_country: BTreeMap<&str, u64> = BTreeMap::new();
        for code in wanted.iter().flat_map(|event| event["countries"].as_array().unwrap()) {
            *by_country.entry(code.as_str().unwrap()).or_default() += 1;
        }
        let counted = counts["counts"].as_array().unwrap().iter();
        let counted: BTreeMap<_, _> = counted
            .map(|count| (count["value"].as_str().unwrap(), count["count"].as_u64().unwrap()))
            .collect();
        assert_eq!(counted, by_country, "{query}");
        assert_eq!(counts["total"], all.len(), "{query}");
        assert_eq!(counts["matching"], wanted.len(), "{query}");
        assert_eq!(counts["possible"], wanted.len(), "{query}");
    }
}

#[test]
fn finds_something_and_never_everything() {
    let harbour = file("query-some", "harbour.ron", HARBOUR);
    let files = ["@sahel-context", &harbour];
    let total = ask(&["list"], &files, "").as_array().unwrap().len();
    for (query, _) in QUERIES.iter().filter(|(query, _)| !query.is_empty()) {
        let found = ask(&["list"], &files, query).as_array().unwrap().len();
        let is_nothing = query.contains("marked");
        assert!((found > 0) != is_nothing && found < total, "{query}: {found} of {total}");
    }
}

#[test]
fn tries_every_name_of_the_language() {
    for (name, ..) in NAMES {
        let is_tried = QUERIES.iter().any(|(query, _)| {
            let words = query.split([' ', '(', '-']);
            words.into_iter().any(|word| word.starts_with(&format!("{name}:")))
        });
        assert!(is_tried, "{name}");
    }
}

/// Queries that are refused, each with all lines that are said of it.
const REFUSED: &[(&str, [&str; 4])] = &[
    (
        "coup contry:MLI",
        [
            "dateline: -q: there is no field `contry`",
            "    coup contry:MLI",
            "         ^^^^^^^",
            "  did you mean country: ?",
        ],
    ),
    (
        "kind:coup \"set free",
        [
            "dateline: -q: this quote is never closed",
            "    kind:coup \"set free",
            "              ^^^^^^^^^",
            "  write \" at its end",
        ],
    ),
    (
        "after:2025-13",
        [
            "dateline: -q: there is no month 13; months are 01 to 12, and 21 to 41 are seasons, quarters and other parts of a year",
            "    after:2025-13",
            "               ^^",
            "  write a date as 2025, 2025-08 or 2025-08-03",
        ],
    ),
    (
        "Goïta country:Narnia",
        [
            "dateline: -q: there is no country `Narnia`",
            "    Goïta country:Narnia",
            "                  ^^^^^^",
            "  write an ISO 3166 code or a name: MLI, ML, Mali",
        ],
    ),
];

#[test]
fn shows_where_a_query_is_wrong() {
    for (query, says) in REFUSED {
        for command in [&["list"][..], &["count", "--by", "kind"], &["render"], &["fields"]] {
            let run = run(&[command, &["-q", query]].concat());
            let says = says.join("\n") + "\n";
            assert_eq!((run.code, run.out.as_str(), run.err), (2, "", says), "{query}");
        }
    }
}

#[test]
fn says_of_a_value_that_nothing_has_it() {
    for (query, says) in [
        ("kind:cuop", "nothing has kind:cuop; did you mean coup?"),
        ("kind:nothing-like-it", "nothing has kind:nothing-like-it"),
        ("country:JPN", "nothing has country:JPN"),
        ("id:no-such-event-here", "nothing has id:no-such-event-here"),
        ("near:atlantis,10km", "nothing has near:atlantis"),
    ] {
        let list = run(&["list", "@sahel-context", "--format", "json", "-q", query]);
        let says = format!("dateline: {says}\n");
        assert_eq!((list.code, list.out.as_str(), list.err), (0, "[]\n", says), "{query}");
    }
}

#[test]
fn says_that_there_are_no_patterns() {
    let list = run(&["list", "--format", "json", "-q", "mali.*"]);
    let says =
        "dateline: -q: `mali.*`: this is looked for letter by letter: there are no patterns\n";
    assert_eq!((list.code, list.out.as_str(), list.err.as_str()), (0, "[]\n", says));
}

#[test]
fn takes_keys_and_views_that_begin_with_a_minus() {
    let render = run(&["render", "--size", "80x24", "--keys", "--"]);
    assert_eq!((render.code, render.err.as_str()), (0, ""));
    let view = run(&["render", "--view", "-mine"]);
    assert!(view.err.starts_with("dateline: --view: `-mine` is no layout"), "{}", view.err);
}
