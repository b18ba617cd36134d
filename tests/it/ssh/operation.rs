//! What the operator sees and does: keys, ports, limits, signals, figures.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::{fd::OwnedFd, unix::fs::PermissionsExt},
    process::{Command, Output},
    time::Instant,
};

use russh::{
    Disconnect,
    client::AuthResult,
    keys::{Algorithm, PrivateKey, key::safe_rng, ssh_key::LineEnding},
};

use super::{
    guest::{Guest, ask, connect, enter, log_in, run},
    server::{PATIENCE, Server, command, folder},
};

/// Runs a server that is expected not to start.
fn fails(args: &[&str], home: &std::path::Path) -> Output {
    let output = command(home).arg("serve").args(args).output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Asks for figures at an address.
fn figures(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A dataset of so many events.
fn dataset(title: &str, events: usize) -> String {
    let each = (1..=events)
        .map(|n| format!("(id: \"e{n}\", date: \"2024-01-{n:02}\", title: \"Event {n}\")"));
    let events: Vec<_> = each.collect();
    format!("(format: 1, title: \"{title}\", events: [{}])", events.join(", "))
}

#[test]
fn makes_its_key_once_and_for_itself_alone() {
    let server = Server::start(&[]);
    let path = server.home.join(".local/state/dateline/host_key");
    server.told("made a host key");
    let made = fs::read(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let fingerprint = server.told("host key SHA256:");
    let home = server.home.clone();
    drop(server);
    let again = Server::at(&home, &[]);
    assert_eq!(again.told("host key SHA256:"), fingerprint);
    assert_eq!(fs::read(&path).unwrap(), made);
    drop(again);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let refused = fails(&["--listen", "127.0.0.1:0"], &home);
    assert_eq!(refused.status.code(), Some(3));
    assert!(text(&refused.stderr).contains("others can read the host key"), "{refused:?}");
}

#[test]
fn takes_its_key_from_a_file_or_the_environment() {
    let home = folder();
    let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
    let openssh = key.to_openssh(LineEnding::LF).unwrap();
    let path = home.join("key");
    fs::write(&path, openssh.as_bytes()).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let server = Server::at(&home, &["--host-key", "key"]);
    let fingerprint = key.fingerprint(russh::keys::HashAlg::Sha256).to_string();
    server.told(&fingerprint);
    drop(server);
    let mut program = command(&home);
    program.env("SECRET", openssh.as_str());
    program.args(["serve", "--listen", "127.0.0.1:0", "--host-key-env", "SECRET"]);
    let server = Server::run(home.clone(), program);
    server.told(&fingerprint);
    drop(server);
    let public = key.public_key().to_openssh().unwrap();
    fs::write(home.join("keys"), format!("{public}\nfrom=\"10.9.9.9\" {public}\n")).unwrap();
    for (args, told) in [
        (&["--host-key", "missing"][..], "could not be read"),
        (&["--host-key-env", "NOTHING"], "`NOTHING` is not set"),
        (&["--access-code", "1234"], "6 letters"),
        (&["--authorized-keys", "key"], "key:1: this is no public key"),
        (&["--authorized-keys", "keys"], "keys:2: the option `from` is not kept to here"),
        (&["--presenter-key", "keys"], "keys:2: the option `from` is not kept to here"),
        (&["--access-code-env", "NOTHING"], "`NOTHING` is not set"),
        (&["--theme", "pink"], "there is no theme `pink`"),
        (&["missing.ron"], "missing.ron"),
    ] {
        let refused = fails(&[&["--listen", "127.0.0.1:0"], args].concat(), &home);
        assert!(text(&refused.stderr).contains(told), "{args:?}: {refused:?}");
    }
}

#[test]
fn says_that_a_port_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = fails(&["--listen", &address], &folder());
    assert_eq!(refused.status.code(), Some(3));
    let told = text(&refused.stderr);
    assert!(told.contains(&format!("cannot listen on {address}")), "{told}");
    assert!(told.contains("choose another port with --listen"), "{told}");
}

#[test]
fn asks_for_a_code_if_there_is_one() {
    let server = Server::start(&["--access-code", "open sesame"]);
    run(async {
        use russh::client::KeyboardInteractiveAuthResponse as Response;
        let mut handle = connect(server.port).await;
        let auth = handle.authenticate_none("anna").await.unwrap();
        assert!(!matches!(auth, AuthResult::Success));
        let asked = handle.authenticate_keyboard_interactive_start("anna", None).await.unwrap();
        let Response::InfoRequest { prompts, .. } = asked else { unreachable!("{asked:?}") };
        assert_eq!((prompts[0].prompt.as_str(), prompts[0].echo), ("Access code: ", false));
        let right = vec!["open sesame".to_owned()];
        let answer = handle.authenticate_keyboard_interactive_respond(right).await.unwrap();
        assert!(matches!(answer, Response::Success), "{answer:?}");
        let mut guest = Guest::open(handle, 80, 24, None).await;
        guest.wait_for("22 events").await;
        let mut handle = connect(server.port).await;
        handle.authenticate_keyboard_interactive_start("anna", None).await.unwrap();
        let wrong = vec!["open barley".to_owned()];
        let answer = handle.authenticate_keyboard_interactive_respond(wrong).await.unwrap();
        assert!(matches!(answer, Response::Failure { .. }), "{answer:?}");
        assert!(handle.channel_open_session().await.is_err());
    });
}

#[test]
fn lets_a_code_be_guessed_three_times_and_writes_down_who_failed() {
    let home = folder();
    let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
    fs::write(home.join("presenter"), key.public_key().to_openssh().unwrap()).unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut program = command(&home);
    program.env("CODE", "open sesame").args(["serve", "--listen", "127.0.0.1:0"]);
    program.args(["--access-code-env", "CODE", "--presenter-key", "presenter", "--metrics", &free]);
    let server = Server::run(home, program);
    run(async {
        use russh::client::KeyboardInteractiveAuthResponse as Response;
        let mut handle = connect(server.port).await;
        for code in ["open barley", "open rye", "open wheat", "open sesame"] {
            let asked = handle.authenticate_keyboard_interactive_start("anna", None).await;
            if code == "open sesame" {
                assert!(!matches!(asked, Ok(Response::InfoRequest { .. })), "{asked:?}");
                break;
            }
            assert!(matches!(asked, Ok(Response::InfoRequest { .. })), "{asked:?}");
            let answer = vec![code.to_owned()];
            let answer = handle.authenticate_keyboard_interactive_respond(answer).await.unwrap();
            assert!(matches!(answer, Response::Failure { .. }), "{answer:?}");
        }
        drop(handle);
        let mut handle = connect(server.port).await;
        let other = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
        assert!(!log_in(&mut handle, "presenter", &other).await);
        handle.disconnect(Disconnect::ByApplication, "", "").await.unwrap();
    });
    let record = server.record("guesses", |record| record["why"] == "wrong_code");
    assert_eq!((&record["event"], &record["user"]), (&"refused".into(), &"anna".into()));
    assert_eq!((&record["address"], &record["tries"]), (&"127.0.0.1".into(), &3.into()));
    assert!(!record.to_string().contains("wheat"), "{record}");
    let record = server.record("wrong key", |record| record["why"] == "wrong_key");
    assert_eq!((&record["user"], &record["tries"]), (&"presenter".into(), &1.into()));
    for why in ["wrong_code", "wrong_key"] {
        let line = format!("\ndateline_refused_total{{why=\"{why}\"}} 1\n");
        let figures = figures(&free, "/metrics");
        assert!(figures.contains(&line), "{figures}");
    }
}

#[test]
fn writes_down_who_was_too_slow_to_log_in() {
    let server = Server::start(&["--grace", "300ms"]);
    let mut silent = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let record = server.record("refusal", |record| record["event"] == "refused");
    assert_eq!((&record["why"], &record["tries"]), (&"too_slow".into(), &0.into()));
    silent.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut rest = Vec::new();
    let _ = silent.read_to_end(&mut rest);
}

#[test]
fn counts_what_it_cannot_write_down() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = Server::start(&["--log", "/dev/full", "--metrics", &free]);
    run(async {
        let mut guest = Guest::arrive(server.port, 80, 24).await;
        guest.wait_for("22 events").await;
        let start = Instant::now();
        while figures(&free, "/metrics").contains("\ndateline_log_lines_lost_total 0\n") {
            assert!(start.elapsed() < PATIENCE, "nothing is lost");
        }
    });
}

#[test]
fn asks_for_a_key_if_there_are_some() {
    let home = folder();
    let [known, unknown] =
        [(); 2].map(|()| PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap());
    let line = known.public_key().to_openssh().unwrap();
    fs::write(home.join("keys"), format!("# staff\n\nno-pty {line} anna@x\n")).unwrap();
    let server = Server::at(&home, &["--authorized-keys", "keys"]);
    run(async {
        let mut handle = connect(server.port).await;
        assert!(!log_in(&mut handle, "anna", &unknown).await);
        assert!(log_in(&mut handle, "anna", &known).await);
        let mut guest = Guest::open(handle, 80, 24, None).await;
        guest.wait_for("22 events").await;
    });
}

#[test]
fn sends_away_whoever_finds_no_place() {
    let server = Server::start(&["--sessions", "1"]);
    run(async {
        let mut first = Guest::arrive(server.port, 80, 24).await;
        first.wait_for("22 events").await;
        let mut second = Guest::arrive(server.port, 80, 24).await;
        assert_eq!(second.wait_end().await, Some(75));
        assert!(second.screen().contains("the server is full"), "{}", second.screen());
        let answer = ask(&enter(server.port).await, b"count --by country").await;
        assert_eq!((answer.status, answer.out.len()), (Some(75), 0));
        first.hang_up().await;
        assert_eq!(server.reason(1), "gone");
        let mut third = Guest::arrive(server.port, 80, 24).await;
        third.wait_for("22 events").await;
    });
}

#[test]
fn logs_out_whoever_does_nothing_and_whoever_stays_too_long() {
    let server = Server::start(&["--idle", "700ms"]);
    run(async {
        let mut guest = Guest::arrive(server.port, 80, 24).await;
        guest.wait_for("You will be logged out soon").await;
        assert_eq!(guest.wait_end().await, Some(0));
        assert!(guest.is_restored() && guest.screen().contains("nothing happened"));
        assert_eq!(server.reason(1), "idle");
    });
    let server = Server::start(&["--session-time", "1s"]);
    run(async {
        let mut guest = Guest::arrive(server.port, 80, 24).await;
        guest.wait_for("Your time is nearly up").await;
        assert_eq!(guest.wait_end().await, Some(0));
        assert_eq!(server.reason(1), "time_up");
    });
}

#[test]
fn ends_in_an_orderly_way() {
    let mut server = Server::start(&["--drain", "1s"]);
    run(async {
        let mut guest = Guest::arrive(server.port, 80, 24).await;
        guest.wait_for("22 events").await;
        server.signal("TERM");
        guest.wait_for("The server is about to restart").await;
        assert!(TcpStream::connect(("127.0.0.1", server.port)).is_err(), "nobody is let in");
        assert_eq!(guest.wait_end().await, Some(0));
        assert!(guest.is_restored());
    });
    assert_eq!(server.wait().code(), Some(0));
    assert_eq!(server.reason(1), "shutdown");
    let mut empty = Server::start(&["--drain", "1h"]);
    empty.signal("INT");
    assert_eq!(empty.wait().code(), Some(0), "nobody is there who would have to be waited for");
}

#[test]
fn reads_its_data_again_without_sending_anybody_away() {
    let home = folder();
    let file = home.join("crisis.ron");
    fs::write(&file, dataset("Before", 3)).unwrap();
    let server = Server::at(&home, &["crisis.ron"]);
    run(async {
        let mut guest = Guest::arrive(server.port, 100, 30).await;
        guest.wait_for("Before   3 events").await;
        guest.send("k").await;
        guest.wait_for("2/3").await;
        fs::write(&file, dataset("After", 5)).unwrap();
        server.signal("HUP");
        let screen = guest.wait_for("After   5 events").await;
        assert!(screen.contains("2/5"), "the same event is selected:\n{screen}");
        fs::write(&file, "(events: [(id: \"e1\", date: ").unwrap();
        server.signal("HUP");
        let told = tokio::task::block_in_place(|| server.told("the data from before goes on"));
        assert!(told.contains("dateline check"), "{told}");
        guest.send("k").await;
        guest.wait_for("1/5").await;
    });
    let record = server.record("failure", |record| record["error"].is_string());
    assert_eq!(record["events"], 5);
}

#[test]
fn takes_large_data_only_if_all_of_it_can_be_read() {
    let home = folder();
    let file = home.join("crisis.ron");
    // So long that even half of it is read in pieces.
    let line = "long ".repeat(2_000);
    let large = |events: usize, date: &str| {
        let each = (1..=events).map(|n| {
            let id = format!("(id: \"e{n}\", date: \"{date}\", title: \"Event {n}\"");
            format!("Event{id}, summary: \"{line}\"),\n")
        });
        format!("Dataset(format: 1, title: \"Large\", events: [\n{}])\n", each.collect::<String>())
    };
    fs::write(&file, large(1_800, "2024-01-01")).unwrap();
    let server = Server::at(&home, &["crisis.ron"]);
    let reload = |text: &str, is_taken: bool, events: usize| {
        fs::write(&file, text).unwrap();
        server.signal("HUP");
        server.record("reload", |record| {
            let is_so = record["error"].is_null() == is_taken && record["events"] == events;
            record["event"] == "reload" && is_so
        });
    };
    let torn = large(1_801, "2024-01-01");
    reload(&torn[..torn.len() / 2], false, 1_800);
    reload(&torn, true, 1_801);
    reload(&large(1_802, "2024-13-01"), false, 1_801);
    run(async {
        let mut guest = Guest::arrive(server.port, 100, 30).await;
        guest.wait_for("1,801 events").await;
    });
}

#[test]
fn tells_its_figures() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = Server::start(&["--metrics", &free]);
    let figures = |path: &str| figures(&free, path);
    run(async {
        let mut guest = Guest::arrive(server.port, 80, 24).await;
        guest.wait_for("22 events").await;
        let answer = figures("/metrics");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("\ndateline_sessions 1\n"), "{answer}");
        guest.send("Q").await;
        guest.wait_end().await;
    });
    server.reason(1);
    assert!(figures("/metrics").contains("\ndateline_closed_total{why=\"quit\"} 1\n"));
    assert!(figures("/etc/passwd").starts_with("HTTP/1.1 404 "));
}

