//! What can be typed after the commands that answer and leave: `list`, `count`, `fields`, `date`, `check`, `render`.
//!
//! Where guests of a server may ask the same, what they may say is a struct of its own, without files and outputs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Files, LookArgs, QueryArgs, ViewArgs};

/// Draws a screen without a terminal.
#[derive(Debug, Args)]
pub(in crate::cli) struct Render {
    /// What to read
    #[command(flatten)]
    pub(in crate::cli) data: Files,
    /// What to draw
    #[command(flatten)]
    pub(in crate::cli) picture: PictureArgs,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) out: Option<PathBuf>,
}

/// Which screen is drawn, and how.
#[derive(Debug, Args)]
pub(in crate::cli) struct PictureArgs {
    /// What is on the screen at the start
    #[command(flatten)]
    pub(in crate::cli) start: ViewArgs,
    /// How it looks
    #[command(flatten)]
    pub(in crate::cli) look: LookArgs,
    /// Columns and rows of the screen
    #[arg(long, value_name = "WxH", default_value = "120x40")]
    pub(in crate::cli) size: String,
    /// Keys to press first: `c`, `<enter>`, `<c-d>`; `<80x24>` resizes, `<lt>` is `<`
    #[arg(
        long,
        value_name = "KEYS",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    pub(in crate::cli) keys: String,
    /// What to draw: text, ansi, svg or png [default: by the ending of OUT, else text]
    #[arg(long, value_name = "FORMAT")]
    pub(in crate::cli) format: Option<String>,
    /// The day that `today` means
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) now: Option<String>,
    /// Draw it for one of N who watch what NAME presents; with keys, they look around
    #[arg(long, value_name = "NAME:N")]
    pub(in crate::cli) presented_by: Option<String>,
}

/// Tells what is wrong with data.
#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    /// Datasets to check: files, `-` for standard input, `@NAME` for an embedded one
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) files: Vec<String>,
    /// How strict, and how to tell it
    #[command(flatten)]
    pub(in crate::cli) report: ReportArgs,
}

/// How it is told what is wrong with data.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    /// How to tell it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Telling::Human)]
    pub(in crate::cli) format: Telling,
    /// Count warnings as errors in the exit code
    #[arg(long)]
    pub(in crate::cli) strict: bool,
}

/// For people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Telling {
    /// Text for people
    Human,
    /// One JSON object a line
    Json,
}

/// Lists events.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// What to read
    #[command(flatten)]
    pub(in crate::cli) data: Files,
    /// Which events, and how
    #[command(flatten)]
    pub(in crate::cli) list: ListArgs,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// How many
    #[command(flatten)]
    pub(in crate::cli) most: MostArgs,
}

/// Which events are listed, and how.
#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    /// Which events
    #[command(flatten)]
    pub(in crate::cli) asked: QueryArgs,
    /// How to write them [default: by the ending of OUT, else table]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Option<ListFormat>,
}

/// How many events are listed.
#[derive(Debug, Args)]
pub(in crate::cli) struct MostArgs {
    /// Write at most so many events, the first in the order of the screen
    #[arg(long, value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// Aligned columns for people
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Ndjson,
    /// Comma-separated values with a header line
    Csv,
    /// A dataset of its own, with the groups, places and sources that the events need
    Ron,
    /// A list to paste into a report
    Markdown,
    /// A calendar (iCalendar, RFC 5545)
    Ics,
    /// Slides for TimelineJS 3
    #[value(name = "timelinejs")]
    TimelineJs,
    /// Features for a map (RFC 7946)
    #[value(name = "geojson")]
    GeoJson,
}

/// Counts events.
#[derive(Debug, Args)]
pub(in crate::cli) struct Count {
    /// What to read
    #[command(flatten)]
    pub(in crate::cli) data: Files,
    /// What to count, and how
    #[command(flatten)]
    pub(in crate::cli) count: CountArgs,
}

/// Which events are counted, and how.
#[derive(Debug, Args)]
pub(in crate::cli) struct CountArgs {
    /// Which events
    #[command(flatten)]
    pub(in crate::cli) asked: QueryArgs,
    /// What to count by
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(in crate::cli) by: By,
    /// How to write the counts
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CountFormat::Table)]
    pub(in crate::cli) format: CountFormat,
}

/// What events are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    /// The countries involved
    Country,
    /// The groups that took part
    Group,
    /// The sort of event
    Kind,
    /// How precisely the date is known
    Precision,
    /// How sure the editor is
    Certainty,
    /// Who says so
    Source,
    /// Free labels
    Tag,
    /// The year that the event lies in
    Year,
    /// The month that the event lies in
    Month,
    /// The day that the event lies in
    Day,
}

/// How counts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CountFormat {
    /// Aligned columns for people
    Table,
    /// One JSON object
    Json,
}

/// Tells what can be asked of data.
#[derive(Debug, Args)]
pub(in crate::cli) struct Fields {
    /// What to read
    #[command(flatten)]
    pub(in crate::cli) data: Files,
    /// Which events
    #[command(flatten)]
    pub(in crate::cli) asked: QueryArgs,
    /// Tell all values of one name, such as country, after or has
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) of: Option<String>,
    /// How to tell it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = FieldsFormat::Table)]
    pub(in crate::cli) format: FieldsFormat,
}

/// How it is told what can be asked of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FieldsFormat {
    /// Aligned columns for people
    Table,
    /// One JSON object a line
    Json,
}

/// Explains dates.
#[derive(Debug, Args)]
pub(in crate::cli) struct Date {
    /// Dates in EDTF (ISO 8601-2); `-` reads one a line from standard input
    #[arg(value_name = "EXPR", required = true)]
    pub(in crate::cli) dates: Vec<String>,
    /// How to explain them [default: human, json for `-`]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Option<Telling>,
}
