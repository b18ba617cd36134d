//! Visitors over SSH: what their clients say and send.

pub mod client;
pub mod decoder;
