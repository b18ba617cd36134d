//! Many events as one dataset in RON, of which only a few are held at a time.
//!
//! The tables stand before the events, so the events are looked at twice: for what they refer to, and to be written.

use std::io::{self, Write};

use super::{
    record::{DatasetRecord, FORMAT, Table},
    write::{
        event_record, group_record, is_address, place_record, said, set, source_record, text,
        use_parents, written,
    },
};
use crate::domain::{Archive, EventKey, Group, PlaceKey, SourceKey};

/// How many entries of a table are written at once: so many never fit on one line.
const BATCH: usize = 64;
/// After so many events it is looked whether the rest is wanted.
const SOME: usize = 4096;
/// What stands around the fields.
const BEGINNING: &str = "Dataset(\n";
const END: &str = ")\n";

/// Writes a dataset of some events, with the entries of the tables that they refer to.
///
/// # Errors
/// Fails if `out` does.
pub fn write_events(out: &mut dyn Write, archive: &Archive, events: &[EventKey]) -> io::Result<()> {
    let used = Used::of(archive, events, out)?;
    out.write_all(BEGINNING.as_bytes())?;
    let head = DatasetRecord {
        format: Some(FORMAT),
        title: said(&archive.title),
        about: said(&archive.about),
        ..DatasetRecord::default()
    };
    out.write_all(fields(&written(&head))?.as_bytes())?;
    write_table(out, &used.groups, |groups| {
        let record = |group| group_record(group, &archive.groups);
        let groups = Table(groups.iter().map(|group| (text(&group.id), record(group))).collect());
        written(&DatasetRecord { groups, ..DatasetRecord::default() })
    })?;
    write_table(out, &used.sources, |keys| {
        let sources: Vec<_> = keys.iter().map(|key| archive.source(*key)).collect();
        let entries = sources.iter().map(|source| (text(&source.id), source_record(source)));
        let sources = Table(entries.collect());
        written(&DatasetRecord { sources, ..DatasetRecord::default() })
    })?;
    write_table(out, &used.places, |keys| {
        let places: Vec<_> = keys.iter().map(|key| archive.place(*key)).collect();
        let entries = places.iter().map(|place| (text(&place.id), place_record(place)));
        let places = Table(entries.collect());
        written(&DatasetRecord { places, ..DatasetRecord::default() })
    })?;
    if !events.is_empty() {
        // An event always takes several lines, and so does a list of one.
        let (first, last) = ("    events: [\n", "    ],\n");
        out.write_all(first.as_bytes())?;
        archive.pieces(events).try_for_each(|dataset, event| {
            let events = vec![event_record(event, dataset)];
            let text = written(&DatasetRecord { events, ..DatasetRecord::default() });
            let event = within(fields(&text)?, first, last)?;
            out.write_all(event.as_bytes())
        })?;
        out.write_all(last.as_bytes())?;
    }
    out.write_all(END.as_bytes())
}

/// Returns the lines of the fields of a dataset.
fn fields(dataset: &str) -> io::Result<&str> {
    within(dataset, BEGINNING, END)
}

/// Returns what stands between a beginning and an end. Should the layout ever be another, nothing is left out in silence.
fn within<'t>(text: &'t str, beginning: &str, end: &str) -> io::Result<&'t str> {
    let inner = text.strip_prefix(beginning).and_then(|text| text.strip_suffix(end));
    inner.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "unexpected layout"))
}

/// Writes a table, of which `dataset` returns some entries as the text of a dataset that has nothing else.
fn write_table<K>(
    out: &mut dyn Write,
    keys: &[K],
    dataset: impl Fn(&[K]) -> String,
) -> io::Result<()> {
    let mut rest = keys;
    while !rest.is_empty() {
        // A short rest would be laid out on one line.
        let count = if rest.len() < 2 * BATCH { rest.len() } else { BATCH };
        let is_first = rest.len() == keys.len();
        let (some, behind) = rest.split_at(count);
        rest = behind;
        let text = dataset(some);
        let lines: Vec<_> = fields(&text)?.split_inclusive('\n').collect();
        let from = usize::from(!is_first);
        let to = lines.len() - usize::from(!rest.is_empty());
        lines[from..to].iter().try_for_each(|line| out.write_all(line.as_bytes()))?;
    }
    Ok(())
}

/// The entries of the tables that some events refer to, places and sources in the order in which the events do.
struct Used<'a> {
    groups: Vec<&'a Group>,
    places: Vec<PlaceKey>,
    sources: Vec<SourceKey>,
}

impl<'a> Used<'a> {
    fn of(archive: &'a Archive, events: &[EventKey], out: &mut dyn Write) -> io::Result<Self> {
        let mut groups = vec![false; archive.groups.len()];
        let mut is_place_used = vec![false; archive.places.len()];
        let mut is_source_used = vec![false; archive.sources.len()];
        let (mut places, mut sources) = (Vec::new(), Vec::new());
        for (n, key) in events.iter().enumerate() {
            if n % SOME == SOME - 1 {
                // Whoever waits for what is written is heard now and then: they may have gone.
                out.flush()?;
            }
            let event = archive.event(*key);
            use_parents(
                &mut groups,
                event.groups.iter().map(|participant| participant.group).collect(),
                &archive.groups,
            );
            places.extend(event.places.iter().filter(|place| set(&mut is_place_used, place.0)));
            let claimed = event.claims.iter().map(|claim| &claim.source);
            let all = event.sources.iter().chain(claimed);
            sources.extend(all.filter(|source| set(&mut is_source_used, source.0)));
        }
        places.retain(|place| !archive.place(*place).id.is_empty());
        sources.retain(|source| {
            let source = archive.source(*source);
            !source.id.is_empty() && !is_address(&source)
        });
        let named = archive.groups.iter().zip(groups);
        let named = named.filter(|(group, is_used)| *is_used && !group.id.is_empty());
        Ok(Self { groups: named.map(|(group, _)| group).collect(), places, sources })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Zone,
        store::{builtin, read, write_dataset},
    };

    #[track_caller]
    fn check(text: &str) {
        let archive = Archive::new(&read("f", text).dataset, Zone::UTC);
        let all: Vec<_> = (0..archive.events.len() as u32).rev().map(EventKey).collect();
        for events in [&all[..], &all[..all.len() / 2], &[]] {
            let dataset = archive.extract(events.iter().copied());
            let mut written = Vec::new();
            write_events(&mut written, &archive, events).unwrap();
            let whole = write_dataset(&dataset, &dataset.events);
            assert_eq!(String::from_utf8(written).unwrap(), whole);
        }
    }

    #[test]
    fn writes_what_a_whole_dataset_is() {
        for builtin in builtin::ALL {
            check(builtin.text);
        }
        check("(format: 1, title: \"None\", events: [])");
    }

    #[test]
    fn lays_long_tables_out_alike_in_whatever_pieces() {
        for count in [1, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH, 2 * BATCH + 1, 5 * BATCH + 1] {
            let all = |one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
            let groups = all(&|n| format!("\"{n}\": Group(part_of: [\"{}\"]), ", n / 2));
            let places = all(&|n| format!("\"{n}\": Place(), "));
            let sources = all(&|n| format!("\"{n}\": Source(), "));
            let events = all(&|n| {
                format!(
                    "(id: \"{n}\", date: \"2025\", title: \"x\", groups: [\"{n}\"], place: \"{n}\", sources: [\"{n}\"]), "
                )
            });
            check(&format!(
                "(format: 1, groups: {{{groups}}}, places: {{{places}}}, sources: {{{sources}}}, events: [{events}])"
            ));
        }
    }
}
