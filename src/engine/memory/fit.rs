//! Whether something holds of an event: certainly, possibly, or not.

use crate::{
    domain::{Edge, Extent, Moment, Span},
    question::TimeRelation,
};

/// Whether something holds of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It does not.
    No,
    /// It may.
    Possible,
    /// It does.
    Certain,
}

impl Fit {
    pub(super) const fn between(certain: bool, possible: bool) -> Self {
        match (certain, possible) {
            (true, _) => Self::Certain,
            (false, true) => Self::Possible,
            (false, false) => Self::No,
        }
    }
}

/// Tells whether a span lies in a stretch of time: all of it, or any of it.
pub(super) fn inside(span: Span, (first, last): (Moment, Moment)) -> Fit {
    if span.first() > last || span.last() < first {
        Fit::No
    } else {
        Fit::between(span.first() >= first && span.last() <= last, true)
    }
}

pub(super) const fn start_of(extent: Extent) -> Span {
    match extent {
        Extent::Once(span) => span,
        Extent::Lasting { start, .. } => start,
    }
}

/// Tells whether an extent stands in a relation to a stretch of time.
pub(super) fn relate(extent: Extent, relation: TimeRelation, stretch: (Moment, Moment)) -> Fit {
    let span = extent.span();
    let (first, _) = stretch;
    match relation {
        TimeRelation::After => Fit::between(span.first() >= first, span.last() >= first),
        TimeRelation::Before => Fit::between(span.last() < first, span.first() < first),
        TimeRelation::During => inside(span, stretch),
        TimeRelation::Starts => inside(start_of(extent), stretch),
        TimeRelation::Active => goes_on(extent, stretch),
    }
}

/// Tells whether something is going on at any moment of a stretch of time.
fn goes_on(extent: Extent, stretch: (Moment, Moment)) -> Fit {
    let (first, last) = stretch;
    let Extent::Lasting { start, end } = extent else { return inside(extent.span(), stretch) };
    // Nothing ends before it begins; what has an open end goes on to this day.
    let ended =
        if end.earliest == Edge::Open { Moment::MAX } else { end.first().max(start.first()) };
    let begun = start.last().min(end.last());
    match inside(extent.span(), stretch) {
        Fit::No => Fit::No,
        _ => Fit::between(ended >= first && begun <= last, true),
    }
}

/// Tells whether two places are within some kilometres of each other, each of them as far off as it may be.
pub(super) fn near(a: (f64, f64), b: (f64, f64), vague_km: f64, km: f64) -> Fit {
    let distance = great_circle(a, b);
    Fit::between(distance + vague_km <= km, distance - vague_km <= km)
}

/// The distance of two positions in kilometres, on a sphere of the mean radius: right to half a percent.
fn great_circle((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0088;
    let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let scale = lat_a.to_radians().cos() * lat_b.to_radians().cos();
    let chord = half_sine(lat_b - lat_a) + scale * half_sine(lon_b - lon_a);
    2.0 * RADIUS * chord.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_along_the_surface() {
        let (bamako, niamey) = ((12.65, -8.0), (13.51, 2.11));
        assert!(
            (great_circle(bamako, niamey) - 1098.0).abs() < 6.0,
            "{}",
            great_circle(bamako, niamey)
        );
        assert!((great_circle((90.0, 0.0), (-90.0, 45.0)) - 20015.0).abs() < 1.0);
        assert!(great_circle((0.0, 179.9), (0.0, -179.9)) < 23.0, "over the date line");
        assert!(great_circle(bamako, bamako) < 0.001);
    }

    #[test]
    fn is_only_possibly_near_where_a_place_is_vague() {
        // A degree of longitude on the equator is 111 km.
        let fit = |vague, km| near((0.0, 0.0), (0.0, 1.0), vague, km);
        assert_eq!([fit(0.0, 112.0), fit(0.0, 111.0)], [Fit::Certain, Fit::No]);
        assert_eq!(
            [fit(20.0, 120.0), fit(20.0, 100.0), fit(20.0, 90.0)],
            [Fit::Possible, Fit::Possible, Fit::No]
        );
    }
}
