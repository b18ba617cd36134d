//! What people call one date: "18 January 2025", "some day in April 1985", "autumn 2025".
//!
//! A name never holds a day or a month that nobody stated. Languages other than English are absent so far.

use edtf_core::{Date, DateField, Precision, Qualifier};

use super::{expression::Expression, year};
use crate::domain::days_in_month;

/// The months by name, January first.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the name of a date with how sure it is: "possibly about June 2004".
pub(super) fn name(date: &Date) -> String {
    let (name, is_vague) = unqualified(date);
    match (uniform_qualifier(date), is_vague) {
        (Some(Qualifier { uncertain: false, approximate: false }), _) => name,
        (Some(qualifier), true) => format!("{name} ({})", adjective(qualifier)),
        (Some(Qualifier { uncertain, approximate }), false) => {
            let possibly = if uncertain { "possibly " } else { "" };
            let about = if approximate { "about " } else { "" };
            format!("{possibly}{about}{name}")
        }
        (None, _) => format!("{name} ({})", part_qualifiers(date)),
    }
}

/// Returns the number and the name of a month if it is one.
pub(super) fn month_name(month: u8) -> Option<&'static str> {
    MONTHS.get(usize::from(month).checked_sub(1)?).copied()
}

/// Returns "on" for a day and "in" for what is longer.
pub(super) fn preposition(date: &Date) -> &'static str {
    if date.day.is_some() { "on" } else { "in" }
}

/// Returns the qualifier if all parts of a date have the same.
fn uniform_qualifier(date: &Date) -> Option<Qualifier> {
    let first = date.year.qualifier;
    let rest = [date.month, date.day];
    rest.into_iter().flatten().all(|part| part.qualifier == first).then_some(first)
}

const fn adjective(qualifier: Qualifier) -> &'static str {
    match (qualifier.uncertain, qualifier.approximate) {
        (true, true) => "uncertain and approximate",
        (true, false) => "uncertain",
        (false, true) => "approximate",
        (false, false) => "certain",
    }
}

/// Names the parts that are not certain: "year uncertain, day approximate".
fn part_qualifiers(date: &Date) -> String {
    let month = date.month.map(|part| ("month", part.qualifier));
    let day = date.day.map(|part| ("day", part.qualifier));
    let parts = [Some(("year", date.year.qualifier)), month, day];
    let doubtful: Vec<_> = parts.into_iter().flatten().filter(|(_, q)| q.is_qualified()).collect();
    if let [(a, p), (b, q)] = doubtful.as_slice()
        && p == q
    {
        return format!("{a} and {b} {}", adjective(*p));
    }
    let parts: Vec<String> =
        doubtful.into_iter().map(|(part, q)| format!("{part} {}", adjective(q))).collect();
    parts.join(", ")
}

/// Returns the name without the qualifiers, and whether it stands for some one of several.
fn unqualified(date: &Date) -> (String, bool) {
    let (of_year, year_is_vague) = year::name_of(date);
    let Some(month) = date.month else {
        return (of_year, year_is_vague);
    };
    if date.precision() == Precision::Season {
        return (season(month.value().unwrap_or_default(), date, &of_year), year_is_vague);
    }
    let in_year = inside(date, &of_year, year_is_vague);
    let months = Choice::of(month, 12);
    let Some(day) = date.day else {
        return match months {
            Choice::One(_) | Choice::Few(_) => {
                (format!("{}{in_year}", months.text(month_word)), year_is_vague)
            }
            Choice::Run(..) => {
                (format!("some month from {}{in_year}", months.text(month_word)), true)
            }
            Choice::Any => (format!("some month in {of_year}"), true),
        };
    };
    let days = Choice::of(day, most_days(date, &months));
    let text = match (&days, &months) {
        (Choice::Any, Choice::Any) => format!("some day in {of_year}"),
        (Choice::Any, _) => format!("some day in {}{in_year}", months.text(month_word)),
        (Choice::Run(..), Choice::One(_)) => {
            let days = days.text(|day| day.to_string());
            format!("some day from {days} {}{in_year}", months.text(month_word))
        }
        (Choice::One(_) | Choice::Few(_), Choice::One(_)) | (Choice::One(_), Choice::Few(_)) => {
            let days = days.text(|day| day.to_string());
            let text = format!("{days} {}{in_year}", months.text(month_word));
            return (text, year_is_vague);
        }
        (Choice::One(day), _) => format!("day {day} of some month in {of_year}"),
        _ => {
            let plain = Date {
                year: edtf_core::Year { qualifier: Qualifier::default(), ..date.year },
                ..*date
            };
            format!("some day written {}", Expression::Date(plain).canonical())
        }
    };
    (text, true)
}

