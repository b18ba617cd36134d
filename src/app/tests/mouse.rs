//! Wheel, click and drag do what keys do, where the pointer is.

use super::*;
use crate::app::{
    keymap::Context,
    regions::{Regions, inside},
    timeline::STRIP_LEFT,
};

/// Returns the cell of the `n`th line of the list, well to the right.
fn line(regions: &Regions, n: u16) -> (u16, u16) {
    (regions.rows.right() - 2, regions.rows.y + n)
}

fn facet(person: &Person, wanted: Field, n: u16) -> (u16, u16) {
    let regions = person.app.regions();
    let (_, area) = regions.facets.iter().find(|(field, _)| *field == wanted).unwrap();
    (inside(*area).x + 5, inside(*area).y + n)
}

/// Returns the line of the list on which an event stands: gaps take lines as well.
fn line_of(person: &Person, wanted: &str) -> u16 {
    let lines = person.app.answer().lines.iter();
    let at = lines
        .clone()
        .position(|line| matches!(line, Line::Event(row) if row.title.as_str() == wanted));
    at.unwrap() as u16
}

#[test]
fn selects_the_row_that_is_clicked() {
    let mut person = Person::new();
    let c = line_of(&person, "c");
    person.click(line(&person.app.regions(), c));
    assert_eq!(person.state(), "a b [c] d e f u");
    person.click(line(&person.app.regions(), 25));
    assert_eq!(person.state(), "a b [c] d e f u", "there is no row");
    let first = line(&person.app.regions(), 0);
    person.keys("c").click(first);
    assert_eq!(person.state(), "[a] b c d e f u", "the list has the focus again");
}

#[test]
fn scrolls_what_is_under_the_wheel() {
    let mut person = Person::new();
    let regions = person.app.regions();
    person.mouse(MouseKind::ScrollUp, line(&regions, 1));
    assert_eq!(person.state(), "a b [c] d e f u");
    person.mouse(MouseKind::ScrollDown, line(&regions, 1));
    assert_eq!(person.state(), START);
    let detail = regions.detail_text.as_position().into();
    person.mouse(MouseKind::ScrollDown, detail);
    assert_eq!(person.state(), START, "all of the details is seen: nothing scrolls");
    person.keys("<80x24>");
    let detail = person.app.regions().detail_text.as_position().into();
    person.mouse(MouseKind::ScrollDown, detail);
    assert_eq!(person.app.detail_scroll(), 3);
    person.mouse(MouseKind::ScrollUp, detail);
    assert_eq!(person.app.detail_scroll(), 0);
    for _ in 0..99 {
        person.mouse(MouseKind::ScrollDown, detail);
    }
    let lines = person.app.detail_lines().len() as u16;
    assert_eq!(person.app.detail_scroll(), lines - person.app.regions().detail_text.height);
    assert_eq!(person.selected(), "f");
}

#[test]
fn scrolls_a_facet_that_has_the_focus() {
    let mut person = Person::new();
    let at = facet(&person, Field::Country, 0);
    person.mouse(MouseKind::ScrollDown, at);
    assert_eq!(person.state(), START);
    person.keys("c").mouse(MouseKind::ScrollDown, at);
    assert_eq!(person.state(), format!("{START} | country on France"));
    person.mouse(MouseKind::ScrollUp, at).mouse(MouseKind::ScrollUp, at);
    assert_eq!(person.state(), format!("{START} | country on Mali"));
}

