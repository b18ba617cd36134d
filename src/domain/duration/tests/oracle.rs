//! Durations against a slow count: every day that either date may mean, day by day and month by month.

use chrono::{Datelike, Days, Months, NaiveDate};
use proptest::prelude::*;

use super::*;

/// A date of some precision, and every day that it may mean.
#[derive(Debug, Clone)]
struct Case {
    text: String,
    days: Vec<NaiveDate>,
}

impl Case {
    fn new(text: String, first: NaiveDate, last: NaiveDate) -> Self {
        let days = first.iter_days().take_while(|day| *day <= last).collect();
        Self { text, days }
    }

    fn is_month(&self) -> bool {
        self.text.len() == 7
    }

    fn is_year(&self) -> bool {
        self.text.len() == 4
    }
}

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..41 * 365).prop_map(|n| ymd(1990, 1, 1) + Days::new(n))
}

/// A day, a month or a year.
fn plain() -> impl Strategy<Value = Case> {
    prop_oneof![
        3 => day().prop_map(|day| Case::new(day.to_string(), day, day)),
        3 => day().prop_map(month_of),
        1 => (1990..2031_i32).prop_map(|y| Case::new(y.to_string(), ymd(y, 1, 1), ymd(y, 12, 31))),
    ]
}

/// One day of several.
fn run() -> impl Strategy<Value = Case> {
    (day(), 1_u64..60).prop_map(|(first, n)| {
        let last = first + Days::new(n);
        Case::new(format!("[{first}..{last}]"), first, last)
    })
}

fn month_of(day: NaiveDate) -> Case {
    let first = ymd(day.year(), day.month(), 1);
    let last = first + Months::new(1) - Days::new(1);
    Case::new(first.format("%Y-%m").to_string(), first, last)
}

/// Two dates, every second time near each other, where their days mix.
fn pair(case: impl Strategy<Value = Case> + 'static) -> impl Strategy<Value = (Case, Case)> {
    let case = case.boxed();
    (case.clone(), case, any::<bool>(), 0_u64..90).prop_map(|(a, b, is_near, shift)| {
        let day = a.days[0] + Days::new(shift);
        match (is_near, b.is_month()) {
            (false, _) => (a, b),
            (true, true) => (a, month_of(day)),
            (true, false) => (a, Case::new(day.to_string(), day, day)),
        }
    })
}

/// Returns the least and the most days from a day of `a` to a day of `b`, by trying them all.
fn slow_days<'a>(a: &'a Case, b: &'a Case, keep: impl Fn(i64) -> bool) -> Option<(i64, i64)> {
    let mut found: Option<(i64, i64)> = None;
    for from in &a.days {
        for to in &b.days {
            let n = (*to - *from).num_days();
            if keep(n) {
                let (least, most) = found.unwrap_or((n, n));
                found = Some((least.min(n), most.max(n)));
            }
        }
    }
    found
}

/// A number of months and of days, as a text states it.
#[derive(Debug, Clone, Copy, Default)]
struct Stated {
    months: u32,
    days: u64,
}

impl Stated {
    /// Reads "5 years 6 months"; a number without a unit has that of the other number.
    fn read(text: &str, unit: &str) -> Self {
        let mut stated = Self::default();
        let words: Vec<&str> = text.split_whitespace().collect();
        for pair in words.chunks(2) {
            let n: u32 = pair[0].parse().unwrap_or_else(|_| panic!("{text}"));
            match pair.get(1).unwrap_or(&unit).trim_end_matches('s') {
                "day" => stated.days += u64::from(n),
                "month" => stated.months += n,
                "year" => stated.months += n * 12,
                _ => panic!("{text}"),
            }
        }
        stated
    }

    fn after(self, day: NaiveDate) -> NaiveDate {
        day + Months::new(self.months) + Days::new(self.days)
    }
}

