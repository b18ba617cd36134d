//! How much of the processor one visitor gets, so that whoever sends keys without end pays for their own frames alone.

use std::time::{Duration, Instant};

use super::bucket::Bucket;

/// Microseconds of work for one visitor in a second, in the long run.
///
/// A person who holds down a key gets all of their keys heard and every second frame; nobody who reads notices.
const RATE: u32 = 10_000;
/// Microseconds that are saved at most: those of a page of keys typed in one go.
const SAVED: u32 = 30_000;
/// Microseconds that keys may take beyond what there is for frames: they are cheap, and late keys are worse than late frames.
const DEBT: usize = 10_000;
/// The most that one piece of work counts for: who asks for much at once has to wait for it, and not for long after it.
const MOST_AT_ONCE: Duration = Duration::from_millis(2);
/// How much is waited for once there is none left.
const WORTHWHILE: u32 = 4_000;
/// Where questions take long, turns share out the processor, and this is no limit.
const RATE_OF_TURNS: u32 = 1_000_000;

/// What a visitor may still cost.
#[derive(Debug)]
pub(super) struct Effort(Bucket);

impl Effort {
    /// Returns what a visitor may cost; where there are so many events that work is done in turns, that is no matter.
    pub(super) fn new(has_turns: bool, now: Instant) -> Self {
        let rate = if has_turns { RATE_OF_TURNS } else { RATE };
        Self(Bucket::new(rate, SAVED + DEBT as u32, now))
    }

    /// Notes that some work was done.
    pub(super) fn spend(&mut self, took: Duration) {
        self.0.take(took.min(MOST_AT_ONCE).as_micros() as usize);
    }

    /// Tells whether a frame may be drawn.
    pub(super) fn has_frames(&mut self, now: Instant) -> bool {
        self.0.left(now) > DEBT
    }

    /// Tells whether keys may be heard.
    pub(super) fn has_keys(&mut self, now: Instant) -> bool {
        self.0.left(now) > 0
    }

    /// Returns when there is enough for what has to wait now.
    pub(super) fn next(&self, now: Instant) -> Instant {
        now + self.0.wait_for(DEBT as u32 + WORTHWHILE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hears_keys_longer_than_it_draws_frames() {
        let start = Instant::now();
        let mut effort = Effort::new(false, start);
        assert!(effort.has_frames(start) && effort.has_keys(start));
        let mut spend = |milliseconds| {
            (0..milliseconds).for_each(|_| effort.spend(Duration::from_millis(1)));
            (effort.has_frames(start), effort.has_keys(start))
        };
        assert_eq!(spend(30), (false, true));
        assert_eq!(spend(10), (false, false));
        let next = effort.next(start);
        assert!(effort.has_frames(next) && effort.has_keys(next));
        assert_eq!(next, start + Duration::from_millis(1_400));
    }

    #[test]
    fn gives_ten_milliseconds_a_second_in_the_long_run() {
        let start = Instant::now();
        let mut effort = Effort::new(false, start);
        let mut worked = Duration::ZERO;
        for tick in 0..10_000 {
            let now = start + Duration::from_millis(tick);
            if effort.has_keys(now) {
                effort.spend(Duration::from_micros(500));
                worked += Duration::from_micros(500);
            }
        }
        assert!((100..150).contains(&worked.as_millis()), "{worked:?} in ten seconds");
    }

    #[test]
    fn makes_nobody_wait_long_after_a_long_answer() {
        let start = Instant::now();
        let mut effort = Effort::new(false, start);
        effort.spend(Duration::from_secs(60));
        assert!(effort.has_frames(start));
        while effort.has_keys(start) {
            effort.spend(Duration::from_secs(1));
        }
        assert!(effort.next(start) < start + Duration::from_secs(2));
    }

    #[test]
    fn leaves_work_in_turns_alone() {
        let start = Instant::now();
        let mut effort = Effort::new(true, start);
        effort.spend(Duration::from_millis(25));
        assert!(effort.has_frames(start + Duration::from_millis(1)));
    }
}
