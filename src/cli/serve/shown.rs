//! What visitors see: the data that the operator has named.

use std::{io::Write, sync::Arc};

use chrono::Utc;
use ratatui::layout::Size;

use crate::{
    app::{App, caps::Caps},
    cli::{
        arguments::{Serve, ViewArgs},
        cache,
        data::Wish,
        failure::Failure,
        guest::{self, Line, Served},
        input, locked,
        start::Start,
    },
    domain::{Clean, Dataset, Moment, Notebook},
    engine::{Engine, Memory},
    runtime::{
        frames::drawn_size,
        session::Desk,
        ssh::show::{Asked, Show},
    },
    store::write_dataset,
};

/// Data, ready to be shown.
pub(super) struct Shown {
    served: Arc<Served>,
    caps: Caps,
}

impl Shown {
    /// Reads what the operator has named, and tells them what is wrong with it.
    ///
    /// # Errors
    /// Fails if a name leads to no text, or if nothing at all could be read of the texts.
    pub(super) fn open(command: &Serve) -> Result<Self, Failure> {
        let names = &command.data.files;
        let cache = cache::folder(&command.data.cache, locked::whereabouts);
        let served = Served::open(&Wish { cache, ..Wish::default() }, names)?;
        input::warn(served.memory().about().problems, names);
        let caps = if command.allow_copy { Caps::LOCKED.with_copy() } else { Caps::LOCKED };
        Ok(Self { served: Arc::new(served), caps })
    }

    /// Returns what holds the events.
    pub(super) fn memory(&self) -> &Arc<Memory> {
        self.served.memory()
    }

    /// Tells whether events are missing because they could not be read.
    pub(super) fn has_errors(&self) -> bool {
        self.served.has_errors()
    }

    fn app(&self, wish: &ViewArgs, err: &mut dyn Write) -> Result<App, Failure> {
        let memory = self.served.memory();
        let start = Start::new(wish, memory, &Notebook::default(), err)?;
        // The real size is told with the first frame.
        let size = drawn_size(0, 0);
        let now = memory.about().zone.clock(Moment(Utc::now().timestamp()));
        let app =
            App::new(memory.about().clone(), (size.width, size.height), now).with_caps(self.caps);
        Ok(start.open(app))
    }
}

/// Writes events for visitors who copy them, and keeps nothing.
struct GuestDesk;

impl Desk for GuestDesk {
    fn keep(&mut self, notebook: &Notebook) -> Result<(Notebook, Option<Clean>), Clean> {
        Ok((notebook.clone(), None))
    }

    fn written(&self, dataset: &Dataset) -> String {
        write_dataset(dataset, &dataset.events)
    }
}

impl Show for Shown {
    fn engine(&self) -> Arc<dyn Engine> {
        self.served.memory().clone()
    }

    fn desk(&self) -> Option<Box<dyn Desk>> {
        self.caps.copy.then(|| Box::new(GuestDesk) as Box<dyn Desk>)
    }

    fn ask(&self, line: &str, window: Option<Size>, err: &mut dyn Write) -> Asked {
        let wish = match self.served.read(line) {
            Line::Answer(request) => {
                let served = Arc::clone(&self.served);
                let terminal = window.map(|size| (size.width, size.height));
                return Asked::Answer(Box::new(move |out, err| {
                    served.answer(&request, terminal, out, err)
                }));
            }
            Line::Open(_) if window.is_none() => {
                return Asked::Refused(guest::refuse_without_terminal(err));
            }
            Line::Open(wish) => wish,
        };
        match self.app(&wish, err) {
            Ok(app) => Asked::Explorer(Box::new(app)),
            Err(failure) => {
                // Nobody is left to be told if even this fails.
                let _ = err.write_all(failure.text().as_bytes());
                Asked::Refused(failure.kind().code())
            }
        }
    }
}
