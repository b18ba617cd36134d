//! The second line: the filter, a chip a term, and the keys that change it.

use ratatui::{layout::Rect, style::Modifier};

use super::pen::Pen;
use crate::{
    app::{App, action::Action},
    question::Field,
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    let chips = app.chips();
    if chips.is_empty() {
        let key = |action| app.keymap().plain(action);
        let fields = [Field::Country, Field::Group].map(Action::Facet);
        let ([country, group], search) = (fields.map(key), key(Action::Search));
        let query = key(Action::Query);
        let hint = if area.width < 54 {
            format!(" No filter: {country} country, {group} group")
        } else {
            format!(
                " No filter: {country} chooses countries, {group} groups, {search} searches, {query} takes a query"
            )
        };
        pen.put(area.as_position().into(), area.width, &hint, theme.quiet);
        return;
    }
    let keys_width = app.chip_keys_width(area.width);
    let end = area.right().saturating_sub(keys_width);
    for chip in &chips {
        let x = area.x + chip.column;
        if x >= end {
            break;
        }
        let style = match (chip.off, chip.exclude) {
            (true, _) => theme.quiet.add_modifier(Modifier::CROSSED_OUT),
            (false, true) => theme.warning,
            (false, false) => theme.included,
        };
        pen.put((x, area.y), chip.width.min(end - x), &chip.text, style);
        let close = area.x + chip.close();
        if close < end {
            pen.put((close, area.y), 1, pen.glyphs().close, theme.quiet);
        }
    }
    pen.put_right((end, area.y), keys_width, &app.chip_keys(), theme.quiet);
}
