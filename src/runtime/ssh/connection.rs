//! What one client asks for, and what of it is granted: one session, and nothing else.
//!
//! The library calls this for each request. Nothing here waits, because the connection stands still meanwhile. What is
//! not granted is refused in so many words: a request without an answer leaves the client hanging.

use std::{mem, net::IpAddr, sync::Arc, time::Instant};

use ratatui::layout::Size;
use russh::{
    Channel, ChannelId, ChannelOpenFailure, Pty, Sig,
    keys::PublicKey,
    server::{
        Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey,
    },
};
use tokio::sync::{mpsc, watch};

use super::{
    access::Part,
    admission::{Permit, Refusal},
    client::Client,
    guarded::Guard,
    line::Line,
    server::Shared,
    visit::{Visit, Who},
};
use crate::domain::Clean;

/// The least size of a packet that a client may ask for: smaller ones cost many times as much.
const LEAST_PACKET: usize = 1024;
/// The most messages that wait for a visitor's turn.
const MOST_INPUTS: usize = 64;
/// The longest line that may be sent instead of opening a shell.
const LONGEST_LINE: usize = 4096;
/// The most letters of a name that are kept.
const LONGEST_NAME: usize = 64;

/// The codes that may be tried on one connection.
const MOST_GUESSES: u32 = 3;

type Answer<T> = Result<T, russh::Error>;

/// A connection on its way to a session.
pub(super) struct Connection {
    shared: Arc<Shared>,
    address: IpAddr,
    guard: Arc<Guard>,
    /// The place that the session will have; taken when it begins.
    permit: Option<Permit>,
    /// Says that the session has begun, so that nobody cuts the connection for being slow.
    begun: Option<tokio::sync::oneshot::Sender<()>>,
    user: String,
    part: Part,
    /// The key of somebody who may lead.
    key: Option<PublicKey>,
    came: Instant,
    wrong_codes: u32,
    wrong_keys: u32,
    /// The only channel there may be, until the session takes it.
    channel: Option<Channel<Msg>>,
    has_channel: bool,
    has_terminal: bool,
    client: Client,
    window: watch::Sender<Size>,
    input: Option<mpsc::Sender<Vec<u8>>>,
}

impl Connection {
    pub(super) fn new(
        shared: Arc<Shared>,
        address: IpAddr,
        guard: Arc<Guard>,
        permit: Permit,
        begun: tokio::sync::oneshot::Sender<()>,
    ) -> Self {
        let window = watch::Sender::new(shared.limits.window(0, 0));
        Self {
            shared,
            // An address of version 4 is the same person by way of a socket for both versions.
            address: address.to_canonical(),
            guard,
            permit: Some(permit),
            begun: Some(begun),
            user: String::new(),
            part: Part::Visitor,
            key: None,
            came: Instant::now(),
            wrong_codes: 0,
            wrong_keys: 0,
            channel: None,
            has_channel: false,
            has_terminal: false,
            client: Client::default(),
            window,
            input: None,
        }
    }

    /// Lets somebody in or not, and remembers as whom.
    fn log_in(&mut self, user: &str, is_right: bool) -> Auth {
        let rules = &self.shared.rules;
        self.user = cleaned(user);
        if !is_right {
            let left = Some(rules.methods_for(user));
            return Auth::Reject { proceed_with_methods: left, partial_success: false };
        }
        (self.wrong_codes, self.wrong_keys) = (0, 0);
        self.part = rules.part(user);
        Auth::Accept
    }

    /// Begins the session, if there is a channel for one that has none yet.
    fn begin(&mut self, asked: String, id: ChannelId, session: &mut Session) -> Answer<()> {
        let (Some(channel), Some(permit)) = (self.channel.take(), self.permit.take()) else {
            return session.channel_failure(id);
        };
        session.channel_success(id)?;
        let (input, inputs) = mpsc::channel(MOST_INPUTS);
        self.input = Some(input);
        let client = mem::take(&mut self.client);
        let term = self.has_terminal.then(|| cleaned(client.term()));
        // What the client sends comes to this handler; the library would keep another copy of it here.
        let (_, write) = channel.split();
        let patience = self.shared.limits.stuck;
        let visit = Visit {
            shared: Arc::clone(&self.shared),
            line: Arc::new(Line::new(write, Arc::clone(&self.guard), patience)),
            permit,
            input: inputs,
            window: self.window.subscribe(),
            client,
            asked,
            who: Who {
                address: self.address,
                user: self.user.clone(),
                ident: cleaned(&String::from_utf8_lossy(session.remote_sshid())),
                term,
                part: self.part,
                key: self.key.take(),
            },
            frames: Arc::default(),
        };
        // Whoever waits for it has gone only if the connection has ended.
        let _ = self.begun.take().map(|begun| begun.send(()));
        tokio::spawn(visit.run(Arc::clone(&self.guard)));
        Ok(())
    }
}

