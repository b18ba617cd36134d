//! The values of a field with their counts.

use ratatui::{layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

use super::{has_focus, pen::Pen, title::thousands};
use crate::{
    app::{
        App,
        action::Action,
        facets::{self, Found, Parts},
        regions::{Pane, inside},
    },
    question::{Choice, FacetValue, Field},
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, field: Field, area: Rect) {
    let focused = has_focus(app, Pane::Facet(field));
    let key = app.keymap().shown(Action::Facet(field)).into_iter().next().unwrap_or_default();
    pen.frame(area, &title(field), &key, focused);
    let inner = inside(area);
    let Some(facet) = app.facet(field) else {
        return;
    };
    let theme = pen.look.theme;
    let unfocused = app.picker().at_rest();
    let picker = if focused { app.picker() } else { &unfocused };
    let rows = facets::value_rows(inner, picker);
    if rows.y > inner.y {
        let typed = format!("find: {}{}", picker.text, pen.glyphs().cursor);
        pen.put((inner.x, inner.y), inner.width, &typed, theme.strong);
    }
    let found = picker.found(facet);
    if found.is_empty() {
        let text =
            if facet.values.is_empty() { "no event names one" } else { "nothing is called so" };
        pen.put((rows.x, rows.y), rows.width, text, theme.quiet);
    }
    let most = facet.values.iter().map(|value| value.count).max().unwrap_or(0);
    let first = if focused { facets::first_row(picker.cursor, rows.height) } else { 0 };
    for (n, value) in found.iter().enumerate().skip(first).take(usize::from(rows.height)) {
        let line = Rect { y: rows.y + (n - first) as u16, height: 1, ..rows };
        let named = row(pen, value, most, line);
        if focused && n == picker.cursor {
            pen.paint(named, theme.selection);
        }
    }
    let rest = found.len().saturating_sub(first + usize::from(rows.height)) as u64 + facet.more;
    if rest > 0 {
        more(pen, area, &format!(" +{} more ", thousands(rest)));
    } else if focused && area.width >= 34 {
        let actions = [Action::Include, Action::Exclude, Action::Only];
        let [include, exclude, only] = actions.map(|action| app.keymap().plain(action));
        more(pen, area, &format!(" {include} and  {exclude} not  {only} only "));
    }
}

fn more(pen: &mut Pen<'_>, area: Rect, text: &str) {
    let room = area.width.saturating_sub(4);
    pen.put((area.x + 2, area.bottom().saturating_sub(1)), room, text, pen.look.theme.quiet);
}

fn title(field: Field) -> String {
    let name = field.name();
    name[..1].to_uppercase() + &name[1..]
}

/// Draws a value; returns where its name and its count are, without the bar.
fn row(pen: &mut Pen<'_>, found: &Found<'_>, most: u64, area: Rect) -> Rect {
    let Found { value, depth, parts } = *found;
    let theme = pen.look.theme;
    let (sign, style) = match value.choice {
        Choice::Included => (0, theme.included),
        Choice::Excluded => (1, theme.warning),
        Choice::Neither if value.count == 0 => (2, theme.quiet),
        Choice::Neither => (2, theme.text),
    };
    let count = match value.choice {
        Choice::Excluded => format!("{}{}", pen.glyphs().minus, thousands(value.count)),
        _ => thousands(value.count),
    };
    pen.put((area.x, area.y), 3, pen.glyphs().choice[sign], style);
    let bar = match value.spark.len() as u16 {
        0 if area.width < 20 => 0,
        0 => (area.width / 5).min(12),
        spark => spark + 1,
    };
    let counts = 4.max(thousands(most).len() as u16 + 1);
    let label = area.width.saturating_sub(4 + counts + bar + u16::from(bar > 0));
    // Two steps in are enough to see what is below what, and leave room for names.
    let indent = depth.min(2).min(label / 4);
    let sign = match parts {
        Parts::None => "",
        Parts::Shown => pen.glyphs().parts[0],
        Parts::Folded => pen.glyphs().parts[1],
    };
    let name = match &value.short {
        Some(short) if value.label.width() + sign.width() > usize::from(label - indent) => short,
        _ => &value.label,
    };
    pen.put((area.x + 4 + indent, area.y), label - indent, &format!("{name}{sign}"), style);
    pen.put_right((area.x + 4 + label, area.y), counts, &count, style);
    if !value.spark.is_empty() {
        spark(pen, (area.x + 5 + label + counts, area.y), bar - 1, value);
    } else if bar > 0 {
        bars(
            pen,
            (area.x + 5 + label + counts, area.y),
            // A cell of air, or a full bar would run into the frame.
            bar - 1,
            value,
            most,
            theme.exact,
        );
    }
    Rect { width: area.width - bar - u16::from(bar > 0), ..area }
}

/// Draws the events of a value over the extent of the data.
fn spark(pen: &mut Pen<'_>, (x, y): (u16, u16), width: u16, value: &FacetValue) {
    let theme = pen.look.theme;
    let peak = value.spark.iter().copied().fold(0.0, f32::max);
    for (n, share) in value.spark.iter().enumerate().take(usize::from(width)) {
        let bars = &pen.glyphs().bars;
        let height = (share / peak * bars.len() as f32).ceil() as usize;
        if let Some(bar) = height.checked_sub(1).and_then(|height| bars.get(height)) {
            pen.sign(x + n as u16, y, bar, theme.exact);
        }
    }
}

/// Draws a count as a bar of cells and eighths of one.
fn bars(
    pen: &mut Pen<'_>,
    (x, y): (u16, u16),
    width: u16,
    value: &FacetValue,
    most: u64,
    style: Style,
) {
    if most == 0 || value.choice == Choice::Excluded {
        return;
    }
    let eighths = (value.count * u64::from(width) * 8).div_ceil(most) as u16;
    let glyphs = pen.glyphs();
    let full = (eighths / 8).min(width);
    for n in 0..full {
        pen.sign(x + n, y, glyphs.count[0], style);
    }
    let rest = glyphs.count[usize::from(eighths % 8)];
    if !eighths.is_multiple_of(8) && full < width && !rest.is_empty() {
        pen.sign(x + full, y, rest, style);
    }
}
