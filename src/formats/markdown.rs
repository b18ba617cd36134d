//! Markdown: a list of events to paste into a report.
//!
//! Every date stands there in words and with how precisely it is known, so that nobody reads a day into a month.

use std::io::{self, Write};

use crate::domain::{Dataset, Event, Pieces, Source, When, markdown};

/// Writes a heading, what the data is, and one item an event.
///
/// # Errors
/// Returns what the writer says.
pub fn write_events(out: &mut dyn Write, events: Pieces<'_>) -> io::Result<()> {
    let title = markdown(events.title());
    writeln!(out, "# {}", if title.is_empty() { "Events" } else { &title })?;
    paragraph(out, "", &markdown(events.about()))?;
    events.try_for_each(|dataset, event| write_event(out, dataset, event))
}

fn write_event(out: &mut dyn Write, dataset: &Dataset, event: &Event) -> io::Result<()> {
    let date = |when: &When| format!("**{}** ({})", when.text(), when.known());
    let date = event.when.as_ref().map_or_else(|| "**No date is given**".to_owned(), date);
    writeln!(out, "\n- {date}: {}", markdown(&event.title))?;
    paragraph(out, "  ", &markdown(&event.summary))?;
    paragraph(out, "  ", &facts(dataset, event))?;
    if event.is_contradictory() {
        paragraph(out, "  ", "The sources give dates that cannot all be true.")?;
    }
    let sources: Vec<String> = dataset.sources_of(event).map(Source::markdown).collect();
    match sources.len() {
        0 => paragraph(out, "  ", "No source is given."),
        1 => paragraph(out, "  ", &format!("Source: {}", sources.join(""))),
        _ => paragraph(out, "  ", &format!("Sources: {}", sources.join("; "))),
    }
}

/// Tells where it was, who took part, and what sort of event it was.
fn facts(dataset: &Dataset, event: &Event) -> String {
    let countries = event.countries.iter().map(|country| markdown(country.name()));
    let places = dataset.places_of(event).map(|place| markdown(&place.name));
    let parties = dataset.parties_of(event).map(|(group, role)| match role {
        Some(role) => format!("{} ({})", markdown(&group.name), markdown(role)),
        None => markdown(&group.name),
    });
    let kind = event.kind.iter().map(|kind| markdown(kind));
    let certainty = event.certainty.iter().map(|certainty| certainty.name().to_owned());
    let facts = [
        fact("Countries", countries),
        fact("Places", places),
        fact("Who", parties),
        fact("Kind", kind),
        fact("Certainty", certainty),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(". ")
}

fn fact(name: &str, values: impl Iterator<Item = String>) -> Option<String> {
    let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
    (!values.is_empty()).then(|| format!("{name}: {}", values.join("; ")))
}

fn paragraph(out: &mut dyn Write, indent: &str, text: &str) -> io::Result<()> {
    if text.is_empty() { Ok(()) } else { writeln!(out, "\n{indent}{text}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event as Piece, LinkType, Options, Parser, Tag};

    use super::*;
    use crate::formats::tests::{dataset, hostile, written_by};

    fn written(dataset: &Dataset) -> String {
        String::from_utf8(written_by(write_events, dataset).0).unwrap()
    }

    #[test]
    fn writes_a_list_in_which_the_precision_is_seen() {
        assert_eq!(
            written(&dataset(&["2025-08-03", "2025-05~", "undated"])),
            "# Small \\& plain

Made up.

- **3 August 2025** (known to the day): Title 0

  What; then, why.

  Countries: Mali; Niger. Places: Bamako; Nowhere. Who: The crew (mediator). Kind: release

  Source: [A report](https://x.org/%C3%A9), 5 August 2025

- **about May 2025** (known to the month): Title 1

  Places: Bamako; Niamey

  No source is given.

- **No date is given**: Title 2

  No source is given.
"
        );
        assert_eq!(written(&Dataset::default()), "# Events\n");
    }

    proptest! {
        #[test]
        fn is_one_list_whatever_the_texts_are(raw in any::<String>(), marks in "[-+=:.()0-9#*_`~<>|&$!^%@\\[\\]{}\\\\a ]{0,12}") {
            for raw in [raw, marks] {
                let data = hostile(&raw);
                let text = written(&data);
                let mut shown = String::new();
                for piece in Parser::new_ext(&text, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
                    match piece {
                        Piece::Text(part) => shown.push_str(&part),
                        Piece::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                            prop_assert!(dest_url.starts_with("https://"), "{}", dest_url);
                        }
                        Piece::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::List(None) | Tag::Item | Tag::Strong)
                        | Piece::End(_) => {}
                        other => prop_assert!(false, "{:?} in {}", other, text),
                    }
                }
                prop_assert_eq!(text.matches("\n- **").count(), 1);
                prop_assert!(shown.contains(data.events[0].title.trim()), "{}", shown);
            }
        }
    }
}
