//! What is known of all events about one question: of which it holds, and of which it may.

use std::sync::Arc;

use super::{bits::Bits, fit::Fit};

/// Of which events something certainly holds, and of which possibly; what is certain is possible too.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) possible: Arc<Bits>,
    pub(super) certain: Arc<Bits>,
}

impl Judged {
    pub(super) fn new(possible: Bits, certain: Bits) -> Self {
        Self { possible: Arc::new(possible), certain: Arc::new(certain) }
    }

    /// Of these it holds, and of no others.
    pub(super) fn sure(holds: impl Into<Arc<Bits>>) -> Self {
        let holds = holds.into();
        Self { possible: Arc::clone(&holds), certain: holds }
    }

    /// Of which each event is judged on its own.
    pub(super) fn of(len: u32, mut fit: impl FnMut(u32) -> Fit) -> Self {
        let (mut possible, mut certain) = (Bits::none(len), Bits::none(len));
        for rank in 0..len {
            put(&mut possible, &mut certain, rank, fit(rank));
        }
        Self::new(possible, certain)
    }

    /// Judges some events anew.
    pub(super) fn judge_again(
        &mut self,
        ranks: impl Iterator<Item = u32>,
        mut fit: impl FnMut(u32) -> Fit,
    ) {
        let (possible, certain) =
            (Arc::make_mut(&mut self.possible), Arc::make_mut(&mut self.certain));
        for rank in ranks {
            possible.take(rank);
            certain.take(rank);
            put(possible, certain, rank, fit(rank));
        }
    }

    /// Returns the events that are listed, where only what is certain is to be listed or not.
    pub(super) fn enough(&self, is_certain_only: bool) -> &Bits {
        if is_certain_only { &self.certain } else { &self.possible }
    }

    /// Says that it may hold of these too.
    pub(super) fn perhaps(&mut self, ranks: std::ops::Range<u32>) {
        Arc::make_mut(&mut self.possible).insert_range(ranks);
    }

    /// Turns it around: what is certain is impossible, and what was not possible is certain.
    pub(super) fn not(&self) -> Self {
        if Arc::ptr_eq(&self.possible, &self.certain) {
            return Self::sure(self.certain.not());
        }
        Self::new(self.certain.not(), self.possible.not())
    }

    /// Of which both hold.
    pub(super) fn and(&mut self, other: &Self) {
        self.both(other, Bits::keep);
    }

    /// Of which either holds.
    pub(super) fn or(&mut self, other: &Self) {
        self.both(other, Bits::add);
    }

    fn both(&mut self, other: &Self, join: impl Fn(&mut Bits, &Bits)) {
        let is_sure = Arc::ptr_eq(&self.possible, &self.certain);
        if is_sure && Arc::ptr_eq(&other.possible, &other.certain) {
            let mut joined = Bits::clone(&self.certain);
            join(&mut joined, &other.certain);
            *self = Self::sure(joined);
            return;
        }
        join(Arc::make_mut(&mut self.possible), &other.possible);
        join(Arc::make_mut(&mut self.certain), &other.certain);
    }
}

fn put(possible: &mut Bits, certain: &mut Bits, rank: u32, fit: Fit) {
    if fit >= Fit::Possible {
        possible.insert(rank);
    }
    if fit == Fit::Certain {
        certain.insert(rank);
    }
}
