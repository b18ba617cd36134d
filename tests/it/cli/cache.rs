//! `dateline cache`: what is kept of files, and that it goes when it is told to.

use std::path::Path;

use dateline::store::cache::{CacheFolder, CacheKey};

use super::*;

/// Runs the program for a person with a cache.
fn run_at(home: &Path, args: &[&str]) -> Run {
    Run::new(program(args).env("XDG_CACHE_HOME", home).output().unwrap())
}

#[test]
fn lists_what_is_kept_and_removes_it() {
    let home = fs::canonicalize(folder("cache-home")).unwrap();
    let place = home.join("dateline");
    let shown = place.to_str().unwrap();
    let nothing = format!("nothing is kept in {shown}, which may take up to 20 GiB\n");
    assert_eq!(run_at(&home, &["cache"]).answer(), nothing);
    assert_eq!(
        run_at(&home, &["cache", "--clear"]).answer(),
        format!("there is nothing to remove in {shown}\n")
    );
    assert!(!place.exists(), "nothing is made by looking");

    let cache = CacheFolder::new(&place, 1 << 20);
    let sources = ["a.ron", "b.ron"].map(|name| home.join(name));
    for source in &sources {
        fs::write(source, "Dataset()").unwrap();
        let mut writer = cache.begin(&CacheKey::new(&[source], 1, "").unwrap()).unwrap();
        writer.append(&[7; 3_000]).unwrap();
        writer.finish(b"").unwrap();
    }
    fs::write(&sources[0], "Dataset(title: \"another\")").unwrap();
    let text = run_at(&home, &["cache"]).answer();
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].ends_with("SIZE  USED        STATE     MADE FROM"), "{text}");
    for (source, state) in sources.iter().zip(["outdated  ", "current   "]) {
        let ending = format!("{state}{}", source.display());
        let line = lines.iter().find(|line| line.ends_with(&ending));
        assert!(line.is_some_and(|line| line.starts_with("3.")), "{ending} in {text}");
    }
    let sum = format!(" KiB of at most 20 GiB, in {shown}");
    assert!(lines[4].starts_with("2 files, 6.") && lines[4].ends_with(&sum), "{text}");

    let cleared = run_at(&home, &["cache", "--clear"]).answer();
    assert!(cleared.starts_with("removed 2 files, 6."), "{cleared}");
    assert!(cleared.ends_with(&format!(" KiB, from {shown}\n")), "{cleared}");
    assert_eq!(run_at(&home, &["cache"]).answer(), nothing);
}

#[test]
fn says_why_there_is_no_cache() {
    let home = folder("cache-unusable");
    fs::write(home.join("dateline"), "a file").unwrap();
    for args in [&["cache"][..], &["cache", "--clear"]] {
        let failure = run_at(&home, args).failure(3);
        assert!(failure.contains("the cache `") && failure.contains("could not be"), "{failure}");
    }
    let mut homeless = program(&["cache"]);
    homeless.env_clear();
    let failure = Run::new(homeless.output().unwrap()).failure(3);
    assert!(failure.contains("Set HOME or XDG_CACHE_HOME"), "{failure}");
    run(&["cache", "a.ron"]).failure(2);
}

#[test]
fn every_command_that_reads_data_takes_the_flag() {
    for args in [&["list"][..], &["count", "--by", "kind"], &["fields"], &["render"], &["--plain"]]
    {
        assert_eq!(run(&[args, &["--no-cache"]].concat()).answer(), run(args).answer());
    }
    for args in [&["check", "@sahel", "--no-cache"][..], &["cache", "--no-cache"]] {
        run(args).failure(2);
    }
}
