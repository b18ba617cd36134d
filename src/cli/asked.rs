//! From a query on the command line to a filter, and what is said of its mistakes.

use unicode_width::UnicodeWidthStr;

use super::{
    failure::{Failure, Kind},
    output,
};
use crate::{
    domain::Clean,
    engine::Memory,
    question::{
        Filter,
        language::{self, Mistake},
    },
};

/// The widest query that is shown with its mistake: a longer one is cut around it.
const WIDEST: usize = 72;

/// Reads the query; without one, every event is wanted.
///
/// # Errors
/// Shows the first mistake, with its place.
pub(super) fn filter(query: Option<&str>) -> Result<Filter, Failure> {
    let text = query.unwrap_or_default();
    let query = language::read(text);
    for note in &query.notes {
        output::notice(&format!("-q: `{}`: {}", &text[note.range.clone()], note.message));
    }
    query.finished().map_err(|mistake| refused(text, &mistake))
}

/// Says of the values that nothing in the data has that this is so.
pub(super) fn tell_unmatched(memory: &Memory, filter: &Filter) {
    for unmatched in memory.unmatched(filter) {
        output::notice(&unmatched.to_string());
    }
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
