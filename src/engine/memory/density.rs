//! Counts over time: each event once, in shares where it may lie in several parts.

use super::{bits::Bits, ruler::Ruler};
use crate::question::{Bucket, Density};

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

/// Counts the wanted events and the others in each part. Shares are kept as steps and summed at the end, so an
/// event costs the same whether it may lie in two parts or in all.
pub(super) fn density(ruler: &Ruler, wanted: &Bits) -> Density {
    let plain = ruler.plain(wanted);
    let mut buckets = Vec::with_capacity(ruler.parts());
    for ranks in ruler.ranges() {
        let exact = plain.count_in(ranks.clone());
        let hidden = (ruler.plain_in(&ranks) - exact) as f32;
        buckets.push(Bucket { exact: exact as f32, vague: 0.0, hidden });
    }
    let mut steps = vec![[Step::default(); 2]; buckets.len() + 1];
    for odd in ruler.odds() {
        let is_wanted = wanted.contains(odd.rank);
        let parts = odd.parts();
        if parts.len() == 1 {
            let bucket = &mut buckets[parts.start];
            *(if is_wanted { &mut bucket.exact } else { &mut bucket.hidden }) += 1.0;
            continue;
        }
        let sort = usize::from(!is_wanted);
        steps[parts.start][sort].share += odd.share();
        steps[parts.start][sort].events += 1;
        steps[parts.end][sort].share -= odd.share();
        steps[parts.end][sort].events -= 1;
    }
    let mut now = [Step::default(); 2];
    for (bucket, step) in buckets.iter_mut().zip(&steps) {
        now[0].add(step[0]);
        now[1].add(step[1]);
        bucket.vague += now[0].share as f32;
        bucket.hidden += now[1].share as f32;
    }
    Density { extent: Some(ruler.extent), buckets }
}
