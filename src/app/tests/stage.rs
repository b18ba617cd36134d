//! One leads and others follow: what they see, how they leave, how they come back, and what becomes of undo.

use super::*;
use crate::{
    app::{
        stage::{Audience, Role},
        story::Stage,
    },
    domain::{Fingerprint, Step, Story, Zone},
};

/// A dataset with a story of two steps.
fn told() -> Dataset {
    let step = |at: &str, event, view: &str| Step {
        at: Clean::new(at),
        event: Some(EventKey(event)),
        note: Clean::new(&format!("A note on {at}.")),
        view: Clean::new(view),
    };
    let steps = vec![step("a", 1, "kind:coup"), step("e", 4, "")];
    let stories = vec![Story { title: Clean::new("A story"), steps }];
    Dataset { stories, ..small() }
}

fn audience(role: Role, watching: usize) -> Audience {
    Audience { role, leader: Some(Clean::new("ada")), watching }
}

/// A presenter and one who watches, each at a screen of their own.
struct Room {
    leader: Person,
    other: Person,
}

impl Room {
    fn new() -> Self {
        let mut room = Self { leader: Person::at(told(), (120, 40)), other: Self::visitor() };
        room.leader.app.set_audience(Some(audience(Role::Leads, 1)));
        room.other.app.set_audience(Some(audience(Role::Follows, 1)));
        room.carry();
        room
    }

    fn visitor() -> Person {
        Person::with_caps(told(), (80, 24), Caps::LOCKED)
    }

    /// Does what a host does: carries what the presenter shows to the others.
    fn carry(&mut self) -> bool {
        let is_new = self.other.app.follow(&self.leader.app.scene());
        self.other.answer();
        is_new
    }

    #[track_caller]
    fn lead(&mut self, keys: &str) -> &mut Self {
        self.leader.keys(keys);
        self.carry();
        self
    }

    fn role(&self) -> Role {
        self.other.app.audience().unwrap().role
    }
}

/// Has the presenter press keys, and compares what the other sees.
#[track_caller]
fn check(keys: &str, expected: &str) {
    let mut room = Room::new();
    room.lead(keys);
    assert_eq!(room.other.state(), expected, "after {keys}");
    assert_eq!(room.other.app.scene(), room.leader.app.scene(), "after {keys}");
    assert!(!room.carry(), "nothing is new after {keys}");
}

#[test]
fn who_follows_sees_the_same_question_and_the_same_event() {
    check("", START);
    check("kk", "a b c [d] e f u");
    check("\\kind:coup<enter>", "a [b] | kind:coup");
    check("c<home><enter>", "a b [e] u | country:MLI");
    check("*3+F", "e [f] | country:BFA, off, window");
    check("/of d<enter>", "a b c [d] e f u | /of d 1/1");
    check("3+s~Z", "e [f] | certain, window");
}

#[test]
fn who_follows_keeps_their_own_screen() {
    let mut room = Room::new();
    room.lead("Lars");
    assert_eq!(room.other.app.chosen().lanes, room.leader.app.chosen().lanes);
    assert_eq!(room.other.app.chosen().reading, room.leader.app.chosen().reading);
    room.lead("<enter>z?");
    let other = &room.other.app;
    assert_eq!(
        (other.focus(), other.is_maximised(), other.size()),
        (Pane::Timeline, false, (80, 24))
    );
    assert!(other.overlay().is_none());
    room.other.input(Input::Resize { width: 60, height: 20 });
    room.other.input(Input::FocusLost);
    assert_eq!(room.role(), Role::Follows, "to resize is not to leave");
}

#[test]
fn who_follows_is_told_the_story() {
    let mut room = Room::new();
    let seen = |room: &Room| {
        let app = &room.other.app;
        (app.story_progress(), app.telling().map(|telling| telling.stage), room.other.state())
    };
    let step = |progress: &str, stage, state: &str| {
        (Some(progress.to_owned()), Some(stage), state.to_owned())
    };
    room.lead("S");
    assert_eq!(seen(&room), step("1/2", Stage::Shown, "[a] b | kind:coup"));
    assert_eq!(room.other.app.note_lines().0[0].text, "A note on a.");
    room.lead(" ");
    assert_eq!(seen(&room), step("2/2", Stage::Shown, "a b c d [e] f u"));
    room.lead("k");
    assert_eq!(seen(&room), step("2/2", Stage::Exploring, "a b c [d] e f u"));
    room.lead("<esc>");
    assert_eq!(seen(&room), (None, None, "a b c [d] e f u".to_owned()));
}

