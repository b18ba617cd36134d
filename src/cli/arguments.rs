//! What can be typed after `dateline`.
//!
//! The words only: what they mean is said by the file of each subcommand. The examples below the options
//! are in `examples.rs`.

mod answers;
#[cfg(feature = "ssh")]
mod serve;

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

pub(super) use self::answers::{
    By, Check, Count, CountArgs, CountFormat, Date, Fields, FieldsFormat, List, ListFormat,
    PictureArgs, Render, ReportArgs, Telling,
};
#[cfg(feature = "ssh")]
pub(super) use self::{
    answers::{ListArgs, MostArgs},
    serve::{Present, Serve},
};
use super::examples;

/// Explore dated events in a terminal: who, where, when, and according to whom
#[derive(Debug, Parser)]
#[command(name = "dateline", version, args_conflicts_with_subcommands = true)]
#[command(after_help = examples::DATELINE)]
pub(super) struct Arguments {
    /// What to do instead of exploring
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// What to explore
    #[command(flatten)]
    pub(super) open: Open,
}

impl Arguments {
    /// Returns the names of the data that is to be read as one, where several can be.
    pub(super) fn names(&mut self) -> Option<&mut Vec<String>> {
        Some(match &mut self.command {
            None => &mut self.open.data.files,
            Some(Command::Check(command)) => &mut command.files,
            Some(Command::Count(command)) => &mut command.data.files,
            Some(Command::Fields(command)) => &mut command.data.files,
            Some(Command::List(command)) => &mut command.data.files,
            Some(Command::Render(command)) => &mut command.data.files,
            #[cfg(feature = "ssh")]
            Some(Command::Serve(command)) => &mut command.data.files,
            #[cfg(feature = "ssh")]
            Some(Command::Present(command)) => &mut command.serve.data.files,
            Some(_) => return None,
        })
    }
}

/// Puts the dates of `dateline date` behind a `--`, because one may begin with a minus: `-0043-03-15`.
pub(super) fn with_dates_last(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args = args.into_iter();
    let mut words: Vec<_> = args.by_ref().take(2).collect();
    if words.get(1).is_none_or(|word| word != "date") {
        words.extend(args);
        return words;
    }
    let mut dates = Vec::new();
    while let Some(word) = args.next() {
        let bytes = word.as_encoded_bytes();
        match bytes {
            b"--" => dates.extend(args.by_ref()),
            b"--format" => {
                words.push(word);
                words.extend(args.next());
            }
            [b'-', b'0'..=b'9', ..] | [b'-'] => dates.push(word),
            [b'-', ..] => words.push(word),
            _ => dates.push(word),
        }
    }
    if !dates.is_empty() {
        words.push("--".into());
    }
    words.extend(dates);
    words
}

/// Returns the names of all subcommands.
pub(super) fn subcommands() -> Vec<String> {
    shown().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Returns the command line without what only scripts call.
pub(super) fn shown() -> clap::Command {
    let all = Arguments::command();
    let shown = all.get_subcommands().filter(|command| !command.is_hide_set());
    let command = clap::Command::new("dateline")
        .version(env!("CARGO_PKG_VERSION"))
        .args_conflicts_with_subcommands(true)
        .args(all.get_arguments())
        .subcommands(shown);
    let about = all.get_about().cloned().unwrap_or_default();
    command.about(about).after_help(all.get_after_help().cloned().unwrap_or_default())
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Tell what is wrong with data
    #[command(after_help = examples::CHECK)]
    Check(Check),
    /// Rewrite datasets in the usual layout
    #[command(after_help = examples::FMT)]
    Fmt(Fmt),
    /// List events as a table, JSON, CSV, Markdown, a calendar and more
    #[command(after_help = examples::LIST)]
    List(List),
    /// Count events by country, group, month and the like
    #[command(after_help = examples::COUNT)]
    Count(Count),
    /// Tell what can be asked of data: names, values and examples for -q
    #[command(after_help = examples::FIELDS)]
    Fields(Fields),
    /// Explain what an EDTF date means
    #[command(after_help = examples::DATE)]
    Date(Date),
    /// Draw a screen without a terminal
    #[command(after_help = examples::RENDER)]
    Render(Box<Render>),
    /// Let anybody look who has ssh
    #[cfg(feature = "ssh")]
    #[command(after_help = examples::SERVE)]
    Serve(Serve),
    /// Explore here, and let others follow who have ssh
    #[cfg(feature = "ssh")]
    #[command(after_help = examples::PRESENT)]
    Present(Present),
    /// Write a commented dataset to start from
    #[command(after_help = examples::NEW)]
    New(New),
    /// Print a completion script for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions(Completions),
    /// Print the manual page
    #[command(after_help = examples::MAN)]
    Man,
    /// Say what could be typed next
    #[command(hide = true)]
    Complete(Complete),
    /// Show the settings of the explorer and where each comes from
    #[command(after_help = examples::CONFIG)]
    Config(Config),
    /// Show what is kept of files so that they open faster, or remove it
    #[command(after_help = examples::CACHE)]
    Cache(Cache),
}

/// Explores some data.
#[derive(Debug, Args)]
pub(super) struct Open {
    /// What to read
    #[command(flatten)]
    pub(super) data: Files,
    /// What is on the screen at the start
    #[command(flatten)]
    pub(super) start: ViewArgs,
    /// How it looks
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// Which settings
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    /// Print a numbered list of plain sentences, as for a screen reader, and open nothing
    #[arg(long, conflicts_with_all = ["theme", "ascii", "config", "no_config"])]
    pub(super) plain: bool,
    /// Let others use it: no files but the data, no config, nothing kept, no suspending and no copying
    #[arg(long)]
    pub(super) locked: bool,
    /// What is kept
    #[command(flatten)]
    pub(super) state: StateArgs,
}

/// Where the person's own views, marks and notes are kept.
#[derive(Debug, Args)]
pub(super) struct StateArgs {
    /// Keep saved views, marks and notes in DIR [default: `$XDG_STATE_HOME/dateline`, else ~/.local/state/dateline]
    #[arg(long, value_name = "DIR", conflicts_with = "no_state")]
    pub(super) state_dir: Option<PathBuf>,
    /// Keep nothing, and leave aside what was kept
    #[arg(long)]
    pub(super) no_state: bool,
}

/// Which config file.
#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    /// Config file to read [default: dateline/config.ron in `$XDG_CONFIG_HOME`, else in ~/.config]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<String>,
    /// Read no config file
    #[arg(long)]
    pub(super) no_config: bool,
}

