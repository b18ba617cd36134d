//! From one terminal to another: a view that is saved, found again, and sent as a link.

use std::path::PathBuf;

use super::*;

/// A window in which nothing is left out.
const LARGE: Size = Size { columns: 160, rows: 45 };

/// Returns a state directory of this test alone, empty.
fn state(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let folder = folder.join(format!("pty-views-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder.into_os_string().into_string().unwrap()
}

fn explore(state: &str, arguments: &[&str]) -> Console {
    let mut command = vec![env!("CARGO_BIN_EXE_dateline").to_owned()];
    command.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    console::builder(LARGE).env("XDG_STATE_HOME", state).spawn(&command)
}

#[track_caller]
fn quit(mut console: Console) -> Console {
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
    console
}

/// Returns what is on the screen, without what the last key said.
fn picture(console: &mut Console) -> String {
    // Up and down again says nothing, wherever one is in a list of two.
    console.send("kj");
    console.wait_until("no notice", |screen| {
        let contents = screen.contents();
        let status = contents.lines().rev().find(|line| line.contains("hidden by the filter"));
        let words = status.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        words.as_deref() == Some("2/2 20 hidden by the filter: F")
    });
    let contents = console.screen();
    contents.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Returns the text that the program has put on the clipboard last.
fn clipboard(console: &Console) -> String {
    let raw = String::from_utf8_lossy(&console.raw()).into_owned();
    let (_, after) = raw.rsplit_once("\u{1b}]52;c;").unwrap();
    let (encoded, _) = after.split_once('\u{1b}').unwrap();
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = encoded.chars().filter_map(|digit| digits.find(digit));
    let bits: Vec<usize> = bits.collect();
    let bytes = bits.chunks(4).flat_map(|group| {
        let word = group.iter().fold(0, |word, digit| word << 6 | digit) << (6 * (4 - group.len()));
        (0..group.len() - 1).map(move |n| (word >> (16 - 8 * n)) as u8).collect::<Vec<_>>()
    });
    String::from_utf8(bytes.collect()).unwrap()
}

#[test]
fn a_view_is_saved_found_again_and_opened_by_its_link_elsewhere() {
    let home = state("home");
    let mut console = explore(&home, &[]);
    console.wait_for("22 events");
    console.send("cmorocco\rfkrelease\r");
    console.wait_for("2 of 22 events");
    console.send("LVMoroccan releases\r");
    console.wait_for("View `Moroccan releases` saved");
    let saved = picture(&mut console);
    assert!(saved.contains("view: Moroccan releases") && saved.contains("by country"), "{saved}");
    quit(console);

    // It is there again without a word, by its name on the command line, and from the list of views.
    let mut console = explore(&home, &[]);
    console.wait_for("As you left it");
    assert_eq!(picture(&mut console), saved);
    quit(console);
    let mut console = explore(&home, &["--view", "Moroccan releases"]);
    console.wait_for("2 of 22 events");
    assert_eq!(picture(&mut console), saved);
    console.send("XLLLLLL_");
    console.wait_until("all events", |screen| !screen.contents().contains("of 22"));
    console.send("vmoroc\r");
    console.wait_for("2 of 22 events");
    assert_eq!(picture(&mut console), saved);
    console.send("yl");
    console.wait_for("The link was sent to the terminal's clipboard");
    let link = clipboard(&console);
    quit(console);
    let wanted = "dateline @sahel -q 'country:MAR kind:release' --view lanes:country --at ";
    assert!(link.starts_with(wanted), "{link}");

    // Elsewhere nobody has saved anything, so only the name is missing.
    let command = link.replacen("dateline", env!("CARGO_BIN_EXE_dateline"), 1);
    let shell = ["sh".to_owned(), "-c".to_owned(), command];
    let mut console = console::builder(LARGE).env("XDG_STATE_HOME", &state("away")).spawn(&shell);
    console.wait_for("2 of 22 events");
    let there = picture(&mut console);
    let without_name = saved.replace("view: Moroccan releases  ", "");
    let cut = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(cut(&there), cut(&without_name));
    quit(console);

    // With other data, the link says so.
    let other = link.replacen("@sahel", "@sahel-context", 1);
    let command = other.replacen("dateline", env!("CARGO_BIN_EXE_dateline"), 1);
    let shell = ["sh".to_owned(), "-c".to_owned(), command];
    let console = console::builder(LARGE).env("XDG_STATE_HOME", &state("other")).spawn(&shell);
    console.wait_for("The link was made from other data");
    quit(console);
}

#[test]
fn what_was_copied_is_printed_once_the_screen_is_left() {
    let mut console = explore(&state("print"), &[]);
    console.wait_for("22 events");
    console.send("yb");
    console.wait_for("The citation in BibTeX was sent");
    console.send("yp");
    console.wait_for("printed when the program ends");
    let console = quit(console);
    let raw = String::from_utf8(console.raw()).unwrap();
    let (_, after) = raw.rsplit_once("\u{1b}[?1049l").unwrap();
    assert!(after.contains("@misc{") && after.contains("Associated Press"), "{after}");
}

#[test]
fn nothing_is_kept_without_state() {
    let home = state("nothing");
    let mut console = explore(&home, &["--no-state"]);
    console.wait_for("22 events");
    console.send("cmorocco\rmVname\r");
    console.wait_for("View `name` saved");
    quit(console);
    assert!(!std::path::Path::new(&home).exists());
}

#[test]
fn what_is_marked_and_noted_is_found_on_the_command_line() {
    let home = state("marked");
    let mut console = explore(&home, &[]);
    console.wait_for("22 events");
    console.send("mkAask the ministry\r");
    console.wait_for("Noted");
    quit(console);
    let list = |query: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(["list", "-q", query, "--format", "ndjson"]).env("XDG_STATE_HOME", &home);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let marked = list("is:marked");
    assert!(
        marked.lines().count() == 1 && marked.contains("Associated Press publishes"),
        "{marked}"
    );
    let noted = list("has:note -is:marked");
    assert!(noted.lines().count() == 1 && !noted.contains("Associated Press publishes"), "{noted}");
}
