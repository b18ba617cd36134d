//! The byte strings that switch a terminal's modes, the same for every host.
//!
//! Constants, so that a signal handler can write them without thinking. What [`ENTER`] and [`MOUSE_ON`] switch
//! on, [`LEAVE`] switches off: a test says so.

use crate::domain::Clean;

/// Takes the terminal: alternate screen, no cursor, pastes marked as such, focus told.
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1004h";

/// Asks for clicks, drags and the wheel, with coordinates of any size.
pub const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// Gives the mouse back to the terminal, so that it selects text.
pub const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Gives the terminal back as it was, from whatever state: it may be written in the middle of a frame.
///
/// It starts with the end of a control string, which does nothing unless one was cut off.
pub const LEAVE: &[u8] =
    b"\x1b\\\x1b[?2026l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?1004l\x1b[?2004l\
    \x1b[0m\x1b[?25h\x1b[?1049l";

/// Ends a link (OSC 8) in the middle of which a frame was cut off. It goes in front of [`LEAVE`] where links are sent.
pub const LEAVE_LINK: &[u8] = b"\x1b\\\x1b]8;;\x1b\\";

/// Tells the terminal to hold its picture until the frame is whole.
pub const FRAME_BEGINS: &[u8] = b"\x1b[?2026h";

/// Tells the terminal to show the frame.
pub const FRAME_ENDS: &[u8] = b"\x1b[?2026l";

/// Returns the sequence (OSC 52) that puts a text on the clipboard of the person's own terminal.
///
/// It is for a text that the person has just asked for, never for one that data asks to copy. Terminals ignore one
/// that is longer than [`crate::app::effect::MOST_COPIED`]; who asks looks at that first.
#[must_use]
pub fn copy(lines: &[Clean]) -> Vec<u8> {
    let text = lines.join("\n");
    let mut bytes = b"\x1b]52;c;".to_vec();
    bytes.extend_from_slice(&base64(text.as_bytes()));
    bytes.extend_from_slice(b"\x1b\\");
    bytes
}

/// Encodes bytes as base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * n) & 63) as usize];
            encoded.push(if n <= group.len() { digit } else { b'=' });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::effect::MOST_COPIED;

    /// Returns the private modes that a byte string switches to `last`, which is `h` or `l`.
    fn modes(bytes: &[u8], last: char) -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let mut modes: Vec<String> = text
            .split("\x1b[?")
            .skip(1)
            .filter_map(|part| {
                let end = part.find(|c: char| !c.is_ascii_digit())?;
                part[end..].starts_with(last).then(|| part[..end].to_owned())
            })
            .collect();
        modes.sort();
        modes
    }

    #[test]
    fn leaving_undoes_all_that_entering_does() {
        let mut on = modes(&[ENTER, MOUSE_ON, FRAME_BEGINS].concat(), 'h');
        let mut off = modes(LEAVE, 'l');
        // The cursor is hidden on entering, so its mode goes the other way.
        assert_eq!(modes(ENTER, 'l'), ["25"]);
        assert_eq!(modes(LEAVE, 'h'), ["25"]);
        on.sort();
        off.sort();
        assert_eq!(on, off);
        assert_eq!(modes(MOUSE_ON, 'h'), modes(MOUSE_OFF, 'l'));
        assert_eq!(modes(FRAME_BEGINS, 'h'), modes(FRAME_ENDS, 'l'));
    }

    #[test]
    fn encodes_base64_as_the_standard_says() {
        let table =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (plain, encoded) in table {
            assert_eq!(String::from_utf8(base64(plain.as_bytes())).unwrap(), encoded);
        }
        assert_eq!(base64(&[0xff, 0xef, 0xfe]), b"/+/+");
    }

    #[test]
    fn copies_what_terminals_take() {
        assert_eq!(copy(&[Clean::new("é")]), b"\x1b]52;c;w6k=\x1b\\");
        let longest = copy(&[Clean::new(&"x".repeat(MOST_COPIED))]);
        assert!(longest.len() < 75_000, "{}", longest.len());
    }
}
