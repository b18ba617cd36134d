//! The command line: arguments in, exit code out. Only wiring lives here.

mod arguments;
mod asked;
mod cache;
mod check;
mod complete;
mod completions;
mod config;
mod count;
mod data;
mod date;
mod desk;
mod examples;
mod failure;
mod fields;
mod fmt;
#[cfg(feature = "ssh")]
mod guest;
mod input;
mod list;
mod locked;
mod man;
mod new;
mod open;
mod output;
mod plain;
mod reading;
mod render;
mod room;
#[cfg(feature = "ssh")]
mod serve;
mod start;
mod state;
mod table;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use self::{
    arguments::{Arguments, Command},
    failure::Failure,
};
use crate::runtime::mistake;

/// Runs the program on the given arguments.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments::with_dates_last(args)) {
        Ok(arguments) => arguments,
        Err(error) => return failure::usage(&error),
    };
    match mistake::guard(|| dispatch(arguments)) {
        Ok(Ok(code)) => code,
        Ok(Err(failure)) => failure.report(),
        Err(mistake::Mistake) => ExitCode::from(mistake::EXIT_CODE),
    }
}

fn dispatch(mut arguments: Arguments) -> Result<ExitCode, Failure> {
    locked::restrict(&mut arguments)?;
    if let Some(names) = arguments.names() {
        input::forget_repeated(names);
    }
    match arguments.command {
        Some(Command::Cache(command)) => cache::run(&command),
        Some(Command::Check(command)) => check::run(&command),
        Some(Command::Complete(command)) => Ok(complete::run(&command)),
        Some(Command::Completions(command)) => completions::run(&command),
        Some(Command::Config(command)) => config::run(&command),
        Some(Command::Count(command)) => count::run(&command),
        Some(Command::Date(command)) => date::run(&command),
        Some(Command::Fields(command)) => fields::run(&command),
        Some(Command::Fmt(command)) => fmt::run(&command),
        Some(Command::List(command)) => list::run(&command),
        Some(Command::Man) => man::run(),
        Some(Command::New(command)) => new::run(&command),
        Some(Command::Render(command)) => render::run(&command),
        #[cfg(feature = "ssh")]
        Some(Command::Present(command)) => serve::present(&command),
        #[cfg(feature = "ssh")]
        Some(Command::Serve(command)) => serve::run(&command),
        None if arguments.open.plain => plain::run(&arguments.open),
        None => open::run(&arguments.open),
    }
}
