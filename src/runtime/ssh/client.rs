//! What a client says of its terminal, and how the screen looks to it.
//!
//! Little is said over SSH: the value of `TERM`, and by custom `LANG` and what begins with `LC_`. Whoever says nothing
//! of colours gets 256 where a theme wants that many, for terminals have had them for twenty years; and unless the
//! server's owner chose a theme, the first 16 of them alone, which are the person's own.

use super::decoder::Background;
use crate::ui::{Depth, Look, ThemeName};

/// The variables that mean something.
const KNOWN: [&str; Client::MOST_VARIABLES] = [
    "COLORFGBG",
    "COLORTERM",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LC_TERMINAL",
    "LC_TERMINAL_VERSION",
    "NO_COLOR",
];

/// Terminals that cannot move their cursor, or do not say what they are.
const DUMB: [&str; 5] = ["dumb", "emacs", "unknown", "dialup", "network"];
/// Terminals with a name of their own that show all colours and open addresses, each also with something behind it.
const ABLE: [&str; 8] =
    ["alacritty", "contour", "foot", "ghostty", "rio", "wezterm", "xterm-ghostty", "xterm-kitty"];
/// Consoles with the letters of a code page and 16 colours, each also with something behind it.
const CONSOLES: [&str; 8] =
    ["ansi", "cons25", "cygwin", "linux", "pcansi", "pcvt25", "syncterm", "wsvt25"];
/// How the names of other terminals with few colours end.
const FEW_COLOURS: [&str; 5] = ["-16color", "-88color", "-8color", "-color", "rxvt-unicode"];

/// What a client said.
#[derive(Debug, Clone, Default)]
pub struct Client {
    term: String,
    variables: Vec<(&'static str, String)>,
}

impl Client {
    /// The most variables that are kept.
    pub const MOST_VARIABLES: usize = 8;
    /// The longest value of a variable that is kept, in bytes.
    pub const LONGEST_VALUE: usize = 128;

    /// Returns a client with a terminal of this name (`TERM`). A name that is too long is none.
    #[must_use]
    pub fn new(term: &str) -> Self {
        let term = if term.len() <= Self::LONGEST_VALUE { term } else { "" };
        Self { term: term.to_owned(), variables: Vec::new() }
    }

    /// Says what kind of terminal it has; what was said of it before stays.
    pub fn set_term(&mut self, term: &str) {
        self.term = Self::new(term).term;
    }

    /// Takes a variable, if it means something here and its value is short enough; tells whether it was taken.
    ///
    /// Clients send a dozen variables that begin with `LC_`; three of them say something of the terminal.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let known = KNOWN.iter().find(|known| **known == name);
        let Some(known) = known.filter(|_| value.len() <= Self::LONGEST_VALUE) else {
            return false;
        };
        self.variables.retain(|(name, _)| name != known);
        self.variables.push((known, value.to_owned()));
        true
    }

    /// Returns the name of the terminal. It comes from outside: it is cleaned before anybody sees it.
    #[must_use]
    pub fn term(&self) -> &str {
        &self.term
    }

    /// Tells whether the terminal cannot show a screen at all.
    #[must_use]
    pub fn is_dumb(&self) -> bool {
        DUMB.contains(&self.term.as_str())
    }

    /// Tells whether to ask the terminal for the colour of its ground (OSC 11): if a theme hangs on it, and the
    /// terminal is not one that might show the question.
    #[must_use]
    pub fn asks_background(&self, theme: Option<ThemeName>) -> bool {
        theme.is_none() && self.depth() >= Depth::Palette256 && !self.is_inside_screen()
    }

    /// Tells whether addresses may be sent as links (OSC 8): only to terminals that are known to take them.
    #[must_use]
    pub fn sends_links(&self) -> bool {
        is_one_of(&self.term, &ABLE) || self.is_iterm()
    }

