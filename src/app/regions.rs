//! Where everything is on the screen: pure geometry, for drawing and for the mouse alike.
//!
//! ```text
//! under 100 columns              100 to 159 columns            from 160 columns
//! +--------------------------+   +--------------------------+  the same, with wider
//! | title                    |   | title                    |  panes and more columns
//! | chips                    |   | chips                    |  in the list
//! | strip                    |   | strip                    |
//! | list      +---------+    |   +------+----------+--------+
//! |           | facet   |    |   | fa-  | list     | detail |
//! +-----------| popup   |----+   | cets |          |        |
//! | detail    +---------+    |   +------+----------+--------+
//! | status                   |   | status                   |
//! | hints                    |   | hints                    |
//! +--------------------------+   +--------------------------+
//! ```
//! Under 60 columns or 16 rows there is one column: the list or the details. Under 40x10 there is a message.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::question::Field;

/// A part of the screen that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pane {
    /// The list with its axis.
    #[default]
    Timeline,
    /// The values of a field.
    Facet(Field),
    /// Everything about the selected event.
    Detail,
}

/// How much fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// Nothing: a message says so.
    TooSmall,
    /// The list or the details.
    OneColumn,
    /// The list over the details, facets as a popup.
    Narrow,
    /// Facets, list and details side by side.
    Medium,
    /// The same with room to spare.
    Wide,
}

/// Where everything is. A part that is not shown is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regions {
    /// How much fits.
    pub shape: Shape,
    /// Where am I.
    pub title: Rect,
    /// The filter, a chip a term.
    pub chips: Rect,
    /// The bars of the density strip.
    pub strip: Rect,
    /// The years under the strip.
    pub strip_labels: Rect,
    /// The facets, with the fields that they show.
    pub facets: Vec<(Field, Rect)>,
    /// The list with its frame.
    pub list: Rect,
    /// The header of the list, with the ticks of the axis.
    pub header: Rect,
    /// The lines of the list.
    pub rows: Rect,
    /// The header of the lanes.
    pub lane_header: Rect,
    /// The lanes.
    pub lanes: Rect,
    /// The details with their frame.
    pub detail: Rect,
    /// The text of the details.
    pub detail_text: Rect,
    /// The step of the story that is told, with its frame.
    pub story: Rect,
    /// The text of its note.
    pub note: Rect,
    /// Where in the list, how many hidden, what the last key did.
    pub status: Rect,
    /// Which keys.
    pub hints: Rect,
}

/// What a story asks of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strip {
    /// Nothing: none is told.
    None,
    /// A line that says how to come back to it.
    Reminder,
    /// A note of this many lines.
    Note(u16),
}

/// From this width on, facets, list and details stand side by side.
const THREE_COLUMNS: u16 = 118;

/// The least size at which anything is drawn but a message.
pub const LEAST: (u16, u16) = (40, 10);

impl Regions {
    /// Lays out a screen of `width` by `height` with these facets to the left.
    #[must_use]
    pub fn new(
        (width, height): (u16, u16),
        facets: &[Field],
        focus: Pane,
        maximised: bool,
    ) -> Self {
        Self::with_story((width, height), facets, focus, maximised, Strip::None)
    }

