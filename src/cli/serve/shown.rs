//! What visitors see: the data that the operator has named.

use std::{env, io::Write, sync::Arc};

use chrono::Utc;
use ratatui::layout::Size;

use crate::{
    app::App,
    cli::{
        arguments::{Serve, ViewArgs},
        cache,
        data::Wish,
        failure::Failure,
        guest::{self, Line, Served},
        input,
        start::Start,
    },
    domain::{Moment, Notebook},
    engine::Engine,
    runtime::{
        frames::drawn_size,
        ssh::show::{Asked, Show},
    },
};

/// Data, ready to be shown.
pub(super) struct Shown {
    served: Served,
}

impl Shown {
    /// Reads what the operator has named, and tells them what is wrong with it.
    ///
    /// # Errors
    /// Fails if a name leads to no text, or if nothing at all could be read of the texts.
    pub(super) fn open(command: &Serve) -> Result<Self, Failure> {
        let names = &command.data.files;
        let cache = cache::folder(&command.data.cache, |name| env::var_os(name));
        let served = Served::open(&Wish { cache, ..Wish::default() }, names)?;
        input::warn(served.memory().about().problems, names);
        Ok(Self { served })
    }

    fn app(&self, wish: &ViewArgs, err: &mut dyn Write) -> Result<App, Failure> {
        let memory = self.served.memory();
        let start = Start::new(wish, memory, &Notebook::default(), err)?;
        // The real size is told with the first frame.
        let size = drawn_size(0, 0);
        let now = memory.about().zone.clock(Moment(Utc::now().timestamp()));
        let app = App::new(memory.about().clone(), (size.width, size.height), now);
        Ok(start.open(app))
    }
}

impl Show for Shown {
    fn engine(&self) -> Arc<dyn Engine> {
        self.served.memory().clone()
    }

    fn ask(&self, line: &str, err: &mut dyn Write) -> Asked {
        let Line::Open(wish) = self.served.read(line) else { return Asked::Answer };
        match self.app(&wish, err) {
            Ok(app) => Asked::Explorer(Box::new(app)),
            Err(failure) => {
                // Nobody is left to be told if even this fails.
                let _ = err.write_all(failure.text().as_bytes());
                Asked::Refused(failure.kind().code())
            }
        }
    }

    fn answer(
        &self,
        line: &str,
        window: Option<Size>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> u8 {
        match self.served.read(line) {
            Line::Answer(request) => {
                let terminal = window.map(|size| (size.width, size.height));
                self.served.answer(&request, terminal, out, err)
            }
            Line::Open(_) => guest::refuse_without_terminal(err),
        }
    }
}
