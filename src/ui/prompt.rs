//! The line in which a person types, in colours where it is a query, and what could complete it.

use std::ops::Range;

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    pen::{Pen, cells, spelt},
    theme::Theme,
    title::thousands,
};
use crate::{
    app::{
        App,
        action::Action,
        facets::first_row,
        prompt::{Prompt, Purpose, tell},
    },
    question::language::{Piece, Query},
};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, prompt: &Prompt, area: Rect) {
    let theme = pen.look.theme;
    let query = app.typed_query();
    let wrong =
        query.as_ref().and_then(|query| first_wrong(query, prompt.text(), prompt.cursor_byte()));
    let label = format!(" {}", prompt.purpose.label());
    let used = pen.put((area.x, area.y), area.width, &label, theme.key);
    let (right, is_wrong) = match &wrong {
        _ if !app.notice().is_empty() => (app.notice().to_string(), true),
        Some((_, message)) => (message.clone(), true),
        None => (result(app, prompt.purpose), false),
    };
    let text = prompt.text();
    let (before, after) = text.split_at(prompt.cursor_byte());
    let typed = cells(&spelt(before, pen.glyphs())) + cells(&spelt(after, pen.glyphs()));
    // What is said has the half of the line, or all that the typed text leaves.
    let free = area.width.saturating_sub(used.saturating_add(typed as u16).saturating_add(3));
    let right_width = (cells(&right) as u16 + 1).min(free.max(area.width / 2));
    let room = area.width.saturating_sub(used + right_width + 2);
    // The cursor is seen: of a long text, the letters at the front make room for it.
    let mut hidden = 0;
    let mut cursor = cells(&spelt(before, pen.glyphs()));
    for letter in before.graphemes(true) {
        if cursor < usize::from(room.max(1)) {
            break;
        }
        cursor -= cells(&spelt(letter, pen.glyphs())).min(cursor);
        hidden += letter.len();
    }
    let mut x = area.x + used;
    let end = x + room;
    for (range, style) in
        styled(text, query.as_ref(), wrong.as_ref().map(|(range, _)| range), &theme)
    {
        let piece = &text[range.start.max(hidden).min(range.end)..range.end];
        if x >= end {
            break;
        }
        x += pen.put((x, area.y), end - x, piece, style);
    }
    let cell = Rect { x: area.x + used + cursor as u16, width: 1, height: 1, ..area };
    pen.paint(cell, Style::new().add_modifier(Modifier::REVERSED));
    let style = if is_wrong { theme.warning } else { theme.quiet };
    pen.put_right((area.right() - right_width, area.y), right_width, &right, style);
}

/// Returns what the typed text finds.
fn result(app: &App, purpose: Purpose) -> String {
    let answer = app.answer();
    let enter = app.keymap().spoken(Action::Open);
    match purpose {
        Purpose::Search => counted(answer.hits, "hit"),
        Purpose::Query => match answer.unmatched.first() {
            Some(unmatched) => unmatched.to_string(),
            None => counted(answer.possible, "event"),
        },
        Purpose::SaveView => format!("{enter} saves, an old name is replaced"),
        Purpose::Note => format!("{enter} keeps it, empty takes it away"),
        Purpose::GoTo => "2021, 2021-03, 2021q3, -6mo, today".to_owned(),
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", thousands(count), if count == 1 { "" } else { "s" })
}

/// Returns the first thing that is wrong; what the person is still typing is not.
fn first_wrong(query: &Query, text: &str, cursor: usize) -> Option<(Range<usize>, String)> {
    let is_typed = |range: &Range<usize>| {
        // Whatever was opened may be closed yet, as long as there is something to come.
        let is_open = cursor == text.len() && text[range.clone()].starts_with(['(', '"']);
        range.end == cursor || is_open
    };
    let mistakes = query.mistakes.iter().filter(|m| !m.unfinished || !is_typed(&m.range));
    mistakes.chain(&query.notes).map(|mistake| (mistake.range.clone(), tell(mistake))).next()
}

/// Divides the text into pieces of one style each.
fn styled(
    text: &str,
    query: Option<&Query>,
    wrong: Option<&Range<usize>>,
    theme: &Theme,
) -> Vec<(Range<usize>, Style)> {
    let pieces = query.map_or(&[][..], |query| query.pieces.as_slice());
    let mut edges = vec![0, text.len()];
    edges.extend(pieces.iter().map(|(range, _)| range).chain(wrong).flat_map(|r| [r.start, r.end]));
    edges.sort_unstable();
    edges.dedup();
    let style = |at: usize| {
        let piece = pieces.iter().find(|(range, _)| range.contains(&at));
        let style = match piece.map(|(_, piece)| piece) {
            Some(Piece::Name) => theme.key,
            Some(Piece::Value) => theme.included,
            Some(Piece::Operator) => theme.strong,
            Some(Piece::Words) | None => theme.text,
        };
        match wrong {
            Some(range) if range.contains(&at) => theme.warning.add_modifier(Modifier::UNDERLINED),
            _ => style,
        }
    };
    edges.windows(2).map(|edge| (edge[0]..edge[1], style(edge[0]))).collect()
}

/// Draws what could complete the word at the cursor, above the line.
pub(super) fn draw_completions(pen: &mut Pen<'_>, app: &App, prompt: &Prompt) {
    let offered = app.completions();
    let (area, column) = app.completion_area(&offered);
    if area.height < 3 {
        return;
    }
    pen.clear(area);
    let complete = app.keymap().spoken(Action::NextPane);
    let height = area.height - 2;
    let first = first_row(prompt.pick().unwrap_or(0), height);
    let title = match offered.len().saturating_sub(first + usize::from(height)) {
        0 => format!("{complete} completes"),
        more => format!("{complete} completes, {more} more"),
    };
    pen.frame(area, &title, "", true);
    let theme = pen.look.theme;
    for (n, completion) in offered.iter().enumerate().skip(first).take(usize::from(height)) {
        let y = area.y + 1 + (n - first) as u16;
        let is_picked = prompt.pick() == Some(n);
        if is_picked {
            pen.put((area.x + 1, y), 1, pen.glyphs().cursor, theme.strong);
        }
        let style = if completion.count == Some(0) { theme.quiet } else { theme.key };
        let count = completion.count.map(thousands).unwrap_or_default();
        let room = area.width.saturating_sub(4 + count.len() as u16 + 1);
        let used = pen.put((area.x + 2, y), room, &completion.insert, style);
        let about = area.x + 2 + column.max(used + 1);
        let room = (area.right() - 2).saturating_sub(about + count.len() as u16 + 1);
        pen.put((about, y), room, &completion.about, theme.quiet);
        pen.put_right(
            (area.right() - 2 - count.len() as u16, y),
            count.len() as u16,
            &count,
            theme.text,
        );
        if is_picked {
            let row = Rect { x: area.x + 1, y, width: area.width - 2, height: 1 };
            pen.paint(row, theme.selection);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_one_thing_as_one() {
        let texts = [0, 1, 2, 1_204].map(|count| counted(count, "event"));
        assert_eq!(texts, ["0 events", "1 event", "2 events", "1,204 events"]);
    }
}
