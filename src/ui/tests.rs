//! Frames as text, and what must hold of every frame whatever its size and whatever is written in the data.

mod frames;
mod narrow;
mod odd;
mod settings;
mod sizes;
mod styles;

use std::sync::Arc;

use ratatui::{buffer::Buffer, layout::Rect};
use unicode_width::UnicodeWidthStr;

use super::{Look, ThemeName, draw};
use crate::{
    app::{App, input::Input, script::parse_script},
    domain::{Clean, Country, Dataset, Event, Moment, When},
    engine::{Cancel, Engine, Memory},
    store,
};

/// The look of the pictures: the terminal's own colours, signs of Unicode.
fn usual() -> Look {
    Look::new(ThemeName::Terminal, false)
}

fn ascii() -> Look {
    Look::new(ThemeName::Terminal, true)
}

fn sahel() -> Dataset {
    store::read("sahel.ron", include_str!("../../data/sahel.ron")).dataset
}

/// Makes a dataset of titles and dates; no text is no date.
fn dated(events: &[(&str, &str)]) -> Dataset {
    let event = |(title, when): &(&str, &str)| Event {
        id: Clean::new(title),
        title: Clean::new(title),
        when: (!when.is_empty()).then(|| When::parse(when).unwrap()),
        countries: vec![Country::find("MLI").unwrap()],
        ..Event::default()
    };
    Dataset {
        title: Clean::new("A small file"),
        events: events.iter().map(event).collect(),
        ..Dataset::default()
    }
}

/// An app with an engine that answers it.
struct Scene {
    app: App,
    engine: Arc<Memory>,
}

impl Scene {
    fn new(dataset: Dataset, size: (u16, u16)) -> Self {
        let engine = Arc::new(Memory::new(dataset, 0));
        let now = Moment::start_of_day(2025, 8, 6).unwrap();
        let mut scene = Self { app: App::new(engine.about().clone(), size, now), engine };
        scene.answer();
        scene
    }

    fn answer(&mut self) {
        if let Some(question) = self.app.question() {
            self.app.accept(self.engine.answer(&question, &Cancel::default()).unwrap());
        }
    }

    fn input(&mut self, input: Input) {
        self.app.update(input);
        self.answer();
    }

    #[track_caller]
    fn keys(&mut self, script: &str) -> &mut Self {
        for input in parse_script(script).unwrap() {
            self.input(input);
        }
        self
    }

    fn frame(&self, (width, height): (u16, u16), look: &Look) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        draw(&self.app, look, &mut buffer);
        buffer
    }
}

/// Draws what is on the screen after some keys.
#[track_caller]
fn frame(dataset: Dataset, size: (u16, u16), keys: &str, look: &Look) -> Buffer {
    Scene::new(dataset, size).keys(keys).frame(size, look)
}

/// Writes a frame as lines, as a terminal shows it: the cell after a wide letter belongs to the letter.
fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in buffer.content.chunks(usize::from(buffer.area.width.max(1))) {
        let mut line = String::new();
        let mut skip = 0;
        for cell in row {
            if skip == 0 {
                line.push_str(cell.symbol());
                skip = cell.symbol().width().saturating_sub(1);
            } else {
                skip -= 1;
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Tells what a terminal would make of a frame that it should not: a letter over its neighbour or over the
/// edge, a control character, a cell with more bytes than any letter has.
fn faults(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width.max(1));
    let mut faults = Vec::new();
    for (y, row) in buffer.content.chunks(width).enumerate() {
        for (x, cell) in row.iter().enumerate() {
            let symbol = cell.symbol();
            let mut fault = |what: &str| faults.push(format!("{what} at {x},{y}: {symbol:?}"));
            if symbol.len() > 40 {
                fault("too many bytes");
            }
            if symbol.chars().any(char::is_control) {
                fault("a control character");
            }
            if symbol.width() == 0 {
                fault("a letter without a cell");
            }
            let own = row.get(x + 1..x + symbol.width().max(1));
            if own.is_none_or(|own| own.iter().any(|cell| cell.symbol() != " ")) {
                fault("part of a letter is covered");
            }
        }
    }
    faults
}
