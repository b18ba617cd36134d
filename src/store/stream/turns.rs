//! Several workers on one file: each cuts a stretch off, reads it, and gives it away when it is its turn.
//!
//! What a worker has read is still in the nearest cache of its processor when it is given away, and what it took for it
//! is free for its next stretch.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use super::{
    Collector, Read, StreamError,
    cut::{Cutter, Stretch},
};
use crate::store::Progress;

/// The file, from which one worker after the other cuts.
pub(super) struct Cutting(Mutex<(Cutter, State)>);

/// How far something has come.
#[derive(Default)]
struct State {
    /// The number of the next stretch.
    next: u64,
    is_over: bool,
    failure: Option<StreamError>,
}

impl State {
    fn fail(&mut self, error: StreamError) {
        self.is_over = true;
        self.failure = Some(error);
    }
}

impl Cutting {
    pub(super) fn new(cutter: Cutter) -> Self {
        Self(Mutex::new((cutter, State::default())))
    }

    /// Returns the next stretch and its number; `room` is used for the one behind it.
    pub(super) fn next(&self, room: Vec<u8>, progress: &Progress) -> Option<(u64, Stretch)> {
        let mut cutting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (cutter, state) = &mut *cutting;
        if state.is_over || progress.is_stopped() {
            return None;
        }
        match cutter.next_stretch(room) {
            Ok(Some(stretch)) => {
                state.next += 1;
                return Some((state.next - 1, stretch));
            }
            Ok(None) => state.is_over = true,
            Err(error) => state.fail(error),
        }
        None
    }

    /// Returns the file as far as it was cut.
    pub(super) fn finish(self) -> Result<Cutter, StreamError> {
        let (cutter, state) = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.failure.map_or(Ok(cutter), Err)
    }
}

/// Whoever collects the stretches, in the order of the file.
pub(super) struct Turns<'a> {
    collecting: Mutex<(Collector<'a>, State)>,
    /// Told when the next stretch may come.
    changed: Condvar,
}

impl<'a> Turns<'a> {
    pub(super) fn new(collector: Collector<'a>) -> Self {
        Self { collecting: Mutex::new((collector, State::default())), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, (Collector<'a>, State)> {
        self.collecting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a stretch away when it is its turn; tells whether more of them are wanted.
    pub(super) fn give(&self, number: u64, read: Read, progress: &Progress) -> bool {
        let is_early =
            |(_, state): &mut (Collector<'a>, State)| state.next != number && !state.is_over;
        let waited = self.changed.wait_while(self.lock(), is_early);
        let mut collecting = waited.unwrap_or_else(PoisonError::into_inner);
        let (collector, state) = &mut *collecting;
        if state.is_over {
            return false;
        }
        progress.reached(usize::try_from(read.end).unwrap_or(usize::MAX));
        if let Err(error) = collector.take(read) {
            state.fail(error);
        }
        state.next += 1;
        self.changed.notify_all();
        !state.is_over
    }

    /// Returns what sees to it that nobody waits for a worker that has failed.
    pub(super) const fn watch(&self) -> Watch<'_, 'a> {
        Watch(self)
    }

    /// Returns the collector when all has been collected.
    pub(super) fn finish(self) -> Result<Collector<'a>, StreamError> {
        let whole = self.collecting.into_inner();
        let (collector, state) = whole.unwrap_or_else(PoisonError::into_inner);
        state.failure.map_or(Ok(collector), Err)
    }
}

/// Lets the other workers go when one of them panics.
pub(super) struct Watch<'t, 'a>(&'t Turns<'a>);

impl Drop for Watch<'_, '_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.lock().1.fail(StreamError::Unusual);
            self.0.changed.notify_all();
        }
    }
}
