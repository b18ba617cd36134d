//! iCalendar (RFC 5545): events for calendar programs.
//!
//! A calendar knows days and seconds. A date that is vaguer spans the days that it may lie on, says so in words, and
//! has its EDTF in `X-DATELINE-EDTF`. What begins or ends openly, has no date or lies outside of the years 1 to
//! 9999 cannot be said and is left out. All events are transparent, for none of them takes up the reader's time.

use std::io::{self, Write};

use super::{
    ids::Ids,
    left_out::{LeftOut, Reason},
};
use crate::domain::{
    Civil, Clean, Dataset, Edge, Event, Extent, Moment, Pieces, Precision, Span, Unit, When,
    web_address,
};

/// The most octets of a line, its end not counted.
const LONGEST_LINE: usize = 75;

/// Writes one calendar; returns what could not be said in it.
///
/// # Errors
/// Returns what the writer says.
pub fn write_events(out: &mut dyn Write, events: Pieces<'_>) -> io::Result<LeftOut> {
    let mut left_out = LeftOut::default();
    let mut ids = Ids::default();
    line(out, "BEGIN:VCALENDAR")?;
    line(out, "VERSION:2.0")?;
    line(out, concat!("PRODID:-//dateline//dateline ", env!("CARGO_PKG_VERSION"), "//EN"))?;
    line(out, "CALSCALE:GREGORIAN")?;
    if !events.title().is_empty() {
        // The first is the name of RFC 7986, the second the one that most programs know.
        text(out, "NAME", events.title())?;
        text(out, "X-WR-CALNAME", events.title())?;
    }
    events.try_for_each(|dataset, event| match Days::of(event.when.as_ref()) {
        Ok(days) => write_event(out, dataset, event, &days, &mut ids),
        Err(reason) => {
            left_out.add(reason);
            Ok(())
        }
    })?;
    line(out, "END:VCALENDAR")?;
    Ok(left_out)
}

/// When something is in a calendar.
struct Days<'a> {
    when: &'a When,
    first: Civil,
    /// The first moment after it.
    after: Civil,
}

impl<'a> Days<'a> {
    fn of(when: Option<&'a When>) -> Result<Self, Reason> {
        let when = when.ok_or(Reason::Undated)?;
        let (earliest, latest) = (when.earliest(), when.latest());
        let Edge::At(first) = earliest else { return Err(Reason::NoStart) };
        let Edge::At(last) = latest else { return Err(Reason::NoEnd) };
        let (first, after) = (first.civil(), last.next(Unit::Day).civil());
        if has_words(first) && has_words(after) {
            Ok(Self { when, first, after })
        } else {
            Err(Reason::Beyond)
        }
    }

    fn is_instant(&self) -> bool {
        matches!(self.when.precision(), Precision::Second | Precision::Minute)
    }

    /// Tells whether a calendar shows less doubt than there is.
    fn is_vague(&self) -> bool {
        let is_day = |span: Span| span.first().floor(Unit::Day) == span.last().floor(Unit::Day);
        let is_stated = match self.when.extent() {
            Extent::Once(span) => is_day(span),
            // Days of which all are meant need not follow one another: `{2025-01-03,2025-01-07}`.
            Extent::Lasting { .. } if self.when.as_written().starts_with('{') => false,
            Extent::Lasting { start, end } => is_day(start) && is_day(end),
        };
        !is_stated || self.when.is_uncertain() || self.when.is_approximate()
    }
}

/// Tells whether iCalendar has a year: it counts from 1 to 9999.
fn has_words(day: Civil) -> bool {
    (1..=9999).contains(&day.year)
}