#[test]
fn includes_the_value_that_is_clicked() {
    let mut person = Person::new();
    person.click(facet(&person, Field::Country, 1));
    assert_eq!(person.state(), "c [e] | country on France, country:FRA");
    person.click(facet(&person, Field::Country, 1));
    assert_eq!(person.state(), "a b c d [e] f u | country on France");
    person.keys("<esc>gof");
    person.click(facet(&person, Field::Group, 1));
    assert_eq!(person.state(), "b [e] | group \"of\" on Al-Qaida of the north, group:al-qaida");
    person.click(facet(&person, Field::Kind, 4));
    assert!(
        person.state().contains("| kind on "),
        "a click beside the values opens the facet: {}",
        person.state()
    );
    let mut person = Person::at(small(), (80, 24));
    person.keys("c");
    person.click(facet(&person, Field::Country, 3));
    assert_eq!(person.state(), "[f] | country on Burkina Faso, country:BFA");
}

#[test]
fn follows_the_link_that_is_clicked() {
    let mut person = Person::new();
    let lines = person.app.detail_lines();
    let at =
        |n| lines.iter().position(|line| line.tone == crate::app::detail::Tone::Link(n)).unwrap();
    let text = person.app.regions().detail_text;
    person.click((text.x + 4, text.y + at(2) as u16));
    assert_eq!(person.state(), "a b c d [e] f u | detail");
    let mut person = Person::new();
    person.click((text.x, text.y));
    assert_eq!(person.state(), format!("{START} | detail"), "a click beside a link only focuses");
}

#[test]
fn looks_where_the_strip_is_clicked_or_dragged() {
    let mut person = Person::new();
    let strip = person.app.regions().strip;
    let buckets = person.app.strip_scale().unwrap().columns;
    let left = strip.x + STRIP_LEFT;
    person.click((left, strip.y));
    assert_eq!(person.state(), "[a] b c d e f u");
    person.click((left + buckets - 1, strip.y));
    assert_eq!(person.state(), START);
    person.mouse(MouseKind::Down(Button::Left), (left, strip.y));
    person.mouse(MouseKind::Drag(Button::Left), (left + buckets / 4, strip.y));
    person.mouse(MouseKind::Drag(Button::Left), (left + buckets / 2, strip.y));
    person.mouse(MouseKind::Up(Button::Left), (left + buckets / 2, strip.y));
    assert_eq!(person.state(), "[a] b c | window");
    let all = person.app.about().extent.unwrap();
    let window = person.app.window().unwrap();
    assert_eq!(window.from, all.from);
    assert!((window.seconds() * 2 - all.seconds()).abs() < all.seconds() / 20);
    // Without the button, nothing is dragged.
    person.mouse(MouseKind::Drag(Button::Left), (left + buckets, strip.y));
    assert_eq!(person.app.window(), Some(window));
    person.keys("u");
    assert_eq!(person.app.chosen().window, None, "one drag is one thing to take back");
}

#[test]
fn zooms_with_the_wheel_about_the_pointer() {
    let mut person = Person::new();
    let regions = person.app.regions();
    let axis = person.app.columns().axis;
    let whole = person.app.window().unwrap();
    person.mouse(MouseKind::ScrollUp, (regions.header.x + axis.0, regions.header.y));
    let zoomed = person.app.window().unwrap();
    assert_eq!((zoomed.from, zoomed.seconds()), (whole.from, whole.seconds() / 2));
    person.mouse(MouseKind::ScrollDown, (regions.header.x + axis.0, regions.header.y));
    assert_eq!(person.app.chosen().window, None);
    person.mouse(MouseKind::ScrollUp, (regions.strip.x + STRIP_LEFT, regions.strip.y));
    assert_eq!(person.app.window(), Some(zoomed));
    person.keys("_");
    let (column, row) = line(&regions, 0);
    person.input(
        Mouse { kind: MouseKind::ScrollUp, column, row, ctrl: true, alt: false, shift: false }
            .into(),
    );
    assert_eq!(
        person.app.window().unwrap().seconds(),
        whole.seconds() / 2,
        "Ctrl and the wheel zoom"
    );
}

#[test]
fn steps_through_the_help_with_the_wheel() {
    let mut person = Person::new();
    person.keys("?zoom").mouse(MouseKind::ScrollDown, (60, 20)).keys("<enter>");
    assert_eq!(person.notice(), "The whole file", "the second is to zoom out");
    let mut person = Person::new();
    person.keys("?").click((5, 15)).keys("<esc>");
    assert_eq!(person.state(), START, "a click goes to nothing under the help");
}

