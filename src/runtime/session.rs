//! One person's session: an app, an engine to ask, and a look. Every host drives this same value.

use std::sync::Arc;

use ratatui::{Frame, buffer::Buffer};

use crate::{
    app::{App, effect::Effect, input::Input},
    domain::{Clean, EventKey, Notebook},
    engine::{Cancel, Engine, EngineError},
    runtime::{hyperlinks, local::Interactive},
    ui::{self, Hyperlink, Look},
};

/// What a session asks of whoever knows files: to keep what the person keeps, and to write events.
pub trait Desk {
    /// Keeps a notebook.
    ///
    /// Returns what is kept now, with the changes of other sessions, and what the person should be told.
    ///
    /// # Errors
    /// Says in a sentence why it was not kept.
    fn keep(&mut self, notebook: &Notebook) -> Result<(Notebook, Option<Clean>), Clean>;

    /// Returns an event as it stands in a dataset.
    fn written(&self, event: EventKey) -> String;
}

/// An app with somebody to answer its questions.
pub struct Session {
    app: App,
    engine: Arc<dyn Engine>,
    look: Look,
    desk: Option<Box<dyn Desk>>,
    links: bool,
    drawn: bool,
}

impl Session {
    /// Starts a session. Nothing is asked before the first input or drawing: a host tells the size first.
    pub fn new(app: App, engine: Arc<dyn Engine>, look: Look) -> Self {
        Self { app, engine, look, desk: None, links: false, drawn: false }
    }

    /// Makes the addresses on the screen links of the terminal, if it is one that knows them.
    #[must_use]
    pub const fn with_links(mut self, on: bool) -> Self {
        self.links = on;
        self
    }

    /// Keeps at this desk what the person keeps, beginning with what is kept there already.
    #[must_use]
    pub fn with_desk(mut self, desk: Box<dyn Desk>, notebook: &Notebook) -> Self {
        let known = self.engine.known(&notebook.ids());
        self.app.take_notebook(notebook, known);
        self.desk = Some(desk);
        self
    }

    /// Keeps how the session ended; returns what the person should be told once the screen is gone.
    pub fn close(&mut self) -> Option<Clean> {
        self.ask();
        match self.desk.as_mut()?.keep(&self.app.notebook()) {
            Ok((_, told)) => told,
            Err(why) => Some(why),
        }
    }

    /// Draws the screen as text, whatever shows it; returns the addresses on it.
    pub fn draw_into(&mut self, buffer: &mut Buffer) -> Vec<Hyperlink> {
        self.ask();
        self.drawn = true;
        ui::draw(&self.app, &self.look, buffer)
    }

    /// Returns the app.
    pub const fn app(&self) -> &App {
        &self.app
    }

    fn keep(&mut self) {
        let Some(desk) = &mut self.desk else { return };
        match desk.keep(&self.app.notebook()) {
            Ok((notebook, told)) => {
                let known = self.engine.known(&notebook.ids());
                self.app.take_notebook(&notebook, known);
                if let Some(told) = told {
                    self.app.give_up_keeping(&told);
                }
            }
            Err(why) => self.app.give_up_keeping(&why),
        }
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
        if self.app.has_news_to_keep() {
            self.keep();
        }
        match (effect, &self.desk) {
            (Some(Effect::CopyEvent(event)), Some(desk)) => {
                self.app.send("event in RON", &desk.written(event))
            }
            (effect, _) => effect,
        }
    }

    fn draw(&mut self, frame: &mut Frame) {
        let links = self.draw_into(frame.buffer_mut());
        if self.links {
            hyperlinks::put(frame.buffer_mut(), &links);
        }
    }

    fn wants_draw(&self) -> bool {
        !self.drawn
    }

    fn sends_links(&self) -> bool {
        self.links
    }
}
