//! Choosing among the values of a field: letters find, arrows move, Space includes, `-` excludes.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::layout::Rect;

use super::{App, Pane, action::Action, prompt::typable};
use crate::{
    domain::{Clean, fold},
    question::{Choice, Facet, FacetValue, Field},
};

/// What a person does in the focused facet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picker {
    /// What was typed to find a value.
    pub text: String,
    /// Which of the values that are found is under the cursor, from 0.
    pub cursor: usize,
    /// Whether the cursor was moved since the last letter: then Space chooses and is no letter.
    moved: bool,
    /// The order of the values when the facet got the focus, so that none moves under the cursor.
    order: Vec<Clean>,
    /// The wholes whose parts are folded away.
    folded: BTreeSet<Clean>,
}

/// A value as a facet lists it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'a> {
    /// The value.
    pub value: &'a FacetValue,
    /// How many wholes it stands below.
    pub depth: u16,
    /// Whether it has parts, and whether they are shown.
    pub parts: Parts,
}

/// Whether a value has parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// None.
    None,
    /// They are listed below it.
    Shown,
    /// They are folded away.
    Folded,
}

impl Picker {
    /// Puts the values of a new answer in the order that they had when the facet got the focus.
    pub(super) fn keep_order(&mut self, facet: Option<&mut Facet>) {
        let Some(facet) = facet else { return };
        if self.order.is_empty() {
            self.order = facet.values.iter().map(|value| value.value.clone()).collect();
            return;
        }
        let order = &self.order;
        let place = |value: &FacetValue| order.iter().position(|v| *v == value.value);
        facet.values.sort_by_cached_key(|value| place(value).unwrap_or(usize::MAX));
    }

    /// Returns the values that are found by what was typed, those that begin with it first.
    #[must_use]
    pub fn found<'a>(&self, facet: &'a Facet) -> Vec<Found<'a>> {
        let needle = fold(&self.text);
        if needle.is_empty() {
            return self.tree(facet);
        }
        let begins = |value: &&FacetValue| value.also.lines().any(|n| n.starts_with(&needle));
        let holds = |value: &&FacetValue| value.also.contains(&needle);
        let (first, rest): (Vec<_>, Vec<_>) = facet.values.iter().filter(holds).partition(begins);
        let alone = |value| Found { value, depth: 0, parts: Parts::None };
        first.into_iter().chain(rest).map(alone).collect()
    }

    /// Lists each value below the one that it is a part of, in the order of the facet.
    fn tree<'a>(&self, facet: &'a Facet) -> Vec<Found<'a>> {
        let values = &facet.values;
        let place = |id: &Clean| values.iter().position(|value| value.value == *id);
        let mut parts: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (n, value) in values.iter().enumerate() {
            let whole = value.part_of.as_ref().and_then(place).filter(|whole| *whole != n);
            parts.entry(whole).or_default().push(n);
        }
        let mut listed = Vec::with_capacity(values.len());
        let mut seen = vec![false; values.len()];
        // Groups that are parts of each other, by mistake, hang on nothing; the first of them does for a whole.
        let roots = parts.get(&None).into_iter().flatten().copied();
        for root in roots.chain(0..values.len()) {
            let mut next = vec![(root, 0, true)];
            while let Some((n, depth, is_listed)) = next.pop() {
                if std::mem::replace(&mut seen[n], true) {
                    continue;
                }
                let value = &values[n];
                let own = parts.get(&Some(n)).map_or(&[][..], Vec::as_slice);
                let is_folded = self.folded.contains(&value.value);
                let parts = match (own.is_empty(), is_folded) {
                    (true, _) => Parts::None,
                    (false, true) => Parts::Folded,
                    (false, false) => Parts::Shown,
                };
                if is_listed {
                    listed.push(Found { value, depth, parts });
                }
                let below = own.iter().rev();
                next.extend(below.map(|part| (*part, depth + 1, is_listed && !is_folded)));
            }
        }
        listed
    }

    /// Returns the value under the cursor.
    #[must_use]
    pub fn value<'a>(&self, facet: &'a Facet) -> Option<&'a FacetValue> {
        self.found(facet).get(self.cursor).map(|found| found.value)
    }

    /// Forgets what was typed and where the cursor was.
    pub(super) fn reset(&mut self) {
        *self = Self { folded: std::mem::take(&mut self.folded), ..Self::default() };
    }

    /// Returns the picker as it is without the focus.
    #[must_use]
    pub fn at_rest(&self) -> Self {
        Self { folded: self.folded.clone(), ..Self::default() }
    }

    /// Folds the parts of the value under the cursor away, or shows them; of a part, goes to its whole.
    fn fold_parts(&mut self, facet: &Facet, away: bool) {
        let found = self.found(facet);
        let Some(here) = found.get(self.cursor) else { return };
        match (here.parts, away) {
            (Parts::Shown, true) => drop(self.folded.insert(here.value.value.clone())),
            (Parts::Folded, false) => drop(self.folded.remove(&here.value.value)),
            (Parts::None | Parts::Folded, true) => {
                let above = found[..self.cursor].iter().rposition(|whole| whole.depth < here.depth);
                self.cursor = above.unwrap_or(self.cursor);
            }
            (Parts::None | Parts::Shown, false) => {}
        }
        self.moved = true;
    }
}

