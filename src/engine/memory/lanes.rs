//! Events packed into lanes.

use std::collections::BTreeMap;

use super::{Memory, column::Column};
use crate::{
    domain::{Edge, EventKey, Extent, Moment},
    question::{Drawn, Item, Lane, LaneOrder, Lanes, LanesWish, Scale},
};

/// What is gathered of a lane while its events go by.
#[derive(Default)]
struct Gathered {
    count: u64,
    first: Option<Moment>,
    /// Events that fall in one cell, by column: exact, vague, one of them, whether the selected one is there.
    points: BTreeMap<u16, (u32, u32, EventKey, bool)>,
    bars: Vec<Item>,
}

impl Memory {
    /// Packs the listed events into the lanes that are wanted.
    pub(super) fn lanes(
        &self,
        rows: &[u32],
        scale: &Scale,
        wish: &LanesWish,
        selected: Option<EventKey>,
    ) -> Lanes {
        let column = self.lane_column(wish.field);
        let mut gathered: Vec<Gathered> = Vec::new();
        gathered.resize_with(column.values.len(), Gathered::default);
        let mut without = 0;
        for rank in rows {
            let values = column.of(*rank);
            without += u64::from(values.is_empty());
            for value in values {
                self.gather(&mut gathered[*value as usize], *rank, scale, selected);
            }
        }
        let mut order: Vec<usize> =
            (0..gathered.len()).filter(|n| gathered[*n].count > 0).collect();
        sort(&mut order, &gathered, column, wish.order);
        let total = order.len();
        let shown = order.into_iter().skip(wish.top).take(usize::from(wish.most));
        let lanes = shown.map(|n| {
            let known = &column.values[n];
            let lane = std::mem::take(&mut gathered[n]);
            let count = lane.count;
            let (lines, more) = pack(lane, usize::from(wish.lines.max(1)));
            let (value, label, short) = known.names();
            Lane { value, label, short, count, lines, more }
        });
        Lanes { lanes: lanes.collect(), total, without }
    }

    fn gather(&self, lane: &mut Gathered, rank: u32, scale: &Scale, selected: Option<EventKey>) {
        lane.count += 1;
        let key = self.order[rank as usize];
        if lane.first.is_none() {
            lane.first = self.anchor(rank);
        }
        let Some(when) = &self.event(rank).when else { return };
        let extent = when.extent();
        let span = extent.span();
        let Some((first, last)) = scale.cells(span) else { return };
        let selected = selected == Some(key);
        if first == last && !scale.cuts(span) {
            let exact = matches!(extent, Extent::Once(span)
                if span.last().0.saturating_sub(span.first().0) < 86_400);
            let cell = lane.points.entry(first).or_insert((0, 0, key, false));
            cell.0 += u32::from(exact);
            cell.1 += u32::from(!exact);
            cell.3 |= selected;
            if selected {
                cell.2 = key;
            }
        } else {
            lane.bars.push(Item { first, last, what: Drawn::Bar(key, when.clone()), selected });
        }
    }
}

fn sort(order: &mut [usize], gathered: &[Gathered], column: &Column, by: LaneOrder) {
    let label = |n: usize| column.values[n].names().1;
    match by {
        LaneOrder::Count => {
            order.sort_by_cached_key(|n| (std::cmp::Reverse(gathered[*n].count), label(*n)));
        }
        LaneOrder::First => {
            order.sort_by_cached_key(|n| (gathered[*n].first.unwrap_or(Moment::MAX), label(*n)));
        }
        LaneOrder::Name => order.sort_by_cached_key(|n| label(*n)),
    }
}

/// Puts each item into the first line where it fits; returns how many events found no room.
///
/// The most precise come first: what may have been at any time before some day must not crowd out a day.
fn pack(lane: Gathered, most: usize) -> (Vec<Vec<Item>>, u64) {
    let points = lane.points.into_iter().map(|(column, (exact, vague, key, selected))| Item {
        first: column,
        last: column,
        what: Drawn::Points { key, exact, vague },
        selected,
    });
    let mut items: Vec<Item> = points.chain(lane.bars).collect();
    items.sort_by_key(|item| (rank_of(item), item.first, item.last));
    let mut lines: Vec<Vec<Item>> = Vec::new();
    let mut more = 0;
    for item in items {
        let apart = |other: &Item| other.last < item.first || item.last < other.first;
        if let Some(line) = lines.iter_mut().find(|line| line.iter().all(apart)) {
            line.push(item);
        } else if lines.len() < most {
            lines.push(vec![item]);
        } else {
            more += match item.what {
                Drawn::Bar(..) => 1,
                Drawn::Points { exact, vague, .. } => u64::from(exact + vague),
            };
        }
    }
    (lines, more)
}

/// Orders items by how much they say: points, what lasted from a known start, spans, what has an open end.
fn rank_of(item: &Item) -> u8 {
    match &item.what {
        Drawn::Points { .. } => 0,
        Drawn::Bar(_, when) if matches!(when.earliest(), Edge::At(_)) && when.is_lasting() => 1,
        Drawn::Bar(_, when) if !when.is_open() => 2,
        Drawn::Bar(..) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(first: u16, last: u16) -> Item {
        let when = crate::domain::When::parse("2024").unwrap();
        Item { first, last, what: Drawn::Bar(EventKey(0), when), selected: false }
    }

    fn packed(bars: &[(u16, u16)], most: usize) -> (Vec<Vec<(u16, u16)>>, u64) {
        let lane = Gathered {
            bars: bars.iter().map(|(first, last)| bar(*first, *last)).collect(),
            ..Gathered::default()
        };
        let (lines, more) = pack(lane, most);
        let columns = |line: Vec<Item>| line.iter().map(|item| (item.first, item.last)).collect();
        (lines.into_iter().map(columns).collect(), more)
    }

    #[test]
    fn packs_without_overlap_into_as_few_lines_as_it_takes() {
        let (lines, more) = packed(&[(0, 4), (2, 6), (5, 9), (7, 9), (3, 3)], 9);
        assert_eq!(lines, [vec![(0, 4), (5, 9)], vec![(2, 6), (7, 9)], vec![(3, 3)]]);
        assert_eq!(more, 0);
    }

    #[test]
    fn counts_what_found_no_room() {
        let (lines, more) = packed(&[(0, 9), (1, 2), (3, 4)], 1);
        assert_eq!((lines, more), (vec![vec![(0, 9)]], 2));
    }
}
