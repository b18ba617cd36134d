//! The zone in which times of day are shown.

use std::{fmt, str::FromStr};

use super::Moment;

/// Seconds in a quarter of an hour, by which the zones of the world differ.
const QUARTER: i64 = 900;
/// No place is more than 14 hours away from UTC.
const MOST: u32 = 14 * 4;

/// A distance from UTC, in quarters of an hour.
///
/// A moment *on the clocks of a zone* is counted as if these showed UTC: a day is then the same stretch of moments
/// in each zone, and only what has a time of day lies elsewhere.
///
/// ```
/// use dateline::domain::{Moment, Zone};
///
/// let zone: Zone = "+05:30".parse()?;
/// assert_eq!((zone.name(), zone.to_string()), ("UTC+5:30".to_owned(), "+05:30".to_owned()));
/// assert_eq!(zone.clock(Moment(0)), Moment(19_800));
/// # Ok::<(), dateline::domain::ZoneError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Zone(i8);

/// A text names no zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZoneError;

impl Zone {
    /// UTC itself.
    pub const UTC: Self = Self(0);

    /// Returns what the clocks of the zone show at a moment.
    #[must_use]
    pub const fn clock(self, moment: Moment) -> Moment {
        moment.plus(self.0 as i64 * QUARTER)
    }

    /// Returns its name for people: `UTC`, `UTC+1`, `UTC-3:30`.
    #[must_use]
    pub fn name(self) -> String {
        match self.parts() {
            (_, 0, 0) => "UTC".to_owned(),
            (sign, hours, 0) => format!("UTC{sign}{hours}"),
            (sign, hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        }
    }

    fn parts(self) -> (char, u8, u8) {
        let quarters = self.0.unsigned_abs();
        (if self.0 < 0 { '-' } else { '+' }, quarters / 4, quarters % 4 * 15)
    }
}

impl fmt::Display for Zone {
    /// Writes it as it stands behind a time: `Z`, `+05:30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (_, 0, 0) => f.write_str("Z"),
            (sign, hours, minutes) => write!(f, "{sign}{hours:02}:{minutes:02}"),
        }
    }
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a zone is a distance from UTC in quarters of an hour, up to 14 hours")
    }
}

impl std::error::Error for ZoneError {}

impl FromStr for Zone {
    type Err = ZoneError;

    /// Reads `UTC`, `Z`, `+01` or `+05:30`.
    fn from_str(text: &str) -> Result<Self, ZoneError> {
        if text == "UTC" || text == "Z" {
            return Ok(Self::UTC);
        }
        let (is_west, rest) = match text.as_bytes() {
            [b'+', ..] => (false, &text[1..]),
            [b'-', ..] => (true, &text[1..]),
            _ => return Err(ZoneError),
        };
        let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "00"));
        let two = |digits: &str| {
            let are_two = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|_| are_two).ok_or(ZoneError)
        };
        let (hours, minutes) = (two(hours)?, two(minutes)?);
        let quarters = hours * 4 + minutes / 15;
        if minutes >= 60 || minutes % 15 != 0 || quarters > MOST {
            return Err(ZoneError);
        }
        let quarters = quarters as i8;
        Ok(Self(if is_west { -quarters } else { quarters }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for (text, written, name) in [
            ("UTC", "Z", "UTC"),
            ("+00:00", "Z", "UTC"),
            ("+01", "+01:00", "UTC+1"),
            ("-03:30", "-03:30", "UTC-3:30"),
            ("+14:00", "+14:00", "UTC+14"),
        ] {
            let zone: Zone = text.parse().unwrap();
            assert_eq!((zone.to_string().as_str(), zone.name().as_str()), (written, name));
            assert_eq!(zone.to_string().parse(), Ok(zone));
        }
    }

    #[test]
    fn refuses_what_no_clock_shows() {
        for text in
            ["", "+", "1", "+1", "+01:10", "+01:60", "+14:15", "+99:00", "CET", "+é", "+01:00:00"]
        {
            assert_eq!(text.parse::<Zone>(), Err(ZoneError), "{text}");
        }
    }
}
