//! What a person can set: keys, the language of country names, the mouse, a word on the first screen.

use super::*;
use crate::{
    app::{
        action::Action,
        keymap::{Keymap, Wish},
    },
    domain::Language,
};

/// Sits down before the small dataset with keys of one's own.
fn with_keys(wishes: &[(&str, &[&str])]) -> Person {
    let wish = |(action, keys): &(&str, &[&str])| Wish {
        action: (*action).to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
    };
    let wishes: Vec<Wish> = wishes.iter().map(wish).collect();
    let (keymap, refused) = Keymap::default().with(&wishes);
    assert_eq!(refused, []);
    let engine = Arc::new(Memory::new(small(), 0));
    let app = App::new(engine.about().clone(), (120, 40), now()).with_keymap(keymap);
    let mut person = Person { app, engine, effects: Vec::new() };
    person.answer();
    person
}

#[test]
fn hears_the_keys_that_a_person_chose() {
    let mut person = with_keys(&[
        ("facet-country", &["w"]),
        ("undo", &["<c-x> u"]),
        ("include", &["<c-a>"]),
        ("cancel", &["<c-g>"]),
        ("quit", &["<f10>"]),
    ]);
    assert_eq!(person.keys("c").state(), START);
    assert_eq!(person.notice(), "c does nothing here; ? lists all keys");
    assert_eq!(person.keys("w<c-a>").state(), "a b [e] u | country on Mali, country:MLI");
    person.keys("<enter>");
    assert_eq!(person.notice(), "Only Mali; <c-x> u brings the others back");
    assert_eq!(person.keys("<c-x>").state(), "a b [e] u | keys <c-x>, country:MLI");
    assert_eq!(person.keys("<c-g><c-x>uu").state(), START);
    assert_eq!(person.notice(), "u does nothing here; ? lists all keys");
    assert_eq!(person.keys("/x<esc>").state(), "a b c d e [f] u | search \"x\"");
    assert_eq!(person.keys("<c-g><f10>").effects, [Effect::Quit]);
}

#[test]
fn names_the_keys_of_now_when_something_is_kept() {
    let mut person = with_keys(&[
        ("views", &["<f3>"]),
        ("save-view", &["<c-s>"]),
        ("undo", &["<f5>"]),
        ("back", &["B"]),
    ]);
    let mut said = |keys: &str| person.keys(keys).notice().to_owned();
    assert_eq!(said("<f3>"), "No view is saved yet; <c-s> saves this one");
    assert_eq!(
        said("<c-s>a<enter>"),
        "View `a` saved; F3 opens it, --view on the command line too"
    );
    assert_eq!(said("<f3><enter>"), "View `a`; B goes back to where you were");
    assert_eq!(said("<f3><del>"), "View `a` removed; F5 brings it back");
    assert_eq!(said("<esc>Ahm<enter>"), "Noted; has:note in a query finds notes, F5 takes it back");
    assert_eq!(said("A<c-u><enter>"), "The note is gone; F5 brings it back");
}

#[test]
fn finds_actions_by_the_keys_that_they_have_now() {
    let mut person = with_keys(&[("mark", &["<c-x> m"]), ("undo", &["m"])]);
    person.keys("?m");
    let Some(Overlay::Help(help)) = person.app.overlay() else { panic!("no help") };
    let found = crate::app::help::found(help, person.app.keymap(), person.app.caps());
    assert_eq!(found.first(), Some(&Action::Undo));
    person.keys("<enter>");
    assert_eq!(person.notice(), "Nothing to undo");
}

#[test]
fn quits_where_there_is_no_room_by_the_keys_that_a_person_chose() {
    let mut person = with_keys(&[("close", &["<c-x>"])]);
    assert_eq!(person.keys("<20x5>q").effects, []);
    assert_eq!(person.keys("<c-x>").effects, [Effect::Quit]);
}

#[test]
fn names_countries_in_the_language_of_the_engine() {
    let mut dataset = small();
    dataset.events[0].countries = vec![Country::find("MAR").unwrap()];
    for (language, name) in [(Language::English, "Morocco"), (Language::French, "Maroc")] {
        let engine = Arc::new(Memory::new(dataset.clone(), 0).with_language(language));
        let app = App::new(engine.about().clone(), (120, 40), now());
        let mut person = Person { app, engine, effects: Vec::new() };
        person.answer();
        // Whatever is shown, both names find it.
        for script in ["cmaroc<enter>", "cmorocco<enter>", "/maroc<enter>*", "/morocco<enter>*"] {
            person.keys(script);
            assert_eq!(person.listed(), ["c"], "{script}");
            assert_eq!(person.notice(), format!("Only {name}; u brings the others back"));
            assert!(person.app.detail_lines().iter().any(|line| line.text.contains(name)));
            person.keys("X<esc>");
        }
        person.keys("L");
        let lanes = &person.app.answer().lanes.lanes;
        assert!(lanes.iter().any(|lane| lane.label.as_str() == name), "{lanes:?}");
    }
}

#[test]
fn starts_with_a_mouse_and_a_word_as_it_is_told() {
    let engine = Arc::new(Memory::new(small(), 0));
    let app = App::new(engine.about().clone(), (120, 40), now())
        .with_mouse(false)
        .with_notice("2 problems\u{1b}[31m");
    let mut person = Person { app, engine, effects: Vec::new() };
    person.answer();
    assert!(!person.app.listens_to_mouse());
    assert!(person.notice().starts_with("2 problems") && !person.notice().contains('\u{1b}'));
    person.keys("j");
    assert_eq!(person.notice(), "");
    assert_eq!(person.keys("<f2>").effects, [Effect::Mouse(true)]);
}

#[test]
fn names_the_keys_of_marks_that_a_person_chose() {
    let mut person = with_keys(&[("next-mark", &["<f3>"]), ("previous-mark", &["<f4>"])]);
    person.keys("m");
    assert_eq!(person.notice(), "Marked; F4 and F3 go to marks, the details say how far from them");
}
