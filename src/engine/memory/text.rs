//! The folded text of every event, for searching.

use std::collections::BTreeMap;

use memchr::memmem::Finder;

use super::{Memory, bits::Bits};
use crate::domain::{Country, Language, fold};

/// One folded text a rank, in one arena; parts are divided by a line end, which no needle holds.
#[derive(Debug)]
pub(super) struct FoldedText {
    arena: String,
    /// Where the text of each rank ends.
    ends: Vec<usize>,
    /// The folded names of each country that was met.
    countries: BTreeMap<Country, String>,
}

impl FoldedText {
    pub(super) fn new(memory: &Memory) -> Self {
        let events = memory.dataset.events.iter();
        // What names take beside title and summary is a guess; it only saves moving the text as it grows.
        let size = events.map(|event| event.title.len() + event.summary.len() + 96).sum();
        let mut text = Self {
            arena: String::with_capacity(size),
            ends: Vec::with_capacity(memory.order.len()),
            countries: BTreeMap::new(),
        };
        for rank in 0..memory.order.len() as u32 {
            let event = memory.event(rank);
            text.push(&event.title);
            text.push(&event.summary);
            event.kind.iter().for_each(|kind| text.push(kind));
            event.countries.iter().for_each(|country| text.push_country(*country));
            for party in &event.groups {
                let group = &memory.dataset.groups[party.group.0 as usize];
                text.push(&group.name);
                group.aliases.iter().for_each(|alias| text.push(alias));
            }
            for place in &event.places {
                text.push(&memory.dataset.places[place.0 as usize].name);
            }
            text.ends.push(text.arena.len());
        }
        text
    }

    fn push(&mut self, part: &str) {
        let start = self.arena.len();
        if part.is_ascii() {
            // Most text is; it is folded where it lies.
            self.arena.push_str(part);
            self.arena[start..].make_ascii_lowercase();
        } else {
            self.arena.push_str(&fold(part));
        }
        self.arena.push('\n');
    }

    /// Adds the names of a country in all languages.
    fn push_country(&mut self, country: Country) {
        // Most names have an accent in some language, and few countries come in many events.
        let names = self.countries.entry(country).or_insert_with(|| {
            Language::ALL.iter().fold(String::new(), |names, language| {
                names + &fold(country.name_in(*language)) + "\n"
            })
        });
        self.arena.push_str(names);
    }

    /// Returns the ranks whose text contains a folded needle.
    pub(super) fn find(&self, needle: &str) -> Bits {
        let mut found = Bits::none(self.ends.len() as u32);
        let finder = Finder::new(needle.as_bytes());
        let (mut rank, mut from) = (0, 0);
        while let Some(at) = finder.find(&self.arena.as_bytes()[from..]) {
            let at = from + at;
            rank += self.ends[rank..].partition_point(|end| *end <= at);
            if rank >= self.ends.len() {
                break;
            }
            found.insert(rank as u32);
            from = self.ends[rank];
        }
        found
    }
}
