//! A crowd that looks around: what that costs the server, and how long a visitor waits for a frame.

use std::time::{Duration, Instant};

use tokio::{
    task::JoinSet,
    time::{sleep, sleep_until, timeout_at},
};

use super::{
    Fails,
    server::Server,
    table::{Times, judged, megabytes, milliseconds, percent},
    visitor::{self, Visitor},
};

/// What people type: up and down the list, now and then a facet and out of it again, nearer and farther.
const KEYS: [&[u8]; 16] = [
    b"k", b"k", b"k", b"j", b"k", b"+", b"j", b"k", b"-", b"k", b"j", b"k", b"c", ESCAPE, b"k",
    b"j",
];
/// A terminal sends other keys that begin so; the server waits for the rest before it takes it for a key.
const ESCAPE: &[u8] = b"\x1b";
/// The time from one key of a visitor to the next.
const PAUSE: Duration = Duration::from_millis(500);
/// Keys of each visitor.
const EACH: u32 = 24;
/// After so long a frame is missing.
const MISSING: Duration = Duration::from_secs(5);
/// How long the server has to come to rest after all have come, and after all have left.
const REST: Duration = Duration::from_millis(1500);
const REST_AT_THE_END: Duration = Duration::from_secs(6);
/// So many look at their screens; they stay in the list, because a late Escape would be part of the next key.
const WATCHERS: usize = 3;
const KEYS_IN_THE_LIST: usize = 12;

/// The crowd of which the goals speak, and what it may take: processor, memory, and milliseconds for a frame.
const LARGE: usize = 1000;
const MOST_SHARE: f64 = 1.0;
const MOST_MEMORY: u64 = 650_000_000;
const MOST_WAIT: Duration = Duration::from_millis(50);
/// What any crowd may take: processor time for a frame, bytes for a session, and bytes when all have left.
const MOST_WORK: Duration = Duration::from_micros(500);
const MOST_FOR_ONE: i64 = 100_000 + 100 * (visitor::SIZE.0 as i64 * visitor::SIZE.1 as i64);
const MOST_LEFT: i64 = 80_000_000;

/// What was measured of a crowd.
pub(crate) struct Measured {
    visitors: usize,
    share: f64,
    work: Duration,
    tally: Tally,
    passed: Duration,
    /// Whether those who did the same saw the same.
    is_right: bool,
    memory: u64,
    for_one: i64,
    left: i64,
}

/// What visitors have seen.
#[derive(Default)]
struct Tally {
    /// From a key to its frame.
    waits: Times,
    /// The same after an Escape.
    escapes: Times,
    missing: u64,
    bytes: u64,
}

impl Tally {
    fn frames(&self) -> u32 {
        (self.waits.len() + self.escapes.len()) as u32
    }
}

/// Prints what stands above the crowds, with the goals.
pub(crate) fn head() {
    println!(
        "| visitors | keys/s | of one core | µs per frame | ms key to frame: p50 / p99 / max | the same after Esc | memory | per session | bytes per frame | after all left |\n\
         |---|---|---|---|---|---|---|---|---|---|\n\
         | goal | 2 each | {} for {LARGE} | {} | p99 {} for {LARGE} | – | {} for {LARGE} | {} kB | – | {} |",
        percent(MOST_SHARE),
        MOST_WORK.as_micros(),
        milliseconds(MOST_WAIT),
        megabytes(MOST_MEMORY as i64),
        MOST_FOR_ONE / 1000,
        megabytes(MOST_LEFT),
    );
}

impl Measured {
    /// Prints the row of a crowd.
    pub(crate) fn print(&self) {
        let Self { visitors, tally, .. } = self;
        // The goals are those of a large crowd; whatever comes beyond it is shown as it is.
        let is_larger = *visitors > LARGE;
        let frames = tally.frames();
        let work = self.work / frames.max(1);
        let memory = megabytes(self.memory as i64);
        let is_quick = tally.waits.at(99) <= MOST_WAIT && tally.missing == 0;
        println!(
            "| {visitors} | {:.0} | {} | {} | {} | {} | {} | {} | {} | {} |",
            f64::from(frames) / self.passed.as_secs_f64(),
            judged(percent(self.share), is_larger || self.share <= MOST_SHARE),
            judged(work.as_micros(), work <= MOST_WORK),
            judged(tally.waits.summary(), is_larger || is_quick),
            tally.escapes.summary(),
            judged(memory, is_larger || self.memory <= MOST_MEMORY),
            judged(format!("{} kB", self.for_one / 1000), self.for_one <= MOST_FOR_ONE),
            tally.bytes / u64::from(frames.max(1)),
            judged(format!("{:+.1} MB", self.left as f64 / 1e6), self.left <= MOST_LEFT),
        );
        if tally.missing > 0 {
            println!("\n{} frames did not come within {} s.\n", tally.missing, MISSING.as_secs());
        }
        if !self.is_right {
            println!("\nThe screens are not what they should be.\n");
        }
    }
}

