//! What was chosen, and how to take it back.

use std::sync::Arc;

use super::{action::Action, lanes::LaneView, notebook::Kept};
use crate::{
    domain::EventKey,
    question::{Filter, Reading, Window},
};

/// What a person has chosen, apart from where they stand: all that undo brings back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chosen {
    /// Which events are wanted.
    pub filter: Filter,
    /// Whether the filter is switched off for the moment.
    pub filter_off: bool,
    /// Which part of the axis is looked at; `None` is all of it.
    pub window: Option<Window>,
    /// What it takes to be in the window.
    pub reading: Reading,
    /// Whether long empty stretches of the axis take their full length.
    pub unfolded: bool,
    /// How the lanes are shown, if they are.
    pub lanes: Option<LaneView>,
    /// Marks, notes and saved views.
    pub kept: Arc<Kept>,
}

/// A place to come back to.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// What was chosen there.
    pub chosen: Chosen,
    /// Which event was selected.
    pub event: EventKey,
}

/// What was chosen before, and where one was.
#[derive(Debug, Clone)]
pub struct History {
    /// How much is remembered of each.
    most: usize,
    undo: Vec<Chosen>,
    redo: Vec<Chosen>,
    back: Vec<Spot>,
    forward: Vec<Spot>,
    /// The action of the last change, so that ten presses of one zoom key are one thing to take back, and all that
    /// a presenter shows in one go as well.
    last: Option<Action>,
}

impl History {
    /// Begins with nothing to take back; so many changes and places will be remembered.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self {
            most,
            undo: Vec::new(),
            redo: Vec::new(),
            back: Vec::new(),
            forward: Vec::new(),
            last: None,
        }
    }

    /// Remembers what was chosen before a change that `action` made.
    pub fn record(&mut self, before: Chosen, action: Action) {
        self.redo.clear();
        let again = matches!(
            action,
            Action::ZoomIn
                | Action::ZoomOut
                | Action::Earlier
                | Action::Later
                | Action::WindowEarlier
                | Action::WindowLater
                | Action::Mouse
                | Action::Lanes
                | Action::LaneOrder
                | Action::Rejoin
        ) && self.last == Some(action);
        self.last = Some(action);
        if !again {
            push(&mut self.undo, before, self.most);
        }
    }

    /// Returns what was chosen before the last change, and keeps `now` for [`History::redo`].
    pub fn undo(&mut self, now: &Chosen) -> Option<Chosen> {
        self.last = None;
        let before = self.undo.pop()?;
        self.redo.push(now.clone());
        Some(before)
    }

    /// Returns what the last undo took back.
    pub fn redo(&mut self, now: &Chosen) -> Option<Chosen> {
        self.last = None;
        let after = self.redo.pop()?;
        push(&mut self.undo, now.clone(), self.most);
        Some(after)
    }

    /// Replaces what was kept at each time that undo and redo lead to.
    pub fn each_kept(&mut self, replace: impl Fn(&Kept) -> Kept) {
        for chosen in self.undo.iter_mut().chain(&mut self.redo) {
            chosen.kept = Arc::new(replace(&chosen.kept));
        }
    }

    /// Remembers a place before leaving it by a jump.
    pub fn leave(&mut self, spot: Spot) {
        self.forward.clear();
        if self.back.last() != Some(&spot) {
            push(&mut self.back, spot, self.most);
        }
    }

    /// Returns the place that was left last, and keeps `here` for [`History::forward`].
    pub fn back(&mut self, here: Spot) -> Option<Spot> {
        let there = self.back.pop()?;
        self.forward.push(here);
        Some(there)
    }

    /// Returns the place that going back left.
    pub fn forward(&mut self, here: Spot) -> Option<Spot> {
        let there = self.forward.pop()?;
        push(&mut self.back, here, self.most);
        Some(there)
    }
}

fn push<T>(stack: &mut Vec<T>, item: T, most: usize) {
    let extra = (stack.len() + 1).saturating_sub(most).min(stack.len());
    stack.drain(..extra);
    stack.push(item);
}
