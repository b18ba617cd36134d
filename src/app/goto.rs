//! Reading a date that a person types to go there: as much of it as they care to give.

use chrono::{Datelike, Months};

use crate::domain::{Edge, Moment, Span, When, Zone};

/// Reads what a person types who sees the clocks of a zone: `2021`, `2021-03`, `2021q3`, `-6mo`, `+2w`, `today` `66 Ma` or any EDTF date; returns its first moment.
///
/// # Errors
/// A sentence for the person, without a full stop.
pub fn read(text: &str, now: Moment, from: Option<Moment>, zone: Zone) -> Result<Moment, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Type a date: 2021, 2021-03, 2021q3, -6mo, today".to_owned());
    }
    if text.eq_ignore_ascii_case("today") || text.eq_ignore_ascii_case("now") {
        return Ok(now);
    }
    if let Some(moment) = relative(text, from.unwrap_or(now)) {
        return Ok(moment);
    }
    let expression = quarter(text).unwrap_or_else(|| text.to_owned());
    let when = When::parse(&expression).or_else(|error| {
        // To look somewhere changes nothing, so what was probably meant is good enough.
        let meant = error.instead.as_ref().and_then(|instead| When::parse(instead).ok());
        meant.ok_or(error.message)
    })?;
    let span = when.typed_on_clocks(zone).extent().span();
    known(span).ok_or_else(|| "That date names no moment to go to".to_owned())
}

/// Returns the first moment of a span that is known: its start, or else its end.
pub(super) const fn known(span: Span) -> Option<Moment> {
    match (span.earliest, span.latest) {
        (Edge::At(moment), _) | (_, Edge::At(moment)) => Some(moment),
        _ => None,
    }
}

/// `2021q3` and `2021-Q3` are quarter codes of ISO 8601-2.
fn quarter(text: &str) -> Option<String> {
    let (year, quarter) = text.split_once(['q', 'Q'])?;
    let year = year.trim_end_matches('-');
    let quarter: u8 = quarter.parse().ok().filter(|n| (1..=4).contains(n))?;
    Some(format!("{year}-{}", 32 + quarter))
}

/// `-6mo`, `+2w`, `-90d`, `+1y`: so long before or after where one is.
fn relative(text: &str, from: Moment) -> Option<Moment> {
    let sign = match text.chars().next()? {
        '-' => -1,
        '+' => 1,
        _ => return None,
    };
    let digits = text[1..].trim_start_matches(|c: char| c.is_ascii_digit());
    let n: i64 = text[1..text.len() - digits.len()].parse().ok()?;
    let days = match digits.trim() {
        "d" => n,
        "w" => n.checked_mul(7)?,
        "mo" | "m" => return months(from, sign, n),
        "y" => return months(from, sign, n.checked_mul(12)?),
        _ => return None,
    };
    Some(from.plus(sign * days.checked_mul(86_400)?))
}

/// Whole months from a moment; beyond what a calendar knows, months of a mean length.
fn months(from: Moment, sign: i64, n: i64) -> Option<Moment> {
    let near = || {
        let date = chrono::DateTime::from_timestamp(from.0, 0)?;
        let months = Months::new(u32::try_from(n).ok()?);
        let moved = if sign < 0 {
            date.checked_sub_months(months)?
        } else {
            date.checked_add_months(months)?
        };
        (moved.year().abs() < 200_000).then(|| Moment(moved.timestamp()))
    };
    if from.0.unsigned_abs() < 6_000_000_000_000 && n < 2_000_000 {
        return near();
    }
    Some(from.plus(sign * n.checked_mul(2_629_746)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let now = Moment::start_of_day(2025, 8, 5).unwrap();
        let from = Moment::start_of_day(2025, 1, 31);
        let found = match read(text, now, from, Zone::UTC) {
            Ok(moment) => moment.civil().to_string(),
            Err(message) => message,
        };
        assert!(found.contains(expect), "{text}: {found}");
    }

    #[test]
    fn reads_as_much_of_a_date_as_is_given() {
        check("2021", "2021-01-01");
        check(" 2021-03 ", "2021-03-01");
        check("2021q3", "2021-07-01");
        check("2021-Q4", "2021-10-01");
        check("today", "2025-08-05");
        check("../2024", "2024-12-31");
        check("500 BC", "-0499-01-01");
        check("5 August 2025", "2025-08-05");
        check("66 Ma", "-66000000-01-01");
        check("13.8 billion years ago", "-13800000000-01-01");
    }

    #[test]
    fn steps_from_where_one_is() {
        check("-6mo", "2024-07-31");
        check("+1mo", "2025-02-28");
        check("-1y", "2024-01-31");
        check("+2w", "2025-02-14");
        check("-31d", "2024-12-31");
    }

    #[test]
    fn says_what_is_wrong() {
        check("", "Type a date");
        check("2021-13", "month");
        check("-9999999999999999999y", "");
        check("/..", "no moment");
    }
}
