//! Ticks and their labels, on the boundaries of the calendar.

use chrono::Weekday;
use ratatui::style::Style;

use crate::{
    domain::{Civil, Moment, Unit},
    question::{Place, Scale},
    ui::{pen::Pen, title::year_text},
};

/// A boundary of the calendar on the axis.
#[derive(Debug)]
struct Tick {
    column: u16,
    label: String,
}

/// The steps that ticks may have, the finest first. The week begins on the day that the person wants.
const STEPS: &[Unit] = &[
    Unit::Seconds(1),
    Unit::Seconds(5),
    Unit::Seconds(15),
    Unit::Seconds(60),
    Unit::Seconds(300),
    Unit::Seconds(900),
    Unit::HOUR,
    Unit::Seconds(10_800),
    Unit::Seconds(21_600),
    Unit::Day,
    Unit::Week(Weekday::Mon),
    Unit::Month,
    Unit::Quarter,
    Unit::Years(1),
    Unit::Years(2),
    Unit::Years(5),
    Unit::Years(10),
    Unit::Years(20),
    Unit::Years(50),
    Unit::Years(100),
    Unit::Years(200),
    Unit::Years(500),
    Unit::Years(1_000),
    Unit::Years(2_000),
    Unit::Years(5_000),
    Unit::Years(10_000),
    Unit::Years(20_000),
    Unit::Years(50_000),
    Unit::Years(100_000),
    Unit::Years(200_000),
    Unit::Years(500_000),
    Unit::Years(1_000_000),
    Unit::Years(2_000_000),
    Unit::Years(5_000_000),
    Unit::Years(10_000_000),
    Unit::Years(20_000_000),
    Unit::Years(50_000_000),
    Unit::Years(100_000_000),
    Unit::Years(200_000_000),
    Unit::Years(500_000_000),
    Unit::Years(1_000_000_000),
    Unit::Years(2_000_000_000),
    Unit::Years(5_000_000_000),
];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A time axis at its place on the screen.
pub(in crate::ui) struct Axis {
    pub(in crate::ui) scale: Scale,
    /// The cell of its first column.
    pub(in crate::ui) x: u16,
    ticks: Vec<Tick>,
}

impl Axis {
    pub(in crate::ui) fn new(scale: Scale, x: u16, week_start: Weekday) -> Self {
        Self { ticks: ticks(&scale, week_start), scale, x }
    }

    /// Writes its labels into a line, and how long each fold is.
    pub(in crate::ui) fn labels(&self, pen: &mut Pen<'_>, y: u16, style: Style) {
        for tick in &self.ticks {
            let room = self.scale.columns - tick.column;
            pen.put((self.x + tick.column, y), room, &tick.label, style);
        }
        for (column, fold) in self.scale.folds() {
            let text = brief(fold.seconds());
            pen.put((self.x + column, y), Scale::FOLD, &text, pen.look.theme.vague);
        }
    }

    /// Draws the lines of its grid.
    pub(in crate::ui) fn grid(&self, pen: &mut Pen<'_>, y: u16) {
        let (sign, style) = (pen.glyphs().grid, pen.look.theme.frame);
        for tick in &self.ticks {
            pen.sign(self.x + tick.column, y, sign, style);
        }
    }

    /// Shows where it is folded, across whatever runs over it.
    pub(in crate::ui) fn breaks(&self, pen: &mut Pen<'_>, y: u16) {
        let (sign, style) = (pen.glyphs().fold, pen.look.theme.frame);
        for (column, _) in self.scale.folds() {
            pen.sign(self.x + column + 1, y, sign, style);
            pen.sign(self.x + column + 3, y, sign, style);
        }
    }
}

/// Returns the ticks of an axis, as fine as there is room for their labels. Folds have none.
fn ticks(scale: &Scale, week_start: Weekday) -> Vec<Tick> {
    let room = |unit: &Unit| {
        let columns = unit.seconds() as f64 / scale.seconds_per_column();
        columns >= f64::from(widest(*unit)) + 1.0
    };
    let unit = match STEPS.iter().copied().find(room) {
        Some(Unit::Week(_)) => Unit::Week(week_start),
        Some(unit) => unit,
        None => return Vec::new(),
    };
    let folds: Vec<_> = scale.folds().collect();
    let mut ticks: Vec<Tick> = Vec::new();
    let mut free = 0;
    let mut year = None;
    let mut moment = scale.window.from.floor(unit);
    while moment <= scale.window.to {
        let mut next = moment.next(unit);
        if let Some((column, fold)) = folds.iter().find(|(_, f)| f.from <= moment && moment <= f.to)
        {
            free = free.max(column + Scale::FOLD);
            next = next.max(fold.to.floor(unit));
        } else if let (Place::At(column), civil) = boundary(scale, unit, moment)
            && column >= free
        {
            // The name of the year is long: where it finds no room, the tick is named without it.
            let fits = |label: &String| {
                let end = column + label.len() as u16;
                let hits = |at: &u16| column < at + Scale::FOLD && *at < end + 1;
                end <= scale.columns && !folds.iter().any(|(at, _)| hits(at))
            };
            let news = year != Some(civil.year);
            let labels = [label(unit, civil, news), label(unit, civil, false)];
            if let Some(label) = labels.into_iter().find(fits) {
                year = Some(civil.year);
                free = column + label.len() as u16 + 1;
                ticks.push(Tick { column, label });
            }
        }
        if next <= moment || next == Moment::MAX {
            break;
        }
        moment = next;
    }
    ticks
}

