//! `dateline --plain`: events as numbered sentences instead of the explorer.

use std::process::ExitCode;

use super::{arguments::Open, asked::Asked, failure::Failure, input, output};
use crate::formats::plain;

/// Prints the events that are asked for in the order of the screen.
pub(super) fn run(command: &Open) -> Result<ExitCode, Failure> {
    let names = &command.data.files;
    let asked = Asked::read(command.start.query.as_deref(), names)
        .map_err(|failure| input::or_subcommand(failure, names))?;
    let dataset = asked.memory.dataset();
    output::to_stdout(|out| plain::write_events(out, dataset, &asked.events()))?;
    Ok(ExitCode::SUCCESS)
}
