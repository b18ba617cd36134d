//! A session from its beginning to its end: let in, shown around or answered, and written down.

use std::{
    mem,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use ratatui::layout::Size;
use russh::keys::PublicKey;
use tokio::{
    sync::{mpsc, watch},
    time::sleep,
};

use super::{
    access::Part,
    admission::{Permit, Refusal},
    answer,
    client::Client,
    explorer,
    guarded::Guard,
    line::{Line, Output},
    log::{Reason, Record},
    server::{FAREWELL, Shared},
    show::Asked,
};
use crate::{
    domain::Clean,
    runtime::{mistake, modes},
};

/// The exit code of a server without a place (`EX_TEMPFAIL`).
pub(super) const TRY_AGAIN: u8 = 75;

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

    pub(super) const fn has_terminal(&self) -> bool {
        self.who.term.is_some()
    }

    /// Does something that takes a while where there are many events.
    pub(super) async fn work<T>(&self, work: impl FnOnce() -> T) -> T {
        self.shared.work(self.who.address, work).await
    }

    /// Hands over what comes from the client; the visit gets nothing of it any more.
    pub(super) fn take_input(&mut self) -> mpsc::Receiver<Vec<u8>> {
        mem::replace(&mut self.input, mpsc::channel(1).1)
    }

    async fn stay(mut self) -> Reason {
        let size = *self.window.borrow();
        let cells = if self.has_terminal() { size.area() } else { 0 };
        let place = self.permit.enter().and_then(|()| self.permit.take_cells(u64::from(cells)));
        if let Err(refusal) = place {
            return self.send_away(refusal).await;
        }
        let shown = self.shared.shown();
        let window = self.has_terminal().then_some(size);
        let mut err = Vec::new();
        let asked = self.work(|| shown.ask(&self.asked, window, &mut err)).await;
        if window.is_some() {
            err = String::from_utf8_lossy(&err).replace('\n', "\r\n").into_bytes();
        }
        if !err.is_empty()
            && let Err(lost) = self.line.send(Output::Error, err).await
        {
            return lost.into();
        }
        match asked {
            Asked::Explorer(app) => Box::pin(explorer::show(self, *app, &*shown)).await,
            Asked::Answer(answering) => Box::pin(answer::send(self, answering)).await,
            Asked::Refused(code) => {
                self.line.end(b"", code).await;
                Reason::Refused
            }
        }
    }

    /// Says that there is no place.
    async fn send_away(&self, refusal: Refusal) -> Reason {
        self.shared.metrics.refused(refusal);
        self.line.refuse(&refusal.to_string(), TRY_AGAIN).await;
        Reason::Full
    }
}
