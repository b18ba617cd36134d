//! The step of a story: how far it is told, what to notice, and how to go on.

use ratatui::layout::Rect;

use super::pen::{Pen, cells, spelt};
use crate::app::{
    App,
    action::Action,
    regions::{Regions, Shape},
    story::Stage,
};

/// The most steps that get a sign each.
const MOST_SIGNS: usize = 20;

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, regions: &Regions) {
    let (Some(telling), Some(story)) = (app.telling(), app.story()) else { return };
    let area = regions.story;
    if telling.stage == Stage::Exploring {
        return reminder(pen, app, area);
    }
    let theme = pen.look.theme;
    let is_framed = regions.shape >= Shape::Medium;
    if is_framed {
        pen.frame(area, &story.title, "", true);
    } else {
        for x in area.left()..area.right() {
            pen.sign(x, area.y, pen.glyphs().focus[4], theme.focus);
        }
    }
    let (seen, after) = app.note_lines();
    head(pen, app, area, if is_framed { 0 } else { after });
    for (n, line) in seen.iter().enumerate() {
        let at = (regions.note.x, regions.note.y + n as u16);
        let style = if line.is_wrong { theme.warning } else { theme.text };
        pen.put(at, regions.note.width, &line.text, style);
    }
    if is_framed && after > 0 {
        let more = more_text(app, after);
        let width = cells(&more) as u16;
        let x = area.right().saturating_sub(width + 2);
        pen.put((x, area.bottom() - 1), width, &more, theme.warning);
    }
}

/// The upper edge: title, how far, a sign for each step, and the keys, as far as there is room.
fn head(pen: &mut Pen<'_>, app: &App, area: Rect, after: usize) {
    let theme = pen.look.theme;
    let (Some(telling), Some(story)) = (app.telling(), app.story()) else { return };
    let title = match story.title.trim() {
        "" => " Story ".to_owned(),
        title => format!(" {title} "),
    };
    let progress = format!(" {} ", app.story_progress().unwrap_or_default());
    let keys = match after {
        1.. => more_text(app, after),
        // Whoever follows a presenter does not turn the steps.
        0 if app.is_following() => String::new(),
        0 => keys_text(app),
    };
    let steps = story.steps.len();
    let signs = if (2..=MOST_SIGNS).contains(&steps) { steps + 2 } else { 0 };
    let room = usize::from(area.width.saturating_sub(4));
    let title_width = cells(&spelt(&title, pen.glyphs()));
    let mut used = title_width + progress.len();
    let mut has_room = |width: usize| {
        let fits = used + width <= room;
        used += if fits { width } else { 0 };
        fits
    };
    // That more is to be read matters more than the end of the title.
    let shows_keys = after > 0 || has_room(cells(&keys) + 1);
    let shows_signs = signs > 0 && has_room(signs);
    let right = if shows_keys { cells(&keys) as u16 } else { 0 };
    let title_room = (room as u16).saturating_sub(right + progress.len() as u16);
    let mut x = area.x + 2;
    x += pen.put((x, area.y), title_room, &title, theme.strong.patch(theme.focus));
    x += pen.put((x, area.y), progress.len() as u16, &progress, theme.key);
    if shows_signs {
        let (done, ahead) = (pen.glyphs().exact, pen.glyphs().vague);
        for step in 0..steps {
            let (sign, style) =
                if step <= telling.step { (done, theme.focus) } else { (ahead, theme.quiet) };
            pen.sign(x + step as u16, area.y, sign, style);
        }
        pen.put((x + steps as u16, area.y), 1, " ", theme.text);
    }
    if shows_keys {
        let style = if after > 0 { theme.warning } else { theme.quiet };
        pen.put((area.right().saturating_sub(right + 2), area.y), right, &keys, style);
    }
}

/// Says that there is a story to come back to.
fn reminder(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    let progress = app.story_progress().unwrap_or_default();
    let key = first_key(app, Action::Story);
    let line = [
        (" exploring; ", theme.quiet),
        (&key, theme.key),
        (&format!(" resumes the story at {progress}"), theme.text),
    ];
    let used = pen.put_all(area, &line);
    let title = app.story().map(|story| format!("   {}", story.title)).unwrap_or_default();
    pen.put((area.x + used, area.y), area.width.saturating_sub(used), &title, theme.quiet);
}

fn keys_text(app: &App) -> String {
    let [next, back, close] = [Action::NextStep, Action::PreviousStep, Action::Cancel]
        .map(|action| first_key(app, action));
    format!(" {next} next  {back} back  {close} close ")
}

fn first_key(app: &App, action: Action) -> String {
    app.keymap().shown(action).into_iter().next().unwrap_or_default()
}

fn more_text(app: &App, lines: usize) -> String {
    format!(" {lines} more: {} ", first_key(app, Action::NextStep))
}
