//! Answers that take long: whoever waits for something else does not wait for them, and they end when nobody wants them.

use std::{
    collections::BTreeSet,
    io::Write,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender},
    },
    time::Duration,
};

use dateline::{
    app::App,
    domain::{Clean, Dataset, Event, EventKey, Moment},
    engine::{Cancel, Engine, EngineError, Memory},
    question::{About, Answer, Known, Question},
    runtime::{
        session::Desk,
        ssh::{
            limits::Limits,
            server::Ending,
            show::{Asked, Show},
        },
    },
};
use ratatui::layout::Size;
use russh::client::Config;
use tokio::{task::block_in_place, time::timeout};

use super::{
    exhibition::Exhibition,
    guest::{Guest, connect_from, enter, run},
    server::PATIENCE,
};

/// So many events that all work is done in turns.
const MILLIONS: u64 = 3_000_000;

/// An engine of one event that says it has more, and whose search for `work` ends when the test says so.
struct Large {
    memory: Memory,
    about: About,
    work: Slow,
}

impl Engine for Large {
    fn about(&self) -> &About {
        &self.about
    }

    fn known(&self, ids: &BTreeSet<Clean>) -> Vec<Known> {
        self.memory.known(ids)
    }

    fn extract(&self, event: EventKey) -> Dataset {
        self.memory.extract(event)
    }

    fn answer(&self, question: &Question, cancel: &Cancel) -> Result<Answer, EngineError> {
        if question.search.as_deref() == Some("work") {
            self.work.go_on();
        }
        self.memory.answer(question, cancel)
    }
}

/// Work that lasts until the test says that it is enough.
#[derive(Clone)]
struct Slow {
    begun: Sender<()>,
    enough: Arc<Mutex<Receiver<()>>>,
}

impl Slow {
    fn go_on(&self) {
        // When the test is over, it is enough as well.
        let _ = self.begun.send(());
        let _ = self.enough.lock().unwrap().recv();
    }
}

/// The test's end of that.
struct Work {
    begun: Receiver<()>,
    enough: Sender<()>,
}

impl Work {
    /// Waits until it is worked.
    fn begins(&self) {
        block_in_place(|| self.begun.recv_timeout(PATIENCE)).unwrap();
    }
}

/// Shows the explorer, and answers every line with slow work.
struct Endless(Arc<Large>);

impl Endless {
    /// Shows an event as if there were so many.
    fn new(total: u64) -> (Self, Work) {
        let events = vec![Event { title: Clean::new("The only event"), ..Event::default() }];
        let memory = Memory::new(Dataset { events, ..Dataset::default() }, 0);
        let about = About { total, ..memory.about().clone() };
        let ((begun, has_begun), (enough, is_enough)) = (mpsc::channel(), mpsc::channel());
        let work = Slow { begun, enough: Arc::new(Mutex::new(is_enough)) };
        let show = Self(Arc::new(Large { memory, about, work }));
        (show, Work { begun: has_begun, enough })
    }
}

impl Show for Endless {
    fn engine(&self) -> Arc<dyn Engine> {
        self.0.clone()
    }

    fn desk(&self) -> Option<Box<dyn Desk>> {
        None
    }

    fn ask(&self, line: &str, _window: Option<Size>, _err: &mut dyn Write) -> Asked {
        if line.is_empty() {
            let app = App::new(self.0.about.clone(), (80, 24), Moment(0));
            return Asked::Explorer(Box::new(app));
        }
        let work = self.0.work.clone();
        Asked::Answer(Box::new(move |out, _| {
            work.go_on();
            u8::from(out.write_all(b"done\n").is_err())
        }))
    }
}

/// Asks for an answer, in a window if it is to have one.
async fn asks(port: u16, has_window: bool) -> Guest {
    let handle = enter(port).await;
    if has_window {
        return Guest::open(handle, 80, 24, Some("work")).await;
    }
    let channel = handle.channel_open_session().await.unwrap();
    channel.exec(true, "work").await.unwrap();
    Guest::on(handle, channel, 80, 24)
}

