//! Wishes for keys, and what is made of them.

use proptest::{collection::vec, prelude::*, sample::select};

use super::{super::Meaning, *};
use crate::question::Field;

fn with(wishes: &[(&str, &[&str])]) -> (Keymap, Vec<String>) {
    let wish = |(action, keys): &(&str, &[&str])| Wish {
        action: (*action).to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
    };
    let wishes: Vec<Wish> = wishes.iter().map(wish).collect();
    let (keymap, refused) = Keymap::default().with(&wishes);
    let told = refused.into_iter().map(|refused| {
        let key = refused.key.map_or_else(|| "-".to_owned(), |key| key.to_string());
        format!("{}.{key}: {}; {}", refused.wish, refused.error, refused.error.help())
    });
    (keymap, told.collect())
}

#[track_caller]
fn check_refused(wishes: &[(&str, &[&str])], told: &str) {
    assert_eq!(with(wishes).1, [told]);
}

fn keys(text: &str) -> Vec<Key> {
    text.split(' ').map(|key| key.parse().unwrap()).collect()
}

#[test]
fn leaves_every_action_where_it_is_without_a_wish() {
    assert_eq!(with(&[]), (Keymap::default(), vec![]));
    for action in Action::ALL {
        let home = home(*action);
        let homes =
            [Context::Browse, Context::Facet, Context::Story, Context::Views, Context::Anywhere];
        assert!(homes.contains(&home), "{action:?}");
        let own = Keymap::default().own_keys(*action);
        assert!(!own.is_empty(), "{action:?}");
        let (same, refused) =
            Keymap::default().with(&[Wish { action: action.name().to_owned(), keys: own.clone() }]);
        assert_eq!((same.own_keys(*action), refused), (own, vec![]));
    }
}

#[test]
fn replaces_the_keys_at_home_and_no_others() {
    let (keymap, refused) = with(&[("quit", &["<c-q>", "g q"]), ("facet-group", &[])]);
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(keymap.keys_of(Action::Quit), ["<c-q>", "g q", "<c-c>"]);
    let meaning = |text| keymap.meaning(Context::Browse, &keys(text));
    assert_eq!(meaning("Q"), Meaning::Nothing);
    assert_eq!(meaning("g q"), Meaning::Action(Action::Quit));
    assert_eq!(meaning("g"), Meaning::Prefix);
    assert!(keymap.keys_of(Action::Facet(Field::Group)).is_empty());
    let (keymap, _) = with(&[("down", &["<c-j>"])]);
    assert_eq!(keymap.keys_of(Action::Down), ["<c-j>", "<down>", "<c-n>", "j"]);
}

#[test]
fn lets_two_actions_change_places() {
    let (keymap, refused) = with(&[("zoom-in", &["-"]), ("zoom-out", &["+", "="])]);
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(keymap.keys_of(Action::ZoomIn), ["-"]);
    assert_eq!(keymap.keys_of(Action::ZoomOut), ["+", "="]);
}

#[test]
fn refuses_what_would_hide_another_key() {
    check_refused(
        &[("search", &["c"])],
        "0.0: `c` for `search` clashes with `c` for `facet-country`; choose another key, or give \
         `facet-country` another one too",
    );
    check_refused(
        &[("search", &["f"])],
        "0.0: `f` for `search` clashes with `f k` for `facet-kind`; choose another key, or give \
         `facet-kind` another one too",
    );
    check_refused(
        &[("undo", &["<tab>"])],
        "0.0: `<tab>` for `undo` clashes with `<tab>` for `next-pane`; choose another key, or give \
         `next-pane` another one too",
    );
    check_refused(
        &[("undo", &["f <esc>"])],
        "0.0: `f <esc>` for `undo` clashes with `<esc>` for `cancel`; choose another key, or give \
         `cancel` another one too",
    );
    check_refused(
        &[("undo", &["<c-x>"]), ("maximise", &["<c-x> z"])],
        "1.0: `<c-x> z` for `maximise` clashes with `<c-x>` for `undo`; choose another key, or give \
         `undo` another one too",
    );
}

