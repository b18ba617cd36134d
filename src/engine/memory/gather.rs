//! Gathers the values of a field from events, in the order in which they are read.

mod values;

use self::values::{Numbers, Words};
use super::column::{Column, Keys};
use crate::{
    domain::{Clean, Event, Group, GroupKey, Precision, Slab},
    question::Field,
};

/// Which groups an event counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Groups {
    /// Those that took part, and all that these are parts of.
    WithWholes,
    /// Those that took part.
    Named,
}

/// The values that the events have of a field, by what tells one from another.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// The number of a country, a group, a place and so on among all that there are.
    Numbers(Slab<u32>),
    /// A text.
    Words(Vec<Clean>),
}

impl Found {
    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Words(words) => words.len(),
        }
    }

    /// Returns their numbers; nothing of texts.
    pub(super) fn numbers(&self) -> &[u32] {
        match self {
            Self::Numbers(numbers) => numbers,
            Self::Words(_) => &[],
        }
    }

    /// Returns their texts; nothing of numbers.
    pub(super) fn words(&self) -> &[Clean] {
        match self {
            Self::Numbers(_) => &[],
            Self::Words(words) => words,
        }
    }
}

/// The values of a field, while events go by.
#[derive(Debug)]
pub(super) struct Gathering {
    field: Field,
    lineages: Vec<Vec<u32>>,
    /// The values that were met, whichever of the two the field has.
    numbers: Numbers,
    words: Words,
    by_event: Gathered,
    /// The values of one event, for a moment.
    own: Vec<u32>,
}

impl Gathering {
    /// Begins to gather; `known` are the groups that may be parts of others.
    pub(super) fn new(field: Field, groups: Groups, known: &[Group]) -> Self {
        let lineages = match (field, groups) {
            (Field::Group, Groups::WithWholes) => lineages(known),
            _ => Vec::new(),
        };
        Self {
            field,
            lineages,
            numbers: Numbers::default(),
            words: Words::default(),
            by_event: Gathered::None(0),
            own: Vec::new(),
        }
    }

    /// Takes the next event.
    pub(super) fn see(&mut self, event: &Event) {
        let Self { field, lineages, numbers, words, by_event, own } = self;
        own.clear();
        let mut see = |value: Met<'_>| {
            let key = match value {
                Met::Word(word) => words.key(word),
                Met::Number(number) => numbers.key(number),
            };
            if !own.contains(&key) {
                own.push(key);
            }
        };
        each_value(event, *field, |value| {
            see(value);
            if let Met::Number(group) = value {
                let wholes = lineages.get(group as usize).into_iter().flatten();
                wholes.for_each(|whole| see(Met::Number(*whole)));
            }
        });
        by_event.push(own);
    }

    /// Returns the column, its values numbered as they come in the order of the list.
    pub(super) fn finish(self, order: &[u32]) -> Column {
        let all = (self.numbers.len() + self.words.len()) as usize;
        let mut numbers = vec![NONE; all];
        let mut met: Vec<u32> = Vec::with_capacity(all);
        for event in order {
            self.by_event.each(*event, |key| {
                let number = &mut numbers[key as usize];
                if *number == NONE {
                    *number = met.len() as u32;
                    met.push(key);
                }
            });
            if met.len() == all {
                break;
            }
        }
        let keys = self.by_event.in_order(order, &numbers);
        let is_word = is_word(self.field);
        let found = if is_word { self.words.found(&met) } else { self.numbers.found(&met) };
        Column::new(self.field, keys, found)
    }
}

/// Stands for no value.
const NONE: u32 = u32::MAX;

/// Keys while they are gathered: nothing as long as no event has any, then one an event, then lists.
#[derive(Debug)]
enum Gathered {
    /// So many events without a value.
    None(u32),
    /// The value of each event, or none.
    Single(Narrow),
    /// `keys[offsets[n]..offsets[n + 1]]` are the values of event `n`.
    Several { offsets: Vec<u32>, keys: Narrow },
}