#[test]
fn let_explorers_work() {
    run(async {
        let (show, work) = Endless::new(MILLIONS);
        let exhibition = Exhibition::open(show, Limits::default()).await;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut asking = Vec::new();
        for _ in 0..cores.min(6) {
            asking.push(asks(exhibition.port, false).await);
        }
        work.begins();
        let mut guest = Guest::arrive(exhibition.port, 80, 24).await;
        guest.wait_for("The only event").await;
        assert!(work.begun.try_recv().is_err(), "one answer of an address is worked on at a time");
        guest.send("Q").await;
        assert_eq!(guest.wait_end().await, Some(0));
        for _ in &asking {
            work.enough.send(()).unwrap();
        }
        for mut guest in asking {
            assert_eq!(guest.wait_end().await, Some(0));
            assert!(guest.screen().contains("done"));
        }
    });
}

#[test]
fn end_with_the_server() {
    run(async {
        let (show, work) = Endless::new(MILLIONS);
        let exhibition = Exhibition::open(show, Limits::default()).await;
        let mut guest = asks(exhibition.port, false).await;
        let mut waiting = asks(exhibition.port, false).await;
        work.begins();
        exhibition.ends.send_replace(Ending::Soon);
        exhibition.ends.send_replace(Ending::Now);
        for guest in [&mut guest, &mut waiting] {
            assert_eq!(guest.wait_end().await, Some(75));
            assert!(guest.screen().contains("the server ends"), "{}", guest.screen());
            assert_eq!(exhibition.reason(), "shutdown");
        }
        assert!(timeout(PATIENCE, exhibition.task).await.is_ok(), "the work is waited for");
        work.enough.send(()).unwrap();
    });
}

#[test]
fn keep_their_places_as_long_as_they_work() {
    run(async {
        let (show, work) = Endless::new(MILLIONS);
        let limits = Limits { idle: Duration::from_millis(200), ..Limits::default() };
        let exhibition = Exhibition::open(show, limits).await;
        let mut guest = asks(exhibition.port, false).await;
        work.begins();
        assert_eq!(guest.wait_end().await, Some(75));
        assert!(guest.screen().contains("took too long"), "{}", guest.screen());
        assert_eq!(exhibition.reason(), "idle");
        assert_eq!(exhibition.attendance().inside, 1, "the work goes on, and so does its place");
        work.enough.send(()).unwrap();
        exhibition.wait_for_attendance(0).await;
    });
}

#[test]
fn end_when_nobody_wants_them() {
    run(async {
        let (show, work) = Endless::new(MILLIONS);
        let exhibition = Exhibition::open(show, Limits::default()).await;
        for has_window in [true, false] {
            let guest = asks(exhibition.port, has_window).await;
            work.begins();
            guest.hang_up().await;
            assert_eq!(exhibition.reason(), "gone");
            work.enough.send(()).unwrap();
            exhibition.wait_for_attendance(0).await;
        }
        let mut guest = asks(exhibition.port, true).await;
        work.begins();
        guest.send("\u{3}").await;
        assert_eq!(guest.wait_end().await, Some(130));
        assert_eq!(exhibition.reason(), "quit");
        work.enough.send(()).unwrap();
        exhibition.wait_for_attendance(0).await;
    });
}

#[test]
fn of_explorers_let_other_addresses_work() {
    run(async {
        // Few enough to be answered where they are asked, and many enough for a search to take a while.
        let (show, work) = Endless::new(100_000);
        let exhibition = Exhibition::behind_balancer(show).await;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let enter = async |from| {
            let mut handle = connect_from(from, exhibition.port, Config::default()).await;
            handle.authenticate_none("anybody").await.unwrap();
            let mut guest = Guest::open(handle, 80, 24, None).await;
            guest.wait_for("The only event").await;
            guest
        };
        let mut searching = Vec::new();
        for _ in 0..cores.min(8) {
            let guest = enter(1).await;
            searching.push(guest);
        }
        let mut other = enter(2).await;
        for guest in &searching {
            guest.send("/work").await;
        }
        work.begins();
        other.send("?").await;
        other.wait_for("Help").await;
        drop(work);
    });
}
