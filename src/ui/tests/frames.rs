//! Whole screens as text, to be looked at when they change.

use super::*;
use crate::app::{
    caps::Caps,
    stage::{Audience, Role},
};

/// Compares a frame with the picture of that name in `snapshots`.
#[track_caller]
fn check(name: &str, frame: &Buffer) {
    assert_eq!(faults(frame), [""; 0]);
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        snapshot_path => "../snapshots",
    }, {
        insta::assert_snapshot!(name, text(frame));
    });
}

#[test]
fn start() {
    check("start-80x24", &frame(sahel(), (80, 24), "", &usual()));
    check("start-80x24-ascii", &frame(sahel(), (80, 24), "", &ascii()));
    check("start-120x40", &frame(sahel(), (120, 40), "", &usual()));
    check("start-200x60", &frame(sahel(), (200, 60), "", &usual()));
    check("start-40x12", &frame(sahel(), (40, 12), "", &usual()));
    check("start-40x10", &frame(sahel(), (40, 10), "", &usual()));
}

#[test]
fn facets() {
    check("facets-country-120x40", &frame(sahel(), (120, 40), "c ", &usual()));
    check("facets-group-80x24", &frame(sahel(), (80, 24), "gis sahel", &usual()));
    check("facets-country-40x12-ascii", &frame(sahel(), (40, 12), "c-<down> ", &ascii()));
}

#[test]
fn prompts() {
    check("prompts-search-80x24", &frame(sahel(), (80, 24), "/drivers", &usual()));
    check("prompts-mistake-80x24", &frame(sahel(), (80, 24), "t2025-02-30<enter>", &usual()));
}

#[test]
fn overlays() {
    check("help-80x24", &frame(sahel(), (80, 24), "?filter", &usual()));
    check("prefix-80x24-ascii", &frame(sahel(), (80, 24), "f", &ascii()));
}

#[test]
fn detail() {
    check("detail-80x24", &frame(sahel(), (80, 24), "/captivity<enter><enter><pgdn>j", &usual()));
}

#[test]
fn timeline() {
    check("timeline-zoomed-120x40", &frame(sahel(), (120, 40), "5+mk", &usual()));
    check("timeline-nothing-80x24", &frame(sahel(), (80, 24), "*\\no such word<enter>", &usual()));
}

#[test]
fn story() {
    check("story-80x24", &frame(sahel(), (80, 24), "S  ", &usual()));
    check("story-80x24-ascii", &frame(sahel(), (80, 24), "5S", &ascii()));
    check("story-120x40", &frame(sahel(), (120, 40), "S  ", &usual()));
    check("story-200x60", &frame(sahel(), (200, 60), "S  ", &usual()));
    check("story-40x10", &frame(sahel(), (40, 10), "S  ", &usual()));
    check("story-exploring-80x24", &frame(sahel(), (80, 24), "S  k", &usual()));
}

#[test]
fn small_files() {
    check("small-no-event-80x24", &frame(Dataset::default(), (80, 24), "", &usual()));
    check(
        "small-one-event-80x24",
        &frame(dated(&[("It happened", "2025-08-03")]), (80, 24), "", &usual()),
    );
    check(
        "small-undated-80x24",
        &frame(dated(&[("Once", ""), ("Once more", "")]), (80, 24), "", &usual()),
    );
}

/// Draws the screen of one who takes part in a presentation.
fn presentation(role: Role, size: (u16, u16), keys: &str, look: &Look) -> Buffer {
    let mut scene = Scene::new(sahel(), size);
    let leader = Some(Clean::new("Fatou"));
    scene.app.set_audience(Some(Audience { role, leader, watching: 12 }));
    scene.keys(keys).frame(size, look)
}

#[test]
fn stage() {
    for (name, role, keys) in [
        ("stage-leads", Role::Leads, "k"),
        ("stage-follows", Role::Follows, ""),
        ("stage-roams", Role::Follows, "k"),
    ] {
        check(&format!("{name}-80x24"), &presentation(role, (80, 24), keys, &usual()));
    }
    check("stage-follows-80x24-ascii", &presentation(Role::Follows, (80, 24), "", &ascii()));
    check("stage-follows-120x40", &presentation(Role::Follows, (120, 40), "", &usual()));
    check("stage-roams-40x12", &presentation(Role::Follows, (40, 12), "k", &usual()));
    let mut leader = Scene::new(sahel(), (120, 40));
    leader.keys("S ");
    let mut follower = Scene::new(sahel(), (80, 24));
    let name = Some(Clean::new("An unusually long name of somebody"));
    let audience = Audience { role: Role::Follows, leader: name, watching: 1_204 };
    follower.app.set_audience(Some(audience));
    follower.app.follow(&leader.app.scene());
    follower.answer();
    check("stage-story-80x24", &follower.frame((80, 24), &usual()));
}

/// Draws what so many calls for the tour have led to.
fn tour(dataset: Dataset, size: (u16, u16), calls: usize, look: &Look) -> Buffer {
    let mut scene = Scene::new(dataset, size);
    for _ in 0..calls {
        scene.app.tour();
        scene.answer();
    }
    scene.frame(size, look)
}

#[test]
fn tours() {
    check("tour-story-80x24", &tour(sahel(), (80, 24), 2, &usual()));
    check("tour-story-120x40", &tour(sahel(), (120, 40), 1, &usual()));
    check("tour-story-80x24-ascii", &tour(sahel(), (80, 24), 11, &ascii()));
    let plain = || Dataset { stories: Vec::new(), ..sahel() };
    check("tour-hints-80x24", &tour(plain(), (80, 24), 1, &usual()));
    check("tour-hints-120x40", &tour(plain(), (120, 40), 4, &usual()));
}

#[test]
fn guests() {
    let mut scene = Scene::new(sahel(), (80, 24));
    scene.app = App::new(scene.engine.about().clone(), (80, 24), Moment(0)).with_caps(Caps::LOCKED);
    scene.answer();
    let hints = |frame: &Buffer| text(frame).lines().last().map(str::to_owned).unwrap_or_default();
    let guests = hints(&scene.keys("<200x60>").frame((200, 60), &usual()));
    let usual_ones = hints(&frame(sahel(), (200, 60), "", &usual()));
    assert_eq!(guests, usual_ones.replace("y y copy  ", ""));
    assert_ne!(guests, usual_ones);
    scene.keys("<80x24>");
    check("help-guest-80x24", &scene.keys("?leave").frame((80, 24), &usual()));
}
