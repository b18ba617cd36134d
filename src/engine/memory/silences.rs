//! Empty time: stretches that can be folded away, and the longest silence of each country or group.

use super::{Memory, bits::Bits};
use crate::{
    domain::{Edge, Extent, Moment, Span},
    question::{Field, Silence, Window},
};

/// A stretch must be this part of the window to be folded: below that there is little to win.
const LEAST_PART: i128 = 8;
/// Into how many parts a window is cut to find them; each must be shorter than what is folded.
const PARTS: i128 = 64;
/// A silence is at least this long, in seconds: two days, for a night is none.
const LEAST_SILENCE: i128 = 2 * 86_400;

impl Memory {
    /// Returns the long empty stretches of a window, in order, a little shorter than they are.
    ///
    /// An event that may lie anywhere up to some day empties nothing: only what is stated counts, its two
    /// bounds where it is vague and its two ends where it lasted. What is empty before the first event and after the last
    /// is folded where nobody has chosen the window and a filter has emptied it; else it says how far one looks.
    pub(super) fn folds(&self, rows: &Bits, window: Window, is_chosen: bool) -> Vec<Window> {
        let least = window.seconds() / LEAST_PART;
        if self.begins_everywhere(rows, window) {
            return Vec::new();
        }
        // Within a part no gap is long enough, so that the first and the last moment of each are all that counts.
        let mut parts = vec![None; 2 + PARTS as usize];
        let mut see = |(first, last): (Moment, Moment)| {
            let part = match first {
                _ if first < window.from => 0,
                _ if first > window.to => 1 + PARTS as usize,
                _ => {
                    let offset = i128::from(first.0) - i128::from(window.from.0);
                    1 + (offset * PARTS / window.seconds()) as usize
                }
            };
            let (from, to) = parts[part].get_or_insert((first, last));
            (*from, *to) = ((*from).min(first), (*to).max(last));
        };
        rows.each_in(0..self.times.dated(), |rank| match self.times.extent(rank) {
            Some(Extent::Once(span)) => stated(span).into_iter().for_each(&mut see),
            Some(Extent::Lasting { start, end }) => {
                stated(start).into_iter().chain(stated(end)).for_each(&mut see);
            }
            None => {}
        });
        let has_edges = !is_chosen && rows.count() < u64::from(self.len());
        let edge = |moment| has_edges.then_some((moment, moment));
        let mut busy: Vec<(Moment, Moment)> = parts.into_iter().flatten().collect();
        if !busy.is_empty() {
            busy.splice(..0, edge(window.from));
            busy.extend(edge(window.to));
        }
        let mut folds = Vec::new();
        let mut quiet_from: Option<Moment> = None;
        for (first, last) in busy {
            if let Some(quiet_from) = quiet_from {
                folds.extend(fold(quiet_from.max(window.from), first.min(window.to), least));
            }
            quiet_from = quiet_from.max(Some(last));
        }
        folds
    }

    /// Tells whether something of a known beginning begins in every part of a window, a third as long as a gap.
    fn begins_everywhere(&self, rows: &Bits, window: Window) -> bool {
        let thirds = 3 * LEAST_PART;
        let rank = |part: i128| {
            let start = i128::from(window.from.0) + window.seconds() * part / thirds;
            self.times.before(Moment(start as i64))
        };
        let beginless = self.times.beginless();
        (0..thirds).all(|part| {
            let ranks = rank(part)..rank(part + 1);
            rows.iter_in(ranks).any(|rank| !beginless.contains(rank))
        })
    }
}

impl Memory {
    /// Returns the longest silence of each value of a field, the longest first.
    ///
    /// An event that lasted breaks the silence all the time; one of which an end is open or unknown breaks it
    /// at the bound that is stated, and from there on if it goes on.
    pub(super) fn silences(&self, rows: &Bits, field: Field) -> Vec<Silence> {
        let column = self.column(field);
        let mut busy: Vec<Vec<(Moment, Moment)>> = vec![Vec::new(); column.len()];
        rows.each_in(0..self.times.dated(), |rank| {
            if let Some(stretch) = self.times.span(rank).and_then(heard) {
                column.each(rank, |value| busy[value].push(stretch));
            }
        });
        let longest = column.values(self).iter().zip(busy).filter_map(|(value, mut busy)| {
            busy.sort_unstable();
            let stretch = longest_gap(&busy)?;
            Some(Silence { label: value.names().1, stretch })
        });
        let mut longest: Vec<Silence> = longest.collect();
        longest.sort_by_cached_key(|silence| {
            (std::cmp::Reverse(silence.stretch.seconds()), silence.label.clone())
        });
        longest
    }
}

/// Returns the stretch in which something may be heard of an event.
fn heard(span: Span) -> Option<(Moment, Moment)> {
    match (span.earliest, span.latest) {
        (Edge::At(first), Edge::At(last)) => Some((first, last)),
        (Edge::At(first), Edge::Open) => Some((first, Moment::MAX)),
        (Edge::At(only), _) | (_, Edge::At(only)) => Some((only, only)),
        _ => None,
    }
}

/// Returns the longest silence between sorted stretches.
fn longest_gap(busy: &[(Moment, Moment)]) -> Option<Window> {
    let mut longest: Option<Window> = None;
    let mut quiet_from = busy.first()?.1;
    for (first, last) in busy {
        let gap = Window { from: quiet_from, to: *first };
        let is_longer = longest.is_none_or(|longest| gap.seconds() > longest.seconds());
        if *first > quiet_from && gap.seconds() >= LEAST_SILENCE && is_longer {
            longest = Some(gap);
        }
        quiet_from = quiet_from.max(*last);
    }
    longest
}

/// Returns what a span states: from bound to bound, or the one bound that it has.
fn stated(span: Span) -> Option<(Moment, Moment)> {
    match (span.earliest, span.latest) {
        (Edge::At(first), Edge::At(last)) => Some((first, last)),
        (Edge::At(only), _) | (_, Edge::At(only)) => Some((only, only)),
        _ => None,
    }
}

/// Returns the middle of an empty stretch that is long enough; a tenth at either end stays, for the eye.
fn fold(from: Moment, to: Moment, least: i128) -> Option<Window> {
    let seconds = i128::from(to.0) - i128::from(from.0);
    if seconds < least.max(1) {
        return None;
    }
    let air = (seconds / 10) as i64;
    Some(Window { from: from.plus(air.max(1)), to: to.plus(-air.max(1)) }).filter(|f| f.from < f.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(busy: &[(i64, i64)]) -> Option<(i64, i64)> {
        let busy: Vec<_> =
            busy.iter().map(|(a, b)| (Moment(a * 86_400), Moment(b * 86_400))).collect();
        longest_gap(&busy).map(|gap| (gap.from.0 / 86_400, gap.to.0 / 86_400))
    }

    #[test]
    fn finds_the_longest_silence_between_what_was_heard() {
        assert_eq!(days(&[(0, 0), (5, 5), (20, 21), (30, 30)]), Some((5, 20)));
        assert_eq!(
            days(&[(0, 10), (2, 3), (14, 14)]),
            Some((10, 14)),
            "a long event covers a short one"
        );
        assert_eq!(days(&[(0, 0), (1, 1)]), None, "a night is no silence");
        assert_eq!(days(&[(3, 3)]), None);
        assert_eq!(days(&[]), None);
    }
}
