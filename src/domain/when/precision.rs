//! How precisely a date is known.

use super::When;
use crate::domain::{Edge, Extent};

/// How precisely a date is known, the finest first.
///
/// ```
/// use dateline::domain::{Precision, When};
///
/// let precision = |text| When::parse(text).map(|when| when.precision());
/// assert_eq!(precision("2025-08-03"), Ok(Precision::Day));
/// assert_eq!(precision("2025-08-XX"), Ok(Precision::Month));
/// assert_eq!(precision("[2025-01-01..2025-01-18]"), Ok(Precision::Span));
/// assert_eq!(precision("[..2025-08-05]"), Ok(Precision::Open));
/// assert!(Precision::Day < Precision::Month);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// To the day.
    Day,
    /// Between two stated dates: `2025-01/2025-08-03`, `[2025-01-01..2025-01-18]`.
    Span,
    /// To the month.
    Month,
    /// To the season, the quarter, the third or the half of a year.
    Season,
    /// To the year.
    Year,
    /// To the decade: `202X`.
    Decade,
    /// To the century: `20XX`, `1950S2`.
    Century,
    /// To a thousand years or less: `1XXX`, `Y-138E8S3`.
    Coarser,
    /// With one end open or unknown: `2012/..`, `/2024`, `[..2025-08-05]`.
    Open,
}

impl Precision {
    /// All values, the finest first.
    pub const ALL: [Self; 11] = [
        Self::Second,
        Self::Minute,
        Self::Day,
        Self::Span,
        Self::Month,
        Self::Season,
        Self::Year,
        Self::Decade,
        Self::Century,
        Self::Coarser,
        Self::Open,
    ];

    /// Returns the word for it: "day".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Day => "day",
            Self::Span => "span",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
            Self::Coarser => "coarser",
            Self::Open => "open",
        }
    }

    /// Says it of a date whose ends are known, as [`When::known`] does.
    const fn words(self) -> &'static str {
        match self {
            Self::Second => "known to the second",
            Self::Minute => "known to the minute",
            Self::Day => "known to the day",
            Self::Span => "between two dates",
            Self::Month => "known to the month",
            Self::Season => "known to the season",
            Self::Year => "known to the year",
            Self::Decade => "known to the decade",
            Self::Century => "known to the century",
            Self::Coarser => "known more coarsely than to the century",
            Self::Open => "open-ended",
        }
    }

    /// Returns the precision of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.name() == name)
    }
}

impl When {
    /// Says how precisely it is known, to stand behind its text: "known to the day", "only its start known".
    #[must_use]
    pub fn known(&self) -> &'static str {
        let (extent, precision) = (self.extent(), self.precision());
        let is_given = |edge: Edge| matches!(edge, Edge::At(_));
        let given = (is_given(extent.span().earliest), is_given(extent.span().latest));
        match (extent, given) {
            (Extent::Once(_), (false, true)) => "only its latest date known",
            (Extent::Once(_), (true, false)) => "only its earliest date known",
            (Extent::Once(_), (false, false)) => "neither date known",
            (Extent::Lasting { .. }, (false, true)) => "only its end known",
            (Extent::Lasting { .. }, (true, false)) => "only its start known",
            (Extent::Lasting { .. }, (false, false)) => "neither end known",
            (Extent::Lasting { .. }, _) if precision == Precision::Span => "both ends known",
            _ => precision.words(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_every_precision_from_fine_to_coarse() {
        assert!(Precision::ALL.is_sorted());
        for precision in Precision::ALL {
            assert_eq!(Precision::named(precision.name()), Some(precision));
            let word = precision.words().strip_prefix("known to the ");
            assert!(word.is_none_or(|word| word == precision.name()), "{precision:?}");
        }
        assert_eq!(Precision::named("Day"), None);
    }
}
