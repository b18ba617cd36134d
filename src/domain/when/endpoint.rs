//! Where a date begins and ends, and how finely each of the two was stated: what a duration is counted from.
//!
//! An [`Extent`](crate::domain::Extent) says where something lies on the axis. Here is also what a count of
//! days or years must heed: the grain of each end, and on which day an instant was where it happened.

use edtf_core::{Date, IntervalEndpoint, Set, SetElement, SetKind};

use super::{
    Precision, When, bounds,
    expression::{Clock, Expression, minutes_ahead},
};
use crate::domain::{Edge, Moment, Span, Unit};

/// From here on, a year with zeros at its end was rounded: nobody means 66,000,000 BC to the year.
const LARGE_YEAR: u64 = 10_000;
/// From here on, a rounded year is told as "years ago" and stands for the estimate that it names.
const DEEP_YEAR: u64 = 1_000_000;
/// The fewest zeros at the end of a large year that make it a rounded one.
const FEWEST_ZEROS: u8 = 3;

/// The axis has room for 292 billion years, so nothing on it is rounded more coarsely.
const MOST_ZEROS: u8 = 11;

/// How finely a date is stated, or a length can be counted; the finest first.
///
/// ```
/// use dateline::domain::Grain;
///
/// assert_eq!(Grain::Month.with(Grain::Month), Grain::Month);
/// assert_eq!(Grain::Month.with(Grain::Day), Grain::Day);
/// assert_eq!(Grain::Year.with(Grain::Day), Grain::Month);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Days.
    Day,
    /// Months; also of a season or a quarter, which is one of several months.
    Month,
    /// Years; also of a decade or a century, which is one of several years.
    Year,
    /// Ten years to this power: deep time, rounded by whoever wrote it.
    Years(u8),
}

impl Grain {
    /// Returns the finest grain in which the distance of two dates can be counted.
    ///
    /// It is the coarser of the two, but between a month or a year and a finer date it is one step finer: from
    /// some day in January to 3 August there are 184 to 214 days, and "6 to 8 months" would say less than is
    /// known. Two months give months and never days, because a count of days would look like a measured one.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let fine = self.min(other);
        match self.max(other) {
            Self::Month if fine <= Self::Day => Self::Day,
            Self::Year if fine <= Self::Month => Self::Month,
            coarse => coarse,
        }
    }

    /// Returns the word for one of it: "month".
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year | Self::Years(_) => "year",
        }
    }
}

/// One end of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) struct Endpoint {
    /// The first moment that is possible, where one is known.
    pub(in crate::domain) first: Option<Moment>,
    /// The last moment that is possible, where one is known.
    pub(in crate::domain) last: Option<Moment>,
    pub(in crate::domain) grain: Grain,
    /// How many seconds the clocks of the place were ahead of UTC.
    pub(in crate::domain) ahead: i64,
    /// Whether it is `..`: it has always been, or goes on.
    pub(in crate::domain) is_open: bool,
    pub(in crate::domain) is_approximate: bool,
    pub(in crate::domain) is_uncertain: bool,
}

impl When {
    /// Returns its start and its end; both are the same for what happened once.
    ///
    /// What one end says about the other is put in: what ended in 2024 began in 2024 at the latest.
    pub(in crate::domain) fn endpoints(&self) -> (Endpoint, Endpoint) {
        // On the clocks of a zone, its own moments are those of the clock.
        let (mut start, mut end) = match self.told(false) {
            Some(expression) => of_expression(&expression),
            None => (Endpoint::UNKNOWN, Endpoint::UNKNOWN),
        };
        if self.is_lasting() {
            start.begin_before(&end);
            end.end_after(&start);
        }
        (start, end)
    }
}

impl Endpoint {
    const UNKNOWN: Self = Self {
        first: None,
        last: None,
        // The finest, so that it never spoils the grain of what is known.
        grain: Grain::Second,
        ahead: 0,
        is_open: false,
        is_approximate: false,
        is_uncertain: false,
    };
    const OPEN: Self = Self { is_open: true, ..Self::UNKNOWN };