/// Lets a crowd come, look around and leave.
pub(crate) async fn measure(visitors: usize, data: &[String]) -> Result<Measured, Fails> {
    let server = Server::start(data)?;
    // What is made for the first visitor is there for all.
    Visitor::arrive(server.port).await?.quit().await?;
    let before = server.usage()?;
    let mut crowd = visitor::arrive_all(server.port, visitors).await?;
    for visitor in crowd.iter_mut().take(WATCHERS) {
        visitor.watch().await?;
    }
    sleep(REST).await;
    let first = server.usage()?;
    let start = Instant::now();
    let mut busy = JoinSet::new();
    for (n, visitor) in crowd.into_iter().enumerate() {
        let first_key = start + PAUSE * n as u32 / visitors as u32;
        // Those who are looked at do the same, so that they have to see the same.
        let (keys, skipped) =
            if n < WATCHERS { (&KEYS[..KEYS_IN_THE_LIST], 0) } else { (&KEYS[..], n % KEYS.len()) };
        let keys = keys.iter().copied().cycle().skip(skipped);
        busy.spawn(look_around(visitor, first_key, keys));
    }
    let mut tally = Tally::default();
    let mut crowd = Vec::with_capacity(visitors);
    while let Some(looked) = busy.join_next().await {
        let (visitor, seen) = looked??;
        tally.waits.append(seen.waits);
        tally.escapes.append(seen.escapes);
        tally.missing += seen.missing;
        tally.bytes += seen.bytes;
        crowd.push(visitor);
    }
    let last = server.usage()?;
    let passed = start.elapsed();
    let is_right = is_right(&crowd);
    leave(crowd).await?;
    sleep(REST_AT_THE_END).await;
    let left = server.usage()?.growth_since(&before);
    Ok(Measured {
        visitors,
        share: last.share_since(&first),
        work: last.work_since(&first),
        tally,
        passed,
        is_right,
        memory: last.memory,
        for_one: last.growth_since(&before) / visitors.max(1) as i64,
        left,
    })
}

/// Types keys at fixed times, whether the server keeps up or not.
async fn look_around(
    mut visitor: Visitor,
    start: Instant,
    keys: impl Iterator<Item = &'static [u8]>,
) -> Result<(Visitor, Tally), Fails> {
    let mut seen = Tally::default();
    let before = visitor.bytes;
    visitor.forget_frames();
    for (n, keys) in (0..EACH).zip(keys) {
        let due = start + PAUSE * n;
        let is_late = Instant::now() > due;
        sleep_until(due.into()).await;
        // Whoever had to wait for the last frame has waited for this one as well.
        let pressed = if is_late { due } else { Instant::now() };
        visitor.press(keys).await?;
        let Ok(frame) = timeout_at((pressed + MISSING).into(), visitor.frame()).await else {
            seen.missing += 1;
            continue;
        };
        frame?;
        let times = if keys == ESCAPE { &mut seen.escapes } else { &mut seen.waits };
        times.push(pressed.elapsed());
    }
    seen.bytes = visitor.bytes - before;
    Ok((visitor, seen))
}

/// Tells whether those who did the same saw the same, and a timeline.
fn is_right(crowd: &[Visitor]) -> bool {
    let screens: Vec<_> = crowd.iter().filter_map(Visitor::screen).collect();
    screens.iter().all(|screen| screen.contains("Timeline") && *screen == screens[0])
}

/// Lets half of them say goodbye, and the others hang up.
async fn leave(crowd: Vec<Visitor>) -> Result<(), Fails> {
    let mut leaving = JoinSet::new();
    for (n, visitor) in crowd.into_iter().enumerate() {
        leaving.spawn(async move {
            if n % 2 == 0 {
                visitor.quit().await
            } else {
                visitor.hang_up().await;
                Ok(())
            }
        });
    }
    while let Some(left) = leaving.join_next().await {
        left??;
    }
    Ok(())
}
