//! Data and arguments that try to act on the terminal of whoever reads the answer.

use super::{Run, file, run, run_with};

/// A dataset in which every text is an attack: colours, titles, the clipboard, overrides, C1, backspaces.
fn hostile() -> String {
    let attack =
        "\x1b[31m\x1b]0;pwn\x07\x1b]52;c;cHdu\x07\u{9b}2J\u{202e}\u{2066}\u{200b}\x08\x7f\rz";
    format!(
        "Dataset(format: 1, title: \"{attack}\", about: \"{attack}\",
    groups: {{\"{attack}\": Group(name: \"{attack}\", aliases: [\"{attack}\"])}},
    sources: {{\"{attack}\": Source(title: \"{attack}\", publisher: \"{attack}\", url: \"{attack}\")}},
    places: {{\"{attack}\": Place(name: \"{attack}\", country: \"{attack}\", lat: 1, lon: 2)}},
    {attack}: 1,
    events: [
        Event(id: \"{attack}\", date: \"{attack}\", title: \"{attack}\", summary: \"{attack}\",
            kind: \"{attack}\", countries: [\"{attack}\"], groups: [\"{attack}\", \"b{attack}\"],
            roles: {{\"{attack}\": \"{attack}\"}}, place: \"{attack}\", sources: [\"{attack}\", \"https://{attack}\"],
            links: [Link(to: \"{attack}\", how: \"{attack}\")], tags: [\"{attack}\"]),
        Event(id: \"b\", date: \"2025\", title: \"b\", {attack}: \"x\", certainty: {attack}),
    ])"
    )
}

/// Tells whether a character does something that nobody sees.
fn acts(c: char) -> bool {
    c != '\n'
        && (c.is_control()
            || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

#[track_caller]
fn is_harmless(run: &Run, what: &str) {
    for text in [&run.out, &run.err] {
        // A line of a calendar ends with both.
        let text = text.replace("\r\n", "\n");
        assert!(!text.contains(acts), "{what}: {text:?}");
    }
    assert!([0, 1, 2, 3].contains(&run.code), "{what}: {}", run.code);
}

#[test]
fn no_answer_acts_on_a_terminal() {
    let data = hostile();
    for args in [
        "check -",
        "check - --format json",
        "fmt --check -",
        "list -",
        "list - --format json",
        "list - --format ndjson",
        "list - --format csv",
        "list - --format markdown",
        "list - --format ics",
        "list - --format timelinejs",
        "list - --format geojson",
        "--plain -",
        "count - --by country",
        "count - --by group",
        "count - --by kind --format json",
        "count - --by tag",
        "count - --by source",
        "count - --by month",
        "fields -",
        "fields - --format json",
        "fields - --of tag",
        "date - --format json",
        "date - --format human",
    ] {
        let words: Vec<_> = args.split(' ').collect();
        let run = run_with(&words, data.as_bytes());
        is_harmless(&run, args);
        assert!(!run.out.is_empty() || !run.err.is_empty(), "{args}");
    }
}

#[test]
fn shows_what_it_took_out() {
    let list = run_with(&["list", "-"], hostile().as_bytes());
    assert!(list.out.contains("␛[31m"), "{}", list.out);
    assert!(list.err.contains("problems"), "{}", list.err);
}

#[test]
fn no_argument_acts_on_a_terminal() {
    let attack = "x\x1b[31m\u{9b}2J\u{202e}\x07";
    let path = file("hostile-name", "a\x1b[31m\u{202e}.ron", hostile());
    for args in [
        &[attack][..],
        &["list", attack],
        &["list", &format!("@{attack}")],
        &["list", &path],
        &["check", &path],
        &["check", &path, "--format", "json"],
        &["check", attack],
        &["fmt", &path],
        &["fmt", "--check", &path],
        &["new", &path],
        &["new", &format!("no-such-folder/{attack}")],
        &["list", "-o", &format!("no-such-folder/{attack}")],
        &["count", "--by", attack],
        &[&format!("--{attack}")],
        &["list", "--format", attack],
        &["date", attack],
        &["date", attack, "--format", "json"],
        &["render", &path, "--size", attack],
    ] {
        is_harmless(&run(args), &format!("{args:?}"));
    }
}

#[test]
fn gives_back_the_input_of_a_date_in_json_as_it_was() {
    let date = "2025\x1b[31m\u{9b}\u{202e}é";
    let answer = run(&["date", date, "--format", "json"]);
    is_harmless(&answer, "date");
    assert_eq!(answer.json()["input"], date);
}

#[test]
fn is_not_stopped_by_any_bytes() {
    // A small generator of its own, so that the same bytes are tried everywhere.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let data = include_bytes!("../../../data/starter.ron");
    for round in 0..24 {
        let mut bytes = data.to_vec();
        for _ in 0..=round {
            let at = next() as usize % bytes.len();
            bytes[at] = b"\"(){}[],:\\/\x00\xff\n a"[next() as usize % 16];
        }
        for args in [&["check", "-"][..], &["list", "-", "--format", "json"], &["fmt", "-"]] {
            is_harmless(&run_with(args, &bytes), &format!("{args:?} of round {round}"));
        }
    }
}
