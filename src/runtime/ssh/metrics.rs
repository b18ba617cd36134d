//! Figures about a server, in the text format that Prometheus reads.

use std::{
    fmt::Write as _,
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};

use super::{
    admission::{Admission, Refusal},
    log::{Log, Reason},
};

/// Upper ends of the classes of how long a frame takes to be made, in seconds.
const CLASSES: [f64; 8] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25];
/// How long somebody may take to ask for the figures.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many may ask at the same time.
const MOST_ASKING: usize = 4;
/// The most bytes of a request that are looked at.
const MOST_BYTES: u64 = 4096;

/// What is counted.
#[derive(Debug, Default)]
pub struct Metrics {
    refused: [AtomicU64; Refusal::ALL.len()],
    closed: [AtomicU64; Reason::ALL.len()],
    connections: AtomicU64,
    frames: AtomicU64,
    bytes: AtomicU64,
    slowed: AtomicU64,
    classes: [AtomicU64; CLASSES.len()],
    microseconds: AtomicU64,
}

fn add(counter: &AtomicU64, n: u64) {
    counter.fetch_add(n, Ordering::Relaxed);
}

impl Metrics {
    /// Counts a connection.
    pub fn connected(&self) {
        add(&self.connections, 1);
    }

    /// Counts a connection that was sent away.
    pub fn refused(&self, why: Refusal) {
        add(&self.refused[why as usize], 1);
    }

    /// Counts the end of a session that was sent so many bytes.
    pub fn closed(&self, why: Reason, bytes: u64, slowed: u64) {
        add(&self.closed[why as usize], 1);
        add(&self.bytes, bytes);
        add(&self.slowed, slowed);
    }

    /// Counts a frame that took so long to be made.
    pub fn drawn(&self, took: Duration) {
        add(&self.frames, 1);
        add(&self.microseconds, took.as_micros() as u64);
        if let Some(class) = CLASSES.iter().position(|end| took.as_secs_f64() <= *end) {
            add(&self.classes[class], 1);
        }
    }

    /// Writes all of it.
    #[must_use]
    pub fn text(&self, admission: &Admission, log: &Log, is_ready: bool) -> String {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let there = admission.attendance();
        let mut text = String::new();
        let mut one = |name: &str, kind: &str, help: &str, lines: &[(String, String)]| {
            let _ = writeln!(text, "# HELP dateline_{name} {help}\n# TYPE dateline_{name} {kind}");
            for (labels, value) in lines {
                let _ = writeln!(text, "dateline_{name}{labels} {value}");
            }
        };
        let plain = |value: u64| [(String::new(), value.to_string())];
        let labelled = |label: &str, names: Vec<&str>, counters: &[AtomicU64]| -> Vec<_> {
            let each = names.into_iter().zip(counters);
            each.map(|(name, n)| (format!("{{{label}=\"{name}\"}}"), read(n).to_string())).collect()
        };
        let (ready, inside, waiting) =
            (u64::from(is_ready), there.inside as u64, there.waiting as u64);
        one("ready", "gauge", "Whether visitors are let in.", &plain(ready));
        one("sessions", "gauge", "Sessions that are open.", &plain(inside));
        one("unauthenticated", "gauge", "Connections without a session yet.", &plain(waiting));
        one("connections_total", "counter", "Connections.", &plain(read(&self.connections)));
        let names = Refusal::ALL.map(Refusal::name).to_vec();
        let lines = labelled("why", names, &self.refused);
        one("refused_total", "counter", "Connections that were sent away.", &lines);
        let names = Reason::ALL.map(Reason::name).to_vec();
        let lines = labelled("why", names, &self.closed);
        one("closed_total", "counter", "Sessions that ended.", &lines);
        let bytes = read(&self.bytes);
        one("sent_bytes_total", "counter", "Bytes sent in sessions that ended.", &plain(bytes));
        let slowed = read(&self.slowed);
        one("input_slowed_total", "counter", "Times that input was made to wait.", &plain(slowed));
        let lost = plain(log.lost());
        one(
            "log_lines_lost_total",
            "counter",
            "Lines that could not be written to the log.",
            &lost,
        );
        let _ = writeln!(
            text,
            "# HELP dateline_frame_seconds How long a frame takes to be made.\n# TYPE dateline_frame_seconds histogram"
        );
        let mut sum = 0;
        for (end, count) in CLASSES.iter().zip(&self.classes) {
            sum += read(count);
            let _ = writeln!(text, "dateline_frame_seconds_bucket{{le=\"{end}\"}} {sum}");
        }
        let frames = read(&self.frames);
        let seconds = Duration::from_micros(read(&self.microseconds)).as_secs_f64();
        let _ = writeln!(
            text,
            "dateline_frame_seconds_bucket{{le=\"+Inf\"}} {frames}\ndateline_frame_seconds_sum {seconds}\ndateline_frame_seconds_count {frames}"
        );
        text
    }
}

/// Answers whoever asks for figures by HTTP, until the program ends. `text` makes them.
pub async fn serve(listener: TcpListener, text: impl Fn() -> String + Send + Sync + 'static) {
    let text = Arc::new(text);
    let asking = Arc::new(Semaphore::new(MOST_ASKING));
    loop {
        let Ok(permit) = Arc::clone(&asking).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(super::server::BREATH).await;
            continue;
        };
        let text = Arc::clone(&text);
        tokio::spawn(async move {
            // Whoever asked and left needs no answer.
            let _ = timeout(PATIENCE, answer(stream, &*text)).await;
            drop(permit);
        });
    }
}

async fn answer(mut stream: TcpStream, text: &(impl Fn() -> String + Sync)) -> io::Result<()> {
    let mut request = Vec::new();
    let mut part = [0; 512];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut part).await?;
        if read == 0 || request.len() as u64 > MOST_BYTES {
            return Ok(());
        }
        request.extend_from_slice(&part[..read]);
    }
    let (status, body) = match request.split(|byte| *byte == b' ').nth(1) {
        Some(b"/metrics" | b"/") if request.starts_with(b"GET ") => ("200 OK", text()),
        _ => ("404 Not Found", "the figures are at /metrics\n".to_owned()),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::ssh::limits::Limits;

    #[test]
    fn writes_what_prometheus_reads() {
        let metrics = Metrics::default();
        metrics.refused(Refusal::TooFast);
        metrics.closed(Reason::Idle, 1000, 3);
        metrics.drawn(Duration::from_micros(400));
        metrics.drawn(Duration::from_secs(1));
        let log = Log::start(io::sink()).unwrap();
        let text = metrics.text(&Admission::new(Arc::new(Limits::default())), &log, true);
        for line in [
            "dateline_ready 1",
            "dateline_sessions 0",
            "dateline_refused_total{why=\"too_fast\"} 1",
            "dateline_refused_total{why=\"wrong_code\"} 0",
            "dateline_log_lines_lost_total 0",
            "dateline_closed_total{why=\"idle\"} 1",
            "dateline_closed_total{why=\"quit\"} 0",
            "dateline_sent_bytes_total 1000",
            "dateline_frame_seconds_bucket{le=\"0.0005\"} 1",
            "dateline_frame_seconds_bucket{le=\"0.25\"} 1",
            "dateline_frame_seconds_bucket{le=\"+Inf\"} 2",
            "dateline_frame_seconds_sum 1.0004",
            "dateline_frame_seconds_count 2",
        ] {
            assert!(text.lines().any(|one| one == line), "{line} in\n{text}");
        }
        for line in text.lines() {
            assert!(line.starts_with("# ") || line.split(' ').count() == 2, "{line}");
        }
    }
}
