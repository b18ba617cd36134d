//! Why a text is no date, told to whoever wrote it.

use edtf_core::ParseError;

use super::{WhenError, guess::guess, year};
use crate::domain::days_in_month;

/// What the parser says, and what we say.
const MESSAGES: [(&str, &str); 54] = [
    ("empty input", "there is no date here; for an event without one, write date: \"undated\""),
    ("EDTF permits ASCII characters only", "a date has only plain letters, digits and signs"),
    ("whitespace is not allowed", "a date has no spaces in it"),
    ("datetime requires 'T'", "between the day and the time stands a T"),
    ("number out of supported range", "this number is too large"),
    ("month must be two digits (or X)", "a month has two digits, as in 2025-05"),
    ("day must be two digits (or X)", "a day has two digits, as in 2025-05-03"),
    ("empty date", "a date is missing here"),
    (
        "year must have exactly four digits (or X)",
        "a date begins with a year of four digits, as in 2025",
    ),
    (
        "negative years cannot contain unspecified digits",
        "a year before 0 cannot have an X; say it as an interval",
    ),
    ("-0000 is not a valid year", "the year 0 has no sign: 0000 is 1 BC"),
    (
        "significant digits cannot combine with unspecified digits",
        "a year has either X or S, not both",
    ),
    (
        "significant digits must be 1-4 for a four-digit year",
        "S says how many of the four digits count, 1 to 4",
    ),
    (
        "significant-digit years are year-precision only",
        "after S and its number, nothing follows but ?, ~ or %",
    ),
    ("expected '-' before month", "after the year comes a hyphen and the month, as in 2025-05"),
    ("expected '-' before day", "after the month comes a hyphen and the day, as in 2025-05-03"),
    (
        "unexpected characters after day",
        "the date ends with the day; nothing may follow but ?, ~ or %",
    ),
    ("sub-year groupings cannot carry a day", "a season or quarter has no day"),
    (
        "no calendar month matches the unspecified digits",
        "no month looks like this; months are 01 to 12",
    ),
    ("day is out of range for the month", "the month has no such day"),
    ("expected digits after 'Y'", "after Y comes the year, as in Y17000"),
    ("leading zeros are not allowed in Y-prefixed years", "a year with Y does not begin with 0"),
    ("expected digits after exponent 'E'", "after E comes the number of zeros, as in Y17E7"),
    ("exponential year significand cannot be zero", "the number before E cannot be 0"),
    ("exponent out of supported range", "this year is too far away"),
    ("Y-prefixed years require |year| > 9999", "Y is only for years of more than four digits"),
    (
        "significant digits exceed the year's digit count",
        "S says how many digits of the year count, from 1 to all of them",
    ),
    ("Y-prefixed years are year-precision only", "a year with Y has no month or day"),
    (
        "date-times require a complete YYYY-MM-DD date",
        "a time of day needs a whole day before it, as in 2025-08-04T21:00",
    ),
    (
        "date-times require a plain all-digit date",
        "a time of day needs a whole day before it, as in 2025-08-04T21:00",
    ),
    (
        "month must be fully specified",
        "a time of day needs a whole day before it, as in 2025-08-04T21:00",
    ),
    ("month must be 01-12", "months are 01 to 12"),
    ("time must be hh:mm:ss", "a time of day is written 21:00 or 21:00:30"),
    (
        "time components must be two digits",
        "hours, minutes and seconds have two digits each, as in 09:05:00",
    ),
    (
        "hour must be 00-23 (24 is not allowed)",
        "hours are 00 to 23; midnight is 00:00 of the next day",
    ),
    ("minute must be 00-59", "minutes are 00 to 59"),
    ("second must be 00-60", "seconds are 00 to 59"),
    (
        "time shift must be Z, +hh, +hh:mm or negative",
        "after the time comes nothing, Z for UTC, or the distance from UTC, as in +01:00",
    ),
    ("time shift must be ±hh or ±hh:mm", "the distance from UTC is written +01 or +01:00"),
    ("time shift components must be two digits", "the distance from UTC is written +01 or +01:00"),
    ("shift minutes must be 00-59", "minutes are 00 to 59"),
    ("time shift exceeds ±14:00", "no place is more than 14 hours away from UTC"),
    ("negative zero time shift is not allowed", "UTC is written Z or +00:00"),
    ("interval must contain exactly one '/'", "an interval has one stroke between its two dates"),
    (
        "interval needs at least one dated endpoint",
        "an interval without any date says nothing; for an event without one, write date: \"undated\"",
    ),
    (
        "'..'-prefixed date is only allowed as interval start",
        "only the start of an interval can be \"on or before\"",
    ),
    (
        "'..'-suffixed date is only allowed as interval end",
        "only the end of an interval can be \"on or after\"",
    ),
    ("interval end precedes interval start", "it ends before it begins"),
    ("unterminated set", "a set that begins with [ or { ends with ] or }"),
    ("set must contain at least one element", "a set has at least one date in it"),
    ("sets cannot nest", "a set cannot be inside a set"),
    ("empty set element", "a date is missing between the commas"),
    ("'..' alone is not a set element", "on one side of .. there is a date"),
    ("set range end precedes range start", "it ends before it begins"),
];

