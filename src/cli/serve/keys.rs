//! The key that a server proves itself with, and the keys of those who may log in.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process,
};

use russh::keys::{Algorithm, HashAlg, PrivateKey, PublicKey, key::safe_rng, ssh_key::LineEnding};

use crate::cli::{
    arguments::{Serve, StateArgs},
    failure::{Failure, Kind},
    output, state,
};

/// The bits of a file's mode that let others than its owner in.
const OTHERS: u32 = 0o077;

/// Returns the key of the server, and where it was made if it is new.
///
/// # Errors
/// Fails if there is none and none can be made, or if others could read it.
pub(super) fn host_key(command: &Serve) -> Result<(PrivateKey, Option<PathBuf>), Failure> {
    if let Some(name) = &command.host_key_env {
        let text = env::var(name).map_err(|_| {
            Failure::new(Kind::Usage, format!("--host-key-env: `{name}` is not set"))
        })?;
        return Ok((parse(&text, &format!("the variable {name}"))?, None));
    }
    if let Some(path) = &command.host_key {
        return Ok((read(path)?, None));
    }
    let usual = StateArgs { state_dir: None, no_state: false };
    let Some(folder) = state::folder(&usual, |name| env::var_os(name)) else {
        let failure = Failure::new(Kind::Usage, "nobody says where the host key is to be kept");
        return Err(failure.hint("Name one with --host-key, or set HOME or XDG_STATE_HOME."));
    };
    let path = folder.join("host_key");
    if path.exists() {
        return Ok((read(&path)?, None));
    }
    make(&folder, &path).map_err(|error| output::cannot_write(&path, &error))?;
    Ok((read(&path)?, Some(path)))
}

/// Reads a key that nobody else can read.
fn read(path: &Path) -> Result<PrivateKey, Failure> {
    let shown = path.display();
    let unreadable = |error: io::Error| {
        let message = format!("`{shown}` could not be read: {}", output::reason(&error));
        Failure::new(Kind::Outside, message)
            .hint("`ssh-keygen -t ed25519 -N '' -f FILE` makes a key.")
    };
    let about = fs::metadata(path).map_err(unreadable)?;
    if about.mode() & OTHERS != 0 {
        let mode = about.mode() & 0o777;
        let message = format!("others can read the host key `{shown}` (its mode is {mode:o})");
        return Err(Failure::new(Kind::Outside, message).hint(format!(
            "`chmod 600 {shown}` makes it yours alone; if others have read it, make a new one."
        )));
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    parse(&text, &format!("`{shown}`"))
}

fn parse(text: &str, whence: &str) -> Result<PrivateKey, Failure> {
    let wrong = |what: &str| {
        Failure::new(Kind::Usage, format!("{whence} {what}"))
            .hint("`ssh-keygen -t ed25519 -N '' -f FILE` makes a key.")
    };
    let key = PrivateKey::from_openssh(text.trim_start())
        .map_err(|_| wrong("holds no private key of OpenSSH"))?;
    if key.is_encrypted() {
        return Err(wrong("holds a key with a passphrase, which nobody is there to type"));
    }
    if key.algorithm() != Algorithm::Ed25519 {
        return Err(wrong("holds a key that is not of the kind Ed25519"));
    }
    Ok(key)
}

/// Makes a key that nobody else can read. If somebody else makes one at the same time, theirs stays.
fn make(folder: &Path, path: &Path) -> io::Result<()> {
    let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).map_err(io::Error::other)?;
    let text = key.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
    fs::create_dir_all(folder)?;
    let new = folder.join(format!("host_key.{}.tmp", process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    // A link comes to be with the whole key or not at all, and never in place of another.
    let linked = written.and_then(|()| fs::hard_link(&new, path));
    fs::remove_file(&new)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Returns the record that tells the key by DNS (RFC 4255, RFC 7479).
pub(super) fn sshfp(key: &PrivateKey) -> String {
    let digest = key.fingerprint(HashAlg::Sha256);
    let mut record = "HOST IN SSHFP 4 2 ".to_owned();
    for byte in digest.as_bytes() {
        let _ = write!(record, "{byte:02x}");
    }
    record
}

/// Reads the public keys in a file such as `authorized_keys`; options before a key grant nothing here.
///
/// # Errors
/// Names the line that holds no key.
pub(super) fn public(path: &Path) -> Result<Vec<PublicKey>, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        let reason = output::reason(&error);
        Failure::new(Kind::Outside, format!("`{shown}` could not be read: {reason}"))
    })?;
    let mut keys = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let entry: Result<russh::keys::ssh_key::authorized_keys::Entry, _> = line.parse();
        let entry = entry.map_err(|_| {
            let line = n + 1;
            Failure::new(Kind::Usage, format!("{shown}:{line}: this is no public key"))
                .hint("A line looks like: ssh-ed25519 AAAAC3Nza... name")
        })?;
        keys.push(entry.public_key().clone());
    }
    if keys.is_empty() {
        return Err(Failure::new(Kind::Usage, format!("`{shown}` holds no public key")));
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_key_by_dns_as_ssh_keygen_does() {
        let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
        let record = sshfp(&key);
        let hex = record.strip_prefix("HOST IN SSHFP 4 2 ").unwrap();
        assert!(hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()), "{record}");
    }

    #[test]
    fn refuses_keys_that_cannot_be_used() {
        for (text, told) in [
            ("", "no private key"),
            ("ssh-ed25519 AAAA", "no private key"),
            (
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
                "no private key",
            ),
        ] {
            let failure = parse(text, "it").unwrap_err();
            assert!(failure.text().contains(told), "{}", failure.text());
        }
    }
}
