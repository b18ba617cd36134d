//! The engine against a slow, obvious oracle, and tables for what is easier to read as one.

mod chance;
mod days;
mod glimpses;
mod kept;
mod oracle;
mod tables;

use proptest::prelude::*;

use self::{chance::Case, oracle::Oracle};
use super::Memory;
use crate::{
    engine::{Cancel, Engine, EngineError},
    question::{
        Answer, Cursor, Density, Drawn, FacetValue, Field, Filter, Item, LaneOrder, LanesWish,
        Line, Question, language,
    },
};

/// Compares every part of an answer with what the oracle says, whatever was asked before.
fn compare(memory: &Memory, case: &Case) -> Result<(), TestCaseError> {
    let answer = memory.answer(&case.question, &Cancel::default()).unwrap();
    let oracle = Oracle::new(&case.dataset, &case.question);
    prop_assert_eq!(memory.about().total, case.dataset.events.len() as u64);
    prop_assert_eq!(memory.about().problems, 3);
    prop_assert_eq!(memory.about().extent, oracle.extent());
    prop_assert_eq!(answer.matching, oracle.matching().len() as u64);
    prop_assert_eq!(answer.undated, oracle.undated());
    prop_assert_eq!(answer.possible, oracle.rows.len() as u64);
    prop_assert_eq!(answer.certain, oracle.certain());
    prop_assert_eq!(answer.hits, oracle.hits.len() as u64);
    prop_assert_eq!(answer.hits_hidden, oracle.hits_hidden());
    let listed: Vec<_> = memory
        .matching(&case.question.filter, &case.question.own)
        .into_iter()
        .map(|key| &case.dataset.events[key.0 as usize].id)
        .collect();
    let expected: Vec<_> =
        oracle.matching().into_iter().map(|n| &case.dataset.events[n].id).collect();
    prop_assert_eq!(listed, expected);
    compare_page(&answer, &oracle)?;
    prop_assert_eq!(answer.facets.len(), case.question.facets.len());
    for (facet, field) in answer.facets.iter().zip(&case.question.facets) {
        prop_assert_eq!(facet.field, *field);
        prop_assert_eq!(oracle::said(facet), oracle.facet(*field));
        for value in &facet.values {
            compare_spark(value, &oracle.spark(*field, &value.value))?;
        }
        let alone = memory.count(&case.question.filter, &case.question.own, *field);
        prop_assert_eq!(oracle::said(&alone), oracle.count_matching(*field));
    }
    compare_density(&answer.density, &oracle)
}

fn compare_spark(value: &FacetValue, expected: &[f64]) -> Result<(), TestCaseError> {
    prop_assert_eq!(value.spark.len(), expected.len());
    for (found, expected) in value.spark.iter().zip(expected) {
        prop_assert!((f64::from(*found) - expected).abs() < 1e-5, "{:?} {:?}", value, expected);
        prop_assert_eq!(*found == 0.0, *expected == 0.0, "{:?}", value);
    }
    Ok(())
}

fn compare_page(answer: &Answer, oracle: &Oracle<'_>) -> Result<(), TestCaseError> {
    let cursor = oracle.cursor();
    prop_assert_eq!(answer.cursor.as_ref().map(|(row, _)| *row as usize), cursor);
    let Some(cursor) = cursor else {
        prop_assert!(answer.lines.is_empty());
        return Ok(());
    };
    let event = oracle.rows[cursor];
    let detail = &answer.cursor.as_ref().unwrap().1;
    prop_assert_eq!(detail.key.0 as usize, event);
    prop_assert_eq!(&detail.id, &oracle.dataset.events[event].id);
    prop_assert_eq!(&detail.title, &oracle.dataset.events[event].title);
    let hit = oracle.hits.iter().position(|hit| *hit == event).map_or(0, |n| n as u64 + 1);
    prop_assert_eq!(answer.hit, hit);
    let (top, lines) = oracle.page(cursor);
    prop_assert_eq!(answer.top as usize, top);
    let found: Vec<oracle::Listed> = answer.lines.iter().map(oracle::Listed::of).collect();
    prop_assert_eq!(found, lines);
    for line in &answer.lines {
        if let Line::Event(row) = line {
            let event = row.key.0 as usize;
            prop_assert_eq!(row.hit, oracle.hits.contains(&event));
            prop_assert_eq!(row.certain, oracle.is_certain(event));
            prop_assert_eq!(row.conflict, oracle.is_contradictory(event));
            prop_assert_eq!(&row.title, &oracle.dataset.events[event].title);
            prop_assert_eq!(&row.when, &oracle.dataset.events[event].when);
            prop_assert_eq!(&row.countries, &oracle.dataset.events[event].countries);
        }
    }
    Ok(())
}

