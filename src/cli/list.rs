//! `dateline list`: events as a table or in a format of `formats`, in the order of the screen.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use clap::ValueEnum;

use super::{
    arguments::{List, ListFormat},
    asked::Asked,
    failure::{Failure, Kind},
    output::{self, Output},
    table::{self, Column},
};
use crate::{
    domain::{Archive, Clean, Event, EventKey, When},
    formats::{LeftOut, csv, geojson, ics, json, markdown, timelinejs},
    store::{self, builtin},
};

/// The name that stands for all embedded datasets.
const EMBEDDED: &str = "@";
/// The format that an ending asks for; TimelineJS is JSON too, and has to be named.
const ENDINGS: [(&str, ListFormat); 8] = [
    ("txt", ListFormat::Table),
    ("json", ListFormat::Json),
    ("ndjson", ListFormat::Ndjson),
    ("csv", ListFormat::Csv),
    ("ron", ListFormat::Ron),
    ("md", ListFormat::Markdown),
    ("ics", ListFormat::Ics),
    ("geojson", ListFormat::GeoJson),
];
/// The columns of the table of events; on a narrow terminal the last ones are left out.
const COLUMNS: [Column; 5] = [
    Column::text("DATE", When::LABEL),
    Column::text("TITLE", 36),
    Column::text("COUNTRIES", 11),
    Column::text("KIND", 8),
    Column::text("ID", 12),
];

/// Lists events.
pub(super) fn run(command: &List) -> Result<ExitCode, Failure> {
    let names = &command.data.files;
    let (out, mut err) = (command.out.as_deref(), io::stderr());
    let format = match command.list.format {
        Some(format) => format,
        None => output::by_ending(out, &ENDINGS)?.unwrap_or(ListFormat::Table),
    };
    let mut output = Output::of_process(out, &mut err);
    if names.iter().any(|name| name == EMBEDDED) {
        return list_embedded(command, format, &mut output);
    }
    if let Some(out) = out {
        keep_input(out, names)?;
    }
    let asked = Asked::read(command.list.asked.query.as_deref(), &command.data)?;
    answer(&asked, format, command.most.limit, &mut output).map(ExitCode::from)
}

/// Lists the events that are asked for, at most so many; returns the exit code.
pub(super) fn answer(
    asked: &Asked,
    format: ListFormat,
    limit: Option<usize>,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let mut events = asked.events();
    let total = events.len();
    events.truncate(limit.unwrap_or(total));
    let archive = asked.memory.archive();
    let mut unsaid = LeftOut::default();
    let width = output.width;
    output.write(|out| {
        unsaid = write(out, archive, &events, format, width)?;
        Ok(())
    })?;
    let listed = events.len();
    let left_out = total - listed;
    // An empty array says so itself.
    if total == 0 && format != ListFormat::Json {
        asked.tell_none(output.err);
    }
    if left_out > 0 {
        output.notice(&format!("{listed} of {total} events listed, {left_out} left out"));
    }
    if unsaid.total() > 0 {
        output.notice(&format!("{} of {listed} events left out: {unsaid}", unsaid.total()));
    }
    Ok(0)
}

/// Refuses to write a list over the dataset that it is made of.
fn keep_input(out: &Path, names: &[String]) -> Result<(), Failure> {
    let Ok(out) = fs::canonicalize(out) else {
        return Ok(());
    };
    match names.iter().find(|name| fs::canonicalize(name).is_ok_and(|path| path == out)) {
        None => Ok(()),
        Some(name) => {
            let message = format!("`{name}` is read, so the list cannot be written over it");
            Err(Failure::new(Kind::Usage, message).hint("Name another file after -o."))
        }
    }
}

