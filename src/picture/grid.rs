//! The cell grid: where a cell lies and where things lie inside a cell.
//!
//! All lengths are whole units times the scale, so that lines fall on whole pixels. Both numbers of units
//! are odd: a line of one unit then has a true middle at every scale.

/// Units across a cell.
pub(super) const CELL_WIDTH: u32 = 9;
/// Units down a cell.
pub(super) const CELL_HEIGHT: u32 = 19;
/// Units of free room around the cells.
pub(super) const MARGIN: u32 = 10;
/// Units of the radius of the picture's corners.
pub(super) const CORNER: u32 = 7;
/// Units from the top of a cell to the line on which letters stand.
const BASELINE: u32 = 15;
/// Units of the font's em square; six tenths of it are the width of a cell.
const EM: u32 = 15;

/// A cell grid in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    /// Pixels for each unit.
    scale: u32,
}

impl Grid {
    /// Returns a grid with so many pixels for each unit; none counts as one.
    pub(super) const fn new(scale: u32) -> Self {
        Self { scale: if scale == 0 { 1 } else { scale } }
    }

    /// Returns the pixels of one unit.
    pub(super) const fn unit(self) -> f32 {
        self.scale as f32
    }

    /// Returns the width of so many cells.
    pub(super) const fn width(self, cells: u16) -> f32 {
        (self.scale as f32) * (CELL_WIDTH * cells as u32) as f32
    }

    /// Returns the height of a cell.
    pub(super) const fn height(self) -> f32 {
        self.unit() * CELL_HEIGHT as f32
    }

    /// Returns the middle of a cell, where lines cross.
    pub(super) const fn middle(self) -> (f32, f32) {
        (self.unit() * CELL_WIDTH as f32 / 2.0, self.unit() * CELL_HEIGHT as f32 / 2.0)
    }

    /// Returns how far below a cell's top the letters stand.
    pub(super) const fn baseline(self) -> f32 {
        self.unit() * BASELINE as f32
    }

    /// Returns the size of the font's em square.
    pub(super) const fn em(self) -> f32 {
        self.unit() * EM as f32
    }

    /// Returns the upper left corner of a cell in the picture.
    pub(super) const fn corner_of(self, column: u16, row: u16) -> (f32, f32) {
        let (x, y) = self.pixel_of(column, row);
        (x as f32, y as f32)
    }

    /// Returns the upper left pixel of a cell in the picture.
    pub(super) const fn pixel_of(self, column: u16, row: u16) -> (u64, u64) {
        let scale = self.scale as u64;
        (
            (MARGIN as u64 + CELL_WIDTH as u64 * column as u64) * scale,
            (MARGIN as u64 + CELL_HEIGHT as u64 * row as u64) * scale,
        )
    }

    /// Returns the width and height of a picture of so many cells.
    pub(super) const fn picture(self, columns: u16, rows: u16) -> (u64, u64) {
        let (x, y) = self.pixel_of(columns, rows);
        let margin = MARGIN as u64 * self.scale as u64;
        (x + margin, y + margin)
    }
}
