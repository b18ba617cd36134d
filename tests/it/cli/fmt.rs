//! `dateline fmt`.

use std::fs;

use super::{file, folder, run, run_with};

const UGLY: &str =
    "// kept\nDataset(format:1,title:\"Ugly\",events:[Event(id:\"a\",date:\"2025\",title:\"A\")])";

#[test]
fn rewrites_a_file_once_and_keeps_what_it_says() {
    let path = file("fmt-once", "ugly.ron", UGLY);
    assert_eq!(run(&["fmt", &path]).answer(), "");
    let once = fs::read_to_string(&path).unwrap();
    assert_ne!(once, UGLY);
    assert!(once.starts_with("// kept\n") && once.ends_with(")\n"), "{once}");
    let before = run_with(&["list", "-", "--format", "json"], UGLY.as_bytes()).out;
    assert_eq!(run_with(&["list", "-", "--format", "json"], once.as_bytes()).out, before);
    assert_eq!(run(&["fmt", &path]).answer(), "");
    assert_eq!(fs::read_to_string(&path).unwrap(), once);
}

#[test]
fn leaves_nothing_beside_the_file_and_does_not_touch_one_that_is_right() {
    let path = file("fmt-beside", "ugly.ron", UGLY);
    run(&["fmt", &path]).answer();
    let written = fs::metadata(&path).unwrap().modified().unwrap();
    run(&["fmt", &path]).answer();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
    let folder = std::path::Path::new(&path).parent().unwrap();
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
}

#[test]
fn names_the_files_that_would_change() {
    let ugly = file("fmt-check", "ugly.ron", UGLY);
    let check = run(&["fmt", "--check", &ugly]);
    assert_eq!((check.code, check.out, check.err), (1, format!("{ugly}\n"), String::new()));
    assert_eq!(fs::read_to_string(&ugly).unwrap(), UGLY, "nothing is written");
    run(&["fmt", &ugly]).answer();
    assert_eq!(run(&["fmt", "--check", &ugly]).answer(), "");
}

#[test]
fn agrees_with_the_layout_of_what_the_program_carries() {
    for name in ["sahel.ron", "sahel-context.ron", "starter.ron"] {
        let path = format!("{}/data/{name}", env!("CARGO_MANIFEST_DIR"));
        assert_eq!(run(&["fmt", "--check", &path]).answer(), "", "{name}");
    }
}

#[test]
fn formats_standard_input() {
    let out = run_with(&["fmt", "-"], UGLY.as_bytes()).answer();
    assert!(out.starts_with("// kept\nDataset(\n    format: 1,\n"), "{out}");
    assert_eq!(run_with(&["fmt", "-"], out.as_bytes()).answer(), out);
    let check = run_with(&["fmt", "--check", "-"], UGLY.as_bytes());
    assert_eq!((check.code, check.out.as_str()), (1, "<stdin>\n"));
}

#[test]
fn leaves_a_file_with_errors_of_syntax_alone() {
    let torn = "Dataset(format: 1, title: \"Torn, events: [";
    let path = file("fmt-torn", "torn.ron", torn);
    let fmt = run(&["fmt", &path]);
    let failure = fmt.failure(1);
    assert!(failure.contains("error[DL00") && failure.contains(&format!("{path}:1:")), "{failure}");
    assert_eq!(fs::read_to_string(&path).unwrap(), torn);
    let out = run_with(&["fmt", "-"], torn.as_bytes());
    assert_eq!((out.code, out.out.as_str()), (1, ""));
}

#[test]
fn formats_the_other_files_when_one_is_wrong() {
    let torn = file("fmt-others-torn", "torn.ron", "Dataset(");
    let ugly = file("fmt-others-ugly", "ugly.ron", UGLY);
    assert_eq!(run(&["fmt", &torn, "no-such-file.ron", &ugly]).code, 3);
    assert_eq!(run(&["fmt", "--check", &ugly]).code, 0);
}

#[cfg(unix)]
#[test]
fn keeps_the_mode_and_follows_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("fmt-link");
    let (path, link) = (folder.join("ugly.ron"), folder.join("link.ron"));
    fs::write(&path, UGLY).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    symlink("ugly.ron", &link).unwrap();
    run(&["fmt", link.to_str().unwrap()]).answer();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_ne!(fs::read_to_string(&path).unwrap(), UGLY);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn refuses_what_it_cannot_replace() {
    assert!(run(&["fmt", "@sahel"]).failure(2).contains("embedded"));
    run(&["fmt"]).failure(2);
    run(&["fmt", "-", "-"]).failure(2);
    run(&["fmt", folder("fmt-folder").to_str().unwrap()]).failure(3);
}
