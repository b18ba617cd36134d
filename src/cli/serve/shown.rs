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
        input,
        start::Start,
    },
    domain::{Clean, Moment, Notebook},
    engine::{Engine, Memory},
    runtime::{
        frames::drawn_size,
        ssh::served::{Refused, Served, Wanted},
    },
};

/// Data, ready to be shown.
pub(super) struct Shown {
    memory: Arc<Memory>,
}

impl Shown {
    /// Reads what the operator has named.
    ///
    /// # Errors
    /// Fails if a name leads to no text, or if nothing at all could be read of the texts.
    pub(super) fn open(command: &Serve) -> Result<Self, Failure> {
        let names = &command.data.files;
        let cache = cache::folder(&command.data.cache, |name| env::var_os(name));
        let memory = Wish { cache, ..Wish::default() }.open(names)?;
        input::warn(memory.about().problems, names);
        Ok(Self { memory })
    }
}

impl Served for Shown {
    fn engine(&self) -> Arc<dyn Engine> {
        self.memory.clone()
    }

    fn wanted(&self, _line: &str) -> Wanted {
        Wanted::Explorer
    }

    fn open(&self, line: &str) -> Result<App, Refused> {
        let query = (!line.is_empty()).then(|| line.to_owned());
        let wish = ViewArgs { query, span: None, view: None, at: None, data: None };
        let refused = |failure: Failure| Refused {
            lines: failure.text().lines().map(Clean::new).collect(),
            code: failure.kind().code(),
        };
        let start = Start::new(&wish, &self.memory, &Notebook::default()).map_err(refused)?;
        let size = drawn_size(0, 0);
        let now = Moment(Utc::now().timestamp());
        Ok(start.open(App::new(self.memory.about().clone(), (size.width, size.height), now)))
    }

    fn answer(
        &self,
        _line: &str,
        _window: Option<Size>,
        _out: &mut dyn Write,
        _err: &mut dyn Write,
    ) -> u8 {
        2
    }
}
