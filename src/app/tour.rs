//! A tour for whoever does nothing: one who only sits before the first screen sees something worth seeing.
//!
//! The host has the clock. It calls [`App::tour`] once nobody has pressed a key for a while, and again as long as
//! there is more; a story of the data is told step by step, and without one a few hints say what is worth a key.
//! Whatever the person does ends it, and leaves them where it is.

use unicode_segmentation::UnicodeSegmentation;

use super::{App, action::Action};
use crate::question::{Facet, Field};

/// How far the tour has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Tour {
    /// The person has done nothing yet.
    #[default]
    Awaited,
    /// So many things were shown.
    Shown(usize),
    /// The person has taken over.
    Over,
}

/// The most letters of a name in a hint: hints fit into 80 columns.
const LONGEST_NAME: usize = 20;

impl App {
    /// Tells whether [`App::tour`] would show something.
    ///
    /// A tour only begins on the first screen: whoever came to see something of their own, has begun to do
    /// anything, or watches a presenter, has come for that.
    #[must_use]
    pub fn has_more_to_tour(&self) -> bool {
        if self.is_too_small() {
            return false;
        }
        match self.tour {
            Tour::Awaited => self.is_at_first_screen() && self.tour_length() > 0,
            Tour::Shown(_) if self.has_unread_note() => true,
            Tour::Shown(shown) => shown < self.tour_length(),
            Tour::Over => false,
        }
    }

    /// Shows the next thing of the tour, the first one at first; returns whether there is more after it.
    pub fn tour(&mut self) -> bool {
        if !self.has_more_to_tour() {
            return false;
        }
        let shown = match self.tour {
            Tour::Shown(shown) => shown,
            Tour::Awaited | Tour::Over => 0,
        };
        if self.has_unread_note() {
            self.update_story(Action::NextStep, None);
        } else {
            match self.story_to_tour() {
                Some(story) => {
                    self.arrive(story, shown);
                    // That any key takes over is said in the last line.
                    self.say("");
                }
                None => self.say(self.tour_hints().swap_remove(shown)),
            }
            self.tour = Tour::Shown(shown + 1);
        }
        self.has_more_to_tour()
    }

    /// Returns which thing of the tour is shown, from 1, and how many there are; `None` if none is.
    #[must_use]
    pub fn tour_progress(&self) -> Option<(usize, usize)> {
        match self.tour {
            Tour::Shown(shown) => Some((shown, self.tour_length())),
            Tour::Awaited | Tour::Over => None,
        }
    }

    /// Ends the tour, or does without one; what it shows stays.
    pub(super) const fn end_tour(&mut self) {
        self.tour = Tour::Over;
    }

    fn is_at_first_screen(&self) -> bool {
        let is_new = self.overlay.is_none() && self.telling.is_none() && self.audience.is_none();
        is_new && !self.view().is_special() && self.loading.is_none()
    }

    /// Tells whether the step that is told has lines for which there was no room yet.
    fn has_unread_note(&self) -> bool {
        self.is_telling() && self.note_lines().1 > 0
    }

    /// Returns the first story that has steps.
    fn story_to_tour(&self) -> Option<usize> {
        self.about.stories.iter().position(|story| !story.steps.is_empty())
    }

    fn tour_length(&self) -> usize {
        match self.story_to_tour() {
            Some(story) => self.about.stories[story].steps.len(),
            None => self.tour_hints().len(),
        }
    }

    /// Returns what is worth a key in this data.
    fn tour_hints(&self) -> Vec<String> {
        let mut hints = Vec::new();
        // An action that has no key, or is none of this session, is not spoken of.
        let mut hint = |actions: &[Action], text: &dyn Fn(&[String]) -> String| {
            if actions.iter().all(|action| !self.keymap.keys_of(*action).is_empty()) {
                let keys: Vec<_> = actions.iter().map(|action| self.key_for(*action)).collect();
                hints.push(text(&keys));
            }
        };
        let total = self.answer.possible;
        if total == 0 {
            return hints;
        }
        for (field, plural) in [(Field::Country, "countries"), (Field::Group, "groups")] {
            let facet = self.facet(field).filter(|facet| facet.values.len() > 1);
            if let Some((facet, most)) = facet.and_then(|facet| Some((facet, most(facet)?))) {
                let count = facet.values.len();
                hint(&[Action::Facet(field)], &|keys| {
                    format!("{} chooses among {count} {plural}: {most} of {total} events", keys[0])
                });
            }
        }
        if self.about.extent.is_some() {
            hint(&[Action::ZoomIn, Action::ZoomOut, Action::FitAll], &|keys| {
                let [near, out, all] = [&keys[0], &keys[1], &keys[2]];
                format!("{near} zooms in on the selected event, {out} out, {all} shows all")
            });
        }
        hint(&[Action::Lanes], &|keys| {
            format!("{} lays the events out in lanes, by country, group or kind", keys[0])
        });
        hint(&[Action::Search, Action::Query], &|keys| {
            format!("{} searches, {} filters by words, places and dates", keys[0], keys[1])
        });
        hint(&[Action::Help], &|keys| format!("{} lists all that keys can do", keys[0]));
        hints
    }
}

/// Returns the most frequent value of a field with its events: `Mali has 16`.
fn most(facet: &Facet) -> Option<String> {
    let value = facet.values.iter().max_by_key(|value| value.count)?;
    let mut label: String = value.label.graphemes(true).take(LONGEST_NAME).collect();
    if label.len() < value.label.len() {
        label.push('…');
    }
    Some(format!("{label} has {}", value.count))
}
