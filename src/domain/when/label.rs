//! Dates for narrow columns: ISO 8601 as far as it is short, cut from the right end where there is no room, with a sign that
//! more is known.

use edtf_core::{
    Date, DateField, DateTime, Interval, IntervalEndpoint as End, Precision, Qualifier, Set,
    SetElement, YearKind,
};

use super::{
    bounds,
    expression::{Clock, Expression},
    year::{self, Ago},
};

/// How much of a date is shown, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Year,
    Month,
    Day,
    /// Times to the minute.
    Clock,
    /// Times as they are, and each member of a set.
    All,
}

impl Detail {
    const FROM_MOST: [Self; 5] = [Self::All, Self::Clock, Self::Day, Self::Month, Self::Year];
}

/// Returns the label that shows the most in so many cells; `cut` stands behind one that does not show all.
pub(super) fn within(expression: &Expression, cells: usize, cut: &str) -> String {
    let whole = of_expression(expression, Detail::All);
    let mut shortest = whole.clone();
    for detail in Detail::FROM_MOST {
        let mut label = of_expression(expression, detail);
        let is_timed = matches!(expression, Expression::Instant(..)) && detail == Detail::Clock;
        if label != whole && !(is_timed && has_no_seconds(&whole)) {
            label.push_str(cut);
        }
        if cells_of(&label) <= cells {
            return label;
        }
        if cells_of(&label) < cells_of(&shortest) {
            shortest = label;
        }
    }
    shortest
}

/// Tells whether a time of day says no more than its minute; the zone is no matter of precision.
fn has_no_seconds(time: &str) -> bool {
    let seconds = time.get("2025-08-04 21:00".len()..).unwrap_or_default();
    seconds.starts_with(":00") || !seconds.starts_with(':')
}

/// Returns how many cells a label takes, whose letters take one each.
fn cells_of(label: &str) -> usize {
    label.chars().count()
}

fn of_expression(expression: &Expression, detail: Detail) -> String {
    match expression {
        Expression::Date(date) => of_date(date, detail),
        Expression::Instant(instant, clock) => of_instant(instant, *clock, detail),
        Expression::Interval(interval) => of_interval(interval, detail),
        Expression::Set(set) => of_set(set, detail),
    }
}

fn of_instant(instant: &DateTime, clock: Clock, detail: Detail) -> String {
    if detail < Detail::Clock {
        return of_date(&instant.date, detail);
    }
    let text = Expression::Instant(*instant, clock).canonical().replace('T', " ");
    if detail == Detail::All {
        return text;
    }
    text.get(.."2025-08-04 21:00".len()).unwrap_or(&text).to_owned()
}

fn of_interval(interval: &Interval, detail: Detail) -> String {
    match (&interval.start, &interval.end) {
        (End::Date(from), End::Date(to)) => range(from, to, detail),
        (End::OnOrBefore(_) | End::OnOrAfter(_), _)
        | (_, End::OnOrBefore(_) | End::OnOrAfter(_)) => {
            // Two dots more would not be understood, so these keep the stroke.
            format!("{}/{}", of_end(&interval.start, detail), of_end(&interval.end, detail))
        }
        _ => {
            let mark = |end: &End| match end {
                End::Open => String::new(),
                End::Unknown => "?".to_owned(),
                dated => of_end(dated, detail),
            };
            format!("{}..{}", mark(&interval.start), mark(&interval.end))
        }
    }
}

fn of_end(end: &End, detail: Detail) -> String {
    match end {
        End::Date(date) => of_date(date, detail),
        End::OnOrBefore(date) => format!("..{}", of_date(date, detail)),
        End::OnOrAfter(date) => format!("{}..", of_date(date, detail)),
        End::Open => "..".to_owned(),
        End::Unknown => String::new(),
    }
}