fn write(
    out: &mut dyn Write,
    archive: &Archive,
    events: &[EventKey],
    format: ListFormat,
    width: Option<usize>,
) -> io::Result<LeftOut> {
    let pieces = archive.pieces(events);
    match format {
        ListFormat::Json => json::write_events(out, pieces),
        ListFormat::Ndjson => json::write_event_lines(out, pieces),
        ListFormat::Csv => csv::write_events(out, pieces),
        ListFormat::Ron => store::write_events(out, archive, events),
        ListFormat::Markdown => markdown::write_events(out, pieces),
        ListFormat::GeoJson => geojson::write_events(out, pieces),
        ListFormat::Ics => return ics::write_events(out, pieces),
        ListFormat::TimelineJs => return timelinejs::write_events(out, pieces),
        ListFormat::Table => {
            let rows = || events.iter().map(|key| row(&archive.event(*key), width.is_some()));
            table::write_each(out, &COLUMNS, rows, width)
        }
    }?;
    Ok(LeftOut::default())
}

fn row(event: &Event, is_terminal: bool) -> [String; COLUMNS.len()] {
    // Away from a terminal there is room for the date as precise as it is.
    let date = |when: &When| {
        if is_terminal { when.label() } else { when.label_in(usize::MAX, "") }
    };
    let countries: Vec<_> = event.countries.iter().map(|country| country.code()).collect();
    [
        event.when.as_ref().map_or_else(|| "undated".into(), date),
        event.title.to_string(),
        countries.join(" "),
        event.kind.as_ref().map(Clean::to_string).unwrap_or_default(),
        event.id.to_string(),
    ]
}

/// An embedded dataset.
#[derive(serde::Serialize)]
struct Embedded {
    name: String,
    title: String,
    events: usize,
}

fn list_embedded(
    command: &List,
    format: ListFormat,
    output: &mut Output<'_>,
) -> Result<ExitCode, Failure> {
    if command.data.files.len() > 1 {
        let message = "`@` names all embedded datasets, so no file may stand beside it";
        return Err(Failure::new(Kind::Usage, message)
            .hint("`dateline list @` names them, `dateline list @NAME` lists the events of one."));
    }
    let is_of_events = match format {
        ListFormat::Table | ListFormat::Json | ListFormat::Ndjson | ListFormat::Csv => false,
        ListFormat::Ron
        | ListFormat::Markdown
        | ListFormat::Ics
        | ListFormat::TimelineJs
        | ListFormat::GeoJson => true,
    };
    if is_of_events {
        let value = format.to_possible_value();
        let format = value.as_ref().map_or("ron", |value| value.get_name());
        let message =
            format!("the names of the embedded datasets are no events, as {format} needs them");
        return Err(Failure::new(Kind::Usage, message)
            .hint(format!("`dateline list @NAME --format {format}` writes the events of one.")));
    }
    let embedded = builtin::ALL.iter().map(|builtin| {
        let name = format!("@{}", builtin.name);
        let dataset = store::read(&name, builtin.text).dataset;
        Embedded { name, title: dataset.title.to_string(), events: dataset.events.len() }
    });
    let embedded: Vec<_> = embedded.take(command.most.limit.unwrap_or(usize::MAX)).collect();
    let width = output.width;
    output.write(|out| match format {
        ListFormat::Json => json::write_array(out, &embedded),
        ListFormat::Ndjson => json::write_lines(out, &embedded),
        ListFormat::Csv => {
            csv::write_line(out, &["name", "title", "events"].map(csv::Cell::Own))?;
            embedded.iter().try_for_each(|Embedded { name, title, events }| {
                let events = events.to_string();
                csv::write_line(
                    out,
                    &[csv::Cell::Own(name), csv::Cell::Text(title), csv::Cell::Own(&events)],
                )
            })
        }
        // The formats of events were refused above.
        _ => {
            let columns =
                [Column::text("NAME", 8), Column::number("EVENTS"), Column::text("TITLE", 8)];
            let rows: Vec<_> = (embedded.iter())
                .map(|e| [e.name.clone(), e.events.to_string(), e.title.clone()])
                .collect();
            table::write(out, &columns, &rows, width)
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
