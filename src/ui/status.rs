//! The last two lines: where in the list, what the last key did, and which keys there are.

use ratatui::{layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

use super::{
    listing::unseen,
    pen::{Pen, cells},
    prompt, stage,
    timeline::cell_text,
    title::thousands,
};
use crate::app::{
    App, Overlay,
    action::Action,
    keymap,
    prompt::Purpose,
    regions::{Pane, Shape},
};
use crate::question::Field;

pub(super) fn draw_status(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    let answer = app.answer();
    if let Some(Overlay::Prompt(prompt)) = app.overlay() {
        return prompt::draw(pen, app, prompt, area);
    }
    let dot = format!(" {} ", pen.glyphs().dot);
    let mut parts = Vec::new();
    if app.is_waiting() {
        parts.push(pen.glyphs().ellipsis.to_owned());
    } else if let Some((row, _)) = &answer.cursor {
        parts.push(format!("{}/{}", thousands(row + 1), thousands(answer.possible)));
    }
    if let Some(search) = app.search_in_force() {
        parts.push(format!("/{search} {}/{}", thousands(answer.hit), thousands(answer.hits)));
    }
    if let Some(count) = app.pending_count() {
        parts.push(format!("{count}{}", pen.glyphs().ellipsis));
    }
    let pending = app.pending_keys();
    if !pending.is_empty() {
        parts.push(format!("{}{}", keymap::name(pending), pen.glyphs().ellipsis));
    }
    let left = format!(" {}", parts.join(&dot));
    let mut right = hidden(app, &dot);
    let used = pen.put((area.x, area.y), area.width, &left, theme.strong);
    let room = area.width.saturating_sub(used + 3);
    // Without a frame there is no other place for it; it gives way to everything else.
    let unframed = app.regions().shape < Shape::Medium;
    if let Some(cell) = cell_text(app).filter(|_| unframed) {
        let parts =
            if right.is_empty() { format!("{cell} ") } else { format!("{cell}{dot}{right}") };
        if cells(app.notice()) + parts.width() + 2 < usize::from(room) {
            right = parts;
        }
    }
    let right_width = (right.width() as u16).min(room);
    pen.put(
        (area.x + used + 3, area.y),
        room.saturating_sub(right_width + 1),
        app.notice(),
        theme.text,
    );
    pen.put_right((area.right() - right_width, area.y), right_width, &right, theme.quiet);
}

/// Counts what is not on the screen: nothing is dropped without a word.
fn hidden(app: &App, dot: &str) -> String {
    let answer = app.answer();
    let key = |action| app.keymap().plain(action);
    let mut parts = Vec::new();
    let filtered = app.about().total - answer.matching;
    if filtered > 0 {
        parts.push(format!(
            "{} hidden by the filter: {}",
            thousands(filtered),
            key(Action::FiltersOff)
        ));
    }
    let outside = answer.matching - answer.possible;
    if outside > 0 {
        parts.push(format!("{} outside the window: {}", thousands(outside), key(Action::FitAll)));
    }
    if answer.undated > 0 {
        parts.push(format!("{} undated", thousands(answer.undated)));
    }
    if parts.is_empty() { String::new() } else { format!("{} ", parts.join(dot)) }
}

/// The hints of each place, the most useful first. `?` is first everywhere that it works.
fn hints(app: &App) -> &'static [(&'static str, Action)] {
    const BROWSE: &[(&str, Action)] = &[
        ("help", Action::Help),
        ("rejoin", Action::Rejoin),
        ("country", Action::Facet(Field::Country)),
        ("group", Action::Facet(Field::Group)),
        ("search", Action::Search),
        ("date", Action::GoTo),
        ("zoom", Action::ZoomIn),
        ("quit", Action::Close),
        ("story", Action::Story),
        ("filter", Action::Query),
        ("details", Action::Open),
        ("undo", Action::Undo),
        ("mark", Action::Mark),
        ("copy", Action::CopyText),
        ("maximise", Action::Maximise),
        ("next pane", Action::NextPane),
        ("pan", Action::WindowLater),
    ];
    const DETAIL: &[(&str, Action)] = &[
        ("help", Action::Help),
        ("rejoin", Action::Rejoin),
        ("next link", Action::Down),
        ("follow", Action::Open),
        ("back", Action::Back),
        ("list", Action::Cancel),
        ("copy", Action::CopyText),
        ("maximise", Action::Maximise),
    ];
    const FACET: &[(&str, Action)] = &[
        ("include", Action::Include),
        ("exclude", Action::Exclude),
        ("only", Action::Only),
        ("back", Action::Cancel),
        ("next pane", Action::NextPane),
    ];
    const QUERY: &[(&str, Action)] =
        &[("filter", Action::Open), ("complete", Action::NextPane), ("cancel", Action::Cancel)];
    const VIEWS: &[(&str, Action)] =
        &[("open", Action::Open), ("remove", Action::RemoveView), ("cancel", Action::Cancel)];
    const STORY: &[(&str, Action)] = &[
        ("help", Action::Help),
        ("rejoin", Action::Rejoin),
        ("next", Action::NextStep),
        ("back", Action::PreviousStep),
        ("close", Action::Cancel),
        ("next story", Action::Story),
    ];
    const FOLLOWING: &[(&str, Action)] = &[("help", Action::Help), ("quit", Action::Quit)];
    match (app.overlay(), app.focus()) {
        (None, _) if app.is_following() => FOLLOWING,
        (None, _) if app.is_telling() => STORY,
        (None, Pane::Timeline) => BROWSE,
        (None, Pane::Detail) => DETAIL,
        (None, Pane::Facet(_)) => FACET,
        (Some(Overlay::Prompt(prompt)), _) if prompt.purpose == Purpose::Query => QUERY,
        (Some(Overlay::Views(_)), _) => VIEWS,
        (Some(_), _) => &[("do it", Action::Open), ("cancel", Action::Cancel)],
    }
}

