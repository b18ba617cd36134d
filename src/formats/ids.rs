//! Ids that are unique in what is written, although two files may use the same one.

use std::collections::HashMap;

/// The ids that were given out.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<String, u32>);

impl Ids {
    /// Returns the id, or for one that is there already, the id with a number behind it.
    pub(super) fn unique(&mut self, id: String) -> String {
        let Some(given) = self.0.get_mut(&id) else {
            self.0.insert(id.clone(), 1);
            return id;
        };
        *given += 1;
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
