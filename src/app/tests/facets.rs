//! Choosing among values: letters find, arrows move, Space includes, `-` excludes, Enter means only this.

use super::*;

const ON: &str = "a b c d e [f] u";

#[test]
fn filters_by_a_country_in_two_keys_and_a_word() {
    check(START, "c", &format!("{ON} | country on Mali"));
    check(START, "c<enter>", "a b [e] u | country:MLI");
    check(START, "cfra<enter>", "c [e] | country:FRA");
    check(START, "cfrance<enter>u", "a b c d e [f] u");
    check(START, "cNIGER<enter>", "b [d] | country:NER");
    check(START, "cbf<enter>", "[f] | country:BFA");
    check(START, "ctombouctou", &format!("{ON} | country \"tombouctou\" on none"));
    check_notice("cxx", "No country is called so; Esc clears what you typed");
    check_notice("cxx<enter>", "No country is called so");
    check_notice("c<enter>", "Only Mali; u brings the others back");
}

#[test]
fn finds_a_value_by_any_of_its_names() {
    // The French name, the code, the alpha-2 code: whatever a person calls it.
    for typed in ["mali", "mli", "ML"] {
        check(START, &format!("c{typed}<enter>"), "a b [e] u | country:MLI");
    }
}

#[test]
fn moves_by_arrows_and_includes_and_excludes() {
    check(START, "c<down>", &format!("{ON} | country on France"));
    check(START, "c<down><down><up>", &format!("{ON} | country on France"));
    check(START, "c<end>", &format!("{ON} | country on Burkina Faso"));
    check(START, "c<c-n><c-n><c-p>", &format!("{ON} | country on France"));
    check(START, "c<end><home>", &format!("{ON} | country on Mali"));
    check(START, "c ", "a b [e] u | country on Mali, country:MLI");
    check(START, "c  ", "a b c d [e] f u | country on Mali");
    check(START, "c <down> ", "a b c [e] u | country on France, country:MLI,FRA");
    check(START, "c-", "c d [f] | country on Mali, -country:MLI");
    check(START, "c--", &format!("{ON} | country on Mali"));
    check(START, "c -", "c d [f] | country on Mali, -country:MLI");
    check(START, "c<down>-<up> ", "a [b] u | country on Mali, -country:FRA, country:MLI");
    check_notice("c ", "Mali included");
    check_notice("c-", "Mali excluded");
    check_notice("c--", "Mali neither included nor excluded");
}

#[test]
fn takes_space_and_minus_as_letters_while_they_find_something() {
    check(START, "gal-q", &format!("{ON} | group \"al-q\" on Al-Qaida of the north"));
    check(START, "gthe a", &format!("{ON} | group \"the a\" on The army"));
    check(START, "gof the<enter>", "b [e] | group:al-qaida");
    // No group has "army " in its name: Space chooses.
    check(START, "garmy ", "a [c] | group \"army\" on The army, group:army");
    check(START, "garmy-", "b d e [f] u | group \"army\" on The army, -group:army");
    // After an arrow it chooses, whatever it might find.
    check(START, "gthe<down><up> ", "a [c] | group \"the\" on The army, group:army");
}

#[test]
fn erases_and_clears_what_was_typed() {
    check(START, "cfr<bs>", &format!("{ON} | country \"f\" on France"));
    check(START, "cfr<bs><bs><bs>", &format!("{ON} | country on Mali"));
    check(START, "cfr<esc>", &format!("{ON} | country on Mali"));
    check(START, "cfr<esc><esc>", START);
    check(START, "c<esc>", START);
    check(START, "c <esc>", "a b [e] u | country:MLI");
}

#[test]
fn puts_names_that_begin_with_the_letters_first() {
    // "a" is in "Mali" and begins "Al-Qaida" and an alias of none: beginnings come first.
    let mut person = Person::new();
    person.keys("ga");
    let facet = person.app.facet(Field::Group).unwrap();
    let found: Vec<_> = person
        .app
        .picker()
        .found(facet)
        .iter()
        .map(|found| found.value.label.to_string())
        .collect();
    assert_eq!(found, ["Al-Qaida of the north", "The army"]);
    person.keys("<bs>r");
    let facet = person.app.facet(Field::Group).unwrap();
    assert_eq!(person.app.picker().found(facet).len(), 2, "letters in the middle find as well");
}

#[test]
fn keeps_the_order_of_values_while_one_chooses() {
    let mut person = Person::new();
    let labels = |person: &Person| -> Vec<String> {
        let facet = person.app.facet(Field::Kind).unwrap();
        facet.values.iter().map(|value| value.label.to_string()).collect()
    };
    assert_eq!(labels(&person), ["talks", "coup", "release"]);
    // Only Burkina Faso: talks and coup count nothing, but nothing moves under the cursor.
    person.keys("fk");
    let filter = |person: &mut Person| {
        person.app.choose(Field::Country, &Clean::new("BFA"), &Clean::new("BFA"), Choice::Included);
        person.answer();
    };
    filter(&mut person);
    assert_eq!(labels(&person), ["talks", "coup", "release"]);
    let counts: Vec<_> =
        person.app.facet(Field::Kind).unwrap().values.iter().map(|v| v.count).collect();
    assert_eq!(counts, [0, 0, 1]);
    person.keys("<esc>");
    assert_eq!(
        labels(&person),
        ["release", "coup", "talks"],
        "once one has left, the most frequent is first"
    );
}