    /// Lays out a screen on which a story is told, above the last two lines.
    #[must_use]
    pub fn with_story(
        (width, height): (u16, u16),
        facets: &[Field],
        focus: Pane,
        maximised: bool,
        story: Strip,
    ) -> Self {
        let area = Rect::new(0, 0, width, height);
        let shape = match (width, height) {
            (w, h) if w < LEAST.0 || h < LEAST.1 => Shape::TooSmall,
            (w, h) if w < 60 || h < 16 => Shape::OneColumn,
            (..100, _) => Shape::Narrow,
            (..160, _) => Shape::Medium,
            _ => Shape::Wide,
        };
        let mut regions = Self::empty(shape);
        if shape == Shape::TooSmall {
            return regions;
        }
        let strip = u16::from(shape != Shape::OneColumn);
        let framed = shape >= Shape::Medium;
        // At least half of what is between the bars is for the events of which it tells.
        let half = height.saturating_sub(4 + 2 * strip) / 2;
        let story = match story {
            Strip::None => 0,
            Strip::Reminder => 1,
            Strip::Note(lines) => lines.saturating_add(if framed { 2 } else { 1 }).min(half),
        };
        let [title, chips, strip, strip_labels, body, story, status, hints] =
            area.layout(&Layout::vertical([
                Constraint::Length(1),
                Constraint::Length(1),
                Constraint::Length(strip),
                Constraint::Length(strip),
                Constraint::Fill(1),
                Constraint::Length(story),
                Constraint::Length(1),
                Constraint::Length(1),
            ]));
        (regions.title, regions.chips, regions.status, regions.hints) =
            (title, chips, status, hints);
        (regions.strip, regions.strip_labels) = (strip, strip_labels);
        regions.story = story;
        regions.note = if framed { inside(inside_sides(story)) } else { below_rule(story) };
        regions.place_body(body, facets, focus, maximised);
        regions
    }

    fn empty(shape: Shape) -> Self {
        let none = Rect::ZERO;
        Self {
            shape,
            title: none,
            chips: none,
            strip: none,
            strip_labels: none,
            facets: Vec::new(),
            list: none,
            header: none,
            rows: none,
            lane_header: none,
            lanes: none,
            detail: none,
            detail_text: none,
            story: none,
            note: none,
            status: none,
            hints: none,
        }
    }

    fn place_body(&mut self, body: Rect, facets: &[Field], focus: Pane, maximised: bool) {
        let framed = self.shape >= Shape::Medium;
        if maximised || self.shape == Shape::OneColumn {
            match focus {
                Pane::Detail => self.detail = body,
                Pane::Facet(field) if maximised => self.facets = vec![(field, body)],
                Pane::Timeline | Pane::Facet(_) => self.list = body,
            }
        } else if self.shape == Shape::Narrow {
            // The list keeps its header and three rows.
            let detail = (body.height / 3).clamp(5, 14).min(body.height.saturating_sub(4));
            [self.list, self.detail] =
                body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(detail)]));
        } else {
            let columns;
            let sides = |left, right| {
                [Constraint::Length(left), Constraint::Fill(1), Constraint::Length(right)]
            };
            if body.width < THREE_COLUMNS {
                // Facets beside the list, and the details below it, for three columns would leave no axis.
                let [left, rest] =
                    body.layout(&Layout::horizontal([Constraint::Length(26), Constraint::Fill(1)]));
                columns = left;
                let detail = Constraint::Length(
                    (rest.height * 2 / 5).clamp(7, 16).min(rest.height.saturating_sub(6)),
                );
                [self.list, self.detail] =
                    rest.layout(&Layout::vertical([Constraint::Fill(1), detail]));
            } else {
                let widths = match self.shape {
                    Shape::Wide => sides(34, (body.width * 3 / 10).clamp(50, 80)),
                    _ => sides(26, 32),
                };
                [columns, self.list, self.detail] = body.layout(&Layout::horizontal(widths));
            }
            self.place_facets(columns, facets);
        }
        if !maximised
            && let (Shape::OneColumn | Shape::Narrow, Pane::Facet(field)) = (self.shape, focus)
        {
            self.facets = vec![(field, popup(body))];
        }
        let list = if framed { inside(self.list) } else { self.list };
        self.header = Rect { height: list.height.min(1), ..list };
        self.rows = Rect {
            y: list.y + self.header.height,
            height: list.height - self.header.height,
            ..list
        };
        self.detail_text =
            if framed { inside(inside_sides(self.detail)) } else { below_rule(self.detail) };
    }

    /// Gives the lanes the upper part of the list's pane, or all of it where there is no room for both.
    #[must_use]
    pub fn with_lanes(mut self) -> Self {
        if self.rows.is_empty() {
            return self;
        }
        let height = self.rows.height;
        let list = if self.shape == Shape::Wide && height >= 20 { height * 2 / 5 } else { 0 };
        self.lane_header = self.header;
        self.lanes = Rect { height: height - list, ..self.rows };
        if list == 0 {
            self.header.height = 0;
            self.rows.height = 0;
        } else {
            // One line for the header of the list, below the lanes.
            self.header.y = self.lanes.bottom();
            self.rows.y = self.header.y + 1;
            self.rows.height = list - 1;
        }
        self
    }

    /// Stacks the facets: the first two get more room, for they are asked for most.
    fn place_facets(&mut self, column: Rect, facets: &[Field]) {
        let shares = facets.iter().enumerate().map(|(n, _)| match n {
            0 | 1 => Constraint::Fill(3),
            _ => Constraint::Fill(2),
        });
        let areas = Layout::vertical(shares).split(column);
        self.facets = facets.iter().copied().zip(areas.iter().copied()).collect();
    }

    /// Returns the pane under a cell.
    #[must_use]
    pub fn pane_at(&self, at: (u16, u16)) -> Option<Pane> {
        let hit = |area: &Rect| area.contains(at.into());
        if let Some((field, _)) = self.facets.iter().find(|(_, area)| hit(area)) {
            return Some(Pane::Facet(*field));
        }
        if hit(&self.list) {
            return Some(Pane::Timeline);
        }
        hit(&self.detail).then_some(Pane::Detail)
    }
}

