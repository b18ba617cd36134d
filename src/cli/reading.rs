//! Reads large files while their beginning is on the screen already.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use super::{
    data::{self, Check, Place, Wish},
    failure::Failure,
    open::{Opening, Prepared},
};
use crate::{
    domain::Clean,
    engine::Memory,
    runtime::inbox::{Inbox, News},
    store::{self, Progress, files},
};

/// Smaller files are there before anybody could look at a beginning of them.
const LEAST: u64 = 4 << 20;
/// How much of a file is read before the first frame.
const BEGINNING: u64 = 1 << 20;
/// How often the person is told how far it is.
const TICK: Duration = Duration::from_millis(100);

/// Files that are being read on a thread of their own.
pub(super) struct Reading {
    /// What their beginning holds.
    pub(super) beginning: Arc<Memory>,
    /// Where the session is told how it goes.
    pub(super) inbox: Inbox,
    pub(super) outcome: Outcome,
    progress: Progress,
}

/// Files that are read if what was kept of them is damaged.
pub(super) struct Repair {
    pub(super) inbox: Inbox,
    pub(super) outcome: Outcome,
    /// Begins to read.
    pub(super) start: Box<dyn FnOnce() + Send>,
}

/// What is to be said when the session is over; clones share it.
#[derive(Clone, Default)]
pub(super) struct Outcome(Arc<Mutex<(Option<Failure>, Option<Clean>)>>);

impl Outcome {
    /// Returns why nothing could be read, if so.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.take()
    }

    /// Returns what the person is to be told when the session is over.
    pub(super) fn told(&self) -> Option<Clean> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.take()
    }
}

/// How long a check waits: the person is to have the first frame before.
const BEFORE_CHECK: Duration = Duration::from_secs(1);

/// Looks, a little later, whether an engine is what was once kept, and tells the session if it is not.
pub(super) fn check(memory: &Arc<Memory>, check: Check, inbox: &Inbox) {
    let (memory, inbox) = (Arc::clone(memory), inbox.clone());
    let look = move || {
        thread::sleep(BEFORE_CHECK);
        if !check.is_sound() {
            memory.archive().damage.note();
            inbox.post(News::Answered);
        }
    };
    // Without a thread what is shown goes unchecked, as it does in the first second.
    let _ = thread::Builder::new().name("check".to_owned()).spawn(look);
}

impl Reading {
    /// Begins to read the files of an opening; `None` if they are small, or do not begin with events.
    pub(super) fn begin(opening: &Opening, wish: &Wish, place: Option<Place>) -> Option<Self> {
        let total = data::size_of(&opening.names).filter(|size| *size >= LEAST)?;
        let first = files::open_beginning(opening.names.first()?, BEGINNING)?;
        let mut beginning = store::read_shared(&first.name, &Arc::new(first.text));
        if beginning.dataset.events.is_empty() {
            return None;
        }
        // What seems wrong is that it ends so soon; what is wrong is told when all of it is read.
        beginning.problems.clear();
        let reading = Self {
            beginning: Arc::new(wish.engine(beginning)),
            inbox: Inbox::default(),
            progress: Progress::default(),
            outcome: Outcome::default(),
        };
        let reader = Reader {
            opening: opening.clone(),
            wish: wish.clone(),
            place,
            total,
            inbox: reading.inbox.clone(),
            progress: reading.progress.clone(),
            outcome: reading.outcome.clone(),
        };
        thread::Builder::new().name("reader".to_owned()).spawn(move || reader.run()).ok()?;
        Some(reading)
    }

    /// Returns what stops the reading.
    pub(super) fn stopper(&self) -> impl Fn() + Send + 'static {
        let progress = self.progress.clone();
        move || progress.stop()
    }

    /// Returns what reads the files of an opening anew, when that turns out to be necessary.
    pub(super) fn later(opening: &Opening, wish: &Wish, place: Place) -> Repair {
        let (inbox, outcome) = (Inbox::default(), Outcome::default());
        let reader = Reader {
            opening: opening.clone(),
            wish: wish.clone(),
            total: data::size_of(&opening.names).unwrap_or(0),
            place: Some(place.clone()),
            inbox: inbox.clone(),
            progress: Progress::default(),
            outcome: outcome.clone(),
        };
        let start = Box::new(move || {
            place.forget();
            let _ = thread::Builder::new().name("reader".to_owned()).spawn(move || reader.run());
        });
        Repair { inbox, outcome, start }
    }
}

/// The thread that reads.
struct Reader {
    opening: Opening,
    wish: Wish,
    place: Option<Place>,
    total: u64,
    inbox: Inbox,
    progress: Progress,
    outcome: Outcome,
}

impl Reader {
    fn run(self) {
        let prepared = self.read().and_then(|opened| {
            let prepared = self.opening.ready(&Arc::new(opened.memory))?;
            Ok((prepared, opened.told))
        });
        match prepared {
            Ok((Prepared { ready, told }, not_kept)) => {
                self.outcome.0.lock().unwrap_or_else(PoisonError::into_inner).1 = told;
                self.inbox.post(News::Ready(Box::new(ready)));
                if let Some(told) = not_kept {
                    self.inbox.post(News::Told(Clean::new(&told)));
                }
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Reads all files and tells how far it is meanwhile.
    fn read(&self) -> Result<data::Opened, Failure> {
        let (done, is_done) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                while is_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    let percent = self.progress.bytes().saturating_mul(100) / self.total.max(1);
                    self.inbox.post(News::Read(percent.min(99) as u8));
                }
            });
            let opened = self.wish.read(&self.opening.names, self.place.as_ref(), &self.progress);
            drop(done);
            opened
        })
    }

    fn fail(&self, failure: Failure) {
        self.outcome.0.lock().unwrap_or_else(PoisonError::into_inner).0 = Some(failure);
        self.inbox.post(News::Failed);
    }
}
