//! What a guest can type behind the name of the host: the words of `dateline` without those for files.

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::cli::arguments::{
    CountArgs, Date, ListArgs, MostArgs, PictureArgs, ReportArgs, ViewArgs,
};

/// Explore dated events over ssh, or ask for an answer as text
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    bin_name = "ssh HOST",
    version,
    args_conflicts_with_subcommands = true
)]
#[command(
    override_usage = "ssh -t HOST [OPTIONS] [QUERY]\n       ssh HOST COMMAND [OPTIONS] [QUERY]"
)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// What to answer instead of opening the explorer
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// What is on the screen at the start
    #[command(flatten)]
    pub(super) start: ViewArgs,
}

/// What is answered with text.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// List events as a table, JSON, CSV, Markdown, a calendar and more
    List(List),
    /// Count events by country, group, month and the like
    Count(CountArgs),
    /// Explain what an EDTF date means
    Date(Date),
    /// Draw a screen as text or as a picture
    Render(Box<PictureArgs>),
    /// Tell what is wrong with the data
    Check(ReportArgs),
}

/// Lists events.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Which events, and how
    #[command(flatten)]
    pub(super) list: ListArgs,
    /// How many
    #[command(flatten)]
    pub(super) most: MostArgs,
}

const HELP: &str = "\
Examples:
  ssh HOST                                          the explorer
  ssh -t HOST 'country:MLI after:2024'              the explorer on a question
  ssh HOST list country:MLI --format json | jq      an answer as text
  ssh HOST count --by country
  ssh HOST render --size 80x24 --keys 'c'

Words that are no options are the query, with or without -q. A link that was copied in the explorer can be given
as it is; the names of its files are passed over.

Exit codes: 0 done, 1 the data has errors or a date is none, 2 wrong usage";

/// Returns the names of what is answered with text.
pub(super) fn names() -> Vec<String> {
    let command = Arguments::command();
    command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Reads arguments.
///
/// # Errors
/// Returns what is wrong with them, or the help that they ask for.
pub(super) fn parse(args: &[String]) -> Result<Arguments, clap::Error> {
    Arguments::from_arg_matches(&command().try_get_matches_from(args)?)
}

/// Returns all that can be typed, told without what only makes sense at the computer of the files.
pub(super) fn command() -> clap::Command {
    const VIEW: &str =
        "Lay it out so: list, lanes:country, lanes:group+name+rolled, starts, unfolded, unfiltered";
    Arguments::command()
        .mut_arg("view", |arg| arg.help(VIEW))
        .mut_subcommand("list", |command| {
            command.mut_arg("format", |arg| arg.help("How to write them [default: table]"))
        })
        .mut_subcommand("render", |command| {
            command.mut_arg("view", |arg| arg.help(VIEW)).mut_arg("format", |arg| {
                arg.help("What to draw: text, ansi, svg or png [default: text]")
            })
        })
        .mut_subcommand("date", |command| {
            command
                .mut_arg("dates", |arg| arg.help("Dates in EDTF (ISO 8601-2)"))
                .mut_arg("format", |arg| arg.help("How to explain them [default: human]"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_command_line_that_clap_accepts_and_that_names_no_file() {
        let mut command = command();
        command.build();
        command.clone().debug_assert();
        let all: Vec<_> = command.get_subcommands().chain([&command]).collect();
        for id in ["files", "out", "no_cache", "config", "state_dir"] {
            let mut arguments = all.iter().flat_map(|command| command.get_arguments());
            assert!(arguments.all(|argument| argument.get_id() != id), "{id}");
        }
        assert_eq!(names(), ["list", "count", "date", "render", "check"]);
    }
}