impl Gathered {
    /// Takes the values of the next event.
    fn push(&mut self, values: &[u32]) {
        match (&mut *self, values) {
            (Self::None(events), []) => *events += 1,
            (Self::None(events), _) => {
                *self = Self::Single(Narrow::Byte(vec![u8::MAX; *events as usize]));
                self.push(values);
            }
            (Self::Single(single), []) => single.push(NONE),
            (Self::Single(single), [one]) => single.push(*one),
            (Self::Single(single), _) => {
                let (mut offsets, mut keys) = (vec![0], Narrow::Byte(Vec::new()));
                for n in 0..single.len() {
                    let key = single.get(n);
                    if key != NONE {
                        keys.push(key);
                    }
                    offsets.push(keys.len() as u32);
                }
                *self = Self::Several { offsets, keys };
                self.push(values);
            }
            (Self::Several { offsets, keys }, _) => {
                for value in values {
                    keys.push(*value);
                }
                offsets.push(keys.len() as u32);
            }
        }
    }

    /// Calls with the values of an event.
    fn each(&self, event: u32, mut see: impl FnMut(u32)) {
        let n = event as usize;
        match self {
            Self::None(_) => {}
            Self::Single(single) => {
                let key = single.get(n);
                if key != NONE {
                    see(key);
                }
            }
            Self::Several { offsets, keys } => {
                (offsets[n]..offsets[n + 1]).for_each(|place| see(keys.get(place as usize)));
            }
        }
    }

    /// Puts them into another order and gives each key its number; takes as little room as these allow.
    fn in_order(&self, order: &[u32], numbers: &[u32]) -> Keys {
        let values = numbers.len();
        match self {
            Self::Several { keys, .. } => {
                let mut offsets = Vec::with_capacity(order.len() + 1);
                let mut numbered = Vec::with_capacity(keys.len());
                offsets.push(0);
                for event in order {
                    self.each(*event, |key| numbered.push(numbers[key as usize]));
                    offsets.push(numbered.len() as u32);
                }
                Keys::Several { offsets: offsets.into(), keys: numbered.into() }
            }
            Self::None(_) | Self::Single(_) => {
                // Behind the numbers of all values stands one for none.
                let number = |event: &u32| {
                    let mut own = values as u32;
                    self.each(*event, |key| own = numbers[key as usize]);
                    own
                };
                let numbers = order.iter().map(number);
                match values {
                    0..256 => Keys::Byte(numbers.map(|key| key as u8).collect::<Vec<_>>().into()),
                    256..65_536 => {
                        Keys::Short(numbers.map(|key| key as u16).collect::<Vec<_>>().into())
                    }
                    _ => Keys::Long(numbers.collect::<Vec<_>>().into()),
                }
            }
        }
    }
}

/// Numbers in as little room as the largest so far takes; the largest that fits there stands for [`NONE`].
#[derive(Debug)]
enum Narrow {
    Byte(Vec<u8>),
    Short(Vec<u16>),
    Long(Vec<u32>),
}

impl Narrow {
    fn len(&self) -> usize {
        match self {
            Self::Byte(numbers) => numbers.len(),
            Self::Short(numbers) => numbers.len(),
            Self::Long(numbers) => numbers.len(),
        }
    }

    fn get(&self, n: usize) -> u32 {
        let (number, none) = match self {
            Self::Byte(numbers) => (u32::from(numbers[n]), u32::from(u8::MAX)),
            Self::Short(numbers) => (u32::from(numbers[n]), u32::from(u16::MAX)),
            Self::Long(numbers) => return numbers[n],
        };
        if number == none { NONE } else { number }
    }

    fn push(&mut self, number: u32) {
        let is_none = number == NONE;
        match self {
            Self::Byte(numbers) if is_none => numbers.push(u8::MAX),
            Self::Byte(numbers) if number < u8::MAX.into() => numbers.push(number as u8),
            Self::Short(numbers) if is_none => numbers.push(u16::MAX),
            Self::Short(numbers) if number < u16::MAX.into() => numbers.push(number as u16),
            Self::Long(numbers) => numbers.push(number),
            Self::Byte(_) | Self::Short(_) => {
                self.widen();
                self.push(number);
            }
        }
    }

    fn widen(&mut self) {
        let all = (0..self.len()).map(|n| self.get(n));
        *self = match self {
            // What stands for none is cut to what stands for it.
            Self::Byte(_) => Self::Short(all.map(|number| number as u16).collect()),
            Self::Short(_) | Self::Long(_) => Self::Long(all.collect()),
        };
    }
}

/// A value as it stands in an event.
#[derive(Clone, Copy)]
enum Met<'a> {
    Number(u32),
    Word(&'a str),
}

