//! From the bytes of a visitor's terminal to inputs.
//!
//! A state machine that looks at each byte once, so the bytes may come in pieces of any size. It keeps little of
//! what is not finished: 64 bytes of a sequence, 4 KiB of a paste. The keys come out as
//! [`crate::runtime::crossterm_input`] hears them at a terminal at hand. What has no meaning here is swallowed to its
//! end and never typed: what a terminal replies, sequences that nobody knows, control strings.
//!
//! ```text
//!          +--ESC--> Escape --[--> Csi --200~--> Paste --ESC[201~--> Ground
//! Ground --+                --O--> Ss3
//!          +--é----> Character     --] P X ^ _--> Text --BEL or ESC \--> Ground
//! ```
//! Some keys begin like a sequence: Escape, Alt+`[`, Alt+`O`. They are heard when something comes that cannot
//! go on with it, or when nothing comes ([`Decoder::settle`]).

mod background;
mod held;
mod keys;
mod mouse;
mod paste;
#[cfg(test)]
mod tests;

use std::mem;

pub use self::background::Background;
use self::{held::Held, paste::Paste};
use crate::app::{
    input::Input,
    key::{Key, KeyCode},
};

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
/// What DEC's terminals take as the end of whatever was begun; here they are Ctrl+X and Ctrl+Z.
const BREAKS: [u8; 2] = [0x18, 0x1a];

/// What parameters mean that are longer than any that mean something: a reply, and so nothing.
const TOO_LONG: &[u8] = b"?";

/// Something that came from a visitor's terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// What the person did. It is never [`Input::Resize`]: a size is told beside the bytes.
    Input(Input),
    /// The reply to the question about the colour of the ground (OSC 11).
    Background(Background),
}

/// Makes inputs of bytes.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    /// What came of a character or of a sequence that is not finished.
    held: Held,
    paste: Paste,
}

/// What was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Nothing.
    #[default]
    Ground,
    /// A character of more than one byte, after an Escape if `alt`.
    Character { alt: bool },
    /// Something that starts with an Escape.
    Escape,
    /// `ESC [`: a control sequence.
    Csi,
    /// `ESC [ [`: a function key of the Linux console.
    LinuxKey,
    /// `ESC [ M`: three bytes about the mouse follow.
    OldMouse,
    /// `ESC O`: a key of few letters.
    Ss3,
    /// `ESC ]` and the like, told by the second byte: a string up to its terminator.
    Text(u8),
    /// The same, and an Escape that may begin the terminator.
    TextEnds(u8),
    /// A paste.
    Paste,
}

impl Decoder {
    /// The most bytes that are ever kept of what is not finished.
    pub const MOST_KEPT: usize = Paste::MOST;

