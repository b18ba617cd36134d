//! Datasets in RON: the scanner, the records, reading with recovery, the canonical layout.
//!
//! Bytes become events in three steps. [`scan`] and [`tree`] find values and their places whatever is wrong
//! with them; [`fast`] reads an event of the usual shape at once; everything else goes through the `ron` crate
//! and the [`record`]s, item by item where it is refused (`diagnose`). Then `assembly` makes a dataset of it.

mod assembly;
mod diagnose;
mod event;
mod export;
pub mod fast;
mod finish;
mod flaws;
pub mod fmt;
mod groups;
pub mod parser;
mod part;
mod places;
mod read;
pub mod record;
pub mod scan;
mod site;
mod sources;
mod story;
mod sync;
pub mod tree;
mod walk;
mod write;

pub use diagnose::{describe, from_ron};
pub use export::write_events;
pub use flaws::report_all as report_flaws;
pub use part::{Part, Tables, read_part};
pub use read::{read, read_shared, read_watched};
pub use write::write_dataset;

#[cfg(test)]
mod tests;
