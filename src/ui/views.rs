//! The list of saved views.

use ratatui::layout::Rect;

use super::{help::sheet, pen::Pen};
use crate::app::{App, action::Action, facets, listing::Listing, regions::sheet_rows};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, listing: &Listing, screen: Rect) {
    let theme = pen.look.theme;
    let close = app.keymap().plain(Action::Cancel);
    let remove = app.keymap().spoken(Action::RemoveView);
    let title = format!("Saved views: type to find, Enter opens, {remove} removes");
    let inner = sheet(pen, &title, &close, screen);
    let typed = format!(" find: {}{}", listing.line.value(), pen.glyphs().cursor);
    pen.put((inner.x, inner.y), inner.width, &typed, theme.strong);
    let rows = sheet_rows(screen);
    let found = app.found_views();
    if found.is_empty() {
        pen.put((rows.x + 1, rows.y), rows.width, "No view is called so", theme.quiet);
    }
    let first = facets::first_row(listing.cursor, rows.height);
    let name_width = 26.min(rows.width / 2);
    for (n, saved) in found.iter().enumerate().skip(first).take(usize::from(rows.height)) {
        let y = rows.y + (n - first) as u16;
        pen.put((rows.x + 1, y), name_width - 1, &saved.name, theme.key);
        let x = rows.x + name_width + 1;
        let whole = if saved.view.is_empty() { "everything" } else { &saved.view };
        pen.put((x, y), rows.right().saturating_sub(x), whole, theme.text);
        if n == listing.cursor {
            pen.paint(Rect { y, height: 1, ..rows }, theme.selection);
        }
    }
}
