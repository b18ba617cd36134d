//! Every way to end: the terminal is as it was, and the parent is told the truth.

use super::{screen::pid_on, *};

#[test]
fn ends_by_the_signal_that_ended_it() {
    for (signal, words) in
        [("TERM", "Terminated"), ("HUP", "Hangup"), ("INT", "Interrupt"), ("QUIT", "Quit")]
    {
        let mut console = start("mouse");
        let pid = console.pid();
        console::signal(pid, signal);
        let status = console.wait_exit();
        assert_eq!(
            status.signal().map(|s| s.starts_with(words)),
            Some(true),
            "{signal}: {status:?}"
        );
        console.assert_restored();
    }
}

#[test]
fn restores_when_it_is_aborted() {
    for (how, words) in [("A", "Aborted"), ("kill", "Aborted")] {
        let mut console = start("mouse");
        if how == "kill" {
            console::signal(console.pid(), "ABRT");
        } else {
            console.send(how);
        }
        let status = console.wait_exit();
        assert_eq!(status.signal().map(|s| s.starts_with(words)), Some(true), "{status:?}");
        assert!(console.screen().contains("dateline was aborted"), "{}", console.screen());
        console.assert_restored();
    }
}

#[test]
fn restores_after_a_stack_overflow_and_shows_what_std_says() {
    let mut console = start("");
    console.send("O");
    let status = console.wait_exit();
    assert_eq!(status.signal().map(|s| s.starts_with("Aborted")), Some(true), "{status:?}");
    assert!(console.screen().contains("has overflowed its stack"), "{}", console.screen());
    console.assert_restored();
}

#[test]
fn restores_after_a_fault_that_somebody_sent() {
    let mut console = start("");
    console::signal(console.pid(), "SEGV");
    let status = console.wait_exit();
    assert_eq!(status.signal().map(|s| s.starts_with("Segmentation")), Some(true), "{status:?}");
    console.assert_restored();
}

#[test]
fn says_what_happened_after_a_panic() {
    let mut console = start("mouse");
    console.send("P");
    assert_eq!(console.wait_exit().exit_code(), 70);
    let screen = console.screen();
    assert!(
        screen.contains("dateline ended because of a mistake of its own: a planned"),
        "{screen}"
    );
    let left = String::from_utf8_lossy(&console.raw()).matches("\u{1b}[?1049l").count();
    assert_eq!(left, 1, "a second time would put the cursor onto the message");
    assert!(screen.contains("child.rs:") && !screen.contains("ready"), "{screen}");
    console.assert_restored();
}

#[test]
fn goes_on_after_a_panic_aside_and_tells_it_at_the_end() {
    let mut console = start("");
    console.send("T");
    console.wait_until("the screen goes on", |s| {
        s.contents().contains("heard T.") && s.alternate_screen() && s.hide_cursor()
    });
    assert!(!console.screen().contains("mistake"), "{}", console.screen());
    console.send("x");
    console.wait_for("heard Tx.");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    assert!(
        console.screen().contains("stopped because of a mistake of its own"),
        "{}",
        console.screen()
    );
    console.assert_restored();
}

#[test]
fn ends_a_loop_that_is_stuck() {
    let mut console = start("mouse");
    console.send("G");
    // The last that it writes before it is stuck.
    console.wait_raw("\u{1b}]52;");
    console::signal(console.pid(), "TERM");
    let status = console.wait_exit();
    assert_eq!(status.signal().map(|s| s.starts_with("Terminated")), Some(true), "{status:?}");
    console.assert_restored();
}

#[test]
fn ends_a_stuck_loop_at_once_on_a_second_signal() {
    // On a busy machine the two may be handled in either order, but after the grace it is always the first.
    let is_at_once = (0..5).any(|_| {
        let mut console = start("");
        console.send("G");
        console.wait_raw("\u{1b}]52;");
        console::signal(console.pid(), "TERM");
        console::wait_handled(console.pid());
        console::signal(console.pid(), "INT");
        let status = console.wait_exit();
        console.assert_restored();
        status.signal().is_some_and(|s| s.starts_with("Interrupt"))
    });
    assert!(is_at_once, "not by the grace of the first signal");
}

#[test]
fn ends_when_its_terminal_is_gone() {
    // The shell is the leader that the kernel tells; the program hears nothing and has to notice by itself.
    let script = r#"trap "" HUP; "$@"; echo "$?" >code.part; mv code.part code"#;
    // Each makes the program write something. After `G` it is stuck for ever, and after the start of a sequence its
    // reader waits inside a read.
    for nudge in ["x", "G", "x\u{1b}["] {
        let mut console = start_in_shell(script);
        console.vanish(nudge);
        assert_eq!(console.wait_exit().exit_code(), 0);
        let code = read(&console.home.join("code"));
        assert_eq!(code.trim(), "129", "as a hang-up ends a program, after {nudge}");
    }
}

#[test]
fn ends_in_the_background_without_touching_the_shell() {
    // Taking the terminal there would stop it again instead of ending it.
    let script = r#"set -m; "$@"; stty sane; stty -echo; stty -g >before; kill -TERM %1; kill -CONT %1
        until wait %1; [ "$?" = 143 ]; do :; done; stty -g >after; echo "ended.""#;
    for signal in ["STOP", "TSTP"] {
        let mut console = start_in_shell(script);
        console::signal(pid_on(&console.screen()), signal);
        console.wait_for("ended.");
        console.wait_exit();
        let (before, after) =
            (read(&console.home.join("before")), read(&console.home.join("after")));
        assert_eq!(before, after, "{signal}");
        assert!(!console.screen().contains("ready"), "the alternate screen is gone");
    }
}

#[test]
fn waits_in_the_background_until_it_is_called() {
    // That it ran and stopped once more is what the kernel's count of switches says.
    let script = r#"set -m; "$@"; jobs -p %1 >pid; p=/proc/$(cat pid)/status; was=$(grep ctxt $p); kill -CONT %1
        until [ "$(grep ctxt $p)" != "$was" ] && grep -q "^State:.T" $p; do :; done; echo "again."
        read -r line; fg >fg.log; echo "ended $?.""#;
    let mut console = start_in_shell(script);
    console.send("\u{1a}");
    console.wait_for("again.");
    console.assert_restored();
    console.send("\r");
    console.wait_for("ready 80x24");
    console.send("q");
    console.wait_for("ended 0.");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn keeps_ignoring_what_its_parent_ignores() {
    let mut console = start_in_shell(r#"trap "" HUP INT; "$@""#);
    let pid = pid_on(&console.screen());
    console::signal(pid, "HUP");
    console::signal(pid, "INT");
    console.send("x");
    console.wait_for("heard x.");
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn says_why_there_is_no_screen() {
    let table = [
        (r#""$@" >&- 2>err"#, "standard output is not a terminal"),
        (r#""$@" 2>err | cat"#, "standard output is not a terminal"),
        (r#"setsid -w "$@" </dev/null 2>err"#, "/dev/tty cannot be opened"),
        (r#"setsid -w "$@" <&- 2>err"#, "/dev/tty cannot be opened"),
    ];
    for (script, words) in table {
        let mut command: Vec<String> = ["sh", "-c", script, "sh"].map(str::to_owned).to_vec();
        command.extend(child_command());
        let mut console = console::builder(WINDOW).env(CHILD, "").spawn(&command);
        console.wait_exit();
        let error = read(&console.home.join("err"));
        assert!(error.contains("no screen: ") && error.contains(words), "{script}: {error}");
        console.assert_restored();
    }
}
