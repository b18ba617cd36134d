//! State, keys, expected state: what pressing keys does, through the real key table and a real engine.
//!
//! A state is written as the list with the selected event in brackets, and behind a bar whatever is not as
//! it is at the start: `a [b] c | detail, max, country:MLI`.

mod browse;
mod caps;
mod chance;
mod facets;
mod keeping;
mod lanes;
mod layers;
mod mouse;
mod palette;
mod prompts;
mod queries;
mod routes;
mod sahel;
mod settings;
mod stage;
mod stories;
mod tour;

use std::sync::Arc;

use super::{
    App, Overlay, Pane,
    caps::Caps,
    effect::Effect,
    input::{Button, Input, Mouse, MouseKind},
    prompt::Purpose,
    script::parse_script,
    view::View,
};
use crate::{
    domain::{
        Clean, Country, Dataset, Event, EventKey, Group, GroupKey, Link, Moment, Participant, When,
    },
    engine::{Cancel, Engine, Memory},
    question::{Choice, Cursor, Field, Filter, Line, Term, language},
};

/// Somebody at a terminal: an app, an engine that answers it, and what was asked of the outside.
struct Person {
    app: App,
    engine: Arc<Memory>,
    effects: Vec<Effect>,
}

/// `today` in all tests.
fn now() -> Moment {
    Moment::start_of_day(2024, 5, 20).unwrap()
}

impl Person {
    fn at(dataset: Dataset, size: (u16, u16)) -> Self {
        Self::with_caps(dataset, size, Caps::LOCAL)
    }

    fn with_caps(dataset: Dataset, size: (u16, u16), caps: Caps) -> Self {
        let engine = Arc::new(Memory::new(dataset, 0));
        let app = App::new(engine.about().clone(), size, now()).with_caps(caps);
        let mut person = Self { app, engine, effects: Vec::new() };
        person.answer();
        person
    }

    /// Sits down before the small dataset, on a screen that shows all panes.
    fn new() -> Self {
        Self::at(small(), (120, 40))
    }

    fn answer(&mut self) {
        // There are more questions only where the first answer showed that what was wanted is hidden.
        for _ in 0..3 {
            let Some(question) = self.app.question() else { break };
            let answer = self.engine.answer(&question, &Cancel::default()).unwrap();
            self.app.accept(answer);
        }
        assert_eq!(self.app.question(), None, "an answer settles its question");
    }

    fn input(&mut self, input: Input) {
        self.effects.extend(self.app.update(input));
        self.answer();
    }

    #[track_caller]
    fn keys(&mut self, script: &str) -> &mut Self {
        for input in parse_script(script).unwrap() {
            self.input(input);
        }
        self
    }

    fn mouse(&mut self, kind: MouseKind, (column, row): (u16, u16)) -> &mut Self {
        let (ctrl, alt, shift) = (false, false, false);
        self.input(Mouse { kind, column, row, ctrl, alt, shift }.into());
        self
    }

    fn click(&mut self, at: (u16, u16)) -> &mut Self {
        self.mouse(MouseKind::Down(Button::Left), at).mouse(MouseKind::Up(Button::Left), at)
    }

    fn title(&self, key: EventKey) -> String {
        self.engine.archive().event(key).title.to_string()
    }

    /// Returns the titles that are listed.
    fn listed(&self) -> Vec<String> {
        let lines = self.app.answer().lines.iter();
        let titles = lines.filter_map(|line| match line {
            Line::Event(row) => Some(row.title.to_string()),
            Line::Gap(_) => None,
        });
        titles.collect()
    }

    fn selected(&self) -> &str {
        self.app.detail().map_or("nothing", |detail| &detail.title)
    }

    fn notice(&self) -> &str {
        self.app.notice()
    }

    fn state(&self) -> String {
        let selected = self.app.selected().map(|key| self.title(key));
        let list = self.listed().into_iter().map(|title| {
            if Some(title.as_str()) == selected.as_deref() { format!("[{title}]") } else { title }
        });
        let mut list = list.collect::<Vec<_>>().join(" ");
        if list.is_empty() {
            list.push_str("nothing");
        }
        let more = self.more();
        if more.is_empty() { list } else { format!("{list} | {}", more.join(", ")) }
    }

