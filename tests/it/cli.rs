//! The program as people and other programs run it: arguments in, text and an exit code out.

mod cache;
mod check;
mod completions;
mod config;
mod count;
mod date;
mod failures;
mod fields;
mod fmt;
mod hostile;
mod list;
mod list_formats;
mod locked;
mod new;
mod plain;
mod query;
mod state;
#[cfg(unix)]
mod terminal;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// What a run of the program gave.
pub(super) struct Run {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Run {
    fn new(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Asserts that it went well and said nothing beside the answer; returns the answer.
    #[track_caller]
    fn answer(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""));
        self.out
    }

    /// Asserts that it failed with a code and an explanation in good form; returns the explanation.
    #[track_caller]
    fn failure(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}", self.err);
        assert!(!self.err.is_empty(), "a failure says why");
        for word in ["panicked", "unwrap", "Err(", "Os {", "os error", "None"] {
            assert!(!self.err.contains(word), "{}", self.err);
        }
        self.err
    }

    /// Returns the answer as JSON.
    #[track_caller]
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }

    /// Returns each line of the answer as JSON.
    #[track_caller]
    fn json_lines(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Returns the program with arguments, without anything of the environment but a home of its own.
fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(args).env_clear().current_dir(env!("CARGO_TARGET_TMPDIR"));
    command.envs(home());
    command.stdin(Stdio::null());
    command
}

/// Returns where a person's own files are, as far as the tests are concerned.
pub(super) fn home() -> [(&'static str, PathBuf); 4] {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("home");
    let inside = |name: &str| home.join(name);
    let [state, config, cache] = ["state", "config", "cache"].map(inside);
    [
        ("XDG_STATE_HOME", state),
        ("XDG_CONFIG_HOME", config),
        ("XDG_CACHE_HOME", cache),
        ("HOME", home),
    ]
}

/// Runs the program.
fn run(args: &[&str]) -> Run {
    Run::new(program(args).output().unwrap())
}

/// Runs the program with a text on standard input.
fn run_with(args: &[&str], input: &[u8]) -> Run {
    let mut child = program(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // From another thread, because the program may write more than a pipe holds before it has read it all.
    let writer = std::thread::spawn(move || {
        // The program may end before it has read everything, which is its own business.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run::new(output)
}

/// Returns a new and empty folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes a file into a new folder and returns its path.
fn file(test: &str, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder(test).join(name);
    fs::write(&path, bytes).unwrap();
    path.into_os_string().into_string().unwrap()
}
