//! One person's whole state, and what a person can do to it.
//!
//! Pure: no terminal library, no clock, no engine, no IO. What comes from outside arrives as an
//! [`input::Input`] or an [`Answer`]; what is wanted from outside leaves as an [`effect::Effect`] or as the
//! [`Question`] that [`App::question`] returns.

#![deny(clippy::disallowed_methods)]

mod act;
pub mod action;
mod around;
pub mod chips;
mod copy;
pub mod detail;
pub mod effect;
pub mod facets;
mod filters;
pub mod goto;
pub mod help;
pub mod history;
pub mod input;
pub mod key;
pub mod keymap;
pub mod lanes;
pub mod listing;
mod mouse;
pub mod notebook;
pub mod prompt;
pub mod query;
pub mod regions;
pub mod script;
pub mod silences;
pub mod story;
#[cfg(test)]
mod tests;
pub mod timeline;
mod travel;
mod update;
pub mod view;
mod views;

use std::{collections::BTreeMap, sync::Arc};

use chrono::Weekday;

use self::{
    action::Action,
    around::Around,
    facets::Picker,
    history::{Chosen, History, Spot},
    key::Key,
    keymap::Keymap,
    listing::Listing,
    notebook::Kept,
    prompt::Prompt,
    regions::{Columns, Pane, Regions, Shape},
    silences::Silences,
    story::Telling,
};
use crate::{
    domain::{Clean, EventKey, Moment, Notebook},
    question::{
        About, Answer, Cursor, Detail, Facet, Field, Filter, Known, Page, Question, Scale, Window,
    },
};

/// Everything about one person's session. It holds no handle, no lock and no reference: a server has many.
#[derive(Debug)]
pub struct App {
    about: About,
    size: (u16, u16),
    /// The moment that `today` means.
    now: Moment,
    keymap: Keymap,
    week_start: Weekday,
    chosen: Chosen,
    history: History,
    cursor: Cursor,
    top: u64,
    focus: Pane,
    maximised: bool,
    overlay: Option<Overlay>,
    picker: Picker,
    /// The facet under the first three; whichever of the others was opened last.
    other_facet: Field,
    /// The facet that was opened last.
    last_facet: Field,
    search: Option<String>,
    /// How many lanes at the top are scrolled away.
    lanes_top: usize,
    detail_scroll: u16,
    detail_link: Option<usize>,
    /// Each event that was ever marked or noted, for undo brings marks back.
    known: BTreeMap<EventKey, Known>,
    /// What is kept of events that are not here.
    strays: Notebook,
    /// What was kept last.
    saved: Arc<Kept>,
    /// What was copied last.
    copied: Vec<Clean>,
    /// The line of the list on which the selected event is to stay.
    line: Option<u16>,
    /// The action that a key repeats, with its count.
    last_action: Option<(Action, Option<u32>)>,
    /// What was chosen before the filters were lifted to look around.
    around: Option<Around>,
    /// The event that a jump leads to, until it is there.
    wanted: Option<EventKey>,
    keys: Vec<Key>,
    count: Option<u32>,
    mouse: bool,
    drag: Option<mouse::Drag>,
    telling: Option<Telling>,
    notice: Clean,
    answer: Answer,
    stale: bool,
}

/// What lies over the panes. One at a time.
#[derive(Debug)]
pub enum Overlay {
    /// A line to type in, at the bottom.
    Prompt(Prompt),
    /// The help page.
    Help(Listing),
    /// The longest silences.
    Silences(Silences),
    /// The saved views.
    Views(Listing),
}

impl App {
    /// Starts a session on a screen of this size: the whole file, the latest event selected.
    #[must_use]
    pub fn new(about: About, size: (u16, u16), now: Moment) -> Self {
        Self {
            about,
            size,
            now,
            keymap: Keymap::default(),
            week_start: Weekday::Mon,
            chosen: Chosen::default(),
            history: History::default(),
            cursor: Cursor::Last,
            top: 0,
            focus: Pane::Timeline,
            maximised: false,
            overlay: None,
            picker: Picker::default(),
            other_facet: Field::Precision,
            last_facet: Field::Country,
            search: None,
            lanes_top: 0,
            detail_scroll: 0,
            detail_link: None,
            known: BTreeMap::new(),
            strays: Notebook::default(),
            saved: Arc::default(),
            copied: Vec::new(),
            line: None,
            last_action: None,
            around: None,
            wanted: None,
            keys: Vec::new(),
            count: None,
            mouse: true,
            drag: None,
            telling: None,
            notice: Clean::default(),
            answer: Answer::default(),
            stale: true,
        }
    }

    /// Starts with this filter on.
    #[must_use]
    pub fn with_filter(mut self, filter: Filter) -> Self {
        self.chosen.filter = filter;
        self
    }

