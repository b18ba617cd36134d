//! Comma-separated values (RFC 4180) that a spreadsheet may open.
//!
//! Lines end with a line feed alone, so that the tools of a shell can read them too.

use std::io::{self, Write};

use super::EventRecord;
use crate::domain::Pieces;

/// The header line.
const COLUMNS: [&str; 18] = [
    "id",
    "date",
    "earliest",
    "latest",
    "precision",
    "title",
    "summary",
    "kind",
    "countries",
    "groups",
    "places",
    "lat",
    "lon",
    "certainty",
    "sources",
    "links",
    "tags",
    "file",
];

/// A cell: a text of anybody's, or a date or number that this program wrote itself.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// A text from outside, which a spreadsheet must not take for a formula.
    Text(&'a str),
    /// A date, a number or a word of this program, such as `-inf` or `-7.975`.
    Own(&'a str),
}

/// Writes events, one a line, below a header line.
///
/// # Errors
/// Returns what the writer says.
pub fn write_events(out: &mut dyn Write, events: Pieces<'_>) -> io::Result<()> {
    write_line(out, &COLUMNS.map(Cell::Own))?;
    events.try_for_each(|dataset, event| write_event(out, &EventRecord::new(event, dataset)))
}

fn write_event(out: &mut dyn Write, event: &EventRecord<'_>) -> io::Result<()> {
    let group = |group: &super::json::GroupRecord<'_>| match group.role {
        Some(role) => format!("{}: {role}", group.id),
        None => group.id.to_owned(),
    };
    let groups: Vec<_> = event.groups.iter().map(group).collect();
    let places: Vec<_> = event.places.iter().map(|place| place.name).collect();
    let sources: Vec<_> =
        event.sources.iter().map(|source| source.url.unwrap_or(source.id)).collect();
    let links: Vec<_> =
        event.links.iter().map(|link| format!("{}: {}", link.to, link.how)).collect();
    let degrees = |degrees: Option<f64>| degrees.map(|n| n.to_string()).unwrap_or_default();
    let (lat, lon) = event.place.map_or((None, None), |place| (place.lat, place.lon));
    let cells: [Cell<'_>; COLUMNS.len()] = [
        Cell::Text(event.id),
        Cell::Own(event.date.as_deref().unwrap_or("")),
        Cell::Own(&event.earliest),
        Cell::Own(&event.latest),
        Cell::Own(event.precision),
        Cell::Text(event.title),
        Cell::Text(event.summary),
        Cell::Text(event.kind.unwrap_or("")),
        Cell::Own(&event.countries.join("; ")),
        Cell::Text(&groups.join("; ")),
        Cell::Text(&places.join("; ")),
        Cell::Own(&degrees(lat)),
        Cell::Own(&degrees(lon)),
        Cell::Own(event.certainty.unwrap_or("")),
        Cell::Text(&sources.join("; ")),
        Cell::Text(&links.join("; ")),
        Cell::Text(&event.tags.join("; ")),
        Cell::Text(event.file),
    ];
    write_line(out, &cells)
}

/// Writes one line.
///
/// # Errors
/// Returns what the writer says.
pub fn write_line(out: &mut dyn Write, cells: &[Cell<'_>]) -> io::Result<()> {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            out.write_all(b",")?;
        }
        let (text, mark) = match *cell {
            Cell::Text(text) if looks_like_formula(text) => (text, "'"),
            Cell::Text(text) | Cell::Own(text) => (text, ""),
        };
        if text.contains([',', '"', '\n', '\r']) {
            write!(out, "\"{mark}{}\"", text.replace('"', "\"\""))?;
        } else {
            write!(out, "{mark}{text}")?;
        }
    }
    out.write_all(b"\n")
}

/// Tells whether some spreadsheet would calculate this.
fn looks_like_formula(text: &str) -> bool {
    // The wide forms count too where a spreadsheet is used in Chinese or Japanese.
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: Cell<'_>, written: &str) {
        let mut bytes = Vec::new();
        write_line(&mut bytes, &[cell, Cell::Own("")]).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), format!("{written},\n"));
    }

    #[test]
    fn quotes_what_would_break_a_line() {
        check(Cell::Text("plain, or not"), "\"plain, or not\"");
        check(Cell::Text("a \"b\""), "\"a \"\"b\"\"\"");
        check(Cell::Text("a\nb"), "\"a\nb\"");
        check(Cell::Text("Goïta's"), "Goïta's");
    }

    #[test]
    fn keeps_spreadsheets_from_calculating() {
        for formula in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1"] {
            check(Cell::Text(formula), &format!("'{formula}"));
        }
        check(Cell::Text("=HYPERLINK(\"a\",\"b\")"), "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"");
        check(Cell::Text("\r=1"), "\"'\r=1\"");
        check(Cell::Own("-0043-03-15"), "-0043-03-15");
    }
}
