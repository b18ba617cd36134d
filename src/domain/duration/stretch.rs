//! The time from one moment to another, counted as the calendar counts.
//!
//! Months have no length of their own, so a stretch keeps both of its moments. A month after the 31st is the
//! last day of a shorter month: from 31 January to 28 February it is one month.

use crate::domain::{Moment, days_in_month};

const SECONDS_OF_DAY: i64 = 86_400;

/// The time from a moment to the same or a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Stretch {
    from: Moment,
    to: Moment,
}

impl Stretch {
    /// No time at all.
    pub(super) const NONE: Self = Self { from: Moment(0), to: Moment(0) };

    /// Returns the time between two moments, or none at all if the second is not the later one.
    pub(super) fn between(from: Moment, to: Moment) -> Self {
        if from < to { Self { from, to } } else { Self::NONE }
    }

    pub(super) const fn seconds(self) -> u64 {
        self.to.0.abs_diff(self.from.0)
    }

    /// Returns how many whole days passed.
    pub(super) const fn days(self) -> u64 {
        self.seconds() / SECONDS_OF_DAY as u64
    }

    /// Returns how many days it took at most: a day that has begun counts.
    pub(super) const fn days_up(self) -> u64 {
        self.seconds().div_ceil(SECONDS_OF_DAY as u64)
    }

    /// Returns how many whole months passed.
    pub(super) fn months(self) -> u64 {
        self.months_and_rest().0
    }

    /// Returns how many months it took at most: a month that has begun counts.
    pub(super) fn months_up(self) -> u64 {
        let (months, rest) = self.months_and_rest();
        months + u64::from(rest > 0)
    }

    /// Returns how many whole months passed, and how many seconds after them.
    pub(super) fn months_and_rest(self) -> (u64, u64) {
        let (from, to) = (self.from.civil(), self.to.civil());
        let months = |year: i64, month: u8| year * 12 + i64::from(month);
        let second = |at: Moment| at.0.rem_euclid(SECONDS_OF_DAY);
        let day_in =
            |year, month: u8| i64::from(from.day).min(i64::from(days_in_month(year, month.into())));

        let begun = months(to.year, to.month) - months(from.year, from.month);
        let same_day = day_in(to.year, to.month);
        let is_full = (same_day, second(self.from)) <= (i64::from(to.day), second(self.to));
        if is_full {
            let rest = (i64::from(to.day) - same_day) * SECONDS_OF_DAY + second(self.to)
                - second(self.from);
            return (begun.unsigned_abs(), rest.unsigned_abs());
        }
        // The month is not over, so the rest is counted from its day in the month before.
        let (year, month) = if to.month == 1 { (to.year - 1, 12) } else { (to.year, to.month - 1) };
        let left = i64::from(days_in_month(year, month.into())) - day_in(year, month);
        let rest =
            (left + i64::from(to.day)) * SECONDS_OF_DAY + second(self.to) - second(self.from);
        ((begun - 1).unsigned_abs(), rest.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: [i64; 3], to: [i64; 3], days: u64, months: u64, rest: u64) {
        let day = |[y, m, d]: [i64; 3]| Moment::start_of_day(y, m as u32, d as u32).unwrap();
        let stretch = Stretch::between(day(from), day(to));
        let (full, seconds) = stretch.months_and_rest();
        assert_eq!((stretch.days(), full, seconds), (days, months, rest * 86_400));
        assert_eq!(stretch.months_up(), months + u64::from(rest > 0));
    }

    #[test]
    fn counts_months_as_the_calendar_does() {
        check([2025, 1, 31], [2025, 2, 28], 28, 1, 0);
        check([2024, 1, 31], [2024, 2, 28], 28, 0, 28);
        check([2025, 1, 31], [2025, 3, 1], 29, 1, 1);
        check([2025, 1, 30], [2025, 3, 29], 58, 1, 29);
        check([2024, 2, 29], [2025, 2, 28], 365, 12, 0);
        check([2024, 12, 15], [2025, 1, 14], 30, 0, 30);
        check([-43, 3, 15], [1, 3, 15], 16_071, 528, 0);
        check([2025, 5, 1], [2025, 5, 1], 0, 0, 0);
    }

    #[test]
    fn counts_from_one_end_of_time_to_the_other() {
        let all = Stretch::between(Moment::MIN, Moment::MAX);
        assert_eq!(all.seconds(), u64::MAX);
        assert_eq!(all.days_up(), 213_503_982_334_602);
        assert_eq!(all.months_up() / 12, 584_554_049_253);
        assert_eq!(Stretch::between(Moment::MAX, Moment::MIN), Stretch::NONE);
    }
}
