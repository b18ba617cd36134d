//! The real client of OpenSSH, on a terminal of its own.

use std::{
    io::Read,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Output, Stdio},
};

use super::server::{PATIENCE, Server, folder};
use crate::pty::console::{self, Console, Size};

/// The usual window.
const WINDOW: Size = Size { columns: 100, rows: 30 };

/// Returns `ssh` and what it is told for a server on a port, before what a test adds; what it learns goes into a folder.
pub(super) fn client(port: u16, home: &Path) -> Vec<String> {
    let port = port.to_string();
    let known = format!("UserKnownHostsFile={}", home.join("known_hosts").display());
    let words = [
        "ssh",
        "-F",
        "none",
        "-p",
        &port,
        "-o",
        "StrictHostKeyChecking=accept-new",
        "-o",
        &known,
        "-o",
        "LogLevel=ERROR",
        "-o",
        "IdentityAgent=none",
    ];
    words.map(str::to_owned).to_vec()
}

/// Tells whether the client is on this machine.
fn has_ssh() -> bool {
    is_there(Command::new("ssh").arg("-V").stderr(Stdio::null()).status().is_ok(), "ssh")
}

/// Tells whether a program is there; where whoever runs the tests says that it has to be, its absence is a failure.
pub(super) fn is_there(is_there: bool, program: &str) -> bool {
    #[expect(clippy::disallowed_methods, reason = "whoever runs the tests says so")]
    let is_needed = std::env::var_os("DATELINE_TEST_SSH").is_some();
    assert!(is_there || !is_needed, "`{program}` is not installed");
    is_there
}

/// Opens the explorer as a person would.
fn look(server: &Server, more: &[&str]) -> Console {
    let mut command = client(server.port, &server.home);
    command.extend(more.iter().map(|word| (*word).to_owned()));
    console::builder(WINDOW).spawn(&command)
}

/// Runs it without a terminal.
fn ssh(server: &Server, more: &[&str]) -> Output {
    let words = client(server.port, &server.home);
    Command::new(&words[0])
        .args(&words[1..])
        .args(more)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("HOME", folder())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn browses_filters_resizes_and_quits() {
    if !has_ssh() {
        return;
    }
    let server = Server::start(&[]);
    let mut console = look(&server, &["127.0.0.1"]);
    console.wait_for("Four truck drivers in the Sahel   22 events");
    console.send("kkk");
    console.wait_for("Statement names");
    console.send("c");
    console.wait_for("type to find");
    console.send("mor ");
    console.wait_for("country: Morocco");
    console.resize(Size { columns: 80, rows: 24 });
    console.wait_until("the smaller window", |screen| {
        screen.size().0.get() == 24 && screen.contents().contains("country: Morocco")
    });
    console.send("\u{1b}");
    console.wait_until("all countries", |screen| screen.contents().contains("[ ] Mali"));
    console.send("\u{1b}");
    console.wait_until("the list again", |screen| !screen.contents().contains("type to find"));
    console.send("Q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
    assert_eq!(server.reason(1), "quit");
}

#[test]
fn opens_on_a_question() {
    if !has_ssh() {
        return;
    }
    let server = Server::start(&[]);
    let mut console = look(&server, &["-t", "127.0.0.1", "country:MLI after:2025"]);
    console.wait_for("country: Mali");
    console.wait_for("after 2025");
    console.send("Q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}

#[test]
fn refuses_everything_else_and_does_not_hang() {
    if !has_ssh() {
        return;
    }
    let server = Server::start(&[]);
    let refused = |more: &[&str], told: &str| {
        let output = ssh(&server, more);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && err.contains(told), "{more:?}: {output:?}");
    };
    refused(&["-s", "127.0.0.1", "sftp"], "subsystem request failed");
    refused(
        &["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1", "127.0.0.1"],
        "remote port forwarding failed",
    );
    refused(&["127.0.0.1", "rm -rf /"], "dateline");
    refused(&["127.0.0.1"], "terminal");
    // A second session over the same connection.
    let control = server.home.join("c");
    let control = format!("ControlPath={}", control.display());
    let mut first = look(&server, &["-o", "ControlMaster=yes", "-o", &control, "127.0.0.1"]);
    first.wait_for("22 events");
    let second = ssh(&server, &["-o", &control, "-o", "ControlMaster=no", "-t", "-t", "127.0.0.1"]);
    assert!(!second.status.success(), "{second:?}");
    first.send("Q");
    assert_eq!(first.wait_exit().exit_code(), 0);
}

#[test]
fn leads_into_no_network_and_takes_no_agent() {
    if !has_ssh() {
        return;
    }
    let server = Server::start(&[]);
    // A port that is free now; nobody else takes it within this moment.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let way = format!("127.0.0.1:{port}:127.0.0.1:{}", server.port);
    let mut console = look(&server, &["-L", &way, "127.0.0.1"]);
    console.wait_for("22 events");
    let mut through = TcpStream::connect(("127.0.0.1", port)).unwrap();
    through.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut bytes = Vec::new();
    // Not even the server's own name comes back.
    assert!(through.read_to_end(&mut bytes).is_err() || bytes.is_empty(), "{bytes:?}");
    console.send("k");
    console.wait_for("20/22");
    console.send("Q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    // With an agent to forward, and with the client saying what it does.
    let mut words = client(server.port, &server.home);
    // What is said first counts.
    let first = ["-o", "LogLevel=DEBUG1", "-o", "IdentityAgent=SSH_AUTH_SOCK"].map(str::to_owned);
    words.splice(1..1, first);
    words.extend(["-A", "127.0.0.1", "count", "--by", "country"].map(str::to_owned));
    let with_agent = Command::new("ssh-agent")
        .args(&words)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("HOME", folder())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&with_agent.stderr);
    assert!(with_agent.status.success() && told.contains("agent forwarding"), "{told}");
    assert!(!told.contains("client_request_agent"), "the server asks for nothing: {told}");
}

#[test]
fn answers_questions_for_programs() {
    if !has_ssh() {
        return;
    }
    let server = Server::start(&[]);
    let output = ssh(
        &server,
        &["127.0.0.1", "list", "-q", "'country:MLI kind:release'", "--format", "json"],
    );
    assert!(output.status.success(), "{output:?}");
    let events: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let local = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["list", "-q", "country:MLI kind:release", "--format", "json"])
        .output()
        .unwrap();
    let expected: serde_json::Value = serde_json::from_slice(&local.stdout).unwrap();
    assert!(events.as_array().is_some_and(|events| !events.is_empty()));
    assert_eq!(events, expected, "what the command says on the spot");
    let wrong = ssh(&server, &["127.0.0.1", "list", "-q", "contry:MLI"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("there is no field `contry`"));
    let checked = ssh(&server, &["127.0.0.1", "check"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
}