/// Returns where a boundary falls, and how the calendar names it.
///
/// People count years before Christ from 1, not from 0: round years are a year later than by plain counting.
fn boundary(scale: &Scale, unit: Unit, moment: Moment) -> (Place, Civil) {
    let moment = match unit {
        Unit::Years(2..) if moment.civil().year <= 0 => moment.next(Unit::Years(1)),
        _ => moment,
    };
    (scale.place(moment), moment.civil())
}

/// Returns the width of the widest usual label of a step. The year itself may take more; then a label is left out.
const fn widest(unit: Unit) -> u16 {
    match unit {
        Unit::Seconds(..60) => 8,
        Unit::Seconds(_) | Unit::Day | Unit::Week(_) => 6,
        Unit::Month | Unit::Quarter | Unit::Years(..10_000) => 4,
        Unit::Years(..1_000_000) => 10,
        Unit::Years(_) => 7,
    }
}

/// Returns the short name of a month from 1 to 12.
pub(in crate::ui) fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month.clamp(1, 12) - 1)]
}

/// Returns the label of a tick; the first one of a year names the year.
fn label(unit: Unit, civil: Civil, new_year: bool) -> String {
    let month = month_name(civil.month);
    match unit {
        Unit::Years(_) => year_text(civil.year),
        _ if new_year && civil.month == 1 && civil.day == 1 && civil.hour == 0 => {
            year_text(civil.year)
        }
        Unit::Month | Unit::Quarter if new_year => format!("{month} {}", year_text(civil.year)),
        Unit::Month | Unit::Quarter => month.to_owned(),
        Unit::Day | Unit::Week(_) if new_year => {
            format!("{} {month} {}", civil.day, year_text(civil.year))
        }
        Unit::Day | Unit::Week(_) => format!("{} {month}", civil.day),
        Unit::Seconds(_) if new_year => {
            format!(
                "{} {month} {} {:02}:{:02}",
                civil.day,
                year_text(civil.year),
                civil.hour,
                civil.minute
            )
        }
        Unit::Seconds(..60) => format!("{:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second),
        Unit::Seconds(_) if civil.hour == 0 && civil.minute == 0 => {
            format!("{} {month}", civil.day)
        }
        Unit::Seconds(_) => format!("{:02}:{:02}", civil.hour, civil.minute),
    }
}

/// Returns a length of time in at most five cells: `8y`, `14mo`, `13Gy`.
pub(in crate::ui) fn brief(seconds: i128) -> String {
    const UNITS: [(i128, &str); 10] = [
        (31_556_952_000_000_000, "Gy"),
        (31_556_952_000_000, "My"),
        (31_556_952_000, "ky"),
        (31_556_952, "y"),
        (2_629_746, "mo"),
        (604_800, "w"),
        (86_400, "d"),
        (3_600, "h"),
        (60, "m"),
        (1, "s"),
    ];
    // A unit is used from two of it on, so that no length is rounded to half of what it is.
    let fits = |(unit, _): &&(i128, &str)| seconds >= unit * 2;
    let (unit, name) = UNITS.iter().find(fits).unwrap_or(&UNITS[9]);
    format!("{}{name}", (seconds + unit / 2) / unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::question::Window;

    fn day(year: i64, month: u32, day: u32) -> Moment {
        Moment::start_of_day(year, month, day).unwrap()
    }

    fn shown(from: (i64, u32, u32), to: (i64, u32, u32), columns: u16) -> String {
        let from = Moment::start_of_day(from.0, from.1, from.2).unwrap();
        let to = Moment::end_of_day(to.0, to.1, to.2).unwrap();
        let mut line = " ".repeat(usize::from(columns));
        for tick in ticks(&Scale::new(Window::new(from, to), columns), Weekday::Mon) {
            let at = usize::from(tick.column);
            line.replace_range(at..at + tick.label.len(), &tick.label);
        }
        line.trim_end().to_owned()
    }

    #[test]
    fn puts_ticks_on_boundaries_of_the_calendar() {
        assert_eq!(shown((2019, 1, 1), (2021, 12, 31), 30), "2019     2020       2021");
        assert_eq!(shown((2024, 11, 1), (2025, 4, 30), 36), "Nov 2024    2025  Feb  Mar    Apr");
        assert_eq!(shown((-50, 1, 1), (1, 12, 31), 40), "50 BC   40 BC   30 BC  20 BC   10 BC");
    }

    #[test]
    fn begins_weeks_on_the_day_that_is_wanted() {
        let (from, to) = (day(2025, 3, 3), day(2025, 4, 13));
        let scale = Scale::new(Window::new(from, to), 60);
        let mut seen = Vec::new();
        for start in [Weekday::Mon, Weekday::Sat, Weekday::Sun] {
            let labels: Vec<_> = ticks(&scale, start).into_iter().map(|tick| tick.label).collect();
            seen.push(labels[..2].join(", "));
        }
        assert_eq!(seen, ["3 Mar 2025, 17 Mar", "8 Mar 2025, 22 Mar", "9 Mar 2025, 16 Mar"]);
    }

    #[test]
    fn names_the_year_however_close_one_looks() {
        assert!(shown((2025, 8, 3), (2025, 8, 3), 60).contains("2025"));
        assert!(shown((2025, 3, 3), (2025, 8, 3), 40).contains("2025"));
    }

    proptest! {
        #[test]
        fn never_lets_labels_collide(a in any::<i64>(), b in any::<i64>(), columns in 1u16..300) {
            let ticks = ticks(&Scale::new(Window::new(Moment(a), Moment(b)), columns), Weekday::Sun);
            for pair in ticks.windows(2) {
                prop_assert!(pair[0].column + pair[0].label.len() as u16 <= pair[1].column);
            }
            prop_assert!(ticks.len() <= usize::from(columns));
        }
    }
}