#[test]
fn runs_an_action_that_is_clicked_on_the_second_line_of_its_sentence() {
    let mut person = Person::at(small(), (80, 24));
    person.keys("?2f only");
    let rows = crate::app::regions::sheet_rows(ratatui::layout::Rect::new(0, 0, 80, 24));
    person.click((rows.x + 30, rows.y + 2));
    assert!(person.state().ends_with("| help"), "there is no third line");
    person.click((rows.x + 30, rows.y + 1));
    assert!(person.notice().starts_with("There is no filter"), "{}", person.notice());
}

#[test]
fn leaves_the_mouse_to_the_terminal_when_switched_off() {
    let mut person = Person::new();
    person.keys("<f2>");
    let regions = person.app.regions();
    person.click(line(&regions, 0)).mouse(MouseKind::ScrollUp, line(&regions, 0));
    assert_eq!(person.state(), format!("{START} | no mouse"));
    person.keys("<f2>").click(line(&regions, 0));
    assert_eq!(person.state(), "[a] b c d e f u");
}

/// Returns the first column of the `n`th chip and that of the sign that closes it, with their row.
fn chip(person: &Person, n: usize) -> ((u16, u16), (u16, u16)) {
    let chip = person.app.chips().into_iter().nth(n).unwrap();
    let line = person.app.regions().chips;
    ((line.x + chip.column, line.y), (line.x + chip.close(), line.y))
}

#[test]
fn switches_the_chip_that_is_clicked_and_closes_it_by_its_sign() {
    let mut person = Person::new();
    person.keys("\\country:MLI coup<enter>");
    person.click(chip(&person, 1).0);
    assert_eq!(person.state(), "a [b] e u | country:MLI, off:(coup)");
    person.click(chip(&person, 1).0);
    assert_eq!(person.state(), "a [b] | country:MLI, coup");
    person.click(chip(&person, 0).1);
    assert_eq!(person.state(), "a [b] | coup");
    let beside = (chip(&person, 0).1.0 + 20, chip(&person, 0).1.1);
    person.click(beside);
    assert_eq!(person.state(), "a [b] | coup");
    // At the right end stand "F off   X clear   u undo ".
    let line = person.app.regions().chips;
    let key = |from_end: u16| (line.right() - from_end, line.y);
    person.click(key(25));
    assert_eq!(person.state(), "a [b] c d e f u | coup, off");
    person.click(key(16)).click(key(18));
    assert_eq!(person.state(), "a [b] c d e f u", "cleared; between two keys is nothing");
    person.keys("u").click(key(5)).keys("F");
    assert_eq!(person.state(), "a [b] c d e f u | coup, off");
}

#[test]
fn hits_the_chip_that_is_shown_where_there_is_no_room_for_all() {
    let query = "\\country:MLI,NER,FRA after:2023 has:place -kind:coup -has:note has:link<enter>";
    let shown = |person: &Person| person.app.shown_chips(80);
    let click = |person: &mut Person, column| {
        let row = person.app.regions().chips.y;
        person.click((column, row));
        let terms = person.app.chosen().filter.terms.iter().map(super::chip);
        terms.collect::<Vec<_>>().join(" ")
    };
    let mut person = Person::at(small(), (80, 24));
    person.keys(query);
    let chips = shown(&person);
    assert_eq!((chips.before, chips.chips.len(), chips.keys), (0, 3, 0));
    let (at, text) = chips.more.unwrap();
    assert_eq!(text, "+3 more");
    assert_eq!(
        click(&mut person, chips.chips[2].close()),
        "country:MLI,NER,FRA after:2023 -kind:coup -has:note has:link"
    );
    person.keys("u5");
    let chips = shown(&person);
    assert_eq!((chips.before, chips.more.unwrap().1.as_str()), (1, "+1 before, +1 more"));
    assert_eq!(chips.chips[3].text, "−has:note", "the chip whose number is typed is shown");
    assert_eq!(
        click(&mut person, chips.chips[3].close()),
        "country:MLI,NER,FRA after:2023 has:place -kind:coup has:link"
    );
    person.keys("<esc>u");
    click(&mut person, at);
    assert_eq!(person.app.context(), Context::Prompt, "the whole query is there to be changed");
}

