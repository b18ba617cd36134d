//! Which cells show an address.

use ratatui::layout::{Position, Rect};

use crate::app::detail::Address;

/// An address on the screen that a terminal may open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperlink {
    /// Tells it from the other addresses on the screen, from 1.
    pub number: usize,
    /// The address: http or https, percent-encoded.
    pub address: String,
    /// The cells that show it, also on several rows.
    pub cells: Vec<Position>,
}

impl Hyperlink {
    /// Adds cells that show an address, or more of one.
    pub(super) fn add(links: &mut Vec<Self>, address: &Address, area: Rect) {
        let number = address.source + 1;
        match links.iter_mut().find(|link| link.number == number) {
            Some(link) => link.cells.extend(area.positions()),
            None => links.push(Self {
                number,
                address: address.url.clone(),
                cells: area.positions().collect(),
            }),
        }
    }

    /// Gives up the cells of an area, over which something else is drawn; tells whether any are left.
    pub(super) fn is_seen_beside(&mut self, area: Rect) -> bool {
        self.cells.retain(|cell| !area.contains(*cell));
        !self.cells.is_empty()
    }
}
