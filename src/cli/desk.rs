//! What a session of the explorer asks of files: keeping the person's notebook, and events as a dataset has them.

use super::state::State;
use crate::{
    domain::{Clean, Dataset, Notebook},
    runtime::session::Desk,
    store::write_dataset,
};

/// The files of the person at this computer.
pub(super) struct LocalDesk {
    pub(super) state: State,
    /// What was kept last.
    pub(super) base: Notebook,
}

impl Desk for LocalDesk {
    fn keep(&mut self, notebook: &Notebook) -> Result<(Notebook, Option<Clean>), Clean> {
        if *notebook == self.base {
            return Ok((notebook.clone(), None));
        }
        let (kept, told) = self
            .state
            .save(&self.base, notebook)
            .map_err(|error| Clean::new(&format!("not kept: {error}")))?;
        self.base = kept.clone();
        Ok((kept, told))
    }

    fn written(&self, dataset: &Dataset) -> String {
        write_dataset(dataset, &dataset.events)
    }
}
