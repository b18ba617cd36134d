//! Events packed into lanes.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use super::{Asked, Memory, bits::Bits, column::Column, sure};
use crate::{
    domain::{Edge, EventKey, Extent, Moment, Span},
    question::{Drawn, Item, Lane, LaneOrder, Lanes, LanesWish, Scale},
};

/// More lanes than these are sorted by their numbers of events alone.
const MANY: usize = 20_000;

/// What is gathered of a lane while its events go by.
#[derive(Default)]
struct Gathered {
    /// Events that fall in one cell, by column.
    points: Vec<Option<Points>>,
    /// Events that take several cells, by how much they say and by their first and last column.
    bars: BTreeMap<(u8, u16, u16), Bars>,
}

/// Events in one cell: one of them, and how many are exact or vague.
struct Points {
    key: EventKey,
    exact: u32,
    vague: u32,
}

/// Events over the same cells: the first of them, as many as there are lines, and how many there are.
#[derive(Default)]
struct Bars {
    keys: Vec<EventKey>,
    count: u64,
}

/// Lanes, and the values of all lanes in their order.
#[derive(Debug)]
pub(super) struct Ordered {
    lanes: Lanes,
    order: Vec<usize>,
}

impl Memory {
    /// Returns the lanes that are wanted, such that one of the selected event is seen if that is wanted as well.
    pub(super) fn lanes_about(
        &self,
        (asked, rows): (&Asked, &Bits),
        scale: &Scale,
        wish: &LanesWish,
        selected: Option<u32>,
    ) -> Lanes {
        let from = |top| {
            let wish = LanesWish { top, follow: false, ..*wish };
            let make = || Ok(Arc::new(self.lanes(rows, scale, &wish)));
            sure(self.lanes.get((asked.clone(), wish, scale.clone()), make))
        };
        let mut known = from(wish.top);
        if wish.follow {
            let top = self.top_for(&known, (rows, scale, wish), selected);
            if top != wish.top {
                known = from(top);
            }
        }
        let mut lanes = known.lanes.clone();
        if let Some(rank) = selected {
            self.select_in(&mut lanes, wish, scale, rank);
        }
        lanes
    }

    /// Returns how many lanes to scroll away: as few more or fewer as let a lane of the selected event be seen
    /// whole, and no more than leave the lines full.
    fn top_for(
        &self,
        known: &Ordered,
        (rows, scale, wish): (&Bits, &Scale, &LanesWish),
        selected: Option<u32>,
    ) -> usize {
        let Ordered { lanes, order } = known;
        let seen = lanes.seen(wish.height);
        let whole = lanes.lanes.iter().zip(&seen).filter(|(lane, seen)| lane.height() == **seen);
        let (whole, used) = (whole.count(), seen.iter().sum::<u16>());
        // The top at which a lane is the last one that is seen.
        let ending_at = |last: usize| {
            let height = |n: &usize| self.lane(order[*n], (rows, scale, wish)).height();
            let mut left = wish.height.saturating_sub(1);
            let fits = |n: &usize| {
                let rest = left.checked_sub(height(n));
                left = rest.unwrap_or(0);
                rest.is_some()
            };
            last + 1 - (0..=last).rev().take_while(fits).count().max(1)
        };
        let mut top = wish.top;
        if top > 0 && top + whole >= lanes.total && used + 1 < wish.height {
            top = order.len().checked_sub(1).map_or(0, ending_at).min(top);
        }
        let mut values = Vec::new();
        if let Some(rank) = selected {
            self.lane_column(wish.field).each(rank, |value| values.push(value));
        }
        let is_own = |n: &usize| values.contains(&order[*n]);
        if (wish.top..order.len()).take(whole).any(|n| is_own(&n)) {
            return top;
        }
        match (0..order.len()).filter(is_own).min_by_key(|n| n.abs_diff(wish.top)) {
            Some(n) if n < wish.top => top.min(n),
            Some(n) => ending_at(n),
            None => top,
        }
    }

