//! Where answers go: standard output, a file or a guest, and what a terminal at the other end can show.
//!
//! Whatever is written to a file replaces it as a whole ([`replace_file`](crate::store::replace_file)).

use std::{
    env,
    ffi::OsStr,
    io::{self, BufWriter, IsTerminal, Stderr, Write},
    path::Path,
};

use ratatui::crossterm::terminal;

use super::failure::{Failure, Kind};
pub(super) use crate::store::reason;
use crate::{domain::Clean, store};

/// The width of a terminal that does not tell its own.
pub(super) const USUAL_WIDTH: u16 = 80;

/// Where a command says what it found, and what can be shown there.
pub(super) struct Output<'a> {
    /// Where the answer goes.
    pub(super) out: Out<'a>,
    /// Where a person is told what is no part of the answer.
    pub(super) err: &'a mut dyn Write,
    /// The columns of the terminal on which the answer is read; `None` if it is read elsewhere.
    pub(super) width: Option<usize>,
    /// Whether the answer may be coloured.
    pub(super) is_coloured: bool,
}

/// Where an answer goes.
pub(super) enum Out<'a> {
    /// The standard output of this process.
    Stdout,
    /// A file, which is replaced as a whole.
    File(&'a Path),
    /// The line to a guest. When it is cut, nobody is left to be told.
    #[cfg(feature = "ssh")]
    Guest(&'a mut dyn Write),
}

/// Returns the format that the ending of a file asks for; `None` if it has no ending.
///
/// # Errors
/// Refuses an ending that names no format.
pub(super) fn by_ending<T: Copy>(
    out: Option<&Path>,
    endings: &[(&str, T)],
) -> Result<Option<T>, Failure> {
    let Some(ending) = out.and_then(Path::extension).map(OsStr::to_string_lossy) else {
        return Ok(None);
    };
    if let Some((_, format)) = endings.iter().find(|(name, _)| ending.eq_ignore_ascii_case(name)) {
        return Ok(Some(*format));
    }
    let names: Vec<_> = endings.iter().map(|(name, _)| format!(".{name}")).collect();
    let message = format!("no format goes by the ending `.{ending}`");
    Err(Failure::new(Kind::Usage, message).hint(format!(
        "The endings are {}; --format names a format for any other.",
        names.join(", ")
    )))
}

impl<'a> Output<'a> {
    /// Returns the outputs of this process: standard error, and a file or, without one or for `-`, standard output.
    pub(super) fn of_process(out: Option<&'a Path>, err: &'a mut Stderr) -> Self {
        match out {
            None => Self {
                out: Out::Stdout,
                err,
                width: width(),
                is_coloured: is_coloured(&io::stdout()),
            },
            Some(path) if path == Path::new("-") => {
                Self { out: Out::Stdout, err, width: None, is_coloured: false }
            }
            Some(path) => Self { out: Out::File(path), err, width: None, is_coloured: false },
        }
    }

    /// Writes the answer; a reader that has gone away ends the writing quietly.
    ///
    /// # Errors
    /// Says why it could not be written.
    pub(super) fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        self.out.write(write)
    }

    /// Tells whether somebody still waits for the answer. To be asked now and then in long work: others who share the
    /// machine have a turn meanwhile.
    pub(super) fn is_wanted(&mut self) -> bool {
        match &mut self.out {
            Out::Stdout | Out::File(_) => true,
            #[cfg(feature = "ssh")]
            Out::Guest(out) => out.flush().is_ok(),
        }
    }

    /// Tells a person something beside the answer.
    pub(super) fn notice(&mut self, text: &str) {
        notice_to(self.err, text);
    }
}

impl Out<'_> {
    /// Writes to it; a reader that has gone away ends the writing quietly.
    ///
    /// # Errors
    /// Says why nothing could be written.
    pub(super) fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        match self {
            Self::Stdout => to_stdout(write),
            Self::File(path) => to_file(path, write),
            #[cfg(feature = "ssh")]
            Self::Guest(out) => {
                let _ = in_blocks(out, write);
                Ok(())
            }
        }
    }
}

/// Writes to standard output; a reader that has gone away (`| head`) ends the writing quietly.
pub(super) fn to_stdout(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    written(in_blocks(io::stdout().lock(), write))
}

/// Says why standard output could not be written; a reader that has gone away is no reason.
pub(super) fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(
            Kind::Outside,
            format!("standard output could not be written: {}", reason(&error)),
        )),
        _ => Ok(()),
    }
}

/// Writes in blocks, as far as it can be written.
fn in_blocks(
    out: impl Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let written = write(&mut out).and_then(|()| out.flush());
    // What is left after a failure is not to be written again when the buffer goes.
    let _ = out.into_parts();
    written
}

/// Writes bytes to standard output; a reader that has gone away (`| head`) ends the program quietly.
pub(super) fn print(bytes: &[u8]) -> Result<(), Failure> {
    to_stdout(|out| out.write_all(bytes))
}

/// Writes to a file, which is replaced as a whole.
fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    store::replace_file(path, |file| in_blocks(file, write))
        .map_err(|error| cannot_write(path, &error))
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
    notice_to(&mut io::stderr(), text);
}

/// Tells a person something beside the answer.
pub(super) fn notice_to(err: &mut dyn Write, text: &str) {
    // Nobody is left to be told if even this fails.
    let _ = writeln!(err, "dateline: {}", Clean::new(text));
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
