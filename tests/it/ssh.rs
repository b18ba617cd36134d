//! The program as a server: what people with `ssh` see, and what nobody gets.
//!
//! Each test has a server of its own on a free port of this machine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on shall say where")]

mod abuse;
mod answers;
mod exhibition;
mod forced;
mod guest;
mod mistakes;
mod openssh;
mod operation;
mod presenter;
mod refusals;
mod server;
mod wire;
