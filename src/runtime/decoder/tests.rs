//! Every kind of sequence, every split, and what never ends.

use proptest::prelude::*;

use super::*;
use crate::app::input::{Button, Mouse, MouseKind};

/// Decodes bytes that came at once, then stops waiting.
fn decode(bytes: &[u8]) -> Vec<Input> {
    let mut decoder = Decoder::new(1000);
    let mut inputs = decoder.feed(bytes);
    if decoder.patience().is_some() {
        inputs.extend(decoder.give_up());
    }
    assert_eq!(decoder.patience(), None, "nothing is left after giving up");
    inputs
}

/// Writes inputs as a script does.
fn script(inputs: &[Input]) -> String {
    inputs
        .iter()
        .map(|input| match input {
            Input::Key(key) => key.to_string(),
            other => format!("{other:?}"),
        })
        .collect()
}

#[test]
fn reads_keys_of_many_terminals() {
    let table: &[(&[u8], &str)] = &[
        (b"aG?<", "aG?<lt>"),
        ("é…𝄞".as_bytes(), "é…𝄞"),
        (b"\r\n\t\x7f\x08", "<enter><enter><tab><bs><bs>"),
        (b"\x00\x01\x1a\x1c\x1f", "<c-space><c-a><c-z><c-\\><c-_>"),
        (b"\x1b", "<esc>"),
        (b"\x1b\x1b", "<esc><esc>"),
        (b"\x1b\x1b[A", "<esc><up>"),
        (b"\x1bx\x1bX", "<a-x><a-X>"),
        ("\u{1b}é".as_bytes(), "<a-é>"),
        (b"\x1b\x04\x1b\r\x1b\x7f", "<c-a-d><a-enter><a-bs>"),
        (b"\x1b[", "<a-[>"),
        (b"\x1bO", "<a-O>"),
        (b"\x1bP", "<a-P>"),
        (b"\x1b]", "<a-]>"),
        (
            b"\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F",
            "<up><down><right><left><home><end>",
        ),
        (
            b"\x1bOA\x1bOD\x1bOH\x1bOF\x1bOP\x1bOS\x1bOM",
            "<up><left><home><end><f1><f4><enter>",
        ),
        (
            b"\x1b[1~\x1b[2~\x1b[3~\x1b[4~\x1b[5~\x1b[6~\x1b[7~\x1b[8~",
            "<home><ins><del><end><pgup><pgdn><home><end>",
        ),
        (
            b"\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~\x1b[25~\x1b[28~\x1b[34~",
            "<f1><f5><f6><f10><f11><f12><f13><f15><f20>",
        ),
        (
            b"\x1b[1;5A\x1b[1;2D\x1b[1;3C\x1b[3;5~\x1b[1;2P\x1b[1;6F",
            "<c-up><s-left><a-right><c-del><s-f1><c-s-end>",
        ),
        (b"\x1b[Z", "<s-tab>"),
        (b"\x1b[[A\x1b[[E", "<f1><f5>"),
        (
            b"\x1b[a\x1bOa\x1b[3^\x1b[3@",
            "<s-up><c-up><c-del><c-s-del>",
        ),
        (b"\x1bOj\x1bOp\x1bOX", "*0="),
        (
            b"\x1b[97u\x1b[97;5u\x1b[97;2u\x1b[13u\x1b[9;2u\x1b[27u",
            "a<c-a>A<enter><s-tab><esc>",
        ),
        (b"\x1b[97;1:1u\x1b[97;1:2u\x1b[97;1:3u\x1b[1;1:3A", "aa"),
        (b"\x1b[97:65;2u", "A"),
        (b"\x1b[57399u\x1b[55296u\x1b[99999999999u", ""),
        (b"\x1b[27;5;105~\x1b[27;2;13~", "<c-i><s-enter>"),
    ];
    for (bytes, expected) in table {
        assert_eq!(
            script(&decode(bytes)),
            *expected,
            "{}",
            bytes.escape_ascii()
        );
    }
}

