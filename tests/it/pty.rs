//! The program on a real (pseudo) terminal: what it takes it gives back, however it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on shall say where")]

mod child;
mod config;
pub(crate) mod console;
mod ends;
mod explorer;
mod large;
mod links;
mod locked;
mod screen;
mod state;
mod views;

use console::{Console, Size};

/// The name of the test that plays the program; it does nothing unless [`CHILD`] is set.
const CHILD_TEST: &str = "pty::child::child_host";
/// The variable that makes [`CHILD_TEST`] play the program.
const CHILD: &str = "DATELINE_PTY_CHILD";

/// The usual window.
const WINDOW: Size = Size { columns: 80, rows: 24 };

/// Starts the small program of [`child`] as the only one on a terminal.
fn start(options: &str) -> Console {
    let console = console::builder(WINDOW).env(CHILD, options).spawn(&child_command());
    console.wait_for("ready 80x24");
    console
}

/// Starts it from a shell script, in which `"$@"` is the program.
fn start_in_shell(script: &str) -> Console {
    let mut command: Vec<String> = ["sh", "-c", script, "sh"].map(str::to_owned).to_vec();
    command.extend(child_command());
    let console = console::builder(WINDOW).env(CHILD, "").spawn(&command);
    console.wait_for("ready 80x24");
    console
}

/// Returns what a shell script has written into a file.
#[expect(clippy::disallowed_methods, reason = "it is what the shell has written")]
fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Returns the command that makes this very test binary play the program.
fn child_command() -> Vec<String> {
    let binary = std::env::current_exe().unwrap().into_os_string().into_string().unwrap();
    [binary.as_str(), "--exact", CHILD_TEST, "--nocapture", "--test-threads=1"]
        .map(str::to_owned)
        .to_vec()
}
