//! When each event was, as columns in the order of the list.

use super::{
    bits::Bits,
    fit::{Fit, relate},
    judged::Judged,
};
use crate::{
    domain::{Edge, Event, EventKey, Extent, Moment, Span, When},
    question::TimeRelation,
};

/// The dates of all events. Those without one have the highest ranks.
#[derive(Debug)]
pub(super) struct Times {
    /// How many events have a date.
    dated: u32,
    len: u32,
    /// By what each dated event is sorted, ascending: its first moment, if that is known.
    starts: Vec<Moment>,
    /// The last moment, or the end of time.
    lasts: Vec<Moment>,
    /// The events whose first moment nobody knows.
    beginless: Bits,
    /// The last edges that are no moment, by rank.
    endless: Vec<(u32, Edge)>,
    /// The first edges that are no moment, by rank.
    first_edges: Vec<(u32, Edge)>,
    /// The events that lasted, and where their beginnings end and their ends begin.
    lasting: Bits,
    inner: Vec<(Edge, Edge)>,
    /// How many lasting events lie below each word of `lasting`.
    lasting_before: Vec<u32>,
    /// The smallest and the largest of each 64 events.
    blocks: Vec<Block>,
}

/// Between which moments the dates of 64 events lie.
#[derive(Debug, Clone, Copy)]
struct Block {
    starts: (Moment, Moment),
    lasts: (Moment, Moment),
}

const BLOCK: usize = 64;

/// What the first and the last moment of an event must be.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    first_from: Moment,
    first_to: Moment,
    last_from: Moment,
    last_to: Moment,
}

impl Bounds {
    const ANY: Self = Self {
        first_from: Moment::MIN,
        first_to: Moment::MAX,
        last_from: Moment::MIN,
        last_to: Moment::MAX,
    };

    fn hold(&self, first: Moment, last: Moment) -> bool {
        let holds = [
            first >= self.first_from,
            first <= self.first_to,
            last >= self.last_from,
            last <= self.last_to,
        ];
        holds == [true; 4]
    }

    /// Tells whether they hold of all events of a block, or of none; `None` if that takes a look.
    fn of_block(&self, block: &Block) -> Option<bool> {
        let Block { starts, lasts } = block;
        if self.hold(starts.0, lasts.0) && self.hold(starts.1, lasts.1) {
            return Some(true);
        }
        let is_outside = starts.1 < self.first_from
            || starts.0 > self.first_to
            || lasts.1 < self.last_from
            || lasts.0 > self.last_to;
        is_outside.then_some(false)
    }
}

impl Times {
    pub(super) fn new(events: &[Event], order: &[EventKey]) -> Self {
        let len = order.len() as u32;
        let mut times = Self {
            dated: 0,
            len,
            starts: Vec::with_capacity(order.len()),
            lasts: Vec::with_capacity(order.len()),
            beginless: Bits::none(len),
            endless: Vec::new(),
            first_edges: Vec::new(),
            lasting: Bits::none(len),
            inner: Vec::new(),
            lasting_before: Vec::new(),
            blocks: Vec::new(),
        };
        let dates = order.iter().map_while(|key| events[key.0 as usize].when.as_ref());
        dates.for_each(|when| times.push(when));
        times.finish();
        times
    }

    fn push(&mut self, when: &When) {
        let rank = self.dated;
        self.dated += 1;
        let extent = when.extent();
        let span = extent.span();
        self.starts.push(Moment(when.sort_key().0));
        self.lasts.push(span.last());
        if !matches!(span.earliest, Edge::At(_)) {
            self.beginless.insert(rank);
            self.first_edges.push((rank, span.earliest));
        }
        if !matches!(span.latest, Edge::At(_)) {
            self.endless.push((rank, span.latest));
        }
        if let Extent::Lasting { start, end } = extent {
            self.lasting.insert(rank);
            self.inner.push((start.latest, end.earliest));
        }
    }

    fn finish(&mut self) {
        let mut before = 0;
        self.lasting_before = self
            .lasting
            .words()
            .iter()
            .map(|word| {
                let here = before;
                before += word.count_ones();
                here
            })
            .collect();
        let bounds = |moments: &[Moment]| {
            let first = moments.first().copied().unwrap_or(Moment::MAX);
            moments.iter().fold((first, first), |(low, high), m| (low.min(*m), high.max(*m)))
        };
        let blocks = self.starts.chunks(BLOCK).zip(self.lasts.chunks(BLOCK));
        self.blocks = blocks
            .map(|(starts, lasts)| Block { starts: bounds(starts), lasts: bounds(lasts) })
            .collect();
    }

    /// Returns how many events have a date.
    pub(super) const fn dated(&self) -> u32 {
        self.dated
    }