fn write_event(
    out: &mut dyn Write,
    dataset: &Dataset,
    event: &Event,
    days: &Days<'_>,
    ids: &mut Ids,
) -> io::Result<()> {
    let file = dataset.files.get(event.file.0 as usize).map_or("", Clean::as_str);
    line(out, "BEGIN:VEVENT")?;
    text(out, "UID", &ids.unique(format!("{}@{file}", event.id)))?;
    line(out, &format!("DTSTAMP:{}T000000Z", digits(stamp(dataset, event, days))))?;
    if days.is_instant() {
        let Civil { hour, minute, second, .. } = days.first;
        let day = digits(days.first);
        line(out, &format!("DTSTART:{day}T{hour:02}{minute:02}{second:02}Z"))?;
    } else {
        line(out, &format!("DTSTART;VALUE=DATE:{}", digits(days.first)))?;
        line(out, &format!("DTEND;VALUE=DATE:{}", digits(days.after)))?;
    }
    if days.is_vague() {
        text(out, "SUMMARY", &format!("{} ({})", event.title, days.when.text()))?;
    } else {
        text(out, "SUMMARY", &event.title)?;
    }
    text(out, "DESCRIPTION", &description(dataset, event, days.when))?;
    let labels = event.kind.iter().chain(&event.tags).filter(|label| !label.is_empty());
    let labels: Vec<_> = labels.map(|label| escaped(label)).collect();
    if !labels.is_empty() {
        line(out, &format!("CATEGORIES:{}", labels.join(",")))?;
    }
    let places: Vec<_> = dataset.places_of(event).collect();
    let names: Vec<_> = match places.as_slice() {
        [] => event.countries.iter().map(|country| country.name()).collect(),
        places => places.iter().map(|place| place.name.as_str()).collect(),
    };
    if !names.is_empty() {
        text(out, "LOCATION", &names.join("; "))?;
    }
    if let Some((lat, lon)) = places.iter().find_map(|place| place.position) {
        line(out, &format!("GEO:{lat};{lon}"))?;
    }
    let mut addresses = dataset.sources_of(event).filter_map(|source| source.url.as_ref());
    if let Some(address) = addresses.find_map(|url| web_address(url)) {
        line(out, &format!("URL:{address}"))?;
    }
    text(out, "X-DATELINE-EDTF", &days.when.canonical())?;
    line(out, "TRANSP:TRANSPARENT")?;
    line(out, "END:VEVENT")
}

/// Returns the day from which an event's stamp is made: when its last source was published, else when it began.
///
/// RFC 5545 wants the time at which the calendar was written. That of the clock would make two calendars of the same
/// data differ; what was last known of the event does not change.
fn stamp(dataset: &Dataset, event: &Event, days: &Days<'_>) -> Civil {
    let published = dataset.sources_of(event).filter_map(|source| source.published.as_ref());
    let moments = published.filter_map(|when| match when.earliest() {
        Edge::At(moment) => Some(moment),
        Edge::Open | Edge::Unknown => None,
    });
    let last = moments.max().map(Moment::civil).filter(|day| has_words(*day));
    last.unwrap_or(days.first)
}

fn description(dataset: &Dataset, event: &Event, when: &When) -> String {
    let mut lines = vec![format!("Date: {}, {}.", when.text(), when.known())];
    if !event.summary.is_empty() {
        lines.push(event.summary.to_string());
    }
    for (group, role) in dataset.parties_of(event) {
        let role = role.map(|role| format!(" ({role})")).unwrap_or_default();
        lines.push(format!("Who: {}{role}", group.name));
    }
    if let Some(certainty) = event.certainty {
        lines.push(format!("Certainty: {}", certainty.name()));
    }
    if event.is_contradictory() {
        lines.push("The sources give dates that cannot all be true.".to_owned());
    }
    lines.extend(dataset.sources_of(event).map(|source| format!("Source: {}", source.text())));
    lines.join("\n")
}

fn digits(day: Civil) -> String {
    format!("{:04}{:02}{:02}", day.year, day.month, day.day)
}

fn text(out: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    line(out, &format!("{name}:{}", escaped(value)))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Writes a line, folded where it is too long and never inside of a character.
fn line(out: &mut dyn Write, line: &str) -> io::Result<()> {
    let mut rest = line;
    let mut room = LONGEST_LINE;
    loop {
        let mut end = rest.len().min(room);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, behind) = rest.split_at(end);
        out.write_all(piece.as_bytes())?;
        if behind.is_empty() {
            return out.write_all(b"\r\n");
        }
        out.write_all(b"\r\n ")?;
        // The space that marks the fold counts too.
        (rest, room) = (behind, LONGEST_LINE - 1);
    }
}

#[cfg(test)]
mod tests;
