//! Looks for words: in the texts of events, and in the names that many of them share.

use std::{ops::Range, sync::Arc};

use super::{Memory, also_known_as, bits::Bits, column::Column, text::FoldedText};
use crate::{
    domain::{Clean, Country, Group, Language, PlaceKey, fold},
    engine::{Cancel, EngineError},
    question::Field,
};

impl Memory {
    /// Returns the events whose text contains a needle.
    pub(super) fn found(&self, needle: &str, cancel: &Cancel) -> Result<Arc<Bits>, EngineError> {
        let needle = fold(needle);
        self.found.get(needle.clone(), || {
            let mut found = self.text().find(&needle, &self.rank, cancel)?;
            for (column, named) in self.named_like(&needle) {
                found.add(&column.having(&named, self.len()));
            }
            Ok(Arc::new(found))
        })
    }

    /// Returns the events of some ranks whose text contains a folded needle.
    pub(super) fn found_near(&self, needle: &str, ranks: Range<u32>) -> Bits {
        let mut found = Bits::none(self.len());
        let names = self.named_like(needle);
        let text = self.text();
        for rank in ranks {
            let mut is_found = false;
            for (column, named) in &names {
                column.each(rank, |value| is_found |= named[value]);
            }
            if is_found || text.contains(self.key_of(rank), needle) {
                found.insert(rank);
            }
        }
        found
    }

    /// Returns which values contain a folded needle, of the fields whose names many events share: each is looked at once.
    fn named_like(&self, needle: &str) -> [(&Column, Vec<bool>); 3] {
        let kinds = self.column(Field::Kind);
        let kind = |word: &Clean| fold(word).contains(needle);
        let countries = self.column(Field::Country);
        let country = |number: &u32| {
            let country = Country::all().nth(*number as usize);
            let is_named = |country: Country, one| fold(country.name_in(one)).contains(needle);
            country.is_some_and(|country| Language::ALL.iter().any(|one| is_named(country, *one)))
        };
        let groups = self.lane_column(Field::Group);
        let group = |number: &u32| {
            let texts = self.group_texts().get(*number as usize);
            texts.is_some_and(|texts| texts.lines().any(|name| name.contains(needle)))
        };
        [
            (kinds, kinds.found().words().iter().map(kind).collect()),
            (countries, countries.found().numbers().iter().map(country).collect()),
            (groups, groups.found().numbers().iter().map(group).collect()),
        ]
    }

    /// Returns the folded names of each group, one a line.
    fn group_texts(&self) -> &[Arc<str>] {
        self.group_texts.get_or_init(|| {
            let names = |group: &Group| {
                let names = std::iter::once(&group.name).chain(&group.aliases);
                also_known_as(names.map(Clean::as_str))
            };
            self.archive.groups.iter().map(names).collect()
        })
    }

    fn text(&self) -> &FoldedText {
        self.text.get_or_init(|| {
            if let Some(folded) = self.archive.events.folded() {
                return FoldedText::new(folded.clone());
            }
            let place = |place: &PlaceKey| self.archive.place(*place).name;
            FoldedText::of(self.archive.events.iter().map(|event| {
                let places = event.places.iter().map(place).collect();
                (event, places)
            }))
        })
    }
}