    /// Returns the number of dated events that are sorted before a moment.
    pub(super) fn before(&self, moment: Moment) -> u32 {
        self.starts.partition_point(|start| *start < moment) as u32
    }

    /// Returns the first and the last possible moment of each dated event from a rank on, as far as they are known.
    pub(super) fn ends(&self) -> (&[Moment], &[Moment]) {
        (&self.starts, &self.lasts)
    }

    /// Returns the events whose first moment nobody knows.
    pub(super) const fn beginless(&self) -> &Bits {
        &self.beginless
    }

    /// Returns the events whose date is known on both sides.
    pub(super) fn bounded(&self) -> Bits {
        let mut bounded = Bits::none(self.len);
        bounded.insert_range(0..self.dated);
        bounded.remove(&self.beginless);
        bounded.remove(&Bits::from_ranks(self.len, self.endless.iter().map(|(rank, _)| *rank)));
        bounded
    }

    pub(super) fn span(&self, rank: u32) -> Option<Span> {
        let start = *self.starts.get(rank as usize)?;
        let edge = |edges: &[(u32, Edge)]| {
            let place = edges.binary_search_by_key(&rank, |(rank, _)| *rank).ok()?;
            edges.get(place).map(|(_, edge)| *edge)
        };
        let earliest =
            if self.beginless.contains(rank) { edge(&self.first_edges)? } else { Edge::At(start) };
        let last = *self.lasts.get(rank as usize)?;
        // Only an end of time can stand for an edge that is none.
        let latest = if last == Moment::MAX { edge(&self.endless) } else { None };
        Some(Span { earliest, latest: latest.unwrap_or(Edge::At(last)) })
    }

    pub(super) fn extent(&self, rank: u32) -> Option<Extent> {
        let span = self.span(rank)?;
        if !self.lasting.contains(rank) {
            return Some(Extent::Once(span));
        }
        let word = rank / u64::BITS;
        let in_word = self.lasting.count_in(word * u64::BITS..rank) as usize;
        let (latest, earliest) =
            *self.inner.get(*self.lasting_before.get(word as usize)? as usize + in_word)?;
        Some(Extent::Lasting {
            start: Span { earliest: span.earliest, latest },
            end: Span { earliest, latest: span.latest },
        })
    }

    /// Returns the moment by which an event is placed in the list.
    pub(super) fn anchor(&self, rank: u32) -> Option<Moment> {
        let span = self.span(rank)?;
        match (span.earliest, span.latest) {
            (Edge::At(moment), _) | (_, Edge::At(moment)) => Some(moment),
            _ => None,
        }
    }

    /// Judges how each dated event stands to a stretch of time.
    pub(super) fn relate(&self, relation: TimeRelation, stretch: (Moment, Moment)) -> Judged {
        let (first, last) = stretch;
        let before = first.0.checked_sub(1).map(Moment);
        let (possible, certain) = match relation {
            TimeRelation::After => (
                Some(Bounds { last_from: first, ..Bounds::ANY }),
                Some(Bounds { first_from: first, ..Bounds::ANY }),
            ),
            TimeRelation::Before => (
                before.map(|first_to| Bounds { first_to, ..Bounds::ANY }),
                before.map(|last_to| Bounds { last_to, ..Bounds::ANY }),
            ),
            TimeRelation::During | TimeRelation::Starts => (
                Some(Bounds { first_to: last, last_from: first, ..Bounds::ANY }),
                Some(Bounds { first_from: first, last_to: last, ..Bounds::ANY }),
            ),
        };
        let mut judged = Judged::new(self.holding(possible), self.holding(certain));
        // What the columns do not hold as it is, is judged one by one.
        let judge = |rank| self.extent(rank).map_or(Fit::No, |e| relate(e, relation, stretch));
        judged.judge_again(self.beginless.iter(), judge);
        if relation == TimeRelation::Starts {
            judged.judge_again(self.lasting.iter(), judge);
        }
        judged
    }

    /// Returns the events whose moments are within bounds.
    fn holding(&self, bounds: Option<Bounds>) -> Bits {
        let Some(bounds) = bounds else { return Bits::none(self.len) };
        let columns = self.starts.chunks(BLOCK).zip(self.lasts.chunks(BLOCK)).zip(&self.blocks);
        let words = columns.map(|((starts, lasts), block)| match bounds.of_block(block) {
            Some(true) => u64::MAX >> (BLOCK - starts.len()),
            Some(false) => 0,
            None => starts.iter().zip(lasts).enumerate().fold(0, |word, (n, (start, last))| {
                word | u64::from(bounds.hold(*start, *last)) << n
            }),
        });
        Bits::from_words(self.len, words.collect())
    }
}
