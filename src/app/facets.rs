//! Choosing among the values of a field: letters find, arrows move, Space includes, `-` excludes.

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
    pub fn found<'a>(&self, facet: &'a Facet) -> Vec<&'a FacetValue> {
        let needle = fold(&self.text);
        if needle.is_empty() {
            return facet.values.iter().collect();
        }
        let begins = |value: &&FacetValue| value.also.lines().any(|n| n.starts_with(&needle));
        let holds = |value: &&FacetValue| value.also.contains(&needle);
        let (first, rest): (Vec<_>, Vec<_>) = facet.values.iter().filter(holds).partition(begins);
        first.into_iter().chain(rest).collect()
    }

    /// Returns the value under the cursor.
    #[must_use]
    pub fn value<'a>(&self, facet: &'a Facet) -> Option<&'a FacetValue> {
        self.found(facet).get(self.cursor).copied()
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
        self.picker = Picker::default();
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
        self.picker = Picker::default();
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
