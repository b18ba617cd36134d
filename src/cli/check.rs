//! `dateline check`: what is wrong with data, as a compiler tells it.

use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
};

use super::{
    arguments::{Check, Telling},
    failure::{Failure, Kind},
    input, output,
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
    let read = opened.iter().map(|file| store::read(&file.name, &file.text)).collect();
    let mut loaded = store::merge(read);
    loaded.problems.splice(0..0, unusable);
    if outside.is_none() || !loaded.problems.is_empty() {
        output::to_stdout(|out| tell(out, command.format, &loaded, &opened))?;
    }
    let warnings = if command.strict { loaded.count(Severity::Warning) } else { 0 };
    let is_wrong = loaded.count(Severity::Error) + warnings > 0;
    let code = if is_wrong { Kind::Data.code() } else { 0 };
    Ok(outside.unwrap_or(ExitCode::from(code)))
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

fn tell(
    out: &mut dyn Write,
    telling: Telling,
    loaded: &Loaded,
    opened: &[Opened],
) -> io::Result<()> {
    let is_coloured = output::is_coloured(&io::stdout());
    for problem in &loaded.problems {
        match telling {
            Telling::Json => writeln!(out, "{}", report::json(problem))?,
            Telling::Human => {
                let text = text_of(problem, opened);
                writeln!(out, "{}\n", report::human(problem, text, is_coloured))?;
            }
        }
    }
    match telling {
        Telling::Json => Ok(()),
        Telling::Human => writeln!(out, "{}", report::summary(loaded)),
    }
}

/// Returns the text that a problem is about.
fn text_of<'a>(problem: &Problem, opened: &'a [Opened]) -> &'a str {
    let is_its_file = |file: &&Opened| *Clean::new(&file.name) == *problem.file;
    opened.iter().find(is_its_file).map_or("", |file| &file.text)
}
