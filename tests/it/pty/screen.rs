//! While it runs: what it draws, what it hears, and that it can be stopped and continued.

use super::*;

#[test]
fn draws_hears_keys_and_quits() {
    let mut console = start("");
    console.send("a\u{1b}[A\u{1b}[1;5D\u{1b}[200~two\rwords\u{1b}[201~é");
    console.wait_for("heard a<up><c-left>Paste(\"two\\rwords\")é.");
    console.send("\u{1b}");
    console.wait_for("é<esc>.");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    assert!(!console.screen().contains("ready"), "the alternate screen is gone");
    console.assert_restored();
}

#[test]
fn draws_once_for_inputs_that_came_together_and_not_for_nothing() {
    let mut console = start("");
    console.wait_for("draw 1 ");
    console.send(&"x".repeat(400));
    console.wait_for("keys 400.");
    let frames = |raw: &[u8]| String::from_utf8_lossy(raw).matches("\u{1b}[?2026h").count();
    let draws = frames(&console.raw());
    assert!(draws < 10, "{draws} draws for 400 keys");
    // A key release and a report of the terminal say nothing to the program; copying changes nothing.
    console.send("\u{1b}[97;1:3u\u{1b}[?1;2cy");
    console.wait_raw("\u{1b}]52;");
    console.send("q");
    console.wait_exit();
    let raw = String::from_utf8(console.raw()).unwrap();
    assert_eq!(frames(raw.as_bytes()), draws, "nothing was drawn for nothing");
    assert_eq!(raw.matches("\u{1b}[?2026h").count() + 1, raw.matches("\u{1b}[?2026l").count());
}

