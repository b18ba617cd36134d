//! The threads that wait for the terminal and for signals, and tell the loop what they heard.
//!
//! One reads keys with crossterm, one watches for signals and for a terminal that is gone. They are two because
//! crossterm may wait for long inside a torn sequence, and turns in circles for ever once its terminal is gone: the
//! watch ends the program then. Both sleep until something comes: no tick, no wake-up while nothing happens. Since
//! the watch never draws and never asks an engine, it also notices a loop that does not end when it is asked to.

use std::{
    collections::VecDeque,
    io::{self, Read, Write},
    mem,
    os::fd::{AsFd, OwnedFd},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use ratatui::crossterm::event;

use crate::{
    app::input::Input,
    runtime::{
        crossterm_input::from_event,
        inbox::Waker,
        unix::{self, Caught, Signal, Wish},
    },
};

/// How long the loop may take to give the terminal back before that is done for it.
const GRACE: Duration = Duration::from_secs(1);
/// How many inputs may wait for the loop before the rest stays in the terminal.
const MOST_WAITING: usize = 4096;
/// A byte in the pipe that is no signal: the watch shall end.
const ENOUGH: u8 = 0;

/// Something that the loop has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The person did something.
    Input(Input),
    /// A signal came. A terminal that is gone counts as [`Signal::HangUp`].
    Signal(Signal),
    /// Another thread has news for the host.
    News,
}

/// What is heard: signals first, inputs in order. Dropping it lets signals do what they did before.
///
/// The thread that reads keys stays: crossterm's reader cannot be told to stop. So there is one listener in the
/// life of a process.
pub struct Listener {
    queue: Arc<Queue>,
    watch: Option<JoinHandle<()>>,
    caught: Arc<Caught>,
}

impl Listener {
    /// Starts to listen to signals and to keys. `keys` is what crossterm reads: standard input if it is a terminal,
    /// else `/dev/tty`.
    ///
    /// # Errors
    /// Fails if the system has no thread or descriptor left.
    pub fn start(keys: OwnedFd) -> io::Result<Self> {
        let caught = Arc::new(Caught::new()?);
        let queue = Arc::new(Queue::default());
        // What came before anybody listened is not for this one.
        take_bytes(&caught);
        let watch = Watch { keys, caught: Arc::clone(&caught), queue: Arc::clone(&queue) };
        let watch = thread::Builder::new().name("watch".to_owned()).spawn(|| watch.keep())?;
        let listener = Self { queue: Arc::clone(&queue), watch: Some(watch), caught };
        thread::Builder::new().name("keys".to_owned()).spawn(move || read_keys(&queue))?;
        Ok(listener)
    }

    /// Returns what another thread calls when it has news.
    pub fn waker(&self) -> Waker {
        let queue = Arc::clone(&self.queue);
        Box::new(move || queue.add_news())
    }

    /// Waits for the next thing. There is always one, since the watch says why it ends.
    pub fn next(&self) -> Option<Heard> {
        self.queue.take(None)
    }

    /// Waits for the next thing, but not for ever.
    pub fn next_within(&self, timeout: Duration) -> Option<Heard> {
        self.queue.take(Some(timeout))
    }

    /// Returns the next thing if it has come already.
    pub fn next_now(&self) -> Option<Heard> {
        self.queue.take(Some(Duration::ZERO))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let told = self.caught.writer().is_some_and(|mut pipe| pipe.write_all(&[ENOUGH]).is_ok());
        if let Some(watch) = self.watch.take()
            && told
        {
            // It cannot panic; and if it had, the loop's end would not change.
            watch.join().ok();
        }
    }
}

/// The way from the threads to the loop.
#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    signals: VecDeque<Signal>,
    inputs: VecDeque<Input>,
    has_news: bool,
}

impl Queue {
    /// Adds a signal, which never waits.
    fn add_signal(&self, signal: Signal) {
        self.lock().signals.push_back(signal);
        self.changed.notify_all();
    }

    /// Says that there are news, which never waits.
    fn add_news(&self) {
        self.lock().has_news = true;
        self.changed.notify_all();
    }

    /// Adds an input as soon as there is room for it.
    fn add_input(&self, input: Input) {
        let mut waiting = self
            .changed
            .wait_while(self.lock(), |waiting| waiting.inputs.len() >= MOST_WAITING)
            .unwrap_or_else(PoisonError::into_inner);
        waiting.inputs.push_back(input);
        drop(waiting);
        self.changed.notify_all();
    }