#[test]
fn gives_usual_keys_back_even_if_another_wish_must_give_way_then() {
    let (keymap, refused) = with(&[("search", &["u"]), ("undo", &["c"])]);
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert_eq!(keymap, Keymap::default());
}

#[test]
fn refuses_what_it_cannot_read_and_keeps_the_rest() {
    check_refused(
        &[("zoomin", &["z"])],
        "0.-: there is no action `zoomin`; did you mean `zoom-in`?",
    );
    check_refused(
        &[("xyzzy", &["z"])],
        "0.-: there is no action `xyzzy`; `dateline config` lists all actions with their keys",
    );
    check_refused(
        &[("facet-kind", &["fk"])],
        "0.0: `fk` is not one key; write a character as it is, or a name such as <enter> or <c-d>; \
         divide keys that are pressed one after the other by a space: \"f k\"",
    );
    check_refused(
        &[("undo", &["<f99>"])],
        "0.0: no key is called <f99>; names are <enter>, <esc>, <tab>, <up>, <pgdn>, <f2>, <c-d> and \
         the like; press it in the explorer: a key without an action is named at the bottom",
    );
    let (keymap, refused) = with(&[("zoom-in", &["", "z z z", "<c-x>"])]);
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert_eq!(keymap.keys_of(Action::ZoomIn), ["<c-x>"]);
}

#[test]
fn refuses_keys_that_would_not_be_heard() {
    for (action, key, why) in [
        ("undo", "5", "a number in front"),
        ("include", "i", "letters find a value"),
        ("mouse", "M", "where letters are typed"),
        ("cancel", "<bs>", "erased"),
        ("undo", "<c-i>", "<tab>"),
        ("undo", "z <c-m>", "<enter>"),
    ] {
        let (keymap, refused) = with(&[(action, &[key])]);
        assert!(refused.len() == 1 && refused[0].contains(why), "{action} {key}: {refused:?}");
        assert_eq!(keymap, Keymap::default());
    }
}

#[test]
fn leaves_nobody_without_help_or_a_way_out() {
    check_refused(&[("cancel", &[])], "0.-: `cancel` needs a key; give it at least one: \"<esc>\"");
    check_refused(&[("close", &[])], "0.-: `close` needs a key; give it at least one: \"q\"");
    let (keymap, refused) = with(&[("quit", &[]), ("help", &[])]);
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(
        (keymap.keys_of(Action::Quit), keymap.keys_of(Action::Help)),
        (vec!["<c-c>".to_owned()], vec!["<f1>".to_owned()])
    );
    check_refused(
        &[("undo", &["U"]), ("undo", &["<c-u>"]), ("redo", &["O"]), ("half-page-up", &[])],
        "1.-: `undo` has its keys already; the first list counts; put all keys into it",
    );
}

proptest! {
    #[test]
    fn never_hides_one_action_behind_another(
        wishes in vec((select(Action::ALL), vec(select(vec![
            "c", "f", "f k", "f f", "z z", "<tab>", "<esc>", "<c-x>", "<c-x> c", "+", "-", " ", "x y z", "q",
        ]), 0..3)), 0..8),
    ) {
        let wishes: Vec<Wish> = wishes.into_iter().map(|(action, keys)| Wish {
            action: action.name().to_owned(),
            keys: keys.into_iter().map(str::to_owned).collect(),
        }).collect();
        let (keymap, refused) = Keymap::default().with(&wishes);
        let rows: Vec<Row> = keymap.bindings.iter().enumerate()
            .map(|(n, binding)| Row { binding: binding.clone(), from: Some((n, 0)) }).collect();
        prop_assert!(clash(&rows).is_none());
        for action in NEEDED {
            prop_assert!(!keymap.keys_of(action).is_empty(), "{:?}", action);
        }
        for wish in wishes.iter().enumerate().filter(|(n, _)| !refused.iter().any(|r| r.wish == *n)) {
            let action = Action::named(&wish.1.action).unwrap();
            let mut keys = wish.1.keys.clone();
            keys.dedup();
            prop_assert!(keys.iter().all(|key| keymap.own_keys(action).contains(key)));
        }
    }
}
