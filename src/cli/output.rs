//! Where answers go: standard output or a file, and what a terminal at the other end can show.
//!
//! Whatever is written to a file replaces it as a whole ([`replace_file`](crate::store::replace_file)).

use std::{
    env,
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
};

use ratatui::crossterm::terminal;

use super::failure::{Failure, Kind};
pub(super) use crate::store::reason;
use crate::{domain::Clean, store};

/// The width of a terminal that does not tell its own.
const USUAL_WIDTH: u16 = 80;

/// Writes to standard output; a reader that has gone away (`| head`) ends the writing quietly.
pub(super) fn to_stdout(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = write(&mut out).and_then(|()| out.flush());
    // What is left after a failure is not to be written again when the buffer goes.
    let _ = out.into_parts();
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(
            Kind::Outside,
            format!("standard output could not be written: {}", reason(&error)),
        )),
        _ => Ok(()),
    }
}

/// Writes bytes to standard output; a reader that has gone away (`| head`) ends the program quietly.
pub(super) fn print(bytes: &[u8]) -> Result<(), Failure> {
    to_stdout(|out| out.write_all(bytes))
}

/// Writes to a file, or to standard output if there is none or it is `-`.
pub(super) fn to(
    out: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    match out.filter(|path| *path != Path::new("-")) {
        None => to_stdout(write),
        Some(path) => store::replace_file(path, |file| {
            let mut file = BufWriter::new(file);
            write(&mut file)?;
            file.flush()
        })
        .map_err(|error| cannot_write(path, &error)),
    }
}

/// Says that a file could not be written, and that it is as it was.
pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "Make the folder first, or write somewhere else.",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "Ask its owner, or write somewhere else."
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "Make room first; what was there before is untouched."
        }
        _ => "What was there before is untouched.",
    };
    let path = path.display();
    Failure::new(Kind::Outside, format!("`{path}` could not be written: {}", reason(error)))
        .hint(hint)
}

/// Tells a person something beside the answer, on standard error.
pub(super) fn notice(text: &str) {
    // Nobody is left to be told if even this fails.
    let _ = writeln!(io::stderr(), "dateline: {}", Clean::new(text));
}

/// Shows a person a problem in full, on standard error; `text` is told whether there may be colours.
pub(super) fn complain(text: impl FnOnce(bool) -> String) {
    let mut stream = io::stderr();
    let text = text(is_coloured(&stream));
    // Nobody is left to be told if even this fails.
    let _ = writeln!(stream, "{text}\n");
}

/// Returns the columns of the terminal that standard output goes to; `None` if it goes elsewhere.
pub(super) fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let columns = terminal::window_size().map_or(0, |size| size.columns);
    Some(usize::from(if columns == 0 { USUAL_WIDTH } else { columns }))
}

/// Tells whether what goes to a stream may be coloured: it is a terminal, and nobody forbids it.
pub(super) fn is_coloured(stream: &impl IsTerminal) -> bool {
    let is_forbidden = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
    stream.is_terminal() && !is_forbidden && !is_dumb
}
