//! `dateline fmt`: datasets in the usual layout.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use super::{
    arguments::Fmt,
    failure::{Failure, Kind},
    input::{self, STDIN},
    output,
    output::print,
};
use crate::{
    domain::{Clean, Problem},
    store::{self, files::Opened, report},
};

/// Rewrites files, or names those that would change.
pub(super) fn run(command: &Fmt) -> Result<ExitCode, Failure> {
    input::read_stdin_once(&command.files)?;
    let mut code = 0;
    for name in &command.files {
        // One file that cannot be rewritten is no reason to leave the others.
        code = match one(name, command.check) {
            Ok(true) => code,
            Ok(false) => code.max(Kind::Data.code()),
            Err(failure) => {
                failure.report();
                code.max(failure.kind().code())
            }
        };
    }
    Ok(ExitCode::from(code))
}

/// Formats one file; returns whether all is well with it.
fn one(name: &str, is_check: bool) -> Result<bool, Failure> {
    if name.starts_with('@') {
        let message = format!("`{name}` is embedded in the program and cannot be rewritten");
        return Err(Failure::new(Kind::Usage, message).hint("Name files, or `-`."));
    }
    let path = Path::new(name);
    if name != STDIN && path.exists() && !path.is_dir() && !path.is_file() {
        let message = format!("`{name}` is no ordinary file, so nothing can take its place");
        return Err(Failure::new(Kind::Outside, message)
            .hint("Write `-` to read standard input and write to standard output."));
    }
    let opened = input::open(name)?;
    let text = match store::fmt(&opened.name, &opened.text) {
        Ok(text) => text,
        Err(problems) => {
            complain(&opened, &problems);
            return Ok(false);
        }
    };
    let is_same = text == *opened.text;
    if is_check {
        if !is_same {
            print(format!("{}\n", Clean::new(&opened.name)).as_bytes())?;
        }
        return Ok(is_same);
    }
    if name == STDIN {
        print(text.as_bytes())?;
    } else if !is_same {
        store::replace_file(path, |file| file.write_all(text.as_bytes()))
            .map_err(|error| output::cannot_write(path, &error))?;
    }
    Ok(true)
}

/// Shows why a file is left as it is.
fn complain(opened: &Opened, problems: &[Problem]) {
    let is_coloured = output::is_coloured(&io::stderr());
    let mut text = String::new();
    for problem in problems {
        text.push_str(&report::human(problem, &opened.text, is_coloured));
        text.push_str("\n\n");
    }
    // Nobody is left to be told if even this fails.
    let _ = io::stderr().write_all(text.as_bytes());
    let name = &opened.name;
    output::notice(&format!("`{name}` is left as it is, because it has errors of syntax"));
}
