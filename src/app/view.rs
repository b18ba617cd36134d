//! What is on the screen as one line of text: the arguments after `dateline FILE`.
//!
//! ```text
//! -q 'country:MAR kind:release' --span 2024..2025-08-05 --view lanes:group+rolled --at drivers-released
//! ```
//! A saved view, a link, the end of the last session and the command line are all written so. What is as it is at
//! the start is left out.

use std::iter;

use super::{App, history::Chosen, lanes::LaneView};
use crate::{
    domain::{Clean, Moment, When, Zone, nearest},
    question::{
        Cursor, Filter, LaneOrder, Reading, Window,
        language::{self, Mistake},
    },
};

/// What is on the screen, apart from its size and its colours.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Which events are wanted.
    pub filter: Filter,
    /// Which part of the axis is looked at; `None` is all of it.
    pub window: Option<Window>,
    /// How it is laid out.
    pub layout: Layout,
    /// The event that is selected, by its id; `None` is the one that is selected at the start.
    pub at: Option<Clean>,
}

/// How a view is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// The lanes, if there are any.
    pub lanes: Option<LaneView>,
    /// What it takes to be in the window.
    pub reading: Reading,
    /// Whether long empty stretches of the axis take their full length.
    pub unfolded: bool,
    /// Whether the filter is switched off for the moment.
    pub unfiltered: bool,
}

/// Why a line is no view.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// The query is wrong.
    #[error("-q: {}", super::prompt::tell(.0))]
    Query(Mistake),
    /// `--span` is no stretch of time.
    #[error("`{0}` is no stretch of time; write --span 2024..2025-08-05")]
    Span(Clean),
    /// `--view` names no layout.
    #[error("`{word}` is no layout; {help}")]
    Layout {
        /// What stands there.
        word: Clean,
        /// What may stand there.
        help: String,
    },
    /// It has words that are no arguments of a view.
    #[error("`{0}` is no part of a view")]
    Word(Clean),
    /// A quote is missing.
    #[error("a quote is never closed")]
    Quote,
}

/// The layout without anything special.
const LIST: &str = "list";
/// Before the field of the lanes.
const LANES: &str = "lanes:";
const ROLLED: &str = "rolled";
const STARTS: &str = "starts";
const UNFOLDED: &str = "unfolded";
const UNFILTERED: &str = "unfiltered";

impl View {
    /// Writes the view as arguments, ready for a shell; an empty line is the view at the start.
    ///
    /// Times in it are on the clocks of a zone and say so; days are days wherever they are read.
    #[must_use]
    pub fn line(&self, zone: Zone) -> String {
        let query = language::write(&self.filter);
        let parts = [
            ("-q", Some(query).filter(|query| !query.is_empty())),
            ("--span", self.window.map(|window| span_text(window, zone))),
            ("--view", Some(self.layout.text()).filter(|layout| layout != LIST)),
            ("--at", self.at.as_ref().map(ToString::to_string)),
        ];
        let given = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let words: Vec<_> =
            given.map(|(name, value)| format!("{name} {}", shell_quoted(&value))).collect();
        words.join(" ")
    }

