//! The list: a line an event, each with its own piece of a common time axis.

pub(super) mod axis;
mod lanes;
pub(super) mod rows;

use ratatui::layout::Rect;

use self::axis::Axis;
use super::{has_focus, pen::Pen, title::length_text};
use crate::{
    app::{
        App,
        action::Action,
        regions::{Columns, Pane, Regions, Shape},
    },
    question::{Line, Scale},
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, regions: &Regions) {
    let focused = has_focus(app, Pane::Timeline);
    if regions.shape >= Shape::Medium {
        let cell = cell_text(app).map_or_else(String::new, |cell| format!("   {cell}"));
        let title = format!("Timeline{cell}");
        let key = app.keymap().plain(Action::Maximise);
        let back = if app.is_maximised() { format!("{key} back") } else { String::new() };
        pen.frame(regions.list, &title, &back, focused);
    }
    let columns = app.columns();
    if !regions.lanes.is_empty() {
        lanes::draw(pen, app, regions);
    }
    if regions.rows.is_empty() {
        if app.answer().lines.is_empty() {
            empty(pen, app, regions.lanes);
        }
        return;
    }
    let left = regions.rows.x + columns.axis.0;
    let axis = app.scale().map(|scale| Axis::new(scale, left, app.week_start()));
    header(pen, &columns, axis.as_ref(), regions.header);
    let rows = regions.rows;
    if app.answer().lines.is_empty() {
        return empty(pen, app, rows);
    }
    let selected = app.selected();
    for (n, line) in app.answer().lines.iter().enumerate().take(usize::from(rows.height)) {
        let area = Rect { y: rows.y + n as u16, height: 1, ..rows };
        match line {
            Line::Event(row) => {
                rows::event(pen, app, (&columns, axis.as_ref()), row, area);
                if selected == Some(row.key) {
                    // What a story tells of is as plain as what has the focus.
                    rows::select(pen, area, focused || app.is_telling());
                }
            }
            Line::Gap(seconds) => rows::gap(pen, &columns, *seconds, area),
        }
    }
}

/// Returns how much time a cell of the axis is: of that of the lanes and of that of the list, if they differ.
pub(super) fn cell_text(app: &App) -> Option<String> {
    let length = |scale: Scale| length_text(scale.seconds_per_column());
    let list = app.scale().filter(|_| !app.regions().rows.is_empty());
    match (app.lane_scale().map(length), list.map(length)) {
        (Some(lanes), Some(list)) if lanes != list => {
            Some(format!("1 cell = {lanes} in the lanes, {list} in the list"))
        }
        (lanes, list) => Some(format!("1 cell = {}", lanes.or(list)?)),
    }
}

fn header(pen: &mut Pen<'_>, columns: &Columns, axis: Option<&Axis>, area: Rect) {
    let style = pen.look.theme.quiet;
    for (name, (start, width)) in [
        ("When", columns.when),
        ("Where", columns.place),
        ("Kind", columns.kind),
        ("Title", columns.title),
    ] {
        pen.put((area.x + start, area.y), width, name, style);
    }
    if let Some(axis) = axis {
        axis.labels(pen, area.y, pen.look.theme.text);
    }
}

/// Says why nothing is listed, and what to do about it.
fn empty(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    let key = |action| app.keymap().plain(action);
    let (what, remedy) = if app.about().total == 0 {
        let remedy = "`dateline new FILE` writes a starter to fill in.";
        ("This dataset has no events yet".to_owned(), remedy.to_owned())
    } else if app.typed_query().is_some() && app.answer().matching == 0 {
        let cancel = app.keymap().spoken(Action::Cancel);
        (
            no_event(app, "No event passes this query"),
            format!("Type on, or {cancel} leaves everything as it was."),
        )
    } else if app.answer().matching == 0 {
        let actions = [Action::FiltersOff, Action::ClearFilters, Action::Undo];
        let [off, clear, undo] = actions.map(key);
        let remedy =
            format!("{off} switches it off, {clear} clears it, {undo} takes the last change back.");
        (no_event(app, "No event passes the filter"), remedy)
    } else {
        let actions = [Action::FitAll, Action::WindowEarlier, Action::WindowLater];
        let [fit, earlier, later] = actions.map(key);
        let remedy =
            format!("{fit} shows the whole file, {earlier} and {later} look earlier and later.");
        ("No event lies in this window".to_owned(), remedy)
    };
    let stop = if what.ends_with('?') { "" } else { "." };
    for (n, line) in [&format!("{what}{stop}"), &remedy].into_iter().enumerate() {
        let y = area.y + 1 + n as u16;
        if y < area.bottom() {
            let style = if n == 0 { theme.strong } else { theme.quiet };
            pen.put((area.x + 2, y), area.width.saturating_sub(3), line, style);
        }
    }
}

/// Adds to what is said what nothing in the data has: a value that was misspelt, say.
fn no_event(app: &App, what: &str) -> String {
    match app.answer().unmatched.first() {
        Some(unmatched) => format!("{what}: {unmatched}"),
        None => what.to_owned(),
    }
}
