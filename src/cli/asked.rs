//! From a query on the command line to the events that it asks for, and what is said of its mistakes.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    sync::Arc,
};

use unicode_width::UnicodeWidthStr;

use super::{
    arguments::{Files, StateArgs},
    cache,
    data::Wish,
    failure::{Failure, Kind},
    input, locked, output,
    state::{self, State},
};
use crate::{
    domain::{Clean, EventKey, Fingerprint},
    engine::{Engine, Memory},
    question::{
        About, Filter, Own,
        language::{self, Mistake},
    },
};

/// The widest query that is shown with its mistake: a longer one is cut around it.
const WIDEST: usize = 72;

/// Reads the query; without one, every event is wanted. What may have been meant otherwise is told on `err`.
///
/// # Errors
/// Shows the first mistake, with its place.
pub(super) fn filter(query: Option<&str>, err: &mut dyn Write) -> Result<Filter, Failure> {
    let text = query.unwrap_or_default();
    let query = language::read(text);
    for note in &query.notes {
        let said = format!("-q: `{}`: {}", &text[note.range.clone()], note.message);
        output::notice_to(err, &said);
    }
    query.finished().map_err(|mistake| refused(text, &mistake))
}

/// Some data, and what is asked of it.
pub(super) struct Asked {
    pub(super) memory: Arc<Memory>,
    pub(super) filter: Filter,
    pub(super) own: Own,
}

impl Asked {
    /// Reads the query and the data, and tells what the person should know of both.
    ///
    /// # Errors
    /// Fails if the query is wrong or the data cannot be read.
    pub(super) fn read(query: Option<&str>, files: &Files) -> Result<Self, Failure> {
        let err = &mut io::stderr();
        let filter = filter(query, err)?;
        let names = &files.files;
        let cache = cache::folder(&files.cache, locked::whereabouts);
        let memory = Wish { cache, ..Wish::default() }.open(names)?;
        let About { problems, fingerprint, .. } = *memory.about();
        input::warn(problems, names);
        tell_unmatched(&memory, &filter, err);
        let is_personal = filter.asks_for_own();
        let own = if is_personal { kept(&memory, fingerprint, names) } else { Own::default() };
        Ok(Self { memory, filter, own })
    }

    /// Reads the query of somebody of whom nothing is kept, for data that is open.
    ///
    /// # Errors
    /// Fails if the query is wrong.
    #[cfg(feature = "ssh")]
    pub(super) fn by_guest(
        query: Option<&str>,
        memory: &Arc<Memory>,
        err: &mut dyn Write,
    ) -> Result<Self, Failure> {
        let filter = filter(query, err)?;
        tell_unmatched(memory, &filter, err);
        Ok(Self { memory: Arc::clone(memory), filter, own: Own::default() })
    }

    /// Returns the events that pass, in the order of the screen.
    pub(super) fn events(&self) -> Vec<EventKey> {
        self.memory.matching(&self.filter, &self.own)
    }

    /// Tells that no event passes, where there are events.
    pub(super) fn tell_none(&self, err: &mut dyn Write) {
        match self.memory.about().total {
            0 => {}
            1 => output::notice_to(err, "the only event does not pass"),
            total => output::notice_to(err, &format!("0 of {total} events pass")),
        }
    }
}

/// Tells which values of a query nothing in the data has.
fn tell_unmatched(memory: &Memory, filter: &Filter, err: &mut dyn Write) {
    for unmatched in memory.unmatched(filter) {
        output::notice_to(err, &unmatched.to_string());
    }
}

/// Returns which events the person has marked or noted in the explorer.
fn kept(memory: &Memory, fingerprint: Fingerprint, names: &[String]) -> Own {
    let usual = StateArgs { state_dir: None, no_state: false };
    let folder = state::folder(&usual, locked::whereabouts);
    let (notebook, told) = State::new(folder.as_deref(), fingerprint, names).load();
    if let Some(told) = told {
        output::notice(&told);
    }
    let keys = |ids: BTreeSet<Clean>| {
        Arc::new(memory.known(&ids).into_iter().map(|known| known.key).collect())
    };
    Own { noted: keys(notebook.notes.into_keys().collect()), marked: keys(notebook.marks) }
}

fn refused(text: &str, mistake: &Mistake) -> Failure {
    let (line, marks) = marked(text, mistake);
    let failure = Failure::new(Kind::Usage, format!("-q: {}", mistake.message));
    let failure = failure.hint(format!("  {line}")).hint(format!("  {marks}"));
    match &mistake.help {
        Some(help) => failure.hint(help.clone()),
        None => failure,
    }
}

/// Returns the query and a line of carets below what is wrong in it.
fn marked(text: &str, mistake: &Mistake) -> (String, String) {
    let clean = |part: &str| {
        part.chars().map(|c| Clean::new(&c.to_string()).to_string()).collect::<String>()
    };
    let before = clean(&text[..mistake.range.start]);
    let wrong = clean(&text[mistake.range.clone()]);
    let after = clean(&text[mistake.range.end..]);
    let mut before = before.as_str();
    let mut cut = "";
    while before.width() > WIDEST / 2 {
        let mut letters = before.chars();
        letters.next();
        (before, cut) = (letters.as_str(), "...");
    }
    let shorten = |part: &str| part.chars().take(WIDEST / 2).collect::<String>();
    let (wrong, after) = (shorten(&wrong), shorten(&after));
    let marks = "^".repeat(wrong.width().max(1));
    let indent = " ".repeat(cut.len() + before.width());
    (format!("{cut}{before}{wrong}{after}"), format!("{indent}{marks}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, line: &str, marks: &str) {
        let mistake = language::read(text).finished().unwrap_err();
        assert_eq!(marked(text, &mistake), (line.to_owned(), marks.to_owned()));
    }

    #[test]
    fn shows_where_a_query_is_wrong() {
        check("a contry:MLI", "a contry:MLI", "  ^^^^^^^");
        check("Goïta country:日本国?", "Goïta country:日本国?", "              ^^^^^^^");
        check("a or", "a or", "  ^^");
        check("a\u{1b} (b", "a\u{241b} (b", "   ^");
        let long = format!("{} kind:", "word ".repeat(30));
        let (line, marks) = marked(&long, &language::read(&long).finished().unwrap_err());
        assert!(
            line.starts_with("...") && line.ends_with("kind:") && line.len() < WIDEST,
            "{line}"
        );
        assert_eq!(marks.find('^'), line.find("kind:"));
    }
}
