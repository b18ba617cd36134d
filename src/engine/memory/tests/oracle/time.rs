//! How an extent stands to a stretch of time, by trying what may have been.

use crate::{
    domain::{Edge, Extent, Moment, Span},
    question::TimeRelation,
};

/// Tells whether an extent certainly stands in a relation to a stretch of time, and whether it possibly does.
pub(super) fn relates(
    own: Extent,
    relation: TimeRelation,
    first: Moment,
    last: Moment,
) -> (bool, bool) {
    let span = own.span();
    let start = match own {
        Extent::Once(span) => span,
        Extent::Lasting { start, .. } => start,
    };
    match relation {
        TimeRelation::After => (span.first() >= first, span.last() >= first),
        TimeRelation::Before => (span.last() < first, span.first() < first),
        TimeRelation::During => (within(span, first, last), overlaps(span, first, last)),
        TimeRelation::Starts => (within(start, first, last), overlaps(start, first, last)),
        TimeRelation::Active => (goes_on(own, first, last), overlaps(span, first, last)),
    }
}

/// Tells whether something is going on in a stretch of time whenever it began and ended.
fn goes_on(own: Extent, first: Moment, last: Moment) -> bool {
    let Extent::Lasting { start, end } = own else { return within(own.span(), first, last) };
    let ends = match end.earliest {
        Edge::Open => [Moment::MAX; 2],
        _ => [end.first(), end.last()],
    };
    let begins = [start.first(), start.last()];
    let corners = begins.into_iter().flat_map(|begin| ends.map(|end| (begin, end)));
    // Where the end may come before the start, the two may also be one moment.
    let moments = [begins[0].max(ends[0]), begins[1].min(ends[1])];
    let mut histories = corners.filter(|(begin, end)| begin <= end).chain(
        moments.map(|moment| (moment, moment)).into_iter().filter(|_| moments[0] <= moments[1]),
    );
    histories.all(|(begin, end)| begin <= last && end >= first)
}

fn overlaps(span: Span, from: Moment, to: Moment) -> bool {
    span.first() <= to && span.last() >= from
}

fn within(span: Span, from: Moment, to: Moment) -> bool {
    span.first() >= from && span.last() <= to
}
