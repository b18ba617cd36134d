//! How much of each pixel an area covers.
//!
//! Each row of pixels is cut by sixteen lines, and along each line the covered length is measured. Only the
//! four basic operations and the square root are used, which every machine rounds alike: the same area
//! gives the same pixels everywhere.

use super::outline::Outline;

/// Lines through each row of pixels.
const LINES: usize = 16;
/// The most that a pixel can be covered: that many lines, each of that many parts.
const WHOLE: i32 = LINES as i32 * PARTS;
const PARTS: i32 = 256;
/// The widest and highest area that is painted, in pixels; a glyph is far below it.
const LIMIT: f32 = 4096.0;

/// The pixels that an area touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Coverage {
    /// The first column of pixels.
    pub(super) left: i32,
    /// The first row of pixels.
    pub(super) top: i32,
    /// Columns of pixels.
    pub(super) width: usize,
    /// Rows from the top, of 0 (free) to [`FULL`] (covered).
    pub(super) values: Vec<u8>,
}

/// The value of a pixel that is covered whole.
pub(super) const FULL: u8 = 255;

impl Coverage {
    /// Measures an area. What lies far away from the origin is cut off.
    pub(super) fn of(outline: &Outline) -> Self {
        let keep = |v: f32| {
            if v.is_finite() { v.clamp(-LIMIT, LIMIT) } else { 0.0 }
        };
        let edges: Vec<[f32; 4]> = outline
            .edges()
            .into_iter()
            .map(|(p, q)| [keep(p.x), keep(p.y), keep(q.x), keep(q.y)])
            .filter(|[_, y0, _, y1]| (y0 - y1).abs() > 0.0)
            .collect();
        let least = |n: usize| edges.iter().flat_map(|e| [e[n], e[n + 2]]).fold(LIMIT, f32::min);
        let most = |n: usize| edges.iter().flat_map(|e| [e[n], e[n + 2]]).fold(-LIMIT, f32::max);
        if edges.is_empty() {
            return Self { left: 0, top: 0, width: 0, values: Vec::new() };
        }
        let (left, top) = (least(0).floor(), least(1).floor());
        let width = (most(0).ceil() - left).max(1.0) as usize;
        let height = (most(1).ceil() - top).max(1.0) as usize;
        let mut lines: Vec<Vec<(f32, i32)>> = vec![Vec::new(); height * LINES];
        for edge in &edges {
            cross(*edge, (left, top), &mut lines);
        }
        let mut values = Vec::with_capacity(width * height);
        let mut sums = vec![0; width];
        for row in lines.chunks_mut(LINES) {
            sums.fill(0);
            for line in row {
                line.sort_by(|a, b| a.0.total_cmp(&b.0));
                measure(line, &mut sums);
            }
            values.extend(sums.iter().map(|sum| {
                let scaled = (sum * i32::from(FULL) + WHOLE / 2) / WHOLE;
                scaled.clamp(0, i32::from(FULL)) as u8
            }));
        }
        Self { left: left as i32, top: top as i32, width, values }
    }
}

/// Notes where an edge crosses the lines, and in which direction.
fn cross([x0, y0, x1, y1]: [f32; 4], (left, top): (f32, f32), lines: &mut [Vec<(f32, i32)>]) {
    let turn = if y0 < y1 { 1 } else { -1 };
    let (from, to) = if y0 < y1 { ((x0, y0), (x1, y1)) } else { ((x1, y1), (x0, y0)) };
    let slope = (to.0 - from.0) / (to.1 - from.1);
    let count = LINES as f32;
    let nearest = |y: f32| ((y - top) * count - 0.5).ceil().max(0.0) as usize;
    let (first, last) = (nearest(from.1), nearest(to.1).min(lines.len()));
    for (n, line) in lines.iter_mut().enumerate().take(last).skip(first) {
        let y = top + (n as f32 + 0.5) / count;
        line.push((from.0 + (y - from.1) * slope - left, turn));
    }
}