    /// Packs the listed events into lanes.
    fn lanes(&self, rows: &Bits, scale: &Scale, wish: &LanesWish) -> Ordered {
        let column = self.lane_column(wish.field);
        let mut counts = vec![0; column.len() + 1];
        column.count(rows, 0..rows.len(), &mut counts);
        let mut filled = column.filled(rows.len());
        filled.keep(rows);
        let mut order: Vec<usize> = (0..column.len()).filter(|n| counts[*n] > 0).collect();
        self.sort(&mut order, &counts, rows, (column, wish.order));
        let total = order.len();
        let shown = order.iter().skip(wish.top).take(usize::from(wish.height));
        let lanes = shown.map(|n| self.lane(*n, (rows, scale, wish)));
        let without = rows.count() - filled.count();
        let lanes = Lanes { lanes: lanes.collect(), top: wish.top, total, without };
        Ordered { lanes, order }
    }

    /// Packs the listed events of a value.
    fn lane(&self, value: usize, (rows, scale, wish): (&Bits, &Scale, &LanesWish)) -> Lane {
        let column = self.lane_column(wish.field);
        let most = usize::from(wish.lines.max(1));
        let mut lane = Gathered::default();
        let mut count = 0;
        for rank in column.events(value, rows.len()).iter().filter(|rank| rows.contains(**rank)) {
            self.gather(&mut lane, *rank, scale, most);
            count += 1;
        }
        let (lines, more) = self.pack(lane, most);
        let (value, label, short) = column.value(value, self).names();
        Lane { value, label, short, count, lines, more, selected: false }
    }

    /// Marks the lanes of the selected event, and in them what stands for it.
    fn select_in(&self, lanes: &mut Lanes, wish: &LanesWish, scale: &Scale, rank: u32) {
        let cells = self.times.span(rank).and_then(|span| cells(span, scale));
        let column = self.lane_column(wish.field);
        let selected = self.key_of(rank);
        column.each(rank, |value| {
            let (value, ..) = column.value(value, self).names();
            let Some(lane) = lanes.lanes.iter_mut().find(|lane| lane.value == value) else {
                return;
            };
            lane.selected = true;
            for item in lane.lines.iter_mut().flatten() {
                match &mut item.what {
                    Drawn::Points { key, .. } if cells == Some(((item.first, item.last), true)) => {
                        *key = selected;
                        item.selected = true;
                    }
                    Drawn::Bar(key, _) => item.selected |= *key == selected,
                    Drawn::Points { .. } => {}
                }
            }
        });
    }

    fn gather(&self, lane: &mut Gathered, rank: u32, scale: &Scale, most: usize) {
        let Some(extent) = self.times.extent(rank) else { return };
        let Some(((first, last), is_point)) = cells(extent.span(), scale) else { return };
        let key = self.key_of(rank);
        if is_point {
            let is_exact = matches!(extent, Extent::Once(span)
                if span.last().0.saturating_sub(span.first().0) < 86_400);
            let column = usize::from(first);
            if lane.points.len() <= column {
                lane.points.resize_with(column + 1, || None);
            }
            let points = lane.points[column].get_or_insert(Points { key, exact: 0, vague: 0 });
            *(if is_exact { &mut points.exact } else { &mut points.vague }) += 1;
        } else {
            let bars = lane.bars.entry((rank_of(extent), first, last)).or_default();
            bars.count += 1;
            if bars.keys.len() < most {
                bars.keys.push(key);
            }
        }
    }

    fn sort(
        &self,
        order: &mut [usize],
        counts: &[u32],
        rows: &Bits,
        (column, by): (&Column, LaneOrder),
    ) {
        if order.len() > MANY {
            // To sort by names, all of them would have to be looked up.
            return order.sort_unstable_by_key(|n| (Reverse(counts[*n]), *n));
        }
        let label = |n: usize| column.value(n, self).names().1;
        match by {
            LaneOrder::Count => order.sort_by_cached_key(|n| (Reverse(counts[*n]), label(*n))),
            LaneOrder::First => {
                let mut first: Vec<Option<Moment>> = vec![None; column.len()];
                rows.each_in(0..self.times.dated(), |rank| {
                    column.each(rank, |value| {
                        if first[value].is_none() {
                            first[value] = self.times.anchor(rank);
                        }
                    });
                });
                order.sort_by_cached_key(|n| (first[*n].unwrap_or(Moment::MAX), label(*n)));
            }
            LaneOrder::Name => order.sort_by_cached_key(|n| label(*n)),
        }
    }