fn of_set(set: &Set, detail: Detail) -> String {
    let member = |element: &SetElement, detail| match element {
        SetElement::Date(date) => of_date(date, detail),
        SetElement::OnOrBefore(date) => format!("..{}", of_date(date, detail)),
        SetElement::OnOrAfter(date) => format!("{}..", of_date(date, detail)),
        SetElement::Range(from, to) => range(from, to, detail),
    };
    if let [one] = set.elements.as_slice() {
        return member(one, detail);
    }
    // A long set would not fit, and writing it out for each frame would be slow.
    if detail == Detail::All && set.elements.len() <= 8 {
        let members: Vec<String> = set.elements.iter().map(|e| member(e, detail)).collect();
        return members.join(",");
    }
    // What remains is where the set begins and ends.
    let ends = set.elements.iter().map(|element| match element {
        SetElement::Date(date) => (Some(date), Some(date)),
        SetElement::OnOrBefore(date) => (None, Some(date)),
        SetElement::OnOrAfter(date) => (Some(date), None),
        SetElement::Range(from, to) => (Some(from), Some(to)),
    });
    let (starts, ends): (Vec<_>, Vec<_>) = ends.unzip();
    let starts: Option<Vec<&Date>> = starts.into_iter().collect();
    let ends: Option<Vec<&Date>> = ends.into_iter().collect();
    let first = starts.and_then(|s| s.into_iter().min_by_key(|date| bounds::of_date(date).first()));
    let last = ends.and_then(|e| e.into_iter().max_by_key(|date| bounds::of_date(date).last()));
    match (first, last) {
        (Some(first), Some(last)) => range(first, last, detail),
        (first, last) => {
            let text = |date: Option<&Date>| date.map_or_else(String::new, |d| of_date(d, detail));
            format!("{}..{}", text(first), text(last))
        }
    }
}

/// Writes two dates and leaves out what they repeat: `2025-01..08-03`, `2025-01-01..18`, `4.59..4.45 Ga`.
fn range(from: &Date, to: &Date, detail: Detail) -> String {
    let (first, last) = (of_date(from, detail), of_date(to, detail));
    if first == last {
        return first;
    }
    for unit in [" Ga", " Ma"] {
        let number = |label: &str| Some(label.strip_suffix(" ago")?.strip_suffix(unit)?.to_owned());
        if let (Some(first), Some(last)) = (number(&first), number(&last)) {
            return format!("{first}..{last}{unit}");
        }
    }
    let repeated =
        if is_iso(from, detail) && is_iso(to, detail) { shared(&first, &last) } else { 0 };
    format!("{first}..{}", last.get(repeated..).unwrap_or_default())
}

/// Returns how many bytes of the second of two ISO dates the first one makes clear.
fn shared(first: &str, last: &str) -> usize {
    /// `2025-`
    const YEAR: usize = 5;
    /// `2025-08-`
    const MONTH: usize = 8;
    let same = |n| first.len() > n && last.len() > n && first.get(..n) == last.get(..n);
    if same(MONTH) {
        MONTH
    } else if same(YEAR) {
        YEAR
    } else {
        0
    }
}

/// Tells whether a date is labelled `2025-08` or `2025-08-03`, without any mark.
fn is_iso(date: &Date, detail: Detail) -> bool {
    let date = cut(date, detail);
    let is_plain = !date.has_unspecified() && !date.is_uncertain() && !date.is_approximate();
    is_plain
        && date.month.is_some()
        && date.precision() != Precision::Season
        && matches!(date.year.kind, YearKind::Standard { negative: false, .. })
}

fn of_date(date: &Date, detail: Detail) -> String {
    let date = cut(date, detail);
    let about = if date.is_approximate() { "c." } else { "" };
    let possibly = if date.is_uncertain() { "?" } else { "" };
    let date = unqualified(date);
    let text = match date.month {
        None => of_year(&date, detail),
        Some(month) if date.precision() == Precision::Season => {
            let season = season(month.value().unwrap_or_default());
            format!("{}{season}", Expression::Date(Date { month: None, ..date }).canonical())
        }
        Some(month) => before_christ(&date, month, detail)
            .unwrap_or_else(|| Expression::Date(date).canonical()),
    };
    format!("{about}{text}{possibly}")
}

