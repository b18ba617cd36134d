//! What a date says, part by part: read again from its text whenever the parts are wanted.
//!
//! The grammar is edtf-core's. Two things that it refuses are read here: a time to the minute, and an
//! interval of which neither end is dated. Nothing outside this folder sees the crate.

use edtf_core::{
    Date, DateTime, Edtf, Interval, IntervalEndpoint, ParseError, Set, SetElement, Time, TimeShift,
};

use super::bounds;
use crate::domain::{Extent, Zone};

/// A date taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    Date(Date),
    Instant(DateTime, Clock),
    Interval(Interval),
    Set(Set),
}

/// How finely a time of day is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    Minute,
    Second,
}

impl Expression {
    pub(super) fn read(text: &str) -> Result<Self, ParseError> {
        if let Some(interval) = undated_interval(text) {
            return Ok(Self::Interval(interval));
        }
        if let Some(at) = end_of_minutes(text) {
            let (before, after) = text.split_at(at);
            return match Edtf::parse(&format!("{before}:00{after}")) {
                Ok(Edtf::DateTime(instant)) => Ok(Self::Instant(instant, Clock::Minute)),
                Ok(_) => Err(ParseError { message: "datetime requires 'T'", offset: 0 }),
                Err(error) if error.offset > at => {
                    Err(ParseError { offset: (error.offset - 3).max(at), ..error })
                }
                Err(error) => Err(error),
            };
        }
        let expression = match Edtf::parse(text)? {
            Edtf::Date(date) => Self::Date(date),
            Edtf::DateTime(instant) => Self::Instant(instant, Clock::Second),
            Edtf::Interval(interval) => Self::Interval(interval),
            Edtf::Set(set) => Self::Set(set),
        };
        // The crate does not compare years that 64 bits do not hold: `Y1E19/2000`.
        if bounds::is_backwards(&expression) {
            let offset = text.find('/').map_or(1, |stroke| stroke + 1);
            return Err(ParseError { message: "interval end precedes interval start", offset });
        }
        Ok(expression)
    }

    /// Returns the lowest level of EDTF that can say this; what EDTF cannot say counts as the level that
    /// its parts have.
    pub(super) fn level(&self) -> u8 {
        match self {
            Self::Instant(..) => 0,
            Self::Set(_) => 2,
            Self::Date(date) => Edtf::Date(*date).level(),
            Self::Interval(interval) => Edtf::Interval(*interval).level(),
        }
    }

    /// Returns the dates that stand in it, in the order of the text.
    pub(super) fn dates(&self) -> Vec<&Date> {
        match self {
            Self::Date(date) => vec![date],
            Self::Instant(instant, _) => vec![&instant.date],
            Self::Interval(interval) => {
                [&interval.start, &interval.end].into_iter().filter_map(date_of_end).collect()
            }
            Self::Set(set) => set.elements.iter().flat_map(dates_of_element).collect(),
        }
    }

    /// Returns the preferred spelling.
    pub(super) fn canonical(&self) -> String {
        match self {
            Self::Instant(instant, Clock::Minute) => {
                let text = Edtf::DateTime(*instant).to_string();
                let (before, after) = text.split_at(text.len().min("2025-08-04T21:00".len()));
                format!("{before}{}", after.strip_prefix(":00").unwrap_or(after))
            }
            other => other.clone().edtf().to_string(),
        }
    }

    /// Returns an instant as the clocks of a zone show it, with the zone or without; all else has no time of day.
    ///
    /// `None` is a year that is not written with four digits.
    pub(super) fn on_clocks(&self, zone: Zone, with_zone: bool) -> Option<Self> {
        let Self::Instant(_, clock) = self else { return Some(self.clone()) };
        let Extent::Once(span) = bounds::extent(self) else { return None };
        let civil = zone.clock(span.first()).civil();
        let time = format!("{:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second);
        let zone = if with_zone { zone.to_string() } else { String::new() };
        match Edtf::parse(&format!("{civil}T{time}{zone}")) {
            Ok(Edtf::DateTime(instant)) => Some(Self::Instant(instant, *clock)),
            _ => None,
        }
    }

    fn edtf(self) -> Edtf {
        match self {
            Self::Date(date) => Edtf::Date(date),
            Self::Instant(instant, _) => Edtf::DateTime(instant),
            Self::Interval(interval) => Edtf::Interval(interval),
            Self::Set(set) => Edtf::Set(set),
        }
    }
}

const fn date_of_end(end: &IntervalEndpoint) -> Option<&Date> {
    match end {
        IntervalEndpoint::Date(date)
        | IntervalEndpoint::OnOrBefore(date)
        | IntervalEndpoint::OnOrAfter(date) => Some(date),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
    }
}

fn dates_of_element(element: &SetElement) -> impl Iterator<Item = &Date> {
    let (first, second) = match element {
        SetElement::Date(date) | SetElement::OnOrBefore(date) | SetElement::OnOrAfter(date) => {
            (date, None)
        }
        SetElement::Range(from, to) => (from, Some(to)),
    };
    std::iter::once(first).chain(second)
}

/// Reads an interval without any date. `/` alone is none: it says nothing at all.
fn undated_interval(text: &str) -> Option<Interval> {
    use IntervalEndpoint::{Open, Unknown};
    let (start, end) = match text {
        "/.." => (Unknown, Open),
        "../" => (Open, Unknown),
        "../.." => (Open, Open),
        _ => return None,
    };
    Some(Interval { start, end })
}

/// Returns where the minutes end, if the text has the shape of a date and a time without seconds.
fn end_of_minutes(text: &str) -> Option<usize> {
    if !text.is_ascii() || text.contains(['/', '[', '{']) {
        return None;
    }
    let (date, time) = text.split_once('T')?;
    let after = match time.as_bytes() {
        [a, b, b':', c, d, after @ ..] if [a, b, c, d].iter().all(|d| d.is_ascii_digit()) => after,
        _ => return None,
    };
    matches!(after.first(), None | Some(b'Z' | b'+' | b'-')).then(|| date.len() + 1 + 5)
}

/// Returns how many minutes a time is ahead of UTC; a time without a zone is read as UTC.
pub(super) const fn minutes_ahead(time: Time) -> i64 {
    match time.shift {
        Some(TimeShift::Offset { minutes, .. }) => minutes as i64,
        Some(TimeShift::Utc) | None => 0,
    }
}