/// Returns the two bounds that a text states; of an exact one the second is one more of its last unit.
fn bounds_of(text: &str) -> (Stated, Stated) {
    let unit = text.split_whitespace().last().unwrap();
    if text.starts_with("less than a ") {
        return (Stated::default(), Stated::default());
    }
    if let Some(most) = text.strip_prefix("up to ") {
        return (Stated::default(), Stated::read(most, unit));
    }
    let bare = text.strip_prefix("between ").unwrap_or(text);
    if let Some((low, high)) = bare.split_once(" and ").or_else(|| bare.split_once(" to ")) {
        return (Stated::read(low, unit), Stated::read(high, unit));
    }
    let exact = Stated::read(text, unit);
    let more = match unit.trim_end_matches('s') {
        "day" => exact,
        "month" => Stated { months: exact.months + 1, ..exact },
        _ => Stated { months: exact.months + 12, ..exact },
    };
    (exact, more)
}

/// Checks that every length that the dates allow lies within the text.
fn check_truth(text: &str, a: &Case, b: &Case, ordered: bool) -> Result<(), TestCaseError> {
    let (low, high) = bounds_of(text);
    // The first and the last days and every seventh between them: months are slow to count.
    let some = |case: &Case| -> Vec<NaiveDate> {
        let ends = case.days.first().into_iter().chain(case.days.last());
        ends.chain(case.days.iter().step_by(7)).copied().collect()
    };
    for from in some(a) {
        for to in some(b) {
            if ordered && to < from {
                continue;
            }
            prop_assert!(low.after(from) <= to, "{text}: {from} {to}");
            prop_assert!(to <= high.after(from), "{text}: {from} {to}");
        }
    }
    Ok(())
}

/// Checks that a text has no number that is finer than the dates.
fn check_grain(text: &str, a: &Case, b: &Case) -> Result<(), TestCaseError> {
    let has = |word| text.contains(word) && !text.contains("less than");
    let coarse = |case: &Case| case.is_month() || case.is_year();
    prop_assert!(!(has("day") && coarse(a) && coarse(b)), "{a:?} {b:?}: {text}");
    prop_assert!(!(has("day") && (a.is_year() || b.is_year())), "{a:?} {b:?}: {text}");
    prop_assert!(!(has("month") && a.is_year() && b.is_year()), "{a:?} {b:?}: {text}");
    prop_assert!(!text.contains(" h") && !text.contains("min"), "{a:?} {b:?}: {text}");
    Ok(())
}

fn days_of(length: &Length) -> (i64, Option<i64>) {
    let days = |seconds: u64| (seconds / 86_400) as i64;
    (days(length.least()), length.most().map(days))
}

