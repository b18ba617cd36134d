//! `dateline new`: a commented dataset to start from.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    path::Path,
    process::ExitCode,
};

use super::{
    arguments::New,
    failure::{Failure, Kind},
    output,
    output::print,
};
use crate::store::builtin;

/// Writes the starter.
pub(super) fn run(command: &New) -> Result<ExitCode, Failure> {
    let name = command.file.as_str();
    if name == "-" {
        print(builtin::STARTER.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    if name.starts_with('@') {
        return Err(Failure::new(
            Kind::Usage,
            format!("`{name}` is the name of an embedded dataset"),
        )
        .hint(format!("Name a file to write; for one of just that name write ./{name}")));
    }
    let path = Path::new(name);
    // Opening and finding out that it is new is one step, so nobody's file is ever written over.
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            Failure::new(Kind::Outside, format!("`{name}` is there already and is left as it is"))
                .hint("Name a file that does not exist yet, or remove that one first.")
        } else {
            output::cannot_write(path, &error)
        }
    })?;
    file.write_all(builtin::STARTER.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| output::cannot_write(path, &error))?;
    Ok(ExitCode::SUCCESS)
}
