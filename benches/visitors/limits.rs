//! What the system lets one process do.

#![expect(unsafe_code, reason = "std sets no limits")]

use std::io;

/// Descriptors for everything that is no connection.
const OTHERS: u64 = 100;

/// Lets this process and its children have so many connections, as far as the system allows.
///
/// # Errors
/// Fails if it allows too few.
pub(crate) fn allow_connections(connections: usize) -> io::Result<()> {
    let wanted = connections as u64 + OTHERS;
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is valid for one limit.
    check(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) })?;
    if limit.rlim_cur >= wanted {
        return Ok(());
    }
    limit.rlim_cur = wanted.min(limit.rlim_max);
    // SAFETY: the pointer is valid for one limit.
    check(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) })?;
    if limit.rlim_cur < wanted {
        let most = limit.rlim_max;
        let message = format!("{wanted} descriptors are needed, and the system allows {most}");
        return Err(io::Error::other(message));
    }
    Ok(())
}

fn check(result: libc::c_int) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
