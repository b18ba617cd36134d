//! From names on the command line to an engine.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    arguments,
    failure::{Failure, Kind},
    output,
};
use crate::{
    app::view::shell_quoted,
    domain::{Clean, Severity, nearest},
    store::{
        self, Loaded, Progress, builtin,
        files::{self, OpenError, Opened},
    },
};

/// The dataset that is opened when none is named.
pub(super) const DEFAULT: &str = "@sahel";
/// The name of standard input.
pub(super) const STDIN: &str = "-";

/// Reads the named datasets; several become one. Mistakes in them are among the problems.
///
/// # Errors
/// Fails if a name leads to no text, or if nothing at all could be read of the texts.
pub(super) fn load(names: &[String], progress: &Progress) -> Result<Loaded, Failure> {
    // All are opened before the first one is read: a name that is mistyped should not cost a minute.
    let opened = open_all(names)?;
    let read = opened.into_iter().map(|opened| read_text(opened, progress));
    usable(store::merge(read.collect()), names)
}

/// Opens all that some names stand for, or the usual dataset if there are none.
///
/// # Errors
/// Fails if a name leads to no text.
pub(super) fn open_all(names: &[String]) -> Result<Vec<Opened>, Failure> {
    read_stdin_once(names)?;
    if names.is_empty() {
        return Ok(vec![open(DEFAULT)?]);
    }
    names.iter().map(|name| open(name)).collect()
}

/// Returns what was read, if that is anything.
///
/// # Errors
/// Says what is wrong if there is no event because of it.
pub(super) fn usable(loaded: Loaded, names: &[String]) -> Result<Loaded, Failure> {
    if loaded.dataset.events.is_empty() && loaded.count(Severity::Error) > 0 {
        return Err(unreadable(&loaded, names));
    }
    Ok(loaded)
}

/// Takes names away that lead to what a name before them leads to, and tells so: nobody wants each event twice.
pub(super) fn forget_repeated(names: &mut Vec<String>) {
    let mut seen: Vec<(PathBuf, String)> = Vec::new();
    names.retain(|name| {
        // Standard input is no file, and an embedded dataset goes by its name.
        let path = match name.as_str() {
            STDIN => return true,
            name if name.starts_with('@') => PathBuf::from(name),
            name => fs::canonicalize(name).unwrap_or_else(|_| PathBuf::from(name)),
        };
        let Some((_, first)) = seen.iter().find(|(known, _)| *known == path) else {
            seen.push((path, name.clone()));
            return true;
        };
        let again = if first == name { "named twice".to_owned() } else { format!("`{first}`") };
        output::notice(&format!("`{name}` is {again}, and read once"));
        false
    });
}

/// Refuses to read standard input twice.
pub(super) fn read_stdin_once(names: &[String]) -> Result<(), Failure> {
    if names.iter().filter(|name| *name == STDIN).count() > 1 {
        let message = "standard input can be read once only";
        return Err(Failure::new(Kind::Usage, message).hint("Name `-` once among the files."));
    }
    Ok(())
}

/// Opens what a name stands for.
///
/// # Errors
/// Fails with a sentence for a person if it leads to no text.
pub(super) fn open(name: &str) -> Result<Opened, Failure> {
    files::open(name).map_err(|error| refused(name, &error))
}

/// Returns why a name leads to no text.
pub(super) fn refused(name: &str, error: &OpenError) -> Failure {
    match error {
        OpenError::NoBuiltin { .. } => no_builtin(name),
        _ if is_about_content(error) => {
            let failure = Failure::new(Kind::Data, error.to_string());
            error.help().into_iter().fold(failure, Failure::hint)
        }
        _ => Failure::new(Kind::Outside, error.to_string()),
    }
}

/// Tells whether the bytes are there and are the trouble.
pub(super) const fn is_about_content(error: &OpenError) -> bool {
    matches!(error, OpenError::Empty { .. } | OpenError::Foreign { .. } | OpenError::NotText { .. })
}

/// Warns of so many problems in the data, and says what lists them.
pub(super) fn warn(problems: usize, names: &[String]) {
    if let Some(warning) = warning(problems, &check_command(names)) {
        output::notice(&warning);
    }
}

/// Returns a warning of so many problems in the data, and the command that lists them.
pub(super) fn warning(problems: usize, command: &str) -> Option<String> {
    let count = match problems {
        0 => return None,
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    };
    Some(format!("{count} in the data; `{command}` lists them"))
}

/// Adds what else a missing file may have been meant for: a subcommand.
pub(super) fn or_subcommand(failure: Failure, names: &[String]) -> Failure {
    let is_missing = |name: &&String| !name.starts_with(['@', '-']) && !Path::new(name).exists();
    let Some(word) = names.first().filter(is_missing).filter(|_| failure.kind() == Kind::Outside)
    else {
        return failure;
    };
    let commands = arguments::subcommands();
    match nearest(word, commands.iter().map(String::as_str)) {
        Some(command) => failure.hint(format!(
            "Is it a command? Then `dateline {command}` is meant, and `dateline --help` lists them all."
        )),
        None => failure,
    }
}

fn read_text(opened: Opened, progress: &Progress) -> Loaded {
    store::read_watched(&opened.name, &Arc::new(opened.text), progress)
}

fn no_builtin(name: &str) -> Failure {
    let names = builtin::ALL.iter().map(|builtin| builtin.name);
    let failure = Failure::new(Kind::Outside, format!("there is no embedded dataset `{name}`"));
    let failure = match nearest(name.trim_start_matches('@'), names.clone()) {
        Some(near) => failure.hint(format!("Did you mean `@{near}`?")),
        None => failure,
    };
    let names: Vec<_> = names.map(|name| format!("`@{name}`")).collect();
    failure.hint(format!("There are {}; for a file of that name write ./{name}", names.join(", ")))
}

fn unreadable(loaded: &Loaded, names: &[String]) -> Failure {
    let first = loaded.problems.iter().find(|problem| problem.severity == Severity::Error);
    let what = first.map_or_else(String::new, |problem| {
        let (file, line, column) = (&problem.file, problem.line, problem.column);
        format!(": {file}:{line}:{column}: {}", problem.message)
    });
    let failure = Failure::new(Kind::Data, format!("no event could be read{what}"));
    let failure = match first.and_then(|problem| problem.help.as_ref()) {
        Some(help) => failure.hint(help.clone()),
        None => failure,
    };
    failure.hint(format!("`{}` tells everything that is wrong.", check_command(names)))
}

/// Returns the command that lists the problems, ready for a shell.
fn check_command(names: &[String]) -> String {
    let mut command = String::from("dateline check");
    if names.is_empty() {
        command.push(' ');
        command.push_str(DEFAULT);
    }
    for name in names {
        command.push(' ');
        command.push_str(&shell_quoted(&Clean::new(name)));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_names_for_a_shell() {
        let names = ["a.ron", "my data.ron", "it's.ron", "@sahel", "-"].map(str::to_owned);
        assert_eq!(
            check_command(&names),
            "dateline check a.ron 'my data.ron' \"it's.ron\" @sahel -"
        );
        assert_eq!(check_command(&[]), "dateline check @sahel");
    }

    #[test]
    fn lets_standard_input_be_read_once() {
        let failure = load(&["-".to_owned(), "-".to_owned()], &Progress::default()).unwrap_err();
        assert_eq!(failure.kind(), Kind::Usage);
    }
}
