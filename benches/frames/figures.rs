//! The keys that are measured.

use std::ops::Range;

use crate::{dataset::COUNTRIES, floors::Plain};

/// A key, and those around it that are not measured.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) before: &'static str,
    pub(crate) key: &'static str,
    pub(crate) after: &'static str,
    /// How often it is pressed; what is asked for is another thing each time, so that nothing of it is known yet.
    pub(crate) rounds: Range<usize>,
    /// The same as plain loops.
    pub(crate) floor: fn(&Plain),
}

/// Words that stand in many texts or in few, without their last letter, and that letter.
const WORDS: [(&str, &str); 8] = [
    ("convo", "y"),
    ("villag", "e"),
    ("marke", "t"),
    ("escor", "t"),
    ("radi", "o"),
    ("statio", "n"),
    ("fighter", "s"),
    ("nobod", "y"),
];

/// Returns keys as they are pressed in a round.
pub(crate) fn in_round(keys: &str, round: usize) -> String {
    let (word, letter) = WORDS[round % WORDS.len()];
    let country = COUNTRIES[round % COUNTRIES.len()];
    keys.replace("{word}", word)
        .replace("{letter}", letter)
        .replace("{country}", &country[..2])
        .replace("{end}", &country[2..])
        .replace("{ten}", &(round / 10).to_string())
        .replace("{one}", &(round % 10).to_string())
}

pub(crate) const FIGURES: [Figure; 11] = [
    figure("one row up", ("", "<up>", ""), 0..40, Plain::page),
    figure("one page up", ("", "<pgup>", ""), 0..40, Plain::page),
    figure("a country", ("\\country:{country}", "{end}", "<esc>"), 0..8, Plain::country),
    figure("a group", ("\\group:\"Group {ten}", "{one}", "<esc>"), 10..50, Plain::group),
    figure("since a day", ("\\after:2014-02-{ten}", "{one}", "<esc>"), 10..28, Plain::since),
    figure("search, the last letter", ("/{word}", "{letter}", "<esc>"), 0..8, Plain::search),
    figure("text as a filter", ("\\{word}", "{letter}", "<esc>"), 0..8, Plain::search),
    figure("next hit", ("/convoy<enter>", "n", ""), 0..20, Plain::page),
    figure("no search any more", ("/convoy<enter>", "<esc>", ""), 0..20, Plain::page),
    figure("lanes by group", ("L", "L", "LLLLLL"), 0..3, Plain::lanes),
    figure("zoom in", ("", "+", ""), 0..8, Plain::zoom),
];

const fn figure(
    name: &'static str,
    (before, key, after): (&'static str, &'static str, &'static str),
    rounds: Range<usize>,
    floor: fn(&Plain),
) -> Figure {
    Figure { name, before, key, after, rounds, floor }
}
