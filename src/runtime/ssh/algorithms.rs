//! How a connection is kept secret: only what is sound today.

use std::{borrow::Cow, time::Duration};

use russh::{
    Limits as Rekeying, Preferred, SshId, cipher, compression, kex,
    keys::{Algorithm, PrivateKey},
    mac,
    server::Config,
};

use super::{access::Rules, limits::Limits};

/// What the server calls itself.
pub(super) const IDENT: &str = "SSH-2.0-dateline";
/// The first is safe from computers yet to be built; the others are for clients that do not know it.
const KEY_EXCHANGES: &[kex::Name] = &[
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];
const CIPHERS: &[cipher::Name] =
    &[cipher::CHACHA20_POLY1305, cipher::AES_256_GCM, cipher::AES_128_GCM, cipher::AES_256_CTR];
const MACS: &[mac::Name] = &[mac::HMAC_SHA512_ETM, mac::HMAC_SHA256_ETM];
/// A connection that is asked so often without an answer is gone.
const MOST_KEEPALIVES: usize = 3;
/// Attempts to log in that a client has: one that holds many keys offers them one after the other. Of codes it may
/// guess fewer.
const MOST_ATTEMPTS: usize = 12;

/// Returns how the library is to speak.
pub(super) fn config(rules: &Rules, limits: &Limits, host_key: PrivateKey) -> Config {
    Config {
        server_id: SshId::Standard(Cow::Borrowed(IDENT)),
        methods: rules.methods(),
        auth_rejection_time: Duration::from_secs(1),
        // Clients ask what there is before they answer.
        auth_rejection_time_initial: Some(Duration::ZERO),
        max_auth_attempts: MOST_ATTEMPTS,
        keys: vec![host_key],
        limits: Rekeying::default(),
        window_size: 32 << 10,
        maximum_packet_size: 32 << 10,
        channel_buffer_size: 8,
        event_buffer_size: 4,
        preferred: Preferred {
            kex: Cow::Borrowed(KEY_EXCHANGES),
            key: Cow::Borrowed(&[Algorithm::Ed25519]),
            cipher: Cow::Borrowed(CIPHERS),
            mac: Cow::Borrowed(MACS),
            compression: Cow::Borrowed(&[compression::NONE]),
            host_key_certificates: Cow::Borrowed(&[]),
        },
        // Any traffic would put it off; visitors who do nothing are seen to by the explorer.
        inactivity_timeout: None,
        keepalive_interval: Some(limits.keepalive),
        keepalive_max: MOST_KEEPALIVES,
        ..Config::default()
    }
}