#[test]
fn does_what_a_column_is_for_when_its_name_is_clicked() {
    for (size, column, expected) in [
        ((120, 40), "when", "a b c d e [f] u | go to \"\""),
        ((120, 40), "title", "a b c d e [f] u | search \"\""),
        ((200, 60), "place", "a b c d e [f] u | country on Mali"),
    ] {
        let mut person = Person::at(small(), size);
        let (columns, header) = (person.app.columns(), person.app.regions().header);
        let (start, width) = match column {
            "when" => columns.when,
            "place" => columns.place,
            _ => columns.title,
        };
        assert!(width > 0, "{column}");
        person.click((header.x + start, header.y));
        assert_eq!(person.state(), expected);
    }
}

#[test]
fn drags_the_axis_along() {
    let mut person = Person::new();
    person.keys("k++");
    let before = person.app.chosen().window.unwrap();
    let header = person.app.regions().header;
    let axis = header.x + person.app.columns().axis.0;
    let (from, to) = ((axis + 2, header.y), (axis + 8, header.y));
    person.mouse(MouseKind::Down(Button::Left), from).mouse(MouseKind::Drag(Button::Left), to);
    person.mouse(MouseKind::Up(Button::Left), to);
    let after = person.app.chosen().window.unwrap();
    assert!(
        after.from < before.from && after.seconds() == before.seconds(),
        "{before:?} {after:?}"
    );
    person.keys("u");
    assert_eq!(person.app.chosen().window, Some(before), "a drag is one thing to take back");
    person.keys("_");
    person.mouse(MouseKind::Down(Button::Left), from).mouse(MouseKind::Drag(Button::Left), to);
    assert_eq!(person.notice(), "The whole file is on the axis; zoom in first, then drag it");
}

#[test]
fn runs_the_line_of_a_list_that_is_clicked_and_closes_the_list_beside_it() {
    let rows = |person: &Person| {
        let hints = person.app.regions().hints;
        crate::app::regions::sheet_rows(ratatui::layout::Rect::new(
            0,
            0,
            hints.right(),
            hints.bottom(),
        ))
    };
    let mut person = Person::new();
    person.keys("?clear");
    let first = rows(&person).as_position().into();
    person.keys("<esc>*?clear").click(first);
    assert_eq!(person.state(), START, "the filter is cleared");
    person.keys("?").click((0, 0));
    assert_eq!(person.state(), START);
    person.keys("\\coup<enter>Vone<enter>X\\talks<enter>Vtwo<enter>Xv");
    let second = (rows(&person).x + 3, rows(&person).y + 1);
    person.click(second);
    assert_eq!(person.app.view_name().map(Clean::as_str), Some("two"));
    person.keys("v");
    let nothing = (rows(&person).x + 3, rows(&person).y + 9);
    person.click(nothing);
    assert!(person.more().contains(&"views".to_owned()), "there is nothing to run");
}

#[test]
fn takes_the_completion_that_is_clicked() {
    let mut person = Person::new();
    person.keys("\\country:");
    let (area, _) = person.app.completion_area(&person.app.completions());
    person.click((area.x + 3, area.y + 2));
    assert_eq!(person.more(), ["query \"country:FRA\""]);
    person.click((area.right() + 5, area.y));
    assert_eq!(person.more(), ["query \"country:FRA\""], "beside it is nothing to take");
}
