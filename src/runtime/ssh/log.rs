//! What happened on a server: a line of JSON for the beginning and the end of each session.

use std::{
    io::Write,
    net::IpAddr,
    sync::mpsc::{self, SyncSender, TrySendError},
    thread,
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::access::Part;

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
    /// The data was read again.
    Reload {
        /// Why it was not taken; the data from before goes on.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// How many events there are now.
        events: u64,
    },
    /// The log could not be written as fast as it came.
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
pub struct Log(SyncSender<(DateTime<Utc>, Record)>);

impl Log {
    /// Writes to something, one line for each record. Once it fails, the rest is dropped.
    ///
    /// # Errors
    /// Fails if the system has no thread left.
    pub fn start(mut out: impl Write + Send + 'static) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::sync_channel::<(DateTime<Utc>, Record)>(MOST_WAITING);
        thread::Builder::new().name("log".to_owned()).spawn(move || {
            for (time, record) in receiver {
                if write(&mut out, time, &record).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self(sender))
    }

    /// Writes a record; one that finds no room is dropped.
    ///
    /// Returns whether it was taken.
    pub fn write(&self, record: Record) -> bool {
        !matches!(self.0.try_send((Utc::now(), record)), Err(TrySendError::Full(_)))
    }
}

fn write(out: &mut impl Write, time: DateTime<Utc>, record: &Record) -> std::io::Result<()> {
    let time = time.to_rfc3339_opts(SecondsFormat::Millis, true);
    serde_json::to_writer(&mut *out, &Line { time, record })?;
    out.write_all(b"\n")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut out = Vec::new();
        write(&mut out, DateTime::UNIX_EPOCH, &open).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
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
    }
}
