//! `dateline check`.

use serde_json::{Value, json};

use super::{file, run, run_with};

const BAD: &str = "Dataset(
    format: 1,
    title: \"Bad\",
    events: [
        Event(id: \"a\", date: \"2025-13\", title: \"No such month\"),
        Event(id: \"b\", date: \"2025\", title: \"Misspelt\", countries: [\"Mail\"]),
    ],
)
";

/// Well-formed, but nobody says so.
const UNSOURCED: &str = "Dataset(
    format: 1,
    title: \"Unsourced\",
    events: [Event(id: \"a\", date: \"2025\", title: \"Said by nobody\")],
)
";

#[test]
fn finds_nothing_wrong_with_what_the_program_carries() {
    for names in [&["@sahel"][..], &["@sahel-context"], &["@sahel", "@sahel-context"]] {
        let answer = run(&[&["check", "--strict"], names].concat()).answer();
        assert!(answer.starts_with("no problems in "), "{answer}");
    }
    let starter = run(&["new", "-"]).answer();
    assert_eq!(
        run_with(&["check", "--strict", "-"], starter.as_bytes()).answer(),
        "no problems in 4 events\n"
    );
}

#[test]
fn says_where_and_what_and_how_many() {
    let check = run_with(&["check", "-"], BAD.as_bytes());
    assert_eq!((check.code, check.err.as_str()), (1, ""));
    assert!(check.out.contains("error[DL0101]"), "{}", check.out);
    assert!(check.out.contains("<stdin>:5:36"), "{}", check.out);
    assert!(check.out.contains("<stdin>:6:69"), "{}", check.out);
    assert!(check.out.ends_with("\n2 errors, 2 warnings in 2 events\n"), "{}", check.out);
    assert!(!check.out.contains('\x1b'), "there is no colour in a pipe");
}

#[test]
fn gives_one_json_object_a_problem() {
    let check = run_with(&["check", "-", "--format", "json"], BAD.as_bytes());
    assert_eq!((check.code, check.err.as_str()), (1, ""));
    let problems = check.json_lines();
    let errors: Vec<_> = problems.iter().filter(|problem| problem["severity"] == "error").collect();
    let found = errors.iter().map(|p| (&p["file"], &p["line"], &p["column"], &p["code"]));
    let date = (&json!("<stdin>"), &json!(5), &json!(36), &json!("DL0101"));
    let country = (&json!("<stdin>"), &json!(6), &json!(69), &json!("DL0103"));
    assert_eq!(found.collect::<Vec<_>>(), [date, country]);
    for problem in &problems {
        let Value::Object(problem) = problem else { panic!("{problem}") };
        let mut keys: Vec<_> = problem.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["code", "column", "file", "help", "line", "message", "severity"]);
    }
    assert_eq!(run(&["check", "@sahel", "--format", "json"]).answer(), "");
}

#[test]
fn counts_warnings_as_errors_only_when_strict() {
    let lenient = run_with(&["check", "-"], UNSOURCED.as_bytes());
    assert_eq!((lenient.code, lenient.err.as_str()), (0, ""));
    assert!(lenient.out.contains("warning[DL0302]"), "{}", lenient.out);
    assert!(lenient.out.ends_with("\n1 warning in 1 event\n"), "{}", lenient.out);
    assert_eq!(run_with(&["check", "-", "--strict"], UNSOURCED.as_bytes()).code, 1);
    assert_eq!(
        run_with(&["check", "--strict", "-", "--format", "json"], UNSOURCED.as_bytes()).code,
        1
    );
}

#[test]
fn names_the_file_of_each_problem() {
    let bad = file("check-names", "bad.ron", BAD);
    let check = run(&["check", "@sahel", &bad, "--format", "json"]);
    assert_eq!(check.code, 1);
    assert!(check.json_lines().iter().all(|problem| problem["file"] == bad.as_str()));
}

#[test]
fn lets_a_link_lead_to_another_file() {
    let one = r#"Dataset(format: 1, title: "one", events: [
        Event(id: "a", date: "2025", title: "a", sources: ["https://example.org"], links: [Link(to: "b", how: "to")]),
    ])"#;
    let two = r#"Dataset(format: 1, title: "two", events: [
        Event(id: "b", date: "2025", title: "b", sources: ["https://example.org"]),
    ])"#;
    let (one, two) = (file("check-link-1", "one.ron", one), file("check-link-2", "two.ron", two));
    assert!(run(&["check", &one]).out.contains("DL0202"));
    assert_eq!(run(&["check", &one, &two]).answer(), "no problems in 2 events\n");
}

