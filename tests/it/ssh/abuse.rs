//! Clients that no decent person would write: each is sent away or slowed down, and the others notice nothing.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use russh::client::Config;

use super::{
    guest::{Guest, ask, connect_from, enter, run},
    server::{PATIENCE, Server},
    wire::Wire,
};

/// Another visitor comes, looks and leaves, as if nothing had happened.
async fn all_is_well(server: &Server) {
    let mut guest = Guest::arrive(server.port, 80, 24).await;
    guest.wait_for("22 events").await;
    guest.send("Q").await;
    assert_eq!(guest.wait_end().await, Some(0));
}

fn raw(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Reads until the server closes the connection.
fn read_to_end(mut stream: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        // It was closed while bytes were on their way to it.
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
    }
    bytes
}

#[test]
fn hangs_up_on_garbage_before_the_keys_are_exchanged() {
    let server = Server::start(&["--grace", "20s"]);
    for garbage in [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100),
        b"SSH-2.0-x\r\n".iter().copied().chain([0xff; 5000]).collect(),
        b"SSH-2.0-x\r\n\xff\xff\xff\xff\xff\xff".to_vec(),
        b"SSH-1.99-ancient\r\n".repeat(50),
        vec![0; 100_000],
    ] {
        let mut stream = raw(&server);
        // It may be closed before all is written.
        let _ = stream.write_all(&garbage);
        let answer = read_to_end(stream);
        assert!(answer.starts_with(b"SSH-2.0-dateline") || answer.is_empty(), "{answer:?}");
    }
    run(all_is_well(&server));
}

#[test]
fn hangs_up_on_garbage_after_the_keys_are_exchanged() {
    let server = Server::start(&[]);
    run(async {
        let wire = Wire::to(server.port).await;
        let mut guest = Guest::arrive(wire.port, 80, 24).await;
        guest.wait_for("22 events").await;
        wire.add_noise(100);
        guest.send("k").await;
        guest.wait_end().await;
        assert_eq!(server.reason(1), "gone");
        all_is_well(&server).await;
    });
}

#[test]
fn hangs_up_on_connections_that_say_nothing() {
    let server = Server::start(&["--grace", "300ms", "--waiting-per-address", "4"]);
    let silent: Vec<_> = (0..4).map(|_| raw(&server)).collect();
    for stream in silent {
        assert!(read_to_end(stream).starts_with(b"SSH-2.0-dateline"));
    }
    // One that has logged in and opens nothing is no better.
    run(async {
        let handle = enter(server.port).await;
        let waited = tokio::time::timeout(PATIENCE, handle).await;
        assert!(waited.is_ok(), "still there");
        all_is_well(&server).await;
    });
}

#[test]
fn hangs_up_on_terminals_that_do_not_read() {
    let server = Server::start(&["--stuck", "500ms"]);
    run(async {
        let wire = Wire::to(server.port).await;
        let mut guest = Guest::arrive(wire.port, 500, 131).await;
        guest.wait_for("22 events").await;
        wire.go_deaf();
        // Every size makes a whole new screen, and none of them is read.
        let growing = tokio::spawn(async move {
            for columns in (400..500).cycle() {
                if guest.channel.window_change(columns, 131, 0, 0).await.is_err() {
                    return;
                }
                tokio::task::yield_now().await;
            }
        });
        let reason = tokio::task::block_in_place(|| server.reason(1));
        growing.abort();
        assert_eq!(reason, "stuck");
        all_is_well(&server).await;
    });
}

#[test]
fn slows_floods_down_and_loses_nobody() {
    let server = Server::start(&["--input", "40000", "--input-at-once", "20000"]);
    run(async {
        let mut guest = Guest::arrive(server.port, 80, 24).await;
        guest.wait_for("22 events").await;
        let paste = format!("/\u{1b}[200~{}\u{1b}[201~", "x".repeat(60_000));
        guest.send(&paste).await;
        guest.wait_for("xxx").await;
        guest.send("\u{1b}").await;
        all_is_well(&server).await;
        guest.wait_until("the list again", |screen| !screen.contains("xxx")).await;
        guest.send("Q").await;
        assert_eq!(guest.wait_end().await, Some(0));
    });
    let record =
        server.record("end", |record| record["event"] == "close" && record["session"] == 1);
    assert!(record["slowed"].as_u64().unwrap() > 0, "{record}");
}

#[test]
fn draws_the_last_size_of_a_storm() {
    let server = Server::start(&[]);
    run(async {
        let mut guest = Guest::arrive(server.port, 80, 24).await;
        guest.wait_for("22 events").await;
        for n in 0..2000_u16 {
            guest.resize(40 + n % 100, 12 + n % 40).await;
        }
        guest.resize(120, 40).await;
        guest
            .wait_until("the last size", |screen| {
                screen.lines().nth(4).is_some_and(|line| line.chars().count() == 120)
                    && screen.contains("22 events")
            })
            .await;
        guest.send("Q").await;
        assert_eq!(guest.wait_end().await, Some(0));
    });
}

