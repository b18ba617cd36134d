//! The way to a visitor's terminal: what is sent there, and how the end of it is told.

use std::{sync::Arc, time::Duration};

use russh::{ChannelWriteHalf, server::Msg};
use tokio::time::timeout;

use super::guarded::Guard;

/// The number of the channel that errors go to (RFC 4254, section 5.2).
const ERRORS: u32 = 1;
/// How long the last words may take to get there.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// A channel to a client.
pub(super) struct Line {
    channel: ChannelWriteHalf<Msg>,
    guard: Arc<Guard>,
    patience: Duration,
}

/// Why nothing can be sent any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// The client is gone.
    Gone,
    /// It does not read.
    Stuck,
}

/// Which of the two outputs of a program something is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// The answer.
    Answer,
    /// What is said beside it.
    Error,
}

impl Line {
    /// Returns the way to a client that has so long to read what it is sent.
    pub(super) const fn new(
        channel: ChannelWriteHalf<Msg>,
        guard: Arc<Guard>,
        patience: Duration,
    ) -> Self {
        Self { channel, guard, patience }
    }

    /// Sends bytes. A client that does not read in time is cut off: the library would wait for it for ever.
    pub(super) async fn send(&self, output: Output, bytes: Vec<u8>) -> Result<(), Lost> {
        self.send_within(output, bytes, self.patience).await
    }

    async fn send_within(
        &self,
        output: Output,
        bytes: Vec<u8>,
        patience: Duration,
    ) -> Result<(), Lost> {
        let sending = async {
            match output {
                Output::Answer => self.channel.data_bytes(bytes).await,
                Output::Error => self.channel.extended_data_bytes(ERRORS, bytes).await,
            }
        };
        match timeout(patience, sending).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Lost::Gone),
            Err(_) => {
                self.guard.cut();
                Err(Lost::Stuck)
            }
        }
    }

    /// Says the last words and how it ended, and closes the channel.
    pub(super) async fn end(&self, bytes: &[u8], code: u8) {
        let farewell = async {
            self.send_within(Output::Answer, bytes.to_vec(), LAST_WORDS).await.ok()?;
            self.channel.exit_status(u32::from(code)).await.ok()?;
            self.channel.eof().await.ok()?;
            self.channel.close().await.ok()
        };
        // Who is gone hears nothing, and who does not listen is cut off by whoever holds the connection.
        let _ = timeout(LAST_WORDS, farewell).await;
    }
    /// Says why there is no answer, or no more of it, and closes the channel.
    pub(super) async fn refuse(&self, why: &str, code: u8) {
        let text = format!("dateline: {why}\r\n").into_bytes();
        let farewell = async {
            let _ = self.send_within(Output::Error, text, LAST_WORDS).await;
            self.end(b"", code).await;
        };
        // As at the end: nobody is waited for.
        let _ = timeout(LAST_WORDS, farewell).await;
    }
}
