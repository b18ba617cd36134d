//! The one thing that puts text into cells, so that no text is wider than its place.

use std::borrow::Cow;

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier, Style},
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Hyperlink, Look, glyphs::Glyphs};

/// More cells than one letter takes: conjuncts of Indian scripts take three or four.
const WIDEST: u16 = 8;

/// A buffer, how things look in it, and what can be opened there.
pub(super) struct Pen<'a> {
    pub(super) buffer: &'a mut Buffer,
    pub(super) look: &'a Look,
    pub(super) hyperlinks: Vec<Hyperlink>,
}

impl Pen<'_> {
    pub(super) const fn glyphs(&self) -> &'static Glyphs {
        self.look.glyphs
    }

    /// Writes a text into at most `width` cells from `(x, y)` on; returns how many it took.
    ///
    /// What does not fit is cut with an ellipsis at a letter, never in the middle of one.
    pub(super) fn put(&mut self, (x, y): (u16, u16), width: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x >= area.right() || width == 0 {
            return 0;
        }
        let width = width.min(area.right() - x);
        let text = fit(text, usize::from(width), self.look.glyphs);
        // What was here before must not shine through: a dim frame would dim the title in it.
        for x in x..x + text.width() as u16 {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.modifier = Modifier::empty();
                cell.fg = self.look.theme.text.fg.unwrap_or(Color::Reset);
            }
        }
        let (end, _) = self.buffer.set_stringn(x, y, text, usize::from(width), style);
        end - x
    }

    /// Writes a text so that it ends at the right edge of its place.
    pub(super) fn put_right(&mut self, (x, y): (u16, u16), width: u16, text: &str, style: Style) {
        let text = fit(text, usize::from(width), self.look.glyphs);
        let free = width.saturating_sub(text.width() as u16);
        self.put((x + free, y), width - free, &text, style);
    }

    /// Writes pieces one after the other into one line.
    pub(super) fn put_all(&mut self, area: Rect, pieces: &[(&str, Style)]) -> u16 {
        let mut used = 0;
        for (text, style) in pieces {
            used +=
                self.put((area.x + used, area.y), area.width.saturating_sub(used), text, *style);
        }
        used
    }

    /// Puts a sign into a cell.
    pub(super) fn sign(&mut self, x: u16, y: u16, sign: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.modifier = Modifier::empty();
            cell.set_symbol(sign).set_style(style);
        }
    }

    /// Gives an area a style.
    pub(super) fn paint(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Empties an area.
    pub(super) fn clear(&mut self, area: Rect) {
        self.hyperlinks.retain_mut(|link| link.is_seen_beside(area));
        for position in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(self.look.theme.text);
            }
        }
        // A wide letter that reaches in from the left would be drawn over the edge of what comes here.
        for y in area.top()..area.bottom() {
            for back in 1..=area.x.min(WIDEST) {
                if let Some(cell) = self.buffer.cell_mut((area.x - back, y))
                    && cell.symbol().width() > usize::from(back)
                {
                    cell.set_symbol(" ");
                }
            }
        }
    }

    /// Draws a frame with a title and the key that leads there.
    pub(super) fn frame(&mut self, area: Rect, title: &str, key: &str, focused: bool) {
        let theme = self.look.theme;
        let (signs, style) = if focused {
            (self.glyphs().focus, theme.focus)
        } else {
            (self.glyphs().frame, theme.frame)
        };
        if area.width < 2 || area.height < 2 {
            return;
        }
        let (left, right) = (area.x, area.right() - 1);
        let (top, bottom) = (area.y, area.bottom() - 1);
        for x in left..=right {
            self.sign(x, top, signs[4], style);
            self.sign(x, bottom, signs[4], style);
        }
        for y in top..=bottom {
            self.sign(left, y, signs[5], style);
            self.sign(right, y, signs[5], style);
        }
        for (x, y, sign) in [(left, top, 0), (right, top, 1), (left, bottom, 2), (right, bottom, 3)]
        {
            self.sign(x, y, signs[sign], style);
        }
        let room = area.width.saturating_sub(4);
        let title_style = if focused { style } else { theme.strong };
        let used = self.put((left + 2, top), room, &format!(" {title} "), title_style);
        if !key.is_empty() && used + key.len() as u16 + 3 < room {
            let key = format!(" {key} ");
            self.put((right - 1 - key.len() as u16, top), room, &key, theme.quiet);
        }
    }
}

/// Returns a text in the letters that the signs allow.
pub(super) fn spelt<'a>(text: &'a str, glyphs: &Glyphs) -> Cow<'a, str> {
    if glyphs.ascii && !text.is_ascii() { any_ascii::any_ascii(text).into() } else { text.into() }
}

/// Returns how many cells a text takes: those of its letters, for each is drawn into cells of its own.
pub(super) fn cells(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Tells whether each byte of a text is a letter of its own, one cell wide: most texts hold nothing else.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Returns as much of a text as fits, with an ellipsis if that is not all.
fn fit<'a>(text: &'a str, width: usize, glyphs: &Glyphs) -> Cow<'a, str> {
    let text = spelt(text, glyphs);
    if cells(&text) <= width {
        return text;
    }
    let room = width.saturating_sub(glyphs.ellipsis.width());
    let mut end = 0;
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += cluster.width();
        if used > room {
            break;
        }
        end += cluster.len();
    }
    let mut cut = text[..end].to_owned();
    if width >= glyphs.ellipsis.width() {
        cut.push_str(glyphs.ellipsis);
    }
    cut.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ui::glyphs::{ASCII, UNICODE};

    #[test]
    fn cuts_at_a_letter() {
        assert_eq!(fit("Goïta", 5, &UNICODE), "Goïta");
        assert_eq!(fit("Goïta", 4, &UNICODE), "Goï…");
        assert_eq!(fit("日本語", 4, &UNICODE), "日…");
        assert_eq!(fit("日本語", 3, &UNICODE), "日…");
        assert_eq!(fit("Goïta", 4, &ASCII), "Go..");
        assert_eq!(fit("abc", 0, &UNICODE), "");
    }

    proptest! {
        #[test]
        fn is_never_wider_than_its_place(text in any::<String>(), width in 0usize..40) {
            for glyphs in [&UNICODE, &ASCII] {
                let clean = crate::domain::Clean::new(&text);
                let text = fit(&clean, width, glyphs);
                prop_assert!(text.width() <= width);
                prop_assert!(!glyphs.ascii || text.is_ascii());
            }
        }
    }
}