/// Tells whether the values of a field are texts.
pub(super) const fn is_word(field: Field) -> bool {
    matches!(field, Field::Kind | Field::Role | Field::Claims | Field::Tag)
}

/// Returns the number by which a precision is told; none at all is told by 0.
fn number_of(precision: Option<Precision>) -> u32 {
    precision.map_or(0, |precision| 1 + precision as u32)
}

/// Returns the precision of a number.
pub(super) fn precision_of(number: u32) -> Option<Precision> {
    Precision::ALL.into_iter().find(|precision| number_of(Some(*precision)) == number)
}

/// Tells whether any group is a part of another, so that an event counts for more groups than it names.
pub(super) fn has_wholes(groups: &[Group]) -> bool {
    groups.iter().any(|group| !group.part_of.is_empty())
}

/// Returns for each group those that it is part of, near or far.
fn lineages(groups: &[Group]) -> Vec<Vec<u32>> {
    let lineage = |group: usize| {
        let mut wholes: Vec<u32> = Vec::new();
        let mut next = vec![GroupKey(group as u32)];
        while let Some(GroupKey(part)) = next.pop() {
            for whole in groups.get(part as usize).into_iter().flat_map(|group| &group.part_of) {
                // Groups that are parts of each other, by mistake, are each met once.
                if whole.0 as usize != group && !wholes.contains(&whole.0) {
                    wholes.push(whole.0);
                    next.push(*whole);
                }
            }
        }
        wholes
    };
    (0..groups.len()).map(lineage).collect()
}

fn each_value<'a>(event: &'a Event, field: Field, mut see: impl FnMut(Met<'a>)) {
    match field {
        Field::Country => event.countries.iter().for_each(|c| see(Met::Number(c.index() as u32))),
        Field::Group => event.groups.iter().for_each(|g| see(Met::Number(g.group.0))),
        Field::Kind => event.kind.iter().for_each(|kind| see(Met::Word(kind))),
        Field::Precision => see(Met::Number(number_of(event.when.as_ref().map(|w| w.precision())))),
        Field::Source => event.sources.iter().for_each(|s| see(Met::Number(s.0))),
        Field::Place => event.places.iter().for_each(|p| see(Met::Number(p.0))),
        Field::Role => {
            event.groups.iter().filter_map(|g| g.role.as_ref()).for_each(|r| see(Met::Word(r)));
        }
        Field::Certainty => event.certainty.iter().for_each(|c| see(Met::Number(*c as u32))),
        Field::Claims if event.claims.iter().any(|claim| claim.when.is_some()) => {
            see(Met::Word(if event.is_contradictory() { "conflict" } else { "agree" }));
        }
        Field::Tag => event.tags.iter().for_each(|tag| see(Met::Word(tag))),
        Field::Claims => {}
        Field::File => see(Met::Number(event.file.0)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn keeps_what_is_pushed(
            few in prop::collection::vec(prop_oneof![0..300_u32, Just(NONE)], 0..20),
            more in prop::collection::vec(prop_oneof![0..300_u32, 65_530..65_540_u32, Just(NONE)], 0..20),
        ) {
            let pushed = [few, more].concat();
            let mut narrow = Narrow::Byte(Vec::new());
            for number in &pushed {
                narrow.push(*number);
            }
            let back: Vec<_> = (0..narrow.len()).map(|n| narrow.get(n)).collect();
            prop_assert_eq!(back, pushed);
        }

        #[test]
        fn orders_the_values_of_events(
            lists in prop::collection::vec(prop::collection::vec(0..400_u32, 0..3), 0..30),
            most in 0..4_usize,
        ) {
            let lists: Vec<&[u32]> = lists.iter().map(|list| &list[..list.len().min(most)]).collect();
            let mut gathered = Gathered::None(0);
            for list in &lists {
                gathered.push(list);
            }
            let order: Vec<u32> = (0..lists.len() as u32).rev().collect();
            let numbers: Vec<u32> = (0..400).map(|n| 399 - n).collect();
            let column = Column::new(Field::Tag, gathered.in_order(&order, &numbers), Found::Numbers(numbers.clone().into()));
            for (rank, event) in order.iter().enumerate() {
                let mut own = Vec::new();
                column.each(rank as u32, |value| own.push(399 - value as u32));
                prop_assert_eq!(&own, lists[*event as usize]);
            }
        }
    }
}
