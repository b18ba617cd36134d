//! A wire between a client and a server, on which a test cuts in.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket},
};

/// A wire to a server.
pub(super) struct Wire {
    /// Where a client finds its other end.
    pub(super) port: u16,
    switches: Arc<Switches>,
}

#[derive(Default)]
struct Switches {
    /// Bytes that are put among those of the client.
    noise: AtomicUsize,
    /// Whether nothing more is read from the server.
    is_deaf: AtomicBool,
}

impl Wire {
    /// Lays a wire for one client.
    pub(super) async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let switches = Arc::<Switches>::default();
        let wire = Self { port, switches: Arc::clone(&switches) };
        tokio::spawn(async move {
            let (client, _) = listener.accept().await.unwrap();
            let socket = TcpSocket::new_v4().unwrap();
            // What is on its way is soon too much for a client that does not read.
            socket.set_recv_buffer_size(8192).unwrap();
            let server = socket.connect(([127, 0, 0, 1], server).into()).await.unwrap();
            let (from_client, mut to_client) = client.into_split();
            let (from_server, mut to_server) = server.into_split();
            let up = Arc::clone(&switches);
            tokio::spawn(async move {
                let mut from = from_client;
                let mut bytes = [0; 4096];
                while let Ok(read @ 1..) = from.read(&mut bytes).await {
                    let noise = vec![0xa5; up.noise.swap(0, Ordering::SeqCst)];
                    let parts = [&noise, &bytes[..read]].concat();
                    if to_server.write_all(&parts).await.is_err() {
                        return;
                    }
                }
            });
            let mut from = from_server;
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = from.read(&mut bytes).await {
                if to_client.write_all(&bytes[..read]).await.is_err() {
                    return;
                }
                if switches.is_deaf.load(Ordering::SeqCst) {
                    // The connection stays, and nobody reads from it.
                    std::future::pending::<()>().await;
                }
            }
        });
        wire
    }

    /// Puts so many bytes of noise before the client's next ones.
    pub(super) fn add_noise(&self, bytes: usize) {
        self.switches.noise.store(bytes, Ordering::SeqCst);
    }

    /// Reads nothing more from the server.
    pub(super) fn go_deaf(&self) {
        self.switches.is_deaf.store(true, Ordering::SeqCst);
    }
}
