//! From a file to a frame, and from a key to a frame: `cargo bench --bench frames [-- EVENTS... FIGURES...]`.
//!
//! Prints the least time, the median, the 95th percentile and the most in milliseconds, without a terminal: the time
//! that the terminal takes to draw what it is sent is its own. Beside each figure stands its floor, the same work as
//! plain loops over plain arrays ([`floors`]), and how many times that the figure takes, without the drawing of the
//! screen, which the first line shows alone. Floor and ratio are of the least times, which noise touches least.
//!
//! `-- 1000000 page` measures the figures with `page` in their names. Where the kernel counts instructions, they are
//! steadier than any time: `perf stat -e instructions:u` before the program in `target/release/deps` that cargo names.
//! A virtual machine often counts none; `valgrind --tool=callgrind` does everywhere, some fifty times slower.

#![expect(clippy::print_stdout, reason = "a benchmark is there to print its figures")]

mod dataset;
mod figures;
mod floors;

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use dateline::{
    app::{App, input::Input, script::parse_script},
    domain::{Block, Language, Moment, Zone},
    engine::{
        Engine, Memory,
        memory::{Fetch, Keep, Shelf},
    },
    runtime::session::Session,
    store,
    ui::{Look, ThemeName},
};
use ratatui::{buffer::Buffer, layout::Rect};

use self::{
    figures::{FIGURES, Figure, in_round},
    floors::Plain,
};

const SIZE: (u16, u16) = (200, 60);

fn main() {
    let wishes: Vec<String> = std::env::args().skip(1).filter(|wish| wish != "--bench").collect();
    let mut sizes: Vec<usize> = wishes.iter().flat_map(|wish| wish.parse()).collect();
    if sizes.is_empty() {
        sizes = vec![22, 10_000, 100_000];
    }
    let names: Vec<&String> = wishes.iter().filter(|w| w.parse::<usize>().is_err()).collect();
    let is_wanted = |name: &str| names.is_empty() || names.iter().any(|part| name.contains(*part));
    let (least, median, most, floor) = ("least", "median", "max", "floor");
    println!(
        "{:>8}  {:<28} {least:>8} {median:>8} {:>8} {most:>8} {floor:>8} {:>6}",
        "events", "ms", "p95", "ratio"
    );
    for events in sizes {
        measure(events, is_wanted);
    }
}

fn measure(events: usize, is_wanted: impl Fn(&str) -> bool) {
    let text = dataset::text(events);
    let plain = Plain::new(events);
    let kept = Shelves::of(&text);
    let mut session = kept.open();
    draw(&mut session);
    let drawing = least(&repeat(40, || draw(&mut session)));
    println!("{events:>8}  {:<28} {:>8.2}", "nothing but drawing", milliseconds(drawing));
    let row = |name: &str, times: Vec<Duration>, floor: &dyn Fn()| {
        let floor = least(&repeat(10, floor));
        print(events, name, times, (drawing, floor));
    };
    let name = "file in memory to first frame";
    if is_wanted(name) {
        let runs = if events > 10_000 { 5 } else { 25 };
        row(name, repeat(runs, || draw(&mut open(&text))), &|| Plain::read(&text));
    }
    drop(text);
    let name = "kept engine to first frame";
    if is_wanted(name) {
        row(name, repeat(25, || draw(&mut kept.open())), &|| plain.everything());
    }
    for figure in FIGURES.iter().filter(|figure| is_wanted(figure.name)) {
        let times = figure.rounds.clone().map(|round| press_all(&mut session, figure, round));
        row(figure.name, times.collect(), &|| (figure.floor)(&plain));
    }
}

/// Presses the keys of a figure; returns how long the measured one took.
fn press_all(session: &mut Session, figure: &Figure, round: usize) -> Duration {
    let mut press = |keys: &str| -> Duration {
        let inputs = parse_script(&in_round(keys, round)).expect("a script of keys");
        inputs.iter().map(|input| frame(session, input)).sum()
    };
    press(figure.before);
    let time = press(figure.key);
    press(figure.after);
    time
}

fn open(text: &str) -> Session {
    let loaded = store::read("bench.ron", text);
    let engine = Arc::new(Memory::new(loaded.dataset, loaded.problems.len()));
    let app = App::new(engine.about().clone(), SIZE, Moment(0));
    Session::new(app, engine, Look::new(ThemeName::Terminal, false))
}

/// An engine as it is kept in a file, in memory.
#[derive(Default)]
struct Shelves {
    head: Vec<u8>,
    blocks: Vec<Block>,
}

impl Shelves {
    fn of(text: &str) -> Self {
        let loaded = store::read("bench.ron", text);
        let mut shelves = Self::default();
        let memory = Memory::new(loaded.dataset, loaded.problems.len());
        shelves.head = memory.save(&mut shelves).expect("memory is never full");
        shelves
    }

    fn open(&self) -> Session {
        let engine = Memory::restore(&self.head, Zone::UTC, Language::default(), self);
        let engine = Arc::new(engine.expect("all of it is there"));
        let app = App::new(engine.about().clone(), SIZE, Moment(0));
        Session::new(app, engine, Look::new(ThemeName::Terminal, false))
    }
}

impl Keep for Shelves {
    fn keep(&mut self, bytes: &[u8]) -> io::Result<Shelf> {
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        self.blocks.push(Block::from(words));
        Ok([self.blocks.len() as u64 - 1, bytes.len() as u64, 0])
    }
}

impl Fetch for Shelves {
    fn fetch(&self, [place, length, _]: Shelf) -> Option<Block> {
        self.blocks.get(place as usize)?.slice(0..length as usize)
    }
}

fn draw(session: &mut Session) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    session.draw_into(&mut buffer);
    std::hint::black_box(buffer);
}

fn frame(session: &mut Session, input: &Input) -> Duration {
    use dateline::runtime::local::Interactive;
    let start = Instant::now();
    session.input(input.clone());
    draw(session);
    start.elapsed()
}

fn repeat(runs: usize, mut run: impl FnMut()) -> Vec<Duration> {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..runs).map(time).collect()
}

fn least(times: &[Duration]) -> Duration {
    times.iter().min().copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn print(
    events: usize,
    name: &str,
    mut times: Vec<Duration>,
    (drawing, floor): (Duration, Duration),
) {
    times.sort_unstable();
    let at = |share: usize| milliseconds(times[(times.len() - 1) * share / 100]);
    let ratio = least(&times).saturating_sub(drawing).as_secs_f64() / floor.as_secs_f64();
    println!(
        "{events:>8}  {name:<28} {:>8.2} {:>8.2} {:>8.2} {:>8.2} {:>8.3} {ratio:>6.1}",
        at(0),
        at(50),
        at(95),
        at(100),
        milliseconds(floor),
    );
}
