//! Dates at the precision that they are known with: one EDTF expression (ISO 8601-2).
//!
//! A [`When`] keeps the text as it was written and the few numbers that sorting and drawing need; whatever
//! else is asked for is read from the text again. The parser is edtf-core, and it is hidden here. There is
//! deliberately no arithmetic on dates: a date that is known to the month has no day to add to.

mod bounds;
mod endpoint;
mod english;
mod expression;
mod guess;
mod label;
mod mistake;
mod naming;
mod plain;
mod precision;
mod written;
mod year;

use std::fmt;

use self::{expression::Expression, plain::Detail, written::Written};
use super::{Edge, Extent, Moment, Span, Zone};

pub(in crate::domain) use self::{endpoint::Endpoint, year::grouped};
pub use self::{endpoint::Grain, precision::Precision};

/// A date, as precise as it was written and no more. Small (48 bytes) and cheap to clone.
///
/// It understands EDTF, levels 0 to 2, and beyond that
/// - a time to the minute, `2025-08-04T21:00Z`, because reports say "at 21:00" and the seconds would be made up;
/// - intervals of which neither end is dated: `/..` (goes on, start unknown), `../..` and `../`.
///
/// Refused although they say something: times of day in intervals, and `/` alone, which is no date at all.
///
/// ```
/// use dateline::domain::When;
///
/// let when = When::parse("2025-01/2025-08-03")?;
/// assert_eq!(when.text(), "January 2025 to 3 August 2025");
/// assert_eq!(when.label(), "2025-01..08-03");
/// assert!(when.is_lasting());
///
/// let mistake = When::parse("2025-02-30").unwrap_err();
/// assert_eq!(mistake.message, "there is no 30 February 2025: the month has 28 days");
/// assert_eq!(mistake.offset, 8);
/// # Ok::<(), dateline::domain::WhenError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct When {
    written: Written,
    /// The first moment, or where to sort it if there is none.
    first: Moment,
    /// The last moment, or the end of time.
    last: Moment,
    start: Side,
    end: Side,
    precision: Precision,
    level: u8,
    lasting: bool,
    uncertain: bool,
    approximate: bool,
    /// The zone on whose clocks it is told, if it was put there.
    zone: Zone,
}

/// An [`Edge`] without its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    At,
    Open,
    Unknown,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenError {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The byte of the text at which it is wrong.
    pub offset: usize,
    /// The date that was probably meant, where there is one good guess.
    pub instead: Option<String>,
}