    /// Puts each item into the first line where it fits; returns how many events found no room.
    ///
    /// The most precise come first: what may have been at any time before some day must not crowd out a day.
    fn pack(&self, lane: Gathered, most: usize) -> (Vec<Vec<Item>>, u64) {
        let mut lines = Lines { lines: Vec::new(), most };
        let mut more = 0;
        let points = (0..).zip(lane.points).filter_map(|(column, p)| Some((column, p?)));
        for (column, Points { key, exact, vague }) in points {
            let what = Drawn::Points { key, exact, vague };
            if !lines.take(Item { first: column, last: column, what, selected: false }) {
                more += u64::from(exact + vague);
            }
        }
        for ((_, first, last), bars) in lane.bars {
            let mut left = bars.count;
            for key in bars.keys {
                let when = self.archive.event(key).when;
                let Some(what) = when.map(|when| Drawn::Bar(key, when)) else { continue };
                if !lines.take(Item { first, last, what, selected: false }) {
                    // Where one finds no room, no other over the same cells does.
                    break;
                }
                left -= 1;
            }
            more += left;
        }
        (lines.lines, more)
    }
}

/// The lines of a lane; nothing in a line overlaps.
struct Lines {
    lines: Vec<Vec<Item>>,
    most: usize,
}

impl Lines {
    /// Puts an item into the first line where it fits; tells whether there is one.
    fn take(&mut self, item: Item) -> bool {
        let apart = |other: &Item| other.last < item.first || item.last < other.first;
        if let Some(line) = self.lines.iter_mut().find(|line| line.iter().all(apart)) {
            line.push(item);
        } else if self.lines.len() < self.most {
            self.lines.push(vec![item]);
        } else {
            return false;
        }
        true
    }
}

/// Returns the first and the last column of a span, and whether it is drawn as a point.
fn cells(span: Span, scale: &Scale) -> Option<((u16, u16), bool)> {
    let cells = scale.cells(span)?;
    Some((cells, cells.0 == cells.1 && !scale.cuts(span)))
}

/// Orders bars by how much they say: what lasted from a known start, spans, what has an open end.
fn rank_of(extent: Extent) -> u8 {
    let is_known = |edge| matches!(edge, Edge::At(_));
    let Span { earliest, latest } = extent.span();
    match extent {
        Extent::Lasting { .. } if is_known(earliest) => 1,
        _ if is_known(earliest) && is_known(latest) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::When;

    fn packed(bars: &[(u16, u16)], most: usize) -> (Vec<Vec<(u16, u16)>>, usize) {
        let mut lines = Lines { lines: Vec::new(), most };
        let item = |(first, last): &(u16, u16)| Item {
            first: *first,
            last: *last,
            what: Drawn::Bar(EventKey(0), When::parse("2024").unwrap()),
            selected: false,
        };
        let more = bars.iter().filter(|bar| !lines.take(item(bar))).count();
        let columns = |line: Vec<Item>| line.iter().map(|item| (item.first, item.last)).collect();
        (lines.lines.into_iter().map(columns).collect(), more)
    }

    #[test]
    fn packs_without_overlap_into_as_few_lines_as_it_takes() {
        let (lines, more) = packed(&[(0, 4), (2, 6), (3, 3), (5, 9), (7, 9)], 9);
        assert_eq!(lines, [vec![(0, 4), (5, 9)], vec![(2, 6), (7, 9)], vec![(3, 3)]]);
        assert_eq!(more, 0);
    }

    #[test]
    fn counts_what_found_no_room() {
        let (lines, more) = packed(&[(0, 9), (1, 2), (3, 4)], 1);
        assert_eq!((lines, more), (vec![vec![(0, 9)]], 2));
    }
}
