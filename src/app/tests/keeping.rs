//! Marks, notes and saved views: what a person keeps, takes back, and finds again in the next session.

use super::*;
use crate::domain::{Notebook, SavedView};

/// Starts another session with what one has kept.
fn again(person: &Person) -> Person {
    let notebook = person.app.notebook();
    let mut next = Person::new();
    let known = next.engine.known(&notebook.ids());
    next.app.take_notebook(&notebook, known);
    next.answer();
    next
}

#[test]
fn saves_a_view_and_opens_it_again() {
    let mut person = Person::new();
    person.keys("\\country:MLI coup<enter>VMali coups<enter>");
    assert_eq!(
        person.notice(),
        "View `Mali coups` saved; v opens it, --view on the command line too"
    );
    assert!(person.app.has_news_to_keep());
    assert_eq!(person.app.view_name().map(Clean::as_str), Some("Mali coups"));
    let line = person.app.notebook().views[0].view.clone();
    assert_eq!(line.as_str(), "-q 'country:MLI coup' --at b");
    person.keys("X");
    assert_eq!(person.app.view_name(), None, "it is not this view any more");
    let mut next = again(&person);
    assert!(!next.app.has_news_to_keep());
    assert_eq!(next.keys("v").more(), ["views"]);
    assert_eq!(next.keys("<enter>").state(), "a [b] | country:MLI, coup");
    assert_eq!(next.app.view_name().map(Clean::as_str), Some("Mali coups"));
    assert_eq!(next.keys("<lt>").state(), START, "back to where one was");
    assert_eq!(next.keys(">").state(), "a [b] | country:MLI, coup");
    assert_eq!(next.keys("u").state(), "a [b] c d e f u", "the cursor stays with its event");
}

#[test]
fn keeps_the_layout_and_the_window_of_a_view() {
    let mut person = Person::new();
    person.keys("LLars+Vlanes<enter>");
    let view = person.app.view();
    assert_eq!(view.layout.text(), "lanes:group+first+rolled+starts");
    assert!(view.window.is_some());
    let mut next = again(&person);
    next.keys("v<enter>");
    assert_eq!(next.app.view(), view);
}

#[test]
fn tells_views_apart_whatever_their_queries_hold() {
    let mut person = Person::new();
    person.keys("\\\"one --at two\"<enter>Vone<enter>");
    assert_eq!(person.app.view_name().map(Clean::as_str), Some("one"));
    person.keys("\\<c-u>\"one --at three\"<enter>");
    assert_eq!(person.app.view_name(), None);
}

