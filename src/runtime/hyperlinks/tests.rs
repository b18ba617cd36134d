//! What of an address gets to the terminal, as bytes.

use std::sync::Arc;

use proptest::prelude::*;
use ratatui::layout::{Position, Rect, Size};

use super::*;
use crate::{
    app::{App, script::parse_script},
    domain::{Clean, Dataset, Event, Moment, Source, SourceKey, When},
    engine::{Engine, Memory},
    runtime::{frames::Frames, local::Interactive, session::Session},
    ui::{Look, ThemeName},
};

const SIZE: Size = Size { width: 120, height: 40 };

/// Returns a session with the details of one event open, which has these sources.
fn session(sources: &[&str], ascii: bool) -> Session {
    let source = |(n, url): (usize, &&str)| Source {
        title: Clean::new(&format!("Source {n}")),
        url: Some(Clean::new(url)),
        ..Source::default()
    };
    let event = |title: &str, sources| Event {
        title: Clean::new(title),
        when: When::parse("2025-08-04").ok(),
        sources,
        ..Event::default()
    };
    let dataset = Dataset {
        sources: sources.iter().enumerate().map(source).collect(),
        events: vec![
            event("Bare", vec![]),
            event("With sources", (0..sources.len() as u32).map(SourceKey).collect()),
        ],
        ..Dataset::default()
    };
    let engine = Arc::new(Memory::new(dataset, 0));
    let app = App::new(engine.about().clone(), (SIZE.width, SIZE.height), Moment(0));
    Session::new(app, engine, Look::new(ThemeName::Terminal, ascii)).with_links(true)
}

fn type_keys(session: &mut Session, keys: &str) {
    for input in parse_script(keys).unwrap() {
        session.input(input);
    }
}

fn frame(frames: &mut Frames, session: &mut Session) -> String {
    String::from_utf8(frames.draw(&mut Buffer::default(), |buffer| session.draw(buffer)).unwrap())
        .unwrap()
}

/// Reads a frame as a terminal does; returns each link with the text that it is put on, as `number address text`.
///
/// # Panics
/// Fails on any control sequence but those that a frame is made of.
fn links_of(frame: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    let mut is_open = false;
    let mut parts = frame.split('\u{1b}');
    assert_eq!(parts.next(), Some(""));
    let mut pending = String::new();
    for part in parts {
        let text = if let Some(order) = part.strip_prefix("]8;") {
            // The text follows the backslash that ends the string.
            pending = order.to_owned();
            continue;
        } else if let Some(text) = part.strip_prefix('\\') {
            let (params, address) = pending.split_once(';').unwrap();
            is_open = !address.is_empty();
            if is_open {
                let number = params.strip_prefix("id=dateline-").unwrap();
                assert_eq!(web_address(address).as_deref(), Some(address), "{frame:?}");
                assert!(address.bytes().all(|byte| byte.is_ascii_graphic()), "{address:?}");
                links.push(format!("{number} {address} "));
            } else {
                assert_eq!(params, "", "{frame:?}");
            }
            text
        } else {
            let order = part.strip_prefix('[').unwrap();
            let end = order.find(|c: char| !c.is_ascii_digit() && !";?".contains(c)).unwrap();
            assert!(["m", "H", "J", "h", "l"].contains(&&order[end..=end]), "{part:?}");
            &order[end + 1..]
        };
        assert!(!text.contains(char::is_control), "{text:?}");
        if is_open {
            links.last_mut().unwrap().push_str(text);
        }
    }
    assert!(!is_open, "a link goes beyond the frame: {frame:?}");
    links
}

fn links(sources: &[&str], ascii: bool) -> Vec<String> {
    let mut session = session(sources, ascii);
    type_keys(&mut session, "<enter>");
    links_of(&frame(&mut Frames::new(SIZE), &mut session))
}

/// Returns the texts that lead to an address under a number.
fn parts<'a>(links: &'a [String], front: &str) -> Vec<&'a str> {
    links.iter().filter_map(|link| link.strip_prefix(front)).collect()
}

#[test]
fn links_every_part_of_a_wrapped_address_under_one_number() {
    let long = format!("https://x.org/{}", "a".repeat(60));
    let links = links(&[&long, "HTTPS://y.org/é"], false);
    let first = parts(&links, &format!("1 {long} "));
    assert_eq!(first.concat(), long);
    assert_eq!(first.len(), 4, "one order for each row: {links:?}");
    assert_eq!(parts(&links, "2 HTTPS://y.org/%C3%A9 "), ["HTTPS://y.org/é"]);
    assert_eq!(links.len(), 5);
}

