//! Colours by meaning. No other file names a colour.

use ratatui::style::{Color, Modifier, Style};

/// The styles of everything that is drawn, by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text, and the background of everything.
    pub text: Style,
    /// What matters less: labels, counts of nothing, the grid.
    pub quiet: Style,
    /// The name of the data, the title of an event, a heading.
    pub strong: Style,
    /// The line or value under the cursor. Never by colour alone.
    pub selection: Style,
    /// The frame of the pane that has the focus.
    pub focus: Style,
    /// The frames of the others.
    pub frame: Style,
    /// An event that is known to the day or better.
    pub exact: Style,
    /// An event that is known to a span only.
    pub vague: Style,
    /// Something that lasted.
    pub lasting: Style,
    /// Contradictions, problems, exclusions.
    pub warning: Style,
    /// What a search found.
    pub hit: Style,
    /// A marked event.
    pub mark: Style,
    /// A key in a hint.
    pub key: Style,
    /// What is included.
    pub included: Style,
    /// Something that can be followed.
    pub link: Style,
    /// The bars of the title and of the hints.
    pub bar: Style,
}

/// The themes there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// The 16 colours that the terminal's owner has chosen.
    #[default]
    Terminal,
    /// Dark letters on a light ground.
    Light,
    /// Light letters on a dark ground.
    Dark,
    /// As far apart as can be.
    Contrast,
    /// No colours at all: bold, dim, underlined, reversed.
    Mono,
}

impl ThemeName {
    /// All themes.
    pub const ALL: [Self; 5] =
        [Self::Terminal, Self::Light, Self::Dark, Self::Contrast, Self::Mono];

    /// Returns the word for it on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
            Self::Mono => "mono",
        }
    }

    /// Returns the theme of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// Returns its styles.
    #[must_use]
    pub fn theme(self) -> Theme {
        match self {
            Self::Terminal => terminal(),
            Self::Light => coloured(&LIGHT),
            Self::Dark => coloured(&DARK),
            Self::Contrast => coloured(&CONTRAST),
            Self::Mono => mono(),
        }
    }
}

const BOLD: Modifier = Modifier::BOLD;

/// Shapes of emphasis without a colour; every theme starts from them, so nothing hangs on colour alone.
fn mono() -> Theme {
    let plain = Style::new();
    Theme {
        text: plain,
        quiet: plain.add_modifier(Modifier::DIM),
        strong: plain.add_modifier(BOLD),
        // Nothing in the line under the cursor is dim, or it could not be read in reverse.
        selection: plain.add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM),
        focus: plain.add_modifier(BOLD),
        frame: plain.add_modifier(Modifier::DIM),
        exact: plain.add_modifier(BOLD),
        vague: plain,
        lasting: plain.add_modifier(BOLD),
        warning: plain.add_modifier(BOLD),
        hit: plain.add_modifier(Modifier::UNDERLINED).add_modifier(BOLD),
        mark: plain.add_modifier(BOLD),
        key: plain.add_modifier(BOLD),
        included: plain.add_modifier(BOLD),
        link: plain.add_modifier(Modifier::UNDERLINED),
        bar: plain,
    }
}

/// Only the darker half of the 16 colours is used, and never yellow: those are readable on both grounds.
fn terminal() -> Theme {
    let base = mono();
    Theme {
        selection: base.selection.fg(Color::Reset).bg(Color::Reset),
        focus: base.focus.fg(Color::Cyan),
        exact: base.exact.fg(Color::Cyan),
        vague: base.vague.fg(Color::Magenta),
        lasting: base.lasting.fg(Color::Green),
        warning: base.warning.fg(Color::Red),
        mark: base.mark.fg(Color::Red),
        key: base.key.fg(Color::Cyan),
        included: base.included.fg(Color::Green),
        link: base.link.fg(Color::Cyan),
        ..base
    }
}

/// The colours of a theme that paints its own ground.
struct Colours {
    ground: u32,
    text: u32,
    quiet: u32,
    frame: u32,
    bar: u32,
    selection: u32,
    blue: u32,
    green: u32,
    purple: u32,
    red: u32,
}

const LIGHT: Colours = Colours {
    ground: 0x00fb_faf5,
    text: 0x0024_292f,
    quiet: 0x006a_737d,
    frame: 0x00c5_c8c4,
    bar: 0x00ec_ebe4,
    selection: 0x00d3_e3f5,
    blue: 0x0006_5a9e,
    green: 0x001a_6f37,
    purple: 0x0082_3fa8,
    red: 0x00b3_2430,
};

const DARK: Colours = Colours {
    ground: 0x0015_1a21,
    text: 0x00d6_dae0,
    quiet: 0x0086_909c,
    frame: 0x003a_424d,
    bar: 0x001f_2630,
    selection: 0x002b_4460,
    blue: 0x0072_b7f2,
    green: 0x007f_c98a,
    purple: 0x00c9_9df0,
    red: 0x00f2_8b82,
};

const CONTRAST: Colours = Colours {
    ground: 0x0000_0000,
    text: 0x00ff_ffff,
    quiet: 0x00d0_d0d0,
    frame: 0x00ff_ffff,
    bar: 0x0000_0000,
    selection: 0x0000_3f8f,
    blue: 0x005f_d7ff,
    green: 0x005f_ff87,
    purple: 0x00ff_afff,
    red: 0x00ff_8787,
};

fn coloured(colours: &Colours) -> Theme {
    let base = mono();
    let plain = |style: Style| Style { add_modifier: Modifier::empty(), ..style };
    let on = |style: Style, colour: u32| style.fg(rgb(colour)).bg(rgb(colours.ground));
    let bar = Style::new().fg(rgb(colours.text)).bg(rgb(colours.bar));
    Theme {
        text: on(base.text, colours.text),
        // The quiet colour says it already; dimming it as well would make it hard to read.
        quiet: on(plain(base.quiet), colours.quiet),
        strong: on(base.strong, colours.text),
        selection: Style::new().bg(rgb(colours.selection)).add_modifier(BOLD),
        focus: on(base.focus, colours.blue),
        frame: on(plain(base.frame), colours.frame),
        exact: on(base.exact, colours.blue),
        vague: on(base.vague, colours.purple),
        lasting: on(base.lasting, colours.green),
        warning: on(base.warning, colours.red),
        hit: on(base.hit, colours.text),
        mark: on(base.mark, colours.red),
        key: on(base.key, colours.blue),
        included: on(base.included, colours.green),
        link: on(base.link, colours.blue),
        bar,
    }
}

const fn rgb(colour: u32) -> Color {
    Color::from_u32(colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_selection_and_focus_apart_without_colour() {
        for name in ThemeName::ALL {
            let theme = name.theme();
            assert!(!theme.selection.add_modifier.is_empty(), "{name:?}");
            assert!(theme.focus.add_modifier.contains(BOLD), "{name:?}");
        }
        let mono = ThemeName::Mono.theme();
        for style in [mono.text, mono.exact, mono.selection, mono.warning, mono.bar] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
}
