//! Stories: begun, stepped through, left to explore, resumed, closed, and with mistakes in them.

use super::*;
use crate::{
    app::story::Stage,
    domain::{Step, Story},
    question::Own,
    store::{self, builtin},
};

fn story(title: &str, steps: &[(&str, &str, &str)]) -> Story {
    let dataset = small();
    let step = |(at, note, view): &(&str, &str, &str)| Step {
        at: Clean::new(at),
        event: dataset
            .events
            .iter()
            .position(|event| *event.id == **at)
            .map(|key| EventKey(key as u32)),
        note: Clean::new(note),
        view: Clean::new(view),
    };
    Story { title: Clean::new(title), steps: steps.iter().map(step).collect() }
}

/// The small dataset with a story of four steps.
fn told() -> Dataset {
    let steps = [
        ("e", "It ends with a release.", ""),
        ("a", "It began with a coup.", "kind:coup"),
        ("c", "France spoke.", "country:FRA after:2024-01"),
        ("b", "Another coup.", "kind:coup"),
    ];
    Dataset { stories: vec![story("Coups", &steps)], ..small() }
}

/// Adds two stories, of which one has no steps.
fn three() -> Dataset {
    let mut dataset = told();
    dataset.stories.push(story("Nothing", &[]));
    dataset.stories.push(story("Short", &[("d", "Talks.", "country:NER")]));
    dataset
}

/// Makes a dataset with a story of one step.
fn one(step: (&str, &str, &str)) -> Dataset {
    Dataset { stories: vec![story("One", &[step])], ..small() }
}

/// Returns the state, and what of a story is on the screen.
fn telling(person: &Person) -> String {
    let app = &person.app;
    let told = match app.telling() {
        None => "closed".to_owned(),
        Some(telling) => {
            let title = &app.story().unwrap().title;
            let explores = if telling.stage == Stage::Exploring { ", exploring" } else { "" };
            format!("{title} {}{explores}", app.story_progress().unwrap())
        }
    };
    format!("{told}: {}", person.state())
}

#[track_caller]
fn check(dataset: Dataset, keys: &str, expected: &str) {
    let mut person = Person::at(dataset, (120, 40));
    assert_eq!(telling(person.keys(keys)), expected, "after {keys}");
}

