//! The first bytes of a connection that comes by way of a balancer: whose it is (PROXY protocol, version 2).
//!
//! The format is that of `HAProxy`'s `proxy-protocol.txt`, section 2.2. They are asked for from balancers that the
//! operator has named, and only from these: anybody else could claim any address.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use tokio::io::{AsyncRead, AsyncReadExt};

const SIGNATURE: &[u8; 12] = b"\r\n\r\n\0\r\nQUIT\n";
/// The most that may follow the fixed part: addresses, and extensions that are not looked at.
const MOST_BYTES: u16 = 2048;

/// Whose connection it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A visitor's at this address.
    Visitor(IpAddr),
    /// The balancer's own, which only looks whether the server is there.
    Balancer,
}

/// Reads whose connection it is.
///
/// # Errors
/// Fails if the bytes are something else, or do not come.
pub(super) async fn read_origin(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Origin> {
    let mut head = [0; 16];
    stream.read_exact(&mut head).await?;
    let [signature @ .., command, family, high, low] = &head;
    let length = u16::from_be_bytes([*high, *low]);
    if signature != SIGNATURE || command >> 4 != 2 || length > MOST_BYTES {
        return Err(wrong("no PROXY header of version 2"));
    }
    let mut rest = vec![0; usize::from(length)];
    stream.read_exact(&mut rest).await?;
    match command & 0xf {
        0 => Ok(Origin::Balancer),
        1 => address(*family, &rest).map(Origin::Visitor),
        _ => Err(wrong("a PROXY header with an unknown command")),
    }
}

/// Returns the address that a connection comes from.
fn address(family: u8, rest: &[u8]) -> io::Result<IpAddr> {
    let short = || wrong("a PROXY header that is too short");
    match family {
        0x11 => {
            let bytes: &[u8; 12] = rest.first_chunk().ok_or_else(short)?;
            Ok(Ipv4Addr::new(bytes[0], bytes[1], bytes[2], bytes[3]).into())
        }
        0x21 => {
            let bytes: &[u8; 36] = rest.first_chunk().ok_or_else(short)?;
            let address: &[u8; 16] = bytes.first_chunk().ok_or_else(short)?;
            Ok(Ipv6Addr::from(*address).into())
        }
        _ => Err(wrong("a PROXY header of no TCP connection")),
    }
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::*;

    fn read(bytes: &[u8]) -> io::Result<(Origin, usize)> {
        let mut rest = bytes;
        let runtime = Builder::new_current_thread().build().unwrap();
        let origin = runtime.block_on(read_origin(&mut rest))?;
        Ok((origin, rest.len()))
    }

    fn header(command: u8, family: u8, rest: &[u8]) -> Vec<u8> {
        let length = u16::try_from(rest.len()).unwrap().to_be_bytes();
        [SIGNATURE, &[command, family][..], &length, rest].concat()
    }

    #[test]
    fn reads_where_a_visitor_comes_from() {
        let v4 = header(0x21, 0x11, &[192, 0, 2, 7, 10, 0, 0, 1, 1, 2, 3, 4]);
        let visitor = |text: &str| Origin::Visitor(text.parse().unwrap());
        assert_eq!(read(&v4).unwrap(), (visitor("192.0.2.7"), 0));
        let mut addresses = [0; 36];
        addresses[..2].copy_from_slice(&[0x20, 0x01]);
        addresses[15] = 9;
        let v6 = [header(0x21, 0x21, &addresses), b"SSH-2.0-x".to_vec()].concat();
        assert_eq!(read(&v6).unwrap(), (visitor("2001::9"), 9), "what follows is left");
        let extended = header(0x21, 0x11, &[[192, 0, 2, 7].as_slice(), &[0; 100]].concat());
        assert_eq!(read(&extended).unwrap(), (visitor("192.0.2.7"), 0));
        assert_eq!(read(&header(0x20, 0, &[])).unwrap(), (Origin::Balancer, 0));
    }

    #[test]
    fn refuses_anything_else() {
        let v4 = header(0x21, 0x11, &[192, 0, 2, 7, 10, 0, 0, 1, 1, 2, 3, 4]);
        for cut in 0..v4.len() {
            assert!(read(&v4[..cut]).is_err(), "{cut} bytes");
        }
        for wrong in [
            b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n".to_vec(),
            b"PROXY TCP4 192.0.2.7 10.0.0.1 1 2\r\n".to_vec(),
            header(0x11, 0x11, &[0; 12]),
            header(0x22, 0x11, &[0; 12]),
            header(0x21, 0x12, &[0; 12]),
            header(0x21, 0x31, &[0; 216]),
            header(0x21, 0x11, &[0; 11]),
            header(0x21, 0x21, &[0; 12]),
            header(0x21, 0x11, &[0; 4000]),
        ] {
            assert!(read(&wrong).is_err(), "{wrong:?}");
        }
    }
}
