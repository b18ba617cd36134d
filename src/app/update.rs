//! From an input to a new state: who gets the key, and what each action does.

use super::{
    App, Overlay, Pane,
    action::Action,
    effect::Effect,
    help,
    input::Input,
    key::{Key, KeyCode},
    keymap::{self, Context, Meaning},
    listing::Listing,
    prompt::{self, Purpose},
};
use crate::{
    domain::Clean,
    question::{Choice, Field, Filter},
};

/// The largest count that can be typed before a key.
const MOST_COUNT: u32 = 99_999;

impl App {
    /// Takes what came from the person's terminal; returns what the outside is to do about it.
    pub fn update(&mut self, input: Input) -> Option<Effect> {
        match input {
            Input::Resize { width, height } => {
                self.size = (width, height);
                self.lay_out_story();
                self.stale = true;
                None
            }
            _ if self.is_too_small() => {
                // Keys that change what cannot be seen would surprise later, so only leaving works.
                let leaves = [Some(Action::Close), Some(Action::Quit)];
                let Input::Key(key) = input else { return None };
                let action = match self.keymap.meaning(Context::Browse, &[key]) {
                    Meaning::Action(action) => Some(action),
                    _ => None,
                };
                leaves.contains(&action).then_some(Effect::Quit)
            }
            Input::Key(key) => self.key(key),
            Input::Mouse(mouse) => {
                self.mouse_input(mouse);
                None
            }
            Input::Paste(text) => {
                self.paste(&text);
                None
            }
            Input::FocusGained | Input::FocusLost => None,
        }
    }

    /// Returns in which context keys are heard.
    #[must_use]
    pub fn context(&self) -> Context {
        match (&self.overlay, self.focus) {
            (Some(Overlay::Prompt(_)), _) => Context::Prompt,
            (Some(Overlay::Help(_)), _) => Context::Help,
            (Some(Overlay::Silences(_)), _) => Context::Silences,
            (Some(Overlay::Views(_)), _) => Context::Views,
            (None, Pane::Facet(_)) => Context::Facet,
            (None, _) if self.is_telling() => Context::Story,
            (None, Pane::Timeline | Pane::Detail) => Context::Browse,
        }
    }

    fn key(&mut self, key: Key) -> Option<Effect> {
        let context = self.context();
        if self.keys.is_empty() && self.type_letter(context, key) {
            return None;
        }
        let waits = !self.keys.is_empty() || self.count.is_some();
        if waits && self.keymap.meaning(context, &[key]) == Meaning::Action(Action::Cancel) {
            self.keys.clear();
            self.count = None;
            return None;
        }
        self.keys.push(key);
        let meaning = match self.keymap.meaning(context, &self.keys) {
            Meaning::Nothing if context == Context::Story => {
                self.keymap.meaning(Context::Browse, &self.keys)
            }
            meaning => meaning,
        };
        match meaning {
            Meaning::Action(action) => {
                self.explore(action);
                self.keys.clear();
                let count = self.count.take();
                self.say("");
                if context == Context::Browse && ![Action::Repeat, Action::Help].contains(&action) {
                    self.last_action = Some((action, count));
                }
                self.act(action, count)
            }
            Meaning::Prefix => None,
            Meaning::Nothing => {
                let keys = keymap::name(&std::mem::take(&mut self.keys));
                self.count = None;
                if matches!(context, Context::Browse | Context::Facet | Context::Story) {
                    let help = self.key_for(Action::Help);
                    self.say(format!("{keys} does nothing here; {help} lists all keys"));
                }
                None
            }
        }
    }

    /// Takes a key as a letter or a digit, where letters are typed; returns false if it is to act as a key.
    fn type_letter(&mut self, context: Context, key: Key) -> bool {
        let letter = match key.code {
            KeyCode::Char(letter) if !key.ctrl && !key.alt => Some(letter),
            _ => None,
        };
        match (context, self.focus) {
            (Context::Browse | Context::Story, _) => {
                let Some(digit) = letter.and_then(|letter| letter.to_digit(10)) else {
                    return false;
                };
                if digit == 0 && self.count.is_none() {
                    return false;
                }
                let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
                self.count = Some(count.min(MOST_COUNT));
                true
            }
            (Context::Facet, Pane::Facet(field)) => match (letter, key.code) {
                (Some(letter), _) => self.type_in_facet(field, letter),
                (None, KeyCode::Backspace) => {
                    self.erase_in_facet();
                    true
                }
                _ => false,
            },
            (Context::Prompt, _) => self.type_in_prompt(key),
            (Context::Help, _) => match &mut self.overlay {
                Some(Overlay::Help(help)) => help.type_key(key),
                _ => false,
            },
            (Context::Views, _) => self.type_in_views(key),
            (Context::Facet | Context::Silences | Context::Anywhere, _) => false,
        }
    }

