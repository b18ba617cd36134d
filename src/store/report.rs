//! What `check` says: problems as a compiler shows them, as JSON lines, and the sum of it all.
//!
//! Nothing here prints. Every text of the file passes [`Clean`] on its way out, and only the line of a
//! problem is looked at, however long the file is.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};
use serde::Serialize;

use super::{Loaded, findings::counted};
use crate::domain::{Clean, Problem, Severity};

/// The most characters that are shown before the place of a problem.
const MOST_BEFORE: usize = 60;
/// The most characters that are shown from the place of a problem on.
const MOST_FROM: usize = 60;
/// The width that lines are laid out for.
const WIDTH: usize = 140;

/// Shows a problem with its line, as `rustc` does; `text` is that of its file.
#[must_use]
pub fn human(problem: &Problem, text: &str, is_colourful: bool) -> String {
    let excerpt = Excerpt::of(problem, text);
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = Clean::new(&problem.message);
    let file = Clean::new(&problem.file);
    let snippet = Snippet::source(excerpt.line.as_str())
        .line_start(problem.line as usize)
        .path(file.as_str())
        .annotation(AnnotationKind::Primary.span(excerpt.marked.clone()));
    let mut group = level.primary_title(message.as_str()).id(problem.code).element(snippet);
    let help = problem.help.as_deref().map(Clean::new);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if is_colourful { Renderer::styled() } else { Renderer::plain() };
    let shown = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&[group]);
    // The renderer counts columns in the line that it is given, which may be cut.
    let cut = excerpt.line[..excerpt.marked.start].chars().count() + 1;
    let place = |column: usize| format!("{file}:{}:{column}", problem.line);
    match shown.split_once('\n') {
        Some((title, rest)) => {
            format!("{title}\n{}", rest.replacen(&place(cut), &place(problem.column as usize), 1))
        }
        None => shown,
    }
}

/// The line of a problem, cut to what can be shown.
struct Excerpt {
    line: String,
    /// The bytes of `line` that the problem is about.
    marked: std::ops::Range<usize>,
}

impl Excerpt {
    fn of(problem: &Problem, text: &str) -> Self {
        let start = boundary(text, problem.bytes.start);
        let end = boundary(text, problem.bytes.end).max(start);
        let before = last_chars(&text[..start], MOST_BEFORE);
        let before_line = before.rsplit_once('\n').map(|(_, line)| line);
        let is_cut_before = before_line.is_none() && before.len() < start;
        let from = first_chars(&text[start..], MOST_FROM);
        let from_line = from.split_once('\n').map(|(line, _)| line.trim_end_matches('\r'));
        let is_cut_behind = from_line.is_none() && start + from.len() < text.len();
        let from_line = from_line.unwrap_or(from);
        let (marked, behind) = from_line.split_at(boundary(from_line, end - start));

        let mut line = String::from(if is_cut_before { "…" } else { "" });
        line.push_str(&Clean::new(before_line.unwrap_or(before)));
        let first = line.len();
        line.push_str(&Clean::new(marked));
        let last = line.len();
        line.push_str(&Clean::new(behind));
        if is_cut_behind {
            line.push('…');
        }
        Self { line, marked: first..last }
    }
}

/// Returns the nearest place at or before a byte where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn first_chars(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

fn last_chars(text: &str, most: usize) -> &str {
    text.char_indices().rev().nth(most - 1).map_or(text, |(at, _)| &text[at..])
}

/// Returns a problem as one line of JSON.
#[must_use]
pub fn json(problem: &Problem) -> String {
    #[derive(Serialize)]
    struct Record<'a> {
        file: &'a str,
        line: u32,
        column: u32,
        severity: &'static str,
        code: &'static str,
        message: &'a str,
        help: Option<&'a str>,
    }
    let record = Record {
        file: &problem.file,
        line: problem.line,
        column: problem.column,
        severity: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: problem.code,
        message: &problem.message,
        help: problem.help.as_deref(),
    };
    serde_json::to_string(&record).unwrap_or_default()
}