    /// Reads what [`View::line`] writes, in whatever zone, for the clocks of this one.
    ///
    /// # Errors
    /// Says what in it is no part of a view.
    pub fn read(line: &str, zone: Zone) -> Result<Self, ViewError> {
        let mut view = Self::default();
        let mut words = shlex::split(line).ok_or(ViewError::Quote)?.into_iter();
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| ViewError::Word(Clean::new(&word)))?;
            match word.as_str() {
                "-q" | "--query" => {
                    view.filter = language::read(&value).finished().map_err(ViewError::Query)?;
                }
                "--span" => view.window = Some(read_span(&value, zone)?),
                "--view" => view.layout = Layout::read(&value)?,
                "--at" => view.at = Some(Clean::new(&value)),
                _ => return Err(ViewError::Word(Clean::new(&word))),
            }
        }
        Ok(view)
    }

    /// Tells whether it is more than some event of the whole file.
    pub(super) fn is_special(&self) -> bool {
        *self != Self { at: self.at.clone(), ..Self::default() }
    }

    /// Returns where the cursor is to go.
    pub(super) fn cursor(&self) -> Cursor {
        self.at.clone().map_or(Cursor::Last, Cursor::Id)
    }

    /// Chooses what makes this view; what the person keeps stays.
    pub(super) fn choose(self, chosen: &mut Chosen) {
        let Layout { lanes, reading, unfolded, unfiltered } = self.layout;
        chosen.filter_off = unfiltered && !self.filter.is_empty();
        chosen.filter = self.filter;
        chosen.window = self.window;
        chosen.lanes = lanes;
        chosen.reading = reading;
        chosen.unfolded = unfolded;
    }
}

/// Quotes a word for a shell, where it has to be.
#[must_use]
pub fn shell_quoted(word: &str) -> String {
    // Text that is shown holds no NUL, which is all that cannot be quoted.
    shlex::try_quote(word).map_or_else(|_| String::new(), std::borrow::Cow::into_owned)
}

impl Layout {
    /// Writes it: `list`, or `lanes:group+name+rolled`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut words = Vec::new();
        if let Some(lanes) = self.lanes {
            words.push(format!("{LANES}{}", lanes.field.name()));
            let order = match lanes.order {
                LaneOrder::Count => None,
                LaneOrder::First => Some("first"),
                LaneOrder::Name => Some("name"),
            };
            words.extend(order.map(str::to_owned));
            words.extend(lanes.rolled.then(|| ROLLED.to_owned()));
        }
        words.extend((self.reading == Reading::Starts).then(|| STARTS.to_owned()));
        words.extend(self.unfolded.then(|| UNFOLDED.to_owned()));
        words.extend(self.unfiltered.then(|| UNFILTERED.to_owned()));
        if words.is_empty() { LIST.to_owned() } else { words.join("+") }
    }

    /// Reads what [`Layout::text`] writes.
    ///
    /// # Errors
    /// Says which word is unknown.
    pub fn read(text: &str) -> Result<Self, ViewError> {
        let mut layout = Self::default();
        for word in text.split('+').map(str::trim) {
            let lanes = layout.lanes.as_mut();
            match (word, lanes) {
                (LIST, _) => {}
                (STARTS, _) => layout.reading = Reading::Starts,
                (UNFOLDED, _) => layout.unfolded = true,
                (UNFILTERED, _) => layout.unfiltered = true,
                (ROLLED, Some(lanes)) => lanes.rolled = true,
                ("first", Some(lanes)) => lanes.order = LaneOrder::First,
                ("name", Some(lanes)) => lanes.order = LaneOrder::Name,
                _ => layout.lanes = Some(read_lanes(word)?),
            }
        }
        Ok(layout)
    }

    fn of(chosen: &Chosen) -> Self {
        Self {
            lanes: chosen.lanes,
            reading: chosen.reading,
            unfolded: chosen.unfolded,
            unfiltered: chosen.filter_off,
        }
    }
}

fn read_lanes(word: &str) -> Result<LaneView, ViewError> {
    let unknown = |help: String| ViewError::Layout { word: Clean::new(word), help };
    let Some(name) = word.strip_prefix(LANES) else {
        return Err(unknown(format!(
            "write {LIST}, or {LANES}country+name+{ROLLED}, or {STARTS}, {UNFOLDED}, {UNFILTERED}"
        )));
    };
    let fields = super::lanes::FIELDS.iter().map(|field| field.name());
    match super::lanes::FIELDS.into_iter().find(|field| field.name() == name) {
        Some(field) => Ok(LaneView { field, order: LaneOrder::default(), rolled: false }),
        None => Err(unknown(match nearest(name, fields.clone()) {
            Some(near) => format!("did you mean {LANES}{near}?"),
            None => format!("lanes are by {}", fields.collect::<Vec<_>>().join(", ")),
        })),
    }
}

