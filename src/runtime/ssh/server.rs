//! The server: it listens, lets in, and ends in an orderly way.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use russh::{keys::PrivateKey, server::Config};
use socket2::{SockRef, TcpKeepalive};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot, watch},
    task,
    time::{sleep, timeout},
};

use super::{
    access::Rules,
    admission::{Admission, Refusal},
    algorithms,
    bucket::Bucket,
    connection::Connection,
    guarded::{Guard, GuardedStream},
    limits::Limits,
    log::{Log, Record},
    metrics::Metrics,
    network::Network,
    podium::Podium,
    proxy::{self, Origin},
    shares::Shares,
    show::Show,
};
use crate::{
    runtime::{frames::Canvases, session::MANY, unix},
    ui::ThemeName,
};

/// How long the server waits when the system lets it accept nothing, for instance without a descriptor left.
pub(super) const BREATH: Duration = Duration::from_millis(50);
/// How soon after somebody has left their memory is given back: others may leave at the same time.
const TIDY: Duration = Duration::from_secs(2);
/// How long a balancer may take to say whose connection it is.
const PROXY_PATIENCE: Duration = Duration::from_secs(2);
/// How long a connection may last that has nothing more to say.
pub(super) const FAREWELL: Duration = Duration::from_secs(2);
/// What the system keeps for a client that does not read: enough for some frames, so that they do not get old.
const SEND_BUFFER: usize = 64 << 10;
/// How long the system waits for a client that is gone without a word.
const GONE: Duration = Duration::from_secs(30);

/// With so few events a question takes no longer than a frame: two milliseconds at most.
const FEW: u64 = 10_000;
/// The most answers in words that are begun and not ended. Each of them has a thread.
pub const MOST_ANSWERS: usize = 128;
/// The same to one address.
const MOST_ANSWERS_OF_ONE: u32 = 4;

/// What a server is made of.
pub struct Server {
    /// How much it takes on.
    pub limits: Limits,
    /// Who may log in.
    pub rules: Rules,
    /// What it proves itself with.
    pub host_key: PrivateKey,
    /// The balancers that say whose connection theirs is; nobody else may, and they have to.
    pub balancers: Vec<Network>,
    /// The colours of every visitor; without a theme they go by what the visitor's terminal says.
    pub theme: Option<ThemeName>,
    /// What every visitor is told at first.
    pub notice: Option<String>,
    /// Whether those who do nothing are shown around.
    pub tours: bool,
    /// From where one person leads the others.
    pub podium: Podium,
    /// What there is to see. When it changes, it does for those who are there as well.
    pub shows: watch::Receiver<Arc<dyn Show>>,
    /// Where it is written down who came and went.
    pub log: Log,
}

/// Whether a server goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Visitors are let in.
    Open,
    /// Nobody is let in any more, and those who are there are told.
    Soon,
    /// All have to leave.
    Now,
}

/// What all visitors share.
pub(super) struct Shared {
    pub(super) limits: Arc<Limits>,
    pub(super) rules: Rules,
    pub(super) theme: Option<ThemeName>,
    pub(super) notice: Option<String>,
    pub(super) tours: bool,
    pub(super) podium: Podium,
    pub(super) shows: watch::Receiver<Arc<dyn Show>>,
    pub(super) ending: watch::Receiver<Ending>,
    pub(super) metrics: Arc<Metrics>,
    /// What frames are drawn on.
    pub(super) canvases: Canvases,
    /// Turns at the work of explorers that takes long: as many as there are cores, so that it slows down nobody else's.
    turns: Shares,
    /// Turns at the work of answers in words, which is nobody else's.
    pub(super) answers: Shares,
    /// Places for answers that are begun and not ended, most of them to clients who read slowly.
    pub(super) places: Shares,
    /// Told whenever somebody has left.
    pub(super) left: Notify,
    /// Held by every connection until it ends.
    connections: Arc<()>,
    admission: Admission,
    balancers: Vec<Network>,
    log: Log,
    sessions: AtomicU64,
}

impl Shared {
    /// Returns what is shown now.
    pub(super) fn shown(&self) -> Arc<dyn Show> {
        self.shows.borrow().clone()
    }