#[test]
fn draws_the_largest_windows_in_bounded_memory() {
    let server = Server::start(&[]);
    run(async {
        let mut guest = Guest::arrive(server.port, 65_535, 1).await;
        let record = |record: &serde_json::Value| record["event"] == "open";
        let record = tokio::task::block_in_place(|| server.record("beginning", record));
        assert_eq!(record["size"], serde_json::json!([500, 1]));
        guest.resize(1000, 300).await;
        guest.channel.window_change(65_535, 65_535, 0, 0).await.unwrap();
        guest.channel.window_change(u32::MAX, u32::MAX, 0, 0).await.unwrap();
        guest.wait_for("22 events").await;
        guest.channel.window_change(0, 0, 0, 0).await.unwrap();
        guest.send("Q").await;
        assert_eq!(guest.wait_end().await, Some(0));
        all_is_well(&server).await;
    });
}

#[test]
fn hears_keys_in_pieces_and_after_endless_sequences() {
    let server = Server::start(&[]);
    run(async {
        let mut guest = Guest::arrive(server.port, 100, 30).await;
        guest.wait_for("▌2025-08-05").await;
        for piece in ["\u{1b}", "[", "A"] {
            guest.send(piece).await;
        }
        guest.wait_for("20/22").await;
        guest.send(&format!("\u{1b}[{}", "1;".repeat(1_500))).await;
        guest.send("Zk").await;
        guest.wait_for("19/22").await;
        guest.send(&format!("\u{1b}]52;c;{}", "A".repeat(3_000))).await;
        guest.send("\u{1b}\\k").await;
        guest.wait_for("18/22").await;
        guest.send("Q").await;
        assert_eq!(guest.wait_end().await, Some(0));
    });
}

#[test]
fn shows_itself_on_terminals_that_nobody_knows() {
    let server = Server::start(&[]);
    run(async {
        for term in ["", "xterm-from-mars", "dumb", "\u{1b}]0;x\u{7}", &"x".repeat(10_000)] {
            let handle = enter(server.port).await;
            let channel = handle.channel_open_session().await.unwrap();
            channel.request_pty(true, term, 80, 24, 0, 0, &[]).await.unwrap();
            channel.request_shell(true).await.unwrap();
            let mut guest = Guest::on(handle, channel, 80, 24);
            guest.wait_for("22 events").await;
            guest.send("Q").await;
            assert_eq!(guest.wait_end().await, Some(0), "{term:?}");
        }
    });
}

#[test]
fn lets_others_in_once_descriptors_are_free_again() {
    let server = Server::start_with_files(
        40,
        &[
            "--grace",
            "1s",
            "--waiting",
            "200",
            "--waiting-per-address",
            "200",
            "--arrivals-at-once",
            "200",
        ],
    );
    let many: Vec<_> = (0..100).map(|_| raw(&server)).collect();
    server.wait_for_files(40);
    drop(many);
    run(all_is_well(&server));
}

/// Asks for a list and reads nothing of it.
async fn ask_and_go_deaf(port: u16, from: u8) -> impl Sized {
    let wire = Wire::to(port).await;
    let config = Config { window_size: 2048, ..Config::default() };
    let mut handle = connect_from(from, wire.port, config).await;
    handle.authenticate_none("slow").await.unwrap();
    let channel = handle.channel_open_session().await.unwrap();
    wire.go_deaf();
    channel.exec(true, "list --format json").await.unwrap();
    (wire, handle, channel)
}

fn opens(session: u64) -> impl Fn(&serde_json::Value) -> bool {
    move |record| record["event"] == "open" && record["session"] == session
}

#[test]
fn keeps_no_question_waiting_for_those_who_do_not_read_their_answers() {
    // Longer than this test would wait for anything.
    let server = Server::start(&["--stuck", "10m", "--proxy-from", "127.0.0.0/8"]);
    run(async {
        let mut slow = Vec::new();
        for _ in 0..8 {
            slow.push(ask_and_go_deaf(server.port, 1).await);
        }
        tokio::task::block_in_place(|| server.record("eighth question", opens(8)));
        let mut handle = connect_from(2, server.port, Config::default()).await;
        handle.authenticate_none("anybody").await.unwrap();
        let answer = ask(&handle, b"count --by country --format json").await;
        assert_eq!(answer.status, Some(0), "{answer:?}");
        drop(slow);
    });
}

#[test]
fn hangs_up_on_those_who_do_not_read_their_answers() {
    let server = Server::start(&["--stuck", "500ms", "--proxy-from", "127.0.0.0/8"]);
    run(async {
        let _slow = ask_and_go_deaf(server.port, 1).await;
        assert_eq!(tokio::task::block_in_place(|| server.reason(1)), "stuck");
    });
}

#[test]
fn ends_at_the_second_signal_whoever_still_has_to_read() {
    let mut server =
        Server::start(&["--stuck", "10m", "--drain", "10m", "--proxy-from", "127.0.0.0/8"]);
    run(async {
        let mut slow = Vec::new();
        for from in 1..4 {
            slow.push(ask_and_go_deaf(server.port, from).await);
        }
        tokio::task::block_in_place(|| {
            server.record("third question", opens(3));
            server.signal("TERM");
            server.told("a second signal ends at once");
            server.signal("TERM");
            assert_eq!(server.wait().code(), Some(0));
        });
        drop(slow);
    });
    for session in 1..4 {
        assert_eq!(server.reason(session), "shutdown");
    }
    assert!(!server.has_told("panicked"));
}
