//! The hosts: whoever holds a terminal, feeds inputs in and carries frames out.

pub mod decoder;
pub mod frames;
pub mod headless;
pub mod modes;
pub mod session;