#[test]
fn counts_what_one_would_get() {
    let mut person = Person::new();
    person.keys("c<enter>");
    let counts = |field| -> Vec<String> {
        let facet = person.app.facet(field).unwrap();
        facet.values.iter().map(|v| format!("{} {}", v.value, v.count)).collect()
    };
    assert_eq!(
        counts(Field::Country),
        ["MLI 4", "FRA 2", "NER 2", "BFA 1"],
        "its own field is left out"
    );
    assert_eq!(counts(Field::Kind), ["coup 2", "release 1", "talks 1"]);
}

#[test]
fn opens_every_facet_by_its_key_and_the_last_one_again() {
    for (keys, field) in [
        ("c", Field::Country),
        ("g", Field::Group),
        ("fk", Field::Kind),
        ("fp", Field::Precision),
        ("fs", Field::Source),
        ("fl", Field::Place),
        ("fr", Field::Role),
        ("fc", Field::Certainty),
        ("ft", Field::Tag),
        ("fi", Field::File),
    ] {
        let mut person = Person::new();
        person.keys(keys);
        assert_eq!(person.app.focus(), Pane::Facet(field), "{keys}");
        assert!(person.app.regions().facets.iter().any(|(shown, _)| *shown == field), "{keys}");
        person.keys("<esc>ff");
        assert_eq!(person.app.focus(), Pane::Facet(field), "{keys} and f f");
    }
    check(START, "fpm<enter>", "[b] | precision:month");
    check(START, "fpundat<enter>", "[u] | precision:undated");
}

#[test]
fn filters_like_the_selected_event_or_unlike_it() {
    check(START, "k*", "c [e] | country:FRA");
    check(START, "k!", "a b d [f] u | -country:FRA");
    check(START, "k!k!", "a [f] u | -country:FRA,NER");
    check(START, "k*X", "a b c d [e] f u");
    check_notice("k*X", "All filters cleared; u brings them back");
    check_notice("X", "There is no filter to clear");
}

#[test]
fn switches_filters_off_and_on_and_keeps_the_cursor() {
    check(START, "k*F", "a b c d [e] f u | country:FRA, off");
    check(START, "k*FF", "c [e] | country:FRA");
    check(START, "k*Fu", "c [e] | country:FRA");
    check(START, "k*FX", "a b c d [e] f u");
    check(START, "k*FXu", "a b c d [e] f u | country:FRA, off");
    // A new choice would not be seen while all filters are off.
    check(START, "k*Fk!", "c [e] | country:FRA, -country:NER");
    check_notice("F", "There is no filter; c filters by country, g by group");
    check_notice("*F", "Filters off; F switches them on again");
}

#[test]
fn offers_the_same_in_a_popup() {
    for size in [(80, 24), (40, 10)] {
        let mut person = person_at(START, (80, 24));
        person.input(Input::Resize { width: size.0, height: size.1 });
        person.keys("cfra<enter>");
        assert_eq!(person.state(), "c [e] | country:FRA");
        person.keys("c");
        assert_eq!(person.app.regions().facets.len(), 1);
        person.keys("<esc>");
        assert_eq!(person.app.regions().facets.len(), 0);
    }
}

#[test]
fn leaves_the_maximised_facet_as_any_other() {
    let mut person = Person::new();
    person.keys("zc");
    assert_eq!(person.app.regions().facets[0].1.width, 120);
    person.keys("fra<enter>");
    assert_eq!(person.state(), "c [e] | max, country:FRA");
}

/// A family of groups: two parts of a whole, one of which has a part of its own, and two that are parts of each other.
fn family() -> Dataset {
    let group = |id: &str, part_of: &[u32]| Group {
        id: Clean::new(id),
        name: Clean::new(id),
        part_of: part_of.iter().map(|whole| GroupKey(*whole)).collect(),
        ..Group::default()
    };
    let groups = vec![
        group("whole", &[]),
        group("part", &[0]),
        group("piece", &[1]),
        group("other", &[0]),
        group("egg", &[5]),
        group("hen", &[4]),
    ];
    let event = |group| Event {
        title: Clean::new("event"),
        groups: vec![Participant { group: GroupKey(group), role: None }],
        ..Event::default()
    };
    let events = [1, 2, 2, 3, 4].map(event).to_vec();
    Dataset { groups, events, ..Dataset::default() }
}

/// Returns the values of the group facet with their counts, two spaces in for each whole above them.
fn tree(person: &Person) -> Vec<String> {
    let facet = person.app.facet(Field::Group).unwrap();
    let found = person.app.picker().found(facet).into_iter();
    found
        .map(|found| {
            let indent = "  ".repeat(usize::from(found.depth));
            format!("{indent}{} {}", found.value.value, found.value.count)
        })
        .collect()
}

#[test]
fn lists_parts_below_their_whole_which_counts_them() {
    let mut person = Person::at(family(), (120, 40));
    person.keys("g");
    let all = ["whole 4", "  part 3", "    piece 2", "  other 1", "egg 1", "  hen 1"];
    assert_eq!(tree(&person), all);
    person.keys("<left>");
    assert_eq!(tree(&person), ["whole 4", "egg 1", "  hen 1"]);
    person.keys("<esc>g");
    assert_eq!(tree(&person).len(), 3, "what is folded stays so");
    person.keys("<right>");
    assert_eq!(tree(&person), all);
    person.keys("<down><down><left><left>");
    assert_eq!(tree(&person).len(), 5, "from the piece to its whole, which is then folded");
    person.keys("pie");
    assert_eq!(tree(&person), ["piece 2"], "letters find what is folded away");
}

#[test]
fn filters_by_a_whole_and_all_its_parts() {
    let mut person = Person::at(family(), (120, 40));
    person.keys("g<enter>");
    assert_eq!(person.app.answer().possible, 4);
    person.keys("Xg<down>-");
    assert_eq!(person.app.answer().possible, 2, "the part is gone with its piece");
}
