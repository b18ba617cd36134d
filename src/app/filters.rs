//! All filters at once: off and on, away, and like the selected event.

use super::{App, action::Action};
use crate::{
    domain::Clean,
    question::{Choice, Field, Filter},
};

impl App {
    /// Switches all filters off, or on again; where every chip is off by itself, all of them on.
    pub(super) fn filters_off(&mut self) {
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
                chosen.filter.switch_on();
            }
        });
        let off = self.key_for(Action::FiltersOff);
        self.say(if self.chosen.filter_off {
            format!("Filters off; {off} switches them on again")
        } else {
            "Filters on".to_owned()
        });
    }

    /// Wants only events of the selected event's country, or none of them.
    pub(super) fn like(&mut self, action: Action) {
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

    /// Takes all filters away.
    pub(super) fn clear_filters(&mut self) {
        if self.chosen.filter.is_empty() {
            return self.say("There is no filter to clear");
        }
        self.change(Action::ClearFilters, |chosen| {
            chosen.filter = Filter::default();
            chosen.filter_off = false;
        });
        let undo = self.key_for(Action::Undo);
        self.say(format!("All filters cleared; {undo} brings them back"));
    }

    /// Leaves only what is certain, or lists what is possible too.
    pub(super) fn certain_only(&mut self) {
        let mut certain = false;
        self.change(Action::CertainOnly, |chosen| {
            certain = chosen.filter.toggle_certain();
            chosen.filter_off = false;
        });
        let key = self.key_for(Action::CertainOnly);
        self.say(if certain {
            format!("Only what is certainly in the window; {key} lists the possible ones again")
        } else {
            "What is possibly in the window is listed too".to_owned()
        });
    }
}