#[test]
fn drops_what_it_does_not_know_without_typing_its_tail() {
    let table: &[(&[u8], &str)] = &[
        (b"\x1b[?1;2cq", "q"),
        (b"\x1b[24;80Xq", "q"),
        (b"\x1b[?2026;2$yq", "q"),
        (b"\x1b]11;rgb:0000/0000/0000\x1b\\q", "q"),
        (b"\x1b]11;rgb:0000/0000/0000\x07q", "q"),
        (b"\x1bP1$r0m\x1b\\q", "q"),
        (b"\x1b_Gi=31;OK\x1b\\q", "q"),
        (b"\x1b]52;c;\x1b[A", "<up>"),
        (b"\x1b[12\x1b[A", "<up>"),
        (b"\x1b[1;2", ""),
        (b"\x1b[200", ""),
        (b"\x1b[201~q", "q"),
        (b"\x1b[3\x07q", "<c-g>q"),
        (b"\xff\xfeq\xc3(\xc2\x9bq\xe2\x82", "q(q"),
    ];
    for (bytes, expected) in table {
        assert_eq!(
            script(&decode(bytes)),
            *expected,
            "{}",
            bytes.escape_ascii()
        );
    }
}

#[test]
fn reads_the_mouse_in_three_encodings() {
    let at = |kind, column, row| Mouse {
        kind,
        column,
        row,
        ctrl: false,
        alt: false,
        shift: false,
    };
    let table: &[(&[u8], Mouse)] = &[
        (b"\x1b[<0;1;1M", at(MouseKind::Down(Button::Left), 0, 0)),
        (
            b"\x1b[<2;300;200m",
            at(MouseKind::Up(Button::Right), 299, 199),
        ),
        (b"\x1b[<33;5;6M", at(MouseKind::Drag(Button::Middle), 4, 5)),
        (b"\x1b[<64;5;6M", at(MouseKind::ScrollUp, 4, 5)),
        (b"\x1b[<65;5;6M", at(MouseKind::ScrollDown, 4, 5)),
        (b"\x1b[<66;5;6M", at(MouseKind::ScrollLeft, 4, 5)),
        (b"\x1b[<67;5;6M", at(MouseKind::ScrollRight, 4, 5)),
        (
            b"\x1b[<0;0;999999999M",
            at(MouseKind::Down(Button::Left), 0, u16::MAX),
        ),
        (b"\x1b[M !\"", at(MouseKind::Down(Button::Left), 0, 1)),
        (b"\x1b[M#!!", at(MouseKind::Up(Button::Left), 0, 0)),
        (b"\x1b[32;7;8M", at(MouseKind::Down(Button::Left), 6, 7)),
    ];
    for (bytes, mouse) in table {
        assert_eq!(
            decode(bytes),
            [Input::Mouse(*mouse)],
            "{}",
            bytes.escape_ascii()
        );
    }
    let held = Mouse {
        ctrl: true,
        alt: true,
        shift: true,
        ..at(MouseKind::ScrollUp, 0, 0)
    };
    assert_eq!(decode(b"\x1b[<92;1;1M"), [Input::Mouse(held)]);
    for unknown in [
        "\u{1b}[<35;1;1M",
        "\u{1b}[<128;1;1M",
        "\u{1b}[<0;1M",
        "\u{1b}[<0;1;1;1M",
        "\u{1b}[<;1;1M",
    ] {
        assert_eq!(decode(unknown.as_bytes()), [], "{unknown:?}");
    }
}

#[test]
fn tells_focus() {
    assert_eq!(
        decode(b"\x1b[I\x1b[O"),
        [Input::FocusGained, Input::FocusLost]
    );
}

#[test]
fn keeps_a_paste_as_it_is_and_never_types_it() {
    let pasted = "q\r\u{1b}[A\u{1b}\u{7}\u{1b}[20é";
    let bytes = format!("a\u{1b}[200~{pasted}\u{1b}[201~b");
    let expected = [
        Key::char('a').into(),
        Input::Paste(pasted.to_owned()),
        Key::char('b').into(),
    ];
    assert_eq!(decode(bytes.as_bytes()), expected);
}

