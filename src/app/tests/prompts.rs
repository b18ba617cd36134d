//! Searching, going to a date, help: wherever a person types words.

use super::*;

#[test]
fn marks_hits_and_hides_nothing() {
    check(START, "/", "a b c d e [f] u | search \"\"");
    check(START, "/coup", "a b c d e [f] u | search \"coup\"");
    check(START, "/coup<enter>", "[a] b c d e f u | /coup 1/2");
    check(START, "/coup<enter>n", "a [b] c d e f u | /coup 2/2");
    check(START, "/coup<enter>nn", "[a] b c d e f u | /coup 1/2");
    check(START, "/coup<enter>N", "a [b] c d e f u | /coup 2/2");
    check(START, "/coup<enter>2n", "[a] b c d e f u | /coup 1/2");
    check(START, "/coup<enter>G", "a b c d e f [u] | /coup 0/2");
    check(START, "/COUP<enter>Gn", "[a] b c d e f u | /COUP 1/2");
    check(START, "/coup<enter><lt>", "a b c d e [f] u | /coup 0/2");
    check(START, "/release<enter>", "a b c d e [f] u | /release 2/2");
    check(START, "/talks<enter>", "a b c d e f [u] | /talks 3/3");
    check(START, "/talks<enter>n", "a b [c] d e f u | /talks 1/3");
    check(START, "/zzz<enter>", "a b c d e [f] u | /zzz 0/0");
    check_notice("/zzz<enter>", "Nothing listed contains \"zzz\"");
    check_notice("/zzz<enter>n", "No hit in this list; Esc forgets the search");
    check_notice("n", "Nothing was searched for yet; / searches");
}

#[test]
fn tells_of_hits_that_are_hidden() {
    check_notice("\\country:FRA<enter>/coup<enter>", "2 hits are hidden; F shows them");
    check_notice("\\country:FRA<enter>/coup<enter>n", "2 hits are hidden; F shows them");
    check_notice("3+/coup<enter>", "2 hits are hidden; _ shows them");
    check_notice("*3+/coup<enter>", "2 hits are hidden; F and _ show them");
}

#[test]
fn forgets_a_mistake_as_soon_as_one_types_on() {
    let mut person = Person::new();
    person.keys("\\contry:x<enter>");
    assert!(person.notice().contains("contry"), "{}", person.notice());
    assert_eq!(person.keys("<c-u>").notice(), "");
    assert_eq!(person.keys("contry:x<enter>i").notice(), "");
}

#[test]
fn shows_while_one_types_what_is_found() {
    let mut person = Person::new();
    person.keys("/c");
    assert_eq!(person.app.answer().hits, 4, "two coups, two in France");
    person.keys("oup");
    assert_eq!(person.app.answer().hits, 2);
    assert_eq!(person.selected(), "f", "nothing moves yet");
}

#[test]
fn puts_the_earlier_search_back_on_esc() {
    check(START, "/coup<esc>", START);
    check(START, "/coup<enter>/talks<esc>", "[a] b c d e f u | /coup 1/2");
    check(START, "/coup<enter>/<enter>", "[a] b c d e f u");
    check(START, "/coup<enter><esc>", "[a] b c d e f u");
    check(START, "/  <enter>", START);
}

#[test]
fn goes_to_a_date_however_it_is_written() {
    for (typed, expected) in [
        ("2024-01", "a"),
        ("2024", "a"),
        ("2024q2", "d"),
        ("2024-Q2", "d"),
        ("2024-03-19", "d"),
        ("today", "f"),
        ("-2mo", "d"),
        ("-3w", "e"),
        ("-14d", "e"),
        ("-1y", "a"),
        ("+1y", "f"),
        ("1850", "a"),
        ("3000", "f"),
        ("../2024-02-06", "c"),
        (" 2024-05-02 ", "e"),
    ] {
        let mut person = Person::new();
        person.keys(&format!("t{typed}<enter>"));
        assert_eq!(person.selected(), expected, "{typed}");
        assert!(person.app.overlay().is_none(), "{typed}");
        person.keys("<lt>");
        assert_eq!(person.selected(), "f", "{typed} and back");
    }
}

