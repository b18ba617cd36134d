//! From crossterm's events to inputs.
//!
//! crossterm reads the bytes and knows the keys of xterm and its kin, the Linux console and the kitty protocol,
//! mouse reports, focus and bracketed paste. What it tells that means nothing here (a key that comes up, a mouse that
//! moves with no button down, a media key) is dropped.
//!
//! What comes with the library, in version 0.29, and cannot be helped from outside:
//! - An Escape whose sequence arrives in a later read (a very slow line) is the Escape key, and the rest is typed.
//! - Alt+`[` and Alt+`O` look like the start of a sequence: they are lost, and with them the next key.
//! - A report that nobody asked for is typed as text (a control string), or swallows keys up to its last letter.
//! - A paste is kept whole, however long it is, and one whose end never comes swallows all keys; signals and a
//!   terminal that is gone are still heard ([`crate::runtime::listener`]).
//! - Home, End and Shift with arrows in rxvt's own spelling are not known.
//! - Ctrl with `\`, `]`, `^` and `_` arrives as Ctrl with 4, 5, 6 and 7.

use ratatui::crossterm::event::{
    Event, KeyCode as TheirCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use crate::app::{
    input::{Button, Input, Mouse, MouseKind},
    key::{Key, KeyCode},
};

/// Returns what an event means; nothing if it means nothing here.
///
/// The news of another size is left out: the loop hears the signal itself and asks for the size when it needs it.
#[must_use]
pub fn from_event(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => from_key(key).map(Input::Key),
        Event::Mouse(mouse) => from_mouse(mouse).map(Input::Mouse),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::FocusGained => Some(Input::FocusGained),
        Event::FocusLost => Some(Input::FocusLost),
        Event::Resize(..) => None,
    }
}

fn from_key(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let code = match key.code {
        // Some terminals send Ctrl+H, some Delete for the same key; none sends both.
        TheirCode::Char('h') if ctrl => return Some(Key::new(KeyCode::Backspace)),
        TheirCode::Char('\u{8}') | TheirCode::Backspace => KeyCode::Backspace,
        TheirCode::Char(c) if c.is_control() => return None,
        TheirCode::Char(c) => KeyCode::Char(c),
        TheirCode::Enter => KeyCode::Enter,
        TheirCode::Esc => KeyCode::Esc,
        TheirCode::Tab => KeyCode::Tab,
        TheirCode::BackTab => KeyCode::BackTab,
        TheirCode::Delete => KeyCode::Delete,
        TheirCode::Insert => KeyCode::Insert,
        TheirCode::Up => KeyCode::Up,
        TheirCode::Down => KeyCode::Down,
        TheirCode::Left => KeyCode::Left,
        TheirCode::Right => KeyCode::Right,
        TheirCode::Home => KeyCode::Home,
        TheirCode::End => KeyCode::End,
        TheirCode::PageUp => KeyCode::PageUp,
        TheirCode::PageDown => KeyCode::PageDown,
        TheirCode::F(n) => KeyCode::F(n),
        _ => return None,
    };
    let key = Key {
        code,
        ctrl,
        alt: key.modifiers.contains(KeyModifiers::ALT),
        shift: key.modifiers.contains(KeyModifiers::SHIFT),
    };
    Some(key.normal())
}

fn from_mouse(mouse: MouseEvent) -> Option<Mouse> {
    let kind = match mouse.kind {
        MouseEventKind::Down(button) => MouseKind::Down(from_button(button)),
        MouseEventKind::Up(button) => MouseKind::Up(from_button(button)),
        MouseEventKind::Drag(button) => MouseKind::Drag(from_button(button)),
        MouseEventKind::ScrollUp => MouseKind::ScrollUp,
        MouseEventKind::ScrollDown => MouseKind::ScrollDown,
        MouseEventKind::ScrollLeft => MouseKind::ScrollLeft,
        MouseEventKind::ScrollRight => MouseKind::ScrollRight,
        MouseEventKind::Moved => return None,
    };
    Some(Mouse {
        kind,
        column: mouse.column,
        row: mouse.row,
        ctrl: mouse.modifiers.contains(KeyModifiers::CONTROL),
        alt: mouse.modifiers.contains(KeyModifiers::ALT),
        shift: mouse.modifiers.contains(KeyModifiers::SHIFT),
    })
}

