//! When each event was, as columns in the order of the list.

use super::{
    bits::Bits,
    fit::{Fit, relate},
    judged::Judged,
};
use crate::{
    domain::{Edge, Extent, Moment, Slab, Span, When},
    question::{TimeRelation, Window},
};

/// The dates of all events. Those without one have the highest ranks.
#[derive(Debug)]
pub(super) struct Times {
    /// How many events have a date.
    dated: u32,
    len: u32,
    /// The events whose first moment nobody knows, and the others whose last moment nobody knows.
    beginless: Bits,
    endless: Bits,
    /// The events that lasted, and how many of them lie below each word of that.
    lasting: Bits,
    lasting_before: Vec<u32>,
    columns: Columns,
}

/// What is kept of the dates of all events.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// By what each dated event is sorted, ascending: its first moment, if that is known.
    pub(super) starts: Slab<i64>,
    /// The last moment, or the end of time.
    pub(super) lasts: Slab<i64>,
    /// The ranks of events whose first edge is no moment, each with what it is in the last two bits.
    pub(super) beginless: Slab<u64>,
    /// The same of last edges.
    pub(super) endless: Slab<u64>,
    /// The ranks of the events that lasted.
    pub(super) lasting: Slab<u32>,
    /// Where the beginning of each of these ends, and where its end begins.
    pub(super) inner: Slab<i64>,
    /// What these two are.
    pub(super) sides: Slab<u8>,
    /// The smallest and the largest start of each 64 events, and their smallest and largest last moment.
    pub(super) blocks: Slab<i64>,
}

/// Says what an edge is.
const fn side_of(edge: Edge) -> u8 {
    match edge {
        Edge::At(_) => 0,
        Edge::Open => 1,
        Edge::Unknown => 2,
    }
}

const fn edge_of(side: u8, moment: i64) -> Edge {
    match side & 3 {
        0 => Edge::At(Moment(moment)),
        1 => Edge::Open,
        _ => Edge::Unknown,
    }
}

fn moment_of(edge: Edge) -> i64 {
    match edge {
        Edge::At(moment) => moment.0,
        Edge::Open | Edge::Unknown => 0,
    }
}

const BLOCK: usize = 64;

/// What the first and the last moment of an event must be.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    first_from: i64,
    first_to: i64,
    last_from: i64,
    last_to: i64,
}

impl Bounds {
    const ANY: Self =
        Self { first_from: i64::MIN, first_to: i64::MAX, last_from: i64::MIN, last_to: i64::MAX };

    fn hold(&self, first: i64, last: i64) -> bool {
        let holds = [
            first >= self.first_from,
            first <= self.first_to,
            last >= self.last_from,
            last <= self.last_to,
        ];
        holds == [true; 4]
    }

    /// Tells whether they hold of all events of a block, or of none; `None` if that takes a look.
    fn of_block(
        &self,
        [first_start, last_start, first_last, last_last]: &[i64; 4],
    ) -> Option<bool> {
        if self.hold(*first_start, *first_last) && self.hold(*last_start, *last_last) {
            return Some(true);
        }
        let is_outside = *last_start < self.first_from
            || *first_start > self.first_to
            || *last_last < self.last_from
            || *first_last > self.last_to;
        is_outside.then_some(false)
    }
}

/// The dates of events in the order in which they are read.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// By what each event is sorted first.
    starts: Vec<i64>,
    lasts: Vec<i64>,
    /// By what events are sorted then, where that does not follow from their last moments.
    odd_reaches: Vec<(u32, i64)>,
    /// What the first and the last edge are, whether there is a date at all, and whether the event lasted.
    shapes: Vec<u8>,
    /// The events that lasted, where their beginnings end and their ends begin, and what these are.
    lasting: Vec<(u32, [i64; 2], u8)>,
    stated: Option<Window>,
    narrowest: Option<i64>,
}

impl Dates {
    const UNDATED: u8 = 1 << 7;
    const LASTING: u8 = 1 << 6;

    /// Takes the date of the next event.
    pub(super) fn see(&mut self, when: Option<&When>) {
        let Some(when) = when else {
            self.starts.push(0);
            self.lasts.push(0);
            self.shapes.push(Self::UNDATED);
            return;
        };
        let extent = when.extent();
        let span = extent.span();
        let n = self.starts.len() as u32;
        let (start, reach) = when.sort_key();
        self.starts.push(start);
        self.lasts.push(span.last().0);
        if reach != !span.last().0 {
            self.odd_reaches.push((n, reach));
        }
        let mut shape = side_of(span.earliest) | side_of(span.latest) << 2;
        if let Extent::Lasting { start, end } = extent {
            shape |= Self::LASTING;
            let inner = [moment_of(start.latest), moment_of(end.earliest)];
            self.lasting.push((n, inner, side_of(start.latest) | side_of(end.earliest) << 2));
        }
        self.shapes.push(shape);
        self.note_stated(extent);
    }

