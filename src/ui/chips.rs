//! The second line: the filter, a chip a term, and the keys that change it.

use ratatui::{layout::Rect, style::Modifier};

use super::pen::Pen;
use crate::app::{App, chips::keys_width};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    let chips = app.chips();
    if chips.is_empty() {
        let hint = if area.width < 54 {
            " No filter: c country, g group"
        } else {
            " No filter: c chooses countries, g groups, / searches, \\ takes a query"
        };
        pen.put(area.as_position().into(), area.width, hint, theme.quiet);
        return;
    }
    let off = app.chosen().filter_off;
    let keys_width = keys_width(area.width);
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
    let keys = if off { "F on   X clear   u undo " } else { "F off   X clear   u undo " };
    pen.put_right((end, area.y), keys_width, keys, theme.quiet);
}
