//! Who presents and who watches, and the tour: a few words in the first line and in the last.

use unicode_width::UnicodeWidthStr;

use super::{glyphs::Glyphs, pen::spelt, title::thousands};
use crate::app::{
    App,
    action::Action,
    stage::{Audience, Role},
};

/// What stands behind each part at the right of the first line.
const AIR: &str = "  ";

/// Returns what the first line says of a presentation, as much as there is room for; empty without one.
///
/// The shortest form is said wherever one is.
pub(super) fn title_text(app: &App, glyphs: &Glyphs, room: usize) -> String {
    let Some(audience) = app.audience() else { return String::new() };
    let forms = forms(app, audience, glyphs)
        .into_iter()
        .map(|form| spelt(&form, glyphs).into_owned() + AIR);
    let mut shortest = String::new();
    for form in forms {
        if form.width() <= room {
            return form;
        }
        shortest = form;
    }
    shortest
}

/// Returns the ways to say it, the longest first.
fn forms(app: &App, audience: &Audience, glyphs: &Glyphs) -> Vec<String> {
    let dot = glyphs.dot;
    let watch = match audience.watching {
        0 => "nobody watches".to_owned(),
        1 => "1 watches".to_owned(),
        n => format!("{} watch", thousands(n as u64)),
    };
    match audience.role {
        Role::Leads => {
            vec![format!("presenting {dot} {watch}"), "presenting".to_owned()]
        }
        Role::Follows => {
            let name = audience.leader_name();
            vec![
                format!("{name} is presenting {dot} {watch}"),
                format!("{name} is presenting"),
                format!("{name} presents"),
                "following".to_owned(),
            ]
        }
        Role::Roams => match app.keymap().shown(Action::Rejoin).first() {
            Some(key) => vec![format!("roaming {dot} {key} rejoins"), "roaming".to_owned()],
            None => vec!["roaming".to_owned()],
        },
    }
}

/// Tells whether the person has left a presentation to look around.
pub(super) fn is_roaming(app: &App) -> bool {
    app.audience().is_some_and(|audience| audience.role == Role::Roams)
}

/// Returns what the last line says of the tour while one is shown.
pub(super) fn tour_text(app: &App) -> Option<String> {
    let (shown, all) = app.tour_progress()?;
    Some(format!("tour {shown}/{all}: any key takes over"))
}
