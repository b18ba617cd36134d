//! What a query means, how it is written, and what is said of mistakes.

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::question::{Centre, Field, Part, State, Term, Test, TimeRelation};

fn filter(text: &str) -> Filter {
    let query = read(text);
    assert_eq!(query.mistakes, [], "{text}");
    query.filter
}

/// Checks that a text means the same as another, which is how the filter is written.
#[track_caller]
fn check(text: &str, written: &str) {
    assert_eq!(write(&filter(text)), written);
    assert_eq!(filter(written), filter(text));
}

#[test]
fn reads_every_kind_of_term() {
    let clean = crate::domain::Clean::new;
    let facet = |field, values: &[&str]| {
        Term::from(Test::Facet { field, values: values.iter().map(|v| clean(v)).collect() })
    };
    let time = |relation, when: &str| {
        Term::from(Test::Time { relation, when: crate::domain::When::parse(when).unwrap() })
    };
    let cases = [
        ("truck", Term::from(Test::Text(clean("truck")))),
        ("-\"set free\"", Term::not(Test::Text(clean("set free")))),
        ("country:ml,\"burkina faso\"", facet(Field::Country, &["MLI", "BFA"])),
        ("group:\"IS Sahel\"", facet(Field::Group, &["IS Sahel"])),
        ("precision:Month", facet(Field::Precision, &["month"])),
        ("is:conflict", facet(Field::Claims, &["conflict"])),
        ("after:2025-01", time(TimeRelation::After, "2025-01")),
        ("before:-0043", time(TimeRelation::Before, "-0043")),
        ("on:2025-08", time(TimeRelation::During, "2025-08")),
        ("during:2024/2025", time(TimeRelation::During, "2024/2025")),
        ("starts:[2025-01-01..2025-01-18]", time(TimeRelation::Starts, "[2025-01-01..2025-01-18]")),
        ("active:2024-05", time(TimeRelation::Active, "2024-05")),
        ("on:{2024,2025}", time(TimeRelation::During, "{2024,2025}")),
        ("has:place", Term::from(Test::Has(Part::Value(Field::Place)))),
        ("is:ongoing", Term::from(Test::Is(State::Ongoing))),
        ("id:a,b", Term::from(Test::Id(vec![clean("a"), clean("b")]))),
        ("linked:held", Term::from(Test::Linked(vec![clean("held")]))),
        (
            "near:bamako,100km",
            Term::from(Test::Near { centre: Centre::Named(clean("bamako")), km: 100.0 }),
        ),
        ("near:12.6,-8,0.5", Term::from(Test::Near { centre: Centre::At(12.6, -8.0), km: 0.5 })),
    ];
    for (text, term) in cases {
        assert_eq!(filter(text), Filter { terms: vec![term], certain: false }, "{text}");
    }
    assert!(filter("match:certain").certain && !filter("match:certain match:possible").certain);
    assert_eq!(filter("").terms, []);
}

