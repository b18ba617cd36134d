//! The list of the longest silences.

use ratatui::layout::Rect;

use super::{
    listing::{sheet, unseen},
    pen::Pen,
    title::length_text,
};
use crate::{
    app::{App, action::Action, facets, regions, silences::Silences},
    domain::Moment,
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, open: &Silences, screen: Rect) {
    let theme = pen.look.theme;
    let title = format!("Longest silences by {}", open.field.name());
    let [next, close] = [Action::Silences, Action::Cancel].map(|action| app.keymap().plain(action));
    let keys = format!("{next} next  {close}");
    let rows = sheet(pen, &title, &keys, screen);
    let silences = &app.answer().silences;
    if silences.is_empty() {
        let text = "No silence of two days or more between two dated events.";
        pen.put((rows.x + 1, rows.y), rows.width.saturating_sub(1), text, theme.quiet);
    }
    let first = facets::first_row(open.cursor, rows.height);
    let below = silences.len().saturating_sub(first + usize::from(rows.height));
    unseen(pen, regions::sheet(screen), first, below);
    let name = rows.width * 2 / 5;
    for (n, silence) in silences.iter().enumerate().skip(first).take(usize::from(rows.height)) {
        let y = rows.y + (n - first) as u16;
        pen.put((rows.x + 1, y), name.saturating_sub(2), &silence.label, theme.text);
        let length = length_text(silence.stretch.seconds() as f64);
        pen.put((rows.x + name, y), 16, &length, theme.vague);
        let dash = if pen.glyphs().ascii { "-" } else { "–" };
        let day = |moment: Moment| moment.civil().to_string();
        let dates = format!("{} {dash} {}", day(silence.stretch.from), day(silence.stretch.to));
        let x = rows.x + name + 17;
        pen.put((x, y), rows.right().saturating_sub(x), &dates, theme.quiet);
        if n == open.cursor {
            pen.paint(Rect { y, height: 1, ..rows }, theme.selection);
        }
    }
}
