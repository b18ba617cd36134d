//! What was put into a file is there again, and a damaged file does no harm.

use std::io;

use proptest::{prelude::*, sample::Index};

use super::{chance, compare};
use crate::{
    domain::{Block, Clean, Dataset, Event, EventKey, Language, Zone},
    engine::{
        Cancel, Engine, Memory,
        memory::{Fetch, Keep, Shelf},
    },
};

/// A file that is none.
#[derive(Default, Clone)]
struct Shelves(Vec<Vec<u8>>);

impl Keep for Shelves {
    fn keep(&mut self, bytes: &[u8]) -> io::Result<Shelf> {
        self.0.push(bytes.to_vec());
        Ok([self.0.len() as u64 - 1, bytes.len() as u64, 0])
    }
}

impl Fetch for Shelves {
    fn fetch(&self, [place, length, _]: Shelf) -> Option<Block> {
        let bytes = self.0.get(usize::try_from(place).ok()?)?;
        // In eights, so that it begins where numbers of any kind may.
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Block::from(words).slice(0..usize::try_from(length).ok()?)
    }
}

fn restored(head: &[u8], shelves: &Shelves) -> Option<Memory> {
    Memory::restore(head, Zone::UTC, Language::default(), shelves)
}

#[test]
fn shows_nothing_of_a_damaged_text() {
    let titles = ["The Alpha of it", "Another One"].map(Clean::new);
    let events = titles.clone().map(|title| Event { title, ..Event::default() });
    let dataset = Dataset { events: events.into(), ..Dataset::default() };
    let mut shelves = Shelves::default();
    let head = Memory::new(dataset, 0).save(&mut shelves).unwrap();
    let event = |memory: &Memory, n| memory.archive().event(EventKey(n)).title;
    let sound = restored(&head, &shelves).unwrap();
    assert_eq!([event(&sound, 0), event(&sound, 1)], titles);
    assert!(!sound.archive().damage.is_noted());
    let text = b"the alpha of it";
    let is_text = |block: &&mut Vec<u8>| block.windows(text.len()).any(|part| part == text);
    let mut texts: Vec<&mut Vec<u8>> = shelves.0.iter_mut().filter(is_text).collect();
    assert_eq!(texts.len(), 1, "a text is kept once");
    texts[0][5] ^= 2;
    let damaged = restored(&head, &shelves).unwrap();
    assert_eq!(event(&damaged, 1), titles[1]);
    assert!(!damaged.archive().damage.is_noted());
    assert_eq!(event(&damaged, 0), Clean::default());
    assert!(damaged.archive().damage.is_noted());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn answers_from_a_file_as_before(cases in chance::cases()) {
        let mut shelves = Shelves::default();
        let head = Memory::new(cases[0].dataset.clone(), 3).save(&mut shelves).unwrap();
        let memory = restored(&head, &shelves).unwrap();
        for case in &cases {
            compare(&memory, case)?;
        }
        prop_assert!(!memory.archive().damage.is_noted());
    }

    #[test]
    fn survives_a_damaged_file(
        cases in chance::cases(),
        (at, byte) in (any::<Index>(), any::<Index>()),
        bits in 1..=u8::MAX,
        is_cut in any::<bool>(),
    ) {
        let mut shelves = Shelves::default();
        let mut head = Memory::new(cases[0].dataset.clone(), 3).save(&mut shelves).unwrap();
        // One of the blocks, or the head.
        let n = at.index(shelves.0.len() + 1);
        let block = shelves.0.get_mut(n).unwrap_or(&mut head);
        if is_cut {
            block.truncate(byte.index(block.len() + 1));
        } else if !block.is_empty() {
            let byte = byte.index(block.len());
            block[byte] ^= bits;
        }
        if let Some(memory) = restored(&head, &shelves) {
            for case in &cases {
                let mut question = case.question.clone();
                question.fold = true;
                let _ = memory.answer(&question, &Cancel::default());
                let _ = memory.archive().extract(memory.matching(&question.filter, &question.own));
            }
        }
    }
}
