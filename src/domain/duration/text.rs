//! Lengths in English: "between 184 and 214 days", "5 to 6 months", "13.8 billion years".
//!
//! Of a length that is not exact the lower number is rounded down and the upper one up, so that the truth
//! always lies between them; only the rounded years of deep time are rounded to the nearest figure. A number
//! is never finer than the [`Grain`] of the length, and coarser where nobody would count so finely.

use super::{
    Doubt, Length, Offset, Sameness,
    amount::{Amount, Count, Counted},
};
use crate::domain::Grain;

/// Days are counted up to here whatever is not known, ...
const FEW_DAYS: u64 = 90;
/// ... and up to here if they are known exactly or nearly so.
const MANY_DAYS: u64 = 366;
/// How far the bounds of a length in many days may lie apart, in days.
const NEARLY_IN_DAYS: u64 = 62;
/// Months are counted up to here.
const MANY_MONTHS: u64 = 24;
/// How far the bounds of a length in years and months may lie apart, in months.
const NEARLY_IN_MONTHS: u64 = 6;
/// From so many years on nobody counts months.
const MANY_YEARS: u64 = 100;
/// Up to here two instants are told apart in hours.
const SECONDS_OF_WEEK: u64 = 7 * 86_400;

/// How much room a length may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// As a statement of its own: "between 184 and 214 days".
    Full,
    /// As a part of another: "6 to 8 months".
    Brief,
}

/// What is known of a length, counted.
enum Range {
    Exactly(Amount),
    Between(Amount, Amount),
    UpTo(Amount),
    AtLeast(Amount),
    /// No number says it: less than one, and no more is known.
    Some,
}

impl Length {
    /// Returns the length for people: "between 184 and 214 days", "at least 12 years", "2 h 14 min".
    #[must_use]
    pub fn text(&self) -> String {
        let text = self.phrase(Style::Full).unwrap_or_else(|| "some time".to_owned());
        let possibly = self.doubt.possibly();
        let so_far = if self.so_far { " so far" } else { "" };
        format!("{possibly}{text}{so_far}")
    }

    /// Returns the words for it, or `None` if they would not say anything.
    fn phrase(&self, style: Style) -> Option<String> {
        let about = self.doubt.about();
        Some(match self.range(style) {
            Range::Some => return None,
            Range::Exactly(amount) if amount.is_none() => {
                format!("less than a {}", self.grain.noun())
            }
            Range::Exactly(amount) => format!("{about}{amount}"),
            Range::UpTo(amount) => format!("up to {about}{amount}"),
            Range::AtLeast(amount) => format!("at least {about}{amount}"),
            Range::Between(low, high) => {
                let is_short = low.is_plain() && high.is_plain() && low.has_unit_of(&high);
                if style == Style::Full && !is_short && !self.doubt.approximate {
                    format!("between {}", low.joined(" and ", &high))
                } else {
                    format!("{about}{}", low.joined(" to ", &high))
                }
            }
        })
    }

    /// Returns the upper bound for people, where there is one.
    fn upper(&self) -> Option<String> {
        match self.range(Style::Brief) {
            Range::Exactly(amount) | Range::UpTo(amount) | Range::Between(_, amount) => {
                Some(format!("{}{amount}", self.doubt.about()))
            }
            Range::AtLeast(_) | Range::Some => None,
        }
    }

    fn range(&self, style: Style) -> Range {
        let is_counted = self.least() == 0 || !matches!(self.grain, Grain::Month | Grain::Year);
        if self.is_exact() && is_counted {
            return Range::Exactly(self.exactly());
        }
        let count = self.count(style);
        let Some(most) = self.most else {
            return match Counted::at_least(self.least, count).finer(self.least, self.grain) {
                Counted { n: 0, .. } => Range::Some,
                low => Range::AtLeast(low.amount()),
            };
        };
        let (low, high) = (Counted::down(self.least, count), Counted::up(most, count));
        // Where the dates are about right, so is the number in the middle.
        if self.doubt.approximate && low.n > 0 && low.n + 2 == high.n {
            return Range::Exactly(Counted { n: low.n + 1, count }.amount());
        }
        match low.finer(self.least, self.grain) {
            Counted { n: 0, .. } => Range::UpTo(high.amount()),
            low if low.amount() == high.amount() => Range::Exactly(high.amount()),
            low => Range::Between(low.amount(), high.amount()),
        }
    }