impl Drop for Connection {
    /// Notes who did not get to a session, unless they only looked whether somebody is there.
    fn drop(&mut self) {
        let why = match (self.wrong_codes, self.wrong_keys) {
            _ if self.permit.is_none() => return,
            (1.., _) => Refusal::WrongCode,
            (0, 1..) => Refusal::WrongKey,
            (0, 0) if self.came.elapsed() >= self.shared.limits.grace => Refusal::TooSlow,
            (0, 0) => return,
        };
        let (user, tries) = (mem::take(&mut self.user), self.wrong_codes + self.wrong_keys);
        self.shared.turn_away(why, self.address, user, tries);
    }
}

/// Returns a name that somebody gave, fit to be written anywhere.
fn cleaned(name: &str) -> String {
    let short: String = name.trim_end().chars().take(LONGEST_NAME).collect();
    Clean::new(&short).to_string()
}

impl Handler for Connection {
    type Error = russh::Error;

    async fn auth_none(&mut self, user: &str) -> Answer<Auth> {
        let is_right = self.shared.rules.lets_in(user);
        Ok(self.log_in(user, is_right))
    }

    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Answer<Auth> {
        if self.shared.rules.takes_key(user, offer.public_key) {
            Ok(Auth::Accept)
        } else {
            self.wrong_keys += 1;
            Ok(self.log_in(user, false))
        }
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Answer<Auth> {
        let is_right = self.shared.rules.takes_key(user, key.public_key);
        let name = self.shared.rules.name(key.public_key);
        let auth = self.log_in(user, is_right);
        if self.part == Part::Presenter {
            self.key = Some(key.public_key.clone());
            self.user = name.map_or_else(|| mem::take(&mut self.user), |name| name.to_string());
        }
        Ok(auth)
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        response: Option<Response<'a>>,
    ) -> Answer<Auth> {
        if self.wrong_codes >= MOST_GUESSES {
            return Ok(self.log_in(user, false));
        }
        let Some(response) = response else {
            return Ok(Auth::Partial {
                name: "".into(),
                instructions: "".into(),
                prompts: vec![("Access code: ".into(), false)].into(),
            });
        };
        let codes: Vec<_> = response.take(2).collect();
        let is_right =
            matches!(&codes[..], [code] if self.shared.rules.takes_code(user, code.as_ref()));
        self.wrong_codes += u32::from(!is_right);
        Ok(self.log_in(user, is_right))
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Answer<()> {
        if self.has_channel || channel.writable_packet_size().await < LEAST_PACKET {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        }
        self.has_channel = true;
        self.channel = Some(channel);
        reply.accept().await;
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Answer<()> {
        if self.channel.is_none() {
            return session.channel_failure(channel);
        }
        self.has_terminal = true;
        self.client.set_term(term);
        self.window.send_replace(self.shared.limits.window(columns, rows));
        session.channel_success(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        session: &mut Session,
    ) -> Answer<()> {
        if self.client.set(name, value) {
            session.channel_success(channel)
        } else {
            session.channel_failure(channel)
        }
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Answer<()> {
        self.begin(String::new(), channel, session)
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        line: &[u8],
        session: &mut Session,
    ) -> Answer<()> {
        match str::from_utf8(line) {
            Ok(line) if line.len() <= LONGEST_LINE => self.begin(line.to_owned(), channel, session),
            _ => session.channel_failure(channel),
        }
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _name: &str,
        session: &mut Session,
    ) -> Answer<()> {
        session.channel_failure(channel)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _single: bool,
        _protocol: &str,
        _cookie: &str,
        _screen: u32,
        session: &mut Session,
    ) -> Answer<()> {
        session.channel_failure(channel)
    }

    async fn window_change_request(
        &mut self,
        _channel: ChannelId,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        _session: &mut Session,
    ) -> Answer<()> {
        if self.has_terminal {
            // Only the newest size counts, however fast they come.
            self.window.send_replace(self.shared.limits.window(columns, rows));
        }
        Ok(())
    }

    async fn data(
        &mut self,
        _channel: ChannelId,
        data: &[u8],
        _session: &mut Session,
    ) -> Answer<()> {
        if let Some(input) = &self.input {
            // A visitor who is slower than their own keys loses some: the connection must not wait.
            let _ = input.try_send(data.to_vec());
        }
        Ok(())
    }

    async fn signal(
        &mut self,
        _channel: ChannelId,
        signal: Sig,
        _session: &mut Session,
    ) -> Answer<()> {
        if matches!(signal, Sig::HUP | Sig::INT | Sig::TERM | Sig::KILL | Sig::QUIT) {
            self.input = None;
        }
        Ok(())
    }

    async fn channel_eof(&mut self, _channel: ChannelId, _session: &mut Session) -> Answer<()> {
        // Without a terminal the end of the input says nothing: the answer is still wanted.
        if self.has_terminal {
            self.input = None;
        }
        Ok(())
    }

    async fn channel_close(&mut self, _channel: ChannelId, _session: &mut Session) -> Answer<()> {
        self.input = None;
        Ok(())
    }
}