#[test]
fn writes_what_it_reads_in_one_way() {
    check("Truck  driver", "Truck driver");
    check("country:mali country:NER", "country:MLI country:NER");
    check("country:mali or country:ner", "country:MLI,NER");
    check("country:mali,MLI", "country:MLI");
    check("a or b c", "a or b c");
    check("(a or b) c", "(a or b) c");
    check("a or (b or c)", "a or b or c");
    check("(a) or (a)", "a");
    check("((a b))", "a b");
    check("a and b AND c", "a b c");
    check("a && b&&c", "a b c");
    check("a || b||c", "a or b or c");
    check("kind:a||kind:b && x", "kind:a or kind:b x");
    check("not kind:release", "-kind:release");
    check("!kind:release !(a or b)", "-kind:release -(a or b)");
    check("a AND NOT b or not(c d)", "a -b or -(c d)");
    check("not not a -not b !!c", "a b c");
    check(
        "\"not\" \"!a\" kind:\"not\" \"a||b\" \"a=b\"",
        "\"not\" \"!a\" kind:\"not\" \"a||b\" \"a=b\"",
    );
    check("wow! nothing AT&T", "wow! nothing AT&T");
    check("-\"=\" kind \">\" x", "-\"=\" kind \">\" x");
    check("-(a)", "-a");
    check("--a", "a");
    check("-(a b)", "-(a b)");
    check("-(a or b)", "-(a or b)");
    check("\"or\" \"a:b\" \"-c\"", "\"or\" \"a:b\" \"-c\"");
    check("\"say \\\"hi\\\" \\\\\"", "\"say \\\"hi\\\" \\\\\"");
    check("during:2025-08 on:2024/2025", "on:2025-08 during:2024/2025");
    check("match:certain a or b", "(a or b) match:certain");
    check("claims:conflict claims:agree", "is:conflict claims:agree");
    check("is:conflict,ongoing", "is:conflict or is:ongoing");
    check("-has:place,source", "-(has:place or has:source)");
    check("off:(country:MLI)", "off:(country:MLI)");
    check("off:((a or b)) off:(-(c d))", "off:(a or b) off:(-(c d))");
    check("off:(country:MLI a) b", "off:(country:MLI) off:(a) b");
    check("release(abduction)", "release abduction");
    check("1,204", "\"1,204\"");
    check("10:30", "\"10:30\"");
    check("near:\"Gao, Mali\",50km", "near:\"Gao, Mali\",50km");
}

#[test]
fn takes_blanks_in_quotes_for_a_value() {
    check("tag:\" \"", "tag:\" \"");
    check("-kind:\"\",coup", "-kind:\"\",coup");
    check("place:\" Gao\" id:\"a \"", "place:\" Gao\" id:\"a \"");
    wrong("kind:\"", "kind:\"", "kind: needs a value", "the sort of event");
    wrong("has:\"\"", "has:\"\"", "has: needs a value", "has:place, has:source ...");
    wrong(
        "country:NER,\" \"",
        "\" \"",
        "a value is missing here",
        "write one, or take the comma away",
    );
}

/// Checks where a text is wrong, and what is said of it.
#[track_caller]
fn wrong(text: &str, piece: &str, message: &str, help: &str) {
    let query = read(text);
    let first = query.mistakes.first().unwrap_or_else(|| panic!("{text} is right"));
    assert_eq!(&text[first.range.clone()], piece, "{text}: {first:?}");
    assert_eq!((first.message.as_str(), first.help.as_deref().unwrap_or("")), (message, help));
    assert_eq!(query.clone().finished().as_ref(), Err(first));
}

#[test]
fn says_what_is_wrong_and_where() {
    for off in ["off:", "OFF:"] {
        wrong(
            &format!("\"an off: in words\" {off}(kind:coup) or truck"),
            off,
            "off: cannot stand beside `or`",
            "put the others in parentheses: off:(a) (b or c)",
        );
    }
    wrong("a contry:MLI", "contry:", "there is no field `contry`", "did you mean country: ?");
    wrong(
        "http://x.example",
        "http:",
        "there is no field `http`",
        "put it in quotes to look for it as it stands",
    );
    wrong(
        "date:2024",
        "date:",
        "there is no field `date`",
        "write on:2024, after:2024 or before:2024",
    );
    wrong("country:Malli", "Malli", "there is no country `Malli`", "did you mean Mali?");
    wrong("country:NER,,MLI", "", "a value is missing here", "write one, or take the comma away");
    wrong("kind:", "kind:", "kind: needs a value", "the sort of event");
    wrong(
        "after:2025-13",
        "13",
        "there is no month 13; months are 01 to 12, and 21 to 41 are seasons, quarters and other parts of a year",
        "write a date as 2025, 2025-08 or 2025-08-03",
    );
    wrong(
        "precision:moth",
        "moth",
        "`moth` is nothing that precision: knows",
        "did you mean month?",
    );
    wrong(
        "is:sad",
        "sad",
        "`sad` is nothing that is: knows",
        "write one of conflict, ongoing, undated, uncertain, approximate, marked",
    );
    wrong("a \"b c", "\"b c", "this quote is never closed", "write \" at its end");
    wrong("a (b or c", "(", "this parenthesis is never closed", "write ) at the end of the group");
    wrong("a b) c", ")", "no parenthesis is open here", "take it away, or open one before");
    wrong("a ( )", "( )", "there is nothing in these parentheses", "take them away");
    wrong("a or", "or", "`or` stands between two things", "\"or\" in quotes is a word to look for");
    wrong("a ||", "||", "`||` stands between two things", "\"||\" in quotes is a word to look for");
    wrong(
        "a not",
        "not",
        "after `not` stands what to leave out",
        "\"not\" in quotes is a word to look for",
    );
    wrong(
        "a -",
        "-",
        "after `-` stands what to leave out",
        "write it without a space: -country:MLI",
    );
    wrong(
        "(match:certain a)",
        "match:certain",
        "match: says how the whole query is meant",
        "write it outside of parentheses, without a minus",
    );
    wrong(
        "near:bamako",
        "bamako",
        "near: needs a distance too",
        "write a place and a distance: near:bamako,100km, near:12.6,-8.0,100km",
    );
    wrong(
        "near:bamako,far",
        "far",
        "this is no distance in kilometres",
        "write a place and a distance: near:bamako,100km, near:12.6,-8.0,100km",
    );
    wrong(
        "off:a",
        "off:a",
        "off: switches off what stands in parentheses behind it",
        "write off:(country:MLI), outside of other parentheses",
    );
    wrong(
        &"(".repeat(60),
        "(",
        "these parentheses are nested too deep",
        "write the query with fewer of them",
    );
    let long = "a".repeat(LONGEST + 1);
    assert_eq!(read(&long).mistakes.len(), 1);
}

