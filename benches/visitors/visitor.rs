//! A visitor who costs this process little: frames are counted, not drawn.

use std::{
    io,
    net::Ipv4Addr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use memchr::memmem;
use russh::{
    ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Disconnect,
    client::{self, AuthResult, Config, Handle, Msg},
    keys::PublicKeyOrCertificate,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpSocket, TcpStream},
    task::JoinSet,
};

use super::Fails;

/// Columns and rows of a visitor's window.
pub(crate) const SIZE: (u16, u16) = (120, 40);
/// What a terminal is sent when a frame is complete.
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";
/// What asks a terminal for its background, and what a dark one says.
const ASKS_BACKGROUND: &[u8] = b"\x1b]11;?";
const BACKGROUND: &[u8] = b"\x1b]11;rgb:0000/0000/0000\x1b\\";
/// Bytes that the system keeps for somebody who reads nothing.
const SMALL: u32 = 4096;
/// So many come in at the same time where nobody measures how fast they do.
const AT_ONCE: usize = 25;

/// Trusts every server.
pub(crate) struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        _key: &PublicKeyOrCertificate,
    ) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

/// Somebody with an explorer on their screen.
pub(crate) struct Visitor {
    handle: Handle<Trusting>,
    to: ChannelWriteHalf<Msg>,
    from: ChannelReadHalf,
    /// How much of [`FRAME_ENDS`] has come.
    matched: usize,
    /// Frames that have come and that nobody has waited for.
    unseen: u64,
    /// Bytes that have come.
    pub(crate) bytes: u64,
    /// Whether the last of them ask for the background.
    is_asked: bool,
    /// What they see, if somebody looks.
    screen: Option<vt100::Parser>,
    stops_reading: Arc<AtomicBool>,
}

impl Visitor {
    /// Comes in, and waits for the first frame.
    pub(crate) async fn arrive(port: u16) -> Result<Self, Fails> {
        let socket = TcpSocket::new_v4()?;
        Self::arrive_by(socket, port).await
    }

