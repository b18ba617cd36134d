//! A server of its own for each test: started, listened to, and ended.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

/// How long a test waits for anything before it fails.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// A server that runs.
pub(super) struct Server {
    pub(super) port: u16,
    /// A folder that only this server uses.
    pub(super) home: PathBuf,
    child: Child,
    out: Arc<Lines>,
    err: Arc<Lines>,
}

/// The lines that a program has written.
#[derive(Default)]
pub(super) struct Lines {
    lines: Mutex<Vec<String>>,
    changed: Condvar,
}

impl Lines {
    pub(super) fn of(from: impl Read + Send + 'static) -> Arc<Self> {
        let lines = Arc::<Self>::default();
        let shared = Arc::clone(&lines);
        thread::spawn(move || {
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                shared.lines.lock().unwrap().push(line);
                shared.changed.notify_all();
            }
        });
        lines
    }

    /// Waits until some line gives something, and returns that.
    pub(super) fn wait<T>(&self, what: &str, find: impl Fn(&str) -> Option<T>) -> T {
        let lines = self.lines.lock().unwrap();
        let is_missing = |lines: &mut Vec<String>| !lines.iter().any(|line| find(line).is_some());
        let (lines, _) = self.changed.wait_timeout_while(lines, PATIENCE, is_missing).unwrap();
        let found = lines.iter().find_map(|line| find(line));
        assert!(found.is_some(), "no {what} in:\n{}", lines.join("\n"));
        found.unwrap()
    }
}

impl Server {
    /// Starts a server on a free port, and waits until it listens.
    pub(super) fn start(args: &[&str]) -> Self {
        Self::at(&folder(), args)
    }

    /// Starts it in this folder.
    pub(super) fn at(home: &Path, args: &[&str]) -> Self {
        let mut program = command(home);
        program.args(["serve", "--listen", "127.0.0.1:0"]).args(args);
        Self::run(home.to_owned(), program)
    }

    /// Starts it with room for so many open files.
    pub(super) fn start_with_files(files: u16, args: &[&str]) -> Self {
        let home = folder();
        let mut shell = Command::new("sh");
        let script = format!("ulimit -n {files}; exec \"$@\"");
        shell.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_dateline")]);
        shell.args(["serve", "--listen", "127.0.0.1:0"]).args(args);
        shell.env_clear().env("HOME", &home).current_dir(&home).stdin(Stdio::null());
        Self::run(home, shell)
    }

    /// Starts a program that serves, and waits until it listens.
    pub(super) fn run(home: PathBuf, mut program: Command) -> Self {
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = Lines::of(child.stdout.take().unwrap());
        let err = Lines::of(child.stderr.take().unwrap());
        let port = err.wait("address", |line| {
            let (_, rest) = line.split_once("listening on 127.0.0.1:")?;
            rest.split(';').next()?.parse().ok()
        });
        Self { port, home, child, out, err }
    }

    /// Waits for a line of the log of which this is true, and returns it.
    pub(super) fn record(&self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        self.out.wait(what, |line| {
            let record: Value = serde_json::from_str(line).unwrap();
            is_it(&record).then_some(record)
        })
    }

    /// Waits for the end of a session, and returns why it ended.
    pub(super) fn reason(&self, session: u64) -> String {
        let record = self.record("end of the session", |record| {
            record["event"] == "close" && record["session"] == session
        });
        record["reason"].as_str().unwrap().to_owned()
    }

    /// Waits for a line that the operator is told.
    pub(super) fn told(&self, text: &str) -> String {
        self.err.wait(text, |line| line.contains(text).then(|| line.to_owned()))
    }

    /// Sends a signal.
    pub(super) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until it has so many files open.
    pub(super) fn wait_for_files(&self, most: usize) {
        let open = format!("/proc/{}/fd", self.child.id());
        let start = Instant::now();
        loop {
            let files = fs::read_dir(&open).unwrap().count();
            if files >= most {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "only {files} files are open");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for its end.
    pub(super) fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Tells whether any line that the operator was told so far contains a text.
    pub(super) fn has_told(&self, text: &str) -> bool {
        self.err.lines.lock().unwrap().iter().any(|line| line.contains(text))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a folder that nobody else uses.
pub(super) fn folder() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    let home =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("ssh-{}-{n}", std::process::id()));
    fs::create_dir_all(&home).unwrap();
    home
}

/// Returns the program, to be run in an environment that holds nothing of this machine.
pub(super) fn command(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.env_clear().current_dir(home).env("HOME", home).stdin(Stdio::null());
    command
}
