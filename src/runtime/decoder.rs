//! From the bytes of a terminal to inputs, for any host.
//!
//! The program has a decoder of its own because it needs three things that a library's reader of this
//! process's terminal cannot give: the same code for an SSH visitor, an Escape key that is told from the start
//! of a split sequence by time, and a bound on everything that may come without an end. It knows the keys of
//! xterm and its kin, rxvt, the Linux console and the kitty protocol, mouse reports (SGR and the old ones),
//! focus and bracketed paste. What it does not know it drops whole, so that no tail is typed as text.
//!
//! **Invariant:** however a stream of bytes is split, the inputs are the same, as long as nobody gives up
//! waiting in between.

mod sequence;

use std::{mem, time::Duration};

use crate::app::{
    input::Input,
    key::{Key, KeyCode},
};

/// How long the rest of a sequence may take before its Escape counts as a key.
const ESCAPE_PATIENCE: Duration = Duration::from_millis(50);
/// How long a paste may pause before it counts as ended.
const PASTE_PATIENCE: Duration = Duration::from_secs(2);
/// The longest control sequence; a longer one is dropped.
const LONGEST_SEQUENCE: usize = 64;
/// The longest control string (a terminal's report, which nobody asked for); after it comes text again.
const LONGEST_STRING: usize = 4_096;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Turns bytes into inputs.
#[derive(Debug)]
pub struct Decoder {
    /// Bytes of a sequence that is not complete.
    pending: Vec<u8>,
    inside: Inside,
    longest_paste: usize,
}

/// What the next byte belongs to.
#[derive(Debug)]
enum Inside {
    /// Keys and sequences.
    Keys,
    /// A paste, with what came of it.
    Paste(Vec<u8>),
    /// A control string, with the count of its bytes so far.
    ControlString(usize),
}

/// What the front of the pending bytes is.
enum Front {
    /// An input, or something to drop, of so many bytes.
    Whole(Option<Input>, usize),
    /// The start of something else, of so many bytes.
    Enter(Inside, usize),
    /// The start of a sequence whose end has not come.
    Unfinished,
}

impl Decoder {
    /// Returns a decoder that keeps at most `longest_paste` bytes of a paste and drops the rest of it.
    #[must_use]
    pub const fn new(longest_paste: usize) -> Self {
        Self {
            pending: Vec::new(),
            inside: Inside::Keys,
            longest_paste,
        }
    }

    /// Takes bytes and returns the inputs that they complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.pending.extend_from_slice(bytes);
        let mut at = 0;
        while at < self.pending.len() {
            match self.front(at) {
                Front::Whole(input, used) => {
                    inputs.extend(input);
                    at += used;
                }
                Front::Enter(inside, used) => {
                    if let Inside::Paste(pasted) = mem::replace(&mut self.inside, inside) {
                        inputs.push(paste(&pasted));
                    }
                    at += used;
                }
                Front::Unfinished => break,
            }
        }
        self.pending.drain(..at);
        inputs
    }

    /// Returns how long to wait for more bytes before [`Decoder::give_up`], or nothing if none are missing.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        match self.inside {
            Inside::Paste(_) => Some(PASTE_PATIENCE),
            Inside::ControlString(_) => Some(ESCAPE_PATIENCE),
            Inside::Keys => (!self.pending.is_empty()).then_some(ESCAPE_PATIENCE),
        }
    }

    /// Stops waiting for the rest and returns what the bytes so far amount to.
    ///
    /// A lone Escape is the Escape key, Escape with a character is that character with Alt, a paste ends, and
    /// any other torn sequence is dropped.
    pub fn give_up(&mut self) -> Vec<Input> {
        let pending = mem::take(&mut self.pending);
        match (
            mem::replace(&mut self.inside, Inside::Keys),
            pending.as_slice(),
        ) {
            (Inside::Paste(mut pasted), rest) => {
                pasted.extend_from_slice(rest);
                vec![paste(&pasted)]
            }
            (Inside::Keys, [ESC]) => vec![Key::new(KeyCode::Esc).into()],
            (Inside::Keys, [ESC, b @ (b'[' | b'O')]) => {
                vec![Key::char(char::from(*b)).with_alt().into()]
            }
            // `ESC P` and the like opened a string of which nothing came: it was a key with Alt.
            (Inside::ControlString(0), [introducer]) => {
                vec![Key::char(char::from(*introducer)).with_alt().into()]
            }
            _ => Vec::new(),
        }
    }

    /// Reads what stands at the front of the pending bytes.
    fn front(&mut self, at: usize) -> Front {
        let rest = &self.pending[at..];
        match &mut self.inside {
            Inside::Keys => keys(rest),
            Inside::Paste(pasted) => continue_paste(rest, pasted, self.longest_paste),
            Inside::ControlString(seen) => continue_string(rest, seen),
        }
    }
}