    /// Returns the number of a new session.
    pub(super) fn next_session(&self) -> u64 {
        self.sessions.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Writes something down.
    pub(super) fn record(&self, record: Record) {
        self.log.write(record);
    }

    /// Counts and writes down a connection that came to no session.
    pub(super) fn turn_away(&self, why: Refusal, address: IpAddr, user: String, tries: u32) {
        self.metrics.refused(why);
        self.record(Record::Refused { why, address, user, tries });
    }

    /// Returns how many events there are.
    pub(super) fn events(&self) -> u64 {
        self.shown().engine().about().total
    }

    /// Tells whether a question may take so long that nothing but turns can share out the processor.
    pub(super) fn has_turns(&self) -> bool {
        self.events() > MANY
    }

    /// Does something for an address that takes a while where there are many events.
    pub(super) async fn work<T>(&self, address: IpAddr, work: impl FnOnce() -> T) -> T {
        if self.events() <= FEW {
            return work();
        }
        let _turn = self.turns.take(address, 1).await;
        task::block_in_place(work)
    }
}

impl Server {
    /// Lets visitors in until `ending` says otherwise and all have left.
    ///
    /// `metrics` are counted up meanwhile.
    pub async fn run(
        self,
        listeners: Vec<TcpListener>,
        admission: Admission,
        metrics: Arc<Metrics>,
        ending: watch::Receiver<Ending>,
    ) {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let half = (cores as u32 / 2).max(1);
        let config = Arc::new(algorithms::config(&self.rules, &self.limits, self.host_key));
        let shared = Arc::new(Shared {
            limits: Arc::new(self.limits),
            rules: self.rules,
            theme: self.theme,
            notice: self.notice,
            tours: self.tours,
            podium: self.podium,
            shows: self.shows,
            ending: ending.clone(),
            metrics,
            canvases: Canvases::default(),
            turns: Shares::new(cores.max(2), half),
            answers: Shares::new(half as usize, 1),
            places: Shares::new(MOST_ANSWERS, MOST_ANSWERS_OF_ONE),
            left: Notify::new(),
            connections: Arc::new(()),
            admission,
            balancers: self.balancers,
            log: self.log,
            sessions: AtomicU64::new(0),
        });
        let doors: Vec<_> = listeners
            .into_iter()
            .map(|listener| {
                tokio::spawn(accept(Arc::clone(&shared), Arc::clone(&config), listener))
            })
            .collect();
        tokio::spawn(tidy(Arc::clone(&shared)));
        let mut ends = ending;
        let _ = ends.wait_for(|ending| *ending != Ending::Open).await;
        doors.iter().for_each(task::JoinHandle::abort);
        let has_visitors = || shared.admission.attendance().inside > 0;
        while has_visitors() && *ends.borrow() != Ending::Now {
            // Whoever leaves tells nobody; a look now and then is enough for the end of a program.
            let _ = timeout(BREATH, ends.changed()).await;
        }
        // The last words are on their way until the connections end.
        let start = Instant::now();
        while Arc::strong_count(&shared.connections) > 1 && start.elapsed() < FAREWELL * 2 {
            sleep(BREATH).await;
        }
    }
}

/// Gives memory back to the system a moment after somebody has left.
async fn tidy(shared: Arc<Shared>) {
    loop {
        shared.left.notified().await;
        sleep(TIDY).await;
        // It looks through all that is free, which may take some milliseconds.
        let _ = task::spawn_blocking(unix::trim_memory).await;
    }
}

/// Accepts connections, whatever happens to some of them.
async fn accept(shared: Arc<Shared>, config: Arc<Config>, listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                tokio::spawn(welcome(Arc::clone(&shared), Arc::clone(&config), stream, peer));
            }
            // Nothing is wrong with the next one; without descriptors it takes until somebody leaves.
            Err(_) => sleep(BREATH).await,
        }
    }
}

/// Sees to one connection until it ends.
async fn welcome(
    shared: Arc<Shared>,
    config: Arc<Config>,
    mut stream: TcpStream,
    peer: SocketAddr,
) {
    shared.metrics.connected();
    let _connection = Arc::clone(&shared.connections);
    let Some(address) = origin(&shared, &mut stream, peer.ip()).await else { return };
    let permit = match shared.admission.arrive(address, Instant::now()) {
        Ok(permit) => permit,
        Err(refusal) => return shared.metrics.refused(refusal),
    };
    if prepare(&stream).is_err() {
        return;
    }
    let guard = Arc::new(Guard::default());
    let Limits { input, input_at_once, grace, stuck, .. } = *shared.limits;
    let budget = Bucket::new(input, input_at_once, Instant::now());
    let stream = GuardedStream::new(stream, Arc::clone(&guard), budget, stuck);
    let (begun, has_begun) = oneshot::channel();
    let connection =
        Connection::new(Arc::clone(&shared), address, Arc::clone(&guard), permit, begun);
    let watched = Arc::clone(&guard);
    let grace = tokio::spawn(async move {
        // Without an error the session has begun, or the connection has ended before.
        if timeout(grace, has_begun).await.is_err() {
            watched.cut();
        }
    });
    if let Ok(running) = russh::server::run_stream(config, stream, connection).await {
        // How a connection ends is the session's to tell.
        let _ = running.await;
    }
    grace.abort();
}

/// Returns where a connection comes from; `None` if it is no visitor's.
async fn origin(shared: &Shared, stream: &mut TcpStream, peer: IpAddr) -> Option<IpAddr> {
    if !shared.balancers.iter().any(|balancer| balancer.contains(peer)) {
        return Some(peer);
    }
    match timeout(PROXY_PATIENCE, proxy::read_origin(stream)).await {
        Ok(Ok(Origin::Visitor(address))) => Some(address),
        Ok(Ok(Origin::Balancer)) => {
            // It only looks whether somebody is there; if it has gone already, it has seen enough.
            let _ = stream.write_all(format!("{}\r\n", algorithms::IDENT).as_bytes()).await;
            None
        }
        // Likewise, without a word.
        Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => None,
        Ok(Err(_)) | Err(_) => {
            shared.turn_away(Refusal::NoOrigin, peer.to_canonical(), String::new(), 0);
            None
        }
    }
}

/// Makes a connection fit for a screen: frames go at once, and few of them are kept for somebody who does not read.
fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(GONE))?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(GONE))?;
    Ok(())
}
