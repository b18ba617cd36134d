//! A filter is the same thing however one came to it: by keys, by its text, by a link, or by the command line.

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::{
    app::view::View,
    question::{Choice, Own},
};

/// What a person may do to a filter, as keys.
fn press() -> impl Strategy<Value = String> {
    let value =
        (select(&["c", "g", "fk", "fp"][..]), 0..4usize, select(&[" ", "-", "<enter>"][..]));
    let by_facet = value.prop_map(|(facet, n, choose)| {
        format!("{facet}{}{choose}<esc><esc>", "<down>".repeat(n + 1))
    });
    let by_text =
        select(&["coup", "-country:NER", "(talks or release)", "after:2024-02", "is:undated"][..])
            .prop_map(|text| format!("\\{text}<enter>"));
    let others = select(&["*", "!", "~", "F", "1F", "2F", "1X", "u", "U", "k", "Lx", "i"][..]);
    prop_oneof![4 => by_facet, 2 => by_text, 3 => others.prop_map(str::to_owned)]
}

/// Returns what is listed, and what each facet says of each value.
fn said(person: &Person) -> (Vec<String>, Vec<(String, u64, Choice)>) {
    let facets = person.app.answer().facets.iter().flat_map(|facet| {
        let values = facet.values.iter();
        values.map(|value| (value.value.to_string(), value.count, value.choice)).collect::<Vec<_>>()
    });
    let mut facets: Vec<_> = facets.collect();
    facets.sort_by(|a, b| a.0.cmp(&b.0));
    (person.listed(), facets)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn lead_to_the_same_rows_and_counts(presses in vec(press(), 1..9)) {
        let mut by_keys = Person::new();
        by_keys.keys(&presses.concat());
        by_keys.keys("<esc><esc><esc>");
        let (view, zone) = (by_keys.app.view(), by_keys.app.about().zone);
        let text = language::write(&by_keys.app.filter_in_force());

        let mut by_text = Person::new();
        by_text.keys("\\");
        by_text.input(Input::Paste(text.clone()));
        by_text.keys("<enter>");
        prop_assert_eq!(by_text.more().iter().any(|more| more.starts_with("query")), false, "{}", text);
        // A lane takes no room from the list of the other.
        by_keys.app.chosen.lanes = None;
        by_keys.app.stale = true;
        by_keys.answer();
        prop_assert_eq!(said(&by_text), said(&by_keys), "{}", text);

        let mut by_link = Person::new();
        by_link.app = by_link.app.with_view(View::read(&view.line(zone), zone).unwrap());
        by_link.app.stale = true;
        by_link.answer();
        prop_assert_eq!(by_link.app.view(), view);

        let rows = by_keys.engine.matching(&language::read(&text).finished().unwrap(), &Own::default());
        let rows: Vec<_> = rows.iter().map(|key| by_keys.title(*key)).collect();
        prop_assert_eq!(by_keys.listed(), rows, "{}", text);
    }
}
