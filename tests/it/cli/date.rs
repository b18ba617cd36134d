//! `dateline date`.

use serde_json::json;

use super::{run, run_with};
use crate::dates::rows;

#[test]
fn agrees_with_the_examples_of_the_specification() {
    let rows = rows();
    let input: Vec<_> = rows.iter().map(|row| row.input.as_str()).collect();
    let run = run_with(&["date", "-"], input.join("\n").as_bytes());
    let answers = run.json_lines();
    assert_eq!(answers.len(), rows.len(), "one answer a line");
    assert_eq!((run.code, run.err.as_str()), (1, ""), "some examples are no dates");
    for (row, answer) in rows.iter().zip(&answers) {
        assert_eq!(answer["input"], row.input);
        assert_eq!(answer["valid"], row.valid, "{}", row.input);
        if !row.valid {
            assert!(answer["offset"].as_u64().unwrap() <= row.input.len() as u64, "{answer}");
            assert!(!answer["error"].as_str().unwrap().is_empty());
            continue;
        }
        assert_eq!(answer["level"].to_string(), row.level, "{}", row.input);
        if !row.earliest.is_empty() {
            assert_eq!(
                (&answer["earliest"], &answer["latest"]),
                (&json!(row.earliest), &json!(row.latest))
            );
        }
    }
}

#[test]
fn gives_every_key() {
    let answer = run(&["date", "2025-01?/2025-08-03~", "--format", "json"]);
    assert_eq!(answer.code, 0);
    assert_eq!(
        answer.json(),
        json!({
            "input": "2025-01?/2025-08-03~", "valid": true, "canonical": "2025-01?/2025-08-03~",
            "level": 1, "earliest": "2025-01-01", "latest": "2025-08-03", "precision": "span",
            "uncertain": true, "approximate": true,
            "text": "possibly January 2025 to about 3 August 2025",
        })
    );
    let answer = run(&["date", "2025-02-30", "--format", "json"]);
    assert_eq!((answer.code, answer.err.as_str()), (1, ""));
    assert_eq!(
        answer.json(),
        json!({
            "input": "2025-02-30", "valid": false, "offset": 8,
            "error": "there is no 30 February 2025: the month has 28 days",
        })
    );
}

#[test]
fn explains_to_people() {
    assert_eq!(
        run(&["date", "[2025-01-01..2025-01-18]"]).answer(),
        "[2025-01-01..2025-01-18]\n  \
           means        one day between 1 and 18 January 2025\n  \
           earliest     2025-01-01\n  \
           latest       2025-01-18\n  \
           precision    span\n  \
           level        2\n  \
           uncertain    no\n  \
           approximate  no\n"
    );
}

#[test]
fn shows_people_where_a_date_is_wrong_and_explains_the_others() {
    let run = run(&["date", "2025-13", "2025", "5 May 2025"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("2025\n  means        2025\n"), "{}", run.out);
    assert!(run.err.contains("\n  2025-13\n       ^\n"), "{}", run.err);
    assert!(run.err.contains("Did you mean 2025-05-05?"), "{}", run.err);
}

#[test]
fn takes_a_minus_for_a_year_before_christ() {
    let answer = run(&["date", "-0043-03-15", "--format", "json"]).json();
    assert_eq!(answer["text"], "15 March 44 BC");
    let lines = run(&["date", "--format=json", "-0043", "2025", "-0001"]).json_lines();
    let inputs: Vec<_> = lines.iter().map(|line| line["input"].as_str().unwrap()).collect();
    assert_eq!(inputs, ["-0043", "2025", "-0001"]);
}

#[test]
fn answers_every_line_of_standard_input() {
    let run = run_with(&["date", "-"], b"2025\r\n\nM\xff\n202X");
    let answers = run.json_lines();
    let valid: Vec<_> = answers.iter().map(|answer| answer["valid"].as_bool().unwrap()).collect();
    assert_eq!(valid, [true, false, false, true]);
    assert_eq!(answers[0]["input"], "2025", "the line's end is no part of it");
    assert_eq!(run.code, 1);
    let none = run_with(&["date", "-"], b"").answer();
    assert_eq!(none, "");
    let human = run_with(&["date", "-", "--format", "human"], b"2025\n").answer();
    assert!(human.starts_with("2025\n  means"), "{human}");
}
