//! Dates against tables.

mod clocks;
mod properties;

use super::*;

fn when(text: &str) -> When {
    When::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Splits a table into its rows and cells.
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    table.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).chain(["", ""]).take(N).collect();
        cells.try_into().unwrap_or_else(|_| panic!("{line}"))
    })
}

/// Checks a table of expressions, their precision, label and text.
#[track_caller]
fn check(table: &str) {
    let wrong: Vec<String> = rows(table)
        .filter_map(|[written, precision, label, text]| {
            let when = when(written);
            let is = [when.precision().name(), &when.label(), &when.text()];
            (is != [precision, label, text]).then(|| format!("{written}: {is:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn says_the_dates_of_the_article() {
    check(
        r"
        2025-08-03               | day     | 2025-08-03       | 3 August 2025
        [2025-01-01..2025-01-18] | span    | 2025-01-01..18   | one day between 1 and 18 January 2025
        2025-01-18               | day     | 2025-01-18       | 18 January 2025
        2025-01/2025-08-03       | span    | 2025-01..08-03   | January 2025 to 3 August 2025
        2025-08-04               | day     | 2025-08-04       | 4 August 2025
        [2025-08-03..2025-08-05] | span    | 2025-08-03..05   | one day between 3 and 5 August 2025
        /2025-08-03              | open    | ?..2025-08-03    | until 3 August 2025, start unknown
        ../2025-01-18            | open    | ..2025-01-18     | until 18 January 2025, start open
        2015~/..                 | open    | c.2015..         | about 2015, continuing
        [..2025-08-05]           | open    | ..2025-08-05     | on or before 5 August 2025
        /2025-08-05              | open    | ?..2025-08-05    | until 5 August 2025, start unknown
        2025-05                  | month   | 2025-05          | May 2025
        2025-02                  | month   | 2025-02          | February 2025
        /..                      | open    | ?..              | continuing, start unknown
        2024                     | year    | 2024             | 2024
        /2024                    | open    | ?..2024          | until 2024, start unknown
        2025-08-05               | day     | 2025-08-05       | 5 August 2025
        2025-01-20~              | day     | c.2025-01-20     | about 20 January 2025
        2025-01-30               | day     | 2025-01-30       | 30 January 2025
        2012-01-17/..            | open    | 2012-01-17..     | 17 January 2012, continuing
        2020-08-18               | day     | 2020-08-18       | 18 August 2020
        2021-05-24               | day     | 2021-05-24       | 24 May 2021
        2022-01-24               | day     | 2022-01-24       | 24 January 2022
        2022-09-30               | day     | 2022-09-30       | 30 September 2022
        2023-07-26               | day     | 2023-07-26       | 26 July 2023
        2022-08-15               | day     | 2022-08-15       | 15 August 2022
        2023-02-18               | day     | 2023-02-18       | 18 February 2023
        2023-12-22               | day     | 2023-12-22       | 22 December 2023
        2021-12                  | month   | 2021-12          | December 2021
        2025-06-06               | day     | 2025-06-06       | 6 June 2025
        2025-05-12               | day     | 2025-05-12       | 12 May 2025
        2025-02-19               | day     | 2025-02-19       | 19 February 2025
        2025-02-24               | day     | 2025-02-24       | 24 February 2025
        2023-11-06               | day     | 2023-11-06       | 6 November 2023
        2023-12-23               | day     | 2023-12-23       | 23 December 2023
        2025-04-28               | day     | 2025-04-28       | 28 April 2025
        2023-12-01/2024-12-18    | span    | 2023-12..2024-12… | 1 December 2023 to 18 December 2024
        2024-12-18/2024-12-19    | span    | 2024-12-18..19   | 18 to 19 December 2024
        ",
    );
}

#[test]
fn says_days_months_years_and_what_is_unspecified() {
    check(
        r"
        2001-21      | season  | 2001 spring      | spring 2001
        2001-25      | season  | 2001 spring N    | spring 2001 (northern hemisphere)
        2001-31      | season  | 2001 autumn S    | autumn 2001 (southern hemisphere)
        2001-34      | season  | 2001-Q2          | the second quarter of 2001
        2001-37      | season  | 2001 1/3         | the first third of 2001
        2001-41      | season  | 2001-H2          | the second half of 2001
        1984?        | year    | 1984?            | possibly 1984
        2004-06~     | month   | c.2004-06        | about June 2004
        2004-06-11%  | day     | c.2004-06-11?    | possibly about 11 June 2004
        201X         | decade  | 2010s            | the 2010s
        202X         | decade  | 2020s            | the 2020s
        200X         | decade  | 200X             | some year from 2000 to 2009
        20XX         | century | 20XX             | some year from 2000 to 2099
        19XX?        | century | 19XX?            | some year from 1900 to 1999 (uncertain)
        1XXX         | coarser | 1XXX             | some year from 1000 to 1999
        XXXX         | coarser | XXXX             | an unknown year
        1X85         | coarser | 1X85             | some year written 1X85
        2004-XX      | year    | 2004             | some month in 2004
        1985-04-XX   | month   | 1985-04          | some day in April 1985
        1985-XX-XX   | year    | 1985             | some day in 1985
        2004-06~-11  | day     | c.2004-06-11     | 11 June 2004 (year and month approximate)
        2004?-06-11  | day     | 2004-06-11?      | 11 June 2004 (year uncertain)
        ?2004-06-~11 | day     | c.2004-06-11?    | 11 June 2004 (year uncertain, day approximate)
        2004-%06-11  | day     | c.2004-06-11?    | 11 June 2004 (month uncertain and approximate)
        156X-12-25   | decade  | 156X-12-25       | 25 December in the 1560s
        15XX-12-25   | century | 15XX-12-25       | 25 December of some year from 1500 to 1599
        XXXX-12-XX   | coarser | XXXX-12          | some day in December of an unknown year
        1XXX-XX      | coarser | 1XXX             | some month in some year from 1000 to 1999
        1XXX-12      | coarser | 1XXX-12          | December of some year from 1000 to 1999
        1984-1X      | season  | 1984-1X          | October, November or December 1984
        1984-0X      | year    | 1984-0X          | some month from January to September 1984
        1984-X1      | year    | 1984-X1          | January or November 1984
        2004-06-1X   | month   | 2004-06-1X       | some day from 10 to 19 June 2004
        2004-06-X1   | month   | 2004-06-X1       | 1, 11 or 21 June 2004
        2004-06-3X   | month   | 2004-06-3X       | 30 June 2004
        2004-XX-12   | year    | 2004-XX-12       | day 12 of some month in 2004
        2004-XX-1X   | year    | 2004-XX-1X       | some day written 2004-XX-1X
        156X-21      | decade  | 156X spring      | spring of the 1560s
        2001-29      | season  | 2001 spring S    | spring 2001 (southern hemisphere)
        2001-39      | season  | 2001 3/3         | the last third of 2001
        2001-22      | season  | 2001 summer      | summer 2001
        2001-24      | season  | 2001 winter      | winter 2001
        XXXX-12      | coarser | XXXX-12          | December of an unknown year
        200X~        | decade  | c.200X           | some year from 2000 to 2009 (approximate)
        2004-06-XX?  | month   | 2004-06?         | some day in June 2004 (uncertain)
        ",
    );
}

#[test]
fn says_intervals_and_sets() {
    check(
        r"
        ../..                      | open    | ..               | continuing, start open
        ../                        | open    | ..?              | start open, end unknown
        1964/2008                  | span    | 1964..2008       | 1964 to 2008
        2004-02-01/2005            | span    | 2004-02-01..2005 | 1 February 2004 to 2005
        1985/                      | open    | 1985..?          | from 1985, end unknown
        1985-04-12/                | open    | 1985-04-12..?    | from 12 April 1985, end unknown
        [1667,1668,1670..1672]     | span    | 1667..1672…      | one of 1667, 1668 or 1670 to 1672
        {1667,1668,1670..1672}     | span    | 1667..1672…      | 1667, 1668 and 1670 to 1672
        [1760-12..]                | open    | 1760-12..        | in or after December 1760
        [1760-01,1760-02,1760-12..] | open    | 1760-01..…       | one of January 1760, February 1760 or December 1760 or later
        [1667,1760-12]             | span    | 1667,1760-12     | one of 1667 or December 1760
        {1960,1961-12}             | span    | 1960,1961-12     | 1960 and December 1961
        {..1984}                   | open    | ..1984           | in or before 1984
        [..1984]                   | open    | ..1984           | in or before 1984
        {2025-01-01..2025-01-05}   | span    | 2025-01-01..05   | every day from 1 to 5 January 2025
        [1667,1668,1669,1670,1671,1672,1673] | span    | 1667..1673…      | one of 1667, 1668, 1669, 1670, 1671 or 2 more
        2004-06-~01/2004-06-~20    | span    | 2004-06…         | 1 June 2004 (day approximate) to 20 June 2004 (day approximate)
        2004-06-XX/2004-07-03      | span    | 2004-06..07-03   | from some day in June 2004 to 3 July 2004
        ..2015-08/..               | open    | ..2015-08/..     | began in or before August 2015, continuing
        ..2015-08/2025             | open    | ..2015-08/2025   | began in or before August 2015, ended in 2025
        2015-08/2025..             | open    | 2015-08/2025..   | August 2015, ended in or after 2025
        /2025..                    | open    | /2025..          | ended in or after 2025, start unknown
        ..2015-08/                 | open    | ..2015-08/       | began in or before August 2015, end unknown
        2015?/2016~                | span    | 2015?..c.2016    | possibly 2015 to about 2016
        2025-01-05/2025-08-03      | span    | 2025-01-05..08-03 | 5 January to 3 August 2025
        2025-01/2025-08            | span    | 2025-01..08      | January to August 2025
        1985-04-12/..              | open    | 1985-04-12..     | 12 April 1985, continuing
        2025/2025                  | span    | 2025             | within 2025
        2025-08-03/2025-08-03      | span    | 2025-08-03       | within 3 August 2025
        [2025..2025]               | span    | 2025             | 2025
        [1984]                     | year    | 1984             | 1984
        ",
    );
}

#[test]
fn says_times_of_day() {
    check(
        r"
        1985-04-12T23:20:30       | second  | 1985-04-12 23:20… | 12 April 1985, 23:20:30
        1985-04-12T23:20:30Z      | second  | 1985-04-12 23:20… | 12 April 1985, 23:20:30 UTC
        1985-04-12T23:20:30-04    | second  | 1985-04-12 23:20… | 12 April 1985, 23:20:30 (UTC-4)
        1985-04-12T23:20:30+04:30 | second  | 1985-04-12 23:20… | 12 April 1985, 23:20:30 (UTC+4:30)
        2025-08-04T21:00          | minute  | 2025-08-04 21:00 | 4 August 2025, 21:00
        2025-08-04T21:00Z         | minute  | 2025-08-04 21:00Z | 4 August 2025, 21:00 UTC
        2025-08-05T21:00:00Z      | second  | 2025-08-05 21:00 | 5 August 2025, 21:00 UTC
        2025-08-04T21:00+01       | minute  | 2025-08-04 21:00 | 4 August 2025, 21:00 (UTC+1)
        ",
    );
}

#[test]
fn says_years_before_christ_and_deep_time() {
    check(
        r"
        Y170000002    | year    | 170,000,002      | the year 170,000,002
        Y-170000002   | year    | 170,000,003 BC   | 170,000,003 BC
        Y-17E7        | year    | 170 Ma ago       | 170 million years ago
        Y-138E8S3     | coarser | 13.8 Ga ago      | 13.8 billion years ago
        Y-66043E3     | year    | 66.045 Ma ago    | 66.045 million years ago
        Y-13800000000 | year    | 13.8 Ga ago      | 13.8 billion years ago
        Y-17000       | year    | 17,000 BC        | 17,000 BC
        Y12000        | year    | 12,000           | the year 12,000
        Y9E100        | coarser | Y9E100           | the year 9 times 10^100
        Y-9E100       | coarser | Y-9E100          | 9 times 10^100 years ago
        Y-66000000?   | year    | 66 Ma ago?       | possibly 66 million years ago
        1950S2        | century | 1900..1999       | some year from 1900 to 1999, estimated as 1950
        1900S2        | century | 1900..1999       | some year from 1900 to 1999
        -1950S2       | century | 2000 BC..1901 BC | some year from 2000 BC to 1901 BC, estimated as 1951 BC
        Y171010000S3  | coarser | ~171,010,000…    | some year from 171,000,000 to 171,999,999, estimated as 171,010,000
        Y3388E2S3     | coarser | 338,000..338,999 | some year from 338,000 to 338,999, estimated as 338,800
        -1985         | year    | 1986 BC          | 1986 BC
        -0043-03-15   | day     | 15 Mar 44 BC     | 15 March 44 BC
        0000          | year    | 1 BC             | 1 BC
        0476          | year    | AD 476           | AD 476
        -0049/-0043   | span    | 50 BC..44 BC     | 50 BC to 44 BC
        1950S2~       | century | c.1900..1999     | some year from 1900 to 1999, estimated as 1950 (approximate)
        ",
    );
}

#[test]
fn tells_people_what_is_wrong() {
    let wrong: Vec<String> = rows(
        r#"
        13/01/2025 | 0 | the year comes first, then the month, then the day | 2025-01-13
        01/13/2025 | 0 | the year comes first, then the month, then the day | 2025-01-13
        01/02/2025 | 0 | the year comes first, then the month, then the day: is this 1 February or 2 January? |
        5.8.2025 | 0 | the year comes first, then the month, then the day: is this 5 August or 8 May? |
        2025-13 | 5 | there is no month 13; months are 01 to 12, and 21 to 41 are seasons, quarters and other parts of a year |
        2025-02-30 | 8 | there is no 30 February 2025: the month has 28 days |
        1900-02-29 | 8 | there is no 29 February 1900: the month has 28 days |
        May 2025 | 0 | a date is written in digits, as in 2025, 2025-05 or 2025-05-03 | 2025-05
        3 August 2025 | 0 | a date is written in digits, as in 2025, 2025-05 or 2025-05-03 | 2025-08-03
        August 3rd, 2025 | 0 | a date is written in digits, as in 2025, 2025-05 or 2025-05-03 | 2025-08-03
        3 Aug. 2025 | 0 | a date is written in digits, as in 2025, 2025-05 or 2025-05-03 | 2025-08-03
        2025/1/5 | 0 | between year, month and day stand hyphens; a stroke is for intervals | 2025-01-05
        2025-1-5 | 6 | a month has two digits, as in 2025-05 | 2025-01-05
        2025/05 | 0 | between year, month and day stand hyphens; a stroke is for intervals | 2025-05
        unknown | 0 | an unknown date is told as far as it is known: 202X, [..2025-08-05]; without any, write date: "undated" |
        open | 0 | what goes on is an interval with an open end: 2012/.., or /.. if nobody knows since when |
        2004-01-01/open | 11 | an open end is written .. and an unknown end is left empty: 2004/.. or /2004 | 2004-01-01/..
        unknown/2006 | 0 | an open end is written .. and an unknown end is left empty: 2004/.. or /2004 | /2006
        198u | 3 | the letters X, Y, E, S, T and Z are capitals, and an unspecified digit is X | 198X
        1985-uu | 5 | the letters X, Y, E, S, T and Z are capitals, and an unspecified digit is X | 1985-XX
        1985-xx | 5 | the letters X, Y, E, S, T and Z are capitals, and an unspecified digit is X | 1985-XX
        y170000002 | 0 | the letters X, Y, E, S, T and Z are capitals, and an unspecified digit is X | Y170000002
        Y-17e7 | 2 | the letters X, Y, E, S, T and Z are capitals, and an unspecified digit is X | Y-17E7
        1950p2 | 4 | after the year comes a hyphen and the month, as in 2025-05 |
        1984?~ | 5 | uncertain and approximate together is % | 1984%
        2004-(06)?-11 | 5 | a month has two digits, as in 2025-05 |
        -Y170000002 | 1 | a date begins with a year of four digits, as in 2025 | Y-170000002
        Y1985 | 1 | Y is only for years of more than four digits | 1985
        17000 | 0 | a year of more than four digits has a Y before it | Y17000
        -17000 | 0 | a year of more than four digits has a Y before it | Y-17000
        20250118 | 0 | between year, month and day stand hyphens | 2025-01-18
        202505 | 0 | between year, month and day stand hyphens | 2025-05
        20050924T100000 | 0 | a time of day needs a whole day before it, as in 2025-08-04T21:00 | 2005-09-24T10:00:00
        [1667, 1668] | 6 | a date has no spaces in it | [1667,1668]
        {1960, 1961-12} | 6 | a date has no spaces in it | {1960,1961-12}
        2004-06-01/P3M | 11 | an interval is written as two dates, not as a date and a length |
        P3M/2004-06-01 | 0 | an interval is written as two dates, not as a date and a length |
        2004-06-01T10:00:00/2004-06-02T10:00:00 | 10 | an interval has no times of day | 2004-06-01/2004-06-02
        2025-08-03/2025-01 | 11 | it ends before it begins |
        2025-08-04 21:00 | 10 | between the day and the time stands a T | 2025-08-04T21:00
        2025-08-04 9:30 | 10 | between the day and the time stands a T | 2025-08-04T09:30
        2025-08-04T25:00 | 11 | hours are 00 to 23; midnight is 00:00 of the next day |
        2025-08-04T21:00+15 | 16 | no place is more than 14 hours away from UTC |
        2025-08-04T21:0 | 11 | a time of day is written 21:00 or 21:00:30 | 2025-08-04T21:00
        2025-08-04T21 | 11 | a time of day is written 21:00 or 21:00:30 |
        c. 1984 | 0 | "about" is written as ~ after the date | 1984~
        ca 1984 | 0 | "about" is written as ~ after the date | 1984~
        circa May 2025 | 0 | "about" is written as ~ after the date | 2025-05~
        1980s | 0 | a decade is written with an X for its last digit | 198X
        the 1980s | 0 | a decade is written with an X for its last digit | 198X
        44 BC | 0 | years BC are written with a minus and one less, because the year 0 is 1 BC | -0043
        AD 43 | 2 | a date has no spaces in it | 0043
        Q1 2020 | 0 | a quarter is 33 to 36 in the place of the month | 2020-33
        2020-Q1 | 0 | a quarter is 33 to 36 in the place of the month | 2020-33
        2020Q1 | 0 | a quarter is 33 to 36 in the place of the month | 2020-33
        spring 2020 | 0 | a date is written in digits, as in 2025, 2025-05 or 2025-05-03 | 2020-21
        2025–05–03 | 4 | a date has only plain letters, digits and signs | 2025-05-03
        2012 - now | 4 | an open end is written .. and an unknown end is left empty: 2004/.. or /2004 | 2012/..
        2012-present | 5 | an open end is written .. and an unknown end is left empty: 2004/.. or /2004 | 2012/..
        from May 2024 to June 2025 | 0 | what lasted is written 2024/2025, and what happened once in between [2024..2025] | 2024-05/2025-06
        between 1 May 2025 and 3 May 2025 | 0 | what lasted is written 2024/2025, and what happened once in between [2024..2025] | [2025-05-01..2025-05-03]
        before 2025-08-05 | 0 | "on or before" is written [..2025], "on or after" [2025..], and what began then 2025/.. | [..2025-08-05]
        since 2012 | 0 | "on or before" is written [..2025], "on or after" [2025..], and what began then 2025/.. | 2012/..
        today | 0 | write the day itself, because tomorrow this would mean another day |
        / | 0 | an interval without any date says nothing; for an event without one, write date: "undated" |
        .. | 0 | what goes on is an interval with an open end: 2012/.., or /.. if nobody knows since when |
        2025-08-03T | 11 | a time of day is written 21:00 or 21:00:30 |
        2025-5 | 5 | a month has two digits, as in 2025-05 | 2025-05
        5/2025 | 0 | the year comes first, then the month, then the day | 2025-05
        476 | 2 | a date begins with a year of four digits, as in 2025 | 0476
        76 | 1 | a date begins with a year of four digits, as in 2025 |
        1984-13-01 | 5 | there is no month 13; months are 01 to 12, and 21 to 41 are seasons, quarters and other parts of a year |
        2025-05- | 7 | a day has two digits, as in 2025-05-03 |
        2025- | 4 | a month has two digits, as in 2025-05 |
        -2025-02-30 | 9 | there is no 30 February 2026 BC: the month has 28 days |
        -0000 | 0 | the year 0 has no sign: 0000 is 1 BC |
        [2025-05..2025] | 10 | both sides of .. are plain dates of the same kind: two years, two months or two days |
        [2025..2024] | 7 | it ends before it begins |
        [2024 | 4 | a set that begins with [ or { ends with ] or } |
        2024] | 4 | after the year comes a hyphen and the month, as in 2025-05 |
        日本 | 0 | a date has only plain letters, digits and signs |
        2025-０5 | 5 | a date has only plain letters, digits and signs |
        2025-21-03 | 8 | a season or quarter has no day |
        Y17E | 4 | after E comes the number of zeros, as in Y17E7 |
        2025-08-04T21:00:00/2026 | 10 | an interval has no times of day | 2025-08-04/2026
        2025//2026 | 5 | an interval has one stroke between its two dates |
        mid 2025 | 0 | say which months, or which third of the year: 2025-37 is its first, 2025-39 its last |
        late 2024 | 0 | say which months, or which third of the year: 2025-37 is its first, 2025-39 its last |
        "#,
    )
    .filter_map(|[text, offset, message, instead]| {
        let error = When::parse(text).unwrap_err();
        let is = [&error.offset.to_string(), &error.message, error.instead.as_deref().unwrap_or("")];
        (is != [offset, message, instead]).then(|| format!("{text}: {is:?}"))
    })
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tells_people_that_a_date_is_empty_or_has_spaces_around_it() {
    let error = |text| When::parse(text).unwrap_err();
    assert!(error("").message.starts_with("there is no date here"));
    assert_eq!((error(" 2025").offset, error(" 2025").instead.as_deref()), (0, Some("2025")));
    assert_eq!((error("2025 ").offset, error("2025 ").instead.as_deref()), (4, Some("2025")));
}

#[test]
fn adds_the_guess_to_the_message() {
    let error = When::parse("2012 - now").unwrap_err().to_string();
    assert!(error.ends_with("; write 2012/.."), "{error}");
}

#[test]
fn spells_in_the_preferred_way() {
    for (written, canonical) in [
        ("?2004-?06-?11", "2004-06-11?"),
        ("2025-08-04T21:00+01:00", "2025-08-04T21:00+01:00"),
        ("2025-08-04T21:00Z", "2025-08-04T21:00Z"),
        ("../..", "../.."),
        ("/..", "/.."),
        ("../", "../"),
    ] {
        assert_eq!(when(written).canonical(), canonical);
        assert_eq!(when(written).as_written(), written);
    }
}

#[test]
fn gives_instants_their_place_on_the_axis() {
    let span = |text| when(text).extent().span();
    let noon = Moment::from_civil(2025, 8, 4, 12, 0, 0).unwrap();
    assert_eq!(span("2025-08-04T12:00:00Z"), Span::between(noon, noon));
    assert_eq!(span("2025-08-04T12:00:00"), Span::between(noon, noon));
    assert_eq!(span("2025-08-04T16:30:00+04:30"), Span::between(noon, noon));
    assert_eq!(span("2025-08-04T08:00:00-04"), Span::between(noon, noon));
    assert_eq!(span("2025-08-04T12:00Z"), Span::between(noon, noon.plus(59)));
    assert_eq!(span("2025-08-04T23:59:60Z"), span("2025-08-04T23:59:59Z"));
    assert_eq!(when("2025-08-04T23:00:00-04").bound_texts().1, "2025-08-04");
}

#[test]
fn tells_what_happened_once_from_what_lasted() {
    let day = |y, m, d| Moment::start_of_day(y, m, d).unwrap();
    let end = |y, m, d| Moment::end_of_day(y, m, d).unwrap();
    assert_eq!(
        when("2025-01/2025-08-03").extent(),
        Extent::Lasting {
            start: Span::between(day(2025, 1, 1), end(2025, 1, 31)),
            end: Span::between(day(2025, 8, 3), end(2025, 8, 3)),
        }
    );
    assert_eq!(
        when("[2025-01-01..2025-01-18]").extent(),
        Extent::Once(Span::between(day(2025, 1, 1), end(2025, 1, 18)))
    );
    assert_eq!(
        when("{1960,1961-12}").extent(),
        Extent::Lasting {
            start: Span::between(day(1960, 1, 1), end(1960, 12, 31)),
            end: Span::between(day(1961, 12, 1), end(1961, 12, 31)),
        }
    );
    assert_eq!(
        when("..2015-08/..").extent(),
        Extent::Lasting {
            start: Span { earliest: Edge::Open, latest: Edge::At(end(2015, 8, 31)) },
            end: Span { earliest: Edge::Open, latest: Edge::Open },
        }
    );
    assert_eq!(when("/2024").earliest(), Edge::Unknown);
    assert_eq!(when("[..2024]").earliest(), Edge::Open);
    assert_eq!(when("2012/..").latest(), Edge::Open);
    assert_eq!(when("2012/").latest(), Edge::Unknown);
    assert!(when("[2012..]").is_open() && !when("[2012..]").is_lasting());
    assert!(when("2012?/2013~").is_uncertain() && when("2012?/2013~").is_approximate());
}

#[test]
fn puts_years_beyond_the_axis_at_its_ends() {
    assert_eq!(when("Y9E100").extent(), Extent::Once(Span::between(Moment::MAX, Moment::MAX)));
    assert_eq!(when("Y-9E18").extent(), Extent::Once(Span::between(Moment::MIN, Moment::MIN)));
    assert!(when("Y-138E8").extent().span().first() > Moment::MIN);
}

#[test]
fn sorts_as_a_reader_expects() {
    let sorted = [
        "Y-138E8S3",
        "-0043",
        "2012-01-17/..",
        "2024",
        "2024-01",
        "2024-01-01",
        "/2025",
        "2025",
        "2025-01",
        "[2025-01-01..2025-01-18]",
        "../2025-01-18",
        "2025-01-18",
        "2025-01-18T09:00:00Z",
        "[..2025-08-05]",
        "2025-08-05",
        "/..",
    ];
    let mut whens = sorted.map(when);
    whens.reverse();
    whens.sort_by_key(When::sort_key);
    assert_eq!(whens.map(|when| when.as_written().to_owned()), sorted);
}

#[test]
fn refuses_far_years_in_the_wrong_order() {
    for text in ["Y1E19/2000", "2000/Y-1E19", "[Y1E19..2000]"] {
        assert_eq!(When::parse(text).unwrap_err().message, "it ends before it begins", "{text}");
    }
    assert!(When::parse("Y-1E19/Y1E19").is_ok());
}

#[track_caller]
fn check_agreement(a: &str, b: &str, agree: bool) {
    assert_eq!(when(a).may_agree(&when(b)), agree, "{a} {b}");
    assert_eq!(when(b).may_agree(&when(a)), agree, "{b} {a}");
}

#[test]
fn sees_which_claims_cannot_both_be_true() {
    check_agreement("2025-08-03", "2025-08", true);
    check_agreement("2025-08-03", "2025-08-04", false);
    check_agreement("[2025-01-01..2025-01-18]", "2025-01-18", true);
    check_agreement("[..2025-08-05]", "2025-08-06", false);
    check_agreement("[1667,1760-12]", "1700", false);
    check_agreement("[1667,1760-12]", "1760", true);
    check_agreement("2025-08-04T23:00:00-04", "2025-08-05T03:00:00Z", true);
}

#[test]
fn lets_about_reach_its_own_length_further() {
    check_agreement("2015~", "2016", true);
    check_agreement("2015~", "2017", false);
    check_agreement("2025-01-20~", "2025-01-19", true);
    check_agreement("2025-01-20~", "2025-01-18", false);
    check_agreement("1984?", "1985", false);
}

#[test]
fn compares_both_ends_of_what_lasted() {
    check_agreement("2025-01/2025-08-03", "2025-01-10/2025-08", true);
    check_agreement("2025-01/2025-08-03", "2025-02/2025-08-03", false);
    check_agreement("2025-01/2025-08-03", "2025-01/2025-09", false);
    check_agreement("2012/..", "2012/2024", true);
    check_agreement("/2024", "2012/2024-06", true);
    check_agreement("2025-01/2025-08-03", "2025-05", true);
    check_agreement("2015~/2020", "2014/2020", true);
    check_agreement("2015~/2020", "2014/2021", false);
}

#[test]
fn is_small() {
    assert_eq!(size_of::<When>(), 48);
    assert_eq!(size_of::<Option<When>>(), 48);
}
