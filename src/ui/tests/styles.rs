//! What must be seen without colour, and what colour may not say alone.

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

use super::*;

/// Ways to a screen on which every kind of style is drawn.
const PLACES: &[&str] =
    &["", "c ", "c-", "/drivers<enter>", "<enter>jjj", "?", "f", "t", "m", "5+", "*F"];

fn cells(buffer: &Buffer, area: Rect) -> impl Iterator<Item = &Cell> {
    area.positions().filter_map(|at| buffer.cell(at))
}

/// Returns the row of the list on which the selected event stands.
fn selected_row(scene: &Scene) -> Rect {
    let rows = scene.app.regions().rows;
    let key = scene.app.selected().unwrap();
    let lines = &scene.app.answer().lines;
    let line = lines
        .iter()
        .position(|line| matches!(line, crate::question::Line::Event(row) if row.key == key));
    Rect { y: rows.y + line.unwrap() as u16, height: 1, ..rows }
}

#[test]
fn uses_no_colour_where_none_is_wanted() {
    for ascii in [false, true] {
        for size in [(80, 24), (120, 40), (200, 60), (40, 12)] {
            for keys in PLACES {
                let buffer = frame(sahel(), size, keys, &Look::new(ThemeName::Mono, ascii));
                let coloured = buffer.content.iter().find(|cell| {
                    cell.fg != Color::Reset
                        || cell.bg != Color::Reset
                        || cell.underline_color != Color::Reset
                });
                assert_eq!(coloured, None, "{keys} at {size:?}");
            }
        }
    }
}

#[test]
fn reverses_and_marks_the_selected_row_without_colour() {
    for (ascii, marker) in [(false, "▌"), (true, ">")] {
        for size in [(80, 24), (120, 40), (200, 60), (40, 12)] {
            let scene = Scene::new(sahel(), size);
            let row = selected_row(&scene);
            let buffer = scene.frame(size, &Look::new(ThemeName::Mono, ascii));
            assert_eq!(buffer[row.as_position()].symbol(), marker);
            let reversed = |cell: &Cell| cell.modifier.contains(Modifier::REVERSED);
            assert!(cells(&buffer, row).all(reversed), "the whole row at {size:?}");
            assert!(cells(&buffer, row).all(|cell| !cell.modifier.contains(Modifier::DIM)));
            let others = scene.app.regions().rows;
            let reversed = cells(&buffer, others).filter(|cell| reversed(cell)).count();
            assert_eq!(reversed, usize::from(row.width), "no other row at {size:?}");
        }
    }
}

#[test]
fn never_tells_the_selected_row_by_colour_alone() {
    for name in ThemeName::ALL {
        for ascii in [false, true] {
            let look = Look::new(name, ascii);
            let mut scene = Scene::new(sahel(), (120, 40));
            let row = selected_row(&scene);
            let with = scene.frame((120, 40), &look);
            scene.keys("k");
            let without = scene.frame((120, 40), &look);
            let marked = with[row.as_position()].symbol() != without[row.as_position()].symbol();
            assert!(marked, "{name:?} has a marker");
            let modifiers =
                |buffer| cells(buffer, row).map(|cell| cell.modifier).collect::<Vec<_>>();
            assert_ne!(modifiers(&with), modifiers(&without), "{name:?} has a modifier");
            // Where the focus is elsewhere, the row is still marked.
            scene.keys("j<enter>");
            let unfocused = scene.frame((120, 40), &look);
            assert_eq!(unfocused[row.as_position()].symbol(), look.glyphs.cursor, "{name:?}");
        }
    }
}

#[test]
fn tells_the_focused_pane_by_its_frame() {
    for name in ThemeName::ALL {
        for ascii in [false, true] {
            let look = Look::new(name, ascii);
            let scene = Scene::new(sahel(), (120, 40));
            let regions = scene.app.regions();
            let buffer = scene.frame((120, 40), &look);
            let corner = |area: Rect| buffer[area.as_position()].symbol();
            assert_eq!(corner(regions.list), look.glyphs.focus[0]);
            assert_eq!(corner(regions.detail), look.glyphs.frame[0]);
            assert_ne!(look.glyphs.focus[0], look.glyphs.frame[0]);
        }
    }
}

#[test]
fn tells_hits_exclusions_and_choices_without_colour() {
    let look = Look::new(ThemeName::Mono, true);
    let text = |keys: &str| text(&frame(sahel(), (120, 40), keys, &look));
    assert!(text("c ").contains("[x] Mali"));
    assert!(text("c-").contains("[-] Mali"));
    assert!(text("m").contains("@1"));
    let found = frame(sahel(), (120, 40), "/publishes<enter>k", &look);
    let hit = found.content.iter().any(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    assert!(hit, "hits are underlined");
}

#[test]
fn gives_every_cell_the_ground_of_the_theme() {
    for name in [ThemeName::Light, ThemeName::Dark, ThemeName::Contrast] {
        for keys in PLACES {
            let buffer = frame(sahel(), (120, 40), keys, &Look::new(name, false));
            let bare = buffer
                .content
                .iter()
                .find(|cell| cell.bg == Color::Reset || cell.fg == Color::Reset);
            assert_eq!(bare, None, "{name:?} after {keys}");
        }
    }
}
