//! What can be typed after `dateline`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Explore dated events in a terminal: who, where, when, and according to whom
#[derive(Debug, Parser)]
#[command(name = "dateline", version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What to do instead of exploring
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What to explore
    #[command(flatten)]
    pub open: Open,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draw a screen without a terminal
    Render(Render),
}

/// Explores some data.
#[derive(Debug, Args)]
pub struct Open {
    /// What to read
    #[command(flatten)]
    pub data: Files,
    /// How it looks
    #[command(flatten)]
    pub look: LookArgs,
}

/// Which data.
#[derive(Debug, Args)]
pub struct Files {
    /// Datasets to read: files, `-` for standard input, `@NAME` for an embedded one [default: @sahel]
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
}

/// How it looks.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// Colours: terminal, light, dark, contrast or mono [default: terminal, or mono if NO_COLOR is set]
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Draw with ASCII only
    #[arg(long)]
    pub ascii: bool,
}

/// Draws a screen without a terminal.
#[derive(Debug, Args)]
pub struct Render {
    /// What to read
    #[command(flatten)]
    pub data: Files,
    /// How it looks
    #[command(flatten)]
    pub look: LookArgs,
    /// Columns and rows of the screen
    #[arg(long, value_name = "WxH", default_value = "120x40")]
    pub size: String,
    /// Keys to press first: `c`, `<enter>`, `<c-d>`; `<80x24>` resizes, `<lt>` is `<`
    #[arg(long, value_name = "KEYS", default_value = "")]
    pub keys: String,
    /// What to draw: text, ansi, svg or png [default: by the ending of OUT, else text]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// The day that `today` means
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub out: Option<PathBuf>,
}
