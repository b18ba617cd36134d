//! Events as other programs read them, one file per format.
//!
//! This is an edge layer like `store`: bytes on one side, events on the other. It writes to whatever it is
//! given and opens nothing itself.

pub mod csv;
pub mod geojson;
pub mod ics;
mod ids;
pub mod json;
mod left_out;
pub mod markdown;
pub mod plain;
pub mod timelinejs;

pub use self::{
    json::EventRecord,
    left_out::{LeftOut, Reason},
};

#[cfg(test)]
mod tests;