/// Says what is wrong with a text, where, and what was probably meant.
pub(super) fn explain(text: &str, error: ParseError) -> WhenError {
    let instead = guess(text);
    let mut offset = error.offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let lower = text.trim().to_lowercase();
    let (message, offset) = if let Some(message) = of_sign(text, &lower) {
        (message.to_owned(), offset)
    } else if let Some(message) = of_whole(&lower, instead.as_deref()) {
        (message, 0)
    } else if let Some(message) = of_value(text, offset, error.message) {
        (message, offset)
    } else {
        (of_grammar(error.message).to_owned(), offset)
    };
    WhenError { message, offset, instead }
}

/// Translates what the parser says.
fn of_grammar(message: &'static str) -> &'static str {
    if let Some((_, ours)) = MESSAGES.iter().find(|(theirs, _)| *theirs == message) {
        return ours;
    }
    if message.starts_with("set range endpoints") {
        return "both sides of .. are plain dates of the same kind: two years, two months or two days";
    }
    message
}

/// Says what is wrong with the text as a whole, where a person's habit is plain to see.
fn of_whole(lower: &str, instead: Option<&str>) -> Option<String> {
    let starts = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let message = match lower {
        "unknown" | "undated" | "none" | "n/a" | "na" | "?" | "-" | "null" | "tbd" => {
            "an unknown date is told as far as it is known: 202X, [..2025-08-05]; without any, write date: \"undated\""
        }
        "open" | "ongoing" | "continuing" | ".." => {
            "what goes on is an interval with an open end: 2012/.., or /.. if nobody knows since when"
        }
        "today" | "now" | "yesterday" | "tomorrow" | "present" => {
            "write the day itself, because tomorrow this would mean another day"
        }
        "/" => {
            "an interval without any date says nothing; for an event without one, write date: \"undated\""
        }
        _ if numbers_from_the_day(lower).is_some() => return of_order(lower),
        _ if lower.contains('/') && instead.is_some_and(|date| !date.contains('/')) => {
            "between year, month and day stand hyphens; a stroke is for intervals"
        }
        _ if is_long_number(lower) && instead.is_some_and(|date| !date.starts_with('Y')) => {
            "between year, month and day stand hyphens"
        }
        _ if is_long_number(lower) => "a year of more than four digits has a Y before it",
        _ if lower.ends_with("0s") || lower.ends_with("0's") => {
            "a decade is written with an X for its last digit"
        }
        _ if lower.ends_with(" bc") || lower.ends_with(" bce") => {
            "years BC are written with a minus and one less, because the year 0 is 1 BC"
        }
        _ if starts(&["c.", "ca ", "ca.", "circa ", "about ", "around ", "approx", "~"]) => {
            "\"about\" is written as ~ after the date"
        }
        _ if starts(&["possibly ", "probably ", "perhaps ", "maybe "]) => {
            "\"possibly\" is written as ? after the date"
        }
        _ if starts(&["early", "mid", "late", "end of", "beginning of", "start of"]) => {
            "say which months, or which third of the year: 2025-37 is its first, 2025-39 its last"
        }
        _ if starts(&["before ", "after ", "since ", "until ", "till ", "by ", "on or "]) => {
            "\"on or before\" is written [..2025], \"on or after\" [2025..], and what began then 2025/.."
        }
        _ if starts(&["from ", "between "]) || lower.contains(" to ") => {
            "what lasted is written 2024/2025, and what happened once in between [2024..2025]"
        }
        _ if lower.contains('q') => "a quarter is 33 to 36 in the place of the month",
        _ if has_word(lower) => "a date is written in digits, as in 2025, 2025-05 or 2025-05-03",
        _ => return None,
    };
    Some(message.to_owned())
}

/// Says what is wrong where the parser found it, if it is one of the usual slips.
fn of_sign(text: &str, lower: &str) -> Option<&'static str> {
    if lower.contains('/') && has_time(text) {
        Some("an interval has no times of day")
    } else if lower.contains("?~") || lower.contains("~?") {
        Some("uncertain and approximate together is %")
    } else if text.trim().contains(' ') && text.contains(':') && has_time(text) {
        Some("between the day and the time stands a T")
    } else if is_length(lower) {
        Some("an interval is written as two dates, not as a date and a length")
    } else if ends_in_words(lower) {
        Some("an open end is written .. and an unknown end is left empty: 2004/.. or /2004")
    } else if only_lacks_capitals(text) {
        Some("the letters X, Y, E, S, T and Z are capitals, and an unspecified digit is X")
    } else {
        None
    }
}