    /// Takes the next thing, once there is one or the time is up.
    fn take(&self, timeout: Option<Duration>) -> Option<Heard> {
        let is_empty = |waiting: &mut Waiting| {
            waiting.signals.is_empty() && waiting.inputs.is_empty() && !waiting.has_news
        };
        let waiting = self.lock();
        let mut waiting = match timeout {
            None => {
                self.changed.wait_while(waiting, is_empty).unwrap_or_else(PoisonError::into_inner)
            }
            Some(timeout) => {
                self.changed
                    .wait_timeout_while(waiting, timeout, is_empty)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
            }
        };
        if let Some(signal) = waiting.signals.pop_front() {
            return Some(Heard::Signal(signal));
        }
        if mem::take(&mut waiting.has_news) {
            return Some(Heard::News);
        }
        let was_full = waiting.inputs.len() >= MOST_WAITING;
        let input = waiting.inputs.pop_front();
        drop(waiting);
        if was_full {
            self.changed.notify_all();
        }
        input.map(Heard::Input)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads keys until the terminal has none to give any more.
fn read_keys(queue: &Queue) {
    while let Ok(event) = event::read() {
        if let Some(input) = from_event(event) {
            queue.add_input(input);
        }
    }
    // Without keys there is nobody who could use the program.
    queue.add_signal(Signal::HangUp);
}

/// The part of the thread that watches.
struct Watch {
    keys: OwnedFd,
    caught: Arc<Caught>,
    queue: Arc<Queue>,
}

/// Why the watch is over.
enum End {
    /// It was told that it is enough.
    Enough,
    /// The program shall end by this signal.
    By(Signal),
}

impl Watch {
    fn keep(self) {
        let end = loop {
            match self.look() {
                Ok(None) => {}
                Ok(Some(end)) => break end,
                // Waiting does not work: the terminal is as good as gone.
                Err(_) => break End::By(Signal::HangUp),
            }
        };
        if let End::By(signal) = end {
            self.queue.add_signal(signal);
            self.see_to_the_end(signal);
        }
    }

    /// Waits once and passes on what came.
    fn look(&self) -> io::Result<Option<End>> {
        let keys = (self.keys.as_fd(), Wish::Nothing);
        let pipe = (self.caught.pipe().as_fd(), Wish::Read);
        let [keys, pipe] = unix::wait([keys, pipe], None)?;
        if pipe.readable
            && let Some(end) = self.pass_on_signals()
        {
            return Ok(Some(end));
        }
        Ok(keys.gone.then_some(End::By(Signal::HangUp)))
    }

    /// Passes signals on; returns why the watch is over, if one says so.
    fn pass_on_signals(&self) -> Option<End> {
        for byte in take_bytes(&self.caught) {
            match Signal::from_byte(byte) {
                None => return Some(End::Enough),
                Some(signal) if signal.is_end() => return Some(End::By(signal)),
                Some(signal) => self.queue.add_signal(signal),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Key;

    #[test]
    fn tells_signals_first_and_inputs_in_order() {
        let queue = Queue::default();
        queue.add_input(Key::char('a').into());
        queue.add_input(Key::char('b').into());
        queue.add_news();
        queue.add_signal(Signal::Resize);
        queue.add_news();
        let heard: Vec<_> = std::iter::from_fn(|| queue.take(Some(Duration::ZERO))).collect();
        let expected = [
            Heard::Signal(Signal::Resize),
            Heard::News,
            Heard::Input(Key::char('a').into()),
            Heard::Input(Key::char('b').into()),
        ];
        assert_eq!(heard, expected);
    }

    #[test]
    fn leaves_in_the_terminal_what_the_loop_cannot_take() {
        let queue = Arc::new(Queue::default());
        let count = MOST_WAITING + 10;
        let filling = Arc::clone(&queue);
        let keys = thread::spawn(move || {
            for _ in 0..count {
                filling.add_input(Key::char('x').into());
            }
        });
        for _ in 0..count {
            assert!(queue.lock().inputs.len() <= MOST_WAITING);
            assert!(queue.take(None).is_some());
        }
        keys.join().unwrap();
        assert_eq!(queue.take(Some(Duration::ZERO)), None);
    }
}