    fn paste(&mut self, text: &str) {
        // Pasted text only ever means letters, so that no paste runs a command; what no prompt has room for is
        // not even looked at.
        let text = Clean::new(text);
        let typed: Vec<char> = text.chars().take(prompt::LONGEST).collect();
        match self.context() {
            Context::Browse | Context::Silences | Context::Story | Context::Anywhere => {
                let actions = [Action::Search, Action::Narrow, Action::GoTo];
                let [search, narrow, go] = actions.map(|action| self.key_for(action));
                self.say(format!(
                    "Pasted text is taken in prompts only: {search} searches, {narrow} filters, {go} goes to a date"
                ));
            }
            context => {
                for letter in typed {
                    let key =
                        Key { code: KeyCode::Char(letter), ctrl: false, alt: false, shift: false };
                    self.type_letter(context, key);
                }
                if text.chars().nth(prompt::LONGEST).is_some() {
                    let longest = prompt::LONGEST;
                    self.say(format!("Only {longest} letters fit here; the rest was not taken"));
                }
            }
        }
    }

    /// Does what an action means where the focus is.
    pub(super) fn act(&mut self, action: Action, count: Option<u32>) -> Option<Effect> {
        match action {
            Action::Quit => return Some(Effect::Quit),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Redraw => return Some(Effect::Redraw),
            Action::Mouse => {
                self.mouse = !self.mouse;
                let key = self.key_for(Action::Mouse);
                self.say(if self.mouse {
                    "Mouse on; Shift-drag selects text in most terminals".to_owned()
                } else {
                    format!("Mouse off: the terminal selects text again; {key} switches it on")
                });
                return Some(Effect::Mouse(self.mouse));
            }
            Action::Close => return self.close(),
            Action::Cancel => self.cancel(),
            _ => {
                return match (&self.overlay, self.focus) {
                    (Some(Overlay::Prompt(prompt)), _) => {
                        let picked = prompt.pick().is_some();
                        match action {
                            Action::Open if picked => drop(self.complete()),
                            Action::Open => self.finish_prompt(),
                            Action::NextPane => drop(self.complete()),
                            Action::Down | Action::Up => self.step_completion(action),
                            _ => {}
                        }
                        None
                    }
                    (Some(Overlay::Help(_)), _) => self.act_in_help(action),
                    (Some(Overlay::Silences(_)), _) => {
                        self.update_silences(action);
                        None
                    }
                    (Some(Overlay::Views(_)), _) => {
                        self.update_views(action);
                        None
                    }
                    (None, Pane::Facet(field)) if in_facet(action) => {
                        self.update_facet(field, action, count);
                        None
                    }
                    (None, Pane::Detail) if in_detail(action) => {
                        self.update_detail(action, count);
                        None
                    }
                    _ => self.browse(action, count),
                };
            }
        }
        None
    }

    /// Does once more what the last key in the list did, with its count or another one.
    fn repeat(&mut self, count: Option<u32>) -> Option<Effect> {
        let Some((action, before)) = self.last_action else {
            self.say("There is nothing to repeat yet");
            return None;
        };
        self.act(action, count.or(before))
    }

    fn act_in_help(&mut self, action: Action) -> Option<Effect> {
        let Some(Overlay::Help(help)) = &mut self.overlay else {
            return None;
        };
        if action == Action::Open {
            let chosen = help::found(help, &self.keymap).get(help.cursor).copied();
            self.overlay = None;
            let action = chosen?;
            if !action.runs_from_help() {
                self.say(format!("{}: this works in an open facet or list", action.sentence()));
                return None;
            }
            let closes = action == Action::Close;
            if self.focus != Pane::Timeline && !in_detail(action) && !closes {
                self.leave_facet();
            }
            self.explore(action);
            if action != Action::Repeat {
                self.last_action = Some((action, None));
            }
            return self.act(action, None);
        }
        let last = help::found(help, &self.keymap).len().saturating_sub(1);
        help.step(action, last);
        None
    }

