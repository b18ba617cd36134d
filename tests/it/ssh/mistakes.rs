//! A mistake of the program's own: it ends one session and nothing else.

use std::{collections::BTreeSet, io::Write, sync::Arc};

use dateline::{
    app::App,
    domain::{Clean, Dataset, Event, EventKey, Moment},
    engine::{Cancel, Engine, EngineError, Memory},
    question::{About, Answer, Known, Question},
    runtime::{
        session::Desk,
        ssh::{
            limits::Limits,
            show::{Asked, Show},
        },
    },
};
use ratatui::layout::Size;

use super::{
    exhibition::Exhibition,
    guest::{Guest, ask, enter, run},
};

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

    #[expect(clippy::panic, reason = "a panic is what is tried")]
    fn ask(&self, line: &str, _window: Option<Size>, _err: &mut dyn Write) -> Asked {
        if !line.is_empty() {
            return Asked::Answer(Box::new(|_, _| panic!("another planned mistake")));
        }
        Asked::Explorer(Box::new(App::new(self.0.about().clone(), (80, 24), Moment(0))))
    }
}

#[test]
fn ends_one_session_and_no_other() {
    let events = vec![Event { title: Clean::new("The only event"), ..Event::default() }];
    let memory = Memory::new(Dataset { events, ..Dataset::default() }, 0);
    run(async {
        let exhibit = Exhibit(Arc::new(Fragile(memory)));
        let exhibition = Exhibition::open(exhibit, Limits::default()).await;
        let port = exhibition.port;
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
