//! Areas with straight and curved edges, in pixels, y downward.
//!
//! Contours of one direction add up, contours of the other direction cut holes (the non-zero rule). All
//! builders but the hole of a ring turn the same way, so that parts of a figure may overlap.

/// A place in a picture or in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f32,
    pub(super) y: f32,
}

/// Returns the point at these coordinates.
pub(super) const fn at(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// One step of a pen around an area. A contour ends where the next one starts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    Move(Point),
    Line(Point),
    /// A curve with one handle.
    Quad(Point, Point),
    /// A curve with two handles.
    Cubic(Point, Point, Point),
}

/// An area: closed contours, filled by the non-zero rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Outline {
    pub(super) steps: Vec<Step>,
}

/// How far a handle lies from the end of a quarter of a circle with radius 1.
const QUARTER: f32 = 0.552_284_8;

impl Outline {
    /// Adds an area with straight edges.
    pub(super) fn polygon(mut self, corners: &[Point]) -> Self {
        for (n, corner) in corners.iter().enumerate() {
            self.steps.push(if n == 0 { Step::Move(*corner) } else { Step::Line(*corner) });
        }
        self
    }

    /// Adds a rectangle by two corners, the upper left one first.
    pub(super) fn rectangle(self, from: Point, to: Point) -> Self {
        self.polygon(&[from, at(to.x, from.y), to, at(from.x, to.y)])
    }

    /// Adds a disc.
    pub(super) fn disc(self, middle: Point, radius: f32) -> Self {
        self.circle(middle, radius, 1.0)
    }

    /// Adds a ring: a circle drawn with a pen, its outer edge at `radius`.
    pub(super) fn ring(self, middle: Point, radius: f32, pen: f32) -> Self {
        self.circle(middle, radius, 1.0).circle(middle, radius - pen, -1.0)
    }

    fn circle(mut self, Point { x, y }: Point, r: f32, turn: f32) -> Self {
        let (h, k) = (r * turn, r * QUARTER);
        let kh = k * turn;
        self.steps.extend([
            Step::Move(at(x, y - r)),
            Step::Cubic(at(x + kh, y - r), at(x + h, y - k), at(x + h, y)),
            Step::Cubic(at(x + h, y + k), at(x + kh, y + r), at(x, y + r)),
            Step::Cubic(at(x - kh, y + r), at(x - h, y + k), at(x - h, y)),
            Step::Cubic(at(x - h, y - k), at(x - kh, y - r), at(x, y - r)),
        ]);
        self
    }

    /// Adds a line of a pen's width through points, with round joints and ends.
    pub(super) fn stroke(mut self, points: &[Point], pen: f32) -> Self {
        let half = pen / 2.0;
        for pair in points.windows(2) {
            let &[from, to] = pair else { continue };
            let (dx, dy) = (to.x - from.x, to.y - from.y);
            let length = (dx * dx + dy * dy).sqrt();
            if length > 0.0 {
                let (nx, ny) = (dy / length * half, -dx / length * half);
                self = self.polygon(&[
                    at(from.x + nx, from.y + ny),
                    at(to.x + nx, to.y + ny),
                    at(to.x - nx, to.y - ny),
                    at(from.x - nx, from.y - ny),
                ]);
            }
        }
        points.iter().fold(self, |outline, point| outline.disc(*point, half))
    }

    /// Adds a quarter of a ring that leaves `from` along the y axis and reaches `to` along the x axis.
    pub(super) fn bend(mut self, from: Point, to: Point, pen: f32) -> Self {
        let half = pen / 2.0;
        // Seen from the middle of the circle, which lies beside `from` and above or below `to`.
        let (right, down) = ((from.x - to.x).signum(), (to.y - from.y).signum());
        let arc = |away: f32| {
            let start = at(from.x + right * away, from.y);
            let end = at(to.x, to.y + down * away);
            let (rx, ry) = (start.x - end.x, end.y - start.y);
            let handles = (at(start.x, start.y + ry * QUARTER), at(end.x + rx * QUARTER, end.y));
            (start, handles, end)
        };
        let (outer, inner) = (arc(half), arc(-half));
        let (first, second) = if right * down > 0.0 { (outer, inner) } else { (inner, outer) };
        self.steps.extend([
            Step::Move(first.0),
            Step::Cubic(first.1.0, first.1.1, first.2),
            Step::Line(second.2),
            Step::Cubic(second.1.1, second.1.0, second.0),
        ]);
        self
    }

    /// Adds all contours of another area.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.steps.extend_from_slice(&other.steps);
        self
    }

    /// Returns the area with every point moved by `to`.
    pub(super) fn map(&self, to: impl Fn(Point) -> Point) -> Self {
        let steps = self.steps.iter().map(|step| match *step {
            Step::Move(p) => Step::Move(to(p)),
            Step::Line(p) => Step::Line(to(p)),
            Step::Quad(a, p) => Step::Quad(to(a), to(p)),
            Step::Cubic(a, b, p) => Step::Cubic(to(a), to(b), to(p)),
        });
        Self { steps: steps.collect() }
    }

    /// Returns the top and the bottom of the area; handles count, so it may be a little more.
    pub(super) fn vertical_extent(&self) -> Option<(f32, f32)> {
        let ys = self.steps.iter().flat_map(|step| match *step {
            Step::Move(p) | Step::Line(p) => [p.y; 3],
            Step::Quad(a, p) => [a.y, p.y, p.y],
            Step::Cubic(a, b, p) => [a.y, b.y, p.y],
        });
        ys.fold(None, |extent, y| {
            let (top, bottom) = extent.unwrap_or((y, y));
            Some((y.min(top), y.max(bottom)))
        })
    }

    /// Returns the straight edges that stand for the area's outline, each contour closed.
    pub(super) fn edges(&self) -> Vec<(Point, Point)> {
        let mut edges = Vec::new();
        let (mut start, mut pen) = (at(0.0, 0.0), at(0.0, 0.0));
        for step in &self.steps {
            match *step {
                Step::Move(to) => {
                    edges.push((pen, start));
                    start = to;
                    pen = to;
                }
                Step::Line(to) => {
                    edges.push((pen, to));
                    pen = to;
                }
                Step::Quad(handle, to) => {
                    let third = |p: Point| {
                        at(p.x + (handle.x - p.x) * 2.0 / 3.0, p.y + (handle.y - p.y) * 2.0 / 3.0)
                    };
                    pen = curve(pen, third(pen), third(to), to, &mut edges);
                }
                Step::Cubic(a, b, to) => pen = curve(pen, a, b, to, &mut edges),
            }
        }
        edges.push((pen, start));
        edges
    }
}

/// Adds the edges of a curve, more for a longer one, and returns its end.
fn curve(from: Point, a: Point, b: Point, to: Point, edges: &mut Vec<(Point, Point)>) -> Point {
    let reach = [(from, a), (a, b), (b, to)]
        .iter()
        .map(|(p, q)| (q.x - p.x).abs() + (q.y - p.y).abs())
        .sum::<f32>();
    let count = (reach.sqrt() * 5.0).clamp(6.0, 96.0) as u16;
    let mut pen = from;
    for n in 1..=count {
        let t = f32::from(n) / f32::from(count);
        let u = 1.0 - t;
        let blend = |p: f32, q: f32, r: f32, s: f32| {
            u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
        };
        let next = if n == count {
            to
        } else {
            at(blend(from.x, a.x, b.x, to.x), blend(from.y, a.y, b.y, to.y))
        };
        edges.push((pen, next));
        pen = next;
    }
    pen
}
