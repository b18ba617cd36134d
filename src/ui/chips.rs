//! The second line: the filter, a chip a term, and the keys that change it.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::pen::Pen;
use crate::{
    app::{App, action::Action},
    domain::Clean,
    question::{Field, Term, TimeRelation},
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    let filter = &app.chosen().filter;
    let off = app.chosen().filter_off;
    let key = |action| app.keymap().plain(action);
    if filter.is_empty() {
        let actions = [Action::Facet(Field::Country), Action::Facet(Field::Group), Action::Search];
        let [country, group, search] = actions.map(key);
        let hint = if area.width < 54 {
            format!(" No filter: {country} country, {group} group")
        } else {
            format!(" No filter: {country} chooses countries, {group} groups, {search} searches")
        };
        pen.put(area.as_position().into(), area.width, &hint, theme.quiet);
        return;
    }
    let to = if off { "on" } else { "off" };
    let keys = [(Action::FiltersOff, to), (Action::ClearFilters, "clear"), (Action::Undo, "undo")];
    let bound = keys.into_iter().filter(|(action, _)| !app.keymap().keys_of(*action).is_empty());
    let named: Vec<_> = bound.map(|(action, word)| format!("{} {word}", key(action))).collect();
    let keys = format!(" {} ", named.join("   "));
    let keys_width = if area.width >= 60 { keys.width() as u16 } else { 0 };
    let mut x = area.x + 1;
    let end = area.right().saturating_sub(keys_width);
    for term in &filter.terms {
        if x >= end {
            break;
        }
        let (text, exclude) = chip(app, term, pen.glyphs().minus);
        let style = match (off, exclude) {
            (true, _) => theme.quiet,
            (false, true) => theme.warning,
            (false, false) => theme.included,
        };
        x += pen.put((x, area.y), end - x, &text, style) + 3;
    }
    if off {
        x += pen.put((x, area.y), end.saturating_sub(x), "(switched off)", theme.quiet);
    }
    let _ = x;
    pen.put_right((end, area.y), keys_width, &keys, theme.quiet);
}

/// Returns a term as a chip, and whether it excludes.
fn chip(app: &App, term: &Term, minus: &str) -> (String, bool) {
    match term {
        Term::Facet { field, values, exclude } => {
            let sign = if *exclude { minus } else { "" };
            let labels: Vec<_> =
                values.iter().map(|value| format!("{sign}{}", label(app, *field, value))).collect();
            (format!("{}: {}", field.name(), labels.join(", ")), *exclude)
        }
        Term::Text { needle, exclude } => {
            let sign = if *exclude { minus } else { "" };
            (format!("{sign}\"{needle}\""), *exclude)
        }
        Term::Time { relation, when, exclude } => {
            let word = match relation {
                TimeRelation::After => "after",
                TimeRelation::Before => "before",
                TimeRelation::During => "during",
                TimeRelation::Starts => "starts",
            };
            let sign = if *exclude { minus } else { "" };
            (format!("{sign}{word} {}", when.text()), *exclude)
        }
        Term::Certain => ("certain only".to_owned(), false),
    }
}

fn label(app: &App, field: Field, value: &Clean) -> String {
    let facet = app.facet(field);
    let known = facet.and_then(|facet| facet.values.iter().find(|known| known.value == *value));
    known.map_or_else(|| value.to_string(), |known| known.label.to_string())
}