#[test]
fn believes_balancers_that_it_was_told_of() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = Server::start(&["--proxy-from", "127.0.0.0/8", "--metrics", &free]);
    run(async {
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", server.port)).await.unwrap();
        let header = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x07\x0a\0\0\x01\0\x01\0\x02";
        tokio::io::AsyncWriteExt::write_all(&mut stream, header).await.unwrap();
        let mut guest = Guest::over(stream, 80, 24).await;
        guest.wait_for("22 events").await;
    });
    let record = server.record("beginning", |record| record["session"] == 1);
    assert_eq!(record["address"], "192.0.2.7");
    // An address of version 4 in the guise of one of version 6 is written as what it is.
    run(async {
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", server.port)).await.unwrap();
        let mapped = b"\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\x02\x08";
        let header = b"\r\n\r\n\0\r\nQUIT\n\x21\x21\0\x24";
        let header = [&header[..], mapped, mapped, b"\0\x01\0\x02"].concat();
        tokio::io::AsyncWriteExt::write_all(&mut stream, &header).await.unwrap();
        let mut guest = Guest::over(stream, 80, 24).await;
        guest.wait_for("22 events").await;
    });
    let record = server.record("beginning", |record| record["session"] == 2);
    assert_eq!(record["address"], "192.0.2.8");
    // A balancer that only looks whether the server is there is told so, and is no visitor.
    let mut probe = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    probe.set_read_timeout(Some(PATIENCE)).unwrap();
    probe.write_all(b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0").unwrap();
    let mut answer = String::new();
    probe.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, "SSH-2.0-dateline\r\n");
    drop(TcpStream::connect(("127.0.0.1", server.port)).unwrap());
    // Without the header nobody comes in.
    let mut plain = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    plain.set_read_timeout(Some(PATIENCE)).unwrap();
    plain.write_all(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u6\r\n").unwrap();
    assert!(matches!(plain.read(&mut [0; 1]), Ok(0) | Err(_)));
    let record = server.record("refusal", |record| record["event"] == "refused");
    assert_eq!((&record["why"], &record["address"]), (&"no_origin".into(), &"127.0.0.1".into()));
    let figures = figures(&free, "/metrics");
    assert!(figures.contains("{why=\"no_origin\"} 1\n"), "{figures}");
}

#[test]
fn greets_with_the_notice_and_shows_no_folder() {
    let home = folder();
    fs::write(home.join("notice"), "\nWelcome to the exhibition\nand more\n").unwrap();
    fs::create_dir_all(home.join("secret")).unwrap();
    let untitled = dataset("", 2).replace("title: \"\", ", "");
    fs::write(home.join("secret/crisis.ron"), untitled).unwrap();
    let server = Server::at(&home, &["secret/crisis.ron", "--notice", "notice"]);
    run(async {
        let mut guest = Guest::arrive(server.port, 100, 30).await;
        let screen = guest.wait_for("Welcome to the exhibition").await;
        assert!(screen.contains("crisis.ron") && !screen.contains("secret"), "{screen}");
    });
}

#[test]
fn takes_the_socket_that_systemd_has_opened() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let home = folder();
    let script = "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "sh", env!("CARGO_BIN_EXE_dateline"), "serve"]);
    shell.env_clear().env("HOME", &home).current_dir(&home).stdin(OwnedFd::from(listener));
    let server = Server::run(home, shell);
    assert_eq!(server.port, port);
    run(async {
        let mut guest = Guest::arrive(port, 80, 24).await;
        guest.wait_for("22 events").await;
    });
}
