//! `dateline man`: the manual page in roff, made from the arguments, the query language and the table of keys.

mod page;

use std::process::ExitCode;

use super::{failure::Failure, output};

/// Prints the page.
pub(super) fn run() -> Result<ExitCode, Failure> {
    output::print(page::page().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