fn compare_density(density: &Density, oracle: &Oracle<'_>) -> Result<(), TestCaseError> {
    prop_assert_eq!(density.extent, oracle.extent());
    let expected = oracle.density();
    prop_assert_eq!(density.buckets.len(), expected.len());
    let mut sum = 0.0;
    for (bucket, expected) in density.buckets.iter().zip(&expected) {
        let found = [bucket.exact, bucket.vague, bucket.hidden].map(f64::from);
        for (found, expected) in found.into_iter().zip(expected) {
            prop_assert!((found - expected).abs() < 1e-5, "{:?} {:?}", bucket, expected);
            // A trace of rounding would be drawn as a bar where nothing is.
            prop_assert_eq!(found == 0.0, *expected == 0.0, "{:?}", bucket);
        }
        sum += found.iter().sum::<f64>();
    }
    if !expected.is_empty() {
        let dated = oracle.dataset.events.iter().filter(|event| event.when.is_some()).count();
        prop_assert!((sum - dated as f64).abs() < 1e-4, "{} of {}", sum, dated);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn answers_as_the_oracle_does(cases in chance::cases()) {
        let memory = Memory::new(cases[0].dataset.clone(), 3);
        for case in &cases {
            compare(&memory, case)?;
            // The same filter at another place: what is known of it already must be right there too.
            let elsewhere = Question { cursor: Cursor::Row(0), search: None, ..case.question.clone() };
            compare(&memory, &Case { dataset: case.dataset.clone(), question: elsewhere })?;
            // Of few events a glimpse shows the whole page.
            if let Some(glimpse) = memory.glimpse(&case.question) {
                prop_assert!(case.question.searches());
                let answer = memory.answer(&case.question, &Cancel::default()).unwrap();
                prop_assert_eq!(glimpse.lines, answer.lines);
                prop_assert_eq!(glimpse.cursor, answer.cursor);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn finds_by_the_text_of_a_filter_what_the_filter_finds(case in chance::case()) {
        // Chance also makes filters that no text can say: of a country that is none, say.
        let mut filter = case.question.filter;
        filter.terms.retain(|term| {
            let alone = Filter { terms: vec![term.clone()], certain: false };
            language::read(&language::write(&alone)).finished().as_ref() == Ok(&alone)
        });
        filter.terms.dedup();
        let text = language::write(&filter);
        let read = language::read(&text).finished();
        prop_assert_eq!(read.as_ref().map(language::write), Ok(text));
        let asked = Question { filter, window: None, ..case.question };
        let oracle = Oracle::new(&case.dataset, &asked);
        let memory = Memory::new(case.dataset.clone(), 0);
        let found = memory.matching(&read.unwrap(), &asked.own).into_iter();
        let found: Vec<usize> = found.map(|key| key.0 as usize).collect();
        prop_assert_eq!(found, oracle.matching());
    }
}

#[test]
fn gives_up_when_nobody_wants_the_answer() {
    let case = tables::of(&[("a", "2024")]);
    let cancel = Cancel::default();
    let other = cancel.clone();
    other.cancel();
    let answer = Memory::new(case, 0).answer(&tables::question(), &cancel);
    assert_eq!(answer, Err(EngineError::Cancelled));
}

/// Checks that every listed event is in the lane of each of its values once, drawn or counted, and that
/// nothing in a line overlaps.
fn check_lanes(case: &Case, lines: u16) -> Result<(), TestCaseError> {
    let wish = LanesWish {
        field: Field::Country,
        order: LaneOrder::Name,
        columns: 40,
        lines,
        top: 0,
        follow: false,
        height: 100,
    };
    let mut asked = case.question.clone();
    asked.fold = true;
    asked.lanes = Some(wish);
    let answer = Memory::new(case.dataset.clone(), 0).answer(&asked, &Cancel::default()).unwrap();
    let oracle = Oracle::new(&case.dataset, &asked);
    let mut expected: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for row in &oracle.rows {
        for (value, _) in oracle.values(*row, Field::Country) {
            *expected.entry(value).or_default() += 1;
        }
    }
    // Without any date there is no axis, and so no lane.
    if answer.density.extent.is_none() && oracle.extent().is_none() {
        return Ok(());
    }
    let found: std::collections::BTreeMap<_, _> =
        answer.lanes.lanes.iter().map(|lane| (lane.value.to_string(), lane.count)).collect();
    prop_assert_eq!(&found, &expected);
    for lane in &answer.lanes.lanes {
        prop_assert!(lane.lines.len() <= usize::from(lines));
        let mut drawn = lane.more;
        for line in &lane.lines {
            for (n, item) in line.iter().enumerate() {
                prop_assert!(item.first <= item.last && item.last < 40);
                let apart = |other: &Item| other.last < item.first || item.last < other.first;
                prop_assert!(line[n + 1..].iter().all(apart));
                drawn += match item.what {
                    Drawn::Bar(..) => 1,
                    Drawn::Points { exact, vague, .. } => u64::from(exact + vague),
                };
            }
        }
        prop_assert!(drawn <= lane.count, "undated events are counted and not drawn");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn packs_every_event_into_its_lanes(case in chance::case(), lines in 1u16..5) {
        check_lanes(&case, lines)?;
    }
}
