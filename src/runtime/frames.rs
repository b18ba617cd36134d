//! From a drawing to the bytes of one frame, for any host: no terminal is asked and none is written to.
//!
//! ratatui's own terminal asks that of this process for its size and its cursor, which is the wrong one for a visitor
//! and a stall for everybody, and keeps two screens for each. [`Frames`] keeps one and fills a `Vec`; the host carries
//! that out in one write. The only error that could arise is one of writing to memory.

use std::{
    io, mem,
    sync::{Mutex, PoisonError},
};

use ratatui::{
    backend::{Backend, CrosstermBackend},
    buffer::Buffer,
    crossterm::style,
    layout::{Position, Rect, Size},
};

use crate::runtime::{hyperlinks, modes};

/// The most columns that are drawn; what a larger window has beyond stays empty.
pub const MOST_COLUMNS: u16 = 1000;
/// The most rows that are drawn.
pub const MOST_ROWS: u16 = 500;
/// The size of a window that does not know its own.
const USUAL: Size = Size { width: 80, height: 24 };

/// Returns the size that is drawn for a window of the told size.
///
/// A window of 65535 by 65535 would take hundreds of gigabytes, and one of 0 by 0 is what a terminal tells
/// whose size nobody has set yet.
#[must_use]
pub fn drawn_size(columns: u16, rows: u16) -> Size {
    let width = if columns == 0 { USUAL.width } else { columns.min(MOST_COLUMNS) };
    let height = if rows == 0 { USUAL.height } else { rows.min(MOST_ROWS) };
    Size { width, height }
}

/// Draws frames as bytes, each one the difference from the last.
///
/// What is drawn on is lent for each frame, so that many visitors share a few canvases and each keeps only what they see.
#[derive(Debug)]
pub struct Frames {
    /// What the terminal shows.
    shown: Buffer,
    /// Whether the terminal may show something else.
    is_forgotten: bool,
}

impl Frames {
    /// Returns frames of a size; the first is a full one.
    #[must_use]
    pub fn new(size: Size) -> Self {
        // Whether there is colour is decided by the theme, for each session; crossterm would decide it for the
        // whole process by looking at NO_COLOR.
        style::force_color_output(true);
        Self { shown: Buffer::empty(area(size)), is_forgotten: true }
    }

    /// Returns the size that is drawn.
    #[must_use]
    pub const fn size(&self) -> Size {
        Size { width: self.shown.area.width, height: self.shown.area.height }
    }

    /// Takes a new size and makes the next frame a full one.
    pub fn resize(&mut self, size: Size) {
        *self = Self::new(size);
    }

    /// Forgets what is on the screen, so that the next frame is a full one.
    pub const fn forget(&mut self) {
        self.is_forgotten = true;
    }

    /// Draws a frame on a canvas and returns its bytes, wrapped so that the terminal shows it at once.
    ///
    /// What was on the canvas does not matter; afterwards it holds what was shown before.
    ///
    /// # Errors
    /// Only if memory cannot be written.
    pub fn draw(
        &mut self,
        canvas: &mut Buffer,
        draw: impl FnOnce(&mut Buffer),
    ) -> io::Result<Vec<u8>> {
        canvas.resize(self.shown.area);
        canvas.reset();
        draw(canvas);
        let mut drawn = Vec::new();
        let mut encoder = CrosstermBackend::new(&mut drawn);
        if mem::take(&mut self.is_forgotten) {
            encoder.clear()?;
            self.shown.reset();
        }
        encoder.draw(self.shown.diff(canvas).into_iter())?;
        mem::swap(&mut self.shown, canvas);
        Ok([modes::FRAME_BEGINS, &hyperlinks::join(drawn), modes::FRAME_ENDS].concat())
    }
}

/// Returns the cells of a size.
fn area(size: Size) -> Rect {
    Rect::from((Position::ORIGIN, size))
}

/// A few canvases that many draw on, one after the other.
#[derive(Debug, Default)]
pub struct Canvases(Mutex<Vec<Buffer>>);

