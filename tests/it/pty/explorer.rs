//! The program itself, as a person meets it: explores the Sahel in a terminal, whatever the terminal does.

use super::{
    console::{Builder, child_of},
    *,
};

/// A window in which nothing is left out.
const LARGE: Size = Size { columns: 120, rows: 40 };
/// F2, as xterm sends it.
const F2: &str = "\u{1b}OQ";

/// Starts the explorer as the only program on a terminal.
fn explore(window: Size) -> Console {
    open(console::builder(window))
}

fn open(builder: Builder) -> Console {
    let console = builder.spawn(&[program()]);
    console.wait_for("22 events");
    console
}

/// Starts a shell script, in which `"$@"` is the explorer.
fn in_shell(script: &str) -> Console {
    let command = ["sh", "-c", script, "sh", &program()].map(str::to_owned);
    console::builder(WINDOW).spawn(&command)
}

fn program() -> String {
    env!("CARGO_BIN_EXE_dateline").to_owned()
}

/// Quits by key; all is as it was.
#[track_caller]
fn quit(mut console: Console) {
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

/// Returns what a screen shows, without the blanks at the ends of lines, which are written or not.
fn shown(screen: &vt100::Screen) -> String {
    let contents = screen.contents();
    let lines: Vec<_> = contents.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// Returns the line of the list that is selected.
fn selected(screen: &vt100::Screen) -> String {
    let contents = screen.contents();
    // Bars end with the same sign, which is why the place counts.
    let line = contents.lines().find(|line| line.starts_with('▌') || line.contains("┃▌"));
    line.unwrap_or_default().to_owned()
}

#[test]
fn filters_by_country_and_group_and_takes_it_back() {
    let mut console = explore(WINDOW);
    let before = console.wait_for("Four truck drivers in the");
    assert!(before.contains("Associated Press publishes"), "{before}");
    console.send("cfra\r");
    console.wait_for("3 of 22 events");
    console.wait_for("country: France");
    console.send("u");
    console.wait_until("all events", |s| {
        s.contents().contains(" 22 events") && !s.contents().contains("of 22")
    });
    console.send("gis sahel\r");
    console.wait_for("5 of 22 events");
    console.send("X");
    console.wait_until("all events", |s| !s.contents().contains("of 22"));
    quit(console);
}

#[test]
fn searches_and_goes_from_hit_to_hit() {
    let mut console = explore(LARGE);
    console.send("/chinese");
    console.wait_for("1 hit");
    console.send("\r");
    console.wait_until("the hit", |s| selected(s).contains("Two Chinese nationals"));
    console.send("/truck\r");
    console.wait_for("/truck 5/6");
    console.send("n");
    console.wait_for("/truck 6/6");
    quit(console);
}

#[test]
fn says_what_is_wrong_with_a_key_or_a_date() {
    let mut console = explore(LARGE);
    console.send("\u{1b}[20~");
    console.wait_for("<f9> does nothing here; ? lists all keys");
    console.send("tnonsense\r");
    console.wait_for("go to date nonsense");
    // Escape alone, which no sequence follows, leaves the prompt.
    console.send("\u{1b}");
    console.wait_until("the list again", |s| !s.contents().contains("go to date"));
    quit(console);
}

#[test]
fn shows_the_same_screen_after_the_window_was_small() {
    let mut console = explore(WINDOW);
    console.send("cfra\r");
    console.wait_for("3 of 22 events");
    let before = console.look(shown);
    console.resize(Size { columns: 20, rows: 5 });
    console.wait_for("this is 20x5");
    console.resize(WINDOW);
    console.wait_until("the screen as before", |s| shown(s) == before);
    console.resize(Size { columns: 65535, rows: 65535 });
    console.wait_until("a wide screen", |s| {
        s.contents().lines().any(|line| line.chars().count() > 900)
    });
    console.resize(WINDOW);
    console.wait_until("the screen as before", |s| shown(s) == before);
    quit(console);
}

#[test]
fn stops_and_goes_on_as_it_was() {
    for by_key in [true, false] {
        let script = r#"set -m; "$@"; echo "stopped."; read -r line; fg >fg.log; echo "ended $?.""#;
        let mut console = in_shell(script);
        console.wait_for("22 events");
        console.send("cfra\r");
        // Another key, so that no message is left that stopping by key would take away.
        console.wait_for("3 of 22 events");
        console.send("k");
        console.wait_for("2/3");
        let before = console.look(shown);
        if by_key {
            console.send("\u{1a}");
        } else {
            console::signal(child_of(console.pid()), "TSTP");
        }
        console.wait_for("stopped.");
        console.assert_restored();
        console.send("\r");
        console.wait_until("the screen as before", |s| shown(s) == before);
        console.send("q");
        console.wait_for("ended 0.");
        assert_eq!(console.wait_exit().exit_code(), 0);
        console.assert_restored();
    }
}

#[test]
fn gives_the_terminal_back_whatever_signal_ends_it() {
    let signals = [
        ("TERM", "Terminated"),
        ("HUP", "Hangup"),
        ("INT", "Interrupt"),
        ("QUIT", "Quit"),
        ("ABRT", "Aborted"),
        ("SEGV", "Segmentation"),
    ];
    for (n, (signal, words)) in signals.into_iter().enumerate() {
        let mut console = explore(WINDOW);
        // Where the person is makes no difference.
        let (keys, sign) =
            [("cfra", "find: fra"), ("/truck", "search /truck"), ("?", "Help:")][n % 3];
        console.send(keys);
        console.wait_for(sign);
        console::signal(console.pid(), signal);
        let status = console.wait_exit();
        assert!(status.signal().is_some_and(|s| s.starts_with(words)), "{signal}: {status:?}");
        console.assert_restored();
    }
}

#[test]
fn ends_when_its_terminal_is_gone_though_nobody_tells_it() {
    let script = r#"trap "" HUP; "$@"; echo "$?" >code.part; mv code.part code"#;
    let mut console = in_shell(script);
    console.wait_for("22 events");
    console.vanish("k");
    assert_eq!(console.wait_exit().exit_code(), 0);
    let code = read(&console.home.join("code"));
    assert_eq!(code.trim(), "129", "as a hang-up ends a program");
}

#[test]
fn says_what_to_do_where_there_is_no_terminal() {
    let output = "dateline: standard output is not a terminal\n  \
                  `dateline list` prints the events, `dateline render` draws a screen.\n";
    for script in [r#""$@" >/dev/full 2>err"#, r#""$@" >&- 2>err"#, r#""$@" 2>err >out"#] {
        let mut console = in_shell(script);
        assert_eq!(console.wait_exit().exit_code(), 2, "{script}");
        assert_eq!(read(&console.home.join("err")), output, "{script}");
        console.assert_restored();
    }
    let mut console = in_shell(r#"setsid -w "$@" </dev/null 2>err"#);
    assert_eq!(console.wait_exit().exit_code(), 2);
    let error = read(&console.home.join("err"));
    assert!(error.contains("standard input is not a terminal"), "{error}");
    assert!(error.contains("Run it in a terminal"), "{error}");
}

#[test]
fn takes_keys_from_the_terminal_when_data_comes_by_standard_input() {
    for script in [r#""$@" new mine.ron >out; "$@" - <mine.ron"#, r#"echo | "$@""#] {
        let mut console = in_shell(script);
        console.wait_for("? help");
        console.send("?");
        console.wait_for("Help:");
        console.send("\u{1b}");
        console.wait_until("the list again", |s| !s.contents().contains("Help:"));
        quit(console);
    }
}

#[test]
fn opens_what_can_be_read_and_shows_what_is_wrong_otherwise() {
    let event =
        |date: &str| format!(r#"Event(id: \"{date}\", date: \"{date}\", title: \"Something\")"#);
    let dataset = |dates: &[&str]| {
        let events: Vec<_> = dates.iter().map(|date| event(date)).collect();
        format!(r#"Dataset(format: 1, title: \"Mine\", events: [{}])"#, events.join(", "))
    };
    let table = [
        (dataset(&["2025", "2024-13"]), "2 events", None),
        ("Dataset(format: 1, title: 5)".to_owned(), "title", Some(1)),
        ("Dataset(".to_owned(), "mine.ron:1:", Some(1)),
        (String::new(), "mine.ron", Some(1)),
    ];
    for (text, words, code) in table {
        let mut console = in_shell(&format!(r#"printf "%s" "{text}" >mine.ron; "$@" mine.ron"#));
        let screen = console.wait_for(words);
        match code {
            None => {
                assert!(screen.contains("problem"), "{screen}");
                quit(console);
            }
            Some(code) => {
                assert_eq!(console.wait_exit().exit_code(), code, "{text}");
                assert!(console.screen().contains("error"), "{}", console.screen());
                console.assert_restored();
            }
        }
    }
    let mut console = in_shell(r#""$@" lits"#);
    assert_eq!(console.wait_exit().exit_code(), 3);
    assert!(console.screen().contains("dateline list"), "{}", console.screen());
}

#[test]
fn draws_with_ascii_where_the_terminal_knows_no_more() {
    for (name, value) in [("TERM", "dumb"), ("TERM", "linux"), ("LC_ALL", "C")] {
        let mut console = open(console::builder(LARGE).env(name, value));
        console.send("?");
        console.wait_for("Help:");
        console.send("\u{1b}");
        // An Escape with a letter right behind it would be the letter with Alt.
        console.wait_until("the list again", |s| !s.contents().contains("Help:"));
        console.send("cfra\r");
        console.wait_for("3 of 22 events");
        // The names of people and places stay as they are: only what the program adds is counted.
        let signs: String = String::from_utf8(console.raw())
            .unwrap()
            .chars()
            .filter(|c| !c.is_ascii() && !c.is_alphabetic() && !"“”’–".contains(*c))
            .collect();
        assert_eq!(signs, "", "{name}={value}");
        quit(console);
    }
}

#[test]
fn draws_without_colours_where_nobody_wants_them() {
    let colours = |raw: &[u8]| {
        let text = String::from_utf8_lossy(raw).into_owned();
        // The sequences for a colour of the foreground, the background and the underline.
        ["[38;5;", "[48;5;", "[58;5;", "[38;2;", "[48;2;", "[58;2;"]
            .iter()
            .any(|code| text.contains(code))
    };
    let mut plain = open(console::builder(LARGE).env("NO_COLOR", "1"));
    plain.send("cfra\r");
    plain.wait_for("3 of 22 events");
    assert!(!colours(&plain.raw()), "{}", plain.raw().escape_ascii());
    quit(plain);
    let colourful = open(console::builder(LARGE).env("NO_COLOR", ""));
    assert!(colours(&colourful.raw()), "an empty NO_COLOR is none");
    quit(colourful);
}

#[test]
fn takes_clicks_until_the_mouse_is_released() {
    let mut console = explore(LARGE);
    let screen = console.screen();
    let row = screen.lines().position(|line| line.contains("Two Chinese nationals"));
    let row = row.unwrap() + 1;
    console.send(&format!("\u{1b}[<0;70;{row}M\u{1b}[<0;70;{row}m"));
    console.wait_until("the clicked event", |s| selected(s).contains("Two Chinese nationals"));
    console.send(F2);
    console.wait_until("no mouse", |s| s.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
    console.wait_for("Mouse off");
    console.send(F2);
    console.wait_until("the mouse", |s| s.mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    quit(console);
}

#[test]
fn takes_a_huge_paste_for_text_and_for_nothing_else() {
    let mut console = explore(WINDOW);
    // Were these keys, they would open a facet, filter and quit.
    let paste = format!("\u{1b}[200~{}\u{1b}[201~", "cfra\rq\u{3}".repeat(150_000));
    console.send(&paste);
    console.wait_for("Pasted text is taken in prompts only");
    console.send("/");
    console.wait_for("search /");
    console.send(&paste);
    console.wait_for("cfra");
    console.send("\u{1b}");
    console.wait_until("the list again", |s| !s.contents().contains("search /"));
    assert!(console.screen().contains(" 22 events"));
    quit(console);
}

#[test]
fn survives_bytes_that_no_keyboard_sends() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        // Marsaglia's xorshift: every run tries the same bytes.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    for round in 0..10 {
        let mut console = explore(WINDOW);
        let bytes: Vec<u8> = std::iter::repeat_with(&mut next)
            // The keys that quit would end a round early.
            .filter(|byte| ![b'q', b'Q', 3].contains(byte))
            .take(1000)
            .collect();
        console.send_bytes(&bytes);
        console
            .send_bytes(b"\x1b[<0;0;0M\x1b[0;0R\x1b[<255;99999;1M\x1b[M   \x1b[1;99A\x1b[99999~");
        console.resize(Size { columns: 30, rows: 8 });
        // Help can run an action, also the one that quits.
        if console.shows_before_it_ends("40x10 cells") {
            console::signal(console.pid(), "TERM");
            let status = console.wait_exit();
            let is_ended = status.signal().is_some_and(|s| s.starts_with("Terminated"));
            assert!(is_ended, "round {round}: {status:?}");
        } else {
            assert_eq!(console.wait_exit().exit_code(), 0, "round {round}");
        }
        console.assert_restored();
    }
}

#[test]
fn sleeps_while_nothing_happens() {
    let mut console = explore(WINDOW);
    console.wait_idle(console.pid());
    console.send("cfra\r");
    console.wait_for("3 of 22 events");
    console.wait_idle(console.pid());
    quit(console);
}