    /// What an action does in the list, or wherever the focused pane has no meaning of its own for it.
    fn browse(&mut self, action: Action, count: Option<u32>) -> Option<Effect> {
        match action {
            Action::Facet(field) => self.open_facet(field),
            Action::LastFacet => self.open_facet(self.last_facet),
            Action::OnlyLike | Action::NotLike => self.like(action),
            Action::FiltersOff => match count {
                Some(chip) => self.switch_chip(chip as usize),
                None => self.filters_off(),
            },
            Action::ClearFilters if count.is_some() => {
                self.close_chip(count.unwrap_or(0) as usize);
            }
            Action::ClearFilters => {
                self.change(action, |chosen| {
                    chosen.filter = Filter::default();
                    chosen.filter_off = false;
                });
                let undo = self.key_for(Action::Undo);
                self.say(format!("All filters cleared; {undo} brings them back"));
            }
            Action::CertainOnly => self.certain_only(),
            Action::Reading => self.next_reading(),
            Action::Search => self.ask_for(Purpose::Search, ""),
            Action::Narrow => {
                let text = self.query_text();
                self.ask_for(Purpose::Narrow, &text);
            }
            Action::GoTo => self.ask_for(Purpose::GoTo, ""),
            Action::NextHit => self.next_hit(i64::from(count.unwrap_or(1))),
            Action::PreviousHit => self.next_hit(-i64::from(count.unwrap_or(1))),
            Action::Lanes
            | Action::LaneOrder
            | Action::RollUp
            | Action::HideLane
            | Action::LanesDown
            | Action::LanesUp => self.update_lanes(action, count.unwrap_or(1)),
            Action::Story | Action::NextStep | Action::PreviousStep => {
                self.update_story(action, count);
            }
            Action::Silences => self.next_silences(),
            Action::Fold => {
                self.change(action, |chosen| chosen.unfolded = !chosen.unfolded);
                let fold = self.key_for(Action::Fold);
                self.say(if self.chosen.unfolded {
                    format!("The axis is even; {fold} folds long empty stretches")
                } else {
                    "Long empty stretches are folded".to_owned()
                });
            }
            Action::Mark => self.mark(),
            Action::NextMark => self.next_mark(true),
            Action::PreviousMark => self.next_mark(false),
            Action::Undo => self.step_history(true),
            Action::Redo => self.step_history(false),
            Action::Back => self.step_places(true),
            Action::Forward => self.step_places(false),
            Action::Open => self.open_detail(),
            Action::CopyText
            | Action::CopyAddress
            | Action::CopyDate
            | Action::CopyLink
            | Action::CopyCitation
            | Action::CopyMarkdown
            | Action::CopyBibtex => return self.copy(action),
            Action::NextPane => self.next_pane(1),
            Action::PreviousPane => self.next_pane(-1),
            Action::Maximise => {
                self.maximised = !self.maximised;
                self.stale = true;
                let key = self.key_for(Action::Maximise);
                self.say(if self.maximised {
                    format!("This pane alone; {key} brings the others back")
                } else {
                    "All panes".to_owned()
                });
            }
            Action::Help => self.overlay = Some(Overlay::Help(Listing::default())),
            Action::Views => self.open_views(),
            Action::SaveView => {
                let name = self.view_name().map(ToString::to_string).unwrap_or_default();
                self.ask_for(Purpose::SaveView, &name);
            }
            Action::Note => self.open_note(),
            Action::Around => self.look_around_event(),
            Action::Repeat => return self.repeat(count),
            Action::CopyEvent => {
                let Some(event) = self.selected() else {
                    self.say_nothing_listed();
                    return None;
                };
                return Some(Effect::CopyEvent(event));
            }
            Action::PrintCopied => return self.print_copied(),
            _ => self.update_timeline(action, count),
        }
        None
    }

