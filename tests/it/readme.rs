//! The README says what the program does: its key table comes from the table of keys.
//!
//! `DATELINE_BLESS=1 cargo test readme` writes the table anew.

use std::fmt::Write;

use dateline::app::{
    action::Action,
    keymap::{Context, Keymap},
};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const OPENS: &str = "<!-- keys: generated from src/app/keymap.rs -->\n";
const CLOSES: &str = "<!-- /keys -->";

#[test]
fn readme_lists_the_keys_as_they_are() {
    let text = std::fs::read_to_string(README).unwrap();
    let (before, rest) = text.split_once(OPENS).expect("where the key table begins");
    let (found, after) = rest.split_once(CLOSES).expect("where the key table ends");
    if std::env::var_os("DATELINE_BLESS").is_some() {
        std::fs::write(README, format!("{before}{OPENS}{}{CLOSES}{after}", table())).unwrap();
        return;
    }
    assert_eq!(found, table(), "DATELINE_BLESS=1 cargo test readme writes it anew");
}

#[test]
fn readme_shows_pictures_that_are_there() {
    let text = std::fs::read_to_string(README).unwrap();
    let names: Vec<_> =
        text.split("](screenshots/").skip(1).filter_map(|t| t.split(')').next()).collect();
    assert!(!names.is_empty());
    for name in names {
        let path = format!("{}/screenshots/{name}", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&path).exists(), "{name} is missing");
    }
}

/// Returns the key table in Markdown: one row an action, with the place where it works unless that is anywhere.
fn table() -> String {
    let keymap = Keymap::default();
    let mut table = String::from("| key | does |\n|---|---|\n");
    for action in Action::ALL {
        let keys: Vec<_> = keymap.shown(*action).iter().map(|key| code(key)).collect();
        let contexts = keymap.bindings().iter().filter(|binding| binding.action == *action);
        let facet_only = contexts.clone().all(|binding| binding.context == Context::Facet);
        let place = if facet_only { " (in a facet)" } else { "" };
        let _ = writeln!(table, "| {} | {}{place} |", keys.join(" "), action.sentence());
    }
    table
}

/// Writes a key as code, in a cell of a Markdown table.
fn code(key: &str) -> String {
    let key = key.replace('|', "\\|");
    if key.contains('`') { format!("`` {key} ``") } else { format!("`{key}`") }
}
