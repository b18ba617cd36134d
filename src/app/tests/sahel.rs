//! The sample that the program ships: what a newcomer does first.

use super::*;
use crate::{
    question::{Filter, Own},
    store,
};

pub(super) fn dataset() -> Dataset {
    store::read("sahel.ron", include_str!("../../../data/sahel.ron")).dataset
}

/// Returns the ids of the events for which `holds`, in the order of the list.
fn ids(holds: impl Fn(&Dataset, &Event) -> bool) -> Vec<String> {
    let dataset = dataset();
    let engine = Memory::new(dataset.clone(), 0);
    let all = engine.matching(&Filter::default(), &Own::default());
    let all = all.iter().map(|key| &dataset.events[key.0 as usize]);
    all.filter(|event| holds(&dataset, event)).map(|event| event.id.to_string()).collect()
}

fn listed_ids(person: &Person) -> Vec<String> {
    let lines = person.app.answer().lines.iter();
    let keys = lines.filter_map(|line| match line {
        Line::Event(row) => Some(row.key),
        Line::Gap(_) => None,
    });
    keys.map(|key| person.engine.archive().event(key).id.to_string()).collect()
}

fn involves(code: &str) -> impl Fn(&Dataset, &Event) -> bool {
    let country = Country::find(code).unwrap();
    move |_, event| event.countries.contains(&country)
}

#[test]
fn finds_exactly_what_involves_a_country() {
    let france = ids(involves("FRA"));
    assert_eq!(france.len(), 3, "{france:?}");
    for keys in ["cfrance<enter>", "cfra<enter>", "cfr<enter>", "c<down><down><down><down><enter>"]
    {
        let mut person = Person::at(dataset(), (120, 60));
        person.keys(keys);
        assert_eq!(listed_ids(&person), france, "{keys}");
        person.keys("u");
        assert_eq!(listed_ids(&person).len(), 22, "u brings everything back");
    }
}

#[test]
fn finds_exactly_what_a_group_took_part_in() {
    let group = |data: &Dataset, event: &Event| {
        event
            .groups
            .iter()
            .any(|party| data.groups[party.group.0 as usize].id.as_str() == "is-sahel")
    };
    let expected = ids(group);
    assert!(!expected.is_empty());
    for typed in ["is sahel", "issp", "greater sahara", "etat islamique"] {
        let mut person = Person::at(dataset(), (80, 60));
        person.keys(&format!("g{typed}<enter>"));
        assert_eq!(listed_ids(&person), expected, "{typed}");
    }
}

#[test]
fn includes_one_country_and_excludes_another() {
    let mut person = Person::at(dataset(), (120, 60));
    person.keys("cmorocco<down> <esc>mali<down>-<esc><esc>");
    let expected = ids(|d, e| involves("MAR")(d, e) && !involves("MLI")(d, e));
    assert_eq!(listed_ids(&person), expected);
    assert_eq!(person.app.answer().possible, expected.len() as u64);
}

#[test]
fn follows_the_story_by_its_links_and_comes_back() {
    let mut person = Person::at(dataset(), (120, 60));
    person.keys("/released<enter>N");
    let start = person.selected().to_owned();
    person.keys("<enter><end><down><enter>");
    let there = person.selected().to_owned();
    assert_ne!(start, there);
    person.keys("<end><down><enter>");
    person.keys("<lt>");
    assert_eq!(person.selected(), there);
    person.keys("<lt>");
    assert_eq!(person.selected(), start);
}

#[test]
fn reads_the_shipped_data_without_a_problem() {
    let loaded = store::read("sahel.ron", include_str!("../../../data/sahel.ron"));
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.dataset.events.len(), 22);
}
