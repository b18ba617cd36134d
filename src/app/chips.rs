//! The filter as chips: a chip a term, each of which can be switched off and closed.

use unicode_width::UnicodeWidthStr;

use super::{App, action::Action};
use crate::{
    domain::Clean,
    question::{Field, Filter, Term, Test, language},
};

/// A term as it stands in the second line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What it says.
    pub text: String,
    /// Whether it leaves events out.
    pub exclude: bool,
    /// Whether it is switched off.
    pub off: bool,
    /// Its first column, counted from the left edge of the line.
    pub column: u16,
    /// How many columns its text takes.
    pub width: u16,
}

/// The chips for which their line has room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownChips {
    /// Whole chips; only one that is wider than the line is cut.
    pub chips: Vec<Chip>,
    /// How many come before them.
    pub before: usize,
    /// What says how many are not shown, and its first column.
    pub more: Option<(u16, String)>,
    /// The room for the keys at the right end: none where chips need it.
    pub keys: u16,
}

/// How many columns lie between the end of a chip's text and the next chip: a space, the sign that closes it, air.
const AFTER: u16 = 5;

impl Chip {
    /// Returns the column of the sign that closes it.
    #[must_use]
    pub const fn close(&self) -> u16 {
        self.column + self.width + 1
    }
}

/// The least room at the right of the chips for the keys that change them: that of the usual ones.
const LEAST_FOR_KEYS: u16 = 25;

/// What stands between two of these keys.
const BETWEEN_KEYS: &str = "   ";

impl App {
    /// Returns the keys that change the chips, for the right end of their line.
    #[must_use]
    pub fn chip_keys(&self) -> String {
        let named = self.named_chip_keys().into_iter().map(|(_, text)| text);
        format!("{} ", named.collect::<Vec<_>>().join(BETWEEN_KEYS))
    }

    /// Returns each of these keys with what it does.
    fn named_chip_keys(&self) -> Vec<(Action, String)> {
        let switch = if self.chosen.filter_off { "on" } else { "off" };
        let keys =
            [(Action::FiltersOff, switch), (Action::ClearFilters, "clear"), (Action::Undo, "undo")];
        let bound = keys.into_iter().filter(|(action, _)| !self.keymap.keys_of(*action).is_empty());
        bound
            .map(|(action, word)| (action, format!("{} {word}", self.keymap.plain(action))))
            .collect()
    }

    /// Returns the chips of the filter, from left to right, also those for which there is no room.
    #[must_use]
    pub fn chips(&self) -> Vec<Chip> {
        let chosen = &self.chosen;
        let mut chips = Vec::new();
        let mut add = |text: String, exclude, off| {
            let off = off || chosen.filter_off;
            let text = if off { format!("off {text}") } else { text };
            let width = text.width() as u16;
            chips.push(Chip { text, exclude, off, column: 1, width });
        };
        for term in &chosen.filter.terms {
            add(self.chip_text(term), term.exclude, term.off);
        }
        if chosen.filter.certain {
            add("certain only".to_owned(), false, false);
        }
        place(&mut chips);
        chips
    }

    /// Returns the chips that are shown in a line of this width: from the first on, or with the one whose number
    /// is typed.
    #[must_use]
    pub fn shown_chips(&self, line: u16) -> ShownChips {
        let mut chips = self.chips();
        let keys = if line < 60 { 0 } else { LEAST_FOR_KEYS.max(self.chip_keys().width() as u16) };
        let end = |chips: &[Chip]| chips.last().map_or(0, |chip| chip.close() + 1);
        // A space lies between them and the keys.
        if end(&chips) < line.saturating_sub(keys) {
            return ShownChips { chips, before: 0, more: None, keys };
        }
        if end(&chips) <= line {
            return ShownChips { chips, before: 0, more: None, keys: 0 };
        }
        let all = chips.len();
        let typed = self.count.map_or(0, |count| (count as usize).saturating_sub(1));
        let wanted = if typed < all { typed } else { 0 };
        let mut before = 0;
        let room = loop {
            let more = if all == 1 { 0 } else { more_text(before, all).width() as u16 + AFTER };
            let room = line.saturating_sub(more);
            let shown = chips.iter().filter(|chip| chip.close() < room).count().max(1);
            if wanted < before + shown {
                chips.truncate(shown);
                break room;
            }
            chips.remove(0);
            place(&mut chips);
            before += 1;
        };
        if let [only] = &mut chips[..] {
            only.width = only.width.min(room.saturating_sub(3));
        }
        let (after, at) = (all - before - chips.len(), end(&chips) + AFTER - 2);
        let more = (before + after > 0).then(|| (at, more_text(before, after)));
        ShownChips { chips, before, more, keys: 0 }
    }

