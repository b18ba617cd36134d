//! `dateline fields`: what can be asked of data, name by name of the query language.

use std::process::ExitCode;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::{
    arguments::{Fields, FieldsFormat},
    asked::Asked,
    failure::{Failure, Kind},
    output,
    table::{self, Column},
};
use crate::{
    domain::nearest,
    formats::json,
    question::{
        Askable, Counted,
        language::{NAMES, Name, quoted},
    },
};

/// The most values of a name that are told in JSON where nobody asked for all of them.
const TOP: usize = 10;
/// The most values of a name in a row of the table.
const IN_ROW: usize = 3;

/// The widest example that is shown whole on a narrow terminal.
const LONGEST_EXAMPLE: usize = 36;

/// A row of [`NAMES`].
type Named = (&'static str, Name, &'static str);

/// A name as JSON tells it.
#[derive(Debug, Serialize)]
struct Told<'a> {
    field: &'a str,
    about: &'a str,
    values: usize,
    missing: u64,
    top: Vec<Value<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extent: Option<Extent<'a>>,
    example: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Value<'a> {
    value: &'a str,
    label: &'a str,
    count: u64,
}

#[derive(Debug, Serialize)]
struct Extent<'a> {
    from: &'a str,
    to: &'a str,
}

/// Tells what can be asked.
pub(super) fn run(command: &Fields) -> Result<ExitCode, Failure> {
    let one = command.of.as_deref().map(named).transpose()?;
    let asked = Asked::read(command.asked.query.as_deref(), &command.data)?;
    let Asked { memory, filter, .. } = &asked;
    let (all, most) = match one {
        Some(name) => (vec![memory.askable(filter, name)], usize::MAX),
        None => (memory.all_askable(filter), TOP),
    };
    output::to_stdout(|out| match (command.format, one) {
        (FieldsFormat::Json, _) => {
            json::write_lines(out, all.iter().map(|askable| told(askable, most)))
        }
        (FieldsFormat::Table, Some(_)) => {
            let columns =
                [Column::number("COUNT"), Column::text("VALUE", 8), Column::text("LABEL", 8)];
            let rows: Vec<_> = all.iter().flat_map(|askable| &askable.values).map(row).collect();
            table::write(out, &columns, &rows, output::width())
        }
        (FieldsFormat::Table, None) => {
            let rows: Vec<_> = all.iter().map(summary).collect();
            // An example that is cut can be given to nobody.
            let longest = rows.iter().map(|[.., example, _]| example.width()).max();
            let columns = [
                Column::text("NAME", 9),
                Column::number("VALUES"),
                Column::number("MISSING"),
                Column::text("EXAMPLE", longest.unwrap_or(0).min(LONGEST_EXAMPLE)),
                Column::text("MOST FREQUENT", 13),
            ];
            table::write(out, &columns, &rows, output::width())
        }
    })?;
    if let (FieldsFormat::Table, Some(_)) = (command.format, one) {
        all.iter().for_each(notice);
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the name that somebody wrote.
fn named(name: &str) -> Result<&'static Named, Failure> {
    let name = name.trim_end_matches(':');
    let known = NAMES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
    known.ok_or_else(|| {
        let failure = Failure::new(Kind::Usage, format!("there is no field `{name}`"));
        let failure = match nearest(name, NAMES.iter().map(|(known, ..)| *known)) {
            Some(near) => failure.hint(format!("Did you mean `{near}`?")),
            None => failure,
        };
        let all: Vec<_> = NAMES.iter().map(|(known, ..)| *known).collect();
        failure.hint(format!("The names are {}.", all.join(", ")))
    })
}

fn told(askable: &Askable, most: usize) -> Told<'_> {
    let top = askable.values.iter().take(most).map(|counted| Value {
        value: &counted.value,
        label: &counted.label,
        count: counted.count,
    });
    Told {
        field: askable.label,
        about: askable.about,
        values: askable.values.len(),
        missing: askable.missing,
        top: top.collect(),
        extent: askable.extent.as_ref().map(|(from, to)| Extent { from, to }),
        example: askable.example.as_deref(),
    }
}

fn row(counted: &Counted) -> [String; 3] {
    [counted.count.to_string(), counted.value.to_string(), counted.label.to_string()]
}

/// Returns the row of a name: its values as a query has them, or the extent of its dates.
fn summary(askable: &Askable) -> [String; 5] {
    let value = |counted: &Counted| format!("{} {}", quoted(&counted.value), counted.count);
    let values: Vec<_> = askable.values.iter().take(IN_ROW).map(value).collect();
    let there_is = match &askable.extent {
        Some((from, to)) => format!("{from} to {to}"),
        None => values.join(", "),
    };
    [
        askable.label.to_owned(),
        askable.values.len().to_string(),
        askable.missing.to_string(),
        askable.example.clone().unwrap_or_default(),
        there_is,
    ]
}

/// Says beside the values how many events have none.
fn notice(askable: &Askable) {
    let (label, missing) = (askable.label, askable.missing);
    let (events, have, are) =
        if missing == 1 { ("event", "has", "is") } else { ("events", "have", "are") };
    let lack = match askable.name {
        Name::Field(_) | Name::Id => format!("{have} no {label}"),
        Name::Time(_) => format!("{have} no date"),
        Name::Has | Name::Match | Name::Off => format!("{have} none of these"),
        Name::Is => format!("{are} none of these"),
        Name::Near => format!("{have} no place whose position is known"),
        Name::Linked => format!("{are} linked to nothing"),
    };
    if missing > 0 {
        output::notice(&format!("{missing} {events} {lack}"));
    }
}
