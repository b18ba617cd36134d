//! What can be asked of the events that pass a filter, name by name: for people who do not know the data yet.

use std::{cmp::Reverse, collections::HashMap};

use super::{Memory, matcher::Matcher};
use crate::{
    domain::{Clean, Edge, Event, EventKey, Moment, Place, When},
    question::{
        Askable, Counted, FacetValue, Field, Filter, Own,
        language::{self, NAMES, Name, quoted},
    },
};

/// The most values that are tried as an example.
const MOST_TRIED: usize = 8;
/// The length of `2025-08-03`: longer dates are no easy examples.
const EASY: usize = 10;

impl Memory {
    /// Returns what one name of the query language finds among the events that pass a filter.
    ///
    /// What the person keeps of events (marks, notes) is not looked at.
    #[must_use]
    pub fn askable(&self, filter: &Filter, name: &(&'static str, Name, &'static str)) -> Askable {
        Survey::new(self, filter).askable(name)
    }

    /// Returns what each name of the query language finds among the events that pass a filter.
    #[must_use]
    pub fn all_askable(&self, filter: &Filter) -> Vec<Askable> {
        let survey = Survey::new(self, filter);
        NAMES.iter().map(|name| survey.askable(name)).collect()
    }
}

/// The events that pass a filter.
struct Survey<'a> {
    memory: &'a Memory,
    filter: &'a Filter,
    ranks: Vec<u32>,
}

/// The values of a name and the number of events without any.
type Found = (Vec<Counted>, u64);

impl<'a> Survey<'a> {
    fn new(memory: &'a Memory, filter: &'a Filter) -> Self {
        let passing = Matcher::new(memory, filter, &Own::default()).passing();
        Self { memory, filter, ranks: passing.iter().collect() }
    }

    fn askable(&self, (label, name, about): &(&'static str, Name, &'static str)) -> Askable {
        let (values, missing) = match *name {
            Name::Field(field) => self.field(field),
            Name::Time(_) => self.dates(),
            Name::Has | Name::Is | Name::Match => self.words(label, *name),
            Name::Near => self.positions(),
            Name::Linked => self.linked(),
            Name::Id => self.ids(),
            Name::Off => (Vec::new(), 0),
        };
        let is_date = matches!(name, Name::Time(_));
        let extent = is_date.then(|| self.extent()).flatten();
        let tried = self.examples(label, *name, &values, extent.as_ref());
        let example = tried.into_iter().find(|query| self.finds(query));
        Askable { label, name: *name, about, values, missing, extent, example }
    }

    fn field(&self, field: Field) -> Found {
        let column = self.memory.column(field);
        let filled = column.filled(self.memory.len());
        let missing = self.ranks.iter().filter(|rank| !filled.contains(**rank)).count();
        let facet = self.memory.count(self.filter, &Own::default(), field);
        let values = facet.values.into_iter().filter(|value| value.count > 0);
        let counted = |value: FacetValue| Counted {
            value: value.value,
            label: value.label,
            count: value.count,
        };
        (values.map(counted).collect(), missing as u64)
    }

    fn dates(&self) -> Found {
        let mut missing = 0;
        let mut counts = Counts::default();
        for rank in &self.ranks {
            match self.memory.event(*rank).when {
                Some(when) => counts.add(when.as_written(), || Clean::new(&when.text())),
                None => missing += 1,
            }
        }
        (counts.finish(), missing)
    }

    /// Asks for each word that a name knows.
    fn words(&self, label: &str, name: Name) -> Found {
        let mut has_any = vec![false; self.ranks.len()];
        let mut values = Vec::new();
        for word in name.words().unwrap_or_default() {
            let mut count = 0;
            let found = self.passing(&format!("{label}:{word}"));
            for (any, passes) in has_any.iter_mut().zip(found) {
                *any |= passes;
                count += u64::from(passes);
            }
            if count > 0 {
                values.push(Counted { value: Clean::new(word), label: Clean::new(word), count });
            }
        }
        values.sort_by_key(|value| Reverse(value.count));
        (values, has_any.iter().filter(|any| !**any).count() as u64)
    }

    fn positions(&self) -> Found {
        let mut counts = Counts::default();
        let mut missing = 0;
        for rank in &self.ranks {
            let mut places = self.memory.event(*rank).places;
            places.sort_unstable();
            places.dedup();
            let places = places.iter().map(|place| self.memory.archive.place(*place));
            let known: Vec<Place> = places.filter(|place| place.position.is_some()).collect();
            missing += u64::from(known.is_empty());
            for place in &known {
                let id = if place.id.is_empty() { &place.name } else { &place.id };
                counts.add(id, || place.name.clone());
            }
        }
        (counts.finish(), missing)
    }

