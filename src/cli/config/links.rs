//! Which terminals take an address as a link (OSC 8), by what they say of themselves in the environment.

/// When addresses are sent as links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::cli) enum Links {
    /// Where the terminal is known to take them.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// Terminals inside of another one, whose variables they hand on: what they do with a link is not known.
const INSIDE: [&str; 5] = ["STY", "ZELLIJ", "INSIDE_EMACS", "VIM_TERMINAL", "NVIM"];
/// Terminals by their name, and since when they take links.
const PROGRAMS: [(&str, [u32; 2]); 4] =
    [("iTerm.app", [3, 1]), ("WezTerm", [20_200_620, 0]), ("vscode", [1, 72]), ("ghostty", [1, 0])];
/// The first version of tmux that hands links on to terminals that take them.
const TMUX: [u32; 2] = [3, 4];
/// The first version of VTE, the widget of GNOME's and many other terminals. Its 0.50.0 crashed on a link.
const VTE: u32 = 5001;
/// The first version of Konsole, 20.12.0.
const KONSOLE: u32 = 201_200;

impl Links {
    /// Tells whether addresses are sent as links to a terminal with these variables.
    pub(super) fn are_sent(self, variable: impl Fn(&str) -> Option<String>) -> bool {
        match self {
            Self::Auto => are_known(variable),
            Self::On => true,
            Self::Off => false,
        }
    }
}

/// Tells whether a terminal is known to take links. One that is not may print them.
fn are_known(variable: impl Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    let is_plain = ["", "linux", "dumb"].contains(&term.as_str()) || term.starts_with("screen");
    if is_plain || INSIDE.iter().any(|name| variable(name).is_some()) {
        return false;
    }
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    let version = variable("TERM_PROGRAM_VERSION").unwrap_or_default();
    if variable("TMUX").is_some() || program == "tmux" {
        return program == "tmux" && numbers(&version) >= TMUX;
    }
    let number = |name| variable(name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(0);
    ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra"].contains(&term.as_str())
        || PROGRAMS.iter().any(|(name, since)| program == *name && numbers(&version) >= *since)
        || ["KITTY_WINDOW_ID", "WT_SESSION", "ALACRITTY_WINDOW_ID"]
            .iter()
            .any(|name| variable(name).is_some())
        || number("VTE_VERSION") >= VTE
        || number("KONSOLE_VERSION") >= KONSOLE
}

/// Returns the first two numbers of a version: 3 and 4 of `3.4a`, `next-3.4` and `3.4.1`.
fn numbers(version: &str) -> [u32; 2] {
    let mut numbers = version
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().unwrap_or(0));
    [numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const XTERM: (&str, &str) = ("TERM", "xterm-256color");

    fn are_sent(links: Links, variables: &[(&str, &str)]) -> bool {
        links.are_sent(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[track_caller]
    fn check(are_known: bool, variables: &[&[(&str, &str)]]) {
        for variables in variables {
            assert_eq!(are_sent(Links::Auto, variables), are_known, "{variables:?}");
        }
    }

    #[test]
    fn sends_links_to_terminals_that_are_known_to_take_them() {
        let program =
            |name, version| [XTERM, ("TERM_PROGRAM", name), ("TERM_PROGRAM_VERSION", version)];
        check(
            true,
            &[
                &program("iTerm.app", "3.5.0"),
                &program("WezTerm", "20240203-110809-5046fc22"),
                &program("vscode", "1.72.0"),
                &program("ghostty", "1.2.3"),
                &program("tmux", "3.4"),
                &program("tmux", "next-3.6"),
                &[XTERM, ("VTE_VERSION", "7600")],
                &[XTERM, ("KITTY_WINDOW_ID", "1")],
                &[XTERM, ("WT_SESSION", "a0b1")],
                &[XTERM, ("KONSOLE_VERSION", "230804")],
                &[XTERM, ("ALACRITTY_WINDOW_ID", "94")],
                &[("TERM", "xterm-kitty")],
                &[("TERM", "alacritty")],
                &[("TERM", "foot")],
            ],
        );
        check(
            false,
            &[
                &program("iTerm.app", "3.0.15"),
                &program("iTerm.app", ""),
                &program("WezTerm", "20190703-000000-0"),
                &program("vscode", "1.71.9"),
                &program("Apple_Terminal", "455"),
                &program("tmux", "3.3a"),
                &[XTERM],
                &[("VTE_VERSION", "7600")],
                &[XTERM, ("VTE_VERSION", "5000")],
                &[XTERM, ("VTE_VERSION", "new")],
                &[XTERM, ("KONSOLE_VERSION", "180400")],
            ],
        );
    }

    #[test]
    fn sends_none_where_something_lies_between() {
        let kitty = ("KITTY_WINDOW_ID", "1");
        let tmux = |version| {
            [
                ("TERM", "tmux-256color"),
                kitty,
                ("TMUX", "/s"),
                ("TERM_PROGRAM", "tmux"),
                ("TERM_PROGRAM_VERSION", version),
            ]
        };
        check(true, &[&tmux("3.4"), &tmux("3.5a"), &tmux("4.0")]);
        check(
            false,
            &[
                &tmux("3.3a"),
                &tmux("master"),
                &[XTERM, kitty, ("TMUX", "/s")],
                &[XTERM, kitty, ("STY", "1.tty")],
                &[XTERM, kitty, ("ZELLIJ", "0")],
                &[XTERM, kitty, ("INSIDE_EMACS", "29.1,vterm")],
                &[("TERM", "screen-256color"), kitty],
                &[("TERM", "linux"), kitty],
                &[("TERM", "dumb"), kitty],
            ],
        );
    }

    #[test]
    fn does_what_the_file_says_whatever_the_terminal() {
        assert!(are_sent(Links::On, &[("TERM", "dumb")]));
        assert!(!are_sent(Links::Off, &[("TERM", "xterm-kitty")]));
    }
}