    /// Comes in by a connection that holds little, so that it is full soon after nobody reads from it.
    pub(crate) async fn arrive_narrowly(port: u16) -> Result<Self, Fails> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(SMALL)?;
        Self::arrive_by(socket, port).await
    }

    async fn arrive_by(socket: TcpSocket, port: u16) -> Result<Self, Fails> {
        let stream = socket.connect((Ipv4Addr::LOCALHOST, port).into()).await?;
        let stops_reading = Arc::<AtomicBool>::default();
        let handle = log_in(stream, &stops_reading).await?;
        let channel = handle.channel_open_session().await?;
        let (columns, rows) = (u32::from(SIZE.0), u32::from(SIZE.1));
        channel.request_pty(false, "xterm-256color", columns, rows, 0, 0, &[]).await?;
        channel.request_shell(false).await?;
        let (from, to) = channel.split();
        let mut visitor = Self {
            handle,
            to,
            from,
            matched: 0,
            unseen: 0,
            bytes: 0,
            is_asked: false,
            screen: None,
            stops_reading,
        };
        while visitor.unseen == 0 {
            visitor.take().await?;
            // The first frame waits for an answer, which terminals give at once.
            if visitor.is_asked {
                visitor.press(BACKGROUND).await?;
            }
        }
        visitor.unseen = 0;
        Ok(visitor)
    }

    /// Types something.
    pub(crate) async fn press(&self, keys: &[u8]) -> Result<(), Fails> {
        Ok(self.to.data_bytes(keys.to_vec()).await?)
    }

    /// Types as fast as the server takes it, and reads what comes, until the server ends it.
    pub(crate) async fn type_for_ever(&mut self, keys: &[u8]) {
        let Self { to, from, .. } = self;
        let typing = async { while to.data_bytes(keys.to_vec()).await.is_ok() {} };
        let reading = async { while from.wait().await.is_some() {} };
        tokio::select! {
            () = typing => {}
            () = reading => {}
        }
    }

    /// Waits for a frame. It may be given up at any moment.
    pub(crate) async fn frame(&mut self) -> Result<(), Fails> {
        while self.unseen == 0 {
            self.take().await?;
        }
        self.unseen -= 1;
        Ok(())
    }

    /// Forgets the frames that nobody has waited for.
    pub(crate) const fn forget_frames(&mut self) {
        self.unseen = 0;
    }

    /// Looks at the screen from the next full frame on, for which it asks.
    pub(crate) async fn watch(&mut self) -> Result<(), Fails> {
        self.screen = Some(vt100::Parser::new(SIZE.1.try_into()?, SIZE.0.try_into()?, 0));
        self.press(b"\x0c").await?;
        self.frame().await
    }

    /// Returns the text on the screen, if somebody looks at it.
    pub(crate) fn screen(&self) -> Option<String> {
        self.screen.as_ref().map(|screen| screen.screen().contents())
    }

    /// Takes no more bytes out of the connection, and still sends.
    pub(crate) fn stop_reading(&self) {
        self.stops_reading.store(true, Ordering::Relaxed);
    }

    /// Takes some bytes.
    async fn take(&mut self) -> Result<(), Fails> {
        loop {
            match self.from.wait().await {
                Some(ChannelMsg::Data { data }) => {
                    self.count(&data);
                    return Ok(());
                }
                Some(ChannelMsg::ExtendedData { data, .. }) => {
                    return Err(String::from_utf8_lossy(&data).trim().into());
                }
                Some(_) => {}
                None => return Err("the server has ended a session".into()),
            }
        }
    }

    fn count(&mut self, data: &[u8]) {
        self.bytes += data.len() as u64;
        self.is_asked = memmem::find(data, ASKS_BACKGROUND).is_some();
        if let Some(screen) = &mut self.screen {
            screen.process(data);
        }
        for byte in data {
            // Its first byte is in it only once, so what begins anew begins there.
            let goes_on = *byte == FRAME_ENDS[self.matched];
            self.matched =
                if goes_on { self.matched + 1 } else { usize::from(*byte == FRAME_ENDS[0]) };
            if self.matched == FRAME_ENDS.len() {
                self.matched = 0;
                self.unseen += 1;
            }
        }
    }

    /// Leaves as the program offers, and waits until it lets go.
    pub(crate) async fn quit(mut self) -> Result<(), Fails> {
        self.press(b"\x03").await?;
        while self.take().await.is_ok() {}
        self.hang_up().await;
        Ok(())
    }

    /// Leaves without a word to the program.
    pub(crate) async fn hang_up(self) {
        // The server may have ended it already.
        let _ = self.handle.disconnect(Disconnect::ByApplication, "", "").await;
    }
}

/// Lets so many visitors come in; none may stay outside.
pub(crate) async fn arrive_all(port: u16, visitors: usize) -> Result<Vec<Visitor>, Fails> {
    let mut coming = JoinSet::new();
    let mut there = Vec::with_capacity(visitors);
    for _ in 0..visitors {
        if coming.len() >= AT_ONCE
            && let Some(visitor) = coming.join_next().await
        {
            there.push(visitor??);
        }
        coming.spawn(Visitor::arrive(port));
    }
    while let Some(visitor) = coming.join_next().await {
        there.push(visitor??);
    }
    Ok(there)
}

/// Connects and logs in, and no more.
pub(crate) async fn knock(port: u16) -> Result<Handle<Trusting>, Fails> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    log_in(stream, &Arc::default()).await
}

async fn log_in(stream: TcpStream, stops: &Arc<AtomicBool>) -> Result<Handle<Trusting>, Fails> {
    stream.set_nodelay(true)?;
    let tap = Tap { stream, is_shut: Arc::clone(stops) };
    let mut handle = client::connect_stream(Arc::new(Config::default()), tap, Trusting).await?;
    match handle.authenticate_none("anybody").await? {
        AuthResult::Success => Ok(handle),
        AuthResult::Failure { .. } => Err("the server lets nobody in".into()),
    }
}

/// A connection from which nothing comes any more once it is shut.
struct Tap {
    stream: TcpStream,
    is_shut: Arc<AtomicBool>,
}

impl AsyncRead for Tap {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // It is never opened again, so nobody has to be woken.
        if self.is_shut.load(Ordering::Relaxed) {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Tap {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