    fn ids(&self) -> Found {
        let mut counts = Counts::default();
        let mut missing = 0;
        for rank in &self.ranks {
            let event = self.memory.event(*rank);
            if event.id.is_empty() {
                missing += 1;
            } else {
                counts.add(&event.id, || event.title.clone());
            }
        }
        (counts.finish(), missing)
    }

    /// Counts for each event those that are linked to it, either way.
    fn linked(&self) -> Found {
        let mut neighbours: HashMap<EventKey, Vec<EventKey>> = HashMap::new();
        for [from, to] in self.memory.links.as_chunks().0 {
            neighbours.entry(EventKey(*from)).or_default().push(EventKey(*to));
            neighbours.entry(EventKey(*to)).or_default().push(EventKey(*from));
        }
        let mut counts = Counts::default();
        let mut missing = 0;
        for rank in &self.ranks {
            let own = neighbours.get(&self.memory.key_of(*rank)).into_iter().flatten();
            let mut own: Vec<Event> = own.map(|key| self.memory.archive.event(*key)).collect();
            own.sort_by(|a, b| a.id.cmp(&b.id));
            own.dedup_by(|a, b| a.id == b.id);
            missing += u64::from(own.is_empty());
            for event in &own {
                counts.add(&event.id, || event.title.clone());
            }
        }
        (counts.finish(), missing)
    }

    /// Returns the first and the last day that any event states.
    fn extent(&self) -> Option<(String, String)> {
        let mut first: Option<(Moment, String)> = None;
        let mut last: Option<(Moment, String)> = None;
        for when in self.ranks.iter().filter_map(|rank| self.memory.event(*rank).when) {
            let span = when.extent().span();
            let texts = when.bound_texts();
            for (edge, text) in [(span.earliest, texts.0), (span.latest, texts.1)] {
                let Edge::At(moment) = edge else { continue };
                if first.as_ref().is_none_or(|(known, _)| moment < *known) {
                    first = Some((moment, text.clone()));
                }
                if last.as_ref().is_none_or(|(known, _)| moment > *known) {
                    last = Some((moment, text));
                }
            }
        }
        Some((first?.1, last?.1))
    }

    /// Returns queries that may find something, the best example first.
    fn examples(
        &self,
        label: &str,
        name: Name,
        values: &[Counted],
        extent: Option<&(String, String)>,
    ) -> Vec<String> {
        let all = values.iter().map(|value| &value.value);
        let each = |value: &Clean| format!("{label}:{}", quoted(value));
        match name {
            Name::Time(_) => dates(label, values, extent),
            Name::Near => all.take(MOST_TRIED).map(|value| each(value) + ",100km").collect(),
            Name::Match => {
                let dates = dates("on", &self.dates().0, None).into_iter();
                let with = dates.map(|date| format!("{date} {label}:certain"));
                with.chain([format!("{label}:certain")]).collect()
            }
            Name::Off => {
                let (values, _) = self.field(Field::Country);
                let country = values.iter().take(1);
                let off = country.map(|value| format!("{label}:(country:{})", value.value));
                off.chain([format!("{label}:(has:date)")]).collect()
            }
            _ => all.take(MOST_TRIED).map(each).collect(),
        }
    }

    fn finds(&self, query: &str) -> bool {
        self.passing(query).contains(&true)
    }

    /// Tells of each event whether it passes a query too; none does where the query is wrong.
    fn passing(&self, query: &str) -> Vec<bool> {
        let Ok(more) = language::read(query).finished() else {
            return vec![false; self.ranks.len()];
        };
        let terms = self.filter.terms.iter().cloned().chain(more.terms).collect();
        let filter = Filter { terms, certain: self.filter.certain || more.certain };
        let passing = Matcher::new(self.memory, &filter, &Own::default()).passing();
        self.ranks.iter().map(|rank| passing.contains(*rank)).collect()
    }
}

/// Returns terms with dates that are easy to read first, then the whole extent, then any dates.
fn dates(label: &str, values: &[Counted], extent: Option<&(String, String)>) -> Vec<String> {
    let wants_lasting = label == "during";
    let is_easy = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit() || b"-/".contains(&byte))
            && (wants_lasting || text.len() <= EASY)
            && When::parse(text).is_ok_and(|when| when.is_lasting() == wants_lasting)
            && !text.starts_with('/')
            && !text.ends_with('/')
    };
    let (easy, rest): (Vec<_>, Vec<_>) =
        values.iter().map(|value| value.value.as_str()).partition(|text| is_easy(text));
    let whole = extent.filter(|_| wants_lasting).map(|(from, to)| format!("{from}/{to}"));
    let easy = easy.into_iter().take(MOST_TRIED).chain(whole.as_deref());
    let tried = easy.chain(rest.into_iter().take(MOST_TRIED));
    tried.map(|date| format!("{label}:{}", quoted(date))).collect()
}

