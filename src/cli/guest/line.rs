//! From the line that a guest typed to what it asks for.

use std::{io, path::Path};

use super::{
    arguments::{self, Command},
    words::{self, Word},
};
use crate::{
    cli::{
        arguments::{ViewArgs, with_dates_last},
        failure::{self, Failure, Kind},
        start::Start,
    },
    domain::{Notebook, nearest},
    engine::{Engine, Memory},
};

/// The longest line that is read, in bytes.
const LONGEST: usize = 4096;
/// The name of the program, with which a copied link begins.
const PROGRAM: &str = "dateline";

/// What a line asks for.
#[derive(Debug)]
pub(in crate::cli) enum Line {
    /// An answer as text.
    Answer(Request),
    /// The explorer, with this on the screen; all of it can be understood.
    Open(ViewArgs),
}

/// What is answered with text.
#[derive(Debug)]
pub(in crate::cli) enum Request {
    /// A question.
    Command(Box<Command>),
    /// Help or the version.
    Help(String),
    /// Something that cannot be understood, and why.
    Mistake(String),
}

/// Tells what a line asks of some data.
pub(super) fn read(line: &str, memory: &Memory) -> Line {
    let failed = |failure: &Failure| Line::Answer(Request::Mistake(failure.text()));
    let words = match split(line) {
        Ok(words) => words,
        Err(failure) => return failed(&failure),
    };
    let files: Vec<&str> = memory.about().files.iter().map(|name| name.as_str()).collect();
    let words = without_link(words, &files);
    let first = words.first().map(|word| word.text.clone()).unwrap_or_default();
    let arguments = match arguments::parse(&sorted(words)) {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            let text = failure::usage_text(&error) + &meant(&first);
            return Line::Answer(Request::Mistake(text));
        }
        Err(help) => return Line::Answer(Request::Help(failure::usage_text(&help))),
    };
    if let Some(command) = arguments.command {
        return Line::Answer(Request::Command(Box::new(command)));
    }
    // What is told beside the answer is told when it opens.
    match Start::new(&arguments.start, memory, &Notebook::default(), &mut io::sink()) {
        Ok(_) => Line::Open(arguments.start),
        Err(failure) => failed(&failure),
    }
}

/// Asks whether another command was meant by a first word that is none.
fn meant(first: &str) -> String {
    let names = arguments::names();
    let near = nearest(first, names.iter().map(String::as_str)).filter(|near| *near != first);
    near.map(|near| format!("  Is `{near}` meant?\n")).unwrap_or_default()
}

fn split(line: &str) -> Result<Vec<Word<'_>>, Failure> {
    if line.len() > LONGEST {
        let message =
            format!("a line has at most {LONGEST} bytes here, and this one {}", line.len());
        return Err(Failure::new(Kind::Usage, message));
    }
    words::split(line).ok_or_else(|| {
        Failure::new(Kind::Usage, "a quote is never closed")
            .hint("A quote that is meant as a letter stands in other quotes, or behind a \\.")
    })
}

/// Takes away the beginning of a link that was copied in the explorer: `dateline FILE`.
fn without_link<'a>(words: Vec<Word<'a>>, files: &[&str]) -> Vec<Word<'a>> {
    if words.first().is_none_or(|word| word.text != PROGRAM) {
        return words;
    }
    let is_file = |word: &Word<'_>| {
        let name = word.text.as_str();
        let path = Path::new(name);
        let is_served = path.file_name().is_some_and(|last| files.iter().any(|file| last == *file));
        let is_path = name.contains('/') || path.extension().is_some_and(|ending| ending == "ron");
        is_served || is_path || name.starts_with('@') || name == "-"
    };
    words.into_iter().skip(1).skip_while(is_file).collect()
}

/// Tells whether a word is a minus and a single letter: an option, for nobody leaves out every event with that letter.
fn is_short(word: &str) -> bool {
    matches!(word.as_bytes(), [b'-', letter] if letter.is_ascii_alphabetic())
}

/// Returns arguments as clap reads them: what is no option and no value of one is the query.
fn sorted(words: Vec<Word<'_>>) -> Vec<String> {
    let program = || PROGRAM.to_owned();
    let all = arguments::command();
    let first = words.first().map(|word| word.text.clone()).unwrap_or_default();
    let chosen = all.find_subcommand(&first).unwrap_or(&all);
    if first == "help" || !chosen.get_arguments().any(|argument| argument.get_id() == "query") {
        let texts = words.into_iter().map(|word| word.text.into());
        let texts = with_dates_last([program().into()].into_iter().chain(texts));
        return texts.into_iter().map(|text| text.to_string_lossy().into_owned()).collect();
    }
    let takes_value = |option: &str| {
        let is_it = |argument: &&clap::Arg| argument.get_long() == Some(option);
        chosen.get_arguments().find(is_it).is_some_and(|arg| arg.get_action().takes_values())
    };
    let mut words = words.into_iter();
    let mut arguments = vec![program()];
    if chosen.get_name() == first {
        arguments.extend(words.next().map(|word| word.text));
    }
    let mut asked = Vec::new();
    while let Some(word) = words.next() {
        match word.text.as_str() {
            "--" => asked.extend(words.by_ref()),
            "-q" | "--query" => match words.next() {
                Some(value) => asked.push(value),
                None => arguments.push(word.text),
            },
            option if is_short(option) => arguments.push(word.text),
            option if option.starts_with("--query=") => asked.push(word.after("--query=")),
            option if option.starts_with("--") => {
                let value = if takes_value(&option[2..]) { words.next() } else { None };
                arguments.push(word.text);
                arguments.extend(value.map(|value| value.text));
            }
            // A minus before a word leaves out what it finds.
            _ => asked.push(word),
        }
    }
    arguments.extend(words::query(&asked).map(|query| format!("--query={query}")));
    arguments
}