/// Which data.
#[derive(Debug, Args)]
pub(super) struct Files {
    /// Datasets to read: files, `-` for standard input, `@NAME` for an embedded one (@sahel if none is named)
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<String>,
    /// What is kept of them
    #[command(flatten)]
    pub(super) cache: CacheArgs,
}

/// Whether something is kept of files so that they open faster.
#[derive(Debug, Default, Args)]
pub(super) struct CacheArgs {
    /// Read the files anew, and keep nothing of them
    #[arg(long)]
    pub(super) no_cache: bool,
}

/// Which events.
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// Only events that pass a query: words, country:MLI,NER, -kind:coup, after:2025-01, (a or b)
    #[arg(short, long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: Option<String>,
}

/// What is on the screen at the start.
#[derive(Debug, Clone, Args)]
pub(super) struct ViewArgs {
    /// Only events that pass a query: words, country:MLI,NER, -kind:coup, after:2025-01, (a or b)
    #[arg(short, long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: Option<String>,
    /// Look at this part of the axis: 2019-03..2021-09, or one date
    #[arg(long, value_name = "WHEN..WHEN", allow_hyphen_values = true)]
    pub(super) span: Option<String>,
    /// Lay it out so (list, lanes:country, lanes:group+name+rolled, starts, unfolded, unfiltered), or open a saved view
    #[arg(long, value_name = "VIEW", allow_hyphen_values = true)]
    pub(super) view: Option<String>,
    /// Select this event, by its id, or the one nearest to a date
    #[arg(long, value_name = "ID|WHEN", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
    /// Say so if this is not the data that a link was made from
    #[arg(long, value_name = "FINGERPRINT")]
    pub(super) data: Option<String>,
}

/// How it looks.
#[derive(Debug, Args)]
pub(super) struct LookArgs {
    /// Colours: terminal (the default; mono in the explorer if `NO_COLOR` is set), light, dark, contrast or mono
    #[arg(long, value_name = "THEME")]
    pub(super) theme: Option<String>,
    /// Draw with ASCII only
    #[arg(long)]
    pub(super) ascii: bool,
}

/// Rewrites datasets in the usual layout.
#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// Files to rewrite; `-` reads standard input and writes to standard output
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<String>,
    /// Write nothing, name the files that would change and exit with 1
    #[arg(long)]
    pub(super) check: bool,
}

/// Writes a dataset to start from.
#[derive(Debug, Args)]
pub(super) struct New {
    /// File to write, which must not exist yet; `-` writes to standard output
    #[arg(value_name = "FILE")]
    pub(super) file: String,
}

/// Prints a completion script.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// Shell that is to complete
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: Shell,
}

/// The shells that can complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shell {
    /// GNU Bash 4 or later
    Bash,
    /// Z shell
    Zsh,
    /// Friendly interactive shell
    Fish,
}

/// Says what could be typed next: what a completion script asks.
#[derive(Debug, Args)]
pub(super) struct Complete {
    /// Shell that asks
    #[arg(long, value_enum, value_name = "SHELL", default_value_t = Shell::Bash)]
    pub(super) shell: Shell,
    /// Characters that divide words where they stand without quotes
    #[arg(long, value_name = "CHARS", default_value = "", allow_hyphen_values = true)]
    pub(super) breaks: String,
    /// Words after the name of the program as they were typed, up to the cursor
    #[arg(value_name = "WORD", last = true)]
    pub(super) words: Vec<OsString>,
}

/// Shows the settings.
#[derive(Debug, Args)]
pub(super) struct Config {
    /// Which settings
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    /// How it would look
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// How to tell it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Telling::Human)]
    pub(super) format: Telling,
}

/// Shows what is kept of files.
#[derive(Debug, Args)]
pub(super) struct Cache {
    /// Remove all of it
    #[arg(long)]
    pub(super) clear: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_command_line_that_clap_accepts() {
        Arguments::command().debug_assert();
    }

    #[track_caller]
    fn check(words: &str, sorted: &str) {
        let found = with_dates_last(words.split(' ').map(OsString::from));
        assert_eq!(found.join(" ".as_ref()), OsString::from(sorted));
    }

    #[test]
    fn takes_a_minus_before_a_year_for_what_it_is() {
        check(
            "dateline date -0043 --format json 2025",
            "dateline date --format json -- -0043 2025",
        );
        check("dateline date --format=json -", "dateline date --format=json -- -");
        check("dateline date -- -0043 --format", "dateline date -- -0043 --format");
        check("dateline date -x", "dateline date -x");
        check("dateline date", "dateline date");
        check("dateline list -0043", "dateline list -0043");
        check("dateline", "dateline");
    }

    #[test]
    fn says_what_to_do_without_a_full_stop() {
        for command in Arguments::command().get_subcommands() {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.starts_with(char::is_uppercase), "{}", command.get_name());
            let helps = command.get_arguments().filter_map(|argument| argument.get_help());
            for text in helps.map(ToString::to_string).chain([about]) {
                assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
            }
        }
    }
}
