//! A line of the list: the date, its piece of the axis, where, and what.

use ratatui::{layout::Rect, style::Style};

use super::axis::{Axis, month_name};
use crate::{
    app::{App, regions::Columns},
    domain::{Certainty, Country, Edge, Extent, Precision, Span},
    question::{Row, Scale},
    ui::{pen::Pen, title::length_text},
};

pub(super) fn event(
    pen: &mut Pen<'_>,
    app: &App,
    (columns, axis): (&Columns, Option<&Axis>),
    row: &Row,
    area: Rect,
) {
    let theme = pen.look.theme;
    let glyphs = pen.glyphs();
    let at = |column: (u16, u16)| ((area.x + column.0, area.y), column.1);
    let ((x, y), width) = at(columns.when);
    let label = when_label(app, row, width, glyphs.cut_date);
    pen.put((x, y), width, &label, if row.certain { theme.text } else { theme.quiet });
    // The cell after the date: a contradiction outweighs a mark, for the mark is the reader's own.
    let marked = app.chosen().kept.marks.contains(&row.key);
    if row.conflict {
        pen.put((x + width, y), 1, glyphs.conflict, theme.warning);
    } else if marked {
        pen.put((x + width, y), 1, glyphs.mark, theme.mark);
    }
    if let Some(axis) = axis {
        axis.grid(pen, area.y);
        if let Some(when) = &row.when {
            let unsure = when.is_uncertain() || row.certainty == Some(Certainty::Disputed);
            piece(pen, &axis.scale, when.extent(), (axis.x, area.y), unsure);
        }
        axis.breaks(pen, area.y);
    }
    let ((x, y), width) = at(columns.place);
    pen.put((x, y), width, &codes(&row.countries, width), theme.quiet);
    let ((x, y), width) = at(columns.kind);
    pen.put((x, y), width, row.kind.as_deref().unwrap_or_default(), theme.quiet);
    let ((x, y), width) = at(columns.title);
    let style = match (row.certainty, row.hit) {
        (_, true) => theme.hit,
        (Some(Certainty::Retracted), false) => {
            theme.quiet.add_modifier(ratatui::style::Modifier::CROSSED_OUT)
        }
        _ => theme.text,
    };
    pen.put((x, y), width, &row.title, style);
}

/// Returns a date as the column has room for it.
///
/// In a window of one year, a time of day is worth more than the year, which stands in the title; it is on the
/// clocks of the axis, so that it grows down the list whatever zone it was written in.
fn when_label(app: &App, row: &Row, width: u16, cut: &str) -> String {
    let Some(when) = &row.when else { return "undated".to_owned() };
    let civil = when.extent().span().first().civil();
    let one_year = app.window().is_some_and(|w| w.from.civil().year == w.to.civil().year);
    let month = month_name(civil.month);
    match when.precision() {
        Precision::Second if one_year => format!(
            "{:2} {month} {:02}:{:02}:{:02}",
            civil.day, civil.hour, civil.minute, civil.second
        ),
        Precision::Minute if one_year => {
            format!("{:2} {month} {:02}:{:02}", civil.day, civil.hour, civil.minute)
        }
        _ => when.label_in(usize::from(width), cut),
    }
}

/// Returns as many country codes as fit, and how many more there are.
fn codes(countries: &[Country], width: u16) -> String {
    let fit = usize::from(width + 1) / 4;
    let codes: Vec<_> = countries.iter().map(|country| country.code()).collect();
    if codes.len() <= fit {
        return codes.join(" ");
    }
    let shown = (usize::from(width).saturating_sub(2) / 4).min(codes.len());
    format!("{} +{}", codes[..shown].join(" "), codes.len() - shown)
}

/// Shows that a line is selected: by a sign, by reversing, and by colour where there is one.
pub(super) fn select(pen: &mut Pen<'_>, area: Rect, focused: bool) {
    let theme = pen.look.theme;
    if focused {
        pen.paint(area, theme.selection);
    }
    let style = if focused { theme.selection } else { theme.focus };
    pen.put((area.x, area.y), 1, pen.glyphs().cursor, style);
}

