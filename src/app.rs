//! One person's whole state, and what a person can do to it.
//!
//! Pure: no terminal library, no clock, no IO. What comes from outside arrives as an [`input::Input`].

pub mod input;
pub mod key;
pub mod script;
