//! Small cases that are read more easily than reasoned about.

use crate::{
    domain::{Clean, Dataset, Event, EventKey, Moment, When},
    engine::{Cancel, Engine, Memory},
    question::{
        Answer, Cursor, Field, Filter, Line, Own, Page, Question, Reading, Term, Test,
        TimeRelation, Window,
    },
};

/// Makes a dataset of titles and dates; no text is no date.
pub(super) fn of(events: &[(&str, &str)]) -> Dataset {
    let event = |(title, when): &(&str, &str)| Event {
        id: Clean::new(title),
        title: Clean::new(title),
        when: (!when.is_empty()).then(|| When::parse(when).unwrap()),
        ..Event::default()
    };
    Dataset { events: events.iter().map(event).collect(), ..Dataset::default() }
}

pub(super) fn question() -> Question {
    Question {
        own: Own::default(),
        sparks: 0,
        filter: Filter::default(),
        window: None,
        cursor: Cursor::Row(0),
        page: Page { top: 0, line: None, height: 50, gap: None },
        search: None,
        reading: Reading::Active,
        fold: false,
        silences: None,
        lanes: None,
        facets: Vec::new(),
        buckets: 0,
    }
}

fn ask(dataset: &Dataset, question: &Question) -> Answer {
    Memory::new(dataset.clone(), 0).answer(question, &Cancel::default()).unwrap()
}

/// Writes a page as its titles; a gap as its days.
fn page(answer: &Answer) -> String {
    let line = |line: &Line| match line {
        Line::Event(row) => row.title.to_string(),
        Line::Gap(seconds) => format!("..{}d", seconds / 86_400),
    };
    answer.lines.iter().map(line).collect::<Vec<_>>().join(" ")
}

fn day(text: &str) -> Moment {
    When::parse(text).unwrap().extent().span().first()
}

fn selected(answer: &Answer) -> &str {
    answer.cursor.as_ref().map_or("nothing", |(_, detail)| &detail.title)
}

#[test]
fn lists_a_year_above_its_months_and_undated_events_last() {
    let dataset = of(&[
        ("undated", ""),
        ("day", "2024-01-01"),
        ("later", "2024-02-29"),
        ("month", "2024-01"),
        ("year", "2024"),
        ("past", "-0043"),
        ("until", "../2024-02-29"),
        ("whenever", "/.."),
        ("decade", "202X"),
        ("instant", "2024-01-01T00:00Z"),
    ]);
    let listed = page(&ask(&dataset, &question()));
    assert_eq!(listed, "past decade year month day instant until later whenever undated");
}

#[test]
fn keeps_the_cursor_on_its_event_or_else_on_the_nearest_in_time() {
    let dataset = of(&[
        ("a", "2024-01-01"),
        ("b", "2024-01-08"),
        ("c", "2024-01-10"),
        ("d", "2024-03-01"),
        ("u", ""),
    ]);
    let hide = |needles: &[&str]| Filter {
        terms: needles.iter().map(|needle| Term::not(Test::Text(Clean::new(needle)))).collect(),
        certain: false,
    };
    for (hidden, from, expected) in [
        (&[][..], 1, "b"),
        (&["a"], 1, "b"),
        (&["b"], 1, "c"),
        (&["b", "c"], 1, "a"),
        (&["a", "b", "c"], 1, "d"),
        (&["d"], 3, "c"),
        (&["u"], 4, "d"),
        (&["a", "b", "c", "d"], 0, "u"),
        (&["a", "b", "c", "d", "u"], 0, "nothing"),
    ] {
        let cursor = Cursor::Event(EventKey(from));
        let answer = ask(&dataset, &Question { cursor, filter: hide(hidden), ..question() });
        assert_eq!(selected(&answer), expected, "{hidden:?} hidden");
    }
}

