//! The server that is measured: a child of this process, and what the system says of it.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::Fails;

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);
/// Limits out of the way: all visitors come from this machine, and more than usual.
const LIMITS: [&str; 6] = [
    "--sessions",
    "--sessions-per-address",
    "--arrivals",
    "--arrivals-at-once",
    "--waiting",
    "--waiting-per-address",
];

/// A server that runs until it is dropped.
pub(crate) struct Server {
    pub(crate) port: u16,
    child: Child,
    ends: Receiver<End>,
}

/// The end of a session, as the log tells it.
pub(crate) struct End {
    pub(crate) at: Instant,
    pub(crate) reason: String,
}

/// A moment of a server's life.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    at: Instant,
    /// Processor time since its start.
    work: Duration,
    /// Bytes in memory.
    pub(crate) memory: u64,
}

impl Usage {
    /// Returns the processor time since an earlier moment.
    pub(crate) fn work_since(&self, earlier: &Self) -> Duration {
        self.work.saturating_sub(earlier.work)
    }

    /// Returns the share of one core that was taken since an earlier moment.
    pub(crate) fn share_since(&self, earlier: &Self) -> f64 {
        let passed = self.at.duration_since(earlier.at);
        self.work_since(earlier).as_secs_f64() / passed.as_secs_f64()
    }

    /// Returns how many bytes came to the memory since an earlier moment, less those that went.
    pub(crate) fn growth_since(&self, earlier: &Self) -> i64 {
        self.memory as i64 - earlier.memory as i64
    }
}

impl Server {
    /// Starts a server and waits until it listens.
    pub(crate) fn start(data: &[String]) -> Result<Self, Fails> {
        let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("visitors");
        fs::create_dir_all(&home)?;
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .env_clear()
            .env("HOME", &home)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(LIMITS.iter().flat_map(|limit| [limit, "100000"]))
            .args(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        // From here on it is killed, whatever fails.
        let mut server = Self { port: 0, child, ends: mpsc::channel().1 };
        let (Some(out), Some(err)) = (out, err) else { return Err("no pipes".into()) };
        server.ends = ends(out);
        server.port = told(err).recv_timeout(PATIENCE).map_err(|_| "the server does not listen")?;
        Ok(server)
    }

    /// Returns what it has taken so far.
    pub(crate) fn usage(&self) -> Result<Usage, Fails> {
        let read = |file| fs::read_to_string(format!("/proc/{}/{file}", self.child.id()));
        let (stat, status) = (read("stat")?, read("status")?);
        // After the name in brackets, which may hold anything: the 12th and 13th, in ticks of 10 ms.
        let (_, stat) = stat.rsplit_once(')').ok_or("no name in stat")?;
        let ticks = stat.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
        let ticks: u64 = ticks.sum::<Result<_, _>>()?;
        let size = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let size = size.and_then(|size| size.trim().strip_suffix(" kB")).ok_or("no VmRSS")?;
        let memory = size.trim().parse::<u64>()? * 1024;
        Ok(Usage { at: Instant::now(), work: Duration::from_millis(ticks * 10), memory })
    }

    /// Returns the ends of sessions that the log has told since the last call.
    pub(crate) fn ends(&self) -> impl Iterator<Item = End> {
        self.ends.try_iter()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads the log as fast as it comes, so that it never waits for its reader.
fn ends(log: impl Read + Send + 'static) -> Receiver<End> {
    let (sender, ends) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(log).lines().map_while(Result::ok) {
            let at = Instant::now();
            let Ok(record) = serde_json::from_str::<Value>(&line) else { continue };
            if let (Some("close"), Some(reason)) =
                (record["event"].as_str(), record["reason"].as_str())
            {
                // Not every scenario asks for them.
                let _ = sender.send(End { at, reason: reason.to_owned() });
            }
        }
    });
    ends
}

/// Reads what the operator is told, and returns the port once it is there.
fn told(messages: impl Read + Send + 'static) -> Receiver<u16> {
    let (sender, port) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(messages).lines().map_while(Result::ok) {
            let address = line.split_once("listening on 127.0.0.1:");
            let told = address.and_then(|(_, rest)| rest.split(';').next()?.parse().ok());
            if let Some(told) = told {
                // Nobody waits any more if it took too long.
                let _ = sender.send(told);
            }
        }
    });
    port
}
