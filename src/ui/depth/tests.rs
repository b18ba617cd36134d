//! Every theme in every number of colours.

use super::*;
const OWN_GROUND: [ThemeName; 3] = [ThemeName::Light, ThemeName::Dark, ThemeName::Contrast];
const DEPTHS: [Depth; 4] = [Depth::Mono, Depth::Sixteen, Depth::Palette256, Depth::True];

fn theme(name: ThemeName, depth: Depth) -> Theme {
    Look::new(name, false).with_depth(depth).theme
}

/// Returns all styles, with the name of each that has a colour of its own.
fn styles(theme: &Theme) -> [(&'static str, Style); 16] {
    [
        ("text", theme.text),
        ("quiet", theme.quiet),
        ("strong", theme.strong),
        ("selection", theme.selection),
        ("focus", theme.focus),
        ("frame", theme.frame),
        ("exact", theme.exact),
        ("vague", theme.vague),
        ("lasting", theme.lasting),
        ("warning", theme.warning),
        ("hit", theme.hit),
        ("mark", theme.mark),
        ("key", theme.key),
        ("included", theme.included),
        ("link", theme.link),
        ("bar", theme.bar),
    ]
}

/// Returns what a colour of a style looks like.
fn shown(color: Option<Color>) -> Shown {
    let color = color.expect("a colour of its own");
    let there = sixteen().into_iter().chain(fixed()).find(|shown| shown.color == color);
    let exact = seen(color).map(|look| Shown { color, looks: [look; 2] });
    exact.or(there).unwrap_or_else(|| panic!("no terminal shows {color}"))
}

#[test]
fn keeps_letters_readable_on_every_ground_of_its_own() {
    for name in OWN_GROUND {
        for depth in &DEPTHS[1..] {
            let theme = theme(name, *depth);
            let inks =
                styles(&theme).into_iter().filter(|(ink, _)| !["selection", "frame"].contains(ink));
            let on_own_ground = inks.map(|(ink, style)| (ink, style, style));
            let on_others = [
                ("text on selection", theme.text, theme.selection),
                ("key on bar", theme.key, theme.bar),
                ("warning on bar", theme.warning, theme.bar),
            ];
            for (ink, style, below) in on_own_ground.chain(on_others) {
                let ratio = shown(style.fg).contrast(&shown(below.bg));
                assert!(ratio >= READABLE, "{name:?} {depth:?} {ink}: {ratio:.1}");
            }
        }
    }
}

#[test]
fn tells_grounds_and_frames_apart() {
    for name in OWN_GROUND {
        for depth in &DEPTHS[1..] {
            let theme = theme(name, *depth);
            assert_ne!(theme.selection.bg, theme.text.bg, "{name:?} {depth:?}");
            assert_ne!(theme.frame.fg, theme.frame.bg, "{name:?} {depth:?}");
            assert_eq!(theme.frame.bg, theme.text.bg, "{name:?} {depth:?}");
        }
    }
}

#[test]
fn names_only_colours_that_there_are_and_leaves_all_else() {
    for name in ThemeName::ALL {
        let before = theme(name, Depth::True);
        assert_eq!(before, name.theme());
        assert_eq!(theme(name, Depth::Mono), ThemeName::Mono.theme());
        for depth in [Depth::Sixteen, Depth::Palette256] {
            let after = theme(name, depth);
            for ((word, before), (_, after)) in styles(&before).into_iter().zip(styles(&after)) {
                let bare = |style: Style| Style { fg: None, bg: None, ..style };
                assert_eq!(bare(before), bare(after), "{name:?} {depth:?} {word}");
                for (before, after) in [(before.fg, after.fg), (before.bg, after.bg)] {
                    let is_there = match after {
                        Some(Color::Rgb(..)) => false,
                        Some(Color::Indexed(_)) => depth == Depth::Palette256,
                        _ => true,
                    };
                    assert!(is_there, "{name:?} {depth:?} {word}");
                    assert_eq!(before.is_none(), after.is_none(), "{name:?} {depth:?} {word}");
                }
            }
        }
    }
    assert_eq!(theme(ThemeName::Terminal, Depth::Sixteen), ThemeName::Terminal.theme());
    assert_eq!(theme(ThemeName::Terminal, Depth::Palette256), ThemeName::Terminal.theme());
}

#[test]
fn keeps_the_meaning_of_colours() {
    // Included is green and excluded is red wherever a green can be read.
    let dark = theme(ThemeName::Dark, Depth::Sixteen);
    assert_eq!((dark.text.bg, dark.selection.bg), (Some(Color::Black), Some(Color::Blue)));
    assert_eq!(dark.included.fg, Some(Color::Green));
    assert_eq!(dark.warning.fg, Some(Color::LightRed));
    let light = theme(ThemeName::Light, Depth::Sixteen);
    assert_eq!((light.text.fg, light.text.bg), (Some(Color::Black), Some(Color::White)));
    assert_eq!(light.warning.fg, Some(Color::Red));
    assert_ne!(light.included.fg, light.warning.fg);
    for name in OWN_GROUND {
        let [before, after] = [Depth::True, Depth::Palette256].map(|depth| theme(name, depth));
        for ((word, before), (_, after)) in styles(&before).into_iter().zip(styles(&after)) {
            if let Some(meant) = before.fg.and_then(seen) {
                let off = shown(after.fg).distance(meant);
                assert!(off < 0.1, "{name:?} {word} is off by {off:.2}");
            }
        }
    }
}

#[test]
fn leaves_the_signs_alone() {
    let ascii = Look::new(ThemeName::Dark, true).with_depth(Depth::Sixteen).glyphs;
    assert!(ascii.ascii);
}
