//! The help page: every action, its keys, found by typing.

use ratatui::layout::Rect;

use super::{listing::Found, pen::Pen};
use crate::app::{
    App,
    action::Action,
    help::{NAMES, found},
    listing::Listing,
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, help: &Listing, screen: Rect) {
    let keymap = app.keymap();
    let title = format!("Help: type to find an action, {} runs it", keymap.spoken(Action::Open));
    let caps = app.caps();
    let item = |action: Action| (keymap.shown(action).join("  "), caps.sentence(action));
    let items = found(help, keymap, caps).into_iter().map(item).collect();
    let found = Found { title: &title, none: "No action is described so", names: NAMES, items };
    found.draw(pen, app, help, screen);
}
