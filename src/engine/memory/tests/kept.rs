//! What was put into a file is there again, and a damaged file does no harm.

use std::io;

use proptest::{prelude::*, sample::Index};

use super::{chance, compare};
use crate::{
    domain::{Block, Language, Zone},
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
