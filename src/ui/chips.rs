//! The second line: the filter, a chip a term, and the keys that change it.

use ratatui::{layout::Rect, style::Modifier};

use super::pen::Pen;
use crate::{
    app::{App, action::Action},
    question::Field,
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    if app.typed_query().is_some() {
        let hint = " The list shows what this query finds; nothing else is changed yet";
        pen.put(area.as_position().into(), area.width, hint, theme.quiet);
        return;
    }
    let chips = app.chips();
    if chips.is_empty() {
        let short =
            [(Action::Facet(Field::Country), "country"), (Action::Facet(Field::Group), "group")];
        let long = [
            (Action::Facet(Field::Country), "chooses countries"),
            (Action::Facet(Field::Group), "groups"),
            (Action::Search, "searches"),
            (Action::Query, "takes a query"),
        ];
        let keys = if area.width < 54 { &short[..] } else { &long[..] };
        let bound = keys.iter().filter(|(action, _)| !app.keymap().keys_of(*action).is_empty());
        let named = bound.map(|(action, does)| format!("{} {does}", app.keymap().plain(*action)));
        let named = named.collect::<Vec<_>>().join(", ");
        let hint =
            if named.is_empty() { " No filter".to_owned() } else { format!(" No filter: {named}") };
        pen.put(area.as_position().into(), area.width, &hint, theme.quiet);
        return;
    }
    let keys_width = app.chip_keys_width(area.width);
    let keys_at = area.right().saturating_sub(keys_width);
    // What is cut off ends before the keys, with a space between.
    let end = if keys_width > 0 { keys_at.saturating_sub(1) } else { keys_at };
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
    pen.put_right((keys_at, area.y), keys_width, &app.chip_keys(), theme.quiet);
}
