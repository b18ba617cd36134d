//! How long something lasted and how long after something else it was, as exactly as the dates allow.
//!
//! Dates are known to a day, a month or a century, so a length has two bounds: what it was at least and at
//! most. Days are counted as the difference of their dates, so from 1 to 3 August it is two days and from a day
//! to the same day none; the last day is not counted as one more. Only two instants are counted in seconds.
//!
//! It relies on the dates and the calendar alone; the present comes in as a value. "About" and "possibly" are
//! told with a length and never counted into its bounds, because nobody says how far they reach.

mod amount;
mod stretch;
mod text;

use self::stretch::Stretch;
use super::{Grain, Moment, Unit, When, when::Endpoint};

/// How long something lasted, between two bounds.
///
/// ```
/// use dateline::domain::{Moment, When};
///
/// let now = Moment::start_of_day(2025, 9, 1).unwrap();
/// let text = |date| When::parse(date).unwrap().length(now).unwrap().text();
/// assert_eq!(text("2025-01/2025-08-03"), "between 184 and 214 days");
/// assert_eq!(text("2024-03/2024-09"), "5 to 7 months");
/// assert_eq!(text("2012-01-17/.."), "13 years 7 months so far");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    least: Stretch,
    most: Option<Stretch>,
    grain: Grain,
    doubt: Doubt,
    so_far: bool,
}

/// How sure the dates are of which a length is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Doubt {
    approximate: bool,
    uncertain: bool,
}

/// When something was, seen from something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offset {
    /// Both were on the same day, or in the same month or year where no more is known.
    Same(Sameness),
    /// It was so much earlier.
    Earlier(Length),
    /// It was so much later.
    Later(Length),
    /// Nobody knows which was first; each length is at least 0.
    Either {
        /// How much earlier it may have been.
        earlier: Length,
        /// How much later it may have been.
        later: Length,
    },
    /// The dates say nothing about their order.
    Unknown,
}

/// What two dates have in common that cannot be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sameness {
    grain: Grain,
    doubt: Doubt,
}

/// Whether two events went on at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Overlap {
    /// One was over before the other began.
    Never,
    /// The dates allow it.
    Possibly,
    /// Whatever the dates mean, they did.
    Surely,
}

/// How two events lie to each other on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Relation {
    /// When the second began, seen from the start of the first.
    pub after_start: Offset,
    /// The time between the end of the one and the start of the other, where one was surely over
    /// and something is known of that time.
    pub gap: Option<Length>,
    /// Whether they went on at the same time. It is never sure of two that happened once.
    pub overlap: Overlap,
}

impl When {
    /// Returns how long it lasted, or `None` if it happened once or nothing is known of its length.
    ///
    /// What goes on (`2012/..`) has lasted until `now`.
    ///
    /// ```
    /// use dateline::domain::{Moment, When};
    ///
    /// let now = Moment::start_of_day(2025, 9, 1).unwrap();
    /// let captivity = When::parse("2025-01/2025-08-03").unwrap().length(now).unwrap();
    /// assert_eq!(captivity.least(), 184 * 86_400);
    /// assert_eq!(captivity.most(), Some(214 * 86_400));
    /// assert_eq!(When::parse("2025-01").unwrap().length(now), None);
    /// ```
    #[must_use]
    pub fn length(&self, now: Moment) -> Option<Length> {
        if !self.is_lasting() {
            return None;
        }
        let (mut start, mut end) = self.endpoints();
        let so_far = end.is_open;
        if so_far {
            if start.is_undated() || start.first.is_some_and(|first| first > now) {
                return None;
            }
            end = Endpoint::day(now);
            start.begin_before(&end);
        }
        let length = Length { so_far, ..length_between(&start, &end) };
        length.says_something().then_some(length)
    }
}

impl Length {
    /// Returns how many seconds it lasted at least; 0 where nothing else is known.
    ///
    /// Days are counted by their dates, so a length in days is a multiple of 86,400.
    #[must_use]
    pub const fn least(&self) -> u64 {
        self.least.seconds()
    }

    /// Returns how many seconds it lasted at most, where that is known.
    #[must_use]
    pub fn most(&self) -> Option<u64> {
        self.most.map(Stretch::seconds)
    }

    /// Returns the finest grain in which it may be told.
    #[must_use]
    pub const fn grain(&self) -> Grain {
        self.grain
    }

    fn is_exact(&self) -> bool {
        self.most() == Some(self.least())
    }

    fn says_something(&self) -> bool {
        self.most.is_some() || self.least() > 0
    }
}

impl Offset {
    /// Returns the same as seen from the other side.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Earlier(length) => Self::Later(length),
            Self::Later(length) => Self::Earlier(length),
            Self::Either { earlier, later } => Self::Either { earlier: later, later: earlier },
            Self::Same(_) | Self::Unknown => self,
        }
    }
}

