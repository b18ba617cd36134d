//! A key and its name: the words of the help page, of key tables and of key scripts.
//!
//! `c`, `G`, `<enter>`, `<c-d>`, `<s-left>`: [`Key`] writes itself so and reads itself back.

use std::{fmt, str::FromStr};

use crate::domain::Clean;

/// A key as it was pressed, with what was held.
///
/// Terminals do not agree on how they tell a capital letter or Shift+Tab, so keys are compared in their
/// [`Key::normal`] form; reading a name and hearing a terminal both yield that form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held, for keys that are not characters.
    pub shift: bool,
}

/// Which key, without what was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character, as it would be typed.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift+Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// The highest function key that terminals report.
const MOST_F: u8 = 35;

/// Names of keys, the first of each key being the one that is written.
const NAMES: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("cr", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("bs", KeyCode::Backspace),
    ("backspace", KeyCode::Backspace),
    ("del", KeyCode::Delete),
    ("delete", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
    ("space", KeyCode::Char(' ')),
    ("lt", KeyCode::Char('<')),
    ("gt", KeyCode::Char('>')),
];

impl Key {
    /// Returns a key with nothing held.
    #[must_use]
    pub const fn new(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// Returns the key of a character with nothing held.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::new(KeyCode::Char(c))
    }

    /// Returns this key with Ctrl held, in its normal form.
    #[must_use]
    pub fn with_ctrl(self) -> Self {
        Self { ctrl: true, ..self }.normal()
    }

    /// Returns this key with Alt held, in its normal form.
    #[must_use]
    pub fn with_alt(self) -> Self {
        Self { alt: true, ..self }.normal()
    }

    /// Returns this key with Shift held, in its normal form.
    #[must_use]
    pub fn with_shift(self) -> Self {
        Self { shift: true, ..self }.normal()
    }

    /// Returns the one form of this key that all terminals can be brought to.
    ///
    /// Shift on a character is in the character itself (`G`), Shift+Tab is [`KeyCode::BackTab`], and a letter
    /// with Ctrl is a small one, because the old encoding of a terminal cannot tell more.
    #[must_use]
    pub fn normal(self) -> Self {
        match self.code {
            KeyCode::Char(c) if self.ctrl => {
                Self { code: KeyCode::Char(c.to_ascii_lowercase()), shift: false, ..self }
            }
            KeyCode::Char(c) if self.shift => {
                Self { code: KeyCode::Char(capital(c)), shift: false, ..self }
            }
            KeyCode::Tab if self.shift => Self { code: KeyCode::BackTab, shift: false, ..self },
            KeyCode::BackTab => Self { shift: false, ..self },
            _ => self,
        }
    }

    /// Returns the character that this key types into a text field, if it types one.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// Returns the capital of a letter, or the character itself where the capital is not one character.
fn capital(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.normal();
        let name = NAMES.iter().find(|(_, code)| *code == key.code).map(|(name, _)| *name);
        let held = key.ctrl || key.alt || key.shift;
        if let (KeyCode::Char(c), false) = (key.code, held)
            && (name.is_none() || c == '>')
        {
            return write!(f, "{c}");
        }
        f.write_str("<")?;
        for (is_held, prefix) in [(key.ctrl, "c-"), (key.alt, "a-"), (key.shift, "s-")] {
            f.write_str(if is_held { prefix } else { "" })?;
        }
        match (name, key.code) {
            (Some(name), _) => f.write_str(name)?,
            (None, KeyCode::Char(c)) => write!(f, "{c}")?,
            (None, KeyCode::F(n)) => write!(f, "f{n}")?,
            // Only Shift+Tab is left: every other key is in the table of names.
            (None, _) => f.write_str("s-tab")?,
        }
        f.write_str(">")
    }
}

/// Why a text is not the name of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is nothing, or more than one key, or a character that no key types.
    #[error("`{0}` is not one key; write a character as it is, or a name such as <enter> or <c-d>")]
    NotOneKey(Clean),
    /// There is no key of that name.
    #[error(
        "no key is called <{0}>; names are <enter>, <esc>, <tab>, <up>, <pgdn>, <f2>, <c-d> and the like"
    )]
    UnknownName(Clean),
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => return Ok(Self::char(c)),
            _ => {}
        }
        text.strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
            .filter(|name| !name.is_empty() && !name.contains(['<', '>']))
            .ok_or_else(|| KeyError::NotOneKey(Clean::new(text)))
            .and_then(from_name)
    }
}

/// Reads what stands between `<` and `>`.
fn from_name(name: &str) -> Result<Key, KeyError> {
    let unknown = || KeyError::UnknownName(Clean::new(name));
    let (mut ctrl, mut alt, mut shift) = (false, false, false);
    let mut rest = name;
    while let [letter, b'-', _, ..] = rest.as_bytes() {
        let held = match letter.to_ascii_lowercase() {
            b'c' => &mut ctrl,
            b'a' => &mut alt,
            b's' => &mut shift,
            _ => return Err(unknown()),
        };
        *held = true;
        rest = &rest[2..];
    }
    let mut chars = rest.chars();
    let code = match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_control() => KeyCode::Char(c),
        _ => code_of(&rest.to_ascii_lowercase()).ok_or_else(unknown)?,
    };
    Ok(Key { code, ctrl, alt, shift }.normal())
}

