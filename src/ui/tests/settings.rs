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
    let hint = "No filter: <c-x> p chooses countries, g groups, \\ takes a query";
    for words in [hint, "Country ──── <c-x> p ─", "? help  <c-x> p country  g group  t date"]
    {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
}

#[test]
fn names_the_key_in_force_that_completes_and_counts_what_is_not_seen() {
    let wish = Wish { action: Action::NextPane.name().to_owned(), keys: vec!["<f9>".to_owned()] };
    let (keymap, refused) = Keymap::default().with(&[wish]);
    assert_eq!(refused, []);
    for (size, rows) in [((80, 24), 8), ((40, 10), 6)] {
        let mut scene = Scene::new(dated(&[("first", "2025-03-03")]), size);
        scene.app = scene.app.with_keymap(keymap.clone());
        scene.answer();
        let shown = text(&scene.keys("\\").frame(size, &usual()));
        let title = format!("F9 completes, {} more", scene.app.completions().len() - rows);
        assert!(shown.contains(&title), "{title} is not in\n{shown}");
        assert!(shown.matches(": ").count() >= rows, "{shown}");
    }
}

#[test]
fn shows_times_on_the_clocks_of_the_zone_that_is_wanted() {
    let data = dated(&[
        ("evening", "2025-08-04T21:00Z"),
        ("a day", "2025-08-05"),
        ("night", "2025-08-04T23:30+01"),
    ]);
    let size = (120, 40);
    let shown = |zone: &str| {
        let engine = Memory::new_on_clocks(data.clone(), 0, zone.parse().unwrap());
        let engine = Arc::new(engine);
        let now = Moment::start_of_day(2025, 8, 6).unwrap();
        let mut scene = Scene { app: App::new(engine.about().clone(), size, now), engine };
        scene.answer();
        scene.keys("k");
        text(&scene.frame(size, &usual()))
    };
    let utc = shown("UTC");
    let order = |shown: &str| {
        let places = ["evening", "night", "a day"].map(|title| shown.rfind(title).unwrap());
        places.is_sorted()
    };
    assert!(utc.contains(" 4 Aug 21:00") && utc.contains(" 4 Aug 22:30"), "{utc}");
    assert!(utc.lines().next().unwrap().ends_with(" UTC"), "{utc}");
    let east = shown("+05:30");
    assert!(east.contains(" 5 Aug 02:30") && east.contains(" 5 Aug 04:00"), "{east}");
    assert!(east.contains("2025-08-05"), "{east}");
    assert!(east.lines().next().unwrap().ends_with(" UTC+5:30"), "{east}");
    assert!(order(&utc) && !order(&east), "the day comes first where the evening lies in it");
}