/// Returns the sum of it all: "3 errors, 2 warnings in 22 events; 1 character neutralised".
#[must_use]
pub fn summary(loaded: &Loaded) -> String {
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning")];
    let counts = kinds.map(|(severity, name)| (loaded.count(severity), name));
    let some: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, name)| counted(*n, name)).collect();
    let problems = if some.is_empty() { "no problems".into() } else { some.join(", ") };
    let events = counted(loaded.dataset.events.len(), "event");
    let neutralised = match loaded.neutralised {
        0 => String::new(),
        n => format!("; {} neutralised", counted(n, "character")),
    };
    format!("{problems} in {events}{neutralised}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{merge, read};

    fn problem(text: &str, code: &str) -> Problem {
        let problems = read("f.ron", text).problems;
        problems.into_iter().find(|problem| problem.code == code).unwrap()
    }

    const COUNTRY: &str = "Dataset(events: [\n\tEvent(id: \"a\", date: \"2025\", title: \"é\", countries: [\"Mail\"]),\n])";

    #[test]
    fn shows_the_line_and_the_place() {
        let shown = human(&problem(COUNTRY, "DL0103"), COUNTRY, false);
        insta::assert_snapshot!(shown, @r#"
        error[DL0103]: unknown country `Mail`
         --> f.ron:2:55
          |
        2 |  Event(id: "a", date: "2025", title: "é", countries: ["Mail"]),
          |                                                       ^^^^^^
          |
          = help: did you mean `Mali`?
        "#);
    }

    #[test]
    fn colours_on_demand_only() {
        let problem = problem(COUNTRY, "DL0103");
        assert!(human(&problem, COUNTRY, true).contains("\x1b["));
        assert!(!human(&problem, COUNTRY, false).contains('\x1b'));
    }

    #[test]
    fn cuts_long_lines_around_the_place() {
        let text = format!(
            "Dataset(about: \"{}\", events: [Event(id: \"a\", date: \"2025-13\", title: \"t\", summary: \"{}\")])",
            "x".repeat(5000),
            "y".repeat(5000)
        );
        let shown = human(&problem(&text, "DL0101"), &text, false);
        insta::assert_snapshot!(shown, @r#"
        error[DL0101]: `2025-13` is no date: there is no month 13; months are 01 to 12, and 21 to 41 are seasons, quarters and other parts of a year
         --> f.ron:1:5056
          |
        1 | …xxxxxxxxxxxxxxxxxxxxx", events: [Event(id: "a", date: "2025-13", title: "t", summary: "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
          |                                                              ^
          |
          = help: shown as undated; dates are EDTF: 2025, 2025-05, 2025-05-12, 2025-01/2025-08
        "#);
    }

    #[test]
    fn lets_nothing_of_the_file_act() {
        let text = "Dataset(\x1b[31m\u{202e}: \x1b]0;pwn\x07)";
        let loaded = read("f\x1b[2J.ron", text);
        assert!(!loaded.problems.is_empty());
        for problem in &loaded.problems {
            let shown = human(problem, text, false) + &json(problem);
            assert!(
                !shown.contains(|c: char| c != '\n' && (c.is_control() || c == '\u{202e}')),
                "{shown:?}"
            );
        }
    }

    #[test]
    fn writes_one_json_object_a_line() {
        let line = json(&problem(COUNTRY, "DL0103"));
        insta::assert_snapshot!(line, @r#"{"file":"f.ron","line":2,"column":55,"severity":"error","code":"DL0103","message":"unknown country `Mail`","help":"did you mean `Mali`?"}"#);
    }

    #[test]
    fn sums_up() {
        assert_eq!(summary(&read("f", "Dataset()")), "no problems in 0 events");
        let text = COUNTRY.replace("é", "\u{200b}");
        assert_eq!(
            summary(&read("f", &text)),
            "1 error, 2 warnings in 1 event; 1 character neutralised"
        );
        assert_eq!(summary(&merge(vec![])), "no problems in 0 events");
    }
}
