//! The help page: every action with its keys, found by typing and run by Enter.

use super::{action::Action, caps::Caps, keymap::Keymap, listing::Listing};
use crate::domain::fold;

/// The width of the keys in front of the sentences.
pub const NAMES: u16 = 22;

/// Returns the actions of a session whose sentence, name or key holds every word that was typed.
#[must_use]
pub fn found(listing: &Listing, keymap: &Keymap, caps: Caps) -> Vec<Action> {
    let typed = listing.typed();
    let words: Vec<String> = typed.split_whitespace().map(fold).collect();
    let is_key = |action: &Action| keymap.keys_of(*action).iter().any(|key| key == typed);
    let holds = |action: &Action| {
        let text = format!("{} {}", fold(caps.sentence(*action)), action.name());
        is_key(action) || words.iter().all(|word| text.contains(word.as_str()))
    };
    let actions = Action::ALL.iter().copied().filter(|action| caps.has(*action));
    let mut found: Vec<Action> = actions.filter(holds).collect();
    // A key that was typed as it stands names its action better than any word.
    found.sort_by_key(|action| !is_key(action));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<Action> {
        super::found(&Listing { line: typed.into(), cursor: 0 }, &Keymap::default(), Caps::LOCAL)
    }

    #[test]
    fn finds_every_action_by_its_own_words() {
        assert_eq!(found("").len(), Action::ALL.len());
        for action in Action::ALL {
            assert!(found(action.sentence()).contains(action), "{action:?}");
        }
    }

    #[test]
    fn puts_the_action_of_a_key_first() {
        assert_eq!(found("X").first(), Some(&Action::ClearFilters));
        assert_eq!(found("zoom").len(), 2);
    }
}
