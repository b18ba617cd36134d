//! Durations against tables; the sibling compares them with a slow count.

mod oracle;

use super::*;

fn when(text: &str) -> When {
    When::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn now() -> Moment {
    Moment::from_civil(2025, 9, 1, 12, 0, 0).unwrap()
}

/// Splits a table into its rows and cells.
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    let lines = table.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        cells.try_into().unwrap_or_else(|_| panic!("{line}"))
    })
}

fn text_of(length: Option<Length>) -> String {
    length.map_or_else(|| "none".to_owned(), |length| length.text())
}

/// Checks how long things lasted until noon of 1 September 2025.
#[track_caller]
fn check_lengths(table: &str) {
    let wrong: Vec<String> = rows(table)
        .filter_map(|[written, text]| {
            let is = text_of(when(written).length(now()));
            (is != text).then(|| format!("{written}: {is}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Checks how the second of two dates lies to the first: from its start, the gap between them, and whether
/// they overlap.
#[track_caller]
fn check_relations(table: &str) {
    let wrong: Vec<String> = rows(table)
        .filter_map(|[a, b, text, gap, overlap]| {
            let (from, to) = (when(a), when(b));
            let relation = between(&from, &to);
            let name = format!("{:?}", relation.overlap).to_lowercase();
            let is = [relative(&from, &to), text_of(relation.gap), name];
            (is != [text, gap, overlap]).then(|| format!("{a} {b}: {is:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tells_how_long_it_lasted() {
    check_lengths(
        r"
        2025-01/2025-08-03       | between 184 and 214 days
        2025-01-18/2025-08-03    | 197 days
        2025-01-01/2025-01-18    | 17 days
        2025-01-01/2025-01-02    | 1 day
        2025-01-01/2025-01-01    | less than a day
        2025-01/2025-01-18       | up to 17 days
        2025-01/2025-01          | up to 1 month
        2025-01/2025-02          | up to 2 months
        2024-03/2024-09          | 5 to 7 months
        2024-01/2024-12          | 10 to 12 months
        2025/2025                | up to 1 year
        2024/2025                | up to 2 years
        2012/2025                | 12 to 14 years
        2012-05/2025-06          | between 13 years and 13 years 2 months
        2012/2025-06             | 12 to 14 years
        2012/2013-02-03          | 1 to 14 months
        2024/2025-08-03          | 7 to 20 months
        2024/2025-01-02          | up to 13 months
        2024-02-29/2025-02-28    | 1 year
        2024-08-03/2025-08-03    | 1 year
        2024-08-03/2025-08-23    | 1 year 20 days
        2020-08-03/2025-02-05    | 4 years 6 months
        1914-07-28/1918-11-11    | 4 years 3 months
        1337-05-24/1453-10-19    | 116 years
        1990-05/1995-06-17       | between 5 years and 5 years 2 months
        202X/2030                | up to 11 years
        19XX/20XX                | up to 200 years
        2024-05-01~/2024-07-15   | about 75 days
        2024-05-01?/2024-07-15   | possibly 75 days
        2012~/2022               | about 10 years
        2012~/2022?              | possibly about 10 years
        {2025-01-01..2025-01-18} | 17 days
        {1960,1961-12}           | 11 to 24 months
        ",
    );
}

#[test]
fn tells_how_long_it_goes_on() {
    check_lengths(
        r"
        2012/..        | 12 to 14 years so far
        2012-01-17/..  | 13 years 7 months so far
        2015~/..       | about 10 years so far
        2015-08/..     | between 10 years and 10 years 1 month so far
        ..2015-08/..   | at least 10 years so far
        2025-08-31/..  | 1 day so far
        2025-09-01/..  | less than a day so far
        2025/..        | up to 8 months so far
        2026/..        | none
        /..            | none
        2012/          | none
        /2024          | none
        ../2024        | none
        2012/2020..    | at least 7 years
        2024/2025-02.. | at least 1 month
        ",
    );
}

#[test]
fn counts_deep_time_in_the_figures_that_were_stated() {
    check_lengths(
        r"
        Y-138E8S3/2025             | 13.8 billion years
        Y-13800000000/Y-4540000000 | 9.3 billion years
        Y-66000000/Y-56000000      | 10 million years
        Y-170000002/2025           | 170,002,026 to 170,002,028 years
        Y-9E100/2025               | at least 292 billion years
        2025/Y9E100                | at least 292 billion years
        Y-9E100/Y9E100             | at least 584 billion years
        ",
    );
}

#[test]
fn tells_how_much_later_it_was() {
    check_relations(
        r"
        2025-05-03               | 2025-05-06               | 3 days later                             | 3 days                   | never
        2025-05-03               | 2025-05-03               | the same day                             | less than a day          | possibly
        2025-05-03?              | 2025-05-03               | possibly the same day                    | possibly less than a day | possibly
        2025-05-03~              | 2025-05-03               | about the same day                       | less than a day          | possibly
        2025-05                  | 2025-05                  | the same month                           | none                     | possibly
        2025                     | 2025                     | the same year                            | none                     | possibly
        2025                     | 2026                     | up to 2 years later                      | up to 2 years            | never
        2025-05                  | 2025-06                  | up to 2 months later                     | up to 2 months           | never
        2025-02                  | 2025-08                  | 5 to 7 months later                      | 5 to 7 months            | never
        [2025-01-01..2025-01-18] | 2025-07-01               | 5 to 6 months later                      | between 164 and 181 days | never
        [2025-01-01..2025-01-18] | 2025-08-03               | 6 to 8 months later                      | between 197 and 214 days | never
        [2025-01-01..2025-01-18] | 2025-01-18               | the same day or up to 17 days later      | up to 17 days            | possibly
        [2025-01-01..2025-01-18] | 2025-01-19               | 1 to 18 days later                       | between 1 and 18 days    | never
        [2025-01-01..2025-01-18] | [2025-01-01..2025-01-18] | up to 17 days earlier or later           | none                     | possibly
        [2025-01-01..2025-01-18] | 2025-01-10               | up to 8 days earlier or 9 days later     | none                     | possibly
        2025-01                  | 2025-07-15               | 5 to 7 months later                      | between 165 and 195 days | never
        2025-01                  | 2025-01-18               | up to 13 days earlier or 17 days later   | none                     | possibly
        2025-01-18               | 2025-08-03               | 197 days later                           | 197 days                 | never
        2020-01-18               | 2025-08-03               | 5 years 6 months later                   | 5 years 6 months         | never
        2020-01-18               | 2025-01-19               | 5 years 1 day later                      | 5 years 1 day            | never
        2025                     | 2025-05                  | up to 8 months earlier or 5 months later | none                     | possibly
        2025                     | 2025-08-03               | up to 5 months earlier or 8 months later | none                     | possibly
        2024                     | 2025-01-02               | up to 13 months later                    | up to 13 months          | never
        2024                     | 2025-01-01               | up to 12 months later                    | up to 12 months          | never
        2012                     | 2025                     | 12 to 14 years later                     | 12 to 14 years           | never
        2012~                    | 2025                     | about 13 years later                     | about 13 years           | never
        2012?                    | 2025-03                  | possibly 12 to 14 years later            | possibly 12 to 14 years  | never
        199X                     | 201X                     | 10 to 30 years later                     | 10 to 30 years           | never
        2025-21                  | 2025-10                  | 4 to 8 months later                      | 4 to 8 months            | never
        2025-01                  | 2025                     | up to 1 month earlier or 12 months later | none                     | possibly
        1500                     | 2025-01-01               | 524 to 525 years later                   | 524 to 525 years         | never
        [1667,1760-12]           | 1800                     | 39 to 134 years later                    | 39 to 134 years          | never
        ",
    );
}

#[test]
fn does_without_what_nobody_knows() {
    check_relations(
        r"
        [..2025-08-05] | 2025-09-01     | at least 27 days later           | at least 27 days | never
        [..2025-08-05] | 2025-05-01     | up to 4 months earlier, or later | none             | possibly
        [2025-08-05..] | 2025-05-01     | at least 3 months earlier        | at least 96 days | never
        [2025-08-05..] | 2025-09-01     | earlier, or up to 27 days later  | none             | possibly
        2025-08-05     | [2025-08-05..] | the same day or later            | none             | possibly
        2025-08-05     | /..            | order unknown                    | none             | possibly
        ",
    );
}

#[test]
fn tells_what_went_on_at_the_same_time() {
    check_relations(
        r"
        /2025-08-03           | 2025-09-01            | at least 29 days later            | 29 days         | never
        2025-01/2025-08-03    | 2025-08-04            | 6 to 8 months later               | 1 day           | never
        2025-01/2025-08-03    | 2025-05-04            | 3 to 5 months later, overlapping  | none            | surely
        2025-01/2025-08-03    | 2025-08-03            | 6 to 8 months later               | less than a day | possibly
        2012/..               | 2025-08-03            | 12 to 14 years later, overlapping | none            | surely
        2012/..               | /..                   | overlapping                       | none            | surely
        2012/..               | 2024/..               | 11 to 13 years later, overlapping | none            | surely
        2025-01-01/2025-01-05 | 2025-01-05/2025-01-09 | 4 days later                      | less than a day | possibly
        2025-01-01/2025-01-05 | 2025-01-01/2025-01-09 | the same day                      | none            | surely
        2025-01-01/2025-01-05 | 2025-01-06/2025-01-09 | 5 days later                      | 1 day           | never
        2025-01/2025-02       | 2025-03/2025-04       | 1 to 3 months later               | up to 2 months  | never
        2024-11-20/2025       | 2025-01               | 42 to 72 days later               | none            | possibly
        ",
    );
}

#[test]
fn tells_instants_apart_in_hours_and_days_where_they_were() {
    check_relations(
        r"
        2025-08-04T21:00Z      | 2025-08-04T23:14Z    | 2 h 14 min later    | 2 h 14 min             | never
        2000-09-03T00:10       | 2010-09-03T01:00     | 10 years later      | 10 years               | never
        2025-08-04T21:00:00Z   | 2025-08-04T21:00:45Z | 45 s later          | 45 s                   | never
        2025-08-04T21:00:00Z   | 2025-08-04T21:00Z    | the same minute     | less than a minute     | possibly
        2025-08-04T21:00:00Z   | 2025-08-07T23:14:10Z | 3 days 2 h later    | 3 days 2 h             | never
        2025-08-04T21:00:00Z   | 2025-08-24T20:14:10Z | 19 days later       | 19 days                | never
        2025-08-04T23:00:00-04 | 2025-08-04           | the same day        | less than a day        | possibly
        2025-08-04T23:00:00-04 | 2025-08-05T03:00:00Z | the same second     | less than a second     | possibly
        2025-08-04T23:00Z      | 2025-08-06           | 2 days later        | 2 days                 | never
        2025-08-04T23:00Z      | 2025-09              | 28 to 57 days later | between 28 and 57 days | never
        ",
    );
}

#[test]
fn rounds_distances_in_deep_time() {
    check_relations(
        r"
        Y-138E8S3   | 2025-08-03 | 13.8 billion years later           | 13.8 billion years         | never
        Y-138E8S3   | Y-454E7    | 9.3 billion years later            | 9.3 billion years          | never
        Y-66E6      | Y-66000000 | about the same time                | none                       | possibly
        Y-66E6      | Y-66000001 | up to 1 million years earlier      | up to 1 million years      | never
        -0043-03-15 | 2025-08-03 | 2068 years later                   | 2068 years                 | never
        -0043       | 2025       | 2067 to 2069 years later           | 2067 to 2069 years         | never
        Y-12000     | 2025       | 14,000 years later                 | 14,000 years               | never
        Y-16999     | 2025       | 19,000 years later                 | 19,000 years               | never
        Y9E100      | 2025       | at least 292 billion years earlier | at least 292 billion years | never
        Y-9E100     | Y9E100     | at least 584 billion years later   | at least 584 billion years | never
        Y-9E100     | Y-9E100    | order unknown                      | none                       | possibly
        ",
    );
}
