//! What a terminal's colour names look like in a picture.
//!
//! Terminals leave the first sixteen colours to the person. A picture has no person to ask, so it brings two
//! palettes of its own. The other 240 colours are fixed by custom.

use ratatui::style::{Color, Modifier};

use super::pieces::Look;

/// A colour of a picture: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Returns the colour written as `0xrrggbb`.
    pub const fn from_hex(hex: u32) -> Self {
        Self((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
    }

    /// Returns the colour that lies `part` of `whole` steps from `self` on the way to `other`.
    pub(super) fn toward(self, other: Self, part: u32, whole: u32) -> Self {
        let whole = whole.max(1);
        let part = part.min(whole);
        let mix = |from: u8, to: u8| {
            let sum = u32::from(from) * (whole - part) + u32::from(to) * part;
            ((sum + whole / 2) / whole) as u8
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// The colours that a terminal's owner would choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Text without a colour of its own.
    pub foreground: Rgb,
    /// Ground without a colour of its own.
    pub background: Rgb,
    /// Black, red, green, yellow, blue, magenta, cyan, white, then the bright eight.
    pub ansi: [Rgb; 16],
}

/// The colours in which one cell is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ink {
    pub(super) foreground: Rgb,
    pub(super) background: Rgb,
    pub(super) underline: Rgb,
}

/// How much of a dim text's colour remains, in sixteenths.
const DIM: u32 = 10;

impl Palette {
    /// Light text on a dark ground.
    ///
    /// Every colour but black is at least 4.5:1 against the ground.
    pub const DARK: Self = Self {
        foreground: Rgb::from_hex(0x00d9_dee8),
        background: Rgb::from_hex(0x0014_1a24),
        ansi: [
            Rgb::from_hex(0x002a_3342),
            Rgb::from_hex(0x00f0_7178),
            Rgb::from_hex(0x008f_c878),
            Rgb::from_hex(0x00e6_b455),
            Rgb::from_hex(0x006c_a8f5),
            Rgb::from_hex(0x00c7_92ea),
            Rgb::from_hex(0x0056_c2c8),
            Rgb::from_hex(0x00c3_cad6),
            Rgb::from_hex(0x0083_90a5),
            Rgb::from_hex(0x00ff_9095),
            Rgb::from_hex(0x00b3_e19d),
            Rgb::from_hex(0x00ff_d580),
            Rgb::from_hex(0x0094_c4ff),
            Rgb::from_hex(0x00dd_b6f8),
            Rgb::from_hex(0x0084_e1e4),
            Rgb::from_hex(0x00ff_ffff),
        ],
    };

    /// Dark text on a light ground.
    ///
    /// Every colour but the two whites is at least 4.5:1 against the ground. The whites stay light, because
    /// they are the letters on coloured grounds.
    pub const LIGHT: Self = Self {
        foreground: Rgb::from_hex(0x0024_2b36),
        background: Rgb::from_hex(0x00fb_fbf9),
        ansi: [
            Rgb::from_hex(0x0024_2b36),
            Rgb::from_hex(0x00c0_2b37),
            Rgb::from_hex(0x0026_7a3e),
            Rgb::from_hex(0x008f_5f00),
            Rgb::from_hex(0x001f_5fc4),
            Rgb::from_hex(0x008a_3fb5),
            Rgb::from_hex(0x0009_7380),
            Rgb::from_hex(0x00d8_dce2),
            Rgb::from_hex(0x0066_6f7d),
            Rgb::from_hex(0x00d0_2f3c),
            Rgb::from_hex(0x001b_8044),
            Rgb::from_hex(0x0099_6600),
            Rgb::from_hex(0x002f_6fdf),
            Rgb::from_hex(0x009c_4bcb),
            Rgb::from_hex(0x0000_7d8c),
            Rgb::from_hex(0x00ff_ffff),
        ],
    };

    /// Returns the colour of a name or a number; `None` is what the terminal calls its default.
    pub(super) fn color(&self, color: Color) -> Option<Rgb> {
        match color {
            Color::Rgb(red, green, blue) => Some(Rgb(red, green, blue)),
            Color::Indexed(index) => Some(self.indexed(index)),
            named => number(named).map(|index| self.indexed(index)),
        }
    }

    /// Returns a colour of the table of 256: our sixteen, a cube of six steps a side, a ramp of greys.
    fn indexed(&self, index: u8) -> Rgb {
        match index {
            0..16 => self.ansi[usize::from(index)],
            16..232 => {
                let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
                let n = index - 16;
                Rgb(level(n / 36), level(n / 6 % 6), level(n % 6))
            }
            232.. => {
                let grey = 8 + 10 * (index - 232);
                Rgb(grey, grey, grey)
            }
        }
    }

    /// Returns the colours in which a cell of this look is painted.
    pub(super) fn ink(&self, look: Look) -> Ink {
        let mut foreground = self.color(look.fg).unwrap_or(self.foreground);
        let mut background = self.color(look.bg).unwrap_or(self.background);
        if look.modifier.contains(Modifier::DIM) {
            foreground = background.toward(foreground, DIM, 16);
        }
        if look.modifier.contains(Modifier::REVERSED) {
            (foreground, background) = (background, foreground);
        }
        let underline = self.color(look.underline).unwrap_or(foreground);
        Ink { foreground, background, underline }
    }
}

/// Returns the number of a colour that has a name.
pub(super) const fn number(color: Color) -> Option<u8> {
    match color {
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => None,
        Color::Black => Some(0),
        Color::Red => Some(1),
        Color::Green => Some(2),
        Color::Yellow => Some(3),
        Color::Blue => Some(4),
        Color::Magenta => Some(5),
        Color::Cyan => Some(6),
        Color::Gray => Some(7),
        Color::DarkGray => Some(8),
        Color::LightRed => Some(9),
        Color::LightGreen => Some(10),
        Color::LightYellow => Some(11),
        Color::LightBlue => Some(12),
        Color::LightMagenta => Some(13),
        Color::LightCyan => Some(14),
        Color::White => Some(15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(Rgb(red, green, blue): Rgb) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn can_be_read_in_every_colour_meant_for_text() {
        for (name, palette, grounds) in
            [("dark", Palette::DARK, &[0][..]), ("light", Palette::LIGHT, &[7, 15][..])]
        {
            assert!(contrast(palette.foreground, palette.background) >= 10.0, "{name}");
            for (n, color) in palette.ansi.into_iter().enumerate() {
                let ratio = contrast(color, palette.background);
                assert!(grounds.contains(&n) || ratio >= 4.5, "{name} {n}: {ratio:.2}");
            }
        }
    }

    #[test]
    fn keeps_dim_text_above_the_contrast_of_large_text() {
        for palette in [Palette::DARK, Palette::LIGHT] {
            let ink = palette.ink(Look { modifier: Modifier::DIM, ..Look::PLAIN });
            assert!(contrast(ink.foreground, ink.background) >= 3.0);
        }
    }

    #[test]
    fn knows_the_table_of_256() {
        let palette = Palette::DARK;
        assert_eq!(palette.color(Color::Indexed(9)), palette.color(Color::LightRed));
        assert_eq!(palette.color(Color::Indexed(16)), Some(Rgb(0, 0, 0)));
        assert_eq!(palette.color(Color::Indexed(208)), Some(Rgb(255, 135, 0)));
        assert_eq!(palette.color(Color::Indexed(231)), Some(Rgb(255, 255, 255)));
        assert_eq!(palette.color(Color::Indexed(232)), Some(Rgb(8, 8, 8)));
        assert_eq!(palette.color(Color::Indexed(255)), Some(Rgb(238, 238, 238)));
    }

    #[test]
    fn swaps_and_dims_as_terminals_do() {
        let palette = Palette::LIGHT;
        let look = Look { fg: Color::Red, bg: Color::White, ..Look::PLAIN };
        let swapped = palette.ink(Look { modifier: Modifier::REVERSED, ..look });
        assert_eq!((swapped.foreground, swapped.background), (palette.ansi[15], palette.ansi[1]));
        assert_eq!(swapped.underline, swapped.foreground);
        let lined = palette.ink(Look { underline: Color::Blue, ..look });
        assert_eq!(lined.underline, palette.ansi[4]);
    }
}
