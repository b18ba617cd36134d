//! What holds for any bytes in any pieces.

use proptest::prelude::*;

use super::*;

/// Sequences that mean something, and beginnings, ends and kin of them.
const SEQUENCES: &[&[u8]] = &[
    b"\x1b",
    b"\x1b[",
    b"\x1bO",
    b"\x1b]",
    b"\x1bP",
    b"\x1b\\",
    b"\x07",
    b"\x18",
    b"\x1b[A",
    b"\x1b[[B",
    b"\x1b[1;5C",
    b"\x1b[3~",
    b"\x1b[3$",
    b"\x1bOP",
    b"\x1bO5A",
    b"\x1b[97;5:2u",
    b"\x1b[97;5:3u",
    b"\x1b[<0;20;10M",
    b"\x1b[<35;20;10m",
    b"\x1b[32;20;10M",
    b"\x1b[M !!",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b[?2026;2$y",
    b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]11;rgb:00/00/00\x07",
    b"\x1bP>|term\x1b\\",
    "é日🏳\u{1f}".as_bytes(),
    b"\xf0\x9f\x8f",
    b"\xff",
];

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => prop::sample::select(SEQUENCES).prop_map(<[u8]>::to_vec),
        3 => prop::collection::vec(any::<u8>(), 0..6),
        2 => "\\PC{0,6}".prop_map(String::into_bytes),
        // Longer than what is kept of a sequence.
        1 => (0..200_usize).prop_map(|length| [b"\x1b[", "1;".repeat(length).as_bytes()].concat()),
        1 => (0..5000_usize).prop_map(|length| vec![b'x'; length]),
    ]
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn hears_the_same_in_any_pieces(bytes in stream(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20)) {
        let whole = decoded(&bytes);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        cuts.push(bytes.len());
        let (mut decoder, mut out, mut from) = (Decoder::default(), Vec::new(), 0);
        for to in cuts {
            decoder.feed(&bytes[from..to], &mut out);
            prop_assert!(decoder.kept() <= Decoder::MOST_KEPT);
            from = to;
        }
        decoder.settle(&mut out);
        prop_assert!(!decoder.is_waiting());
        prop_assert_eq!(&out, &whole);

        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for byte in &bytes {
            let before = out.len();
            decoder.feed(&[*byte], &mut out);
            prop_assert!(out.len() <= before + 2, "at most two for each byte");
        }
        decoder.settle(&mut out);
        prop_assert_eq!(out, whole);
    }

    #[test]
    fn tells_nothing_that_an_app_could_not_take(bytes in stream()) {
        for decoded in decoded(&bytes) {
            match decoded {
                Decoded::Input(Input::Key(key)) => {
                    prop_assert_eq!(key, key.normal());
                    prop_assert_eq!(key.to_string().parse(), Ok(key));
                }
                Decoded::Input(Input::Paste(text)) => prop_assert!(text.len() <= 3 * 4096),
                Decoded::Input(Input::Resize { .. }) => prop_assert!(false, "a size"),
                _ => {}
            }
        }
    }

    #[test]
    fn hears_keys_again_after_anything(bytes in stream()) {
        // After a pause at once, unless a paste is open: that takes three keys.
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(&bytes, &mut out);
        decoder.settle(&mut out);
        for _ in 0..3 {
            decoder.feed(b"x", &mut out);
            decoder.settle(&mut out);
        }
        decoder.feed(b"q", &mut out);
        prop_assert_eq!(out.last(), Some(&Decoded::Input(Key::char('q').into())));
        // Without a pause after as many bytes as no sequence has.
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(&bytes, &mut out);
        decoder.feed(b"\x1b[201~", &mut out);
        decoder.feed(&[b'1'; 4097], &mut out);
        decoder.feed(b"q", &mut out);
        prop_assert_eq!(out.last(), Some(&Decoded::Input(Key::char('q').into())));
    }
}

#[test]
fn gives_up_what_never_ends() {
    let behind = |opening: &[u8], length: usize| {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(opening, &mut out);
        decoder.feed(&vec![b'1'; length], &mut out);
        assert!(decoder.kept() <= Decoder::MOST_KEPT);
        let before = out.len();
        decoder.feed(b"q", &mut out);
        out.len() > before
    };
    for opening in [&b"\x1b["[..], b"\x1bO", b"\x1b]", b"\x1b_"] {
        assert!(!behind(opening, 4095), "{}", opening.escape_ascii());
        assert!(behind(opening, 4096), "{}", opening.escape_ascii());
    }
    assert!(!behind(b"\x1b[200~", (1 << 20) - 2));
    assert!(behind(b"\x1b[200~", 1 << 20));
}
