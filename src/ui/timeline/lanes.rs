//! Swim lanes: a name, and what happened along the common axis.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{axis::Axis, rows};
use crate::{
    app::{App, lanes::name_width, regions::Regions},
    question::{Drawn, Field, Item, Lane, Lanes},
    ui::{pen::Pen, title::thousands},
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, regions: &Regions) {
    let area = regions.lanes;
    let (Some(view), Some(scale)) = (app.lane_view(), app.lane_scale()) else { return };
    let theme = pen.look.theme;
    let names = name_width(area.width);
    let axis = Axis::new(scale, area.x + names, app.week_start());
    let word = format!("by {}", view.field.name());
    pen.put((area.x + 1, regions.lane_header.y), names - 2, &word, theme.quiet);
    axis.labels(pen, regions.lane_header.y, theme.text);
    let seen = app.seen_lanes();
    let selected = app.selected_lane();
    let mut y = area.y;
    for (lane, height) in &seen {
        for y in y..y + height {
            axis.grid(pen, y);
        }
        name(pen, lane, (area.x, y), names);
        if selected == Some(*lane) {
            pen.put((area.x, y), 1, pen.glyphs().cursor, theme.focus);
        }
        for (items, y) in lane.lines.iter().zip(y..y + height) {
            for item in items {
                draw_item(pen, &axis, item, y);
            }
            axis.breaks(pen, y);
        }
        let cut: u64 = lane.lines.iter().skip(usize::from(*height)).flatten().map(events).sum();
        if lane.more + cut > 0 {
            let more = format!("+{}", thousands(lane.more + cut));
            pen.put_right((area.x, y + height - 1), names - 1, &more, theme.quiet);
        }
        y += height;
    }
    let text = unseen(app, seen.len(), view.field);
    if y < area.bottom() {
        pen.put_right((area.x, area.bottom() - 1), area.width, &text, theme.quiet);
    }
}

/// Returns how many events an item stands for.
fn events(item: &Item) -> u64 {
    match item.what {
        Drawn::Bar(..) => 1,
        Drawn::Points { exact, vague, .. } => u64::from(exact + vague),
    }
}

/// Says how many lanes and events are not seen.
fn unseen(app: &App, seen: usize, field: Field) -> String {
    let Lanes { top: above, total, without, .. } = app.answer().lanes;
    let count = |n: usize| thousands(n as u64);
    let below = total.saturating_sub(above + seen);
    let mut parts = Vec::new();
    match (above, below) {
        (0, 0) => {}
        (0, 1) => parts.push("+1 more lane".to_owned()),
        (0, _) => parts.push(format!("+{} more lanes", count(below))),
        (_, 0) => parts.push(format!("+{} above", count(above))),
        _ => parts.push(format!("+{} above, +{} below", count(above), count(below))),
    }
    if without > 0 {
        parts.push(format!("{} with no {}", thousands(without), field.name()));
    }
    parts.join(", ")
}

fn name(pen: &mut Pen<'_>, lane: &Lane, (x, y): (u16, u16), width: u16) {
    let theme = pen.look.theme;
    let count = thousands(lane.count);
    let room = width.saturating_sub(count.width() as u16 + 3);
    let label = match &lane.short {
        Some(short) if lane.label.width() > usize::from(room) => short,
        _ => &lane.label,
    };
    let used = pen.put((x + 1, y), room, label, theme.text);
    pen.put((x + 2 + used, y), width.saturating_sub(used + 2), &count, theme.quiet);
}

fn draw_item(pen: &mut Pen<'_>, axis: &Axis, item: &Item, y: u16) {
    let theme = pen.look.theme;
    let glyphs = pen.glyphs();
    match &item.what {
        Drawn::Bar(_, when) => {
            let unsure = false;
            rows::piece(pen, &axis.scale, when.extent(), (axis.x, y), unsure);
        }
        Drawn::Points { exact, vague, .. } => {
            let style = if *exact > 0 { theme.exact } else { theme.vague };
            let sign = match exact + vague {
                1 if *exact == 1 => glyphs.exact.to_owned(),
                1 => glyphs.vague.to_owned(),
                n @ 2..=9 => n.to_string(),
                _ => "+".to_owned(),
            };
            pen.sign(axis.x + item.first, y, &sign, style);
        }
    }
    if item.selected {
        let width = item.last - item.first + 1;
        pen.paint(Rect { x: axis.x + item.first, y, width, height: 1 }, theme.selection);
    }
}
