//! Config files, right and wrong, and what is made of them.

use proptest::prelude::*;

use super::*;
use crate::{domain::Clean, store::report};

fn of(text: &str) -> (Read, Source) {
    let source = Source { path: Clean::new("config.ron"), text: text.to_owned(), error: None };
    (read(&source), source)
}

/// Returns each problem as `line:column message; help`.
fn problems(text: &str) -> Vec<String> {
    let told = |p: Problem| {
        format!("{}:{} {}; {}", p.line, p.column, p.message, p.help.unwrap_or_default())
    };
    of(text).0.problems.into_iter().map(told).collect()
}

const FULL: &str = r#"// mine
Config(
    version: 1,
    theme: "light",
    glyphs: "ascii",
    mouse: false,
    links: "off",
    week_start: "sunday",
    time_zone: "+05:30",
    country_names: "french",
    keys: { "zoom-in": ["z z"], "maximise": [],
            "quit": ["Q", "<c-q>"], },
)
"#;

#[test]
fn reads_everything_with_its_line() {
    let (read, _) = of(FULL);
    assert_eq!(read.problems, []);
    assert_eq!(read.theme, Some(Said { value: ThemeName::Light, line: 4 }));
    assert_eq!(read.ascii, Some(Said { value: true, line: 5 }));
    assert_eq!(read.mouse, Some(Said { value: false, line: 6 }));
    assert_eq!(read.links, Some(Said { value: Links::Off, line: 7 }));
    assert_eq!(read.week_start, Some(Said { value: Weekday::Sun, line: 8 }));
    assert_eq!(
        read.time_zone.map(|said| (said.value.name(), said.line)),
        Some(("UTC+5:30".into(), 9))
    );
    assert_eq!(read.country_names, Some(Said { value: Language::French, line: 10 }));
    let bound: Vec<_> = read.bound.iter().map(|said| (said.value, said.line)).collect();
    assert_eq!(bound, [(Action::ZoomIn, 11), (Action::Maximise, 11), (Action::Quit, 12)]);
    assert_eq!(read.keymap.own_keys(Action::ZoomIn), ["z z"]);
    assert_eq!(read.keymap.own_keys(Action::Maximise), Vec::<String>::new());
}

#[test]
fn takes_a_file_that_wishes_nothing() {
    for text in ["", "\n", "// nothing yet\n", "Config()", "(version: 1)", "Config(keys: {})"] {
        let (read, _) = of(text);
        assert_eq!(read.problems, [], "{text}");
        assert_eq!((read.theme, read.keymap), (None, Keymap::default()), "{text}");
    }
}

