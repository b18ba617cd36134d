//! The marks of a timeline: dots, diamonds, squares, triangles, stars, arrows, brackets and a few signs.
//!
//! Measures are in units of the grid, from the middle of the cell, where lines run through.

use super::{Part, snapped};
use crate::picture::{
    grid::Grid,
    outline::{Outline, Point, at},
};

/// The pen of hollow marks and of arrows.
const PEN: f32 = 1.1;
/// The points of a star with radius 1, from the top, clockwise.
const TIPS: [(f32, f32); 5] =
    [(0.0, -1.0), (0.9511, -0.309), (0.5878, 0.809), (-0.5878, 0.809), (-0.9511, -0.309)];
/// How far a star's inner corners lie from its middle.
const INNER: f32 = 0.45;

/// Draws marks in one cell.
#[derive(Clone, Copy)]
struct Pen {
    grid: Grid,
}

/// Returns the parts of a mark, or `None` if the character is not one.
pub(super) fn parts(c: char, grid: Grid) -> Option<Vec<Part>> {
    let pen = Pen { grid };
    let part = match c {
        '●' => pen.disc(0.0, 0.0, 3.4),
        '•' => pen.disc(0.0, 0.0, 2.0),
        '·' => pen.disc(0.0, 0.0, 1.0),
        '○' => pen.ring(3.4),
        '◦' => pen.ring(2.0),
        '◎' => return Some(vec![pen.ring(3.9), pen.disc(0.0, 0.0, 1.6)]),
        '◌' => return Some(pen.dotted_circle()),
        '…' => return Some([-3.0, 0.0, 3.0].map(|x| pen.disc(x, 4.5, 1.0)).into()),
        '⋯' => return Some([-3.0, 0.0, 3.0].map(|x| pen.disc(x, 0.0, 1.0)).into()),
        '⋮' => return Some([-4.0, 0.0, 4.0].map(|y| pen.disc(0.0, y, 1.0)).into()),
        '◆' => area(|o| o.polygon(&pen.diamond(4.0))),
        '◇' => area(|o| o.polygon(&pen.diamond(4.2)).polygon(&reversed(pen.diamond(2.6)))),
        '■' => pen.square(3.5),
        '▪' => pen.square(2.0),
        '□' => pen.hollow_square(3.5),
        '▫' => pen.hollow_square(2.5),
        '▶' => pen.triangle((1.0, 0.0), 3.5, 4.0),
        '◀' => pen.triangle((-1.0, 0.0), 3.5, 4.0),
        '▲' => pen.triangle((0.0, -1.0), 3.5, 4.0),
        '▼' => pen.triangle((0.0, 1.0), 3.5, 4.0),
        '▸' => pen.triangle((1.0, 0.0), 2.3, 2.9),
        '◂' => pen.triangle((-1.0, 0.0), 2.3, 2.9),
        '▴' => pen.triangle((0.0, -1.0), 2.3, 2.9),
        '▾' => pen.triangle((0.0, 1.0), 2.3, 2.9),
        '★' => area(|o| o.polygon(&pen.star(4.45))),
        '☆' => area(|o| o.polygon(&pen.star(4.45)).polygon(&reversed(pen.star(2.4)))),
        _ => return pen.sign(c),
    };
    Some(vec![part])
}

fn reversed<const N: usize>(mut points: [Point; N]) -> [Point; N] {
    points.reverse();
    points
}

fn area(draw: impl FnOnce(Outline) -> Outline) -> Part {
    Part::Area(draw(Outline::default()))
}

impl Pen {
    /// Returns the place so many units to the right of the middle and below it.
    fn place(self, x: f32, y: f32) -> Point {
        let (middle_x, middle_y) = self.grid.middle();
        at(middle_x + x * self.grid.unit(), middle_y + y * self.grid.unit())
    }

    fn disc(self, x: f32, y: f32, radius: f32) -> Part {
        Part::Disc(self.place(x, y), radius * self.grid.unit())
    }

    fn ring(self, radius: f32) -> Part {
        let unit = self.grid.unit();
        area(|o| o.ring(self.place(0.0, 0.0), radius * unit, PEN * unit))
    }

    fn dotted_circle(self) -> Vec<Part> {
        let (far, near) = (3.4, 2.404);
        [
            (0.0, -far),
            (near, -near),
            (far, 0.0),
            (near, near),
            (0.0, far),
            (-near, near),
            (-far, 0.0),
            (-near, -near),
        ]
        .map(|(x, y)| self.disc(x, y, 0.7))
        .into()
    }

