//! A date in English, as a reader would say it: "one day between 1 and 18 January 2025".

use edtf_core::{
    Date, DateField, DateTime, Interval, IntervalEndpoint as End, Set, SetElement, SetKind,
    TimeShift,
};

use super::{
    bounds,
    expression::{Clock, Expression},
    naming::{alternatives, month_name, name, preposition},
};

/// The most members of a set that are listed one by one.
const MOST_MEMBERS: usize = 6;

/// Returns the text of an expression.
pub(super) fn text(expression: &Expression) -> String {
    match expression {
        Expression::Date(date) => name(date),
        Expression::Instant(instant, clock) => instant_text(instant, *clock),
        Expression::Interval(interval) => interval_text(interval),
        Expression::Set(set) => set_text(set),
    }
}

fn instant_text(instant: &DateTime, clock: Clock) -> String {
    let time = instant.time;
    // Nobody says "21:00:00", and "21:00" says no more than that.
    let seconds = match (clock, time.second) {
        (Clock::Second, 1..) => format!(":{:02}", time.second),
        _ => String::new(),
    };
    let zone = match time.shift {
        None => String::new(),
        Some(TimeShift::Utc) => " UTC".to_owned(),
        Some(TimeShift::Offset { minutes, .. }) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            let (hours, minutes) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
            match minutes {
                0 => format!(" (UTC{sign}{hours})"),
                _ => format!(" (UTC{sign}{hours}:{minutes:02})"),
            }
        }
    };
    format!("{}, {:02}:{:02}{seconds}{zone}", name(&instant.date), time.hour, time.minute)
}

fn interval_text(interval: &Interval) -> String {
    let start = match &interval.start {
        End::Date(date) => Some(name(date)),
        End::OnOrBefore(date) => {
            Some(format!("began {} or before {}", preposition(date), name(date)))
        }
        // EDTF has no such start; were there one, it would read like this.
        End::OnOrAfter(date) => {
            Some(format!("began {} or after {}", preposition(date), name(date)))
        }
        End::Open | End::Unknown => None,
    };
    let end = match &interval.end {
        End::Date(date) => Some(name(date)),
        End::OnOrBefore(date) => Some(format!("{} or before {}", preposition(date), name(date))),
        End::OnOrAfter(date) => Some(format!("{} or after {}", preposition(date), name(date))),
        End::Open | End::Unknown => None,
    };
    let open_start = if interval.start == End::Open { "start open" } else { "start unknown" };
    match (&interval.start, start, &interval.end, end) {
        (End::Date(from), _, End::Date(to), _) if from == to => format!("within {}", name(from)),
        (End::Date(from), _, End::Date(to), _) if from.has_unspecified() => {
            format!("from {}", range(from, to, " to "))
        }
        (End::Date(from), _, End::Date(to), _) => range(from, to, " to "),
        (_, Some(start), End::Open, _) => format!("{start}, continuing"),
        (End::Date(_), Some(start), _, None) => format!("from {start}, end unknown"),
        (_, Some(start), _, None) => format!("{start}, end unknown"),
        (_, Some(start), _, Some(end)) => format!("{start}, ended {}", on(&interval.end, &end)),
        (_, None, End::Date(_), Some(end)) => format!("until {end}, {open_start}"),
        (_, None, _, Some(end)) => format!("ended {end}, {open_start}"),
        (_, None, End::Open, None) => format!("continuing, {open_start}"),
        (_, None, _, None) => format!("{open_start}, end unknown"),
    }
}

/// Puts "on" or "in" before an end that is a bare date.
fn on(end: &End, name: &str) -> String {
    match end {
        End::Date(date) => format!("{} {name}", preposition(date)),
        _ => name.to_owned(),
    }
}

fn set_text(set: &Set) -> String {
    match (set.kind, set.elements.as_slice()) {
        (_, [SetElement::Range(from, to)]) if from == to => name(from),
        (SetKind::OneMember, [SetElement::Range(from, to)]) => {
            format!("one {} between {}", unit(from), range(from, to, " and "))
        }
        (SetKind::AllMembers, [SetElement::Range(from, to)]) => {
            format!("every {} from {}", unit(from), range(from, to, " to "))
        }
        (_, [SetElement::OnOrBefore(date)]) => {
            format!("{} or before {}", preposition(date), name(date))
        }
        (_, [SetElement::OnOrAfter(date)]) => {
            format!("{} or after {}", preposition(date), name(date))
        }
        (_, [one]) => member(one),
        (SetKind::OneMember, members) => format!("one of {}", list(members, "or")),
        (SetKind::AllMembers, members) => list(members, "and"),
    }
}

fn list(members: &[SetElement], conjunction: &str) -> String {
    let listed = if members.len() > MOST_MEMBERS { MOST_MEMBERS - 1 } else { members.len() };
    let mut words: Vec<String> = members.iter().take(listed).map(member).collect();
    if members.len() > listed {
        words.push(format!("{} more", members.len() - listed));
    }
    alternatives(&words, conjunction)
}

fn member(member: &SetElement) -> String {
    match member {
        SetElement::Date(date) => name(date),
        SetElement::OnOrBefore(date) => format!("{} or earlier", name(date)),
        SetElement::OnOrAfter(date) => format!("{} or later", name(date)),
        SetElement::Range(from, to) => range(from, to, " to "),
    }
}

fn unit(date: &Date) -> &'static str {
    match (date.month, date.day) {
        (_, Some(_)) => "day",
        (Some(_), None) => "month",
        (None, None) => "year",
    }
}

/// Names two dates and says what they share once: "1 to 18 January 2025", "January to August 2025".
fn range(from: &Date, to: &Date, between: &str) -> String {
    let both = format!("{}{between}{}", name(from), name(to));
    let is_plain =
        |date: &Date| !date.has_unspecified() && !date.is_uncertain() && !date.is_approximate();
    let same_year = is_plain(from) && is_plain(to) && bounds::years(from) == bounds::years(to);
    if !same_year || from.precision() != to.precision() {
        return both;
    }
    let (Some(from_month), Some(to_month)) =
        (from.month.and_then(DateField::value), to.month.and_then(DateField::value))
    else {
        return both;
    };
    let Some(from_name) = month_name(from_month) else {
        return both;
    };
    match from.day.map(|day| day.value().unwrap_or_default()) {
        Some(day) if from_month == to_month => format!("{day}{between}{}", name(to)),
        Some(day) => format!("{day} {from_name}{between}{}", name(to)),
        None => format!("{from_name}{between}{}", name(to)),
    }
}
