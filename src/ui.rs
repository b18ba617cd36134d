//! From the state of the app to the cells of the screen. Pure: `&App` in, `Buffer` out.
//!
//! What a terminal may do beyond showing cells, to open an address, is told beside them ([`Hyperlink`]), so that a
//! picture of the screen holds nothing but text.
//!
//! ```text
//!  dateline  title      22 of 22 events     2015 - 2025-08                  UTC      title.rs
//!  country: Mali  x                                        F off  X clear  u undo    chips.rs
//!  all |   ..:-::-..                  [.:++####*+-:..]                  3 per 5 wk   density.rs
//! +- Country -- c -++- Timeline -- 1 cell = 6 weeks ------++- Detail ------------+
//! | [x] Mali   12  || When           2024   2025   Title  || Four drivers freed  |  timeline.rs
//! | [ ] Niger   9  ||>2025-08-03          *         Four ..|| 3 August 2025       |  + axis.rs, rows.rs
//! +----------------++--------------------------------------++---------------------+  facets.rs detail.rs
//! +- Story title  3/8 ***ooooo ------ <space> next  <left> back  <esc> close ---+  story.rs
//!  12/22   what the last key did                                    3 hidden: F      status.rs
//!  ? help   c country   g group   / search ...                                       status.rs
//! ```

#![deny(clippy::disallowed_methods)]

mod chips;
mod density;
mod depth;
mod detail;
mod facets;
mod glyphs;
mod help;
mod hyperlink;
mod listing;
mod pen;
mod prompt;
mod silences;
mod stage;
mod status;
mod story;
#[cfg(test)]
mod tests;
mod theme;
mod timeline;
mod title;
mod views;

use ratatui::{buffer::Buffer, layout::Rect};

use self::pen::Pen;
pub use self::{
    depth::Depth,
    glyphs::{ASCII, Glyphs, UNICODE},
    hyperlink::Hyperlink,
    theme::{Theme, ThemeName},
};
use crate::app::{
    App, Overlay,
    action::Action,
    regions::{LEAST, Pane, Shape},
};

/// How things look: colours and signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The colours.
    pub theme: Theme,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

impl Look {
    /// Puts a theme and a set of signs together.
    #[must_use]
    pub fn new(theme: ThemeName, ascii: bool) -> Self {
        Self { theme: theme.theme(), glyphs: if ascii { &ASCII } else { &UNICODE } }
    }
}

/// Draws the whole screen; returns the addresses on it.
pub fn draw(app: &App, look: &Look, buffer: &mut Buffer) -> Vec<Hyperlink> {
    let area = buffer.area;
    let mut pen = Pen { buffer, look, hyperlinks: Vec::new() };
    pen.clear(area);
    let regions = app.regions();
    if regions.shape == Shape::TooSmall {
        too_small(&mut pen, app, area);
        return Vec::new();
    }
    title::draw(&mut pen, app, regions.title);
    chips::draw(&mut pen, app, regions.chips);
    density::draw(&mut pen, app, regions.strip, regions.strip_labels);
    if !regions.list.is_empty() {
        timeline::draw(&mut pen, app, &regions);
    }
    if !regions.detail.is_empty() {
        detail::draw(&mut pen, app, &regions);
    }
    for (field, area) in &regions.facets {
        pen.clear(*area);
        facets::draw(&mut pen, app, *field, *area);
    }
    if !regions.story.is_empty() {
        story::draw(&mut pen, app, &regions);
    }
    status::draw_status(&mut pen, app, regions.status);
    status::draw_hints(&mut pen, app, regions.hints);
    status::draw_ways_on(&mut pen, app, area);
    match app.overlay() {
        Some(Overlay::Help(help)) => help::draw(&mut pen, app, help, area),
        Some(Overlay::Views(listing)) => views::draw(&mut pen, app, listing, area),
        Some(Overlay::Silences(open)) => silences::draw(&mut pen, app, open, area),
        Some(Overlay::Prompt(prompt)) => {
            prompt::draw_completions(&mut pen, app, prompt);
        }
        None => {}
    }
    pen.hyperlinks
}

fn too_small(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let (width, height) = LEAST;
    let lines = [
        "dateline needs".to_owned(),
        format!("{width}x{height} cells,"),
        format!("this is {}x{}.", area.width, area.height),
        format!("{} quits", app.keymap().spoken(Action::Close)),
    ];
    for (row, line) in lines.iter().enumerate() {
        pen.put((area.x, area.y + row as u16), area.width, line, pen.look.theme.text);
    }
}

/// Tells whether a pane has the focus, and neither a story nor anything that lies over it gets the keys.
fn has_focus(app: &App, pane: Pane) -> bool {
    app.focus() == pane && app.overlay().is_none() && !app.is_telling()
}
