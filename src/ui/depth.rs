//! How many colours a terminal shows, and a look that keeps to them.
//!
//! Each colour becomes the nearest one that there is. What could be read before can still be read, and the line
//! under the cursor still lies on a ground of its own.

mod seen;
#[cfg(test)]
mod tests;

use ratatui::style::{Color, Style};

use self::seen::Seen;
use super::{
    Look,
    theme::{Theme, ThemeName},
};

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None: bold, dim, underlined, reversed.
    Mono,
    /// The 16 that its owner has chosen.
    Sixteen,
    /// Those and 240 that are the same everywhere.
    Palette256,
    /// All.
    True,
}

/// The contrast that letters need (WCAG 2, level AA).
const READABLE: f64 = 4.5;

/// What xterm and what VGA show for the 16 colours, if their owner says nothing. Others lie in between.
const SIXTEEN: [(Color, [u32; 2]); 16] = [
    (Color::Black, [0x0000_0000, 0x0000_0000]),
    (Color::Red, [0x00cd_0000, 0x00aa_0000]),
    (Color::Green, [0x0000_cd00, 0x0000_aa00]),
    (Color::Yellow, [0x00cd_cd00, 0x00aa_5500]),
    (Color::Blue, [0x0000_00ee, 0x0000_00aa]),
    (Color::Magenta, [0x00cd_00cd, 0x00aa_00aa]),
    (Color::Cyan, [0x0000_cdcd, 0x0000_aaaa]),
    (Color::Gray, [0x00e5_e5e5, 0x00aa_aaaa]),
    (Color::DarkGray, [0x007f_7f7f, 0x0055_5555]),
    (Color::LightRed, [0x00ff_0000, 0x00ff_5555]),
    (Color::LightGreen, [0x0000_ff00, 0x0055_ff55]),
    (Color::LightYellow, [0x00ff_ff00, 0x00ff_ff55]),
    (Color::LightBlue, [0x005c_5cff, 0x0055_55ff]),
    (Color::LightMagenta, [0x00ff_00ff, 0x00ff_55ff]),
    (Color::LightCyan, [0x0000_ffff, 0x0055_ffff]),
    (Color::White, [0x00ff_ffff, 0x00ff_ffff]),
];

/// The most that the ground of a bar may be off; else it gets no ground of its own.
const SHADE: f64 = 0.1;

impl Look {
    /// Returns this look in the colours that there are.
    #[must_use]
    pub fn with_depth(self, depth: Depth) -> Self {
        let theme = match depth {
            Depth::Mono => ThemeName::Mono.theme(),
            Depth::Sixteen => reduced(self.theme, &sixteen()),
            Depth::Palette256 => reduced(self.theme, &fixed()),
            Depth::True => self.theme,
        };
        Self { theme, ..self }
    }
}

/// A colour that there is.
#[derive(Debug, Clone, Copy)]
struct Shown {
    color: Color,
    /// What it looks like in one terminal and in another.
    looks: [Seen; 2],
}

/// A ground that letters lie on: as it was meant, and as it is.
type Ground = (Seen, Shown);

