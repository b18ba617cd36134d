//! Figures as tables in Markdown.

use std::{fmt::Display, time::Duration};

/// A figure beside its goal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    scenario: &'a str,
    figure: &'a str,
}

impl<'a> Line<'a> {
    /// What stands above the lines.
    pub(crate) const HEAD: &'static str =
        "| scenario | figure | measured | goal |\n|---|---|---|---|";

    /// Begins a line.
    pub(crate) const fn new(scenario: &'a str, figure: &'a str) -> Self {
        Self { scenario, figure }
    }

    /// Prints a figure that has no goal.
    pub(crate) fn print(self, measured: impl Display) {
        println!("| {} | {} | {measured} | – |", self.scenario, self.figure);
    }

    /// Prints a figure and its goal.
    pub(crate) fn print_beside(self, goal: &str, measured: impl Display, is_met: bool) {
        let measured = judged(measured, is_met);
        println!("| {} | {} | {measured} | {goal} |", self.scenario, self.figure);
    }
}

/// Returns a figure as it is shown, depending on whether it meets its goal.
pub(crate) fn judged(measured: impl Display, is_met: bool) -> String {
    if is_met { measured.to_string() } else { format!("**{measured}**") }
}

/// How long something took, again and again.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Adds a time.
    pub(crate) fn push(&mut self, time: Duration) {
        let at = self.0.partition_point(|one| *one <= time);
        self.0.insert(at, time);
    }

    /// Adds times.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
        self.0.sort_unstable();
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the time that so many percent do not exceed; nothing took no time.
    pub(crate) fn at(&self, percent: usize) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get(last * percent / 100).copied().unwrap_or_default()
    }

    /// Returns the median, the 99th percentile and the maximum, in milliseconds.
    pub(crate) fn summary(&self) -> String {
        let [median, p99, most] = [50, 99, 100].map(|percent| milliseconds(self.at(percent)));
        format!("{median} / {p99} / {most}")
    }
}

/// Returns milliseconds with as many digits as mean something.
pub(crate) fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    let digits = usize::from(milliseconds < 10.0);
    format!("{milliseconds:.digits$}")
}

/// Returns a share of one core.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Returns an amount of memory.
pub(crate) fn megabytes(bytes: i64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
