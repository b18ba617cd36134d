//! Bytes to events and back: datasets in RON, what is wrong with them, and the files they come from.
//!
//! This is an edge layer: the only one that reads files, and nothing in it knows of screens or questions.

pub mod codes;
pub mod findings;
mod hash;
mod loaded;
pub mod ron;

pub use loaded::{Loaded, merge};
pub use ron::read;
