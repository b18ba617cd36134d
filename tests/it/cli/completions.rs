//! `dateline completions`, the command that its scripts call, and `dateline man`.

use std::{env, fs, path::Path, process::Command};

use super::{file, folder, program, run};

/// What bash divides words at, as a rule.
const BREAKS: &str = " \t\n\"'><=;|&(:";

/// Asks what could follow some words, which are as bash has them.
fn asked(words: &[&str]) -> (i32, Vec<String>) {
    let asked = ["complete", "--shell", "bash", "--breaks", BREAKS, "--"];
    let run = run(&[&asked, words].concat());
    assert_eq!(run.err, "", "{words:?}");
    let candidates = run.out.lines().map(|line| line.split_once('\t').unwrap().0.to_owned());
    (run.code, candidates.collect())
}

#[track_caller]
fn check(words: &[&str], candidates: &[&str]) {
    let (code, found) = asked(words);
    assert_eq!(
        (code, found.as_slice()),
        (0, &*candidates.iter().map(ToString::to_string).collect::<Vec<_>>()),
        "{words:?}"
    );
}

#[test]
fn completes_fields_and_values_inside_of_a_query() {
    check(&["list", "-q", "'country:ML"], &["country:MLI"]);
    check(&["list", "-q", "country:ML"], &["MLI"]);
    check(&["list", "-q", "'kind:coup country:MLI,moro"], &["kind:coup country:MLI,MAR"]);
    check(&["-q", "'af"], &["after:"]);
    check(&["-q", "'-match:"], &["-match:certain", "-match:possible"]);
    check(&["count", "--by", "kind", "--query=is:und"], &["undated"]);
    check(&["@incident", "-q", "place:ham"], &["hamburg"]);
    check(&["list", "@incident", "-q", "country:ML"], &[]);
    check(&["list", "-q", "'zzz"], &[]);
    check(&["list", "-q", "'after:20"], &[]);
    let (_, names) = asked(&["list", "-q", "'"]);
    assert!(names.contains(&"country:".to_owned()) && names.contains(&"off:".to_owned()));
    let (_, values) = asked(&["list", "-q", "'coun"]);
    assert_eq!(values[..2], ["country:", "country:MLI"], "values follow the only name");
}

#[test]
fn completes_names_that_only_the_program_knows() {
    check(&["@sah"], &["@sahel", "@sahel-context"]);
    check(&["list", "@b"], &["@big-history"]);
    check(&["render", "--theme", "c"], &["contrast"]);
    check(&["render", "--format", "p"], &["png"]);
    check(&["fields", "--of", "cl"], &["claims"]);
}

#[test]
fn leaves_to_the_shell_what_it_knows_itself() {
    for words in
        [&[""][..], &["li"], &["list", "--for"], &["count", "--by", "c"], &["new", "a"], &[]]
    {
        assert_eq!(asked(words), (1, Vec::new()), "{words:?}");
    }
}

#[test]
fn is_quiet_whatever_the_files_are() {
    let broken = file("complete-broken", "broken.ron", "Dataset(events: 7)");
    let folder = folder("complete-folder");
    for name in [&broken, "no-such-file.ron", "@no-such", "-", folder.to_str().unwrap(), "/dev/tty"]
    {
        check(&["list", name, "-q", "'kind:"], &[]);
        check(&["list", name, "-q", "'cer"], &["certainty:"]);
    }
}

