//! Slides as the page reads them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::formats::tests::{dataset, hostile, written_by};

fn written(dataset: &Dataset) -> (Value, LeftOut) {
    let (bytes, left_out) = written_by(write_events, dataset);
    (serde_json::from_slice(&bytes).unwrap(), left_out)
}

#[track_caller]
fn check(date: &str, start: &Value, end: &Value, words: &str) {
    let (timeline, left_out) = written(&dataset(&[date]));
    assert_eq!(left_out.total(), 0, "{date}");
    let slide = &timeline["events"][0];
    let mut wanted = start.clone();
    wanted["display_date"] = json!(words);
    assert_eq!(slide["start_date"], wanted, "{date}");
    assert_eq!(slide.get("end_date").unwrap_or(&Value::Null), end, "{date}");
    assert_eq!(slide["display_date"], words, "{date}");
}

#[test]
fn has_the_parts_of_a_date_that_are_known() {
    check("2025", &json!({"year": 2025}), &Value::Null, "2025");
    check("2025-05", &json!({"year": 2025, "month": 5}), &Value::Null, "May 2025");
    check("2025-05-01", &json!({"year": 2025, "month": 5, "day": 1}), &Value::Null, "1 May 2025");
    check("-0043", &json!({"year": -43}), &Value::Null, "44 BC");
    check("2012/..", &json!({"year": 2012}), &Value::Null, "2012, continuing");
    check(
        "[2012-03..]",
        &json!({"year": 2012, "month": 3}),
        &Value::Null,
        "in or after March 2012",
    );
    check(
        "Y-138E8S3",
        &json!({"year": -13_899_999_999_i64}),
        &json!({"year": -13_800_000_000_i64}),
        "13.8 billion years ago",
    );
    check(
        "2025-08-04T21:00Z",
        &json!({"year": 2025, "month": 8, "day": 4, "hour": 21, "minute": 0}),
        &Value::Null,
        "4 August 2025, 21:00 UTC",
    );
    check(
        "2025-08-04T21:00:00Z",
        &json!({"year": 2025, "month": 8, "day": 4, "hour": 21, "minute": 0, "second": 0}),
        &Value::Null,
        "4 August 2025, 21:00 UTC",
    );
}

#[test]
fn has_both_ends_of_what_is_longer() {
    check(
        "2025-01/2025-08-03",
        &json!({"year": 2025, "month": 1}),
        &json!({"year": 2025, "month": 8, "day": 3}),
        "January 2025 to 3 August 2025",
    );
    check(
        "[2025-01-01..2025-01-18]",
        &json!({"year": 2025, "month": 1, "day": 1}),
        &json!({"year": 2025, "month": 1, "day": 18}),
        "one day between 1 and 18 January 2025",
    );
    check(
        "2025-21",
        &json!({"year": 2025, "month": 3}),
        &json!({"year": 2025, "month": 5}),
        "spring 2025",
    );
    check("202X", &json!({"year": 2020}), &json!({"year": 2029}), "the 2020s");
}

#[test]
fn writes_everything_that_is_known() {
    let (timeline, _) = written(&dataset(&["2025-08-03"]));
    assert_eq!(
        timeline,
        json!({
            "title": {"text": {"headline": "Small &amp; plain", "text": "Made up."}},
            "events": [{
                "start_date": {"year": 2025, "month": 8, "day": 3, "display_date": "3 August 2025"},
                "display_date": "3 August 2025",
                "text": {
                    "headline": "Title 0",
                    "text": "<p>What; then, why.</p><p>Bamako; Nowhere; Mali; Niger</p>\
                             <p>The crew (mediator)</p>\
                             <p>According to: <a href=\"https://x.org/%C3%A9\">A report</a></p>",
                },
                "group": "release",
                "unique_id": "event-0",
                "autolink": false,
            }],
        })
    );
}

#[test]
fn counts_what_has_no_start() {
    let (timeline, left_out) =
        written(&dataset(&["undated", "/2024", "[..2025]", "Y9E100", "2025", "2012/.."]));
    assert_eq!(timeline["events"].as_array().unwrap().len(), 2);
    assert_eq!(
        left_out.to_string(),
        "1 has no date, 2 have no known start, 1 lies beyond the years of the format"
    );
    assert_eq!(written(&Dataset::default()).0, json!({"events": []}));
}

proptest! {
    #[test]
    fn is_json_of_harmless_html_whatever_the_texts_are(raw in any::<String>(), marks in "[<>&\"'a/=]{0,20}") {
        for raw in [raw, marks] {
            let data = hostile(&raw);
            let (timeline, _) = written(&data);
            let slide = &timeline["events"][0];
            for text in [&timeline["title"]["text"]["headline"], &slide["text"]["headline"], &slide["group"]] {
                prop_assert!(!text.as_str().unwrap_or_default().contains(['<', '>']), "{}", text);
            }
            // What is left without our own tags has none.
            let mut body = slide["text"]["text"].as_str().unwrap().to_owned();
            for tag in ["<p>", "</p>", "</a>"] {
                body = body.replace(tag, "");
            }
            if let Some(at) = body.find("<a href=\"") {
                let rest = body[at + 9..].to_owned();
                let (address, text) = rest.split_once("\">").unwrap();
                prop_assert!(!address.contains(['"', '<', ' ']));
                body = format!("{}{text}", &body[..at]);
            }
            prop_assert!(!body.contains(['<', '>', '"']), "{}", body);
        }
    }
}
