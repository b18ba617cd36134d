//! What Esc leaves, one layer at a time, and what `q` closes.

use super::*;

/// Presses Esc again and again; each state on the way is compared.
#[track_caller]
fn leaves(keys: &str, expected: &[&str]) {
    let mut person = Person::new();
    person.keys(keys);
    for state in expected {
        assert_eq!(person.state(), *state, "after {keys} and some <esc>");
        person.keys("<esc>");
    }
    assert_eq!(person.state(), *expected.last().unwrap(), "Esc has nothing more to leave");
    assert_eq!(person.effects, [], "Esc never quits");
}

#[test]
fn leaves_one_layer_at_a_time_the_innermost_first() {
    leaves(
        "/talks<enter><enter>z",
        &[
            "a b c d e f [u] | detail, max, /talks 3/3",
            "a b c d e f [u] | detail, /talks 3/3",
            "a b c d e f [u] | detail",
            "a b c d e f [u]",
        ],
    );
    leaves(
        "/talks<enter>z5",
        &[
            "a b c d e f [u] | max, count 5, /talks 3/3",
            "a b c d e f [u] | max, /talks 3/3",
            "a b c d e f [u] | /talks 3/3",
            "a b c d e f [u]",
        ],
    );
    leaves(
        "/talks<enter>f",
        &[
            "a b c d e f [u] | keys f, /talks 3/3",
            "a b c d e f [u] | /talks 3/3",
            "a b c d e f [u]",
        ],
    );
    leaves(
        "/talks<enter>z<enter>?",
        &[
            "a b c d e f [u] | detail, help, max, /talks 3/3",
            "a b c d e f [u] | detail, max, /talks 3/3",
            "a b c d e f [u] | detail, /talks 3/3",
            "a b c d e f [u] | detail",
            "a b c d e f [u]",
        ],
    );
    leaves(
        "/talks<enter>zcfr",
        &[
            "a b c d e f [u] | country \"fr\" on France, max, /talks 3/3",
            "a b c d e f [u] | country on Mali, max, /talks 3/3",
            "a b c d e f [u] | max, /talks 3/3",
            "a b c d e f [u] | /talks 3/3",
            "a b c d e f [u]",
        ],
    );
    leaves("z/x", &["a b c d e [f] u | search \"x\", max", "a b c d e [f] u | max", START]);
    leaves("t2024", &["a b c d e [f] u | go to \"2024\"", START]);
}

#[test]
fn never_drops_a_filter_a_window_or_a_mark() {
    leaves("m*+", &["[f] | country:BFA, window, marks f"]);
    let mut person = Person::new();
    person.keys("*<esc>");
    assert!(person.notice().contains("Filters stay; F switches them off, X clears them"));
}

#[test]
fn closes_layers_with_q_and_quits_at_the_root() {
    for (keys, layers) in [
        ("", 0),
        ("<enter>", 1),
        ("z", 1),
        ("<enter>z", 2),
        ("/talks<enter>", 0),
        ("/talks<enter><enter>", 1),
        ("*", 0),
    ] {
        let mut person = Person::new();
        person.keys(keys);
        for _ in 0..layers {
            person.keys("q");
            assert_eq!(person.effects, [], "{keys}");
        }
        assert_eq!(person.app.focus(), Pane::Timeline, "{keys}");
        assert!(!person.app.is_maximised(), "{keys}");
        person.keys("q");
        assert_eq!(person.effects, [Effect::Quit], "{keys}");
    }
    // Where letters are typed, q is a letter.
    check(START, "/q", "a b c d e [f] u | search \"q\"");
    check(START, "gq", "a b c d e [f] u | group \"q\" on Al-Qaida of the north");
    check(START, "?q", "a b c d e [f] u | help");
}

#[test]
fn keeps_what_was_typed_before_a_count_is_dropped() {
    check("[a] b c d e f u", "5<esc>j", "a [b] c d e f u");
    check("[a] b c d e f u", "f<esc>j", "a [b] c d e f u");
}
