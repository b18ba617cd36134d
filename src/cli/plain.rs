//! `dateline --plain`: events as numbered sentences instead of the explorer.

use std::process::ExitCode;

use super::{arguments::Open, asked::Asked, failure::Failure, input, output};
use crate::{domain::Event, engine::Engine, formats::plain};

/// Prints the events that are asked for in the order of the screen.
pub(super) fn run(command: &Open) -> Result<ExitCode, Failure> {
    let names = &command.data.files;
    let asked = Asked::read(command.start.query.as_deref(), &command.data)
        .map_err(|failure| input::or_subcommand(failure, names))?;
    let start = &command.start;
    let aside = [
        ("--span", start.span.is_some()),
        ("--view", start.view.is_some()),
        ("--at", start.at.is_some()),
        ("--data", start.data.is_some()),
    ];
    // They belong to the screen of the explorer; whoever gave one should not think that it was heard.
    let aside: Vec<_> = aside.into_iter().filter(|(_, given)| *given).map(|(n, _)| n).collect();
    if !aside.is_empty() {
        output::notice(&format!(
            "--plain prints all events that -q asks for, without {}; -q 'during:2024/2025' asks for a stretch of time",
            aside.join(", ")
        ));
    }
    let total = asked.memory.about().total;
    let dataset = asked.memory.archive().extract(asked.events());
    let events: Vec<&Event> = dataset.events.iter().collect();
    output::to_stdout(|out| plain::write_events(out, &dataset, &events, total))?;
    Ok(ExitCode::SUCCESS)
}
