//! Aligned columns: cut to the width of a terminal, whole where the text goes elsewhere.

use std::{
    borrow::Borrow,
    io::{self, Write},
};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands between two columns.
const GAP: usize = 2;
/// The widest column that others are aligned behind; longer texts stand out. Without it, one endless title
/// would put as many spaces into every line.
const WIDEST: usize = 100;

/// A column of a table.
pub(super) struct Column {
    /// Its heading.
    pub(super) name: &'static str,
    /// The fewest cells that it can be cut to.
    pub(super) least: usize,
    /// Whether it is numbers, which stand to the right.
    pub(super) is_number: bool,
}

impl Column {
    /// Returns a column of text.
    pub(super) const fn text(name: &'static str, least: usize) -> Self {
        Self { name, least, is_number: false }
    }

    /// Returns a column of numbers.
    pub(super) const fn number(name: &'static str) -> Self {
        Self { name, least: name.len(), is_number: true }
    }
}

/// Writes a heading and rows; `width` is that of the terminal, if there is one.
///
/// Where they do not fit, the widest columns are cut first; where even the least widths do not fit, the last
/// columns are left out.
pub(super) fn write<const N: usize>(
    out: &mut dyn Write,
    columns: &[Column; N],
    rows: &[[String; N]],
    width: Option<usize>,
) -> io::Result<()> {
    write_each(out, columns, || rows.iter(), width)
}

/// Writes a heading and rows that are too many to be held: they are made twice, to be measured and to be written.
pub(super) fn write_each<const N: usize, I>(
    out: &mut dyn Write,
    columns: &[Column; N],
    rows: impl Fn() -> I,
    width: Option<usize>,
) -> io::Result<()>
where
    I: Iterator<Item: Borrow<[String; N]>>,
{
    let mut widths = columns.each_ref().map(|column| column.name.len());
    for row in rows() {
        for (width, cell) in widths.iter_mut().zip(row.borrow()) {
            *width = cell.width().min(WIDEST).max(*width);
        }
    }
    let mut widths = widths.to_vec();
    if let Some(width) = width {
        fit(&mut widths, columns, width);
    }
    let is_cut = width.is_some();
    write_row(out, columns, &widths, is_cut, columns.iter().map(|column| column.name))?;
    for row in rows() {
        write_row(out, columns, &widths, is_cut, row.borrow().iter().map(String::as_str))?;
    }
    Ok(())
}

/// Makes widths smaller, or fewer, until they fit.
fn fit(widths: &mut Vec<usize>, columns: &[Column], most: usize) {
    let least = |n: usize, width: usize| columns.get(n).map_or(0, |column| column.least).min(width);
    let sum_of_least = |widths: &[usize]| -> usize {
        widths.iter().enumerate().map(|(n, width)| least(n, *width) + GAP).sum()
    };
    while widths.len() > 1 && sum_of_least(widths) > most + GAP {
        widths.pop();
    }
    for width in widths.iter_mut() {
        *width = most.min(*width);
    }
    let mut excess = (widths.iter().sum::<usize>() + widths.len() * GAP).saturating_sub(most + GAP);
    while excess > 0 {
        let loose = widths.iter_mut().enumerate().filter(|(n, width)| **width > least(*n, **width));
        let Some((_, widest)) = loose.max_by_key(|(_, width)| **width) else {
            return;
        };
        *widest -= 1;
        excess -= 1;
    }
}

fn write_row<'a>(
    out: &mut dyn Write,
    columns: &[Column],
    widths: &[usize],
    is_cut: bool,
    cells: impl Iterator<Item = &'a str>,
) -> io::Result<()> {
    let mut line = String::new();
    for ((cell, width), column) in cells.zip(widths).zip(columns) {
        let cell = if is_cut { cut(cell, *width) } else { cell.to_owned() };
        let padding = " ".repeat(width.saturating_sub(cell.width()));
        if column.is_number {
            line.push_str(&padding);
            line.push_str(&cell);
        } else {
            line.push_str(&cell);
            line.push_str(&padding);
        }
        line.push_str(&" ".repeat(GAP));
    }
    writeln!(out, "{}", line.trim_end())
}

/// Returns a text that fits, with `…` at the end if something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for cluster in text.graphemes(true) {
        if short.width() + cluster.width() + 1 > width {
            break;
        }
        short.push_str(cluster);
    }
    if width > 0 {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] =
        [Column::number("N"), Column::text("TITLE", 6), Column::text("ID", 4)];

    #[track_caller]
    fn check(width: Option<usize>, expected: &str) {
        let rows = [["7", "日本 and Mali", "first"], ["12", "x", "second"]];
        let rows = rows.map(|row| row.map(str::to_owned));
        let mut bytes = Vec::new();
        write(&mut bytes, &COLUMNS, &rows, width).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn aligns_whole_texts_where_there_is_no_terminal() {
        let text = " N  TITLE          ID\n 7  日本 and Mali  first\n12  x              second\n";
        check(None, text);
        check(Some(80), text);
    }

    #[test]
    fn cuts_the_widest_column_first() {
        check(Some(20), " N  TITLE     ID\n 7  日本 an…  first\n12  x         second\n");
    }

    #[test]
    fn leaves_out_the_last_columns_where_nothing_else_helps() {
        check(Some(12), " N  TITLE\n 7  日本 an…\n12  x\n");
    }
}
