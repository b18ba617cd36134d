//! Calendar arithmetic on moments: years, months and days over the whole range of [`Moment`].
//!
//! It is the proleptic Gregorian calendar with astronomical years: the year 0 is 1 BC, and the rules of
//! today hold for all times. Chrono does the arithmetic inside one cycle of 400 years, which always has
//! 146,097 days; only the count of the cycles is ours, so that years far beyond chrono's range work alike.
//! Everything stops at the ends of time, nothing wraps. Time zones are deliberately absent: it is
//! all UTC, or the clocks of one [`Zone`](super::Zone).

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

use super::Moment;

const SECONDS_OF_DAY: i64 = 86_400;
const DAYS_OF_CYCLE: i64 = 146_097;
const YEARS_OF_CYCLE: i64 = 400;
/// The day 1970-01-01 in chrono's count of days.
const EPOCH: i32 = 719_163;

/// A moment as the calendar and the clock show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil {
    /// The astronomical year: 0 is 1 BC, -43 is 44 BC.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// The day in ISO 8601: `2025-08-03`, `-0043-03-15`, six or more digits for a year beyond 9999.
impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        let year = self.year.unsigned_abs();
        let digits = if year > 9999 { 6 } else { 4 };
        write!(f, "{sign}{year:0digits$}-{:02}-{:02}", self.month, self.day)
    }
}

/// A step of an axis: what lies between two ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// So many seconds, counted from 1970-01-01: 1, 60, 900, 21,600 ... (0 counts as 1).
    Seconds(u32),
    /// A day.
    Day,
    /// A week that begins on this day.
    Week(Weekday),
    /// A month.
    Month,
    /// Three months, the first of them January, April, July or October.
    Quarter,
    /// So many years, counted from the year 0: 1, 10, 100, 1,000,000,000 ... (0 counts as 1).
    Years(u64),
}

impl Unit {
    /// One second.
    pub const SECOND: Self = Self::Seconds(1);
    /// One minute.
    pub const MINUTE: Self = Self::Seconds(60);
    /// One hour.
    pub const HOUR: Self = Self::Seconds(3600);
    /// One year.
    pub const YEAR: Self = Self::Years(1);

    /// Returns how many seconds it lasts on average, for choosing among units.
    #[must_use]
    pub fn seconds(self) -> i64 {
        /// The mean length of a year: 365.2425 days.
        const YEAR: i64 = 31_556_952;
        match self {
            Self::Seconds(n) => i64::from(n.max(1)),
            Self::Day => SECONDS_OF_DAY,
            Self::Week(_) => 7 * SECONDS_OF_DAY,
            Self::Month => YEAR / 12,
            Self::Quarter => YEAR / 4,
            Self::Years(n) => i64::try_from(n.max(1)).unwrap_or(i64::MAX).saturating_mul(YEAR),
        }
    }
}

/// Returns how many days a month has, or 0 if there is no such month.
#[must_use]
pub fn days_in_month(year: i64, month: u32) -> u32 {
    (28..=31).rev().find(|day| day_in_cycle(year, month, *day).is_some()).unwrap_or(0)
}

impl Moment {
    /// Returns the moment that calendar and clock show, or `None` if there is no such day or time, or if it
    /// lies beyond the ends of time.
    ///
    /// ```
    /// use dateline::domain::Moment;
    ///
    /// assert_eq!(Moment::from_civil(1970, 1, 2, 0, 0, 0), Some(Moment(86_400)));
    /// assert_eq!(Moment::from_civil(2025, 2, 30, 0, 0, 0), None);
    /// assert!(Moment::from_civil(-13_800_000_000, 1, 1, 0, 0, 0).is_some());
    /// ```
    #[must_use]
    pub fn from_civil(
        year: i64,
        month: u32,
        day: u32,
        hour: u32,
        minute: u32,
        second: u32,
    ) -> Option<Self> {
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        i64::try_from(seconds_of(year, month, day, hour * 3600 + minute * 60 + second)?)
            .ok()
            .map(Self)
    }

    /// Returns the first moment of a day, the nearest end of time where the day lies beyond it, or `None` if
    /// there is no such day.
    #[must_use]
    pub fn start_of_day(year: i64, month: u32, day: u32) -> Option<Self> {
        seconds_of(year, month, day, 0).map(Self::clamped)
    }

