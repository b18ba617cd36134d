//! The host of visitors who come by SSH: everybody gets an explorer of their own, and nobody gets in.
//!
//! ```text
//! server accepts -> admission -> [proxy] -> guarded stream -> SSH library -> connection
//!     -> visit: explorer (bytes -> decoder -> Session -> frames -> line) or an answer in words
//! ```
//! All visitors share what is [shown](show), which never changes. The library speaks the protocol; what it does not see to
//! is here: who may come in ([`admission`]), how fast they may send (`guarded`), and that everything ends in time.

pub mod access;
pub mod admission;
mod algorithms;
mod answer;
mod bucket;
pub mod client;
mod connection;
pub mod decoder;
mod effort;
mod explorer;
mod guarded;
pub mod limits;
mod line;
pub mod log;
pub mod metrics;
pub mod network;
pub mod podium;
mod proxy;
pub mod server;
mod shares;
pub mod show;
mod visit;
