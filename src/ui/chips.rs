//! The second line: the filter, a chip a term, and the keys that change it.

use ratatui::{layout::Rect, style::Modifier};

use super::pen::Pen;
use crate::{
    app::{App, action::Action, chips::ShownChips},
    question::Field,
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    if app.typed_query().is_some() {
        let hint = " The list shows what this query finds; nothing else is changed yet";
        pen.put(area.as_position().into(), area.width, hint, theme.quiet);
        return;
    }
    let ShownChips { chips, before, more, keys } = app.shown_chips(area.width);
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
    let typed = app.pending_count().map(|count| count as usize);
    for (n, chip) in chips.iter().enumerate() {
        let style = match (chip.off, chip.exclude) {
            (true, _) => theme.quiet.add_modifier(Modifier::CROSSED_OUT),
            (false, true) => theme.warning,
            (false, false) => theme.included,
        };
        let at = (area.x + chip.column, area.y);
        pen.put(at, chip.width, &chip.text, style);
        pen.put((area.x + chip.close(), area.y), 1, pen.glyphs().close, theme.quiet);
        // The chip that keys after this number act on.
        if typed == Some(before + n + 1) {
            pen.paint(Rect { x: at.0, y: at.1, width: chip.width, height: 1 }, theme.selection);
        }
    }
    if let Some((column, text)) = more {
        pen.put((area.x + column, area.y), area.width.saturating_sub(column), &text, theme.quiet);
    }
    pen.put_right((area.right().saturating_sub(keys), area.y), keys, &app.chip_keys(), theme.quiet);
}
