//! Certain and possible against an oracle that looks at every single day.

use proptest::prelude::*;

use super::tables::question;
use crate::{
    domain::{Dataset, Edge, Event, Extent, Moment, Span, When},
    engine::{Cancel, Engine, Memory},
    question::{Line, Question, Window},
};

const FIRST_YEAR: i64 = 2016;
const LAST_YEAR: i64 = 2028;

/// Every day of the years that are looked at, by its noon.
fn days() -> impl Iterator<Item = Moment> {
    let first = Moment::start_of_day(FIRST_YEAR, 1, 1).unwrap();
    let last = Moment::start_of_day(LAST_YEAR, 12, 31).unwrap();
    (first.0..=last.0).step_by(86_400).map(|day| Moment(day + 43_200))
}

/// Dates of every shape, all of whose stated bounds lie well within those years.
fn expression() -> impl Strategy<Value = String> {
    let day =
        (2018i64..2027, 1u32..13, 1u32..29).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"));
    let month = (2018i64..2027, 1u32..13).prop_map(|(y, m)| format!("{y}-{m:02}"));
    let year = (2018i64..2027).prop_map(|y| y.to_string());
    let season = (2018i64..2026, 21u32..42).prop_map(|(y, s)| format!("{y}-{s}"));
    let date = prop_oneof![day, month, year, season].boxed();
    let pair = (date.clone(), date.clone());
    prop_oneof![
        date.clone(),
        date.clone().prop_map(|d| format!("{d}/..")),
        date.clone().prop_map(|d| format!("/{d}")),
        date.clone().prop_map(|d| format!("[..{d}]")),
        date.prop_map(|d| format!("[{d}..]")),
        pair.clone().prop_map(|(a, b)| format!("{a}/{b}")),
        pair.prop_map(|(a, b)| format!("[{a},{b}]")),
    ]
    .prop_filter("ends after it begins", |text| When::parse(text).is_ok())
}

fn may_be(span: Span, day: Moment) -> bool {
    let after = !matches!(span.earliest, Edge::At(first) if day < first);
    let before = !matches!(span.latest, Edge::At(last) if day > last);
    after && before
}

/// Returns whether the event was in the window on whichever days it was, and whether it was there on any of them.
fn slowly(when: &When, window: Window) -> (bool, bool) {
    let span = when.extent().span();
    let is_in = |day: &Moment| (window.from..=window.to).contains(day);
    let any = days().filter(|day| may_be(span, *day)).any(|day| is_in(&day));
    let all = match when.extent() {
        Extent::Once(span) => {
            // The years before and after those that are looked at are in no window.
            let bounded = matches!((span.earliest, span.latest), (Edge::At(_), Edge::At(_)));
            bounded && days().filter(|day| may_be(span, *day)).all(|day| is_in(&day))
        }
        Extent::Lasting { start, end } => {
            let begins: Vec<Moment> = days().filter(|day| may_be(start, *day)).collect();
            let ends: Vec<Moment> = match end.earliest {
                Edge::Open => vec![Moment::MAX],
                _ => days().filter(|day| may_be(end, *day)).collect(),
            };
            let (first, last) = (begins[0], ends[ends.len() - 1]);
            let over_before = ends.iter().any(|end| first <= *end && *end < window.from);
            let begun_behind = begins.iter().any(|begin| *begin <= last && *begin > window.to);
            !over_before && !begun_behind
        }
    };
    (all, any)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn tells_certain_from_possible_as_every_single_day_does(
        texts in proptest::collection::vec(expression(), 1..12),
        ends in (0i64..4_000, 0i64..4_000),
    ) {
        let first = Moment::start_of_day(FIRST_YEAR, 1, 1).unwrap();
        let (from, to) = (ends.0.min(ends.1), ends.0.max(ends.1));
        let window = Window::new(first.plus(from * 86_400), first.plus(to * 86_400 + 86_399));
        let dates: Vec<When> = texts.iter().map(|text| When::parse(text).unwrap()).collect();
        let event = |when: &When| Event { when: Some(when.clone()), ..Event::default() };
        let dataset = Dataset { events: dates.iter().map(event).collect(), ..Dataset::default() };
        let asked = Question { window: Some(window), ..question() };
        let answer = Memory::new(dataset, 0).answer(&asked, &Cancel::default()).unwrap();

        let truth: Vec<_> = dates.iter().map(|when| slowly(when, window)).collect();
        prop_assert_eq!(answer.possible, truth.iter().filter(|(_, any)| *any).count() as u64);
        prop_assert_eq!(answer.certain, truth.iter().filter(|(all, any)| *all && *any).count() as u64);
        prop_assert!(answer.certain <= answer.possible);
        for line in &answer.lines {
            if let Line::Event(row) = line {
                let (all, any) = truth[row.key.0 as usize];
                prop_assert!(any && row.certain == all, "{}", texts[row.key.0 as usize]);
            }
        }
    }
}
