//! Strings of bytes one behind the other, in pieces that may each be kept elsewhere.

use super::{Block, Slab};

/// Many strings of bytes, each found by its number. What comes from a damaged file finds nothing, or something else.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The pieces, each with the number of its first row.
    pieces: Vec<(u32, Block)>,
    /// Where each row ends in its piece.
    ends: Slab<u32>,
}

impl Rows {
    /// Puts together what a [`Filling`] has gathered.
    #[must_use]
    pub const fn new(pieces: Vec<(u32, Block)>, ends: Slab<u32>) -> Self {
        Self { pieces, ends }
    }

    /// Returns how many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a row; `None` if there is none of that number.
    #[must_use]
    pub fn get(&self, n: u32) -> Option<&[u8]> {
        let piece = self.pieces.partition_point(|(first, _)| *first <= n).checked_sub(1)?;
        let (first, block) = self.pieces.get(piece)?;
        let end = *self.ends.get(n as usize)?;
        let start = if n == *first { 0 } else { *self.ends.get(n.checked_sub(1)? as usize)? };
        block.get(start as usize..end as usize)
    }

    /// Returns how many pieces there are.
    #[must_use]
    pub const fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// Returns a piece: the number of its first row, its bytes, and where each of its rows ends.
    #[must_use]
    pub fn piece(&self, n: usize) -> Option<(u32, &[u8], &[u32])> {
        let (first, block) = self.pieces.get(n)?;
        let next = self.pieces.get(n + 1).map_or(self.len(), |(first, _)| *first as usize);
        Some((*first, block, self.ends.get(*first as usize..next).unwrap_or_default()))
    }
}

/// Rows on their way: the piece that is being filled, and where all rows so far end.
#[derive(Debug, Default)]
pub struct Filling {
    /// The piece, to which the bytes of the next row are to be appended.
    pub piece: Vec<u8>,
    /// The number of the first row of the piece.
    first: u32,
    ends: Vec<u32>,
}

impl Filling {
    /// Says that the row is complete.
    pub fn end_row(&mut self) {
        // A piece is put away long before it is that long; a row that is too long by itself is found to be damaged.
        self.ends.push(u32::try_from(self.piece.len()).unwrap_or(u32::MAX));
    }

    /// Returns how many rows are complete.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether no row is complete.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the number of the first row of the piece.
    #[must_use]
    pub const fn first(&self) -> u32 {
        self.first
    }

    /// Begins another piece: what is in this one has been put away.
    pub fn next_piece(&mut self) {
        self.piece.clear();
        self.first = self.ends.len() as u32;
    }

    /// Returns the last piece, the number of its first row, and where all rows end.
    #[must_use]
    pub fn finish(self) -> (Vec<u8>, u32, Vec<u32>) {
        (self.piece, self.first, self.ends)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn gives_every_row_back(
            rows in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..40),
            piece in 1..30_usize,
        ) {
            let (mut filling, mut pieces) = (Filling::default(), Vec::new());
            for row in &rows {
                filling.piece.extend_from_slice(row);
                filling.end_row();
                if filling.piece.len() >= piece {
                    pieces.push((filling.first(), Block::from(filling.piece.clone())));
                    filling.next_piece();
                }
            }
            let (last, first, ends) = filling.finish();
            pieces.push((first, last.into()));
            let held = Rows::new(pieces, ends.into());
            let back: Vec<_> = (0..).map_while(|n| held.get(n)).collect();
            prop_assert_eq!(back, rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
            let counted = (0..held.pieces()).filter_map(|n| held.piece(n)).map(|(_, _, ends)| ends.len());
            prop_assert_eq!(counted.sum::<usize>(), rows.len());
        }

        #[test]
        fn takes_any_numbers_without_a_crash(
            pieces in prop::collection::vec((any::<u32>(), 0..9_usize), 0..5),
            few in prop::collection::vec((0..6_u32, 0..9_usize), 0..5),
            ends in prop::collection::vec(0..12_u32, 0..9),
            n in 0..12_u32,
        ) {
            for pieces in [pieces, few] {
                let pieces = pieces.into_iter().map(|(first, length)| (first, vec![0; length].into()));
                let rows = Rows::new(pieces.collect(), ends.clone().into());
                let _ = rows.get(n);
                let _ = rows.piece(n as usize);
            }
        }
    }
}