    /// Returns the last moment of a day, the nearest end of time where the day lies beyond it, or `None` if
    /// there is no such day.
    #[must_use]
    pub fn end_of_day(year: i64, month: u32, day: u32) -> Option<Self> {
        seconds_of(year, month, day, 86_399).map(Self::clamped)
    }

    /// Returns what the calendar and the clock show at this moment.
    #[must_use]
    pub fn civil(self) -> Civil {
        let days = self.0.div_euclid(SECONDS_OF_DAY);
        let clock = self.0.rem_euclid(SECONDS_OF_DAY);
        let cycles = days.div_euclid(DAYS_OF_CYCLE);
        let date = date_of(days.rem_euclid(DAYS_OF_CYCLE) as i32 + EPOCH);
        Civil {
            year: i64::from(date.year()) + cycles * YEARS_OF_CYCLE,
            month: date.month() as u8,
            day: date.day() as u8,
            hour: (clock / 3600) as u8,
            minute: (clock / 60 % 60) as u8,
            second: (clock % 60) as u8,
        }
    }

    /// Returns the day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        let days = self.0.div_euclid(SECONDS_OF_DAY);
        // A cycle has a whole number of weeks.
        date_of(days.rem_euclid(DAYS_OF_CYCLE) as i32 + EPOCH).weekday()
    }

    /// Returns the first moment of the unit that this moment is in, at least [`Moment::MIN`].
    ///
    /// ```
    /// use dateline::domain::{Moment, Unit};
    ///
    /// let day = |y, m, d| Moment::start_of_day(y, m, d).unwrap();
    /// assert_eq!(day(2025, 8, 5).floor(Unit::Week(chrono::Weekday::Mon)), day(2025, 8, 4));
    /// assert_eq!(day(2025, 8, 5).next(Unit::Years(10)), day(2030, 1, 1));
    /// ```
    #[must_use]
    pub fn floor(self, unit: Unit) -> Self {
        let civil = self.civil();
        let month = u32::from(civil.month);
        let start = match unit {
            Unit::Seconds(_) | Unit::Day | Unit::Week(_) => {
                return Self::clamped(self.floor_even(unit));
            }
            Unit::Month => Self::start_of_day(civil.year, month, 1),
            Unit::Quarter => Self::start_of_day(civil.year, (month - 1) / 3 * 3 + 1, 1),
            Unit::Years(n) => year_start(floor_year(civil.year, n)),
        };
        start.unwrap_or(Self::MIN)
    }

    /// Returns the first moment of the unit after the one that this moment is in, at most [`Moment::MAX`].
    #[must_use]
    pub fn next(self, unit: Unit) -> Self {
        let civil = self.civil();
        let start = match unit {
            Unit::Seconds(_) | Unit::Day | Unit::Week(_) => {
                return Self::clamped(self.floor_even(unit) + i128::from(unit.seconds()));
            }
            Unit::Month => month_start(civil.year, u32::from(civil.month) + 1),
            Unit::Quarter => month_start(civil.year, (u32::from(civil.month) - 1) / 3 * 3 + 4),
            Unit::Years(n) => {
                let years = i64::try_from(n.max(1)).unwrap_or(i64::MAX);
                year_start(floor_year(civil.year, n).saturating_add(years))
            }
        };
        start.unwrap_or(Self::MAX)
    }

    /// Returns the moment of so many seconds, or the nearest end of time.
    fn clamped(seconds: i128) -> Self {
        let end = if seconds < 0 { Self::MIN } else { Self::MAX };
        i64::try_from(seconds).map_or(end, Self)
    }

    /// Returns the start of a unit of fixed length; it may lie before the first moment.
    fn floor_even(self, unit: Unit) -> i128 {
        let from = match unit {
            // 1970-01-05 was the first Monday.
            Unit::Week(first) => (4 + i64::from(first.num_days_from_monday())) * SECONDS_OF_DAY,
            _ => 0,
        };
        let at = i128::from(self.0);
        at - (at - i128::from(from)).rem_euclid(i128::from(unit.seconds()))
    }
}

