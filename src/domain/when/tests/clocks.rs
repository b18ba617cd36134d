//! Times on the clocks of a zone, and days that stay where they are.

use proptest::prelude::*;

use super::when;
use crate::domain::{Edge, When, Zone, relative};

fn zone(text: &str) -> Zone {
    text.parse().unwrap()
}

/// Returns what is shown of a date on the clocks of a zone, and its first moment there.
fn shown(text: &str, on: &str) -> (String, String, String) {
    let when = when(text).on_clocks(zone(on));
    assert_eq!(when.as_written(), text);
    let civil = when.extent().span().first().civil();
    let clock = format!("{civil} {:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second);
    (when.label(), when.text(), clock)
}

#[test]
fn shows_times_on_the_clocks_of_a_zone() {
    for (text, on, label, told, clock) in [
        (
            "2025-08-04T21:00Z",
            "+05:30",
            "2025-08-05 02:30",
            "5 August 2025, 02:30 (UTC+5:30)",
            "2025-08-05 02:30:00",
        ),
        (
            "2025-08-04T21:00",
            "+05:30",
            "2025-08-05 02:30",
            "5 August 2025, 02:30 (UTC+5:30)",
            "2025-08-05 02:30:00",
        ),
        (
            "2025-03-07T21:15:20-05:00",
            "-03:30",
            "2025-03-07 22:45…",
            "7 March 2025, 22:45:20 (UTC-3:30)",
            "2025-03-07 22:45:20",
        ),
        (
            "2025-01-01T00:30+01",
            "-01:00",
            "2024-12-31 22:30",
            "31 December 2024, 22:30 (UTC-1)",
            "2024-12-31 22:30:00",
        ),
        (
            "2025-03-07T21:15:20-05:00",
            "UTC",
            "2025-03-07 21:15…",
            "7 March 2025, 21:15:20 (UTC-5)",
            "2025-03-08 02:15:20",
        ),
        (
            "9999-12-31T23:00Z",
            "+14:00",
            "9999-12-31 23:00Z",
            "31 December 9999, 23:00 UTC",
            "9999-12-31 23:00:00",
        ),
    ] {
        let expected = (label.to_owned(), told.to_owned(), clock.to_owned());
        assert_eq!(shown(text, on), expected, "{text} on {on}");
    }
}

#[test]
fn moves_no_date_without_a_time() {
    for text in [
        "2025-08-05",
        "2025-08",
        "2025",
        "2025-01/2025-08-03",
        "/2025-08-05",
        "2015~",
        "{2024,2025}",
    ] {
        assert_eq!(when(text).on_clocks(zone("+14:00")), when(text));
    }
}

#[test]
fn takes_a_typed_time_for_one_of_the_clocks_that_are_seen() {
    let first = |text: &str| when(text).typed_on_clocks(zone("+05:30")).extent().span().first();
    assert_eq!(first("2025-08-05T02:30"), first("2025-08-04T21:00Z"));
    assert_eq!(first("2025-08-05T02:30"), first("2025-08-05T02:30+05:30"));
    assert_eq!(first("2025-08-05"), when("2025-08-05").extent().span().first());
}

#[test]
fn counts_from_days_as_the_clocks_show_them() {
    let (day, time) = (when("2025-08-05"), when("2025-08-04T21:00Z"));
    assert_eq!(relative(&day, &time), "1 day earlier");
    let time = time.on_clocks(zone("+05:30"));
    assert_eq!(relative(&day, &time), "the same day");
}

proptest! {
    #[test]
    fn keeps_order_and_distance_of_times(a in 0i64..250_000_000_000, b in 0i64..250_000_000_000, quarters in -56i64..=56) {
        let text = |seconds: i64| {
            let civil = crate::domain::Moment(seconds).civil();
            format!("{civil}T{:02}:{:02}:{:02}Z", civil.hour, civil.minute, civil.second)
        };
        let sign = if quarters < 0 { '-' } else { '+' };
        let (hours, minutes) = (quarters.abs() / 4, quarters.abs() % 4 * 15);
        let zone = zone(&format!("{sign}{hours:02}:{minutes:02}"));
        let [a, b] = [a, b].map(|seconds| (when(&text(seconds)), when(&text(seconds)).on_clocks(zone)));
        let at = |when: &When| match when.earliest() {
            Edge::At(moment) => moment.0,
            Edge::Open | Edge::Unknown => unreachable!("a time is a moment"),
        };
        prop_assert_eq!(at(&a.1) - at(&b.1), at(&a.0) - at(&b.0));
        prop_assert_eq!(relative(&a.1, &b.1), relative(&a.0, &b.0));
    }
}
