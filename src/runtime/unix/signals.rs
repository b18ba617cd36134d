//! Signals as values, crashes that give the terminal back, and stopping for a while.

use std::{
    io,
    mem::MaybeUninit,
    os::{fd::AsRawFd, unix::net::UnixStream},
    ptr,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use libc::{c_int, c_void};

use super::{
    check,
    emergency::{give_back, give_back_with},
};

/// A signal that the program hears as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// Somebody asks the program to end.
    Terminate,
    /// The terminal is gone, or its owner left.
    HangUp,
    /// Ctrl-C from outside (the key itself arrives as a key).
    Interrupt,
    /// Ctrl-\ from outside.
    Quit,
    /// Somebody asks the program to stop for a while.
    Stop,
    /// The program goes on after it was stopped.
    Continue,
    /// The window has a new size.
    Resize,
}

impl Signal {
    /// Every signal that is heard.
    pub const ALL: [Self; 7] = [
        Self::Terminate,
        Self::HangUp,
        Self::Interrupt,
        Self::Quit,
        Self::Stop,
        Self::Continue,
        Self::Resize,
    ];

    /// Returns the number that the system knows the signal by.
    #[must_use]
    pub const fn number(self) -> c_int {
        match self {
            Self::Terminate => libc::SIGTERM,
            Self::HangUp => libc::SIGHUP,
            Self::Interrupt => libc::SIGINT,
            Self::Quit => libc::SIGQUIT,
            Self::Stop => libc::SIGTSTP,
            Self::Continue => libc::SIGCONT,
            Self::Resize => libc::SIGWINCH,
        }
    }

    /// Tells whether the signal asks the program to end.
    #[must_use]
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Terminate | Self::HangUp | Self::Interrupt | Self::Quit)
    }

    /// Returns the signal of a byte from [`Caught::pipe`].
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|signal| signal.number() == c_int::from(byte))
    }
}

/// The pipe that handlers write to. It lives as long as the process, because a handler may be late.
static PIPE: OnceLock<(UnixStream, UnixStream)> = OnceLock::new();
/// Whether a signal to end has come already.
static ENDING: AtomicBool = AtomicBool::new(false);
/// What was done on a fault before this file came between: std tells a stack overflow from other faults.
static ON_FAULT: OnceLock<[libc::sigaction; 2]> = OnceLock::new();
/// The signals of a fault, as in [`ON_FAULT`].
const FAULTS: [c_int; 2] = [libc::SIGSEGV, libc::SIGBUS];

type Handler = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);

/// Signals are heard while this lives; then they do again what they did before.
pub struct Caught {
    before: Vec<(c_int, libc::sigaction)>,
    pipe: UnixStream,
}

impl Caught {
    /// Makes every [`Signal`] a byte in [`Caught::pipe`], and every crash give the terminal back first.
    ///
    /// A signal that the parent chose to have ignored (as `nohup` does) stays ignored. A second signal to end
    /// ends the program on the spot.
    ///
    /// # Errors
    /// Fails if there is no descriptor left for a pipe.
    pub fn new() -> io::Result<Self> {
        if PIPE.get().is_none() {
            let pair = UnixStream::pair()?;
            pair.0.set_nonblocking(true)?;
            pair.1.set_nonblocking(true)?;
            // Lost against another thread, the pair is dropped and the other one is used.
            PIPE.set(pair).ok();
        }
        let (pipe, _) = PIPE.get().ok_or(io::ErrorKind::NotFound)?;
        let mut caught = Self { before: Vec::new(), pipe: pipe.try_clone()? };
        ENDING.store(false, Ordering::Release);
        for signal in Signal::ALL {
            caught.catch(signal.number(), note)?;
        }
        caught.catch(libc::SIGABRT, aborted)?;
        let [segv, bus] = FAULTS;
        ON_FAULT.get_or_init(|| [action_of(segv), action_of(bus)]);
        caught.catch(segv, fault)?;
        caught.catch(bus, fault)?;
        Ok(caught)
    }

    /// Returns the end of the pipe where each signal that came is a byte; reading it never waits.
    pub const fn pipe(&self) -> &UnixStream {
        &self.pipe
    }

    /// Returns the other end of the pipe: a byte that is no signal tells the reader something else.
    #[must_use]
    pub fn writer(&self) -> Option<&'static UnixStream> {
        PIPE.get().map(|(_, writer)| writer)
    }

    /// Catches a signal, unless it is ignored.
    fn catch(&mut self, signal: c_int, handler: Handler) -> io::Result<()> {
        let before = action_of(signal);
        if before.sa_sigaction == libc::SIG_IGN {
            return Ok(());
        }
        act(signal, &action(handler as *const () as libc::sighandler_t))?;
        self.before.push((signal, before));
        Ok(())
    }
}

impl Drop for Caught {
    fn drop(&mut self) {
        for (signal, before) in &self.before {
            act(*signal, before).ok();
        }
    }
}

/// Returns an action that may run on a thread whose stack has overflowed and lets system calls go on.
fn action(handler: libc::sighandler_t) -> libc::sigaction {
    // SAFETY: all bytes zero is a valid sigaction.
    let mut action: libc::sigaction = unsafe { MaybeUninit::zeroed().assume_init() };
    action.sa_sigaction = handler;
    action.sa_flags = libc::SA_ONSTACK | libc::SA_RESTART | libc::SA_SIGINFO;
    action
}

/// Returns what a signal does.
fn action_of(signal: c_int) -> libc::sigaction {
    let mut action = action(libc::SIG_DFL);
    // SAFETY: the pointers are null or valid; an unknown signal leaves the default in place.
    unsafe { libc::sigaction(signal, ptr::null(), &raw mut action) };
    action
}