#[test]
fn refuses_signs_that_compare_and_says_what_to_write() {
    let cases = [
        ("kind=arrest", "=", "write kind:arrest"),
        ("kind == arrest", "==", "write kind:arrest"),
        ("kind!=\"a b\"", "!=", "write -kind:\"a b\""),
        ("contry = MLI", "=", "write country:MLI"),
        ("date>2024", ">", "write after:2024"),
        ("date >= 2024", ">=", "write after:2024"),
        ("date<2024", "<", "write before:2024"),
        ("date<=2024", "<=", "write (before:2024 or on:2024)"),
        ("Year=2024", "=", "write on:2024"),
        ("after>2024", ">", "write after:2024"),
        ("kind=", "=", "write kind:..."),
        ("title=truck", "=", "put it in quotes to look for it as it stands"),
    ];
    for (text, sign, help) in cases {
        wrong(text, text, &format!("a query has no sign `{sign}`"), help);
        wrong(&format!("not ({text})"), text, &format!("a query has no sign `{sign}`"), help);
    }
}

#[test]
fn keeps_what_stands_beside_a_mistake() {
    let query = read("truck contry:MLI -kind:coup after:2025-99 (release or");
    assert_eq!(write(&query.filter), "truck -kind:coup release");
    assert_eq!(query.mistakes.len(), 4, "{:?}", query.mistakes);
    let ranges: Vec<_> = query.mistakes.iter().map(|mistake| mistake.range.start).collect();
    assert!(ranges.is_sorted());
}

#[test]
fn asks_once_for_what_is_left_twice() {
    let query = read("\"set free\" or off:(tag:x) \"set free\"");
    assert_eq!((write(&query.filter).as_str(), query.mistakes.len()), ("\"set free\"", 1));
}

#[test]
fn takes_patterns_for_letters_and_says_so() {
    for text in ["rel.*", "/release/", "^Mali", "\\d+", "truck*", "a|b"] {
        let query = read(text);
        assert_eq!((query.mistakes.len(), query.notes.len()), (0, 1), "{text}");
    }
    for text in ["release", "U.N.", "a/b", "\"rel.*\"", "100%", "C++"] {
        assert_eq!(read(text).notes, [], "{text}");
    }
}

#[test]
fn tells_names_values_words_and_operators_apart() {
    let text = "-country:MLI,\"x y\" or (truck)";
    let pieces = read(text).pieces.into_iter();
    let said: Vec<_> = pieces.map(|(range, piece)| format!("{piece:?} {}", &text[range])).collect();
    let wanted = [
        "Operator -",
        "Name country:",
        "Value MLI",
        "Value \"x y\"",
        "Operator or",
        "Operator (",
        "Words truck",
        "Operator )",
    ];
    assert_eq!(said, wanted);
}

