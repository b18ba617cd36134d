//! Addresses on the screen as links of the terminal (OSC 8).
//!
//! A frame is a difference, so each cell of a link is complete: it begins the link, shows its letter and ends the
//! link. What that repeats is left out of the bytes again ([`join`]).

use std::num::NonZeroU16;

use memchr::memmem;
use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};

use crate::{domain::web_address, ui::Hyperlink};

/// How an order about links begins.
const ORDER: &[u8] = b"\x1b]8;";
/// The end of a control string.
const STRING_ENDS: &[u8] = b"\x1b\\";
/// Ends a link.
const ENDS: &str = "\x1b]8;;\x1b\\";
/// The longest address in bytes that terminals take.
const LONGEST: usize = 2083;

/// Makes the cells that show an address a link to it.
///
/// Nothing gets out but http and https, in the letters of an address: here it is asked a last time.
pub fn put(buffer: &mut Buffer, links: &[Hyperlink]) {
    for link in links {
        let address = web_address(&link.address).filter(|address| address.len() <= LONGEST);
        let Some(address) = address else { continue };
        // By its name a terminal knows that the parts of a wrapped address are one.
        let begins = format!("\x1b]8;id=dateline-{};{address}\x1b\\", link.number);
        for position in &link.cells {
            let Some(cell) = buffer.cell_mut(*position) else { continue };
            // Behind an emoji of disputed width the next cell is drawn again, unless a width is forced.
            if cell.symbol().contains('\u{fe0f}') {
                continue;
            }
            if let Some(width) = NonZeroU16::new(cell.cell_width()) {
                let symbol = format!("{begins}{}{ENDS}", cell.symbol());
                cell.set_symbol(&symbol).set_diff_option(CellDiffOption::ForcedWidth(width));
            }
        }
    }
}

/// Leaves out of a frame each end of a link that the same link follows at once.
#[must_use]
pub fn join(frame: Vec<u8>) -> Vec<u8> {
    if memmem::find(&frame, ORDER).is_none() {
        return frame;
    }
    let mut joined = Vec::with_capacity(frame.len());
    let mut open: &[u8] = b"";
    let mut rest = frame.as_slice();
    while let Some(at) = memmem::find(rest, ORDER) {
        joined.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let end = memmem::find(rest, STRING_ENDS).map_or(rest.len(), |at| at + STRING_ENDS.len());
        let (order, after) = rest.split_at(end);
        let is_end = order == ENDS.as_bytes();
        rest = match after.strip_prefix(open) {
            Some(same) if is_end && !open.is_empty() => same,
            _ => {
                joined.extend_from_slice(order);
                open = if is_end { b"" } else { order };
                after
            }
        };
    }
    joined.extend_from_slice(rest);
    joined
}

#[cfg(test)]
mod tests;