impl fmt::Display for WhenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.instead {
            Some(instead) => write!(f, "; write {instead}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for WhenError {}

impl When {
    /// Reads a date.
    ///
    /// # Errors
    /// Says what is wrong, where, and what was probably meant.
    pub fn parse(text: &str) -> Result<Self, WhenError> {
        match plain::read(text) {
            Some(plain) => Ok(Self::from_plain(text, &plain)),
            None => Self::from_expression(text),
        }
    }

    fn from_plain(text: &str, plain: &plain::Plain) -> Self {
        let span = plain.extent.span();
        let lasting = matches!(plain.extent, Extent::Lasting { .. });
        let precision = match plain.detail {
            _ if lasting => Precision::Span,
            Detail::Day => Precision::Day,
            Detail::Month => Precision::Month,
            Detail::Year => Precision::Year,
        };
        Self {
            written: Written::new(text),
            first: span.first(),
            last: span.last(),
            start: Side::At,
            end: Side::At,
            precision,
            level: 0,
            lasting,
            uncertain: false,
            approximate: false,
            zone: Zone::UTC,
        }
    }

    fn from_expression(text: &str) -> Result<Self, WhenError> {
        let expression = Expression::read(text).map_err(|error| mistake::explain(text, error))?;
        let dates = expression.dates();
        let extent = bounds::extent(&expression);
        let span = extent.span();
        let first = match span.earliest {
            Edge::At(moment) => moment,
            Edge::Open | Edge::Unknown => bounds::anchor(&expression).unwrap_or(Moment::MAX),
        };
        Ok(Self {
            written: Written::new(text),
            first,
            last: span.last(),
            start: Side::of(span.earliest),
            end: Side::of(span.latest),
            precision: bounds::precision(&expression),
            level: expression.level(),
            lasting: matches!(extent, Extent::Lasting { .. }),
            uncertain: dates.iter().any(|date| date.is_uncertain()),
            approximate: dates.iter().any(|date| date.is_approximate()),
            zone: Zone::UTC,
        })
    }

    /// Puts a time of day on the clocks of a zone; a date without one stays as it is, and so does everything in UTC.
    ///
    /// A time that was written without a zone is read as UTC. What it was read from is kept.
    ///
    /// ```
    /// use dateline::domain::When;
    ///
    /// let when = When::parse("2025-08-04T21:00Z")?.on_clocks("+05:30".parse().unwrap());
    /// assert_eq!(when.text(), "5 August 2025, 02:30 (UTC+5:30)");
    /// assert_eq!(when.extent().span().first().civil().to_string(), "2025-08-05");
    /// assert_eq!(when.as_written(), "2025-08-04T21:00Z");
    /// # Ok::<(), dateline::domain::WhenError>(())
    /// ```
    #[must_use]
    pub fn on_clocks(mut self, zone: Zone) -> Self {
        let is_timed = matches!(self.precision, Precision::Minute | Precision::Second);
        if is_timed && zone != Zone::UTC && self.zone == Zone::UTC {
            let moved = Expression::read(self.as_written()).ok();
            // Beyond the year 9999 there is no way to write it.
            if moved.is_some_and(|expression| expression.on_clocks(zone, true).is_some()) {
                self.first = zone.clock(self.first);
                self.last = zone.clock(self.last);
                self.zone = zone;
            }
        }
        self
    }

    /// Puts a date that was typed by somebody who sees the clocks of a zone on these: a time that names no zone is
    /// one of theirs already.
    #[must_use]
    pub fn typed_on_clocks(self, zone: Zone) -> Self {
        match Expression::read(self.as_written()) {
            Ok(Expression::Instant(instant, _)) if instant.time.shift.is_some() => {
                self.on_clocks(zone)
            }
            _ => self,
        }
    }

    /// Returns the text that it was read from.
    #[must_use]
    pub fn as_written(&self) -> &str {
        self.written.as_str()
    }

    /// Returns the preferred spelling, which means the same: `?2004-06-?11` may be spelt in several ways.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.read_again(Expression::canonical)
    }

    /// Returns the lowest level of EDTF that can say this: 0, 1 or 2.
    ///
    /// What only ISO 8601-1 has, a time to the minute, counts as level 0.
    #[must_use]
    pub const fn level(&self) -> u8 {
        self.level
    }

    /// Returns how precisely it is known.
    #[must_use]
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// Tells whether any part of it is marked as uncertain (`?` or `%`).
    #[must_use]
    pub const fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// Tells whether any part of it is marked as approximate (`~` or `%`).
    #[must_use]
    pub const fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Tells whether it lasted: an interval, or a set of which all members are meant.
    #[must_use]
    pub const fn is_lasting(&self) -> bool {
        self.lasting
    }

    /// Tells whether one of its ends is open or unknown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.start != Side::At || self.end != Side::At
    }

    /// Returns the first moment that is possible.
    #[must_use]
    pub const fn earliest(&self) -> Edge {
        self.start.edge(self.first)
    }

    /// Returns the last moment that is possible.
    #[must_use]
    pub const fn latest(&self) -> Edge {
        self.end.edge(self.last)
    }

    /// Returns the first and the last moment that are possible: the span of its [extent](Self::extent).
    #[must_use]
    pub const fn span(&self) -> Span {
        Span { earliest: self.earliest(), latest: self.latest() }
    }

