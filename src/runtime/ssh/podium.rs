//! Who presents, what they show, and who watches.
//!
//! What is shown goes to all at once; each takes the newest when there is time for it. How many watch is news for the
//! presenter alone: others see it with the next thing that is shown, so that nobody is woken by everybody's coming.

use std::sync::Arc;

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
    leader: Option<Clean>,
    scene: Option<Arc<Scene>>,
}

impl Podium {
    /// Begins to lead; `None` if somebody else does.
    #[must_use]
    pub fn step_up(&self, name: &Clean) -> Option<Lead> {
        let is_free = self.0.presented.send_if_modified(|presented| {
            let is_free = presented.leader.is_none();
            if is_free {
                presented.leader = Some(name.clone());
            }
            is_free
        });
        is_free.then(|| Lead { podium: self.clone(), watching: self.0.watching.subscribe() })
    }

    /// Begins to watch.
    #[must_use]
    pub fn sit_down(&self) -> Seat {
        self.0.watching.send_modify(|watching| *watching += 1);
        Seat { podium: self.clone(), presented: self.0.presented.subscribe() }
    }
}

/// The presenter's place. Leaving it ends the presentation.
#[derive(Debug)]
pub struct Lead {
    podium: Podium,
    watching: watch::Receiver<usize>,
}

impl Lead {
    /// Shows something to all who watch.
    pub fn show(&self, scene: Scene) {
        self.podium.0.presented.send_if_modified(|presented| {
            let is_new = presented.scene.as_deref() != Some(&scene);
            if is_new {
                presented.scene = Some(Arc::new(scene));
            }
            is_new
        });
    }

    /// Waits until somebody comes or leaves.
    pub async fn changed(&mut self) {
        // The podium is here, so there always is somebody who could tell.
        let _ = self.watching.changed().await;
    }

    /// Returns what changes when somebody comes or leaves.
    #[must_use]
    pub fn watching(&self) -> watch::Receiver<usize> {
        self.watching.clone()
    }

    /// Returns what the presenter is told of the others.
    pub fn audience(&mut self) -> Audience {
        let leader = self.podium.0.presented.borrow().leader.clone();
        Audience { role: Role::Leads, leader, watching: *self.watching.borrow_and_update() }
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        self.podium.0.presented.send_replace(Presented::default());
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
        let Presented { leader, scene } = self.presented.borrow_and_update().clone();
        let watching = *self.podium.0.watching.borrow();
        let audience =
            leader.map(|leader| Audience { role: Role::Follows, leader: Some(leader), watching });
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
        let lead = podium.step_up(&name("Fatou")).unwrap();
        assert!(podium.step_up(&name("Ada")).is_none());
        drop(lead);
        assert!(podium.step_up(&name("Ada")).is_some());
    }

    #[test]
    fn counts_those_who_watch_for_the_one_who_leads() {
        let podium = Podium::default();
        let first = podium.sit_down();
        let mut lead = podium.step_up(&name("Fatou")).unwrap();
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