#[test]
fn tells_of_bytes_that_are_no_dataset_like_of_any_problem() {
    for (name, bytes) in
        [("empty.ron", &b""[..]), ("junk.ron", b"\x80\x81\x00junk"), ("zip", b"PK\x03\x04\x00\x00")]
    {
        let path = file(&format!("check-bytes-{name}"), name, bytes);
        let check = run(&["check", &path, "--format", "json"]);
        assert_eq!((check.code, check.err.as_str()), (1, ""), "{name}");
        let problems = check.json_lines();
        assert_eq!((problems.len(), &problems[0]["line"]), (1, &json!(1)), "{name}");
        let human = run(&["check", &path]);
        assert!(
            human.out.contains("error[DL0005]") && human.out.contains("1 error in 0 events"),
            "{}",
            human.out
        );
    }
}

#[test]
fn shows_the_line_that_is_no_text_and_what_to_do() {
    let path = file("check-latin", "latin.ron", b"Dataset(\n  title: \"caf\xe9 bar\",\n)");
    let check = run(&["check", &path]);
    assert!(check.out.contains("2 |   title: \"caf\u{fffd} bar\","), "{}", check.out);
    assert!(check.out.contains("latin.ron:2:14"), "{}", check.out);
    assert!(check.out.contains("help: if the file is in Latin-1"), "{}", check.out);
    let problem = &run(&["check", "--format", "json", &path]).json_lines()[0];
    assert!(problem["help"].as_str().unwrap().contains("iconv -f WINDOWS-1252"), "{problem}");
    assert!(!problem["message"].as_str().unwrap().contains("iconv"), "{problem}");
}

#[test]
fn reads_a_file_that_is_named_twice_once() {
    let path = file("check-twice", "one.ron", UNSOURCED);
    let other = path.replace("/one.ron", "/../check-twice/one.ron");
    let says = format!("dateline: `{other}` is `{path}`, and read once\n");
    for command in
        [&["check"][..], &["list"], &["count", "--by", "kind"], &["fields"], &["--plain"]]
    {
        let (once, twice) =
            (run(&[command, &[&path]].concat()), run(&[command, &[&path, &other]].concat()));
        assert_eq!(twice.out, once.out, "{command:?}");
        assert!(twice.err.starts_with(&says), "{command:?}: {}", twice.err);
    }
    let twice = run(&["list", "@sahel", "@sahel"]);
    assert_eq!(twice.err, "dateline: `@sahel` is named twice, and read once\n");
    assert_eq!(twice.out, run(&["list"]).out);
}

#[test]
fn checks_the_other_files_when_one_cannot_be_opened() {
    let bad = file("check-others", "bad.ron", BAD);
    let check = run(&["check", "no-such-file.ron", &bad]);
    assert_eq!(check.code, 3);
    assert!(check.err.contains("`no-such-file.ron`"), "{}", check.err);
    assert!(check.out.contains("DL0101"), "{}", check.out);
}

#[test]
fn wants_to_be_told_what_to_check() {
    let failure = run(&["check"]).failure(2);
    assert!(failure.contains("<FILE>"), "{failure}");
}

#[test]
fn warns_of_a_view_that_is_no_query() {
    let text = "Dataset(
    events: [Event(id: \"a\", date: \"2025\", title: \"A\", sources: [\"https://example.org\"])],
    stories: [Story(title: \"S\", steps: [Step(at: \"a\", note: \"n\", view: \"contry:MLI a\")])],
)
";
    let check = run_with(&["check", "-"], text.as_bytes());
    assert_eq!((check.code, check.err.as_str()), (0, ""));
    assert!(check.out.contains("warning[DL0309]"), "{}", check.out);
    assert!(check.out.contains("there is no field `contry`"), "{}", check.out);
    assert!(check.out.contains("<stdin>:3:73"), "{}", check.out);
    assert!(check.out.contains("did you mean country: ?"), "{}", check.out);
    assert_eq!(run_with(&["check", "-", "--strict"], text.as_bytes()).code, 1);
}
