//! Stretches of time in which nothing is known to begin or to end.

use super::Memory;
use crate::{
    domain::{Edge, Extent, Moment, Span},
    question::Window,
};

/// A stretch must be this part of the window to be folded: below that there is little to win.
const LEAST_PART: i128 = 8;

impl Memory {
    /// Returns the long empty stretches of a window, in order, a little shorter than they are.
    ///
    /// An event that may lie anywhere up to some day empties nothing: only what is stated counts, its two
    /// bounds where it is vague and its two ends where it lasted.
    pub(super) fn folds(&self, rows: &[u32], window: Window) -> Vec<Window> {
        let mut busy: Vec<(Moment, Moment)> = Vec::with_capacity(rows.len());
        for rank in rows {
            let Some(when) = &self.event(*rank).when else { continue };
            match when.extent() {
                Extent::Once(span) => busy.extend(stated(span)),
                Extent::Lasting { start, end } => {
                    busy.extend(stated(start));
                    busy.extend(stated(end));
                }
            }
        }
        busy.sort_unstable();
        let least = window.seconds() / LEAST_PART;
        let mut folds = Vec::new();
        let mut quiet_from = window.from;
        for (first, last) in busy {
            folds.extend(fold(quiet_from, first.min(window.to), least));
            quiet_from = quiet_from.max(last);
        }
        // The ends of the window are never folded away: they say how far one looks.
        folds.retain(|fold| fold.from > window.from);
        folds
    }
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