    /// Leaves the innermost thing: prompt or help, facet's text, facet, maximised pane, search, details.
    ///
    /// Keys and a count that wait for more were dropped before, by [`App::key`].
    pub(super) fn cancel(&mut self) {
        if let Some(overlay) = self.overlay.take() {
            self.stale = true;
            if let Overlay::Prompt(prompt) = overlay {
                self.search = prompt.search_before;
                self.cursor = prompt.cursor_before;
            }
        } else if self.is_telling() {
            self.close_story();
        } else if let Pane::Facet(_) = self.focus {
            if self.picker.text.is_empty() {
                self.leave_facet();
            } else {
                self.picker.text.clear();
                self.picker.cursor = 0;
            }
        } else if self.maximised {
            self.maximised = false;
            self.stale = true;
        } else if self.search.take().is_some() {
            self.stale = true;
        } else if self.focus != Pane::Timeline {
            self.focus = Pane::Timeline;
            self.stale = true;
        } else if self.telling().is_some() {
            self.close_story();
        } else if !self.chosen.filter.is_empty() {
            let actions = [Action::FiltersOff, Action::ClearFilters, Action::Close];
            let [off, clear, close] = actions.map(|action| self.key_for(action));
            self.say(format!(
                "Filters stay; {off} switches them off, {clear} clears them, {close} quits"
            ));
        }
    }

    /// Closes the top layer; with none open, quits. A search is no layer: it covers nothing.
    fn close(&mut self) -> Option<Effect> {
        self.stale = true;
        if self.overlay.is_some() || self.is_telling() {
            self.cancel();
        } else if self.maximised {
            self.maximised = false;
        } else if self.focus != Pane::Timeline {
            self.leave_facet();
        } else {
            return Some(Effect::Quit);
        }
        None
    }

    fn filters_off(&mut self) {
        if self.chosen.filter.is_empty() {
            let actions = [Action::Facet(Field::Country), Action::Facet(Field::Group)];
            let [country, group] = actions.map(|action| self.key_for(action));
            self.say(format!("There is no filter; {country} filters by country, {group} by group"));
            return;
        }
        let are_all_off = self.chosen.filter.in_force().is_empty();
        self.change(Action::FiltersOff, |chosen| {
            chosen.filter_off = !chosen.filter_off && !are_all_off;
            if are_all_off {
                chosen.filter.terms.iter_mut().for_each(|term| term.off = false);
            }
        });
        let off = self.key_for(Action::FiltersOff);
        self.say(if self.chosen.filter_off {
            format!("Filters off; {off} switches them on again")
        } else {
            "Filters on".to_owned()
        });
    }

    fn like(&mut self, action: Action) {
        let country = self.detail().and_then(|detail| detail.countries.first().copied());
        let Some(country) = country else {
            self.say(if self.detail().is_some() {
                "The selected event names no country"
            } else {
                "No event is listed"
            });
            return;
        };
        let (code, name) =
            (Clean::new(country.code()), Clean::new(country.name_in(self.about.language)));
        if action == Action::OnlyLike {
            self.only(Field::Country, &code, &name);
        } else {
            self.choose(Field::Country, &code, &name, Choice::Excluded);
        }
    }

    fn next_pane(&mut self, step: isize) {
        let mut panes = vec![Pane::Timeline, Pane::Detail];
        panes.extend(self.facet_fields().map(Pane::Facet));
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let next = (at as isize + step).rem_euclid(panes.len() as isize) as usize;
        match panes[next] {
            Pane::Facet(field) => self.open_facet(field),
            pane => {
                self.picker.reset();
                self.focus = pane;
                self.stale = true;
                self.say(if pane == Pane::Detail { "The details" } else { "The list" });
            }
        }
    }
}

/// Tells whether an open facet has a meaning of its own for an action.
const fn in_facet(action: Action) -> bool {
    matches!(
        action,
        Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last
            | Action::Include
            | Action::Exclude
            | Action::Only
            | Action::FoldParts
            | Action::ShowParts
    )
}

/// Tells whether the details have a meaning of their own for an action.
const fn in_detail(action: Action) -> bool {
    matches!(
        action,
        Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::HalfPageDown
            | Action::HalfPageUp
            | Action::First
            | Action::Last
            | Action::Open
    )
}
