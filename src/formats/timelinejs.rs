//! The JSON of Knight Lab's TimelineJS 3: slides for a web page.
//!
//! A slide has the parts of a date that are known (a month has no day) and the date in words. Of a date that is vaguer
//! than a day, month or year it has the first and the last that are possible. Years are astronomical as in EDTF, times
//! are UTC. A slide needs a start, so what has no date or no known start is left out. All texts are HTML and escaped.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    ids::Ids,
    json,
    left_out::{LeftOut, Reason},
};
use crate::domain::{
    Civil, Dataset, Edge, Event, Extent, Moment, Pieces, Precision, Source, Span, Unit, When,
    web_address,
};

/// The slide before all others, which has no date.
#[derive(Serialize)]
struct Title {
    text: Text,
}

/// An event.
#[derive(Serialize)]
struct Slide {
    start_date: Parts,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Parts>,
    display_date: String,
    text: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    unique_id: String,
    /// Whether addresses become links; they are links already.
    autolink: bool,
}

/// What is said of an event, in HTML.
#[derive(Serialize)]
struct Text {
    headline: String,
    text: String,
}

/// The parts of a date that are known.
#[derive(Serialize, Debug, Default, Clone, PartialEq, Eq)]
struct Parts {
    year: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hour: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minute: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_date: Option<String>,
}

/// Writes one timeline, one event a line; returns what could not be said in it.
///
/// # Errors
/// Returns what the writer says.
pub fn write_events(out: &mut dyn Write, events: Pieces<'_>) -> io::Result<LeftOut> {
    let mut left_out = LeftOut::default();
    let mut ids = Ids::default();
    out.write_all(b"{")?;
    if !events.title().is_empty() {
        let text = Text { headline: html(events.title()), text: html(events.about()) };
        out.write_all(b"\"title\":")?;
        json::write_value(out, &Title { text })?;
        out.write_all(b",\n")?;
    }
    out.write_all(b"\"events\":[")?;
    let mut comma: &[u8] = b"\n";
    events.try_for_each(|dataset, event| match dates(event.when.as_ref()) {
        Ok((start_date, end_date)) => {
            out.write_all(comma)?;
            comma = b",\n";
            let id = ids.unique(event.id.to_string());
            json::write_value(out, &slide(dataset, event, start_date, end_date, id))
        }
        Err(reason) => {
            left_out.add(reason);
            Ok(())
        }
    })?;
    out.write_all(b"\n]}\n")?;
    Ok(left_out)
}

fn slide(
    dataset: &Dataset,
    event: &Event,
    start_date: Parts,
    end_date: Option<Parts>,
    unique_id: String,
) -> Slide {
    Slide {
        display_date: start_date.display_date.clone().unwrap_or_default(),
        start_date,
        end_date,
        text: Text { headline: html(&event.title), text: body(dataset, event) },
        group: event.kind.as_ref().filter(|kind| !kind.is_empty()).map(|kind| inert(kind)),
        unique_id,
        autolink: false,
    }
}

/// Returns the start and, where it is another one, the end of an event.
fn dates(when: Option<&When>) -> Result<(Parts, Option<Parts>), Reason> {
    let when = when.ok_or(Reason::Undated)?;
    let (start, end) = match when.extent() {
        Extent::Once(span) => (span, span),
        Extent::Lasting { start, end } => (start, end),
    };
    let Edge::At(first) = start.earliest else { return Err(Reason::NoStart) };
    // What lies beyond the ends of time was put there.
    if first == Moment::MIN || first == Moment::MAX {
        return Err(Reason::Beyond);
    }
    let clock = match when.precision() {
        precision @ (Precision::Second | Precision::Minute) => Some(precision),
        _ => None,
    };
    let mut from = Parts::of_start(start, first, clock);
    from.display_date = Some(when.text());
    let to = match end.latest {
        Edge::At(last) if last != Moment::MAX => Some(Parts::of_end(end, last, clock)),
        Edge::At(_) | Edge::Open | Edge::Unknown => None,
    };
    let to = to.filter(|to| Parts { display_date: None, ..from.clone() } != *to);
    Ok((from, to))
}

impl Parts {
    /// Returns the first of the days, months or years that a span consists of.
    fn of_start(span: Span, first: Moment, clock: Option<Precision>) -> Self {
        Self::of(first.civil(), grain(span), clock)
    }

    /// Returns the last of them.
    fn of_end(span: Span, last: Moment, clock: Option<Precision>) -> Self {
        Self::of(last.civil(), grain(span), clock)
    }

    fn of(civil: Civil, grain: Unit, clock: Option<Precision>) -> Self {
        let has_day = grain == Unit::Day;
        Self {
            year: civil.year,
            month: (has_day || grain == Unit::Month).then_some(civil.month),
            day: has_day.then_some(civil.day),
            hour: clock.map(|_| civil.hour),
            minute: clock.map(|_| civil.minute),
            second: clock.filter(|clock| *clock == Precision::Second).map(|_| civil.second),
            display_date: None,
        }
    }
}

/// Returns the coarsest of year, month and day that a span consists of as a whole.
fn grain(span: Span) -> Unit {
    let is_whole = |unit: Unit| {
        let starts = match span.earliest {
            Edge::At(first) => first.floor(unit) == first,
            Edge::Open | Edge::Unknown => true,
        };
        let ends = match span.latest {
            Edge::At(last) => last.plus(1).floor(unit) == last.plus(1),
            Edge::Open | Edge::Unknown => true,
        };
        starts && ends
    };
    [Unit::YEAR, Unit::Month].into_iter().find(|unit| is_whole(*unit)).unwrap_or(Unit::Day)
}

/// Tells in HTML what is known beside title and date.
fn body(dataset: &Dataset, event: &Event) -> String {
    let mut html_text = String::new();
    let mut paragraph = |text: &str| {
        if !text.is_empty() {
            html_text.push_str("<p>");
            html_text.push_str(text);
            html_text.push_str("</p>");
        }
    };
    paragraph(&html(&event.summary));
    let places = dataset.places_of(event).map(|place| place.name.as_str());
    let countries = event.countries.iter().map(|country| country.name());
    paragraph(&html(&places.chain(countries).collect::<Vec<_>>().join("; ")));
    let parties = dataset.parties_of(event).map(|(group, role)| match role {
        Some(role) => format!("{} ({role})", group.name),
        None => group.name.to_string(),
    });
    paragraph(&html(&parties.collect::<Vec<_>>().join("; ")));
    if let Some(certainty) = event.certainty {
        paragraph(&format!("Certainty: {}", certainty.name()));
    }
    if event.is_contradictory() {
        paragraph("The sources give dates that cannot all be true.");
    }
    let sources: Vec<String> = dataset.sources_of(event).map(source).collect();
    if !sources.is_empty() {
        paragraph(&format!("According to: {}", sources.join("; ")));
    }
    html_text
}

/// Names a source in HTML, with a link where it leads to a page.
fn source(source: &Source) -> String {
    match source.url.as_ref().and_then(|url| web_address(url)) {
        Some(url) => format!("<a href=\"{}\">{}</a>", html(&url), html(&source.title)),
        None => html(&source.text()),
    }
}

/// Escapes a text for HTML, also inside of an attribute.
fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Returns a text that means the same as HTML and as plain text.
///
/// The page takes markup out of the name of a group and then shows the rest as HTML, so an escape would come
/// undone in between.
fn inert(text: &str) -> String {
    text.replace('&', "\u{ff06}").replace('<', "\u{2039}").replace('>', "\u{203a}")
}

#[cfg(test)]
mod tests;