#[test]
fn any_key_lets_one_roam_and_one_key_rejoins() {
    for key in ["j", "c", "f", "5", "W", "/", "<esc>", "<tab>", "<enter>", "u"] {
        let mut room = Room::new();
        room.lead("kk");
        room.other.keys(key);
        assert_eq!(room.role(), Role::Roams, "{key}");
        assert_eq!(room.other.notice(), "You look around alone now; R follows ada again", "{key}");
        let (state, scene) = (room.other.state(), room.other.app.scene());
        assert!(!room.carry());
        room.lead("\\kind:coup<enter>");
        assert_eq!(room.other.state(), state, "{key}");
        assert_eq!(room.other.app.scene(), scene, "{key}");
        room.other.keys("<esc><esc>R");
        assert_eq!(room.role(), Role::Follows, "{key}");
        assert_eq!(room.other.notice(), "You follow ada; any key lets you look around", "{key}");
        assert_eq!(room.other.listed(), ["a", "b"], "{key}");
    }
}

#[test]
fn the_key_that_lets_one_roam_does_what_it_does() {
    let mut room = Room::new();
    room.lead("kk");
    assert_eq!(room.other.keys("k").state(), "a b [c] d e f u");
    let mut room = Room::new();
    room.lead("S");
    assert_eq!(room.other.keys(" ").state(), "a b c d [e] f u", "one reads on alone");
    assert_eq!(room.other.app.story_progress().as_deref(), Some("2/2"));
    room.other.keys("R");
    assert_eq!(room.other.state(), "[a] b | kind:coup");
    assert_eq!(room.other.app.story_progress().as_deref(), Some("1/2"));
}

#[test]
fn what_concerns_the_terminal_alone_leaves_nobody_behind() {
    for key in ["<f2>", "<c-l>", "?", "?zoom<esc>", "?<down><down><esc>", "R"] {
        let mut room = Room::new();
        room.other.keys(key);
        assert_eq!(room.role(), Role::Follows, "{key}");
    }
    let mut room = Room::new();
    room.other.keys("?zoom in<enter>");
    assert_eq!(room.role(), Role::Roams, "what is run from the help page does");
    let mut room = Room::new();
    assert_eq!(room.other.keys("Q").effects, [Effect::Quit]);
}

#[test]
fn the_mouse_lets_one_roam_as_keys_do() {
    let mut room = Room::new();
    room.other.mouse(MouseKind::Up(Button::Left), (20, 8));
    assert_eq!(room.role(), Role::Follows);
    room.other.mouse(MouseKind::ScrollDown, (20, 8));
    assert_eq!(room.role(), Role::Roams);
    let mut room = Room::new();
    room.lead("S");
    let strip = room.other.app.regions().story;
    room.other.click((strip.x + 3, strip.y));
    assert_eq!(room.role(), Role::Roams);
}

#[test]
fn all_that_was_followed_in_one_go_is_taken_back_by_one_key() {
    let mut room = Room::new();
    for _ in 0..40 {
        room.lead("\\<c-u>kind:coup<enter>\\<c-u>talks<enter>Lk");
    }
    assert_ne!(room.other.state(), START);
    room.other.keys("u");
    assert_eq!(room.other.app.chosen(), &crate::app::history::Chosen::default());
    room.other.keys("u");
    assert_eq!(room.other.notice(), "Nothing to undo");
}

#[test]
fn one_goes_back_to_where_one_was_before_it() {
    let mut room = Room { leader: Person::at(told(), (120, 40)), other: Room::visitor() };
    room.other.keys("*k");
    let before = room.other.state();
    room.leader.app.set_audience(Some(audience(Role::Leads, 1)));
    room.other.app.set_audience(Some(audience(Role::Follows, 1)));
    room.other.keys("R");
    room.lead("\\kind:talks<enter><home>kkS");
    assert_ne!(room.other.state(), before);
    assert_eq!(room.other.keys("<lt>").state(), before);
}

#[test]
fn who_looks_at_something_of_their_own_is_asked_first() {
    for keys in ["/tal", "c", "y", "3", "Vname", "k", "\\kind:coup<enter>", "<enter>", "LS"] {
        let mut other = Person::at(told(), (80, 24));
        other.keys(keys);
        check_asked(other, keys);
    }
    // The same goes for those who came with a question.
    for line in ["-q kind:coup", "--view lanes:group", "--at c", "--span 2024"] {
        let view = View::read(line, Zone::UTC).unwrap();
        let mut other = Room::visitor();
        let app = App::new(other.engine.about().clone(), (80, 24), now());
        other.app = app.with_caps(Caps::LOCKED).with_view(view);
        other.answer();
        check_asked(other, line);
    }
}

/// Has somebody present, and looks whether the other is left alone and can follow.
#[track_caller]
fn check_asked(other: Person, what: &str) {
    let mut room = Room { leader: Person::at(told(), (120, 40)), other };
    let before = room.other.state();
    room.other.app.set_audience(Some(audience(Role::Follows, 3)));
    room.lead("k");
    assert_eq!((room.role(), room.other.state()), (Role::Roams, before), "{what}");
    assert_eq!(room.other.notice(), "ada is presenting; R follows", "{what}");
    room.other.keys("<esc><esc>R");
    assert_eq!(room.other.state(), "a b c d [e] f u", "{what}");
}