/// Tells somebody who begins with the day or the month where they belong.
fn of_order(lower: &str) -> Option<String> {
    let order = "the year comes first, then the month, then the day";
    let (a, b, year) = numbers_from_the_day(lower)?;
    let name = super::naming::month_name;
    Some(match (name(a), name(b)) {
        (Some(first), Some(second)) if a != b && year.is_some() => {
            format!("{order}: is this {a} {second} or {b} {first}?")
        }
        _ => order.to_owned(),
    })
}

/// Says what is wrong with a number.
fn of_value(text: &str, offset: usize, message: &str) -> Option<String> {
    let number = text.get(offset..offset + 2)?;
    match message {
        "month must be 01-12 or a sub-year code 21-41" => Some(format!(
            "there is no month {number}; months are 01 to 12, and 21 to 41 are seasons, quarters and other parts of a year"
        )),
        "day is out of range for the month" => {
            let from = offset.checked_sub("2025-02-".len())?;
            let mut parts = text.get(from..offset)?.split('-');
            let year: i64 = parts.next()?.parse().ok()?;
            let month: u8 = parts.next()?.parse().ok()?;
            let day: u8 = number.parse().ok()?;
            let is_negative = from > 0 && text.as_bytes().get(from - 1) == Some(&b'-');
            let year = if is_negative { -year } else { year };
            let month_name = super::naming::month_name(month)?;
            let year_name = year::name(year);
            let days = days_in_month(year, month.into());
            Some(format!("there is no {day} {month_name} {year_name}: the month has {days} days"))
        }
        _ => None,
    }
}

/// Tells whether a digit, a T and a digit follow one another.
fn has_time(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| {
        matches!(three, [a, b'T' | b't' | b' ', b] if a.is_ascii_digit() && b.is_ascii_digit())
    })
}

/// Returns the two numbers that stand before the year, or the one twice: `13/01/2025`, `5/2025`.
fn numbers_from_the_day(text: &str) -> Option<(u8, u8, Option<u16>)> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    if parts.iter().any(|part| !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    match parts.as_slice() {
        [month, year] if year.len() == 4 && month.len() <= 2 => {
            let month = month.parse().ok()?;
            Some((month, month, None))
        }
        [a, b, year] if year.len() == 4 && a.len() <= 2 => {
            Some((a.parse().ok()?, b.parse().ok()?, year.parse().ok()))
        }
        _ => None,
    }
}

fn is_long_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (5..=18).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Tells whether one side of an interval is a length such as `P3M`.
fn is_length(text: &str) -> bool {
    text.split_once('/').is_some_and(|(from, to)| from.starts_with('p') || to.starts_with('p'))
}

/// Tells whether one side of an interval is a word for an open or unknown end.
fn ends_in_words(text: &str) -> bool {
    let open = ["open", "unknown", "now", "present", "today", "ongoing"];
    text.contains(['/', '-', ' '])
        && open.iter().any(|word| text.ends_with(word) || text.starts_with(word))
}

fn only_lacks_capitals(text: &str) -> bool {
    let has_small = text.bytes().any(|b| b.is_ascii_lowercase());
    // `1980s` lacks an X, not a capital S.
    has_small
        && !text.ends_with('s')
        && text.bytes().all(|b| b.is_ascii_digit() || b"-/?~%.,[]{}+:XYESTZxyestzuU".contains(&b))
}

/// Tells whether there are three letters on end.
fn has_word(text: &str) -> bool {
    text.as_bytes()
        .windows(3)
        .any(|three| three.iter().all(|b| b.is_ascii_alphabetic() && *b != b'x'))
}