/// Returns a month or a day of a year before Christ, `15 Mar 44 BC`: ISO's `-0043` misleads by a year.
fn before_christ(date: &Date, month: DateField, detail: Detail) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    date.year.value().filter(|year| *year <= 0)?;
    let month = MONTHS.get(usize::from(month.value()?).checked_sub(1)?)?;
    let year = of_year(&Date { month: None, day: None, ..*date }, detail);
    match date.day {
        None => Some(format!("{month} {year}")),
        Some(day) => Some(format!("{} {month} {year}", day.value()?)),
    }
}

/// Leaves out what is finer than the detail, and what is not specified at the end.
fn cut(date: &Date, detail: Detail) -> Date {
    let is_stated = |part: &DateField| part.digits.iter().any(Option::is_some);
    let day = date.day.filter(|day| detail >= Detail::Day && is_stated(day));
    let month =
        date.month.filter(|month| detail >= Detail::Month && (is_stated(month) || day.is_some()));
    Date { month, day, ..*date }
}

fn unqualified(mut date: Date) -> Date {
    let plain = |part| DateField { qualifier: Qualifier::default(), ..part };
    date.year.qualifier = Qualifier::default();
    Date { month: date.month.map(plain), day: date.day.map(plain), ..date }
}

fn of_year(date: &Date, detail: Detail) -> String {
    if let Some(ago) = Ago::of(&date.year) {
        return ago.label();
    }
    if let Some(decade) = year::decade(&date.year) {
        return format!("{decade}s");
    }
    match (bounds::years(date), date.year.value()) {
        (Some((first, last)), _) if first == last => year::label(first),
        // The estimate is shorter than the years that it stands for.
        (Some(_), Some(estimate)) if detail == Detail::Year => {
            format!("~{}", year::label(estimate))
        }
        (Some((first, last)), Some(_)) => {
            format!("{}..{}", year::label(first), year::label(last))
        }
        // Unspecified digits, or a year that 64 bits do not hold.
        _ => Expression::Date(*date).canonical(),
    }
}

/// Returns what follows the year for a season or another part of it.
fn season(code: u8) -> String {
    let text = match code {
        21 | 25 | 29 => " spring".to_owned(),
        22 | 26 | 30 => " summer".to_owned(),
        23 | 27 | 31 => " autumn".to_owned(),
        24 | 28 | 32 => " winter".to_owned(),
        33..=36 => format!("-Q{}", code - 32),
        37..=39 => format!(" {}/3", code - 36),
        _ => format!("-H{}", code.saturating_sub(39)),
    };
    let hemisphere = match code {
        25..=28 => " N",
        29..=32 => " S",
        _ => "",
    };
    format!("{text}{hemisphere}")
}

#[cfg(test)]
mod tests {
    use crate::domain::When;

    #[test]
    fn leaves_out_of_a_label_what_does_not_fit() {
        let label = |text, cells| When::parse(text).unwrap().label_in(cells, "…");
        let captivity = "2023-12-01/2024-12-18";
        assert_eq!(label(captivity, 30), "2023-12-01..2024-12-18");
        assert_eq!(label(captivity, 17), "2023-12..2024-12…");
        assert_eq!(label(captivity, 16), "2023..2024…");
        assert_eq!(label(captivity, 3), "2023..2024…");
        let instant = "1985-04-12T23:20:30+04:30";
        assert_eq!(label(instant, 25), "1985-04-12 23:20:30+04:30");
        assert_eq!(label(instant, 24), "1985-04-12 23:20…");
        assert_eq!(label(instant, 12), "1985-04-12…");
        assert_eq!(label("2004?-06-11", 9), "2004-06?…");
        assert_eq!(label("2004-06-~11", 8), "2004-06…");
        assert_eq!(label("2024-03-12/2024-05-20", 17), "2024-03-12..05-20");
        assert_eq!(label("2025-01/2025-08-03", 10), "2025…");
        assert_eq!(label("Y-4590000000/Y-4450000000", 17), "4.59..4.45 Ga");
        assert_eq!(label("[1667,1668,1670..1672]", 30), "1667,1668,1670..1672");
    }
}
