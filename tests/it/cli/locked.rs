//! A locked terminal: the data is read and answers are printed, and no other file is touched.

use super::*;

/// Runs the program with `DATELINE_SECURE` set and a home of its own; returns the run and what is in that home then.
fn secure(name: &str, args: &[&str]) -> (Run, usize) {
    let home = folder(name);
    let output = program(args)
        .env("HOME", &home)
        .env("DATELINE_SECURE", "1")
        .env_remove("XDG_STATE_HOME")
        .env_remove("XDG_CACHE_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .output();
    (Run::new(output.unwrap()), fs::read_dir(home).unwrap().count())
}

#[test]
fn what_writes_files_is_refused_as_wrong_usage() {
    let file = file("locked-fmt", "data.ron", "Dataset(events:[])");
    let elsewhere = folder("locked-out").join("out.txt");
    let elsewhere = elsewhere.to_str().unwrap();
    for (what, args) in [
        ("dateline new", &["new", elsewhere][..]),
        ("dateline fmt", &["fmt", &file]),
        ("dateline config", &["config"]),
        ("dateline cache", &["cache", "--clear"]),
        ("--out", &["list", "-o", elsewhere]),
        ("--out", &["render", "--out", elsewhere]),
        ("--config", &["--config", &file]),
        ("--state-dir", &["--plain", "--state-dir", elsewhere]),
    ] {
        let (run, kept) = secure("locked-home", args);
        let failure = run.failure(2);
        let told = format!("dateline: `{what}` is not allowed: this terminal is locked\n");
        assert!(failure.starts_with(&told), "{args:?}: {failure}");
        assert_eq!(kept, 0, "{args:?}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dataset(events:[])");
    assert!(!Path::new(elsewhere).exists());
}

#[test]
fn what_prints_goes_on_and_leaves_no_trace() {
    for args in [
        &["list"][..],
        &["list", "-o", "-"],
        &["list", "-q", "is:marked"],
        &["count", "--by", "kind"],
        &["fields"],
        &["check", "@sahel"],
        &["render"],
        &["--plain"],
        &["date", "2025"],
        &["man"],
        &["completions", "bash"],
    ] {
        let (run, kept) = secure("locked-print", args);
        assert_eq!((run.code, kept), (0, 0), "{args:?}: {}", run.err);
    }
}

#[test]
fn a_cache_is_neither_made_nor_found() {
    // Of this size it would be worth one.
    let event = |n: u32| format!("Event(id: \"e{n}\", date: \"2025\", title: \"{n:0>60000}\"),");
    let events: String = (0..150).map(event).collect();
    let data = file("locked-cache", "large.ron", format!("Dataset(events: [{events}])"));
    let (run, kept) = secure("locked-cache-home", &["count", &data, "--by", "year"]);
    assert_eq!((run.code, kept), (0, 0), "{}", run.err);
    let home = folder("unlocked-cache-home");
    let mut unlocked = program(&["count", &data, "--by", "year"]);
    unlocked.env("XDG_CACHE_HOME", &home).env("DATELINE_SECURE", "");
    assert_eq!(unlocked.output().unwrap().status.code(), Some(0));
    assert_eq!(fs::read_dir(home).unwrap().count(), 1, "without the variable there is one");
}

#[test]
fn the_marks_of_a_person_are_not_read() {
    let state = folder("locked-marks");
    let notebook = state.join("dateline/notebooks");
    fs::create_dir_all(&notebook).unwrap();
    let fingerprint = dateline::store::read("@sahel", include_str!("../../../data/sahel.ron"));
    let path = notebook.join(format!("{}.ron", fingerprint.fingerprint));
    fs::write(path, "Notebook(version: 1, marks: [\"drivers-released\"])").unwrap();
    let list = |secure: &str| {
        let mut command = program(&["list", "-q", "is:marked", "--format", "csv"]);
        command.env("XDG_STATE_HOME", &state).env("DATELINE_SECURE", secure);
        Run::new(command.output().unwrap()).out.lines().count()
    };
    assert_eq!((list(""), list("1")), (2, 1));
}

#[test]
fn the_flag_is_one_of_the_explorer() {
    run(&["--locked", "--plain"]).answer();
    let failure = run(&["--locked", "--state-dir", "x"]).failure(2);
    assert!(failure.contains("`--state-dir` is not allowed"), "{failure}");
    run(&["list", "--locked"]).failure(2);
    let help = run(&["--help"]).answer();
    assert!(help.contains("--locked"), "{help}");
    assert!(run(&["man"]).answer().contains("DATELINE_SECURE"));
}
