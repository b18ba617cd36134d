//! `dateline --plain`.

use super::{run, run_with};

#[test]
fn tells_the_report_in_numbered_paragraphs() {
    let text = run(&["--plain"]).answer();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("Four truck drivers in the Sahel. 22 events, from 2015 to 2025.")
    );
    let events: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    assert_eq!(events.len(), 22);
    for (n, event) in (1..).zip(&events) {
        assert!(event.starts_with(&format!("{n}. ")), "{event}");
        assert!(event.ends_with(['.', '"']), "{event}");
        assert!(!event.contains(|c| ('\u{2190}'..='\u{2bff}').contains(&c)), "no glyph: {event}");
    }
    assert_eq!(events[3].split(". ").next(), Some("4"), "the numbers are those of the paragraphs");
    assert!(
        events[3].starts_with("4. January 2025 to 3 August 2025, both ends known: "),
        "{}",
        events[3]
    );
    assert!(events[3].contains(" as victim"), "{}", events[3]);
    assert!(events[3].contains("Source: Baba Ahmed and Akram Oubachir, \"Report"), "{}", events[3]);
}

#[test]
fn tells_of_conflicts_and_doubts() {
    let data = r#"Dataset(format: 1, title: "Two clocks.", sources: {"a": Source(title: "A"), "b": Source(title: "B")},
        events: [Event(id: "x", date: "2025-08", title: "Fire!", certainty: Disputed, sources: ["a", "b"],
            claims: [Claim(source: "a", date: "2025-08-03"), Claim(source: "b", date: "2025-08-05")])])"#;
    assert_eq!(
        run_with(&["--plain", "-"], data.as_bytes()).answer(),
        "Two clocks. 1 event, in August 2025.\n\n1. August 2025, known to the month: Fire! This is disputed. \
         The sources give dates that cannot all be true. According to A: 3 August 2025. \
         According to B: 5 August 2025. Source 1: \"A\". Source 2: \"B\".\n"
    );
}

#[test]
fn is_said_to_the_explorer_alone() {
    let empty = b"Dataset(format: 1, title: \"Nothing\", events: [])";
    assert_eq!(run_with(&["--plain", "-"], empty).answer(), "Nothing. There are no events.\n");
    assert_eq!(
        run(&["--plain", "-q", "nothinglike"]).answer(),
        "Four truck drivers in the Sahel. None of 22 events passes the query.\n"
    );
    run(&["--plain", "no-such-file.ron"]).failure(3);
    run(&["--plain", "--ascii"]).failure(2);
    run(&["list", "--plain"]).failure(2);
    let failure = run(&["--plain", "list"]).failure(3);
    assert!(failure.contains("Is it a command?"), "{failure}");
    run_with(&["--plain", "-"], b"Dataset(").failure(1);
}

#[test]
fn says_which_arguments_of_the_screen_it_leaves_aside() {
    let usual = run(&["--plain"]);
    let asked = run(&["--plain", "--span", "2025", "--at", "coups"]);
    assert_eq!((asked.code, &asked.out), (0, &usual.out));
    let says = "dateline: --plain prints all events that -q asks for, without --span, --at; ";
    assert!(asked.err.starts_with(says) && usual.err.is_empty(), "{}", asked.err);
}
