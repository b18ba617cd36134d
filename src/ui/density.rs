//! The strip: the whole file over time, with the window in brackets.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{
    pen::Pen,
    timeline::axis::{Axis, brief},
    title::{length_text, thousands},
};
use crate::{
    app::{App, timeline::STRIP_LEFT},
    domain::Span,
    question::Scale,
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, bars: Rect, labels: Rect) {
    let density = &app.answer().density;
    let theme = pen.look.theme;
    if bars.is_empty() {
        return;
    }
    pen.put((bars.x + 1, bars.y), 4, "all", theme.quiet);
    let Some(scale) = app.strip_scale() else {
        pen.put((bars.x + STRIP_LEFT, bars.y), bars.width, "no event has a date", theme.quiet);
        return;
    };
    let left = bars.x + STRIP_LEFT;
    let peak = density.peak();
    let glyphs = pen.glyphs();
    for (n, bucket) in density.buckets.iter().enumerate() {
        let wanted = bucket.exact + bucket.vague;
        let (sign, style) = if wanted > 0.0 {
            let level = (wanted / peak * 8.0).ceil().clamp(1.0, 8.0) as usize;
            // A bucket of shares alone, or mostly, is lighter: nobody knows that its events were then.
            let style = if bucket.exact >= bucket.vague { theme.exact } else { theme.vague };
            (glyphs.bars[level - 1], style)
        } else if bucket.hidden > 0.0 {
            (glyphs.hidden, theme.quiet)
        } else {
            (" ", theme.text)
        };
        pen.sign(left + n as u16, bars.y, sign, style);
    }
    brackets(pen, app, &scale, (left, bars.y));
    let right = left + scale.columns + 2;
    let room = bars.right().saturating_sub(right);
    let seconds = scale.seconds_per_column();
    let legend = |per: &str| match peak {
        ..=0.0 => "none".to_owned(),
        ..1.0 => format!("under 1 per {per}"),
        _ => format!("{} per {per}", thousands(peak.round() as u64)),
    };
    let mut text = legend(&length_text(seconds));
    if text.width() > usize::from(room) {
        text = legend(&brief(seconds as i128));
    }
    pen.put((right, bars.y), room, &text, theme.quiet);
    Axis::new(scale, left, app.week_start()).labels(pen, labels.y, theme.quiet);
}

/// Puts the window's brackets around its buckets, outside of them where there is room.
fn brackets(pen: &mut Pen<'_>, app: &App, scale: &Scale, (left, y): (u16, u16)) {
    let Some(window) = app.window() else { return };
    let Some((from, to)) = scale.cells(Span::between(window.from, window.to)) else { return };
    let style = pen.look.theme.focus;
    let [open, close] = pen.glyphs().window;
    pen.sign((left + from).saturating_sub(1), y, open, style);
    pen.sign(left + to + 1, y, close, style);
}
