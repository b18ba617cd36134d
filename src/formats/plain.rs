//! Plain sentences, for screen readers and for whoever would rather read than look.
//!
//! One numbered paragraph an event, without a table, a box or a sign that a voice would spell out. Nothing is
//! wrapped, because whatever shows it does that.

use std::io::{self, Write};

use crate::domain::{Certainty, Civil, Claim, Clean, Dataset, Edge, Event, Moment, Source, When};

/// Writes what the data is in a sentence, then those of its events that were asked for; all of them are `total`.
///
/// # Errors
/// Returns what the writer says.
pub fn write_events(
    out: &mut dyn Write,
    dataset: &Dataset,
    events: &[&Event],
    total: u64,
) -> io::Result<()> {
    let overview = match (events.len(), total) {
        (0, 1) => "The only event does not pass the query".to_owned(),
        (0, 2..) => format!("None of {total} events passes the query"),
        _ => overview(events),
    };
    let overview = format!("{}{}", sentence(&dataset.title), sentence(&overview));
    writeln!(out, "{}", overview.trim_end())?;
    for (n, event) in (1..).zip(events) {
        writeln!(out, "\n{n}. {}", paragraph(dataset, event).trim_end())?;
    }
    Ok(())
}

/// Tells how many events there are, and of what stretch of time.
fn overview(events: &[&Event]) -> String {
    let count = match events.len() {
        0 => return "There are no events".to_owned(),
        1 => "1 event".to_owned(),
        n => format!("{n} events"),
    };
    let undated = match events.iter().filter(|event| event.when.is_none()).count() {
        0 => String::new(),
        n if n == events.len() => return format!("{count} without a date"),
        1 => ", 1 of them without a date".to_owned(),
        n => format!(", {n} of them without a date"),
    };
    let stretch = stretch(events).map(|words| format!(", {words}")).unwrap_or_default();
    format!("{count}{stretch}{undated}")
}

/// Tells in which stretch of time the stated dates lie: the one day, month or year, or the first and the last year.
///
/// A day or month is named only if all dates lie in it, so that none is named that nobody stated.
fn stretch(events: &[&Event]) -> Option<String> {
    let whens = events.iter().filter_map(|event| event.when.as_ref());
    let edges = whens.flat_map(|when| [when.earliest(), when.latest()]);
    let moments: Vec<Moment> = edges
        .filter_map(|edge| match edge {
            Edge::At(moment) => Some(moment),
            Edge::Open | Edge::Unknown => None,
        })
        .collect();
    let (first, last) = (moments.iter().min()?.civil(), moments.iter().max()?.civil());
    let is_common = (0..=9999).contains(&first.year);
    Some(match () {
        () if first.year != last.year => {
            format!("from {} to {}", year_words(first), year_words(last))
        }
        () if !is_common || first.month != last.month => format!("in {}", year_words(first)),
        () if first.day != last.day => {
            format!("in {}", words(&format!("{:04}-{:02}", first.year, first.month)))
        }
        () => format!("on {}", words(&first.to_string())),
    })
}

fn year_words(day: Civil) -> String {
    let year = day.year.unsigned_abs();
    let sign = if day.year < 0 { "-" } else { "" };
    words(&if year > 9999 { format!("Y{sign}{year}") } else { format!("{sign}{year:04}") })
}

fn words(date: &str) -> String {
    When::parse(date).map_or_else(|_| date.to_owned(), |when| when.text())
}

fn paragraph(dataset: &Dataset, event: &Event) -> String {
    let date = |when: &When| format!("{}, {}", when.text(), when.known());
    let date = event.when.as_ref().map_or_else(|| "no date is given".to_owned(), date);
    let colon = if event.title.is_empty() { "" } else { ": " };
    let mut text = sentence(&format!("{}{colon}{}", capitalised(&date), event.title));
    let mut say = |words: String| text.push_str(&sentence(&words));
    let countries = event.countries.iter().map(|country| country.name());
    say(listed("In ", countries));
    say(listed("Place: ", dataset.places_of(event).map(|place| place.name.as_str())));
    let parties: Vec<String> = dataset
        .parties_of(event)
        .map(|(group, role)| match role {
            Some(role) => format!("{} as {role}", group.name),
            None => group.name.to_string(),
        })
        .collect();
    say(listed("Involved: ", parties.iter().map(String::as_str)));
    say(listed("Kind: ", event.kind.iter().map(Clean::as_str)));
    match event.certainty {
        Some(Certainty::Disputed) => say("This is disputed".to_owned()),
        Some(Certainty::Retracted) => say("This was retracted by its source".to_owned()),
        Some(Certainty::Confirmed | Certainty::Reported) | None => {}
    }
    if event.is_contradictory() {
        say("The sources give dates that cannot all be true".to_owned());
        for claim in &event.claims {
            say(claimed(dataset, claim));
        }
    }
    say(event.summary.to_string());
    let sources: Vec<String> = dataset.sources_of(event).map(Source::text).collect();
    match sources.as_slice() {
        [] => say("No source is given".to_owned()),
        [source] => say(format!("Source: {source}")),
        sources => {
            for (n, source) in (1..).zip(sources) {
                say(format!("Source {n}: {source}"));
            }
        }
    }
    text
}