    /// Returns how many colours the terminal shows.
    #[must_use]
    pub fn depth(&self) -> Depth {
        let term = self.term.as_str();
        let is_plain =
            self.is_dumb() || is_vt(term) || term.ends_with("-m") || term.ends_with("-mono");
        if is_plain || self.said("NO_COLOR").is_some() {
            Depth::Mono
        } else if is_one_of(term, &CONSOLES) {
            Depth::Sixteen
        } else if self.is_inside_screen() {
            Depth::Palette256
        } else if self.says_all_colours() {
            Depth::True
        } else if FEW_COLOURS.iter().any(|ending| term.ends_with(ending)) {
            Depth::Sixteen
        } else {
            Depth::Palette256
        }
    }

    /// Returns how the screen looks to this client.
    ///
    /// `theme` is what the owner of the server chose, nothing if the client decides; `background` is what the terminal
    /// replied. Whoever wants no colours sees none.
    #[must_use]
    pub fn look(&self, theme: Option<ThemeName>, background: Option<Background>) -> Look {
        let depth = self.depth();
        let background = background.or_else(|| self.said_background());
        let theme = theme.unwrap_or(match background {
            Some(Background::Light) if depth >= Depth::Palette256 => ThemeName::Light,
            Some(Background::Dark) if depth >= Depth::Palette256 => ThemeName::Dark,
            _ => ThemeName::Terminal,
        });
        Look::new(theme, self.is_ascii()).with_depth(depth)
    }

    /// Tells whether only signs of ASCII are shown: to a console, and in a locale with other letters than UTF-8.
    fn is_ascii(&self) -> bool {
        if self.is_dumb() || is_vt(&self.term) || is_one_of(&self.term, &CONSOLES) {
            return true;
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| self.said(name));
        let Some(locale) = locale.map(str::to_ascii_lowercase) else { return false };
        let charset = locale.split('@').next().and_then(|name| name.split_once('.'));
        match charset {
            Some((_, charset)) => !["utf-8", "utf8"].contains(&charset),
            // Without a charset these two mean ASCII; others leave it open.
            None => ["c", "posix"].contains(&locale.as_str()),
        }
    }

    /// Returns the value of a variable, if it was said and is not empty.
    fn said(&self, name: &str) -> Option<&str> {
        let found = self.variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn says_all_colours(&self) -> bool {
        let is_said = ["truecolor", "24bit"].map(Some).contains(&self.said("COLORTERM"));
        let is_named = ["-direct", "-truecolor"].iter().any(|ending| self.term.ends_with(ending));
        is_said || is_named || is_one_of(&self.term, &ABLE) || self.is_iterm()
    }

    /// Tells whether GNU screen lies in between: it hands on what the terminal around it said, but not all it can.
    fn is_inside_screen(&self) -> bool {
        is_one_of(&self.term, &["screen"])
    }

    /// Tells whether the terminal is iTerm2, which says so in a variable that clients send, and nothing lies in between.
    fn is_iterm(&self) -> bool {
        let is_inside = is_one_of(&self.term, &["screen", "tmux"]);
        self.said("LC_TERMINAL") == Some("iTerm2") && !is_inside
    }

    /// Reads rxvt's `15;0` and the like: the numbers of the colours of letters and ground.
    fn said_background(&self) -> Option<Background> {
        let ground: u8 = self.said("COLORFGBG")?.rsplit(';').next()?.parse().ok()?;
        match ground {
            7 | 15 => Some(Background::Light),
            0..=15 => Some(Background::Dark),
            _ => None,
        }
    }
}

/// Tells whether a terminal is one of these, or a kind of it: `foot-extra`, `screen.xterm-256color`.
fn is_one_of(term: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        term.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.']))
    })
}

/// Tells whether a terminal is one of DEC's, which have no colours and letters of their own: `vt100`, `vt220-w`.
fn is_vt(term: &str) -> bool {
    term.strip_prefix("vt").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
