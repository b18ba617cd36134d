//! The values of a field as they are met, each with a key: the first is 0, and so on.

use std::collections::HashMap;

use super::{Found, NONE};
use crate::domain::Clean;

/// Values that are told by numbers.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// So many were met in order, 0 first, and are keys themselves: what large files refer to comes like that.
    in_order: u32,
    /// The others, as they were met.
    others: Vec<u32>,
    /// The keys of these, by what they are beyond those in order.
    keys: Vec<u32>,
}

impl Numbers {
    pub(super) fn key(&mut self, number: u32) -> u32 {
        let Some(beyond) = number.checked_sub(self.in_order) else { return number };
        if beyond == 0 && self.others.is_empty() {
            self.in_order += 1;
            return number;
        }
        let place = beyond as usize;
        if place >= self.keys.len() {
            self.keys.resize(place + 1, NONE);
        }
        if self.keys[place] == NONE {
            self.keys[place] = self.len();
            self.others.push(number);
        }
        self.keys[place]
    }

    pub(super) fn len(&self) -> u32 {
        self.in_order + self.others.len() as u32
    }

    /// Returns the values of some keys.
    pub(super) fn found(&self, keys: &[u32]) -> Found {
        let number = |key: &u32| {
            let beyond = key.checked_sub(self.in_order);
            beyond.map_or(*key, |beyond| self.others[beyond as usize])
        };
        Found::Numbers(keys.iter().map(number).collect::<Vec<_>>().into())
    }
}

/// Values that are texts.
#[derive(Debug, Default)]
pub(super) struct Words {
    met: Vec<Clean>,
    keys: HashMap<Box<str>, u32>,
}

impl Words {
    /// Of so many words, the letters are compared sooner than hashed.
    const FEW: usize = 8;

    pub(super) fn key(&mut self, word: &str) -> u32 {
        if let Some(key) = self.met.iter().take(Self::FEW).position(|known| **known == *word) {
            return key as u32;
        }
        if let Some(key) = self.keys.get(word) {
            return *key;
        }
        let key = self.len();
        // The text that it is a part of may be about to go.
        self.met.push(Clean::new(word));
        self.keys.insert(word.into(), key);
        key
    }

    pub(super) fn len(&self) -> u32 {
        self.met.len() as u32
    }

    /// Returns the values of some keys.
    pub(super) fn found(&self, keys: &[u32]) -> Found {
        Found::Words(keys.iter().map(|key| self.met[*key as usize].clone()).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn gives_each_value_a_key_of_its_own(
            in_order in 0..20_u32,
            others in prop::collection::vec(0..40_u32, 0..60),
        ) {
            let (mut numbers, mut words, mut met) = (Numbers::default(), Words::default(), Vec::new());
            for number in (0..in_order).chain(others) {
                let key = met.iter().position(|known| *known == number).unwrap_or(met.len());
                if key == met.len() {
                    met.push(number);
                }
                prop_assert_eq!(numbers.key(number), key as u32);
                prop_assert_eq!(words.key(&number.to_string()), key as u32);
            }
            let keys: Vec<u32> = (0..numbers.len()).collect();
            let (numbers, words) = (numbers.found(&keys), words.found(&keys));
            prop_assert_eq!(numbers.numbers(), &met);
            let texts: Vec<Clean> = met.iter().map(|n| Clean::new(&n.to_string())).collect();
            prop_assert_eq!(words.words(), texts);
        }
    }
}
