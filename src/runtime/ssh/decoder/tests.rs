//! Byte strings of real terminals, and what holds for any bytes.

mod chance;

use super::*;
use crate::app::input::{Button, Mouse, MouseKind};

/// Returns what bytes mean that come in one piece with nothing behind them.
fn decoded(bytes: &[u8]) -> Vec<Decoded> {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    decoder.feed(bytes, &mut out);
    decoder.settle(&mut out);
    out
}

/// Returns the names of keys, one after the other, and other inputs as they are.
fn told(decoded: &[Decoded]) -> String {
    let told = decoded.iter().map(|decoded| match decoded {
        Decoded::Input(Input::Key(key)) => key.to_string(),
        other => format!("{other:?}"),
    });
    told.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(table: &[(&str, &str)]) {
    for (bytes, keys) in table {
        assert_eq!(told(&decoded(bytes.as_bytes())), *keys, "{bytes:?}");
    }
}

#[test]
fn hears_what_is_typed() {
    check(&[
        ("c", "c"),
        ("G", "G"),
        (" ", "<space>"),
        ("<", "<lt>"),
        ("jj", "j j"),
        ("é", "é"),
        ("日本", "日 本"),
        ("🏳️", "🏳 \u{fe0f}"),
        ("\r", "<enter>"),
        ("\n", "<c-j>"),
        ("\t", "<tab>"),
        ("\x7f", "<bs>"),
        ("\x08", "<bs>"),
        ("\0", "<c-space>"),
        ("\x01", "<c-a>"),
        ("\x03", "<c-c>"),
        ("\x04", "<c-d>"),
        ("\x1a", "<c-z>"),
        ("\x1c\x1d\x1e\x1f", "<c-4> <c-5> <c-6> <c-7>"),
        ("\x1b", "<esc>"),
        ("\x1b\x1b", "<esc> <esc>"),
        ("\u{85}\u{9b}x", "x"),
    ]);
}

#[test]
fn hears_alt() {
    check(&[
        ("\x1bx", "<a-x>"),
        ("\x1bG", "<a-G>"),
        ("\x1bé", "<a-é>"),
        ("\x1b\r", "<a-enter>"),
        ("\x1b\x7f", "<a-bs>"),
        ("\x1b\x08", "<bs>"),
        ("\x1b\x04", "<c-a-d>"),
        ("\x1b\0", "<c-a-space>"),
        ("\x1b\\", "<a-\\>"),
        // These look like the start of a sequence, until nothing comes or nothing that could go on with it.
        ("\x1b[", "<a-[>"),
        ("\x1bO", "<a-O>"),
        ("\x1b]", "<a-]>"),
        ("\x1bP", "<a-P>"),
        ("\x1b_", "<a-_>"),
        ("\x1b[\r", "<a-[> <enter>"),
        ("\x1bO\x1b[A", "<a-O> <up>"),
        ("\x1b[\x1b[B", "<a-[> <down>"),
        ("\x1bP\x1b[C", "<a-P> <right>"),
        ("\x1bOé", "<a-O> é"),
        ("\x1b\x1b[A", "<esc> <up>"),
    ]);
}

#[test]
fn hears_keys_in_the_spellings_of_many_terminals() {
    check(&[
        // xterm and its kin, in both modes of the cursor keys.
        ("\x1b[A\x1b[B\x1b[C\x1b[D", "<up> <down> <right> <left>"),
        ("\x1bOA\x1bOB\x1bOC\x1bOD", "<up> <down> <right> <left>"),
        ("\x1b[H\x1b[F\x1bOH\x1bOF", "<home> <end> <home> <end>"),
        ("\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "<home> <end> <home> <end>"),
        ("\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "<ins> <del> <pgup> <pgdn>"),
        ("\x1b[Z", "<s-tab>"),
        ("\x1bOP\x1bOQ\x1bOR\x1bOS", "<f1> <f2> <f3> <f4>"),
        ("\x1b[P\x1b[Q\x1b[S", "<f1> <f2> <f4>"),
        ("\x1b[11~\x1b[12~\x1b[13~\x1b[14~\x1b[15~", "<f1> <f2> <f3> <f4> <f5>"),
        ("\x1b[17~\x1b[18~\x1b[19~\x1b[20~\x1b[21~", "<f6> <f7> <f8> <f9> <f10>"),
        ("\x1b[23~\x1b[24~\x1b[25~\x1b[26~", "<f11> <f12> <f13> <f14>"),
        ("\x1b[28~\x1b[29~\x1b[31~\x1b[34~", "<f15> <f16> <f17> <f20>"),
        // The Linux console, and PuTTY as a VT100.
        ("\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E", "<f1> <f2> <f3> <f4> <f5>"),
        ("\x1bOT\x1bOY\x1bO[", "<f5> <f10> <f12>"),
        // The number pad.
        ("\x1bOM\x1bOI\x1bOj\x1bOk\x1bOn\x1bOp\x1bOy", "<enter> <tab> * + . 0 9"),
        // What is held.
        ("\x1b[1;2A\x1b[1;3B\x1b[1;5C", "<s-up> <a-down> <c-right>"),
        ("\x1b[1;8D\x1b[1;5H\x1b[1;2F", "<c-a-s-left> <c-home> <s-end>"),
        ("\x1b[3;5~\x1b[6;2~\x1b[15;5~", "<c-del> <s-pgdn> <c-f5>"),
        ("\x1b[1;2P\x1b[1;5S", "<s-f1> <c-f4>"),
        ("\x1b[5A\x1b[;5A\x1bO5A\x1bO1;2P", "<c-up> <c-up> <c-up> <s-f1>"),
        ("\x1b[1;5Z", "<c-s-tab>"),
        // rxvt.
        ("\x1b[a\x1b[b\x1b[c\x1b[d", "<s-up> <s-down> <s-right> <s-left>"),
        ("\x1bOa\x1bOb\x1bOc\x1bOd", "<c-up> <c-down> <c-right> <c-left>"),
        ("\x1b[3$\x1b[3^\x1b[3@", "<s-del> <c-del> <c-s-del>"),
        ("\x1b[7$y", "<s-home> y"),
        // What xterm calls other keys.
        ("\x1b[27;5;105~\x1b[27;2;9~\x1b[27;5;13~", "<c-i> <s-tab> <c-enter>"),
    ]);
}

#[test]
fn hears_the_kitty_protocol() {
    check(&[
        ("\x1b[97u", "a"),
        ("\x1b[97;5u", "<c-a>"),
        ("\x1b[97;2u", "A"),
        ("\x1b[50:34;2u", "\""),
        ("\x1b[104;5u", "<bs>"),
        ("\x1b[27u\x1b[13u\x1b[9u\x1b[127u", "<esc> <enter> <tab> <bs>"),
        ("\x1b[9;2u", "<s-tab>"),
        ("\x1b[57399u\x1b[57414u\x1b[57424u", "0 <enter> <end>"),
        ("\x1b[57376u\x1b[57398u", "<f13> <f35>"),
        // Pressed, repeated, released.
        ("\x1b[106;1:1u\x1b[106;1:2u\x1b[106;1:3u", "j j"),
        ("\x1b[1;1:2A\x1b[1;1:3A\x1b[3;1:3~", "<up>"),
        // Caps Lock and Num Lock are nobody's business.
        ("\x1b[97;193u\x1b[1;129A", "a <up>"),
        // With a text behind it.
        ("\x1b[97;;229u", "a"),
        // Caps Lock, Play, Shift; what is no character.
        ("\x1b[57358u\x1b[57428u\x1b[57441;2u\x1b[1114112u\x1b[1u\x1b[u\x1b[;5u", ""),
    ]);
}

#[test]
fn types_nothing_of_what_a_terminal_replies_or_nobody_knows() {
    for reply in [
        "\x1b[?64;1;2;6;9;15;18;21;22c",
        "\x1b[>41;354;0c",
        "\x1b[=0c",
        "\x1b[24;80R",
        "\x1b[?1;1R",
        "\x1b[?2026;2$y",
        "\x1b[4;2$y",
        "\x1b[0n",
        "\x1b[?997;1n",
        "\x1b[?1u",
        "\x1b[48;24;80;480;800t",
        "\x1b[8;24;80t",
        "\x1bP>|kitty(0.35.2)\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1bP!|00000000\x1b\\",
        "\x1b]11;?\x07",
        "\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
        "\x1b]52;c;w6k=\x1b\\",
        "\x1b]lA title, é\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b^private\x1b\\",
        "\x1bXstart\x1b\\",
        "\x1b[E",
        "\x1b[1;2;3m",
        "\x1b[99~",
        "\x1b[201~",
        "\x1b[1;5!p",
        "\x1b[[Z",
        "\x1bO@",
    ] {
        assert_eq!(told(&decoded(reply.as_bytes())), "", "{reply:?}");
        let typed = format!("a{reply}b");
        assert_eq!(told(&decoded(typed.as_bytes())), "a b", "{reply:?}");
    }
    let long = format!("\x1b[?{}c\x1bP{}\x1b\\q", "1;".repeat(500), "x".repeat(3000));
    assert_eq!(told(&decoded(long.as_bytes())), "q");
}

#[test]
fn hears_the_colour_of_the_ground() {
    for (reply, background) in [
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", Background::Light),
        ("\x1b]11;rgb:1c1c/1c1c/1c1c\x07", Background::Dark),
    ] {
        assert_eq!(decoded(reply.as_bytes()), [Decoded::Background(background)]);
    }
    // The same words in another string are not a reply.
    assert_eq!(decoded(b"\x1bP11;rgb:ffff/ffff/ffff\x1b\\"), []);
}

#[test]
fn drops_the_rest_of_a_torn_sequence_and_nothing_behind_it() {
    check(&[
        ("\x1b[1;5", ""),
        ("\x1b[1;5\x1b[A", "<up>"),
        ("\x1b[1;5\rj", "<enter> j"),
        ("\x1b[1;5\x7f", "<bs>"),
        ("\x1b[1;5é", "é"),
        ("\x1bO1;", ""),
        ("\x1b[[\x03", "<c-c>"),
        ("\x1b]11;rgb:ff\x1b[A", "<up>"),
        ("\x1b]11;rgb:ff\x18x", "<c-x> x"),
        ("\x1bPabc\x1b", ""),
        ("\x1b[M !\x1b[A", "<up>"),
        ("\x1b[M", ""),
    ]);
    let bytes = |bytes: &[u8]| told(&decoded(bytes));
    assert_eq!(bytes(b"\xffa\xc3b\xe2\x82c\xf0\x9f\x8fd\xc0\x80e"), "a b c d e");
    assert_eq!(bytes(b"\xe2\x82\x1b[A"), "<up>");
    assert_eq!(bytes(b"\x1b\xc3x"), "x");
    assert_eq!(bytes(b"\xe2\x82"), "");
}

fn mouse(kind: MouseKind, column: u16, row: u16) -> Mouse {
    Mouse { kind, column, row, ctrl: false, alt: false, shift: false }
}

#[test]
fn hears_the_mouse() {
    let left = |kind: fn(Button) -> MouseKind| kind(Button::Left);
    let table: [(&[u8], Option<Mouse>); 23] = [
        (b"\x1b[<0;20;10M", Some(mouse(left(MouseKind::Down), 19, 9))),
        (b"\x1b[<0;20;10m", Some(mouse(left(MouseKind::Up), 19, 9))),
        (b"\x1b[<1;1;1M", Some(mouse(MouseKind::Down(Button::Middle), 0, 0))),
        (b"\x1b[<2;1;1m", Some(mouse(MouseKind::Up(Button::Right), 0, 0))),
        (b"\x1b[<32;5;6M", Some(mouse(left(MouseKind::Drag), 4, 5))),
        (b"\x1b[<64;5;6M", Some(mouse(MouseKind::ScrollUp, 4, 5))),
        (b"\x1b[<65;5;6M", Some(mouse(MouseKind::ScrollDown, 4, 5))),
        (b"\x1b[<66;5;6M", Some(mouse(MouseKind::ScrollLeft, 4, 5))),
        (b"\x1b[<67;5;6M", Some(mouse(MouseKind::ScrollRight, 4, 5))),
        (b"\x1b[<80;5;6M", Some(Mouse { ctrl: true, ..mouse(MouseKind::ScrollUp, 4, 5) })),
        (b"\x1b[<12;5;6M", {
            Some(Mouse { alt: true, shift: true, ..mouse(left(MouseKind::Down), 4, 5) })
        }),
        // It moves with no button down; a fourth button; no report.
        (b"\x1b[<35;5;6M", None),
        (b"\x1b[<128;5;6M", None),
        (b"\x1b[<256;5;6M", None),
        (b"\x1b[<0;5M", None),
        (b"\x1b[<0;-5;3M", None),
        // Places that no screen has.
        (b"\x1b[<0;0;0M", Some(mouse(left(MouseKind::Down), 0, 0))),
        (b"\x1b[<0;65536;65537M", Some(mouse(left(MouseKind::Down), u16::MAX, u16::MAX))),
        (b"\x1b[<0;99999999999999999999;1M", Some(mouse(left(MouseKind::Down), u16::MAX, 0))),
        // The way of rxvt, and the oldest.
        (b"\x1b[32;20;10M", Some(mouse(left(MouseKind::Down), 19, 9))),
        (b"\x1b[M !!", Some(mouse(left(MouseKind::Down), 0, 0))),
        (b"\x1b[M#\xff\x20", Some(mouse(left(MouseKind::Up), 222, 0))),
        (b"\x1b[MC!!", None),
    ];
    for (bytes, mouse) in table {
        let expected: Vec<_> =
            mouse.map(|mouse| Decoded::Input(mouse.into())).into_iter().collect();
        assert_eq!(decoded(bytes), expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn hears_which_window_gets_the_keys() {
    let focus = decoded(b"\x1b[I\x1b[O");
    assert_eq!(focus, [Input::FocusGained, Input::FocusLost].map(Decoded::Input));
}

#[test]
fn waits_while_something_may_go_on() {
    let mut decoder = Decoder::default();
    for (bytes, is_waiting) in [
        ("j", false),
        ("\x1b", true),
        ("[", true),
        ("1;5", true),
        ("A", false),
        ("\u{1b}]11;", true),
        ("\x07", false),
        ("\x1b[200~", false),
        ("text", true),
        ("\x1b[201~", false),
    ] {
        decoder.feed(bytes.as_bytes(), &mut Vec::new());
        assert_eq!(decoder.is_waiting(), is_waiting, "{bytes:?}");
    }
    decoder.feed(b"\xc3", &mut Vec::new());
    assert!(decoder.is_waiting());
    decoder.settle(&mut Vec::new());
    assert!(!decoder.is_waiting());
}

fn paste(text: &str) -> Decoded {
    Decoded::Input(Input::Paste(text.to_owned()))
}

#[test]
fn hears_a_paste() {
    for (text, pasted) in [
        ("", ""),
        ("two\r\nlines\tand é", "two\r\nlines\tand é"),
        ("\x1b[A\x1b[200~\x1b[201", "\x1b[A\x1b[200~\x1b[201"),
        ("\x1b\x1b[20\x1b[2", "\x1b\x1b[20\x1b[2"),
    ] {
        let bytes = format!("a\x1b[200~{text}\x1b[201~b");
        let (a, b) = (Decoded::Input(Key::char('a').into()), Decoded::Input(Key::char('b').into()));
        assert_eq!(decoded(bytes.as_bytes()), [a, paste(pasted), b]);
    }
    assert_eq!(decoded(b"\x1b[200~\xff!\x1b[201~"), [paste("\u{fffd}!")]);
}

#[test]
fn keeps_the_beginning_of_a_long_paste_and_all_keys_behind_it() {
    let begins = "x".repeat(4095);
    for (rest, kept) in [("yz".repeat(50_000), "y"), ("é".repeat(9), ""), (String::new(), "")] {
        let bytes = format!("\x1b[200~{begins}{rest}\x1b[201~q");
        let expected = [paste(&format!("{begins}{kept}")), Decoded::Input(Key::char('q').into())];
        assert!(decoded(bytes.as_bytes()) == expected, "{} more bytes", rest.len());
    }
}

#[test]
fn goes_on_with_a_paste_that_comes_in_pieces_and_not_with_keys() {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    decoder.feed(b"\x1b[200~", &mut out);
    for _ in 0..20 {
        decoder.feed(b"pieces of text ", &mut out);
        decoder.settle(&mut out);
        assert!(!decoder.is_waiting(), "a pause is told once");
        decoder.settle(&mut out);
    }
    assert_eq!(out, []);
    for key in ["j", "\x1b[1;5A", "q"] {
        assert_eq!(out, [], "before {key:?}");
        decoder.feed(key.as_bytes(), &mut out);
        decoder.settle(&mut out);
        decoder.settle(&mut out);
    }
    assert_eq!(out, [paste(&format!("{}j\x1b[1;5Aq", "pieces of text ".repeat(20)))]);
    decoder.feed(b"q", &mut out);
    assert_eq!(out[1..], [Decoded::Input(Key::char('q').into())]);
}

#[test]
fn is_small_and_can_go_to_another_thread() {
    fn is_send<T: Send + 'static>(_: &T) {}
    is_send(&Decoder::default());
    assert!(size_of::<Decoder>() <= 160, "{}", size_of::<Decoder>());
}
