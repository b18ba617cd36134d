//! Where the config file is, and its text.

use std::{io::ErrorKind, path::Path};

use crate::{
    cli::{arguments::ConfigArgs, failure::Failure, input},
    domain::Clean,
    store::files::{self, OpenError},
};

/// The text of the config file.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Its path; empty if there is none.
    pub(super) path: Clean,
    /// The text; empty if there is none.
    pub(super) text: String,
    /// Why it has no text, though the file is there.
    pub(super) error: Option<OpenError>,
}

/// Opens the config file: the one that is named, or that of the person's folder if there is one.
///
/// # Errors
/// Fails if a file was named and cannot be used. One that nobody named does not keep anybody from exploring.
pub(super) fn open(
    config: &ConfigArgs,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Source, Failure> {
    let (path, is_named) = match (&config.config, config.no_config) {
        (_, true) => return Ok(Source::default()),
        (Some(path), _) => (path.clone(), true),
        (None, _) => match usual_path(variable) {
            Some(path) => (path, false),
            None => return Ok(Source::default()),
        },
    };
    let clean = Clean::new(&path);
    // Only datasets come from standard input or from inside the program.
    let is_special = path == input::STDIN || path.starts_with('@');
    let opened = files::open(&if is_special { format!("./{path}") } else { path.clone() });
    match opened {
        Ok(opened) => Ok(Source { path: clean, text: opened.text.into_owned(), error: None }),
        // A shell makes the file empty before `dateline config > config.ron` can read it.
        Err(OpenError::Empty { .. }) => Ok(Source { path: clean, ..Source::default() }),
        Err(error) if !is_named && is_absent(&error) => Ok(Source::default()),
        Err(error) if is_named && !input::is_about_content(&error) => {
            Err(input::refused(&path, &error))
        }
        Err(error) => Ok(Source { path: clean, text: String::new(), error: Some(error) }),
    }
}

fn is_absent(error: &OpenError) -> bool {
    match error {
        OpenError::Missing { .. } => true,
        OpenError::Failed { source, .. } => source.kind() == ErrorKind::NotADirectory,
        _ => false,
    }
}

/// Returns where the config file of a person is, by the XDG Base Directory Specification.
fn usual_path(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    // The specification wants relative folders to be ignored.
    let folder = |name: &str| variable(name).filter(|path| Path::new(path).is_absolute());
    let config = folder("XDG_CONFIG_HOME")
        .or_else(|| folder("HOME").map(|home| format!("{}/.config", home.trim_end_matches('/'))))?;
    Some(format!("{}/dateline/config.ron", config.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xdg: Option<&str>, home: Option<&str>, path: Option<&str>) {
        let variable = |name: &str| match name {
            "XDG_CONFIG_HOME" => xdg.map(str::to_owned),
            _ => home.map(str::to_owned),
        };
        assert_eq!(usual_path(variable).as_deref(), path);
    }

    #[test]
    fn looks_where_the_specification_says() {
        check(Some("/c"), Some("/h"), Some("/c/dateline/config.ron"));
        check(None, Some("/h/"), Some("/h/.config/dateline/config.ron"));
        check(Some("relative"), Some("/h"), Some("/h/.config/dateline/config.ron"));
        check(Some("relative"), None, None);
        check(None, None, None);
    }
}