    /// Starts with other keys.
    #[must_use]
    pub fn with_keymap(mut self, keymap: Keymap) -> Self {
        self.keymap = keymap;
        self
    }

    /// Starts with weeks that begin on this day.
    #[must_use]
    pub const fn with_week_start(mut self, day: Weekday) -> Self {
        self.week_start = day;
        self
    }

    /// Starts with the mouse listened to, or left to the terminal.
    #[must_use]
    pub const fn with_mouse(mut self, mouse: bool) -> Self {
        self.mouse = mouse;
        self
    }

    /// Starts with something to say; the first key takes it away.
    #[must_use]
    pub fn with_notice(mut self, notice: &str) -> Self {
        self.say(notice);
        self
    }

    /// Returns the question to be answered, if what is on the screen no longer is its answer.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        self.stale.then(|| {
            let regions = self.regions();
            Question {
                filter: self.filter_in_force(),
                window: self.chosen.window,
                reading: self.chosen.reading,
                cursor: self.cursor_in_force(),
                page: self.page(),
                search: self.search_in_force().map(str::to_owned),
                fold: !self.chosen.unfolded,
                silences: match &self.overlay {
                    Some(Overlay::Silences(open)) => Some(open.field),
                    _ => None,
                },
                lanes: self.lanes_wish(),
                own: self.own(),
                facets: self.counted_fields(),
                sparks: self.spark_columns(),
                buckets: regions.strip.width.saturating_sub(self::timeline::STRIP_MARGIN),
            }
        })
    }

    /// Takes the answer to [`App::question`]; there may be a new question then, but only once in a row.
    pub fn accept(&mut self, mut answer: Answer) {
        let found = answer.cursor.as_ref().map(|(_, detail)| detail.key);
        if self.lift_what_hides(found) {
            return;
        }
        let before = self.detail().map(|detail| detail.key);
        if let Some((_, detail)) = &answer.cursor {
            self.cursor = Cursor::Event(detail.key);
            if before != Some(detail.key) {
                self.detail_scroll = 0;
                self.detail_link = None;
            }
        }
        self.top = answer.top;
        self.line = None;
        self.take_names(answer.resolved.take());
        if let Pane::Facet(field) = self.focus {
            self.picker.keep_order(answer.facets.iter_mut().find(|facet| facet.field == field));
        }
        self.answer = answer;
        self.stale = false;
    }

    /// Returns what is held.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// Returns which key does what.
    #[must_use]
    pub const fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Returns the day on which weeks begin.
    #[must_use]
    pub const fn week_start(&self) -> Weekday {
        self.week_start
    }

    /// Returns the last answer.
    #[must_use]
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Returns what was chosen.
    #[must_use]
    pub const fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// Returns what is known of the selected event.
    #[must_use]
    pub fn detail(&self) -> Option<&Detail> {
        self.answer.cursor.as_ref().map(|(_, detail)| detail)
    }

    /// Returns the selected event.
    #[must_use]
    pub fn selected(&self) -> Option<EventKey> {
        self.detail().map(|detail| detail.key)
    }

    /// Returns the counted values of a field.
    #[must_use]
    pub fn facet(&self, field: Field) -> Option<&Facet> {
        self.answer.facets.iter().find(|facet| facet.field == field)
    }

    /// Returns where everything is.
    #[must_use]
    pub fn regions(&self) -> Regions {
        let fields = self.facet_fields();
        let regions =
            Regions::with_story(self.size, &fields, self.focus, self.maximised, self.strip());
        if self.chosen.lanes.is_some() { regions.with_lanes() } else { regions }
    }

    /// Returns the pane that gets the keys.
    #[must_use]
    pub const fn focus(&self) -> Pane {
        self.focus
    }

    /// Tells whether the focused pane has the body to itself.
    #[must_use]
    pub const fn is_maximised(&self) -> bool {
        self.maximised
    }

    /// Returns what lies over the panes.
    #[must_use]
    pub const fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// Returns what was typed in the focused facet, and where its cursor is.
    #[must_use]
    pub const fn picker(&self) -> &Picker {
        &self.picker
    }

    /// Returns the keys of an action that is not complete yet.
    #[must_use]
    pub fn pending_keys(&self) -> &[Key] {
        &self.keys
    }

    /// Returns the count that was typed for the next action.
    #[must_use]
    pub const fn pending_count(&self) -> Option<u32> {
        self.count
    }

    /// Returns what the last key did.
    #[must_use]
    pub const fn notice(&self) -> &Clean {
        &self.notice
    }

    /// Tells whether the mouse is listened to.
    #[must_use]
    pub const fn listens_to_mouse(&self) -> bool {
        self.mouse
    }

    /// Returns how far the details are scrolled, in lines.
    #[must_use]
    pub const fn detail_scroll(&self) -> u16 {
        self.detail_scroll
    }

    /// Returns which link of the details is selected, from 0.
    #[must_use]
    pub const fn detail_link(&self) -> Option<usize> {
        self.detail_link
    }

    /// Returns the window that is looked at: the chosen one, or the whole file. `None` if no event has a date.
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        self.chosen.window.or(self.about.extent)
    }

    /// Returns the columns of the list.
    #[must_use]
    pub fn columns(&self) -> Columns {
        Columns::new(self.regions().rows.width)
    }

    /// Returns the axis of the list.
    #[must_use]
    pub fn scale(&self) -> Option<Scale> {
        self.scale_over(self.columns().axis.1)
    }

    /// Returns the axis of the lanes.
    #[must_use]
    pub fn lane_scale(&self) -> Option<Scale> {
        self.scale_over(self.lane_columns())
    }

    fn scale_over(&self, columns: u16) -> Option<Scale> {
        let window = self.window().filter(|_| columns > 0)?;
        Some(Scale::new(window, columns).folded(&self.answer.folds))
    }

    /// Returns the axis of the density strip.
    #[must_use]
    pub fn strip_scale(&self) -> Option<Scale> {
        let density = &self.answer.density;
        let extent = density.extent.filter(|_| !density.buckets.is_empty())?;
        Some(Scale::new(extent, density.buckets.len() as u16))
    }

    /// Returns the fields whose facets are counted, the last of them changing.
    #[must_use]
    pub fn facet_fields(&self) -> [Field; 4] {
        [Field::Country, Field::Group, Field::Kind, self.other_facet]
    }

    /// Returns the search that is marked: what is being typed, or what was searched for last.
    #[must_use]
    pub fn search_in_force(&self) -> Option<&str> {
        match &self.overlay {
            Some(Overlay::Prompt(prompt)) if prompt.purpose == prompt::Purpose::Search => {
                Some(prompt.text())
            }
            _ => self.search.as_deref(),
        }
    }

    /// Returns the filter that decides what is listed: with what is being typed, and nothing while it is off.
    #[must_use]
    pub fn filter_in_force(&self) -> Filter {
        let chosen =
            if self.chosen.filter_off { Filter::default() } else { self.chosen.filter.clone() };
        self.previewed().unwrap_or(chosen)
    }

    /// Returns the fields whose values are counted: those of the facets, and the one that is typed.
    fn counted_fields(&self) -> Vec<Field> {
        let mut fields = Vec::from(self.facet_fields());
        fields.extend(self.completed_field().filter(|field| !fields.contains(field)));
        fields
    }

    /// Takes over the filter with the values as the data has them, so that keys find what was typed.
    fn take_names(&mut self, resolved: Option<Filter>) {
        if let Some(resolved) = resolved
            && self.typed_query().is_none()
            && !self.chosen.filter_off
        {
            self.chosen.filter = resolved;
        }
    }

    /// Returns how many events the filter and the window hide.
    #[must_use]
    pub const fn hidden(&self) -> u64 {
        self.about.total.saturating_sub(self.answer.possible)
    }

    /// Tells whether there is too little room for anything but a message.
    #[must_use]
    pub fn is_too_small(&self) -> bool {
        self.regions().shape == Shape::TooSmall
    }

    /// Returns which lines of the list are wanted.
    fn page(&self) -> Page {
        Page { top: self.top, line: self.line, height: self.page_height(), gap: self.long_gap() }
    }

    /// Returns how many lines the list has, or would have: while only the details are seen, its page stays.
    fn page_height(&self) -> u16 {
        let seen = self.regions().rows.height;
        if seen > 0 {
            return seen;
        }
        let regions = Regions::with_story(self.size, &[], Pane::Timeline, false, self.strip());
        let regions = if self.chosen.lanes.is_some() { regions.with_lanes() } else { regions };
        regions.rows.height.max(1)
    }

    /// Returns where the cursor is to be: while words are typed, as near as can be to where it was before.
    fn cursor_in_force(&self) -> Cursor {
        match &self.overlay {
            Some(Overlay::Prompt(prompt)) => prompt.cursor_before.clone(),
            _ => self.cursor.clone(),
        }
    }

    /// Returns the place where one is; in an empty list that of the event which was selected last.
    fn spot(&self) -> Option<Spot> {
        let event = match self.cursor {
            Cursor::Event(event) => Some(event),
            _ => self.selected(),
        };
        Some(Spot { chosen: self.chosen.clone(), event: event? })
    }

    /// Returns the key of an action as a notice names it.
    fn key_for(&self, action: Action) -> String {
        self.keymap.spoken(action)
    }

    fn say(&mut self, notice: impl AsRef<str>) {
        self.notice = Clean::new(notice.as_ref());
    }
}
