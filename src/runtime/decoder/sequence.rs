//! What single control characters and whole sequences mean.
//!
//! Facts from xterm's "Control Sequences", the rxvt and Linux console manuals and the kitty keyboard protocol.
//! Nothing here waits or keeps anything.

use crate::app::{
    input::{Button, Input, Mouse, MouseKind},
    key::{Key, KeyCode},
};

/// Returns the key of a byte below 0x80.
pub(super) fn control_character(byte: u8) -> Key {
    match byte {
        0 => Key::char(' ').with_ctrl(),
        // Some terminals send Ctrl+H, some Delete for the same key; none sends both.
        0x08 | 0x7f => Key::new(KeyCode::Backspace),
        b'\t' => Key::new(KeyCode::Tab),
        b'\n' | b'\r' => Key::new(KeyCode::Enter),
        0x1b => Key::new(KeyCode::Esc),
        // Ctrl takes the two upper bits from the character that it is pressed with.
        1..0x20 => Key::char(char::from(byte | 0x40)).with_ctrl(),
        _ => Key::char(char::from(byte)),
    }
}

/// Returns the key of `ESC O byte`, as in application mode and for F1 to F4.
pub(super) fn single_shift(byte: u8) -> Option<Input> {
    let key = match byte {
        b'M' => Key::new(KeyCode::Enter),
        b'I' => Key::new(KeyCode::Tab),
        b'a'..=b'd' => Key::new(letter(byte.to_ascii_uppercase())?).with_ctrl(),
        // The number pad in application mode.
        b'j'..=b'y' => Key::char(char::from(byte - 0x40)),
        b'X' => Key::char('='),
        _ => Key::new(letter(byte)?),
    };
    Some(key.into())
}

/// Returns the key of `ESC [ [ byte`.
pub(super) fn console(byte: u8) -> Option<Input> {
    (b'A'..=b'E')
        .contains(&byte)
        .then(|| Key::new(KeyCode::F(byte - b'A' + 1)).into())
}

/// Returns what `ESC [ body last` means.
pub(super) fn control(body: &[u8], last: u8) -> Option<Input> {
    if let [b'<', report @ ..] = body {
        let [code, column, row] = three_numbers(report)?;
        return mouse(code, column, row, last == b'm').filter(|_| matches!(last, b'm' | b'M'));
    }
    let parameters = Parameters::read(body)?;
    let code = match last {
        b'I' if body.is_empty() => return Some(Input::FocusGained),
        b'O' if body.is_empty() => return Some(Input::FocusLost),
        b'M' => {
            // The mouse of rxvt: like the old one, in decimal.
            let [code, column, row] = three_numbers(body)?;
            return mouse(code.checked_sub(32)?, column, row, false);
        }
        b'Z' => KeyCode::BackTab,
        b'a'..=b'd' => {
            return Some(
                Key::new(letter(last.to_ascii_uppercase())?)
                    .with_shift()
                    .into(),
            );
        }
        b'~' if parameters.first == 27 => character(parameters.third)?,
        b'~' | b'^' | b'@' => numbered(parameters.first)?,
        b'u' => character(parameters.first)?,
        _ => letter(last)?,
    };
    if parameters.released {
        return None;
    }
    let held = parameters.held | if matches!(last, b'^' | b'@') { CTRL } else { 0 };
    let held = held | if last == b'@' { SHIFT } else { 0 };
    let key = Key {
        code,
        ctrl: held & CTRL != 0,
        alt: held & ALT != 0,
        shift: held & SHIFT != 0,
    };
    Some(key.normal().into())
}

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;

/// The numbers of a key's sequence.
struct Parameters {
    first: u32,
    third: u32,
    /// What was held, one bit each.
    held: u32,
    /// Whether the key came up (the kitty protocol can tell).
    released: bool,
}

impl Parameters {
    /// Reads `first:...;held:type;third`, each of which may be absent.
    fn read(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        if !text
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b';' || b == b':')
        {
            return None;
        }
        let mut fields = text.split(';').map(|field| {
            let mut parts = field.split(':').map(|part| part.parse::<u32>().ok());
            (parts.next().flatten(), parts.next().flatten())
        });
        let (first, _) = fields.next().unwrap_or_default();
        let (held, kind) = fields.next().unwrap_or_default();
        let (third, _) = fields.next().unwrap_or_default();
        Some(Self {
            first: first.unwrap_or(1),
            third: third.unwrap_or(0),
            held: held.unwrap_or(1).saturating_sub(1),
            released: kind == Some(3),
        })
    }
}

/// Reads exactly three numbers.
fn three_numbers(body: &[u8]) -> Option<[u32; 3]> {
    let mut fields = std::str::from_utf8(body)
        .ok()?
        .split(';')
        .map(|field| field.parse().ok());
    let numbers = [fields.next()??, fields.next()??, fields.next()??];
    fields.next().is_none().then_some(numbers)
}

/// Returns the key of a final letter.
fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// Returns the key of a number before `~`.
fn numbered(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // The numbers of the function keys have gaps where the VT220's keyboard had them.
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23..=26 => KeyCode::F(number as u8 - 12),
        28..=29 => KeyCode::F(number as u8 - 13),
        31..=34 => KeyCode::F(number as u8 - 14),
        _ => return None,
    })
}

/// Returns the key of a code point, as the kitty protocol and modifyOtherKeys tell it.
fn character(code: u32) -> Option<KeyCode> {
    Some(match code {
        8 | 127 => KeyCode::Backspace,
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        // Beyond it is where the kitty protocol keeps keys that have no character.
        57344..=63743 => return None,
        _ => KeyCode::Char(char::from_u32(code).filter(|c| !c.is_control())?),
    })
}

/// Returns what `ESC [ M` with three bytes means; each is moved up by 32.
pub(super) fn old_mouse([code, column, row]: [u8; 3]) -> Option<Input> {
    let number = |byte: u8| u32::from(byte).checked_sub(32);
    mouse(number(code)?, number(column)?, number(row)?, false)
}

/// Returns what a mouse report means; coordinates count from 1.
fn mouse(code: u32, column: u32, row: u32, released: bool) -> Option<Input> {
    let (moved, wheel) = (code & 32 != 0, code & 64 != 0);
    let button = match code & 3 {
        0 => Some(Button::Left),
        1 => Some(Button::Middle),
        2 => Some(Button::Right),
        _ => None,
    };
    let kind = match (wheel, code & 3, button) {
        _ if code & !0x7f != 0 => return None,
        (true, ..) if released || moved => return None,
        (true, 0, _) => MouseKind::ScrollUp,
        (true, 1, _) => MouseKind::ScrollDown,
        (true, 2, _) => MouseKind::ScrollLeft,
        (true, ..) => MouseKind::ScrollRight,
        (false, _, Some(button)) if released => MouseKind::Up(button),
        (false, _, Some(button)) if moved => MouseKind::Drag(button),
        (false, _, Some(button)) => MouseKind::Down(button),
        // The old encoding does not tell which button came up; it is the main one nearly always.
        (false, _, None) if !moved => MouseKind::Up(Button::Left),
        (false, _, None) => return None,
    };
    let cell = |n: u32| u16::try_from(n.saturating_sub(1)).unwrap_or(u16::MAX);
    Some(Input::Mouse(Mouse {
        kind,
        column: cell(column),
        row: cell(row),
        ctrl: code & 16 != 0,
        alt: code & 8 != 0,
        shift: code & 4 != 0,
    }))
}
