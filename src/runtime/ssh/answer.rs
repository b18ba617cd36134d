//! An answer in words: a thread that may wait makes it, a piece at a time, and whoever watches over the session sends it.
//!
//! ```text
//! thread: works in its turn -> piece --Said--> session: sends it, waits for the next turn --turn--> thread
//! ```
//! While a piece is on its way nothing works and nobody's turn is taken. Once the session waits no longer, the next piece
//! fails, and with it the answer.

use std::{
    cell::RefCell,
    io::{self, BufWriter, Write},
    sync::Arc,
};

use tokio::{
    sync::mpsc,
    task,
    time::{Instant, sleep_until},
};

use super::{
    line::Output,
    log::Reason,
    server::Ending,
    shares::Share,
    show::Answering,
    visit::{TRY_AGAIN, Visit},
};
use crate::runtime::mistake;

/// How many bytes are sent at once. Whoever does not take as many within [`Limits::stuck`](super::limits::Limits::stuck)
/// is cut off, which is a least rate of two thousand bytes a second.
const PIECE: usize = 32 << 10;
/// An answer keeps the number of each event that it lists: one about so many more takes another place.
const EVENTS_OF_A_PLACE: u64 = 2_000_000;
/// What Ctrl+C sends where nobody makes a signal of it.
const INTERRUPT: u8 = 0x03;
/// The exit code of a program that was interrupted.
const INTERRUPTED: u8 = 130;

/// A piece of an answer. An empty one says nothing: the thread lets others have a turn.
struct Said {
    output: Output,
    bytes: Vec<u8>,
}

/// How an answer ended.
type Ended = Result<u8, Reason>;

/// Answers, unless something else ends the session before.
pub(super) async fn send(mut visit: Visit, answering: Answering) -> Reason {
    let has_terminal = visit.has_terminal();
    let line = Arc::clone(&visit.line);
    let until = Instant::now() + visit.shared.limits.idle;
    let mut ending = visit.shared.ending.clone();
    let mut input = visit.take_input();
    let ended = tokio::select! {
        ended = exchange(visit, answering) => ended,
        reason = interruption(&mut input, has_terminal) => Err(reason),
        _ = ending.wait_for(|ending| *ending == Ending::Now) => Err(Reason::Shutdown),
        // Whoever reads that slowly does nothing either.
        () = sleep_until(until) => Err(Reason::Idle),
    };
    let reason = match ended {
        Ok(code) => {
            line.end(b"", code).await;
            return Reason::Answered;
        }
        Err(reason) => reason,
    };
    match reason {
        Reason::Stuck => {}
        Reason::Mistake => line.end(b"", mistake::EXIT_CODE).await,
        Reason::Shutdown => {
            line.refuse("the server ends; please ask again later", TRY_AGAIN).await;
        }
        Reason::Idle => line.refuse("the answer took too long", TRY_AGAIN).await,
        Reason::Quit => line.end(b"\r\n", INTERRUPTED).await,
        // Whoever has sent a signal is there to be told; else this fails at once.
        _ => line.end(b"", INTERRUPTED).await,
    }
    reason
}

/// Waits until the client wants no answer any more.
async fn interruption(input: &mut mpsc::Receiver<Vec<u8>>, has_terminal: bool) -> Reason {
    loop {
        match input.recv().await {
            // Without a terminal Ctrl+C is the client's own matter, and bytes are no keys.
            Some(bytes) if has_terminal && bytes.contains(&INTERRUPT) => return Reason::Quit,
            Some(_) => {}
            None => return Reason::Gone,
        }
    }
}

/// Has an answer made, and sends its pieces. It can be dropped at any moment, and the thread ends with its next piece.
async fn exchange(visit: Visit, answering: Answering) -> Ended {
    let Visit { shared, line, permit, who, .. } = visit;
    let size = u32::try_from(shared.events() / EVENTS_OF_A_PLACE).unwrap_or(u32::MAX);
    let place = shared.places.take(who.address, size.saturating_add(1)).await;
    let turn = shared.answers.take(who.address, 1).await;
    let (said, mut pieces) = mpsc::channel(1);
    let (turns, next_turn) = mpsc::channel(1);
    let thread = task::spawn_blocking(move || {
        // Work that goes on takes its place, whatever has become of the session.
        let _held = (permit, place);
        let speaker = RefCell::new(Speaker { said, next_turn, turn: Some(turn) });
        answered(&speaker, answering)
    });
    while let Some(Said { output, bytes }) = pieces.recv().await {
        if !bytes.is_empty() {
            line.send(output, bytes).await?;
        }
        let turn = shared.answers.take(who.address, 1).await;
        // If nobody takes it, the thread has ended.
        let _ = turns.send(turn).await;
    }
    thread.await.map_err(|_| Reason::Mistake)
}

/// Makes an answer on a thread that may wait; returns the exit code.
fn answered(speaker: &RefCell<Speaker>, answering: Answering) -> u8 {
    let voice = |output| BufWriter::with_capacity(PIECE, Voice { speaker, output });
    let (mut out, mut err) = (voice(Output::Answer), voice(Output::Error));
    let code = answering(&mut out, &mut err);
    for voice in [out, err] {
        // Whoever hears no more has ended the session already.
        let _ = voice.into_inner();
    }
    code
}

/// The thread's end of the exchange.
struct Speaker {
    said: mpsc::Sender<Said>,
    next_turn: mpsc::Receiver<Share>,
    turn: Option<Share>,
}

impl Speaker {
    /// Says something and waits until it is its turn again; fails once nobody hears it.
    fn say(&mut self, output: Output, bytes: Vec<u8>) -> io::Result<()> {
        self.turn = None;
        if self.said.blocking_send(Said { output, bytes }).is_ok() {
            self.turn = self.next_turn.blocking_recv();
        }
        if self.turn.is_some() { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    }
}

/// One of the two outputs of an answer. Flushing it lets others have a turn.
struct Voice<'a> {
    speaker: &'a RefCell<Speaker>,
    output: Output,
}

impl Write for Voice<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(PIECE)];
        self.speaker.borrow_mut().say(self.output, piece.to_vec())?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.speaker.borrow_mut().say(self.output, Vec::new())
    }
}