pub(super) fn draw_hints(pen: &mut Pen<'_>, app: &App, area: Rect) {
    let theme = pen.look.theme;
    pen.paint(area, theme.bar);
    let mut x = area.x + 1;
    if app.overlay().is_none() && matches!(app.focus(), Pane::Facet(_)) {
        x += pen.put((x, area.y), area.width, "type to find   ", theme.bar);
    }
    if let Some(tour) = stage::tour_text(app) {
        x += pen.put((x, area.y), area.width, &tour, theme.bar) + 3;
    }
    // While one is told, the key goes on to the next.
    let has_story = app.about().stories.len() > usize::from(app.is_telling());
    let useful = |action| match action {
        Action::Story => has_story,
        Action::Rejoin => stage::is_roaming(app),
        _ => true,
    };
    for (word, action) in hints(app).iter().filter(|(_, action)| useful(*action)) {
        let Some(key) = app.keymap().shown(*action).into_iter().next() else {
            continue;
        };
        let width = (key.len() + 1 + word.len()) as u16;
        if x + width > area.right() {
            break;
        }
        x += pen.put((x, area.y), area.right() - x, &key, Style { bg: theme.bar.bg, ..theme.key });
        x += pen.put((x, area.y), area.right() - x, &format!(" {word}"), theme.bar) + 2;
    }
    let others = match app.overlay() {
        None if app.is_following() => "any other key lets you look around",
        None if app.is_telling() && app.tour_progress().is_none() => "any other key explores",
        _ => "",
    };
    let room = area.right().saturating_sub(x);
    if usize::from(room) >= others.len() {
        pen.put((x, area.y), room, others, theme.bar);
    }
}

/// After the first key of two: the ways to go on.
pub(super) fn draw_ways_on(pen: &mut Pen<'_>, app: &App, screen: Rect) {
    if app.pending_keys().is_empty() {
        return;
    }
    let ways: Vec<_> = app.keymap().ways_on(app.context(), app.pending_keys()).collect();
    let caps = app.caps();
    let longest = ways.iter().map(|way| caps.sentence(way.action).len()).max().unwrap_or(0);
    let width = (longest as u16 + 12).min(screen.width);
    let height = (ways.len() as u16 + 2).min(screen.height);
    let area = Rect {
        x: screen.right() - width,
        y: screen.bottom().saturating_sub(height + 2),
        width,
        height,
    };
    pen.clear(area);
    pen.frame(area, &keymap::name(app.pending_keys()), &app.keymap().plain(Action::Cancel), true);
    let theme = pen.look.theme;
    let shown = usize::from(height.saturating_sub(2)).min(ways.len());
    unseen(pen, area, 0, ways.len() - shown);
    for (n, way) in ways.iter().enumerate().take(shown) {
        let y = area.y + 1 + n as u16;
        let key = keymap::name(&way.keys[app.pending_keys().len()..]);
        pen.put((area.x + 2, y), 6, &key, theme.key);
        pen.put((area.x + 8, y), width.saturating_sub(10), caps.sentence(way.action), theme.text);
    }
}