    /// Returns whatever is not as it is at the start.
    fn more(&self) -> Vec<String> {
        let app = &self.app;
        let mut more = Vec::new();
        match app.focus() {
            Pane::Timeline => {}
            Pane::Detail => more.push("detail".to_owned()),
            Pane::Facet(field) => {
                let value = app.facet(field).and_then(|facet| app.picker().value(facet));
                let value = value.map_or("none", |value| &value.label);
                let typed = &app.picker().text;
                let typed = if typed.is_empty() { String::new() } else { format!(" \"{typed}\"") };
                more.push(format!("{}{typed} on {value}", field.name()));
            }
        }
        match app.overlay() {
            None => {}
            Some(Overlay::Prompt(prompt)) => {
                let name = match prompt.purpose {
                    Purpose::Search => "search",
                    Purpose::Query => "query",
                    Purpose::SaveView => "save as",
                    Purpose::Note => "note",
                    Purpose::GoTo => "go to",
                };
                more.push(format!("{name} \"{}\"", prompt.text()));
            }
            Some(Overlay::Views(_)) => more.push("views".to_owned()),
            Some(_) => more.push("help".to_owned()),
        }
        more.extend(app.is_maximised().then(|| "max".to_owned()));
        more.extend(app.pending_count().map(|count| format!("count {count}")));
        if !app.pending_keys().is_empty() {
            more.push(format!("keys {}", super::keymap::name(app.pending_keys())));
        }
        more.extend(app.chosen().filter.terms.iter().map(chip));
        more.extend(app.chosen().filter.certain.then(|| "certain".to_owned()));
        more.extend(app.chosen().filter_off.then(|| "off".to_owned()));
        more.extend(app.chosen().window.map(|_| "window".to_owned()));
        if let Some(search) = &app.search {
            more.push(format!("/{search} {}/{}", app.answer().hit, app.answer().hits));
        }
        let marks: Vec<_> = app.chosen().kept.marks.iter().map(|key| self.title(*key)).collect();
        more.extend((!marks.is_empty()).then(|| format!("marks {}", marks.join(" "))));
        more.extend((!app.listens_to_mouse()).then(|| "no mouse".to_owned()));
        more
    }
}

fn chip(term: &Term) -> String {
    language::write(&Filter { terms: vec![term.clone()], certain: false })
}

/// Puts a person before the small dataset with the cursor on the event in brackets.
#[track_caller]
fn person_at(start: &str, size: (u16, u16)) -> Person {
    let mut person = Person::at(small(), size);
    let place = start.split(' ').position(|word| word.starts_with('[')).unwrap();
    person.keys(&format!("<home>{}", "j".repeat(place)));
    assert_eq!(person.state(), start, "the start is what it says");
    person
}

/// Presses keys and compares what came of it.
#[track_caller]
fn check(start: &str, keys: &str, expected: &str) {
    assert_eq!(person_at(start, (120, 40)).keys(keys).state(), expected, "after {keys}");
}

/// Presses keys at the start and compares what the status line says.
#[track_caller]
fn check_notice(keys: &str, expected: &str) {
    let mut person = Person::new();
    person.keys(keys);
    assert!(person.notice().contains(expected), "{keys}: {:?}", person.notice());
}

/// The list of the small dataset, the cursor where it starts.
const START: &str = "a b c d e [f] u";

/// Seven events of one letter each: months, days, an undated one; three countries, two groups, some links.
fn small() -> Dataset {
    type Small = (&'static str, &'static str, &'static [&'static str], Option<u32>, &'static str);
    let events: [Small; 7] = [
        // Not in the order of time, as a file may well be.
        ("c", "2024-02-05", &["FRA"], Some(0), "talks"),
        ("a", "2024-01-10", &["MLI"], Some(0), "coup"),
        ("b", "2024-02", &["MLI", "NER"], Some(1), "coup"),
        ("d", "2024-03-20", &["NER"], None, "talks"),
        ("e", "2024-05-01", &["FRA", "MLI"], Some(1), "release"),
        ("u", "", &["MLI"], None, "talks"),
        ("f", "2024-05-15", &["BFA"], None, "release"),
    ];
    let event = |(title, when, countries, group, kind): Small| Event {
        id: Clean::new(title),
        title: Clean::new(title),
        summary: Clean::new(&format!("Summary of {title}.")),
        when: (!when.is_empty()).then(|| When::parse(when).unwrap()),
        countries: countries.iter().map(|code| Country::find(code).unwrap()).collect(),
        groups: group
            .map(|group| Participant { group: GroupKey(group), role: None })
            .into_iter()
            .collect(),
        kind: Some(Clean::new(kind)),
        ..Event::default()
    };
    let mut events = events.map(event).to_vec();
    let link =
        |to: &str, key, how: &str| Link { to: Clean::new(to), event: key, how: Clean::new(how) };
    events[6].links = vec![
        link("a", Some(EventKey(1)), "caused by"),
        link("zz", None, "before"),
        link("e", Some(EventKey(4)), "after"),
    ];
    let group = |id: &str, name: &str| Group {
        id: Clean::new(id),
        name: Clean::new(name),
        ..Group::default()
    };
    Dataset {
        title: Clean::new("Small"),
        files: vec![Clean::new("small.ron")],
        groups: vec![group("army", "The army"), group("al-qaida", "Al-Qaida of the north")],
        events,
        ..Dataset::default()
    }
}

#[test]
fn starts_with_the_whole_file_and_the_latest_event() {
    let person = Person::new();
    assert_eq!(person.state(), START);
    assert_eq!(person.app.cursor, Cursor::Event(EventKey(6)));
    assert_eq!(person.notice(), "");
}

#[test]
fn starts_with_a_view_that_it_is_given() {
    let engine = Memory::new(small(), 0);
    let about = engine.about().clone();
    let view = View::read("-q country:NER", about.zone).unwrap();
    let app = App::new(about, (80, 24), now()).with_view(view);
    let mut person = Person { app, engine: Arc::new(engine), effects: Vec::new() };
    person.answer();
    assert_eq!(person.state(), "b [d] | country:NER");
}
