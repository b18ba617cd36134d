//! Box drawing: U+2500 to U+257F.

use super::{Part, snapped};
use crate::picture::{
    grid::Grid,
    outline::{Outline, at},
};

/// The arms of each character, four bits each: left, up, right, down.
///
/// 0 is none, 1 a light line, 2 a heavy one, 3 a double one. Dashes, arcs and diagonals are 0: they are no
/// crossings of arms.
#[rustfmt::skip]
const ARMS: [u16; 128] = [
    0x1010, 0x2020, 0x0101, 0x0202, 0x0000, 0x0000, 0x0000, 0x0000, // ─━│┃┄┅┆┇
    0x0000, 0x0000, 0x0000, 0x0000, 0x0011, 0x0021, 0x0012, 0x0022, // ┈┉┊┋┌┍┎┏
    0x1001, 0x2001, 0x1002, 0x2002, 0x0110, 0x0120, 0x0210, 0x0220, // ┐┑┒┓└┕┖┗
    0x1100, 0x2100, 0x1200, 0x2200, 0x0111, 0x0121, 0x0211, 0x0112, // ┘┙┚┛├┝┞┟
    0x0212, 0x0221, 0x0122, 0x0222, 0x1101, 0x2101, 0x1201, 0x1102, // ┠┡┢┣┤┥┦┧
    0x1202, 0x2201, 0x2102, 0x2202, 0x1011, 0x2011, 0x1021, 0x2021, // ┨┩┪┫┬┭┮┯
    0x1012, 0x2012, 0x1022, 0x2022, 0x1110, 0x2110, 0x1120, 0x2120, // ┰┱┲┳┴┵┶┷
    0x1210, 0x2210, 0x1220, 0x2220, 0x1111, 0x2111, 0x1121, 0x2121, // ┸┹┺┻┼┽┾┿
    0x1211, 0x1112, 0x1212, 0x2211, 0x1221, 0x2112, 0x1122, 0x2221, // ╀╁╂╃╄╅╆╇
    0x2122, 0x2212, 0x1222, 0x2222, 0x0000, 0x0000, 0x0000, 0x0000, // ╈╉╊╋╌╍╎╏
    0x3030, 0x0303, 0x0031, 0x0013, 0x0033, 0x3001, 0x1003, 0x3003, // ═║╒╓╔╕╖╗
    0x0130, 0x0310, 0x0330, 0x3100, 0x1300, 0x3300, 0x0131, 0x0313, // ╘╙╚╛╜╝╞╟
    0x0333, 0x3101, 0x1303, 0x3303, 0x3031, 0x1013, 0x3033, 0x3130, // ╠╡╢╣╤╥╦╧
    0x1310, 0x3330, 0x3131, 0x1313, 0x3333, 0x0000, 0x0000, 0x0000, // ╨╩╪╫╬╭╮╯
    0x0000, 0x0000, 0x0000, 0x0000, 0x1000, 0x0100, 0x0010, 0x0001, // ╰╱╲╳╴╵╶╷
    0x2000, 0x0200, 0x0020, 0x0002, 0x1020, 0x0102, 0x2010, 0x0201, // ╸╹╺╻╼╽╾╿
];

const DOUBLE: u16 = 3;
/// How much of each period of a dashed line is drawn.
const DASH: f32 = 0.6;

/// Returns the parts of a box drawing character.
pub(super) fn parts(c: char, grid: Grid) -> Vec<Part> {
    match c {
        '┄' => dashes(grid, 3, 1.0, false),
        '┅' => dashes(grid, 3, 2.0, false),
        '┆' => dashes(grid, 3, 1.0, true),
        '┇' => dashes(grid, 3, 2.0, true),
        '┈' => dashes(grid, 4, 1.0, false),
        '┉' => dashes(grid, 4, 2.0, false),
        '┊' => dashes(grid, 4, 1.0, true),
        '┋' => dashes(grid, 4, 2.0, true),
        '╌' => dashes(grid, 2, 1.0, false),
        '╍' => dashes(grid, 2, 2.0, false),
        '╎' => dashes(grid, 2, 1.0, true),
        '╏' => dashes(grid, 2, 2.0, true),
        '╭' => arc(grid, 1.0, 1.0),
        '╮' => arc(grid, -1.0, 1.0),
        '╯' => arc(grid, -1.0, -1.0),
        '╰' => arc(grid, 1.0, -1.0),
        '╱' => vec![diagonal(grid, false)],
        '╲' => vec![diagonal(grid, true)],
        '╳' => vec![diagonal(grid, false), diagonal(grid, true)],
        _ => crossing(c, grid),
    }
}