    fn diamond(self, half: f32) -> [Point; 4] {
        [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)].map(|(x, y)| self.place(x, y))
    }

    fn square(self, half: f32) -> Part {
        self.rectangle((-half, -half), (half, half))
    }

    fn hollow_square(self, half: f32) -> Part {
        let inner = half - 1.0;
        let hole = [(-inner, -inner), (-inner, inner), (inner, inner), (inner, -inner)];
        area(|o| {
            o.rectangle(self.place(-half, -half), self.place(half, half))
                .polygon(&hole.map(|(x, y)| self.place(x, y)))
        })
    }

    fn rectangle(self, from: (f32, f32), to: (f32, f32)) -> Part {
        let (from, to) = (self.place(from.0, from.1), self.place(to.0, to.1));
        snapped((from.x, from.y), (to.x, to.y))
    }

    /// Returns a triangle that points along `(x, y)`, from `-half` to `half`, and as wide on each side.
    fn triangle(self, (x, y): (f32, f32), half: f32, side: f32) -> Part {
        let base = |s: f32| self.place(-x * half - y * s, -y * half + x * s);
        area(|o| o.polygon(&[base(-side), self.place(x * half, y * half), base(side)]))
    }

    fn star(self, radius: f32) -> [Point; 10] {
        let mut points = [self.place(0.0, 0.0); 10];
        for (n, (x, y)) in TIPS.into_iter().enumerate() {
            points[2 * n] = self.place(x * radius, y * radius + 0.3);
            // The inner corner after a tip lies opposite of the tip three further on.
            let (x, y) = TIPS[(n + 3) % 5];
            points[2 * n + 1] = self.place(-x * radius * INNER, -y * radius * INNER + 0.3);
        }
        points
    }

    fn stroke(self, points: &[(f32, f32)], pen: f32) -> Part {
        let points: Vec<Point> = points.iter().map(|(x, y)| self.place(*x, *y)).collect();
        area(|o| o.stroke(&points, pen * self.grid.unit()))
    }

    /// Returns an arrow that points along `(x, y)`, from `-half` to `half`, moved sideways.
    fn arrow(self, (x, y): (f32, f32), half: f32, aside: f32) -> Vec<Part> {
        let turn = |along: f32, s: f32| (x * along - y * (s + aside), y * along + x * (s + aside));
        let head = 2.6;
        vec![
            self.stroke(&[turn(-half, 0.0), turn(half, 0.0)], PEN),
            self.stroke(&[turn(half - head, -head), turn(half, 0.0), turn(half - head, head)], PEN),
        ]
    }

    fn sign(self, c: char) -> Option<Vec<Part>> {
        let parts = match c {
            '→' => self.arrow((1.0, 0.0), 3.6, 0.0),
            '←' => self.arrow((-1.0, 0.0), 3.6, 0.0),
            '↑' => self.arrow((0.0, -1.0), 4.6, 0.0),
            '↓' => self.arrow((0.0, 1.0), 4.6, 0.0),
            '↔' => [self.arrow((1.0, 0.0), 3.9, 0.0), self.arrow((-1.0, 0.0), 3.9, 0.0)].concat(),
            '↕' => [self.arrow((0.0, 1.0), 4.9, 0.0), self.arrow((0.0, -1.0), 4.9, 0.0)].concat(),
            '⇄' => {
                [self.arrow((1.0, 0.0), 3.6, -3.3), self.arrow((-1.0, 0.0), 3.6, -3.3)].concat()
            }
            '⏎' => vec![
                self.stroke(&[(3.4, -4.5), (3.4, 1.5), (-3.4, 1.5)], PEN),
                self.stroke(&[(-0.9, -1.0), (-3.4, 1.5), (-0.9, 4.0)], PEN),
            ],
            '×' => vec![
                self.stroke(&[(-2.5, -2.5), (2.5, 2.5)], 1.25),
                self.stroke(&[(-2.5, 2.5), (2.5, -2.5)], 1.25),
            ],
            '✗' => vec![
                self.stroke(&[(-3.0, -2.2), (3.0, 3.4)], 1.3),
                self.stroke(&[(-2.4, 3.8), (2.6, -4.0)], 1.3),
            ],
            '✓' => vec![self.stroke(&[(-3.5, 0.8), (-1.2, 3.6), (3.4, -4.2)], 1.3)],
            '−' => vec![self.rectangle((-3.0, -0.5), (3.0, 0.5))],
            '⟦' => self.bracket(1.0),
            '⟧' => self.bracket(-1.0),
            _ => return None,
        };
        Some(parts)
    }

    /// Returns a white square bracket that opens to the right (1) or to the left (-1).
    fn bracket(self, side: f32) -> Vec<Part> {
        let bar = |x0: f32, y0: f32, x1: f32, y1: f32| {
            let (x0, x1) = (x0 * side, x1 * side);
            self.rectangle((x0.min(x1), y0), (x0.max(x1), y1))
        };
        vec![
            bar(-2.5, -7.5, -1.5, 7.5),
            bar(-0.5, -7.5, 0.5, 7.5),
            bar(-2.5, -7.5, 3.5, -6.5),
            bar(-2.5, 6.5, 3.5, 7.5),
        ]
    }
}