#[test]
fn keeps_a_mistaken_date_to_be_mended() {
    for (typed, words) in [
        ("2024-13", "month"),
        ("2024-02-30", "there is no 30 February 2024"),
        ("", "Type a date"),
        ("soon", ""),
        ("/..", "no moment"),
        ("+3 fortnights", ""),
    ] {
        let mut person = Person::new();
        person.keys(&format!("t{typed}<enter>"));
        assert_eq!(person.state(), format!("{START} | go to \"{typed}\""));
        assert!(
            !person.notice().is_empty() && person.notice().contains(words),
            "{typed}: {}",
            person.notice()
        );
        person.keys("<esc>");
        assert_eq!(person.state(), START);
    }
    check(START, "t2024-13<enter><bs>2<enter>", START);
    check(START, "t2024-022<enter><bs><enter>", "a [b] c d e f u");
}

#[test]
fn moves_the_window_to_the_date() {
    let mut person = Person::new();
    person.keys("3+t2024-01-10<enter>");
    assert_eq!(person.selected(), "a");
    let window = person.app.window().unwrap();
    assert!(window.from.0 <= Moment::start_of_day(2024, 1, 10).unwrap().0);
    person.keys("u<lt>");
    assert_eq!(person.selected(), "f");
    for (beyond, nearest) in [("1850", "a"), ("3000", "f")] {
        let mut person = Person::new();
        person.keys(&format!("3+t{beyond}<enter>"));
        assert_eq!(person.selected(), nearest, "the window stays within the file");
    }
}

#[test]
fn takes_a_step_from_an_event_whose_start_nobody_knows() {
    let mut dataset = small();
    dataset.events[0].when = Some(When::parse("../2024-06").unwrap());
    dataset.events[1].when =
        Some(When::parse("-150000").or_else(|_| When::parse("Y-150000")).unwrap());
    for from in ["c", "a"] {
        for typed in ["+1y", "-1y", "-1999999mo", "+1999999mo", "-99999999999y", "+3w"] {
            let mut person = Person::at(dataset.clone(), (120, 40));
            person.keys(&format!("/{from}<enter>t{typed}<enter>"));
            assert!(!person.notice().is_empty(), "{typed} from {from}");
        }
    }
    let mut person = Person::at(dataset, (120, 40));
    person.keys("G");
    while person.selected() != "c" {
        person.keys("k");
    }
    person.keys("t-3mo<enter>");
    assert_eq!(person.selected(), "d", "from the end, which is known");
}

#[test]
fn edits_the_line_as_lines_are_edited() {
    for (keys, text) in [
        ("abc<left><left>x", "axbc"),
        ("abc<home>x<end>y", "xabcy"),
        ("abc<c-a>x<c-e>y", "xabcy"),
        ("one two<c-w>", "one "),
        ("abc<c-u>", ""),
        ("abc<left><c-k>", "ab"),
        ("abc<left><del>", "ab"),
        ("abc<left><bs>", "ac"),
        ("one two<c-left>x", "one xtwo"),
        ("5 j?q*", "5 j?q*"),
        ("über 日本", "über 日本"),
        ("e\u{301}té", "e\u{301}té"),
        ("हिन्दी", "हिन्दी"),
        ("👩\u{200d}👧", "👩\u{200d}👧"),
    ] {
        check(START, &format!("/{keys}"), &format!("{START} | search \"{text}\""));
    }
}

#[test]
fn does_nothing_in_a_prompt_for_keys_of_other_places() {
    check(START, "/coup<tab><s-tab><f1><f9><pgdn>", "a b c d e [f] u | search \"coup\"");
    check(START, "t2024<tab>", "a b c d e [f] u | go to \"2024\"");
    check(START, "?<tab><f1>", "a b c d e [f] u | help");
}

