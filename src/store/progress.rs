//! How far a long reading has come, for whoever waits for it, and a way to end it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// How far a reading has come; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    bytes: AtomicU64,
    is_stopped: AtomicBool,
}

impl Progress {
    /// Returns how many bytes have been understood.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    /// Asks the reader to be content with what it has.
    pub fn stop(&self) {
        self.0.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Tells whether the reader was asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.is_stopped.load(Ordering::Relaxed)
    }

    pub(super) fn reached(&self, bytes: usize) {
        self.0.bytes.store(bytes as u64, Ordering::Relaxed);
    }
}
