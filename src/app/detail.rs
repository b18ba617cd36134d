//! Everything about the selected event as lines of text: what to read, what to follow, how far to scroll.

mod address;
mod lines;

pub(super) use self::lines::wrap;
pub use self::{
    address::Address,
    lines::{Beside, LABEL, claims_window, lines},
};
use super::{App, Pane, action::Action, regions::Shape};
use crate::question::Known;

/// What a line of the details is, which decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The title.
    Title,
    /// The date.
    Date,
    /// Ordinary text.
    Text,
    /// How something was derived, or where it lies: less important.
    Quiet,
    /// Something is contradictory or unsure.
    Warning,
    /// A relation that can be followed: the number of the link.
    Link(usize),
    /// A heading.
    Heading,
    /// The piece of the axis that belongs to a claim: its number.
    Claim(usize),
}

/// A line of the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailLine {
    /// The word in front: "Where".
    pub label: &'static str,
    /// The text, narrow enough for the pane.
    pub text: String,
    /// What it is.
    pub tone: Tone,
    /// The address in it that leads to a page, or the part of one.
    pub address: Option<Address>,
}

impl App {
    /// Returns the lines of the details for the pane as it is.
    #[must_use]
    pub fn detail_lines(&self) -> Vec<DetailLine> {
        let regions = self.regions();
        let marks = self.chosen.kept.marks.iter().filter_map(|mark| self.known.get(mark));
        let mut marks: Vec<&Known> = marks.collect();
        marks.sort_by_key(|mark| mark.order());
        let width = regions.detail_text.width;
        let language = self.about.language;
        let beside = Beside { marks, note: self.note(), now: self.now, language };
        let lines = self.detail().map(|detail| lines(detail, &beside, width));
        // Without a frame the title stands in the rule above.
        let framed = regions.shape >= Shape::Medium;
        let shown = lines.unwrap_or_default().into_iter();
        shown.filter(|line| framed || line.tone != Tone::Title).collect()
    }

    pub(super) fn say_nothing_listed(&mut self) {
        self.say(self.nothing_listed());
    }

    pub(super) fn nothing_listed(&self) -> String {
        let [off, fit] = [Action::FiltersOff, Action::FitAll].map(|action| self.key_for(action));
        format!("No event is listed; {off} switches filters off, {fit} shows the whole file")
    }

    pub(super) fn open_detail(&mut self) {
        if self.detail().is_none() {
            return self.say_nothing_listed();
        }
        self.focus = Pane::Detail;
        self.stale = true;
        let links = self.detail().map_or(0, |detail| detail.links.len());
        let [open, cancel] = [Action::Open, Action::Cancel].map(|action| self.key_for(action));
        self.say(match links {
            0 => format!("No related events; {cancel} returns to the list"),
            _ => format!(
                "Down selects a related event, {open} follows it, {cancel} returns to the list"
            ),
        });
    }

    /// Does what a key means in the details.
    pub(super) fn update_detail(&mut self, action: Action, count: Option<u32>) {
        let lines = self.detail_lines();
        let height = self.regions().detail_text.height;
        let most = (lines.len() as u16).saturating_sub(height);
        let n = count.unwrap_or(1).min(10_000) as u16;
        let scroll = self.detail_scroll.min(most);
        match action {
            Action::Open if self.detail_link.is_some() => self.follow_link(),
            // Without a related event that is selected, the key that led here leads back.
            Action::Open => self.focus = Pane::Timeline,
            Action::Down | Action::Up => {
                let down = action == Action::Down;
                if !self.step_link(down, &lines, scroll, height) {
                    let to = if down { scroll.saturating_add(n) } else { scroll.saturating_sub(n) };
                    self.detail_scroll = to.min(most);
                }
            }
            Action::PageDown => self.detail_scroll = (scroll + height).min(most),
            Action::PageUp => self.detail_scroll = scroll.saturating_sub(height),
            Action::HalfPageDown => self.detail_scroll = (scroll + height / 2).min(most),
            Action::HalfPageUp => self.detail_scroll = scroll.saturating_sub(height / 2),
            Action::First => self.detail_scroll = 0,
            Action::Last => self.detail_scroll = most,
            _ => {}
        }
    }

    /// Selects the next link if it is on the screen; returns false if there is none there, so one scrolls.
    fn step_link(&mut self, down: bool, lines: &[DetailLine], scroll: u16, height: u16) -> bool {
        let count = self.detail().map_or(0, |detail| detail.links.len());
        let next = match (self.detail_link, down) {
            (None, true) => 0,
            (Some(link), true) => link + 1,
            (Some(0) | None, false) => {
                self.detail_link = None;
                return false;
            }
            (Some(link), false) => link - 1,
        };
        let seen = usize::from(scroll)..usize::from(scroll + height);
        let line = lines.iter().position(|line| line.tone == Tone::Link(next));
        let Some(line) = line.filter(|_| next < count) else {
            return false;
        };
        if seen.contains(&line) {
            self.detail_link = Some(next);
            return true;
        }
        false
    }

    pub(super) fn follow_link(&mut self) {
        let links = self.detail().map(|detail| detail.links.as_slice()).unwrap_or_default();
        let Some(link) = links.get(self.detail_link.unwrap_or(0)) else {
            return self.say("This event has no related events");
        };
        let (to, how) = (link.to, link.how.clone());
        let Some(to) = to else {
            return self.say("The event that this points to is not in this data");
        };
        self.reach(to);
        self.detail_link = None;
        let back = self.key_for(Action::Back);
        self.say(format!("Followed \"{how}\"; {back} goes back"));
    }
}