/// Reads a key or a sequence.
fn keys(rest: &[u8]) -> Front {
    match rest {
        [ESC] => Front::Unfinished,
        [ESC, b'[', after @ ..] => control_sequence(after),
        [ESC, b'O', after @ ..] => match after {
            [] => Front::Unfinished,
            [b @ 0x40..=0x7e, ..] => Front::Whole(sequence::single_shift(*b), 3),
            _ => Front::Whole(Some(Key::char('O').with_alt().into()), 2),
        },
        // The introducer stays in front, so that giving up can tell which key it would have been.
        [ESC, b'P' | b']' | b'^' | b'_' | b'X', ..] => Front::Enter(Inside::ControlString(0), 1),
        [ESC, ESC, ..] => Front::Whole(Some(Key::new(KeyCode::Esc).into()), 1),
        [ESC, after @ ..] => match plain(after) {
            Front::Whole(Some(Input::Key(key)), used) => Front::Whole(
                Some(Input::Key(Key { alt: true, ..key }.normal())),
                used + 1,
            ),
            Front::Whole(input, used) => Front::Whole(input, used + 1),
            other => other,
        },
        _ => plain(rest),
    }
}

/// Reads a control sequence after its `ESC [`.
fn control_sequence(after: &[u8]) -> Front {
    const INTRODUCER: usize = 2;
    match after {
        // The Linux console's F1 to F5.
        [b'[', b, ..] => return Front::Whole(sequence::console(*b), INTRODUCER + 2),
        [b'['] => return Front::Unfinished,
        [b'M', mouse @ ..] => {
            return match mouse {
                [button, column, row, ..] => Front::Whole(
                    sequence::old_mouse([*button, *column, *row]),
                    INTRODUCER + 4,
                ),
                _ => Front::Unfinished,
            };
        }
        _ => {}
    }
    let body = after
        .iter()
        .take(LONGEST_SEQUENCE)
        .take_while(|b| (0x20..0x40).contains(*b))
        .count();
    match after.get(body) {
        _ if body == LONGEST_SEQUENCE => Front::Whole(None, INTRODUCER + body),
        None => Front::Unfinished,
        Some(last @ 0x40..=0x7e) => {
            let used = INTRODUCER + body + 1;
            if *last == b'~' && &after[..body] == b"200" {
                Front::Enter(Inside::Paste(Vec::new()), used)
            } else {
                Front::Whole(sequence::control(&after[..body], *last), used)
            }
        }
        // Something else begins: the torn sequence is dropped, the newcomer is read for itself.
        Some(_) => Front::Whole(None, INTRODUCER + body),
    }
}

/// Reads one character or control character.
fn plain(rest: &[u8]) -> Front {
    let Some(first) = rest.first() else {
        return Front::Unfinished;
    };
    let length = match first {
        0..=0x7f => return Front::Whole(Some(sequence::control_character(*first).into()), 1),
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Front::Whole(None, 1),
    };
    let bytes = &rest[..length.min(rest.len())];
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let c = text.chars().next().filter(|c| !c.is_control());
            Front::Whole(c.map(|c| Key::char(c).into()), length)
        }
        Err(error) => match error.error_len() {
            None => Front::Unfinished,
            Some(wrong) => Front::Whole(None, wrong),
        },
    }
}

/// Takes what belongs to a paste.
fn continue_paste(rest: &[u8], pasted: &mut Vec<u8>, longest: usize) -> Front {
    if rest.starts_with(PASTE_ENDS) {
        return Front::Enter(Inside::Keys, PASTE_ENDS.len());
    }
    if PASTE_ENDS.starts_with(rest) {
        return Front::Unfinished;
    }
    let text = 1 + rest[1..].iter().take_while(|b| **b != ESC).count();
    let room = longest.saturating_sub(pasted.len());
    pasted.extend_from_slice(&rest[..text.min(room)]);
    Front::Whole(None, text)
}

/// Drops what belongs to a control string.
fn continue_string(rest: &[u8], seen: &mut usize) -> Front {
    if *seen == 0 && rest.len() == 1 {
        return Front::Unfinished;
    }
    let room = LONGEST_STRING.saturating_sub(*seen);
    let inside = rest
        .iter()
        .take(room)
        .take_while(|b| !matches!(**b, ESC | BEL | CAN | SUB))
        .count();
    match &rest[inside..] {
        _ if inside == room => Front::Enter(Inside::Keys, inside),
        [ESC, b'\\', ..] => Front::Enter(Inside::Keys, inside + 2),
        // An Escape that does not end the string begins something else.
        [ESC, _, ..] => Front::Enter(Inside::Keys, inside),
        [BEL | CAN | SUB, ..] => Front::Enter(Inside::Keys, inside + 1),
        _ if inside == 0 => Front::Unfinished,
        _ => {
            *seen += inside;
            Front::Whole(None, inside)
        }
    }
}

/// Returns a paste; the tail of a character that was cut off becomes a replacement mark.
fn paste(bytes: &[u8]) -> Input {
    Input::Paste(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests;
