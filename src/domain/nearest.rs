//! What a person probably meant: the candidate nearest to a misspelt word.
//!
//! Pure. Used wherever a word must come from a known set: countries, fields, groups, subcommands.

use super::fold;

/// The longest word that a suggestion is looked for: beyond this it is no misspelt name.
const LONGEST: usize = 64;
/// The fewest letters from which the beginning of a candidate is recognised.
const SHORTEST_BEGINNING: usize = 3;

/// Returns the candidate that is nearest to a misspelt word, or `None` if nothing is near.
///
/// Nearness is the number of letters left out, added, replaced or swapped with their neighbour
/// (Damerau-Levenshtein, each letter in one edit at most), after [`fold()`]. One edit in three letters is
/// allowed. Among equally near candidates one with the very same letters wins, then one that begins with
/// the word, then one with the same first letter, then the earlier one. A word that only one candidate begins with stands for it:
/// "Burkina" for "Burkina Faso".
///
/// ```
/// use dateline::domain::nearest;
///
/// assert_eq!(nearest("contry", ["country", "group"]), Some("country"));
/// assert_eq!(nearest("zebra", ["country", "group"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(wanted.trim());
    let wanted = wanted.as_bytes();
    if wanted.is_empty() || wanted.len() > LONGEST {
        return None;
    }
    let mut best: Option<([usize; 4], &'a str)> = None;
    let mut begins = Beginning::None;
    for candidate in candidates {
        let folded = fold(candidate);
        let letters = folded.as_bytes();
        if wanted.len() >= SHORTEST_BEGINNING && letters.starts_with(wanted) {
            begins = begins.and(candidate);
        }
        let most = wanted.len().max(letters.len()) / 3;
        if wanted.len().abs_diff(letters.len()) > most {
            continue;
        }
        let edits = edits(wanted, letters);
        if edits > most {
            continue;
        }
        let rank = [
            edits,
            usize::from(!same_letters(wanted, letters)),
            usize::from(!letters.starts_with(wanted)),
            usize::from(wanted.first() != letters.first()),
        ];
        if best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, candidate));
        }
    }
    match (best, begins) {
        (Some((_, candidate)), _) | (None, Beginning::One(candidate)) => Some(candidate),
        (None, Beginning::None | Beginning::Several) => None,
    }
}

/// How many candidates begin with the word.
#[derive(Clone, Copy)]
enum Beginning<'a> {
    None,
    One(&'a str),
    Several,
}

impl<'a> Beginning<'a> {
    /// Returns the count with one candidate more.
    fn and(self, candidate: &'a str) -> Self {
        match self {
            Self::None => Self::One(candidate),
            Self::One(same) if same == candidate => self,
            Self::One(_) | Self::Several => Self::Several,
        }
    }
}

/// Tells whether two words are made of the same letters in another order.
fn same_letters(a: &[u8], b: &[u8]) -> bool {
    let sorted = |word: &[u8]| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters
    };
    a.len() == b.len() && sorted(a) == sorted(b)
}

/// Returns the number of edits that make one word the other.
fn edits(a: &[u8], b: &[u8]) -> usize {
    // Three rows of the table are enough: a swap looks two rows back.
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = above.clone();
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row[j] = least;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORDS: &[&str] = &["Mali", "Malta", "Niger", "Nigeria", "Burkina Faso", "Chad", "État"];

    #[track_caller]
    fn check(wanted: &str, found: Option<&str>) {
        assert_eq!(nearest(wanted, WORDS.iter().copied()), found, "{wanted}");
    }

    #[test]
    fn finds_what_was_meant() {
        check("Mail", Some("Mali"));
        check("mlai", Some("Mali"));
        check("Malt", Some("Malta"));
        check("Nigerr", Some("Niger"));
        check("Nigria", Some("Nigeria"));
        check("burkina fasso", Some("Burkina Faso"));
        check("ETAT", Some("État"));
    }

    #[test]
    fn finds_what_only_one_candidate_begins_with() {
        check("burkina", Some("Burkina Faso"));
        check("bur", Some("Burkina Faso"));
        check("bu", None);
        assert_eq!(nearest("guin", ["Guinea-Bissau", "Guinea-Conakry"]), None);
    }

    #[test]
    fn finds_nothing_when_nothing_is_near() {
        check("", None);
        check("x", None);
        check("Zanzibar", None);
        check("Mo", None);
        check(&"Mali".repeat(1000), None);
    }

    #[test]
    fn prefers_the_same_letters_then_the_same_beginning() {
        assert_eq!(nearest("mil", ["mhl", "mli"]), Some("mli"));
        assert_eq!(nearest("cade", ["made", "cape"]), Some("cape"));
        assert_eq!(nearest("cade", ["cage", "cape"]), Some("cage"));
    }

    #[test]
    fn counts_edits() {
        for (a, b, n) in [("", "", 0), ("", "abc", 3), ("ca", "ac", 1), ("kitten", "sitting", 3)] {
            assert_eq!(
                (edits(a.as_bytes(), b.as_bytes()), edits(b.as_bytes(), a.as_bytes())),
                (n, n)
            );
        }
    }

    proptest! {
        #[test]
        fn is_a_measure_of_distance(a in "[ab]{0,8}", b in "[ab]{0,8}") {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let n = edits(a, b);
            prop_assert_eq!(n, edits(b, a));
            prop_assert_eq!(n == 0, a == b);
            prop_assert!(n >= a.len().abs_diff(b.len()) && n <= a.len().max(b.len()));
        }
    }
}
