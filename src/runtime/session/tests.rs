//! A session whose data is still being read, and one that is asked on another thread.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::{
    app::{caps::Caps, script::parse_script, stage::Role},
    domain::{Event, EventKey, Moment, Step, Story, When},
    engine::Memory,
    question::{About, Answer, Known, Question},
    ui::ThemeName,
};

fn memory(events: u32) -> Arc<Memory> {
    let event = |n: u32| Event {
        id: Clean::new(&format!("e{n}")),
        title: Clean::new(&format!("Event {n}")),
        when: When::parse(&format!("2024-01-{:02}", n % 28 + 1)).ok(),
        ..Event::default()
    };
    let dataset = Dataset { events: (0..events).map(event).collect(), ..Dataset::default() };
    Arc::new(Memory::new(dataset, 0))
}

fn app(memory: &Memory) -> App {
    App::new(memory.about().clone(), (100, 30), Moment(0))
}

struct NoDesk;

impl Desk for NoDesk {
    fn keep(&mut self, notebook: &Notebook) -> Result<(Notebook, Option<Clean>), Clean> {
        Ok((notebook.clone(), None))
    }

    fn written(&self, _: &Dataset) -> String {
        String::new()
    }
}

fn ready(memory: Arc<Memory>) -> News {
    let app = app(&memory);
    let desk = Box::new(NoDesk);
    News::Ready(Box::new(Ready { engine: memory, app, desk, notebook: Notebook::default() }))
}

/// Begins with three events while more are read; returns whether reading was stopped.
fn reading() -> (Session, Inbox, Arc<AtomicBool>) {
    let (beginning, inbox) = (memory(3), Inbox::default());
    let is_stopped = Arc::new(AtomicBool::new(false));
    let stop = Arc::clone(&is_stopped);
    let session = Session::new(app(&beginning), beginning, Look::new(ThemeName::Terminal, false));
    let session = session
        .with_inbox(inbox.clone())
        .while_reading(move || stop.store(true, Ordering::Relaxed));
    (session, inbox, is_stopped)
}

fn type_in(session: &mut Session, script: &str) {
    for input in parse_script(script).unwrap() {
        session.input(input);
    }
}

fn screen(session: &mut Session) -> String {
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 100, 30));
    session.draw_into(&mut buffer);
    crate::picture::Format::Text
        .draw(&buffer, &crate::picture::Palette::DARK, 1)
        .map(|bytes| String::from_utf8(bytes).unwrap())
        .unwrap()
}

#[test]
fn shows_a_beginning_and_goes_on_with_everything() {
    let (mut session, inbox, _) = reading();
    assert!(screen(&mut session).contains("3 events"));
    inbox.post(News::Read(41));
    assert_eq!(session.news(), None);
    assert!(session.wants_draw());
    assert!(screen(&mut session).contains("reading 41 %"));
    inbox.post(ready(memory(50)));
    session.news();
    let shown = screen(&mut session);
    assert!(shown.contains("50 events") && !shown.contains("reading"), "{shown}");
    assert!(
        shown.contains("50/50"),
        "nothing was touched, so the latest event is selected: {shown}"
    );
}

#[test]
fn leaves_everything_as_the_person_has_made_it_meanwhile() {
    let (mut session, inbox, _) = reading();
    type_in(&mut session, "k\\event<enter>");
    inbox.post(ready(memory(50)));
    session.news();
    let shown = screen(&mut session);
    assert!(shown.contains("\"event\"") && shown.contains("50 events"), "{shown}");
    let is_selected = |line: &str| line.contains("▌2024-01-02 ") && line.contains(" Event 1 ");
    assert!(shown.lines().any(is_selected), "on the same event: {shown}");
}

#[test]
fn stops_reading_when_that_is_wished() {
    let (mut session, inbox, is_stopped) = reading();
    inbox.post(News::Read(7));
    session.news();
    type_in(&mut session, "c<esc>");
    assert!(!is_stopped.load(Ordering::Relaxed), "the key closed something");
    type_in(&mut session, "<esc>");
    assert!(is_stopped.load(Ordering::Relaxed));
    assert!(screen(&mut session).contains("only 7 % were read"));
    inbox.post(ready(memory(9)));
    session.news();
    let shown = screen(&mut session);
    assert!(shown.contains("9 events") && shown.contains("only 7 % were read"), "{shown}");
}