#[test]
fn starts_on_the_last_event_that_is_known_on_both_sides() {
    for (events, expected) in [
        (&[("a", "2024"), ("b", "2025"), ("u", "")][..], "b"),
        (&[("a", "2024"), ("b", "2025/..")], "a"),
        (&[("a", "2024/.."), ("b", "/..")], "b"),
        (&[("u", ""), ("v", "")], "v"),
        (&[], "nothing"),
    ] {
        let answer = ask(&of(events), &Question { cursor: Cursor::Last, ..question() });
        assert_eq!(selected(&answer), expected, "{events:?}");
    }
}

#[test]
fn goes_from_hit_to_hit_round_the_ends() {
    let dataset = of(&[
        ("a0", "2020"),
        ("b1 x", "2021"),
        ("c2", "2022"),
        ("d3 x", "2023"),
        ("e4 X", "2024"),
        ("f5", "2025"),
    ]);
    for (from, n, expected) in [
        (0, 1, "b1 x"),
        (0, 0, "b1 x"),
        (1, 0, "b1 x"),
        (1, 1, "d3 x"),
        (1, 2, "e4 X"),
        (1, 3, "b1 x"),
        (5, 1, "b1 x"),
        (5, 0, "b1 x"),
        (5, -1, "e4 X"),
        (1, -1, "e4 X"),
        (0, -1, "e4 X"),
        (2, -1, "b1 x"),
        (2, -2, "e4 X"),
        (2, 300, "b1 x"),
        (2, i64::MAX, "d3 x"),
        (2, i64::MIN, "e4 X"),
    ] {
        let cursor = Cursor::Hit { from: EventKey(from), n };
        let answer =
            ask(&dataset, &Question { cursor, search: Some(" x".to_owned()), ..question() });
        assert_eq!(selected(&answer), expected, "{n} from {from}");
        assert_eq!(answer.hits, 3);
        assert_eq!(
            answer.hit,
            ["b1 x", "d3 x", "e4 X"].iter().position(|t| *t == expected).unwrap() as u64 + 1
        );
    }
    let cursor = Cursor::Hit { from: EventKey(2), n: 1 };
    let answer = ask(&dataset, &Question { cursor, search: Some("none".to_owned()), ..question() });
    assert_eq!((selected(&answer), answer.hits, answer.hit), ("c2", 0, 0));
}

#[test]
fn moves_the_page_no_further_than_the_cursor_calls_for() {
    let days: Vec<String> = (1..=9).map(|n| format!("2024-01-0{n}")).collect();
    let titles = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let events: Vec<(&str, &str)> =
        titles.into_iter().zip(days.iter().map(String::as_str)).collect();
    for (top, height, row, expected) in [
        (0, 3, 0, "a b c"),
        (0, 3, 2, "a b c"),
        (0, 3, 3, "b c d"),
        (4, 3, 4, "e f g"),
        (4, 3, 3, "d e f"),
        (8, 3, 8, "g h i"),
        (u64::MAX, 3, 4, "e f g"),
        (5, 20, 8, "a b c d e f g h i"),
        (0, 1, 5, "f"),
        (0, 0, 5, "f"),
    ] {
        let page_ = Page { top, line: None, height, gap: None };
        let answer =
            ask(&of(&events), &Question { cursor: Cursor::Row(row), page: page_, ..question() });
        assert_eq!(page(&answer), expected, "top {top}, {height} lines, cursor on {row}");
    }
}

#[test]
fn gives_a_long_empty_stretch_a_line_of_its_own() {
    let dataset = of(&[
        ("a", "2024-01-01"),
        ("b", "2024-01-03"),
        ("c", "2024-02-01"),
        ("d", "2024-02"),
        ("e", "2024-06"),
        ("f", "2024-12-01/.."),
        ("u", ""),
    ]);
    let with = |height, row, top| {
        let page = Page { top, line: None, height, gap: Some(20 * 86_400) };
        ask(&dataset, &Question { cursor: Cursor::Row(row), page, ..question() })
    };
    assert_eq!(page(&with(20, 0, 0)), "a b ..28d d c ..120d e ..153d f u");
    assert_eq!(page(&with(3, 2, 0)), "b ..28d d", "the cursor is seen, its gap too");
    assert_eq!(page(&with(4, 2, 0)), "a b ..28d d");
    assert_eq!(page(&with(1, 4, 0)), "e");
    assert_eq!(page(&with(3, 0, 0)), "a b ..28d");
    assert_eq!(with(3, 2, 0).top, 1);
}

