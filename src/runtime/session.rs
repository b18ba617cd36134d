//! One person's session: an app, an engine to ask, and a look. Every host drives this same value.

use std::sync::Arc;

use ratatui::buffer::Buffer;

use crate::{
    app::{
        App, Loading,
        effect::Effect,
        input::Input,
        stage::{Audience, Scene},
    },
    domain::{Clean, Dataset, Notebook},
    engine::{Cancel, Engine, EngineError},
    runtime::{
        asker::{Asker, Reply},
        hyperlinks,
        inbox::{Inbox, News, Waker},
        local::Interactive,
    },
    ui::{self, Hyperlink, Look},
};

/// What a session asks of whoever knows files: to keep what the person keeps, and to write events.
pub trait Desk: Send {
    /// Keeps a notebook.
    ///
    /// Returns what is kept now, with the changes of other sessions, and what the person should be told.
    ///
    /// # Errors
    /// Says in a sentence why it was not kept.
    fn keep(&mut self, notebook: &Notebook) -> Result<(Notebook, Option<Clean>), Clean>;

    /// Returns a dataset of an event as its text.
    fn written(&self, dataset: &Dataset) -> String;
}

/// An app with somebody to answer its questions.
pub struct Session {
    app: App,
    engine: Arc<dyn Engine>,
    look: Look,
    desk: Option<Box<dyn Desk>>,
    links: bool,
    drawn: bool,
    /// What other threads tell, where somebody looks at it.
    inbox: Option<Inbox>,
    asker: Option<Asker>,
    /// Whether the person has done anything.
    touched: bool,
    /// What makes the engine anew when it is found to be damaged.
    repair: Option<Box<dyn FnOnce() + Send>>,
    /// What stops the reading of the rest of the data.
    stop: Option<Box<dyn Fn() + Send>>,
}

/// A session that begins once all of its data is there.
pub struct Ready {
    /// What holds the data.
    pub engine: Arc<dyn Engine>,
    /// How the session begins, where the person has not begun already.
    pub app: App,
    /// Where the person keeps things.
    pub desk: Box<dyn Desk>,
    /// What is kept there.
    pub notebook: Notebook,
}

/// With more events than these an answer may take a while, so that it is asked for where nobody waits.
pub(super) const MANY: u64 = 200_000;

impl Session {
    /// Starts a session. Nothing is asked before the first input or drawing: a host tells the size first.
    pub fn new(app: App, engine: Arc<dyn Engine>, look: Look) -> Self {
        Self {
            app,
            engine,
            look,
            desk: None,
            links: false,
            drawn: false,
            inbox: None,
            asker: None,
            touched: false,
            stop: None,
            repair: None,
        }
    }

    /// Says how the engine is made anew, if it is found to be damaged.
    #[must_use]
    pub fn with_repair(mut self, repair: impl FnOnce() + Send + 'static) -> Self {
        self.repair = Some(Box::new(repair));
        self
    }

    /// Takes news from this inbox, and lets a large engine answer in its own time.
    #[must_use]
    pub fn with_inbox(mut self, inbox: Inbox) -> Self {
        self.inbox = Some(inbox);
        self.hire();
        self
    }

    /// Begins with a part of the data; the rest is still being read, until `stop` is called.
    #[must_use]
    pub fn while_reading(mut self, stop: impl Fn() + Send + 'static) -> Self {
        self.app.set_loading(Some(Loading::GoesOn(0)));
        self.stop = Some(Box::new(stop));
        self
    }

