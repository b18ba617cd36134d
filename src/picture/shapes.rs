//! Characters that are drawn by geometry instead of a font: lines, blocks, Braille and marks.
//!
//! One table serves SVG and PNG. Fonts disagree about these characters, and their lines rarely meet the
//! next cell; here they do, because edges lie on whole pixels of the grid.

mod blocks;
mod lines;
mod marks;

use super::{
    grid::Grid,
    outline::{Outline, Point, at},
};

/// A part of a shape, in pixels from the cell's upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A rectangle on whole pixels: its upper left and lower right corner.
    Rectangle(Point, Point),
    /// A disc: its middle and radius.
    Disc(Point, f32),
    /// Any other area.
    Area(Outline),
}

/// What stands for a character.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    /// The parts, which may overlap.
    pub(super) parts: Vec<Part>,
    /// How much of the ground it hides, in quarters; less than 4 for the shades alone.
    pub(super) quarters: u8,
}

impl Shape {
    /// Returns the shape of a character, or `None` if it is left to the font.
    pub(super) fn of(c: char, grid: Grid) -> Option<Self> {
        let parts = match c {
            '\u{2500}'..='\u{257f}' => lines::parts(c, grid),
            '\u{2591}'..='\u{2593}' => {
                let parts = vec![rectangle(grid, (0.0, 0.0), (1.0, 1.0))];
                return Some(Self { parts, quarters: (u32::from(c) - 0x2590) as u8 });
            }
            '\u{2580}'..='\u{259f}' => blocks::parts(c, grid),
            '\u{2800}'..='\u{28ff}' => blocks::braille(c, grid),
            _ => marks::parts(c, grid)?,
        };
        Some(Self { parts, quarters: 4 })
    }

    /// Returns all parts as one area.
    pub(super) fn outline(&self) -> Outline {
        self.parts.iter().fold(Outline::default(), |outline, part| match part {
            Part::Rectangle(from, to) => outline.rectangle(*from, *to),
            Part::Disc(middle, radius) => outline.disc(*middle, *radius),
            Part::Area(area) => outline.and(area),
        })
    }
}

/// Returns a rectangle by shares of the cell's width and height.
fn rectangle(grid: Grid, from: (f32, f32), to: (f32, f32)) -> Part {
    let (width, height) = (grid.width(1), grid.height());
    snapped((width * from.0, height * from.1), (width * to.0, height * to.1))
}

/// Returns a rectangle with its edges moved to the nearest whole pixels, and never less than a pixel wide.
fn snapped(from: (f32, f32), to: (f32, f32)) -> Part {
    let (x, y) = (from.0.round(), from.1.round());
    Part::Rectangle(at(x, y), at(to.0.round().max(x + 1.0), to.1.round().max(y + 1.0)))
}

#[cfg(test)]
mod tests {
    use super::{
        super::coverage::{Coverage, FULL},
        *,
    };

    /// The marks of a timeline, which a picture must show without any font.
    const MARKS: &str = "●○◦◌◆◇■□▪▫▌▐◂▸◀▶▴▾▲▼★☆·•…⟦⟧×−→←↑↓⏎✓┣┫━";

    /// Says how much of a pixel is covered, 0 outside of the area.
    fn covered(coverage: &Coverage, x: i32, y: i32) -> u8 {
        let (x, y) = (x - coverage.left, y - coverage.top);
        if x < 0 || y < 0 || x as usize >= coverage.width {
            return 0;
        }
        coverage.values.get(y as usize * coverage.width + x as usize).copied().unwrap_or(0)
    }

    /// Tells which edges of the cell a character reaches in full strength: left, up, right, down.
    fn reached(c: char, scale: u32) -> [bool; 4] {
        let grid = Grid::new(scale);
        let coverage = Coverage::of(&Shape::of(c, grid).unwrap().outline());
        let (right, bottom) = (grid.width(1) as i32 - 1, grid.height() as i32 - 1);
        let full = |x: i32, y: i32| covered(&coverage, x, y) == FULL;
        [
            (0..=bottom).any(|y| full(0, y)),
            (0..=right).any(|x| full(x, 0)),
            (0..=bottom).any(|y| full(right, y)),
            (0..=right).any(|x| full(x, bottom)),
        ]
    }

    fn every_shape() -> impl Iterator<Item = char> {
        ('\u{2500}'..='\u{259f}').chain('\u{2801}'..='\u{28ff}').chain(MARKS.chars())
    }

