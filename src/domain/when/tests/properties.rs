//! What holds for every date and for every text, tried on whatever chance writes.

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use super::*;

/// Texts that are dates, or nearly.
fn expression() -> impl Strategy<Value = String> {
    let year = prop_oneof![
        4 => "[0-2][0-9X]{3}",
        1 => "-?[0-9]{4}",
        1 => "[0-9]{4}S[1-4]",
        1 => "Y-?[1-9][0-9]{4,18}",
        1 => "Y-?[1-9][0-9]{0,4}E[0-9]{1,2}(S[1-3])?",
    ];
    let date = prop_oneof![
        2 => "[0-2][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?[?~%]?",
        2 => "[?~%]?[0-9X]{4}[?~%]?-[?~%]?[01X][0-9X]([?~%]?-[?~%]?[0-3X][0-9X][?~%]?)?",
        1 => "[12X][0-9X]{3}-(2[1-9]|3[0-9]|4[01])[?~%]?",
        1 => (year, "[?~%]?").prop_map(|(year, sign)| year + &sign),
    ];
    let date = date.boxed();
    let end = prop_oneof![
        6 => date.clone(),
        1 => Just("..".to_owned()),
        1 => Just(String::new()),
    ];
    let member = prop_oneof![
        3 => date.clone(),
        1 => date.clone().prop_map(|date| format!("..{date}")),
        1 => date.clone().prop_map(|date| format!("{date}..")),
        1 => (date.clone(), date.clone()).prop_map(|(a, b)| format!("{a}..{b}")),
    ];
    let members = proptest::collection::vec(member, 1..12).prop_map(|members| members.join(","));
    prop_oneof![
        4 => date.clone(),
        1 => "[0-9]{4}-0[1-9]-[0-2][0-9]T[0-2][0-9]:[0-5][0-9](:[0-6][0-9])?(Z|[+-][01][0-9](:[0-5][0-9])?)?",
        3 => (end.clone(), end).prop_map(|(a, b)| format!("{a}/{b}")),
        1 => date.clone().prop_map(|date| format!("..{date}/..")),
        1 => members.clone().prop_map(|members| format!("[{members}]")),
        1 => members.prop_map(|members| format!("{{{members}}}")),
    ]
}

/// Checks what holds for every text; returns whether it is a date.
fn check_any(text: &str) -> Result<bool, TestCaseError> {
    let when = match When::parse(text) {
        Ok(when) => when,
        Err(error) => {
            prop_assert!(error.offset <= text.len() && text.is_char_boundary(error.offset));
            prop_assert!(
                !error.message.is_empty() && !error.message.ends_with('.')
                    || error.message.ends_with("..")
            );
            if let Some(instead) = error.instead {
                prop_assert!(instead != text && When::parse(&instead).is_ok(), "{instead}");
            }
            return Ok(false);
        }
    };
    if let (Edge::At(earliest), Edge::At(latest)) = (when.earliest(), when.latest()) {
        prop_assert!(earliest <= latest);
    }
    let again = When::parse(&when.canonical());
    prop_assert_eq!(again.as_ref().map(When::canonical), Ok(when.canonical()));
    let again = again.map(|again| (again.extent(), again.precision(), again.text(), again.label()));
    prop_assert_eq!(again, Ok((when.extent(), when.precision(), when.text(), when.label())));
    prop_assert!(!when.text().is_empty() && when.text().len() < 1200, "{}", when.text());
    let whole = when.label_in(usize::MAX, "…");
    prop_assert!(whole.is_ascii() && when.label().len() <= 48, "{}", when.label());
    let shortest = when.label_in(0, "…").chars().count();
    for cells in [4, 10, 14, 20, 40] {
        let label = when.label_in(cells, "…");
        prop_assert!(label.chars().count() <= cells.max(shortest));
        let is_all_but_the_zone = whole.starts_with(&label);
        prop_assert!(is_all_but_the_zone || label.ends_with('…'), "{}", label);
    }
    prop_assert!(when.may_agree(&when));
    prop_assert_eq!(
        when.extent().span(),
        Span { earliest: when.earliest(), latest: when.latest() }
    );
    prop_assert_eq!(matches!(when.extent(), Extent::Lasting { .. }), when.is_lasting());
    Ok(true)
}

#[test]
fn meets_enough_real_dates_by_chance() {
    // The properties below would hold for nothing but mistakes, too.
    let mut runner = TestRunner::deterministic();
    let strategy = expression();
    let mut texts = (0..1000).filter_map(|_| Some(strategy.new_tree(&mut runner).ok()?.current()));
    let good = texts.by_ref().filter(|text: &String| When::parse(text).is_ok()).count();
    assert!((500..950).contains(&good), "{good} of 1000");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn keeps_its_promises_for_dates(text in expression()) {
        check_any(&text)?;
    }

    #[test]
    fn survives_any_text(text in any::<String>()) {
        check_any(&text)?;
    }

    #[test]
    fn survives_texts_that_look_like_dates(text in "[0-9XYESTZ?~%/.,:é{}\\[\\] +-]{0,30}") {
        check_any(&text)?;
    }

    #[test]
    fn survives_words(text in "(c\\.|about|from|q|the|between|since|x)? ?[0-9]{0,4}[ -/](may|sept|q[1-4]|bc|now|and|to|s|é)[ ,.]?[0-9]{0,5}(s|~)?") {
        check_any(&text)?;
    }

    #[test]
    fn reads_plain_dates_alike_on_both_ways(
        text in "[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?(/[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?)?"
    ) {
        let short = plain::read(&text);
        let long = When::from_expression(&text);
        prop_assert_eq!(short.is_some(), long.is_ok());
        if let (Some(short), Ok(long)) = (short, long) {
            let extent = Expression::read(&text).map(|expression| bounds::extent(&expression));
            prop_assert_eq!(Ok(short.extent), extent);
            prop_assert_eq!(When::from_plain(&text, &short), long);
        }
    }

    #[test]
    fn takes_the_short_way_for_plain_dates_alone(text in "[0-9X?~/.T-]{0,24}") {
        if let Some(short) = plain::read(&text) {
            prop_assert_eq!(Ok(When::from_plain(&text, &short)), When::from_expression(&text));
        }
    }

    #[test]
    fn sorts_the_earlier_first_and_then_the_wider(a in expression(), b in expression()) {
        if let (Ok(a), Ok(b)) = (When::parse(&a), When::parse(&b))
            && let (Edge::At(first), Edge::At(second)) = (a.earliest(), b.earliest())
        {
            let wanted = first.cmp(&second).then(b.span().last().cmp(&a.span().last()));
            prop_assert_eq!(a.sort_key().cmp(&b.sort_key()), wanted);
        }
    }

    #[test]
    fn agrees_both_ways(a in expression(), b in expression()) {
        if let (Ok(a), Ok(b)) = (When::parse(&a), When::parse(&b)) {
            prop_assert_eq!(a.may_agree(&b), b.may_agree(&a));
        }
    }
}
