//! The thread that waits for the terminal and for signals, and tells the loop what it heard.
//!
//! It sleeps until something comes: no tick, no wake-up while nothing happens. Since it never draws and never asks
//! an engine, it notices what the loop cannot when that is busy: a terminal that is gone, and a loop that does
//! not end when it is asked to.

use std::{
    io::{self, Read, Write},
    os::fd::{AsFd, OwnedFd},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::{
    app::input::Input,
    runtime::{
        decoder::Decoder,
        unix::{self, Caught, Signal, Wish},
    },
};

/// How long the loop may take to give the terminal back before that is done for it.
const GRACE: Duration = Duration::from_secs(1);
/// The most bytes of a paste that are kept.
const LONGEST_PASTE: usize = 1 << 20;
/// How many inputs may wait for the loop before the rest stays in the terminal.
const MOST_WAITING: usize = 4096;
/// How soon to look again whether the loop has caught up.
const CATCH_UP: Duration = Duration::from_millis(10);
/// Read at once; the kernel keeps no more than this for a terminal.
const CHUNK: usize = 4096;
/// A byte in the pipe that is no signal: the thread shall end.
const ENOUGH: u8 = 0;

/// Something that the loop has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The person did something; what came together is told together.
    Inputs(Vec<Input>),
    /// A signal came. A terminal that is gone counts as [`Signal::HangUp`].
    Signal(Signal),
    /// A [`Waker`] was used.
    Woken,
}

/// What is heard, in order. Dropping it ends the thread and lets signals do what they did before.
pub struct Listener {
    heard: Receiver<Heard>,
    queue: Queue,
    thread: Option<JoinHandle<()>>,
    caught: Arc<Caught>,
}

/// Wakes the loop from another thread, for example when an answer has come.
#[derive(Debug, Clone)]
pub struct Waker {
    heard: Sender<Heard>,
    is_asleep: Arc<AtomicBool>,
}

/// The way from the thread to the loop.
#[derive(Debug, Clone)]
struct Queue {
    heard: Sender<Heard>,
    waiting: Arc<AtomicUsize>,
    is_asleep: Arc<AtomicBool>,
}

impl Listener {
    /// Starts to listen to keys and signals.
    ///
    /// # Errors
    /// Fails if the system has no thread or descriptor left.
    pub fn start(keys: OwnedFd) -> io::Result<Self> {
        let caught = Arc::new(Caught::new()?);
        let (sender, heard) = mpsc::channel();
        let queue = Queue {
            heard: sender,
            waiting: Arc::default(),
            is_asleep: Arc::new(AtomicBool::new(true)),
        };
        // What an earlier listener did not read is not for this one.
        take_bytes(&caught);
        let ears = Ears {
            keys: keys.into(),
            caught: Arc::clone(&caught),
            queue: queue.clone(),
            decoder: Decoder::new(LONGEST_PASTE),
        };
        let thread = thread::Builder::new()
            .name("listener".to_owned())
            .spawn(|| ears.listen())?;
        Ok(Self {
            heard,
            queue,
            thread: Some(thread),
            caught,
        })
    }

    /// Waits for the next thing. The thread always says why it ends, so waiting cannot be in vain.
    pub fn next(&self) -> Option<Heard> {
        self.note(self.heard.recv().ok())
    }

    /// Waits for the next thing, but not for ever.
    pub fn next_within(&self, timeout: Duration) -> Option<Heard> {
        self.note(self.heard.recv_timeout(timeout).ok())
    }

    /// Returns the next thing if it has come already.
    pub fn next_now(&self) -> Option<Heard> {
        self.note(self.heard.try_recv().ok())
    }

    /// Returns what other threads wake the loop with.
    #[must_use]
    pub fn waker(&self) -> Waker {
        Waker {
            heard: self.queue.heard.clone(),
            is_asleep: Arc::clone(&self.queue.is_asleep),
        }
    }

    fn note(&self, heard: Option<Heard>) -> Option<Heard> {
        match &heard {
            Some(Heard::Inputs(inputs)) => {
                self.queue.waiting.fetch_sub(inputs.len(), Ordering::AcqRel);
            }
            Some(Heard::Woken) => self.queue.is_asleep.store(true, Ordering::Release),
            Some(Heard::Signal(_)) | None => {}
        }
        heard
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let told = self
            .caught
            .waker()
            .is_some_and(|mut pipe| pipe.write_all(&[ENOUGH]).is_ok());
        if let Some(thread) = self.thread.take()
            && told
        {
            // It cannot panic; and if it had, the loop's end would not change.
            thread.join().ok();
        }
    }
}

