//! One person leads, the others follow until they press a key, and come back with another.

use std::{fs, path::Path};

use russh::keys::{Algorithm, PrivateKey, key::safe_rng};

use super::{
    guest::{Guest, connect, enter, log_in, run},
    server::{Server, command, folder},
};
use crate::pty::console::{self, Size};

/// Starts a server that two keys may lead, those of Fatou and of Ada, and returns these.
fn stage(home: &Path) -> (Server, [PrivateKey; 2]) {
    let keys = ["Fatou@newsroom", "Ada"].map(|name| {
        let mut key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
        key.set_comment(name);
        key
    });
    let lines = keys.each_ref().map(|key| key.public_key().to_openssh().unwrap());
    fs::write(home.join("presenters"), lines.join("\n")).unwrap();
    (Server::at(home, &["--presenter-key", "presenters"]), keys)
}

/// Comes to lead.
async fn lead(server: &Server, key: &PrivateKey) -> Guest {
    let mut handle = connect(server.port).await;
    assert!(log_in(&mut handle, "presenter", key).await);
    Guest::open(handle, 120, 40, None).await
}

#[test]
fn two_follow_and_one_roams_and_rejoins() {
    let (server, [key, _]) = stage(&folder());
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
    let (server, [key, _]) = stage(&folder());
    let other = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
    run(async {
        let mut handle = connect(server.port).await;
        let auth = handle.authenticate_none("presenter").await.unwrap();
        assert!(!matches!(auth, russh::client::AuthResult::Success));
        assert!(!log_in(&mut handle, "presenter", &other).await);
        let mut first = lead(&server, &key).await;
        first.wait_for("nobody watches").await;
    });
}

#[test]
fn takes_over_from_oneself_and_waits_for_another() {
    let (server, [fatou, ada]) = stage(&folder());
    run(async {
        let mut old = lead(&server, &fatou).await;
        old.wait_for("nobody watches").await;
        // The same key leads from a new connection, whatever has become of the old one.
        let mut new = lead(&server, &fatou).await;
        new.wait_for("1 watch").await;
        old.wait_for("Fatou").await;
        let mut other = lead(&server, &ada).await;
        other.wait_for("Somebody else is presenting").await;
        new.wait_for("2 watch").await;
        new.send("\\country:NER\r").await;
        other.wait_for("country: Niger").await;
        // Whoever waited to lead does when the place is free.
        old.hang_up().await;
        new.wait_for("1 watch").await;
        new.hang_up().await;
        other.wait_for("nobody watches").await;
        let mut guest = Guest::arrive(server.port, 120, 40).await;
        guest.wait_for("Ada is presenting").await;
        guest.wait_for("country: Niger").await;
    });
}

#[test]
fn takes_nobody_away_from_what_they_look_at() {
    let (server, [key, _]) = stage(&folder());
    run(async {
        let mut one = Guest::arrive(server.port, 120, 40).await;
        one.wait_for("22 events").await;
        one.send("\\country:MLI\r").await;
        one.wait_for("country: Mali").await;
        let mut presenter = lead(&server, &key).await;
        presenter.wait_for("1 watch").await;
        one.wait_for("Fatou is presenting; R follows").await;
        let connection = enter(server.port).await;
        let mut two = Guest::open(connection, 120, 40, Some("country:NER")).await;
        two.wait_for("Fatou is presenting; R follows").await;
        presenter.send("kk").await;
        presenter.wait_for("19/22").await;
        assert!(one.screen().contains("country: Mali") && two.screen().contains("country: Niger"));
        two.send("R").await;
        two.wait_for("19/22").await;
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
        assert!(guest.screen().contains("The presentation has ended."), "{}", guest.screen());
    });
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
}
