//! `dateline`: opens the explorer on the person's terminal.

use std::{env, process::ExitCode};

use chrono::Utc;

use super::{
    arguments::{Check, LookArgs, Open, Telling},
    asked, check,
    failure::{Failure, Kind},
    input, output, render,
    state::{self, State},
};
use crate::{
    app::App,
    domain::Moment,
    engine::Engine,
    runtime::{
        frames::drawn_size,
        local::{self, LocalError},
        session::Session,
    },
    ui::{Look, ThemeName},
};

/// Explores data until the person has had enough.
pub(super) fn run(command: &Open) -> Result<ExitCode, Failure> {
    let look = look(&command.look, variable)?;
    let filter = asked::filter(&command.asked)?;
    let names = &command.data.files;
    let loaded = match input::load(names) {
        Ok(loaded) => loaded,
        Err(failure) if failure.kind() == Kind::Data && can_be_read_again(names) => {
            return check::run(&Check {
                files: names.clone(),
                format: Telling::Human,
                strict: false,
            });
        }
        Err(failure) => return Err(input::or_subcommand(failure, names)),
    };
    let folder = state::folder(&command.state, |name| env::var_os(name));
    let (_, told) = State::new(folder.as_deref(), loaded.fingerprint, names).load();
    let engine = input::engine(loaded);
    // The real size is told with the first frame.
    let size = drawn_size(0, 0);
    let now = Moment(Utc::now().timestamp());
    let app = App::new(engine.about().clone(), (size.width, size.height), now).with_filter(filter);
    let mouse = app.listens_to_mouse();
    let ending = local::run(&mut Session::new(app, engine, look), mouse);
    let ending = ending.map_err(|error| no_screen(&error))?;
    // On the screen that the person has back; told before, it would be hidden behind the explorer.
    if let Some(told) = told {
        output::notice(&told);
    }
    Ok(ending.exit_code())
}

/// Tells whether the names lead to the same texts once more, so that all that is wrong in them can be shown.
fn can_be_read_again(names: &[String]) -> bool {
    !names.is_empty() && names.iter().all(|name| name != input::STDIN)
}

/// Returns how it is to look, by what was asked for and by what the terminal is said to be.
fn look(wish: &LookArgs, variable: impl Fn(&str) -> Option<String>) -> Result<Look, Failure> {
    let theme = match wish.theme {
        None if variable("NO_COLOR").is_some() => ThemeName::Mono,
        _ => render::theme(wish)?,
    };
    let is_plain = wish.ascii || !shows_unicode(&variable);
    Ok(Look::new(theme, is_plain))
}

/// Tells whether the terminal can be expected to show more than ASCII.
fn shows_unicode(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_able = variable("TERM").is_some_and(|term| term != "linux" && term != "dumb");
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let is_utf8 = |locale: String| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    };
    is_able && locale.is_some_and(is_utf8)
}

/// Returns a variable of the environment; an empty one counts as none.
fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

fn no_screen(error: &LocalError) -> Failure {
    let message = error.to_string();
    match error {
        LocalError::OutputElsewhere => Failure::new(Kind::Usage, message)
            .hint("`dateline list` prints the events, `dateline render` draws a screen."),
        LocalError::NoControllingTerminal(_) => Failure::new(Kind::Usage, message).hint(
            "Run it in a terminal; without one, `dateline list` prints the events and `dateline render` draws a screen.",
        ),
        LocalError::Refused(_) | LocalError::Deaf(_) | LocalError::Write(_) => {
            Failure::new(Kind::Outside, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)], theme: ThemeName, ascii: bool) {
        let wish = LookArgs { theme: None, ascii: false };
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let look = look(&wish, variable).unwrap();
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
    fn does_what_was_asked_for_whatever_the_environment_says() {
        let wish = LookArgs { theme: Some("dark".to_owned()), ascii: true };
        let variable = |name: &str| (name != "LC_ALL").then(|| "en_US.UTF-8".to_owned());
        let look = look(&wish, variable).unwrap();
        assert_eq!(look, Look::new(ThemeName::Dark, true));
    }
}
