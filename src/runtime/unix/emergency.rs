//! Giving a terminal back from wherever the program is, a signal handler included.
//!
//! **Invariant:** whoever took a terminal has told [`keep`], so that a handler can give it back.

use std::{
    os::fd::{AsRawFd, BorrowedFd, RawFd},
    ptr,
    sync::atomic::{AtomicBool, AtomicPtr, Ordering},
};

use libc::c_void;

use super::{Modes, has_foreground};
use crate::runtime::modes;

/// What a handler needs to give a terminal back.
struct Kept {
    keys: RawFd,
    out: RawFd,
    modes: Modes,
    /// Whether links are sent to it.
    links: bool,
}

/// Whether a terminal is taken; who turns it to false has the right to give it back.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// The terminal that is taken.
static KEPT: AtomicPtr<Kept> = AtomicPtr::new(ptr::null_mut());

/// Remembers how a terminal was before it is taken. The descriptors must stay open until [`forget`].
pub fn keep(keys: BorrowedFd, out: BorrowedFd, modes: &Modes, links: bool) {
    let kept = Kept { keys: keys.as_raw_fd(), out: out.as_raw_fd(), modes: *modes, links };
    // It is never freed, since a handler may be reading it at any time: some 80 bytes for each time the
    // program goes on after a stop.
    KEPT.store(Box::into_raw(Box::new(kept)), Ordering::Release);
    TAKEN.store(true, Ordering::Release);
}

/// Tells whether the terminal is still taken, or an emergency has given it back.
#[must_use]
pub fn is_taken() -> bool {
    TAKEN.load(Ordering::Acquire)
}

/// Notes that the terminal was given back in the ordinary way.
pub fn forget() {
    TAKEN.store(false, Ordering::Release);
}

/// Gives the terminal back at once, from wherever the program is; does nothing if none is taken.
pub fn give_back() {
    give_back_with(b"");
}

/// Gives the terminal back and writes a line to it. Safe in a signal handler.
pub(super) fn give_back_with(line: &[u8]) {
    if !TAKEN.swap(false, Ordering::AcqRel) {
        return;
    }
    // SAFETY: it is null or came from `Box::into_raw` and is never freed.
    let Some(kept) = (unsafe { KEPT.load(Ordering::Acquire).as_ref() }) else {
        return;
    };
    if kept.links {
        write_soon(kept.out, modes::LEAVE_LINK);
    }
    write_soon(kept.out, modes::LEAVE);
    if has_foreground(kept.keys) {
        // SAFETY: the pointer is valid; a closed descriptor is an error that cannot be helped here.
        unsafe { libc::tcsetattr(kept.keys, libc::TCSANOW, &raw const kept.modes.0) };
    }
    write_soon(kept.out, line);
}

/// Writes to a terminal that may take nothing: it waits half a second at most.
fn write_soon(fd: RawFd, mut bytes: &[u8]) {
    for _ in 0..10 {
        if bytes.is_empty() {
            return;
        }
        let mut poll = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
        // SAFETY: the pointer is valid for the one entry.
        if unsafe { libc::poll(&raw mut poll, 1, 50) } == 1 {
            // SAFETY: the pointer is valid for that many bytes.
            let written = unsafe { libc::write(fd, bytes.as_ptr().cast::<c_void>(), bytes.len()) };
            bytes = bytes.get(usize::try_from(written).unwrap_or(0)..).unwrap_or(&[]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_nothing_back_when_nothing_is_taken() {
        assert!(!is_taken());
        give_back();
        assert!(!is_taken());
    }
}
