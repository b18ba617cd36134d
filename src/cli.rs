//! The command line: arguments in, exit code out. Only wiring lives here.

mod arguments;
mod failure;
mod input;
mod render;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use self::{
    arguments::{Arguments, Command},
    failure::Failure,
};

/// Runs the program on the given arguments.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(error) => return failure::usage(&error),
    };
    match dispatch(arguments) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn dispatch(arguments: Arguments) -> Result<ExitCode, Failure> {
    match arguments.command {
        Some(Command::Render(command)) => render::run(&command),
        None => Ok(ExitCode::SUCCESS),
    }
}
