//! Whatever a person does, in whatever order: nothing panics, and what must hold holds.

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::{
    app::{
        Loading,
        history::Chosen,
        key::{Key, KeyCode},
        keymap::Keymap,
        stage::{Audience, Role},
    },
    domain::{Step, Story},
};

fn key() -> impl Strategy<Value = Key> {
    let keymap = Keymap::default();
    let rows = keymap.bindings().iter();
    let bound: Vec<Key> = rows.flat_map(|binding| binding.keys.iter().copied()).collect();
    let codes = [
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Insert,
        KeyCode::F(5),
    ];
    prop_oneof![
        12 => select(bound),
        3 => select("0123456789aefilmru -".chars().collect::<Vec<_>>()).prop_map(Key::char),
        1 => any::<char>().prop_map(Key::char),
        1 => (select(codes.to_vec()), any::<bool>())
            .prop_map(|(code, ctrl)| Key { ctrl, ..Key::new(code) }),
    ]
}

fn mouse() -> impl Strategy<Value = Mouse> {
    let kinds = [
        MouseKind::Down(Button::Left),
        MouseKind::Drag(Button::Left),
        MouseKind::Up(Button::Left),
        MouseKind::Down(Button::Right),
        MouseKind::ScrollUp,
        MouseKind::ScrollDown,
        MouseKind::ScrollLeft,
        MouseKind::ScrollRight,
    ];
    let cell = prop_oneof![9 => (0..120u16, 0..40u16), 1 => (any::<u16>(), any::<u16>())];
    (select(kinds.to_vec()), cell, any::<bool>()).prop_map(|(kind, (column, row), ctrl)| Mouse {
        kind,
        column,
        row,
        ctrl,
        alt: false,
        shift: false,
    })
}

fn input() -> impl Strategy<Value = Input> {
    let size = prop_oneof![3 => (0..300u16, 0..100u16), 2 => Just((120, 40)), 1 => Just((80, 24))];
    let words =
        prop_oneof![3 => "[a-z0-9 -]{0,9}", 1 => ".{0,20}", 1 => Just("2024-02\n".to_owned())];
    prop_oneof![
        20 => key().prop_map(Input::Key),
        6 => mouse().prop_map(Input::Mouse),
        1 => size.prop_map(|(width, height)| Input::Resize { width, height }),
        1 => words.prop_map(Input::Paste),
        1 => select(vec![Input::FocusGained, Input::FocusLost]),
    ]
}

/// Stories with steps at events that may be there, and with views of which some are no queries.
fn story() -> impl Strategy<Value = Story> {
    let views =
        select(vec!["", "kind:coup", "country:FRA after:2024-04", "kind:(", "-release", "x"]);
    let step =
        (proptest::option::of(0..7_u32), views, "[a-z ]{0,200}").prop_map(|(event, view, note)| {
            Step {
                at: Clean::new("at"),
                event: event.map(EventKey),
                note: Clean::new(&note),
                view: Clean::new(view),
            }
        });
    vec(step, 0..4).prop_map(|steps| Story { title: Clean::new("A story"), steps })
}

