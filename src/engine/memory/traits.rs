//! What can be said of an event without a look at its text: a bit for each.

use super::{Memory, bits::Bits};
use crate::domain::{Dataset, Edge, Event, Slab};

/// What is known of each event, in the order of the list.
#[derive(Debug)]
pub(super) struct Traits(pub(super) Slab<u8>);

/// Something that an event may be or have.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trait {
    Summary,
    Position,
    Link,
    Uncertain,
    Approximate,
    Ongoing,
}

impl Traits {
    /// `rank` has the rank of each event.
    pub(super) fn new(dataset: &Dataset, rank: &[u32]) -> Self {
        let mut traits = vec![0; rank.len()];
        for (rank, event) in rank.iter().zip(&dataset.events) {
            let has_position = dataset.places_of(event).any(|place| place.position.is_some());
            traits[*rank as usize] = of(event, has_position);
        }
        Self(traits.into())
    }
}

/// Returns what is known of an event, a bit for each.
pub(super) fn of(event: &Event, has_position: bool) -> u8 {
    let when = event.when.as_ref();
    let holds = [
        (Trait::Summary, !event.summary.is_empty()),
        (Trait::Position, has_position),
        (Trait::Link, !event.links.is_empty()),
        (Trait::Uncertain, when.is_some_and(|when| when.is_uncertain())),
        (Trait::Approximate, when.is_some_and(|when| when.is_approximate())),
        (Trait::Ongoing, when.is_some_and(|when| when.is_lasting() && when.latest() == Edge::Open)),
    ];
    holds.into_iter().fold(0, |bits, (one, holds)| bits | u8::from(holds) << one as u8)
}

impl Memory {
    /// Returns the events that are or have something.
    pub(super) fn with_trait(&self, wanted: Trait) -> Bits {
        let traits: &[u8] = &self.traits.0;
        let has = |traits: &u8| traits >> wanted as u8 & 1 == 1;
        Bits::of(self.len(), |rank| traits.get(rank as usize).is_some_and(has))
    }
}
