//! Text of any script and any malice: it stays in its place, and nobody next to it moves.

use proptest::{prelude::*, sample::select};

use super::*;
use crate::domain::{Claim, Group, GroupKey, Participant, Place, PlaceKey, Source, SourceKey};

const ODD: &[&str] = &[
    "日本語の長い題名がここにあります、とても長い",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 family 👨🏽\u{200d}🚀 and 🏳\u{fe0f}\u{200d}🌈",
    "🇲🇱🇳🇪🇧🇫 flags ✈\u{fe0f} ☎\u{fe0e}",
    "cafe\u{301} nai\u{308}ve Z\u{327}\u{307}\u{332}algo",
    "שלום עולם, כותרת ארוכה מאוד בעברית",
    "السلام عليكم ورحمة الله وبركاته لا إله",
    "हिन्दी में एक लंबा शीर्षक क्षत्रिय",
    "ภาษาไทยไม่มีช่องว่างระหว่างคำ",
    "한국어 제목 각",
    "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J\r\n\ttab",
    "user\u{202e}txt.exe\u{2066}x\u{2069} zero\u{200b}width \u{feff}",
    "ﷺ ﷽ 𒐫 ꧅ ⸻",
    "half\u{ff76}\u{ff9e} full\u{ff21}\u{ff22}",
    "\u{301}\u{301}starts with marks",
    "",
    " ",
];

fn hostile(n: usize) -> String {
    match ODD.get(n) {
        Some(text) => (*text).to_owned(),
        None if n == ODD.len() => format!("e{}", "\u{301}".repeat(3_000)),
        None => "Donaudampfschifffahrt".repeat(12),
    }
}

const TEXTS: usize = ODD.len() + 2;

/// A dataset in which everything that can be written is this text.
fn written(text: &str) -> Dataset {
    let text = Clean::new(text);
    let some = || Some(text.clone());
    let event = |n: usize| Event {
        id: Clean::new(&format!("e{n}")),
        when: When::parse(["2024-01", "2024-02-01/2024-03", "2025-01-01", "../2025-02"][n % 4])
            .ok(),
        title: text.clone(),
        summary: text.clone(),
        kind: some(),
        countries: vec![Country::find("MLI").unwrap(), Country::find("NER").unwrap()],
        groups: vec![Participant { group: GroupKey(0), role: some() }],
        places: vec![PlaceKey(0)],
        sources: vec![SourceKey(0)],
        claims: vec![Claim {
            source: SourceKey(0),
            at: some(),
            when: None,
            says: some(),
            derived: some(),
        }],
        tags: vec![text.clone()],
        ..Event::default()
    };
    Dataset {
        title: text.clone(),
        about: text.clone(),
        files: vec![text.clone(), text.clone()],
        groups: vec![Group { id: text.clone(), name: text.clone(), ..Group::default() }],
        places: vec![Place { id: text.clone(), name: text.clone(), ..Place::default() }],
        sources: vec![Source {
            id: text.clone(),
            title: text.clone(),
            publisher: some(),
            authors: vec![text.clone()],
            url: some(),
            ..Source::default()
        }],
        events: (0..16).map(event).collect(),
        ..Dataset::default()
    }
}

/// Returns where the upright sides and the corners of frames are, and the ticks of the axis in the rows.
fn uprights(buffer: &Buffer) -> Vec<(usize, &str)> {
    let cells = buffer.content.iter().enumerate().map(|(n, cell)| (n, cell.symbol()));
    cells.filter(|(_, sign)| "│┃┌┐└┘┏┓┗┛".contains(*sign) && *sign != " ").collect()
}

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (200, 60), (40, 12), (61, 17)];
/// Each goes on from where the last one has led.
const PLACES: &[&str] =
    &["", "g", "<esc>fl", "<esc>fs ", "<esc>f", "<esc><enter>", "z", "z?", "<esc>5+", "/a"];

#[test]
fn keeps_every_text_in_its_place() {
    for size in SIZES {
        let mut scene = Scene::new(written("plain"), size);
        let plain: Vec<Buffer> =
            PLACES.iter().map(|keys| scene.keys(keys).frame(size, &usual())).collect();
        for n in 0..TEXTS {
            let mut scene = Scene::new(written(&hostile(n)), size);
            for (keys, plain) in PLACES.iter().zip(&plain) {
                let there = format!("{keys} at {size:?} with text {n}");
                let odd = scene.keys(keys).frame(size, &usual());
                assert_eq!(faults(&odd), [""; 0], "{there}");
                assert_eq!(uprights(&odd), uprights(plain), "{there}");
            }
        }
    }
}

