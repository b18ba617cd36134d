//! `dateline complete`: what could be typed next, for the script of `dateline completions`.
//!
//! Subcommands, options and their fixed values are in the script itself; asked here is what the script cannot
//! know: fields and values inside of a query, the names of embedded datasets, themes. One candidate a line,
//! behind a tab what it is. A position that is not known here exits with 1, and the script goes on by itself.

mod position;
mod typed;

use std::{cell::LazyCell, env, fmt::Write, fs, process::ExitCode, sync::Arc};

use self::{
    position::{Position, Wanted as At},
    typed::Typed,
};
use super::{
    arguments::{CacheArgs, Complete},
    cache,
    data::Wish,
    locked, output,
};
use crate::{
    domain::Clean,
    engine::Memory,
    picture::Format,
    question::{
        Own,
        language::{self, Completion, NAMES, Wanted},
    },
    store::builtin,
    ui::ThemeName,
};

/// The exit code for a position that the script completes by itself.
const NOT_HERE: u8 = 1;

/// Something that could stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    /// The byte of the value from which it stands.
    start: usize,
    insert: String,
    about: String,
}

/// Prints what could be typed next.
pub(super) fn run(command: &Complete) -> ExitCode {
    let words = command.words.iter().map(|word| Typed::new(&word.to_string_lossy(), command.shell));
    let mut words: Vec<_> = words.collect();
    let last = words.pop().unwrap_or_default();
    let before: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
    let position = position::find(&before, &last.text);
    let Some(candidates) = candidates(&position, &last.text[position.start..]) else {
        return ExitCode::from(NOT_HERE);
    };
    let mut lines = String::new();
    for Candidate { start, insert, about } in candidates {
        let value = position.start..position.start + start;
        let word = last.completed(value, &insert, command.shell, &command.breaks);
        // What was typed is repeated, and nothing of it may act on a terminal or stand for two lines.
        if *Clean::new(&word) == *word {
            let _ = writeln!(lines, "{word}\t{}", Clean::new(&about));
        }
    }
    // The person is in the middle of a line: nothing is said of a shell that no longer listens.
    let _ = output::print(lines.as_bytes());
    ExitCode::SUCCESS
}

/// Returns what could stand at a position; `None` if that is not known here.
fn candidates(position: &Position, typed: &str) -> Option<Vec<Candidate>> {
    let words = |known: &mut dyn Iterator<Item = (String, &str)>| {
        let known = known.filter(|(word, _)| word.starts_with(typed));
        let candidate = |(insert, about): (String, &str)| {
            let about = about.to_owned();
            Candidate { start: 0, insert, about }
        };
        Some(known.map(candidate).collect())
    };
    match &position.wanted {
        At::Value("query") => {
            let memory = LazyCell::new(|| memory(&position.files));
            Some(query(typed, &|| memory.as_deref()))
        }
        At::Value("of") => {
            words(&mut NAMES.iter().map(|(name, _, about)| ((*name).into(), *about)))
        }
        At::Value("theme") => words(&mut ThemeName::ALL.iter().map(|t| (t.name().into(), ""))),
        At::Value("format") if position.command == "render" => {
            words(&mut Format::ALL.iter().map(|format| (format.name().into(), "")))
        }
        At::File if typed.starts_with('@') => {
            words(&mut builtin::ALL.iter().map(|known| (format!("@{}", known.name), known.title)))
        }
        At::Value(_) | At::File | At::Other => None,
    }
}

/// Reads the data of a command line, quietly; `None` if it cannot be read.
fn memory(files: &[String]) -> Option<Arc<Memory>> {
    // Nobody has typed into standard input or a pipe yet, and to wait for it would stop the shell.
    let is_at_hand = |name: &String| {
        name.starts_with('@') || fs::metadata(name).is_ok_and(|known| known.is_file())
    };
    let names: Vec<_> = files.iter().map(|name| at_home(name)).collect();
    let at_hand: Vec<_> = names.iter().filter(|name| is_at_hand(name)).cloned().collect();
    if at_hand.is_empty() && !names.is_empty() {
        return None;
    }
    Wish { cache: cache::folder(&CacheArgs::default(), locked::whereabouts), ..Wish::default() }
        .open(&at_hand)
        .ok()
}

/// Returns a name with `~/` replaced, as the shell does when the line is run.
fn at_home(name: &str) -> String {
    match (name.strip_prefix("~/"), env::var("HOME")) {
        (Some(rest), Ok(home)) => format!("{home}/{rest}"),
        _ => name.to_owned(),
    }
}

/// Returns what could stand at the end of a query.
fn query<'a>(text: &str, memory: &dyn Fn() -> Option<&'a Memory>) -> Vec<Candidate> {
    let (start, offered) = offered(text, memory);
    let candidates = offered.iter().map(|completion| candidate(start, "", completion));
    let mut candidates: Vec<_> = candidates.collect();
    // A shell ends the word behind the only candidate, but behind a name its values are still to come.
    if let [Completion { insert: name, .. }] = offered.as_slice()
        && name.ends_with(':')
    {
        let (_, values) = self::offered(&format!("{}{name}", &text[..start]), memory);
        candidates.extend(values.iter().map(|completion| candidate(start, name, completion)));
    }
    candidates
}

/// Returns what fits best at the end of a query, and the byte from which it stands.
fn offered<'a>(text: &str, memory: &dyn Fn() -> Option<&'a Memory>) -> (usize, Vec<Completion>) {
    let Some(slot) = language::slot(text, text.len()) else {
        return (text.len(), Vec::new());
    };
    let start = slot.range.start;
    let facet = match slot.wanted {
        Wanted::Value(field) => memory().map(|memory| {
            memory.count(&language::read(&text[..start]).filter, &Own::default(), field)
        }),
        Wanted::Name | Wanted::Word(_) => None,
    };
    let mut offered = language::completions(&slot, |_| facet.as_ref());
    // A shell shortens what was typed to what all candidates have in common.
    let best = offered.iter().map(|completion| completion.fit).min();
    offered.retain(|completion| Some(completion.fit) == best);
    (start, offered)
}

fn candidate(start: usize, name: &str, completion: &Completion) -> Candidate {
    let mut about = completion.about.clone();
    if let Some(count) = completion.count {
        let comma = if about.is_empty() { "" } else { ", " };
        let events = if count == 1 { "event" } else { "events" };
        let _ = write!(about, "{comma}{count} {events}");
    }
    Candidate { start, insert: format!("{name}{}", completion.insert), about }
}
