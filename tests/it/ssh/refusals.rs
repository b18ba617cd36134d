//! What a client may ask for that nobody gets: each is refused in so many words, and the session goes on.

use russh::{
    ChannelMsg,
    client::{AuthResult, Config},
};
use tokio::time::timeout;

use super::{
    guest::{Guest, connect_with, enter, run},
    server::{PATIENCE, Server},
};

#[test]
fn has_one_session_for_each_connection() {
    let server = Server::start(&[]);
    run(async {
        let mut guest = Guest::arrive(server.port, 80, 24).await;
        guest.wait_for("22 events").await;
        assert!(guest.handle.channel_open_session().await.is_err());
        let forwarded = guest.handle.channel_open_direct_tcpip("127.0.0.1", 22, "127.0.0.1", 1);
        assert!(forwarded.await.is_err());
        assert!(guest.handle.channel_open_direct_streamlocal("/run/x").await.is_err());
        assert!(guest.handle.tcpip_forward("0.0.0.0", 0).await.is_err());
        guest.send("k").await;
        guest.wait_for("Statement names").await;
        guest.send("Q").await;
        assert_eq!(guest.wait_end().await, Some(0));
        assert!(guest.is_restored());
    });
}

#[test]
fn opens_nothing_for_packets_that_are_too_small() {
    let server = Server::start(&[]);
    run(async {
        for (window, packet) in [(0, 32_768), (1, 32_768), (2_097_152, 1), (2_097_152, 0)] {
            let config =
                Config { window_size: window, maximum_packet_size: packet, ..Config::default() };
            let mut handle = connect_with(server.port, config).await.unwrap();
            assert_eq!(handle.authenticate_none("anybody").await.unwrap(), AuthResult::Success);
            assert!(handle.channel_open_session().await.is_err(), "{window}, {packet}");
        }
        let giant = Config { window_size: u32::MAX, ..Config::default() };
        let mut handle = connect_with(server.port, giant).await.unwrap();
        assert_eq!(handle.authenticate_none("anybody").await.unwrap(), AuthResult::Success);
        Guest::open(handle, 80, 24, None).await.wait_for("22 events").await;
    });
}

#[test]
fn answers_every_request_on_a_channel() {
    let server = Server::start(&[]);
    run(async {
        let handle = enter(server.port).await;
        let mut channel = handle.channel_open_session().await.unwrap();
        channel.request_subsystem(true, "sftp").await.unwrap();
        channel.request_x11(true, false, "MIT-MAGIC-COOKIE-1", "00", 0).await.unwrap();
        channel.set_env(true, "LD_PRELOAD", "x.so").await.unwrap();
        channel.agent_forward(true).await.unwrap();
        channel.set_env(true, "LC_ALL", "C.UTF-8").await.unwrap();
        let mut answers = Vec::new();
        while answers.len() < 5 {
            match timeout(PATIENCE, channel.wait()).await.unwrap() {
                Some(ChannelMsg::Success) => answers.push(true),
                Some(ChannelMsg::Failure) => answers.push(false),
                other => assert!(other.is_some(), "closed after {answers:?}"),
            }
        }
        assert_eq!(answers, [false, false, false, false, true]);
    });
}
