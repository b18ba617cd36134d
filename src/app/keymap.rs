//! Which key does what: the one table from which keys, hints, help and the README are made.

use super::{
    action::Action,
    key::{Key, KeyCode},
};
use crate::question::Field;

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// Wherever one is.
    Anywhere,
    /// In the list and in the details.
    Browse,
    /// In a facet, where letters find a value.
    Facet,
    /// In the prompt at the bottom, where letters are typed.
    Prompt,
    /// On the help page, where letters find an action.
    Help,
    /// In the list of silences.
    Silences,
    /// While a story is told; all other keys mean what they mean in the list.
    Story,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The keys, one after the other.
    pub keys: &'static [Key],
    /// What they do.
    pub action: Action,
}

const fn key(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

const fn ch(c: char) -> Key {
    key(KeyCode::Char(c))
}

const fn ctrl(c: char) -> Key {
    Key { code: KeyCode::Char(c), ctrl: true, alt: false, shift: false }
}

const fn shift(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: true }
}

const fn bind(context: Context, keys: &'static [Key], action: Action) -> Binding {
    Binding { context, keys, action }
}

use Context::{Anywhere, Browse, Facet, Help, Prompt, Silences, Story};
use KeyCode::{
    BackTab, Backspace, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Tab, Up,
};

/// The table. Where an action has several keys, the first is the one that hints name.
pub const BINDINGS: &[Binding] = &[
    bind(Browse, &[ch('j')], Action::Down),
    bind(Browse, &[key(Down)], Action::Down),
    bind(Browse, &[ch('k')], Action::Up),
    bind(Browse, &[key(Up)], Action::Up),
    bind(Browse, &[key(PageDown)], Action::PageDown),
    bind(Browse, &[ctrl('f')], Action::PageDown),
    bind(Browse, &[key(PageUp)], Action::PageUp),
    bind(Browse, &[ctrl('b')], Action::PageUp),
    bind(Browse, &[ctrl('d')], Action::HalfPageDown),
    bind(Browse, &[ctrl('u')], Action::HalfPageUp),
    bind(Browse, &[key(Home)], Action::First),
    bind(Browse, &[key(End)], Action::Last),
    bind(Browse, &[ch('G')], Action::Last),
    bind(Browse, &[key(Enter)], Action::Open),
    bind(Browse, &[ch('c')], Action::Facet(Field::Country)),
    bind(Browse, &[ch('g')], Action::Facet(Field::Group)),
    bind(Browse, &[ch('f'), ch('k')], Action::Facet(Field::Kind)),
    bind(Browse, &[ch('f'), ch('p')], Action::Facet(Field::Precision)),
    bind(Browse, &[ch('f'), ch('s')], Action::Facet(Field::Source)),
    bind(Browse, &[ch('f'), ch('l')], Action::Facet(Field::Place)),
    bind(Browse, &[ch('f'), ch('r')], Action::Facet(Field::Role)),
    bind(Browse, &[ch('f'), ch('c')], Action::Facet(Field::Certainty)),
    bind(Browse, &[ch('f'), ch('x')], Action::Facet(Field::Claims)),
    bind(Browse, &[ch('f'), ch('t')], Action::Facet(Field::Tag)),
    bind(Browse, &[ch('f'), ch('i')], Action::Facet(Field::File)),
    bind(Browse, &[ch('f'), ch('f')], Action::LastFacet),
    bind(Browse, &[ch('*')], Action::OnlyLike),
    bind(Browse, &[ch('!')], Action::NotLike),
    bind(Browse, &[ch('F')], Action::FiltersOff),
    bind(Browse, &[ch('X')], Action::ClearFilters),
    bind(Browse, &[ch('~')], Action::CertainOnly),
    bind(Browse, &[ch('s')], Action::Reading),
    bind(Browse, &[ch('/')], Action::Search),
    bind(Browse, &[ch('n')], Action::NextHit),
    bind(Browse, &[ch('N')], Action::PreviousHit),
    bind(Browse, &[ch('\\')], Action::Narrow),
    bind(Browse, &[ch('+')], Action::ZoomIn),
    bind(Browse, &[ch('=')], Action::ZoomIn),
    bind(Browse, &[ch('-')], Action::ZoomOut),
    bind(Browse, &[ch('_')], Action::FitAll),
    bind(Browse, &[ch('h')], Action::Earlier),
    bind(Browse, &[key(Left)], Action::Earlier),
    bind(Browse, &[ch('l')], Action::Later),
    bind(Browse, &[key(Right)], Action::Later),
    bind(Browse, &[ch('[')], Action::WindowEarlier),
    bind(Browse, &[shift(Left)], Action::WindowEarlier),
    bind(Browse, &[ch(']')], Action::WindowLater),
    bind(Browse, &[shift(Right)], Action::WindowLater),
    bind(Browse, &[ch('t')], Action::GoTo),
    bind(Browse, &[ch('T')], Action::Today),
    bind(Browse, &[ch('Z')], Action::Fold),
    bind(Browse, &[ch('e')], Action::Silences),
    bind(Browse, &[ch('L')], Action::Lanes),
    bind(Browse, &[ch('a')], Action::LaneOrder),
    bind(Browse, &[ch('r')], Action::RollUp),
    bind(Browse, &[ch('x')], Action::HideLane),
    bind(Browse, &[ch('J')], Action::LanesDown),
    bind(Browse, &[ch('K')], Action::LanesUp),
    bind(Browse, &[ch('S')], Action::Story),
    bind(Browse, &[ch('m')], Action::Mark),
    bind(Browse, &[ch('}')], Action::NextMark),
    bind(Browse, &[ch('{')], Action::PreviousMark),
    bind(Browse, &[ch('u')], Action::Undo),
    bind(Browse, &[ch('U')], Action::Redo),
    bind(Browse, &[ctrl('r')], Action::Redo),
    bind(Browse, &[ch('<')], Action::Back),
    bind(Browse, &[ctrl('o')], Action::Back),
    bind(Browse, &[ch('>')], Action::Forward),
    bind(Browse, &[ch('y'), ch('y')], Action::CopyText),
    bind(Browse, &[ch('y'), ch('t')], Action::CopyText),
    bind(Browse, &[ch('y'), ch('u')], Action::CopyAddress),
    bind(Browse, &[ch('y'), ch('d')], Action::CopyDate),
    bind(Browse, &[ch('z')], Action::Maximise),
    bind(Browse, &[ch('?')], Action::Help),
    bind(Browse, &[ch(':')], Action::Help),
    bind(Browse, &[ch('q')], Action::Close),
    bind(Browse, &[ch('Q')], Action::Quit),
    bind(Facet, &[key(Down)], Action::Down),
    bind(Facet, &[ctrl('n')], Action::Down),
    bind(Facet, &[key(Up)], Action::Up),
    bind(Facet, &[ctrl('p')], Action::Up),
    bind(Facet, &[key(PageDown)], Action::PageDown),
    bind(Facet, &[key(PageUp)], Action::PageUp),
    bind(Facet, &[key(Home)], Action::First),
    bind(Facet, &[key(End)], Action::Last),
    bind(Facet, &[ch(' ')], Action::Include),
    bind(Facet, &[ch('-')], Action::Exclude),
    bind(Facet, &[key(Enter)], Action::Only),
    bind(Prompt, &[key(Enter)], Action::Open),
    bind(Prompt, &[key(Down)], Action::Down),
    bind(Prompt, &[ctrl('n')], Action::Down),
    bind(Prompt, &[key(Up)], Action::Up),
    bind(Prompt, &[ctrl('p')], Action::Up),
    bind(Help, &[key(Down)], Action::Down),
    bind(Help, &[ctrl('n')], Action::Down),
    bind(Help, &[key(Up)], Action::Up),
    bind(Help, &[ctrl('p')], Action::Up),
    bind(Help, &[key(PageDown)], Action::PageDown),
    bind(Help, &[key(PageUp)], Action::PageUp),
    bind(Help, &[key(Home)], Action::First),
    bind(Help, &[key(End)], Action::Last),
    bind(Help, &[key(Enter)], Action::Open),
    bind(Silences, &[ch('j')], Action::Down),
    bind(Silences, &[key(Down)], Action::Down),
    bind(Silences, &[ch('k')], Action::Up),
    bind(Silences, &[key(Up)], Action::Up),
    bind(Silences, &[key(PageDown)], Action::PageDown),
    bind(Silences, &[key(PageUp)], Action::PageUp),
    bind(Silences, &[key(Home)], Action::First),
    bind(Silences, &[key(End)], Action::Last),
    bind(Silences, &[key(Enter)], Action::Open),
    bind(Silences, &[ch('e')], Action::Silences),
    bind(Silences, &[ch('q')], Action::Close),
    bind(Story, &[ch(' ')], Action::NextStep),
    bind(Story, &[key(Right)], Action::NextStep),
    bind(Story, &[key(Left)], Action::PreviousStep),
    bind(Story, &[key(Backspace)], Action::PreviousStep),
    bind(Anywhere, &[key(Tab)], Action::NextPane),
    bind(Anywhere, &[key(BackTab)], Action::PreviousPane),
    bind(Anywhere, &[key(F(1))], Action::Help),
    bind(Anywhere, &[key(F(2))], Action::Mouse),
    bind(Anywhere, &[ctrl('l')], Action::Redraw),
    bind(Anywhere, &[ctrl('z')], Action::Suspend),
    bind(Anywhere, &[key(Esc)], Action::Cancel),
    bind(Anywhere, &[ctrl('c')], Action::Quit),
];

