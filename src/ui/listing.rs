//! A list over the panes, in which letters find and arrows move.

use ratatui::layout::Rect;

use super::pen::Pen;
use crate::app::{
    App,
    action::Action,
    facets,
    listing::Listing,
    regions::{self, inside, sheet_rows},
};

/// What such a list shows.
pub(super) struct Found<'a> {
    pub(super) title: &'a str,
    /// What is said where nothing is found.
    pub(super) none: &'a str,
    /// How wide the names are, if there is room.
    pub(super) names: u16,
    /// The items that are found: a name, and what it stands for.
    pub(super) items: Vec<(String, &'a str)>,
}

impl Found<'_> {
    pub(super) fn draw(&self, pen: &mut Pen<'_>, app: &App, listing: &Listing, screen: Rect) {
        let theme = pen.look.theme;
        let inner = sheet(pen, self.title, &app.keymap().plain(Action::Cancel), screen);
        let typed = format!(" find: {}{}", listing.line.value(), pen.glyphs().cursor);
        pen.put((inner.x, inner.y), inner.width, &typed, theme.strong);
        let rows = sheet_rows(screen);
        if self.items.is_empty() {
            pen.put((rows.x + 1, rows.y), rows.width, self.none, theme.quiet);
        }
        let first = facets::first_row(listing.cursor, rows.height);
        let names = self.names.min(rows.width / 2);
        let seen = self.items.iter().enumerate().skip(first);
        for ((n, (name, about)), y) in seen.zip(rows.top()..rows.bottom()) {
            pen.put((rows.x + 1, y), names - 1, name, theme.key);
            let x = rows.x + names + 1;
            pen.put((x, y), rows.right().saturating_sub(x), about, theme.text);
            if n == listing.cursor {
                pen.paint(Rect { y, height: 1, ..rows }, theme.selection);
            }
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
