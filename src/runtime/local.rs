//! The host of the person at this terminal: one loop between an [`Interactive`] and the [`Screen`].
//!
//! Inputs that came together are handled together and drawn once; nothing is drawn when nothing changed, and the
//! loop sleeps until it hears something. It decides nothing about the content: what to do outside the program
//! comes back as an [`Effect`].

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use ratatui::buffer::Buffer;

pub use crate::runtime::{terminal::LocalError, unix::Signal};
use crate::{
    app::{effect::Effect, input::Input},
    domain::Clean,
    runtime::{
        inbox::Waker,
        listener::{Heard, Listener},
        terminal::Screen,
        unix::{self, Whom},
    },
};

/// How many things are heard before a frame is drawn in between, when they keep coming.
const MOST_BETWEEN_FRAMES: usize = 256;
/// How long to listen for why the program stands in the background, and whether a stop is over.
const LOOK_AROUND: Duration = Duration::from_millis(100);

/// Whatever the person talks to.
pub trait Interactive {
    /// Takes what the person did and returns what has to happen outside.
    fn input(&mut self, input: Input) -> Option<Effect>;

    /// Takes what other threads have told, and returns what has to happen outside.
    fn news(&mut self) -> Option<Effect> {
        None
    }

    /// Learns how other threads can have [`Self::news`] called.
    fn set_waker(&mut self, _waker: Waker) {}

    /// Draws everything.
    fn draw(&mut self, buffer: &mut Buffer);

    /// Tells whether anything has changed since the last drawing.
    fn wants_draw(&self) -> bool;

    /// Tells whether what it draws may hold links of the terminal.
    fn sends_links(&self) -> bool {
        false
    }
}

/// How it ended; the terminal has been given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a program that a signal ended has to end by that signal"]
pub enum Ending {
    /// The person wanted it.
    Quit,
    /// A signal came, or the terminal is gone (then it is a hang-up).
    Signal(Signal),
}

impl Ending {
    /// Returns the exit code of an ordinary end; after a signal the program ends here, by that signal.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Quit => ExitCode::SUCCESS,
            Self::Signal(signal) => unix::die_by(signal),
        }
    }
}

/// Lets the person use something until it ends. `mouse` tells whether the program takes the mouse at the start.
///
/// Call it once in a process, because crossterm's reader cannot be stopped, and on the thread that
/// [`crate::runtime::mistake::guard`] runs, so that a panic in it is told on a terminal that can show it.
///
/// # Errors
/// Fails if there is no terminal, or it does not do what it has to. The terminal is as it was.
pub fn run(host: &mut dyn Interactive, mouse: bool) -> Result<Ending, LocalError> {
    let mut screen = Screen::open()?;
    let listener = Listener::start(screen.keys()?).map_err(LocalError::Deaf)?;
    screen.set_mouse(mouse)?;
    screen.set_links(host.sends_links());
    host.set_waker(listener.waker());
    let mut stage = Stage {
        screen,
        listener,
        host,
        is_resized: true,
        is_stale: true,
        is_away: false,
        printed: None,
    };
    let ended = stage.play();
    let Stage { mut screen, listener, printed, .. } = stage;
    let is_gone = screen.is_gone();
    let left = screen.leave();
    // Signals are heard until here: one that came while leaving has not hurt.
    drop(listener);
    for line in printed.into_iter().flatten() {
        // Where it cannot be printed, nobody is there to read it.
        let _ = writeln!(io::stdout(), "{line}");
    }
    match ended {
        Ok(Ending::Quit) => left.map(|()| Ending::Quit),
        // Output that fails because nobody is there is an end by hang-up, not an error to tell anybody.
        Err(_) if is_gone => Ok(Ending::Signal(Signal::HangUp)),
        other => other,
    }
}

/// Everything that the loop holds. The screen is first, so that a panic gives it back while signals are heard.
struct Stage<'a> {
    screen: Screen,
    listener: Listener,
    host: &'a mut dyn Interactive,
    /// Whether the window may have a new size that the host does not know.
    is_resized: bool,
    /// Whether the screen shows something else than the last frame.
    is_stale: bool,
    /// Whether another window gets the keys.
    is_away: bool,
    /// What is to be printed once the screen is left.
    printed: Option<Vec<Clean>>,
}

