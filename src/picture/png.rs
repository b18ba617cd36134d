//! A drawn buffer as pixels.
//!
//! Grounds first, then letters and shapes over them, so that a letter that leans out of its cell is not cut.
//! Edges are smoothed in few steps: with few colours in all, the picture is packed with one byte a pixel.

use std::collections::{BTreeMap, BTreeSet};

use ::png::{BitDepth, ColorType, Compression, Encoder, Filter};
use ratatui::{buffer::Buffer, style::Modifier};

use super::{
    Palette, PictureError, Rgb,
    coverage::{Coverage, FULL},
    face::{Face, Manner},
    grid::{CORNER, Grid},
    outline::{Outline, at},
    palette::Ink,
    pieces::{Piece, rows},
    shapes::Shape,
};

/// The most pixels of a picture: far more than a screen, far less than memory.
const MOST_PIXELS: u64 = 1 << 27;
/// The most colours of a picture with a table of colours.
const TABLE: usize = 256;
/// In how many steps the corners of the picture fade.
const CORNER_STEPS: usize = 15;
/// Units below the baseline at which an underline starts.
const UNDERLINE: f32 = 2.0;
/// Units above the baseline at which crossed out text is struck.
const STRIKE: f32 = 5.0;

/// Returns a buffer as a PNG, with `scale` pixels for each unit of a cell of 9 by 19.
///
/// Letters come from an embedded font with Latin, Greek and Cyrillic. A character of another script, or an
/// emoji, becomes a hollow box of its width: only here, a terminal draws all that it can. The same buffer
/// gives the same bytes on every machine.
///
/// # Errors
/// [`PictureError::TooLarge`] if the picture would have more than 134 million pixels. The others would be
/// faults of the program.
pub fn png(buffer: &Buffer, palette: &Palette, scale: u32) -> Result<Vec<u8>, PictureError> {
    let (columns, row_count) = (buffer.area.width, buffer.area.height);
    let grid = Grid::new(scale);
    let (width, height) = grid.picture(columns, row_count);
    if width.saturating_mul(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge { columns, rows: row_count, scale });
    }
    let rows: Vec<_> = rows(buffer).collect();
    let mut canvas = Canvas::new(width as usize, height as usize, palette.background);
    canvas.steps = steps(&rows, palette);
    for (row, pieces) in (0..).zip(&rows) {
        for piece in pieces {
            let ground = palette.ink(piece.look).background;
            if ground != palette.background {
                let (x, y) = grid.corner_of(piece.column, row);
                let size = (grid.width(piece.width), grid.height());
                canvas.fill((x, y), size, ground);
            }
        }
    }
    let mut painter = Painter { face: Face::embedded()?, known: BTreeMap::new(), grid, canvas };
    for (row, pieces) in (0..).zip(&rows) {
        for piece in pieces {
            painter.paint(piece, row, palette.ink(piece.look));
        }
    }
    painter.canvas.round_corners(grid.unit() * CORNER as f32);
    painter.canvas.pack()
}

