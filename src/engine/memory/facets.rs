//! The values of some fields, counted while the events go by.

use std::ops::{Range, RangeInclusive};

use super::{Memory, column::Column, matcher::Matcher};
use crate::{
    domain::Span,
    question::{Facet, Field, Window},
};

/// Counts the values of some fields.
pub(super) struct Counter<'a> {
    columns: Vec<Counted<'a>>,
    sparks: Option<Sparks>,
}

struct Counted<'a> {
    field: Field,
    column: &'a Column,
    counts: Vec<u64>,
    /// The events of each value over time, one value after the other; empty where that is not wanted.
    sparks: Vec<f32>,
}

/// Where on a short axis an event lies. It is drawn a few cells wide, so that floating point is exact enough.
#[derive(Clone, Copy)]
struct Sparks {
    extent: Window,
    buckets: usize,
    scale: f64,
}

impl Sparks {
    fn new(extent: Option<Window>, buckets: u16) -> Option<Self> {
        let extent = extent.filter(|_| buckets > 0)?;
        let scale = f64::from(buckets) / extent.seconds() as f64;
        Some(Self { extent, buckets: usize::from(buckets), scale })
    }

    /// Returns the buckets in which an event may lie, and the share of it that counts in each: it counts once in all.
    fn place(&self, span: Span) -> (RangeInclusive<usize>, f32) {
        let bucket = |moment: i64| {
            let offset = moment.clamp(self.extent.from.0, self.extent.to.0) as f64
                - self.extent.from.0 as f64;
            ((offset * self.scale) as usize).min(self.buckets - 1)
        };
        let (first, last) = (bucket(span.first().0), bucket(span.last().0));
        (first..=last, 1.0 / (last - first + 1) as f32)
    }
}

/// Returns where the buckets of a value lie among those of all.
const fn cells_of(value: usize, buckets: usize) -> Range<usize> {
    value * buckets..(value + 1) * buckets
}

impl<'a> Counter<'a> {
    /// The most values that are counted over time: of more, a screen shows a few only.
    const MOST_SPARKS: usize = 500;

    pub(super) fn new(memory: &'a Memory, fields: &[Field], buckets: u16) -> Self {
        let sparks = Sparks::new(memory.about.extent, buckets);
        let column = |field: &Field| {
            let column = memory.column(*field);
            let values = column.values.len();
            let cells = match sparks {
                Some(sparks) if values <= Self::MOST_SPARKS => values * sparks.buckets,
                _ => 0,
            };
            Counted { field: *field, column, counts: vec![0; values], sparks: vec![0.0; cells] }
        };
        Self { columns: fields.iter().map(column).collect(), sparks }
    }

    /// Counts an event in each field whose own terms are all that it misses, if anything.
    pub(super) fn add(&mut self, rank: u32, misses: u16, span: Option<Span>) {
        let sparks = self.sparks.zip(span);
        let place = sparks.map(|(sparks, span)| (sparks.buckets, sparks.place(span)));
        for Counted { field, column, counts, sparks: cells } in &mut self.columns {
            if misses != 0 && misses != 1 << *field as u16 {
                continue;
            }
            for value in column.of(rank) {
                let value = *value as usize;
                counts[value] += 1;
                let Some((buckets, (range, share))) = &place else { continue };
                if let Some(own) = cells.get_mut(cells_of(value, *buckets)) {
                    own[range.clone()].iter_mut().for_each(|cell| *cell += share);
                }
            }
        }
    }

    pub(super) fn facets(self, matcher: &Matcher<'_>) -> Vec<Facet> {
        let buckets = self.sparks.map_or(1, |sparks| sparks.buckets);
        let facet = |counted: Counted<'_>| {
            let Counted { field, column, counts, sparks } = counted;
            let spark = |n| sparks.get(cells_of(n, buckets)).unwrap_or_default().to_vec();
            column.facet(field, &counts, &matcher.choices(field), spark)
        };
        self.columns.into_iter().map(facet).collect()
    }
}
