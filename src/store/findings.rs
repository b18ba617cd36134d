//! Collects the problems of one file while it is read, and gives them their lines at the end.

use std::{ops::Range, sync::Arc};

use super::codes::{self, Code};
use crate::domain::{Clean, Problem, Severity, nearest};

/// The most problems that are kept; more of them are counted only.
const MOST: usize = 10_000;
/// The most suggestions that are looked for: each is compared with all that could be meant.
const MOST_SUGGESTIONS: usize = 200;
/// The most texts that a misspelt one is compared with.
const MOST_CANDIDATES: usize = 20_000;
/// The most characters of the file that a message repeats.
const LONGEST_QUOTE: usize = 60;

/// The problems of one file.
#[derive(Debug)]
pub struct Findings {
    file: Arc<str>,
    problems: Vec<Problem>,
    beyond: usize,
    has_errors_beyond: bool,
    suggestions: usize,
}

impl Findings {
    /// Starts with none.
    #[must_use]
    pub fn new(file: &str) -> Self {
        Self {
            file: Clean::new(file).as_str().into(),
            problems: Vec::new(),
            beyond: 0,
            has_errors_beyond: false,
            suggestions: 0,
        }
    }

    /// Adds a problem.
    pub fn add(
        &mut self,
        code: &Code,
        bytes: Range<usize>,
        message: impl Into<String>,
    ) -> Found<'_> {
        if self.is_full() {
            self.beyond += 1;
            self.has_errors_beyond |= code.severity == Severity::Error;
            return Found(None);
        }
        self.problems.push(Problem {
            code: code.id,
            severity: code.severity,
            file: Arc::clone(&self.file),
            bytes,
            line: 1,
            column: 1,
            message: message.into(),
            help: None,
            fix: None,
        });
        Found(self.problems.last_mut())
    }

    /// Tells whether more problems would only be counted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.problems.len() >= MOST
    }

    /// Counts a search for what was meant, and tells whether it is still worth its time.
    pub fn may_suggest(&mut self) -> bool {
        self.suggestions += 1;
        self.suggestions <= MOST_SUGGESTIONS
    }

    /// Returns what is nearest to a misspelt text, as long as there are not too many of those.
    pub fn suggest<'c>(
        &mut self,
        wanted: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<String> {
        if !self.may_suggest() {
            return None;
        }
        // In order, since the nearest of a hash table's keys would differ from run to run.
        let mut candidates: Vec<&str> = candidates.into_iter().collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates.truncate(MOST_CANDIDATES);
        nearest(wanted, candidates).map(str::to_owned)
    }

    /// Returns the problems in the order of the file, with their lines and columns.
    #[must_use]
    pub fn finish(mut self, text: &str) -> Vec<Problem> {
        if self.beyond > 0 {
            let end = text.len();
            // Data of which only warnings are not listed is as good as with all of them listed.
            let is_bad = self.has_errors_beyond;
            self.problems.push(Problem {
                code: codes::TOO_MANY.id,
                severity: if is_bad { codes::TOO_MANY.severity } else { Severity::Warning },
                file: self.file,
                bytes: end..end,
                line: 1,
                column: 1,
                message: format!("{} more problems are not listed", self.beyond),
                help: Some("mend the first ones and check again".into()),
                fix: None,
            });
        }
        self.problems.sort_by_key(|problem| (problem.bytes.start, problem.bytes.end));
        place_on_lines(text, &mut self.problems);
        self.problems
    }
}

/// A problem that was just added.
#[derive(Debug)]
pub struct Found<'a>(Option<&'a mut Problem>);

impl Found<'_> {
    /// Says what to do about it, unless that has been said.
    pub fn help(self, help: impl Into<String>) {
        if let Some(problem) = self.0
            && problem.help.is_none()
        {
            problem.help = Some(help.into());
        }
    }

    /// Says what to write instead, and gives that as help.
    #[must_use = "the help for when there is no suggestion is still to come"]
    pub fn fix(mut self, suggestion: Option<&str>, written: impl FnOnce(&str) -> String) -> Self {
        if let (Some(problem), Some(suggestion)) = (&mut self.0, suggestion) {
            problem.help = Some(format!("did you mean {}?", quote(suggestion)));
            problem.fix = Some(written(suggestion));
        }
        self
    }
}

/// Gives problems, which are in order, their lines and columns in one walk through the text.
fn place_on_lines(text: &str, problems: &mut [Problem]) {
    let (mut at, mut line, mut column) = (0, 1_u32, 1_u32);
    for problem in problems {
        let inside = (0..=problem.bytes.start.min(text.len())).rev();
        let start = inside.into_iter().find(|n| text.is_char_boundary(*n)).unwrap_or(0).max(at);
        for c in text[at..start].chars() {
            match c {
                '\n' => (line, column) = (line.saturating_add(1), 1),
                '\u{feff}' if line == 1 && column == 1 => {}
                _ => column = column.saturating_add(1),
            }
        }
        at = start;
        (problem.line, problem.column) = (line, column);
    }
}

/// Returns a text of the file as a message repeats it: cleaned, bounded and between backquotes.
#[must_use]
pub fn quote(raw: &str) -> String {
    let mut chars = raw.chars();
    let start: String = chars.by_ref().take(LONGEST_QUOTE).collect();
    let more = if chars.next().is_some() { "…" } else { "" };
    format!("`{}{more}`", Clean::new(&start))
}

/// Returns a text as it is written in a file, in quotes and with escapes where they are needed.
#[must_use]
pub fn in_quotes(text: &str) -> String {
    // Rust's escapes are RON's too.
    format!("{text:?}")
}

/// Returns "1 event", "2 events".
#[must_use]
pub fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let text = "\u{feff}ab\r\nçd\"é";
        let mut findings = Findings::new("f");
        for at in [text.len() - 2, 3, 7, text.len()] {
            findings.add(&codes::SYNTAX, at..at, "x");
        }
        let places: Vec<_> = findings.finish(text).iter().map(|p| (p.line, p.column)).collect();
        assert_eq!(places, [(1, 1), (2, 1), (2, 4), (2, 5)]);
    }

    #[test]
    fn counts_what_it_does_not_keep() {
        let mut findings = Findings::new("f");
        for _ in 0..MOST + 7 {
            findings.add(&codes::SYNTAX, 0..0, "x").help("y");
        }
        let problems = findings.finish("");
        assert_eq!(problems.len(), MOST + 1);
        assert_eq!(problems.last().unwrap().message, "7 more problems are not listed");
    }

    #[test]
    fn is_as_bad_as_what_it_does_not_keep() {
        for (last, expected) in
            [(&codes::NO_SOURCE, Severity::Warning), (&codes::UNCLOSED, Severity::Error)]
        {
            let mut findings = Findings::new("f");
            for code in iter::repeat_n(&codes::NO_SOURCE, MOST + 1).chain([last]) {
                findings.add(code, 0..0, "x");
            }
            assert_eq!(findings.finish("").last().unwrap().severity, expected);
        }
    }

    #[test]
    fn repeats_hostile_text_harmlessly() {
        assert_eq!(quote("a\x1b[31m"), "`a␛[31m`");
        assert_eq!(quote(&"x".repeat(70)).chars().count(), 63);
    }
}