/// Returns a theme in the colours that there are. One that leaves the colours to the terminal is as it was.
fn reduced(theme: Theme, palette: &[Shown]) -> Theme {
    let meant = [theme.text.fg, theme.text.bg, theme.bar.bg, theme.selection.bg];
    let [Some(letters), Some(below), Some(behind), Some(picked)] =
        meant.map(|color| color.and_then(seen))
    else {
        return theme;
    };
    let ground = nearest(below, palette, |_| true);
    let text = ink(letters, palette, &[(below, ground)]);
    // Ordinary text is read on every ground.
    let is_ground = |shown: &Shown| text.contrast(shown) >= READABLE;
    let selection =
        nearest(picked, palette, |shown| is_ground(shown) && shown.color != ground.color);
    let bar = nearest(behind, palette, |shown| {
        is_ground(shown) && (shown.distance(behind) <= SHADE || shown.color == ground.color)
    });
    let grounds = [(below, ground), (behind, bar)];
    let on_ground = |style: Style| match style.fg.and_then(seen) {
        Some(letters) => style.fg(ink(letters, palette, &grounds).color).bg(ground.color),
        None => style,
    };
    Theme {
        text: on_ground(theme.text),
        quiet: on_ground(theme.quiet),
        strong: on_ground(theme.strong),
        selection: theme.selection.bg(selection.color),
        focus: on_ground(theme.focus),
        frame: on_ground(theme.frame),
        exact: on_ground(theme.exact),
        vague: on_ground(theme.vague),
        lasting: on_ground(theme.lasting),
        warning: on_ground(theme.warning),
        hit: on_ground(theme.hit),
        mark: on_ground(theme.mark),
        key: on_ground(theme.key),
        included: on_ground(theme.included),
        link: on_ground(theme.link),
        bar: theme.bar.fg(text.color).bg(bar.color),
    }
}

/// Returns the nearest colour that is read where the one that was meant is read.
fn ink(meant: Seen, palette: &[Shown], grounds: &[Ground]) -> Shown {
    let is_read = |shown: &Shown, (before, now): &Ground| {
        shown.contrast(now) >= meant.contrast(*before).min(READABLE)
    };
    nearest(meant, palette, |shown| grounds.iter().all(|ground| is_read(shown, ground)))
}

/// Returns the nearest colour of those that may be taken; the nearest of all if there is none.
fn nearest(meant: Seen, palette: &[Shown], may: impl Fn(&Shown) -> bool) -> Shown {
    let by_distance = |a: &&Shown, b: &&Shown| a.distance(meant).total_cmp(&b.distance(meant));
    let kin = |shown: &&Shown| shown.may_stand_for(meant) && may(shown);
    let found = palette.iter().filter(kin).min_by(by_distance);
    let found = found.or_else(|| palette.iter().min_by(by_distance));
    found.copied().unwrap_or(Shown { color: Color::Reset, looks: [meant; 2] })
}

impl Shown {
    /// Returns the lower one of the contrasts in the two terminals.
    fn contrast(&self, other: &Self) -> f64 {
        let [a, b] = [0, 1].map(|n| self.looks[n].contrast(other.looks[n]));
        a.min(b)
    }

    fn distance(&self, meant: Seen) -> f64 {
        let [a, b] = self.looks.map(|look| meant.distance(look));
        a.max(b)
    }

    fn may_stand_for(&self, meant: Seen) -> bool {
        self.looks.iter().all(|look| meant.may_become(*look))
    }
}

fn sixteen() -> Vec<Shown> {
    let shown = |(color, looks): &(Color, [u32; 2])| Shown {
        color: *color,
        looks: looks.map(|hex| Seen::new(rgb(hex))),
    };
    SIXTEEN.iter().map(shown).collect()
}

/// Returns the colours that are the same in every terminal: a cube of six steps a side, a ramp of greys.
fn fixed() -> Vec<Shown> {
    let shown = |index: u8| {
        let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
        let rgb = match index.checked_sub(232) {
            Some(grey) => [8 + 10 * grey; 3],
            None => [(index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6].map(level),
        };
        Shown { color: Color::Indexed(index), looks: [Seen::new(rgb); 2] }
    };
    (16..=255).map(shown).collect()
}

/// Returns what a colour looks like, unless the terminal's owner chooses it.
fn seen(color: Color) -> Option<Seen> {
    match color {
        Color::Rgb(red, green, blue) => Some(Seen::new([red, green, blue])),
        _ => None,
    }
}

/// Returns the colour written as `0xrrggbb`.
const fn rgb(hex: u32) -> seen::Rgb {
    let [_, red, green, blue] = hex.to_be_bytes();
    [red, green, blue]
}
