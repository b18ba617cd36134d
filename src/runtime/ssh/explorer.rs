//! The explorer on a visitor's terminal: one loop between what comes from there and the frames that go there.
//!
//! One frame is on its way at a time, and it is of the newest state: a slow line gets fewer frames, never older ones.
//! Nothing is drawn when nothing changed, and the loop sleeps until something comes or a time is up.

use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use tokio::{sync::watch, task::yield_now, time::sleep_until};

use super::{
    access::Part,
    decoder::{Background, Decoded, Decoder},
    effort::Effort,
    line::{Lost, Output},
    log::Reason,
    podium::{Lead, Seat},
    server::Ending,
    show::Show,
    visit::Visit,
};
use crate::{
    app::{App, effect::Effect, input::Input},
    domain::{Clean, Notebook},
    runtime::{frames::Frames, local::Interactive, modes, session::Session},
};

/// How long the rest of a key's bytes may take; an Escape alone is the key by then.
const REST_OF_A_KEY: Duration = Duration::from_millis(50);
/// How long the first frame waits for a terminal that was asked whether it is light or dark.
const BACKGROUND: Duration = Duration::from_millis(200);
/// How long a visitor does nothing on the first screen before they are shown around.
const TOUR_BEGINS: Duration = Duration::from_secs(20);
/// How long each thing of the tour is shown.
const TOUR_STEP: Duration = Duration::from_secs(12);
/// After so many keys of one visitor it is the turn of others.
const KEYS_AT_A_TIME: usize = 16;
/// What somebody is told who came to lead and may not now.
const OTHER: &str = "Somebody else is presenting: you watch";
/// How long before the end a visitor is told of it.
const WARNING: Duration = Duration::from_secs(60);

/// A visitor's explorer.
pub(super) struct Explorer {
    visit: Visit,
    shows: watch::Receiver<Arc<dyn Show>>,
    ending: watch::Receiver<Ending>,
    part: Playing,
    session: Session,
    frames: Frames,
    decoder: Decoder,
    /// What the visitor may still cost.
    effort: Effort,
    /// When it has to end, whatever the visitor does.
    time_up: Instant,
    /// When the visitor did something last.
    touched: Instant,
    /// When the next frame may be sent.
    next_frame: Instant,
    /// Until when the rest of a key is waited for.
    torn: Option<Instant>,
    /// When the next thing of the tour is shown.
    tour: Option<Instant>,
    /// Whether the visitor was told that the end is near.
    is_warned: bool,
}

/// What part somebody plays.
enum Playing {
    Leads(Lead),
    Watches(Seat),
}

impl Playing {
    async fn changed(&mut self) {
        match self {
            Self::Leads(lead) => lead.changed().await,
            Self::Watches(seat) => seat.changed().await,
        }
    }
}

/// Whether it goes on; if not, why.
type GoesOn = Result<(), Reason>;

impl From<Lost> for Reason {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Gone => Self::Gone,
            Lost::Stuck => Self::Stuck,
        }
    }
}

/// What the loop is woken by.
enum Woken {
    Bytes(Option<Vec<u8>>),
    Window,
    Stage,
    Data,
    Ending,
    Time,
}

/// Shows a visitor around until the end.
pub(super) async fn show(visit: Visit, app: App, shown: &dyn Show) -> Reason {
    match Explorer::begin(visit, app, shown).await {
        Err(reason) => reason,
        Ok(mut explorer) => loop {
            if let Err(reason) = explorer.turn().await {
                break explorer.leave(reason).await;
            }
        },
    }
}

/// Tells how long a piece of work took, without the wait for a turn at it.
fn timed<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> (T, Duration) {
    || {
        let start = Instant::now();
        (work(), start.elapsed())
    }
}

impl Explorer {
    /// Takes the terminal.
    async fn begin(visit: Visit, app: App, shown: &dyn Show) -> Result<Self, Reason> {
        let shared = &visit.shared;
        let app = match &shared.notice {
            Some(notice) => app.with_notice(notice),
            None => app,
        };
        let asks = visit.client.asks_background(shared.theme);
        let entering = [
            modes::ENTER,
            if app.listens_to_mouse() { modes::MOUSE_ON } else { b"" },
            if asks { Background::QUESTION } else { b"" },
        ];
        visit.line.send(Output::Answer, entering.concat()).await?;
        let look = visit.client.look(shared.theme, None);
        let size = *visit.window.borrow();
        let now = Instant::now();
        let part = Self::step_up(&visit);
        let podium = &shared.podium;
        let part = part.map_or_else(|| Playing::Watches(podium.sit_down()), Playing::Leads);
        let is_late = visit.who.part == Part::Presenter && matches!(part, Playing::Watches(_));
        let mut session =
            Session::new(app, shown.engine(), look).with_links(visit.client.sends_links());
        if let Some(desk) = shown.desk() {
            session = session.with_desk(desk, &Notebook::default());
        }
        session.resize((size.width, size.height));
        let mut explorer = Self {
            part,
            tour: shared.tours.then(|| now + TOUR_BEGINS),
            shows: shared.shows.clone(),
            ending: shared.ending.clone(),
            session,
            frames: Frames::new(size),
            decoder: Decoder::default(),
            effort: Effort::new(shared.has_turns(), now),
            time_up: now + shared.limits.session,
            touched: now,
            next_frame: if asks { now + BACKGROUND } else { now },
            torn: None,
            is_warned: false,
            visit,
        };
        explorer.look_at_stage().await?;
        if is_late {
            explorer.session.tell(&Clean::new(OTHER));
        }
        Ok(explorer)
    }

