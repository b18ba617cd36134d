//! A drawn buffer as text, ANSI, SVG or PNG.
//!
//! Uses ratatui's buffer and nothing else of the program: what stands in the cells is all that a picture
//! knows. No file is written here; strings and bytes come out. Lines, blocks, Braille and the marks of a
//! timeline are drawn as shapes from one table, so that SVG and PNG agree and need no font for them.
//!
//! Left out on purpose: links (the text of a linked cell is kept, its escape sequence is not), blinking in
//! still pictures, and glyphs of scripts that the embedded font lacks (see [`png()`]).

#![deny(clippy::disallowed_methods)]

mod ansi;
mod coverage;
mod face;
mod grid;
mod outline;
mod palette;
mod pieces;
mod plain;
mod png;
mod shapes;
mod svg;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use thiserror::Error;

pub use self::{
    ansi::ansi,
    palette::{Palette, Rgb},
    plain::text,
    png::png,
    svg::svg,
};

/// The forms in which a drawn buffer can leave the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, one line a row.
    Text,
    /// Text with the colours of a terminal as SGR sequences.
    Ansi,
    /// A drawing that scales.
    Svg,
    /// Pixels.
    Png,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Self; 4] = [Self::Text, Self::Ansi, Self::Svg, Self::Png];

    /// Returns the word that names the format on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Ansi => "ansi",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// Returns the format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Draws a buffer in this format. Text ignores the palette, and only PNG asks for the scale.
    ///
    /// # Errors
    /// Only PNG can fail; see [`png()`].
    pub fn draw(
        self,
        buffer: &Buffer,
        palette: &Palette,
        scale: u32,
    ) -> Result<Vec<u8>, PictureError> {
        match self {
            Self::Text => Ok(text(buffer).into_bytes()),
            Self::Ansi => Ok(ansi(buffer).into_bytes()),
            Self::Svg => Ok(svg(buffer, palette).into_bytes()),
            Self::Png => png(buffer, palette, scale),
        }
    }
}

/// Why a picture could not be drawn.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The picture would have more pixels than can be held.
    #[error("a picture of {columns} by {rows} cells at scale {scale} is too large")]
    TooLarge {
        /// Columns of the buffer.
        columns: u16,
        /// Rows of the buffer.
        rows: u16,
        /// Pixels for each unit of the cell grid.
        scale: u32,
    },
    /// The embedded font could not be read.
    #[error("the embedded font could not be read")]
    Font(#[from] ab_glyph::InvalidFont),
    /// The pixels could not be packed.
    #[error("the pixels could not be packed: {0}")]
    Packing(#[from] ::png::EncodingError),
}
