//! What other threads tell a session, and how they wake the loop that it runs in.

use std::{
    fmt, mem,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::session::Ready;
use crate::domain::Clean;

/// Something that a session is told by another thread.
pub enum News {
    /// So many percent of the data have been read.
    Read(u8),
    /// All of the data is there.
    Ready(Box<Ready>),
    /// Something that the person should know.
    Told(Clean),
    /// There is nothing to show: the session is to end.
    Failed,
    /// An answer that was not waited for has come.
    Answered,
}

/// Wakes a loop that sleeps.
pub type Waker = Box<dyn Fn() + Send + Sync>;

/// Where news wait for the session; clones share it.
#[derive(Clone, Default)]
pub struct Inbox(Arc<Shared>);

#[derive(Default)]
struct Shared {
    news: Mutex<Vec<News>>,
    waker: OnceLock<Waker>,
}

impl Inbox {
    /// Leaves something for the session and wakes it.
    pub fn post(&self, news: News) {
        self.0.news.lock().unwrap_or_else(PoisonError::into_inner).push(news);
        if let Some(wake) = self.0.waker.get() {
            wake();
        }
    }

    /// Takes everything that has come.
    pub(super) fn take(&self) -> Vec<News> {
        mem::take(&mut *self.0.news.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Says how to wake whoever takes the news; what came before wakes it at once.
    pub(super) fn set_waker(&self, waker: Waker) {
        let wake = self.0.waker.get_or_init(|| waker);
        if !self.0.news.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            wake();
        }
    }
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").finish_non_exhaustive()
    }
}