/// Datasets with dates that try the arithmetic: none, one moment, open ends, the age of the universe.
fn dataset() -> impl Strategy<Value = Dataset> {
    let dates = select(vec![
        "2024-01-10",
        "2024-02",
        "2023/..",
        "../2024-03",
        "/..",
        "",
        "2024-05-01T12:00:05Z",
        "-0043",
        "Y-13800000000",
        "Y200000",
        "202X",
        "2024-01-10/2024-01-12",
    ]);
    let odd = vec(dates, 0..7).prop_map(|dates| {
        let mut dataset = small();
        dataset.events.truncate(dates.len());
        for (event, when) in dataset.events.iter_mut().zip(&dates) {
            event.when = (!when.is_empty()).then(|| When::parse(when).unwrap());
        }
        let known = dataset.events.len() as u32;
        for link in dataset.events.iter_mut().flat_map(|event| &mut event.links) {
            link.event = link.event.filter(|key| key.0 < known);
        }
        dataset
    });
    (prop_oneof![Just(small()), odd], vec(story(), 0..3))
        .prop_map(|(dataset, stories)| Dataset { stories, ..dataset })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn holds_together_whatever_is_done(dataset in dataset(), inputs in vec(input(), 0..120)) {
        let mut person = Person::at(dataset, (120, 40));
        let mut before = person.app.size;
        for input in inputs {
            if let Input::Resize { width, height } = input {
                before = (width, height);
            }
            // `Person::input` asserts that each answer settles its question.
            person.input(input);
            prop_assert_eq!(person.app.size, before);
            let answer = person.app.answer();
            prop_assert_eq!(answer.possible > 0, person.app.selected().is_some());
            if let Some(selected) = person.app.selected() {
                let seen = answer.lines.iter().any(|line| matches!(line, Line::Event(row) if row.key == selected));
                prop_assert!(seen, "the selected event is on the page");
            }
            if let (Some(window), Some(all)) = (person.app.chosen().window, person.app.about().extent) {
                prop_assert!(all.from <= window.from && window.to <= all.to && window.from <= window.to);
            }
            prop_assert_eq!(&Clean::new(person.notice()), person.app.notice());
        }
        // Out of whatever is open, all can be taken back.
        person.keys("<120x40><esc><esc><esc><esc><esc><esc><esc>");
        prop_assert_eq!(person.app.focus(), Pane::Timeline);
        let mut steps = 0;
        while !person.notice().contains("Nothing to undo") {
            person.keys("u");
            steps += 1;
            prop_assert!(steps < 600);
        }
        prop_assert_eq!(person.app.chosen(), &Chosen::default());
    }

    #[test]
    fn asks_nothing_of_the_outside_that_a_guest_may_not_do(
        dataset in dataset(), inputs in vec(input(), 0..150), may_copy: bool, percent in 0..100_u8,
    ) {
        let caps = if may_copy { Caps::LOCKED.with_copy() } else { Caps::LOCKED };
        let mut guest = Person::with_caps(dataset, (120, 40), caps);
        guest.app.set_loading(Some(Loading::GoesOn(percent)));
        for input in inputs {
            guest.input(input);
        }
        for effect in guest.effects {
            let may = match effect {
                Effect::Quit | Effect::Redraw | Effect::Mouse(_) => true,
                Effect::Copy(_) | Effect::CopyEvent(_) => may_copy,
                Effect::Suspend | Effect::Print(_) | Effect::StopReading => false,
            };
            prop_assert!(may, "{effect:?}");
        }
        prop_assert!(!guest.app.has_news_to_keep());
        let kept = &guest.app.chosen().kept;
        prop_assert!(kept.marks.len().max(kept.notes.len()).max(kept.views.len()) <= caps.most_kept);
    }

    #[test]
    fn follows_whatever_is_shown_and_takes_it_back_at_once(
        dataset in dataset(), led in vec(input(), 0..80), other in vec(input(), 0..20),
    ) {
        let mut leader = Person::at(dataset.clone(), (120, 40));
        let mut follower = Person::at(dataset, (80, 24));
        for input in other {
            follower.input(input);
        }
        follower.keys("<80x24><esc><esc><esc><esc><esc><esc><esc>");
        let before = follower.app.chosen().clone();
        let audience = |role| Some(Audience { role, leader: None, watching: 1 });
        leader.app.set_audience(audience(Role::Leads));
        follower.app.set_audience(audience(Role::Follows));
        follower.keys("R");
        for input in led {
            leader.input(input);
            let scene = leader.app.scene();
            follower.app.follow(&scene);
            follower.answer();
            prop_assert!(follower.app.is_following());
            // What is typed shows what it would find to the presenter alone.
            if leader.app.overlay().is_none() {
                prop_assert_eq!(follower.app.scene(), scene);
                prop_assert_eq!(follower.app.selected(), leader.app.selected());
            }
        }
        let after = follower.app.chosen().clone();
        follower.keys("u");
        if after != before {
            prop_assert_eq!(follower.app.chosen(), &before);
        }
    }
}