    fn note_stated(&mut self, extent: Extent) {
        let stated = &mut self.stated;
        let mut see = |edge: Edge| {
            if let Edge::At(moment) = edge {
                let window = stated.get_or_insert(Window { from: moment, to: moment });
                window.from = window.from.min(moment);
                window.to = window.to.max(moment);
            }
        };
        match extent {
            Extent::Once(span) => {
                let length = span.last().0.saturating_sub(span.first().0);
                self.narrowest = Some(self.narrowest.map_or(length, |known| known.min(length)));
                [span.earliest, span.latest].into_iter().for_each(&mut see);
            }
            Extent::Lasting { start, end } => {
                let edges = [start.earliest, start.latest, end.earliest, end.latest];
                edges.into_iter().for_each(&mut see);
            }
        }
    }

    /// Returns the stretch from the first to the last moment that any event states.
    ///
    /// Where that is hardly more than the one day or the one year that is stated, some time is added at both sides:
    /// an event that fills the whole axis looks like one that lasted.
    pub(super) fn stated_extent(&self) -> Option<Window> {
        let stated = self.stated?;
        let Some(narrowest) = self.narrowest.filter(|narrowest| *narrowest < i64::MAX) else {
            return Some(stated);
        };
        if stated.seconds() > i128::from(narrowest) * 3 + 3 {
            return Some(stated);
        }
        let air = narrowest.saturating_add(1).saturating_mul(5);
        Some(Window { from: stated.from.plus(-air), to: stated.to.plus(air) })
    }

    /// Returns the numbers of the events as a reader lists them, those without a date last.
    pub(super) fn order(&self) -> Vec<u32> {
        let is_dated = |n: &u32| self.shapes[*n as usize] & Self::UNDATED == 0;
        let all = 0..self.starts.len() as u32;
        let mut dated: Vec<(i64, u32)> =
            all.clone().filter(is_dated).map(|n| (self.starts[n as usize], n)).collect();
        // By the first number alone, which takes half the time; few events share it.
        dated.sort_unstable();
        for same in dated.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            same.sort_unstable_by_key(|(_, n)| (self.reach(*n), *n));
        }
        let undated = all.filter(|n| !is_dated(n));
        dated.into_iter().map(|(_, n)| n).chain(undated).collect()
    }

    /// Returns how far an event reaches, for sorting.
    fn reach(&self, n: u32) -> i64 {
        let odd = self.odd_reaches.binary_search_by_key(&n, |(n, _)| *n);
        odd.map_or_else(|_| !self.lasts[n as usize], |place| self.odd_reaches[place].1)
    }

    /// Returns the columns in an order that [`Self::order`] has given.
    pub(super) fn columns(&self, order: &[u32]) -> Columns {
        let shape = |n: &u32| self.shapes[*n as usize];
        let dated = order.iter().copied().take_while(|n| shape(n) & Self::UNDATED == 0);
        let starts: Vec<i64> = dated.clone().map(|n| self.starts[n as usize]).collect();
        let lasts: Vec<i64> = dated.clone().map(|n| self.lasts[n as usize]).collect();
        let (mut beginless, mut endless) = (Vec::new(), Vec::new());
        let (mut lasting, mut inner, mut sides) = (Vec::new(), Vec::new(), Vec::new());
        // Most dates are of the plainest shape.
        let shaped = (0_u32..).zip(dated).map(|(rank, n)| (rank, n, shape(&n)));
        for (rank, n, shape) in shaped.filter(|(.., shape)| *shape != 0) {
            for (odd, side) in [(&mut beginless, shape & 3), (&mut endless, shape >> 2 & 3)] {
                if side != 0 {
                    odd.push(u64::from(rank) << 2 | u64::from(side));
                }
            }
            if shape & Self::LASTING != 0
                && let Ok(place) = self.lasting.binary_search_by_key(&n, |(n, ..)| *n)
            {
                let (_, moments, both) = self.lasting[place];
                lasting.push(rank);
                inner.extend(moments);
                sides.push(both);
            }
        }
        let bounds = |moments: &[i64]| {
            let first = moments.first().copied().unwrap_or(i64::MAX);
            moments.iter().fold([first; 2], |[low, high], m| [low.min(*m), high.max(*m)])
        };
        let blocks = starts.chunks(BLOCK).zip(lasts.chunks(BLOCK));
        let blocks = blocks.flat_map(|(starts, lasts)| {
            let ([a, b], [c, d]) = (bounds(starts), bounds(lasts));
            [a, b, c, d]
        });
        Columns {
            blocks: blocks.collect::<Vec<_>>().into(),
            beginless: beginless.into(),
            endless: endless.into(),
            starts: starts.into(),
            lasts: lasts.into(),
            lasting: lasting.into(),
            inner: inner.into(),
            sides: sides.into(),
        }
    }
}

