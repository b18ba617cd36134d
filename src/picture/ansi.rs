//! A drawn buffer as text with SGR sequences, for a terminal or a pager.
//!
//! Sequences are written only where the look changes, in the shorter of two forms: from what holds now, or
//! from nothing. Each line ends as it began, so that lines can be cut, sorted and searched.

use std::fmt::Write;

use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier},
};

use super::{
    palette::number,
    pieces::{Look, Piece, rows},
};

/// Modifiers with the number that sets each and the number that ends it.
const MODIFIERS: [(Modifier, u8, u8); 8] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Returns a buffer as text with the colours of a terminal.
///
/// Hidden text is left blank, so that it cannot be copied out of the picture.
pub fn ansi(buffer: &Buffer) -> String {
    let mut text = String::with_capacity(buffer.content.len() * 2);
    for row in rows(buffer) {
        let seen = row.iter().rposition(|p| !p.is_blank() || p.look.shows_on_blank());
        let mut now = Look::PLAIN;
        for piece in row.iter().take(seen.map_or(0, |last| last + 1)) {
            let next = wanted(piece, now);
            text.push_str(&change(now, next));
            text.push_str(&piece.symbol);
            now = next;
        }
        text.push_str(&change(now, Look::PLAIN));
        text.push('\n');
    }
    text
}

/// Returns the look for a piece; a blank keeps what does not show on it.
fn wanted(piece: &Piece<'_>, now: Look) -> Look {
    let mut look = piece.look;
    // The blank stands for it already.
    look.modifier.remove(Modifier::HIDDEN);
    if !look.modifier.contains(Modifier::UNDERLINED) {
        look.underline = now.underline;
    }
    let lines = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    if piece.is_blank() && !look.modifier.intersects(lines) {
        look.fg = now.fg;
        look.modifier = now.modifier.difference(lines);
    }
    look
}

/// Returns the sequence that leads from one look to another; nothing if they are the same.
fn change(from: Look, to: Look) -> String {
    if from == to {
        return String::new();
    }
    if to == Look::PLAIN {
        return "\x1b[0m".to_owned();
    }
    let onward = codes(from, to);
    let mut anew = codes(Look::PLAIN, to);
    anew.insert(0, "0".to_owned());
    let (onward, anew) = (onward.join(";"), anew.join(";"));
    format!("\x1b[{}m", if onward.len() <= anew.len() { onward } else { anew })
}

fn codes(from: Look, to: Look) -> Vec<String> {
    let mut codes = Vec::new();
    let mut kept = from.modifier & to.modifier;
    for (modifier, _, end) in MODIFIERS {
        if (from.modifier - to.modifier).contains(modifier) {
            let code = end.to_string();
            if !codes.contains(&code) {
                codes.push(code);
            }
            // One number ends bold and dim alike, and another both ways of blinking.
            for (other, _, its_end) in MODIFIERS {
                if its_end == end {
                    kept.remove(other);
                }
            }
        }
    }
    for (modifier, start, _) in MODIFIERS {
        if to.modifier.contains(modifier) && !kept.contains(modifier) {
            codes.push(start.to_string());
        }
    }
    if from.fg != to.fg {
        codes.push(color(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(color(to.bg, 40));
    }
    if from.underline != to.underline {
        codes.push(color(to.underline, 50));
    }
    codes
}

/// Returns the numbers for a colour; `base` is 30 for letters, 40 for the ground, 50 for underlines.
fn color(color: Color, base: u8) -> String {
    let mut code = String::new();
    let written = match (color, number(color)) {
        (Color::Rgb(r, g, b), _) => write!(code, "{};2;{r};{g};{b}", base + 8),
        (Color::Indexed(index), _) => write!(code, "{};5;{index}", base + 8),
        // An underline knows no names.
        (_, Some(index)) if base == 50 => write!(code, "58;5;{index}"),
        (_, Some(index @ 0..8)) => write!(code, "{}", base + index),
        (_, Some(index)) => write!(code, "{}", base + 52 + index),
        (_, None) => write!(code, "{}", base + 9),
    };
    // Writing to a `String` cannot fail.
    debug_assert!(written.is_ok());
    code
}