    fn hire(&mut self) {
        // Without an inbox nobody would hear of an answer that comes late.
        if let (Some(inbox), None) = (&self.inbox, &self.asker)
            && self.engine.about().total > MANY
        {
            self.asker = Asker::start(inbox);
        }
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
        if !self.app.caps().keep {
            return None;
        }
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

    /// Goes on with other data; what was chosen stays, as far as it is there still.
    pub fn renew(&mut self, engine: Arc<dyn Engine>) {
        let notebook = self.app.notebook();
        let known = engine.known(&notebook.ids());
        self.app.take_data(engine.about().clone(), &notebook, known);
        self.replace(engine);
        self.drawn = false;
    }

    /// Goes on with another look.
    pub fn set_look(&mut self, look: Look) {
        self.drawn &= look == self.look;
        self.look = look;
    }

    /// Returns what the person shows to others, if they present it.
    pub fn scene(&mut self) -> Scene {
        // A scene says where the cursor has come to.
        self.ask();
        self.app.scene()
    }

    /// Shows what a presenter shows, unless the person has left the presentation to look around.
    pub fn follow(&mut self, scene: &Scene) {
        if self.app.follow(scene) {
            self.touched = true;
            self.drawn = false;
        }
    }

    /// Says who presents and who watches; `None` when nobody presents any more.
    pub fn set_audience(&mut self, audience: Option<Audience>) {
        let before = self.app.audience().cloned();
        self.app.set_audience(audience);
        if self.app.audience() != before.as_ref() {
            self.touched = true;
            self.drawn = false;
        }
    }

    /// Shows the next thing of the tour for those who do nothing, the first one at first.
    ///
    /// Returns whether there is more: then the host calls again after a while.
    pub fn tour(&mut self) -> bool {
        self.ask();
        if !self.app.has_more_to_tour() {
            return false;
        }
        self.touched = true;
        self.drawn = false;
        self.app.tour()
    }

    /// Tells the person something that no key has asked for.
    pub fn tell(&mut self, told: &Clean) {
        if self.app.notice() != told {
            self.app.tell(told);
            self.drawn = false;
        }
    }

    /// Gives the screen a size, already within the bounds of what is drawn.
    pub fn resize(&mut self, (width, height): (u16, u16)) {
        if self.app.size() != (width, height) {
            self.app.update(Input::Resize { width, height });
            self.drawn = false;
        }
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
    ///
    /// A large engine may take its time; until it has answered, the screen shows what it showed before.
    fn ask(&mut self) {
        while let Some(question) = self.app.question() {
            let reply = match &mut self.asker {
                Some(asker) => asker.ask(&self.engine, &question),
                None => match self.engine.answer(&question, &Cancel::default()) {
                    Ok(answer) => Reply::Answer(Box::new(answer)),
                    // Nobody cancels a question that is answered where it is asked.
                    Err(EngineError::Cancelled) => break,
                },
            };
            match reply {
                Reply::Answer(answer) => self.app.accept(*answer),
                Reply::Late => {
                    self.engine.glimpse(&question).into_iter().for_each(|g| self.app.glimpse(g));
                    break;
                }
                Reply::Pending => break,
                Reply::Failed => {
                    self.app.give_up_question();
                    break;
                }
            }
        }
        self.app.set_waiting(self.asker.as_ref().is_some_and(Asker::is_waiting));
        if self.engine.is_damaged()
            && let Some(repair) = self.repair.take()
        {
            self.app.tell(&Clean::new("The cache is damaged; the file is being read anew"));
            repair();
        }
    }

    /// Goes on with all of the data: as it begins, or as the person has left it meanwhile.
    fn begin(&mut self, ready: Ready) {
        let Ready { engine, app, desk, notebook } = ready;
        self.replace(engine);
        // Whoever has stopped it hears of its end by this too.
        let stopped = self.app.loading().filter(|loading| matches!(loading, Loading::Stopped(_)));
        if self.touched {
            self.app.take_about(self.engine.about().clone());
        } else {
            let (width, height) = self.app.size();
            self.app = app;
            self.app.update(Input::Resize { width, height });
        }
        let known = self.engine.known(&notebook.ids());
        self.app.take_notebook(&notebook, known);
        self.app.set_loading(stopped);
        self.desk = Some(desk);
    }

    fn replace(&mut self, engine: Arc<dyn Engine>) {
        if let Some(asker) = &mut self.asker {
            asker.forget();
        }
        self.engine = engine;
        self.hire();
    }

    /// Takes one of the news; tells whether the session is to go on.
    fn hear(&mut self, news: News) -> bool {
        match news {
            News::Read(percent) => {
                if let Some(Loading::GoesOn(_)) = self.app.loading() {
                    self.app.set_loading(Some(Loading::GoesOn(percent)));
                }
            }
            News::Ready(ready) => self.begin(*ready),
            News::Told(told) => self.app.tell(&told),
            News::Failed => return false,
            News::Answered => self.ask(),
        }
        self.drawn = false;
        true
    }
}

impl Interactive for Session {
    fn news(&mut self) -> Option<Effect> {
        let news = self.inbox.iter().flat_map(Inbox::take).collect::<Vec<_>>();
        let goes_on = news.into_iter().all(|news| self.hear(news));
        (!goes_on).then_some(Effect::Quit)
    }

    fn set_waker(&mut self, waker: Waker) {
        if let Some(inbox) = &self.inbox {
            inbox.set_waker(waker);
        }
    }

    fn input(&mut self, input: Input) -> Option<Effect> {
        // Whether the window has the focus changes nothing that is drawn.
        let is_seen = !matches!(input, Input::FocusGained | Input::FocusLost);
        if !matches!(input, Input::Resize { .. }) {
            self.touched |= is_seen;
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
                self.app.send("event in RON", &desk.written(&self.engine.extract(event)))
            }
            (Some(Effect::StopReading), _) => {
                self.stop.iter().for_each(|stop| stop());
                None
            }
            (effect, _) => effect,
        }
    }

    fn draw(&mut self, buffer: &mut Buffer) {
        let links = self.draw_into(buffer);
        if self.links {
            hyperlinks::put(buffer, &links);
        }
    }

    fn wants_draw(&self) -> bool {
        !self.drawn
    }

    fn sends_links(&self) -> bool {
        self.links
    }
}

#[cfg(test)]
mod tests;