#[test]
fn writes_nothing_but_ascii_where_that_is_wanted() {
    for n in 0..TEXTS {
        for size in [(80, 24), (200, 60)] {
            let mut scene = Scene::new(written(&hostile(n)), size);
            for keys in ["", "c", "ft", "<enter>", "?"] {
                let buffer = scene.keys(keys).frame(size, &ascii());
                let other = buffer.content.iter().find(|cell| !cell.symbol().is_ascii());
                assert_eq!(other, None, "{keys} at {size:?} with text {n}");
                assert_eq!(faults(&buffer), [""; 0]);
            }
        }
    }
}

#[test]
fn covers_the_second_half_of_a_wide_letter_with_its_first() {
    // Letters of two cells in every column: some of them begin left of the popup and end under it.
    for shift in ["", "x"] {
        let title = format!("{shift}{}", "日本語".repeat(20));
        for size in [(80, 24), (40, 12), (120, 40)] {
            for keys in ["c", "f", "?", "<enter>f"] {
                let buffer = frame(written(&title), size, keys, &usual());
                assert_eq!(faults(&buffer), [""; 0], "{keys} at {size:?}");
            }
        }
    }
}

/// Returns the column of the cell that stands for the cursor in the prompt, and what is left of it.
fn prompt(size: (u16, u16), keys: &str, look: &Look) -> (String, usize) {
    let scene_ = frame(sahel(), size, keys, look);
    let y = size.1 - 2;
    let cursor =
        (0..size.0).find(|x| scene_[(*x, y)].modifier.contains(ratatui::style::Modifier::REVERSED));
    let line = text(&scene_).lines().nth(usize::from(y)).unwrap_or_default().to_owned();
    (line, usize::from(cursor.unwrap()))
}

#[test]
fn shows_the_end_of_a_long_line_and_its_cursor() {
    for (typed, end) in [
        ("abcdefghij".repeat(20), "ghij"),
        ("日本語の題名".repeat(20), "の題名"),
        ("👩\u{200d}👧".repeat(40), "👩\u{200d}👧"),
        ("e\u{301}".repeat(200), "e\u{301}e\u{301}"),
    ] {
        for size in [(80, 24), (40, 10)] {
            let (line, cursor) = prompt(size, &format!("/{typed}"), &usual());
            let until =
                line.find(end).map(|_| line.rfind(end).unwrap() + end.len()).unwrap_or_default();
            assert_eq!(line[..until].width(), cursor, "{line:?}");
            let (line, cursor) = prompt(size, &format!("/{typed}<home>"), &usual());
            assert_eq!(cursor, " search /".width(), "{line:?}");
        }
    }
    let (line, cursor) = prompt((80, 24), "/日本", &ascii());
    assert_eq!(
        (line[..cursor].trim_end(), cursor),
        (" search /RiBen", 14),
        "as it is shown, so it is counted"
    );
}

#[test]
fn shows_a_mistake_whole_where_there_is_room() {
    let (line, _) = prompt((80, 24), "t2025-02-30<enter>", &usual());
    assert!(line.ends_with("there is no 30 February 2025: the month has 28 days"), "{line:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn keeps_any_text_in_its_place(
        written_ in "\\PC{0,40}|.{0,60}", size in select(&SIZES[..]), keys in select(PLACES), ascii: bool,
    ) {
        let look = Look::new(ThemeName::Terminal, ascii);
        let buffer = frame(written(&written_), size, keys, &look);
        prop_assert_eq!(faults(&buffer), Vec::<String>::new());
    }

    #[test]
    fn keeps_whatever_is_typed_in_its_place(
        typed in "[^<\\p{C}]{0,70}", size in select(&SIZES[..]), place in select(&["/", "\\", "t", "c", "?"][..]), ascii: bool,
    ) {
        let look = Look::new(ThemeName::Terminal, ascii);
        let buffer = frame(sahel(), size, &format!("{place}{typed}"), &look);
        prop_assert_eq!(faults(&buffer), Vec::<String>::new());
        prop_assert!(!ascii || buffer.content.iter().all(|cell| cell.symbol().is_ascii()));
    }
}

#[test]
fn says_the_window_wherever_there_is_room_for_it_beside_the_title() {
    let data = dated(&[("first", "2020-01-01"), ("second", "2020-06-01")]);
    let short = Dataset { title: Clean::new("Parts"), ..data };
    let shown = text(&frame(short, (80, 24), "\\first<enter>", &usual()));
    let title = " dateline  Parts   1 of 2 events   2020-01-01 – 2020-06-01 (5 months)";
    assert!(shown.starts_with(title), "{shown}");
}

#[test]
fn cuts_a_chip_that_is_wider_than_its_line_before_the_sign_that_closes_it() {
    for width in 60..90 {
        let data = dated(&[("first", "2020-01-01"), ("second", "2020-06-01")]);
        let long = format!("\\\"{}\"<enter>", "second ".repeat(12));
        let shown = text(&frame(data, (width, 24), &long, &usual()));
        let chips = shown.lines().nth(1).unwrap_or_default();
        assert!(chips.ends_with(" ×"), "{chips}");
    }
}
