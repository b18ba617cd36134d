//! Everything that can go wrong outside of the data: names, files, pipes and wrong words.

use std::{fs, io::Read, process::Stdio};

use super::{file, folder, program, run, run_with};

/// The commands that read data, with what they need.
const READERS: [&[&str]; 4] =
    [&["list"], &["count", "--by", "kind"], &["check"], &["render", "--size", "80x24"]];

#[track_caller]
fn each_reader(name: &str, code: i32, says: &[&str]) {
    for reader in READERS {
        let failure = run(&[reader, &[name][..]].concat()).failure(code);
        for part in says {
            assert!(failure.contains(part), "{reader:?}: {failure}");
        }
    }
}

#[test]
fn draws_in_no_format_that_nobody_named() {
    let folder = folder("render-endings");
    for (name, begins) in [("a.svg", "<svg"), ("a.TXT", " "), ("a", " ")] {
        let path = folder.join(name);
        assert_eq!(run(&["render", "-o", path.to_str().unwrap()]).answer(), "");
        assert!(fs::read_to_string(&path).unwrap().starts_with(begins), "{name}");
    }
    for name in ["a.cast", "a.gif"] {
        let path = folder.join(name);
        let failure = run(&["render", "-o", path.to_str().unwrap()]).failure(2);
        assert!(failure.contains(".txt, .ansi, .svg, .png;"), "{failure}");
        assert!(!path.exists());
    }
}

#[test]
fn a_missing_file_is_named() {
    each_reader("no-such-file.ron", 3, &["dateline: there is no file `no-such-file.ron`"]);
}

#[test]
fn a_missing_file_is_looked_for_beside_it() {
    let path = file("missing-near", "events.ron", "x");
    let near = path.replace("events.ron", "event.ron");
    each_reader(&near, 3, &["did you mean", "events.ron"]);
}

#[test]
fn a_folder_is_no_file() {
    each_reader(folder("failures-folder").to_str().unwrap(), 3, &["is a folder"]);
}

#[test]
fn an_unknown_embedded_dataset_is_told_from_the_known() {
    each_reader("@sahl", 3, &["`@sahl`", "Did you mean `@sahel`?", "`@sahel-context`"]);
    for reader in &READERS[1..] {
        assert!(run(&[reader, &["@"][..]].concat()).failure(3).contains("`@sahel`"));
    }
}

#[test]
fn standard_input_is_read_once() {
    for reader in READERS {
        let failure = run(&[reader, &["-", "-"][..]].concat()).failure(2);
        assert!(failure.contains("once"), "{failure}");
    }
}

#[test]
fn data_of_which_nothing_can_be_read_fails() {
    for bytes in [
        &b""[..],
        b"\xff\xfe\x00\x01",
        b"{\"events\": 1}",
        b"Dataset(events: 7)",
        b"PK\x03\x04\0\0",
    ] {
        for reader in [&["list", "-"][..], &["count", "--by", "kind", "-"], &["render", "-"]] {
            let run = run_with(reader, bytes);
            assert_eq!(run.out, "");
            run.failure(1);
        }
    }
}

#[test]
fn wrong_words_are_told_from_right_ones() {
    for (args, says) in [
        (&["list", "--format", "jsn"][..], "json"),
        (&["list", "--fromat", "json"], "--format"),
        (&["count", "--by", "contry"], "country"),
        (&["count"], "--by"),
        (&["list", "--limit=-1"], "--limit"),
        (&["list", "--limit", "many"], "--limit"),
        (&["date"], "<EXPR>"),
        (&["check", "--format", "xml", "@sahel"], "human"),
    ] {
        let failure = run(args).failure(2);
        assert!(failure.contains(says), "{args:?}: {failure}");
    }
}

#[test]
fn a_misspelt_command_may_be_a_file_or_a_command() {
    let failure = run(&["chek"]).failure(3);
    assert!(
        failure.contains("no file `chek`") && failure.contains("`dateline check`"),
        "{failure}"
    );
    let failure = run(&["lst", "@sahel"]).failure(3);
    assert!(failure.contains("`dateline list`"), "{failure}");
    let failure = run(&["no-such-file.ron"]).failure(3);
    assert!(!failure.contains("Is it a command?"), "{failure}");
}

#[test]
fn help_and_version_are_answers() {
    let version = run(&["--version"]).answer();
    assert_eq!(version, format!("dateline {}\n", env!("CARGO_PKG_VERSION")));
    let help = run(&["--help"]).answer();
    for command in
        ["check", "count", "date", "fmt", "list", "new", "render", "fields", "completions", "man"]
    {
        assert!(help.contains(&format!("\n  {command}")), "{help}");
        let help = run(&[command, "--help"]).answer();
        assert!(help.contains(&format!("Usage: dateline {command}")), "{help}");
        assert!(help.contains("Examples:\n") && help.contains("Exit codes: 0"), "{help}");
    }
}

#[test]
fn a_reader_that_has_gone_away_is_no_failure() {
    for args in [
        &["list", "--format", "json"][..],
        &["list", "@"],
        &["count", "--by", "kind"],
        &["date", "2025"],
        &["--help"],
        &["--version"],
    ] {
        let mut child =
            program(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    for args in [&["list"][..], &["--help"], &["--version"], &["list", "--help"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = program(args).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("no space left"), "{args:?}");
    }
    assert!(run(&["list", "-o", "/dev/full"]).failure(3).contains("`/dev/full`"));
}