fn crossing(c: char, grid: Grid) -> Vec<Part> {
    let index = u32::from(c).saturating_sub(0x2500) as usize;
    let arms = ARMS.get(index).copied().unwrap_or(0);
    // The arms in a circle, so that the neighbours of each stand beside it: left, up, right, down.
    let weight = |n: usize| (arms >> (12 - 4 * (n % 4))) & 0xf;
    let mut parts = Vec::new();
    for side in 0..4 {
        let (own, opposite) = (weight(side), weight(side + 2));
        // Above (or left of) the arm, and below (or right of) it.
        let (before, after) =
            if side % 2 == 0 { (weight(1), weight(3)) } else { (weight(0), weight(2)) };
        match own {
            0 => {}
            DOUBLE => {
                parts.push(arm(grid, side, (-1.5, -0.5), rail_reach(before, after)));
                parts.push(arm(grid, side, (0.5, 1.5), rail_reach(after, before)));
            }
            _ => {
                let half = f32::from(own) / 2.0;
                parts.push(arm(grid, side, (-half, half), reach(opposite, before, after)));
            }
        }
    }
    parts
}

/// Returns how far beyond the middle a single arm goes, in units, so that it meets the lines it crosses.
fn reach(opposite: u16, before: u16, after: u16) -> f32 {
    if before == DOUBLE || after == DOUBLE {
        match (opposite, before == after) {
            (0, true) => -0.5,
            (0, false) => 1.5,
            _ => 0.0,
        }
    } else {
        f32::from(before.max(after)) / 2.0
    }
}

/// Returns how far beyond the middle one line of a double arm goes; `near` is the arm on its own side.
fn rail_reach(near: u16, far: u16) -> f32 {
    match (near, far) {
        (DOUBLE, _) => -0.5,
        (0, DOUBLE) => 1.5,
        (0, 0) => 0.0,
        _ => 0.5,
    }
}

/// Returns a line from an edge (0 left, 1 top, 2 right, 3 bottom) to `reach` units beyond the middle.
fn arm(grid: Grid, side: usize, across: (f32, f32), reach: f32) -> Part {
    let (unit, (x, y)) = (grid.unit(), grid.middle());
    let (from, to) = (across.0 * unit, across.1 * unit);
    let reach = reach * unit;
    match side {
        0 => snapped((0.0, y + from), (x + reach, y + to)),
        1 => snapped((x + from, 0.0), (x + to, y + reach)),
        2 => snapped((x - reach, y + from), (grid.width(1), y + to)),
        _ => snapped((x + from, y - reach), (x + to, grid.height())),
    }
}

fn dashes(grid: Grid, count: u8, pen: f32, upright: bool) -> Vec<Part> {
    let (width, height) = (grid.width(1), grid.height());
    let (x, y) = grid.middle();
    let half = pen * grid.unit() / 2.0;
    let gap = (1.0 - DASH) / 2.0;
    (0..count)
        .map(|n| {
            let start = (f32::from(n) + gap) / f32::from(count);
            let end = (f32::from(n) + 1.0 - gap) / f32::from(count);
            if upright {
                snapped((x - half, height * start), (x + half, height * end))
            } else {
                snapped((width * start, y - half), (width * end, y + half))
            }
        })
        .collect()
}

/// Returns a rounded corner that opens to one side (1 right, -1 left) and one end (1 down, -1 up).
fn arc(grid: Grid, side: f32, end: f32) -> Vec<Part> {
    let (x, y) = grid.middle();
    // Where a light line of whole pixels has its middle, so that the arc meets it.
    let pen = grid.unit();
    let snap = |v: f32| (v - pen / 2.0).round() + pen / 2.0;
    let (x, y) = (snap(x), snap(y));
    let edge = if side > 0.0 { grid.width(1) } else { 0.0 };
    // It ends a unit before the edge, so that the next cell's line meets straight pixels.
    let radius = (edge - x).abs() - pen;
    let turn = at(x + side * radius, y);
    let bend = Outline::default().bend(at(x, y + end * radius), turn, pen);
    let half = pen / 2.0;
    let (left, right) = (turn.x.min(edge), turn.x.max(edge));
    let (top, bottom) = if end > 0.0 { (y + radius, grid.height()) } else { (0.0, y - radius) };
    vec![
        Part::Area(bend),
        Part::Rectangle(at(left, y - half), at(right, y + half)),
        Part::Rectangle(at(x - half, top), at(x + half, bottom)),
    ]
}

fn diagonal(grid: Grid, falling: bool) -> Part {
    let (width, height) = (grid.width(1), grid.height());
    let run = grid.unit() * 0.6;
    let rise = run * height / width;
    let corners = if falling {
        [
            at(0.0, 0.0),
            at(run, 0.0),
            at(width, height - rise),
            at(width, height),
            at(width - run, height),
            at(0.0, rise),
        ]
    } else {
        [
            at(width - run, 0.0),
            at(width, 0.0),
            at(width, rise),
            at(run, height),
            at(0.0, height),
            at(0.0, height - rise),
        ]
    };
    Part::Area(Outline::default().polygon(&corners))
}