/// Writes a window as shortly as it can be said: `2019-03..2021-09`.
#[must_use]
pub fn span_text(window: Window, zone: Zone) -> String {
    let from = edge_text(window.from, zone, |when| when.extent().span().first());
    let to = edge_text(window.to, zone, |when| when.extent().span().last());
    format!("{from}..{to}")
}

/// Returns the coarsest date of which `edge` is a moment; where there is none, its seconds since 1970.
fn edge_text(moment: Moment, zone: Zone, edge: impl Fn(&When) -> Moment) -> String {
    let civil = moment.civil();
    let day = civil.to_string();
    let month = day.rsplit_once('-').map_or("", |(month, _)| month);
    let year = month.rsplit_once('-').map_or("", |(year, _)| year);
    let second = format!("{day}T{:02}:{:02}:{:02}{zone}", civil.hour, civil.minute, civil.second);
    let long = format!("Y{}", civil.year);
    let ways = [year, &long, month, &day, &second];
    let says = |text: &&&str| {
        When::parse(text).is_ok_and(|when| edge(&when.typed_on_clocks(zone)) == moment)
    };
    ways.iter().find(says).map_or_else(|| format!("@{}", moment.0), |text| (**text).to_owned())
}

/// Reads a stretch of time: `2019-03..2021-09`, one date alone, or seconds since 1970 after an `@`.
///
/// # Errors
/// Says that it is none.
pub fn read_span(text: &str, zone: Zone) -> Result<Window, ViewError> {
    let seconds = |text: &str| text.strip_prefix('@')?.parse().ok().map(Moment);
    let date = |text: &str| {
        let when = When::parse(text.trim()).ok()?.typed_on_clocks(zone);
        Some(when.extent().span())
    };
    let first = |text: &str| seconds(text).or_else(|| date(text).map(|span| span.first()));
    let last = |text: &str| seconds(text).or_else(|| date(text).map(|span| span.last()));
    let pairs = text.match_indices("..").map(|(at, dots)| (&text[..at], &text[at + dots.len()..]));
    let mut ways = pairs.chain(iter::once((text, text)));
    let window = ways.find_map(|(from, to)| {
        let window = |from, to| Some(Window { from: first(from)?, to: last(to)? });
        // Whoever writes the later date first means the same stretch.
        window(from, to).filter(|window| window.from <= window.to).or_else(|| window(to, from))
    });
    window.ok_or_else(|| ViewError::Span(Clean::new(text)))
}

impl App {
    /// Returns what is on the screen.
    #[must_use]
    pub fn view(&self) -> View {
        View {
            filter: self.chosen.filter.clone(),
            window: self.chosen.window,
            layout: Layout::of(&self.chosen),
            at: self.detail().map(|detail| detail.id.clone()),
        }
    }

    /// Starts with this view.
    #[must_use]
    pub fn with_view(mut self, view: View) -> Self {
        self.explores = view != View::default();
        self.cursor = view.cursor();
        view.choose(&mut self.chosen);
        self
    }

