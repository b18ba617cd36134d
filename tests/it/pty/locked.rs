//! The explorer at a terminal that others use: nothing leads out of it, and nothing is kept.

use std::path::PathBuf;

use super::*;

/// Opens the explorer with a home of its own, locked by a flag or by the environment.
fn explore(name: &str, arguments: &[&str], variable: &str) -> (Console, PathBuf) {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let home = home.join(format!("pty-locked-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).unwrap();
    let mut command = vec![env!("CARGO_BIN_EXE_dateline").to_owned()];
    command.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    let place = home.to_str().unwrap();
    let console = console::builder(WINDOW)
        .env("HOME", place)
        .env("XDG_STATE_HOME", place)
        .env("DATELINE_SECURE", variable)
        .spawn(&command);
    console.wait_for("22 events");
    (console, home)
}

#[test]
fn a_locked_explorer_gives_no_shell_no_clipboard_and_keeps_nothing() {
    for (name, arguments, variable) in [("flag", &["--locked"][..], ""), ("variable", &[], "1")] {
        let (mut console, home) = explore(name, arguments, variable);
        console.send("\u{1a}");
        console.wait_for("<c-z> does nothing here");
        console.send("yy");
        console.wait_for("y does nothing here");
        console.send("m");
        console.wait_for("Marked until you leave");
        console.send("Vmine\r");
        console.wait_for("View `mine` saved until you leave; v opens it");
        console.send("Xkv\r");
        console.wait_for("View `mine`; < goes back");
        console.send("?suspend");
        console.wait_for("No action is described so");
        console.send("\u{3}");
        assert_eq!(console.wait_exit().exit_code(), 0);
        console.assert_restored();
        let written = String::from_utf8(console.raw()).unwrap();
        assert!(!written.contains("\u{1b}]52"), "{name}: nothing was put on the clipboard");
        assert_eq!(std::fs::read_dir(home).unwrap().count(), 0, "{name}: nothing was kept");
    }
}
