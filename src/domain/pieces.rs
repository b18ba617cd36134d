//! Events of an archive a few at a time, so that whoever writes millions of them holds only a few.

use super::{Archive, Clean, Dataset, Event, EventKey};

/// How many events are unpacked at once.
const PIECE: usize = 1024;

/// Some events of an archive, in an order of their own.
#[derive(Debug)]
pub struct Pieces<'a> {
    archive: &'a Archive,
    keys: &'a [EventKey],
    /// What is true of all of them, with the places and sources of those that are looked at.
    piece: Dataset,
}

impl Archive {
    /// Returns some of the events, to be looked at piece by piece.
    #[must_use]
    pub fn pieces<'a>(&'a self, keys: &'a [EventKey]) -> Pieces<'a> {
        Pieces { archive: self, keys, piece: self.extract([]) }
    }
}

impl Pieces<'_> {
    /// Returns the title of the data.
    #[must_use]
    pub const fn title(&self) -> &Clean {
        &self.piece.title
    }

    /// Returns what the data is.
    #[must_use]
    pub const fn about(&self) -> &Clean {
        &self.piece.about
    }

    /// Shows each event, beside a dataset that has all that it refers to apart from other events.
    ///
    /// # Errors
    /// Ends with the first error of `see`.
    pub fn try_for_each<E>(
        self,
        mut see: impl FnMut(&Dataset, &Event) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { archive, keys, mut piece } = self;
        for keys in keys.chunks(PIECE) {
            let unpacked = archive.unpack(keys);
            (piece.places, piece.sources) = (unpacked.places, unpacked.sources);
            unpacked.events.iter().try_for_each(|event| see(&piece, event))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Link, Place, PlaceKey, Zone};

    #[test]
    fn shows_each_event_with_what_it_refers_to() {
        let name = |n: u32| Clean::new(&n.to_string());
        let count = PIECE as u32 + 3;
        let event = |n: u32| Event {
            id: name(n),
            places: vec![PlaceKey(n)],
            links: vec![Link { to: name(n + 1), how: name(n), event: Some(EventKey(n + 1)) }],
            ..Event::default()
        };
        let dataset = Dataset {
            title: Clean::new("Many"),
            places: (0..count).map(|n| Place { name: name(n), ..Place::default() }).collect(),
            events: (0..count).map(event).collect(),
            ..Dataset::default()
        };
        let archive = Archive::new(&dataset, Zone::UTC);
        let backwards: Vec<_> = (0..count).rev().map(EventKey).collect();
        let mut seen = Vec::new();
        let pieces = archive.pieces(&backwards);
        assert_eq!(pieces.title().as_str(), "Many");
        let ended = pieces.try_for_each(|dataset, event| {
            assert!(dataset.places.len() <= PIECE && dataset.events.is_empty());
            let places: Vec<_> = dataset.places_of(event).map(|place| &place.name).collect();
            assert_eq!(places, [&event.id]);
            seen.push(event.id.clone());
            if seen.len() as u32 == count { Err("the end") } else { Ok(()) }
        });
        assert_eq!(ended, Err("the end"));
        assert_eq!(seen, (0..count).rev().map(name).collect::<Vec<_>>());
    }
}
