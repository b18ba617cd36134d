//! Where on a command line the cursor stands, by what the subcommands and their options are.

use clap::{Arg, Command, CommandFactory};

use crate::cli::arguments::Arguments;

/// Where the cursor stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// The name of the subcommand, or of the program.
    pub(super) command: String,
    /// What is to be completed.
    pub(super) wanted: Wanted,
    /// The byte of the last word at which it begins.
    pub(super) start: usize,
    /// The files that are named so far.
    pub(super) files: Vec<String>,
}

/// What is to be completed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The value of this option.
    Value(&'static str),
    /// A file to read.
    File,
    /// Anything else.
    Other,
}

/// The options whose values are completed.
const OPTIONS: [&str; 4] = ["query", "of", "theme", "format"];

/// Returns what belongs into the last word of a command line.
pub(super) fn find(before: &[&str], last: &str) -> Position {
    let program = Arguments::command();
    let mut command = &program;
    let mut files = Vec::new();
    let mut pending = None;
    let mut is_files_only = false;
    for word in before {
        if pending.take().is_some() {
            continue;
        }
        if is_files_only {
            files.push((*word).to_owned());
        } else if *word == "--" {
            is_files_only = true;
        } else if let Some((option, value)) = option(command, word) {
            pending = option.filter(|_| value.is_none());
        } else {
            match command.find_subcommand(word).filter(|_| files.is_empty()) {
                Some(subcommand) => command = subcommand,
                None => files.push((*word).to_owned()),
            }
        }
    }
    let (wanted, start) = match (pending, option(command, last)) {
        (Some(option), _) => (value_of(option), 0),
        (None, Some((Some(option), Some(value)))) if !is_files_only => (value_of(option), value),
        (None, Some(_)) if !is_files_only => (Wanted::Other, 0),
        _ if command.get_positionals().any(|argument| argument.get_id() == "files") => {
            (Wanted::File, 0)
        }
        _ => (Wanted::Other, 0),
    };
    Position { command: command.get_name().to_owned(), wanted, start, files }
}

/// Returns the option with a value that a word is, if any, and the byte at which its value begins, if that is in the
/// same word; nothing for a word that is no option.
fn option<'a>(command: &'a Command, word: &str) -> Option<(Option<&'a Arg>, Option<usize>)> {
    let takes_value = |option: &&Arg| option.get_action().takes_values();
    if let Some(long) = word.strip_prefix("--") {
        let (name, value) = match long.split_once('=') {
            Some((name, _)) => (name, Some(name.len() + "--=".len())),
            None => (long, None),
        };
        let option = command.get_opts().find(|option| option.get_long() == Some(name));
        return Some((option.filter(takes_value), value));
    }
    let short = word.strip_prefix('-').filter(|letters| !letters.is_empty())?;
    for (n, letter) in short.char_indices() {
        let known = command.get_opts().find(|option| option.get_short() == Some(letter));
        if let Some(option) = known.filter(takes_value) {
            let value = n + letter.len_utf8() + "-".len();
            return Some((Some(option), Some(value).filter(|value| *value < word.len())));
        }
    }
    Some((None, None))
}

fn value_of(option: &Arg) -> Wanted {
    let known = OPTIONS.into_iter().find(|known| option.get_id() == *known);
    known.map_or(Wanted::Other, Wanted::Value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cursor stands at the end of the last word.
    #[track_caller]
    fn check(line: &str, command: &str, wanted: Wanted, start: usize, files: &[&str]) {
        let words: Vec<_> = line.split(' ').collect();
        let (last, before) = words.split_last().unwrap();
        let position = find(before, last);
        let files = files.iter().map(|file| (*file).to_owned()).collect();
        let command = command.to_owned();
        assert_eq!(position, Position { command, wanted, start, files }, "{line}");
    }

    #[test]
    fn knows_what_belongs_at_the_cursor() {
        check("", "dateline", Wanted::File, 0, &[]);
        check("@", "dateline", Wanted::File, 0, &[]);
        check("-q cou", "dateline", Wanted::Value("query"), 0, &[]);
        check("a.ron -q cou", "dateline", Wanted::Value("query"), 0, &["a.ron"]);
        check("list a.ron -q cou", "list", Wanted::Value("query"), 0, &["a.ron"]);
        check("list a.ron --query=cou", "list", Wanted::Value("query"), 8, &["a.ron"]);
        check("list -qcou", "list", Wanted::Value("query"), 2, &[]);
        check("list -q -kind:coup b.ron @", "list", Wanted::File, 0, &["b.ron"]);
        check("list --format json -o out b.ron --", "list", Wanted::Other, 0, &["b.ron"]);
        check("list -- -q @", "list", Wanted::File, 0, &["-q"]);
        check("render --theme l", "render", Wanted::Value("theme"), 0, &[]);
        check("render --ascii --format ", "render", Wanted::Value("format"), 0, &[]);
        check("render --size ", "render", Wanted::Other, 0, &[]);
        check("fields @sahel --of c", "fields", Wanted::Value("of"), 0, &["@sahel"]);
        check("date 20", "date", Wanted::Other, 0, &[]);
        check("list --nonsense x -", "list", Wanted::File, 0, &["x"]);
        // A file may be called as a subcommand is.
        check("a.ron list @", "dateline", Wanted::File, 0, &["a.ron", "list"]);
    }
}