/// Adds the covered parts of one line to the sums of its pixels.
fn measure(crossings: &[(f32, i32)], sums: &mut [i32]) {
    let mut turns = 0;
    let mut start = 0;
    for (x, turn) in crossings {
        let place = (x * PARTS as f32).round() as i32;
        let inside = turns != 0;
        turns += turn;
        if !inside {
            start = place;
        } else if turns == 0 {
            cover(start, place, sums);
        }
    }
}

fn cover(from: i32, to: i32, sums: &mut [i32]) {
    let end = sums.len() as i32 * PARTS;
    let (from, to) = (from.clamp(0, end), to.clamp(0, end));
    let (first, last) = ((from / PARTS) as usize, (to / PARTS) as usize);
    if first == last {
        if let Some(sum) = sums.get_mut(first) {
            *sum += to - from;
        }
        return;
    }
    if let Some(sum) = sums.get_mut(first) {
        *sum += PARTS - from % PARTS;
    }
    for sum in sums.iter_mut().take(last).skip(first + 1) {
        *sum += PARTS;
    }
    if let Some(sum) = sums.get_mut(last) {
        *sum += to % PARTS;
    }
}

#[cfg(test)]
mod tests {
    use super::{super::outline::at, *};

    #[test]
    fn fills_whole_pixels_wholly_and_half_pixels_by_half() {
        let area = Outline::default().rectangle(at(1.0, 2.0), at(3.5, 3.0));
        let coverage = Coverage::of(&area);
        assert_eq!((coverage.left, coverage.top, coverage.width), (1, 2, 3));
        assert_eq!(coverage.values, [FULL, FULL, 128]);
    }

    #[test]
    fn counts_overlapping_parts_once_and_cuts_holes() {
        let (a, b) = (at(0.0, 0.0), at(2.0, 1.0));
        let twice = Outline::default().rectangle(a, b).rectangle(a, b);
        assert_eq!(Coverage::of(&twice).values, [FULL, FULL]);
        let ring = Coverage::of(&Outline::default().ring(at(8.0, 8.0), 8.0, 2.0));
        assert_eq!(ring.values[8 * 16 + 8], 0);
        assert!(ring.values[8 * 16 + 1] == FULL && ring.values[8 * 16] > 240);
    }

    #[test]
    fn measures_a_disc_as_geometry_does() {
        let disc = Coverage::of(&Outline::default().disc(at(10.0, 10.0), 9.0));
        let area: f64 = disc.values.iter().map(|v| f64::from(*v) / 255.0).sum();
        assert!((area - 81.0 * std::f64::consts::PI).abs() < 0.5, "{area}");
    }

    #[test]
    fn joins_strokes_and_bends_without_holes() {
        let stroke = Outline::default().stroke(&[at(2.0, 2.0), at(12.0, 2.0), at(2.0, 12.0)], 2.0);
        let at_joint = Coverage::of(&stroke);
        let index = (1 - at_joint.top) as usize * at_joint.width + (11 - at_joint.left) as usize;
        assert!(at_joint.values[index] > 200, "the joint of two strokes is covered");
        for (from, to) in [((5.0, 10.0), (9.0, 6.0)), ((5.0, 2.0), (9.0, 6.0))] {
            let bend = Outline::default().bend(at(from.0, from.1), at(to.0, to.1), 2.0);
            assert!(Coverage::of(&bend).values.iter().any(|v| *v > 200));
        }
    }

    #[test]
    fn survives_areas_without_size_or_sense() {
        assert!(Coverage::of(&Outline::default()).values.is_empty());
        let odd = Outline::default().polygon(&[at(f32::NAN, 0.0), at(f32::INFINITY, 9.0)]);
        let _ = Coverage::of(&odd);
        let flat = Outline::default().rectangle(at(0.0, 1.0), at(9.0, 1.0));
        assert!(Coverage::of(&flat).values.is_empty());
    }
}
