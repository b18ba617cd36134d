//! The filter as text: typed, completed, mended, and the same thing as what keys choose.

use super::*;

#[test]
fn lists_what_a_query_asks_for() {
    check(START, "\\coup", "a [b] | query \"coup\"");
    check(START, "\\coup<enter>", "a [b] | coup");
    check(START, "\\coup<enter>u", START);
    check(START, "\\coup<enter>ku", "[a] b c d e f u");
    check(START, "\\coup<enter>uU", "a [b] | coup");
    check(START, "\\coup<enter>\\country:ner<enter>uu", START);
    check(START, "\\country:fra or coup<enter>", "a b c [e] | country:FRA or coup");
    check(START, "\\-country:fra -coup<enter>", "d [f] u | -country:FRA, -coup");
    check(START, "\\group:ARMY<enter>", "a [c] | group:army");
    check(START, "*\\coup<enter>", "nothing | country:BFA, coup");
}

#[test]
fn begins_with_the_filter_as_it_is_and_with_the_search() {
    check(START, "/coup<enter>\\", "[a] b | query \"coup \", /coup 1/2");
    check(START, "/coup<enter>\\<enter><esc>", "[a] b | coup");
    check(START, "/coup<enter>\\<enter>\\", "[a] b | query \"coup \", coup, /coup 1/2");
    check(START, "\\coup<enter>\\<c-u>talks<enter>", "[c] d u | talks");
    check(START, "\\coup<enter>\\<c-u><enter>", "a [b] c d e f u");
    check(START, "*F\\release<enter>", "[f] | country:BFA, release");
    check(START, "*\\", "[f] | query \"country:BFA \", country:BFA");
}

#[test]
fn goes_back_to_its_event_when_the_query_is_given_up() {
    check(START, "\\coup<esc>", START);
    check(START, "\\coup<bs><bs><bs><bs>", "a b c d e [f] u | query \"\"");
    // However one mistypes on the way, the nearest to where one was is taken.
    check(START, "\\coup<bs><bs><bs><bs>talks<enter>", "c [d] u | talks");
}

#[test]
fn lists_on_every_key_what_can_be_understood_so_far() {
    let mut person = Person::new();
    for (typed, listed) in [
        ("\\", 7),
        ("country:", 7),
        ("nig", 7),
        ("er", 2),
        ("<bs><bs><bs><bs><bs>", 7),
        ("FRA", 2),
        (" (", 2),
        ("coup", 0),
        (" or", 0),
        (" talks", 1),
        (")", 1),
        (" contry:", 1),
    ] {
        person.keys(typed);
        assert_eq!(person.app.answer().possible, listed, "{:?}", person.state());
    }
}

#[test]
fn keeps_the_text_of_a_query_with_a_mistake_and_goes_to_it() {
    check(START, "\\contry:MLI coup<enter>", "a [b] | query \"contry:MLI coup\"");
    check_notice("\\contry:MLI coup<enter>", "there is no field `contry`; did you mean country: ?");
    check(
        START,
        "\\contry:MLI coup<enter><left><left><left><left><left>u<enter>",
        "a [b] | country:MLI, coup",
    );
    check(START, "\\\"coup<enter>\"<enter>", "a [b] | coup");
}

#[test]
fn completes_the_word_at_the_cursor() {
    check(START, "\\coun<tab>", "a b c d e [f] u | query \"country:\"");
    check(START, "\\country:fr<tab>", "c [e] | query \"country:FRA\"");
    check(START, "\\country:MLI,bur<tab><enter>", "a b e [f] u | country:MLI,BFA");
    check(START, "\\country:<down><down><tab><enter>", "c [e] | country:FRA");
    check(START, "\\country:<down><enter><enter>", "a b [e] u | country:MLI");
    check(START, "\\is:<tab>", "nothing | query \"is:conflict\"");
    check(START, "\\match:<up><tab><enter>", START);
    check(START, "\\zz<tab>", "nothing | query \"zz\"");
    check_notice("\\zz<tab>", "Nothing completes this word");
    check(START, "\\kind:coup country:<tab><esc>", START);
    check(START, "\\country:MLI,<tab><enter>", "a b c [e] u | country:MLI,FRA");
    // The list is longer than what is seen of it: the ninth name is the ninth time down.
    let down = "<down>".repeat(9);
    check(START, &format!("\\{down}<tab>"), "a b c d e [f] u | query \"certainty:\"");
}

#[test]
fn says_of_a_value_that_nothing_has_it() {
    let mut person = Person::new();
    person.keys("\\kind:coupp<enter>");
    let unmatched: Vec<_> = person.app.answer().unmatched.iter().map(ToString::to_string).collect();
    assert_eq!(unmatched, ["nothing has kind:coupp; did you mean coup?"]);
    assert_eq!(person.app.notice().as_str(), "nothing has kind:coupp; did you mean coup?");
}

#[test]
fn switches_a_chip_off_and_on_and_takes_it_away() {
    check(START, "\\coup country:NER<enter>", "[b] | coup, country:NER");
    check(START, "\\coup country:NER<enter>2F", "a [b] | coup, off:(country:NER)");
    check(START, "\\coup country:NER<enter>2F2F", "[b] | coup, country:NER");
    check(START, "\\coup country:NER<enter>1X", "[b] d | country:NER");
    check(START, "\\coup country:NER<enter>1Xu", "[b] | coup, country:NER");
    check(START, "\\coup<enter>~2X", "a [b] | coup");
    check(START, "\\coup<enter>3F", "a [b] | coup");
    check_notice("\\coup<enter>3F", "There is no chip 3");
    // With every chip off, F has nothing to switch off, so it switches all of them on.
    check(START, "\\coup country:NER<enter>1F2FF", "[b] | coup, country:NER");
    check(START, "\\coup<enter>1F\\<enter>", "a [b] c d e f u | off:(coup)");
}

#[test]
fn names_the_values_of_chips_that_are_off() {
    let chips = |keys: &str| -> Vec<String> {
        let mut person = Person::new();
        person.keys(keys);
        person.app.chips().into_iter().map(|chip| chip.text).collect()
    };
    let query = "\\country:MLI group:army<enter>";
    assert_eq!(chips(query), ["country: Mali", "group: The army"]);
    for key in ["F", "i", "1F2F"] {
        let off = chips(&format!("{query}{key}"));
        assert_eq!(off, ["off country: Mali", "off group: The army"], "{key}");
    }
}

#[test]
fn finds_in_a_facet_what_was_typed_by_another_name() {
    let mut person = Person::new();
    person.keys("\\group:\"the army\"<enter>garmy");
    let facet = person.app.facet(Field::Group).unwrap();
    let army = facet.values.iter().find(|value| *value.value == *"army").unwrap();
    assert_eq!(army.choice, Choice::Included);
    person.keys(" ");
    assert!(person.app.chosen().filter.is_empty(), "{:?}", person.app.chosen().filter);
}
