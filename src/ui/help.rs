//! The help page: every action, its keys, found by typing.

use ratatui::layout::Rect;

use super::pen::Pen;
use crate::app::{
    App,
    action::Action,
    facets,
    help::found,
    listing::Listing,
    regions::{self, inside, sheet_rows},
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, help: &Listing, screen: Rect) {
    let theme = pen.look.theme;
    let close = app.keymap().plain(Action::Cancel);
    let inner = sheet(pen, "Help: type to find an action, Enter runs it", &close, screen);
    let typed = format!(" find: {}{}", help.line.value(), pen.glyphs().cursor);
    pen.put((inner.x, inner.y), inner.width, &typed, theme.strong);
    let rows = sheet_rows(screen);
    let found = found(help, app.keymap());
    if found.is_empty() {
        pen.put((rows.x + 1, rows.y), rows.width, "No action is described so", theme.quiet);
    }
    let first = facets::first_row(help.cursor, rows.height);
    let keys_width = 22.min(rows.width / 2);
    for (n, action) in found.iter().enumerate().skip(first).take(usize::from(rows.height)) {
        let y = rows.y + (n - first) as u16;
        let keys = app.keymap().shown(*action).join("  ");
        pen.put((rows.x + 1, y), keys_width - 1, &keys, theme.key);
        let x = rows.x + keys_width + 1;
        pen.put((x, y), rows.right().saturating_sub(x), action.sentence(), theme.text);
        if n == help.cursor {
            pen.paint(Rect { y, height: 1, ..rows }, theme.selection);
        }
    }
}

/// Lays an empty sheet over the middle of the screen; returns its inside.
pub(super) fn sheet(pen: &mut Pen<'_>, title: &str, key: &str, screen: Rect) -> Rect {
    let area = regions::sheet(screen);
    pen.clear(area);
    pen.frame(area, title, key, true);
    inside(area)
}