/// Returns the key of a name in small letters.
fn code_of(name: &str) -> Option<KeyCode> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let n: u8 = name.strip_prefix('f')?.parse().ok()?;
    (1..=MOST_F).contains(&n).then_some(KeyCode::F(n))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn writes_the_words_of_the_help_page() {
        let table = [
            (Key::char('c'), "c"),
            (Key::char('G'), "G"),
            (Key::char(' '), "<space>"),
            (Key::char('<'), "<lt>"),
            (Key::char('>'), ">"),
            (Key::char('-'), "-"),
            (Key::new(KeyCode::Enter), "<enter>"),
            (Key::new(KeyCode::Esc), "<esc>"),
            (Key::new(KeyCode::BackTab), "<s-tab>"),
            (Key::new(KeyCode::Tab).with_shift(), "<s-tab>"),
            (Key::new(KeyCode::Backspace), "<bs>"),
            (Key::new(KeyCode::Delete), "<del>"),
            (Key::new(KeyCode::PageDown), "<pgdn>"),
            (Key::new(KeyCode::F(2)), "<f2>"),
            (Key::new(KeyCode::Left).with_shift(), "<s-left>"),
            (Key::char('d').with_ctrl(), "<c-d>"),
            (Key::char('x').with_alt(), "<a-x>"),
            (Key::char('-').with_ctrl(), "<c-->"),
            (Key::char('>').with_ctrl(), "<c-gt>"),
            (Key::char(' ').with_ctrl().with_alt(), "<c-a-space>"),
        ];
        for (key, text) in table {
            assert_eq!(key.to_string(), text);
            assert_eq!(text.parse(), Ok(key), "{text}");
        }
    }

    #[test]
    fn reads_other_spellings_of_a_name() {
        let enter = Key::new(KeyCode::Enter);
        assert_eq!("<CR>".parse(), Ok(enter));
        assert_eq!("<Enter>".parse(), Ok(enter));
        assert_eq!("<C-D>".parse(), Ok(Key::char('d').with_ctrl()));
        assert_eq!("<s-g>".parse(), Ok(Key::char('G')));
        assert_eq!("<s-ß>".parse(), Ok(Key::char('ß')));
    }

    #[test]
    fn refuses_what_is_no_key_and_says_why() {
        for text in ["", "ab", "\u{1b}", "<>", "<", "<c-", "<a><b>", "\n"] {
            let read = text.parse::<Key>();
            assert!(
                text == "<" || matches!(read, Err(KeyError::NotOneKey(_))),
                "{text:?}: {read:?}"
            );
        }
        for text in
            ["<c->", "<foo>", "<f0>", "<f36>", "<f999>", "<x-a>", "<c-foo>", "<\u{1b}>", "<c-é-x>"]
        {
            let read = text.parse::<Key>();
            assert!(matches!(read, Err(KeyError::UnknownName(_))), "{text:?}: {read:?}");
        }
        let error = "<a\u{1b}]0;>".parse::<Key>().unwrap_err().to_string();
        assert!(!error.contains('\u{1b}'), "{error:?}");
    }

    #[test]
    fn types_a_character_only_with_nothing_held() {
        assert_eq!(Key::char('x').typed(), Some('x'));
        assert_eq!(Key::char('x').with_ctrl().typed(), None);
        assert_eq!(Key::char('x').with_alt().typed(), None);
        assert_eq!(Key::new(KeyCode::Enter).typed(), None);
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let named = prop::sample::select(NAMES).prop_map(|(_, code)| code);
        let code = prop_oneof![
            named,
            Just(KeyCode::BackTab),
            (1..=MOST_F).prop_map(KeyCode::F),
            prop::char::any()
                .prop_filter("a key types it", |c| !c.is_control())
                .prop_map(KeyCode::Char),
            (b'!'..=b'~').prop_map(|b| KeyCode::Char(char::from(b))),
        ];
        (code, any::<[bool; 3]>()).prop_map(|(code, [ctrl, alt, shift])| Key {
            code,
            ctrl,
            alt,
            shift,
        })
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(key in any_key()) {
            let text = key.to_string();
            prop_assert_eq!(text.parse::<Key>(), Ok(key.normal()), "{}", text);
            prop_assert_eq!(key.normal().normal(), key.normal());
        }

        #[test]
        fn reads_any_text_without_a_crash(text in "\\PC*|<[a-z-]{0,6}.?>") {
            if let Ok(key) = text.parse::<Key>() {
                prop_assert_eq!(key, key.normal());
            }
        }
    }
}