    fn chip_text(&self, term: &Term) -> String {
        let sign = if term.exclude { "\u{2212}" } else { "" };
        match &term.test {
            Test::Facet { field, values } => {
                let labels: Vec<_> = values
                    .iter()
                    .map(|value| format!("{sign}{}", self.label(*field, value)))
                    .collect();
                format!("{}: {}", field.name(), labels.join(", "))
            }
            Test::Text(needle) => format!("{sign}\"{needle}\""),
            Test::Time { relation, when } => {
                format!("{sign}{} {}", relation.name(), when.text())
            }
            _ => {
                let one = Filter {
                    terms: vec![Term { exclude: false, off: false, ..term.clone() }],
                    certain: false,
                };
                format!("{sign}{}", language::write(&one))
            }
        }
    }

    /// Returns the name of a value for people, as far as the answer tells it.
    fn label(&self, field: Field, value: &Clean) -> Clean {
        let named = self.answer.named.iter();
        let mut named = named.filter(|(of, known, _)| *of == field && known == value);
        named.next().map_or_else(|| value.clone(), |(.., label)| label.clone())
    }

    /// Switches a chip off, or on again; `n` counts from 1.
    pub(super) fn switch_chip(&mut self, n: usize) {
        if n == 0 || n > self.chips().len() {
            return self.say(format!("There is no chip {n}"));
        }
        let mut switched = None;
        self.change(Action::FiltersOff, |chosen| {
            chosen.filter_off = false;
            switched = chosen.filter.switch(n - 1);
            // The chip behind the terms can only be there or not.
            chosen.filter.certain &= switched.is_some();
        });
        self.say(match switched.map(|term| (self.chip_text(&term), term.off)) {
            Some((text, true)) => format!("{text} switched off; the same again switches it on"),
            Some((text, false)) => format!("{text} switched on"),
            None => "What is possibly so is listed too".to_owned(),
        });
    }

    /// Takes a chip away; `n` counts from 1.
    pub(super) fn close_chip(&mut self, n: usize) {
        let Some(chip) = n.checked_sub(1).and_then(|n| self.chips().into_iter().nth(n)) else {
            return self.say(format!("There is no chip {n}"));
        };
        self.change(Action::ClearFilters, |chosen| {
            if n > chosen.filter.terms.len() {
                chosen.filter.certain = false;
            } else {
                chosen.filter.terms.remove(n - 1);
            }
        });
        let undo = self.key_for(Action::Undo);
        self.say(format!("{} taken away; {undo} brings it back", chip.text));
    }

    /// Does what a click on a column of the chips' line means.
    pub(super) fn click_chip(&mut self, column: u16) {
        let line = self.regions().chips.width;
        let ShownChips { chips, before, more, keys } = self.shown_chips(line);
        if keys > 0 && column >= line - keys {
            return self.click_chip_key(column);
        }
        if more.is_some_and(|(at, text)| (at..at + text.width() as u16).contains(&column)) {
            drop(self.act(Action::Query, None));
            return;
        }
        let clicked = |chip: &Chip| (chip.column..=chip.close()).contains(&column);
        let Some(n) = chips.iter().position(clicked) else { return };
        if chips[n].close() == column {
            self.close_chip(before + n + 1);
        } else {
            self.switch_chip(before + n + 1);
        }
    }

    /// Does what the key under a column at the right end of the line does.
    fn click_chip_key(&mut self, column: u16) {
        if self.chosen.filter.is_empty() {
            return;
        }
        let mut start = self.regions().chips.width - self.chip_keys().width() as u16;
        for (action, text) in self.named_chip_keys() {
            let end = start + text.width() as u16;
            if (start..end).contains(&column) {
                drop(self.act(action, None));
                return;
            }
            start = end + BETWEEN_KEYS.len() as u16;
        }
    }
}

/// Puts each chip into its column.
fn place(chips: &mut [Chip]) {
    let mut column: u16 = 1;
    for chip in chips {
        chip.column = column;
        column = column.saturating_add(chip.width).saturating_add(AFTER);
    }
}

/// Says how many chips there are besides those that are shown.
fn more_text(before: usize, after: usize) -> String {
    match (before, after) {
        (0, _) => format!("+{after} more"),
        (_, 0) => format!("+{before} before"),
        _ => format!("+{before} before, +{after} more"),
    }
}
