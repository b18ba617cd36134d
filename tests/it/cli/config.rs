//! `dateline config`, and that nothing but the explorer reads the config file.

use std::{fs, path::PathBuf};

use serde_json::json;

use super::{Run, folder, program, run};

/// A terminal that can show everything.
const ABLE: [(&str, &str); 2] = [("TERM", "xterm"), ("LANG", "C.UTF-8")];

/// Makes a folder for settings with a config file in it.
fn home(name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let home = folder(&format!("config-{name}"));
    fs::create_dir_all(home.join("dateline")).unwrap();
    fs::write(home.join("dateline/config.ron"), text).unwrap();
    home
}

/// Runs the program for a person with settings.
fn run_at(home: &PathBuf, args: &[&str]) -> Run {
    Run::new(program(args).envs(ABLE).env("XDG_CONFIG_HOME", home).output().unwrap())
}

/// Returns the value and the origin of a setting.
fn setting(run: &Run, key: &str) -> (serde_json::Value, String) {
    let lines = run.json_lines();
    let line = lines.iter().find(|line| line["key"] == key).unwrap();
    (line["value"].clone(), line["origin"].as_str().unwrap().to_owned())
}

const MINE: &str = r#"Config(
    version: 1,
    theme: "light",
    mouse: false,
    week_start: "sunday",
    country_names: "french",
    keys: {
        "zoom-in": ["<c-x>"],
        "quit": ["Q", "<c-q>"],
    },
)
"#;

#[test]
fn gives_a_file_that_reads_back_the_same() {
    for text in ["", MINE] {
        let first = run_at(&home("again", text), &["config"]).answer();
        let second = run_at(&home("again", &first), &["config"]).answer();
        let values = |text: &str| {
            let values =
                text.lines().map(|line| line.rsplit_once("  // ").map_or(line, |(v, _)| v));
            values.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(values(&first), values(&second));
        assert!(!second.contains("// default\n"), "all of it is in the file: {second}");
    }
}

#[test]
fn reads_the_file_that_the_readme_shows() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let start = readme.find("Config(\n").unwrap();
    let (text, _) = readme[start..].split_once("```").unwrap();
    let shown = run_at(&home("readme", text), &["config"]).answer();
    assert_eq!(shown.matches("// config.ron:").count(), 10, "{shown}");
}

