//! Swim lanes: which field, in which order, how many lines a lane may take.

use super::{App, action::Action};
use crate::{
    domain::Clean,
    question::{Choice, Cursor, Drawn, Field, Lane, LaneOrder, LanesWish},
};

/// How the lanes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneView {
    /// A lane a value of this field.
    pub field: Field,
    /// Which lane is first.
    pub order: LaneOrder,
    /// Whether each lane is rolled up into one line.
    pub rolled: bool,
}

/// The fields that lanes can be made of, in the order in which `L` goes through them.
pub(super) const FIELDS: [Field; 7] = [
    Field::Country,
    Field::Group,
    Field::Kind,
    Field::Place,
    Field::Source,
    Field::Tag,
    Field::File,
];

/// The width of the names in front of the lanes, as part of a pane of this width.
#[must_use]
pub const fn name_width(pane: u16) -> u16 {
    match pane {
        ..70 => 16,
        70..100 => 20,
        _ => 26,
    }
}

/// The most lines that a lane takes before the rest is counted only.
const MOST_LINES: u16 = 4;

impl App {
    /// Returns how the lanes are shown, if they are.
    #[must_use]
    pub const fn lane_view(&self) -> Option<&LaneView> {
        self.chosen.lanes.as_ref()
    }

    /// Returns the lanes that are seen, each with the lines of the screen that it gets.
    #[must_use]
    pub fn seen_lanes(&self) -> Vec<(&Lane, u16)> {
        let lanes = &self.answer.lanes;
        lanes.lanes.iter().zip(lanes.seen(self.regions().lanes.height)).collect()
    }

    /// Returns the lane of the selected event that keys act on: the first that is seen.
    #[must_use]
    pub fn selected_lane(&self) -> Option<&Lane> {
        self.seen_lanes().into_iter().map(|(lane, _)| lane).find(|lane| lane.selected)
    }

    /// Returns the width of the axis of the lanes; 0 where they have no room.
    pub(super) fn lane_columns(&self) -> u16 {
        let width = self.regions().lanes.width;
        width.saturating_sub(name_width(width))
    }

    /// Returns what to ask for.
    pub(super) fn lanes_wish(&self) -> Option<LanesWish> {
        let view = self.chosen.lanes?;
        let area = self.regions().lanes;
        Some(LanesWish {
            field: view.field,
            order: view.order,
            columns: self.lane_columns().max(1),
            // One is left to what is said of the lanes that are not seen.
            lines: if view.rolled { 1 } else { MOST_LINES.min(area.height.saturating_sub(1)) },
            top: self.lanes_top,
            // Whoever scrolls looks at other lanes, until another event is selected or something else chosen.
            follow: !self.lanes_held.is_some_and(|held| self.cursor == Cursor::Event(held)),
            height: area.height,
        })
    }

    /// Does what a key means for the lanes.
    pub(super) fn update_lanes(&mut self, action: Action, count: u32) {
        if action == Action::Lanes {
            return self.next_lanes();
        }
        let Some(LaneView { order, rolled, .. }) = self.chosen.lanes else {
            let lanes = self.key_for(Action::Lanes);
            let none =
                format!("There are no lanes yet; {lanes} shows them by country, then by group ...");
            return self.say(none);
        };
        match action {
            Action::LaneOrder => {
                self.change_lanes(action, |lanes| lanes.order = order.next());
                self.first_lanes();
                self.say(format!("Lanes by {}", order.next().name()));
            }
            Action::RollUp => {
                self.change_lanes(action, |lanes| lanes.rolled = !rolled);
                self.say(if rolled {
                    "Lanes unrolled"
                } else {
                    "Lanes rolled up; what overlaps is counted"
                });
            }
            Action::LanesDown => {
                let last = self.answer.lanes.total.saturating_sub(1);
                self.lanes_top = self.lanes_top.saturating_add(count as usize).min(last);
                self.lanes_held = self.selected();
            }
            Action::LanesUp => {
                self.lanes_top = self.lanes_top.saturating_sub(count as usize);
                self.lanes_held = self.selected();
            }
            Action::HideLane => return self.hide_lane(),
            _ => {}
        }
        self.stale = true;
    }

    /// Begins with the first of other lanes.
    pub(super) const fn first_lanes(&mut self) {
        (self.lanes_top, self.lanes_held) = (0, None);
    }

    fn change_lanes(&mut self, action: Action, change: impl FnOnce(&mut LaneView)) {
        self.change(action, |chosen| {
            if let Some(lanes) = &mut chosen.lanes {
                change(lanes);
            }
        });
    }

    /// Selects the event that is drawn in a cell of the lanes, counted from their corner.
    pub(super) fn click_lane(&mut self, column: u16, row: u16) {
        let names = name_width(self.regions().lanes.width);
        let Some(column) = column.checked_sub(names) else { return };
        // A lane without anything to draw still has the line of its name.
        let seen = self.seen_lanes().into_iter();
        let mut lines = seen
            .flat_map(|(lane, height)| (0..usize::from(height)).map(move |n| lane.lines.get(n)));
        let line = lines.nth(usize::from(row)).flatten();
        let item = line
            .and_then(|line| line.iter().find(|item| (item.first..=item.last).contains(&column)));
        if let Some(item) = item {
            let (Drawn::Bar(key, _) | Drawn::Points { key, .. }) = &item.what;
            self.cursor = Cursor::Event(*key);
            self.stale = true;
        }
    }

    /// Goes through the fields, and off at the end.
    fn next_lanes(&mut self) {
        let files = self.about.files.len();
        let fields: Vec<Field> =
            FIELDS.into_iter().filter(|field| *field != Field::File || files > 1).collect();
        let before = self.chosen.lanes;
        let next = match before {
            None => fields.first(),
            Some(view) => {
                let at = fields.iter().position(|field| *field == view.field);
                at.and_then(|at| fields.get(at + 1))
            }
        };
        let lanes = next.map(|field| LaneView {
            field: *field,
            order: before.map_or(LaneOrder::default(), |view| view.order),
            rolled: before.is_some_and(|view| view.rolled),
        });
        self.change(Action::Lanes, |chosen| chosen.lanes = lanes);
        self.first_lanes();
        self.stale = true;
        let actions = [Action::Lanes, Action::LaneOrder, Action::RollUp, Action::HideLane];
        let [next, order, roll, hide] = actions.map(|action| self.key_for(action));
        self.say(match lanes {
            Some(view) => format!(
                "Lanes by {}; {next} goes on, {order} orders, {roll} rolls up, {hide} hides one",
                view.field.name()
            ),
            None => "Lanes off".to_owned(),
        });
    }

    /// Excludes the value of the lane that is marked.
    fn hide_lane(&mut self) {
        let (Some(view), Some(detail)) = (self.chosen.lanes, self.detail()) else { return };
        let lane = self.selected_lane();
        let Some((value, label)) = lane.map(|lane| (lane.value.clone(), lane.label.clone())) else {
            let title: Clean = detail.title.clone();
            return self.say(format!("{title} is in no lane on the screen"));
        };
        self.choose(view.field, &value, &label, Choice::Excluded);
    }
}