impl Waker {
    /// Makes the loop call [`crate::runtime::local::Interactive::woken`] soon, once for any number of calls.
    pub fn wake(&self) {
        if self.is_asleep.swap(false, Ordering::AcqRel) {
            // Nobody listens any more when the program is ending.
            self.heard.send(Heard::Woken).ok();
        }
    }
}

/// The thread's own part.
struct Ears {
    keys: std::fs::File,
    caught: Arc<Caught>,
    queue: Queue,
    decoder: Decoder,
}

/// Why the thread stops listening.
enum End {
    /// It was told that it is enough.
    Enough,
    /// The program shall end by this signal.
    By(Signal),
}

impl Ears {
    fn listen(mut self) {
        let end = loop {
            match self.listen_once() {
                Ok(None) => {}
                Ok(Some(end)) => break end,
                // Neither waiting nor reading works: the terminal is as good as gone.
                Err(_) => break End::By(Signal::HangUp),
            }
        };
        if let End::By(signal) = end {
            self.queue.heard.send(Heard::Signal(signal)).ok();
            self.see_to_the_end(signal);
        }
    }

    /// Waits once and passes on what came.
    fn listen_once(&mut self) -> io::Result<Option<End>> {
        let is_full = self.queue.waiting.load(Ordering::Acquire) >= MOST_WAITING;
        let (wish, timeout) = if is_full {
            (Wish::Nothing, Some(CATCH_UP))
        } else {
            (Wish::Read, self.decoder.patience())
        };
        let [keys, pipe] = unix::wait(
            [
                (self.keys.as_fd(), wish),
                (self.caught.pipe().as_fd(), Wish::Read),
            ],
            timeout,
        )?;
        if pipe.readable
            && let Some(end) = self.pass_on_signals()
        {
            return Ok(Some(end));
        }
        if keys.gone {
            return Ok(Some(End::By(Signal::HangUp)));
        }
        let inputs = if keys.readable {
            let mut chunk = [0; CHUNK];
            match self.keys.read(&mut chunk) {
                Ok(0) => return Ok(Some(End::By(Signal::HangUp))),
                Ok(read) => self.decoder.feed(&chunk[..read]),
                Err(error) => match error.kind() {
                    io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock => Vec::new(),
                    _ => return Err(error),
                },
            }
        } else if !is_full && !pipe.readable && timeout.is_some() {
            self.decoder.give_up()
        } else {
            Vec::new()
        };
        if !inputs.is_empty() {
            self.queue.waiting.fetch_add(inputs.len(), Ordering::AcqRel);
            self.queue.heard.send(Heard::Inputs(inputs)).ok();
        }
        Ok(None)
    }

    /// Passes signals on; returns why to stop listening, if one says so.
    fn pass_on_signals(&self) -> Option<End> {
        for byte in take_bytes(&self.caught) {
            match Signal::from_byte(byte) {
                None => return Some(End::Enough),
                Some(signal) if signal.is_end() => return Some(End::By(signal)),
                Some(signal) => {
                    self.queue.heard.send(Heard::Signal(signal)).ok();
                }
            }
        }
        None
    }

    /// Ends the program itself if the loop does not.
    fn see_to_the_end(&self, signal: Signal) {
        loop {
            let pipe = (self.caught.pipe().as_fd(), Wish::Read);
            let came = unix::wait([pipe], Some(GRACE)).is_ok_and(|[pipe]| pipe.readable);
            let bytes = take_bytes(&self.caught);
            if bytes.iter().any(|byte| Signal::from_byte(*byte).is_none()) {
                return;
            }
            if !came {
                if unix::is_taken() {
                    unix::die_by(signal);
                }
                return;
            }
        }
    }
}

/// Takes all bytes that signals have put into the pipe, each once.
fn take_bytes(caught: &Caught) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 64];
    let mut pipe = caught.pipe();
    while let Ok(read @ 1..) = pipe.read(&mut chunk) {
        for byte in &chunk[..read] {
            if !bytes.contains(byte) {
                bytes.push(*byte);
            }
        }
    }
    bytes
}