    /// Leads the others, if the visitor may and nobody else does.
    fn step_up(visit: &Visit) -> Option<Lead> {
        let who = &visit.who;
        let podium = &visit.shared.podium;
        (who.part == Part::Presenter)
            .then(|| podium.step_up(&Clean::new(&who.user), who.key.as_ref()))?
    }

    /// Sends a frame if there is a new one, waits for something, and does what it asks for.
    async fn turn(&mut self) -> GoesOn {
        let now = Instant::now();
        if self.session.wants_draw() && now >= self.next_frame && self.effort.has_frames(now) {
            self.draw().await?;
        }
        let hears_keys = self.effort.has_keys(Instant::now());
        let wake = sleep_until(self.next_time().into());
        let woken = tokio::select! {
            biased;
            _ = self.ending.changed() => Woken::Ending,
            bytes = self.visit.input.recv(), if hears_keys => Woken::Bytes(bytes),
            changed = self.visit.window.changed() => match changed {
                Ok(()) => Woken::Window,
                Err(_) => Woken::Bytes(None),
            },
            () = self.part.changed() => Woken::Stage,
            Ok(()) = self.shows.changed() => Woken::Data,
            () = wake => Woken::Time,
        };
        let done = match woken {
            Woken::Bytes(bytes) => self.take(bytes).await,
            Woken::Window => {
                self.resize();
                Ok(())
            }
            Woken::Stage => self.look_at_stage().await,
            Woken::Data => {
                let shown = self.shows.borrow_and_update().clone();
                self.session.renew(shown.engine());
                Ok(())
            }
            Woken::Ending => self.hear_of_end(),
            Woken::Time => self.look_at_clock().await,
        };
        if let Playing::Leads(lead) = &self.part {
            let session = &mut self.session;
            lead.show(self.visit.work(|| session.scene()).await);
        }
        done
    }

    /// Learns who presents and how many watch, and shows what is presented.
    async fn look_at_stage(&mut self) -> GoesOn {
        if let Playing::Leads(lead) = &self.part
            && !lead.is_leading()
        {
            self.part = Playing::Watches(self.visit.shared.podium.sit_down());
        }
        if let Playing::Watches(seat) = &mut self.part
            && seat.look().0.is_none()
            && let Some(lead) = Self::step_up(&self.visit)
        {
            self.part = Playing::Leads(lead);
        }
        match &mut self.part {
            Playing::Leads(lead) => self.session.set_audience(Some(lead.audience())),
            Playing::Watches(seat) => {
                let (audience, scene) = seat.look();
                self.tour = self.tour.filter(|_| audience.is_none());
                self.session.set_audience(audience);
                if let Some(scene) = scene {
                    let session = &mut self.session;
                    self.visit.work(|| session.follow(&scene)).await;
                }
            }
        }
        Ok(())
    }

    /// Returns when something is due, if nothing happens before.
    fn next_time(&mut self) -> Instant {
        let now = Instant::now();
        let end = self.deadline();
        let warning = if self.is_warned { end } else { self.warning() };
        let frame = self.session.wants_draw().then_some(self.next_frame);
        if !self.effort.has_keys(now) || (frame.is_some() && !self.effort.has_frames(now)) {
            // Whatever else is due is done then as well.
            return self.effort.next(now);
        }
        [Some(warning), self.torn, self.tour, frame].into_iter().flatten().fold(end, Instant::min)
    }

    /// Returns when it ends if the visitor does nothing.
    fn deadline(&self) -> Instant {
        self.time_up.min(self.touched + self.visit.shared.limits.idle)
    }

    /// Returns when a visitor is told of the end; of a short time less is left then.
    fn warning(&self) -> Instant {
        let limits = &self.visit.shared.limits;
        let before = WARNING.min(limits.idle.min(limits.session) / 10);
        let end = self.deadline();
        end.checked_sub(before).unwrap_or(end)
    }

    async fn look_at_clock(&mut self) -> GoesOn {
        let now = Instant::now();
        if self.torn.is_some_and(|torn| now >= torn) {
            self.torn = None;
            let mut decoded = Vec::new();
            self.decoder.settle(&mut decoded);
            self.hear_all(decoded).await?;
        }
        if self.tour.is_some_and(|tour| now >= tour) {
            let session = &mut self.session;
            let goes_on = self.visit.work(|| session.tour()).await;
            self.tour = goes_on.then(|| now + TOUR_STEP);
        }
        let is_idle = self.deadline() < self.time_up;
        if now >= self.deadline() {
            return Err(if is_idle { Reason::Idle } else { Reason::TimeUp });
        }
        if !self.is_warned && now >= self.warning() {
            self.is_warned = true;
            let told = if is_idle {
                "You will be logged out soon; press any key to stay"
            } else {
                "Your time is nearly up: this session ends soon"
            };
            self.session.tell(&Clean::new(told));
        }
        Ok(())
    }

