//! Moving in the list and in time.

use super::{App, action::Action};
use crate::{
    domain::{Edge, Moment},
    question::{Cursor, Reading, Window},
};

/// Cells at the sides of the density strip that are not buckets: the word in front and the peak behind.
pub const STRIP_MARGIN: u16 = STRIP_LEFT + 20;
/// Those of them in front.
pub const STRIP_LEFT: u16 = 5;

/// The shortest window, in seconds.
const SHORTEST: i128 = 1;

impl App {
    /// Does what a key means in the list.
    pub(super) fn update_timeline(&mut self, action: Action, count: Option<u32>) {
        let n = u64::from(count.unwrap_or(1));
        let page = u64::from(self.regions().rows.height.saturating_sub(1).max(1));
        let row = self.answer.cursor.as_ref().map_or(0, |(row, _)| *row);
        let last = self.answer.possible.saturating_sub(1);
        let to = match action {
            Action::Down => row.saturating_add(n),
            Action::Up => row.saturating_sub(n),
            Action::PageDown => row.saturating_add(n * page),
            Action::PageUp => row.saturating_sub(n * page),
            Action::HalfPageDown => row.saturating_add(n * page.div_ceil(2)),
            Action::HalfPageUp => row.saturating_sub(n * page.div_ceil(2)),
            Action::First | Action::Last if self.answer.possible == 0 => row,
            Action::First => return self.jump(Cursor::Row(0)),
            Action::Last => {
                let to = count.map_or(last, |n| u64::from(n).saturating_sub(1));
                return self.jump(Cursor::Row(to));
            }
            Action::ZoomIn => return self.zoom(action, 2_i128.saturating_pow(n.min(60) as u32), 1),
            Action::ZoomOut => {
                return self.zoom(action, 1, 2_i128.saturating_pow(n.min(60) as u32));
            }
            Action::FitAll => {
                self.change(action, |chosen| chosen.window = None);
                return self.say("The whole file");
            }
            Action::Earlier => return self.pan(action, -i128::from(n), 8),
            Action::Later => return self.pan(action, i128::from(n), 8),
            Action::WindowEarlier => return self.pan(action, -i128::from(n), 1),
            Action::WindowLater => return self.pan(action, i128::from(n), 1),
            Action::Today => return self.go_to(self.now, "today"),
            _ => return,
        };
        if self.answer.possible == 0 {
            return self.say_nothing_listed();
        }
        if to > last && row == last {
            self.say_end("Last event");
        } else if to == row && row == 0 {
            self.say_end("First event");
        }
        self.cursor = Cursor::Row(to.min(last));
        self.stale = true;
    }

    /// Says that the list ends here, and what shows more if the window ends it.
    fn say_end(&mut self, which: &str) {
        let fit = self.key_for(Action::FitAll);
        self.say(match self.chosen.window {
            Some(_) => format!("{which} of this window; {fit} shows the whole file"),
            None => which.to_owned(),
        });
    }

    /// Returns how long an empty stretch must be to get a line of its own: a sixth of the window, a day at least.
    pub(super) fn long_gap(&self) -> Option<i64> {
        let seconds = self.window()?.seconds() / 6;
        i64::try_from(seconds).ok().map(|seconds| seconds.max(86_400))
    }

    /// Goes to the event nearest to a moment, and moves the window there if it is elsewhere.
    pub(super) fn go_to(&mut self, moment: Moment, name: &str) {
        self.jump(Cursor::Near(moment));
        if let Some(window) = self.chosen.window
            && !(window.from..=window.to).contains(&moment)
        {
            // Within the file, or a date beyond its end would leave nothing to look at.
            let from = i128::from(moment.0) - window.seconds() / 2;
            self.look_at(Action::GoTo, from, window.seconds());
        }
        let back = self.key_for(Action::Back);
        self.say(format!("The event nearest to {name}; {back} goes back"));
    }

    /// Returns the moment that stays in its column while zooming, such that the selected event stays in sight.
    ///
    /// An event at the edge of the window has to stay at the edge, one in the middle in the middle: the pivot
    /// divides the event as the event divides the rest of the window.
    fn pivot(&self, window: Window) -> Moment {
        let middle = |a: Moment, b: Moment| Moment(i64::midpoint(a.0, b.0));
        let seen = |edge| match edge {
            Edge::At(moment) if (window.from..=window.to).contains(&moment) => Some(moment),
            _ => None,
        };
        let when = self.detail().and_then(|detail| detail.when.as_ref());
        let span = when.map(|when| when.extent().span());
        match span.map(|span| (seen(span.earliest), seen(span.latest))) {
            Some((Some(first), Some(last))) => {
                let length = i128::from(last.0) - i128::from(first.0);
                let before = i128::from(first.0) - i128::from(window.from.0);
                let rest = window.seconds() - 1 - length;
                if rest <= 0 {
                    return middle(first, last);
                }
                // Hours at the longest are lost by dividing first where the product would be too large.
                let part = length.checked_mul(before).map_or(length / rest * before, |p| p / rest);
                first.plus(part as i64)
            }
            Some((Some(only), None) | (None, Some(only))) => only,
            _ => middle(window.from, window.to),
        }
    }

