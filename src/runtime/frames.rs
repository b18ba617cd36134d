//! From a drawing to the bytes of one frame, for any host: no terminal is asked and none is written to.
//!
//! The backends of ratatui ask the terminal of this process for its size and its cursor, which is the wrong one
//! for a visitor and a stall for everybody. [`Frames`] answers from what it knows and fills a `Vec`; the host
//! carries that out in one write. The only error that could arise is one of writing to memory.

use std::{io, mem};

use ratatui::{
    Frame, Terminal, TerminalOptions, Viewport,
    backend::{Backend, ClearType, CrosstermBackend, WindowSize},
    buffer::Cell,
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
#[derive(Debug)]
pub struct Frames {
    terminal: Terminal<Bytes>,
}

impl Frames {
    /// Returns frames of a size; the first is a full one.
    ///
    /// # Errors
    /// Only if ratatui refuses the size, which it does for none.
    pub fn new(size: Size) -> io::Result<Self> {
        // Whether there is colour is decided by the theme, for each session; crossterm would decide it for the
        // whole process by looking at NO_COLOR.
        style::force_color_output(true);
        let area = Rect::from((Position::ORIGIN, size));
        let bytes = Bytes { size, cursor: Position::ORIGIN, written: Vec::new() };
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let mut frames = Self { terminal: Terminal::with_options(bytes, options)? };
        frames.forget()?;
        Ok(frames)
    }

    /// Returns the size that is drawn.
    #[must_use]
    pub fn size(&self) -> Size {
        self.terminal.backend().size
    }

    /// Takes a new size and makes the next frame a full one.
    ///
    /// # Errors
    /// Only if ratatui refuses the size, which it does for none.
    pub fn resize(&mut self, size: Size) -> io::Result<()> {
        self.terminal.backend_mut().size = size;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))?;
        self.forget()
    }

    /// Forgets what is on the screen, so that the next frame is a full one.
    ///
    /// # Errors
    /// Only if memory cannot be written.
    pub fn forget(&mut self) -> io::Result<()> {
        // Nothing drawn so far reaches the terminal any more; what is left is the order to clear.
        self.terminal.backend_mut().written.clear();
        self.terminal.clear()
    }

    /// Draws a frame and returns its bytes, wrapped so that the terminal shows it at once.
    ///
    /// # Errors
    /// Only if memory cannot be written.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<Vec<u8>> {
        self.terminal.draw(draw)?;
        let drawn = mem::take(&mut self.terminal.backend_mut().written);
        Ok([modes::FRAME_BEGINS, &hyperlinks::join(drawn), modes::FRAME_ENDS].concat())
    }
}

/// A backend that fills a `Vec` and answers all questions from what it was told.
#[derive(Debug)]
struct Bytes {
    size: Size,
    cursor: Position,
    written: Vec<u8>,
}

impl Bytes {
    const fn encoder(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.written)
    }
}

impl Backend for Bytes {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.encoder().draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.encoder().hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.encoder().show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        let cursor = self.cursor;
        self.encoder().set_cursor_position(cursor)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.encoder().clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.encoder().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Style};

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

    fn say(text: &'static str) -> impl FnOnce(&mut Frame) {
        move |frame| frame.render_widget(text, frame.area())
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
        let mut frames = Frames::new(size).unwrap();
        let first = frames.draw(say("one two")).unwrap();
        let second = frames.draw(say("one ten")).unwrap();
        assert!(first.starts_with(modes::FRAME_BEGINS) && first.ends_with(modes::FRAME_ENDS));
        assert!(!String::from_utf8_lossy(&second).contains("one"), "only the difference is sent");
        assert_eq!(screen_after(&[first, second], size).trim_end(), "one ten");
    }

    #[test]
    fn repaints_all_after_forgetting_and_after_a_new_size() {
        let size = Size::new(12, 3);
        let mut frames = Frames::new(size).unwrap();
        frames.draw(say("one")).unwrap();
        frames.forget().unwrap();
        let again = frames.draw(say("one")).unwrap();
        let garbage = b"\x1b[Hgarbage here\r\ngarbage".to_vec();
        assert_eq!(screen_after(&[garbage.clone(), again], size).trim_end(), "one");
        frames.resize(Size::new(5, 2)).unwrap();
        assert_eq!(frames.size(), Size::new(5, 2));
        let small = frames.draw(say("four five")).unwrap();
        assert_eq!(screen_after(&[garbage, small], Size::new(5, 2)).trim_end(), "four");
    }

    #[test]
    fn sends_colours_whatever_the_environment_says() {
        let mut frames = Frames::new(Size::new(4, 1)).unwrap();
        let red = Style::new().fg(Color::Red);
        let bytes = frames
            .draw(|f| f.render_widget(ratatui::text::Text::styled("red", red), f.area()))
            .unwrap();
        assert!(String::from_utf8_lossy(&bytes).contains("\x1b[38;5;1"), "{bytes:?}");
    }

    #[test]
    fn shows_the_cursor_only_where_a_frame_puts_it() {
        let size = Size::new(4, 2);
        let mut frames = Frames::new(size).unwrap();
        let mut parser = vt100_of(size);
        parser.process(&frames.draw(|_| {}).unwrap());
        assert!(parser.screen().hide_cursor());
        parser.process(&frames.draw(|f| f.set_cursor_position((2, 1))).unwrap());
        assert!(!parser.screen().hide_cursor());
        assert_eq!(parser.screen().cursor_position(), (1, 2));
    }

    #[test]
    fn draws_the_largest_window_in_bounded_memory() {
        let mut frames = Frames::new(drawn_size(65535, 65535)).unwrap();
        let bytes = frames.draw(say("x")).unwrap();
        assert!(bytes.len() < 1000, "{} bytes for an almost empty screen", bytes.len());
    }
}
