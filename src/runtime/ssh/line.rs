//! The way to a visitor's terminal: what is sent there, and how the end of it is told.

use std::{
    future,
    io::{self, Write},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use russh::{ChannelWriteHalf, server::Msg};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

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

    /// Returns a way to write to it from a thread that may wait.
    ///
    /// It fails once the client is lost or `is_over` says so. Nobody's turn is taken up by a client who reads slowly.
    pub(super) const fn writer(
        &self,
        output: Output,
        turn: Arc<Turn>,
        is_over: Arc<AtomicBool>,
    ) -> LineWriter<'_> {
        LineWriter { line: self, output, turn, is_over }
    }
}

/// A turn at the processor, which is given back while something else is waited for.
pub(super) struct Turn {
    turns: Arc<Semaphore>,
    runtime: Handle,
    permit: Mutex<Option<OwnedSemaphorePermit>>,
}

impl Turn {
    /// Waits for a turn, on a thread that may wait.
    pub(super) fn take(turns: Arc<Semaphore>, runtime: Handle) -> Self {
        let turn = Self { turns, runtime, permit: Mutex::default() };
        turn.wait(future::ready(()));
        turn
    }

    /// Waits for something, and then for the turn to come again.
    fn wait<T>(&self, something: impl Future<Output = T>) -> T {
        drop(self.lock().take());
        let done = self.runtime.block_on(something);
        // Nobody closes them; without a turn it would go on all the same.
        let permit = self.runtime.block_on(Arc::clone(&self.turns).acquire_owned()).ok();
        *self.lock() = permit;
        done
    }

    fn lock(&self) -> MutexGuard<'_, Option<OwnedSemaphorePermit>> {
        self.permit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes to a client from a thread that may wait, until it is told to stop.
pub(super) struct LineWriter<'a> {
    line: &'a Line,
    output: Output,
    turn: Arc<Turn>,
    is_over: Arc<AtomicBool>,
}

impl Write for LineWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_sent = !self.is_over.load(Ordering::Relaxed)
            && self.turn.wait(self.line.send(self.output, bytes.to_vec())).is_ok();
        if is_sent {
            return Ok(bytes.len());
        }
        self.is_over.store(true, Ordering::Relaxed);
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
