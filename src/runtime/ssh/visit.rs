//! A session from its beginning to its end: let in, shown around or answered, and written down.

use std::{
    io::{BufWriter, Write},
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use ratatui::layout::Size;
use russh::keys::PublicKey;
use tokio::{
    runtime::Handle,
    sync::{mpsc, watch},
    task,
    time::{sleep, sleep_until},
};

use super::{
    access::Part,
    admission::{Permit, Refusal},
    client::Client,
    explorer,
    guarded::Guard,
    line::{Line, Output, Turn},
    log::{Reason, Record},
    server::{FAREWELL, Shared},
    show::Asked,
};
use crate::{
    domain::Clean,
    runtime::{mistake, modes},
};

/// The exit code of a server without a place (`EX_TEMPFAIL`).
const TRY_AGAIN: u8 = 75;
/// What Ctrl+C sends where nobody makes a signal of it.
const INTERRUPT: u8 = 0x03;
/// The exit code of a program that was interrupted.
const INTERRUPTED: u8 = 130;

/// A session that is about to begin.
pub(super) struct Visit {
    pub(super) shared: Arc<Shared>,
    pub(super) line: Arc<Line>,
    pub(super) permit: Permit,
    pub(super) input: mpsc::Receiver<Vec<u8>>,
    /// The size of the window; it means nothing where there is no terminal.
    pub(super) window: watch::Receiver<Size>,
    pub(super) client: Client,
    /// What was asked for; an empty line asks for the explorer and no more.
    pub(super) asked: String,
    pub(super) who: Who,
    /// How many frames were sent.
    pub(super) frames: Arc<AtomicU64>,
}

/// Whose session it is.
#[derive(Debug, Clone)]
pub(super) struct Who {
    pub(super) address: IpAddr,
    /// The name they gave, fit to be written anywhere.
    pub(super) user: String,
    /// What their program calls itself, likewise.
    pub(super) ident: String,
    /// What kind of terminal they say they have; nothing if they have none.
    pub(super) term: Option<String>,
    pub(super) part: Part,
    /// The key of somebody who may lead.
    pub(super) key: Option<PublicKey>,
}

impl Visit {
    /// Has the session, and writes down that it began and how it ended. The guard is that of its connection.
    pub(super) async fn run(self, guard: Arc<Guard>) {
        let (shared, line) = (Arc::clone(&self.shared), Arc::clone(&self.line));
        let (frames, has_terminal) = (Arc::clone(&self.frames), self.has_terminal());
        let (session, start) = (shared.next_session(), Instant::now());
        shared.record(Record::Open {
            session,
            address: self.who.address,
            user: self.who.user.clone(),
            client: self.who.ident.clone(),
            part: self.who.part,
            term: self.who.term.clone(),
            size: has_terminal.then(|| (*self.window.borrow()).into()),
            asked: Clean::new(&self.asked).to_string(),
        });
        // On a task of its own, so that a mistake in it ends this session and nothing else.
        let reason = if let Ok(reason) = tokio::spawn(self.stay()).await {
            reason
        } else {
            let sorry = b"dateline made a mistake, sorry; please come again.\r\n";
            let leave = if has_terminal { modes::LEAVE } else { b"" };
            line.end(&[leave, sorry].concat(), mistake::EXIT_CODE).await;
            Reason::Mistake
        };
        let reason = if guard.is_stuck() { Reason::Stuck } else { reason };
        let (bytes, slowed) = (guard.written(), guard.slowed());
        shared.metrics.closed(reason, bytes, slowed);
        shared.record(Record::Close {
            session,
            reason,
            seconds: start.elapsed().as_secs(),
            frames: frames.load(Ordering::Relaxed),
            bytes,
            received: guard.read(),
            slowed,
        });
        shared.left.notify_one();
        // A client that has been told the end closes the connection itself.
        sleep(FAREWELL).await;
        guard.cut();
    }

    const fn has_terminal(&self) -> bool {
        self.who.term.is_some()
    }

    async fn stay(mut self) -> Reason {
        let size = *self.window.borrow();
        let cells = if self.has_terminal() { size.area() } else { 0 };
        let place = self.permit.enter().and_then(|()| self.permit.take_cells(u64::from(cells)));
        if let Err(refusal) = place {
            return self.send_away(refusal).await;
        }
        if !self.has_terminal() {
            return self.answer().await;
        }
        let shown = self.shared.shown();
        let mut err = Vec::new();
        let asked = self.shared.work(|| shown.ask(&self.asked, &mut err)).await;
        let said = String::from_utf8_lossy(&err).replace('\n', "\r\n");
        if let Err(lost) = self.line.send(Output::Error, said.into_bytes()).await {
            return lost.into();
        }
        match asked {
            Asked::Explorer(app) => Box::pin(explorer::show(self, *app, &*shown)).await,
            Asked::Answer => self.answer().await,
            Asked::Refused(code) => {
                self.line.end(b"", code).await;
                Reason::Refused
            }
        }
    }

    /// Says that there is no place.
    async fn send_away(&mut self, refusal: Refusal) -> Reason {
        self.shared.metrics.refused(refusal);
        let text = format!("dateline: {refusal}\r\n");
        if self.line.send(Output::Error, text.into_bytes()).await.is_ok() {
            self.line.end(b"", TRY_AGAIN).await;
        }
        Reason::Full
    }

    /// Answers a question in words, where it may take its time.
    async fn answer(mut self) -> Reason {
        let (shared, line, shown) =
            (Arc::clone(&self.shared), Arc::clone(&self.line), self.shared.shown());
        let size = self.has_terminal().then(|| *self.window.borrow());
        let asked = self.asked.clone();
        let is_over = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&is_over);
        let turns = Arc::clone(&shared.turns);
        let answering = task::spawn_blocking(move || {
            let turn = Arc::new(Turn::take(turns, Handle::current()));
            let writer = |output| line.writer(output, Arc::clone(&turn), Arc::clone(&is_over));
            let mut out = BufWriter::new(writer(Output::Answer));
            let mut err = BufWriter::new(writer(Output::Error));
            let code = shown.answer(&asked, size, &mut out, &mut err);
            // Whoever is gone reads no more.
            let is_read = out.flush().is_ok() && err.flush().is_ok();
            is_read.then_some(code)
        });
        tokio::pin!(answering);
        let until = tokio::time::Instant::now() + shared.limits.idle;
        let mut is_silent = false;
        let code = loop {
            tokio::select! {
                code = &mut answering => break code,
                // Whoever reads that slowly does nothing either.
                () = sleep_until(until) => {
                    stopped.store(true, Ordering::Relaxed);
                    return Reason::Idle;
                }
                bytes = self.input.recv(), if !is_silent => match bytes {
                    Some(bytes) if size.is_none() || !bytes.contains(&INTERRUPT) => {}
                    // Without a terminal, a client that sends nothing more still waits for the answer.
                    None if size.is_none() => is_silent = true,
                    _ => {
                        stopped.store(true, Ordering::Relaxed);
                        self.line.end(b"\r\n", INTERRUPTED).await;
                        let _ = (&mut answering).await;
                        return Reason::Quit;
                    }
                },
            }
        };
        match code {
            Ok(Some(code)) => {
                self.line.end(b"", code).await;
                Reason::Answered
            }
            Ok(None) => Reason::Gone,
            Err(_) => {
                self.line.end(b"", mistake::EXIT_CODE).await;
                Reason::Mistake
            }
        }
    }
}