    /// Takes all bytes that have come, so that they make one frame together.
    async fn take(&mut self, mut bytes: Option<Vec<u8>>) -> GoesOn {
        let mut decoded = Vec::new();
        loop {
            let Some(some) = bytes else { return Err(Reason::Gone) };
            let start = Instant::now();
            self.decoder.feed(&some, &mut decoded);
            self.effort.spend(start.elapsed());
            match self.visit.input.try_recv() {
                Ok(more) => bytes = Some(more),
                Err(_) => break,
            }
        }
        self.torn = self.decoder.is_waiting().then(|| Instant::now() + REST_OF_A_KEY);
        self.hear_all(decoded).await
    }

    async fn hear_all(&mut self, decoded: Vec<Decoded>) -> GoesOn {
        for (n, one) in decoded.into_iter().enumerate() {
            if n % KEYS_AT_A_TIME == KEYS_AT_A_TIME - 1 {
                // Nobody types so many at once; whoever sends more than they may cost loses the rest.
                if !self.effort.has_keys(Instant::now()) {
                    break;
                }
                yield_now().await;
            }
            match one {
                Decoded::Input(input) => {
                    if !matches!(input, Input::FocusGained | Input::FocusLost) {
                        self.touched = Instant::now();
                        self.is_warned = false;
                        self.tour = None;
                    }
                    self.hear(input).await?;
                }
                Decoded::Background(background) => self.take_background(background),
            }
        }
        Ok(())
    }

    fn take_background(&mut self, background: Background) {
        let shared = &self.visit.shared;
        if shared.theme.is_none() {
            self.session.set_look(self.visit.client.look(None, Some(background)));
            self.next_frame = self.next_frame.min(Instant::now());
        }
    }

    /// Tells the session something and does what it asks for.
    async fn hear(&mut self, input: Input) -> GoesOn {
        let session = &mut self.session;
        let work = timed(|| session.input(input));
        let (effect, took) = self.visit.work(work).await;
        self.effort.spend(took);
        match effect {
            Some(Effect::Quit) => Err(Reason::Quit),
            Some(Effect::Redraw) => {
                self.frames.forget();
                Ok(())
            }
            Some(Effect::Mouse(on)) => {
                self.send(if on { modes::MOUSE_ON } else { modes::MOUSE_OFF }.to_vec()).await
            }
            Some(Effect::Copy(lines)) => self.send(modes::copy(&lines)).await,
            // What a guest may not do is not offered to them.
            None
            | Some(
                Effect::CopyEvent(_) | Effect::Suspend | Effect::StopReading | Effect::Print(_),
            ) => Ok(()),
        }
    }

    /// Takes the newest size of the window, if there is room for it.
    fn resize(&mut self) {
        let size = *self.visit.window.borrow_and_update();
        if size == self.frames.size() {
            return;
        }
        if self.visit.permit.take_cells(u64::from(size.area())).is_err() {
            let told = "The server has no room for a window of this size";
            return self.session.tell(&Clean::new(told));
        }
        self.frames.resize(size);
        self.session.resize((size.width, size.height));
    }

    async fn draw(&mut self) -> GoesOn {
        let shared = Arc::clone(&self.visit.shared);
        let (session, frames) = (&mut self.session, &mut self.frames);
        let size = frames.size();
        let start = Instant::now();
        let draw = |canvas: &mut _| frames.draw(canvas, |buffer| session.draw(buffer));
        let work = timed(|| shared.canvases.lend(size, draw));
        let (bytes, took) = self.visit.work(work).await;
        shared.metrics.drawn(took);
        self.effort.spend(took);
        self.visit.frames.fetch_add(1, Ordering::Relaxed);
        self.next_frame = start + shared.limits.pace();
        self.send(bytes.map_err(|_| Reason::Mistake)?).await
    }

    async fn send(&mut self, bytes: Vec<u8>) -> GoesOn {
        Ok(self.visit.line.send(Output::Answer, bytes).await?)
    }

    fn hear_of_end(&mut self) -> GoesOn {
        match *self.ending.borrow_and_update() {
            Ending::Open => Ok(()),
            Ending::Now => Err(Reason::Shutdown),
            Ending::Soon => {
                self.session.tell(&Clean::new("The server is about to restart; please come again"));
                Ok(())
            }
        }
    }

    /// Gives the terminal back and says why.
    async fn leave(self, reason: Reason) -> Reason {
        let told = match reason {
            Reason::Gone | Reason::Stuck => return reason,
            Reason::Idle => "You were logged out because nothing happened for a while.\r\n",
            Reason::TimeUp => "Your time is up; please come again.\r\n",
            Reason::Shutdown if self.visit.shared.podium.is_over() => {
                "The presentation has ended.\r\n"
            }
            Reason::Shutdown => "The server is restarting; please come again.\r\n",
            _ => "",
        };
        self.visit.line.end(&[modes::LEAVE, told.as_bytes()].concat(), 0).await;
        reason
    }
}
