//! The mouse: wheel, click and drag do what keys do, where the pointer is.

use std::iter;

use ratatui::layout::Rect;

use super::{
    App, Overlay, Pane,
    action::Action,
    detail::Tone,
    facets, help,
    input::{Button, Mouse, MouseKind},
    lanes::name_width,
    listing,
    regions::{self, inside},
    views,
};
use crate::{
    domain::Moment,
    question::{Choice, Cursor, Field, Line, Place, Window},
};

/// A drag that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drag {
    /// Over the strip, to select a stretch of time: where it began.
    Select(Moment),
    /// Along the axis, to move it: what is held.
    Move(Moment),
}

/// Rows that one notch of the wheel moves.
const NOTCH: u32 = 3;

impl App {
    pub(super) fn mouse_input(&mut self, mouse: Mouse) {
        if !self.mouse {
            return;
        }
        let at = (mouse.column, mouse.row);
        if self.overlay.is_some() {
            return self.mouse_over_overlay(mouse);
        }
        if mouse.kind == MouseKind::Down(Button::Left) && self.click_story(at) {
            return self.roam();
        }
        match mouse.kind {
            MouseKind::Down(Button::Left) => self.click(at),
            MouseKind::Drag(Button::Left) => self.drag_to(at),
            MouseKind::Up(_) => self.drag = None,
            MouseKind::ScrollDown => self.wheel(at, true, mouse.ctrl),
            MouseKind::ScrollUp => self.wheel(at, false, mouse.ctrl),
            MouseKind::ScrollLeft => drop(self.act(Action::Earlier, None)),
            MouseKind::ScrollRight => drop(self.act(Action::Later, None)),
            MouseKind::Down(_) | MouseKind::Drag(_) => {}
        }
        let does_nothing = match mouse.kind {
            MouseKind::Down(button) => button != Button::Left,
            MouseKind::Up(_) | MouseKind::Drag(_) => true,
            _ => self.regions().story.contains(at.into()),
        };
        if !does_nothing {
            self.explore(Action::Open);
            self.roam();
        }
    }

    fn mouse_over_overlay(&mut self, mouse: Mouse) {
        match mouse.kind {
            MouseKind::ScrollDown => drop(self.act(Action::Down, None)),
            MouseKind::ScrollUp => drop(self.act(Action::Up, None)),
            MouseKind::Down(Button::Left) => self.click_overlay((mouse.column, mouse.row)),
            _ => {}
        }
    }

    /// Does what Enter does for the line under the pointer; beside a list, closes it.
    fn click_overlay(&mut self, at: (u16, u16)) {
        let screen = Rect::new(0, 0, self.size.0, self.size.1);
        let rows = regions::sheet_rows(screen);
        let line = usize::from(at.1.saturating_sub(rows.y));
        // The item in that row, where items may take several.
        let hit = |abouts: &[&str], cursor, names| {
            let seen = listing::seen(abouts, cursor, rows, listing::name_width(rows, names));
            let mut items =
                seen.iter().flat_map(|seen| iter::repeat_n(seen.item, seen.lines.len()));
            items.nth(line).filter(|_| rows.contains(at.into()))
        };
        let hit = match &self.overlay {
            Some(Overlay::Help(listing)) => {
                let found = help::found(listing, &self.keymap, self.caps).into_iter();
                let abouts: Vec<&str> = found.map(|action| self.caps.sentence(action)).collect();
                hit(&abouts, listing.cursor, help::NAMES)
            }
            Some(Overlay::Views(listing)) => {
                let abouts: Vec<&str> = self.found_views().into_iter().map(views::about).collect();
                hit(&abouts, listing.cursor, views::NAMES)
            }
            Some(Overlay::Silences(open)) => {
                // No line to type in stands above them.
                let rows = Rect { y: rows.y.saturating_sub(1), height: rows.height + 1, ..rows };
                let first = facets::first_row(open.cursor, rows.height);
                let item = first + usize::from(at.1.saturating_sub(rows.y));
                let is_there = rows.contains(at.into()) && item < self.answer.silences.len();
                is_there.then_some(item)
            }
            Some(Overlay::Prompt(_)) => return self.click_completion(at),
            None => return,
        };
        let cursor = match &mut self.overlay {
            Some(Overlay::Help(listing) | Overlay::Views(listing)) => &mut listing.cursor,
            Some(Overlay::Silences(open)) => &mut open.cursor,
            _ => return,
        };
        if let Some(item) = hit {
            *cursor = item;
            drop(self.act(Action::Open, None));
        } else if !regions::sheet(screen).contains(at.into()) {
            self.cancel();
        }
    }

