//! `dateline --plain`: events as numbered sentences instead of the explorer.

use std::process::ExitCode;

use super::{arguments::Open, asked, failure::Failure, input, output};
use crate::{formats::plain, question::Own};

/// Prints the events that are asked for in the order of the screen.
pub(super) fn run(command: &Open) -> Result<ExitCode, Failure> {
    let filter = asked::filter(command.start.query.as_deref())?;
    let names = &command.data.files;
    let loaded = input::load(names).map_err(|failure| input::or_subcommand(failure, names))?;
    input::warn(&loaded, names);
    let memory = input::engine(loaded);
    asked::tell_unmatched(&memory, &filter);
    let events = memory.matching(&filter, &Own::default());
    output::to_stdout(|out| plain::write_events(out, memory.dataset(), &events))?;
    Ok(ExitCode::SUCCESS)
}
