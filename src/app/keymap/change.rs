//! Keys of a person's own: what is wished for is taken as far as every action stays within reach.

use std::borrow::Cow;

use super::{BINDINGS, Binding, Context, Keymap, name};
use crate::{
    app::{
        action::Action,
        key::{Key, KeyCode, KeyError},
    },
    domain::{Clean, nearest},
};

/// Other keys for an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The name of the action: `zoom-in`.
    pub action: String,
    /// The keys, each as the help page writes it: `+`, `f k`, `<c-q>`. None leaves the action without a key.
    pub keys: Vec<String>,
}

/// A wish, or a key of it, that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which wish, from 0.
    pub wish: usize,
    /// Which of its keys, from 0; `None` if the wish as a whole is meant.
    pub key: Option<usize>,
    /// Why.
    pub error: KeymapError,
}

/// Why a wish is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// There is no such action.
    #[error("there is no action `{name}`")]
    UnknownAction {
        /// What was written.
        name: Clean,
        /// What was probably meant.
        near: Option<&'static str>,
    },
    /// An earlier wish is about the same action.
    #[error("`{}` has its keys already", .0.name())]
    Again(Action),
    /// The text names no key.
    #[error("no key is named here")]
    Nothing,
    /// The text is not the name of a key.
    #[error(transparent)]
    Unreadable(#[from] KeyError),
    /// The key would never be heard.
    #[error("`{keys}` would never be heard: {why}")]
    Unheard {
        /// The keys.
        keys: String,
        /// Why.
        why: &'static str,
    },
    /// Another action has that key, or one that begins with it or that it begins with.
    #[error("`{keys}` for `{}` clashes with `{other_keys}` for `{}`", action.name(), other.name())]
    Clash {
        /// The keys.
        keys: String,
        /// The action that is not given them.
        action: Action,
        /// The keys that are in the way.
        other_keys: String,
        /// The action that has these.
        other: Action,
    },
    /// Nobody could leave a layer, close it, find help or quit any more.
    #[error("`{}` needs a key", .0.name())]
    Needed(Action),
}

impl KeymapError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::UnknownAction { near: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::UnknownAction { near: None, .. } => {
                "`dateline config` lists all actions with their keys".to_owned()
            }
            Self::Again(_) => "the first list counts; put all keys into it".to_owned(),
            Self::Nothing => {
                "write a key such as \"x\", \"f k\", \"<c-d>\" or \"<space>\"".to_owned()
            }
            Self::Unreadable(KeyError::NotOneKey(_)) => {
                "divide keys that are pressed one after the other by a space: \"f k\"".to_owned()
            }
            Self::Unreadable(KeyError::UnknownName(_)) => {
                "press it in the explorer: a key without an action is named at the bottom"
                    .to_owned()
            }
            Self::Unheard { .. } => "choose another key".to_owned(),
            Self::Clash { other, .. } => {
                format!("choose another key, or give `{}` another one too", other.name())
            }
            Self::Needed(action) => format!("give it at least one: \"{}\"", usual(*action)),
        }
    }
}

/// The actions that no person can do without.
const NEEDED: [Action; 4] = [Action::Cancel, Action::Close, Action::Help, Action::Quit];

/// The keys that the old encoding of terminals sends for others.
const TWINS: [(char, &str); 3] = [
    ('i', "terminals send <tab> for it"),
    ('m', "terminals send <enter> for it"),
    ('[', "terminals send <esc> for it"),
];

/// A wish that was understood: an action with keys, each with its number in the wish.
struct Wanted {
    wish: usize,
    action: Action,
    keys: Vec<(usize, Vec<Key>)>,
}

impl Keymap {
    /// Gives actions other keys, and returns what of it is refused: what is refused keeps its usual keys.
    ///
    /// The new keys take the place of those in the context where the action is at home: the list, or else the
    /// one where it works at all. What an action is bound to in other contexts stays.
    #[must_use]
    pub fn with(self, wishes: &[Wish]) -> (Self, Vec<Refused>) {
        let mut refused = Vec::new();
        let mut wanted: Vec<Wanted> = Vec::new();
        for (n, wish) in wishes.iter().enumerate() {
            match read(n, wish, &wanted, &mut refused) {
                Ok(read) => wanted.extend(read),
                Err(error) => refused.push(Refused { wish: n, key: None, error }),
            }
        }
        loop {
            let rows = self.replaced(&wanted);
            let Some((n, key, error)) = clash(&rows) else {
                let bindings = rows.into_iter().map(|row| row.binding).collect();
                refused.sort_by_key(|refused| (refused.wish, refused.key));
                return (Self { bindings }, refused);
            };
            // What gives way has its usual keys again, which may be in the way of another wish in turn.
            let loser = &mut wanted[n];
            refused.push(Refused { wish: loser.wish, key: Some(key), error });
            loser.keys.retain(|(number, _)| *number != key);
            if loser.keys.is_empty() {
                wanted.remove(n);
            }
        }
    }

    /// Returns the keys of an action in the context where it is at home: those that a wish replaces.
    #[must_use]
    pub fn own_keys(&self, action: Action) -> Vec<String> {
        let home = home(action);
        let own = |row: &&Binding| row.action == action && row.context == home;
        self.bindings.iter().filter(own).map(|row| name(&row.keys)).collect()
    }

