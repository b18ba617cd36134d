//! Events as other programs read them, one file per format.
//!
//! This is an edge layer like `store`: bytes on one side, events on the other. It writes to whatever it is
//! given and opens nothing itself.

pub mod csv;
pub mod json;

pub use self::json::EventRecord;
