//! A budget that fills up again with time: what is saved may be spent at once.

use std::time::{Duration, Instant};

/// A budget of so many units a second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    /// Units a second that come in.
    rate: f64,
    /// The most that it holds.
    most: f64,
    /// What is there, as of [`Bucket::at`]; less than nothing after somebody took more than there was.
    left: f64,
    at: Instant,
}

impl Bucket {
    /// Returns a full budget.
    #[must_use]
    pub(super) fn new(rate: u32, most: u32, now: Instant) -> Self {
        // With less than one unit nobody would ever get anything.
        let most = f64::from(most.max(1));
        Self { rate: f64::from(rate.max(1)), most, left: most, at: now }
    }

    fn fill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * self.rate).min(self.most);
        self.at = self.at.max(now);
    }

    /// Returns how many whole units there are.
    pub(super) fn left(&mut self, now: Instant) -> usize {
        self.fill(now);
        self.left.max(0.0) as usize
    }

    /// Takes units out.
    pub(super) fn take(&mut self, units: usize) {
        self.left -= units as f64;
    }

    /// Takes one unit, if there is one.
    pub(super) fn take_one(&mut self, now: Instant) -> bool {
        let has_one = self.left(now) >= 1;
        if has_one {
            self.take(1);
        }
        has_one
    }

    /// Returns how long it takes until so many units are there, or as many as it holds.
    #[must_use]
    pub(super) fn wait_for(&self, units: u32) -> Duration {
        let wanted = f64::from(units).min(self.most);
        Duration::from_secs_f64(((wanted - self.left) / self.rate).max(0.0))
    }

    /// Tells whether nothing is missing.
    pub(super) fn is_full(&mut self, now: Instant) -> bool {
        self.fill(now);
        self.left >= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_be_spent_what_was_saved_and_then_what_comes_in() {
        let start = Instant::now();
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        let mut bucket = Bucket::new(4, 3, start);
        assert!((0..3).all(|_| bucket.take_one(start)));
        assert!(!bucket.take_one(start));
        assert_eq!(bucket.wait_for(1), Duration::from_millis(250));
        assert!(!bucket.take_one(after(249)) && bucket.take_one(after(250)));
        assert!(!bucket.take_one(after(100)), "a clock that goes back brings nothing");
        assert!(!bucket.is_full(after(999)) && bucket.is_full(after(1_250)));
        assert_eq!(bucket.left(after(60_000)), 3, "no more than it holds");
    }

    #[test]
    fn waits_for_a_debt_as_well() {
        let start = Instant::now();
        let mut bucket = Bucket::new(10, 5, start);
        bucket.take(15);
        assert_eq!(bucket.left(start), 0);
        assert_eq!(bucket.wait_for(100), Duration::from_millis(1_500));
    }
}
