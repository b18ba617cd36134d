//! What the person sees when the program itself is wrong: their terminal, and one short paragraph.
//!
//! A panic on the thread of the screen gives the terminal back, says what happened and ends the program. A panic on
//! any other thread leaves the screen alone (the program goes on without that thread's answer) and is told when
//! the program ends.

use std::{
    backtrace::{Backtrace, BacktraceStatus},
    fmt::Write as _,
    io::{self, Write as _},
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use crate::{domain::Clean, runtime::unix};

/// The exit code of a program that ended because of its own mistake.
pub const EXIT_CODE: u8 = 70;

/// Says that a panic ended what was run; the person has been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mistake;

/// Runs the program on this thread, so that a mistake in it ends it in an orderly way.
///
/// The panic hook stays in place afterwards. There is one hook for a process: call this once.
///
/// # Errors
/// Returns [`Mistake`] if this thread panicked; end with [`EXIT_CODE`] then.
pub fn guard<T>(program: impl FnOnce() -> T) -> Result<T, Mistake> {
    let screen = thread::current().id();
    let aside = Arc::new(Mutex::new(Vec::new()));
    let told_later = Arc::clone(&aside);
    panic::set_hook(Box::new(move |panic| {
        let text = paragraph(panic, thread::current().id() == screen);
        if thread::current().id() == screen {
            unix::give_back();
            tell(&text);
        } else if unix::is_taken() {
            told_later.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        } else {
            tell(&text);
        }
    }));
    let ended = panic::catch_unwind(AssertUnwindSafe(program));
    for text in aside.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        tell(&text);
    }
    ended.map_err(|_| Mistake)
}

/// Writes what happened, for the person and for a report.
fn paragraph(panic: &PanicHookInfo, is_end: bool) -> String {
    let said = match panic.payload().downcast_ref::<&str>() {
        Some(said) => said,
        None => panic.payload().downcast_ref::<String>().map_or("no message", String::as_str),
    };
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let mut text = describe(said, &place, is_end);
    // It is captured only if the person asks for it with RUST_BACKTRACE.
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        write!(text, "\n{trace}").ok();
    }
    text
}

/// Writes the paragraph itself.
fn describe(said: &str, place: &str, is_end: bool) -> String {
    let what = if is_end {
        "dateline ended because of a mistake of its own"
    } else {
        "a part of dateline stopped because of a mistake of its own"
    };
    format!(
        "{what}: {} ({}).\nYour files are as they were. Please report it, with what you did last and this: dateline {}, {}.",
        Clean::new(said),
        Clean::new(place),
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
    )
}

/// Tells the person; if that cannot be done, there is nobody else to tell.
fn tell(text: &str) {
    writeln!(io::stderr().lock(), "{text}").ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn describes_a_mistake_in_clean_text() {
        let text = describe("bad\u{1b}[2Jtitle", "src/x.rs:1:2", true);
        assert!(text.starts_with("dateline ended because of a mistake of its own: bad"), "{text}");
        assert!(text.contains("(src/x.rs:1:2)") && !text.contains('\u{1b}'), "{text}");
        assert!(describe("x", "y", false).starts_with("a part of dateline stopped"));
    }
}
