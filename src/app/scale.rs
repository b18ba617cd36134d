//! The time axis as columns of cells: which moment is where.

use crate::{domain::Moment, question::Window};

/// A window of time laid over some columns. Pure geometry, for drawing and for the mouse alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// What is laid out.
    pub window: Window,
    /// Over how many columns; at least 1.
    pub columns: u16,
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
    /// Lays a window over some columns.
    #[must_use]
    pub fn new(window: Window, columns: u16) -> Self {
        Self {
            window,
            columns: columns.max(1),
        }
    }

    /// Returns where a moment falls.
    #[must_use]
    pub fn place(&self, moment: Moment) -> Place {
        if moment < self.window.from {
            Place::Before
        } else if moment > self.window.to {
            Place::After
        } else {
            let offset = i128::from(moment.0) - i128::from(self.window.from.0);
            let column = offset * i128::from(self.columns) / self.window.seconds();
            Place::At((column as u16).min(self.columns - 1))
        }
    }

    /// Returns the first moment of a column.
    #[must_use]
    pub fn start_of(&self, column: u16) -> Moment {
        let columns = i128::from(self.columns);
        let offset = (self.window.seconds() * i128::from(column) + columns - 1) / columns;
        let moment = i128::from(self.window.from.0) + offset;
        Moment(i64::try_from(moment).unwrap_or(i64::MAX))
    }

    /// Returns how many seconds a column stands for.
    #[must_use]
    pub fn seconds_per_column(&self) -> f64 {
        self.window.seconds() as f64 / f64::from(self.columns)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_the_start_of_a_column_in_that_column(
            a in any::<i64>(), b in any::<i64>(), columns in 1u16..500, column in 0u16..500,
        ) {
            let scale = Scale::new(Window::new(Moment(a), Moment(b)), columns);
            prop_assume!(scale.window.seconds() >= i128::from(columns) && column < columns);
            prop_assert_eq!(scale.place(scale.start_of(column)), Place::At(column));
        }

        #[test]
        fn never_goes_backwards(a in any::<i64>(), b in any::<i64>(), m in any::<i64>(), n in any::<i64>()) {
            let scale = Scale::new(Window::new(Moment(a), Moment(b)), 80);
            let (early, late) = (m.min(n), m.max(n));
            prop_assert!(scale.place(Moment(early)) <= scale.place(Moment(late)));
        }
    }
}
