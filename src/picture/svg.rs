//! A drawn buffer as a drawing that scales and stands alone.
//!
//! Grounds, shapes and lines are collected by colour and become one path each: the page stays small, and
//! cells that touch have no seam between them. Letters stay text, in whatever monospace font the reader has;
//! each run is held to its columns.

use std::fmt::Write;

use ratatui::{buffer::Buffer, style::Modifier};

use super::{
    Palette, Rgb,
    grid::{CORNER, Grid},
    outline::{Outline, Point, Step, at},
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
         xml:space=\"preserve\">\n",
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
    sheet
        .grounds
        .write(&mut page, " shape-rendering=\"crispEdges\"");
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
            self.grounds
                .add(Paint::solid(ink.background), &cell, at(0.0, 0.0));
        }
        if let Some(shape) = shape_of(piece) {
            let paint = Paint {
                color: ink.foreground,
                quarters: shape.quarters,
            };
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
            let alone = !piece.symbol.is_ascii();
            let fits = |open: &Run| {
                let same = open.ink.foreground == ink.foreground
                    && open.bold == piece.look.modifier.contains(Modifier::BOLD)
                    && open.italic == piece.look.modifier.contains(Modifier::ITALIC);
                // A letter from another font may be wider; only narrow ones share a run.
                same && (!alone || piece.width == 1)
            };
            if !run.as_ref().is_some_and(fits) {
                self.finish(run.take(), row);
            }
            let open = run.get_or_insert_with(|| Run::new(piece, ink));
            open.symbols.push_str(piece.symbol.trim_end_matches(' '));
            open.end = piece.column + piece.width;
            if piece.width > 1 {
                self.finish(run.take(), row);
            }
        }
        self.finish(run, row);
    }

    fn finish(&mut self, run: Option<Run>, row: u16) {
        let Some(run) = run else { return };
        let (x, y) = GRID.corner_of(run.start, row);
        let weight = if run.bold {
            " font-weight=\"bold\""
        } else {
            ""
        };
        let style = if run.italic {
            " font-style=\"italic\""
        } else {
            ""
        };
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

fn shape_of(piece: &Piece<'_>) -> Option<Shape> {
    piece.symbol.chars().next().and_then(|c| Shape::of(c, GRID))
}

/// A colour and how much of the ground it hides, in quarters.
#[derive(Clone, Copy, PartialEq)]
struct Paint {
    color: Rgb,
    quarters: u8,
}

impl Paint {
    const fn solid(color: Rgb) -> Self {
        Self { color, quarters: 4 }
    }
}

/// Areas by paint, in the order in which each paint was first used.
#[derive(Default)]
struct Layer {
    areas: Vec<(Paint, Areas)>,
}

/// Areas of one paint, by kind.
#[derive(Default)]
struct Areas {
    rectangles: Vec<[f32; 4]>,
    discs: Vec<(Point, f32)>,
    path: String,
}

impl Layer {
    fn add(&mut self, paint: Paint, part: &Part, by: Point) {
        let known = self.areas.iter().position(|(other, _)| *other == paint);
        let place = known.unwrap_or_else(|| {
            self.areas.push((paint, Areas::default()));
            self.areas.len() - 1
        });
        let Some((_, areas)) = self.areas.get_mut(place) else {
            return;
        };
        match part {
            Part::Rectangle(from, to) => {
                areas
                    .rectangles
                    .push([from.x + by.x, from.y + by.y, to.x + by.x, to.y + by.y]);
            }
            Part::Disc(middle, radius) => {
                areas
                    .discs
                    .push((at(middle.x + by.x, middle.y + by.y), *radius));
            }
            Part::Area(area) => draw(&mut areas.path, &area.map(|p| at(p.x + by.x, p.y + by.y))),
        }
    }

    fn write(self, page: &mut String, attributes: &str) {
        for (paint, areas) in self.areas {
            let color = hex(paint.color);
            let opacity = match paint.quarters {
                4.. => String::new(),
                quarters => format!(" fill-opacity=\"{}\"", f32::from(quarters) / 4.0),
            };
            let mut path = String::new();
            for [x0, y0, x1, y1] in joined(areas.rectangles) {
                let (width, height) = (Short(x1 - x0), Short(y1 - y0));
                put(
                    &mut path,
                    format_args!("M{} {}h{width}v{height}h-{width}z", Short(x0), Short(y0)),
                );
            }
            path.push_str(&areas.path);
            if !path.is_empty() {
                put(
                    page,
                    format_args!("<path fill=\"{color}\"{opacity}{attributes} d=\"{path}\"/>\n"),
                );
            }
            write_discs(page, &areas.discs, &color);
        }
    }
}

/// Writes discs as points of a thick round pen, which takes a fifth of the room of four curves each.
fn write_discs(page: &mut String, discs: &[(Point, f32)], color: &str) {
    let mut sizes: Vec<f32> = discs.iter().map(|(_, radius)| *radius).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.dedup();
    for size in sizes {
        put(
            page,
            format_args!(
                "<path stroke=\"{color}\" stroke-width=\"{}\" stroke-linecap=\"round\" d=\"",
                Short(size * 2.0)
            ),
        );
        for (middle, radius) in discs {
            if radius.total_cmp(&size).is_eq() {
                put(
                    page,
                    format_args!("M{} {}h0", Short(middle.x), Short(middle.y)),
                );
            }
        }
        page.push_str("\"/>\n");
    }
}

/// Joins rectangles that touch: first side by side, then one above the other.
fn joined(mut rectangles: Vec<[f32; 4]>) -> Vec<[f32; 4]> {
    for (along, across) in [(0, 1), (1, 0)] {
        rectangles.sort_by(|a, b| {
            let key = |r: &[f32; 4]| [r[across], r[across + 2], r[along], r[along + 2]];
            let (a, b) = (key(a), key(b));
            a.iter()
                .zip(&b)
                .map(|(a, b)| a.total_cmp(b))
                .find(|o| o.is_ne())
                .unwrap_or(a.len().cmp(&b.len()))
        });
        let mut wide: Vec<[f32; 4]> = Vec::with_capacity(rectangles.len());
        for next in rectangles {
            match wide.last_mut() {
                Some(last)
                    if same(last[across], next[across])
                        && same(last[across + 2], next[across + 2])
                        && next[along] <= last[along + 2] =>
                {
                    last[along + 2] = last[along + 2].max(next[along + 2]);
                }
                _ => wide.push(next),
            }
        }
        rectangles = wide;
    }
    rectangles
}

/// Says whether two places are one; they are whole numbers, so there is no error to allow for.
fn same(a: f32, b: f32) -> bool {
    a.total_cmp(&b).is_eq()
}

fn draw(path: &mut String, area: &Outline) {
    let mut open = false;
    for step in &area.steps {
        match step {
            Step::Move(p) => {
                path.push_str(if open { "zM" } else { "M" });
                open = true;
                put(path, format_args!("{}", Place(p)));
            }
            Step::Line(p) => put(path, format_args!("L{}", Place(p))),
            Step::Quad(a, p) => put(path, format_args!("Q{} {}", Place(a), Place(p))),
            Step::Cubic(a, b, p) => {
                put(
                    path,
                    format_args!("C{} {} {}", Place(a), Place(b), Place(p)),
                );
            }
        }
    }
    if open {
        path.push('z');
    }
}

/// A length with at most two decimals.
struct Short(f32);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.2}", self.0);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

struct Place<'a>(&'a Point);

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", Short(self.0.x), Short(self.0.y))
    }
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
