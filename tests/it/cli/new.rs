//! `dateline new`.

use std::fs;

use super::{file, folder, run};

#[test]
fn writes_a_dataset_that_has_no_problems() {
    let path = folder("new").join("mine.ron");
    let name = path.to_str().unwrap();
    assert_eq!(run(&["new", name]).answer(), "");
    assert_eq!(run(&["check", "--strict", name]).answer(), "no problems in 4 events\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), run(&["new", "-"]).answer());
}

#[test]
fn never_writes_over_a_file() {
    let path = file("new-over", "mine.ron", "mine");
    let failure = run(&["new", &path]).failure(3);
    assert!(failure.contains("there already"), "{failure}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn says_what_to_do_where_it_cannot_write() {
    let path = folder("new-nowhere").join("no-such-folder").join("mine.ron");
    let failure = run(&["new", path.to_str().unwrap()]).failure(3);
    assert!(failure.contains("Make the folder first"), "{failure}");
    run(&["new"]).failure(2);
    run(&["new", "@mine"]).failure(2);
}
