//! Areas of a drawing, collected by colour.

use std::cmp::Ordering;

use super::{hex, put};
use crate::picture::{
    Rgb,
    outline::{Outline, Point, Step, at},
    shapes::Part,
};

/// A colour and how much of the ground it hides, in quarters.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Paint {
    pub(super) color: Rgb,
    pub(super) quarters: u8,
}

impl Paint {
    /// Returns the paint of a colour that hides the ground.
    pub(super) const fn solid(color: Rgb) -> Self {
        Self { color, quarters: 4 }
    }
}

/// Areas by paint, in the order in which each paint was first used.
#[derive(Default)]
pub(super) struct Layer {
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
    /// Adds a part of a shape, moved by `by`.
    pub(super) fn add(&mut self, paint: Paint, part: &Part, by: Point) {
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
                areas.rectangles.push([from.x + by.x, from.y + by.y, to.x + by.x, to.y + by.y]);
            }
            Part::Disc(middle, radius) => {
                areas.discs.push((at(middle.x + by.x, middle.y + by.y), *radius));
            }
            Part::Area(area) => draw(&mut areas.path, &area.map(|p| at(p.x + by.x, p.y + by.y))),
        }
    }

    /// Writes a path for each paint; `attributes` go into those of rectangles and areas.
    pub(super) fn write(self, page: &mut String, attributes: &str) {
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
                put(page, format_args!("M{} {}h0", Short(middle.x), Short(middle.y)));
            }
        }
        page.push_str("\"/>\n");
    }
}

/// Joins rectangles that touch: first side by side, then one above the other.
fn joined(mut rectangles: Vec<[f32; 4]>) -> Vec<[f32; 4]> {
    for (along, across) in [(0, 1), (1, 0)] {
        let key = |r: &[f32; 4]| [r[across], r[across + 2], r[along], r[along + 2]];
        rectangles.sort_by(|a, b| {
            let pairs = key(a).into_iter().zip(key(b));
            pairs.map(|(a, b)| a.total_cmp(&b)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
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
                put(path, format_args!("C{} {} {}", Place(a), Place(b), Place(p)));
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
