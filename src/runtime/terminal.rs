//! The one owner of the person's terminal: takes it, draws on it, gives it back.
//!
//! A frame is one write. No write and no terminal mode is set anywhere else, except by the emergency that gives
//! the terminal back ([`crate::runtime::unix`]). Reading keys is [`crate::runtime::listener`]'s part.

use std::{
    fs::{File, OpenOptions},
    io::{self, IsTerminal, Write},
    os::{
        fd::{AsFd, OwnedFd},
        unix::fs::OpenOptionsExt,
    },
};

use ratatui::{buffer::Buffer, layout::Size};

use crate::{
    domain::Clean,
    runtime::{
        frames::{Frames, drawn_size},
        modes,
        unix::{self, Modes, Wish},
    },
};

/// Why there is no screen, in sentences for people.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// Output goes to a file or a pipe.
    #[error("standard output is not a terminal")]
    OutputElsewhere,
    /// Input comes from a file or a pipe, and the program was started without a terminal.
    #[error(
        "keys cannot be read: standard input is not a terminal, and /dev/tty cannot be opened ({0})"
    )]
    NoControllingTerminal(io::Error),
    /// The terminal does not let itself be taken.
    #[error("the terminal refuses to be set up for single keys ({0})")]
    Refused(io::Error),
    /// The system has no thread or descriptor left.
    #[error("the system has no room left to listen to the terminal ({0})")]
    Deaf(io::Error),
    /// The terminal is there but takes no more output.
    #[error("the terminal takes no more output ({0})")]
    Write(io::Error),
}

/// A terminal, taken or not.
pub struct Screen {
    keys: OwnedFd,
    out: File,
    /// The same terminal once more, opened so that a write never waits: for emergencies.
    spare: File,
    frames: Frames,
    canvas: Buffer,
    mouse: bool,
    /// Whether frames may hold links.
    links: bool,
    /// How the terminal was before it was taken; nothing while it is not taken.
    before: Option<Modes>,
}

impl Screen {
    /// Finds the terminal without touching it. Keys come from where crossterm reads them: standard input if it is a
    /// terminal, else the terminal that the program was started from.
    ///
    /// # Errors
    /// Fails if output or keys are not a terminal.
    pub fn open() -> Result<Self, LocalError> {
        let stdout = io::stdout();
        if !stdout.is_terminal() {
            return Err(LocalError::OutputElsewhere);
        }
        let stdin = io::stdin();
        let keys = if stdin.is_terminal() {
            let keys = stdin.as_fd().try_clone_to_owned();
            keys.map_err(LocalError::Deaf)?
        } else {
            // Also for writing, as crossterm opens it, so that both succeed or fail.
            let tty = OpenOptions::new()
                .read(true)
                .write(true)
                .custom_flags(libc::O_NOCTTY)
                .open("/dev/tty");
            tty.map_err(LocalError::NoControllingTerminal)?.into()
        };
        let out: File = stdout.as_fd().try_clone_to_owned().map_err(LocalError::Deaf)?.into();
        // Opened anew it is not the parent's, so it may be made never to wait. Where that is refused (the
        // terminal of another user), the ordinary one has to do.
        let spare = OpenOptions::new()
            .write(true)
            .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
            .open("/dev/fd/1")
            .or_else(|_| out.try_clone())
            .map_err(LocalError::Deaf)?;
        let (frames, canvas) = (Frames::new(size_of(&out)), Buffer::default());
        Ok(Self { keys, out, spare, frames, canvas, mouse: false, links: false, before: None })
    }

    /// Returns the descriptor that keys come from, for a reader of its own.
    ///
    /// # Errors
    /// Fails if there is no descriptor left.
    pub fn keys(&self) -> Result<OwnedFd, LocalError> {
        self.keys.try_clone().map_err(LocalError::Deaf)
    }

    /// Takes the terminal; the next frame is a full one.
    ///
    /// It is also for taking it back after a stop, when others may have changed its modes in the meantime.
    ///
    /// # Errors
    /// Fails if the terminal is gone or refuses.
    pub fn enter(&mut self) -> Result<(), LocalError> {
        let now = unix::modes_of(self.keys.as_fd()).map_err(LocalError::Refused)?;
        let before = *self.before.get_or_insert(now);
        unix::keep(self.keys.as_fd(), self.spare.as_fd(), &before, self.links);
        unix::set_modes(self.keys.as_fd(), &before.raw()).map_err(LocalError::Refused)?;
        let mouse = if self.mouse { modes::MOUSE_ON } else { b"" };
        self.write(&[modes::ENTER, mouse].concat())?;
        self.repaint();
        Ok(())
    }