#[test]
fn takes_all_keys_of_a_burst() {
    // More than crossterm reads at once, and more than may wait for the loop.
    let mut console = start("");
    console.send(&"x".repeat(10_000));
    console.wait_for("keys 10000.");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn hears_a_sequence_that_arrives_in_pieces() {
    let mut console = start("");
    // Whatever is between the pieces, the first is read alone: the key before it has been drawn.
    for (n, piece) in ["a\u{1b}[", "1;5", "Db"].into_iter().enumerate() {
        console.send(piece);
        if n == 0 {
            console.wait_for("heard a.");
        }
    }
    console.wait_for("heard a<c-left>b.");
    // A sequence whose end does not come holds the keys, not the signals.
    console.send("c\u{1b}[");
    console.wait_for("heard a<c-left>bc.");
    console::signal(console.pid(), "TERM");
    let status = console.wait_exit();
    assert!(status.signal().is_some_and(|s| s.starts_with("Terminated")));
    console.assert_restored();
}

#[test]
fn follows_the_size_of_the_window() {
    let mut console = start("");
    console.resize(Size { columns: 20, rows: 5 });
    console.wait_for("ready 20x5");
    console.resize(Size { columns: 80, rows: 24 });
    console.wait_for("ready 80x24");
    console.resize(Size { columns: 1, rows: 1 });
    console.wait_until("one cell", |s| s.contents() == "r");
    console.resize(Size { columns: 80, rows: 24 });
    console.wait_for("ready 80x24");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn survives_windows_of_no_size_and_of_all_sizes() {
    let mut console = start("");
    console.resize(Size { columns: 65535, rows: 65535 });
    console.wait_for("ready 1000x500");
    console.resize(Size { columns: 0, rows: 0 });
    console.wait_for("ready 80x24");
    console.resize(Size { columns: 100, rows: 30 });
    console.wait_for("ready 100x30");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn takes_the_mouse_and_leaves_it() {
    let mut console = start("mouse");
    console.send("\u{1b}[<0;3;4M");
    console.wait_for("Down(Left), column: 2, row: 3");
    console.send("n");
    console.wait_until("no mouse", |s| s.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
    console.send("m");
    console.wait_until("the mouse", |s| s.mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn copies_between_frames() {
    let mut console = start("");
    console.send("yx");
    console.wait_for("heard x.");
    console.send("q");
    console.wait_exit();
    let raw = String::from_utf8(console.raw()).unwrap();
    let before = raw.split("\u{1b}]52;c;Y29waWVkIHRleHQ=\u{1b}\\").next().unwrap();
    assert!(before.len() < raw.len(), "it was sent");
    assert_eq!(before.matches("\u{1b}[?2026h").count(), before.matches("\u{1b}[?2026l").count());
}

#[test]
fn repaints_when_asked_and_when_the_person_comes_back() {
    let mut console = start("");
    console.send("\u{c}a");
    console.wait_for("heard a.");
    console.send("\u{1b}[O\u{1b}[Ib");
    console.wait_for("FocusGainedb.");
    console.send("q");
    console.wait_exit();
    let raw = String::from_utf8(console.raw()).unwrap();
    let full = raw.matches("ready").count();
    assert_eq!(full, 3, "the first frame and two repaints");
}

#[test]
fn reads_keys_from_its_terminal_when_data_comes_in() {
    let mut command: Vec<String> =
        ["sh", "-c", "echo data | \"$@\"", "sh"].map(str::to_owned).to_vec();
    command.extend(child_command());
    let mut console = console::builder(WINDOW).env(CHILD, "").spawn(&command);
    console.wait_for("ready 80x24");
    console.send("ab");
    console.wait_for("heard ab.");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn stops_on_ctrl_z_and_goes_on() {
    stops_and_goes_on(r#""$@""#, |console| console.send("\u{1a}"));
}

#[test]
fn stops_the_whole_job_on_ctrl_z() {
    // The inner shell is in the same job: were it not stopped too, the outer one would wait for ever.
    stops_and_goes_on(r#"sh -c '"$@"; exit $?' sh "$@""#, |console| {
        console.send("\u{1a}");
    });
}

#[test]
fn stops_on_a_signal_and_goes_on() {
    stops_and_goes_on(r#""$@""#, |console| {
        console::signal(pid_on(&console.screen()), "TSTP");
    });
}

/// Runs the program from a shell with job control, stops it, looks at the terminal, and continues it.
fn stops_and_goes_on(command: &str, stop: impl Fn(&mut Console)) {
    let script = format!(
        r#"set -m; {command}; echo "stopped."; read -r line; fg >fg.log; echo "ended $?.""#
    );
    let mut console = start_in_shell(&script);
    console.send("a");
    console.wait_for("heard a.");
    stop(&mut console);
    console.wait_for("stopped.");
    console.assert_restored();
    console.resize(Size { columns: 90, rows: 20 });
    console.send("\r");
    console.wait_for("ready 90x20");
    console.send("b");
    console.wait_for("heard ab.");
    console.send("q");
    console.wait_for("ended 0.");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn takes_the_terminal_back_after_a_stop_that_it_could_not_hear() {
    let script = r#"set -m; "$@"; stty sane; printf '\033[?1049l\033[?25h'; echo "stopped."; read -r line
        fg >fg.log; echo "ended $?.""#;
    let mut console = start_in_shell(script);
    let pid = pid_on(&console.screen());
    console::signal(pid, "STOP");
    console.wait_for("stopped.");
    console.send("\r");
    console.wait_for("ready 80x24");
    console.send("b");
    console.wait_for("heard b.");
    console.send("q");
    console.wait_for("ended 0.");
    assert_eq!(console.wait_exit().exit_code(), 0);
}

#[test]
fn does_not_stop_where_nobody_could_continue_it() {
    let mut console = start("");
    console.send("\u{1a}");
    let pid = console.pid();
    console::signal(pid, "TSTP");
    console.send("x");
    console.wait_for("heard x.");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

/// Returns the process that the program's screen names.
pub(super) fn pid_on(screen: &str) -> u32 {
    screen.split("pid ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap()
}
