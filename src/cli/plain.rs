//! `dateline --plain`: events as numbered sentences instead of the explorer.

use std::process::ExitCode;

use super::{arguments::Open, failure::Failure, input, output};
use crate::{formats::plain, question::Filter};

/// Prints all events in the order of the screen.
pub(super) fn run(command: &Open) -> Result<ExitCode, Failure> {
    let names = &command.data.files;
    let loaded = input::load(names).map_err(|failure| input::or_subcommand(failure, names))?;
    input::warn(&loaded, names);
    let memory = input::engine(loaded);
    let events = memory.matching(&Filter::default());
    output::to_stdout(|out| plain::write_events(out, memory.dataset(), &events))?;
    Ok(ExitCode::SUCCESS)
}
