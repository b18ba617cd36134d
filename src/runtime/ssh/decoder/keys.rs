//! The keys of xterm and its kin, rxvt, the Linux console, `PuTTY` and the kitty protocol.

use crate::app::key::{Key, KeyCode};

/// What is held, as a number: 1 and the sum of 1 for Shift, 2 for Alt, 4 for Ctrl. Nothing here cares about the rest.
const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
/// How the kitty protocol tells that a key came up.
const RELEASED: u32 = 3;

/// Reads an ASCII byte other than Escape, after an Escape if `alt`.
pub(super) fn from_ascii(byte: u8, alt: bool) -> Option<Key> {
    let held = if alt { ALT } else { 0 };
    let (code, held) = match byte {
        b'\r' => (KeyCode::Enter, held),
        b'\t' => (KeyCode::Tab, held),
        0x7f => (KeyCode::Backspace, held),
        0 => (KeyCode::Char(' '), held | CTRL),
        // Ctrl leaves of a letter its place in the alphabet.
        0x01..=0x1a => (KeyCode::Char(char::from(byte | 0x60)), held | CTRL),
        // The keys that do the same on the keyboards of DEC, as crossterm tells them.
        0x1c..=0x1f => (KeyCode::Char(char::from(byte - 0x1c + b'4')), held | CTRL),
        _ => (KeyCode::Char(char::from(byte)), held),
    };
    pressed(code, held)
}

/// Reads a character, after an Escape if `alt`.
pub(super) fn from_char(c: char, alt: bool) -> Option<Key> {
    pressed(KeyCode::Char(c), if alt { ALT } else { 0 })
}

/// Reads what stands behind `ESC [ [`: F1 to F5 of the Linux console.
pub(super) fn from_linux(last: u8) -> Option<Key> {
    matches!(last, b'A'..=b'E').then(|| Key::new(KeyCode::F(last - b'A' + 1)))
}

/// Reads `ESC O last`, in some terminals with the number of what is held before the last byte.
pub(super) fn from_ss3(parameters: &[u8], last: u8) -> Option<Key> {
    let (code, more) = match last {
        b'A'..=b'D' => (arrow(last), 0),
        b'a'..=b'd' => (arrow(last), CTRL),
        b'F' => (KeyCode::End, 0),
        b'H' => (KeyCode::Home, 0),
        // The number pad where it sends other bytes than the keys that look the same: each has 64 more than its sign.
        b'I' => (KeyCode::Tab, 0),
        b'M' => (KeyCode::Enter, 0),
        b'j'..=b'y' => (KeyCode::Char(char::from(last - 64)), 0),
        // As in VT100: F1 to F4. PuTTY can go on to F12.
        b'P'..=b'[' => (KeyCode::F(last - b'P' + 1), 0),
        _ => return None,
    };
    let (held, _) = held(parameters.rsplit(|byte| *byte == b';').next());
    pressed(code, held | more)
}

/// Reads `ESC [ parameters last`. Parameters with a mark in front (`?`, `>`, `=`) are replies, never keys.
pub(super) fn from_csi(parameters: &[u8], last: u8) -> Option<Key> {
    if !parameters.iter().all(|byte| matches!(byte, b'0'..=b';')) {
        return None;
    }
    let mut fields = parameters.split(|byte| *byte == b';');
    let first = fields.next().unwrap_or_default();
    let second = fields.next();
    let (code, more, kept) = match last {
        b'u' => return from_kitty(first, second),
        b'~' if first == b"27" => {
            // What xterm calls other keys: the number of a character behind what is held.
            let (held, _) = held(second);
            return pressed(coded(fields.next().and_then(number)?)?, held);
        }
        b'~' => (numbered(first)?, 0, second),
        b'$' => (numbered(first)?, SHIFT, None),
        b'^' => (numbered(first)?, CTRL, None),
        b'@' => (numbered(first)?, CTRL | SHIFT, None),
        b'a'..=b'd' if parameters.is_empty() => (arrow(last), SHIFT, None),
        // Old terminals leave out the 1 before what is held.
        b'A'..=b'D' => (arrow(last), 0, second.or(Some(first))),
        b'F' => (KeyCode::End, 0, second.or(Some(first))),
        b'H' => (KeyCode::Home, 0, second.or(Some(first))),
        // F3 would be an `R`, which is how terminals tell where the cursor is.
        b'P' | b'Q' | b'S' => (KeyCode::F(last - b'P' + 1), 0, second.or(Some(first))),
        b'Z' => (KeyCode::BackTab, 0, second),
        _ => return None,
    };
    let (held, is_down) = held(kept);
    pressed(code, held | more).filter(|_| is_down)
}