impl Times {
    /// Takes columns for what they are; those of a damaged file may say anything, but nothing beyond their ends.
    pub(super) fn from_columns(columns: Columns, len: u32) -> Self {
        let dated = columns.starts.len().min(columns.lasts.len()).min(len as usize) as u32;
        let of_odd = |odd: &[u64]| {
            Bits::from_ranks(len, odd.iter().map(|odd| (odd >> 2) as u32).filter(|r| *r < dated))
        };
        let lasting = columns.lasting.iter().copied().filter(|rank| *rank < dated);
        let mut times = Self {
            dated,
            len,
            beginless: of_odd(&columns.beginless),
            endless: of_odd(&columns.endless),
            lasting: Bits::from_ranks(len, lasting),
            lasting_before: Vec::new(),
            columns,
        };
        let mut before = 0;
        let below = |word: &u64| {
            let here = before;
            before += word.count_ones();
            here
        };
        times.lasting_before = times.lasting.words().iter().map(below).collect();
        times
    }

    /// Returns what is kept of the dates.
    pub(super) const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Returns how many events have a date.
    pub(super) const fn dated(&self) -> u32 {
        self.dated
    }

    /// Returns the number of dated events that are sorted before a moment.
    pub(super) fn before(&self, moment: Moment) -> u32 {
        let starts = self.columns.starts.partition_point(|start| *start < moment.0) as u32;
        starts.min(self.dated)
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
        bounded.remove(&self.endless);
        bounded
    }

    pub(super) fn span(&self, rank: u32) -> Option<Span> {
        if rank >= self.dated {
            return None;
        }
        let start = *self.columns.starts.get(rank as usize)?;
        let last = *self.columns.lasts.get(rank as usize)?;
        let side = |odd: &[u64]| {
            let place = odd.binary_search_by_key(&rank, |odd| (odd >> 2) as u32).ok()?;
            odd.get(place).map(|odd| *odd as u8)
        };
        let is_odd = |set: &Bits| set.contains(rank);
        let earliest = is_odd(&self.beginless).then(|| side(&self.columns.beginless)).flatten();
        let latest = is_odd(&self.endless).then(|| side(&self.columns.endless)).flatten();
        Some(Span {
            earliest: edge_of(earliest.unwrap_or(0), start),
            latest: edge_of(latest.unwrap_or(0), last),
        })
    }

    pub(super) fn extent(&self, rank: u32) -> Option<Extent> {
        let span = self.span(rank)?;
        if !self.lasting.contains(rank) {
            return Some(Extent::Once(span));
        }
        let word = rank / u64::BITS;
        let in_word = self.lasting.count_in(word * u64::BITS..rank) as usize;
        let place = *self.lasting_before.get(word as usize)? as usize + in_word;
        let [latest, earliest] = *self.columns.inner.as_chunks().0.get(place)?;
        let sides = *self.columns.sides.get(place)?;
        let (latest, earliest) = (edge_of(sides, latest), edge_of(sides >> 2, earliest));
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
        let (first, last) = (first.0, last.0);
        let before = first.checked_sub(1);
        let (possible, certain) = match relation {
            TimeRelation::After => (
                Some(Bounds { last_from: first, ..Bounds::ANY }),
                Some(Bounds { first_from: first, ..Bounds::ANY }),
            ),
            TimeRelation::Before => (
                before.map(|first_to| Bounds { first_to, ..Bounds::ANY }),
                before.map(|last_to| Bounds { last_to, ..Bounds::ANY }),
            ),
            TimeRelation::During | TimeRelation::Starts | TimeRelation::Active => (
                Some(Bounds { first_to: last, last_from: first, ..Bounds::ANY }),
                Some(Bounds { first_from: first, last_to: last, ..Bounds::ANY }),
            ),
        };
        let mut judged = Judged::new(self.holding(possible), self.holding(certain));
        // What the columns do not hold as it is, is judged one by one.
        let judge = |rank| self.extent(rank).map_or(Fit::No, |e| relate(e, relation, stretch));
        judged.judge_again(self.beginless.iter(), judge);
        match relation {
            TimeRelation::Starts => judged.judge_again(self.lasting.iter(), judge),
            TimeRelation::Active => {
                // What lasts may be here for certain without being here as a whole; few events reach over an edge.
                let mut reaching = self.lasting.clone();
                reaching.keep(&judged.possible);
                reaching.remove(&judged.certain);
                judged.judge_again(reaching.iter(), judge);
            }
            TimeRelation::After | TimeRelation::Before | TimeRelation::During => {}
        }
        judged
    }

    /// Returns the events whose moments are within bounds.
    fn holding(&self, bounds: Option<Bounds>) -> Bits {
        let Some(bounds) = bounds else { return Bits::none(self.len) };
        let dated = self.dated as usize;
        let starts = self.columns.starts.get(..dated).unwrap_or_default();
        let lasts = self.columns.lasts.get(..dated).unwrap_or_default();
        let blocks = self.columns.blocks.as_chunks().0;
        let words = starts.chunks(BLOCK).zip(lasts.chunks(BLOCK)).zip(blocks);
        let words = words.map(|((starts, lasts), block)| match bounds.of_block(block) {
            Some(true) => u64::MAX >> (BLOCK - starts.len()),
            Some(false) => 0,
            None => starts.iter().zip(lasts).enumerate().fold(0, |word, (n, (start, last))| {
                word | u64::from(bounds.hold(*start, *last)) << n
            }),
        });
        Bits::from_words(self.len, words.collect())
    }
}
