//! One person's whole state, and what a person can do to it.
//!
//! Pure: no terminal library, no clock, no engine, no IO. What comes from outside arrives as an
//! [`input::Input`] or an [`Answer`]; what is wanted from outside leaves as an [`effect::Effect`] or as the
//! [`Question`](crate::question::Question) that [`App::question`] returns.

#![deny(clippy::disallowed_methods)]

mod act;
pub mod action;
mod around;
mod ask;
pub mod caps;
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
pub mod stage;
pub mod story;
#[cfg(test)]
mod tests;
pub mod timeline;
mod tour;
mod travel;
mod update;
pub mod view;
pub mod views;

use std::{collections::BTreeMap, sync::Arc};

use chrono::Weekday;

use self::{
    action::Action,
    around::Around,
    caps::Caps,
    facets::Picker,
    history::{Chosen, History, Spot},
    key::Key,
    keymap::Keymap,
    listing::Listing,
    notebook::Kept,
    prompt::Prompt,
    regions::{Columns, Pane, Regions, Shape},
    silences::Silences,
    stage::{Audience, Scene},
    story::Telling,
    tour::Tour,
};
use crate::{
    domain::{Clean, EventKey, Moment, Notebook},
    question::{About, Answer, Cursor, Detail, Facet, Field, Known, Own, Scale, Window},
};

/// Everything about one person's session. It holds no handle, no lock and no reference: a server has many.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, true or not")]
pub struct App {
    about: About,
    size: (u16, u16),
    /// What the session may do outside itself.
    caps: Caps,
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
    /// The event that was selected when the lanes were scrolled by hand.
    lanes_held: Option<EventKey>,
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
    /// The event that was selected until a filter hid it, and the one that is selected in its place.
    pushed: Option<(EventKey, EventKey)>,
    keys: Vec<Key>,
    count: Option<u32>,
    mouse: bool,
    drag: Option<mouse::Drag>,
    telling: Option<Telling>,
    tour: Tour,
    /// Whether the person looks at something of their own choice: no presenter takes that from them.
    explores: bool,
    /// Who presents and who watches, if anybody presents.
    audience: Option<Audience>,
    /// What the presenter shows, whether it is followed or not.
    presented: Option<Scene>,
    /// The presenter's marks and notes, as long as a filter of theirs asks for them.
    lent: Option<Own>,
    notice: Clean,
    answer: Answer,
    stale: bool,
    loading: Option<Loading>,
    /// Whether the answer to what is asked is still to come.
    waiting: bool,
}

/// How much of the data is there while it is not all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// So many percent have been read.
    GoesOn(u8),
    /// The person stopped it after so many percent.
    Stopped(u8),
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
            caps: Caps::LOCAL,
            now,
            keymap: Keymap::default(),
            week_start: Weekday::Mon,
            chosen: Chosen::default(),
            history: History::new(Caps::LOCAL.most_undone),
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
            lanes_held: None,
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
            pushed: None,
            keys: Vec::new(),
            count: None,
            mouse: true,
            drag: None,
            telling: None,
            tour: Tour::Awaited,
            explores: false,
            audience: None,
            presented: None,
            lent: None,
            notice: Clean::default(),
            answer: Answer::default(),
            stale: true,
            loading: None,
            waiting: false,
        }
    }

    /// Starts a session that may do so much outside itself; what it may not do has no key.
    #[must_use]
    pub fn with_caps(mut self, caps: Caps) -> Self {
        self.keymap = self.keymap.within(caps);
        self.history = History::new(caps.most_undone);
        self.caps = caps;
        self
    }

    /// Starts with other keys.
    #[must_use]
    pub fn with_keymap(mut self, keymap: Keymap) -> Self {
        self.keymap = keymap.within(self.caps);
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

    /// Returns what is held.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// Returns what the session may do outside itself.
    #[must_use]
    pub const fn caps(&self) -> Caps {
        self.caps
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
        self.answer.facets.iter().find(|facet| facet.field == field).map(Arc::as_ref)
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

    /// Tells whether there is too little room for anything but a message.
    #[must_use]
    pub fn is_too_small(&self) -> bool {
        self.regions().shape == Shape::TooSmall
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

    /// Returns the size of the screen.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Returns how much of the data is there, if it is not all.
    #[must_use]
    pub const fn loading(&self) -> Option<Loading> {
        self.loading
    }

    /// Says how much of the data is there; `None` when it is all.
    pub const fn set_loading(&mut self, loading: Option<Loading>) {
        self.loading = loading;
    }

    /// Tells whether the answer to what is asked is still to come, and an older one is shown.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Says whether the answer to what is asked is still to come.
    pub const fn set_waiting(&mut self, waiting: bool) {
        self.waiting = waiting;
    }

    /// Goes on with more of the same data.
    pub fn take_about(&mut self, about: About) {
        self.about = about;
        // Its keys are those of other data.
        self.lent = None;
        self.stale = true;
    }

    /// Goes on with other data: what was chosen stays, and so does the selected event if it is there still.
    ///
    /// There is no way back to what was on the screen before, since its events may be others now.
    pub fn take_data(&mut self, about: About, notebook: &Notebook, known: Vec<Known>) {
        if let Some(detail) = self.detail() {
            self.cursor = Cursor::Id(detail.id.clone());
        }
        self.history = History::new(self.caps.most_undone);
        (self.around, self.wanted, self.pushed) = (None, None, None);
        self.known.clear();
        self.chosen.kept = Arc::default();
        self.take_about(about);
        self.take_notebook(notebook, known);
        self.lay_out_story();
    }

    /// Tells the person something that no key has asked for.
    pub fn tell(&mut self, told: &Clean) {
        self.notice = told.clone();
    }

    fn say(&mut self, notice: impl AsRef<str>) {
        self.notice = Clean::new(notice.as_ref());
    }
}
