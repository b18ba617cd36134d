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
    /// By how much the share rises or falls at the start of each bucket: of wanted events, of hidden ones.
    steps: Vec<(f64, f64)>,
}

impl Counter {
    pub(super) fn new(extent: Option<Window>, buckets: u16) -> Self {
        let buckets = if extent.is_some() {
            usize::from(buckets)
        } else {
            0
        };
        Self {
            extent,
            buckets: vec![Bucket::default(); buckets],
            steps: vec![(0.0, 0.0); buckets + 1],
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
            *(if wanted {
                &mut bucket.exact
            } else {
                &mut bucket.hidden
            }) += 1.0;
            return;
        }
        let share = 1.0 / (last - first + 1) as f64;
        let (wanted, hidden) = if wanted { (share, 0.0) } else { (0.0, share) };
        self.steps[first].0 += wanted;
        self.steps[first].1 += hidden;
        self.steps[last + 1].0 -= wanted;
        self.steps[last + 1].1 -= hidden;
    }

    pub(super) fn finish(mut self) -> Density {
        let (mut wanted, mut hidden) = (0.0, 0.0);
        for (bucket, step) in self.buckets.iter_mut().zip(&self.steps) {
            wanted += step.0;
            hidden += step.1;
            bucket.vague += wanted as f32;
            bucket.hidden += hidden as f32;
        }
        Density {
            extent: self.extent,
            buckets: self.buckets,
        }
    }

    fn bucket_of(&self, moment: Moment, extent: Window) -> usize {
        let moment = moment.clamp(extent.from, extent.to);
        let offset = i128::from(moment.0) - i128::from(extent.from.0);
        let bucket = offset * self.buckets.len() as i128 / extent.seconds();
        (bucket as usize).min(self.buckets.len() - 1)
    }
}
