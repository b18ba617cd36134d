//! Counts over time: each event once, in shares where it may lie in several buckets.

use crate::{
    domain::{Moment, Span},
    question::{Bucket, Density, Window},
};

/// Counts while the events go by. Shares are kept as steps and summed at the end, so an event costs the same
/// whether it may lie in one bucket or in all.
pub(super) struct Counter {
    extent: Option<Window>,
    buckets: Vec<Bucket>,
    /// What changes at the start of each bucket: among wanted events, among hidden ones.
    steps: Vec<[Step; 2]>,
}

/// By how much the shares rise or fall, and how many events have one.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    share: f64,
    events: i64,
}

impl Step {
    fn add(&mut self, other: Self) {
        self.share += other.share;
        self.events += other.events;
        // Thirds that come and go leave a trace of rounding, which would be drawn where nothing is.
        if self.events == 0 {
            self.share = 0.0;
        }
    }
}

impl Counter {
    pub(super) fn new(extent: Option<Window>, buckets: u16) -> Self {
        let buckets = if extent.is_some() { usize::from(buckets) } else { 0 };
        Self {
            extent,
            buckets: vec![Bucket::default(); buckets],
            steps: vec![[Step::default(); 2]; buckets + 1],
        }
    }

    pub(super) fn add(&mut self, span: Option<Span>, wanted: bool) {
        let (Some(span), Some(extent)) = (span, self.extent) else {
            return;
        };
        if self.buckets.is_empty() {
            return;
        }
        let first = self.bucket_of(span.first(), extent);
        let last = self.bucket_of(span.last(), extent);
        if first == last {
            let bucket = &mut self.buckets[first];
            *(if wanted { &mut bucket.exact } else { &mut bucket.hidden }) += 1.0;
            return;
        }
        let share = 1.0 / (last - first + 1) as f64;
        let sort = usize::from(!wanted);
        let start = &mut self.steps[first][sort];
        start.share += share;
        start.events += 1;
        let end = &mut self.steps[last + 1][sort];
        end.share -= share;
        end.events -= 1;
    }

    pub(super) fn finish(mut self) -> Density {
        let mut now = [Step::default(); 2];
        for (bucket, step) in self.buckets.iter_mut().zip(&self.steps) {
            now[0].add(step[0]);
            now[1].add(step[1]);
            bucket.vague += now[0].share as f32;
            bucket.hidden += now[1].share as f32;
        }
        Density { extent: self.extent, buckets: self.buckets }
    }

    fn bucket_of(&self, moment: Moment, extent: Window) -> usize {
        let moment = moment.clamp(extent.from, extent.to);
        let offset = i128::from(moment.0) - i128::from(extent.from.0);
        let bucket = offset * self.buckets.len() as i128 / extent.seconds();
        (bucket as usize).min(self.buckets.len() - 1)
    }
}
