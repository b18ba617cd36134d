//! What a person keeps about data, and the explorer that finds it damaged.

use std::{fs, path::PathBuf};

use dateline::store;

use super::*;

const DATA: &str = r#"Dataset(events: [Event(id: "a", date: "2025", title: "The only event")])"#;

/// Opens data whose notebook is damaged, quits, and returns what was written and the notebook.
fn explore_with_damage(options: &[&str]) -> (String, PathBuf) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!(
        "pty-state-{}-{}",
        std::process::id(),
        options.len()
    ));
    let file = folder.join("data.ron");
    let notebook = store::read("data", DATA).fingerprint.to_string() + ".ron";
    let notebook = folder.join("dateline/notebooks").join(notebook);
    fs::create_dir_all(notebook.parent().unwrap()).unwrap();
    fs::write(&file, DATA).unwrap();
    fs::write(&notebook, "Notebook(version: 1, marks: [\"a").unwrap();
    let text = |path: PathBuf| path.into_os_string().into_string().unwrap();
    let mut command = vec![env!("CARGO_BIN_EXE_dateline").to_owned(), text(file)];
    command.extend(options.iter().map(|option| (*option).to_owned()));
    let mut console = console::builder(WINDOW).env("XDG_STATE_HOME", &text(folder)).spawn(&command);
    console.wait_for("The only event");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
    (String::from_utf8(console.raw()).unwrap(), notebook)
}

#[test]
fn a_damaged_notebook_hinders_nobody_and_is_told_of_in_the_end() {
    let (written, notebook) = explore_with_damage(&[]);
    let (_, after) = written.rsplit_once("\u{1b}[?1049l").unwrap();
    assert!(after.contains("dateline: the notebook `") && after.contains("is damaged"), "{after}");
    assert_eq!(read(&notebook), "Notebook(version: 1, marks: [\"a");
}

#[test]
fn without_state_nothing_is_told_of_it() {
    let (written, _) = explore_with_damage(&["--no-state"]);
    assert!(!written.contains("is damaged"), "{written}");
}
