//! Answers that go to a terminal: they fit its width, and have colours unless somebody forbids them.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use unicode_width::UnicodeWidthStr;

use super::{file, home};

/// Runs the program in a terminal of some columns and returns everything that it wrote there.
fn shown(args: &[&str], cols: u16, environment: &[(&str, &str)]) -> String {
    let size = PtySize { rows: 24, cols, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(args);
    command.env_clear();
    command.cwd(env!("CARGO_TARGET_TMPDIR"));
    for (name, path) in home() {
        command.env(name, path);
    }
    for (name, value) in environment {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut bytes = Vec::new();
    // On Linux the end of a terminal whose program is gone is an error and no end of file.
    let _ = reader.read_to_end(&mut bytes);
    child.wait().unwrap();
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

#[test]
fn a_table_fits_into_any_width() {
    for cols in [1, 2, 10, 20, 40, 60, 80, 100, 120, 200] {
        for args in [&["list"][..], &["list", "@"], &["count", "--by", "group"]] {
            let text = shown(args, cols, &[("TERM", "xterm-256color")]);
            let table = text.lines().filter(|line| !line.starts_with("dateline: "));
            for line in table {
                assert!(line.width() <= usize::from(cols), "{args:?} at {cols}: {line:?}");
            }
        }
    }
}

#[test]
fn a_table_keeps_what_matters_most() {
    let list = shown(&["list"], 80, &[]);
    let line = list.lines().find(|line| line.contains("Four Moroccan truck drivers released"));
    assert!(
        line.is_some_and(|line| line.starts_with("2025-08-03 ") && line.contains("MLI MAR")),
        "{list}"
    );
    let wide = shown(&["list"], 200, &[]);
    assert!(wide.contains("atlantic-initiative-backed") && !wide.contains('…'), "{wide}");
}

#[test]
fn problems_are_coloured_only_where_that_is_wanted() {
    let path = file(
        "terminal-colour",
        "bad.ron",
        "Dataset(events: [Event(id: \"a\", date: \"x\", title: \"\x1b[31m\")])",
    );
    let colourful = shown(&["check", &path], 100, &[("TERM", "xterm-256color")]);
    assert!(colourful.contains("\x1b["), "{colourful}");
    // Whatever the file holds, the only sequences are those of colours that the program chose.
    for sequence in colourful.split('\x1b').skip(1) {
        let end = sequence.find(|c: char| !c.is_ascii_digit() && !"[;".contains(c));
        assert_eq!(end.and_then(|end| sequence.chars().nth(end)), Some('m'), "{sequence:?}");
    }
    for environment in [[("TERM", "xterm"), ("NO_COLOR", "1")], [("TERM", "dumb"), ("LANG", "C")]] {
        let plain = shown(&["check", &path], 100, &environment);
        assert!(!plain.contains('\x1b') && plain.contains("error[DL0101]"), "{plain}");
    }
}