#[test]
fn finds_replaces_and_removes_views() {
    let mut person = Person::new();
    person.keys("Vone<enter>\\coup<enter>Vtwo<enter>\\<c-u>talks<enter>Vone<enter>");
    assert_eq!(person.notice(), "View `one` replaced; v opens it, --view on the command line too");
    let names = |person: &Person| {
        let views = person.app.chosen().kept.views.iter();
        views.map(|saved| format!("{} {}", saved.name, saved.view)).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(names(&person), "one -q talks --at c; two -q coup --at b");
    person.keys("vtw<enter>");
    assert_eq!(person.state(), "a [b] | coup");
    person.keys("v<del>");
    assert_eq!(names(&person), "two -q coup --at b");
    person.keys("<esc>u");
    assert_eq!(names(&person), "one -q talks --at c; two -q coup --at b");
    person.keys("v<del><del>");
    assert_eq!(person.app.overlay().map(|_| ()), None, "with the last view its list is closed");
    check_notice("v", "No view is saved yet; V saves this one");
}

#[test]
fn refuses_names_that_lead_nowhere() {
    for (name, message) in [
        ("", "A view needs a name"),
        ("list", "`list` names a layout; take another name"),
        ("lanes:group", "`lanes:group` names a layout; take another name"),
    ] {
        let mut person = Person::new();
        person.keys(&format!("V{name}<enter>"));
        assert_eq!(person.notice(), message);
        assert_eq!(person.more(), [format!("save as \"{name}\"")], "what was typed stays");
    }
}

#[test]
fn says_of_a_view_that_cannot_be_read_what_is_wrong() {
    let mut person = Person::new();
    let view = Clean::new("-q 'contry:MLI'");
    let views = vec![SavedView { name: Clean::new("old"), view }];
    person.app.take_notebook(&Notebook { views, ..Notebook::default() }, Vec::new());
    person.keys("v<enter>");
    let told = "View `old`: -q: there is no field `contry`; did you mean country: ?";
    assert_eq!((person.notice(), person.state().as_str()), (told, START));
}

#[test]
fn notes_what_a_person_thinks_of_an_event() {
    let mut person = Person::new();
    person.keys("Aask them<enter>");
    assert_eq!(person.app.note().map(Clean::as_str), Some("ask them"));
    let note = |person: &Person| {
        let lines = person.app.detail_lines();
        lines.into_iter().find(|line| line.label == "Note").map(|line| line.text)
    };
    assert_eq!(note(&person).as_deref(), Some("ask them"));
    let mut next = again(&person);
    assert_eq!(note(&next).as_deref(), Some("ask them"));
    assert_eq!(next.keys("\\has:note<enter>").state(), "[f] | has:note");
    next.keys("XA again<enter>");
    assert_eq!(note(&next).as_deref(), Some("ask them again"));
    next.keys("A<c-u><enter>");
    assert_eq!((note(&next), next.notice()), (None, "The note is gone; u brings it back"));
    next.keys("u");
    assert_eq!(note(&next).as_deref(), Some("ask them again"));
}

#[test]
fn finds_marks_again_and_filters_by_them() {
    let mut person = Person::new();
    person.keys("mkkm");
    let mut next = again(&person);
    assert_eq!(next.more(), ["marks d f"]);
    assert_eq!(next.keys("\\is:marked<enter>").state(), "d [f] | is:marked, marks d f");
    assert_eq!(next.keys("m").state(), "[d] | is:marked, marks d");
    assert_eq!(next.keys("u").state(), "d [f] | is:marked, marks d f");
}

#[test]
fn leaves_what_is_kept_of_other_events_alone() {
    let mut person = Person::new();
    let notebook = Notebook {
        marks: [Clean::new("a"), Clean::new("gone")].into(),
        notes: [(Clean::new("lost"), Clean::new("a note"))].into(),
        ..Notebook::default()
    };
    let known = person.engine.known(&notebook.ids());
    person.app.take_notebook(&notebook, known);
    person.keys("m");
    let kept = person.app.notebook();
    let marks: Vec<_> = kept.marks.iter().map(Clean::as_str).collect();
    assert_eq!(marks, ["a", "f", "gone"]);
    assert_eq!(kept.notes, notebook.notes);
}

#[test]
fn shows_what_else_happened_then_and_returns() {
    check(START, "\\kind:release<enter>k", "[e] f | kind:release");
    check(START, "\\kind:release<enter>ki", "a b c d [e] f u | kind:release, off");
    check(START, "\\kind:release<enter>kikki", "[e] f | kind:release");
    check(START, "\\kind:release<enter>iXi", "a b c d e [f] u");
    check_notice("i", "No filter hides anything: this is all that happened then");
}

#[test]
fn keeps_the_selected_event_on_its_line() {
    let mut person = Person::at(small(), (80, 16));
    let line = |person: &Person| {
        let selected = person.app.selected();
        person
            .app
            .answer()
            .lines
            .iter()
            .position(|line| matches!(line, Line::Event(row) if Some(row.key) == selected))
    };
    person.keys("k\\kind:release<enter>");
    assert_eq!(line(&person), Some(0));
    person.keys("F");
    assert_eq!(person.selected(), "e");
    assert_eq!(line(&person), Some(0), "what is above it is scrolled away");
    person.keys("k");
    assert_eq!(line(&person), Some(0));
}

#[test]
fn repeats_the_last_action_with_its_count() {
    check(START, "2k.", "a [b] c d e f u");
    check(START, "2k3.", "[a] b c d e f u");
    check(START, "k+..", "[e] | window");
    check_notice(".", "There is nothing to repeat yet");
}

#[test]
fn copies_the_command_that_opens_the_same_screen() {
    let mut person = Person::new();
    person.keys("\\country:MLI<enter>L");
    assert_eq!(
        person.app.link(),
        "dateline small.ron -q country:MLI --view lanes:country --at e --data 0000000000000000"
    );
    person.keys("yl");
    assert_eq!(person.notice(), "The link was sent to the terminal's clipboard");
    let link = Clean::new(&person.app.link());
    assert_eq!(person.effects, [Effect::Copy(vec![link.clone()])]);
    person.keys("yp");
    assert_eq!(person.effects[1], Effect::Print(vec![link]));
    check_notice("yp", "Nothing was copied yet");
}

#[test]
fn copies_a_command_that_opens_files_of_any_name() {
    for (name, word) in [
        (Dataset::STDIN, "-"),
        ("my file.ron", "'my file.ron'"),
        ("-a.ron", "./-a.ron"),
        ("@sahel", "@sahel"),
    ] {
        let dataset = Dataset { files: vec![Clean::new(name)], ..small() };
        let link = Person::at(dataset, (120, 40)).app.link();
        assert_eq!(link.split(" --at").next(), Some(format!("dateline {word}").as_str()));
    }
}

#[test]
fn copies_an_event_in_every_form() {
    let mut person = Person::new();
    person.keys("ycymybyj");
    let texts: Vec<String> = person
        .effects
        .iter()
        .map(|effect| match effect {
            Effect::Copy(lines) => lines.join("\n"),
            other => format!("{other:?}"),
        })
        .collect();
    assert!(texts[0].starts_with('f') || texts[0].contains("15 May 2024"), "{texts:?}");
    assert!(texts[1].contains("15 May 2024") && texts[2].starts_with("@misc{"), "{texts:?}");
    assert_eq!(texts[3], "CopyEvent(EventKey(6))");
}

#[test]
fn keeps_a_filter_that_is_switched_off_as_it_is() {
    let mut person = Person::new();
    person.keys("\\country:MLI coup<enter>~2FFVoff<enter>");
    let view = person.app.view();
    assert_eq!(
        view.line(person.app.about().zone),
        "-q 'country:MLI off:(coup) match:certain' --view unfiltered --at b"
    );
    person.keys("Xv<enter>");
    assert_eq!(person.app.view(), view);
    assert_eq!(person.keys("F").state(), "a [b] e u | country:MLI, off:(coup), certain");
}

#[test]
fn takes_back_what_one_did_oneself_and_nothing_of_another_session() {
    let mut person = Person::new();
    person.keys("m");
    let base = person.app.notebook();
    person.keys("kmVone<enter>");
    // Meanwhile another session has marked `a`, noted something, and unmarked `f`.
    let theirs = Notebook {
        marks: [Clean::new("a")].into(),
        notes: [(Clean::new("b"), Clean::new("theirs"))].into(),
        ..base.clone()
    };
    let merged = Notebook::merged(&base, &person.app.notebook(), &theirs);
    let known = person.engine.known(&merged.ids());
    person.app.take_notebook(&merged, known);
    assert!(person.more().contains(&"marks a e".to_owned()), "{:?}", person.more());
    person.keys("uu");
    let left = person.app.notebook();
    assert_eq!((left.marks, left.notes), (theirs.marks.clone(), theirs.notes.clone()));
    person.keys("UU");
    let again = person.app.notebook();
    assert_eq!((again.marks, again.notes, again.views.len()), (merged.marks, merged.notes, 1));
}
