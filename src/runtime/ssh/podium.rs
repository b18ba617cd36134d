//! Who presents, what they show, and who watches.
//!
//! What is shown goes to all at once; each takes the newest when there is time for it. How many watch is news for the
//! presenter alone: others see it with the next thing that is shown, so that nobody is woken by everybody's coming.

use std::sync::Arc;

use russh::keys::PublicKey;
use tokio::sync::watch;

use crate::{
    app::stage::{Audience, Role, Scene},
    domain::Clean,
};

/// The place from which one person leads the others; clones are the same place.
#[derive(Debug, Clone, Default)]
pub struct Podium(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    presented: watch::Sender<Presented>,
    watching: watch::Sender<usize>,
}

/// What is presented.
#[derive(Debug, Clone, Default)]
struct Presented {
    leader: Option<Leader>,
    scene: Option<Arc<Scene>>,
    /// How often somebody has stepped up.
    turn: u64,
    /// Whether nobody will present here any more.
    is_over: bool,
}

/// Who presents.
#[derive(Debug, Clone)]
struct Leader {
    name: Clean,
    /// What they have proved themselves with.
    key: Option<PublicKey>,
}

impl Podium {
    /// Begins to lead; `None` if somebody else does. The same key takes the place over from an older connection.
    #[must_use]
    pub fn step_up(&self, name: &Clean, key: Option<&PublicKey>) -> Option<Lead> {
        let mut turn = None;
        self.0.presented.send_if_modified(|presented| {
            let has_place = match &presented.leader {
                Some(leader) => key.is_some() && leader.key.as_ref() == key,
                None => true,
            };
            if has_place {
                presented.leader = Some(Leader { name: name.clone(), key: key.cloned() });
                presented.turn += 1;
                turn = Some(presented.turn);
            }
            has_place
        });
        let (presented, watching) = (self.0.presented.subscribe(), self.0.watching.subscribe());
        turn.map(|turn| Lead { podium: self.clone(), turn, presented, watching })
    }

    /// Begins to watch.
    #[must_use]
    pub fn sit_down(&self) -> Seat {
        self.0.watching.send_modify(|watching| *watching += 1);
        Seat { podium: self.clone(), presented: self.0.presented.subscribe() }
    }

    /// Tells whether the presentation has ended for good.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.0.presented.borrow().is_over
    }
}

/// The presenter's place. Leaving it ends the presentation.
#[derive(Debug)]
pub struct Lead {
    podium: Podium,
    turn: u64,
    presented: watch::Receiver<Presented>,
    watching: watch::Receiver<usize>,
}

impl Lead {
    /// Tells whether nobody has taken the place over.
    #[must_use]
    pub fn is_leading(&self) -> bool {
        self.podium.0.presented.borrow().turn == self.turn
    }

    /// Shows something to all who watch.
    pub fn show(&self, scene: Scene) {
        self.podium.0.presented.send_if_modified(|presented| {
            let is_new = presented.turn == self.turn && presented.scene.as_deref() != Some(&scene);
            if is_new {
                presented.scene = Some(Arc::new(scene));
            }
            is_new
        });
    }

    /// Waits until somebody comes or leaves, or takes the place over.
    pub async fn changed(&mut self) {
        // The podium is here, so there always is somebody who could tell.
        tokio::select! {
            _ = self.watching.changed() => {}
            _ = self.presented.wait_for(|presented| presented.turn != self.turn) => {}
        }
    }

    /// Returns what changes when somebody comes or leaves.
    #[must_use]
    pub fn watching(&self) -> watch::Receiver<usize> {
        self.watching.clone()
    }

    /// Returns what the presenter is told of the others.
    pub fn audience(&mut self) -> Audience {
        let leader = self.podium.0.presented.borrow().leader.clone();
        let leader = leader.map(|leader| leader.name);
        Audience { role: Role::Leads, leader, watching: *self.watching.borrow_and_update() }
    }

    /// Leaves the place, and nobody will take it.
    pub fn finish(self) {
        self.podium.0.presented.send_modify(|presented| presented.is_over = true);
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        self.podium.0.presented.send_if_modified(|presented| {
            let is_leading = presented.turn == self.turn;
            if is_leading {
                (presented.leader, presented.scene) = (None, None);
            }
            is_leading
        });
    }
}

/// The place of somebody who watches.
#[derive(Debug)]
pub struct Seat {
    podium: Podium,
    presented: watch::Receiver<Presented>,
}

impl Seat {
    /// Waits until something else is shown.
    pub async fn changed(&mut self) {
        // The podium is here, so there always is somebody who could tell.
        let _ = self.presented.changed().await;
    }

    /// Returns who presents, if somebody does, and what they show.
    pub fn look(&mut self) -> (Option<Audience>, Option<Arc<Scene>>) {
        let Presented { leader, scene, .. } = self.presented.borrow_and_update().clone();
        let watching = *self.podium.0.watching.borrow();
        let audience = leader.map(|leader| Audience {
            role: Role::Follows,
            leader: Some(leader.name),
            watching,
        });
        (audience, scene)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.podium.0.watching.send_modify(|watching| *watching -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Clean {
        Clean::new(text)
    }

    #[test]
    fn has_room_for_one() {
        let podium = Podium::default();
        let lead = podium.step_up(&name("Fatou"), None).unwrap();
        assert!(podium.step_up(&name("Ada"), None).is_none());
        drop(lead);
        assert!(podium.step_up(&name("Ada"), None).is_some());
    }

    #[test]
    fn lets_the_same_key_take_over() {
        let [one, two] = [
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB3JHcMNhWkZ0TdrLzpJ5qxmHHSzUZbmSrUhCLSdTvkt",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ",
        ]
        .map(|key| key.parse().unwrap());
        let podium = Podium::default();
        let mut seat = podium.sit_down();
        let old = podium.step_up(&name("Fatou"), Some(&one)).unwrap();
        assert!(podium.step_up(&name("Ada"), Some(&two)).is_none());
        assert!(podium.step_up(&name("Ada"), None).is_none());
        let new = podium.step_up(&name("Fatou"), Some(&one)).unwrap();
        assert!(!old.is_leading() && new.is_leading());
        drop(old);
        assert!(seat.look().0.is_some(), "the old connection takes nothing along");
        assert!(!podium.is_over());
        new.finish();
        assert!(seat.look().0.is_none() && podium.is_over());
    }

    #[test]
    fn counts_those_who_watch_for_the_one_who_leads() {
        let podium = Podium::default();
        let first = podium.sit_down();
        let mut lead = podium.step_up(&name("Fatou"), None).unwrap();
        assert_eq!(lead.audience().watching, 1);
        let mut second = podium.sit_down();
        assert!(lead.watching.has_changed().unwrap() && !second.presented.has_changed().unwrap());
        drop(first);
        assert_eq!(lead.audience().watching, 1);
        let (audience, scene) = second.look();
        assert_eq!(audience.unwrap().leader, Some(name("Fatou")));
        assert!(scene.is_none(), "nothing is shown yet");
        drop(lead);
        assert!(second.presented.has_changed().unwrap());
        assert_eq!(second.look().0, None);
    }
}
