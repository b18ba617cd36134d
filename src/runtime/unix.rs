//! The system calls that std does not offer, each behind a safe face: terminal modes, `poll`, signals, stopping.
//!
//! This file and those below it are the only ones with `unsafe`. Signal handlers touch nothing but atomics, `write`,
//! `poll`, `tcgetpgrp`, `tcsetattr`, `sigaction`, the signal mask and `raise`, all of which POSIX allows there.
//! Which signal means what is decided elsewhere ([`crate::runtime::listener`]); here they only become bytes.

#![expect(unsafe_code, reason = "signal handlers and terminal modes have no safe interface in std")]

mod emergency;
mod signals;

use std::{
    io,
    mem::MaybeUninit,
    os::fd::{AsRawFd, BorrowedFd, RawFd},
    time::Duration,
};

use libc::c_int;

pub use emergency::{forget, give_back, is_taken, keep};
pub use signals::{Caught, Signal, Stopping, Whom, die_by, may_stop, stop};

/// Lets the program open as many files as its user may: the usual limit is for programs that wait with `select`.
pub fn raise_open_files() {
    let mut limit = MaybeUninit::<libc::rlimit>::uninit();
    // SAFETY: the call fills the limit, which is read only if it says so; the second one reads it.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, limit.as_mut_ptr()) == 0 {
            let limit =
                libc::rlimit { rlim_cur: limit.assume_init().rlim_max, ..limit.assume_init() };
            // Where it is refused, visitors beyond the limit have to wait.
            libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit);
        }
    }
}

/// Gives memory back to the system that nothing uses any more.
///
/// The allocator of glibc keeps what lies below something that is still used; others do this by themselves.
pub fn trim_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it may be called at any time, by any thread.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// How the kernel treats a terminal's keys and output.
#[derive(Clone, Copy)]
pub struct Modes(libc::termios);

/// Returns a terminal's modes.
///
/// # Errors
/// Fails if it is no terminal, or gone.
pub fn modes_of(tty: BorrowedFd) -> io::Result<Modes> {
    let mut modes = MaybeUninit::uninit();
    // SAFETY: the descriptor is open and the pointer is valid for one termios.
    check(unsafe { libc::tcgetattr(tty.as_raw_fd(), modes.as_mut_ptr()) })?;
    // SAFETY: tcgetattr has filled it in.
    Ok(Modes(unsafe { modes.assume_init() }))
}

/// Sets a terminal's modes at once; called from the background it stops the program, as it should.
///
/// # Errors
/// Fails if it is no terminal, or gone.
pub fn set_modes(tty: BorrowedFd, modes: &Modes) -> io::Result<()> {
    loop {
        // SAFETY: the descriptor is open and the pointer is valid.
        let set =
            check(unsafe { libc::tcsetattr(tty.as_raw_fd(), libc::TCSANOW, &raw const modes.0) });
        match set {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

impl Modes {
    /// Returns these modes made raw: each key arrives as it is and at once.
    #[must_use]
    pub fn raw(&self) -> Self {
        let mut modes = self.0;
        // SAFETY: the pointer is valid.
        unsafe { libc::cfmakeraw(&raw mut modes) };
        Self(modes)
    }
}

/// Returns a terminal's columns and rows.
///
/// # Errors
/// Fails if it is no terminal, or gone.
pub fn window_size(tty: BorrowedFd) -> io::Result<(u16, u16)> {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: the descriptor is open and the pointer is valid for one winsize.
    check(unsafe { libc::ioctl(tty.as_raw_fd(), libc::TIOCGWINSZ, &raw mut size) })?;
    Ok((size.ws_col, size.ws_row))
}

/// Tells whether the program may set a terminal's modes: in the background they are the shell's.
#[must_use]
pub fn is_foreground(tty: BorrowedFd) -> bool {
    has_foreground(tty.as_raw_fd())
}

fn has_foreground(tty: RawFd) -> bool {
    // SAFETY: both calls only read; a bad descriptor is an error, which means that nobody controls it.
    let (front, own) = unsafe { (libc::tcgetpgrp(tty), libc::getpgrp()) };
    front < 0 || front == own
}

/// What a descriptor is waited for, and what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ready {
    /// There is something to read.
    pub readable: bool,
    /// There is room to write.
    pub writable: bool,
    /// Nobody is at the other end any more.
    pub gone: bool,
}

/// Waits until one of the descriptors is ready as wished, or gone, or the time is up.
///
/// A signal also ends the wait, with nothing ready.
///
/// # Errors
/// Fails only if the system cannot wait at all.
pub fn wait<const N: usize>(
    wishes: [(BorrowedFd, Wish); N],
    timeout: Option<Duration>,
) -> io::Result<[Ready; N]> {
    let mut fds = wishes.map(|(fd, wish)| libc::pollfd {
        fd: fd.as_raw_fd(),
        events: match wish {
            Wish::Read => libc::POLLIN,
            Wish::Write => libc::POLLOUT,
            Wish::Nothing => 0,
        },
        revents: 0,
    });
    // Rounded up, or the last fraction of a millisecond would be waited for in a busy loop.
    let millis =
        timeout.map_or(-1, |t| c_int::try_from(t.as_micros().div_ceil(1000)).unwrap_or(c_int::MAX));
    // SAFETY: the pointer is valid for N entries, all of them open descriptors.
    let polled = check(unsafe { libc::poll(fds.as_mut_ptr(), N as libc::nfds_t, millis) });
    match polled {
        Err(error) if error.kind() != io::ErrorKind::Interrupted => Err(error),
        // After an error the answers are not to be looked at.
        polled => Ok(fds.map(|fd| {
            let came = if polled.is_ok() { fd.revents } else { 0 };
            Ready {
                readable: came & libc::POLLIN != 0,
                writable: came & libc::POLLOUT != 0,
                gone: came & (libc::POLLHUP | libc::POLLERR | libc::POLLNVAL) != 0,
            }
        })),
    }
}

/// What a descriptor is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Something to read.
    Read,
    /// Room to write.
    Write,
    /// Only that nobody is at the other end any more.
    Nothing,
}

/// Turns the answer of a system call into a result.
fn check(answer: c_int) -> io::Result<()> {
    if answer < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::os::{fd::AsFd, unix::net::UnixStream};

    use super::*;

    #[test]
    fn tells_what_is_no_terminal() {
        let (one, _other) = UnixStream::pair().unwrap();
        assert!(modes_of(one.as_fd()).is_err());
        assert!(window_size(one.as_fd()).is_err());
        assert!(is_foreground(one.as_fd()), "nobody else controls it");
    }

    #[test]
    fn waits_for_what_was_wished() {
        let (one, other) = UnixStream::pair().unwrap();
        let now = Some(Duration::ZERO);
        let quiet = Ready { readable: false, writable: false, gone: false };
        assert_eq!(wait([(one.as_fd(), Wish::Read)], now).unwrap(), [quiet]);
        let room = Ready { writable: true, ..quiet };
        assert_eq!(wait([(one.as_fd(), Wish::Write)], now).unwrap(), [room]);
        drop(other);
        let [gone] = wait([(one.as_fd(), Wish::Nothing)], None).unwrap();
        assert!(gone.gone);
    }
}
