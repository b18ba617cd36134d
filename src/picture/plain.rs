//! A drawn buffer as plain text.
//!
//! Colours and strokes are left out; what they mean must not hang on them alone.

use ratatui::buffer::Buffer;

use super::pieces::rows;

/// Returns the text of a buffer: a line for each row, without the spaces at its end.
///
/// A wide character stands once, for both of its columns. Every line ends with a line feed.
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::with_capacity(buffer.content.len() + usize::from(buffer.area.height));
    for row in rows(buffer) {
        let start = text.len();
        for piece in row {
            text.push_str(&piece.symbol);
        }
        let end = text[start..].trim_end_matches(' ').len();
        text.truncate(start + end);
        text.push('\n');
    }
    text
}