#[test]
fn says_where_each_value_comes_from() {
    let home = home("origins", MINE);
    let text = run_at(&home, &["config"]).answer();
    for line in [
        "    theme: \"light\",  // config.ron:3\n",
        "    glyphs: \"unicode\",  // default\n",
        "    mouse: false,  // config.ron:4\n",
        "    links: \"auto\",  // default\n",
        "    week_start: \"sunday\",  // config.ron:5\n",
        "    time_zone: \"UTC\",  // default\n",
        "    country_names: \"french\",  // config.ron:6\n",
        "        \"zoom-in\": [\"<c-x>\"],  // config.ron:8\n",
        "        \"zoom-out\": [\"-\"],  // default\n",
        "        \"query\": [\"\\\\\"],  // default\n",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    let asked = run_at(&home, &["config", "--theme", "dark", "--ascii"]).answer();
    assert!(asked.contains("theme: \"dark\",  // --theme\n"), "{asked}");
    assert!(asked.contains("glyphs: \"ascii\",  // --ascii\n"), "{asked}");
    let mut mono = program(&["config"]);
    mono.envs(ABLE).env("XDG_CONFIG_HOME", &home).env("NO_COLOR", "1");
    let mono = Run::new(mono.output().unwrap()).answer();
    assert!(mono.contains("theme: \"mono\",  // NO_COLOR\n"), "{mono}");
}

#[test]
fn gives_one_json_object_a_setting() {
    let run = run_at(&home("json", MINE), &["config", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(setting(&run, "theme"), (json!("light"), "config.ron:3".to_owned()));
    assert_eq!(setting(&run, "mouse"), (json!(false), "config.ron:4".to_owned()));
    assert_eq!(setting(&run, "keys.quit"), (json!(["Q", "<c-q>"]), "config.ron:9".to_owned()));
    assert_eq!(setting(&run, "keys.undo"), (json!(["u"]), "default".to_owned()));
    for line in run.json_lines() {
        let keys: Vec<_> = line.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["key", "origin", "value"]);
    }
}

#[test]
fn lists_what_is_wrong_and_shows_what_is_used_instead() {
    let home =
        home("wrong", "Config(\n    tehme: \"light\",\n    keys: { \"undo\": [\"c\"] },\n)\n");
    let run = run_at(&home, &["config"]);
    assert_eq!(run.code, 1);
    let path = home.join("dateline/config.ron");
    let path = path.to_str().unwrap();
    for words in [
        "error[DL0007]: unknown field `tehme`",
        &format!("{path}:2:5"),
        "did you mean `theme`?",
        "`c` for `undo` clashes with `c` for `facet-country`",
        &format!("{path}:3:22"),
        &format!("dateline: 2 problems in {path}\n"),
    ] {
        assert!(run.err.contains(words), "{words} is not in {}", run.err);
    }
    assert!(run.out.contains("theme: \"terminal\",  // default\n"), "{}", run.out);
    assert!(run.out.contains("\"undo\": [\"u\"],  // default\n"), "{}", run.out);
    assert_eq!(run_at(&home, &["config", "--format", "json"]).code, 1);
}

#[test]
fn takes_a_newer_file_as_far_as_it_goes() {
    let home = home("newer", "Config(version: 2, theme: \"dark\")");
    let run = run_at(&home, &["config"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("made for a newer dateline"), "{}", run.err);
    assert!(run.out.contains("theme: \"dark\",  // config.ron:1\n"), "{}", run.out);
}

#[test]
fn says_of_bytes_that_are_no_config_what_they_are() {
    for (name, bytes) in [("zip", &b"PK\x03\x04\x00\x00"[..]), ("bytes", b"Config(\xff)")] {
        let run = run_at(&home(name, bytes), &["config"]);
        assert_eq!(run.code, 1, "{name}");
        assert!(run.err.contains("error[DL0401]"), "{}", run.err);
        assert!(run.err.contains("config.ron:1:"), "{}", run.err);
    }
    let run = run_at(&home("escape", "Config(\x1b[31m: \"\u{202e}\")"), &["config"]);
    let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(run.code == 1 && !run.err.contains(acts), "{:?}", run.err);
    let empty = run_at(&home("empty", ""), &["config"]).answer();
    assert_eq!(empty, run_at(&folder("config-none"), &["config"]).answer());
}

#[test]
fn finds_the_file_that_is_named_or_none_at_all() {
    let home = home("named", MINE);
    let other = folder("config-other").join("o.ron");
    fs::write(&other, "Config(theme: \"mono\")").unwrap();
    let other = other.to_str().unwrap();
    let named = run_at(&home, &["config", "--config", other]).answer();
    assert!(named.contains("theme: \"mono\",  // o.ron:1\n"), "{named}");
    let none = run_at(&home, &["config", "--no-config"]).answer();
    assert!(!none.contains("config.ron"), "{none}");
    let failure = run(&["config", "--config", "no-such-file.ron"]).failure(3);
    assert!(failure.contains("`no-such-file.ron`"), "{failure}");
    let failure = run(&["--config", "no-such-file.ron"]).failure(3);
    assert!(failure.contains("`no-such-file.ron`"), "the explorer too: {failure}");
    run(&["config", "--config", other, "--no-config"]).failure(2);
    let mut at_home = program(&["config"]);
    fs::create_dir_all(home.join(".config")).unwrap();
    fs::rename(home.join("dateline"), home.join(".config/dateline")).unwrap();
    at_home.envs(ABLE).env("HOME", &home).env_remove("XDG_CONFIG_HOME");
    let at_home = Run::new(at_home.output().unwrap()).answer();
    assert!(at_home.contains("theme: \"light\",  // config.ron:3\n"), "{at_home}");
}

#[test]
fn changes_no_command_but_the_explorer() {
    let (mine, broken) = (home("render", MINE), home("render-broken", "Config("));
    for args in [
        &["render", "--keys", "c"][..],
        &["render", "--keys", "+++", "--format", "svg"],
        &["list"],
        &["count", "--by", "country"],
        &["check", "@sahel"],
    ] {
        let plain = run(args).answer();
        assert_eq!(run_at(&mine, args).answer(), plain, "{args:?}");
        assert_eq!(run_at(&broken, args).answer(), plain, "{args:?}");
    }
    run(&["render", "--config", "x"]).failure(2);
}
