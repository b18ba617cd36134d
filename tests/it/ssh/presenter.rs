//! One person leads, the others follow until they press a key, and come back with another.

use std::{fs, path::Path};

use russh::keys::{Algorithm, PrivateKey, key::safe_rng};

use super::{
    guest::{Guest, connect, log_in, run},
    server::{Server, command, folder},
};
use crate::pty::console::{self, Size};

/// Starts a server that one key may lead, and returns that key.
fn stage(home: &Path) -> (Server, PrivateKey) {
    let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
    let line = key.public_key().to_openssh().unwrap();
    fs::write(home.join("presenter.pub"), format!("{line} Fatou@newsroom\n")).unwrap();
    (Server::at(home, &["--presenter-key", "presenter.pub"]), key)
}

/// Comes to lead.
async fn lead(server: &Server, key: &PrivateKey) -> Guest {
    let mut handle = connect(server.port).await;
    assert!(log_in(&mut handle, "presenter", key).await);
    Guest::open(handle, 120, 40, None).await
}

#[test]
fn two_follow_and_one_roams_and_rejoins() {
    let (server, key) = stage(&folder());
    run(async {
        let mut one = Guest::arrive(server.port, 120, 40).await;
        one.wait_for("22 events").await;
        let mut presenter = lead(&server, &key).await;
        presenter.wait_for("1 watch").await;
        one.wait_for("Fatou").await;
        let mut two = Guest::arrive(server.port, 100, 30).await;
        two.wait_for("Fatou").await;
        presenter.wait_for("2 watch").await;
        // Both see the question and the selected event of the presenter.
        presenter.send("\\country:NER\r").await;
        one.wait_for("country: Niger").await;
        two.wait_for("country: Niger").await;
        presenter.send("kk").await;
        for guest in [&mut presenter, &mut one, &mut two] {
            guest.wait_for("2/10").await;
        }
        // One looks around: what the presenter does is not theirs any more.
        two.send("k").await;
        two.wait_for("1/10").await;
        presenter.send("X").await;
        one.wait_for("22 events  ").await;
        one.wait_until("no filter", |screen| !screen.contains("Niger ×")).await;
        assert!(two.screen().contains("country: Niger"), "{}", two.screen());
        // And comes back.
        two.send("R").await;
        two.wait_until("no filter", |screen| !screen.contains("country: Niger")).await;
        // The story goes to all, step by step.
        presenter.send("S").await;
        for guest in [&mut presenter, &mut one, &mut two] {
            guest.wait_for("1/").await;
        }
        // When the presenter leaves, everybody is on their own.
        presenter.send("Q").await;
        assert_eq!(presenter.wait_end().await, Some(0));
        for guest in [&mut one, &mut two] {
            guest.wait_until("nobody who leads", |screen| !screen.contains("Fatou is")).await;
            guest.send("Q").await;
            assert_eq!(guest.wait_end().await, Some(0));
        }
    });
    let record = server.record("presenter", |record| record["part"] == "presenter");
    assert_eq!(record["user"], "Fatou");
}

#[test]
fn leads_nobody_without_the_key() {
    let (server, key) = stage(&folder());
    let other = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
    run(async {
        let mut handle = connect(server.port).await;
        let auth = handle.authenticate_none("presenter").await.unwrap();
        assert!(!matches!(auth, russh::client::AuthResult::Success));
        assert!(!log_in(&mut handle, "presenter", &other).await);
        let mut first = lead(&server, &key).await;
        first.wait_for("nobody watches").await;
        let mut second = lead(&server, &key).await;
        second.wait_for("Somebody else is presenting").await;
        first.hang_up().await;
        server.reason(1);
        let mut third = lead(&server, &key).await;
        third.wait_for("1 watch").await;
    });
}

#[test]
fn leads_from_the_terminal_of_the_host() {
    let home = folder();
    let program = command(&home);
    let path = program.get_program().to_str().unwrap().to_owned();
    let words = [&path, "present", "--listen", "127.0.0.1:0", "--name", "Fatou"];
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let mut console = console::builder(Size { columns: 100, rows: 30 }).spawn(&words);
    console.wait_for("22 events");
    let raw = String::from_utf8(console.raw()).unwrap();
    let (_, rest) = raw.split_once("listening on 127.0.0.1:").unwrap();
    let port = rest.split(';').next().unwrap().parse().unwrap();
    run(async {
        let mut guest = Guest::arrive(port, 100, 30).await;
        guest.wait_for("Fatou").await;
        console.wait_for("1 watch");
        console.send("kk");
        guest.wait_for("19/22").await;
        console.send("Q");
        guest.wait_end().await;
        assert!(guest.is_restored());
    });
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}