/// A line for a stretch of time in which no listed event is known to begin: others may go on meanwhile.
pub(super) fn gap(pen: &mut Pen<'_>, columns: &Columns, seconds: i64, area: Rect) {
    let text = format!("{}, no event known to begin", length_text(seconds as f64));
    let x = area.x + columns.when.0 + 2;
    let dots = format!("{0} {0} {0}  {text}  {0} {0} {0}", pen.glyphs().dot);
    pen.put(
        (x, area.y),
        area.width.saturating_sub(columns.when.0 + 2),
        &dots,
        pen.look.theme.quiet,
    );
}

/// How a stretch of cells is drawn.
#[derive(Clone, Copy)]
struct Stroke {
    signs: [&'static str; 3],
    style: Style,
}

/// Draws the piece of the axis that belongs to an event.
pub(in crate::ui) fn piece(
    pen: &mut Pen<'_>,
    scale: &Scale,
    extent: Extent,
    at: (u16, u16),
    unsure: bool,
) {
    let glyphs = pen.glyphs();
    let theme = pen.look.theme;
    let vague = Stroke { signs: glyphs.span, style: theme.vague };
    let end = match extent {
        Extent::Once(span) => {
            let Some((from, to)) = scale.cells(span) else {
                return;
            };
            if from == to && !scale.cuts(span) {
                // Known to the day is exact, however few cells a day has.
                let exact = span.last().0.saturating_sub(span.first().0) < 86_400;
                let (sign, style) =
                    if exact { (glyphs.exact, theme.exact) } else { (glyphs.vague, theme.vague) };
                pen.sign(at.0 + from, at.1, sign, style);
            } else {
                stroke(pen, (from, to), at, vague);
                arrows(pen, scale, span, at, theme.vague);
            }
            to
        }
        Extent::Lasting { start, end } => {
            let whole = Span { earliest: start.earliest, latest: end.latest };
            let Some((from, to)) = scale.cells(whole) else { return };
            // What is certain lies between the latest start and the earliest end. Where nobody said when it
            // began, that it went on at some moment before its end is possible and no more.
            let core = Span { earliest: start.latest, latest: end.earliest };
            let certain = matches!(core.earliest, Edge::At(_))
                && core.latest != Edge::Unknown
                && core.first() <= core.last();
            let [open, middle, close] = glyphs.lasting;
            let ends = Stroke { signs: [glyphs.span[0], glyphs.span[1], close], ..vague };
            stroke(pen, (from, to), at, if certain { vague } else { ends });
            if let Some((first, last)) = scale.cells(core).filter(|_| certain) {
                let before = core.first() < scale.window.from;
                let after = core.last() > scale.window.to;
                let signs = if first == last && from == to {
                    [glyphs.brief; 3]
                } else {
                    [if before { middle } else { open }, middle, if after { middle } else { close }]
                };
                stroke(pen, (first, last), at, Stroke { signs, style: theme.lasting });
            }
            arrows(pen, scale, whole, at, if certain { theme.lasting } else { theme.vague });
            to
        }
    };
    if unsure && end + 1 < scale.columns {
        pen.sign(at.0 + end + 1, at.1, "?", theme.warning);
    }
}

/// Shows that a span goes on beyond the window.
fn arrows(pen: &mut Pen<'_>, scale: &Scale, span: Span, (x, y): (u16, u16), style: Style) {
    let [left, right] = pen.glyphs().beyond;
    if span.first() < scale.window.from {
        pen.sign(x, y, left, style);
    }
    if span.last() > scale.window.to {
        pen.sign(x + scale.columns - 1, y, right, style);
    }
}

fn stroke(pen: &mut Pen<'_>, (from, to): (u16, u16), (x, y): (u16, u16), stroke: Stroke) {
    let [start, middle, end] = stroke.signs;
    for column in from..=to {
        let sign = match column {
            _ if from == to => middle,
            _ if column == from => start,
            _ if column == to => end,
            _ => middle,
        };
        pen.sign(x + column, y, sign, stroke.style);
    }
}
