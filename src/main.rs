//! The `dateline` program: reads its arguments and leaves everything else to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    dateline::cli::run(std::env::args_os())
}
