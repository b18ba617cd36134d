//! Where on the axis an expression lies, and how precisely.

use edtf_core::{
    Bound, BoundDate, Bounds, Date, DateTime, Edtf, IntervalEndpoint, Precision as DatePrecision,
    Set, SetElement, SetKind, YearKind,
};

use super::{
    Precision,
    expression::{Clock, Expression, minutes_ahead},
};
use crate::domain::{Civil, Edge, Extent, Moment, Span};

/// Returns the extent of an expression.
///
/// Single dates and sets of which one member is meant are once; intervals and sets of which all members are
/// meant last from the first of their dates to the last.
pub(super) fn extent(expression: &Expression) -> Extent {
    extent_by(expression, of_date)
}

/// Returns the extent of an expression as widely as it can be meant: see [`of_date_loosely`].
pub(super) fn loose_extent(expression: &Expression) -> Extent {
    extent_by(expression, of_date_loosely)
}

fn extent_by(expression: &Expression, of_date: fn(&Date) -> Span) -> Extent {
    match expression {
        Expression::Date(date) => Extent::Once(of_date(date)),
        Expression::Instant(instant, clock) => Extent::Once(of_instant(instant, *clock)),
        Expression::Interval(interval) => Extent::Lasting {
            start: of_endpoint(&interval.start, of_date),
            end: of_endpoint(&interval.end, of_date),
        },
        Expression::Set(set) => {
            let members: Vec<Span> =
                set.elements.iter().map(|element| of_element(element, of_date)).collect();
            let first = members.iter().copied().min_by_key(|span| span.first());
            let last = members.iter().copied().max_by_key(|span| span.last());
            // A set has at least one member, so both are there.
            let nowhere = Span { earliest: Edge::Unknown, latest: Edge::Unknown };
            let (first, last) = (first.unwrap_or(nowhere), last.unwrap_or(nowhere));
            match set.kind {
                SetKind::AllMembers => Extent::Lasting { start: first, end: last },
                SetKind::OneMember => {
                    Extent::Once(Span { earliest: first.earliest, latest: last.latest })
                }
            }
        }
    }
}

/// Returns the spans that an expression consists of, as widely as each can be meant: the members of a set,
/// else the one whole.
pub(super) fn loose_members(expression: &Expression) -> Vec<Span> {
    match expression {
        Expression::Set(Set { elements, .. }) => {
            elements.iter().map(|element| of_element(element, of_date_loosely)).collect()
        }
        other => vec![loose_extent(other).span()],
    }
}

/// Tells whether something in an expression ends before it begins.
pub(super) fn is_backwards(expression: &Expression) -> bool {
    let is_backwards = |span: Span| span.first() > span.last();
    match expression {
        Expression::Date(_) | Expression::Instant(..) => false,
        Expression::Interval(_) => is_backwards(extent(expression).span()),
        Expression::Set(set) => {
            set.elements.iter().any(|element| is_backwards(of_element(element, of_date)))
        }
    }
}

/// Tells whether two spans have a moment in common; where an edge is not known, they may have.
pub(super) fn overlap(a: Span, b: Span) -> bool {
    a.first() <= b.last() && b.first() <= a.last()
}

/// Returns where an expression without a known start is put among the others: at the first moment of the
/// earliest date that bounds it, or nowhere.
pub(super) fn anchor(expression: &Expression) -> Option<Moment> {
    expression.dates().into_iter().map(|date| of_date(date).first()).min()
}

/// Returns the precision of an expression.
pub(super) fn precision(expression: &Expression) -> Precision {
    if let Expression::Set(Set { elements, .. }) = expression
        && let [SetElement::Date(date)] = elements.as_slice()
    {
        return precision_of_date(date);
    }
    match expression {
        Expression::Date(date) => precision_of_date(date),
        Expression::Instant(_, Clock::Second) => Precision::Second,
        Expression::Instant(_, Clock::Minute) => Precision::Minute,
        Expression::Interval(_) | Expression::Set(_) => {
            let span = extent(expression).span();
            match (span.earliest, span.latest) {
                (Edge::At(_), Edge::At(_)) => Precision::Span,
                _ => Precision::Open,
            }
        }
    }
}

/// Returns the first and the last day as EDTF sees them, for machines: the date part as written.
pub(super) fn day_texts(expression: &Expression) -> (String, String) {
    let bounds = match expression {
        Expression::Date(date) => Edtf::Date(*date).bounds(),
        Expression::Instant(instant, _) => Edtf::DateTime(*instant).bounds(),
        Expression::Interval(interval) => Edtf::Interval(*interval).bounds(),
        Expression::Set(set) => Edtf::Set(set.clone()).bounds(),
    };
    (bound_text(bounds.earliest), bound_text(bounds.latest))
}

fn bound_text(bound: Bound) -> String {
    match bound {
        Bound::NegativeInfinity => "-inf".to_owned(),
        Bound::PositiveInfinity => "inf".to_owned(),
        Bound::Unknown => "unknown".to_owned(),
        Bound::Date(day) => {
            let BoundDate { year, month, day } = day;
            Civil { year, month, day, hour: 0, minute: 0, second: 0 }.to_string()
        }
    }
}