/// Checks what is completed where `|` stands.
#[track_caller]
fn slot_at(text: &str, replaced: &str, typed: &str, wanted: Option<&Wanted>) {
    let cursor = text.find('|').unwrap();
    let text = text.replace('|', "");
    let found = slot(&text, cursor);
    assert_eq!(found.as_ref().map(|slot| &slot.wanted), wanted, "{text}");
    if let Some(slot) = found {
        assert_eq!((&text[slot.range], slot.typed.as_str()), (replaced, typed));
    }
}

#[test]
fn knows_what_is_being_typed() {
    let country = Some(&Wanted::Value(Field::Country));
    slot_at("|", "", "", Some(&Wanted::Name));
    slot_at("coun|", "coun", "coun", Some(&Wanted::Name));
    slot_at("-(cou|", "cou", "cou", Some(&Wanted::Name));
    slot_at("co|untry:MLI", "country:", "co", Some(&Wanted::Name));
    slot_at("country:|", "", "", country);
    slot_at("country:MLI,N|ER a", "NER", "N", country);
    slot_at("country:\"Burk|", "\"Burk", "Burk", country);
    slot_at("near:ba|", "ba", "ba", Some(&Wanted::Value(Field::Place)));
    slot_at("match:c|", "c", "c", Some(&Wanted::Word(vec!["certain", "possible"])));
    slot_at("o|", "o", "o", Some(&Wanted::Name));
    slot_at("or|", "or", "or", Some(&Wanted::Name));
    slot_at("not|", "not", "not", Some(&Wanted::Name));
    slot_at("!|", "", "", Some(&Wanted::Name));
    slot_at("kind=re|", "", "", None);
    slot_at("after:20|", "", "", None);
    slot_at("\"a ph|rase\"", "", "", None);
    slot_at("foo:x|", "", "", None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn is_stable_once_it_was_written(words in vec(select(FRAGMENTS), 0..14)) {
        let query = read(&words.concat());
        let written = write(&query.filter);
        let again = read(&written);
        prop_assert_eq!(&again.mistakes, &[], "{}", written);
        prop_assert_eq!(&again.filter, &query.filter, "{}", written);
        prop_assert_eq!(write(&again.filter), written);
    }

    #[test]
    fn reads_anything_and_stays_within_it(text in any::<String>(), cursor in 0usize..80) {
        let query = read(&text);
        for range in query.mistakes.iter().map(|m| &m.range).chain(query.pieces.iter().map(|(r, _)| r)) {
            prop_assert!(text.get(range.clone()).is_some(), "{:?}", range);
        }
        if text.is_char_boundary(cursor.min(text.len()))
            && let Some(slot) = slot(&text, cursor.min(text.len())) {
            prop_assert!(text.get(slot.range).is_some());
        }
        let written = write(&query.filter);
        prop_assert_eq!(read(&written).filter, query.filter, "{}", written);
    }
}

/// Pieces that make sense together, or not.
const FRAGMENTS: &[&str] = &[
    " ",
    " ",
    " ",
    "-",
    "(",
    ")",
    " or ",
    " and ",
    "or",
    "not",
    " not ",
    "!",
    "=",
    " >",
    "&&",
    "||",
    "kind",
    "\"",
    "truck",
    "goita",
    "\"set free\"",
    "country:MLI",
    "country:NER,\"Burkina Faso\"",
    "country:",
    "kind:coup",
    "group:a,b",
    "source:\"a, b\"",
    "precision:month",
    "claims:conflict",
    "is:conflict",
    "is:undated",
    "has:place,source",
    "after:2025",
    "before:2025-13",
    "during:2024/2025",
    "on:2025-08",
    "match:certain",
    "match:possible",
    "near:gao,10km",
    "near:1,2,3km",
    "linked:x",
    "id:\"a b\"",
    "off:(tag:x)",
    "off:(",
    ",",
    "\\",
    "é",
    "a:b",
    "x",
];