#[test]
fn ends_where_nothing_could_be_read() {
    let (mut session, inbox, _) = reading();
    inbox.post(News::Failed);
    assert_eq!(session.news(), Some(Effect::Quit));
}

#[test]
fn asks_a_large_engine_on_another_thread() {
    let memory = memory(MANY as u32 + 1);
    let session = Session::new(app(&memory), memory, Look::new(ThemeName::Terminal, false));
    let mut session = session.with_inbox(Inbox::default());
    assert!(session.asker.is_some());
    assert!(screen(&mut session).contains("200,001 events"));
    type_in(&mut session, "\\\"event 77\"<enter>");
    // Whether it comes in time or later depends on the machine; in the end it is there.
    let shown = settled(&mut session);
    assert!(shown.contains("of 200,001 events"), "{shown}");
    type_in(&mut session, "<end>/event<enter>");
    let shown = settled(&mut session);
    assert!(shown.contains("/event 1,111/1,111"), "{shown}");
}

/// An engine that says it is large, and makes a mistake when it is to search for `trap`.
struct Trap {
    memory: Arc<Memory>,
    about: About,
}

impl Trap {
    fn new(memory: Arc<Memory>) -> Self {
        let about = About { total: MANY + 1, ..memory.about().clone() };
        Self { memory, about }
    }
}

impl Engine for Trap {
    fn about(&self) -> &About {
        &self.about
    }

    fn known(&self, ids: &std::collections::BTreeSet<Clean>) -> Vec<Known> {
        self.memory.known(ids)
    }

    fn extract(&self, event: EventKey) -> Dataset {
        self.memory.extract(event)
    }

    fn answer(&self, question: &Question, cancel: &Cancel) -> Result<Answer, EngineError> {
        assert_ne!(question.search.as_deref(), Some("trap"), "on purpose");
        self.memory.answer(question, cancel)
    }
}

#[test]
fn answers_at_once_where_nobody_hears_of_late_answers() {
    let memory = memory(9);
    let mut session = session(3);
    session.renew(Arc::new(Trap::new(Arc::clone(&memory))));
    assert!(session.asker.is_none());
    assert!(screen(&mut session).contains("Event 8"));
    let mut session = session.with_inbox(Inbox::default());
    session.renew(Arc::new(Trap::new(memory)));
    assert!(session.asker.is_some());
}

/// Draws until everything that was asked is answered or given up.
fn settled(session: &mut Session) -> String {
    while session.app().is_waiting() {
        screen(session);
        std::thread::yield_now();
    }
    screen(session)
}

#[test]
fn tells_of_a_mistake_of_the_engine_and_goes_on() {
    let memory = memory(9);
    let session = Session::new(
        app(&memory),
        Arc::new(Trap::new(memory)),
        Look::new(ThemeName::Terminal, false),
    );
    let mut session = session.with_inbox(Inbox::default());
    for _ in 0..2 {
        type_in(&mut session, "/trap<enter>");
        let shown = settled(&mut session);
        assert!(shown.contains("made a mistake") && shown.contains("Event 8"), "{shown}");
        type_in(&mut session, "/event 3<enter>");
        let shown = settled(&mut session);
        assert!(shown.contains("/event 3 1/1") && !shown.contains("mistake"), "{shown}");
    }
}

/// Begins with so many events and nothing else.
fn session(events: u32) -> Session {
    let memory = memory(events);
    Session::new(app(&memory), memory, Look::new(ThemeName::Terminal, false))
}

fn audience(role: Role, watching: usize) -> Audience {
    Audience { role, leader: Some(Clean::new("ada")), watching }
}

