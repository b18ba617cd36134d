//! The flags for what a person keeps about data; commands that print keep nothing.

use super::*;

#[test]
fn the_state_directory_is_named_or_switched_off_but_not_both() {
    let failure = run(&["--no-state", "--state-dir", "x"]).failure(2);
    assert!(failure.contains("'--no-state'") && failure.contains("'--state-dir"), "{failure}");
    for args in [&["--state-dir"][..], &["--state-dir", ""], &["list", "--no-state"]] {
        run(args).failure(2);
    }
    let help = run(&["--help"]).answer();
    assert!(help.contains("`$XDG_STATE_HOME/dateline`, else ~/.local/state/dateline"), "{help}");
}

#[test]
fn commands_that_print_leave_no_trace_of_the_person() {
    let home = folder("state-home");
    for args in [&["list"][..], &["count", "--by", "kind"], &["render"], &["check", "@sahel"]] {
        let output = program(args).env("HOME", &home).env_remove("XDG_STATE_HOME").output();
        assert_eq!(Run::new(output.unwrap()).code, 0);
    }
    assert_eq!(fs::read_dir(home).unwrap().count(), 0);
}
