//! One person's session: an app, an engine to ask, and a look. Every host drives this same value.

use std::sync::Arc;

use ratatui::{Frame, buffer::Buffer};

use crate::{
    app::{App, effect::Effect, input::Input},
    engine::{Cancel, Engine, EngineError},
    runtime::local::Interactive,
    ui::{self, Look},
};

/// An app with somebody to answer its questions.
pub struct Session {
    app: App,
    engine: Arc<dyn Engine>,
    look: Look,
    drawn: bool,
}

impl Session {
    /// Starts a session. Nothing is asked before the first input or drawing: a host tells the size first.
    pub fn new(app: App, engine: Arc<dyn Engine>, look: Look) -> Self {
        Self { app, engine, look, drawn: false }
    }

    /// Draws the screen.
    pub fn draw_into(&mut self, buffer: &mut Buffer) {
        self.ask();
        ui::draw(&self.app, &self.look, buffer);
        self.drawn = true;
    }

    /// Returns the app.
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// Asks until the app is content: an answer may show that what was wanted is hidden, and lift that.
    fn ask(&mut self) {
        while let Some(question) = self.app.question() {
            match self.engine.answer(&question, &Cancel::default()) {
                Ok(answer) => self.app.accept(answer),
                // Nobody cancels a question that is answered where it is asked.
                Err(EngineError::Cancelled) => return,
            }
        }
    }
}

impl Interactive for Session {
    fn input(&mut self, input: Input) -> Option<Effect> {
        // Whether the window has the focus changes nothing that is drawn.
        let is_seen = !matches!(input, Input::FocusGained | Input::FocusLost);
        if !matches!(input, Input::Resize { .. }) {
            // What a key does depends on what is on the screen.
            self.ask();
        }
        let effect = self.app.update(input);
        self.drawn &= !is_seen;
        effect
    }

    fn draw(&mut self, frame: &mut Frame) {
        self.draw_into(frame.buffer_mut());
    }

    fn wants_draw(&self) -> bool {
        !self.drawn
    }
}