/// Returns how `b` lies to `a`: how long after the start of `a` it began, and how long after its end.
///
/// ```
/// use dateline::domain::{Overlap, When, between};
///
/// let captivity = When::parse("2025-01/2025-08-03").unwrap();
/// let relation = between(&captivity, &When::parse("2025-08-10").unwrap());
/// assert_eq!(relation.after_start.text(), "6 to 8 months later");
/// assert_eq!(relation.gap.unwrap().text(), "7 days");
/// assert_eq!(relation.overlap, Overlap::Never);
/// ```
#[must_use]
pub fn between(a: &When, b: &When) -> Relation {
    let (a_ends, b_ends) = (a.endpoints(), b.endpoints());
    // Of two that may touch, either may have been first; the gap is the same.
    let gap = gap(&a_ends.1, &b_ends.0).or_else(|| gap(&b_ends.1, &a_ends.0));
    let overlap = match gap {
        Some(gap) if gap.least() > 0 => Overlap::Never,
        _ if !a.is_lasting() && !b.is_lasting() => Overlap::Possibly,
        _ if is_surely_before(&a_ends.0, &b_ends.1) && is_surely_before(&b_ends.0, &a_ends.1) => {
            Overlap::Surely
        }
        _ => Overlap::Possibly,
    };
    Relation { after_start: offset(&a_ends.0, &b_ends.0), gap, overlap }
}

/// Tells when `to` was, seen from `from`, start to start: "5 to 6 months later", "the same day".
///
/// Of two that surely went on at the same time it says so: "3 days later, overlapping".
///
/// ```
/// use dateline::domain::{When, relative};
///
/// let text = |a, b| relative(&When::parse(a).unwrap(), &When::parse(b).unwrap());
/// assert_eq!(text("[2025-01-01..2025-01-18]", "2025-07-01"), "5 to 6 months later");
/// assert_eq!(text("2025-08-05", "2025-08-02"), "3 days earlier");
/// assert_eq!(text("2025", "2025-08-03"), "up to 5 months earlier or 8 months later");
/// ```
#[must_use]
pub fn relative(from: &When, to: &When) -> String {
    let relation = between(from, to);
    match (relation.after_start, relation.overlap) {
        (Offset::Unknown, Overlap::Surely) => "overlapping".to_owned(),
        (Offset::Same(_), _) | (_, Overlap::Never | Overlap::Possibly) => {
            relation.after_start.text()
        }
        (offset, Overlap::Surely) => format!("{}, overlapping", offset.text()),
    }
}

/// Returns the time from one endpoint to another that is not before it.
fn length_between(a: &Endpoint, b: &Endpoint) -> Length {
    let grain = a.grain.with(b.grain);
    let ((a_first, a_last), (b_first, b_last)) = (a.at(grain), b.at(grain));
    let most = stretch(a_first, b_last);
    let least = stretch(a_last, b_first).unwrap_or(Stretch::NONE);
    Length {
        // Only the estimates of deep time can be so far apart that the bounds would cross.
        least: most.filter(|most| most.seconds() < least.seconds()).unwrap_or(least),
        most,
        grain,
        doubt: Doubt::of(a, b),
        so_far: false,
    }
}

fn stretch(from: Option<Moment>, to: Option<Moment>) -> Option<Stretch> {
    Some(Stretch::between(from?, to?))
}

/// Returns the time from an end to a start if the end surely came first.
fn gap(end: &Endpoint, start: &Endpoint) -> Option<Length> {
    let grain = end.grain.with(start.grain);
    let (last, first) = (end.at(grain).1?, start.at(grain).0?);
    let length = length_between(end, start);
    (last <= first && length.says_something()).then_some(length)
}

fn is_surely_before(start: &Endpoint, end: &Endpoint) -> bool {
    let grain = start.grain.with(end.grain);
    start.is_open
        || end.is_open
        || matches!((start.at(grain).1, end.at(grain).0), (Some(last), Some(first)) if last < first)
}

fn offset(a: &Endpoint, b: &Endpoint) -> Offset {
    let grain = a.grain.with(b.grain);
    let ((a_first, a_last), (b_first, b_last)) = (a.at(grain), b.at(grain));
    let is_not_after =
        |x: Option<Moment>, y: Option<Moment>| matches!((x, y), (Some(x), Some(y)) if x <= y);
    if is_one(grain, [a_first, a_last, b_first, b_last]) {
        return Offset::Same(Sameness { grain, doubt: Doubt::of(a, b) });
    }
    let (later, earlier) = (length_between(a, b), length_between(b, a));
    match (is_not_after(a_last, b_first), is_not_after(b_last, a_first)) {
        (true, _) => Offset::Later(later),
        (_, true) => Offset::Earlier(earlier),
        _ if later.most.is_none() && earlier.most.is_none() => Offset::Unknown,
        _ => Offset::Either { earlier, later },
    }
}

/// Tells whether all moments are known and of the same day, month or year.
fn is_one(grain: Grain, moments: [Option<Moment>; 4]) -> bool {
    let unit = match grain {
        Grain::Second => Unit::SECOND,
        Grain::Minute => Unit::MINUTE,
        Grain::Day => Unit::Day,
        Grain::Month => Unit::Month,
        Grain::Year | Grain::Years(_) => Unit::YEAR,
    };
    let [first, rest @ ..] = moments.map(|moment| moment.map(|moment| moment.floor(unit)));
    first.is_some() && rest.iter().all(|other| *other == first)
}

impl Doubt {
    const fn of(a: &Endpoint, b: &Endpoint) -> Self {
        Self {
            approximate: a.is_approximate || b.is_approximate,
            uncertain: a.is_uncertain || b.is_uncertain,
        }
    }
}

#[cfg(test)]
mod tests;
