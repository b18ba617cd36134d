//! Numbers with their units: "5 months", "2 h 14 min", "13.8 billion years".
//!
//! What is counted and how finely is decided elsewhere; here it is counted, rounded down or up, and written.

use super::Stretch;
use crate::domain::{Grain, when::grouped};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Seconds,
    Days,
    Months,
    YearsAndMonths,
    /// Years, rounded to ten to this power.
    Years(u8),
}

/// A number and what follows it: "5", "months".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Amount {
    number: String,
    /// "million", before the unit.
    scale: &'static str,
    unit: String,
}

/// So many of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) n: u64,
    pub(super) count: Count,
}

impl Counted {
    /// Counts what has passed wholly.
    pub(super) fn down(stretch: Stretch, count: Count) -> Self {
        let n = match count {
            Count::Seconds => stretch.seconds(),
            Count::Days => stretch.days(),
            Count::Months | Count::YearsAndMonths => stretch.months(),
            Count::Years(power) => nearest(stretch.months() / 12, power),
        };
        Self { n, count }
    }

    /// Counts what has passed wholly, and rounds down whatever is rounded.
    pub(super) fn at_least(stretch: Stretch, count: Count) -> Self {
        match count {
            Count::Years(power @ 1..) => {
                Self { n: stretch.months() / 12 / step(power) * step(power), count }
            }
            _ => Self::down(stretch, count),
        }
    }

    /// Counts what has begun as well.
    pub(super) fn up(stretch: Stretch, count: Count) -> Self {
        let n = match count {
            Count::Seconds => stretch.seconds(),
            Count::Days => stretch.days_up(),
            Count::Months | Count::YearsAndMonths => stretch.months_up(),
            // An upper bound of none at all would say that there was no time between.
            Count::Years(power) => {
                nearest(stretch.months_up().div_ceil(12), power).max(step(power))
            }
        };
        Self { n, count }
    }

    /// Counts something smaller if this is none at all: "3 days to 7 months" instead of "0 to 7 months".
    pub(super) fn finer(self, stretch: Stretch, grain: Grain) -> Self {
        let count = match self.count {
            Count::Years(0) if self.n == 0 && grain <= Grain::Month => Count::Months,
            Count::Months | Count::YearsAndMonths if self.n == 0 && grain <= Grain::Day => {
                Count::Days
            }
            _ => return self,
        };
        Self::down(stretch, count).finer(stretch, grain)
    }

    pub(super) fn amount(self) -> Amount {
        match self.count {
            Count::Seconds => clock(self.n),
            Count::Days => Amount::of(self.n, "day"),
            Count::Months => Amount::of(self.n, "month"),
            Count::YearsAndMonths => match (self.n / 12, self.n % 12) {
                (0, months) => Amount::of(months, "month"),
                (years, 0) => Amount::of(years, "year"),
                (years, months) => Amount::of(years, "year").and(Amount::of(months, "month")),
            },
            Count::Years(0) => Amount::of(self.n, "year"),
            Count::Years(_) => scaled_years(self.n),
        }
    }
}

impl Amount {
    pub(super) fn of(n: u64, unit: &str) -> Self {
        let plural = if n == 1 { "" } else { "s" };
        Self { number: grouped(n), scale: "", unit: format!("{unit}{plural}") }
    }

    /// Puts a smaller unit behind it: "5 years 6 months".
    pub(super) fn and(&self, small: Self) -> Self {
        Self { number: format!("{self} {}", small.number), ..small }
    }

    pub(super) fn is_none(&self) -> bool {
        self.number == "0"
    }

    /// Tells whether it is one number of months or years.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.unit.as_str(), "month" | "months" | "year" | "years")
            && !self.number.contains(' ')
    }

    /// Tells whether both count the same: "1 month", "5 months".
    pub(super) fn has_unit_of(&self, other: &Self) -> bool {
        self.unit.trim_end_matches('s') == other.unit.trim_end_matches('s')
    }

    /// Joins two amounts and says what they share once: "5 to 6 months".
    pub(super) fn joined(&self, between: &str, high: &Self) -> String {
        // "1 to 2 months": the plural of the second is that of both.
        let is_shared = self.has_unit_of(high);
        let is_compound = [self, high].iter().any(|amount| amount.number.contains(' '));
        match (is_shared && !is_compound, self.scale == high.scale) {
            (true, true) => format!("{}{between}{high}", self.number),
            (true, false) if !self.scale.is_empty() => {
                format!("{} {}{between}{high}", self.number, self.scale)
            }
            _ => format!("{self}{between}{high}"),
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.number)?;
        for word in [self.scale, &self.unit] {
            if !word.is_empty() {
                write!(f, " {word}")?;
            }
        }
        Ok(())
    }
}

const fn step(power: u8) -> u64 {
    10_u64.saturating_pow(power as u32)
}

/// Rounds a number to ten to some power; a number of years has twelve digits at most, so it cannot overflow.
const fn nearest(n: u64, power: u8) -> u64 {
    let step = step(power);
    n.saturating_add(step / 2) / step * step
}

/// Returns a round number of years: "14,000 years", "13.8 billion years".
fn scaled_years(n: u64) -> Amount {
    let (zeros, scale) = match n {
        0..1_000_000 => return Amount::of(n, "year"),
        1_000_000..1_000_000_000 => (6, "million"),
        _ => (9, "billion"),
    };
    let one = step(zeros);
    let fraction = format!("{:0width$}", n % one, width = usize::from(zeros));
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    Amount { number: format!("{}{point}{fraction}", n / one), scale, unit: "years".to_owned() }
}

/// Returns the two greatest parts of a time on the clock: "2 h 14 min", "45 s".
fn clock(seconds: u64) -> Amount {
    let amount =
        |n: u64, unit: &str| Amount { number: n.to_string(), scale: "", unit: unit.to_owned() };
    let (large, small) = match seconds {
        0..60 => return amount(seconds, "s"),
        60..3600 => (amount(seconds / 60, "min"), amount(seconds % 60, "s")),
        3600..86_400 => (amount(seconds / 3600, "h"), amount(seconds / 60 % 60, "min")),
        _ => (Amount::of(seconds / 86_400, "day"), amount(seconds / 3600 % 24, "h")),
    };
    if small.is_none() { large } else { large.and(small) }
}
