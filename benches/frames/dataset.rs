//! A dataset like those of conflict research: days, months and spans, a country, two groups, a summary.

use std::fmt::Write;

pub(crate) const COUNTRIES: [&str; 8] = ["MLI", "BFA", "NER", "MAR", "SDN", "UKR", "COL", "YEM"];
/// How many groups there are of each of two kinds.
pub(crate) const GROUPS: usize = 700;

/// What chance decides of an event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    chance: usize,
    pub(crate) number: usize,
    pub(crate) year: usize,
    pub(crate) month: usize,
    pub(crate) day: usize,
    pub(crate) country: usize,
    pub(crate) groups: [usize; 2],
}

impl Facts {
    /// A fixed walk through the numbers: the same events each time, without a look of order.
    pub(crate) fn of(number: usize) -> Self {
        let chance = number.wrapping_mul(2_654_435_761) >> 7;
        Self {
            chance,
            number,
            year: 1989 + chance % 37,
            month: 1 + chance / 37 % 12,
            day: 1 + chance / 444 % 28,
            country: chance / 7 % COUNTRIES.len(),
            groups: [chance / 11 % GROUPS, chance / 13 % GROUPS],
        }
    }

    fn date(&self) -> String {
        let Self { chance, year, month, day, .. } = self;
        match chance % 10 {
            0 => format!("{year}-{month:02}"),
            1 => format!("{year}-{month:02}-{day:02}/{year}-12-31"),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }

    pub(crate) fn title(&self) -> String {
        format!("Attack on a convoy near the village {}", self.chance % 997)
    }
}

pub(crate) const SUMMARY: &str = "Fighters stopped a convoy on the road to the market and exchanged fire with an escort; \
     officials and a radio station give different numbers, and nobody has claimed it.";

/// Writes a dataset of so many events.
pub(crate) fn text(events: usize) -> String {
    let mut text = String::from("Dataset(format: 1, title: \"Bench\", events: [\n");
    for facts in (0..events).map(Facts::of) {
        let (number, [one, other]) = (facts.number, facts.groups);
        let _ = writeln!(
            text,
            "Event(id: \"e{number}\", date: \"{}\", kind: \"kind {}\", title: \"{}\", \
             summary: \"{SUMMARY}\", \
             countries: [\"{}\"], groups: [\"Group {one}\", \"Front {other}\"], \
             sources: [\"https://example.org/report/{number}\"]),",
            facts.date(),
            facts.chance % 5,
            facts.title(),
            COUNTRIES[facts.country],
        );
    }
    text.push_str("])\n");
    text
}
