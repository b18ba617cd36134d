//! The last few results of something that takes a while, shared by all sessions.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, PoisonError},
};

/// Remembers the last `MOST` results by what they were made of.
pub(super) struct Memo<K, V, const MOST: usize>(Mutex<VecDeque<(K, V)>>);

impl<K: PartialEq, V: Clone, const MOST: usize> Memo<K, V, MOST> {
    /// Returns what was made of the same before, or makes it. Nobody waits meanwhile: two may make the same.
    pub(super) fn get<E>(&self, key: K, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(known) = self.find(&key) {
            return Ok(known);
        }
        let value = make()?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.truncate(MOST - 1);
        known.push_front((key, value.clone()));
        Ok(value)
    }

    fn find(&self, key: &K) -> Option<V> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = known.iter().position(|(other, _)| other == key)?;
        let found = known.remove(place)?;
        let value = found.1.clone();
        known.push_front(found);
        Some(value)
    }
}

impl<K, V, const MOST: usize> Default for Memo<K, V, MOST> {
    fn default() -> Self {
        Self(Mutex::new(VecDeque::with_capacity(MOST)))
    }
}

impl<K, V, const MOST: usize> fmt::Debug for Memo<K, V, MOST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn remembers_what_was_asked_for_last() {
        let memo: Memo<u32, u32, 2> = Memo::default();
        let mut made = 0;
        for key in [1, 2, 1, 3, 1, 2] {
            let value = memo.get::<Infallible>(key, || {
                made += 1;
                Ok(key * 10)
            });
            assert_eq!(value, Ok(key * 10));
        }
        assert_eq!(made, 4, "2 was forgotten when 3 came, 1 was not");
        assert_eq!(memo.get(9, || Err("no")), Err("no"));
        assert_eq!(memo.get(9, || Ok::<_, &str>(1)), Ok(1));
    }
}