    /// Takes bytes, and adds what they mean to `out`: at most two for each byte.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Decoded>) {
        for byte in bytes {
            self.step(*byte, out);
        }
    }

    /// Tells whether something was begun that may go on: the host waits for about 50 ms and calls
    /// [`Self::settle`], unless bytes come sooner.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        match self.state {
            State::Ground => false,
            State::Paste => self.paste.is_fresh(),
            _ => true,
        }
    }

    /// Hears that nothing came for a while.
    ///
    /// An Escape alone is the Escape key, the rest of a torn sequence is dropped. A paste goes on: on a slow line it
    /// comes in pieces. It is given up when single keys come in its place.
    pub fn settle(&mut self, out: &mut Vec<Decoded>) {
        match self.state {
            State::Paste => {
                if self.paste.is_given_up() {
                    self.end_paste(out);
                }
                return;
            }
            State::Escape => push(out, Some(Key::new(KeyCode::Esc))),
            _ => self.push_opening(out),
        }
        self.state = State::Ground;
    }

    /// Returns how many bytes are kept of what is not finished.
    #[must_use]
    pub fn kept(&self) -> usize {
        match self.state {
            State::Ground | State::Escape => 0,
            State::Paste => self.paste.kept(),
            _ => self.held.kept(),
        }
    }

    fn step(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        match self.state {
            State::Ground => self.begin(byte, false, out),
            State::Character { alt } => self.character(byte, alt, out),
            State::Escape => self.escape(byte, out),
            State::Csi => self.csi(byte, out),
            State::LinuxKey => match byte {
                0x20..=0x7e => self.end(keys::from_linux(byte), out),
                _ => self.tear(byte, out),
            },
            State::OldMouse => self.old_mouse(byte, out),
            State::Ss3 => match byte {
                b'0'..=b';' => self.hold(byte),
                b'@'..=b'~' => {
                    let key = self.held.bytes().and_then(|held| keys::from_ss3(held, byte));
                    self.end(key, out);
                }
                _ => self.tear(byte, out),
            },
            State::Text(opening) => match byte {
                BEL => self.end_text(opening, out),
                ESC => self.state = State::TextEnds(opening),
                _ if BREAKS.contains(&byte) => self.tear(byte, out),
                _ => self.hold(byte),
            },
            State::TextEnds(opening) if byte == b'\\' => self.end_text(opening, out),
            State::TextEnds(_) => {
                // The string was torn, and its Escape begins something else.
                self.push_opening(out);
                self.state = State::Escape;
                self.escape(byte, out);
            }
            State::Paste => {
                if self.paste.is_ended_by(byte) {
                    self.end_paste(out);
                }
            }
        }
    }

    /// Takes a byte with nothing before it, or an Escape that makes a key one with Alt.
    fn begin(&mut self, byte: u8, alt: bool, out: &mut Vec<Decoded>) {
        self.held.clear();
        self.state = State::Ground;
        match byte {
            ESC => self.state = State::Escape,
            0x80.. => self.character(byte, alt, out),
            _ => push(out, keys::from_ascii(byte, alt)),
        }
    }

    fn character(&mut self, byte: u8, alt: bool, out: &mut Vec<Decoded>) {
        self.held.push(byte);
        match std::str::from_utf8(self.held.bytes().unwrap_or_default()) {
            Ok(text) => {
                let key = text.chars().next().and_then(|c| keys::from_char(c, alt));
                self.end(key, out);
            }
            Err(error) if error.error_len().is_none() => self.state = State::Character { alt },
            // The byte that does not belong to the character begins something else, unless it is all there is.
            Err(_) if self.held.kept() > 1 => self.begin(byte, false, out),
            Err(_) => self.state = State::Ground,
        }
    }

    fn escape(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        self.held.clear();
        match byte {
            b'[' => self.state = State::Csi,
            b'O' => self.state = State::Ss3,
            b']' | b'P' | b'X' | b'^' | b'_' => self.state = State::Text(byte),
            // Two presses of Escape; a terminal that means Alt by the first one is understood as well as it can be.
            ESC => push(out, Some(Key::new(KeyCode::Esc))),
            _ => self.begin(byte, true, out),
        }
    }

    fn csi(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        let held = self.held.bytes().unwrap_or(TOO_LONG);
        match byte {
            b'[' if held.is_empty() => self.state = State::LinuxKey,
            b'M' if held.is_empty() => self.state = State::OldMouse,
            // With Shift rxvt ends a key by a sign that can end nothing else.
            b'$' if keys::number(held).is_some() => self.end(keys::from_csi(held, byte), out),
            0x20..=0x3f => self.hold(byte),
            b'~' if held == b"200" => {
                self.paste = Paste::default();
                self.state = State::Paste;
            }
            b'I' | b'O' if held.is_empty() => {
                let gained = byte == b'I';
                let input = if gained { Input::FocusGained } else { Input::FocusLost };
                self.end(Some(input), out);
            }
            b'M' | b'm' => self.end(mouse::from_csi(held, byte), out),
            0x40..=0x7e => self.end(keys::from_csi(held, byte), out),
            _ => self.tear(byte, out),
        }
    }

    fn old_mouse(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        if byte < 0x20 {
            return self.tear(byte, out);
        }
        self.held.push(byte);
        if let Some([code, column, row]) = self.held.bytes() {
            self.end(mouse::from_bytes([*code, *column, *row]), out);
        }
    }

    /// Keeps a byte of a sequence, or gives the sequence up: nothing is as long as that.
    fn hold(&mut self, byte: u8) {
        self.held.push(byte);
        if self.held.is_endless() {
            self.state = State::Ground;
        }
    }

    /// Ends a sequence with what it means, if it means something.
    fn end(&mut self, input: Option<impl Into<Input>>, out: &mut Vec<Decoded>) {
        self.state = State::Ground;
        push(out, input);
    }

    fn end_text(&mut self, opening: u8, out: &mut Vec<Decoded>) {
        self.state = State::Ground;
        let text = self.held.bytes().filter(|_| opening == b']');
        out.extend(text.and_then(Background::from_reply).map(Decoded::Background));
    }

    fn end_paste(&mut self, out: &mut Vec<Decoded>) {
        self.state = State::Ground;
        out.push(Decoded::Input(Input::Paste(mem::take(&mut self.paste).into_text())));
    }

    /// Drops a sequence because of a byte that cannot go on with it, and takes that byte for itself.
    fn tear(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        self.push_opening(out);
        self.begin(byte, false, out);
    }

    /// Adds the key that looks like the opening of the sequence, if nothing came after the opening.
    fn push_opening(&self, out: &mut Vec<Decoded>) {
        let opening = match self.state {
            State::Csi => b'[',
            State::Ss3 => b'O',
            State::Text(opening) | State::TextEnds(opening) => opening,
            _ => return,
        };
        if self.held.bytes().is_some_and(<[u8]>::is_empty) {
            push(out, keys::from_ascii(opening, true));
        }
    }
}

fn push(out: &mut Vec<Decoded>, input: Option<impl Into<Input>>) {
    out.extend(input.map(|input| Decoded::Input(input.into())));
}
