//! Blocks (U+2580 to U+259F, without the shades) and Braille (U+2800 to U+28FF).

use super::{Part, rectangle};
use crate::picture::{grid::Grid, outline::at};

/// The quarters of U+2596 to U+259F: upper left 8, upper right 4, lower left 2, lower right 1.
const QUARTERS: [u8; 10] = [2, 1, 8, 11, 9, 14, 13, 4, 6, 7];
/// The columns and rows of a Braille cell's dots, from the lowest bit.
const DOTS: [(f32, f32); 8] = [
    (0.0, 0.0),
    (0.0, 1.0),
    (0.0, 2.0),
    (1.0, 0.0),
    (1.0, 1.0),
    (1.0, 2.0),
    (0.0, 3.0),
    (1.0, 3.0),
];
/// Units of a Braille dot's radius.
const DOT: f32 = 1.15;

/// Returns the rectangles of a block.
pub(super) fn parts(c: char, grid: Grid) -> Vec<Part> {
    let code = u32::from(c);
    let part = match c {
        '▀' => rectangle(grid, (0.0, 0.0), (1.0, 0.5)),
        '▁'..='█' => rectangle(grid, (0.0, 1.0 - (code - 0x2580) as f32 / 8.0), (1.0, 1.0)),
        '▉'..='▏' => rectangle(grid, (0.0, 0.0), ((0x2590 - code) as f32 / 8.0, 1.0)),
        '▐' => rectangle(grid, (0.5, 0.0), (1.0, 1.0)),
        '▔' => rectangle(grid, (0.0, 0.0), (1.0, 0.125)),
        '▕' => rectangle(grid, (0.875, 0.0), (1.0, 1.0)),
        _ => return quarters(code, grid),
    };
    vec![part]
}

fn quarters(code: u32, grid: Grid) -> Vec<Part> {
    let index = code.saturating_sub(0x2596) as usize;
    let bits = QUARTERS.get(index).copied().unwrap_or(0);
    [(8, 0.0, 0.0), (4, 0.5, 0.0), (2, 0.0, 0.5), (1, 0.5, 0.5)]
        .into_iter()
        .filter(|(bit, ..)| bits & bit != 0)
        .map(|(_, x, y)| rectangle(grid, (x, y), (x + 0.5, y + 0.5)))
        .collect()
}

/// Returns the dots of a Braille character.
pub(super) fn braille(c: char, grid: Grid) -> Vec<Part> {
    let bits = u32::from(c) - 0x2800;
    DOTS.into_iter()
        .enumerate()
        .filter(|(n, _)| bits & (1 << n) != 0)
        .map(|(_, (column, row))| {
            let x = grid.width(1) * (column + 0.5) / 2.0;
            let y = grid.height() * (row + 0.5) / 4.0;
            Part::Disc(at(x, y), DOT * grid.unit())
        })
        .collect()
}
