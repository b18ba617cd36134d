//! The short way for the dates that files are full of: `2025`, `2025-05`, `2025-05-03` and intervals of two.
//!
//! Reading them takes some ten nanoseconds and no allocation. It may refuse what the long way accepts, but
//! what it accepts means the same on both ways; a test compares them.

use crate::domain::{Extent, Moment, Span, days_in_month};

const SECONDS_OF_DAY: i64 = 86_400;

/// What one of the plain dates says.
pub(super) struct Plain {
    pub(super) extent: Extent,
    pub(super) detail: Detail,
}

/// How much of a date is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    Year,
    Month,
    Day,
}

/// Reads a plain date, or returns `None` for everything else, right or wrong.
pub(super) fn read(text: &str) -> Option<Plain> {
    let bytes = text.as_bytes();
    if let 4 | 7 | 10 = bytes.len() {
        // `2025/..` and the like have these lengths too, but fail at the first stroke.
        let (span, detail) = date(bytes)?;
        return Some(Plain { extent: Extent::Once(span), detail });
    }
    let stroke = bytes.iter().position(|b| *b == b'/')?;
    let (start, _) = date(bytes.get(..stroke)?)?;
    let (end, detail) = date(bytes.get(stroke + 1..)?)?;
    if start.first() > end.last() {
        return None;
    }
    Some(Plain { extent: Extent::Lasting { start, end }, detail })
}

fn date(bytes: &[u8]) -> Option<(Span, Detail)> {
    let year = i64::from(two(bytes, 0)? * 100 + two(bytes, 2)?);
    let start = |month, day| Moment::start_of_day(year, month, day);
    let (first, after, detail) = match bytes {
        [_, _, _, _] => (start(1, 1)?, Moment::start_of_day(year + 1, 1, 1)?, Detail::Year),
        [_, _, _, _, b'-', _, _] => {
            let month = two(bytes, 5)?;
            let first = start(month, 1)?;
            let after = first.plus(i64::from(days_in_month(year, month)) * SECONDS_OF_DAY);
            (first, after, Detail::Month)
        }
        [_, _, _, _, b'-', _, _, b'-', _, _] => {
            let first = start(two(bytes, 5)?, two(bytes, 8)?)?;
            (first, first.plus(SECONDS_OF_DAY), Detail::Day)
        }
        _ => return None,
    };
    Some((Span::between(first, after.plus(-1)), detail))
}

fn two(bytes: &[u8], at: usize) -> Option<u32> {
    let digit =
        |at: usize| bytes.get(at).filter(|b| b.is_ascii_digit()).map(|b| u32::from(b - b'0'));
    Some(digit(at)? * 10 + digit(at + 1)?)
}