impl Canvases {
    /// Lends a canvas for a drawing of a size.
    pub fn lend<T>(&self, size: Size, draw: impl FnOnce(&mut Buffer) -> T) -> T {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let cells = size.area() as usize;
        // A much larger one would stay with somebody who has no use for it.
        let fitting = kept.filter(|canvas| canvas.content.capacity() <= 2 * cells);
        let mut canvas = fitting.unwrap_or_else(|| Buffer::empty(area(size)));
        let drawn = draw(&mut canvas);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(canvas);
        drawn
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{
        style::{Color, Style},
        widgets::Widget,
    };

    use super::*;

    fn screen_after(frames: &[Vec<u8>], size: Size) -> String {
        let mut parser = vt100_of(size);
        for frame in frames {
            parser.process(frame);
        }
        parser.screen().contents()
    }

    fn vt100_of(size: Size) -> vt100::Parser {
        vt100::Parser::new(size.height.try_into().unwrap(), size.width.try_into().unwrap(), 0)
    }

    /// Draws a text on a canvas on which there was something else.
    fn say(frames: &mut Frames, text: &str) -> Vec<u8> {
        let mut canvas = Buffer::with_lines(["old", "scribbles"]);
        frames.draw(&mut canvas, |buffer| text.render(buffer.area, buffer)).unwrap()
    }

    #[test]
    fn clamps_sizes_from_outside() {
        assert_eq!(drawn_size(80, 24), Size::new(80, 24));
        assert_eq!(drawn_size(1, 1), Size::new(1, 1));
        assert_eq!(drawn_size(0, 0), USUAL);
        assert_eq!(drawn_size(65535, 65535), Size::new(MOST_COLUMNS, MOST_ROWS));
    }

    #[test]
    fn draws_differences_that_add_up() {
        let size = Size::new(12, 3);
        let mut frames = Frames::new(size);
        let first = say(&mut frames, "one two");
        let second = say(&mut frames, "one ten");
        assert!(first.starts_with(modes::FRAME_BEGINS) && first.ends_with(modes::FRAME_ENDS));
        assert!(!String::from_utf8_lossy(&second).contains("one"), "only the difference is sent");
        assert_eq!(screen_after(&[first, second], size).trim_end(), "one ten");
    }

    #[test]
    fn repaints_all_after_forgetting_and_after_a_new_size() {
        let size = Size::new(12, 3);
        let mut frames = Frames::new(size);
        say(&mut frames, "one");
        frames.forget();
        let again = say(&mut frames, "one");
        let garbage = b"\x1b[Hgarbage here\r\ngarbage".to_vec();
        assert_eq!(screen_after(&[garbage.clone(), again], size).trim_end(), "one");
        frames.resize(Size::new(5, 2));
        assert_eq!(frames.size(), Size::new(5, 2));
        let small = say(&mut frames, "four five");
        assert_eq!(screen_after(&[garbage, small], Size::new(5, 2)).trim_end(), "four");
    }

    #[test]
    fn sends_colours_whatever_the_environment_says() {
        let mut frames = Frames::new(Size::new(4, 1));
        let red = Style::new().fg(Color::Red);
        let draw = |buffer: &mut Buffer| {
            buffer.set_string(0, 0, "red", red);
        };
        let bytes = frames.draw(&mut Buffer::default(), draw).unwrap();
        assert!(String::from_utf8_lossy(&bytes).contains("\x1b[38;5;1"), "{bytes:?}");
    }

    #[test]
    fn lends_one_canvas_to_all_who_draw_one_after_the_other() {
        let canvases = Canvases::default();
        let mut all: Vec<_> = [(12, 3), (80, 24), (5, 2), (80, 24)]
            .map(|(width, height)| Frames::new(Size::new(width, height)))
            .into();
        for text in ["one", "two"] {
            for frames in &mut all {
                let size = frames.size();
                let draw = |buffer: &mut Buffer| text.render(buffer.area, buffer);
                let bytes = canvases.lend(size, |canvas| frames.draw(canvas, draw)).unwrap();
                assert_eq!(screen_after(&[bytes], size).trim_end(), text);
            }
        }
        assert_eq!(canvases.0.lock().unwrap().len(), 1);
        for frames in &all {
            let cells = frames.size().area() as usize;
            assert!(
                frames.shown.content.capacity() <= 2 * cells,
                "nobody keeps more than they need"
            );
        }
    }

    #[test]
    fn draws_the_largest_window_in_bounded_memory() {
        let mut frames = Frames::new(drawn_size(65535, 65535));
        let bytes = say(&mut frames, "x");
        assert!(bytes.len() < 1000, "{} bytes for an almost empty screen", bytes.len());
    }
}