    /// Returns the day of a moment.
    pub(in crate::domain) const fn day(moment: Moment) -> Self {
        Self { first: Some(moment), last: Some(moment), grain: Grain::Day, ..Self::UNKNOWN }
    }

    /// Tells whether nothing is known about it.
    pub(in crate::domain) const fn is_undated(&self) -> bool {
        self.first.is_none() && self.last.is_none()
    }

    /// Returns the first and the last moment, in whole days if the grain is a day or more.
    pub(in crate::domain) fn at(&self, grain: Grain) -> (Option<Moment>, Option<Moment>) {
        let floor = |moment: Moment| match grain {
            Grain::Second => moment,
            Grain::Minute => moment.floor(Unit::MINUTE),
            // A day is the day where it happened, as people write it.
            _ => moment.plus(self.ahead).floor(Unit::Day),
        };
        (self.first.map(floor), self.last.map(floor))
    }

    /// Takes the end as its last moment if it has none before.
    pub(in crate::domain) fn begin_before(&mut self, end: &Self) {
        if let Some(last) = end.last.filter(|last| self.last.is_none_or(|own| *last < own)) {
            self.borrow(end);
            self.last = Some(last);
        }
    }

    /// Takes the start as its first moment if it has none after.
    fn end_after(&mut self, start: &Self) {
        if let Some(first) = start.first.filter(|first| self.first.is_none_or(|own| *first > own)) {
            self.borrow(start);
            self.first = Some(first);
        }
    }

    /// Takes over how finely and how surely the other end is stated if nothing is stated here.
    fn borrow(&mut self, other: &Self) {
        if self.is_undated() {
            self.grain = other.grain;
            self.is_approximate = other.is_approximate;
            self.is_uncertain = other.is_uncertain;
        }
    }

    fn of_date(date: &Date) -> Self {
        let grain = grain_of(date);
        Self {
            grain,
            is_approximate: date.is_approximate(),
            is_uncertain: date.is_uncertain(),
            ..Self::of_span(estimate(date, grain).unwrap_or_else(|| bounds::of_date(date)))
        }
    }

    fn of_span(span: Span) -> Self {
        let known = |edge| match edge {
            Edge::At(moment) => Some(moment),
            Edge::Open | Edge::Unknown => None,
        };
        Self {
            // What lies beyond an end of time was put there, so nothing is known of how far beyond it is.
            first: known(span.earliest).filter(|moment| *moment != Moment::MIN),
            last: known(span.latest).filter(|moment| *moment != Moment::MAX),
            ..Self::UNKNOWN
        }
    }

    /// Returns the endpoint that may be any moment between two others.
    fn spanning(first: &Self, last: &Self) -> Self {
        Self {
            first: first.first,
            last: last.last,
            grain: first.grain.max(last.grain),
            is_approximate: first.is_approximate || last.is_approximate,
            is_uncertain: first.is_uncertain || last.is_uncertain,
            ..Self::UNKNOWN
        }
    }
}

fn of_expression(expression: &Expression) -> (Endpoint, Endpoint) {
    match expression {
        Expression::Date(date) => both(Endpoint::of_date(date)),
        Expression::Instant(instant, clock) => both(Endpoint {
            grain: match clock {
                Clock::Minute => Grain::Minute,
                Clock::Second => Grain::Second,
            },
            ahead: minutes_ahead(instant.time) * 60,
            is_approximate: instant.date.is_approximate(),
            is_uncertain: instant.date.is_uncertain(),
            ..Endpoint::of_span(bounds::extent(expression).span())
        }),
        Expression::Interval(interval) => (of_end(&interval.start), of_end(&interval.end)),
        Expression::Set(set) => of_set(set),
    }
}

const fn both(endpoint: Endpoint) -> (Endpoint, Endpoint) {
    (endpoint, endpoint)
}

