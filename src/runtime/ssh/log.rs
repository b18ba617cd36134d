//! What happened on a server: a line of JSON for the beginning and the end of each session.

use std::{
    io::{self, Write},
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, SyncSender},
    },
    thread,
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::{access::Part, admission::Refusal};

/// The most lines that wait to be written.
const MOST_WAITING: usize = 4096;

/// Something worth a line.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Record {
    /// Somebody came in.
    Open {
        /// Which session, counted from 1 since the start.
        session: u64,
        /// From where.
        address: IpAddr,
        /// The name they gave, which nobody has checked, without control characters.
        user: String,
        /// What their program says it is.
        client: String,
        /// What they come as.
        part: Part,
        /// Their kind of terminal; nothing if they have none.
        #[serde(skip_serializing_if = "Option::is_none")]
        term: Option<String>,
        /// Columns and rows of their window.
        #[serde(skip_serializing_if = "Option::is_none")]
        size: Option<(u16, u16)>,
        /// What they asked for.
        #[serde(skip_serializing_if = "String::is_empty")]
        asked: String,
    },
    /// They left.
    Close {
        /// Which session.
        session: u64,
        /// Why it ended.
        reason: Reason,
        /// How long it lasted.
        seconds: u64,
        /// Frames that they were sent.
        frames: u64,
        /// Bytes that they were sent.
        bytes: u64,
        /// Bytes that came from them.
        received: u64,
        /// How often their input was slowed down.
        slowed: u64,
    },
    /// A connection ended before it came to a session.
    Refused {
        /// Why.
        why: Refusal,
        /// From where it came.
        address: IpAddr,
        /// The name they gave last.
        #[serde(skip_serializing_if = "String::is_empty")]
        user: String,
        /// How many codes and keys were wrong; which ones is not written down.
        tries: u32,
    },
    /// The data was read again.
    Reload {
        /// Why it was not taken; the data from before goes on.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// How many events there are now.
        events: u64,
    },
    /// The log could not be written for a while, or not as fast as it came.
    Lost {
        /// Lines that are missing.
        lines: u64,
    },
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// They wanted to.
    Quit,
    /// Their question was answered.
    Answered,
    /// Their question was wrong.
    Refused,
    /// Their connection ended.
    Gone,
    /// They did nothing for too long.
    Idle,
    /// It lasted as long as it may.
    TimeUp,
    /// Their terminal did not read.
    Stuck,
    /// There was no place.
    Full,
    /// The server ends.
    Shutdown,
    /// The program made a mistake.
    Mistake,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::Quit,
        Self::Answered,
        Self::Refused,
        Self::Gone,
        Self::Idle,
        Self::TimeUp,
        Self::Stuck,
        Self::Full,
        Self::Shutdown,
        Self::Mistake,
    ];

    /// Returns the word for it in logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quit => "quit",
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Gone => "gone",
            Self::Idle => "idle",
            Self::TimeUp => "time_up",
            Self::Stuck => "stuck",
            Self::Full => "full",
            Self::Shutdown => "shutdown",
            Self::Mistake => "mistake",
        }
    }
}

/// A line of the log: when, and what.
#[derive(Serialize)]
struct Line<'a> {
    time: String,
    #[serde(flatten)]
    record: &'a Record,
}

/// Where records go; clones go to the same place.
///
/// They are written by a thread of their own: whoever reads the log slowly slows no visitor down.
#[derive(Debug, Clone)]
pub struct Log {
    sender: SyncSender<(DateTime<Utc>, Record)>,
    lost: Arc<AtomicU64>,
}

impl Log {
    /// Writes to something, one line for each record. What cannot be written is counted, and the rest goes on.
    ///
    /// # Errors
    /// Fails if the system has no thread left.
    pub fn start(out: impl Write + Send + 'static) -> io::Result<Self> {
        let (sender, receiver) = mpsc::sync_channel(MOST_WAITING);
        let lost = Arc::<AtomicU64>::default();
        let mut writer = Writer { out, lost: Arc::clone(&lost), told: 0, is_torn: false };
        thread::Builder::new().name("log".to_owned()).spawn(move || {
            for (time, record) in receiver {
                writer.take(time, &record);
            }
        })?;
        Ok(Self { sender, lost })
    }

