//! The explorer with a config file: what it says takes effect, and nothing that is wrong in it keeps anybody out.

use super::{console::Console, *};

/// A window in which nothing is left out.
const LARGE: Size = Size { columns: 120, rows: 40 };

/// Starts the explorer with a config file where one is looked for.
fn explore(text: &str) -> Console {
    let console = explore_data(text, "@sahel");
    console.wait_for("22 events");
    console
}

/// Starts it with other data.
fn explore_data(text: &str, data: &str) -> Console {
    let script = r#"mkdir -p "$XDG_CONFIG_HOME/dateline"
        printf '%s' "$CONFIG" >"$XDG_CONFIG_HOME/dateline/config.ron"
        "$@""#;
    let program = env!("CARGO_BIN_EXE_dateline");
    let command = ["sh", "-c", script, "sh", program, data].map(str::to_owned);
    console::builder(LARGE).env("CONFIG", text).spawn(&command)
}

#[track_caller]
fn ends(mut console: Console) {
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn takes_keys_colours_names_and_the_mouse_from_the_config_file() {
    let mut console = explore(
        r#"Config(
            theme: "light",
            mouse: false,
            country_names: "french",
            keys: { "facet-country": ["<c-x> p"], "undo": ["B"], "quit": ["<c-q>"] },
        )"#,
    );
    let screen = console.wait_for("Where  Mali, Maroc");
    assert!(!screen.contains("] Morocco"), "{screen}");
    assert!(screen.contains("No filter: <c-x> p chooses countries"), "{screen}");
    assert!(screen.contains("<c-x> p country"), "the hints name the new key: {screen}");
    let raw = String::from_utf8_lossy(&console.raw()).into_owned();
    assert!(raw.contains("48;2;251;250;245"), "the light ground is painted");
    let mouse = console.look(|s| s.mouse_protocol_mode());
    assert_eq!(mouse, vt100::MouseProtocolMode::None);
    console.send("c");
    console.wait_for("c does nothing here; ? lists all keys");
    console.send("\u{18}");
    console.wait_for("Filter by country");
    console.send("pmorocco\r");
    console.wait_for("country: Maroc");
    console.send("B");
    console.wait_until("all events", |s| !s.contents().contains("country: Maroc"));
    console.send("\u{11}");
    ends(console);
}

#[test]
fn opens_whatever_is_wrong_with_the_config_file() {
    for (text, count, theme) in [
        (r#"Config(theme: "light", mouse: "no", keys: { "undo": ["c"] })"#, "2 problems", true),
        ("Config(", "1 problem", false),
        ("", "0", false),
        ("PK\u{3}\u{4}", "1 problem", false),
        (r#"Config(version: 7, theme: "light")"#, "1 problem", true),
    ] {
        let mut console = explore(text);
        let screen = console.screen();
        let told = match count {
            "0" => String::new(),
            "1 problem" => "1 problem in config.ron; `dateline config` lists it".to_owned(),
            _ => format!("{count} in config.ron; `dateline config` lists them"),
        };
        assert_eq!(screen.contains("config.ron"), !told.is_empty(), "{screen}");
        assert!(screen.contains(&told), "{screen}");
        let raw = String::from_utf8_lossy(&console.raw()).into_owned();
        assert_eq!(raw.contains("48;2;251;250;245"), theme, "{text}");
        console.send("j");
        console.wait_until("the message gone", |s| !s.contents().contains("config.ron"));
        console.send("q");
        ends(console);
    }
}

#[test]
fn shows_times_on_the_clocks_of_the_zone_of_the_config_file() {
    let mut console = explore_data(r#"Config(time_zone: "+05:30")"#, "@incident");
    let screen = console.wait_for("33 events");
    let title = screen.lines().next().unwrap().trim_end();
    assert!(title.ends_with("UTC+5:30"), "{title}");
    assert!(screen.contains("8 Mar 07:39:36"), "{screen}");
    // The same moment, typed by two clocks.
    for date in ["2025-03-08T02:09:36Z", "2025-03-08T07:39:36"] {
        console.send(&format!("Gt{date}\r"));
        console.wait_for("8 March 2025, 07:39:36");
    }
    console.send("q");
    ends(console);
}
