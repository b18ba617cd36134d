//! Ids that are unique in what is written, although two files may use the same one.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

/// The ids that were given out: a hash of each, so that a million of them take little room.
///
/// An id that is new and has the hash of another gets a number for nothing, which harms nobody.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<u64, u32>);

impl Ids {
    /// Returns the id, or for one that is there already, the id with a number behind it.
    pub(super) fn unique(&mut self, id: String) -> String {
        let given = self.0.entry(xxh3_64(id.as_bytes())).or_default();
        *given += 1;
        if *given == 1 {
            return id;
        }
        let next = format!("{id}-{given}");
        // It may be the id of another event.
        self.unique(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_out_no_id_twice() {
        let mut ids = Ids::default();
        let given = ["a", "a-2", "a", "b", "a", "a-2"].map(|id| ids.unique(id.to_owned()));
        assert_eq!(given, ["a", "a-2", "a-2-2", "b", "a-3", "a-2-3"]);
    }
}