fn of_end(end: &IntervalEndpoint) -> Endpoint {
    match end {
        IntervalEndpoint::Date(date) => Endpoint::of_date(date),
        IntervalEndpoint::OnOrBefore(date) => Endpoint { first: None, ..Endpoint::of_date(date) },
        IntervalEndpoint::OnOrAfter(date) => Endpoint { last: None, ..Endpoint::of_date(date) },
        IntervalEndpoint::Open => Endpoint::OPEN,
        IntervalEndpoint::Unknown => Endpoint::UNKNOWN,
    }
}

fn of_set(set: &Set) -> (Endpoint, Endpoint) {
    let members: Vec<(Endpoint, Endpoint)> = set.elements.iter().map(of_element).collect();
    // No first moment is before all, no last moment after all.
    let start = members.iter().map(|member| member.0).min_by_key(|end| end.first);
    let end =
        members.iter().map(|member| member.1).max_by_key(|end| (end.last.is_none(), end.last));
    let (Some(start), Some(end)) = (start, end) else {
        return both(Endpoint::UNKNOWN);
    };
    match set.kind {
        SetKind::AllMembers => (start, end),
        SetKind::OneMember => {
            let all = members.iter().flat_map(|member| [member.0, member.1]);
            let grain = all.clone().map(|end| end.grain).max();
            both(Endpoint {
                grain: grain.unwrap_or(start.grain),
                is_approximate: all.clone().any(|end| end.is_approximate),
                is_uncertain: all.clone().any(|end| end.is_uncertain),
                ..Endpoint::spanning(&start, &end)
            })
        }
    }
}

/// Returns the first and the last of the dates that a member of a set stands for.
fn of_element(element: &SetElement) -> (Endpoint, Endpoint) {
    match element {
        SetElement::Date(date) => both(Endpoint::of_date(date)),
        SetElement::OnOrBefore(date) => {
            let date = Endpoint::of_date(date);
            (Endpoint { first: None, ..date }, date)
        }
        SetElement::OnOrAfter(date) => {
            let date = Endpoint::of_date(date);
            (date, Endpoint { last: None, ..date })
        }
        SetElement::Range(from, to) => (Endpoint::of_date(from), Endpoint::of_date(to)),
    }
}

fn grain_of(date: &Date) -> Grain {
    match bounds::precision_of_date(date) {
        Precision::Second | Precision::Minute | Precision::Day => Grain::Day,
        Precision::Span | Precision::Month | Precision::Season => Grain::Month,
        Precision::Year
        | Precision::Decade
        | Precision::Century
        | Precision::Coarser
        | Precision::Open => grain_of_year(date),
    }
}

fn grain_of_year(date: &Date) -> Grain {
    let Some(year) = date.year.value() else {
        // Either it has digits that nobody knows, or more of them than anybody does.
        return match bounds::years(date) {
            Some(_) => Grain::Year,
            None => Grain::Years(9),
        };
    };
    if year.unsigned_abs() < LARGE_YEAR {
        return Grain::Year;
    }
    // 17,000 BC is written -16999, and as round as -17000.
    let zeros = zeros(year).max(if year < 0 { zeros(year - 1) } else { 0 });
    let digits = year.unsigned_abs().ilog10() + 1;
    let unsure = date.year.significant_digits.map_or(0, |figures| digits.saturating_sub(figures));
    match zeros.max(unsure as u8) {
        ..FEWEST_ZEROS if unsure == 0 => Grain::Year,
        power => Grain::Years(power.min(MOST_ZEROS)),
    }
}

/// Returns the year that a rounded year of deep time names: the figures tell how far it is to be trusted.
fn estimate(date: &Date, grain: Grain) -> Option<Span> {
    let year = date.year.value()?;
    if year.unsigned_abs() < DEEP_YEAR || !matches!(grain, Grain::Years(_)) {
        return None;
    }
    Some(Span::between(Moment::start_of_day(year, 1, 1)?, Moment::end_of_day(year, 12, 31)?))
}

/// Returns how many zeros a number ends with.
const fn zeros(mut n: i64) -> u8 {
    let mut zeros = 0;
    while n != 0 && n % 10 == 0 {
        n /= 10;
        zeros += 1;
    }
    zeros
}
