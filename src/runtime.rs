//! The hosts: whoever holds a terminal, feeds inputs in and carries frames out.
//!
//! ```text
//! keys --crossterm--> Input --+
//! signals --------------------+--listener--> local loop --> Interactive --frames--> bytes --screen--> terminal
//! ```
//! The frames and the mode strings know no terminal, so every host shares them. What a terminal and the system need
//! is in [`terminal`], [`listener`], [`crossterm_input`] and [`unix`]; nothing here reads files or the environment.

mod asker;
pub mod crossterm_input;
pub mod frames;
pub mod headless;
pub mod hyperlinks;
pub mod inbox;
pub mod listener;
pub mod local;
pub mod mistake;
pub mod modes;
pub mod session;
#[cfg(feature = "ssh")]
pub mod ssh;
pub mod terminal;
pub mod unix;
