//! Every action by its key and by its words: the palette does what the key does.

use super::*;
use crate::app::{action::Action, help::found, key::Key};

/// What is on the screen, said and asked for after a script, on top of something to work with.
fn after(script: impl FnOnce(&mut Person)) -> (String, String, Vec<Effect>) {
    let mut person = Person::new();
    person.keys("k/coup<enter>m\\-kind:release<enter>jyd");
    script(&mut person);
    (person.state(), person.notice().to_owned(), person.effects)
}

#[test]
fn runs_every_action_by_its_words_as_by_its_key() {
    // The keys of a story mean something else while none is told; its tests press them.
    let untold = [Action::NextStep, Action::PreviousStep];
    let actions = Action::ALL.iter().filter(|action| !untold.contains(action));
    for action in actions.copied().filter(|action| action.runs_from_help()) {
        let by_key = after(|person| {
            let keymap = person.app.keymap().clone();
            let own = keymap.bindings().iter().find(|binding| binding.action == action);
            let keys: Vec<Key> = own.unwrap().keys.to_vec();
            for key in keys {
                person.input(key.into());
            }
        });
        let by_words = after(|person| {
            person.keys("?");
            person.input(Input::Paste(action.sentence().to_owned()));
            let Some(Overlay::Help(listing)) = person.app.overlay() else { panic!("no palette") };
            let offered = found(listing, person.app.keymap(), person.app.caps());
            let place = offered.iter().position(|offered| *offered == action).unwrap();
            person.keys(&"<down>".repeat(place));
            person.keys("<enter>");
        });
        assert_eq!(by_key, by_words, "{action:?}");
    }
}

#[test]
fn says_what_each_action_has_done() {
    // What these do is seen at once, or says so by itself.
    let is_seen = |action: &Action| {
        use Action::*;
        matches!(
            action,
            Down | Up
                | PageDown
                | PageUp
                | HalfPageDown
                | HalfPageUp
                | First
                | Last
                | Search
                | Query
                | GoTo
                | Help
                | SaveView
                | Note
                | Silences
                | NextHit
                | PreviousHit
                | LanesDown
                | LanesUp
                | Quit
                | Suspend
                | Redraw
                | Close
                | NextMark
                | PreviousMark
        )
    };
    let mut silent = Vec::new();
    for action in Action::ALL.iter().filter(|action| action.runs_from_help() && !is_seen(action)) {
        let (.., notice, _) = after(|person| {
            person.app.say("");
            let effect = person.app.act(*action, None);
            person.effects.extend(effect);
        });
        // How an event is written, the host says.
        if notice.is_empty() && *action != Action::CopyEvent {
            silent.push(*action);
        }
    }
    assert_eq!(silent, [], "these are done without a word");
}