/// Returns in how many steps edges are smoothed: as many as leave no more than 256 colours.
fn steps(rows: &[Vec<Piece<'_>>], palette: &Palette) -> u32 {
    let mut plain = BTreeSet::from([palette.background]);
    let mut pairs = BTreeSet::new();
    for piece in rows.iter().flatten() {
        let ink = palette.ink(piece.look);
        plain.extend([ink.background, ink.foreground, ink.underline]);
        if !piece.is_blank() {
            pairs.insert((ink.background, ink.foreground));
        }
    }
    let fits =
        |steps: &u32| plain.len() + pairs.len() * (*steps as usize - 1) + CORNER_STEPS <= TABLE;
    // Where none will do it is true colour, and eight steps keep the bytes few.
    [16, 12, 8, 6].into_iter().find(fits).unwrap_or(8)
}

/// Paints pieces and remembers their pixels, for most of them come often.
struct Painter {
    face: Face,
    known: BTreeMap<(String, u16, Manner), Coverage>,
    grid: Grid,
    canvas: Canvas,
}

impl Painter {
    fn paint(&mut self, piece: &Piece<'_>, row: u16, ink: Ink) {
        let (x, y) = self.grid.corner_of(piece.column, row);
        let (unit, width) = (self.grid.unit(), self.grid.width(piece.width));
        let baseline = y + self.grid.baseline();
        let modifier = piece.look.modifier;
        if modifier.contains(Modifier::UNDERLINED) {
            self.canvas.fill((x, baseline + UNDERLINE * unit), (width, unit), ink.underline);
        }
        if !piece.is_blank() {
            let manner = Manner {
                bold: modifier.contains(Modifier::BOLD),
                italic: modifier.contains(Modifier::ITALIC),
            };
            let key = (piece.symbol.clone().into_owned(), piece.width, manner);
            let (face, grid) = (&self.face, self.grid);
            let coverage =
                self.known.entry(key).or_insert_with(|| measure(face, piece, manner, grid));
            self.canvas.blend(coverage, (x as i32, y as i32), ink.foreground);
        }
        if modifier.contains(Modifier::CROSSED_OUT) {
            self.canvas.fill((x, baseline - STRIKE * unit), (width, unit), ink.foreground);
        }
    }
}

fn measure(face: &Face, piece: &Piece<'_>, manner: Manner, grid: Grid) -> Coverage {
    let shape = piece.symbol.chars().next().and_then(|c| Shape::of(c, grid));
    let Some(shape) = shape else {
        return Coverage::of(&face.outline(&piece.symbol, piece.width, manner, grid));
    };
    let mut coverage = Coverage::of(&shape.outline());
    for value in &mut coverage.values {
        *value = (u16::from(*value) * u16::from(shape.quarters) / 4) as u8;
    }
    coverage
}

/// Pixels as `0xaarrggbb`.
struct Canvas {
    width: usize,
    pixels: Vec<u32>,
    steps: u32,
}

const OPAQUE: u32 = 0xff00_0000;

impl Canvas {
    fn new(width: usize, height: usize, ground: Rgb) -> Self {
        Self { width, pixels: vec![pixel(ground); width * height], steps: 16 }
    }

    /// Fills a rectangle on whole pixels.
    fn fill(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), color: Rgb) {
        let (left, right) = (x as usize, ((x + width) as usize).min(self.width));
        let rows = self.pixels.chunks_mut(self.width.max(1));
        for row in rows.skip(y as usize).take(height as usize) {
            if let Some(part) = row.get_mut(left..right) {
                part.fill(pixel(color));
            }
        }
    }

    /// Lays a colour over the pixels that an area covers, with its origin at `(x, y)`.
    fn blend(&mut self, coverage: &Coverage, (x, y): (i32, i32), color: Rgb) {
        let full = u32::from(FULL);
        for (n, values) in (0..).zip(coverage.values.chunks(coverage.width.max(1))) {
            let Ok(row) = usize::try_from(y + coverage.top + n) else {
                continue;
            };
            for (m, value) in (0..).zip(values) {
                let Ok(column) = usize::try_from(x + coverage.left + m) else {
                    continue;
                };
                let part = (u32::from(*value) * self.steps + full / 2) / full;
                if part == 0 || column >= self.width {
                    continue;
                }
                if let Some(under) = self.pixels.get_mut(row * self.width + column) {
                    *under = pixel(rgb(*under).toward(color, part, self.steps));
                }
            }
        }
    }

    /// Makes the corners of the picture round and clear.
    fn round_corners(&mut self, radius: f32) {
        let size = radius as usize;
        let height = self.pixels.len() / self.width.max(1);
        if self.width < 2 * size || height < 2 * size {
            return;
        }
        let quarter = Outline::default().disc(at(radius, radius), radius);
        let coverage = Coverage::of(&quarter);
        for y in 0..size {
            for x in 0..size {
                let value = coverage.values.get(y * coverage.width + x).copied().unwrap_or(FULL);
                let step = FULL / CORNER_STEPS as u8;
                let alpha = u32::from(value / step * step) << 24;
                let (far_x, far_y) = (self.width - 1 - x, height - 1 - y);
                for place in [(x, y), (far_x, y), (x, far_y), (far_x, far_y)] {
                    if let Some(pixel) = self.pixels.get_mut(place.1 * self.width + place.0) {
                        *pixel = if alpha == 0 { 0 } else { *pixel & !OPAQUE | alpha };
                    }
                }
            }
        }
    }

    /// Packs the pixels: with a table of colours if there are few, else in true colour.
    fn pack(&self) -> Result<Vec<u8>, PictureError> {
        let mut bytes = Vec::new();
        let height = (self.pixels.len() / self.width.max(1)) as u32;
        let mut encoder = Encoder::new(&mut bytes, self.width as u32, height);
        encoder.set_depth(BitDepth::Eight);
        // Both are named, so that a new version of the crate does not choose others.
        encoder.set_compression(Compression::High);
        encoder.set_filter(Filter::NoFilter);
        let pixels = if let Some((colors, indices)) = self.indexed() {
            encoder.set_color(ColorType::Indexed);
            let parts = |c: &u32| [(c >> 16) as u8, (c >> 8) as u8, *c as u8];
            encoder.set_palette(colors.iter().flat_map(parts).collect::<Vec<_>>());
            encoder.set_trns(colors.iter().map(|c| (c >> 24) as u8).collect::<Vec<_>>());
            indices
        } else {
            encoder.set_color(ColorType::Rgba);
            let parts = |c: &u32| [(c >> 16) as u8, (c >> 8) as u8, *c as u8, (c >> 24) as u8];
            self.pixels.iter().flat_map(parts).collect()
        };
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&pixels)?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Returns a table of at most 256 colours and the place of each pixel in it.
    fn indexed(&self) -> Option<(Vec<u32>, Vec<u8>)> {
        let mut places = BTreeMap::new();
        let mut colors: Vec<u32> = Vec::new();
        let mut indices = Vec::with_capacity(self.pixels.len());
        let mut last = (None, 0);
        for pixel in &self.pixels {
            // Most pixels are like the one before.
            if last.0 != Some(*pixel) {
                let place = *places.entry(*pixel).or_insert(colors.len());
                if place == colors.len() {
                    colors.push(*pixel);
                }
                last = (Some(*pixel), u8::try_from(place).ok()?);
            }
            indices.push(last.1);
        }
        Some((colors, indices))
    }
}

const fn pixel(Rgb(red, green, blue): Rgb) -> u32 {
    OPAQUE | (red as u32) << 16 | (green as u32) << 8 | blue as u32
}

const fn rgb(pixel: u32) -> Rgb {
    Rgb::from_hex(pixel)
}