    fn click_completion(&mut self, at: (u16, u16)) {
        let area = inside(self.completion_area(&self.completions()).0);
        if !area.contains(at.into()) {
            return;
        }
        if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
            let first = facets::first_row(prompt.pick.unwrap_or(0), area.height);
            prompt.pick = Some(first + usize::from(at.1 - area.y));
            self.complete();
        }
    }

    fn wheel(&mut self, at: (u16, u16), down: bool, ctrl: bool) {
        let regions = self.regions();
        let over = |area: Rect| area.contains(at.into());
        let moves = if down { Action::Down } else { Action::Up };
        if over(regions.strip) || over(regions.strip_labels) || over(regions.header) || ctrl {
            let (divide, multiply) = if down { (1, 2) } else { (2, 1) };
            let action = if down { Action::ZoomOut } else { Action::ZoomIn };
            match self.moment_at(at) {
                Some(moment) => self.zoom_about(action, moment, divide, multiply),
                None => drop(self.act(action, None)),
            }
            return;
        }
        if over(regions.lanes) {
            let action = if down { Action::LanesDown } else { Action::LanesUp };
            return self.update_lanes(action, 1);
        }
        match regions.pane_at(at) {
            Some(Pane::Facet(field)) if self.focus == Pane::Facet(field) => {
                self.update_facet(field, moves, Some(1));
            }
            Some(Pane::Detail) => {
                let most =
                    (self.detail_lines().len() as u16).saturating_sub(regions.detail_text.height);
                let step = NOTCH as u16;
                let scroll = self.detail_scroll.min(most);
                let to = if down { scroll + step } else { scroll.saturating_sub(step) };
                self.detail_scroll = to.min(most);
            }
            Some(Pane::Timeline) => self.update_timeline(moves, Some(NOTCH)),
            _ => {}
        }
    }

    fn click(&mut self, at: (u16, u16)) {
        let regions = self.regions();
        if regions.chips.contains(at.into()) {
            return self.click_chip(at.0 - regions.chips.x);
        }
        if regions.strip.contains(at.into()) || regions.strip_labels.contains(at.into()) {
            if let Some(moment) = self.moment_at(at) {
                self.drag = Some(Drag::Select(moment));
                self.jump(Cursor::Near(moment));
                self.centre(moment);
            }
            return;
        }
        if regions.header.contains(at.into()) || regions.lane_header.contains(at.into()) {
            return self.click_header(at);
        }
        match regions.pane_at(at) {
            Some(Pane::Facet(field)) => self.click_facet(field, at),
            Some(Pane::Timeline) => {
                self.focus_on(Pane::Timeline);
                if regions.lanes.contains(at.into()) {
                    return self.click_lane(at.0 - regions.lanes.x, at.1 - regions.lanes.y);
                }
                let line = usize::from(at.1.wrapping_sub(regions.rows.y));
                if regions.rows.contains(at.into())
                    && let Some(Line::Event(row)) = self.answer.lines.get(line)
                {
                    self.cursor = Cursor::Event(row.key);
                    self.stale = true;
                }
            }
            Some(Pane::Detail) => {
                self.focus_on(Pane::Detail);
                let line = usize::from(at.1.wrapping_sub(regions.detail_text.y));
                let lines = self.detail_lines();
                let most = lines.len().saturating_sub(usize::from(regions.detail_text.height));
                let line = lines.get(line + usize::from(self.detail_scroll).min(most));
                if let Some(Tone::Link(link)) = line.map(|line| line.tone) {
                    self.detail_link = Some(link);
                    self.follow_link();
                }
            }
            None => {}
        }
    }

    fn click_facet(&mut self, field: Field, at: (u16, u16)) {
        if self.focus != Pane::Facet(field) {
            self.open_facet(field);
        }
        let Some((_, area)) = self.regions().facets.into_iter().find(|(f, _)| *f == field) else {
            return;
        };
        let rows = facets::value_rows(inside(area), &self.picker);
        if !rows.contains(at.into()) {
            return;
        }
        let Some(facet) = self.facet(field) else {
            return;
        };
        let first = facets::first_row(self.picker.cursor, rows.height);
        let clicked = first + usize::from(at.1 - rows.y);
        let found = self.picker.found(facet);
        if let Some(facets::Found { value, .. }) = found.get(clicked) {
            let (value, label) = (value.value.clone(), value.label.clone());
            self.picker.cursor = clicked;
            self.choose(field, &value, &label, Choice::Included);
        }
    }

    pub(super) fn focus_on(&mut self, pane: Pane) {
        if self.focus != pane {
            self.picker.reset();
            self.focus = pane;
            self.stale = true;
        }
    }

    /// Holds the axis, or does what the column under its name is for.
    fn click_header(&mut self, at: (u16, u16)) {
        self.focus_on(Pane::Timeline);
        let columns = self.columns();
        let x = at.0.saturating_sub(self.regions().rows.x);
        let is_in = |(start, width): (u16, u16)| (start..start + width).contains(&x);
        let is_list = self.regions().header.contains(at.into());
        if !is_list || is_in(columns.axis) {
            self.drag = self.moment_at(at).map(Drag::Move);
            return;
        }
        let action = if is_in(columns.when) {
            Action::GoTo
        } else if is_in(columns.place) {
            Action::Facet(Field::Country)
        } else if is_in(columns.kind) {
            Action::Facet(Field::Kind)
        } else if is_in(columns.title) {
            Action::Search
        } else {
            return;
        };
        drop(self.act(action, None));
    }

    /// Makes the stretch from where the drag began to here the window, or moves the axis along.
    fn drag_to(&mut self, at: (u16, u16)) {
        let (Some(drag), Some(to)) = (self.drag, self.moment_at(at)) else {
            return;
        };
        match drag {
            Drag::Select(from) => {
                let window = Window::new(from, to);
                if window.seconds() > 10 {
                    self.look_at(Action::Mouse, i128::from(window.from.0), window.seconds());
                }
            }
            Drag::Move(held) => {
                if let Some(window) = self.chosen.window {
                    let from = i128::from(window.from.0) + i128::from(held.0) - i128::from(to.0);
                    self.look_at(Action::Mouse, from, window.seconds());
                } else {
                    self.say("The whole file is on the axis; zoom in first, then drag it");
                }
            }
        }
    }

    fn centre(&mut self, moment: Moment) {
        if let Some(window) = self.chosen.window {
            let from = i128::from(moment.0) - window.seconds() / 2;
            self.look_at(Action::Mouse, from, window.seconds());
        }
    }

    /// Returns the moment under a cell of the strip or of the axis.
    fn moment_at(&self, at: (u16, u16)) -> Option<Moment> {
        let regions = self.regions();
        let (x, scale) = if at.1 == regions.strip.y || at.1 == regions.strip_labels.y {
            let scale = self.strip_scale()?;
            (at.0.checked_sub(regions.strip.x + super::timeline::STRIP_LEFT)?, scale)
        } else if regions.lane_header.contains(at.into()) {
            let names = name_width(regions.lanes.width);
            (at.0.checked_sub(regions.lanes.x + names)?, self.lane_scale()?)
        } else {
            let columns = self.columns();
            (at.0.checked_sub(regions.rows.x + columns.axis.0)?, self.scale()?)
        };
        let moment = scale.start_of(x.min(scale.columns));
        matches!(scale.place(moment), Place::At(_)).then_some(moment).or(Some(scale.window.to))
    }
}
