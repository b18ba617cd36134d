//! What a session may not do is not there: no key, no row of the help page, no word in a hint.

use super::*;
use crate::app::{action::Action, help::found, keymap::Keymap, listing::Listing};

/// Sits down before the small dataset as somebody who may do so much.
fn person(caps: Caps) -> Person {
    Person::with_caps(small(), (120, 40), caps)
}

fn listed(caps: Caps) -> Vec<Action> {
    found(&Listing::default(), &Keymap::default(), caps)
}

#[test]
fn a_guest_finds_no_key_for_what_a_guest_may_not_do() {
    for (keys, told) in [
        ("<c-z>", "<c-z> does nothing here; ? lists all keys"),
        ("yy", "y does nothing here; ? lists all keys"),
    ] {
        let mut person = person(Caps::LOCKED);
        person.keys(keys);
        assert_eq!((person.notice(), person.effects.as_slice()), (told, &[][..]), "{keys}");
    }
    assert_eq!(person(Caps::LOCAL).keys("<c-z>").effects, [Effect::Suspend]);
}

#[test]
fn a_guest_may_copy_where_that_is_allowed_but_not_print() {
    let mut person = person(Caps::LOCKED.with_copy());
    person.keys("yd");
    assert_eq!(person.effects, [Effect::Copy(vec![Clean::new("15 May 2024")])]);
    person.keys("yp");
    assert_eq!(person.notice(), "y p does nothing here; ? lists all keys");
}

#[test]
fn says_of_a_long_copy_only_what_can_be_done_about_it() {
    let long = "x".repeat(60_000);
    let mut guest = person(Caps::LOCKED.with_copy());
    assert_eq!(guest.app.send("event", &long), None);
    assert_eq!(guest.notice(), "The event is too long for a terminal's clipboard");
    let mut local = person(Caps::LOCAL);
    assert_eq!(local.app.send("event", &long), None);
    assert!(local.notice().ends_with("; y p prints it at the end"), "{}", local.notice());
}

#[test]
fn the_help_page_lists_what_there_is_and_nothing_else() {
    let gone: Vec<_> = {
        let locked = listed(Caps::LOCKED);
        Action::ALL.iter().copied().filter(|action| !locked.contains(action)).collect()
    };
    let names: Vec<_> = gone.iter().map(|action| action.name()).collect();
    assert_eq!(
        names.join(" "),
        "copy-text copy-address copy-date copy-link copy-citation copy-markdown copy-bibtex copy-event \
         print-copied suspend"
    );
    assert_eq!(listed(Caps::LOCAL), Action::ALL);
    let mut guest = person(Caps::LOCKED);
    guest.keys("?suspend the program<enter>");
    assert_eq!(guest.effects, []);
    let words = listed(Caps::LOCKED).into_iter().map(|action| Caps::LOCKED.sentence(action));
    for sentence in words {
        assert!(!sentence.contains("stop reading") && !sentence.contains("opy"), "{sentence}");
    }
}

#[test]
fn keeps_keys_of_ones_own_within_what_is_allowed() {
    let keymap = Keymap::default();
    let keymap_first = || App::new(person(Caps::LOCAL).app.about.clone(), (80, 24), now());
    let one = keymap_first().with_keymap(keymap.clone()).with_caps(Caps::LOCKED);
    let other = keymap_first().with_caps(Caps::LOCKED).with_keymap(keymap);
    assert_eq!(one.keymap(), other.keymap());
    assert_eq!(one.keymap().keys_of(Action::Suspend), [""; 0]);
}

#[test]
fn marks_notes_and_views_work_and_say_that_they_end_with_the_session() {
    let mut guest = person(Caps::LOCKED);
    guest.keys("m");
    assert_eq!(
        guest.notice(),
        "Marked until you leave; { and } go to marks, the details say how far from them"
    );
    guest.keys("Aask them<enter>");
    assert!(guest.notice().starts_with("Noted until you leave; "), "{}", guest.notice());
    guest.keys("Vmine<enter>");
    assert_eq!(guest.notice(), "View `mine` saved until you leave; v opens it");
    assert!(!guest.app.has_news_to_keep(), "nobody is asked to keep it");
    assert_eq!(guest.keys("<home>}").state(), "a b c d e [f] u | marks f");
    for (action, word) in [(Action::Mark, "until"), (Action::Note, "kept until")] {
        assert!(Caps::LOCKED.sentence(action).contains(word));
        assert!(!Caps::LOCAL.sentence(action).contains(word));
    }
}

#[test]
fn a_guest_fills_no_memory_without_end() {
    let few = Caps { most_kept: 2, most_undone: 3, ..Caps::LOCKED };
    let mut guest = person(few);
    guest.keys("mkmkm");
    assert_eq!(guest.notice(), "No more than 2 events can be marked or noted here");
    guest.keys("A");
    assert_eq!(guest.notice(), "No more than 2 events can be marked or noted here");
    assert_eq!(guest.keys("jm").more(), ["marks f"], "what is known can be marked again");
    guest.keys("Va<enter>Vb<enter>Vc<enter>");
    assert_eq!(guest.notice(), "No more than 2 views can be saved here");
    guest.keys("<esc>Vb<enter>");
    assert!(guest.notice().starts_with("View `b`"), "{}", guest.notice());
    let mut guest = person(few);
    guest.keys("+h+h+h+huuuuu");
    assert_eq!(guest.notice(), "Nothing to undo");
    assert!(guest.app.chosen().window.is_some(), "only the last three were taken back");
}

#[test]
fn nobody_stops_what_a_guest_does_not_wait_for() {
    for (caps, effects) in [(Caps::LOCKED, vec![]), (Caps::LOCAL, vec![Effect::StopReading])] {
        let mut person = person(caps);
        person.app.set_loading(Some(crate::app::Loading::GoesOn(5)));
        assert_eq!(person.keys("<esc>").effects, effects);
    }
}
