//! The list of saved views: letters find one, Enter shows it, Delete removes it.

use super::{App, Overlay, action::Action, key::Key, listing::Listing};
use crate::domain::{SavedView, fold};

/// The width of the names in front of the views.
pub const NAMES: u16 = 26;

/// Returns what a saved view stands for in their list.
#[must_use]
pub fn about(saved: &SavedView) -> &str {
    if saved.view.is_empty() { "everything" } else { &saved.view }
}

impl App {
    /// Returns the saved views whose name or text holds what was typed.
    #[must_use]
    pub fn found_views(&self) -> Vec<&SavedView> {
        let Some(Overlay::Views(listing)) = &self.overlay else { return Vec::new() };
        let words: Vec<String> = listing.typed().split_whitespace().map(fold).collect();
        let holds = |saved: &&SavedView| {
            let text = format!("{} {}", fold(&saved.name), fold(&saved.view));
            words.iter().all(|word| text.contains(word.as_str()))
        };
        self.chosen.kept.views.iter().filter(holds).collect()
    }

    pub(super) fn open_views(&mut self) {
        if self.chosen.kept.views.is_empty() {
            let save = self.key_for(Action::SaveView);
            return self.say(format!("No view is saved yet; {save} saves this one"));
        }
        self.overlay = Some(Overlay::Views(Listing::default()));
    }

    /// Does what a key means in the list.
    pub(super) fn update_views(&mut self, action: Action) {
        let found = self.found_views();
        let last = found.len().saturating_sub(1);
        let Some(Overlay::Views(listing)) = &self.overlay else { return };
        let chosen = found.get(listing.cursor).map(|saved| (*saved).clone());
        match (action, chosen) {
            (Action::Open, Some(saved)) => {
                self.overlay = None;
                self.open_view(&saved);
            }
            (Action::RemoveView, Some(saved)) => {
                self.remove_view(&saved.name);
                if self.chosen.kept.views.is_empty() {
                    self.overlay = None;
                }
            }
            _ => {
                if let Some(Overlay::Views(listing)) = &mut self.overlay {
                    listing.step(action, last);
                }
            }
        }
    }

    /// Takes a letter; returns false if the key is to be taken for its action instead.
    pub(super) fn type_in_views(&mut self, key: Key) -> bool {
        match &mut self.overlay {
            Some(Overlay::Views(listing)) => listing.type_key(key),
            _ => false,
        }
    }
}
