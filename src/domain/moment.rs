//! Moments, spans and extents: where on the axis of time something is.

/// A moment: seconds since 1970-01-01T00:00:00 UTC in the proleptic Gregorian calendar, without leap seconds.
///
/// An `i64` of seconds holds 292 billion years either way, so there is room for the age of the universe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// The earliest moment there is.
    pub const MIN: Self = Self(i64::MIN);
    /// The latest moment there is.
    pub const MAX: Self = Self(i64::MAX);

    /// Returns the moment `seconds` later (or earlier, when negative), stopping at the ends of time.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

/// One end of a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    /// A known moment.
    At(Moment),
    /// No end: it goes on (`2012/..`) or has always been (`../2024`).
    Open,
    /// There is an end, but nobody said when (`/2024`).
    Unknown,
}

/// A stretch of time; both edges belong to it.
///
/// A day is `00:00:00` to `23:59:59`, so `earliest <= latest` always holds for two known edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first moment that is possible.
    pub earliest: Edge,
    /// The last moment that is possible.
    pub latest: Edge,
}

impl Span {
    /// Returns the stretch between two known moments.
    #[must_use]
    pub const fn between(earliest: Moment, latest: Moment) -> Self {
        Self { earliest: Edge::At(earliest), latest: Edge::At(latest) }
    }

    /// Returns the first possible moment, or the beginning of time where there is no known one.
    #[must_use]
    pub const fn first(self) -> Moment {
        match self.earliest {
            Edge::At(moment) => moment,
            Edge::Open | Edge::Unknown => Moment::MIN,
        }
    }

    /// Returns the last possible moment, or the end of time where there is no known one.
    #[must_use]
    pub const fn last(self) -> Moment {
        match self.latest {
            Edge::At(moment) => moment,
            Edge::Open | Edge::Unknown => Moment::MAX,
        }
    }
}

/// What a date says about the axis: the shape of an event in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// It happened once, at some moment of the span: a day, "May 2025", "one day between 1 and 18 January".
    Once(Span),
    /// It lasted: it began at some moment of `start` and ended at some moment of `end`.
    Lasting {
        /// When it began.
        start: Span,
        /// When it ended.
        end: Span,
    },
}

impl Extent {
    /// Returns the whole stretch in which the event may have been going on.
    #[must_use]
    pub const fn span(self) -> Span {
        match self {
            Self::Once(span) => span,
            Self::Lasting { start, end } => Span { earliest: start.earliest, latest: end.latest },
        }
    }
}
