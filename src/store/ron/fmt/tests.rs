//! The layout by example and over generated texts.

use proptest::prelude::*;

use super::*;
use crate::store::builtin;

/// Returns the tokens that a layout must keep: all but blanks and commas.
fn kept(text: &str) -> Vec<(Kind, &str)> {
    let tokens = Scanner::new(text, 0).filter(|t| !matches!(t.kind, Kind::Space | Kind::Comma));
    tokens.map(|token| (token.kind, text[token.span()].trim_end())).collect()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let shown = fmt("f", text).unwrap();
    assert_eq!(shown, expected);
    assert_eq!(kept(&shown), kept(text));
    assert_eq!(fmt("f", &shown).unwrap(), shown, "formatting twice");
}

#[test]
fn puts_fields_on_lines_and_short_lists_on_one() {
    check(
        "Dataset(format:1,events:[Event(id:\"a\",tags:[\"x\",\"y\",],place:Place(name:\"p\",lat:1.0),),],)",
        "Dataset(
    format: 1,
    events: [
        Event(
            id: \"a\",
            tags: [\"x\", \"y\"],
            place: Place(name: \"p\", lat: 1.0),
        ),
    ],
)
",
    );
}

#[test]
fn breaks_what_does_not_fit() {
    let long = "x".repeat(60);
    check(
        &format!("Event(links:[Link(to:\"{long}\",how:\"a\"),Link(to:\"{long}\",how:\"{long}\")])"),
        &format!(
            "Event(
    links: [
        Link(to: \"{long}\", how: \"a\"),
        Link(
            to: \"{long}\",
            how: \"{long}\",
        ),
    ],
)
"
        ),
    );
}

#[test]
fn keeps_comments_where_they_were() {
    check(
        "// head\n#![enable(implicit_some)]\nDataset( // open\n\n\n  // first\n  title : \"a\" // why\n , about: /* b */ \"c\",\n\n\n  /* d */ format: 1\n  // last\n) // tail\n\n// end",
        "// head
#![enable(implicit_some)]
Dataset( // open

    // first
    title: \"a\", // why
    about: /* b */ \"c\",

    /* d */ format: 1,
    // last
) // tail

// end
",
    );
}

#[test]
fn leaves_empty_things_and_long_texts_alone() {
    check("Dataset()", "Dataset()\n");
    check("Dataset(events:[ ])", "Dataset(\n    events: [],\n)\n");
    check(
        "Event(summary:\"a\n   b\",id:r#\"x\"#)",
        "Event(\n    summary: \"a\n   b\",\n    id: r#\"x\"#,\n)\n",
    );
    check("[ // none\n]", "[ // none\n]\n");
    check("", "");
    check("// only\r\n\r\n", "// only\n");
}

#[test]
fn says_what_is_no_ron() {
    let problems =
        fmt("f.ron", "Dataset(\n  title: \"a\" about: \"b\",\n  events: [\n").unwrap_err();
    let codes: Vec<_> = problems.iter().map(|p| (p.code, p.line, p.column)).collect();
    assert_eq!(codes, [("DL0003", 2, 13), ("DL0002", 3, 11)]);
    assert!(fmt("f.ron", "Dataset() Dataset()").is_err());
}

#[test]
fn keeps_what_the_carried_datasets_say() {
    for builtin in builtin::ALL {
        let shown = fmt(builtin.name, builtin.text).unwrap();
        assert_eq!(kept(&shown), kept(builtin.text));
        assert_eq!(fmt(builtin.name, &shown).unwrap(), shown);
    }
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "\"[a-z/*é ]{0,30}\"",
        "-?[0-9]{1,3}(\\.[0-9]{1,2})?",
        Just("Reported".to_owned()),
        Just("r#\"a\"b\"#".to_owned()),
    ];
    let gap = prop_oneof![
        4 => Just(" ".to_owned()), 2 => Just(String::new()), 1 => Just("\n\n\n".to_owned()),
        1 => Just(" // note\n".to_owned()), 1 => Just("/* a\n b */".to_owned()), 1 => Just("\n// own\n".to_owned()),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let items = prop::collection::vec((gap.clone(), inner, gap.clone()), 0..5);
        (items, gap.clone(), any::<bool>(), 0..4_usize).prop_map(|(items, tail, ends, kind)| {
            let items: Vec<String> = items
                .into_iter()
                .enumerate()
                .map(|(n, (before, value, after))| match kind {
                    0 => format!("{before}{value}{after}"),
                    1 => format!("{before}\"k{n}\"{after}:{value}{after}"),
                    _ => format!("{before}f{n}:{after}{value}"),
                })
                .collect();
            let comma = if ends && !items.is_empty() { "," } else { "" };
            let inside = format!("{}{comma}{tail}", items.join(","));
            match kind {
                0 => format!("[{inside}]"),
                1 => format!("{{{inside}}}"),
                2 => format!("Event({inside})"),
                _ => format!("Place{tail}({inside})"),
            }
        })
    })
}

proptest! {
    #[test]
    fn keeps_every_token_and_is_stable(text in value()) {
        let shown = fmt("f", &text).unwrap();
        prop_assert_eq!(kept(&shown), kept(&text));
        prop_assert_eq!(fmt("f", &shown).unwrap(), shown);
    }
}