#[test]
fn shows_problems_as_check_does() {
    let (read, source) = of("Config(\n    tehme: \"light\",\n)\n");
    insta::assert_snapshot!(report::human(&read.problems[0], &source.text, false), @r#"
        error[DL0007]: unknown field `tehme`
         --> config.ron:2:5
          |
        2 |     tehme: "light",
          |     ^^^^^
          |
          = help: did you mean `theme`?
        "#);
}

#[test]
fn says_of_everything_wrong_where_it_is_and_what_to_do() {
    for (text, told) in [
        (r#"Config(theme: "lihgt")"#, "1:15 unknown word `lihgt`; did you mean `light`?"),
        (
            r#"Config(theme: "solarized")"#,
            r#"1:15 unknown word `solarized`; the words are "terminal", "light", "dark", "contrast", "mono""#,
        ),
        (
            "Config(theme: light)",
            r#"1:15 expected text in quotes, found the word `light`; the words are "terminal", "light", "dark", "contrast", "mono""#,
        ),
        (
            r#"Config(mouse: "no")"#,
            "1:15 expected `true` or `false`, found text in quotes; write it without quotes",
        ),
        (
            "Config(version: 2)",
            "1:17 the file is of version 2, made for a newer dateline; this one reads version 1; what \
                 this one understands of the file is used",
        ),
        (
            r#"Config(time_zone: "CET")"#,
            "1:19 `CET` is no zone: a zone is a distance from UTC in quarters of an hour, up to 14 hours; \
                 write \"UTC\" or the distance from it: \"+01:00\"",
        ),
        (
            "Config(time_zone: 1)",
            "1:19 expected text in quotes, found the number `1`; write \"UTC\" or the distance from it: \"+01:00\"",
        ),
        ("Config(version: 0)", "1:17 there is no version 0; write version: 1"),
        (
            r#"Config(version: "1")"#,
            "1:17 expected a whole number, found text in quotes; write version: 1",
        ),
        (
            "Config(wings: 2)",
            "1:8 unknown field `wings`; the fields are `version`, `theme`, `glyphs`, `mouse`, \
                 `links`, `week_start`, `time_zone`, `country_names`, `keys`",
        ),
        (
            "Config(mouse: true, mouse: false)",
            "1:21 the field `mouse` is there twice; the first one counts; remove this one",
        ),
        (
            "Dataset(events: [])",
            "1:1 expected `Config(...)`, found `Dataset(...)`; start with: Config(version: 1)",
        ),
        ("Config() 5", "1:10 nothing may stand behind the `Config(...)`; remove it"),
        (
            r#"Config("light")"#,
            "1:8 expected a field with its name, such as `theme: \"light\"`; remove it or name it",
        ),
        (
            r#"Config(keys: ["q"])"#,
            "1:14 expected a map in `{ }`, found a list; write keys: { \"undo\": [\"u\"] }",
        ),
        (
            r#"Config(keys: {"undo": "u"})"#,
            "1:23 expected a list of keys, found text in quotes; write a list: [\"x\"], [\"f k\", \
                 \"<c-d>\"] or [] for none",
        ),
        (
            r#"Config(keys: {undo: ["u"]})"#,
            "1:15 expected the name of an action, found `undo`; write it in quotes: \"zoom-in\"",
        ),
        (
            r#"Config(keys: {"zoom": ["z"]})"#,
            "1:15 there is no action `zoom`; `dateline config` lists all actions with their keys",
        ),
        (
            r#"Config(keys: {"undo": ["u"], "undo": ["U"]})"#,
            "1:30 `undo` has its keys already; the first list counts; put all keys into it",
        ),
        (
            r#"Config(keys: {"undo": ["x", "c"], "hide-lane": []})"#,
            "1:29 `c` for `undo` clashes with `c` for `facet-country`; choose another key, or give \
                 `facet-country` another one too",
        ),
        (
            "Config(theme: \"light\" mouse: false)",
            "1:22 a comma is missing here; separate fields and elements by `,`",
        ),
    ] {
        assert_eq!(problems(text), [told], "{text}");
    }
}

#[test]
fn uses_what_it_understands() {
    let (read, _) =
        of("Config(version: 9, theme: \"dark\", wings: 2, mouse: maybe, week_start: \"sunday\",
             keys: {\"undo\": [\"c\", \"x x x\", 5], \"zoom-in\": [\"D\"], \"quit\": [3]}");
    assert_eq!(read.problems.len(), 8, "{:#?}", read.problems);
    assert_eq!(read.theme.map(|said| said.value), Some(ThemeName::Dark));
    assert_eq!((read.mouse, read.week_start.is_some()), (None, true));
    let bound: Vec<_> = read.bound.iter().map(|said| said.value).collect();
    assert_eq!(bound, [Action::ZoomIn]);
    assert_eq!(read.keymap.own_keys(Action::Undo), ["u"]);
}

proptest! {
    #[test]
    fn reads_any_text_without_a_crash(cut in 0..FULL.len(), junk in "[\\PC\\n\"(){}\\[\\]:,]{0,12}", skip in 0..40usize) {
        let rest = FULL.get((cut + skip).min(FULL.len())..).unwrap_or_default();
        let text = format!("{}{junk}{rest}", &FULL[..cut]);
        let (read, source) = of(&text);
        for problem in &read.problems {
            let shown = report::human(problem, &source.text, false);
            prop_assert!(shown.contains("config.ron:"), "{shown}");
        }
        for action in [Action::Quit, Action::Help, Action::Close, Action::Cancel] {
            prop_assert!(!read.keymap.keys_of(action).is_empty());
        }
    }
}
