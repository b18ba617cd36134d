//! What holds for the program as a whole, seen from outside.

#[cfg(test)]
mod cli;
mod dates;
mod hostile;
mod layers;
mod pty;
mod readme;
mod screenshots;
#[cfg(feature = "ssh")]
mod ssh;
