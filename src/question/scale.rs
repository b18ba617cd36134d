//! The time axis as columns of cells: which moment is where.

use super::Window;
use crate::domain::{Moment, Span};

/// A window of time laid over some columns. Pure geometry, for counting, for drawing and for the mouse alike.
///
/// A stretch that is folded takes [`Scale::FOLD`] columns however long it is; the others share the rest in
/// proportion to their length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// What is laid out.
    pub window: Window,
    /// Over how many columns; at least 1.
    pub columns: u16,
    /// The folded stretches, in order, apart from each other and inside of the window.
    folds: Vec<Window>,
}

/// Where a moment falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Left of the first column.
    Before,
    /// In this column.
    At(u16),
    /// Right of the last column.
    After,
}

impl Scale {
    /// How many columns a folded stretch takes.
    pub const FOLD: u16 = 5;

    /// Lays a window over some columns.
    #[must_use]
    pub fn new(window: Window, columns: u16) -> Self {
        Self { window, columns: columns.max(1), folds: Vec::new() }
    }

    /// Folds these stretches, as far as they leave most of the columns to the others.
    #[must_use]
    pub fn folded(mut self, folds: &[Window]) -> Self {
        let most = usize::from(self.columns / 3 / Self::FOLD);
        let mut folds: Vec<Window> = folds.to_vec();
        if folds.len() > most {
            // The longest ones are worth their columns.
            folds.sort_by_key(|fold| std::cmp::Reverse(fold.seconds()));
            folds.truncate(most);
            folds.sort_by_key(|fold| fold.from);
        }
        self.folds = folds;
        // A fold that takes more columns than its length would makes everything else smaller.
        let shortest =
            |scale: &Self| (0..scale.folds.len()).min_by_key(|n| scale.folds[*n].seconds());
        while let Some(fold) = shortest(&self).filter(|n| !self.pays(&self.folds[*n])) {
            self.folds.remove(fold);
        }
        self
    }

    /// Tells whether a stretch is longer than the columns that it takes folded.
    fn pays(&self, fold: &Window) -> bool {
        fold.seconds() * self.open_columns() > i128::from(Self::FOLD) * self.open_seconds()
    }

    /// Returns the folded stretches, each with its first column.
    pub fn folds(&self) -> impl Iterator<Item = (u16, Window)> {
        self.folds.iter().map(|fold| (self.column_of(fold.from), *fold))
    }

    /// Returns where a moment falls.
    #[must_use]
    pub fn place(&self, moment: Moment) -> Place {
        if moment < self.window.from {
            Place::Before
        } else if moment > self.window.to {
            Place::After
        } else {
            Place::At(self.column_of(moment))
        }
    }

    /// Returns the first and the last column of a span, cut at the edges; `None` if none of it is in the window.
    #[must_use]
    pub fn cells(&self, span: Span) -> Option<(u16, u16)> {
        if span.first() >= self.window.from && span.last() <= self.window.to {
            let seconds = i128::from(span.last().0) - i128::from(span.first().0);
            if seconds * self.open_columns() <= self.open_seconds() {
                // Shorter than a cell is one cell, also where it lies across the border of two.
                let middle = Moment(i64::midpoint(span.first().0, span.last().0));
                let column = self.column_of(middle);
                return Some((column, column));
            }
        }
        let (first, last) = (self.place(span.first()), self.place(span.last()));
        let column = |place| match place {
            Place::Before => 0,
            Place::At(column) => column,
            Place::After => self.columns - 1,
        };
        (first != Place::After && last != Place::Before).then(|| (column(first), column(last)))
    }

    /// Tells whether a span goes on beyond an edge of the window.
    #[must_use]
    pub fn cuts(&self, span: Span) -> bool {
        span.first() < self.window.from || span.last() > self.window.to
    }

    /// Returns the first moment of a column.
    #[must_use]
    pub fn start_of(&self, column: u16) -> Moment {
        let mut folded = 0;
        let mut before = 0;
        let mut behind = self.window.from;
        for (at, fold) in self.folds() {
            if column < at {
                break;
            }
            if column < at + Self::FOLD {
                return fold.from;
            }
            folded += Self::FOLD;
            before += fold.seconds();
            behind = fold.to.plus(1);
        }
        let columns = self.open_columns();
        let open = (self.open_seconds() * i128::from(column - folded) + columns - 1) / columns;
        let moment = i128::from(self.window.from.0) + open + before;
        // The column in which a fold begins holds what is before it, the one after it the rest of the same share.
        Moment(i64::try_from(moment).unwrap_or(i64::MAX)).max(behind)
    }

    /// Returns how many seconds a column stands for that is not folded.
    #[must_use]
    pub fn seconds_per_column(&self) -> f64 {
        self.open_seconds() as f64 / self.open_columns() as f64
    }

