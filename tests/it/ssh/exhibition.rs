//! A server within the test, which shows whatever a test has made.

use std::{
    io::{self, Write},
    sync::{Arc, mpsc},
    time::Duration,
};

use dateline::runtime::ssh::{
    access::{Access, Rules},
    admission::{Admission, Attendance},
    limits::Limits,
    log::Log,
    metrics::Metrics,
    network::Network,
    podium::Podium,
    server::{Ending, Server},
    show::Show,
};
use russh::keys::{Algorithm, PrivateKey, key::safe_rng};
use serde_json::Value;
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{JoinHandle, block_in_place},
    time::{sleep, timeout},
};

use super::server::PATIENCE;

/// A server that runs.
pub(super) struct Exhibition {
    pub(super) port: u16,
    pub(super) ends: watch::Sender<Ending>,
    pub(super) task: JoinHandle<()>,
    admission: Admission,
    records: mpsc::Receiver<Value>,
    _data: watch::Sender<Arc<dyn Show>>,
}

/// Writes records to whoever waits for them.
struct Records(mpsc::Sender<Value>);

impl Write for Records {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let lines = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
        // A test may end before its server.
        lines.flatten().for_each(|record| drop(self.0.send(record)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Exhibition {
    /// Opens one.
    pub(super) async fn open(show: impl Show + 'static, limits: Limits) -> Self {
        Self::with(show, limits, Vec::new()).await
    }

    /// Opens one that believes this machine from where visitors come.
    pub(super) async fn behind_balancer(show: impl Show + 'static) -> Self {
        Self::with(show, Limits::default(), vec!["127.0.0.0/8".parse().unwrap()]).await
    }

    async fn with(show: impl Show + 'static, limits: Limits, balancers: Vec<Network>) -> Self {
        let (data, shown) = watch::channel::<Arc<dyn Show>>(Arc::new(show));
        let (ends, ending) = watch::channel(Ending::Open);
        let (sender, records) = mpsc::channel();
        let admission = Admission::new(Arc::new(limits.clone()));
        let server = Server {
            limits,
            rules: Rules { access: Access::Anybody, presenters: Vec::new() },
            host_key: PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap(),
            balancers,
            theme: None,
            notice: None,
            tours: false,
            podium: Podium::default(),
            shows: shown,
            log: Log::start(io::LineWriter::new(Records(sender))).unwrap(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let metrics = Arc::<Metrics>::default();
        let task = tokio::spawn(server.run(vec![listener], admission.clone(), metrics, ending));
        Self { port, ends, task, admission, records, _data: data }
    }

    /// Waits for the end of the next session that ends, and returns why.
    pub(super) fn reason(&self) -> String {
        block_in_place(|| {
            loop {
                let record = self.records.recv_timeout(PATIENCE).unwrap();
                if record["event"] == "close" {
                    return record["reason"].as_str().unwrap().to_owned();
                }
            }
        })
    }

    /// Waits until so many are there.
    pub(super) async fn wait_for_attendance(&self, inside: usize) {
        let is_there = async {
            while self.admission.attendance().inside != inside {
                sleep(Duration::from_millis(1)).await;
            }
        };
        assert!(timeout(PATIENCE, is_there).await.is_ok(), "{:?}", self.attendance());
    }

    /// Returns who is there.
    pub(super) fn attendance(&self) -> Attendance {
        self.admission.attendance()
    }
}
