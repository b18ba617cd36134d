//! A row of cells as what a reader sees: one piece of text for each group of columns.
//!
//! A cell's symbol may be longer than what it shows: a link is an escape sequence around its text. Every
//! format reads cells through here, so none of them can pass an escape sequence on.

use std::borrow::Cow;

use ratatui::{
    buffer::{Buffer, Cell, CellDiffOption, CellWidth},
    style::{Color, Modifier},
};

/// What colours and strokes a cell asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) underline: Color,
    pub(super) modifier: Modifier,
}

impl Look {
    /// What a cell looks like that nobody has styled.
    pub(super) const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        underline: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// Says whether the look can be seen where there is no letter.
    pub(super) fn shows_on_blank(self) -> bool {
        let lines = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        self.bg != Color::Reset || self.modifier.intersects(lines)
    }
}

/// A grapheme and the columns that it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// The first column, counted from the buffer's left edge.
    pub(super) column: u16,
    /// How many columns it covers; never 0.
    pub(super) width: u16,
    /// What a reader sees, filled up with spaces if it is narrower than its columns.
    pub(super) symbol: Cow<'a, str>,
    /// How it looks.
    pub(super) look: Look,
}

impl Piece<'_> {
    /// Says whether the piece has no letter.
    pub(super) fn is_blank(&self) -> bool {
        self.symbol.chars().all(|c| c == ' ')
    }
}

/// Returns the rows of a buffer from the top, each with its pieces from the left.
pub(super) fn rows(buffer: &Buffer) -> impl Iterator<Item = Vec<Piece<'_>>> {
    let width = usize::from(buffer.area.width);
    (0..usize::from(buffer.area.height)).map(move |row| {
        // A buffer's fields are public, so its content may be shorter than its area says.
        let start = (row * width).min(buffer.content.len());
        let end = (start + width).min(buffer.content.len());
        pieces(&buffer.content[start..end])
    })
}

fn pieces(cells: &[Cell]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(cells.len());
    let mut column = 0;
    while let Some(cell) = cells.get(column) {
        let piece = piece(cell, column, cells.len() - column);
        column += usize::from(piece.width);
        pieces.push(piece);
    }
    pieces
}

fn piece(cell: &Cell, column: usize, room: usize) -> Piece<'_> {
    let mut symbol = visible(cell.symbol());
    let own = symbol.cell_width();
    if own == 0 {
        // A mark without a letter would sit on the column before.
        symbol = format!(" {symbol}").into();
    }
    let forced = match cell.diff_option {
        CellDiffOption::ForcedWidth(width) => width.get(),
        _ => own.max(1),
    };
    let width = forced.min(u16::try_from(room).unwrap_or(u16::MAX)).max(1);
    let look =
        Look { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier };
    let cut = width < forced && own > width;
    if cut || look.modifier.contains(Modifier::HIDDEN) {
        symbol = " ".repeat(usize::from(width)).into();
    } else if own.max(1) < width {
        let blanks = " ".repeat(usize::from(width - own.max(1)));
        symbol.to_mut().push_str(&blanks);
    }
    Piece { column: column as u16, width, symbol, look }
}

/// Returns the text without control characters and escape sequences.
fn visible(symbol: &str) -> Cow<'_, str> {
    if !symbol.chars().any(char::is_control) {
        return Cow::Borrowed(symbol);
    }
    let mut seen = String::new();
    let mut chars = symbol.chars();
    while let Some(c) = chars.next() {
        match c {
            '\x1b' => match chars.next() {
                Some('[') => skip_parameters(&mut chars),
                Some(']' | 'P' | 'X' | '^' | '_') => skip_string(&mut chars),
                _ => {}
            },
            '\u{9b}' => skip_parameters(&mut chars),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_string(&mut chars),
            _ if c.is_control() => {}
            _ => seen.push(c),
        }
    }
    Cow::Owned(seen)
}

fn skip_parameters(chars: &mut std::str::Chars<'_>) {
    chars.find(|c| ('@'..='~').contains(c));
}

/// Skips to the end of a string sequence: a bell, or the string terminator in either of its forms.
fn skip_string(chars: &mut std::str::Chars<'_>) {
    while let Some(c) = chars.next() {
        match c {
            '\x07' | '\u{9c}' => return,
            '\x1b' => {
                chars.next();
                return;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use ratatui::{layout::Rect, style::Style};

    use super::*;

    fn symbols(buffer: &Buffer) -> Vec<(u16, u16, String)> {
        let row = rows(buffer).next().unwrap_or_default();
        row.into_iter().map(|p| (p.column, p.width, p.symbol.into_owned())).collect()
    }

    #[test]
    fn shows_the_text_of_a_link_alone() {
        assert_eq!(visible("\x1b]8;id=1;https://a.example\x1b\\g\x1b]8;;\x1b\\"), "g");
        assert_eq!(visible("\x1b]8;;x\x07é\x1b]8;;\x07"), "é");
        assert_eq!(visible("\x1b[1;31mA\x1b[0m"), "A");
        assert_eq!(visible("a\tb\u{9b}31mc\u{9d}0;t\u{9c}d"), "abcd");
        assert_eq!(visible("\x1b]8;;never ends"), "");
    }

    #[test]
    fn skips_the_second_cell_of_a_wide_letter() {
        let mut buffer = Buffer::empty(Rect::new(3, 2, 5, 1));
        buffer.set_string(3, 2, "日a本", Style::new());
        let expected = [(0, 2, "日"), (2, 1, "a"), (3, 2, "本")];
        assert_eq!(symbols(&buffer), expected.map(|(c, w, s)| (c, w, s.to_owned())));
    }

    #[test]
    fn keeps_the_columns_of_odd_cells() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let forced = |width| CellDiffOption::ForcedWidth(NonZeroU16::new(width).unwrap());
        buffer[(0, 0)].set_symbol("");
        buffer[(1, 0)].set_symbol("\u{301}");
        buffer[(2, 0)].set_symbol("x").set_diff_option(forced(3));
        buffer[(5, 0)].set_symbol("日");
        let expected = [(0, 1, " "), (1, 1, " \u{301}"), (2, 3, "x  "), (5, 1, " ")];
        assert_eq!(symbols(&buffer), expected.map(|(c, w, s)| (c, w, s.to_owned())));
    }

    #[test]
    fn blanks_what_is_hidden() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        buffer.set_string(0, 0, "a日", Style::new().add_modifier(Modifier::HIDDEN));
        let expected = [(0, 1, " "), (1, 2, "  ")];
        assert_eq!(symbols(&buffer), expected.map(|(c, w, s)| (c, w, s.to_owned())));
    }

    #[test]
    fn reads_a_buffer_that_is_shorter_than_it_says() {
        let buffer = Buffer { area: Rect::new(0, 0, 4, 3), content: vec![Cell::new("x"); 5] };
        let widths: Vec<usize> = rows(&buffer).map(|row| row.len()).collect();
        assert_eq!(widths, [4, 1, 0]);
    }
}
