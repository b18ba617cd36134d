//! `dateline config`: the settings of the explorer, and what is wrong with the file that they come from.

mod file;
mod links;
mod read;
mod settings;
mod show;

use std::process::ExitCode;

pub(super) use self::settings::Settings;
use self::{file::Source, settings::resolve};
use super::{
    arguments::{Config, ConfigArgs, LookArgs, Telling},
    failure::{Failure, Kind},
    open, output,
};
use crate::{app::view::shell_quoted, domain::Clean, store::report};

/// Shows the settings in force, and lists what is wrong with their file.
pub(super) fn run(command: &Config) -> Result<ExitCode, Failure> {
    let (settings, source) = load(&command.config, &command.look)?;
    output::to_stdout(|out| match command.format {
        Telling::Human => show::ron(out, &settings),
        Telling::Json => show::json(out, &settings),
    })?;
    if settings.problems.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    for problem in &settings.problems {
        output::complain(|coloured| report::human(problem, &source.text, coloured));
    }
    output::notice(&format!("{} in {}", counted(settings.problems.len()), source.path));
    Ok(ExitCode::from(Kind::Data.code()))
}

/// Returns the settings in force for what was asked for on the command line.
pub(super) fn settings(config: &ConfigArgs, look: &LookArgs) -> Result<Settings, Failure> {
    load(config, look).map(|(settings, _)| settings)
}

fn load(config: &ConfigArgs, look: &LookArgs) -> Result<(Settings, Source), Failure> {
    let source = file::open(config, open::variable)?;
    let settings = resolve(look, open::variable, &source)?;
    Ok((settings, source))
}

/// Returns what to say on the first screen about a file with problems.
pub(super) fn notice(settings: &Settings, config: &ConfigArgs) -> Option<String> {
    let file = settings.file.as_ref().filter(|_| !settings.problems.is_empty())?;
    let command = match &config.config {
        Some(path) => format!("dateline config --config {}", shell_quoted(&Clean::new(path))),
        None => "dateline config".to_owned(),
    };
    let (count, them) =
        (settings.problems.len(), if settings.problems.len() == 1 { "it" } else { "them" });
    Some(format!("{} in {file}; `{command}` lists {them}", counted(count)))
}

fn counted(n: usize) -> String {
    format!("{n} problem{}", if n == 1 { "" } else { "s" })
}