/// Reads the fields of `ESC [ code:shifted:base ; held:kind u`.
fn from_kitty(code: &[u8], kept: Option<&[u8]>) -> Option<Key> {
    let (mut held, is_down) = held(kept);
    let mut codes = code.split(|byte| *byte == b':').map(number);
    let mut code = coded(codes.next()??)?;
    if held & SHIFT != 0
        && let Some(shifted) = codes.next().flatten().and_then(char::from_u32)
    {
        code = KeyCode::Char(shifted);
        held &= !SHIFT;
    }
    pressed(code, held).filter(|_| is_down)
}

/// Returns what is held, and whether the key is down, from a field such as `5` or `5:3`.
fn held(field: Option<&[u8]>) -> (u32, bool) {
    let mut parts = field.unwrap_or_default().split(|byte| *byte == b':').map(number);
    let held = parts.next().flatten().unwrap_or(1).saturating_sub(1);
    (held, parts.next().flatten() != Some(RELEASED))
}

/// Returns the key in the form that everybody compares; nothing if it means nothing here.
fn pressed(code: KeyCode, held: u32) -> Option<Key> {
    let (ctrl, alt, shift) = (held & CTRL != 0, held & ALT != 0, held & SHIFT != 0);
    let key = Key { code, ctrl, alt, shift }.normal();
    match key.code {
        // Some terminals send Ctrl+H, some Delete for the same key; none sends both.
        KeyCode::Char('h') if ctrl => Some(Key::new(KeyCode::Backspace)),
        KeyCode::Char(c) if c.is_control() => None,
        _ => Some(key),
    }
}

/// Returns the arrow key of a last byte, which is a letter from A to D.
const fn arrow(last: u8) -> KeyCode {
    match last {
        b'A' | b'a' => KeyCode::Up,
        b'B' | b'b' => KeyCode::Down,
        b'C' | b'c' => KeyCode::Right,
        _ => KeyCode::Left,
    }
}

/// Returns the key that terminals since the VT220 tell by a number. crossterm counts anew from F13 at 28.
fn numbered(field: &[u8]) -> Option<KeyCode> {
    let n = u8::try_from(number(field)?).ok()?;
    Some(match n {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(n - 10),
        17..=21 => KeyCode::F(n - 11),
        23..=26 => KeyCode::F(n - 12),
        28 | 29 => KeyCode::F(n - 13),
        31..=34 => KeyCode::F(n - 14),
        _ => return None,
    })
}

/// Returns the key that the kitty protocol tells by the number of a character, some of them of its own.
fn coded(code: u32) -> Option<KeyCode> {
    Some(match code {
        8 | 127 => KeyCode::Backspace,
        9 => KeyCode::Tab,
        13 | 57_414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        57_376..=57_398 => KeyCode::F((code - 57_376) as u8 + 13),
        // The number pad.
        57_399..=57_408 => KeyCode::Char(char::from((code - 57_399) as u8 + b'0')),
        57_409 => KeyCode::Char('.'),
        57_410 => KeyCode::Char('/'),
        57_411 => KeyCode::Char('*'),
        57_412 => KeyCode::Char('-'),
        57_413 => KeyCode::Char('+'),
        57_415 => KeyCode::Char('='),
        57_416 => KeyCode::Char(','),
        57_417 => KeyCode::Left,
        57_418 => KeyCode::Right,
        57_419 => KeyCode::Up,
        57_420 => KeyCode::Down,
        57_421 => KeyCode::PageUp,
        57_422 => KeyCode::PageDown,
        57_423 => KeyCode::Home,
        57_424 => KeyCode::End,
        57_425 => KeyCode::Insert,
        57_426 => KeyCode::Delete,
        // Keys without a meaning here: Caps Lock, Play, Shift itself.
        57_344..=63_743 => return None,
        _ => KeyCode::Char(char::from_u32(code)?),
    })
}

/// Reads a number of digits alone; one that is too large is the largest.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let digit = |n: u32, byte: &u8| n.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
    is_number.then(|| digits.iter().fold(0, digit))
}