/// Returns the days that a date may mean.
pub(super) fn of_date(date: &Date) -> Span {
    let Bounds { earliest, latest } = Edtf::Date(*date).bounds();
    let (Bound::Date(first), Bound::Date(last)) = (earliest, latest) else {
        // The year is beyond what 64 bits hold, so it lies beyond that end of time.
        let end = if is_before_christ(date) { Moment::MIN } else { Moment::MAX };
        return Span::between(end, end);
    };
    let start = Moment::start_of_day(first.year, first.month.into(), first.day.into());
    let end = Moment::end_of_day(last.year, last.month.into(), last.day.into());
    Span::between(start.unwrap_or(Moment::MIN), end.unwrap_or(Moment::MAX))
}

/// Returns the days that a date may mean if "about" reaches as far again as the date to either side.
fn of_date_loosely(date: &Date) -> Span {
    let span = of_date(date);
    if !date.is_approximate() {
        return span;
    }
    let length = span.last().0.saturating_sub(span.first().0).saturating_add(1);
    Span::between(span.first().plus(length.saturating_neg()), span.last().plus(length))
}

/// Returns the first and the last year that a date may mean, where 64 bits hold them.
pub(super) fn years(date: &Date) -> Option<(i64, i64)> {
    match Edtf::Date(*date).bounds() {
        Bounds { earliest: Bound::Date(first), latest: Bound::Date(last) } => {
            Some((first.year, last.year))
        }
        _ => None,
    }
}

const fn is_before_christ(date: &Date) -> bool {
    match date.year.kind {
        YearKind::Standard { negative, .. } => negative,
        YearKind::Big { value } => value < 0,
        YearKind::Exponential { significand, .. } => significand < 0,
    }
}

/// Returns the second or the minute that an instant names.
fn of_instant(instant: &DateTime, clock: Clock) -> Span {
    let day = of_date(&instant.date).first();
    let time = instant.time;
    // The axis has no leap seconds: 23:59:60 is drawn with 23:59:59, on its own day.
    let second = i64::from(time.second.min(59));
    let of_day = i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + second;
    let start = day.plus(of_day - minutes_ahead(time) * 60);
    match clock {
        Clock::Second => Span::between(start, start),
        Clock::Minute => Span::between(start, start.plus(59)),
    }
}

fn of_endpoint(endpoint: &IntervalEndpoint, of_date: fn(&Date) -> Span) -> Span {
    match endpoint {
        IntervalEndpoint::Date(date) => of_date(date),
        IntervalEndpoint::Open => Span { earliest: Edge::Open, latest: Edge::Open },
        IntervalEndpoint::Unknown => Span { earliest: Edge::Unknown, latest: Edge::Unknown },
        IntervalEndpoint::OnOrBefore(date) => Span { earliest: Edge::Open, ..of_date(date) },
        IntervalEndpoint::OnOrAfter(date) => Span { latest: Edge::Open, ..of_date(date) },
    }
}

fn of_element(element: &SetElement, of_date: fn(&Date) -> Span) -> Span {
    match element {
        SetElement::Date(date) => of_date(date),
        SetElement::OnOrBefore(date) => Span { earliest: Edge::Open, ..of_date(date) },
        SetElement::OnOrAfter(date) => Span { latest: Edge::Open, ..of_date(date) },
        SetElement::Range(from, to) => {
            Span { earliest: of_date(from).earliest, latest: of_date(to).latest }
        }
    }
}

pub(super) fn precision_of_date(date: &Date) -> Precision {
    let of_year = precision_of_year(date);
    if of_year > Precision::Year {
        return of_year;
    }
    let Some(month) = date.month else {
        return Precision::Year;
    };
    match month.digits {
        // `1984-1X` is one of three months.
        [Some(1), None] => return Precision::Season,
        [None, _] | [_, None] => return Precision::Year,
        _ => {}
    }
    match date.precision() {
        DatePrecision::Season => Precision::Season,
        DatePrecision::Day if date.day.is_some_and(|day| !day.has_unspecified()) => Precision::Day,
        _ => Precision::Month,
    }
}

fn precision_of_year(date: &Date) -> Precision {
    let years = match date.year.kind {
        YearKind::Standard { digits, .. } if date.year.has_unspecified() => {
            let stated = digits.iter().take_while(|digit| digit.is_some()).count();
            10_i64.pow(4 - stated as u32)
        }
        _ => match years(date) {
            Some((first, last)) if date.year.significant_digits.is_some() => last - first + 1,
            Some(_) => 1,
            // A year that 64 bits do not hold was rounded by whoever wrote it.
            None => i64::MAX,
        },
    };
    match years {
        ..=1 => Precision::Year,
        2..=10 => Precision::Decade,
        11..=100 => Precision::Century,
        _ => Precision::Coarser,
    }
}
