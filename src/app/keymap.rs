//! Which key does what: the one table from which keys, hints, help and the README are made, and what a person
//! makes of it.

mod change;

use std::borrow::Cow;

pub use self::change::{KeymapError, Refused, Wish};
use super::{
    action::Action,
    caps::Caps,
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
    /// In the list of saved views, where letters find one.
    Views,
    /// While a story is told; all other keys mean what they mean in the list.
    Story,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The keys, one after the other.
    pub keys: Cow<'static, [Key]>,
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
    Binding { context, keys: Cow::Borrowed(keys), action }
}

use Context::{Anywhere, Browse, Facet, Help, Prompt, Silences, Story, Views};
use KeyCode::{
    BackTab, Backspace, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Tab,
    Up,
};

/// The table as it is without a config file. Where an action has several keys, the first is the one that hints name.
const BINDINGS: &[Binding] = &[
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
    bind(Browse, &[ch('\\')], Action::Query),
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
    bind(Browse, &[ch('R')], Action::Rejoin),
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
    bind(Browse, &[ch('y'), ch('l')], Action::CopyLink),
    bind(Browse, &[ch('y'), ch('c')], Action::CopyCitation),
    bind(Browse, &[ch('y'), ch('m')], Action::CopyMarkdown),
    bind(Browse, &[ch('y'), ch('b')], Action::CopyBibtex),
    bind(Browse, &[ch('y'), ch('j')], Action::CopyEvent),
    bind(Browse, &[ch('y'), ch('p')], Action::PrintCopied),
    bind(Browse, &[ch('i')], Action::Around),
    bind(Browse, &[ch('v')], Action::Views),
    bind(Browse, &[ch('V')], Action::SaveView),
    bind(Browse, &[ch('A')], Action::Note),
    bind(Browse, &[ch('.')], Action::Repeat),
    bind(Browse, &[ch('z')], Action::Maximise),
    bind(Browse, &[ch('?')], Action::Help),
    bind(Browse, &[ch(':')], Action::Help),
    bind(Browse, &[ctrl('p')], Action::Help),
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
    bind(Facet, &[key(Left)], Action::FoldParts),
    bind(Facet, &[key(Right)], Action::ShowParts),
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
    bind(Views, &[key(Down)], Action::Down),
    bind(Views, &[ctrl('n')], Action::Down),
    bind(Views, &[key(Up)], Action::Up),
    bind(Views, &[ctrl('p')], Action::Up),
    bind(Views, &[key(PageDown)], Action::PageDown),
    bind(Views, &[key(PageUp)], Action::PageUp),
    bind(Views, &[key(Home)], Action::First),
    bind(Views, &[key(End)], Action::Last),
    bind(Views, &[key(Enter)], Action::Open),
    bind(Views, &[key(Delete)], Action::RemoveView),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// They do this.
    Action(Action),
    /// More is to come: [`Keymap::ways_on`] has the ways to go on.
    Prefix,
    /// Nothing.
    Nothing,
}

/// Which key does what for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: BINDINGS.to_vec() }
    }
}

impl Keymap {
    /// Returns the table without the keys for what a session may not do.
    #[must_use]
    pub fn within(mut self, caps: Caps) -> Self {
        self.bindings.retain(|binding| caps.has(binding.action));
        self
    }

    /// Returns all rows of the table.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Returns what `keys` mean in a context, which is never [`Context::Anywhere`].
    #[must_use]
    pub fn meaning(&self, context: Context, keys: &[Key]) -> Meaning {
        let mut meaning = Meaning::Nothing;
        for binding in self.ways_on(context, keys) {
            if *binding.keys == *keys {
                return Meaning::Action(binding.action);
            }
            meaning = Meaning::Prefix;
        }
        meaning
    }

    /// Returns the rows whose keys begin with `keys` in a context.
    pub fn ways_on(&self, context: Context, keys: &[Key]) -> impl Iterator<Item = &Binding> {
        let here = move |binding: &&Binding| [context, Anywhere].contains(&binding.context);
        self.bindings.iter().filter(here).filter(move |binding| binding.keys.starts_with(keys))
    }

