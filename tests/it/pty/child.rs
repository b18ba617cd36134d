//! A program of the smallest kind, so that the terminal's part can be tried without the rest of dateline.

use std::{fmt::Write as _, hint::black_box, process, thread};

use dateline::{
    app::{
        effect::Effect,
        input::Input,
        key::{Key, KeyCode},
    },
    domain::Clean,
    runtime::{
        local::{self, Interactive},
        mistake,
    },
};
use ratatui::{buffer::Buffer, text::Line, widgets::Widget};

/// Shows what it heard. Its keys are in [`Host::key`].
#[derive(Default)]
struct Host {
    size: (u16, u16),
    heard: String,
    draws: usize,
    keys: usize,
    changed: bool,
    is_doomed: bool,
}

/// Plays the program when the parent process asks for it.
#[test]
#[expect(clippy::disallowed_methods, reason = "it plays a whole program")]
fn child_host() {
    let Ok(wish) = std::env::var(super::CHILD) else {
        return;
    };
    let code = mistake::guard(|| match local::run(&mut Host::default(), wish == "mouse") {
        Ok(ending) => {
            // An exit code cannot be read back: an ordinary end is 0, another one does not return.
            let _ = ending.exit_code();
            0
        }
        Err(error) => {
            eprintln!("no screen: {error}");
            3
        }
    });
    process::exit(code.unwrap_or_else(|_| i32::from(mistake::EXIT_CODE)));
}

impl Host {
    #[expect(clippy::panic, reason = "a panic is what is tried")]
    fn key(&mut self, key: Key) -> Option<Effect> {
        match key.code {
            KeyCode::Char('q') => return Some(Effect::Quit),
            KeyCode::Char('z') if key.ctrl => return Some(Effect::Suspend),
            KeyCode::Char('l') if key.ctrl => return Some(Effect::Redraw),
            KeyCode::Char('m') => return Some(Effect::Mouse(true)),
            KeyCode::Char('n') => return Some(Effect::Mouse(false)),
            KeyCode::Char('y') => return Some(Effect::Copy(vec![Clean::new("copied text")])),
            KeyCode::Char('A') => process::abort(),
            KeyCode::Char('P') => panic!("a planned\u{1b}[2J mistake"),
            KeyCode::Char('O') => drop(overflow(1)),
            KeyCode::Char('G') => {
                // Something is written first, then the next drawing is stuck.
                self.is_doomed = true;
                return Some(Effect::Copy(vec![Clean::new("doomed")]));
            }
            KeyCode::Char('T') => {
                thread::spawn(|| panic!("a mistake aside")).join().ok();
            }
            _ => {}
        }
        self.keys += 1;
        self.heard.push_str(&key.to_string());
        None
    }
}

impl Interactive for Host {
    fn input(&mut self, input: Input) -> Option<Effect> {
        // Copying changes nothing on the screen.
        self.changed = input != Key::char('y').into();
        match input {
            Input::Key(key) => return self.key(key),
            Input::Resize { width, height } => self.size = (width, height),
            other => write!(self.heard, "{other:?}").unwrap(),
        }
        None
    }

    fn draw(&mut self, buffer: &mut Buffer) {
        if self.is_doomed {
            stick();
        }
        self.changed = false;
        self.draws += 1;
        let (width, height) = self.size;
        assert_eq!((buffer.area.width, buffer.area.height), self.size, "told what is drawn");
        let lines = vec![
            Line::from(format!("ready {width}x{height}")),
            Line::from(format!("pid {} draw {} keys {}.", process::id(), self.draws, self.keys)),
            Line::from(format!("heard {}.", self.heard)),
        ];
        ratatui::text::Text::from(lines).render(buffer.area, buffer);
    }

    fn wants_draw(&self) -> bool {
        self.changed
    }
}

/// Never comes back.
fn stick() -> ! {
    loop {
        thread::park();
    }
}

/// Uses up the stack.
#[expect(unconditional_recursion, reason = "that is what is tried")]
fn overflow(n: u64) -> [u64; 512] {
    let mut block = [n; 512];
    block[0] = black_box(overflow(n + 1))[1];
    black_box(block)
}
