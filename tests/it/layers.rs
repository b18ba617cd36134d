//! The layers of `src/lib.rs`: who may use whom.

use std::{fs, io::Read, path::Path};

/// Each layer with the layers that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("question", &["domain"]),
    ("engine", &["domain", "question"]),
    ("store", &["domain", "question"]),
    ("formats", &["domain", "question"]),
    ("app", &["domain", "question"]),
    ("ui", &["domain", "question", "app"]),
    ("picture", &["domain", "question", "app"]),
    ("runtime", &["domain", "question", "engine", "app", "ui", "picture"]),
    (
        "cli",
        &["domain", "question", "engine", "store", "formats", "app", "ui", "picture", "runtime"],
    ),
];

/// Crates that a layer must not name.
const MUST_NOT_NAME: &[(&str, &[&str])] = &[
    ("domain", &["serde", "ron", "ratatui", "crossterm", "clap"]),
    ("question", &["serde", "ron", "ratatui", "crossterm", "clap"]),
    ("engine", &["ratatui", "crossterm", "clap"]),
    ("store", &["ratatui", "crossterm", "clap"]),
    ("formats", &["ratatui", "crossterm", "clap"]),
    ("app", &["crossterm", "clap", "serde", "ron"]),
    ("ui", &["crossterm", "clap", "serde", "ron"]),
    ("picture", &["crossterm", "clap", "serde", "ron"]),
];

#[test]
fn arrows_point_down_only() {
    let mut wrong = Vec::new();
    for_each_source(|path, text| {
        let layer = layer_of(path);
        // What a layer does is tested with a real neighbour above or beside it, never with a made-up one.
        if path
            .components()
            .any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
        {
            return;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == layer) else {
            return;
        };
        for (n, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used: String =
                    used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = MAY_USE.iter().any(|(name, _)| *name == used);
                if known && used != layer && !allowed.contains(&used.as_str()) {
                    wrong.push(format!("{}:{}: {layer} uses {used}", path.display(), n + 1));
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_layers_name_no_foreign_crate() {
    let mut wrong = Vec::new();
    for_each_source(|path, text| {
        let layer = layer_of(path);
        let Some((_, banned)) = MUST_NOT_NAME.iter().find(|(name, _)| *name == layer) else {
            return;
        };
        for (n, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for name in *banned {
                if code.contains(&format!("{name}::")) {
                    wrong.push(format!("{}:{}: {layer} names {name}", path.display(), n + 1));
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let mut silent = Vec::new();
    for_each_source(|path, text| {
        if !text.starts_with("//!") {
            silent.push(path.display().to_string());
        }
    });
    assert!(silent.is_empty(), "no `//!` header: {}", silent.join(", "));
}

fn layer_of(path: &Path) -> String {
    let inside = path.strip_prefix(source_root()).unwrap_or(path);
    let first = inside.components().next().map(|c| c.as_os_str().to_string_lossy().into_owned());
    first.unwrap_or_default().trim_end_matches(".rs").to_owned()
}

fn source_root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

fn for_each_source(mut see: impl FnMut(&Path, &str)) {
    let mut folders = vec![source_root().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the sources") {
            let path = entry.expect("an entry of the sources").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let mut text = String::new();
                let file = fs::OpenOptions::new().read(true).open(&path);
                file.and_then(|mut file| file.read_to_string(&mut text)).expect("a source file");
                see(&path, &text);
            }
        }
    }
}
