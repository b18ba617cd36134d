//! How much a server takes on, and how much one visitor gets of it.

use std::{num::NonZeroU32, time::Duration};

use ratatui::layout::Size;

use crate::runtime::frames::drawn_size;

/// Every limit; what stands here as [`Limits::default`] is what the flags of `dateline serve` begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Visitors at the same time.
    pub sessions: usize,
    /// Visitors at the same time from one address.
    pub sessions_per_address: usize,
    /// Connections a second from one address, in the long run.
    pub arrivals: u32,
    /// Connections at once from one address, before [`Limits::arrivals`] counts.
    pub arrivals_at_once: u32,
    /// Connections that have not come to a session yet.
    pub waiting: usize,
    /// The same from one address.
    pub waiting_per_address: usize,
    /// How long a connection may take to come to a session.
    pub grace: Duration,
    /// How long a visitor may do nothing.
    pub idle: Duration,
    /// How long a session may last.
    pub session: Duration,
    /// How long a frame may wait for a terminal that does not read.
    pub stuck: Duration,
    /// Bytes a second that are read from one connection, in the long run. More is not lost: it waits.
    pub input: u32,
    /// Bytes that are read at once, before [`Limits::input`] counts.
    pub input_at_once: u32,
    /// Frames a second that one visitor is sent.
    pub frames: NonZeroU32,
    /// How often a silent connection is asked whether it is still there.
    pub keepalive: Duration,
    /// Columns of a window that are drawn.
    pub columns: u16,
    /// Rows of a window that are drawn.
    pub rows: u16,
    /// Cells of all windows together.
    pub cells: u64,
}

/// The most cells that one visitor's window has.
const MOST_CELLS: u32 = 65_536;

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: 512,
            sessions_per_address: 16,
            arrivals: 4,
            arrivals_at_once: 16,
            waiting: 64,
            waiting_per_address: 8,
            grace: Duration::from_secs(10),
            idle: Duration::from_secs(10 * 60),
            session: Duration::from_secs(2 * 60 * 60),
            stuck: Duration::from_secs(15),
            input: 16 << 10,
            input_at_once: 128 << 10,
            frames: NonZeroU32::MIN.saturating_add(29),
            keepalive: Duration::from_secs(30),
            columns: 500,
            rows: 200,
            cells: 16 << 20,
        }
    }
}

impl Limits {
    /// Returns the size that is drawn for a window of the told size.
    #[must_use]
    pub fn window(&self, columns: u32, rows: u32) -> Size {
        let most = |told: u32, most: u16| u16::try_from(told).unwrap_or(u16::MAX).min(most);
        let size = drawn_size(most(columns, self.columns), most(rows, self.rows));
        let rows = MOST_CELLS / u32::from(size.width.max(1));
        Size { height: size.height.min(u16::try_from(rows).unwrap_or(u16::MAX)), ..size }
    }

    /// Returns the least time between two frames of one visitor.
    #[must_use]
    pub fn pace(&self) -> Duration {
        Duration::from_secs(1) / self.frames.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_windows_of_a_bounded_size() {
        let limits = Limits::default();
        assert_eq!(limits.window(120, 40), Size::new(120, 40));
        assert_eq!(limits.window(0, 0), Size::new(80, 24));
        assert_eq!(limits.window(1, 1), Size::new(1, 1));
        let largest = limits.window(65_535, 65_535);
        assert_eq!(largest, Size::new(500, 131));
        assert_eq!(limits.window(u32::MAX, u32::MAX), largest);
        assert_eq!(limits.window(80, u32::MAX), Size::new(80, 200));
    }

    #[test]
    fn sends_thirty_frames_a_second() {
        assert_eq!(Limits::default().pace().as_millis(), 33);
    }
}
