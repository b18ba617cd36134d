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
    let mut unusable = Vec::new();
    let mut opened = Vec::new();
    for name in &command.files {
        // One file that cannot be used is no reason to be silent about the others.
        match files::open(name) {
            Ok(file) => opened.push(file),
            Err(error) if input::is_about_content(&error) => unusable.push(no_text(name, &error)),
            Err(error) => outside = Some(input::refused(name, &error).report()),
        }
    }
    let mut loaded = read(&opened);
    loaded.problems.splice(0..0, unusable);
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

    /// Tells whether something could not be read.
    #[cfg(feature = "ssh")]
    pub(super) fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
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

/// Makes a problem of a file that holds no text, so that it is told like all others.
fn no_text(name: &str, error: &OpenError) -> Problem {
    let (line, column) = match error {
        OpenError::NotText { line, column, .. } => (*line, *column),
        _ => (1, 1),
    };
    Problem {
        code: codes::NOT_A_DATASET.id,
        severity: codes::NOT_A_DATASET.severity,
        file: Arc::from(Clean::new(name).as_str()),
        bytes: 0..0,
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
        message: error.to_string(),
        help: None,
        fix: None,
    }
}
