//! `dateline count`: how many events there are of each country, group, month and so on.

use std::{cmp::Reverse, collections::HashMap, io, process::ExitCode};

use serde::Serialize;

use super::{
    arguments::{By, Count, CountArgs, CountFormat},
    asked::Asked,
    failure::Failure,
    output::Output,
    table::{self, Column},
};
use crate::{
    domain::When,
    engine::Engine,
    formats::json,
    question::{Field, Filter, Part, State, Term, Test},
};

/// The value of events whose date is not as precise as the counted period.
const LESS_PRECISE: &str = "less precise";
/// The value of events without a date, as everywhere else.
const UNDATED: &str = "undated";

/// All counts of one question.
#[derive(Debug, Serialize)]
struct Counts {
    by: &'static str,
    /// All events that were read.
    total: u64,
    /// Those that pass the question.
    matching: u64,
    /// Those whose dates certainly fit the question.
    certain: u64,
    /// Those whose dates may fit the question.
    possible: u64,
    /// Those that pass it and have no date.
    undated: u64,
    /// Those that pass it and are counted under no value.
    without: u64,
    #[serde(rename = "counts")]
    values: Vec<Counted>,
}

/// The events of one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Counted {
    value: String,
    label: String,
    count: u64,
}

/// Counts events.
pub(super) fn run(command: &Count) -> Result<ExitCode, Failure> {
    let asked = Asked::read(command.count.asked.query.as_deref(), &command.data)?;
    answer(&asked, &command.count, &mut Output::of_process(None, &mut io::stderr()))
        .map(ExitCode::from)
}

/// Counts the events that are asked for; returns the exit code.
pub(super) fn answer(
    asked: &Asked,
    wish: &CountArgs,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let counts = count(asked, wish.by);
    let width = output.width;
    output.write(|out| match wish.format {
        CountFormat::Json => json::write_lines(out, [&counts]),
        CountFormat::Table => {
            let columns =
                [Column::number("COUNT"), Column::text("VALUE", 8), Column::text("LABEL", 8)];
            let row = |counted: &Counted| {
                [counted.count.to_string(), counted.value.clone(), counted.label.clone()]
            };
            let rows: Vec<_> = counts.values.iter().map(row).collect();
            table::write(out, &columns, &rows, width)
        }
    })?;
    if wish.format == CountFormat::Table && counts.matching == 0 {
        asked.tell_none(output.err);
    }
    if wish.format == CountFormat::Table && counts.without > 0 {
        let Counts { without, matching, by, .. } = counts;
        output.notice(&format!("{without} of {matching} events have no {by}"));
    }
    Ok(0)
}

fn count(asked: &Asked, by: By) -> Counts {
    let Asked { memory, filter, own } = asked;
    let matching = |filter: &Filter| memory.matching(filter, own).len() as u64;
    let (name, counts) = match unit(by) {
        Unit::Field(field) => (field.name(), by_field(asked, field)),
        Unit::Period(period) => {
            let dates = asked.events().into_iter().map(|key| memory.archive().event(key).when);
            (period.name(), by_period(dates, period))
        }
    };
    let without = match unit(by) {
        Unit::Field(field) => without(asked, field),
        Unit::Period(_) => 0,
    };
    let mut undated = filter.clone();
    undated.terms.push(Test::Is(State::Undated).into());
    let possible = matching(filter);
    Counts {
        by: name,
        total: memory.about().total,
        matching: possible,
        certain: matching(&Filter { certain: true, ..filter.clone() }),
        possible,
        undated: matching(&undated),
        without,
        values: counts,
    }
}

/// What [`By`] means.
enum Unit {
    Field(Field),
    Period(Period),
}

const fn unit(by: By) -> Unit {
    match by {
        By::Country => Unit::Field(Field::Country),
        By::Group => Unit::Field(Field::Group),
        By::Kind => Unit::Field(Field::Kind),
        By::Precision => Unit::Field(Field::Precision),
        By::Certainty => Unit::Field(Field::Certainty),
        By::Source => Unit::Field(Field::Source),
        By::Tag => Unit::Field(Field::Tag),
        By::Year => Unit::Period(Period::Year),
        By::Month => Unit::Period(Period::Month),
        By::Day => Unit::Period(Period::Day),
    }
}

fn by_field(asked: &Asked, field: Field) -> Vec<Counted> {
    let facet = asked.memory.count(&asked.filter, &asked.own, field);
    let counted = facet.values.into_iter().filter(|value| value.count > 0);
    let counted = counted.map(|value| Counted {
        value: value.value.to_string(),
        label: value.label.to_string(),
        count: value.count,
    });
    counted.collect()
}

/// Counts the events that have no value of a field.
fn without(asked: &Asked, field: Field) -> u64 {
    let mut filter = asked.filter.clone();
    filter.terms.push(Term::not(Test::Has(Part::Value(field))));
    asked.memory.matching(&filter, &asked.own).len() as u64
}

