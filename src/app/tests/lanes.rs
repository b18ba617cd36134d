//! Lanes, folds and silences by key and by mouse.

use super::*;
use crate::question::{Drawn, Field, LaneOrder};

fn lanes(person: &Person) -> Option<(Field, LaneOrder, bool)> {
    person.app.lane_view().map(|view| (view.field, view.order, view.rolled))
}

fn names(person: &Person) -> Vec<String> {
    person.app.answer().lanes.lanes.iter().map(|lane| lane.label.to_string()).collect()
}

#[test]
fn goes_through_the_fields_and_off_again() {
    let mut person = Person::new();
    let mut seen = Vec::new();
    for _ in 0..7 {
        person.keys("L");
        seen.push(lanes(&person).map(|(field, ..)| field));
    }
    let fields =
        [Field::Country, Field::Group, Field::Kind, Field::Place, Field::Source, Field::Tag];
    let mut expected: Vec<_> = fields.map(Some).into();
    expected.push(None);
    assert_eq!(seen, expected, "one file has no lanes by file");
}

#[test]
fn orders_rolls_up_and_scrolls() {
    let mut person = Person::new();
    person.keys("La");
    assert_eq!(lanes(&person), Some((Field::Country, LaneOrder::First, false)));
    person.keys("ar");
    assert_eq!(lanes(&person), Some((Field::Country, LaneOrder::Name, true)));
    assert!(person.app.answer().lanes.lanes.iter().all(|lane| lane.lines.len() <= 1));
    let all = names(&person);
    assert!(all.is_sorted() && all.len() > 2, "{all:?}");
    person.keys("J");
    assert_eq!(names(&person), all[1..]);
    person.keys("99J");
    assert_eq!(names(&person), all[all.len() - 1..]);
    person.keys("99K");
    assert_eq!(names(&person), all);
}

#[test]
fn hides_the_lane_of_the_selected_event_and_brings_it_back() {
    let mut person = Person::new();
    person.keys("<home>L");
    let before = names(&person);
    person.keys("x");
    let after = names(&person);
    assert_eq!(after.len() + 1, before.len(), "{before:?} {after:?}");
    person.keys("u");
    assert_eq!(names(&person), before);
}

#[test]
fn says_without_lanes_how_to_get_them() {
    for keys in ["a", "r", "x", "J", "K"] {
        check_notice(keys, "There are no lanes yet; L shows them");
    }
}

#[test]
fn selects_what_is_clicked_in_a_lane() {
    let mut person = Person::new();
    person.keys("<end>L");
    let area = person.app.regions().lanes;
    let lane = &person.app.answer().lanes.lanes[0];
    let item = lane.lines[0][0].clone();
    let (Drawn::Bar(key, _) | Drawn::Points { key, .. }) = item.what;
    let names = crate::app::lanes::name_width(area.width);
    person.click((area.x + names + item.first, area.y));
    assert_eq!(person.app.selected(), Some(key));
}

#[test]
fn folds_and_unfolds_and_undo_brings_it_back() {
    let mut person = Person::new();
    let folded = |person: &Person| person.app.answer().folds.len();
    let before = folded(&person);
    assert!(before > 0, "the small data has a long empty stretch");
    person.keys("Z");
    assert_eq!(folded(&person), 0);
    person.keys("u");
    assert_eq!(folded(&person), before);
}

#[test]
fn lists_silences_and_looks_at_one() {
    let mut person = Person::new();
    person.keys("e");
    let silences = person.app.answer().silences.clone();
    assert!(!silences.is_empty());
    assert!(silences.is_sorted_by(|a, b| a.stretch.seconds() >= b.stretch.seconds()));
    person.keys("<enter>");
    assert!(person.app.overlay().is_none());
    let window = person.app.window().unwrap();
    let stretch = silences[0].stretch;
    assert!(window.from <= stretch.from && stretch.to <= window.to);
    check(START, "e<esc>", START);
    check(START, "eq", START);
    check(START, "eeee", START);
}

/// Returns whether the selected event has a value of which there could be a lane.
fn has_group(person: &Person) -> bool {
    person.app.detail().is_some_and(|detail| !detail.parties.is_empty())
}

#[test]
fn scrolls_to_a_lane_of_the_selected_event() {
    for (size, lanes) in [((80, 24), "LL"), ((80, 24), "LLar"), ((40, 10), "LL"), ((200, 60), "LL")]
    {
        let mut person = Person::at(sahel::dataset(), size);
        person.keys(lanes).keys("<home>");
        for _ in 0..person.app.answer().possible {
            let seen = person.app.seen_lanes();
            let whole = seen.iter().filter(|(lane, height)| lane.height() == *height);
            let is_seen = whole.clone().any(|(lane, _)| lane.selected);
            assert_eq!(is_seen, has_group(&person), "{size:?} {lanes}: {}", person.selected());
            let used: u16 = seen.iter().map(|(_, height)| height).sum();
            assert!(used < person.app.regions().lanes.height, "a line is left to the other lanes");
            person.keys("j");
        }
    }
}

#[test]
fn scrolls_back_as_soon_as_another_event_is_selected() {
    let mut person = Person::at(sahel::dataset(), (80, 24));
    person.keys("LL<home>99J");
    assert_eq!(person.app.selected_lane(), None);
    let lanes = names(&person);
    person.keys("x");
    assert_eq!(names(&person), lanes, "no lane is hidden that is not seen");
    assert!(person.notice().ends_with("is in no lane on the screen"), "{}", person.notice());
    person.keys("j");
    assert!(person.app.selected_lane().is_some());
}

#[test]
fn leaves_no_line_empty_once_there_are_fewer_lanes() {
    let mut person = Person::at(sahel::dataset(), (80, 24));
    person.keys("LL<home>99J\\coup<enter>");
    let few = names(&person).len();
    assert_eq!((person.app.answer().lanes.top, person.app.answer().lanes.total), (0, few));
    assert_eq!(person.app.seen_lanes().len(), few);
}

#[test]
fn hides_the_lane_that_is_marked() {
    let mut person = Person::at(sahel::dataset(), (80, 24));
    person.keys("LL<home>jjjj");
    let marked = person.app.selected_lane().unwrap().value.clone();
    person.keys("x");
    let filter = &person.app.chosen().filter;
    assert_eq!(language::write(filter), format!("-group:{marked}"));
}
