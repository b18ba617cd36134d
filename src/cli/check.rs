//! `dateline check`: what is wrong with data, as a compiler tells it.

use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
};

use super::{
    arguments::{Check, ReportArgs, Telling},
    failure::{Failure, Kind},
    input,
    output::Output,
};
use crate::{
    domain::{Clean, Problem, Severity},
    store::{
        self, Loaded, codes,
        files::{self, OpenError, Opened},
        report,
    },
};

/// Checks data.
pub(super) fn run(command: &Check) -> Result<ExitCode, Failure> {
    input::read_stdin_once(&command.files)?;
    let mut outside = None;
    let (mut unusable, mut spoilt) = (Vec::new(), Vec::new());
    let mut opened = Vec::new();
    for name in &command.files {
        // One file that cannot be used is no reason to be silent about the others.
        match files::open(name) {
            Ok(file) => opened.push(file),
            Err(error) if input::is_about_content(&error) => {
                let (problem, text) = no_text(name, &error);
                unusable.push(problem);
                spoilt.push(text);
            }
            Err(error) => outside = Some(input::refused(name, &error).report()),
        }
    }
    let mut loaded = read(&opened);
    loaded.problems.splice(0..0, unusable);
    opened.extend(spoilt);
    let report = Report::new(&loaded, opened);
    let code = if outside.is_none() || !report.problems.is_empty() {
        report.answer(&command.report, &mut Output::of_process(None, &mut io::stderr()))?
    } else {
        0
    };
    Ok(outside.unwrap_or(ExitCode::from(code)))
}

/// Reads some texts as one dataset.
pub(super) fn read(opened: &[Opened]) -> Loaded {
    store::merge(opened.iter().map(|file| store::read(&file.name, &file.text)).collect())
}

/// What is wrong with some data, and the texts in which that is shown.
pub(super) struct Report {
    problems: Vec<Problem>,
    summary: String,
    texts: Vec<Opened>,
}

impl Report {
    /// Keeps what was found in some texts.
    pub(super) fn new(loaded: &Loaded, texts: Vec<Opened>) -> Self {
        Self { problems: loaded.problems.clone(), summary: report::summary(loaded), texts }
    }

    /// Tells all of it; returns the exit code.
    pub(super) fn answer(&self, wish: &ReportArgs, output: &mut Output<'_>) -> Result<u8, Failure> {
        let is_coloured = output.is_coloured;
        output.write(|out| self.tell(out, wish.format, is_coloured))?;
        let is_bad = |problem: &Problem| wish.strict || problem.severity == Severity::Error;
        Ok(if self.problems.iter().any(is_bad) { Kind::Data.code() } else { 0 })
    }

    fn tell(&self, out: &mut dyn Write, telling: Telling, is_coloured: bool) -> io::Result<()> {
        for problem in &self.problems {
            match telling {
                Telling::Json => writeln!(out, "{}", report::json(problem))?,
                Telling::Human => {
                    let text = self.text_of(problem);
                    writeln!(out, "{}\n", report::human(problem, text, is_coloured))?;
                }
            }
        }
        match telling {
            Telling::Json => Ok(()),
            Telling::Human => writeln!(out, "{}", self.summary),
        }
    }

    /// Returns the text that a problem is about.
    fn text_of(&self, problem: &Problem) -> &str {
        let is_its_file = |file: &&Opened| *Clean::new(&file.name) == *problem.file;
        self.texts.iter().find(is_its_file).map_or("", |file| &file.text)
    }
}

/// Makes a problem of a file that holds no text, so that it is told like all others, with what can be shown of it.
fn no_text(name: &str, error: &OpenError) -> (Problem, Opened) {
    let (line, column, before, from) = match error {
        OpenError::NotText { line, column, line_before, line_from, .. } => {
            (*line, *column, line_before.as_str(), line_from.as_str())
        }
        _ => (1, 1, "", ""),
    };
    let bytes = before.len()..before.len() + from.chars().next().map_or(0, char::len_utf8);
    let text = Opened { name: name.to_owned(), text: format!("{before}{from}").into() };
    let problem = Problem {
        code: codes::NOT_A_DATASET.id,
        severity: codes::NOT_A_DATASET.severity,
        file: Arc::from(Clean::new(name).as_str()),
        bytes,
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
        message: error.to_string(),
        help: error.help().map(str::to_owned),
        fix: None,
    };
    (problem, text)
}
