//! Everything about the selected event.

use ratatui::layout::Rect;

use super::{
    Hyperlink, has_focus,
    pen::{Pen, cells, spelt},
};
use crate::{
    app::{
        App,
        action::Action,
        detail::{DetailLine, LABEL, Tone, claims_window},
        regions::{Pane, Regions, Shape},
    },
    question::Scale,
    ui::timeline::rows,
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, regions: &Regions) {
    let focused = has_focus(app, Pane::Detail);
    let theme = pen.look.theme;
    if regions.shape >= Shape::Medium {
        let key = |action| app.keymap().plain(action);
        let key = if focused { format!("{} back", key(Action::Cancel)) } else { key(Action::Open) };
        pen.frame(regions.detail, "Detail", &key, focused);
    } else {
        rule(pen, app, regions.detail, focused);
    }
    let area = regions.detail_text;
    let lines = app.detail_lines();
    let most = (lines.len() as u16).saturating_sub(area.height);
    let scroll = app.detail_scroll().min(most);
    let first = usize::from(scroll);
    for (n, line) in lines.iter().enumerate().skip(first).take(usize::from(area.height)) {
        let row = Rect { y: area.y + (n - first) as u16, height: 1, ..area };
        draw_line(pen, line, row);
        match line.tone {
            Tone::Claim(claim) => {
                let indented = Rect { x: row.x + 4, width: row.width.saturating_sub(4), ..row };
                claim_axis(pen, app, claim, indented);
            }
            Tone::Link(link) => {
                let is_chosen = focused && app.detail_link() == Some(link);
                let begins = n == first || lines[n - 1].tone != line.tone;
                if begins {
                    let style = if is_chosen { theme.key } else { theme.quiet };
                    pen.put((row.x, row.y), 2, pen.glyphs().link, style);
                }
                if is_chosen {
                    pen.paint(row, theme.selection);
                }
            }
            _ => {}
        }
    }
    if scroll < most && area.height > 0 {
        let more = format!(" {} more ", most - scroll);
        let y = if regions.shape >= Shape::Medium {
            regions.detail.bottom() - 1
        } else {
            regions.detail.y
        };
        let right = regions.detail.right().saturating_sub(more.len() as u16 + 2);
        pen.put((right, y), more.len() as u16, &more, theme.quiet);
    }
}

fn draw_line(pen: &mut Pen<'_>, line: &DetailLine, row: Rect) {
    let theme = pen.look.theme;
    let style = match line.tone {
        Tone::Title | Tone::Heading => theme.strong,
        Tone::Date => theme.exact,
        Tone::Text | Tone::Claim(_) => theme.text,
        Tone::Quiet => theme.quiet,
        Tone::Warning => theme.warning,
        Tone::Link(_) => theme.link,
    };
    let mut x = row.x;
    if !line.label.is_empty() {
        pen.put((x, row.y), LABEL, line.label, theme.quiet);
        x += LABEL;
    }
    let text = line.text.trim_start();
    let blank = (line.text.len() - text.len()) as u16;
    let used = pen.put((x + blank, row.y), row.right().saturating_sub(x + blank), text, style);
    address(pen, line, Rect { x, width: blank + used, ..row });
}

/// Tells which cells of a line show an address.
fn address(pen: &mut Pen<'_>, line: &DetailLine, area: Rect) {
    let Some(address) = &line.address else { return };
    let width = |text: &str| cells(&spelt(text, pen.glyphs())) as u16;
    let before = width(&line.text[..address.bytes.start]).min(area.width);
    let own = width(&line.text[address.bytes.clone()]).min(area.width - before);
    let area = Rect { x: area.x + before, width: own, ..area };
    Hyperlink::add(&mut pen.hyperlinks, address, area);
}

/// Draws what a source claims on an axis that all claims of the event share.
fn claim_axis(pen: &mut Pen<'_>, app: &App, claim: usize, area: Rect) {
    let Some(detail) = app.detail() else { return };
    let when = detail.claims.get(claim).and_then(|claim| claim.when.as_ref());
    if let (Some(window), Some(when)) = (claims_window(detail), when) {
        let scale = Scale::new(window, area.width);
        rows::piece(pen, &scale, when.extent(), (area.x, area.y), when.is_uncertain());
    }
}

/// The rule above the details where they have no frame: the title of the event is in it.
fn rule(pen: &mut Pen<'_>, app: &App, area: Rect, focused: bool) {
    let theme = pen.look.theme;
    let (sign, style) = if focused {
        (pen.glyphs().focus[4], theme.focus)
    } else {
        (pen.glyphs().rule, theme.frame)
    };
    for x in area.left()..area.right() {
        pen.sign(x, area.y, sign, style);
    }
    if let Some(detail) = app.detail() {
        let room = area.width.saturating_sub(14);
        pen.put((area.x + 2, area.y), room, &format!(" {} ", detail.title), theme.strong);
    }
}
