//! Every size of the window: nothing panics and nothing is drawn beyond the edge.

use proptest::{prelude::*, sample::select};

use super::*;

/// Ways to a screen of each sort.
const PLACES: &[&str] = &[
    "",
    "c",
    "gis sahel",
    "fp",
    "<enter>",
    "<enter>jjj",
    "z",
    "<enter>z",
    "cz",
    "?",
    "?zoom",
    "/drivers",
    "\\release<enter>",
    "t2025-13<enter>",
    "5+",
    "f",
    "y",
    "12",
    "m*F",
    "\\nothing<enter>",
    "/a<enter>n",
    "S",
    "S  ",
    "S j",
    "Lz4S",
];

#[test]
fn draws_the_smallest_windows() {
    let mut scene = Scene::new(sahel(), (80, 24));
    for width in [0, 1, 2, 5, 20, 39, 40, 41, 59, 60, 61] {
        for height in [0, 1, 2, 3, 9, 10, 11, 15, 16, 17] {
            scene.input(Input::Resize { width, height });
            assert_eq!(
                faults(&scene.frame((width, height), &usual())),
                [""; 0],
                "{width}x{height}"
            );
        }
    }
}

#[test]
fn says_that_the_window_is_too_small_in_words_that_fit() {
    let text = text(&frame(sahel(), (20, 5), "", &usual()));
    for words in ["20x5", "40x10", "q quits"] {
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn draws_whatever_of_the_screen_an_older_size_holds() {
    // The size that the app knows and the one of the buffer may differ for a moment.
    for (told, drawn) in
        [((200, 60), (20, 5)), ((80, 24), (0, 0)), ((120, 40), (1, 1)), ((40, 10), (200, 60))]
    {
        for keys in PLACES {
            let buffer = Scene::new(sahel(), told).keys(keys).frame(drawn, &usual());
            assert_eq!(buffer.area, Rect::new(0, 0, drawn.0, drawn.1));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn draws_windows_of_any_size(
        width in 0..=300u16, height in 0..=120u16, keys in select(PLACES), ascii: bool,
    ) {
        let mut scene = Scene::new(sahel(), (120, 40));
        scene.keys(keys).input(Input::Resize { width, height });
        let buffer = scene.frame((width, height), &Look::new(ThemeName::Dark, ascii));
        prop_assert_eq!(faults(&buffer), Vec::<String>::new());
        if ascii {
            prop_assert!(buffer.content.iter().all(|cell| cell.symbol().is_ascii()));
        }
    }
}