/// Returns a text as seen from the other side.
fn mirrored(text: &str) -> String {
    text.replace("later", "<").replace("earlier", "later").replace('<', "earlier")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn counts_what_lasted_like_the_slow_count((a, b) in pair(plain())) {
        let (a, b) = if a.days[0] <= b.days[0] { (a, b) } else { (b, a) };
        let when = when(&format!("{}/{}", a.text, b.text));
        let length = when.length(now()).unwrap();
        let (least, most) = slow_days(&a, &b, |days| days >= 0).unwrap();
        prop_assert_eq!(days_of(&length), (least, Some(most)));
        check_truth(&length.text(), &a, &b, true)?;
        check_grain(&length.text(), &a, &b)?;
    }

    #[test]
    fn counts_distances_like_the_slow_count((a, b) in pair(prop_oneof![4 => plain(), 1 => run()])) {
        let (from, to) = (when(&a.text), when(&b.text));
        let relation = between(&from, &to);
        let (least, most) = slow_days(&a, &b, |_| true).unwrap();
        let text = relative(&from, &to);
        check_grain(&text.replace("the same day or ", ""), &a, &b)?;
        match relation.after_start {
            Offset::Same(_) if a.is_month() || a.is_year() => prop_assert_eq!(&a.text, &b.text),
            Offset::Same(_) => prop_assert_eq!((least, most), (0, 0)),
            Offset::Later(length) => {
                prop_assert_eq!(days_of(&length), (least, Some(most)));
                check_truth(&length.text(), &a, &b, false)?;
                let brief = text.replace("the same day or ", "").replace(" later", "");
                check_truth(&brief, &a, &b, false)?;
            }
            Offset::Earlier(length) => {
                prop_assert_eq!(days_of(&length), (-most, Some(-least)));
                check_truth(&length.text(), &b, &a, false)?;
                let brief = text.replace("the same day or ", "").replace(" earlier", "");
                check_truth(&brief, &b, &a, false)?;
            }
            Offset::Either { earlier, later } => {
                prop_assert!(least < 0 && most > 0);
                prop_assert_eq!(days_of(&earlier), (0, Some(-least)));
                prop_assert_eq!(days_of(&later), (0, Some(most)));
                let (before, after) = text.split_once(" or ").unwrap();
                let before = before.trim_end_matches(" earlier");
                check_truth(before, &b, &a, true)?;
                // "Up to 17 days earlier or later" says the number once.
                let after = match after.trim_end_matches("later").trim() {
                    "" => before.to_owned(),
                    after => format!("up to {after}"),
                };
                check_truth(&after, &a, &b, true)?;
            }
            Offset::Unknown => prop_assert!(false, "{} {}", a.text, b.text),
        }
        prop_assert_eq!(relation.gap.is_some(), least >= 0 || most <= 0);
        prop_assert_eq!(relation.overlap == Overlap::Never, least > 0 || most < 0);
    }

    #[test]
    fn holds_for_dates_of_any_shape(a in anything(), b in anything(), now in any::<i64>()) {
        let (Ok(a), Ok(b)) = (When::parse(&a), When::parse(&b)) else { return Ok(()) };
        let (there, back) = (between(&a, &b), between(&b, &a));
        prop_assert_eq!(there.after_start, back.after_start.reversed());
        prop_assert_eq!(there.gap, back.gap);
        prop_assert_eq!(there.overlap, back.overlap);
        let (text, other) = (relative(&a, &b), relative(&b, &a));
        if let Offset::Either { .. } = there.after_start {
            prop_assert!(other.contains("earlier") && other.contains("later"), "{other}");
        } else {
            prop_assert_eq!(mirrored(&text), other);
        }
        let lengths = match there.after_start {
            Offset::Earlier(length) | Offset::Later(length) => vec![length],
            Offset::Either { earlier, later } => vec![earlier, later],
            Offset::Same(_) | Offset::Unknown => Vec::new(),
        };
        let lasted = [a.length(Moment(now)), b.length(Moment(now)), a.length(Moment::MIN), b.length(Moment::MAX)];
        for length in lengths.into_iter().chain(there.gap).chain(lasted.into_iter().flatten()) {
            prop_assert!(length.most().is_none_or(|most| length.least() <= most));
            let text = length.text();
            prop_assert!(!text.starts_with("0 ") && !text.contains(" 0 "), "{text}");
            prop_assert!(!text.contains("  ") && text.trim() == text, "{text}");
        }
        if there.overlap == Overlap::Surely {
            prop_assert!(a.is_lasting() || b.is_lasting());
            prop_assert!(there.gap.is_none_or(|gap| gap.least() == 0));
        }
    }
}

/// Texts that are dates, near ones and the farthest.
fn anything() -> impl Strategy<Value = String> {
    let date = prop_oneof![
        4 => "20[0-3][0-9](-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?[?~%]?",
        1 => "[12X][0-9X]{3}(-2[1-9])?",
        1 => "-?[0-9]{4}(S[1-3])?",
        1 => "Y-?[1-9][0-9]{4,18}",
        1 => "Y-?[1-9][0-9]{0,4}E[0-9]{1,2}(S[1-3])?",
    ]
    .boxed();
    let end = prop_oneof![5 => date.clone(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let member = prop_oneof![
        3 => date.clone(),
        1 => date.clone().prop_map(|date| format!("..{date}")),
        1 => date.clone().prop_map(|date| format!("{date}..")),
        2 => (date.clone(), date.clone()).prop_map(|(a, b)| format!("{a}..{b}")),
    ];
    let members = proptest::collection::vec(member, 1..4).prop_map(|members| members.join(","));
    prop_oneof![
        3 => date.clone(),
        1 => "20[0-3][0-9]-0[1-9]-[0-2][0-9]T[0-2][0-9]:[0-5][0-9](:[0-6][0-9])?(Z|[+-][01][0-9])?",
        3 => (end.clone(), end).prop_map(|(a, b)| format!("{a}/{b}")),
        1 => date.prop_map(|date| format!("..{date}/..")),
        1 => members.clone().prop_map(|members| format!("[{members}]")),
        1 => members.prop_map(|members| format!("{{{members}}}")),
    ]
}
