//! What each action does, by where the focus is.

use super::{
    App, Loading, Overlay, Pane, action::Action, effect::Effect, help, listing::Listing,
    prompt::Purpose,
};

impl App {
    /// Does what an action means where the focus is.
    pub(super) fn act(&mut self, action: Action, count: Option<u32>) -> Option<Effect> {
        match action {
            Action::Quit => Some(Effect::Quit),
            Action::Suspend => Some(Effect::Suspend),
            Action::Redraw => Some(Effect::Redraw),
            Action::Mouse => {
                self.mouse = !self.mouse;
                let key = self.key_for(Action::Mouse);
                self.say(if self.mouse {
                    "Mouse on; Shift-drag selects text in most terminals".to_owned()
                } else {
                    format!("Mouse off: the terminal selects text again; {key} switches it on")
                });
                Some(Effect::Mouse(self.mouse))
            }
            Action::Close => self.close(),
            Action::Cancel => self.cancel(),
            _ => self.act_where_one_is(action, count),
        }
    }

    fn act_where_one_is(&mut self, action: Action, count: Option<u32>) -> Option<Effect> {
        match (&self.overlay, self.focus) {
            (Some(Overlay::Help(_)), _) => return self.act_in_help(action),
            (Some(Overlay::Prompt(_)), _) => self.act_in_prompt(action),
            (Some(Overlay::Silences(_)), _) => self.update_silences(action),
            (Some(Overlay::Views(_)), _) => self.update_views(action),
            (None, Pane::Facet(field)) if in_facet(action) => {
                self.update_facet(field, action, count);
            }
            (None, Pane::Detail) if in_detail(action) => self.update_detail(action, count),
            _ => return self.browse(action, count),
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
            let chosen = help::found(help, &self.keymap, self.caps).get(help.cursor).copied();
            self.overlay = None;
            let action = chosen?;
            if !action.runs_from_help() {
                let sentence = self.caps.sentence(action);
                self.say(format!("{sentence}: this works in an open facet or list"));
                return None;
            }
            let closes = action == Action::Close;
            if self.focus != Pane::Timeline && !in_detail(action) && !closes {
                self.leave_facet();
            }
            self.explore(action);
            let roams = self.roam_by(action);
            if action != Action::Repeat {
                self.last_action = Some((action, None));
            }
            let effect = self.act(action, None);
            if roams {
                self.say_roaming();
            }
            return effect;
        }
        let last = help::found(help, &self.keymap, self.caps).len().saturating_sub(1);
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
            Action::ClearFilters => match count {
                Some(chip) => self.close_chip(chip as usize),
                None => self.clear_filters(),
            },
            Action::CertainOnly => self.certain_only(),
            Action::Reading => self.next_reading(),
            Action::Search => self.ask_for(Purpose::Search, ""),
            Action::Query => {
                let text = self.query_text();
                self.ask_for(Purpose::Query, &text);
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
            Action::Rejoin => self.rejoin(),
            Action::Silences => self.next_silences(),
            Action::Fold => self.fold_axis(),
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
            Action::Maximise => self.maximise(),
            Action::Help => self.overlay = Some(Overlay::Help(Listing::default())),
            Action::Views => self.open_views(),
            Action::SaveView => self.ask_for(Purpose::SaveView, ""),
            Action::Note => self.open_note(),
            Action::Around => self.look_around_event(),
            Action::Repeat => return self.repeat(count),
            Action::CopyEvent => return self.copy_event(),
            Action::PrintCopied => return self.print_copied(),
            _ => self.update_timeline(action, count),
        }
        None
    }

    /// Leaves the innermost thing: prompt or help, facet's text, facet, maximised pane, search, details.
    ///
    /// Keys and a count that wait for more were dropped before, by [`App::key`].
    pub(super) fn cancel(&mut self) -> Option<Effect> {
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
        } else if let Some(Loading::GoesOn(percent)) = self.loading
            && self.caps.stop
        {
            self.loading = Some(Loading::Stopped(percent));
            self.say("Reading stopped; what is here so far stays");
            return Some(Effect::StopReading);
        } else if !self.chosen.filter.is_empty() {
            let actions = [Action::FiltersOff, Action::ClearFilters, Action::Close];
            let [off, clear, close] = actions.map(|action| self.key_for(action));
            self.say(format!(
                "Filters stay; {off} switches them off, {clear} clears them, {close} quits"
            ));
        }
        None
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

    fn maximise(&mut self) {
        self.maximised = !self.maximised;
        self.stale = true;
        let key = self.key_for(Action::Maximise);
        self.say(if self.maximised {
            format!("This pane alone; {key} brings the others back")
        } else {
            "All panes".to_owned()
        });
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