/// Tells which date a source claims; empty if it claims none.
fn claimed(dataset: &Dataset, claim: &Claim) -> String {
    let Some(when) = &claim.when else { return String::new() };
    let source = dataset.sources.get(claim.source.0 as usize);
    let name =
        source.map_or("a source", |source| source.publisher.as_ref().unwrap_or(&source.title));
    format!("According to {name}: {}", when.text())
}

/// Joins names as a sentence does; empty if there is none.
fn listed<'a>(before: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("{before}{one}"),
        [some @ .., last] => format!("{before}{} and {last}", some.join(", ")),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// Ends a text with a full stop, where it has no end of its own, and a space; nothing stays nothing.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let is_ended = text.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?', '…']);
    match (text.is_empty(), is_ended) {
        (true, _) => String::new(),
        (_, true) => format!("{text} "),
        (_, false) => format!("{text}. "),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::formats::tests::{dataset, hostile};

    fn written(dataset: &Dataset) -> String {
        let mut bytes = Vec::new();
        let events: Vec<&Event> = dataset.events.iter().collect();
        write_events(&mut bytes, dataset, &events, events.len() as u64).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn tells_no_events_from_none_that_pass() {
        let data = dataset(&[]);
        for (total, said) in [
            (0, "Small & plain. There are no events.\n"),
            (1, "Small & plain. The only event does not pass the query.\n"),
            (22, "Small & plain. None of 22 events passes the query.\n"),
        ] {
            let mut bytes = Vec::new();
            write_events(&mut bytes, &data, &[], total).unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), said);
        }
    }

    #[test]
    fn tells_events_in_numbered_sentences() {
        let mut data = dataset(&["2025-08-03", "2015~/..", "undated"]);
        data.events[1].certainty = Some(Certainty::Disputed);
        assert_eq!(
            written(&data),
            "Small & plain. 3 events, from 2015 to 2025, 1 of them without a date.

1. 3 August 2025, known to the day: Title 0. In Mali and Niger. Place: Bamako and Nowhere. \
             Involved: The crew as mediator. Kind: release. What; then, why. \
             Source: \"A report\", 5 August 2025, <https://x.org/é>.

2. About 2015, continuing, only its start known: Title 1. Place: Bamako and Niamey. This is disputed. No source is given.

3. No date is given: Title 2. No source is given.
"
        );
    }

    #[track_caller]
    fn check(dates: &[&str], overview: &str) {
        let text = written(&dataset(dates));
        assert_eq!(text.lines().next(), Some(&*format!("Small & plain. {overview}.")));
    }

    #[test]
    fn names_the_stretch_of_time_and_no_day_that_nobody_stated() {
        check(&["2025-08-03"], "1 event, on 3 August 2025");
        check(&["2025-08-03", "2025-08"], "2 events, in August 2025");
        check(&["2025-08-03", "2025-01"], "2 events, in 2025");
        check(&["-0043-03-15", "/2024"], "2 events, from 44 BC to 2024");
        check(&["Y-13800000000", "2025"], "2 events, from 13.8 billion years ago to 2025");
        check(&["-0043-03-15"], "1 event, in 44 BC");
        check(&["undated", "undated"], "2 events without a date");
        check(&["/..", "undated"], "2 events, 1 of them without a date");
        check(&[], "There are no events");
    }

    #[test]
    fn tells_which_source_says_what_where_they_differ() {
        let text = written(&hostile("Nobody"));
        let conflict = "The sources give dates that cannot all be true. \
                        According to Nobody: 3 August 2025. According to Nobody: 4 August 2025. ";
        assert!(text.contains(conflict), "{text}");
    }

    proptest! {
        #[test]
        fn is_one_line_an_event_whatever_the_texts_are(raw in any::<String>()) {
            let text = written(&hostile(&raw));
            prop_assert_eq!(text.lines().count(), 3, "{}", text);
            prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
            prop_assert!(text.lines().nth(2).unwrap().starts_with("1. 3 August 2025, known to the day"));
        }
    }
}