    /// Starts with the cursor there.
    #[must_use]
    pub fn with_cursor(mut self, cursor: Cursor) -> Self {
        self.explores = true;
        self.cursor = cursor;
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(line: &str) -> View {
        let view = View::read(line, Zone::UTC).unwrap();
        assert_eq!(view.line(Zone::UTC), line);
        view
    }

    #[test]
    fn writes_what_it_reads() {
        assert_eq!(check(""), View::default());
        check(
            "-q 'country:MAR kind:release' --span 2024..2025-08-05 --view lanes:group+rolled --at drivers-released",
        );
        check("-q truck --view lanes:country+name+rolled+starts+unfolded+unfiltered");
        check("-q \"it's off:(a)\"");
        check("--view starts --at 'two words'");
    }

    #[test]
    fn says_of_a_window_no_more_than_it_needs() {
        let text =
            |span: &str| read_span(span, Zone::UTC).map(|window| span_text(window, Zone::UTC));
        for span in ["2024..2025", "2019-03..2021-09", "2024-02-29..2025", "-0043..0000"] {
            assert_eq!(text(span), Ok(span.to_owned()));
        }
        for (span, same) in [
            ("2024", "2024..2024"),
            ("2025..2024", "2024..2025"),
            ("2024-01-01..2024-12-31", "2024..2024"),
            ("2024-Q1..2024-04", "none"),
            ("2024-21..2024-04", "2024-03..2024-04"),
            (
                "2025-08-04T21:00Z..2025-08-04T21:30:09Z",
                "2025-08-04T21:00:00Z..2025-08-04T21:30:09Z",
            ),
            ("Y-13800000000..2025", "Y-13800000000..2025"),
            ("@-5..@7", "1969-12-31T23:59:55Z..1970-01-01T00:00:07Z"),
        ] {
            assert_eq!(text(span).unwrap_or_else(|_| "none".to_owned()), same, "{span}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (line, message) in [
            ("-q 'contry:MLI'", "-q: there is no field `contry`; did you mean country: ?"),
            ("--span tomorrow", "`tomorrow` is no stretch of time; write --span 2024..2025-08-05"),
            ("--view lanes:contry", "`lanes:contry` is no layout; did you mean lanes:country?"),
            (
                "--view map",
                "`map` is no layout; write list, or lanes:country+name+rolled, or starts, unfolded, unfiltered",
            ),
            ("--at", "`--at` is no part of a view"),
            ("--theme light", "`--theme` is no part of a view"),
            ("-q 'a", "a quote is never closed"),
        ] {
            assert_eq!(View::read(line, Zone::UTC).unwrap_err().to_string(), message);
        }
    }

    proptest! {
        #[test]
        fn keeps_every_window_to_the_second(from in any::<i64>(), to in any::<i64>(), day in -800_000i64..800_000) {
            for window in [Window::new(Moment(from), Moment(to)), Window::new(Moment(day * 86_400), Moment(to))] {
                prop_assert_eq!(read_span(&span_text(window, Zone::UTC), Zone::UTC), Ok(window));
            }
        }

        #[test]
        fn means_the_same_moments_in_another_zone(from in 0i64..9_000_000_000, length in 1i64..100_000_000) {
            let zones = ["-03:30", "+05:30"].map(|zone| zone.parse::<Zone>().unwrap());
            let [west, east] = zones.map(|zone| {
                let [from, to] = [from, from + length].map(|at| zone.clock(Moment(at)));
                Window { from, to }
            });
            let read = read_span(&span_text(west, zones[0]), zones[1]).unwrap();
            prop_assert_eq!(read_span(&span_text(west, zones[0]), zones[0]), Ok(west));
            // A day is a day on all clocks; every other moment is the same one.
            let is_day = |moment: Moment| (moment.0 + 1) % 86_400 <= 1;
            prop_assert!(read.from == east.from || is_day(west.from), "{read:?}");
            prop_assert!(read.to == east.to || is_day(west.to), "{read:?}");
        }

        #[test]
        fn keeps_every_text(at in any::<String>(), needle in any::<String>()) {
            let needle = Clean::new(needle.trim());
            prop_assume!(!needle.trim().is_empty());
            let terms = vec![crate::question::Test::Text(Clean::new(needle.trim())).into()];
            let filter = Filter { terms, certain: false };
            let view = View { filter, at: Some(Clean::new(&at)), ..View::default() };
            prop_assert_eq!(View::read(&view.line(Zone::UTC), Zone::UTC), Ok(view));
        }
    }
}
