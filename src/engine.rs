//! Whatever holds the events and answers questions about them.
//!
//! One trait, so that a database too large for one machine is one more implementation with the same tests.

#![deny(clippy::disallowed_methods)]

pub mod memory;

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

pub use memory::Memory;

use crate::{
    domain::{Clean, Dataset, EventKey},
    question::{About, Answer, Known, Question},
};

/// Answers questions. Shared by every session, so it never changes.
pub trait Engine: Send + Sync {
    /// Returns what is held, whatever is asked.
    fn about(&self) -> &About;

    /// Returns the events of some ids, in the order of the files; ids that no event has are left out.
    fn known(&self, ids: &BTreeSet<Clean>) -> Vec<Known>;

    /// Returns an event with all that it refers to, as a dataset of its own.
    fn extract(&self, event: EventKey) -> Dataset;

    /// Tells whether what it holds was found to be damaged, so that it should be made anew.
    fn is_damaged(&self) -> bool {
        false
    }

    /// Returns the rows around the cursor at once, where the whole answer takes a search through all texts.
    ///
    /// Nothing is counted in it, and rows that are far away are missing.
    fn glimpse(&self, _question: &Question) -> Option<Answer> {
        None
    }

    /// Answers a question.
    ///
    /// # Errors
    /// Returns [`EngineError::Cancelled`] soon after `cancel` was set.
    fn answer(&self, question: &Question, cancel: &Cancel) -> Result<Answer, EngineError>;
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// Nobody wants the answer any more.
    #[error("a newer question came first")]
    Cancelled,
}

/// A switch that tells an engine to give up; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks for an end.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns an error once an end was asked for.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`], after [`Cancel::cancel`].
    pub fn check(&self) -> Result<(), EngineError> {
        if self.0.load(Ordering::Relaxed) { Err(EngineError::Cancelled) } else { Ok(()) }
    }
}
