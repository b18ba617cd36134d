//! What a person can set shows on the screen.

use chrono::Weekday;

use super::*;
use crate::app::{
    action::Action,
    keymap::{Keymap, Wish},
};

/// Draws six weeks for a person with settings.
fn six_weeks(set: impl FnOnce(App) -> App) -> String {
    let size = (120, 40);
    let mut scene = Scene::new(dated(&[("first", "2025-03-03"), ("last", "2025-04-13")]), size);
    let now = Moment::start_of_day(2025, 8, 6).unwrap();
    scene.app = set(App::new(scene.engine.about().clone(), size, now));
    scene.answer();
    // Without folds the weeks are seen.
    text(&scene.keys("Z").frame(size, &usual()))
}

#[test]
fn begins_weeks_on_the_day_that_is_wanted() {
    let monday = six_weeks(|app| app);
    assert!(monday.contains("17 Mar") && !monday.contains("16 Mar"), "{monday}");
    let sunday = six_weeks(|app| app.with_week_start(Weekday::Sun));
    assert!(sunday.contains("16 Mar") && !sunday.contains("17 Mar"), "{sunday}");
}

#[test]
fn names_the_keys_in_force_and_none_that_is_not() {
    let wish = |action: Action, keys: &[&str]| Wish {
        action: action.name().to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
    };
    let country = Action::Facet(crate::question::Field::Country);
    let wishes = [wish(country, &["<c-x> p"]), wish(Action::Search, &[])];
    let (keymap, refused) = Keymap::default().with(&wishes);
    assert_eq!(refused, []);
    let shown = six_weeks(|app| app.with_keymap(keymap));
    for words in ["Country ──── <c-x> p ─", "? help  <c-x> p country  g group  t date"] {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
}
