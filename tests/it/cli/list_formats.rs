//! `dateline list --format` of what other programs show: reports, calendars, slides, maps.

use std::{collections::HashSet, fs};

use serde_json::{Value, json};

use super::{folder, run, run_with};

const DATASETS: [(&str, usize); 4] =
    [("@sahel", 22), ("@sahel-context", 23), ("@big-history", 60), ("@incident", 33)];

/// Returns how many events a notice says were left out, and checks what it says of all.
#[track_caller]
fn left_out(notice: &str, total: usize) -> usize {
    if notice.is_empty() {
        return 0;
    }
    let rest = notice.strip_prefix("dateline: ").unwrap();
    let (count, why) = rest.split_once(&format!(" of {total} events left out: ")).unwrap();
    let count: usize = count.parse().unwrap();
    let reasons = why.trim_end().split(", ").map(|reason| reason.split(' ').next().unwrap());
    assert_eq!(reasons.map(|n| n.parse::<usize>().unwrap()).sum::<usize>(), count, "{notice}");
    count
}

#[test]
fn writes_a_report_of_every_event() {
    for (name, total) in DATASETS {
        let text = run(&["list", name, "--format", "markdown"]).answer();
        assert_eq!(text.matches("\n- **").count(), total, "{name}");
    }
    let text = run(&["list", "--format", "markdown"]).answer();
    assert!(
        text.starts_with("# Four truck drivers in the Sahel\n\nWhat one wire report"),
        "{text}"
    );
    assert!(text.contains("\n- **January 2025 to 3 August 2025** (both ends known): "), "{text}");
    assert!(text.contains("\n- **May 2025** (known to the month): "), "{text}");
    let text = run(&["list", "@sahel-context", "--format", "markdown"]).answer();
    assert!(text.contains("](https://"), "{text}");
}

#[test]
fn writes_calendars_and_says_what_they_leave_out() {
    for (name, total) in DATASETS {
        let calendar = run(&["list", name, "--format", "ics"]);
        assert_eq!(calendar.code, 0);
        let written = calendar.out.matches("\r\nBEGIN:VEVENT\r\n").count();
        assert_eq!(written + left_out(&calendar.err, total), total, "{name}");
        assert!(written > 0, "{name}");
        let lines: Vec<_> = calendar.out.split_terminator("\r\n").collect();
        assert!(
            lines.iter().all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])),
            "{name}"
        );
        assert_eq!((lines[0], lines[lines.len() - 1]), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
        let ids: HashSet<_> = lines.iter().filter(|line| line.starts_with("UID:")).collect();
        assert_eq!(ids.len(), written, "{name}");
        assert_eq!(run(&["list", name, "--format", "ics"]).out, calendar.out, "{name}");
    }
    let calendar = run(&["list", "--format", "ics"]);
    assert_eq!(
        calendar.err,
        "dateline: 11 of 22 events left out: 10 have no known start, 1 has no known end\n"
    );
    let text = calendar.out.replace("\r\n ", "");
    let event =
        text.split("BEGIN:VEVENT").find(|event| event.contains("UID:drivers-held@@sahel\r"));
    let event = event.unwrap();
    for line in [
        "DTSTAMP:20250805T000000Z",
        "DTSTART;VALUE=DATE:20250101",
        "DTEND;VALUE=DATE:20250804",
        "X-DATELINE-EDTF:2025-01/2025-08-03",
        "TRANSP:TRANSPARENT",
    ] {
        assert!(event.contains(&format!("\r\n{line}\r\n")), "{line} in {event}");
    }
}

#[test]
fn writes_slides_with_the_parts_that_are_known() {
    for (name, total) in DATASETS {
        let list = run(&["list", name, "--format", "timelinejs"]);
        let timeline = list.json();
        let slides = timeline["events"].as_array().unwrap();
        assert_eq!(slides.len() + left_out(&list.err, total), total, "{name}");
        for slide in slides {
            assert!(slide["start_date"]["year"].is_i64(), "{slide}");
            assert_eq!(slide["start_date"]["display_date"], slide["display_date"]);
        }
    }
    let timeline = run(&["list", "--format", "timelinejs"]).json();
    assert_eq!(timeline["title"]["text"]["headline"], "Four truck drivers in the Sahel");
    let slides = timeline["events"].as_array().unwrap();
    let slide = |id: &str| slides.iter().find(|slide| slide["unique_id"] == id).unwrap();
    assert_eq!(
        slide("chinese-nationals-abducted")["start_date"],
        json!({"year": 2025, "month": 5, "display_date": "May 2025"})
    );
    assert_eq!(slide("drivers-held")["end_date"], json!({"year": 2025, "month": 8, "day": 3}));
    assert_eq!(slide("sahel-insurgency")["start_date"]["display_date"], "about 2015, continuing");
}

#[test]
fn writes_a_map_that_says_all_that_json_says() {
    for (name, total) in DATASETS {
        let map = run(&["list", name, "--format", "geojson"]);
        assert_eq!(map.err, "", "{name}");
        let map = map.json();
        let features = map["features"].as_array().unwrap();
        assert_eq!(features.len(), total, "{name}");
        let records: Vec<_> =
            features.iter().map(|feature| feature["properties"].clone()).collect();
        assert_eq!(Value::Array(records), run(&["list", name, "--format", "json"]).json());
        for feature in features {
            let place = &feature["properties"]["place"];
            if feature["geometry"]["type"] == "Point" && place["lon"].is_number() {
                assert_eq!(feature["geometry"]["coordinates"], json!([place["lon"], place["lat"]]));
            }
        }
    }
}

#[test]
fn tells_of_a_limit_and_of_what_cannot_be_said() {
    let list = run(&["list", "--limit", "3", "--format", "ics"]);
    assert_eq!(
        list.err,
        "dateline: 3 of 22 events listed, 19 left out\n\
         dateline: 2 of 3 events left out: 1 has no known start, 1 has no known end\n"
    );
}

#[test]
fn takes_an_empty_dataset_for_what_it_is() {
    let empty = b"Dataset(format: 1, title: \"Nothing\", events: [])";
    let list = |format: &str| run_with(&["list", "-", "--format", format], empty).answer();
    assert_eq!(list("markdown"), "# Nothing\n");
    assert!(list("ics").ends_with("X-WR-CALNAME:Nothing\r\nEND:VCALENDAR\r\n"));
    let headline = json!({"title": {"text": {"headline": "Nothing", "text": ""}}, "events": []});
    assert_eq!(serde_json::from_str::<Value>(&list("timelinejs")).unwrap(), headline);
    assert_eq!(list("geojson"), "{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
}

#[test]
fn writes_into_a_file_and_tells_what_is_left_out() {
    let path = folder("list-formats-out").join("out.ics");
    let list = run(&["list", "--format", "ics", "-o", path.to_str().unwrap()]);
    assert_eq!((list.code, list.out.as_str()), (0, ""));
    assert_eq!(left_out(&list.err, 22), 11);
    assert_eq!(fs::read_to_string(&path).unwrap(), run(&["list", "--format", "ics"]).out);
}

#[test]
fn refuses_the_names_of_datasets_where_events_are_needed() {
    for format in ["ron", "markdown", "ics", "timelinejs", "geojson"] {
        let failure = run(&["list", "@", "--format", format]).failure(2);
        assert!(failure.contains(&format!("`dateline list @NAME --format {format}`")), "{failure}");
    }
}