/// A part of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    Year,
    Month,
    Day,
}

/// The year, and the month and day where they count (0 where not), so that periods sort by time.
type Calendar = (i64, u8, u8);

impl Period {
    const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        }
    }

    /// Returns the period that a date lies in, if it is one alone.
    fn of(self, when: &When) -> Option<Calendar> {
        let (earliest, latest) = when.bound_texts();
        let period = self.cut(&earliest)?;
        (self.cut(&latest)? == period).then_some(period)
    }

    /// Returns the period of a bound, which is a day, or open or unknown.
    fn cut(self, bound: &str) -> Option<Calendar> {
        let mut parts = bound.rsplitn(3, '-');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
        Some(match self {
            Self::Year => (year, 0, 0),
            Self::Month => (year, month, 0),
            Self::Day => (year, month, day),
        })
    }

    /// Returns the value and the label of a period: `2025-08`, "August 2025".
    fn describe(self, (year, month, day): Calendar) -> (String, String) {
        let sign = if year < 0 { "-" } else { "" };
        let digits = year.unsigned_abs();
        // EDTF marks longer years, and has no months and days for them.
        let mark = if digits > 9999 && self == Self::Year { "Y" } else { "" };
        let year = format!("{mark}{sign}{digits:04}");
        let value = match self {
            Self::Year => year,
            Self::Month => format!("{year}-{month:02}"),
            Self::Day => format!("{year}-{month:02}-{day:02}"),
        };
        let label = When::parse(&value).map_or_else(|_| value.clone(), |when| when.text());
        (value, label)
    }
}

/// Counts events by the period that each lies in; most frequent first, then by time.
fn by_period(dates: impl Iterator<Item = Option<When>>, period: Period) -> Vec<Counted> {
    let mut known: HashMap<Calendar, u64> = HashMap::new();
    let (mut less_precise, mut undated) = (0, 0);
    for when in dates {
        match when.as_ref().map(|when| period.of(when)) {
            Some(Some(calendar)) => *known.entry(calendar).or_default() += 1,
            Some(None) => less_precise += 1,
            None => undated += 1,
        }
    }
    let mut known: Vec<_> = known.into_iter().collect();
    known.sort_unstable();
    let known = known.into_iter().map(|(calendar, count)| {
        let (value, label) = period.describe(calendar);
        Counted { value, label, count }
    });
    let rest = [
        (LESS_PRECISE, format!("not in one {} alone", period.name()), less_precise),
        (UNDATED, "without a date".to_owned(), undated),
    ];
    let rest = rest.into_iter().filter(|(_, _, count)| *count > 0);
    let rest = rest.map(|(value, label, count)| Counted { value: value.to_owned(), label, count });
    let mut counts: Vec<_> = known.chain(rest).collect();
    counts.sort_by_key(|counted| Reverse(counted.count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(date: &str, values: [Option<&str>; 3]) {
        let when = When::parse(date).unwrap();
        let periods = [Period::Year, Period::Month, Period::Day];
        let found = periods.map(|period| period.of(&when).map(|c| period.describe(c).0));
        assert_eq!(found, values.map(|value| value.map(str::to_owned)), "{date}");
    }

    #[test]
    fn finds_the_period_that_a_date_lies_in_alone() {
        check("2025-08-03", [Some("2025"), Some("2025-08"), Some("2025-08-03")]);
        check("2025-08-04T21:00Z", [Some("2025"), Some("2025-08"), Some("2025-08-04")]);
        check("2025-08", [Some("2025"), Some("2025-08"), None]);
        check("[2025-01-01..2025-01-18]", [Some("2025"), Some("2025-01"), None]);
        check("2025-01/2025-08-03", [Some("2025"), None, None]);
        check("2025-23", [Some("2025"), None, None]);
        check("202X", [None, None, None]);
        check("[..2025-08-05]", [None, None, None]);
        check("/..", [None, None, None]);
        check("-0043-03-15", [Some("-0043"), Some("-0043-03"), Some("-0043-03-15")]);
        check("Y-13800000000", [Some("Y-13800000000"), None, None]);
    }

    #[test]
    fn counts_the_most_frequent_first_and_forgets_nobody() {
        let dates = ["2024", "2025-01", "2023-05-01", "2025", "202X", "/..", "/2024", ""];
        let dates: Vec<_> = dates.iter().map(|date| When::parse(date).ok()).collect();
        let counts = by_period(dates.into_iter(), Period::Year);
        let found: Vec<_> = counts.iter().map(|c| (c.value.as_str(), c.count)).collect();
        let wanted = [("less precise", 3), ("2025", 2), ("2023", 1), ("2024", 1), ("undated", 1)];
        assert_eq!(found, wanted);
        assert_eq!(counts[1].label, "2025");
    }
}
