//! A presenter and those who watch: what the one shows, and how the others follow it.
//!
//! The host carries a [`Scene`] from the presenter's session to those of the others, and tells each who is there
//! ([`Audience`]). Whether somebody follows is their own business: any key lets them roam, one key rejoins.

use unicode_segmentation::UnicodeSegmentation;

use super::{App, action::Action, story::Told, view::View};
use crate::{
    domain::{Clean, EventKey, Fingerprint},
    question::{Cursor, Own},
};

/// The most letters of a presenter's name: what is said of them has room for no more.
const LONGEST_NAME: usize = 16;

/// What a presenter shows: all that others need in order to see the same.
///
/// What is each person's own is not in it: the size of the window, the focus, what lies over the panes, how far
/// something is scrolled, marks and notes. Keys of events count only in the data that they come from, so that a
/// scene of data that was read anew meanwhile leads nowhere wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The data.
    data: Fingerprint,
    /// The selected event, which is found faster by its key than by the id in the view.
    event: Option<EventKey>,
    view: View,
    search: Option<String>,
    told: Option<Told>,
    /// The presenter's marks and notes, if the filter asks for them.
    own: Option<Own>,
}

/// What a person is in a presentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Others see what this person sees.
    Leads,
    /// This person sees what the presenter shows.
    Follows,
    /// This person has left it to look around.
    Roams,
}

/// A presentation as one person takes part in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// What this person is in it. A host says who leads and who follows; who roams, the app knows better.
    pub role: Role,
    /// The name of the presenter, if they have one.
    pub leader: Option<Clean>,
    /// How many people are there beside the presenter.
    pub watching: usize,
}

impl Audience {
    /// Returns the presenter as a sentence names them.
    #[must_use]
    pub fn leader_name(&self) -> String {
        let name = self.leader.as_deref().map_or("", str::trim);
        let mut letters = name.graphemes(true);
        match letters.by_ref().take(LONGEST_NAME).collect::<String>() {
            short if short.is_empty() => "the presenter".to_owned(),
            short if letters.next().is_none() => short,
            // The ellipsis takes the place of the last letter.
            _ => name.graphemes(true).take(LONGEST_NAME - 1).collect::<String>() + "…",
        }
    }
}

impl App {
    /// Returns what this person shows to others.
    #[must_use]
    pub fn scene(&self) -> Scene {
        Scene {
            data: self.about.fingerprint,
            event: self.selected(),
            view: self.view(),
            search: self.search.clone(),
            told: self.told(),
            own: self.chosen.filter.asks_for_own().then(|| self.own()),
        }
    }

    /// Takes what the presenter shows; returns whether that is on the screen now, and was not before.
    ///
    /// Whoever roams is left alone, and finds it when they rejoin.
    pub fn follow(&mut self, scene: &Scene) -> bool {
        if self.presented.as_ref() == Some(scene) {
            return false;
        }
        self.presented = Some(scene.clone());
        if self.is_following() {
            self.show_presented();
        }
        self.is_following()
    }

    /// Returns the presentation that this person takes part in.
    #[must_use]
    pub const fn audience(&self) -> Option<&Audience> {
        self.audience.as_ref()
    }

    /// Tells whether this person sees what the presenter shows.
    #[must_use]
    pub fn is_following(&self) -> bool {
        self.role() == Some(Role::Follows)
    }

    /// Says who presents and who watches; `None` when nobody presents any more.
    ///
    /// With a new presenter everybody follows at first, except for those who look at something of their own.
    pub fn set_audience(&mut self, audience: Option<Audience>) {
        let before = std::mem::replace(&mut self.audience, audience);
        let Some(now) = &mut self.audience else {
            self.presented = None;
            if let Some(before) = before {
                self.say_left(&before);
            }
            return;
        };
        let is_same = before.as_ref().is_some_and(|before| {
            let led = before.role == Role::Leads;
            before.leader == now.leader && led == (now.role == Role::Leads)
        });
        match before {
            // Only the number of people may have changed.
            Some(before) if is_same => now.role = before.role,
            _ if now.role == Role::Leads => self.say("You are presenting: others see what you see"),
            _ => self.begin_to_follow(),
        }
    }

    /// Follows a new presenter, unless that would take something out of the person's hands.
    fn begin_to_follow(&mut self) {
        if self.explores {
            self.set_role(Role::Roams);
            let (name, rejoin) = (self.leader_name(), self.key_for(Action::Rejoin));
            return self.say(format!("{name} is presenting; {rejoin} follows"));
        }
        self.end_tour();
        self.follow_from_here();
    }

    /// Follows the presenter again.
    pub(super) fn rejoin(&mut self) {
        match self.role() {
            None => self.say("Nobody is presenting here"),
            Some(Role::Leads) => self.say("You are presenting yourself"),
            Some(Role::Follows) => self.say_following(),
            Some(Role::Roams) => self.follow_from_here(),
        }
    }

    fn follow_from_here(&mut self) {
        self.set_role(Role::Follows);
        self.leave_spot();
        self.show_presented();
        self.say_following();
    }

    /// Puts on the screen what the presenter shows. All of it in one go is one change to take back.
    fn show_presented(&mut self) {
        let Some(scene) = self.presented.clone() else { return };
        let Scene { data, event, view, search, told, own } = scene;
        let is_same_data = data == self.about.fingerprint;
        self.cursor = match event {
            Some(event) if is_same_data => Cursor::Event(event),
            _ => view.cursor(),
        };
        self.wanted = None;
        self.search = search;
        if self.chosen.lanes != view.layout.lanes {
            self.first_lanes();
        }
        self.change(Action::Rejoin, |chosen| view.choose(chosen));
        self.lent = own.filter(|_| is_same_data);
        self.tell_along(told);
        self.stale = true;
    }

    /// Lets a person who follows look around alone, whatever action that is, unless it concerns the terminal only.
    ///
    /// Returns whether they do from now on.
    pub(super) fn roam_by(&mut self, action: Action) -> bool {
        let stays = matches!(
            action,
            Action::Help
                | Action::Mouse
                | Action::Redraw
                | Action::Suspend
                | Action::Quit
                | Action::Rejoin
        );
        let roams = self.is_following() && !stays;
        if roams {
            self.roam();
        }
        roams
    }

    /// Lets a person who follows look around alone; what is on the screen stays.
    pub(super) fn roam(&mut self) {
        if self.is_following() {
            self.set_role(Role::Roams);
            self.say_roaming();
        }
    }

    fn role(&self) -> Option<Role> {
        self.audience.as_ref().map(|audience| audience.role)
    }

    fn set_role(&mut self, role: Role) {
        if let Some(audience) = &mut self.audience {
            audience.role = role;
        }
    }

    fn leader_name(&self) -> String {
        self.audience.as_ref().map(Audience::leader_name).unwrap_or_default()
    }

    fn say_following(&mut self) {
        let name = self.leader_name();
        self.say(format!("You follow {name}; any key lets you look around"));
    }

    pub(super) fn say_roaming(&mut self) {
        let (name, rejoin) = (self.leader_name(), self.key_for(Action::Rejoin));
        self.say(format!("You look around alone now; {rejoin} follows {name} again"));
    }

    fn say_left(&mut self, before: &Audience) {
        let name = before.leader_name();
        self.say(match before.role {
            Role::Leads => "You are not presenting any more".to_owned(),
            Role::Follows => format!("{name} has stopped presenting; what was shown stays"),
            Role::Roams => format!("{name} has stopped presenting"),
        });
    }
}