/// Returns the note that is seen, as one text.
fn note(person: &Person) -> String {
    let (lines, _) = person.app.note_lines();
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn goes_from_step_to_step_and_back() {
    check(told(), "S", "Coups 1/4: a b c d [e] f u");
    check(told(), "S ", "Coups 2/4: [a] b | kind:coup");
    check(told(), "S <right>", "Coups 3/4: [c] e | country:FRA, after:2024-01");
    check(told(), "S  <left>", "Coups 2/4: [a] b | kind:coup");
    check(told(), "S  <bs>", "Coups 2/4: [a] b | kind:coup");
    check(told(), "S3 ", "Coups 4/4: a [b] | kind:coup");
    check(told(), "S99 2<left>", "Coups 2/4: [a] b | kind:coup");
    check(told(), "3S", "Coups 3/4: [c] e | country:FRA, after:2024-01");
    check(told(), "S99S", "Coups 4/4: a [b] | kind:coup");
}

#[test]
fn stays_at_its_ends_and_says_so() {
    let mut person = Person::at(told(), (120, 40));
    person.keys("S    ");
    assert_eq!(telling(&person), "Coups 4/4: a [b] | kind:coup");
    assert_eq!(person.notice(), "The story ends here; 1S begins it again, Esc closes it");
    person.keys("1S");
    assert_eq!(telling(&person), "Coups 1/4: a b c d [e] f u");
    person.keys("<left>");
    assert_eq!(person.notice(), "The story begins here");
    assert_eq!(note(&person), "It ends with a release.");
}

#[test]
fn asks_for_the_whole_file_whatever_was_chosen() {
    check(told(), "c<enter>3+S", "Coups 1/4: a b c d [e] f u");
    check(told(), "*FS", "Coups 1/4: a b c d [e] f u");
    check(told(), "<enter>zS ", "Coups 2/4: [a] b | kind:coup");
}

#[test]
fn is_taken_back_step_by_step_to_before_the_story() {
    let mut person = Person::at(told(), (120, 40));
    let before = "[f] | country:BFA, window";
    assert_eq!(person.keys("*2+").state(), before);
    person.keys("S  <esc>");
    assert_eq!(telling(&person), "closed: [c] e | country:FRA, after:2024-01");
    assert!(person.notice().starts_with("Closed at 3/4; S resumes"), "{}", person.notice());
    let steps: Vec<_> = ["u", "u", "u"].iter().map(|key| person.keys(key).state()).collect();
    assert_eq!(steps[..2], ["a [b] | kind:coup".to_owned(), "a b [c] d e f u".to_owned()]);
    assert_eq!(steps[2], before);
    // And where one was, too.
    let mut person = Person::at(told(), (120, 40));
    assert_eq!(person.keys("*2+S<esc><lt>").state(), before);
}

#[test]
fn explores_on_any_other_key_and_resumes_where_it_was() {
    check(told(), "S j", "Coups 2/4, exploring: a [b] | kind:coup");
    check(told(), "S fk", "Coups 2/4, exploring: [a] b | kind on talks, kind:coup");
    check(told(), "S <enter>", "Coups 2/4, exploring: [a] b | detail, kind:coup");
    check(told(), "S jX", "Coups 2/4, exploring: a [b] c d e f u");
    check(told(), "S jXS", "Coups 2/4: [a] b | kind:coup");
    check(told(), "S jX3S", "Coups 3/4: [c] e | country:FRA, after:2024-01");
    check(told(), "S 2j", "Coups 2/4, exploring: a [b] | kind:coup");
    // Space and the arrows mean again what they always do.
    check(told(), "S j<right>", "Coups 2/4, exploring: a [b] | kind:coup");
    let mut person = Person::at(told(), (120, 40));
    person.keys("Su ");
    assert_eq!(person.notice(), "<space> does nothing here; ? lists all keys");
}

#[test]
fn goes_on_through_what_changes_no_question() {
    for keys in
        ["S <f2><f2>", "S <c-l>", "S <c-z>", "S W", "S f<esc>", "S 5<esc>", "S <90x30>", "S ?<esc>"]
    {
        let mut person = Person::at(told(), (120, 40));
        person.keys(keys);
        assert_eq!(telling(&person), "Coups 2/4: [a] b | kind:coup", "{keys}");
    }
    let mut person = Person::at(told(), (120, 40));
    person.keys("S ").input(Input::Paste("jjj".to_owned()));
    assert_eq!(telling(&person), "Coups 2/4: [a] b | kind:coup");
}

#[test]
fn closes_and_leaves_everything_as_it_is() {
    for keys in ["S <esc>", "S q", "S j<esc>", "S S"] {
        let mut person = Person::at(told(), (120, 40));
        person.keys(keys);
        assert!(telling(&person).starts_with("closed: "), "{keys}");
        assert_eq!(person.listed(), ["a", "b"], "{keys}");
        assert_eq!(person.effects, [], "{keys}");
        person.keys("S");
        assert_eq!(telling(&person), "Coups 2/4: [a] b | kind:coup", "{keys}");
    }
    let mut person = Person::at(told(), (120, 40));
    assert_eq!(person.keys("S<c-c>").effects, [Effect::Quit]);
}

#[test]
fn goes_on_to_the_next_story_and_closes_after_the_last() {
    check(three(), "S S", "Nothing 0/0: [a] b | kind:coup");
    check(three(), "S S ", "Nothing 0/0: [a] b | kind:coup");
    check(three(), "SSS", "Short 1/1: b [d] | country:NER");
    check(three(), "SSSS", "closed: b [d] | country:NER");
    check(three(), "SSSSS", "Coups 1/4: a b c d [e] f u");
    check(three(), "SSSjS", "Short 1/1: b [d] | country:NER");
    let mut person = Person::at(three(), (120, 40));
    assert_eq!(note(person.keys("SS")), "This story has no steps");
    assert!(person.keys("1S3S ").notice().contains("S goes on to the next one"));
}

#[test]
fn says_that_there_is_none() {
    check_notice("S", "There is no story in this data");
    let mut person = Person::new();
    person.keys("?step of the story<enter>");
    assert!(person.notice().contains("There is no story"), "{}", person.notice());
}

#[test]
fn runs_from_the_help_page() {
    check(told(), "?tell a story<enter>", "Coups 1/4: a b c d [e] f u");
    check(told(), "?next step<enter>", "Coups 1/4: a b c d [e] f u");
    check(told(), "S?next step of<enter>", "Coups 2/4: [a] b | kind:coup");
    check(told(), "S ?next event<enter>", "Coups 2/4, exploring: a [b] | kind:coup");
    check(told(), "cmali<f1>tell a story<enter>", "Coups 1/4: a b c d [e] f u");
}

#[test]
fn goes_on_where_the_strip_is_clicked_and_explores_elsewhere() {
    let mut person = Person::at(told(), (120, 40));
    person.keys("S");
    let strip = person.app.regions().story;
    person.click((strip.x + 5, strip.y + 1));
    assert_eq!(telling(&person), "Coups 2/4: [a] b | kind:coup");
    person.mouse(MouseKind::ScrollDown, (strip.x + 5, strip.y + 1));
    person.mouse(MouseKind::Down(Button::Right), (5, 20));
    assert_eq!(telling(&person), "Coups 2/4: [a] b | kind:coup", "that does nothing");
    let rows = person.app.regions().rows;
    person.click((rows.right() - 2, rows.y + 1));
    assert_eq!(telling(&person), "Coups 2/4, exploring: a [b] | kind:coup");
    let reminder = person.app.regions().story;
    assert_eq!(reminder.height, 1);
    person.click((reminder.x + 5, reminder.y));
    assert_eq!(telling(&person), "Coups 2/4: [a] b | kind:coup");
    person.mouse(MouseKind::ScrollDown, (rows.right() - 2, rows.y));
    assert_eq!(telling(&person), "Coups 2/4, exploring: a [b] | kind:coup");
}

#[test]
fn shows_of_a_view_with_mistakes_what_can_be_understood() {
    let mut person = Person::at(one(("a", "A coup.", "contry:MLI kind:coup")), (120, 40));
    person.keys("S");
    assert_eq!(telling(&person), "One 1/1: [a] b | kind:coup");
    let wrong = "View: there is no field `contry`; did you mean country: ?";
    assert_eq!(person.notice(), wrong);
    assert_eq!(note(&person), format!("A coup. {wrong}"));
    let mut person = Person::at(one(("zz", "Where is it?", "kind:coup")), (120, 40));
    person.keys("S");
    assert_eq!(telling(&person), "One 1/1: a [b] | kind:coup");
    assert_eq!(person.notice(), "There is no event \"zz\" in this data");
}

#[test]
fn shows_the_event_of_a_view_that_hides_it() {
    let mut person = Person::at(one(("a", "A coup.", "country:FRA")), (120, 40));
    person.keys("S");
    assert_eq!(telling(&person), "One 1/1: [a] b c d e f u | country:FRA, off");
    assert_eq!(person.notice(), "This view hides its own event, so it is off");
}

#[test]
fn survives_hostile_text() {
    let heap = "(".repeat(70_000);
    let views = ["\u{1b}]0;x\u{7} contry:\"", &heap, "\"\"", "-", "or or", "kind:\u{202e}", ":::"];
    for view in views {
        for size in [(120, 40), (80, 24), (40, 10)] {
            let long = "a\u{301}日".repeat(500);
            let mut person = Person::at(one(("a", &long, view)), size);
            person.keys("S <left>jSS");
            assert_eq!(person.selected(), "a", "{view:.20}");
            assert!(person.notice().chars().count() < 400);
            assert!(!person.notice().chars().any(char::is_control));
        }
    }
}

#[test]
fn reads_a_long_note_to_its_end_before_it_goes_on() {
    let words: Vec<String> = (0..200).map(|n| n.to_string()).collect();
    let long = words.join(" ");
    let steps = [("a", long.as_str(), ""), ("b", "Short.", "")];
    let dataset = Dataset { stories: vec![story("Long", &steps)], ..small() };
    for size in [(40, 10), (60, 16), (80, 24)] {
        let mut person = Person::at(dataset.clone(), size);
        person.keys("S");
        let mut read = Vec::new();
        while person.selected() == "a" {
            read.extend(note(&person).split(' ').map(str::to_owned).collect::<Vec<_>>());
            person.keys(" ");
            assert!(read.len() < 1_000, "it ends");
        }
        assert_eq!(read, words, "{size:?}");
        assert_eq!(note(&person), "Short.");
        // A count does not wait for the reader.
        person.keys("1<left>1 ");
        assert_eq!(person.selected(), "b");
        person.keys("1S <left>");
        assert!(note(&person).starts_with("0 1 2"), "one page there and one back: {size:?}");
    }
}

/// Returns the datasets that the program carries and that tell a story.
fn carried() -> Vec<(&'static str, Dataset)> {
    let all = builtin::ALL.iter().map(|b| (b.name, store::read(b.name, b.text).dataset));
    let told: Vec<_> = all.filter(|(_, dataset)| !dataset.stories.is_empty()).collect();
    assert!(told.len() >= 3);
    told
}

#[test]
fn plays_each_carried_story_from_start_to_end() {
    for (name, dataset) in carried() {
        let mut person = Person::at(dataset.clone(), (120, 60));
        person.keys("S");
        let steps = &dataset.stories[0].steps;
        assert!(steps.len() >= 5, "{name} is worth telling");
        let mut before = None;
        for (n, step) in steps.iter().enumerate() {
            let at = format!("step {} of {name}", n + 1);
            let (app, answer) = (&person.app, person.app.answer());
            assert_eq!(app.story_progress(), Some(format!("{}/{}", n + 1, steps.len())));
            assert_eq!(app.selected(), step.event, "{at}");
            let row = answer.lines.iter().find_map(|line| match line {
                Line::Event(row) if Some(row.key) == step.event => Some(row),
                _ => None,
            });
            assert!(row.is_some(), "its row is listed: {at}");
            // Whatever passes the view is listed, and the view is what is in force.
            let asked = language::read(&step.view).finished().unwrap();
            let passes = person.engine.matching(&asked, &Own::default()).len();
            assert_eq!(answer.possible, passes as u64, "{at}");
            assert_eq!((answer.unmatched.len(), answer.possible), (0, answer.matching), "{at}");
            assert!(!app.chosen().filter_off && app.chosen().window.is_none(), "{at}");
            assert_eq!(note(&person), step.note.as_str(), "{at}");
            let now = (step.event, step.view.clone());
            assert_ne!(before, Some(now.clone()), "{at} says something new");
            before = Some(now);
            person.keys(" ");
        }
        assert!(person.notice().contains("ends here"), "{name}");
    }
}

#[test]
fn keeps_the_row_and_the_whole_note_on_any_screen() {
    for (name, dataset) in carried() {
        for size in [(40, 10), (60, 16), (80, 24), (100, 24), (120, 40), (200, 60)] {
            let mut person = Person::at(dataset.clone(), size);
            person.keys("S");
            for (n, step) in dataset.stories[0].steps.iter().enumerate() {
                let at = format!("step {} of {name} at {size:?}", n + 1);
                person.keys(&format!("{}S", n + 1));
                assert_eq!(person.app.selected(), step.event, "{at}");
                let title = person.selected().to_owned();
                assert!(person.listed().contains(&title), "{at}");
                assert!(person.app.regions().rows.height > 0, "{at}");
                if size.0 >= 80 {
                    assert_eq!(note(&person), step.note.as_str(), "{at}");
                    assert_eq!(person.app.note_lines().1, 0, "{at}");
                }
            }
        }
    }
}