#[test]
fn takes_a_paste_as_letters_and_never_as_keys() {
    let paste = |keys: &str, text: &str| {
        let mut person = Person::new();
        person.keys(keys);
        person.input(Input::Paste(text.to_owned()));
        assert_eq!(person.effects, [], "{keys} and {text:?}");
        person
    };
    assert_eq!(paste("", "q").state(), START);
    assert_eq!(paste("", "*mFX\n\x1b[A").state(), START);
    assert!(paste("", "q").notice().contains("Pasted text is taken in prompts only"));
    assert_eq!(paste("<enter>", "qq").state(), format!("{START} | detail"));
    assert_eq!(paste("5", "j").state(), format!("{START} | count 5"));
    assert_eq!(paste("f", "k").state(), format!("{START} | keys f"));
    let search = |text: &str| paste("/", text).state();
    assert_eq!(search("coup\nq"), format!("{START} | search \"coup q\""));
    assert_eq!(search("a\x1b]0;x\x07b"), format!("{START} | search \"a␛]0;x␇b\""));
    assert_eq!(search("user\u{202e}txt"), format!("{START} | search \"user\u{fffd}txt\""));
    assert_eq!(search("e\u{301}té"), format!("{START} | search \"e\u{301}té\""));
    assert_eq!(paste("c", "fra").state(), format!("{START} | country \"fra\" on France"));
    assert_eq!(
        paste("c", " -").state(),
        format!("{START} | country on Mali"),
        "Space chooses nothing"
    );
    assert_eq!(paste("cfra", " -\n").state(), format!("{START} | country \"fra\" on France"));
    assert_eq!(paste("?", "zoom\n").state(), format!("{START} | help"));
    let long = paste("/", &"x".repeat(100_000));
    assert!(long.app.search_in_force().unwrap().len() <= 4096);
    let marks = paste("/", &format!("e{}", "\u{301}".repeat(3_000)));
    assert!(marks.app.search_in_force().unwrap().len() < 64);
}

#[test]
fn cleans_what_a_key_types_wherever_it_is_typed() {
    for place in ["/", "\\", "t", "c", "?"] {
        let mut person = Person::new();
        person.keys(place);
        for c in ['\u{1b}', '\u{9b}', '\u{202e}', '\u{7f}', 'e'] {
            person.input(crate::app::key::Key::char(c).into());
        }
        for _ in 0..3_000 {
            person.input(crate::app::key::Key::char('\u{301}').into());
        }
        let typed = match person.app.overlay() {
            Some(Overlay::Prompt(prompt)) => prompt.text().to_owned(),
            Some(Overlay::Help(help)) => help.line.value().to_owned(),
            _ => person.app.picker().text.clone(),
        };
        assert!(typed.chars().count() <= 4096);
        assert_eq!(Clean::new(&typed).as_str(), typed, "what was typed after {place} is clean");
    }
}

#[test]
fn finds_and_runs_any_action_from_the_help() {
    check(START, "?", "a b c d e [f] u | help");
    check(START, ":", "a b c d e [f] u | help");
    check(START, "<f1>", "a b c d e [f] u | help");
    check(START, "?<esc>", START);
    check(START, "?first event<enter>", "[a] b c d e f u");
    check(START, "?X<enter>", START);
    check(START, "*?clear<enter>", START);
    check(START, "?by country<enter>", "a b c d e [f] u | country on Mali");
    check(START, "?zoom<enter>", "d e [f] | window");
    check(START, "?zoom<down><enter>", START);
    check(START, "?zoom<down><up><enter>", "d e [f] | window");
    check(START, "?no such thing<enter>", START);
    check(START, "<enter>?last event<enter>", "a b c d e [f] u | detail");
    check(START, "<enter>?date:<enter>", "a b c d e [f] u | go to \"\"");
    check_notice("?include<enter>", "works in an open facet");
    let mut person = Person::new();
    person.keys("?at once<enter>");
    assert_eq!(person.effects, [Effect::Quit]);
}