    /// Gives the terminal back as it was; does nothing if it is not taken.
    ///
    /// # Errors
    /// Fails if the terminal is gone; there is nothing left to do about it then.
    pub fn leave(&mut self) -> Result<(), LocalError> {
        let Some(before) = self.before.take() else {
            return Ok(());
        };
        if !unix::is_taken() {
            // An emergency has given it back. Once more would put the cursor onto what was said since.
            return Ok(());
        }
        let link = if self.links { modes::LEAVE_LINK } else { b"" };
        let written = self.write(&[link, modes::LEAVE].concat());
        let set = if self.is_foreground() {
            unix::set_modes(self.keys.as_fd(), &before).map_err(LocalError::Refused)
        } else {
            // The modes are the shell's now, which has set them as it needs them.
            Ok(())
        };
        unix::forget();
        written.and(set)
    }

    /// Draws a frame: what differs from the last one, in one write.
    ///
    /// # Errors
    /// Fails if the terminal takes no more output.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Buffer)) -> Result<(), LocalError> {
        let bytes = self.frames.draw(&mut self.canvas, draw).map_err(LocalError::Write)?;
        self.write(&bytes)
    }

    /// Makes the next frame a full one, because the screen may not show what it should.
    pub const fn repaint(&mut self) {
        self.frames.forget();
    }

    /// Asks the terminal for its size, makes frames of that size, and returns what is drawn.
    pub fn measure(&mut self) -> Size {
        let size = size_of(&self.out);
        if size != self.frames.size() {
            self.frames.resize(size);
        }
        size
    }

    /// Takes the mouse, or leaves it to the terminal for selecting text.
    ///
    /// # Errors
    /// Fails if the terminal takes no more output.
    pub fn set_mouse(&mut self, on: bool) -> Result<(), LocalError> {
        self.mouse = on;
        if self.before.is_none() {
            return Ok(());
        }
        self.write(if on { modes::MOUSE_ON } else { modes::MOUSE_OFF })
    }

    /// Tells that frames may hold links, which leaving in the middle of one has to end. It is for before it is taken.
    pub const fn set_links(&mut self, on: bool) {
        self.links = on;
    }

    /// Puts lines on the clipboard by way of the terminal.
    ///
    /// # Errors
    /// Fails if the terminal takes no more output.
    pub fn copy(&mut self, lines: &[Clean]) -> Result<(), LocalError> {
        self.write(&modes::copy(lines))
    }

    /// Tells whether the terminal is this program's to take, and not the shell's.
    #[must_use]
    pub fn is_foreground(&self) -> bool {
        unix::is_foreground(self.keys.as_fd())
    }

    /// Tells whether nobody is at the other end of the terminal any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        unix::modes_of(self.keys.as_fd()).is_err() || unix::modes_of(self.out.as_fd()).is_err()
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), LocalError> {
        write_whole(&mut self.out, bytes).map_err(LocalError::Write)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // On a panic nobody else does it; that the terminal may be gone is no news then.
        self.leave().ok();
    }
}

/// Returns the size that is drawn on a terminal.
fn size_of(out: &File) -> Size {
    let (columns, rows) = unix::window_size(out.as_fd()).unwrap_or_default();
    drawn_size(columns, rows)
}

/// Writes all bytes, also to a terminal that another program has told not to wait.
fn write_whole(out: &mut File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match out.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::WouldBlock => {
                    unix::wait([(out.as_fd(), Wish::Write)], None)?;
                }
                _ => return Err(error),
            },
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{io::Read, os::unix::net::UnixStream, thread};

    use super::*;

    #[test]
    fn tells_a_full_disk_as_an_error() {
        let mut full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let error = write_whole(&mut full, b"x").unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::ENOSPC));
    }

    #[test]
    fn writes_all_to_an_output_that_never_waits() {
        let (mut reader, writer) = UnixStream::pair().unwrap();
        writer.set_nonblocking(true).unwrap();
        let bytes = vec![b'x'; 2_000_000];
        let expected = bytes.len();
        let read = thread::spawn(move || {
            let mut all = Vec::new();
            reader.read_to_end(&mut all).unwrap();
            all.len()
        });
        let mut out: File = OwnedFd::from(writer).into();
        write_whole(&mut out, &bytes).unwrap();
        drop(out);
        assert_eq!(read.join().unwrap(), expected);
    }
}