    /// Writes a record; one that finds no room is dropped and counted.
    pub fn write(&self, record: Record) {
        if self.sender.try_send((Utc::now(), record)).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Returns how many records were not written.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

/// What writes the lines.
struct Writer<W> {
    out: W,
    /// Lines that are missing, and how many of them the log tells of.
    lost: Arc<AtomicU64>,
    told: u64,
    /// Whether a part of a line was written that could not be finished.
    is_torn: bool,
}

impl<W: Write> Writer<W> {
    /// Writes a record, and before it how many are missing.
    fn take(&mut self, time: DateTime<Utc>, record: &Record) {
        let lost = self.lost.load(Ordering::Relaxed);
        if lost > self.told && self.line(time, &Record::Lost { lines: lost - self.told }).is_ok() {
            self.told = lost;
        }
        if self.line(time, record).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn line(&mut self, time: DateTime<Utc>, record: &Record) -> io::Result<()> {
        let time = time.to_rfc3339_opts(SecondsFormat::Millis, true);
        let mut line = if self.is_torn { vec![b'\n'] } else { Vec::new() };
        serde_json::to_writer(&mut line, &Line { time, record })?;
        line.push(b'\n');
        let mut rest = &line[..];
        while !rest.is_empty() {
            match self.out.write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => {
                    rest = &rest[written..];
                    self.is_torn = !rest.is_empty();
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer<W: Write>(out: W) -> Writer<W> {
        Writer { out, lost: Arc::default(), told: 0, is_torn: false }
    }

    /// A disk that has room for so many bytes.
    struct Disk {
        bytes: Vec<u8>,
        room: usize,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let room = bytes.len().min(self.room - self.bytes.len());
            self.bytes.extend_from_slice(&bytes[..room]);
            if room == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(room) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn goes_on_after_a_disk_was_full_and_tells_what_is_missing() {
        let reload = |events| Record::Reload { error: None, events };
        let mut writer = writer(Disk { bytes: Vec::new(), room: 100 });
        for n in 1..=4 {
            writer.take(DateTime::UNIX_EPOCH, &reload(n));
        }
        writer.out.room = 1_000;
        for n in 5..=6 {
            writer.take(DateTime::UNIX_EPOCH, &reload(n));
        }
        assert_eq!(writer.lost.load(Ordering::Relaxed), 3);
        let text = String::from_utf8(writer.out.bytes).unwrap();
        let events: Vec<_> = text
            .lines()
            .map(|line| match serde_json::from_str::<serde_json::Value>(line) {
                Ok(value) => value["events"].as_u64().or(value["lines"].as_u64()).unwrap(),
                Err(_) => 0,
            })
            .collect();
        assert_eq!(events, [1, 0, 3, 5, 6], "{text}");
    }

    #[test]
    fn counts_what_finds_no_room() {
        /// Never gets anything done.
        struct Stuck(mpsc::Receiver<()>);
        impl Write for Stuck {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                let _ = self.0.recv();
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let (_free, stuck) = mpsc::channel();
        let log = Log::start(Stuck(stuck)).unwrap();
        for _ in 0..MOST_WAITING + 10 {
            log.write(Record::Lost { lines: 1 });
        }
        // The one that is being written may have left its place or not.
        assert!((9..=10).contains(&log.lost()), "{}", log.lost());
    }

    #[test]
    fn writes_a_line_for_each_record() {
        let open = Record::Open {
            session: 7,
            address: [192, 0, 2, 7].into(),
            user: "an\"na".to_owned(),
            client: "SSH-2.0-OpenSSH_9.2".to_owned(),
            part: Part::Visitor,
            term: Some("xterm".to_owned()),
            size: Some((120, 40)),
            asked: String::new(),
        };
        let mut writer = writer(Vec::new());
        writer.take(DateTime::UNIX_EPOCH, &open);
        assert_eq!(
            String::from_utf8(writer.out).unwrap(),
            "{\"time\":\"1970-01-01T00:00:00.000Z\",\"event\":\"open\",\"session\":7,\
             \"address\":\"192.0.2.7\",\"user\":\"an\\\"na\",\"client\":\"SSH-2.0-OpenSSH_9.2\",\
             \"part\":\"visitor\",\"term\":\"xterm\",\"size\":[120,40]}\n"
        );
    }

    #[test]
    fn calls_reasons_the_same_in_logs_and_metrics() {
        for reason in Reason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.name());
        }
        for refusal in Refusal::ALL {
            assert_eq!(serde_json::to_value(refusal).unwrap(), refusal.name());
        }
    }
}
