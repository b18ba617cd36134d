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
    output,
    table::{self, Column},
};
use crate::{
    domain::{Clean, Dataset, Event, When},
    formats::{EventRecord, LeftOut, csv, geojson, ics, json, markdown, timelinejs},
    store::{builtin, write_dataset},
};

/// The name that stands for all embedded datasets.
const EMBEDDED: &str = "@";
/// The columns of the table of events; on a narrow terminal the last ones are left out.
const COLUMNS: [Column; 5] = [
    Column::text("DATE", 16),
    Column::text("TITLE", 36),
    Column::text("COUNTRIES", 11),
    Column::text("KIND", 8),
    Column::text("ID", 12),
];

/// Lists events.
pub(super) fn run(command: &List) -> Result<ExitCode, Failure> {
    let names = &command.data.files;
    if names.iter().any(|name| name == EMBEDDED) {
        return list_embedded(command);
    }
    if let Some(out) = &command.out {
        keep_input(out, names)?;
    }
    let asked = Asked::read(command.asked.query.as_deref(), &command.data)?;
    let memory = &asked.memory;
    let mut events = asked.events();
    let total = events.len();
    events.truncate(command.limit.unwrap_or(total));
    let dataset = memory.archive().extract(events);
    let events: Vec<&Event> = dataset.events.iter().collect();
    let mut unsaid = LeftOut::default();
    output::to(command.out.as_deref(), |out| {
        let is_terminal = command.out.is_none();
        let width = output::width().filter(|_| is_terminal);
        unsaid = write(out, &events, &dataset, command.format, width)?;
        Ok(())
    })?;
    let listed = events.len();
    let left_out = total - listed;
    if left_out > 0 {
        output::notice(&format!("{listed} of {total} events listed, {left_out} left out"));
    }
    if unsaid.total() > 0 {
        output::notice(&format!("{} of {listed} events left out: {unsaid}", unsaid.total()));
    }
    Ok(ExitCode::SUCCESS)
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
    events: &[&Event],
    dataset: &Dataset,
    format: ListFormat,
    width: Option<usize>,
) -> io::Result<LeftOut> {
    let each = events.iter().copied();
    let records = events.iter().map(|event| EventRecord::new(event, dataset));
    match format {
        ListFormat::Json => json::write_array(out, records),
        ListFormat::Ndjson => json::write_lines(out, records),
        ListFormat::Csv => csv::write_events(out, records),
        ListFormat::Ron => out.write_all(write_dataset(dataset, each).as_bytes()),
        ListFormat::Markdown => markdown::write_events(out, dataset, each),
        ListFormat::GeoJson => geojson::write_events(out, dataset, each),
        ListFormat::Ics => return ics::write_events(out, dataset, each),
        ListFormat::TimelineJs => return timelinejs::write_events(out, dataset, each),
        ListFormat::Table => {
            let rows: Vec<_> = events.iter().map(|event| row(event, width.is_some())).collect();
            table::write(out, &COLUMNS, &rows, width)
        }
    }?;
    Ok(LeftOut::default())
}

fn row(event: &Event, is_terminal: bool) -> [String; COLUMNS.len()] {
    // Away from a terminal there is room for the date as precise as it is.
    let date = |when: &When| {
        if is_terminal { when.label() } else { when.label_in(usize::MAX) }
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

fn list_embedded(command: &List) -> Result<ExitCode, Failure> {
    if command.data.files.len() > 1 {
        let message = "`@` names all embedded datasets, so no file may stand beside it";
        return Err(Failure::new(Kind::Usage, message)
            .hint("`dateline list @` names them, `dateline list @NAME` lists the events of one."));
    }
    let is_of_events = match command.format {
        ListFormat::Table | ListFormat::Json | ListFormat::Ndjson | ListFormat::Csv => false,
        ListFormat::Ron
        | ListFormat::Markdown
        | ListFormat::Ics
        | ListFormat::TimelineJs
        | ListFormat::GeoJson => true,
    };
    if is_of_events {
        let format = command.format.to_possible_value();
        let format = format.as_ref().map_or("ron", |format| format.get_name());
        let message =
            format!("the names of the embedded datasets are no events, as {format} needs them");
        return Err(Failure::new(Kind::Usage, message)
            .hint(format!("`dateline list @NAME --format {format}` writes the events of one.")));
    }
    let embedded = builtin::ALL.iter().map(|builtin| {
        let name = format!("@{}", builtin.name);
        let dataset = crate::store::read(&name, builtin.text).dataset;
        Embedded { name, title: dataset.title.to_string(), events: dataset.events.len() }
    });
    let embedded: Vec<_> = embedded.take(command.limit.unwrap_or(usize::MAX)).collect();
    let width = output::width().filter(|_| command.out.is_none());
    output::to(command.out.as_deref(), |out| match command.format {
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
