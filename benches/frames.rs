//! From a file to a frame, and from a key to a frame: `cargo bench --bench frames [-- EVENTS...]`.
//!
//! Prints medians, 95th percentiles and maxima in milliseconds, without a terminal: the time that the terminal
//! takes to draw what it is sent is its own. Figures of one machine are to be compared with each other only.

#![expect(clippy::print_stdout, reason = "a benchmark is there to print its figures")]

use std::{
    fmt::Write,
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

const SIZE: (u16, u16) = (200, 60);

fn main() {
    println!("{:>8}  {:<28} {:>8} {:>8} {:>8}", "events", "ms", "median", "p95", "max");
    let sizes = std::env::args().skip(1).filter_map(|size| size.parse().ok());
    let sizes: Vec<usize> = sizes.collect();
    let sizes = if sizes.is_empty() { vec![22, 10_000, 100_000] } else { sizes };
    for events in sizes {
        let text = dataset(events);
        let runs = if events > 10_000 { 5 } else { 25 };
        row(events, "file in memory to first frame", &mut repeat(runs, || first_frame(&text)));
        let kept = Shelves::of(&text);
        row(events, "kept engine to first frame", &mut repeat(25, || draw(&mut kept.open())));
        let mut session = kept.open();
        drop(text);
        for (name, keys) in [
            ("one row up", "<up>"),
            ("one page up", "<pgup>"),
            ("zoom in and out", "+-"),
            ("a country and back", "*u"),
            ("first search", "/convoy<enter>"),
            ("search", "/village<enter>"),
            ("next hit", "n"),
            ("leave the search", "<esc>"),
            ("time, from a new day each", "\\after:20<bs><bs>199<bs><bs><bs>2014-02<enter>"),
            ("a group", "\\ group:\"Group 77\"<enter>"),
            ("all filters away", "X"),
            ("lanes by group, on and off", "LLLLLLL"),
        ] {
            let inputs = parse_script(keys).expect("a script of keys");
            let runs = if name == "first search" { 1 } else { 40 };
            let mut times = Vec::new();
            for _ in 0..runs {
                times.extend(inputs.iter().map(|input| frame(&mut session, input)));
            }
            row(events, name, &mut times);
        }
    }
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

fn first_frame(text: &str) {
    draw(&mut open(text));
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

fn row(events: usize, name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    let (median, p95, max) = (at(50), at(95), at(100));
    println!("{events:>8}  {name:<28} {median:>8.2} {p95:>8.2} {max:>8.2}");
}

/// Writes a dataset like those of conflict research: days, months and spans, a country, two groups, a summary.
fn dataset(events: usize) -> String {
    const COUNTRIES: [&str; 8] = ["MLI", "BFA", "NER", "MAR", "SDN", "UKR", "COL", "YEM"];
    let mut text = String::from("Dataset(format: 1, title: \"Bench\", events: [\n");
    for n in 0..events {
        // A fixed walk through the numbers: the same file each time, without a look of order.
        let chance = n.wrapping_mul(2_654_435_761) >> 7;
        let (year, month, day) = (1989 + chance % 37, 1 + chance / 37 % 12, 1 + chance / 444 % 28);
        let date = match chance % 10 {
            0 => format!("{year}-{month:02}"),
            1 => format!("{year}-{month:02}-{day:02}/{year}-12-31"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        let country = COUNTRIES[chance / 7 % COUNTRIES.len()];
        let (one, other) = (chance / 11 % 700, chance / 13 % 700);
        let _ = writeln!(
            text,
            "Event(id: \"e{n}\", date: \"{date}\", kind: \"kind {}\", title: \"Attack on a convoy near the village {}\", \
             summary: \"Fighters stopped a convoy on the road to the market and exchanged fire with an escort; \
             officials and a radio station give different numbers, and nobody has claimed it.\", \
             countries: [\"{country}\"], groups: [\"Group {one}\", \"Front {other}\"], \
             sources: [\"https://example.org/report/{n}\"]),",
            chance % 5,
            chance % 997,
        );
    }
    text.push_str("])\n");
    text
}