    /// Returns its shape on the axis.
    ///
    /// Single dates, and sets of which one member is meant, happened once. Intervals, and sets of which all
    /// members are meant, lasted from the first of their dates to the last. Days are days of UTC, because
    /// nobody stated a zone; an instant with a zone is the real moment, an instant without one is read as UTC.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let whole = self.span();
        if !self.lasting {
            return Extent::Once(whole);
        }
        if let Some(plain) = plain::read(self.as_written()) {
            return plain.extent;
        }
        match Expression::read(self.as_written()) {
            Ok(expression) => bounds::extent(&expression),
            Err(_) => Extent::Once(whole),
        }
    }

    /// Returns the first and the last day for machines: `YYYY-MM-DD`, `-inf`, `inf` or `unknown`.
    ///
    /// Years beyond 9999 have six digits or more, years before 0 a leading `-`. An instant gives its date as
    /// written, whatever its zone, unless it was put on other clocks.
    #[must_use]
    pub fn bound_texts(&self) -> (String, String) {
        match self.told(true) {
            Some(expression) => bounds::day_texts(&expression),
            None => ("unknown".to_owned(), "unknown".to_owned()),
        }
    }

    /// Returns the two numbers by which dates are listed as a reader expects.
    ///
    /// The earlier start comes first. Of two that start together the wider comes first, so that a year stands
    /// above its months like a heading. Where no start is known, the earliest stated date stands in for it: "on
    /// or before 5 August 2025" is put just above 5 August 2025 and not at the beginning of time. What states
    /// no date at all (`/..`) comes last. Dates with the same numbers, as `2025` and `2025?`, keep the order of
    /// their file.
    #[must_use]
    pub const fn sort_key(&self) -> (i64, i64) {
        // Inverting the bits of a number reverses the order without overflow: the later the end, the wider.
        let second = match self.start {
            Side::At => !self.last.0,
            Side::Open | Side::Unknown if self.first.0 == i64::MAX => i64::MAX,
            Side::Open | Side::Unknown => i64::MIN,
        };
        (self.first.0, second)
    }

    /// Tells whether two dates that are claimed for the same event can both be true.
    ///
    /// If not, the event carries the mark of a conflict. Both are true if they have a moment in common. Two
    /// that lasted must agree on the start and on the end; an end that is open or unknown agrees with any.
    /// "About" reaches as far again as the date itself to either side: about 2015 agrees with 2014 and with
    /// 2016. "Possibly" changes nothing, because a reader wants to see that somebody else is surer.
    #[must_use]
    pub fn may_agree(&self, other: &Self) -> bool {
        let (Ok(a), Ok(b)) =
            (Expression::read(self.as_written()), Expression::read(other.as_written()))
        else {
            return true;
        };
        if let (Extent::Lasting { start: a, end: z }, Extent::Lasting { start: b, end: y }) =
            (bounds::loose_extent(&a), bounds::loose_extent(&b))
        {
            return bounds::overlap(a, b) && bounds::overlap(z, y);
        }
        let theirs = bounds::loose_members(&b);
        bounds::loose_members(&a).iter().any(|a| theirs.iter().any(|b| bounds::overlap(*a, *b)))
    }

    /// Returns the date in English, for people: "18 January 2025", "about 2015, continuing".
    ///
    /// It never names a day that nobody stated. Seconds that are 00 are left out, a zone is told as its
    /// distance from UTC. Years before AD 1 are BC, so `-0043` is 44 BC; from a million years back, a year with
    /// no more than five stated figures is told as "13.8 billion years ago", counted from the year 2000 and
    /// rounded to the figures that were stated.
    #[must_use]
    pub fn text(&self) -> String {
        self.read_again(english::text)
    }

    /// The cells of a column for dates: a range of days within a year takes so many.
    pub const LABEL: usize = "2025-01-05..08-03".len();

    /// Returns the date for a column of [`Self::LABEL`] cells: `2025-01-18`, `2025-01..08-03`, `c.2015..`, `44 BC`.
    #[must_use]
    pub fn label(&self) -> String {
        self.label_in(Self::LABEL, "…")
    }

    /// Returns the date for a column, with as much of it as fits.
    ///
    /// What does not fit is left out from its end, first the zone, then seconds, times, days and months, so
    /// that the label says less but nothing else, and `cut` stands behind it: a month is never taken for all that is
    /// known where a day is known. The shortest label is returned even if it is too long; but for `cut` it is
    /// ASCII. `c.` is "about" and a `?` after a date "possibly". A `?` in
    /// the place of a date is an unknown end, nothing in its place an open one: `?..2025-08-03`, `2012..`.
    #[must_use]
    pub fn label_in(&self, cells: usize, cut: &str) -> String {
        self.read_again(|expression| label::within(expression, cells, cut))
    }

    /// Reads the text again for something that is rarely asked for.
    fn read_again(&self, make: impl FnOnce(&Expression) -> String) -> String {
        match self.told(true) {
            Some(expression) => make(&expression),
            None => self.as_written().to_owned(),
        }
    }

    /// Reads the text again, on the clocks that it was put on, with their zone or without.
    fn told(&self, with_zone: bool) -> Option<Expression> {
        let expression = Expression::read(self.as_written()).ok()?;
        if self.zone == Zone::UTC {
            return Some(expression);
        }
        expression.on_clocks(self.zone, with_zone)
    }
}

impl Side {
    const fn of(edge: Edge) -> Self {
        match edge {
            Edge::At(_) => Self::At,
            Edge::Open => Self::Open,
            Edge::Unknown => Self::Unknown,
        }
    }

    const fn edge(self, moment: Moment) -> Edge {
        match self {
            Self::At => Edge::At(moment),
            Self::Open => Edge::Open,
            Self::Unknown => Edge::Unknown,
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_written())
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "When({})", self.as_written())
    }
}

#[cfg(test)]
mod tests;
