//! The list of saved views.

use ratatui::layout::Rect;

use super::{listing::Found, pen::Pen};
use crate::app::{
    App,
    action::Action,
    listing::Listing,
    views::{NAMES, about},
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, listing: &Listing, screen: Rect) {
    let [open, remove] =
        [Action::Open, Action::RemoveView].map(|action| app.keymap().spoken(action));
    let title = format!("Saved views: type to find, {open} opens, {remove} removes");
    let items = app.found_views().into_iter().map(|saved| (saved.name.to_string(), about(saved)));
    let items = items.collect();
    let found = Found { title: &title, none: "No view is called so", names: NAMES, items };
    found.draw(pen, app, listing, screen);
}