/// Returns the rows of a facet's values: all of the frame's inside but the line that shows what was typed.
#[must_use]
pub fn value_rows(inside: Rect, picker: &Picker) -> Rect {
    let typed = u16::from(!picker.text.is_empty()).min(inside.height);
    Rect { y: inside.y + typed, height: inside.height - typed, ..inside }
}

/// Returns the value in the first row, such that the cursor is seen.
#[must_use]
pub const fn first_row(cursor: usize, height: u16) -> usize {
    (cursor + 1).saturating_sub(height as usize)
}

/// Returns how many columns a value has for its events over time, in a facet of this width.
#[must_use]
pub const fn spark_columns(width: u16) -> u16 {
    match width {
        ..32 => 0,
        32..60 => 8,
        _ => 24,
    }
}

impl App {
    /// Returns into how many buckets the events of each value are to be counted.
    pub(super) fn spark_columns(&self) -> u16 {
        let widths = self.regions().facets.into_iter().map(|(_, area)| spark_columns(area.width));
        widths.max().unwrap_or(0)
    }

    /// Gives the focus to the facet of a field.
    pub(super) fn open_facet(&mut self, field: Field) {
        if ![Field::Country, Field::Group, Field::Kind].contains(&field) {
            self.other_facet = field;
        }
        self.last_facet = field;
        self.picker.reset();
        self.focus = Pane::Facet(field);
        self.stale = true;
        let actions = [Action::Include, Action::Exclude, Action::Only];
        let [include, exclude, only] = actions.map(|action| self.key_for(action));
        let name = field.name();
        self.say(format!(
            "{name}: type to find, {include} includes, {exclude} excludes, {only} only"
        ));
    }

    /// Does what a key means in a facet.
    pub(super) fn update_facet(&mut self, field: Field, action: Action, count: Option<u32>) {
        let step = count.unwrap_or(1) as usize;
        let page = 10;
        let Some(facet) = self.facet(field) else {
            return;
        };
        if let Action::FoldParts | Action::ShowParts = action {
            let facet = facet.clone();
            return self.picker.fold_parts(&facet, action == Action::FoldParts);
        }
        let last = self.picker.found(facet).len().saturating_sub(1);
        let value =
            self.picker.value(facet).map(|value| (value.value.clone(), value.label.clone()));
        let cursor = self.picker.cursor;
        let moved = match action {
            Action::Down => Some(cursor.saturating_add(step)),
            Action::Up => Some(cursor.saturating_sub(step)),
            Action::PageDown => Some(cursor + page),
            Action::PageUp => Some(cursor.saturating_sub(page)),
            Action::First => Some(0),
            Action::Last => Some(last),
            _ => None,
        };
        if let Some(to) = moved {
            self.picker.cursor = to.min(last);
            self.picker.moved = true;
            return;
        }
        let Some((value, label)) = value else {
            let cancel = self.key_for(Action::Cancel);
            self.say(format!("No {} is called so; {cancel} clears what you typed", field.name()));
            return;
        };
        match action {
            Action::Include => self.choose(field, &value, &label, Choice::Included),
            Action::Exclude => self.choose(field, &value, &label, Choice::Excluded),
            Action::Only => {
                self.only(field, &value, &label);
                self.leave_facet();
            }
            _ => {}
        }
    }

    /// Includes or excludes a value, or takes that back.
    pub(super) fn choose(&mut self, field: Field, value: &Clean, label: &Clean, wanted: Choice) {
        let action = if wanted == Choice::Excluded { Action::Exclude } else { Action::Include };
        self.change(action, |chosen| {
            chosen.filter.toggle(field, value, wanted);
            chosen.filter_off = false;
        });
        let now = self.chosen.filter.choice(field, value);
        self.say(match now {
            Choice::Included => format!("{label} included"),
            Choice::Excluded => format!("{label} excluded"),
            Choice::Neither => format!("{label} neither included nor excluded"),
        });
    }

    /// Shows only a value of a field.
    pub(super) fn only(&mut self, field: Field, value: &Clean, label: &Clean) {
        self.change(Action::Only, |chosen| {
            chosen.filter.only(field, value);
            chosen.filter_off = false;
        });
        let undo = self.key_for(Action::Undo);
        self.say(format!("Only {label}; {undo} brings the others back"));
    }

    /// Gives the focus back to the list.
    pub(super) fn leave_facet(&mut self) {
        self.picker.reset();
        self.focus = Pane::Timeline;
        self.stale = true;
    }

    /// Takes a letter; returns false if it is to be taken for the action of its key instead.
    ///
    /// Space and `-` are letters as long as they help to find something: "is sahel", "al-qaida".
    pub(super) fn type_in_facet(&mut self, field: Field, letter: char) -> bool {
        let chooses = letter == ' ' || letter == '-';
        if chooses && (self.picker.text.is_empty() || self.picker.moved) {
            return false;
        }
        let Some(letter) = typable(&self.picker.text, letter, "") else {
            return true;
        };
        let mut longer = self.picker.clone();
        longer.text.push(letter);
        let finds = self.facet(field).is_some_and(|facet| !longer.found(facet).is_empty());
        if chooses && !finds {
            return false;
        }
        self.picker = Picker { cursor: 0, moved: false, ..longer };
        if !finds {
            let cancel = self.key_for(Action::Cancel);
            self.say(format!("No {} is called so; {cancel} clears what you typed", field.name()));
        }
        true
    }

    /// Takes back the last letter.
    pub(super) fn erase_in_facet(&mut self) {
        self.picker.text.pop();
        self.picker.cursor = 0;
        self.picker.moved = false;
    }
}
