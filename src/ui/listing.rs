//! A list over the panes, in which letters find and arrows move.

use ratatui::layout::Rect;

use super::pen::Pen;
use crate::app::{
    App,
    action::Action,
    listing::{Listing, Seen, name_width, seen},
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
        let names = name_width(rows, self.names);
        let abouts: Vec<&str> = self.items.iter().map(|(_, about)| *about).collect();
        let seen = seen(&abouts, listing.cursor, rows, names);
        let mut y = rows.y;
        for Seen { item, lines } in &seen {
            pen.put((rows.x + 1, y), names.saturating_sub(1), &self.items[*item].0, theme.key);
            let area = Rect { y, height: lines.len() as u16, ..rows };
            for line in lines {
                let x = rows.x + names + 1;
                pen.put((x, y), rows.right().saturating_sub(x), line, theme.text);
                y += 1;
            }
            if *item == listing.cursor {
                pen.paint(area, theme.selection);
            }
        }
        let above = seen.first().map_or(0, |seen| seen.item);
        unseen(pen, regions::sheet(screen), above, self.items.len() - above - seen.len());
    }
}

/// Says in the lower edge of a frame how many items of its list are not seen.
pub(super) fn unseen(pen: &mut Pen<'_>, frame: Rect, above: usize, below: usize) {
    let text = match (above, below) {
        (0, 0) => return,
        (0, _) => format!(" +{below} more "),
        (_, 0) => format!(" +{above} above "),
        _ => format!(" +{above} above, +{below} below "),
    };
    if frame.width > 4 && frame.height > 1 {
        let style = pen.look.theme.quiet;
        pen.put_right((frame.x + 2, frame.bottom() - 1), frame.width - 4, &text, style);
    }
}

/// Lays an empty sheet over the middle of the screen; returns its inside.
pub(super) fn sheet(pen: &mut Pen<'_>, title: &str, key: &str, screen: Rect) -> Rect {
    let area = regions::sheet(screen);
    pen.clear(area);
    pen.frame(area, title, key, true);
    inside(area)
}
