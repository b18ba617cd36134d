//! Addresses of sources as links of the terminal: where it is known to take them, and nowhere else.

use super::{console::Console, *};

/// A window in which the details show the sources.
const LARGE: Size = Size { columns: 120, rows: 40 };
/// How an order about links begins.
const ORDER: &str = "\u{1b}]8;";
/// What ends a link before the terminal is given back: else it could go on in the shell.
const CUT_OFF: &str = "\u{1b}\\\u{1b}]8;;\u{1b}\\\u{1b}\\\u{1b}[?2026l";

/// Starts the explorer with one event that has two sources, of which one has an address for a browser.
fn explore(config: &str, environment: &[(&str, &str)]) -> Console {
    let script = r#"mkdir -p "$XDG_CONFIG_HOME/dateline"
        printf '%s' "$CONFIG" >"$XDG_CONFIG_HOME/dateline/config.ron"
        printf '%s' "$DATA" >data.ron
        exec "$@" data.ron"#;
    let data = r#"Dataset(format: 1, title: "Small", sources: {
            "a": Source(title: "A page", url: "https://example.org/a?b=c&d"),
            "b": Source(title: "A script", url: "javascript:alert(1)"),
        }, events: [Event(id: "e", date: "2025-08-04", title: "One", sources: ["a", "b"])])"#;
    let command = ["sh", "-c", script, "sh", env!("CARGO_BIN_EXE_dateline")].map(str::to_owned);
    let builder = console::builder(LARGE).env("CONFIG", config).env("DATA", data);
    let builder =
        environment.iter().fold(builder, |builder, (name, value)| builder.env(name, value));
    let console = builder.spawn(&command);
    console.wait_for("1 event");
    console.wait_for("javascript:alert(1)");
    console
}

/// Quits; returns what was on the screen, and all bytes that were sent.
fn seen(mut console: Console) -> (String, String) {
    let screen = console.screen();
    console.send("q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
    (screen, String::from_utf8(console.raw()).unwrap())
}

#[test]
fn sends_links_to_a_terminal_that_takes_them() {
    let ghostty = [("TERM_PROGRAM", "ghostty"), ("TERM_PROGRAM_VERSION", "1.2.0")];
    let (linked, raw) = seen(explore("", &ghostty));
    let (plain, none) = seen(explore("", &[]));
    assert_eq!(linked, plain, "the text is the same");
    assert!(!none.contains(ORDER), "a terminal that nobody knows gets none: {none:?}");
    let link = "\u{1b}]8;id=dateline-1;https://example.org/a?b=c&d\u{1b}\\https://example.org/a?b=";
    assert!(raw.contains(link), "{raw:?}");
    for order in raw.split(ORDER).skip(1) {
        let order = order.split('\u{1b}').next().unwrap();
        let is_own = [";", "id=dateline-1;https://example.org/a?b=c&d"].contains(&order);
        assert!(is_own, "{order:?}");
    }
    assert!(raw.contains(CUT_OFF));
}

#[test]
fn ends_a_link_that_a_crash_cuts_off() {
    let mut console = explore("", &[("TERM", "xterm-kitty")]);
    console::signal(console.pid(), "ABRT");
    assert!(console.wait_exit().signal().is_some());
    console.assert_restored();
    let raw = String::from_utf8(console.raw()).unwrap();
    assert!(raw.contains(CUT_OFF), "{raw:?}");
}

#[test]
fn sends_links_as_the_config_file_says() {
    let kitty = [("TERM", "xterm-kitty")];
    let (_, raw) = seen(explore(r#"Config(links: "off")"#, &kitty));
    assert!(!raw.contains(ORDER), "{raw:?}");
    let (_, raw) = seen(explore(r#"Config(links: "on")"#, &[]));
    assert!(raw.contains("\u{1b}]8;id=dateline-1;https://example.org/"), "{raw:?}");
    let (_, raw) = seen(explore(r#"Config(links: "always")"#, &kitty));
    assert!(raw.contains(ORDER), "what is wrong in the file leaves it to the terminal");
}