    /// The columns of what is not folded.
    fn open_columns(&self) -> i128 {
        i128::from(self.columns) - self.folds.len() as i128 * i128::from(Self::FOLD)
    }

    /// The seconds of what is not folded.
    fn open_seconds(&self) -> i128 {
        let folded: i128 = self.folds.iter().map(|fold| fold.seconds()).sum();
        (self.window.seconds() - folded).max(1)
    }

    fn column_of(&self, moment: Moment) -> u16 {
        let mut open = i128::from(moment.0) - i128::from(self.window.from.0);
        let mut folds = 0;
        for fold in &self.folds {
            if moment < fold.from {
                break;
            }
            // Within a fold, every moment falls where the fold begins.
            open -= i128::from(moment.0.min(fold.to.0)) - i128::from(fold.from.0);
            if moment <= fold.to {
                break;
            }
            open -= 1;
            folds += Self::FOLD;
        }
        let columns = self.open_columns();
        let seconds = self.open_seconds();
        let column = match (i64::try_from(open * columns), i64::try_from(seconds)) {
            // Nearly always: a division of half the width takes a tenth of the time.
            (Ok(cells), Ok(seconds)) => i128::from(cells / seconds),
            _ => open * columns / seconds,
        };
        (column.min(columns - 1) as u16 + folds).min(self.columns - 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn window(a: i64, b: i64) -> Window {
        Window::new(Moment(a), Moment(b))
    }

    #[test]
    fn gives_a_fold_a_few_columns_and_the_rest_to_the_others() {
        // 10 open seconds in 10 columns, and a million folded ones between them.
        let scale = Scale::new(window(0, 1_000_009), 15).folded(&[window(5, 1_000_004)]);
        let column = |moment| scale.place(Moment(moment));
        assert_eq!([column(0), column(4)], [Place::At(0), Place::At(4)]);
        assert_eq!([column(5), column(900_000)], [Place::At(5), Place::At(5)]);
        assert_eq!([column(1_000_005), column(1_000_009)], [Place::At(10), Place::At(14)]);
        assert_eq!(scale.folds().collect::<Vec<_>>(), [(5, window(5, 1_000_004))]);
        assert_eq!(scale.start_of(10), Moment(1_000_005));
        assert_eq!(scale.start_of(6), Moment(5));
    }

    #[test]
    fn folds_only_what_is_longer_than_its_fold() {
        let folds = [window(100, 199), window(300, 304)];
        let folded = |columns| Scale::new(window(0, 999), columns).folded(&folds).folds().count();
        assert_eq!(folded(100), 1, "ten cells become five, and half a cell stays");
        assert_eq!(folded(40), 0, "four cells would become five");
    }

    #[test]
    fn puts_what_is_shorter_than_a_cell_into_one() {
        let scale = Scale::new(window(0, 99), 10);
        let cells = |a, b| scale.cells(Span::between(Moment(a), Moment(b)));
        assert_eq!(cells(8, 12), Some((1, 1)), "across the border of two cells");
        assert_eq!(cells(8, 21), Some((0, 2)));
        assert_eq!(cells(-50, 5), Some((0, 0)));
        assert_eq!(cells(95, 500), Some((9, 9)));
        assert_eq!(cells(100, 500), None);
    }

    proptest! {
        #[test]
        fn places_the_start_of_a_column_in_that_column(
            a in any::<i64>(), b in any::<i64>(), columns in 1u16..500, share in 0.0..1.0f64,
        ) {
            let scale = Scale::new(window(a, b), columns);
            let column = (f64::from(columns) * share) as u16;
            prop_assume!(scale.window.seconds() >= i128::from(columns));
            prop_assert_eq!(scale.place(scale.start_of(column)), Place::At(column));
        }

        #[test]
        fn never_goes_backwards(
            a in any::<i64>(), b in any::<i64>(), m in any::<i64>(), n in any::<i64>(),
            folds in proptest::collection::vec(any::<i64>(), 0..8), columns in 1u16..200,
        ) {
            let whole = window(a, b);
            let mut edges: Vec<i64> = folds.into_iter().filter(|f| *f > whole.from.0 && *f < whole.to.0).collect();
            edges.sort_unstable();
            edges.dedup();
            let folds: Vec<_> = edges.chunks_exact(2).map(|pair| window(pair[0], pair[1])).collect();
            let scale = Scale::new(whole, columns).folded(&folds);
            let (early, late) = (m.min(n), m.max(n));
            prop_assert!(scale.place(Moment(early)) <= scale.place(Moment(late)));
            for column in 0..columns {
                prop_assert!(column == 0 || scale.start_of(column) >= scale.start_of(column - 1));
            }
        }
    }
}
