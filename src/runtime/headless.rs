//! The host without a terminal: inputs from a script, and the screen as it is after the last of them.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{frames::drawn_size, local::Interactive, session::Session};
use crate::app::{effect::Effect, input::Input};

/// Feeds a session its inputs, as far as it wants them, and returns the screen.
///
/// Nothing outside happens: what would quit ends the script, what would copy or suspend does nothing. After each input
/// `goes_on` tells whether the screen is still wanted; `None` if it is not.
pub fn screen(
    session: &mut Session,
    size: (u16, u16),
    inputs: Vec<Input>,
    mut goes_on: impl FnMut() -> bool,
) -> Option<Buffer> {
    let mut size = drawn_size(size.0, size.1);
    for input in inputs {
        let input = match input {
            Input::Resize { width, height } => {
                size = drawn_size(width, height);
                Input::Resize { width: size.width, height: size.height }
            }
            other => other,
        };
        if session.input(input) == Some(Effect::Quit) {
            break;
        }
        if !goes_on() {
            return None;
        }
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    session.draw_into(&mut buffer);
    Some(buffer)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        app::{App, script::parse_script},
        domain::{Clean, Dataset, Event, Moment, When},
        engine::{Engine, Memory},
        ui::{Look, ThemeName},
    };

    /// Runs a script on a new session, and draws what is there at its end.
    fn run(script: &str) -> (Buffer, Session) {
        let event = |n: u32| Event {
            title: Clean::new(&format!("Event {n}")),
            when: When::parse(&format!("2024-01-{n:02}")).ok(),
            ..Event::default()
        };
        let dataset = Dataset { events: (1..=9).map(event).collect(), ..Dataset::default() };
        let engine = Arc::new(Memory::new(dataset, 0));
        let app = App::new(engine.about().clone(), (100, 30), Moment(0));
        let mut session = Session::new(app, engine, Look::new(ThemeName::Terminal, false));
        let inputs = parse_script(script).unwrap();
        let buffer = screen(&mut session, (100, 30), inputs, || true).unwrap();
        (buffer, session)
    }

    fn selected(session: &Session) -> &str {
        session.app().detail().map_or("nothing", |detail| &detail.title)
    }

    #[test]
    fn draws_the_same_screen_twice() {
        let script = "kk/event 3<enter>+c<esc><120x40>m?zoom<esc>";
        let (first, session) = run(script);
        assert_eq!(selected(&session), "Event 3", "the script has done something");
        assert!(first == run(script).0);
        assert!(first != run("k").0);
    }

    #[test]
    fn gives_the_window_the_size_that_the_script_says() {
        assert_eq!(run("").0.area, Rect::new(0, 0, 100, 30));
        assert_eq!(run("<120x40>k<80x24>").0.area, Rect::new(0, 0, 80, 24));
        assert_eq!(run("<1x1>").0.area, Rect::new(0, 0, 1, 1));
        let (buffer, session) = run("<60000x60000>");
        let regions = session.app().regions();
        assert_eq!(
            buffer.area.width,
            regions.hints.right(),
            "the app knows the size that is drawn"
        );
        assert_eq!(buffer.area.height, regions.hints.bottom());
    }

    #[test]
    fn ends_with_the_key_that_quits() {
        let (buffer, session) = run("kqk<80x24>");
        assert_eq!(selected(&session), "Event 8");
        assert_eq!(buffer.area.width, 100);
        // Copying, suspending and the like need an outside; there is none, and the script goes on.
        assert_eq!(selected(&run("yy<c-z><f2><c-l>k").1), "Event 8");
    }

    #[test]
    fn wants_to_be_drawn_when_something_came_in() {
        let (_, mut session) = run("");
        assert!(!session.wants_draw());
        let inputs = parse_script("k").unwrap();
        assert_eq!(session.input(inputs[0].clone()), None);
        assert!(session.wants_draw());
    }
}
