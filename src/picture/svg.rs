//! A drawn buffer as a drawing that scales and stands alone.
//!
//! Grounds, shapes and lines are collected by colour and become one path each: the page stays small, and
//! cells that touch have no seam between them. Letters stay text, in whatever monospace font the reader has;
//! each run is held to its columns.

mod layer;

use std::fmt::Write;

use ratatui::{buffer::Buffer, style::Modifier};

use self::layer::{Layer, Paint};
use super::{
    Palette, Rgb,
    grid::{CORNER, Grid},
    outline::at,
    palette::Ink,
    pieces::{Piece, rows},
    shapes::{Part, Shape},
};

/// The grid of the drawing. With two units for one, heavy lines have whole edges, too.
const GRID: Grid = Grid::new(2);
/// The fonts to try, the likeliest to be there first.
const FONTS: &str = "ui-monospace,'JetBrains Mono','SFMono-Regular',Menlo,Consolas,\
                     'DejaVu Sans Mono','Liberation Mono',monospace";

/// Returns a buffer as SVG.
///
/// There is no title bar and no window: rounded ground, half a cell of room, and the cells.
pub fn svg(buffer: &Buffer, palette: &Palette) -> String {
    let mut sheet = Sheet::default();
    for (row, pieces) in (0..).zip(rows(buffer)) {
        for piece in &pieces {
            sheet.add(piece, row, palette);
        }
        sheet.add_text(&pieces, row, palette);
    }
    let (width, height) = GRID.picture(buffer.area.width, buffer.area.height);
    let corner = GRID.unit() * CORNER as f32;
    let mut page = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\" font-size=\"{}\" \
         style=\"font-variant-ligatures:none\" xml:space=\"preserve\">\n",
        width / 2,
        height / 2,
        GRID.em(),
    );
    let ground = hex(palette.background);
    put(
        &mut page,
        format_args!(
            "<rect width=\"{width}\" height=\"{height}\" rx=\"{corner}\" fill=\"{ground}\"/>\n"
        ),
    );
    sheet.grounds.write(&mut page, " shape-rendering=\"crispEdges\"");
    sheet.shapes.write(&mut page, "");
    page.push_str(&sheet.text);
    sheet.strokes.write(&mut page, "");
    page.push_str("</svg>\n");
    page
}

/// What is on the page, from the bottom to the top.
#[derive(Default)]
struct Sheet {
    grounds: Layer,
    shapes: Layer,
    text: String,
    strokes: Layer,
}

impl Sheet {
    /// Adds the ground, the shape and the lines of a piece.
    fn add(&mut self, piece: &Piece<'_>, row: u16, palette: &Palette) {
        let ink = palette.ink(piece.look);
        let (x, y) = GRID.corner_of(piece.column, row);
        let right = x + GRID.width(piece.width);
        if ink.background != palette.background {
            let cell = Part::Rectangle(at(x, y), at(right, y + GRID.height()));
            self.grounds.add(Paint::solid(ink.background), &cell, at(0.0, 0.0));
        }
        if let Some(shape) = shape_of(piece) {
            let paint = Paint { color: ink.foreground, quarters: shape.quarters };
            for part in &shape.parts {
                self.shapes.add(paint, part, at(x, y));
            }
        }
        let unit = GRID.unit();
        let mut line = |above: f32, color: Rgb| {
            let top = y + GRID.baseline() + above * unit;
            let line = Part::Rectangle(at(x, top), at(right, top + unit));
            self.strokes.add(Paint::solid(color), &line, at(0.0, 0.0));
        };
        if piece.look.modifier.contains(Modifier::UNDERLINED) {
            line(2.0, ink.underline);
        }
        if piece.look.modifier.contains(Modifier::CROSSED_OUT) {
            line(-5.0, ink.foreground);
        }
    }

    /// Adds the letters of a row, in runs of one look.
    fn add_text(&mut self, pieces: &[Piece<'_>], row: u16, palette: &Palette) {
        let mut run: Option<Run> = None;
        for piece in pieces {
            let ink = palette.ink(piece.look);
            if piece.is_blank() || shape_of(piece).is_some() {
                // One blank may stand between words of a run; it is cut off again at the end of it.
                let single = piece.width == 1 && piece.is_blank();
                match &mut run {
                    Some(open) if single && !open.symbols.ends_with(' ') => {
                        open.symbols.push(' ');
                    }
                    _ => self.finish(run.take(), row),
                }
                continue;
            }
            let alone = piece.width > 1 || !piece.symbol.chars().all(is_common);
            let fits = |open: &Run| {
                !alone
                    && open.ink.foreground == ink.foreground
                    && open.bold == piece.look.modifier.contains(Modifier::BOLD)
                    && open.italic == piece.look.modifier.contains(Modifier::ITALIC)
            };
            if !run.as_ref().is_some_and(fits) {
                self.finish(run.take(), row);
            }
            let open = run.get_or_insert_with(|| Run::new(piece, ink));
            open.symbols.push_str(piece.symbol.trim_end_matches(' '));
            open.end = piece.column + piece.width;
            if alone {
                self.finish(run.take(), row);
            }
        }
        self.finish(run, row);
    }

    fn finish(&mut self, run: Option<Run>, row: u16) {
        let Some(run) = run else { return };
        let (x, y) = GRID.corner_of(run.start, row);
        let weight = if run.bold { " font-weight=\"bold\"" } else { "" };
        let style = if run.italic { " font-style=\"italic\"" } else { "" };
        put(
            &mut self.text,
            format_args!(
                "<text x=\"{x}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" \
                 fill=\"{}\"{weight}{style}>{}</text>\n",
                y + GRID.baseline(),
                GRID.width(run.end - run.start),
                hex(run.ink.foreground),
                escaped(run.symbols.trim_end_matches(' ')),
            ),
        );
    }
}

/// Letters of one look, side by side.
struct Run {
    start: u16,
    end: u16,
    symbols: String,
    ink: Ink,
    bold: bool,
    italic: bool,
}

impl Run {
    fn new(piece: &Piece<'_>, ink: Ink) -> Self {
        Self {
            start: piece.column,
            end: piece.column,
            symbols: String::new(),
            ink,
            bold: piece.look.modifier.contains(Modifier::BOLD),
            italic: piece.look.modifier.contains(Modifier::ITALIC),
        }
    }
}

/// Says whether every monospace font is likely to have a character.
///
/// Others come from another font, with another width, and may even run from right to left: alone in its
/// columns none of them can move its neighbours.
const fn is_common(c: char) -> bool {
    matches!(c, ' '..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{2010}'..='\u{203a}' | '€')
}

fn shape_of(piece: &Piece<'_>) -> Option<Shape> {
    piece.symbol.chars().next().and_then(|c| Shape::of(c, GRID))
}

fn put(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let written = page.write_fmt(text);
    debug_assert!(written.is_ok());
}

fn hex(Rgb(red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Returns text in which nothing is markup and every character is allowed in XML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => safe.push(char::REPLACEMENT_CHARACTER),
            _ => safe.push(c),
        }
    }
    safe
}