/// Values in the order in which they were met, counted.
#[derive(Default)]
struct Counts {
    numbers: HashMap<Box<str>, usize>,
    values: Vec<Counted>,
}

impl Counts {
    fn add(&mut self, value: &str, label: impl FnOnce() -> Clean) {
        let number = self.numbers.get(value).copied().unwrap_or_else(|| {
            self.values.push(Counted { value: Clean::new(value), label: label(), count: 0 });
            self.numbers.insert(value.into(), self.values.len() - 1);
            self.values.len() - 1
        });
        self.values[number].count += 1;
    }

    /// Returns the values, the most frequent first.
    fn finish(mut self) -> Vec<Counted> {
        self.values.sort_by_key(|value| Reverse(value.count));
        self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Dataset, Link};

    fn memory(events: &[(&str, &str, &str)]) -> Memory {
        let event = |(id, date, kind): &(&str, &str, &str)| Event {
            id: Clean::new(id),
            when: When::parse(date).ok(),
            kind: (!kind.is_empty()).then(|| Clean::new(kind)),
            ..Event::default()
        };
        let mut events: Vec<_> = events.iter().map(event).collect();
        // The first is linked to the second, twice.
        let link =
            Link { to: events[1].id.clone(), event: Some(EventKey(1)), how: Clean::default() };
        events[0].links = vec![link.clone(), link];
        Memory::new(Dataset { events, ..Dataset::default() }, 0)
    }

    /// Tells what is asked of a name as `value count` ..., the missing, and the example.
    fn told(memory: &Memory, query: &str, label: &str) -> String {
        let name = NAMES.iter().find(|(known, ..)| *known == label).unwrap();
        let filter = language::read(query).finished().unwrap();
        let askable = memory.askable(&filter, name);
        let values: Vec<_> =
            askable.values.iter().map(|value| format!("{} {}", value.value, value.count)).collect();
        let example = askable.example.unwrap_or_else(|| "nothing".to_owned());
        format!("{}; {}; {example}", values.join(", "), askable.missing)
    }

    #[test]
    fn counts_values_and_what_lacks_them() {
        let memory = memory(&[
            ("a", "2024-05", "coup"),
            ("b", "2025/2026", "set free"),
            ("c", "2025-01-02~", "set free"),
            ("d", "", ""),
            ("e", "2025/..", ""),
        ]);
        let check = |query: &str, label: &str, wanted: &str| {
            assert_eq!(told(&memory, query, label), wanted, "{query} {label}");
        };
        check("", "kind", "set free 2, coup 1; 2; kind:\"set free\"");
        check("after:2026", "kind", "set free 1; 1; kind:\"set free\"");
        check("kind:coup", "during", "2024-05 1; 0; during:2024-05-01/2024-05-31");
        check("", "starts", "2024-05 1, 2025/.. 1, 2025/2026 1, 2025-01-02~ 1; 1; starts:2024-05");
        check("is:undated", "on", "; 1; nothing");
        check("", "is", "ongoing 1, undated 1, approximate 1; 2; is:ongoing");
        check("-is:ongoing", "has", "kind 3, date 3, link 1; 1; has:kind");
        check("", "linked", "b 1, a 1; 3; linked:b");
        check("kind:coup", "id", "a 1; 0; id:a");
        check("kind:coup", "match", "certain 1, possible 1; 0; on:2024-05 match:certain");
        check("", "near", "; 5; nothing");
        check("", "off", "; 0; off:(has:date)");
        check("kind:nothing", "off", "; 0; nothing");
    }

    #[test]
    fn tells_the_days_between_which_all_dates_lie() {
        let extent = |events: &[(&str, &str, &str)]| {
            let memory = memory(events);
            memory.askable(&Filter::default(), &NAMES[11]).extent
        };
        let pair = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        let (a, none) = (("a", "[..2025-08-05]", ""), ("n", "", ""));
        assert_eq!(extent(&[a, none]), pair("2025-08-05", "2025-08-05"));
        assert_eq!(extent(&[a, ("b", "0800~/..", "")]), pair("0800-01-01", "2025-08-05"));
        assert_eq!(
            extent(&[("c", "-0044-03", ""), ("d", "2025", "")]),
            pair("-0044-03-01", "2025-12-31")
        );
        assert_eq!(extent(&[none, ("e", "/..", "")]), None);
    }
}