/// What some keys mean so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// They do this.
    Action(Action),
    /// More is to come; these are the ways to go on.
    Prefix(Vec<&'static Binding>),
    /// Nothing.
    Nothing,
}

/// Returns what `keys` mean in a context, which is never [`Context::Anywhere`].
#[must_use]
pub fn meaning(context: Context, keys: &[Key]) -> Meaning {
    let here = |binding: &&Binding| [context, Anywhere].contains(&binding.context);
    if let Some(binding) = BINDINGS.iter().filter(here).find(|b| b.keys == keys) {
        return Meaning::Action(binding.action);
    }
    let longer = BINDINGS.iter().filter(here).filter(|b| b.keys.starts_with(keys));
    let longer: Vec<_> = longer.collect();
    if longer.is_empty() { Meaning::Nothing } else { Meaning::Prefix(longer) }
}

/// Returns the keys of an action as the help page writes them: `c`, `f k`, `<down>`.
#[must_use]
pub fn keys_of(action: Action) -> Vec<String> {
    let bindings = BINDINGS.iter().filter(|binding| binding.action == action);
    let mut names: Vec<String> = Vec::new();
    for binding in bindings {
        let name = name(binding.keys);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the keys of an action as hints and the help page show them: `<` where a script writes `<lt>`.
#[must_use]
pub fn shown(action: Action) -> Vec<String> {
    keys_of(action).into_iter().map(|keys| keys.replace("<lt>", "<")).collect()
}

/// Returns the name of some keys, one after the other.
#[must_use]
pub fn name(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_each_action_a_key_and_a_sentence() {
        for action in Action::ALL {
            assert!(!keys_of(*action).is_empty(), "{action:?} has no key");
            assert!(!action.sentence().ends_with('.') && action.sentence().len() > 6);
        }
        for binding in BINDINGS {
            assert!(Action::ALL.contains(&binding.action), "{:?} is not listed", binding.action);
        }
    }

    #[test]
    fn binds_no_key_twice_where_both_would_be_heard() {
        for (n, a) in BINDINGS.iter().enumerate() {
            for b in &BINDINGS[n + 1..] {
                let both = a.context == b.context || [a.context, b.context].contains(&Anywhere);
                let clash = a.keys.starts_with(b.keys) || b.keys.starts_with(a.keys);
                assert!(!(both && clash), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn holds_every_key_in_the_form_that_a_terminal_sends() {
        for key in BINDINGS.iter().flat_map(|binding| binding.keys) {
            assert_eq!(key.to_string().parse(), Ok(*key));
        }
    }

    #[test]
    fn tells_a_prefix_from_an_action() {
        assert_eq!(meaning(Browse, &[ch('c')]), Meaning::Action(Action::Facet(Field::Country)));
        assert!(matches!(meaning(Browse, &[ch('f')]), Meaning::Prefix(all) if all.len() == 10));
        assert_eq!(meaning(Facet, &[ch('c')]), Meaning::Nothing);
        assert_eq!(meaning(Facet, &[ctrl('c')]), Meaning::Action(Action::Quit));
    }
}