const fn from_button(button: MouseButton) -> Button {
    match button {
        MouseButton::Left => Button::Left,
        MouseButton::Middle => Button::Middle,
        MouseButton::Right => Button::Right,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::{KeyEventState, MediaKeyCode};

    use super::*;

    fn press(code: TheirCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn names_keys_as_the_help_page_does() {
        let (none, shift) = (KeyModifiers::NONE, KeyModifiers::SHIFT);
        let (ctrl, alt) = (KeyModifiers::CONTROL, KeyModifiers::ALT);
        let table = [
            (TheirCode::Char('c'), none, "c"),
            (TheirCode::Char('G'), shift, "G"),
            (TheirCode::Char('g'), shift, "G"),
            (TheirCode::Char('G'), shift | alt, "<a-G>"),
            (TheirCode::Char(' '), none, "<space>"),
            (TheirCode::Char(' '), ctrl, "<c-space>"),
            (TheirCode::Char('d'), ctrl, "<c-d>"),
            (TheirCode::Char('h'), ctrl, "<bs>"),
            (TheirCode::Char('\u{8}'), none, "<bs>"),
            (TheirCode::Backspace, none, "<bs>"),
            (TheirCode::BackTab, shift, "<s-tab>"),
            (TheirCode::Tab, shift, "<s-tab>"),
            (TheirCode::Left, shift, "<s-left>"),
            (TheirCode::Up, ctrl | alt, "<c-a-up>"),
            (TheirCode::F(2), none, "<f2>"),
            (TheirCode::Esc, none, "<esc>"),
            (TheirCode::Enter, none, "<enter>"),
            (TheirCode::Char('é'), KeyModifiers::SUPER, "é"),
        ];
        for (code, modifiers, name) in table {
            match from_event(press(code, modifiers)) {
                Some(Input::Key(key)) => assert_eq!(key.to_string(), name, "{code:?}"),
                other => assert_eq!(other, None, "{code:?} is a key"),
            }
        }
    }

    #[test]
    fn hears_repeats_and_no_releases() {
        let key = |kind| {
            let (code, state) = (TheirCode::Char('j'), KeyEventState::NONE);
            let modifiers = KeyModifiers::NONE;
            Event::Key(KeyEvent { code, modifiers, kind, state })
        };
        assert_eq!(from_event(key(KeyEventKind::Repeat)), Some(Key::char('j').into()));
        assert_eq!(from_event(key(KeyEventKind::Release)), None);
    }

    #[test]
    fn drops_what_means_nothing_here() {
        for code in [
            TheirCode::Null,
            TheirCode::CapsLock,
            TheirCode::Char('\u{1}'),
            TheirCode::Media(MediaKeyCode::Play),
        ] {
            assert_eq!(from_event(press(code, KeyModifiers::NONE)), None, "{code:?}");
        }
        assert_eq!(from_event(Event::Resize(80, 24)), None);
    }

    #[test]
    fn keeps_where_the_mouse_is_and_what_is_held() {
        let mouse = |kind| {
            from_event(Event::Mouse(MouseEvent {
                kind,
                column: 7,
                row: 9,
                modifiers: KeyModifiers::CONTROL,
            }))
        };
        let here = |kind| {
            let (column, row) = (7, 9);
            let (ctrl, alt, shift) = (true, false, false);
            Some(Input::Mouse(Mouse { kind, column, row, ctrl, alt, shift }))
        };
        let table = [
            (MouseEventKind::Down(MouseButton::Left), MouseKind::Down(Button::Left)),
            (MouseEventKind::Up(MouseButton::Middle), MouseKind::Up(Button::Middle)),
            (MouseEventKind::Drag(MouseButton::Right), MouseKind::Drag(Button::Right)),
            (MouseEventKind::ScrollUp, MouseKind::ScrollUp),
            (MouseEventKind::ScrollDown, MouseKind::ScrollDown),
            (MouseEventKind::ScrollLeft, MouseKind::ScrollLeft),
            (MouseEventKind::ScrollRight, MouseKind::ScrollRight),
        ];
        for (theirs, ours) in table {
            assert_eq!(mouse(theirs), here(ours));
        }
        assert_eq!(mouse(MouseEventKind::Moved), None);
    }
}
