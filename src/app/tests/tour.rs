//! The tour for those who do nothing: what each call shows, where it ends, and what ends it.

use super::*;
use crate::{
    app::stage::{Audience, Role},
    domain::{Step, Story},
};

fn told(notes: &[&str]) -> Dataset {
    let events = [1, 4, 0];
    let step = |(event, note): (u32, &&str)| Step {
        at: Clean::new("at"),
        event: Some(EventKey(event)),
        note: Clean::new(note),
        view: Clean::new(if event == 1 { "kind:coup" } else { "" }),
    };
    let steps = events.into_iter().zip(notes).map(step).collect();
    let none = Story { title: Clean::new("Nothing"), steps: vec![] };
    let stories = vec![none, Story { title: Clean::new("A story"), steps }];
    Dataset { stories, ..small() }
}

/// Calls for the next thing as a host does; returns whether there is more.
fn next(person: &mut Person) -> bool {
    let more = person.app.tour();
    person.answer();
    more
}

/// Returns all that a tour shows: the state, the step, what is said, and whether there is more.
fn shown(person: &mut Person) -> Vec<(String, String)> {
    let mut shown = Vec::new();
    while person.app.has_more_to_tour() {
        let more = next(person);
        let step = person.app.story_progress().unwrap_or_else(|| person.notice().to_owned());
        shown.push((person.state(), step));
        assert_eq!(more, person.app.has_more_to_tour());
        assert!(shown.len() < 50, "a tour has an end");
    }
    shown
}

#[test]
fn tells_a_story_step_by_step_to_its_end() {
    let mut person = Person::at(told(&["One.", "Two.", "Three."]), (120, 40));
    let expected =
        [("[a] b | kind:coup", "1/3"), ("a b c d [e] f u", "2/3"), ("a b [c] d e f u", "3/3")];
    assert_eq!(
        shown(&mut person),
        expected.map(|(state, step)| (state.to_owned(), step.to_owned()))
    );
    let state = person.state();
    assert!(!next(&mut person), "nothing loops for ever");
    assert_eq!((person.state(), person.app.tour_progress()), (state, Some((3, 3))));
}

#[test]
fn reads_a_long_note_to_its_end_before_it_goes_on() {
    let long = "word ".repeat(400);
    let mut person = Person::at(told(&[&long, "Two."]), (40, 12));
    let steps: Vec<_> = shown(&mut person).into_iter().map(|(_, step)| step).collect();
    let first = steps.iter().filter(|step| *step == "1/2").count();
    assert!(first > 1, "{steps:?}");
    assert_eq!(steps.last().map(String::as_str), Some("2/2"));
    assert_eq!(steps.len(), first + 1);
}

#[test]
fn any_key_takes_over_where_the_tour_is() {
    for (keys, expected) in [
        ("j", "a [b] | kind:coup"),
        ("W", "[a] b | kind:coup"),
        (" ", "a b c d [e] f u"),
        ("<esc>", "[a] b | kind:coup"),
        ("u", "[a] b c d e f u"),
    ] {
        let mut person = Person::at(told(&["One.", "Two."]), (120, 40));
        assert!(next(&mut person));
        person.keys(keys);
        assert_eq!(person.state(), expected, "{keys}");
        assert!(!next(&mut person), "{keys}");
        assert_eq!(
            (person.state().as_str(), person.app.tour_progress()),
            (expected, None),
            "{keys}"
        );
    }
}

#[test]
fn the_window_may_change_meanwhile() {
    let mut person = Person::at(told(&["One.", "Two."]), (120, 40));
    assert!(next(&mut person));
    person.input(Input::Resize { width: 80, height: 24 });
    person.input(Input::FocusLost);
    assert!(!next(&mut person), "it goes on, and there is no more");
    assert_eq!(person.app.story_progress().as_deref(), Some("2/2"));
    person.input(Input::Resize { width: 9, height: 9 });
    assert!(!person.app.has_more_to_tour());
}

#[test]
fn points_at_what_is_worth_a_key_where_no_story_is_told() {
    let mut person = Person::new();
    let said: Vec<_> = shown(&mut person)
        .into_iter()
        .map(|(state, said)| {
            assert_eq!(state, START);
            said
        })
        .collect();
    assert_eq!(
        said,
        [
            "c chooses among 4 countries: Mali has 4 of 7 events",
            "g chooses among 2 groups: The army has 2 of 7 events",
            "+ zooms in on the selected event, - out, _ shows all",
            "L lays the events out in lanes, by country, group or kind",
            "/ searches, \\ filters by words, places and dates",
            "? lists all that keys can do",
        ]
    );
    assert!(said.iter().all(|said| said.len() <= 66), "each fits into 80 columns");
    person.keys("k");
    assert_eq!((person.notice(), person.app.tour_progress()), ("", None));
}

#[test]
fn begins_for_nobody_who_does_or_wants_something() {
    for keys in ["j", "?", "S<esc>", "/", "W", "f"] {
        let mut person = Person::at(told(&["One."]), (120, 40));
        person.keys(keys);
        let before = person.state();
        assert!(!next(&mut person) && person.state() == before, "{keys}");
    }
    let mut person = Person::at(told(&["One."]), (120, 40));
    let view = View::read("-q kind:coup", person.app.about().zone).unwrap();
    person.app = person.app.with_view(view);
    assert!(!person.app.has_more_to_tour(), "they came to see something of their own");
    for role in [Role::Leads, Role::Follows] {
        let mut person = Person::at(told(&["One."]), (120, 40));
        person.app.set_audience(Some(Audience { role, leader: None, watching: 1 }));
        assert!(!person.app.has_more_to_tour(), "{role:?}");
    }
    assert!(!Person::at(Dataset::default(), (80, 24)).app.has_more_to_tour(), "there is nothing");
}

#[test]
fn a_presenter_is_more_than_a_tour() {
    let mut person = Person::at(told(&["One.", "Two."]), (120, 40));
    assert!(next(&mut person));
    let leader = Person::at(told(&["One.", "Two."]), (80, 24));
    person.app.set_audience(Some(Audience { role: Role::Follows, leader: None, watching: 1 }));
    person.app.follow(&leader.app.scene());
    person.answer();
    assert_eq!((person.state().as_str(), person.app.tour_progress()), (START, None));
    person.app.set_audience(None);
    assert!(!person.app.has_more_to_tour());
}
