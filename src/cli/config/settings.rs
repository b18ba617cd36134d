//! The settings in force: the command line wins over the environment, that over the config file.

use chrono::Weekday;

use super::{
    file::Source,
    links::Links,
    read::{self, Said},
};
use crate::{
    app::{action::Action, keymap::Keymap},
    cli::{arguments::LookArgs, failure::Failure, render},
    domain::{Clean, Language, Problem, Zone},
    ui::{Look, ThemeName},
};

/// A value, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Setting<T> {
    pub(in crate::cli) value: T,
    pub(super) origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Nobody said anything.
    Default,
    /// The config file, in this line.
    Line(u32),
    /// A variable of the environment.
    Variable(&'static str),
    /// An option of the command line.
    Option(&'static str),
}

/// Everything that can be set.
#[derive(Debug)]
pub(in crate::cli) struct Settings {
    pub(in crate::cli) theme: Setting<ThemeName>,
    /// Whether only signs of ASCII are drawn.
    pub(in crate::cli) ascii: Setting<bool>,
    pub(in crate::cli) mouse: Setting<bool>,
    pub(super) links: Setting<Links>,
    /// Whether addresses are sent as links to this terminal.
    pub(in crate::cli) sends_links: bool,
    pub(in crate::cli) week_start: Setting<Weekday>,
    pub(in crate::cli) time_zone: Setting<Zone>,
    pub(in crate::cli) country_names: Setting<Language>,
    pub(in crate::cli) keymap: Keymap,
    /// The actions whose keys the config file gives.
    bound: Vec<Said<Action>>,
    /// The name of the config file without its folder, if there is one.
    pub(in crate::cli) file: Option<Clean>,
    /// What is wrong with the config file.
    pub(in crate::cli) problems: Vec<Problem>,
}

impl<T> Setting<T> {
    /// Takes what the file says, or else the usual value.
    fn said(said: Option<Said<T>>, usual: T) -> Self {
        match said {
            Some(said) => Self { value: said.value, origin: Origin::Line(said.line) },
            None => Self { value: usual, origin: Origin::Default },
        }
    }
}

impl Settings {
    /// Returns how the screen looks.
    pub(in crate::cli) fn look(&self) -> Look {
        Look::new(self.theme.value, self.ascii.value)
    }

    /// Returns the keys of an action where it is at home.
    pub(super) fn keys(&self, action: Action) -> Setting<Vec<String>> {
        let line = self.bound.iter().find(|said| said.value == action).map(|said| said.line);
        Setting {
            value: self.keymap.own_keys(action),
            origin: line.map_or(Origin::Default, Origin::Line),
        }
    }

    /// Returns an origin in words: `default`, `config.ron:3`, `NO_COLOR`, `--theme`.
    pub(super) fn told(&self, origin: Origin) -> String {
        match origin {
            Origin::Default => "default".to_owned(),
            Origin::Line(line) => format!("{}:{line}", self.file.as_deref().unwrap_or_default()),
            Origin::Variable(name) | Origin::Option(name) => name.to_owned(),
        }
    }
}

/// Finds out what is in force.
///
/// # Errors
/// Fails if the command line names a theme that does not exist.
pub(super) fn resolve(
    look: &LookArgs,
    variable: impl Fn(&str) -> Option<String>,
    source: &Source,
) -> Result<Settings, Failure> {
    let read = read::read(source);
    let theme = match (&look.theme, variable("NO_COLOR")) {
        (Some(_), _) => Setting { value: render::theme(look)?, origin: Origin::Option("--theme") },
        (None, Some(_)) => Setting { value: ThemeName::Mono, origin: Origin::Variable("NO_COLOR") },
        (None, None) => Setting::said(read.theme, ThemeName::default()),
    };
    let ascii = if look.ascii {
        Setting { value: true, origin: Origin::Option("--ascii") }
    } else if let Some(name) = plain_because_of(&variable) {
        Setting { value: true, origin: Origin::Variable(name) }
    } else {
        Setting::said(read.ascii, false)
    };
    let links = Setting::said(read.links, Links::default());
    let file = source.path.rsplit('/').next().filter(|name| !name.is_empty()).map(Clean::new);
    Ok(Settings {
        theme,
        ascii,
        mouse: Setting::said(read.mouse, true),
        sends_links: links.value.are_sent(variable),
        links,
        week_start: Setting::said(read.week_start, Weekday::Mon),
        time_zone: Setting::said(read.time_zone, Zone::UTC),
        country_names: Setting::said(read.country_names, Language::default()),
        keymap: read.keymap,
        bound: read.bound,
        file,
        problems: read.problems,
    })
}

/// Returns the variable by which the terminal cannot be expected to show more than ASCII.
fn plain_because_of(variable: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    if variable("TERM").is_none_or(|term| term == "linux" || term == "dumb") {
        return Some("TERM");
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).map(|value| (name, value.to_ascii_lowercase())));
    match locale {
        Some((_, value)) if value.contains("utf-8") || value.contains("utf8") => None,
        Some((name, _)) => Some(name),
        None => Some("LANG"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(wish: &LookArgs, variables: &[(&str, &str)], text: &str) -> Settings {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let source =
            Source { path: Clean::new("/x/config.ron"), text: text.to_owned(), error: None };
        resolve(wish, variable, &source).unwrap()
    }

    fn origins(settings: &Settings) -> (String, String) {
        (settings.told(settings.theme.origin), settings.told(settings.ascii.origin))
    }

    #[track_caller]
    fn check(variables: &[(&str, &str)], theme: ThemeName, ascii: bool) {
        let wish = LookArgs { theme: None, ascii: false };
        let look = resolved(&wish, variables, "").look();
        assert_eq!(look, Look::new(theme, ascii), "{variables:?}");
    }

    #[test]
    fn looks_as_the_terminal_can() {
        let (xterm, utf8) = (("TERM", "xterm-256color"), ("LANG", "en_US.UTF-8"));
        check(&[xterm, utf8], ThemeName::Terminal, false);
        check(&[xterm, utf8, ("NO_COLOR", "1")], ThemeName::Mono, false);
        check(&[xterm, ("LC_CTYPE", "C.utf8")], ThemeName::Terminal, false);
        check(&[xterm, ("LANG", "de_DE.UTF-8@euro")], ThemeName::Terminal, false);
        check(&[xterm, utf8, ("LC_ALL", "C")], ThemeName::Terminal, true);
        check(&[xterm, utf8, ("LC_CTYPE", "fr_FR.ISO-8859-1")], ThemeName::Terminal, true);
        check(&[xterm], ThemeName::Terminal, true);
        check(&[utf8], ThemeName::Terminal, true);
        check(&[("TERM", "linux"), utf8], ThemeName::Terminal, true);
        check(&[("TERM", "dumb"), utf8], ThemeName::Terminal, true);
    }

    #[test]
    fn does_what_was_asked_for_whatever_the_environment_and_the_file_say() {
        let wish = LookArgs { theme: Some("dark".to_owned()), ascii: true };
        let text = r#"Config(theme: "light", glyphs: "unicode")"#;
        let variables = [("TERM", "xterm"), ("LANG", "en_US.UTF-8"), ("NO_COLOR", "1")];
        let settings = resolved(&wish, &variables, text);
        assert_eq!(settings.look(), Look::new(ThemeName::Dark, true));
        assert_eq!(origins(&settings), ("--theme".into(), "--ascii".into()));
    }

    #[test]
    fn lets_the_environment_win_over_the_file_and_that_over_what_is_usual() {
        let wish = LookArgs { theme: None, ascii: false };
        let text = "Config(\ntheme: \"light\",\nglyphs: \"unicode\")";
        let plain = [("TERM", "xterm"), ("LC_ALL", "C"), ("NO_COLOR", "1")];
        let settings = resolved(&wish, &plain, text);
        assert_eq!(settings.look(), Look::new(ThemeName::Mono, true));
        assert_eq!(origins(&settings), ("NO_COLOR".into(), "LC_ALL".into()));
        let able = [("TERM", "xterm"), ("LANG", "C.UTF-8")];
        let settings = resolved(&wish, &able, text);
        assert_eq!(settings.look(), Look::new(ThemeName::Light, false));
        assert_eq!(origins(&settings), ("config.ron:2".into(), "config.ron:3".into()));
        let settings = resolved(&wish, &able, "");
        assert_eq!(origins(&settings), ("default".into(), "default".into()));
    }
}
