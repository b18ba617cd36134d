//! Reports of the mouse, in the three ways in which terminals write them.

use super::keys::number;
use crate::app::input::{Button, Mouse, MouseKind};

/// Reads `ESC [ < code ; column ; row M`, with `m` where a button comes up, and rxvt's way, which is without `<`
/// and has 32 more in its code.
pub(super) fn from_csi(parameters: &[u8], last: u8) -> Option<Mouse> {
    let (parameters, offset) = match parameters.strip_prefix(b"<") {
        Some(parameters) => (parameters, 0),
        None if last == b'M' => (parameters, 32),
        None => return None,
    };
    let mut fields = parameters.split(|byte| *byte == b';').map(number);
    let code = fields.next()??.checked_sub(offset)?;
    let mouse = mouse(u8::try_from(code).ok()?, fields.next()??, fields.next()??)?;
    match mouse.kind {
        MouseKind::Down(button) if last == b'm' => {
            Some(Mouse { kind: MouseKind::Up(button), ..mouse })
        }
        _ => Some(mouse),
    }
}

/// Reads the oldest way: each number is a byte, 32 more than it says.
pub(super) fn from_bytes([code, column, row]: [u8; 3]) -> Option<Mouse> {
    let plain = |byte: u8| u32::from(byte.saturating_sub(32));
    mouse(code.checked_sub(32)?, plain(column), plain(row))
}

/// Puts a report together. The places are counted from 1.
///
/// The code is a number of 4 bits (bits 0, 1, 6 and 7), with what is held in bits 2 to 4 and a movement in bit 5.
fn mouse(code: u8, column: u32, row: u32) -> Option<Mouse> {
    let moves = code & 0x20 != 0;
    let kind = match (code & 0x03 | (code & 0xc0) >> 4, moves) {
        (0, false) => MouseKind::Down(Button::Left),
        (1, false) => MouseKind::Down(Button::Middle),
        (2, false) => MouseKind::Down(Button::Right),
        // The older ways do not say which button came up.
        (3, false) => MouseKind::Up(Button::Left),
        (0, true) => MouseKind::Drag(Button::Left),
        (1, true) => MouseKind::Drag(Button::Middle),
        (2, true) => MouseKind::Drag(Button::Right),
        (4, false) => MouseKind::ScrollUp,
        (5, false) => MouseKind::ScrollDown,
        (6, false) => MouseKind::ScrollLeft,
        (7, false) => MouseKind::ScrollRight,
        // It moved with no button down, or has a button that is nothing here.
        _ => return None,
    };
    let place = |n: u32| u16::try_from(n.saturating_sub(1)).unwrap_or(u16::MAX);
    Some(Mouse {
        kind,
        column: place(column),
        row: place(row),
        shift: code & 0x04 != 0,
        alt: code & 0x08 != 0,
        ctrl: code & 0x10 != 0,
    })
}
