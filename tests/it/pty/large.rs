//! A file that is large enough to be kept in the cache: read, opened again, damaged, replaced.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use super::*;

const EVENTS: usize = 30_000;

/// Returns a new folder with a large dataset in it.
fn folder(name: &str) -> (PathBuf, PathBuf) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let folder = folder.join(format!("pty-large-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("large.ron");
    fs::write(&file, dataset("convoy")).unwrap();
    (folder, file)
}

fn dataset(word: &str) -> String {
    let mut text = String::from("Dataset(format: 1, title: \"Large\", events: [\n");
    for n in 0..EVENTS {
        let (year, month, day) = (1990 + n % 30, 1 + n % 12, 1 + n % 28);
        writeln!(
            text,
            "Event(id: \"e{n}\", date: \"{year}-{month:02}-{day:02}\", title: \"Event {n}\", kind: \"kind {}\", \
             summary: \"A {word} was stopped on the road to the market, and officials gave different numbers of those who \
             were on it; nobody has claimed what happened near the village that day.\", \
             groups: [\"Group {}\"], sources: [\"https://example.org/{n}\"]),",
            n % 4,
            n % 90,
        )
        .unwrap();
    }
    text.push_str("])\n");
    assert!(text.len() > 8 << 20, "large enough to be kept: {}", text.len());
    text
}

fn explore(folder: &Path, file: &Path) -> Console {
    let text = |path: &Path| path.as_os_str().to_str().unwrap().to_owned();
    let command = [env!("CARGO_BIN_EXE_dateline").to_owned(), text(file)];
    let window = Size { columns: 120, rows: 40 };
    let console = console::builder(window)
        .env("XDG_CACHE_HOME", &text(&folder.join("cache")))
        .env("XDG_STATE_HOME", &text(&folder.join("state")))
        .spawn(&command);
    console.wait_for("30,000 events");
    console
}

fn quit(mut console: Console) -> String {
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
    String::from_utf8(console.raw()).unwrap()
}

/// Returns the one file of the cache.
fn kept(folder: &Path) -> PathBuf {
    let files = fs::read_dir(folder.join("cache/dateline")).unwrap();
    let files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

#[test]
fn is_read_once_and_found_again() {
    let (folder, file) = folder("again");
    let mut console = explore(&folder, &file);
    console.send("\\group:\"Group 7\"\r");
    console.wait_for("334 of 30,000 events");
    quit(console);
    let first = kept(&folder);

    let mut console = explore(&folder, &file);
    console.wait_for("334 of 30,000 events");
    console.wait_for("As you left it");
    console.send("X/convoy\r");
    console.wait_for("30,000");
    let written = quit(console);
    assert!(!written.contains("reading"), "nothing was read a second time");
    assert_eq!(kept(&folder), first);

    // Another text in the same file is another file.
    fs::write(&file, dataset("lorry!")).unwrap();
    let mut console = explore(&folder, &file);
    console.send("/lorry\r");
    console.wait_for("/lorry");
    quit(console);
    assert_eq!(kept(&folder), first, "it took the place of the old one");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn is_read_anew_when_what_was_kept_is_damaged() {
    let (folder, file) = folder("damaged");
    quit(explore(&folder, &file));
    let cache = kept(&folder);
    let mut bytes = fs::read(&cache).unwrap();
    // Near the end are the texts' ends and the columns; each byte of them is checked.
    let at = bytes.len() - bytes.len() / 20;
    bytes[at..at + 4_000].fill(0xa5);
    fs::write(&cache, &bytes).unwrap();
    let console = explore(&folder, &file);
    console.wait_for("The cache is damaged");
    console.wait_until("all of it again", |screen| {
        let shown = screen.contents();
        shown.contains("30,000 events") && !shown.contains("reading")
    });
    quit(console);
    // What was written is sound again.
    let console = explore(&folder, &file);
    let written = quit(console);
    assert!(!written.contains("damaged"), "{written}");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn keeps_nothing_where_that_is_not_wanted() {
    let (folder, file) = folder("nothing");
    let text = |path: &Path| path.as_os_str().to_str().unwrap().to_owned();
    let command = [env!("CARGO_BIN_EXE_dateline").to_owned(), text(&file), "--no-cache".to_owned()];
    let console = console::builder(WINDOW)
        .env("XDG_CACHE_HOME", &text(&folder.join("cache")))
        .env("XDG_STATE_HOME", &text(&folder.join("state")))
        .spawn(&command);
    console.wait_for("30,000 events");
    quit(console);
    assert!(!folder.join("cache").exists());
    fs::remove_dir_all(&folder).unwrap();
}