/// Sets what a signal does.
fn act(signal: c_int, action: &libc::sigaction) -> io::Result<()> {
    // SAFETY: the pointers are null or valid, and every handler of ours is safe at any time.
    check(unsafe { libc::sigaction(signal, action, ptr::null_mut()) })
}

/// Handles a signal that is heard as a value.
extern "C" fn note(signal: c_int, _: *mut libc::siginfo_t, _: *mut c_void) {
    let errno = io::Error::last_os_error().raw_os_error().unwrap_or(0);
    let is_end = [libc::SIGTERM, libc::SIGHUP, libc::SIGINT, libc::SIGQUIT].contains(&signal);
    if is_end && ENDING.swap(true, Ordering::AcqRel) {
        give_back();
        die_by_number(signal);
    }
    if let Some((_, writer)) = PIPE.get() {
        let byte = signal as u8;
        // SAFETY: the pointer is valid for the one byte. A full pipe has woken the reader already.
        unsafe { libc::write(writer.as_raw_fd(), (&raw const byte).cast::<c_void>(), 1) };
    }
    set_errno(errno);
}

/// Handles `abort`, which std also calls after a stack overflow and when memory is out.
extern "C" fn aborted(signal: c_int, _: *mut libc::siginfo_t, _: *mut c_void) {
    give_back_with(
        b"dateline was aborted: a mistake of its own, or no memory was left. Please report it.\r\n",
    );
    die_by_number(signal);
}

/// Handles a fault: gives the terminal back, then lets happen what would have happened.
extern "C" fn fault(signal: c_int, detail: *mut libc::siginfo_t, _: *mut c_void) {
    give_back();
    // SAFETY: the system gives a valid pointer.
    let was_sent = unsafe { detail.as_ref() }.is_none_or(|detail| detail.si_code <= 0);
    if was_sent {
        die_by_number(signal);
    }
    // On return the same instruction faults again, and std's own handler tells a stack overflow.
    let n = FAULTS.iter().position(|fault| *fault == signal).unwrap_or(0);
    match ON_FAULT.get() {
        Some(before) => act(signal, &before[n]).ok(),
        None => act(signal, &action(libc::SIG_DFL)).ok(),
    };
}

/// Gives the terminal back and ends the program as the signal does by default, so that its parent sees why.
pub fn die_by(signal: Signal) -> ! {
    give_back();
    die_by_number(signal.number())
}

/// Ends the program by a signal's default action. Safe in a signal handler.
fn die_by_number(signal: c_int) -> ! {
    act(signal, &action(libc::SIG_DFL)).ok();
    let mut only = MaybeUninit::uninit();
    // SAFETY: the set is filled in before it is used. The signal is let through, also out of its own handler.
    unsafe {
        libc::sigemptyset(only.as_mut_ptr());
        libc::sigaddset(only.as_mut_ptr(), signal);
        libc::pthread_sigmask(libc::SIG_UNBLOCK, only.as_ptr(), ptr::null_mut());
        libc::raise(signal);
        libc::_exit(128 + signal)
    }
}

/// Who is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// This process: somebody has sent it a signal.
    Process,
    /// All that runs in the same shell command, as Ctrl-Z at a terminal does.
    Job,
}

/// Tells whether somebody is there to continue the program once it has stopped.
///
/// Where the parent is in another session (`ssh host program`, a window's only program) the kernel would not stop
/// it anyway.
#[must_use]
pub fn may_stop() -> bool {
    // SAFETY: the calls only read.
    let (own, session, parents) =
        unsafe { (libc::getpid(), libc::getsid(0), libc::getsid(libc::getppid())) };
    session != own && session == parents && action_of(libc::SIGTSTP).sa_sigaction != libc::SIG_IGN
}

/// While it lives, a signal to stop does what it does by default.
#[must_use = "once it is dropped, a stop that has not come yet is heard as a value again"]
pub struct Stopping {
    before: libc::sigaction,
}

/// Stops the program until somebody continues it. Where nobody could, the kernel lets it run on.
///
/// With threads the stop may come a moment after this returns. Keep the answer until [`Signal::Continue`] is heard.
pub fn stop(whom: Whom) -> Stopping {
    let before = action_of(libc::SIGTSTP);
    if before.sa_sigaction != libc::SIG_IGN {
        act(libc::SIGTSTP, &action(libc::SIG_DFL)).ok();
        // SAFETY: they send a signal to the own group, or to this thread.
        unsafe {
            match whom {
                Whom::Job => libc::kill(0, libc::SIGTSTP),
                Whom::Process => libc::raise(libc::SIGTSTP),
            };
        }
    }
    Stopping { before }
}

impl Drop for Stopping {
    fn drop(&mut self) {
        act(libc::SIGTSTP, &self.before).ok();
    }
}

/// Puts back the number of the last error, which a handler must leave as it was.
fn set_errno(errno: c_int) {
    #[cfg(any(target_os = "linux", target_os = "emscripten"))]
    // SAFETY: the pointer is valid and belongs to this thread.
    unsafe {
        *libc::__errno_location() = errno;
    }
    #[cfg(any(target_os = "macos", target_os = "ios", target_os = "freebsd"))]
    // SAFETY: the pointer is valid and belongs to this thread.
    unsafe {
        *libc::__error() = errno;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_the_byte_of_every_signal() {
        for signal in Signal::ALL {
            assert_eq!(Signal::from_byte(signal.number() as u8), Some(signal));
        }
        assert_eq!(Signal::from_byte(0), None);
        assert_eq!(Signal::from_byte(255), None);
    }
}
