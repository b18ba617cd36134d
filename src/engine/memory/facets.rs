//! The values of a field, counted in a set of events: all in all, and over time.

use super::{Memory, bits::Bits, column::Column, ruler::Ruler, times::Times};
use crate::question::{Choice, Facet, Field};

/// The most values that are counted over time: of more, a screen shows a few only.
const MOST_SPARKS: usize = 500;

/// How many events of a set have each value.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    totals: Vec<u64>,
    /// The same for each part of the axis, part by part; nothing where that is not wanted.
    parts: Vec<Vec<Share>>,
}

/// The events of a value in a part of the axis.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    exact: u32,
    /// How many may lie here or elsewhere, and the sum of their shares.
    vague: u32,
    shares: f64,
}

impl Counts {
    /// Counts the values of a column in a set, over the parts of a ruler where there is one.
    pub(super) fn new(column: &Column, times: &Times, set: &Bits, ruler: Option<&Ruler>) -> Self {
        let values = column.len();
        let mut totals = vec![0; values + 1];
        let ruler = ruler.filter(|_| values <= MOST_SPARKS);
        let Some(ruler) = ruler else {
            column.count(set, 0..set.len(), &mut totals);
            return Self { totals: whole(&totals, values), parts: Vec::new() };
        };
        column.count(set, times.dated()..set.len(), &mut totals);
        let plain = ruler.plain(set);
        let mut exact = vec![0; values + 1];
        let mut parts = Vec::with_capacity(ruler.parts());
        for ranks in ruler.ranges() {
            exact.fill(0);
            column.count(&plain, ranks, &mut exact);
            totals.iter_mut().zip(&exact).for_each(|(total, exact)| *total += exact);
            let share = |exact: &u32| Share { exact: *exact, ..Share::default() };
            parts.push(exact[..values].iter().map(share).collect::<Vec<_>>());
        }
        for odd in ruler.odds().iter().filter(|odd| set.contains(odd.rank)) {
            column.each(odd.rank, |value| {
                totals[value] += 1;
                if odd.first == odd.last {
                    parts[usize::from(odd.first)][value].exact += 1;
                    return;
                }
                for part in &mut parts[odd.parts()] {
                    part[value].vague += 1;
                    part[value].shares += odd.share();
                }
            });
        }
        Self { totals: whole(&totals, values), parts }
    }

    /// Returns the numbers of it: all in all; then for each part of the axis exact ones, vague ones, and their shares.
    pub(super) fn numbers(&self) -> (Vec<u64>, Vec<u32>, Vec<u32>, Vec<f64>) {
        let shares = || self.parts.iter().flatten();
        (
            self.totals.clone(),
            shares().map(|share| share.exact).collect(),
            shares().map(|share| share.vague).collect(),
            shares().map(|share| share.shares).collect(),
        )
    }

    /// Takes numbers for what they are; `None` if they are not as many as belong together.
    pub(super) fn from_numbers(
        totals: &[u64],
        exact: &[u32],
        vague: &[u32],
        shares: &[f64],
    ) -> Option<Self> {
        let values = totals.len().max(1);
        let is_whole = exact.len() == vague.len()
            && exact.len() == shares.len()
            && exact.len().is_multiple_of(values);
        let numbers = exact.iter().zip(vague).zip(shares);
        let share = |((exact, vague), shares): ((&u32, &u32), &f64)| Share {
            exact: *exact,
            vague: *vague,
            shares: *shares,
        };
        let all: Vec<Share> = numbers.map(share).collect();
        let parts = all.chunks(values).map(<[Share]>::to_vec).collect();
        is_whole.then(|| Self { totals: totals.to_vec(), parts })
    }

    /// Takes what is in a part of the set out of the counts of the whole.
    pub(super) fn without(mut self, other: &Self) -> Self {
        self.totals
            .iter_mut()
            .zip(&other.totals)
            .for_each(|(all, other)| *all = all.saturating_sub(*other));
        let own = self.parts.iter_mut().flatten();
        for (all, other) in own.zip(other.parts.iter().flatten()) {
            all.exact = all.exact.saturating_sub(other.exact);
            all.vague = all.vague.saturating_sub(other.vague);
            // What is left of rounding would be drawn where nothing is.
            all.shares = if all.vague == 0 { 0.0 } else { all.shares - other.shares };
        }
        self
    }

    /// Returns what a screen shows of it: so many values, and those that are chosen.
    pub(super) fn facet(
        &self,
        memory: &Memory,
        field: Field,
        choices: &[Choice],
        most: usize,
    ) -> Facet {
        memory.column(field).facet(field, memory, most, |value| {
            let share = |part: &Vec<Share>| part[value].exact as f32 + part[value].shares as f32;
            let spark = self.parts.iter().map(share).collect();
            let choice = choices.get(value).copied().unwrap_or(Choice::Neither);
            (self.totals[value], choice, spark)
        })
    }
}

fn whole(totals: &[u32], values: usize) -> Vec<u64> {
    totals[..values].iter().map(|total| u64::from(*total)).collect()
}