/// Returns the place of a list that lies over the middle of the screen.
#[must_use]
pub fn sheet(screen: Rect) -> Rect {
    let width = screen.width.min(84);
    let air = if screen.height < 16 { 2 } else { 4 };
    let height = screen.height.saturating_sub(air).clamp(6, 40).min(screen.height);
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 2,
        width,
        height,
    }
}

/// Returns the rows of such a list, below the line that shows what was typed.
#[must_use]
pub fn sheet_rows(screen: Rect) -> Rect {
    let inner = inside(sheet(screen));
    let typed = inner.height.min(1);
    Rect { y: inner.y + typed, height: inner.height - typed, ..inner }
}

/// Returns the place of a list of `offered` completions, each at most `widest` cells wide, above the line in which
/// one types.
#[must_use]
pub fn completions(line: Rect, offered: usize, widest: u16) -> Rect {
    let height = if offered == 0 { 0 } else { (offered as u16 + 2).min(line.y) };
    // The frame, the cursor and air, and room for what the frame says.
    let width = widest.saturating_add(5).clamp(28, 72).min(line.width);
    Rect { x: line.x, y: line.y - height, width, height }
}

/// Returns what a frame of one cell leaves.
#[must_use]
pub fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + area.width.min(1),
        y: area.y + area.height.min(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// Returns an area without the cells at its sides, so that text has some air.
fn inside_sides(area: Rect) -> Rect {
    Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area }
}

/// Returns what a rule along the top leaves, with a little air at the sides.
fn below_rule(area: Rect) -> Rect {
    Rect {
        x: area.x + area.width.min(1),
        y: area.y + area.height.min(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    }
}

/// Returns the place of a facet that slides over the right half of the body.
fn popup(body: Rect) -> Rect {
    // Where it would leave a strip too narrow to read, it takes all.
    let width = if body.width < 60 { body.width } else { 38 };
    let height = body.height.min(16);
    Rect { x: body.right() - width, width, height, ..body }
}

/// The columns of the list: where each starts, counted from the left edge of the rows, and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Columns {
    /// The date.
    pub when: (u16, u16),
    /// The piece of the axis; no width where there is no room for it.
    pub axis: (u16, u16),
    /// Country codes.
    pub place: (u16, u16),
    /// The kind.
    pub kind: (u16, u16),
    /// The title: whatever is left, and last, so that text of any direction has no neighbour to push.
    pub title: (u16, u16),
}