/// Returns the seconds since 1970 of a second of a day, or `None` if there is no such day.
fn seconds_of(year: i64, month: u32, day: u32, second: u32) -> Option<i128> {
    let within = i128::from(day_in_cycle(year, month, day)? - EPOCH);
    // Chrono's number is that of a year from 2000 on, five cycles after the year 0.
    let cycles = i128::from(year.div_euclid(YEARS_OF_CYCLE)) - 5;
    let days = cycles * i128::from(DAYS_OF_CYCLE) + within;
    Some(days * i128::from(SECONDS_OF_DAY) + i128::from(second))
}

/// Returns chrono's number of a day, moved into the years 2000 to 2399, or `None` if there is no such day.
fn day_in_cycle(year: i64, month: u32, day: u32) -> Option<i32> {
    let year = 2000 + year.rem_euclid(YEARS_OF_CYCLE) as i32;
    Some(NaiveDate::from_ymd_opt(year, month, day)?.num_days_from_ce())
}

/// Returns the date of chrono's number; callers keep it within 400 years of 1970, so there always is one.
fn date_of(number: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(number).unwrap_or_default()
}

/// Returns the start of a month, counted from 1 and running over into the next year.
fn month_start(year: i64, month: u32) -> Option<Moment> {
    Moment::start_of_day(year + i64::from((month - 1) / 12), (month - 1) % 12 + 1, 1)
}

fn year_start(year: i64) -> Option<Moment> {
    Moment::start_of_day(year, 1, 1)
}