    #[test]
    fn covers_something_and_stays_in_its_cell() {
        for scale in 1..=4 {
            let grid = Grid::new(scale);
            for c in every_shape() {
                let shape = Shape::of(c, grid).unwrap_or_else(|| panic!("{c} has no shape"));
                let coverage = Coverage::of(&shape.outline());
                let height = coverage.values.len() / coverage.width.max(1);
                assert!(coverage.values.iter().any(|v| *v > 100), "{c} is empty at {scale}");
                let right = coverage.left + coverage.width as i32;
                let bottom = coverage.top + height as i32;
                let inside = coverage.left >= 0
                    && coverage.top >= 0
                    && right <= grid.width(1) as i32
                    && bottom <= grid.height() as i32;
                assert!(inside, "{c} leaves its cell at {scale}");
            }
        }
    }

    #[test]
    fn reaches_the_edges_that_the_name_promises() {
        let arms = [
            ('─', "1010"),
            ('━', "1010"),
            ('│', "0101"),
            ('┃', "0101"),
            ('┌', "0011"),
            ('┐', "1001"),
            ('└', "0110"),
            ('┘', "1100"),
            ('╭', "0011"),
            ('╮', "1001"),
            ('╰', "0110"),
            ('╯', "1100"),
            ('├', "0111"),
            ('┣', "0111"),
            ('┫', "1101"),
            ('┼', "1111"),
            ('╔', "0011"),
            ('╬', "1111"),
            ('╪', "1111"),
            ('╧', "1110"),
            ('╢', "1101"),
            ('╴', "1000"),
            ('╵', "0100"),
            ('╶', "0010"),
            ('╷', "0001"),
            ('╸', "1000"),
            ('╹', "0100"),
            ('╺', "0010"),
            ('╻', "0001"),
            ('█', "1111"),
            ('▀', "1110"),
            ('▐', "0111"),
            ('▂', "1011"),
        ];
        for scale in 1..=4 {
            for (c, expected) in arms {
                let reached = reached(c, scale).map(|edge| if edge { '1' } else { '0' });
                assert_eq!(reached.iter().collect::<String>(), expected, "{c} at {scale}");
            }
        }
    }

    #[test]
    fn meets_the_same_pixels_in_the_next_cell() {
        for scale in 1..=4 {
            let grid = Grid::new(scale);
            let (width, height) = (grid.width(1) as i32, grid.height() as i32);
            let column = |c: char, x: i32| {
                let coverage = Coverage::of(&Shape::of(c, grid).unwrap().outline());
                (0..height).map(|y| covered(&coverage, x, y)).collect::<Vec<_>>()
            };
            let row = |c: char, y: i32| {
                let coverage = Coverage::of(&Shape::of(c, grid).unwrap().outline());
                (0..width).map(|x| covered(&coverage, x, y)).collect::<Vec<_>>()
            };
            for (left, right) in [("─┌└├╭╰┼┬", "─┐┘┤╮╯┼┴"), ("━┏┗┣", "━┓┛┫"), ("═╔╚╠", "═╗╝╣")]
            {
                let line = left.chars().next().unwrap();
                for (a, b) in left.chars().zip(right.chars()) {
                    assert_eq!(column(a, width - 1), column(line, 0), "{a} at {scale}");
                    assert_eq!(column(b, 0), column(line, 0), "{b} at {scale}");
                }
            }
            for (up, down) in [("│┌┐├╭╮┼", "│└┘┤╰╯┼"), ("┃┏┓┣", "┃┗┛┫"), ("║╔╗", "║╚╝")]
            {
                let line = up.chars().next().unwrap();
                for (a, b) in up.chars().zip(down.chars()) {
                    assert_eq!(row(a, height - 1), row(line, 0), "{a} at {scale}");
                    assert_eq!(row(b, 0), row(line, 0), "{b} at {scale}");
                }
            }
        }
    }

    #[test]
    fn leaves_letters_to_the_font() {
        for c in ['A', 'ï', 'Ж', ' ', '-', '日', '\u{301}'] {
            assert_eq!(Shape::of(c, Grid::new(2)), None);
        }
    }

    #[test]
    fn grows_with_each_eighth() {
        for blocks in ["▁▂▃▄▅▆▇█", "▏▎▍▌▋▊▉█"] {
            let areas: Vec<u32> = blocks
                .chars()
                .map(|c| {
                    let shape = Shape::of(c, Grid::new(2)).unwrap();
                    Coverage::of(&shape.outline()).values.iter().map(|v| u32::from(*v)).sum()
                })
                .collect();
            assert!(areas.is_sorted_by(|a, b| a < b), "{areas:?}");
        }
    }
}