#[test]
fn lets_no_hostile_address_out() {
    let hostile = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://x.org/a b",
        "https://x.org/\u{1b}\\\u{1b}]0;pwn\u{7}",
        "https://x.org/\u{1b}[2J",
        "https://x.org/\u{9c}\u{9b}2J",
        "https://x.org/\u{202e}gro.live",
        "https://x.org/\";id=1;\\",
        "https://",
        "",
    ];
    let links = links(&hostile, false);
    // What is left of them is an address of the letters that an address has.
    let seen: Vec<_> = links.iter().map(|link| link.split(' ').nth(1).unwrap()).collect();
    assert!(seen.iter().all(|address| address.starts_with("https://x.org/")), "{seen:?}");
    assert!(seen.contains(&"https://x.org/%22;id=1;%5C"), "{seen:?}");
}

#[test]
fn links_wide_letters_and_those_of_ascii_where_they_are() {
    let front = "1 https://x.org/%E6%97%A5%E6%9C%AC/a ";
    let wide = links(&["https://x.org/日本/a"], false);
    assert_eq!(parts(&wide, front).concat(), "https://x.org/日本/a");
    let ascii = links(&["https://x.org/日本/a"], true);
    assert_eq!(parts(&ascii, front).concat(), any_ascii::any_ascii("https://x.org/日本/a"));
}

#[test]
fn sends_nothing_again_and_leaves_no_link_behind() {
    let mut session = session(&["https://x.org/日本", "https://x.org/b"], false);
    let mut frames = Frames::new(SIZE);
    type_keys(&mut session, "<enter>");
    assert_eq!(links_of(&frame(&mut frames, &mut session)).len(), 3);
    let again = frame(&mut frames, &mut session);
    assert!(!again.contains("x.org") && !again.contains("\u{1b}]"), "{again:?}");
    // What comes to lie over a link, and what takes its place, is no link.
    for (keys, is_some_left) in [("?", true), ("<esc><esc>k", false)] {
        let mut before = Buffer::empty(Rect::from((Position::ORIGIN, SIZE)));
        let seen = session.draw_into(&mut before);
        type_keys(&mut session, keys);
        let mut after = before.clone();
        after.reset();
        let left = session.draw_into(&mut after);
        let left: Vec<_> = left.iter().flat_map(|link| &link.cells).collect();
        put(&mut before, &seen);
        let rewritten: Vec<_> =
            before.diff(&after).iter().map(|(x, y, _)| Position::new(*x, *y)).collect();
        for cell in seen.iter().flat_map(|link| &link.cells).filter(|cell| !left.contains(cell)) {
            assert!(rewritten.contains(cell), "{cell} keeps its link after {keys}");
        }
        assert!(left.len() < seen.iter().map(|link| link.cells.len()).sum());
        assert_eq!(!left.is_empty(), is_some_left, "{keys}");
    }
}

#[test]
fn keeps_the_letters_and_their_places() {
    for ascii in [false, true] {
        let mut session = session(
            &["https://x.org/日本/a-long-address-that-wraps-at-the-edge", "https://y.org"],
            ascii,
        );
        type_keys(&mut session, "<enter>");
        let mut screen = |links| {
            let mut parser = vt100::Parser::new(40.try_into().unwrap(), 120.try_into().unwrap(), 0);
            let frame = Frames::new(SIZE).draw(&mut Buffer::default(), |buffer| {
                let found = session.draw_into(buffer);
                if links {
                    put(buffer, &found);
                }
            });
            parser.process(&frame.unwrap());
            parser.screen().contents()
        };
        assert_eq!(screen(true), screen(false));
    }
}

#[test]
fn leaves_an_address_that_is_too_long_a_text() {
    let long = format!("https://x.org/{}", "a".repeat(LONGEST));
    assert_eq!(links(&[&long], false), Vec::<String>::new());
}

#[test]
fn leaves_out_the_end_of_a_link_that_goes_on() {
    let begins = |n: u8| format!("\u{1b}]8;id={n};https://x.org\u{1b}\\");
    let cell = |n, text: &str| format!("{}{text}{ENDS}", begins(n));
    let frame =
        [cell(1, "a"), cell(1, "b"), cell(2, "c"), "\u{1b}[1;1H".into(), cell(2, "d")].concat();
    let joined = String::from_utf8(join(frame.into_bytes())).unwrap();
    let expected =
        format!("{}ab{ENDS}{}c{ENDS}\u{1b}[1;1H{}d{ENDS}", begins(1), begins(2), begins(2));
    assert_eq!(joined, expected);
    for text in ["", "no link", "\u{1b}]8;;", "\u{1b}]8;;\u{1b}\\\u{1b}]8;;\u{1b}\\"] {
        assert_eq!(join(text.into()), text.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sends_nothing_but_links_of_its_own_making(rest in any::<String>(), scheme in "https?://x|") {
        let address = format!("{scheme}{rest}");
        let is_web = web_address(&Clean::new(&address)).is_some_and(|address| address.len() <= LONGEST);
        let links = links(&[&address], false);
        prop_assert!(is_web || links.is_empty(), "{links:?}");
    }
}