    /// Chooses what to count: the finest that the dates allow and that people would count.
    fn count(&self, style: Style) -> Count {
        if let Grain::Years(power) = self.grain {
            return Count::Years(power);
        }
        let most = self.most.unwrap_or(self.least);
        if self.grain <= Grain::Minute && most.seconds() < SECONDS_OF_WEEK {
            return Count::Seconds;
        }
        let days = most.days_up();
        let is_near = style == Style::Full
            && days <= MANY_DAYS
            && (self.most.is_none() || days - self.least.days() <= NEARLY_IN_DAYS);
        if self.grain <= Grain::Day && (days <= FEW_DAYS || is_near) {
            return Count::Days;
        }
        let months = most.months_up();
        let is_near = style == Style::Full
            && months < MANY_YEARS * 12
            && self.most.is_some()
            && months - self.least.months() <= NEARLY_IN_MONTHS;
        match months {
            _ if self.grain > Grain::Month => Count::Years(0),
            ..=MANY_MONTHS => Count::Months,
            _ if is_near => Count::YearsAndMonths,
            _ => Count::Years(0),
        }
    }

    /// Returns an exact length; of what passed after the last whole month or day nothing is said.
    fn exactly(&self) -> Amount {
        let (months, rest) = self.least.months_and_rest();
        let is_anniversary = months > 0 && months.is_multiple_of(12) && rest < 86_400;
        let days = self.least.days();
        match self.grain {
            Grain::Years(power) => Counted::down(self.least, Count::Years(power)).amount(),
            Grain::Second | Grain::Minute if self.least.seconds() < SECONDS_OF_WEEK => {
                Counted::down(self.least, Count::Seconds).amount()
            }
            _ if days <= MANY_DAYS && !is_anniversary => Amount::of(days, "day"),
            _ if months >= MANY_YEARS * 12 || is_anniversary => Amount::of(months / 12, "year"),
            _ if months.is_multiple_of(12) => {
                Amount::of(months / 12, "year").and(Amount::of(rest / 86_400, "day"))
            }
            _ => Counted { n: months, count: Count::YearsAndMonths }.amount(),
        }
    }
}

impl Doubt {
    const fn about(self) -> &'static str {
        if self.approximate { "about " } else { "" }
    }

    const fn possibly(self) -> &'static str {
        if self.uncertain { "possibly " } else { "" }
    }
}

impl Offset {
    /// Returns it for people: "5 to 6 months later", "the same day", "up to 2 months earlier or 3 months later".
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Same(sameness) => sameness.text(),
            Self::Earlier(length) => one_way(length, "earlier"),
            Self::Later(length) => one_way(length, "later"),
            Self::Either { earlier, later } => {
                let text = match (earlier.upper(), later.upper()) {
                    (Some(a), Some(b)) if a == b => format!("up to {a} earlier or later"),
                    (Some(a), Some(b)) => format!("up to {a} earlier or {b} later"),
                    (Some(a), None) => format!("up to {a} earlier, or later"),
                    (None, Some(b)) => format!("earlier, or up to {b} later"),
                    (None, None) => "earlier or later".to_owned(),
                };
                format!("{}{text}", later.doubt.possibly())
            }
            Self::Unknown => "order unknown".to_owned(),
        }
    }
}

fn one_way(length: &Length, direction: &str) -> String {
    // In days, and only there, "up to" has to say that there may be none between them.
    let same =
        if length.least() == 0 && length.grain <= Grain::Day { "the same day or " } else { "" };
    let possibly = length.doubt.possibly();
    match length.phrase(Style::Brief) {
        Some(phrase) => format!("{possibly}{same}{phrase} {direction}"),
        None => format!("{possibly}{same}{direction}"),
    }
}

impl Sameness {
    fn text(self) -> String {
        let possibly = self.doubt.possibly();
        match self.grain {
            Grain::Years(_) => format!("{possibly}about the same time"),
            grain => format!("{possibly}{}the same {}", self.doubt.about(), grain.noun()),
        }
    }
}