#[test]
fn counts_what_passes_the_whole_filter_wherever_it_lies() {
    let mut dataset = of(&[("a", "2020"), ("b", "2024"), ("c", "2024"), ("d", "")]);
    for (n, kind) in ["coup", "vote", "vote", "vote"].into_iter().enumerate() {
        dataset.events[n].kind = Some(Clean::new(kind));
    }
    let memory = Memory::new(dataset, 0);
    let when = When::parse("2022").unwrap();
    let after = Term::from(Test::Time { relation: TimeRelation::After, when });
    let counted = |terms: Vec<Term>| {
        let facet = memory.count(&Filter { terms, certain: false }, &Own::default(), Field::Kind);
        let said = facet.values.iter().map(|v| format!("{} {}", v.label, v.count));
        said.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(counted(vec![]), "vote 3, coup 1");
    assert_eq!(counted(vec![after.clone()]), "vote 2, coup 0");
    let mut filter = Filter { terms: vec![after], certain: false };
    filter.only(Field::Kind, &Clean::new("coup"));
    assert_eq!(counted(filter.terms), "coup 0, vote 0", "the field's own terms count as well");
}

#[test]
fn counts_each_event_once_over_the_days_that_it_may_have_been_on() {
    // Eight days, a bucket a day.
    let dataset = of(&[
        ("first", "2024-01-01"),
        ("second", "2024-01-02"),
        ("again", "2024-01-02"),
        ("two days", "2024-01-04/2024-01-05"),
        ("either", "[2024-01-05..2024-01-08]"),
        ("all week", "2024-01"),
    ]);
    let mut dataset = dataset;
    // A month would stretch the axis; an open start does not, and may lie on any day up to its end.
    dataset.events[5].when = Some(When::parse("../2024-01-08").unwrap());
    let density = ask(&dataset, &Question { buckets: 8, ..question() }).density;
    let counts: Vec<(f32, f32)> = density.buckets.iter().map(|b| (b.exact, b.vague)).collect();
    let open = 0.125;
    assert_eq!(counts[0], (1.0, open));
    assert_eq!(counts[1], (2.0, open));
    assert_eq!(counts[2], (0.0, open));
    assert_eq!(counts[3], (0.0, 0.5 + open));
    assert_eq!(counts[4], (0.0, 0.5 + 0.25 + open));
    assert_eq!(counts[5..], [(0.0, 0.25 + open); 3]);
}

#[test]
fn leaves_no_trace_of_rounding_where_nothing_is() {
    // Thirds and sevenths do not add up to nothing again when each is taken away in turn.
    let dataset = of(&[
        ("a", "2024-01-01/2024-01-03"),
        ("b", "2024-01-02/2024-01-08"),
        ("c", "2024-01-03/2024-01-08"),
        ("z", "2024-01-31"),
    ]);
    let density = ask(&dataset, &Question { buckets: 31, ..question() }).density;
    for (day, bucket) in density.buckets.iter().enumerate().take(30).skip(8) {
        assert_eq!((bucket.exact, bucket.vague, bucket.hidden), (0.0, 0.0, 0.0), "day {}", day + 1);
    }
}

#[test]
fn lists_what_may_lie_in_the_window_and_knows_what_certainly_does() {
    let dataset = of(&[
        ("before", "2023-12-31"),
        ("year", "2024"),
        ("in", "2024-03-05"),
        ("month", "2024-03"),
        ("war", "2023/.."),
        ("talks", "2023-10/2024"),
        ("siege", "2023-11/2024-06"),
        ("held", "2023/"),
        ("after", "2024-04-01"),
        ("u", ""),
    ]);
    let window = Some(Window::new(day("2024-04-01").plus(-1), day("2024-03-01")));
    let answer = ask(&dataset, &Question { window, ..question() });
    assert_eq!(page(&answer), "war held talks siege year month in");
    assert_eq!((answer.matching, answer.possible, answer.certain, answer.undated), (10, 7, 4, 1));
    let filter = Filter { terms: Vec::new(), certain: true };
    let answer = ask(&dataset, &Question { window, filter: filter.clone(), ..question() });
    assert_eq!(page(&answer), "war siege month in");
    let answer = ask(&dataset, &Question { filter, ..question() });
    assert_eq!(answer.possible, 10, "without a window there is nothing to be sure of");
}

#[test]
fn draws_the_events_of_each_value_over_time() {
    let mut dataset = of(&[
        ("first", "2024-01-01"),
        ("all", "2024-01-01/2024-01-08"),
        ("last", "2024-01-08"),
        ("undated", ""),
    ]);
    for (event, kind) in dataset.events.iter_mut().zip(["a", "b", "a", "a"]) {
        event.kind = Some(Clean::new(kind));
    }
    let asked = Question { facets: vec![Field::Kind], sparks: 4, ..question() };
    let facets = ask(&dataset, &asked).facets;
    let sparks: Vec<_> = facets[0].values.iter().map(|v| (v.count, v.spark.clone())).collect();
    assert_eq!(sparks, [(3, vec![1.0, 0.0, 0.0, 1.0]), (1, vec![0.25; 4])]);
    let without = ask(&dataset, &Question { sparks: 0, ..asked }).facets;
    assert!(without[0].values.iter().all(|value| value.spark.is_empty()));
}

#[test]
fn puts_events_and_typed_times_on_the_clocks_of_a_zone() {
    let dataset =
        of(&[("day", "2025-08-05"), ("late", "2025-08-04T21:00Z"), ("early", "2025-08-04T18:00Z")]);
    let zone = "+05:30".parse().unwrap();
    let memory = Memory::new_on_clocks(dataset, 0, zone);
    assert_eq!(memory.about().zone, zone);
    let listed = |relation, date: &str| {
        let test = Test::Time { relation, when: When::parse(date).unwrap() };
        let terms = vec![Term { test, exclude: false, off: false }];
        let filter = Filter { terms, ..Filter::default() };
        page(&memory.answer(&Question { filter, ..question() }, &Cancel::default()).unwrap())
    };
    assert_eq!(listed(TimeRelation::During, "2025-08-05"), "day late");
    assert_eq!(listed(TimeRelation::Before, "2025-08-05"), "early");
    assert_eq!(listed(TimeRelation::Before, "2025-08-05T02:30"), "early day");
    assert_eq!(listed(TimeRelation::Before, "2025-08-04T21:01Z"), "early day late");
}

#[test]
fn folds_the_edges_only_where_a_filter_has_emptied_them() {
    let dataset = of(&[("old", "2000"), ("new", "2020-01-01"), ("newest", "2020-06-01")]);
    let years = |filter: &[&str], window| {
        let ids = filter.iter().map(|id| Clean::new(id)).collect();
        let terms = if filter.is_empty() { Vec::new() } else { vec![Term::from(Test::Id(ids))] };
        let filter = Filter { terms, ..Filter::default() };
        let answer = ask(&dataset, &Question { filter, window, fold: true, ..question() });
        let year = |moment: Moment| moment.civil().year;
        answer.folds.iter().map(|f| (year(f.from), year(f.to))).collect::<Vec<_>>()
    };
    assert_eq!(years(&[], None), [(2002, 2018)]);
    assert_eq!(years(&["new", "newest"], None), [(2001, 2017)]);
    assert_eq!(years(&["old"], None), [(2002, 2018)]);
    assert_eq!(years(&["nothing"], None), []);
    let chosen = Window::new(day("2000-01-01"), day("2020-06-01"));
    assert_eq!(years(&["new", "newest"], Some(chosen)), []);
}