#[test]
fn carries_what_one_shows_to_the_screens_of_others() {
    let (mut leader, mut other) = (session(9), session(9));
    leader.set_audience(Some(audience(Role::Leads, 1)));
    other.set_audience(Some(audience(Role::Follows, 1)));
    screen(&mut other);
    type_in(&mut leader, "kk\\\"event 5\"<enter>");
    other.follow(&leader.scene());
    assert!(other.wants_draw());
    assert!(screen(&mut other).contains("1 of 9 events"));
    other.follow(&leader.scene());
    assert!(!other.wants_draw(), "it is on the screen already");
    type_in(&mut other, "j");
    screen(&mut other);
    type_in(&mut leader, "X");
    other.follow(&leader.scene());
    assert!(!other.wants_draw(), "one who roams sees nothing of it");
    let shown = screen(&mut other);
    assert!(shown.contains("1 of 9 events") && shown.contains("roaming · R rejoins"), "{shown}");
}

#[test]
fn is_drawn_only_for_what_has_changed() {
    let mut session = session(3);
    session.resize((100, 30));
    screen(&mut session);
    let mut changes = |change: &dyn Fn(&mut Session)| {
        change(&mut session);
        let changed = session.wants_draw();
        screen(&mut session);
        changed
    };
    assert!(changes(&|session| session.set_audience(Some(audience(Role::Follows, 4)))));
    assert!(!changes(&|session| session.set_audience(Some(audience(Role::Follows, 4)))));
    assert!(changes(&|session| session.set_audience(Some(audience(Role::Follows, 5)))));
    assert!(changes(&|session| session.set_audience(None)));
    assert!(!changes(&|session| session.set_audience(None)));
    assert!(changes(&|session| session.tell(&Clean::new("Ends in a minute"))));
    assert!(!changes(&|session| session.tell(&Clean::new("Ends in a minute"))));
    assert!(changes(&|session| session.resize((80, 24))));
    assert!(!changes(&|session| session.resize((80, 24))));
    assert!(!changes(&|session| drop(session.scene())));
}

#[test]
fn shows_a_tour_to_its_end_and_no_further() {
    let events = memory(3);
    let mut dataset = events.extract(EventKey(0));
    let step = |n: u32| Step {
        at: Clean::new("e0"),
        event: Some(EventKey(0)),
        note: Clean::new(&format!("Note {n}.")),
        view: Clean::default(),
    };
    dataset.stories = vec![Story { title: Clean::new("A story"), steps: vec![step(1), step(2)] }];
    let memory = Arc::new(Memory::new(dataset, 0));
    let mut session = Session::new(app(&memory), memory, Look::new(ThemeName::Terminal, false));
    screen(&mut session);
    for (note, goes_on) in [("Note 1.", true), ("Note 2.", false)] {
        assert_eq!(session.tour(), goes_on);
        assert!(session.wants_draw());
        let shown = screen(&mut session);
        assert!(shown.contains(note) && shown.contains("any key takes over"), "{shown}");
    }
    assert!(!session.tour() && !session.wants_draw());
}

/// A desk that nobody may come to.
struct Forbidden;

impl Desk for Forbidden {
    fn keep(&mut self, _: &Notebook) -> Result<(Notebook, Option<Clean>), Clean> {
        panic!("a guest keeps nothing");
    }

    fn written(&self, dataset: &Dataset) -> String {
        format!("{} events", dataset.events.len())
    }
}

#[test]
fn keeps_nothing_for_a_guest_who_may_copy() {
    let memory = memory(3);
    let app = app(&memory).with_caps(Caps::LOCKED.with_copy());
    let session = Session::new(app, memory, Look::new(ThemeName::Terminal, false));
    let mut session = session.with_desk(Box::new(Forbidden), &Notebook::default());
    type_in(&mut session, "mAa note<enter>Va view<enter>");
    assert!(screen(&mut session).contains("saved until you leave"));
    let keys = parse_script("yj").unwrap();
    let effects: Vec<_> = keys.into_iter().filter_map(|key| session.input(key)).collect();
    assert_eq!(effects, [Effect::Copy(vec![Clean::new("1 events")])]);
    assert_eq!(session.close(), None);
}
