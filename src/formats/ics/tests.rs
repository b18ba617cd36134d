//! Calendars as a calendar program reads them: unfolded lines of names and values.

use proptest::prelude::*;

use super::*;
use crate::formats::tests::{dataset, hostile, written_by};

fn written(dataset: &Dataset) -> (String, LeftOut) {
    let (bytes, left_out) = written_by(write_events, dataset);
    (String::from_utf8(bytes).unwrap(), left_out)
}

/// Returns the lines as they were before they were folded.
fn unfolded(text: &str) -> Vec<String> {
    text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[track_caller]
fn check(date: &str, wanted: &[&str]) {
    let (text, left_out) = written(&dataset(&[date]));
    assert_eq!(left_out.total(), 0, "{date}");
    let lines = unfolded(&text);
    for line in wanted {
        assert!(lines.iter().any(|found| found == line), "{date}: {line} in {lines:#?}");
    }
}

#[test]
fn writes_everything_that_is_known() {
    let (text, left_out) = written(&dataset(&["2025-08-03"]));
    assert_eq!(left_out, LeftOut::default());
    assert_eq!(
        unfolded(&text),
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            concat!("PRODID:-//dateline//dateline ", env!("CARGO_PKG_VERSION"), "//EN"),
            "CALSCALE:GREGORIAN",
            "NAME:Small & plain",
            "X-WR-CALNAME:Small & plain",
            "BEGIN:VEVENT",
            "UID:event-0@small.ron",
            "DTSTAMP:20250805T000000Z",
            "DTSTART;VALUE=DATE:20250803",
            "DTEND;VALUE=DATE:20250804",
            "SUMMARY:Title 0",
            "DESCRIPTION:Date: 3 August 2025\\, known to the day.\\nWhat\\; then\\, why.\\n\
             Who: The crew (mediator)\\nSource: \"A report\"\\, 5 August 2025\\, <https://x.org/é>",
            "CATEGORIES:release,a\\, b",
            "LOCATION:Bamako\\; Nowhere",
            "GEO:12.609;-7.975",
            "URL:https://x.org/%C3%A9",
            "X-DATELINE-EDTF:2025-08-03",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
}

#[test]
fn spans_the_days_that_are_possible_and_says_so() {
    check(
        "2025-02",
        &[
            "DTSTART;VALUE=DATE:20250201",
            "DTEND;VALUE=DATE:20250301",
            "SUMMARY:Title 0 (February 2025)",
            "X-DATELINE-EDTF:2025-02",
        ],
    );
    check("2024", &["DTEND;VALUE=DATE:20250101", "SUMMARY:Title 0 (2024)"]);
    check(
        "[2025-01-01..2025-01-18]",
        &["DTEND;VALUE=DATE:20250119", "SUMMARY:Title 0 (one day between 1 and 18 January 2025)"],
    );
    check("2025-01-20~", &["SUMMARY:Title 0 (about 20 January 2025)"]);
    check("{2025-01-03,2025-01-07}", &["SUMMARY:Title 0 (3 January 2025 and 7 January 2025)"]);
    check("2025-01/2025-08-03", &["SUMMARY:Title 0 (January 2025 to 3 August 2025)"]);
}

#[test]
fn says_no_more_of_what_is_exact() {
    check(
        "2025-01-30/2025-02-28",
        &["DTSTART;VALUE=DATE:20250130", "DTEND;VALUE=DATE:20250301", "SUMMARY:Title 0"],
    );
    check("2025-03-07T21:15:20-05:00", &["DTSTART:20250308T021520Z", "SUMMARY:Title 0"]);
    check("2025-08-04T21:00Z", &["DTSTART:20250804T210000Z", "SUMMARY:Title 0"]);
}

#[test]
fn counts_what_a_calendar_cannot_say() {
    let dates = ["undated", "2012/..", "/2024", "[..2025]", "-0043-03-15", "9999", "0001", "2025"];
    let (text, left_out) = written(&dataset(&dates));
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
    assert_eq!(
        left_out.to_string(),
        "1 has no date, 2 have no known start, 1 has no known end, 2 lie beyond the years of the format"
    );
    assert!(text.contains("DTSTART;VALUE=DATE:00010101\r\n"), "{text}");
}

#[test]
fn stamps_an_event_by_what_is_known_of_it() {
    let mut data = dataset(&["2025-08-03", "2024-05"]);
    data.sources[0].published = None;
    let (text, _) = written(&data);
    assert!(text.contains("DTSTAMP:20250803T000000Z"), "{text}");
    assert!(text.contains("DTSTAMP:20240501T000000Z"), "{text}");
}

#[test]
fn tells_events_of_the_same_id_apart() {
    let mut data = dataset(&["2025", "2025", "2025"]);
    data.files.push(Clean::new("other.ron"));
    data.events.iter_mut().for_each(|event| event.id = Clean::new("a"));
    data.events[1].file = crate::domain::FileKey(1);
    let (text, _) = written(&data);
    let lines = unfolded(&text);
    let ids: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("UID:")).collect();
    assert_eq!(ids, ["a@small.ron", "a@other.ron", "a@small.ron-2"]);
}

/// Returns a text as it was before it was escaped, or nothing if an escape is none.
fn unescaped(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                'n' => plain.push('\n'),
                c @ ('\\' | ';' | ',') => plain.push(c),
                _ => return None,
            },
            ';' | ',' => return None,
            c => plain.push(c),
        }
    }
    Some(plain)
}

proptest! {
    #[test]
    fn is_a_calendar_whatever_the_texts_are(raw in any::<String>(), marks in "[\\\\;,:\"n\n é日]{0,120}") {
        for raw in [raw, marks] {
            let data = hostile(&raw);
            let (text, left_out) = written(&data);
            prop_assert_eq!(left_out.total(), 0);
            for line in text.split_terminator("\r\n") {
                prop_assert!(line.len() <= LONGEST_LINE, "{line}");
                prop_assert!(!line.contains(char::is_control), "{line:?}");
            }
            let lines = unfolded(&text);
            prop_assert_eq!(lines.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 1);
            for line in &lines {
                let name = line.split([':', ';']).next().unwrap();
                prop_assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'), "{line}");
            }
            let title = data.events[0].title.as_str();
            let find = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)).unwrap();
            prop_assert_eq!(unescaped(find("SUMMARY:")), Some(title.to_owned()));
            let described = unescaped(find("DESCRIPTION:")).unwrap();
            prop_assert!(described.contains(title));
            prop_assert!(described.contains("cannot all be true"));
        }
    }
}
