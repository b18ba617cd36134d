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

use crate::{
    cli::{
        arguments::{Serve, StateArgs},
        failure::{Failure, Kind},
        output, state,
    },
    domain::Clean,
};

/// Options of `authorized_keys` about what nobody gets here. Any other may say who is to be kept out.
const HARMLESS: &[&str] = &[
    "restrict",
    "agent-forwarding",
    "no-agent-forwarding",
    "port-forwarding",
    "no-port-forwarding",
    "permitlisten",
    "permitopen",
    "x11-forwarding",
    "no-x11-forwarding",
    "pty",
    "no-pty",
    "user-rc",
    "no-user-rc",
    "environment",
    "tunnel",
];
/// The bits of a file's mode that let others than its owner in.
const OTHERS: u32 = 0o077;

/// Returns the key of the server, and where it was made if it is new.
///
/// # Errors
/// Fails if there is none and none can be made, or if others could read it.
pub(super) fn host_key(command: &Serve) -> Result<(PrivateKey, Option<PathBuf>), Failure> {
    if let Some(name) = &command.host_key_env {
        let text = from_environment("--host-key-env", name)?;
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

/// Returns a secret that a variable holds.
///
/// # Errors
/// Fails if it is not set.
pub(super) fn from_environment(flag: &str, name: &str) -> Result<String, Failure> {
    env::var(name).map_err(|_| Failure::new(Kind::Usage, format!("{flag}: `{name}` is not set")))
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

/// Reads the public keys in a file such as `authorized_keys`.
///
/// # Errors
/// Names the line that holds no key, one that cannot be used, or one that was given for some cases only.
pub(super) fn public(path: &Path) -> Result<Vec<PublicKey>, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        let reason = output::reason(&error);
        Failure::new(Kind::Outside, format!("`{shown}` could not be read: {reason}"))
    })?;
    let mut keys = Vec::new();
    for (n, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            keys.push(public_key(line).map_err(|(what, hint)| {
                Failure::new(Kind::Usage, format!("{shown}:{n}: {what}")).hint(hint)
            })?);
        }
    }
    if keys.is_empty() {
        return Err(Failure::new(Kind::Usage, format!("`{shown}` holds no public key")));
    }
    Ok(keys)
}

/// Reads a line of `authorized_keys`; a failure is what is wrong, and what to do.
fn public_key(line: &str) -> Result<PublicKey, (String, &'static str)> {
    let no_key =
        || ("this is no public key".to_owned(), "A line looks like: ssh-ed25519 AAAAC3Nza... name");
    let (options, key) = if let Ok(key) = line.parse::<PublicKey>() {
        ("", key)
    } else {
        let (options, key) = line.split_at(line.find(unquoted(' ')).ok_or_else(no_key)?);
        (options, key.trim_start().parse().map_err(|_| no_key())?)
    };
    for option in options.split(unquoted(',')).filter(|option| !option.is_empty()) {
        let name = option.split('=').next().unwrap_or(option).to_ascii_lowercase();
        if !HARMLESS.contains(&name.as_str()) {
            let what = format!("the option `{}` is not kept to here", Clean::new(&name));
            return Err((what, "Take it out if the key is to open this server whatever it says."));
        }
    }
    match key.algorithm() {
        Algorithm::Ed25519
        | Algorithm::Ecdsa { .. }
        | Algorithm::SkEd25519
        | Algorithm::SkEcdsaSha2NistP256 => Ok(key),
        other => {
            let what = format!("a key of the kind {other} cannot be used here");
            Err((what, "`ssh-keygen -t ed25519` makes one that can."))
        }
    }
}

/// Finds a character where it does not stand between quotes.
fn unquoted(wanted: char) -> impl FnMut(char) -> bool {
    let mut is_quoted = false;
    move |letter| {
        is_quoted ^= letter == '"';
        letter == wanted && !is_quoted
    }
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
    fn takes_public_keys_that_open_without_conditions() {
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB3JHcMNhWkZ0TdrLzpJ5qxmHHSzUZbmSrUhCLSdTvkt";
        for options in ["", "no-pty ", "restrict,pty,environment=\"A=b, c\" "] {
            for name in ["", " anna", " Anna of the newsroom"] {
                assert!(public_key(&format!("{options}{key}{name}")).is_ok(), "{options}{name}");
            }
        }
        let told = |line: &str| public_key(line).map_err(|(what, _)| what).unwrap_err();
        for option in [
            "from=\"10.9.9.9\"",
            "no-pty,expiry-time=\"20200101\"",
            "cert-authority",
            "CERT-AUTHORITY",
            "verify-required",
            "command=\"echo no\"",
            "something-new",
        ] {
            let told = told(&format!("{option} {key}"));
            assert!(told.ends_with("` is not kept to here"), "{option}: {told}");
        }
        let rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCvdaqdtpF5Wc9DeLxwzRDEmyrL5Mvc88mx21dWc3cx2wUke0tgYwVC\
            GxgAG64LELkDNu+t1t5K+medF/QABGwVYle3qE8AyU2Q1cMLGPlKm+USrTRMJmDLVsiokc4B+6xdn1UQo4l3tEKgkKbQVLU4r7ho\
            Kc25vYPVEBiJdaw3jQ==";
        assert_eq!(told(rsa), "a key of the kind ssh-rsa cannot be used here");
        assert_eq!(told("ssh-ed25519 AAAA"), "this is no public key");
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