    /// Returns the table with the wished keys in the places of the usual ones.
    fn replaced(&self, wanted: &[Wanted]) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.bindings.len());
        let mut placed = vec![false; wanted.len()];
        for binding in &self.bindings {
            let is_meant = |wanted: &Wanted| {
                wanted.action == binding.action && binding.context == home(wanted.action)
            };
            let Some(n) = wanted.iter().position(is_meant) else {
                rows.push(Row { binding: binding.clone(), from: None });
                continue;
            };
            if std::mem::replace(&mut placed[n], true) {
                continue;
            }
            rows.extend(wanted[n].keys.iter().map(|(key, keys)| Row {
                binding: Binding { keys: Cow::Owned(keys.clone()), ..binding.clone() },
                from: Some((n, *key)),
            }));
        }
        rows
    }
}

/// A row of the table, and which key of which wish it comes from.
struct Row {
    binding: Binding,
    from: Option<(usize, usize)>,
}

/// Returns the key of a wish that is in the way of another row, and why; of two wishes the later one.
fn clash(rows: &[Row]) -> Option<(usize, usize, KeymapError)> {
    for row in rows {
        let Some((wanted, key)) = row.from else { continue };
        let is_later = |other: &&Row| other.from < row.from;
        let other = rows.iter().filter(is_later).find(|other| are_at_odds(row, other));
        let Some(other) = other else { continue };
        let error = KeymapError::Clash {
            keys: name(&row.binding.keys),
            action: row.binding.action,
            other_keys: name(&other.binding.keys),
            other: other.binding.action,
        };
        return Some((wanted, key, error));
    }
    None
}

/// Tells whether one of two rows would hide the other.
fn are_at_odds(a: &Row, b: &Row) -> bool {
    let (a, b) = (&a.binding, &b.binding);
    let both = a.context == b.context || [a.context, b.context].contains(&Context::Anywhere);
    let is_same = a.action == b.action && a.keys == b.keys;
    // The key that leaves everything leaves a half-typed key as well.
    let cancels = |a: &Binding, b: &Binding| {
        a.action == Action::Cancel && b.keys.iter().skip(1).any(|key| *a.keys == [*key])
    };
    let hides = a.keys.starts_with(&b.keys) || b.keys.starts_with(&a.keys);
    both && !is_same && (hides || cancels(a, b) || cancels(b, a))
}

/// Reads a wish; nothing is left of one whose keys are all refused.
fn read(
    n: usize,
    wish: &Wish,
    before: &[Wanted],
    refused: &mut Vec<Refused>,
) -> Result<Option<Wanted>, KeymapError> {
    let action = Action::named(&wish.action).ok_or_else(|| {
        let names = Action::ALL.iter().map(|action| action.name());
        let near = nearest(&wish.action, names);
        KeymapError::UnknownAction { name: Clean::new(&wish.action), near }
    })?;
    if before.iter().any(|wanted| wanted.action == action) {
        return Err(KeymapError::Again(action));
    }
    let stays = |row: &Binding| row.action == action && row.context == Context::Anywhere;
    let is_bound_elsewhere = home(action) != Context::Anywhere && BINDINGS.iter().any(stays);
    if wish.keys.is_empty() && NEEDED.contains(&action) && !is_bound_elsewhere {
        return Err(KeymapError::Needed(action));
    }
    let mut keys: Vec<(usize, Vec<Key>)> = Vec::new();
    for (key, text) in wish.keys.iter().enumerate() {
        match read_keys(text, home(action)) {
            Ok(read) if keys.iter().any(|(_, known)| *known == read) => {}
            Ok(read) => keys.push((key, read)),
            Err(error) => refused.push(Refused { wish: n, key: Some(key), error }),
        }
    }
    let is_understood = wish.keys.is_empty() || !keys.is_empty();
    Ok(is_understood.then_some(Wanted { wish: n, action, keys }))
}

fn read_keys(text: &str, home: Context) -> Result<Vec<Key>, KeymapError> {
    let keys = text.split_whitespace().map(str::parse).collect::<Result<Vec<Key>, _>>()?;
    let first = keys.first().ok_or(KeymapError::Nothing)?;
    let unheard = |why| Err(KeymapError::Unheard { keys: name(&keys), why });
    let twin = |key: &Key| {
        let known = TWINS.iter().find(|(letter, _)| key.code == KeyCode::Char(*letter));
        known.filter(|_| key.ctrl && !key.alt).map(|(_, why)| *why)
    };
    if let Some(why) = keys.iter().find_map(twin) {
        return unheard(why);
    }
    let is_erasing = first.code == KeyCode::Backspace;
    match (home, first.typed()) {
        (Context::Browse, Some('0'..='9')) => unheard("a number in front of a key repeats it"),
        (Context::Facet, Some(letter)) if letter != ' ' && letter != '-' => {
            unheard("in a facet, letters find a value")
        }
        (Context::Views, Some(_)) => unheard("in the list of views, letters find one"),
        (Context::Anywhere, Some(_)) => unheard("it is to work where letters are typed"),
        (Context::Facet | Context::Views | Context::Anywhere, None) if is_erasing => {
            unheard("it is to work where text is typed and erased")
        }
        _ => Ok(keys),
    }
}

/// Returns the context in which a wish replaces the keys of an action.
fn home(action: Action) -> Context {
    let mut own = BINDINGS.iter().filter(|row| row.action == action).map(|row| row.context);
    let first = own.clone().next().unwrap_or(Context::Browse);
    if own.any(|context| context == Context::Browse) { Context::Browse } else { first }
}

fn usual(action: Action) -> String {
    Keymap::default().own_keys(action).into_iter().next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