#[test]
fn offers_nothing_that_acts_on_a_shell_or_a_terminal() {
    let attack = r#"Dataset(format: 1, title: "t", events: [
        Event(id: "a", date: "2025", title: "a", tags: ["$(touch x) `y` it's", "a\u{1b}[31m\nb", "-z", "; true"]),
    ])"#;
    let path = file("complete-attack", "a.ron", attack.replace("\\u{1b}", "\u{1b}"));
    let path = path.as_str();
    check(&["list", path, "-q", "'tag:$"], &[r#"tag:"$(touch x) `y` it'\''s""#]);
    check(&["list", path, "-q", "tag:$"], &[r#"\"\$\(touch\ x\)\ \`y\`\ it\'s\""#]);
    check(&["list", path, "-q", "\"tag:-"], &[r#"tag:\"-z\""#]);
    for quote in ["'", "\"", ""] {
        let (code, all) = asked(&["list", path, "-q", &format!("{quote}tag:")]);
        assert_eq!((code, all.len()), (0, 4), "one line for each: {all:?}");
        assert!(!all.concat().contains(char::is_control), "{all:?}");
    }
    // What was typed is said again, unless it acts itself.
    check(&["list", path, "-q", "'\u{1b}[31m tag:"], &[]);
}

#[test]
fn tells_what_each_candidate_is() {
    let zsh =
        run(&["complete", "--shell", "zsh", "--", "list", "-q", "'kind:coup country:m"]).answer();
    assert!(zsh.starts_with("kind:coup country:MLI\tMali, 1 event\n"), "{zsh}");
    let plain = run(&["complete", "--", "fields", "--of", "clai"]).answer();
    assert_eq!(plain, "claims\tagree or conflict\n");
    let fish = run(&["complete", "--shell", "fish", "--", "list", "--query=countr"]).answer();
    assert!(fish.contains("country:MLI\tMali, 16 events\n"), "{fish}");
}

#[test]
fn scripts_name_every_subcommand_and_no_hidden_one() {
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell]).answer();
        for command in ["check", "count", "fields", "list", "render", "man", "completions"] {
            assert!(script.contains(command), "{shell} {command}");
        }
        assert!(script.contains(&format!("dateline complete --shell {shell}")), "{shell}");
        assert_eq!(
            script.matches("\n_dateline() {").count(),
            usize::from(shell != "fish"),
            "{shell}"
        );
        assert_eq!(script.matches("_dateline_fixed() {").count(), usize::from(shell != "fish"));
        assert!(
            !script.contains("subcmd__complete\"") && !script.contains("\"complete\""),
            "{shell}"
        );
    }
    assert!(run(&["completions", "tcsh"]).failure(2).contains("bash"));
}

/// Returns a shell that is there, with the program in its path; `None` where it is not installed.
fn shell(name: &str) -> Option<Command> {
    let folders = env::var_os("PATH")?;
    let path = env::split_paths(&folders).map(|folder| folder.join(name)).find(|p| p.exists())?;
    let own = Path::new(env!("CARGO_BIN_EXE_dateline")).parent().unwrap().to_owned();
    let all = env::join_paths([own].into_iter().chain(env::split_paths(&folders))).unwrap();
    let mut command = program(&[]);
    let current = command.get_current_dir().unwrap().to_owned();
    command = Command::new(path);
    command.env_clear().env("PATH", all).current_dir(current);
    Some(command)
}

#[test]
fn scripts_are_right_where_the_shell_is_there() {
    for name in ["bash", "zsh", "fish"] {
        let Some(mut shell) = shell(name) else { continue };
        let script =
            file(&format!("completions-{name}"), "script", run(&["completions", name]).answer());
        let output = shell.args(["-n", &script]).output().unwrap();
        let says = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), says.as_str()), (Some(0), ""), "{name}");
    }
}

#[test]
fn bash_offers_fields_values_and_all_else() {
    let Some(mut bash) = shell("bash") else { return };
    let folder = folder("completions-drive");
    let script = folder.join("dateline.bash");
    fs::write(&script, run(&["completions", "bash"]).answer()).unwrap();
    let mut driver = format!("source '{}'\n", script.display());
    driver.push_str(
        r#"try() {
            COMP_LINE=$1; COMP_POINT=${#1}; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _dateline dateline "${@: -1}" "${@: -2:1}"
            echo "${COMPREPLY[*]}"
        }
        try "dateline list -q 'coun" dateline list -q "'coun"
        try "dateline list -q 'country:ML" dateline list -q "'country:ML"
        try "dateline list -q country:ML" dateline list -q country : ML
        try "dateline list  --query=country:ML" dateline list --query = country : ML
        try "dateline list @sah" dateline list @ sah
        try "dateline fi" dateline fi
        try "dateline count --by c" dateline count --by c
        try "dateline list " dateline list ""
        "#,
    );
    let output = bash.args(["--norc", "-c", &driver]).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let out = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(
        lines,
        [
            "country: country:MLI country:BFA country:MAR country:NER country:FRA country:CHN country:RUS",
            "country:MLI",
            "MLI",
            "MLI",
            "@sahel @sahel-context",
            "fields",
            "country certainty",
            "-q -o -h --no-cache --query --format --out --limit --help",
        ]
    );
}

#[test]
fn prints_a_page_that_the_readers_of_pages_take() {
    let page = run(&["man"]).answer();
    assert!(page.contains("\n.TH DATELINE 1 "), "{page}");
    let Some(mut groff) = shell("groff") else { return };
    let path = file("man", "dateline.1", page);
    let output = groff.args(["-ww", "-man", "-Tutf8", "-P-cbou", &path]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("SYNOPSIS") && text.contains("EXAMPLES"), "{text}");
}
