//! Swim lanes: a name, and what happened along the common axis.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{axis::Axis, rows};
use crate::{
    app::{App, lanes::name_width, regions::Regions},
    question::{Drawn, Item, Lane},
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
    let lanes = &app.answer().lanes;
    let mut y = area.y;
    for (n, lane) in lanes.lanes.iter().enumerate() {
        if y >= area.bottom() {
            let rest = lanes.total.saturating_sub(app.lanes_top() + n);
            return note(pen, area, &format!("+{rest} more lanes"));
        }
        let height = lane.lines.len().max(1) as u16;
        for line in 0..height.min(area.bottom() - y) {
            axis.grid(pen, y + line);
        }
        name(pen, lane, (area.x, y), names);
        for (line, items) in lane.lines.iter().enumerate().take(usize::from(area.bottom() - y)) {
            for item in items {
                draw_item(pen, &axis, item, y + line as u16);
            }
            axis.breaks(pen, y + line as u16);
        }
        if lane.more > 0 {
            let more = format!("+{}", thousands(lane.more));
            let last = (y + height - 1).min(area.bottom() - 1);
            pen.put_right((area.x, last), names - 1, &more, theme.quiet);
        }
        y += height;
    }
    if lanes.without > 0 {
        note(pen, area, &format!("{} with no {}", thousands(lanes.without), view.field.name()));
    }
}

/// Says something in the corner below the lanes.
fn note(pen: &mut Pen<'_>, area: Rect, text: &str) {
    pen.put_right((area.x, area.bottom() - 1), area.width, text, pen.look.theme.quiet);
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