impl Columns {
    /// Divides the width of the rows. The first cell is for the cursor, the one after the date for marks.
    #[must_use]
    pub fn new(width: u16) -> Self {
        let (when, axis, place, kind) = match width {
            ..48 => (14, 0, 0, 0),
            48..56 => (17, 0, 0, 0),
            56..74 => (17, (width - 20) * 2 / 5, 0, 0),
            74..100 => (17, (width - 28) * 9 / 20, 8, 0),
            100..140 => (17, (width - 41) * 9 / 20, 12, 0),
            _ => (18, (width - 60) / 2, 16, 14),
        };
        let mut next = 1;
        let mut column = |wide: u16, gap: u16| {
            let start = next;
            next += if wide == 0 { 0 } else { wide + gap };
            (start, wide)
        };
        // Two cells after the date: a mark, and air.
        let when = column(when, 2);
        let axis = column(axis, 1);
        let place = column(place, 1);
        let kind = column(kind, 1);
        let title = (next, width.saturating_sub(next));
        Self { when, axis, place, kind, title }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FACETS: [Field; 4] = [Field::Country, Field::Group, Field::Kind, Field::Precision];

    fn all(regions: &Regions) -> Vec<Rect> {
        let Regions {
            title, chips, strip, strip_labels, list, detail, story, status, hints, ..
        } = *regions;
        let mut all = vec![title, chips, strip, strip_labels, list, detail, story, status, hints];
        all.extend(regions.facets.iter().map(|(_, area)| *area));
        all
    }

    fn story() -> impl Strategy<Value = Strip> {
        prop_oneof![Just(Strip::None), Just(Strip::Reminder), (0u16..).prop_map(Strip::Note)]
    }

    proptest! {
        #[test]
        fn stays_on_the_screen(
            w in 0u16..400, h in 0u16..200, maximised: bool, n in 0usize..3, story in story(),
        ) {
            let focus = [Pane::Timeline, Pane::Detail, Pane::Facet(Field::Group)][n];
            let regions = Regions::with_story((w, h), &FACETS, focus, maximised, story);
            let screen = Rect::new(0, 0, w, h);
            let Regions { rows, header, detail_text, note, .. } = regions;
            for area in all(&regions).into_iter().chain([rows, header, detail_text, note]) {
                prop_assert_eq!(area.intersection(screen), area);
            }
        }

        #[test]
        fn never_overlaps_but_for_a_popup(w in 40u16..400, h in 10u16..200, story in story()) {
            let areas = all(&Regions::with_story((w, h), &FACETS, Pane::Timeline, false, story));
            for (n, a) in areas.iter().enumerate() {
                for b in &areas[n + 1..] {
                    prop_assert!(a.intersection(*b).is_empty(), "{a:?} {b:?}");
                }
            }
        }

        #[test]
        fn leaves_a_row_and_a_line_to_what_a_story_tells(w in 40u16..400, h in 10u16..200, lines in 1u16..) {
            let regions = Regions::with_story((w, h), &FACETS, Pane::Timeline, false, Strip::Note(lines));
            prop_assert!(regions.rows.height > 0 && regions.note.height > 0, "{regions:?}");
        }

        #[test]
        fn leaves_a_title_in_every_row(width in 38u16..400) {
            let columns = Columns::new(width);
            prop_assert!(columns.title.1 >= 21, "{columns:?}");
            prop_assert_eq!(columns.title.0 + columns.title.1, width);
        }
    }

    #[test]
    fn shows_panes_by_width() {
        let shape = |w, h| Regions::new((w, h), &FACETS, Pane::Timeline, false).shape;
        assert_eq!(shape(39, 24), Shape::TooSmall);
        assert_eq!(shape(40, 10), Shape::OneColumn);
        assert_eq!(shape(80, 24), Shape::Narrow);
        assert_eq!(shape(100, 24), Shape::Medium);
        assert_eq!(shape(200, 60), Shape::Wide);
    }
}