#[test]
fn everybody_is_told_who_leads_and_that_it_is_over() {
    let mut room = Room::new();
    assert_eq!(room.leader.notice(), "You are presenting: others see what you see");
    assert_eq!(room.other.notice(), "You follow ada; any key lets you look around");
    room.lead("*");
    let state = room.other.state();
    // The number of people is no news to anybody.
    room.other.keys("?<esc>").app.set_audience(Some(audience(Role::Follows, 7)));
    assert_eq!((room.other.notice(), room.role()), ("", Role::Follows));
    room.other.app.set_audience(None);
    assert_eq!(room.other.notice(), "ada has stopped presenting; what was shown stays");
    assert_eq!((room.other.state(), room.other.app.is_following()), (state, false));
    assert!(!room.carry(), "nobody follows what nobody presents");
    assert_eq!(room.other.keys("R").notice(), "Nobody is presenting here");
    room.leader.app.set_audience(None);
    assert_eq!(room.leader.notice(), "You are not presenting any more");
}

#[test]
fn who_follows_goes_on_when_somebody_else_presents_and_who_roams_too() {
    let bob = Audience { role: Role::Follows, leader: Some(Clean::new("bob")), watching: 2 };
    for between in [None, Some(bob.clone())] {
        let mut room = Room::new();
        room.lead("\\kind:coup<enter>");
        room.other.app.set_audience(between.clone());
        room.other.app.set_audience(Some(bob.clone()));
        assert_eq!(
            (room.role(), room.other.notice()),
            (Role::Follows, "You follow bob; any key lets you look around")
        );
    }
    let mut room = Room::new();
    room.other.keys("j");
    room.other.app.set_audience(Some(audience(Role::Follows, 9)));
    assert_eq!(room.role(), Role::Roams);
    room.other.app.set_audience(Some(bob.clone()));
    assert_eq!((room.role(), room.other.notice()), (Role::Roams, "bob is presenting; R follows"));
    room.other.app.set_audience(Some(Audience { role: Role::Leads, ..bob }));
    assert_eq!(room.other.notice(), "You are presenting: others see what you see");
    assert_eq!(room.other.keys("jR").notice(), "You are presenting yourself");
}

#[test]
fn a_presenter_has_a_short_name_or_is_the_presenter() {
    let mut person = Room::visitor();
    for (leader, name) in [
        (None, "the presenter"),
        (Some(Clean::default()), "the presenter"),
        (Some(Clean::new("Somebody with a long name")), "Somebody with a…"),
    ] {
        person.app.set_audience(None);
        person.app.set_audience(Some(Audience { role: Role::Follows, leader, watching: 1 }));
        let told = format!("You follow {name}; any key lets you look around");
        assert_eq!(person.notice(), told);
    }
}

#[test]
fn the_presenters_marks_are_what_their_filter_asks_for_and_nothing_else() {
    let mut room = Room::new();
    room.lead("kmkkm\\is:marked<enter>");
    assert_eq!(room.other.listed(), ["c", "e"]);
    assert!(room.other.app.chosen().kept.marks.is_empty(), "they are not those of who follows");
    assert_eq!(room.other.keys("j").listed(), ["c", "e"], "what was on the screen stays");
    room.other.keys("X\\is:marked<enter>");
    assert_eq!(room.other.listed(), [""; 0], "one's own marks are none");
    assert_eq!(room.other.keys("R").listed(), ["c", "e"]);
}

#[test]
fn a_scene_of_other_data_leads_nowhere_wrong() {
    let mut room = Room::new();
    room.leader.keys("mS ");
    let told = room.leader.app.scene();
    room.leader.keys("<esc>Xk\\is:marked or kind:talks<enter>j");
    let marked = room.leader.app.scene();
    // The data was read anew meanwhile, and has neither the event nor the story; or the event has another key.
    let mut fewer = small();
    fewer.events.truncate(2);
    let mut other = small();
    other.events.reverse();
    other.events.iter_mut().for_each(|event| event.links.clear());
    for (dataset, is_known, scene, expected) in [
        (fewer.clone(), true, &told, "[a] c"),
        (fewer, false, &told, "a [c]"),
        (other, false, &marked, "c [d] u | is:marked or kind:talks"),
    ] {
        let mut engine = Memory::new(dataset, 0);
        if !is_known {
            engine = engine.with_fingerprint(Fingerprint(7));
        }
        let app = App::new(engine.about().clone(), (80, 24), now());
        let mut other = Person { app, engine: Arc::new(engine), effects: Vec::new() };
        other.answer();
        other.app.set_audience(Some(audience(Role::Follows, 1)));
        other.app.follow(scene);
        other.answer();
        assert_eq!((other.state().as_str(), other.app.telling()), (expected, None));
    }
}