    fn zoom(&mut self, action: Action, divide: i128, multiply: i128) {
        let Some(window) = self.window() else {
            return self.say("No event has a date, so there is no axis to zoom");
        };
        self.zoom_about(action, self.pivot(window), divide, multiply);
    }

    /// Makes the window shorter or longer; `pivot` stays in its column.
    pub(super) fn zoom_about(
        &mut self,
        action: Action,
        pivot: Moment,
        divide: i128,
        multiply: i128,
    ) {
        let (Some(window), Some(all)) = (self.window(), self.about.extent) else {
            return;
        };
        let old = window.seconds();
        let new = (old.saturating_mul(multiply) / divide).max(SHORTEST);
        if new >= all.seconds() {
            self.change(action, |chosen| chosen.window = None);
            return self.say("The whole file");
        }
        if new == old {
            return self.say("This is as close as it goes");
        }
        let left = i128::from(pivot.0) - i128::from(window.from.0);
        let from = i128::from(pivot.0) - left.saturating_mul(new) / old;
        self.look_at(action, from, new);
    }

    fn pan(&mut self, action: Action, steps: i128, parts: i128) {
        let Some(window) = self.chosen.window else {
            let zoom = self.key_for(Action::ZoomIn);
            return self.say(format!("The whole file is in view; {zoom} zooms in"));
        };
        let step = (window.seconds() / parts).max(1) * steps;
        self.look_at(action, i128::from(window.from.0) + step, window.seconds());
    }

    /// Looks at `seconds` from `from` on, kept within the file.
    pub(super) fn look_at(&mut self, action: Action, from: i128, seconds: i128) {
        let Some(all) = self.about.extent else { return };
        if seconds >= all.seconds() {
            return self.change(action, |chosen| chosen.window = None);
        }
        let latest = i128::from(all.to.0) + 1 - seconds;
        let from = from.min(latest).max(i128::from(all.from.0)) as i64;
        let window =
            Window { from: Moment(from), to: Moment((i128::from(from) + seconds - 1) as i64) };
        let before = self.chosen.window;
        self.change(action, |chosen| chosen.window = Some(window));
        let fit = self.key_for(Action::FitAll);
        self.say(match action {
            _ if before == Some(window) => "That is the end of the file".to_owned(),
            Action::ZoomIn => format!("Zoomed in; {fit} shows the whole file"),
            Action::ZoomOut => format!("Zoomed out; {fit} shows the whole file"),
            Action::Earlier | Action::WindowEarlier => "Earlier".to_owned(),
            Action::Later | Action::WindowLater => "Later".to_owned(),
            _ => format!("A part of the axis; {fit} shows the whole file"),
        });
    }

    pub(super) fn fold_axis(&mut self) {
        self.change(Action::Fold, |chosen| chosen.unfolded = !chosen.unfolded);
        let fold = self.key_for(Action::Fold);
        self.say(if self.chosen.unfolded {
            format!("The axis is even; {fold} folds long empty stretches")
        } else {
            "Long empty stretches are folded".to_owned()
        });
    }

    pub(super) fn next_reading(&mut self) {
        let next = match self.chosen.reading {
            Reading::Active => Reading::Starts,
            Reading::Starts => Reading::Active,
        };
        self.change(Action::Reading, |chosen| chosen.reading = next);
        let key = self.key_for(Action::Reading);
        self.say(match next {
            Reading::Active => "Listed is what was going on in the window".to_owned(),
            Reading::Starts => {
                format!("Listed is what begins in the window; {key} lists what was going on")
            }
        });
    }

    pub(super) fn next_hit(&mut self, n: i64) {
        let Some(from) = self.selected() else { return };
        if self.search.as_deref().is_none_or(|needle| needle.trim().is_empty()) {
            let search = self.key_for(Action::Search);
            return self.say(format!("Nothing was searched for yet; {search} searches"));
        }
        if self.answer.hits == 0 {
            let cancel = self.key_for(Action::Cancel);
            let nothing = || format!("No hit in this list; {cancel} forgets the search");
            return self.say(self.hidden_hits().unwrap_or_else(nothing));
        }
        self.jump(Cursor::Hit { from, n });
    }
}
