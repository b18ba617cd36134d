//! What `check` says of files that are wrong, cut off or meant to do harm: each as a snapshot.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "these are tests, also where a function serves several of them"
)]

use std::{collections::BTreeSet, fs, path::Path};

use dateline::{
    domain::Severity,
    store::{codes, files, read, report},
};

/// Returns all that a person gets to see of a file.
fn shown(name: &str, bytes: &[u8]) -> String {
    let opened = match files::from_bytes(name, bytes.to_vec()) {
        Ok(opened) => opened,
        Err(error) => {
            let help = error.help().map(|help| format!("help: {help}\n")).unwrap_or_default();
            return format!("error: {error}\n{help}");
        }
    };
    let loaded = read(name, &opened.text);
    let problems = loaded.problems.iter();
    let mut shown: String =
        problems.map(|problem| report::human(problem, &opened.text, false) + "\n\n").collect();
    shown.push_str(&report::summary(&loaded));
    shown
}

/// Returns the name and the bytes of each stored file and of those that are too odd to store.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, Vec<u8>)> = paths
        .map(|path| {
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    let event = |title: &str| {
        format!(
            "Dataset(events: [\n    Event(id: \"a\", date: \"2025-13\", title: \"{title}\"),\n])\n"
        )
    };
    let made: [(&str, Vec<u8>); 12] = [
        ("made-empty", vec![]),
        ("made-blank", b" \n\n\t ".to_vec()),
        ("made-binary", b"Dataset(\n\x00\x01\x02\xff\xfe)".to_vec()),
        ("made-latin1", b"Dataset(title: \"Go\xefta\")".to_vec()),
        ("made-utf16", b"\xff\xfeD\0a\0t\0a\0".to_vec()),
        ("made-mark", [b"\xef\xbb\xbf", event("mark").as_bytes()].concat()),
        ("made-crlf", event("crlf").replace('\n', "\r\n").into_bytes()),
        ("made-marks", event(&format!("a{}b", "\u{301}".repeat(3000))).into_bytes()),
        ("made-deep-list", format!("Dataset(events: [{}", "[".repeat(1000)).into_bytes()),
        (
            "made-deep-struct",
            format!("Dataset(x: {}1{})", "Some(".repeat(1000), ")".repeat(1000)).into_bytes(),
        ),
        ("made-quotes", "\"".repeat(1001).into_bytes()),
        ("made-event-of-quotes", event(&"\\".repeat(999)).into_bytes()),
    ];
    files.extend(made.map(|(name, bytes)| (name.to_owned(), bytes)));
    files
}

#[test]
fn says_what_is_wrong_and_where() {
    for (name, bytes) in corpus() {
        let shown = shown(&format!("{name}.ron"), &bytes);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

#[test]
fn lets_nothing_through_to_the_terminal() {
    for (name, bytes) in corpus() {
        let shown = shown(&name, &bytes);
        let acts = |c: char| {
            let is_bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            is_bidi || (c.is_control() && c != '\n')
        };
        assert!(!shown.contains(acts), "{name}: {shown:?}");
        let marks = shown.chars().filter(|c| *c == '\u{301}').count();
        assert!(marks < 100, "{name}: {marks} combining marks");
    }
}

#[test]
fn meets_every_code() {
    let mut met = BTreeSet::new();
    for (name, bytes) in corpus() {
        if let Ok(opened) = files::from_bytes(&name, bytes) {
            met.extend(read(&name, &opened.text).problems.iter().map(|problem| problem.code));
        }
    }
    let many = format!("Dataset(events: [{}])", "Event(id: 5),".repeat(6000));
    met.extend(read("many", &many).problems.iter().map(|problem| problem.code));
    // No dataset can be wrong as only a config file is.
    let of_datasets = codes::ALL.iter().filter(|code| !code.id.starts_with("DL04"));
    let all: BTreeSet<_> = of_datasets.map(|code| code.id).collect();
    assert_eq!(met, all);
}

#[test]
fn survives_any_cut_and_any_missing_byte() {
    for (name, bytes) in corpus() {
        let Ok(opened) = files::from_bytes(&name, bytes) else {
            continue;
        };
        let text = &opened.text;
        let places = (0..text.len()).filter(|at| text.is_char_boundary(*at));
        for at in places.step_by(7) {
            let cut = read(&name, &text[..at]);
            assert!(cut.count(Severity::Error) > 0, "{name} cut at {at}");
            let next = (at + 1..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap();
            let holed = format!("{}{}", &text[..at], &text[next..]);
            let loaded = read(&name, &holed);
            for problem in &loaded.problems {
                assert!(problem.bytes.start <= holed.len() && problem.line > 0, "{name} at {at}");
                assert!(report::human(problem, &holed, false).contains(problem.code));
            }
        }
    }
}

#[test]
fn loads_every_whole_event_before_a_cut() {
    let event = |n| {
        format!(
            "    Event(id: \"e{n}\", date: \"2025\", title: \"T {n}\", sources: [\"https://example.org\"]),\n"
        )
    };
    let events = (0..50).map(event).collect::<Vec<_>>().concat();
    let text = format!("Dataset(events: [\n{events}])\n");
    let mut whole = 0;
    for at in (18..text.len() - 3).step_by(13) {
        whole = whole.max(text[..at].matches("),\n").count());
        let loaded = read("f", &text[..at]);
        let complete =
            loaded.dataset.events.iter().filter(|event| event.sources.len() == 1).count();
        assert!(complete >= whole, "{complete} of {whole} at {at}");
        assert_eq!(loaded.problems.len(), 1, "{:#?}", loaded.problems);
    }
    assert!(whole > 40);
}
