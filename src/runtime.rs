//! The hosts: whoever holds a terminal, feeds inputs in and carries frames out.

pub mod frames;
pub mod modes;
