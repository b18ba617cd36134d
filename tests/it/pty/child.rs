//! A program of the smallest kind, so that the terminal's part can be tried without the rest of dateline.

use std::{fmt::Write as _, hint::black_box, process, thread};

use dateline::{
    app::{
        input::Input,
        key::{Key, KeyCode},
    },
    domain::Clean,
    runtime::{
        local::{self, Interactive, Keys, Options, Request, Waker},
        mistake,
    },
};
use ratatui::{Frame, text::Line};

/// Shows what it heard. Its keys are in [`Host::key`].
#[derive(Default)]
struct Host {
    size: (u16, u16),
    heard: String,
    draws: usize,
    changed: bool,
    is_doomed: bool,
    waker: Option<Waker>,
}

/// Plays the program when the parent process asks for it.
#[test]
#[expect(clippy::disallowed_methods, reason = "it plays a whole program")]
fn child_host() {
    let Ok(wish) = std::env::var(super::CHILD) else {
        return;
    };
    let keys = if wish.contains("tty") {
        Keys::ControllingTerminal
    } else {
        Keys::Stdin
    };
    let options = Options {
        keys,
        mouse: wish.contains("mouse"),
    };
    let code = mistake::guard(|| match local::run(&mut Host::default(), &options) {
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
    fn key(&mut self, key: Key) -> Option<Request> {
        match key.code {
            KeyCode::Char('q') => return Some(Request::Quit),
            KeyCode::Char('z') if key.ctrl => return Some(Request::Suspend),
            KeyCode::Char('l') if key.ctrl => return Some(Request::Redraw),
            KeyCode::Char('m') => return Some(Request::Mouse(true)),
            KeyCode::Char('n') => return Some(Request::Mouse(false)),
            KeyCode::Char('y') => return Some(Request::Copy(Clean::new("copied text"))),
            KeyCode::Char('w') => return Some(Request::PrintAfter(Clean::new("last words"))),
            KeyCode::Char('A') => process::abort(),
            KeyCode::Char('P') => panic!("a planned\u{1b}[2J mistake"),
            KeyCode::Char('O') => drop(overflow(1)),
            KeyCode::Char('G') => {
                // Something is written first, then the next drawing is stuck.
                self.is_doomed = true;
                return Some(Request::Copy(Clean::new("doomed")));
            }
            KeyCode::Char('T') => {
                // A panic elsewhere, and then a sign that it has happened.
                let waker = self.waker.clone();
                let side = thread::spawn(move || {
                    thread::spawn(|| panic!("a mistake aside")).join().ok();
                    waker.inspect(Waker::wake);
                });
                side.join().ok();
            }
            _ => {}
        }
        self.heard.push_str(&key.to_string());
        None
    }
}

impl Interactive for Host {
    fn input(&mut self, input: Input) -> Option<Request> {
        // Copying changes nothing on the screen.
        self.changed = input != Key::char('y').into();
        match input {
            Input::Key(key) => return self.key(key),
            Input::Resize { width, height } => self.size = (width, height),
            other => write!(self.heard, "{other:?}").unwrap(),
        }
        None
    }

    fn draw(&mut self, frame: &mut Frame) {
        if self.is_doomed {
            stick();
        }
        self.changed = false;
        self.draws += 1;
        let (width, height) = self.size;
        assert_eq!(
            (frame.area().width, frame.area().height),
            self.size,
            "told what is drawn"
        );
        let lines = vec![
            Line::from(format!("ready {width}x{height}")),
            Line::from(format!("pid {} draw {}.", process::id(), self.draws)),
            Line::from(format!("heard {}.", self.heard)),
        ];
        frame.render_widget(ratatui::text::Text::from(lines), frame.area());
    }

    fn wants_draw(&self) -> bool {
        self.changed
    }

    fn started(&mut self, waker: Waker) {
        self.waker = Some(waker);
    }

    fn woken(&mut self) -> Option<Request> {
        self.changed = true;
        self.heard.push_str("woken");
        None
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