impl Stage<'_> {
    fn play(&mut self) -> Result<Ending, LocalError> {
        if let Some(ending) = self.take_terminal()? {
            return Ok(ending);
        }
        loop {
            if let Some(ending) = self.settle_size()? {
                return Ok(ending);
            }
            if self.is_stale || self.host.wants_draw() {
                self.is_stale = false;
                let host = &mut *self.host;
                self.screen.draw(|buffer| host.draw(buffer))?;
            }
            let mut heard = self.listener.next();
            let mut left = MOST_BETWEEN_FRAMES;
            while let Some(one) = heard.take() {
                if let Some(ending) = self.hear(one)? {
                    return Ok(ending);
                }
                left -= 1;
                if left > 0 {
                    heard = self.listener.next_now();
                }
            }
        }
    }

    fn hear(&mut self, heard: Heard) -> Result<Option<Ending>, LocalError> {
        match heard {
            Heard::Signal(signal) if signal.is_end() => Ok(Some(Ending::Signal(signal))),
            Heard::Signal(Signal::Stop) => self.stop(Whom::Process),
            Heard::Signal(Signal::Continue) => self.take_terminal(),
            Heard::Signal(_) => {
                self.is_resized = true;
                Ok(None)
            }
            Heard::News => {
                let effect = self.host.news();
                self.perform(effect)
            }
            Heard::Input(input) => {
                // A click is meant for what the host will have drawn at the size it knows.
                if let Some(ending) = self.settle_size()? {
                    return Ok(Some(ending));
                }
                self.note_focus(&input);
                self.tell(input)
            }
        }
    }

    /// Tells the host something and does what it asks for.
    fn tell(&mut self, input: Input) -> Result<Option<Ending>, LocalError> {
        let effect = self.host.input(input);
        self.perform(effect)
    }

    fn perform(&mut self, effect: Option<Effect>) -> Result<Option<Ending>, LocalError> {
        match effect {
            // Whoever the person talks to has made a text of an event, if it knows how.
            None | Some(Effect::CopyEvent(_) | Effect::StopReading) => {}
            Some(Effect::Quit) => return Ok(Some(Ending::Quit)),
            Some(Effect::Suspend) => return self.stop(Whom::Job),
            Some(Effect::Redraw) => self.repaint(),
            Some(Effect::Mouse(on)) => self.screen.set_mouse(on)?,
            Some(Effect::Copy(lines)) => self.screen.copy(&lines)?,
            Some(Effect::Print(lines)) => self.printed = Some(lines),
        }
        Ok(None)
    }

    /// Repaints when the person comes back to the window: some terminals leave stale cells meanwhile.
    fn note_focus(&mut self, input: &Input) {
        match input {
            Input::FocusLost => self.is_away = true,
            Input::FocusGained if self.is_away => {
                self.is_away = false;
                self.repaint();
            }
            _ => {}
        }
    }

    /// Tells the host the size of the window if that may have changed.
    fn settle_size(&mut self) -> Result<Option<Ending>, LocalError> {
        if !self.is_resized {
            return Ok(None);
        }
        self.is_resized = false;
        self.is_stale = true;
        let size = self.screen.measure();
        self.tell(Input::Resize { width: size.width, height: size.height })
    }

    const fn repaint(&mut self) {
        self.is_stale = true;
        self.screen.repaint();
    }

    /// Gives the terminal back, stops, and takes it again once the person continues the program.
    fn stop(&mut self, whom: Whom) -> Result<Option<Ending>, LocalError> {
        if !unix::may_stop() {
            return Ok(None);
        }
        self.screen.leave()?;
        if let Some(ending) = self.pause(whom) {
            return Ok(Some(ending));
        }
        self.take_terminal()
    }

    /// Takes the terminal, at the start and after a stop, however it was stopped: meanwhile the shell had it.
    fn take_terminal(&mut self) -> Result<Option<Ending>, LocalError> {
        // In the background the terminal is the shell's. Taking it would stop the program there and then, also if
        // it was continued only to hear that it shall end (as `kill` in a shell does).
        while !self.screen.is_foreground() {
            if let Some(ending) = self.look_around().or_else(|| self.pause(Whom::Job)) {
                return Ok(Some(ending));
            }
        }
        self.screen.enter()?;
        self.is_resized = true;
        self.is_stale = true;
        Ok(None)
    }

    /// Stops until somebody continues the program.
    fn pause(&self, whom: Whom) -> Option<Ending> {
        let _stopping = unix::stop(whom);
        self.look_around()
    }

    /// Listens for a moment while there is no screen: to an end, or to the news that the program goes on.
    fn look_around(&self) -> Option<Ending> {
        loop {
            match self.listener.next_within(LOOK_AROUND)? {
                Heard::Signal(Signal::Continue) => return None,
                Heard::Signal(signal) if signal.is_end() => return Some(Ending::Signal(signal)),
                // Nothing else counts before there is a screen.
                _ => {}
            }
        }
    }
}