    /// Returns the keys of an action as the help page writes them: `c`, `f k`, `<down>`.
    #[must_use]
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        self.names(|binding| binding.action == action)
    }

    fn names(&self, is_wanted: impl Fn(&Binding) -> bool) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for binding in self.bindings.iter().filter(|binding| is_wanted(binding)) {
            let name = name(&binding.keys);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Returns the keys of an action as hints and the help page show them: `<` where a script writes `<lt>`.
    ///
    /// They are those of the list; of what cannot be done there, those that do it elsewhere.
    #[must_use]
    pub fn shown(&self, action: Action) -> Vec<String> {
        let at_home = self.names(|binding| {
            binding.action == action && [Browse, Anywhere].contains(&binding.context)
        });
        let names = if at_home.is_empty() { self.keys_of(action) } else { at_home };
        names.into_iter().map(|keys| keys.replace("<lt>", "<")).collect()
    }

    /// Returns the first key of an action as a frame names it: "esc" for `<esc>`; "no key" if it has none.
    #[must_use]
    pub fn plain(&self, action: Action) -> String {
        let first = self.shown(action).into_iter().next();
        let keys = first.unwrap_or_else(|| "no key".to_owned());
        name_within(&keys).map_or(keys.clone(), str::to_owned)
    }

    /// Returns the first key of an action as a sentence names it: "Esc" for `<esc>`.
    #[must_use]
    pub fn spoken(&self, action: Action) -> String {
        let plain = self.plain(action);
        let is_name = self.shown(action).first().is_some_and(|keys| *keys != plain);
        if is_name { plain[..1].to_uppercase() + &plain[1..] } else { plain }
    }
}

/// Returns the name of one key with nothing held: `esc` of `<esc>`.
fn name_within(keys: &str) -> Option<&str> {
    let name = keys.strip_prefix('<')?.strip_suffix('>')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    is_name.then_some(name)
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
        let keymap = Keymap::default();
        for action in Action::ALL {
            assert!(!keymap.keys_of(*action).is_empty(), "{action:?} has no key");
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
                let clash = a.keys.starts_with(&b.keys) || b.keys.starts_with(&a.keys);
                assert!(!(both && clash), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn holds_every_key_in_the_form_that_a_terminal_sends() {
        for key in BINDINGS.iter().flat_map(|binding| binding.keys.iter()) {
            assert_eq!(key.to_string().parse(), Ok(*key));
        }
    }

    #[test]
    fn tells_a_prefix_from_an_action() {
        let keymap = Keymap::default();
        let country = Meaning::Action(Action::Facet(Field::Country));
        assert_eq!(keymap.meaning(Browse, &[ch('c')]), country);
        assert_eq!(keymap.meaning(Browse, &[ch('f')]), Meaning::Prefix);
        assert_eq!(keymap.ways_on(Browse, &[ch('f')]).count(), 10);
        assert_eq!(keymap.meaning(Facet, &[ch('c')]), Meaning::Nothing);
        assert_eq!(keymap.meaning(Facet, &[ctrl('c')]), Meaning::Action(Action::Quit));
    }

    #[test]
    fn shows_the_keys_of_the_list_or_else_those_that_do_it_elsewhere() {
        let keymap = Keymap::default();
        assert_eq!(keymap.shown(Action::Down), ["j", "<down>"]);
        assert_eq!(keymap.shown(Action::Help), ["?", ":", "<c-p>", "<f1>"]);
        assert_eq!(keymap.shown(Action::RemoveView), ["<del>"]);
    }

    #[test]
    fn speaks_of_keys_as_people_do() {
        let keymap = Keymap::default();
        let spoken = |action| keymap.spoken(action);
        let actions = [Action::Undo, Action::Mouse, Action::Cancel, Action::Back, Action::Forward];
        assert_eq!(actions.map(spoken), ["u", "F2", "Esc", "<", ">"]);
        assert_eq!(spoken(Action::Facet(Field::Kind)), "f k");
        assert_eq!(spoken(Action::PreviousPane), "<s-tab>");
        assert_eq!(keymap.plain(Action::Cancel), "esc");
        let none = Wish { action: "undo".to_owned(), keys: vec![] };
        assert_eq!(Keymap::default().with(&[none]).0.spoken(Action::Undo), "no key");
    }
}
