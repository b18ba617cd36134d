//! Citations in all styles, of what is known and of what tries to be more than text.

use proptest::prelude::*;
use pulldown_cmark::{Event as Piece, Parser, Tag, TagEnd};

use super::*;

fn source(id: &str, title: &str) -> Source {
    Source { id: Clean::new(id), title: Clean::new(title), ..Source::default() }
}

fn report() -> Source {
    Source {
        publisher: Some(Clean::new("Associated Press")),
        published: Some(When::parse("2025-08-05").unwrap()),
        authors: ["Baba Ahmed", "Akram Oubachir"].map(Clean::new).to_vec(),
        url: Some(Clean::new("https://x.org/a_(b)?c=1&d=é")),
        ..source("ap", "The release")
    }
}

#[track_caller]
fn check(style: CitationStyle, date: Option<&str>, sources: &[Source], citation: &str) {
    let when = date.map(|date| When::parse(date).unwrap());
    let (id, title) = (Clean::new("drivers-freed"), Clean::new("Four drivers freed"));
    let sources = sources.iter().collect();
    let cited = Cited { id: &id, title: &title, when: when.as_ref(), sources };
    assert_eq!(cite(style, &cited), citation);
}

#[test]
fn cites_as_text() {
    check(
        CitationStyle::Plain,
        Some("2025-08"),
        &[report()],
        "Four drivers freed, August 2025, known to the month. Source: Baba Ahmed and Akram Oubachir, \
         \"The release\", Associated Press, 5 August 2025, <https://x.org/a_(b)?c=1&d=é>.",
    );
    let only = Source { url: Some(Clean::new("https://x.org")), ..source("x", "https://x.org") };
    check(
        CitationStyle::Plain,
        Some("[2025-08-03..2025-08-05]"),
        &[source("a", "A"), only],
        "Four drivers freed, one day between 3 and 5 August 2025, between two dates. \
         Sources: (1) \"A\"; (2) <https://x.org>.",
    );
}

#[test]
fn cites_as_markdown() {
    check(
        CitationStyle::Markdown,
        Some("2025"),
        &[report()],
        "**Four drivers freed**, 2025, known to the year. Source: Baba Ahmed and Akram Oubachir, \
         [The release](https://x.org/a_%28b%29?c=1&amp;d=%C3%A9), Associated Press, 5 August 2025.",
    );
    let hostile = Source {
        url: Some(Clean::new("javascript:alert(1)")),
        ..source("a", "A](javascript:x) <b>\nc")
    };
    check(
        CitationStyle::Markdown,
        Some("2025"),
        &[hostile],
        "**Four drivers freed**, 2025, known to the year. Source: \
         A\\](javascript:x) \\<b\\> c javascript:alert(1).",
    );
}

#[test]
fn cites_as_bibtex() {
    check(
        CitationStyle::BibTex,
        Some("2025-08-03"),
        &[report(), source("ap", "50% of {A} & B_c \\ ~^#$")],
        "@misc{driversfreedap,
  author = {Baba Ahmed and Akram Oubachir},
  title = {{The release}},
  publisher = {{Associated Press}},
  date = {2025-08-05},
  year = {2025},
  url = {https://x.org/a_(b)?c=1&d=%C3%A9},
  note = {On: Four drivers freed, 3 August 2025, known to the day},
}
@misc{driversfreedap2,
  title = {{50\\% of \\textbraceleft{}A\\textbraceright{} \\& B\\_c \\textbackslash{} \\textasciitilde{}\\textasciicircum{}\\#\\$}},
  note = {On: Four drivers freed, 3 August 2025, known to the day},
}
",
    );
}

#[test]
fn says_in_words_what_bibtex_cannot() {
    let vague = Source {
        published: Some(When::parse("2025~").unwrap()),
        url: Some(Clean::new("archive}box 3")),
        authors: vec![Clean::new("Ahmed and Sons")],
        ..source("é", "A")
    };
    check(
        CitationStyle::BibTex,
        None,
        &[vague],
        "@misc{driversfreede,
  author = {{Ahmed and Sons}},
  title = {{A}},
  year = {2025},
  note = {On: Four drivers freed, no date is given; published about 2025; address: archive\\textbraceright{}box 3},
}
",
    );
}

#[test]
fn says_that_there_is_no_source() {
    let plain = "Four drivers freed, 2025, known to the year; no source is given.";
    check(CitationStyle::Plain, Some("2025"), &[], plain);
    let markdown = "**Four drivers freed**, no date is given; no source is given.";
    check(CitationStyle::Markdown, None, &[], markdown);
    check(
        CitationStyle::BibTex,
        Some("2025"),
        &[],
        "@misc{driversfreed,
  title = {{Four drivers freed}},
  note = {On: Four drivers freed, 2025, known to the year; no source is given},
}
",
    );
}

proptest! {
    #[test]
    fn keeps_entries_apart(raw in any::<String>(), marks in "[{}\\\\,@%\"a\n]{0,12}") {
        let (a, b) = (Clean::new(&raw), Clean::new(&marks));
        let source = Source {
            id: a.clone(),
            title: b.clone(),
            publisher: Some(a.clone()),
            authors: vec![b.clone()],
            url: Some(Clean::new(&format!("https://{marks}"))),
            ..Source::default()
        };
        let cited = Cited { id: &a, title: &b, when: None, sources: vec![&source, &source] };
        let text = cite(CitationStyle::BibTex, &cited);
        let mut depth = 0_i32;
        for line in text.lines() {
            prop_assert_eq!(line.starts_with("@misc{"), depth == 0, "{}", text);
            depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
            prop_assert!((0..=1).contains(&depth), "{}", text);
        }
        prop_assert_eq!(depth, 0);
        for style in [CitationStyle::Plain, CitationStyle::Markdown] {
            prop_assert!(!cite(style, &cited).contains(char::is_control));
        }
    }
    #[test]
    fn stays_one_paragraph_of_markdown(raw in "[^ ]{1,3}.{0,20}", marks in "[-+=:.()0-9#*_`~<>|&$!^\\[\\]{}\\\\a]{1,12}") {
        for raw in [raw, marks] {
            let text = Clean::new(&raw);
            prop_assume!(!text.trim().is_empty());
            let url = Some(Clean::new(&format!("https://{raw}")));
            let source = Source { title: text.clone(), url, publisher: Some(text.clone()), ..Source::default() };
            let cited = Cited { id: &text, title: &text, when: None, sources: vec![&source] };
            let citation = cite(CitationStyle::Markdown, &cited);
            let mut bold = String::new();
            let mut is_bold = false;
            for piece in Parser::new(&citation) {
                match piece {
                    Piece::Start(Tag::Strong) => is_bold = true,
                    Piece::End(TagEnd::Strong) => is_bold = false,
                    Piece::Text(part) if is_bold => bold.push_str(&part),
                    Piece::Text(_) | Piece::Start(Tag::Paragraph | Tag::Link { .. }) | Piece::End(_) => {}
                    other => prop_assert!(false, "{:?} in {}", other, citation),
                }
            }
            prop_assert_eq!(bold, text.trim());
        }
    }
}
