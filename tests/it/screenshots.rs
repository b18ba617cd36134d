//! The pictures in `screenshots/` are what the program draws now.
//!
//! `DATELINE_BLESS=1 cargo test screenshots` draws them anew.

use std::{fs, path::Path, process::Command};

#[test]
fn screenshots_are_what_the_program_draws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let list = fs::read_to_string(folder.join("pictures.txt")).unwrap();
    let bless = std::env::var_os("DATELINE_BLESS").is_some();
    let mut listed = Vec::new();
    let mut old = Vec::new();
    for line in list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap();
        listed.push(name.to_owned());
        let drawn = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let status = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg("render")
            .args(words)
            .arg("--out")
            .arg(&drawn)
            .env_clear()
            .envs(crate::cli::home())
            .status()
            .unwrap();
        assert!(status.success(), "{line}");
        let drawn = fs::read(drawn).unwrap();
        if bless {
            fs::write(folder.join(name), &drawn).unwrap();
        } else if fs::read(folder.join(name)).ok().as_ref() != Some(&drawn) {
            old.push(name.to_owned());
        }
    }
    assert!(old.is_empty(), "DATELINE_BLESS=1 cargo test screenshots draws them anew: {old:?}");
    // `benches/peers/chart.py` draws the growth, from measurements.
    listed.extend(["pictures.txt", "growth.svg"].map(str::to_owned));
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(listed.contains(&name), "{name} is in no list");
    }
}