fn floor_year(year: i64, n: u64) -> i64 {
    let n = i64::try_from(n.max(1)).unwrap_or(i64::MAX);
    year.div_euclid(n).saturating_mul(n)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const UNITS: [Unit; 16] = [
        Unit::SECOND,
        Unit::MINUTE,
        Unit::HOUR,
        Unit::Seconds(0),
        Unit::Seconds(21_600),
        Unit::Day,
        Unit::Week(Weekday::Mon),
        Unit::Week(Weekday::Sat),
        Unit::Week(Weekday::Sun),
        Unit::Month,
        Unit::Quarter,
        Unit::YEAR,
        Unit::Years(0),
        Unit::Years(10),
        Unit::Years(1_000_000_000),
        Unit::Years(u64::MAX),
    ];

    fn at(text: &str) -> Moment {
        let n: Vec<u32> = text.split(['-', ' ', ':']).map(|p| p.parse().unwrap()).collect();
        Moment::from_civil(i64::from(n[0]), n[1], n[2], n[3], n[4], n[5]).unwrap()
    }

    #[track_caller]
    fn check_unit(unit: Unit, moment: &str, floor: &str, next: &str) {
        assert_eq!((at(moment).floor(unit), at(moment).next(unit)), (at(floor), at(next)));
    }

    #[test]
    fn finds_the_unit_around_a_moment() {
        let m = "2024-02-29 13:14:15";
        check_unit(Unit::SECOND, m, "2024-02-29 13:14:15", "2024-02-29 13:14:16");
        check_unit(Unit::MINUTE, m, "2024-02-29 13:14:00", "2024-02-29 13:15:00");
        check_unit(Unit::HOUR, m, "2024-02-29 13:00:00", "2024-02-29 14:00:00");
        check_unit(Unit::Seconds(21_600), m, "2024-02-29 12:00:00", "2024-02-29 18:00:00");
        check_unit(Unit::Day, m, "2024-02-29 00:00:00", "2024-03-01 00:00:00");
        let week = Unit::Week;
        check_unit(week(Weekday::Mon), m, "2024-02-26 00:00:00", "2024-03-04 00:00:00");
        check_unit(week(Weekday::Sun), m, "2024-02-25 00:00:00", "2024-03-03 00:00:00");
        check_unit(week(Weekday::Sat), m, "2024-02-24 00:00:00", "2024-03-02 00:00:00");
        check_unit(Unit::Month, m, "2024-02-01 00:00:00", "2024-03-01 00:00:00");
        check_unit(Unit::Quarter, m, "2024-01-01 00:00:00", "2024-04-01 00:00:00");
        check_unit(Unit::YEAR, m, "2024-01-01 00:00:00", "2025-01-01 00:00:00");
        check_unit(Unit::Years(100), m, "2000-01-01 00:00:00", "2100-01-01 00:00:00");
        check_unit(
            Unit::Month,
            "2024-12-31 23:59:59",
            "2024-12-01 00:00:00",
            "2025-01-01 00:00:00",
        );
        check_unit(
            Unit::Quarter,
            "2024-12-31 23:59:59",
            "2024-10-01 00:00:00",
            "2025-01-01 00:00:00",
        );
    }

    #[test]
    fn reads_and_shows_far_years() {
        for (year, text) in [
            (2025, "2025-03-15"),
            (43, "0043-03-15"),
            (0, "0000-03-15"),
            (-43, "-0043-03-15"),
            (17_000, "017000-03-15"),
            (-170_000_002, "-170000002-03-15"),
            (292_000_000_000, "292000000000-03-15"),
        ] {
            let moment = Moment::from_civil(year, 3, 15, 1, 2, 3).unwrap();
            assert_eq!(moment.civil().to_string(), text);
        }
    }

    #[test]
    fn knows_the_leap_years_of_the_astronomical_count() {
        let leap = [(0, 29), (-4, 29), (-1, 28), (-100, 28), (-400, 29), (1900, 28), (2000, 29)];
        for (year, days) in leap {
            assert_eq!(days_in_month(year, 2), days, "{year}");
        }
        assert_eq!(
            (days_in_month(2025, 4), days_in_month(2025, 12), days_in_month(2025, 13)),
            (30, 31, 0)
        );
    }

    #[test]
    fn refuses_what_is_not_in_the_calendar() {
        for (month, day, hour, minute, second) in [
            (2, 29, 0, 0, 0),
            (0, 1, 0, 0, 0),
            (1, 0, 0, 0, 0),
            (1, 1, 24, 0, 0),
            (1, 1, 0, 60, 0),
            (1, 1, 0, 0, 60),
        ] {
            assert_eq!(Moment::from_civil(2025, month, day, hour, minute, second), None);
        }
        assert_eq!(Moment::from_civil(i64::MAX, 1, 1, 0, 0, 0), None);
        assert_eq!(Moment::from_civil(i64::MIN, 1, 1, 0, 0, 0), None);
        assert_eq!(Moment::start_of_day(i64::MIN, 1, 1), Some(Moment::MIN));
        assert_eq!(Moment::end_of_day(i64::MAX, 1, 1), Some(Moment::MAX));
    }

    #[test]
    fn knows_weekdays() {
        assert_eq!(at("2025-08-05 00:00:00").weekday(), Weekday::Tue);
        assert_eq!(Moment(-1).weekday(), Weekday::Wed);
    }

    fn anywhere() -> impl Strategy<Value = Moment> {
        prop_oneof![
            any::<i64>(),
            -100_000_000_000..100_000_000_000_i64,
            (0..40_000_000_i64).prop_map(|n| i64::MIN + n),
            (0..40_000_000_i64).prop_map(|n| i64::MAX - n),
        ]
        .prop_map(Moment)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn shows_what_it_reads(m in anywhere()) {
            let c = m.civil();
            let [month, day, hour] = [c.month, c.day, c.hour].map(u32::from);
            let back = Moment::from_civil(c.year, month, day, hour, c.minute.into(), c.second.into());
            prop_assert_eq!(back, Some(m));
        }

        #[test]
        fn keeps_every_moment_inside_its_unit(m in anywhere()) {
            for unit in UNITS {
                let (floor, next) = (m.floor(unit), m.next(unit));
                prop_assert!(floor <= m && (m < next || next == Moment::MAX), "{unit:?}");
                prop_assert_eq!(floor.floor(unit), floor);
                if next < Moment::MAX {
                    prop_assert_eq!(next.floor(unit), next, "{:?}", unit);
                    prop_assert!(Moment(next.0 - 1).floor(unit) == floor, "{unit:?}");
                }
            }
        }

        #[test]
        fn agrees_with_chrono_where_that_reaches(m in -8_000_000_000_000..8_000_000_000_000_i64) {
            let shown = chrono::DateTime::from_timestamp(m, 0).unwrap();
            let c = Moment(m).civil();
            prop_assert_eq!(c.year, i64::from(shown.year()));
            prop_assert_eq!((u32::from(c.month), u32::from(c.day)), (shown.month(), shown.day()));
            prop_assert_eq!(Moment(m).weekday(), shown.weekday());
        }
    }
}
