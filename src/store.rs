//! Bytes to events and back: datasets in RON, what is wrong with them, and the files they come from.
//! Beside them, what a person keeps about them (notebooks), and what is worked out of them (a cache).
//!
//! This is an edge layer: the only one that reads files, and nothing in it knows of screens or questions.

pub mod builtin;
pub mod cache;
pub mod codes;
mod content;
pub mod files;
pub mod findings;
mod fingerprint;
mod hash;
mod loaded;
pub mod notebook;
mod progress;
mod replace;
pub mod report;
pub mod ron;
pub mod stream;

pub use content::Content;
pub use loaded::{Loaded, merge};
pub use progress::Progress;
pub use replace::{reason, replace_file};
pub use ron::{fmt::fmt, read, read_shared, read_watched, write_dataset, write_events};