/// Joins a month or a day to its year: " 1985", " in the 1560s", " of some year from 1500 to 1599".
fn inside(date: &Date, of_year: &str, is_vague: bool) -> String {
    if is_vague {
        format!(" of {of_year}")
    } else if date.year.has_unspecified() {
        format!(" in {of_year}")
    } else {
        format!(" {of_year}")
    }
}

fn month_word(month: u8) -> String {
    month_name(month).unwrap_or_default().to_owned()
}

/// Returns the most days that a month of the date may have.
fn most_days(date: &Date, months: &Choice) -> u8 {
    let Choice::One(month) = months else {
        return 31;
    };
    // With any year possible, the 29 February is.
    let year = date.year.value().unwrap_or(2000);
    days_in_month(year, u32::from(*month)) as u8
}

/// Names a season or another part of a year by its code (ISO 8601-2, 4.8).
fn season(code: u8, date: &Date, of_year: &str) -> String {
    let word = match code {
        21 | 25 | 29 => "spring",
        22 | 26 | 30 => "summer",
        23 | 27 | 31 => "autumn",
        24 | 28 | 32 => "winter",
        33 => "the first quarter of",
        34 => "the second quarter of",
        35 => "the third quarter of",
        36 => "the fourth quarter of",
        37 => "the first third of",
        38 => "the second third of",
        39 => "the last third of",
        40 => "the first half of",
        _ => "the second half of",
    };
    let hemisphere = match code {
        25..=28 => " (northern hemisphere)",
        29..=32 => " (southern hemisphere)",
        _ => "",
    };
    let of = if date.year.has_unspecified() && code <= 32 { " of" } else { "" };
    format!("{word}{of} {of_year}{hemisphere}")
}

/// The months or days that two digits may mean.
enum Choice {
    One(u8),
    /// Two or three, or four that do not follow one another.
    Few(Vec<u8>),
    /// All from one to another.
    Run(u8, u8),
    Any,
}

impl Choice {
    fn of(field: DateField, most: u8) -> Self {
        if let Some(value) = field.value() {
            return Self::One(value);
        }
        let fits = |n: &u8| {
            let digits = [n / 10, n % 10];
            field.digits.iter().zip(digits).all(|(stated, digit)| stated.is_none_or(|s| s == digit))
        };
        let values: Vec<u8> = (1..=most).filter(fits).collect();
        match values.as_slice() {
            [one] => Self::One(*one),
            _ if field.digits == [None, None] => Self::Any,
            [first, .., last] if values.len() > 4 => Self::Run(*first, *last),
            _ => Self::Few(values),
        }
    }

    fn text(&self, word: impl Fn(u8) -> String) -> String {
        match self {
            Self::One(value) => word(*value),
            Self::Few(values) => {
                alternatives(&values.iter().map(|v| word(*v)).collect::<Vec<_>>(), "or")
            }
            Self::Run(first, last) => format!("{} to {}", word(*first), word(*last)),
            Self::Any => String::new(),
        }
    }
}

/// Joins words as a sentence does: "1667, 1668 or 1670".
pub(super) fn alternatives(words: &[String], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} {conjunction} {last}", some.join(", ")),
    }
}
