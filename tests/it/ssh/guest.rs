//! A client that does whatever a test wants, also what no decent client would.

use std::{num::NonZeroU16, sync::Arc};

use russh::{
    Channel, ChannelMsg, Disconnect,
    client::{self, AuthResult, Config, Handle, Msg},
    keys::{PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate},
};
use tokio::{io::AsyncWriteExt, net::TcpStream, runtime::Runtime, time::timeout};

use super::server::PATIENCE;

/// Runs something that waits.
pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
    Runtime::new().unwrap().block_on(future)
}

/// Trusts every server.
pub(super) struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        _key: &PublicKeyOrCertificate,
    ) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

/// A connection that has not logged in.
pub(super) async fn connect(port: u16) -> Handle<Trusting> {
    connect_with(port, Config::default()).await.unwrap()
}

/// The same, in another way than usual.
pub(super) async fn connect_with(
    port: u16,
    config: Config,
) -> Result<Handle<Trusting>, russh::Error> {
    let connecting = client::connect(Arc::new(config), ("127.0.0.1", port), Trusting);
    timeout(PATIENCE, connecting).await.unwrap()
}

/// The same, to a server that believes this machine that it comes from `192.0.2.{last}`.
pub(super) async fn connect_from(last: u8, port: u16, config: Config) -> Handle<Trusting> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let mut header = *b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\0\x0a\0\0\x01\0\x01\0\x02";
    header[19] = last;
    stream.write_all(&header).await.unwrap();
    let connecting = client::connect_stream(Arc::new(config), stream, Trusting);
    timeout(PATIENCE, connecting).await.unwrap().unwrap()
}

/// A connection that has logged in as anybody.
pub(super) async fn enter(port: u16) -> Handle<Trusting> {
    let mut handle = connect(port).await;
    let auth = handle.authenticate_none("anybody").await.unwrap();
    assert_eq!(auth, AuthResult::Success);
    handle
}

/// Logs in with a key; tells whether that was enough.
pub(super) async fn log_in(handle: &mut Handle<Trusting>, user: &str, key: &PrivateKey) -> bool {
    let key = PrivateKeyWithHashAlg::new(Arc::new(key.clone()), None);
    handle.authenticate_publickey(user, key).await.unwrap() == AuthResult::Success
}

fn cells(n: u16) -> NonZeroU16 {
    n.try_into().unwrap()
}

/// A person with an explorer on their screen.
pub(super) struct Guest {
    pub(super) handle: Handle<Trusting>,
    pub(super) channel: Channel<Msg>,
    screen: vt100::Parser,
    /// All bytes that came.
    pub(super) raw: Vec<u8>,
    /// How it ended.
    pub(super) status: Option<u32>,
    is_closed: bool,
}

impl Guest {
    /// Logs in as anybody and opens the explorer in a window of this size.
    pub(super) async fn arrive(port: u16, columns: u16, rows: u16) -> Self {
        let handle = enter(port).await;
        Self::open(handle, columns, rows, None).await
    }

    /// The same, on a connection that is there already.
    pub(super) async fn over(stream: TcpStream, columns: u16, rows: u16) -> Self {
        let connecting = client::connect_stream(Arc::new(Config::default()), stream, Trusting);
        let mut handle = timeout(PATIENCE, connecting).await.unwrap().unwrap();
        assert_eq!(handle.authenticate_none("anybody").await.unwrap(), AuthResult::Success);
        Self::open(handle, columns, rows, None).await
    }

    /// Opens the explorer, on a question if there is one.
    pub(super) async fn open(
        handle: Handle<Trusting>,
        columns: u16,
        rows: u16,
        line: Option<&str>,
    ) -> Self {
        let channel = handle.channel_open_session().await.unwrap();
        let (width, height) = (u32::from(columns), u32::from(rows));
        channel.request_pty(true, "xterm-256color", width, height, 0, 0, &[]).await.unwrap();
        match line {
            None => channel.request_shell(true).await.unwrap(),
            Some(line) => channel.exec(true, line).await.unwrap(),
        }
        Self::on(handle, channel, columns, rows)
    }

    /// Takes a channel that the explorer is on.
    pub(super) fn on(
        handle: Handle<Trusting>,
        channel: Channel<Msg>,
        columns: u16,
        rows: u16,
    ) -> Self {
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        Self { handle, channel, screen, raw: Vec::new(), status: None, is_closed: false }
    }

    /// Types something.
    pub(super) async fn send(&self, text: &str) {
        self.channel.data(text.as_bytes()).await.unwrap();
    }

    /// Gives the window another size.
    pub(super) async fn resize(&mut self, columns: u16, rows: u16) {
        self.screen.screen_mut().set_size(cells(rows), cells(columns));
        let (width, height) = (u32::from(columns), u32::from(rows));
        self.channel.window_change(width, height, 0, 0).await.unwrap();
    }

    /// Waits until the screen shows a text, and returns the screen.
    pub(super) async fn wait_for(&mut self, text: &str) -> String {
        self.wait_until(text, |screen| screen.contains(text)).await
    }

    /// Waits until the screen is as wished, and returns it.
    pub(super) async fn wait_until(
        &mut self,
        wish: &str,
        is_there: impl Fn(&str) -> bool,
    ) -> String {
        while !is_there(&self.screen()) {
            assert!(!self.is_closed, "closed before {wish} in:\n{}", self.screen());
            let took = timeout(PATIENCE, self.take()).await;
            assert!(took.is_ok(), "no {wish} in:\n{}", self.screen());
        }
        self.screen()
    }

    /// Waits for the end, and returns how it was.
    pub(super) async fn wait_end(&mut self) -> Option<u32> {
        while !self.is_closed {
            let took = timeout(PATIENCE, self.take()).await;
            assert!(took.is_ok(), "no end in:\n{}", self.screen());
        }
        self.status
    }

    /// Returns what the screen shows.
    pub(super) fn screen(&self) -> String {
        self.screen.screen().contents()
    }

    /// Tells whether the terminal is as it was before.
    pub(super) fn is_restored(&self) -> bool {
        let screen = self.screen.screen();
        let is_off = screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
        is_off && !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    }

    async fn take(&mut self) {
        match self.channel.wait().await {
            Some(ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. }) => {
                self.raw.extend_from_slice(&data);
                self.screen.process(&data);
            }
            Some(ChannelMsg::ExitStatus { exit_status }) => self.status = Some(exit_status),
            Some(_) => {}
            None => self.is_closed = true,
        }
    }

    /// Leaves without a word to the program.
    pub(super) async fn hang_up(self) {
        // The server may have ended it already.
        let _ = self.handle.disconnect(Disconnect::ByApplication, "", "").await;
    }
}

/// What a program answers without a terminal.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) out: Vec<u8>,
    pub(super) err: Vec<u8>,
    pub(super) status: Option<u32>,
    pub(super) is_refused: bool,
}

/// Asks a question without a terminal.
pub(super) async fn ask(handle: &Handle<Trusting>, line: &[u8]) -> Answer {
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.exec(true, line).await.unwrap();
    let mut answer = Answer::default();
    while let Some(message) = timeout(PATIENCE, channel.wait()).await.unwrap() {
        match message {
            ChannelMsg::Data { data } => answer.out.extend_from_slice(&data),
            ChannelMsg::ExtendedData { data, .. } => answer.err.extend_from_slice(&data),
            ChannelMsg::ExitStatus { exit_status } => answer.status = Some(exit_status),
            ChannelMsg::Failure => {
                answer.is_refused = true;
                break;
            }
            _ => {}
        }
    }
    answer
}
