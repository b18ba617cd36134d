//! The host without a terminal: inputs from a script, and the screen as it is after the last of them.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{frames::drawn_size, local::Interactive, session::Session};
use crate::app::{effect::Effect, input::Input};

/// Feeds a session its inputs, as far as it wants them, and returns the screen.
///
/// Nothing outside happens: what would quit ends the script, what would copy or suspend does nothing.
#[must_use]
pub fn screen(session: &mut Session, size: (u16, u16), inputs: Vec<Input>) -> Buffer {
    let mut size = drawn_size(size.0, size.1);
    for input in inputs {
        let input = match input {
            Input::Resize { width, height } => {
                size = drawn_size(width, height);
                Input::Resize {
                    width: size.width,
                    height: size.height,
                }
            }
            other => other,
        };
        if session.input(input) == Some(Effect::Quit) {
            break;
        }
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    session.draw_into(&mut buffer);
    buffer
}
