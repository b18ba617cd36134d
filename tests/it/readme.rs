//! The README says what the program does: its key table comes from the table of keys.
//!
//! `DATELINE_BLESS=1 cargo test readme` writes the table anew.

use std::fmt::Write;

use dateline::{
    app::{
        action::Action,
        keymap::{Context, Keymap},
    },
    question::language,
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
        let only_in = |context| contexts.clone().all(|binding| binding.context == context);
        let place = if only_in(Context::Facet) {
            " (in a facet)"
        } else if only_in(Context::Story) {
            " (while a story is told)"
        } else if only_in(Context::Views) {
            " (in the list of views)"
        } else {
            ""
        };
        let _ = writeln!(table, "| {} | {}{place} |", keys.join(" "), action.sentence());
    }
    table
}

/// Writes a key as code, in a cell of a Markdown table.
fn code(key: &str) -> String {
    let key = key.replace('|', "\\|");
    if key.contains('`') { format!("`` {key} ``") } else { format!("`{key}`") }
}

#[test]
fn readme_explains_every_name_of_the_query_language_by_examples_that_are_right() {
    let readme = std::fs::read_to_string(README).unwrap();
    let (_, section) = readme.split_once("## The query language").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    for (name, ..) in language::NAMES {
        assert!(section.contains(&format!("`{name}:")), "{name}: is in no row");
    }
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    for row in rows.map(|row| row.split_once(" | ").unwrap().0) {
        for term in row.trim_end_matches('`').split('`').filter(|term| !term.ends_with(':')) {
            assert_eq!(language::read(term).mistakes, [], "{term}");
        }
    }
}