#[test]
fn cuts_a_long_paste_and_ends_one_that_never_ends() {
    let mut decoder = Decoder::new(4);
    assert_eq!(decoder.feed(b"\x1b[200~123"), []);
    assert_eq!(
        decoder.feed(b"456789\x1b[201~q"),
        [Input::Paste("1234".to_owned()), Key::char('q').into()]
    );
    assert_eq!(decoder.feed(b"\x1b[200~"), []);
    for _ in 0..1000 {
        assert_eq!(decoder.feed(&[b'x'; 1000]), []);
        assert!(decoder.pending.capacity() < 10_000);
    }
    assert_eq!(decoder.patience(), Some(PASTE_PATIENCE));
    assert_eq!(decoder.give_up(), [Input::Paste("xxxx".to_owned())]);
    assert_eq!(decoder.feed(b"q"), [Key::char('q').into()]);
}

#[test]
fn bounds_sequences_and_strings_that_never_end() {
    for introducer in [b"\x1b[".as_slice(), b"\x1b]", b"\x1bP"] {
        let mut decoder = Decoder::new(10);
        decoder.feed(introducer);
        let mut typed = 0;
        for _ in 0..200 {
            typed += decoder.feed(&[b'1'; 1000]).len();
            assert!(decoder.pending.len() <= 1100, "{}", decoder.pending.len());
        }
        assert!(typed > 0, "after the bound the person can type again");
    }
}

#[test]
fn waits_for_the_rest_of_a_split_sequence() {
    let mut decoder = Decoder::new(10);
    assert_eq!(decoder.feed(b"\x1b"), []);
    assert_eq!(decoder.patience(), Some(ESCAPE_PATIENCE));
    assert_eq!(decoder.feed(b"["), []);
    assert_eq!(decoder.feed(b"A"), [Key::new(KeyCode::Up).into()]);
    assert_eq!(decoder.patience(), None);
}

/// Pieces that streams are made of, whole and torn.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        "\\PC{0,3}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            b"\x1b[A".to_vec(),
            b"\x1b[1;5D".to_vec(),
            b"\x1b[<0;10;20M".to_vec(),
            b"\x1b[M !!".to_vec(),
            b"\x1b[200~".to_vec(),
            b"\x1b[201~".to_vec(),
            b"\x1b]0;x".to_vec(),
            b"\x1bP".to_vec(),
            b"\x1b\\".to_vec(),
            b"\x07".to_vec(),
            b"\x1b".to_vec(),
            b"\x1bO".to_vec(),
            b"\x1b[".to_vec(),
            b"\x1b[[".to_vec(),
            [b"\x1b[".as_slice(), &[b'1'; 70]].concat(),
            [b"\x1b]".as_slice(), &[b'x'; LONGEST_STRING]].concat(),
        ]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn reads_the_same_however_a_stream_is_split(
        pieces in prop::collection::vec(piece(), 0..12),
        cuts in prop::collection::vec(1..5_usize, 0..80),
    ) {
        let stream = pieces.concat();
        let mut whole = Decoder::new(8);
        let mut expected = whole.feed(&stream);
        expected.extend(whole.give_up());
        let mut split = Decoder::new(8);
        let (mut rest, mut inputs) = (stream.as_slice(), Vec::new());
        for cut in cuts {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            inputs.extend(split.feed(now));
            rest = later;
        }
        inputs.extend(split.feed(rest));
        inputs.extend(split.give_up());
        prop_assert_eq!(inputs, expected, "{}", stream.escape_ascii());
    }

    #[test]
    fn types_no_control_character_and_only_normal_keys(bytes in prop::collection::vec(piece(), 0..12)) {
        for input in decode(&bytes.concat()) {
            if let Input::Key(key) = input {
                prop_assert_eq!(key, key.normal());
                prop_assert!(!matches!(key.code, KeyCode::Char(c) if c.is_control()));
                prop_assert_eq!(key.to_string().parse(), Ok(key));
            }
        }
    }
}
