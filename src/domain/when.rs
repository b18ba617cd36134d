//! Dates at the precision that they are known with: one EDTF expression (ISO 8601-2).

use super::Extent;

/// A date, as precise as it was written and no more.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct When {
    text: Box<str>,
    extent: Extent,
    precision: Precision,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenError {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The byte of the text at which it is wrong.
    pub offset: usize,
}

/// How precisely a date is known, the finest first.
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
    /// To the season, quarter or half of a year.
    Season,
    /// To the year.
    Year,
    /// To the decade: `202X`.
    Decade,
    /// To the century: `20XX`.
    Century,
    /// To a thousand years or less: `1XXX`, `Y-138E8S3`.
    Coarser,
    /// With one end open or unknown: `2012/..`, `/2024`, `[..2025-08-05]`.
    Open,
}
