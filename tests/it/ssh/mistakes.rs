//! A mistake of the program's own: it ends one session and nothing else.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    sync::Arc,
};

use dateline::{
    app::App,
    domain::{Clean, Dataset, Event, EventKey, Moment},
    engine::{Cancel, Engine, EngineError, Memory},
    question::{About, Answer, Known, Question},
    runtime::{
        session::Desk,
        ssh::{
            access::{Access, Rules},
            admission::Admission,
            limits::Limits,
            log::Log,
            metrics::Metrics,
            podium::Podium,
            server::{Ending, Server},
            show::{Asked, Show},
        },
    },
};
use russh::keys::{Algorithm, PrivateKey, key::safe_rng};
use tokio::{net::TcpListener, sync::watch};

use super::guest::{Guest, ask, enter, run};

/// An engine that makes a mistake when it is asked for one.
struct Fragile(Memory);

impl Engine for Fragile {
    fn about(&self) -> &About {
        self.0.about()
    }

    fn known(&self, ids: &BTreeSet<Clean>) -> Vec<Known> {
        self.0.known(ids)
    }

    fn extract(&self, event: EventKey) -> Dataset {
        self.0.extract(event)
    }

    fn answer(&self, question: &Question, cancel: &Cancel) -> Result<Answer, EngineError> {
        assert_ne!(question.search.as_deref(), Some("mistake"), "a planned mistake");
        self.0.answer(question, cancel)
    }
}

/// Shows what a fragile engine holds.
struct Exhibit(Arc<Fragile>);

impl Show for Exhibit {
    fn engine(&self) -> Arc<dyn Engine> {
        self.0.clone()
    }

    fn desk(&self) -> Option<Box<dyn Desk>> {
        None
    }

    fn ask(&self, _line: &str, _err: &mut dyn Write) -> Asked {
        Asked::Explorer(Box::new(App::new(self.0.about().clone(), (80, 24), Moment(0))))
    }

    #[expect(clippy::panic, reason = "a panic is what is tried")]
    fn answer(
        &self,
        _line: &str,
        _window: Option<ratatui::layout::Size>,
        _out: &mut dyn Write,
        _err: &mut dyn Write,
    ) -> u8 {
        panic!("another planned mistake");
    }
}

#[test]
fn ends_one_session_and_no_other() {
    let events = vec![Event { title: Clean::new("The only event"), ..Event::default() }];
    let memory = Memory::new(Dataset { events, ..Dataset::default() }, 0);
    let show: Arc<dyn Show> = Arc::new(Exhibit(Arc::new(Fragile(memory))));
    let (_shows, shown) = watch::channel(show);
    let (_ends, ending) = watch::channel(Ending::Open);
    let server = Server {
        limits: Limits::default(),
        rules: Rules { access: Access::Anybody, presenters: Vec::new() },
        host_key: PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap(),
        balancers: Vec::new(),
        theme: None,
        notice: None,
        tours: false,
        podium: Podium::default(),
        shows: shown,
        log: Log::start(io::sink()).unwrap(),
    };
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (admission, metrics) = (Admission::new(Arc::default()), Arc::<Metrics>::default());
        tokio::spawn(server.run(vec![listener], admission, metrics, ending));
        let mut bystander = Guest::arrive(port, 80, 24).await;
        bystander.wait_for("The only event").await;
        let mut unlucky = Guest::arrive(port, 80, 24).await;
        unlucky.wait_for("The only event").await;
        unlucky.send("/mistake\r").await;
        assert_eq!(unlucky.wait_end().await, Some(70));
        assert!(unlucky.is_restored() && unlucky.screen().contains("sorry"));
        let answer = ask(&enter(port).await, b"count").await;
        assert_eq!(answer.status, Some(70));
        bystander.send("?").await;
        bystander.wait_for("Help").await;
    });
}
