//! What is seen of a search before it has come to its end.

use super::tables::{of, question};
use crate::{
    domain::{Clean, EventKey},
    engine::{Cancel, Engine, Memory},
    question::{Answer, Cursor, Filter, Line, Page, Question, Term, Test},
};

/// Where the cursor is in a list of ten thousand events.
const HERE: u32 = 5_000;

/// Holds ten thousand events, some of which are beacons.
fn memory(is_beacon: impl Fn(u32) -> bool) -> Memory {
    let titles: Vec<String> = (0..10_000)
        .map(|n| format!("{} {n}", if is_beacon(n) { "beacon" } else { "rock" }))
        .collect();
    Memory::new(of(&titles.iter().map(|title| (title.as_str(), "")).collect::<Vec<_>>()), 0)
}

fn search(n: i64) -> Question {
    Question {
        cursor: Cursor::Hit { from: EventKey(HERE), n },
        page: Page { top: u64::from(HERE) - 20, line: None, height: 50, gap: None },
        search: Some("beacon".to_owned()),
        ..question()
    }
}

fn selected(answer: &Answer) -> Option<u32> {
    answer.cursor.as_ref().map(|(_, detail)| detail.key.0)
}

#[test]
fn shows_the_page_that_the_answer_will_show_where_the_next_hit_is_near() {
    for (beacon, n) in [(5_000, 0), (5_100, 0), (4_900, -1), (6_900, 0), (5_100, 1), (3_100, -1)] {
        let memory = memory(|n| n == beacon);
        let glimpse = memory.glimpse(&search(n)).unwrap();
        let answer = memory.answer(&search(n), &Cancel::default()).unwrap();
        assert_eq!(selected(&glimpse), Some(beacon));
        assert_eq!((&glimpse.lines, &glimpse.cursor), (&answer.lines, &answer.cursor), "{beacon}");
        assert_eq!(glimpse.hits, 0, "nothing is counted yet");
    }
}

#[test]
fn stays_where_the_cursor_is_until_it_is_known_where_the_next_hit_is() {
    for (beacon, n) in [(9_000, 0), (4_900, 0), (4_900, 1), (5_100, -1), (1, 0)] {
        let glimpse = memory(|n| n == beacon).glimpse(&search(n)).unwrap();
        assert_eq!(selected(&glimpse), Some(HERE), "{beacon}");
        assert_eq!(glimpse.lines.len(), 50);
    }
}

#[test]
fn lists_what_a_text_lets_pass_around_the_cursor() {
    let filter = Filter {
        terms: vec![Term { test: Test::Text(Clean::new("beacon")), exclude: false, off: false }],
        certain: false,
    };
    let asked =
        Question { filter, search: None, cursor: Cursor::Event(EventKey(HERE)), ..search(0) };
    for every in [1, 3, 50] {
        let glimpse = memory(|n| n % every == 0).glimpse(&asked).unwrap();
        assert_eq!(glimpse.lines.len(), 50, "{every}");
        let is_beacon = |line: &Line| matches!(line, Line::Event(row) if row.key.0 % every == 0);
        assert!(glimpse.lines.iter().all(is_beacon), "{every}");
        assert!(selected(&glimpse).is_some_and(|n| n % every == 0), "{every}");
    }
    assert_eq!(memory(|n| n == 9_999).glimpse(&asked), None);
}
