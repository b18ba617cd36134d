//! The first bytes of an image: what it is, and where its parts are.

use xxhash_rust::xxh3::xxh3_64;

use super::ALIGNMENT;

/// The bytes of a header.
pub(super) const LENGTH: usize = WORDS * size_of::<u64>();
/// The most bytes of a key.
pub(super) const MOST_KEY: u64 = 16 << 20;

const WORDS: usize = 16;
const MAGIC: u64 = u64::from_ne_bytes(*b"DATELINE");
/// On a machine with the other byte order, it is another number.
const BYTE_ORDER: u64 = 0x0102_0304_0506_0708;
/// The version of the container; what is in it has its own, in the key.
const VERSION: u64 = 1;

/// Where the parts of an image are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) key_len: u64,
    pub(super) key_sum: u64,
    pub(super) head_offset: u64,
    pub(super) head_len: u64,
    pub(super) head_sum: u64,
}

impl Header {
    /// Returns the length of the whole image.
    pub(super) const fn total(&self) -> u64 {
        self.head_offset + self.head_len
    }

    /// Returns it as it is written.
    pub(super) fn to_bytes(self) -> [u8; LENGTH] {
        let mut words = [0; WORDS];
        let told = [
            MAGIC,
            BYTE_ORDER,
            VERSION,
            self.total(),
            self.key_len,
            self.key_sum,
            self.head_offset,
            self.head_len,
            self.head_sum,
        ];
        words[..told.len()].copy_from_slice(&told);
        words[WORDS - 1] = sum_of(&words);
        bytemuck::cast(words)
    }

    /// Reads the header of a file of some length; `None` if anything about it is odd.
    pub(super) fn read(bytes: &[u8; LENGTH], length: u64) -> Option<Self> {
        let words: [u64; WORDS] = bytemuck::pod_read_unaligned(bytes);
        let [
            MAGIC,
            BYTE_ORDER,
            VERSION,
            total,
            key_len,
            key_sum,
            head_offset,
            head_len,
            head_sum,
            ..,
            sum,
        ] = words
        else {
            return None;
        };
        let key_end = (LENGTH as u64).checked_add(key_len)?;
        let is_sound = sum == sum_of(&words)
            && total == length
            && key_len <= MOST_KEY
            && key_end <= head_offset
            && head_offset.is_multiple_of(ALIGNMENT)
            && head_offset.checked_add(head_len) == Some(total);
        is_sound.then_some(Self { key_len, key_sum, head_offset, head_len, head_sum })
    }
}

/// Adds up all words but the last one, which is the sum.
fn sum_of(words: &[u64; WORDS]) -> u64 {
    xxh3_64(bytemuck::cast_slice(&words[..WORDS - 1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Header =
        Header { key_len: 70, key_sum: 1, head_offset: 256, head_len: 10, head_sum: 2 };

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let bytes = HEADER.to_bytes();
        assert_eq!(Header::read(&bytes, 266), Some(HEADER));
        assert_eq!(Header::read(&bytes, 265), None);
        assert_eq!(Header::read(&bytes, 267), None);
        for n in 0..LENGTH {
            for bit in 0..8 {
                let mut bytes = bytes;
                bytes[n] ^= 1 << bit;
                assert_eq!(Header::read(&bytes, 266), None, "bit {bit} of byte {n}");
            }
        }
    }

    #[test]
    fn refuses_another_version_and_another_byte_order() {
        let changed = |n: usize, word: u64| {
            let mut words: [u64; WORDS] = bytemuck::cast(HEADER.to_bytes());
            words[n] = word;
            words[WORDS - 1] = sum_of(&words);
            Header::read(&bytemuck::cast(words), 266)
        };
        assert_eq!(changed(2, VERSION), Some(HEADER));
        assert_eq!(changed(2, VERSION + 1), None);
        assert_eq!(changed(1, BYTE_ORDER.swap_bytes()), None);
    }

    #[test]
    fn refuses_places_that_cannot_be() {
        for (header, length) in [
            (Header { key_len: 200, ..HEADER }, 266),
            (Header { key_len: u64::MAX, ..HEADER }, 266),
            (Header { head_offset: 250, ..HEADER }, 260),
            (Header { head_offset: 64, key_len: 0, ..HEADER }, 74),
        ] {
            assert_eq!(Header::read(&header.to_bytes(), length), None, "{header:?}");
        }
    }
}
