//! Where the server listens: as it was told, as systemd has prepared it, or everywhere.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
};

use listenfd::ListenFd;
use tokio::net::TcpListener;

use crate::cli::{
    arguments::Serve,
    failure::{Failure, Kind},
    output,
};

/// The port of a server that is told none.
const PORT: u16 = 2222;

/// Returns what visitors come to.
///
/// # Errors
/// Says which address cannot be had, and what to do.
pub(super) async fn all(command: &Serve) -> Result<Vec<TcpListener>, Failure> {
    let prepared = prepared()?;
    if !prepared.is_empty() {
        return Ok(prepared);
    }
    if command.listen.is_empty() {
        // One socket for both versions; where there is no version 6, one for the older.
        let both = SocketAddr::from((Ipv6Addr::UNSPECIFIED, PORT));
        return match TcpListener::bind(both).await {
            Ok(listener) => Ok(vec![listener]),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(taken(both, &error)),
            Err(_) => Ok(vec![one(SocketAddr::from((Ipv4Addr::UNSPECIFIED, PORT))).await?]),
        };
    }
    let mut listeners = Vec::new();
    for address in &command.listen {
        listeners.push(one(*address).await?);
    }
    Ok(listeners)
}

/// Listens at an address.
///
/// # Errors
/// Says why it cannot be had, and what to do.
pub(super) async fn one(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| taken(address, &error))
}

/// Returns the sockets that systemd has opened for the program.
fn prepared() -> Result<Vec<TcpListener>, Failure> {
    let mut sockets = ListenFd::from_env();
    let mut listeners = Vec::new();
    for n in 0..sockets.len() {
        let listener = sockets.take_tcp_listener(n).and_then(|listener| match listener {
            Some(listener) => {
                listener.set_nonblocking(true)?;
                TcpListener::from_std(listener).map(Some)
            }
            None => Ok(None),
        });
        let listener = listener.map_err(|error| {
            let reason = output::reason(&error);
            Failure::new(Kind::Outside, format!("a socket of systemd cannot be used: {reason}"))
        })?;
        listeners.extend(listener);
    }
    Ok(listeners)
}

fn taken(address: SocketAddr, error: &io::Error) -> Failure {
    let reason = output::reason(error);
    let failure = Failure::new(Kind::Outside, format!("cannot listen on {address}: {reason}"));
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            failure.hint("Another program listens there; choose another port with --listen.")
        }
        io::ErrorKind::PermissionDenied => failure.hint(
            "Ports below 1024 are for the administrator; choose another with --listen, or let systemd open it.",
        ),
        io::ErrorKind::AddrNotAvailable => {
            failure.hint("This machine does not have that address; 0.0.0.0 and [::] mean all.")
        }
        _ => failure,
    }
}
