//! `dateline`: opens the explorer on the person's terminal.

use std::{env, io, process::ExitCode, sync::Arc};

use chrono::Utc;

use super::{
    arguments::{Check, Open, ReportArgs, Telling, ViewArgs},
    cache, check,
    config::{self, Settings},
    data::{Place, Wish},
    desk::LocalDesk,
    failure::{Failure, Kind},
    input, locked, output,
    reading::{self, Reading, Repair},
    start::Start,
    state::{self, State},
};
use crate::{
    app::{App, caps::Caps, keymap::Keymap},
    domain::{Clean, Moment},
    engine::{Engine, Memory},
    runtime::{
        frames::drawn_size,
        inbox::Inbox,
        local::{self, LocalError},
        session::{Ready, Session},
    },
    ui::Look,
};

/// Explores data until the person has had enough.
pub(super) fn run(command: &Open) -> Result<ExitCode, Failure> {
    let settings = config::settings(&command.config, &command.look)?;
    let opening = Opening::new(command, &settings);
    let screen = Screen::new(&settings);
    let wish = Wish {
        language: settings.country_names.value,
        zone: settings.time_zone.value,
        cache: cache::folder(&command.data.cache, locked::whereabouts),
    };
    let names = &command.data.files;
    let place = wish.place(names);
    if let Some((place, (memory, check))) =
        place.as_ref().and_then(|place| Some((place, place.find(names)?)))
    {
        let memory = Arc::new(memory);
        let prepared = opening.ready(&memory)?;
        let repair = Reading::later(&opening, &wish, place.clone());
        reading::check(&memory, check, &repair.inbox);
        let shown = screen.show_kept(prepared, repair, &opening);
        place.abandon();
        return shown;
    }
    // Before the screen is taken, where one would look for the reason in vain.
    Wish::check_room(names, place.as_ref())?;
    if let Some(reading) = Reading::begin(&opening, &wish, place.clone()) {
        let shown = screen.show_while(&reading, &opening);
        // The person may have had enough before all of it was read.
        place.iter().for_each(Place::abandon);
        return shown;
    }
    match wish.open(names) {
        Ok(memory) => screen.show(opening.ready(&memory)?),
        Err(failure) => opening.explain(failure),
    }
}

/// Prepares a session on data that is all there, for whoever does more with it than showing it to the person.
///
/// # Errors
/// Fails if the command line asks for something that is not there.
#[cfg(feature = "ssh")]
pub(super) fn session(
    command: &Open,
    memory: &Arc<Memory>,
) -> Result<(Session, Option<Clean>), Failure> {
    let settings = config::settings(&command.config, &command.look)?;
    let Prepared { ready, told } = Opening::new(command, &settings).ready(memory)?;
    Ok((Screen::new(&settings).session(ready), told))
}

/// How a session begins, once its data is there.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) names: Vec<String>,
    start: ViewArgs,
    caps: Caps,
    folder: Option<std::path::PathBuf>,
    now: Moment,
    notice: Option<String>,
    week_start: chrono::Weekday,
    mouse: bool,
    keymap: Keymap,
}

/// A session that is ready to begin, and what the person is to be told when it is over.
pub(super) struct Prepared {
    pub(super) ready: Ready,
    pub(super) told: Option<Clean>,
}

impl Opening {
    /// Takes what was typed, and what stands in the config file.
    fn new(command: &Open, settings: &Settings) -> Self {
        let folder = state::folder(&command.state, locked::whereabouts);
        let caps = locked::caps(command);
        Self {
            names: command.data.files.clone(),
            start: command.start.clone(),
            caps: Caps { keep: caps.keep && folder.is_some(), ..caps },
            folder,
            now: settings.time_zone.value.clock(Moment(Utc::now().timestamp())),
            notice: config::notice(settings, &command.config),
            week_start: settings.week_start.value,
            mouse: settings.mouse.value,
            keymap: settings.keymap.clone(),
        }
    }

    /// Prepares a session on some data.
    ///
    /// # Errors
    /// Fails if the command line asks for something that is not there.
    pub(super) fn ready(&self, memory: &Arc<Memory>) -> Result<Prepared, Failure> {
        let state = State::new(self.folder.as_deref(), memory.about().fingerprint, &self.names);
        let (notebook, told) = state.load();
        let start = Start::new(&self.start, memory, &notebook, &mut io::stderr())?;
        let app = start.open(self.app(memory));
        let app = match &self.notice {
            Some(notice) => app.with_notice(notice),
            None => app,
        };
        let desk = Box::new(LocalDesk { state, base: notebook.clone() });
        let engine: Arc<dyn Engine> = memory.clone();
        Ok(Prepared { ready: Ready { engine, app, desk, notebook }, told })
    }

    /// Returns an app that nobody has asked anything of.
    pub(super) fn app(&self, memory: &Memory) -> App {
        // The real size is told with the first frame.
        let size = drawn_size(0, 0);
        App::new(memory.about().clone(), (size.width, size.height), self.now)
            .with_caps(self.caps)
            .with_keymap(self.keymap.clone())
            .with_week_start(self.week_start)
            .with_mouse(self.mouse)
    }

    /// Shows all that is wrong with data of which nothing could be read, or returns the failure.
    fn explain(&self, failure: Failure) -> Result<ExitCode, Failure> {
        let names = &self.names;
        let can_be_read_again = !names.is_empty() && names.iter().all(|name| name != input::STDIN);
        if failure.kind() == Kind::Data && can_be_read_again {
            let files = names.clone();
            return check::run(&Check {
                files,
                report: ReportArgs { format: Telling::Human, strict: false },
            });
        }
        Err(input::or_subcommand(failure, names))
    }
}

/// How the person sees it.
struct Screen {
    look: Look,
    links: bool,
    mouse: bool,
}

impl Screen {
    fn new(settings: &Settings) -> Self {
        let (links, mouse) = (settings.sends_links, settings.mouse.value);
        Self { look: settings.look(), links, mouse }
    }

    /// Makes a session of data that is all there.
    fn session(&self, ready: Ready) -> Session {
        let Ready { engine, app, desk, notebook } = ready;
        let session = Session::new(app, engine, self.look).with_desk(desk, &notebook);
        session.with_links(self.links).with_inbox(Inbox::default())
    }

    /// Shows data that is all there.
    fn show(self, prepared: Prepared) -> Result<ExitCode, Failure> {
        let Prepared { ready, told } = prepared;
        self.run(self.session(ready), || told)
    }

    /// Shows data that was kept; if it is damaged, it is read anew.
    fn show_kept(
        self,
        prepared: Prepared,
        repair: Repair,
        opening: &Opening,
    ) -> Result<ExitCode, Failure> {
        let Prepared { ready: Ready { engine, app, desk, notebook }, told } = prepared;
        let Repair { inbox, outcome, start } = repair;
        let session = Session::new(app, engine, self.look).with_desk(desk, &notebook);
        let session = session.with_links(self.links).with_inbox(inbox).with_repair(start);
        let code = self.run(session, || told.or_else(|| outcome.told()))?;
        match outcome.failure() {
            Some(failure) => opening.explain(failure),
            None => Ok(code),
        }
    }

    /// Shows the beginning of data while the rest is read.
    fn show_while(self, reading: &Reading, opening: &Opening) -> Result<ExitCode, Failure> {
        let session =
            Session::new(opening.app(&reading.beginning), reading.beginning.clone(), self.look)
                .with_links(self.links)
                .with_inbox(reading.inbox.clone())
                .while_reading(reading.stopper());
        let code = self.run(session, || reading.outcome.told())?;
        match reading.outcome.failure() {
            Some(failure) => opening.explain(failure),
            None => Ok(code),
        }
    }

    fn run(
        &self,
        mut session: Session,
        told: impl FnOnce() -> Option<Clean>,
    ) -> Result<ExitCode, Failure> {
        let ending = local::run(&mut session, self.mouse).map_err(|error| no_screen(&error))?;
        // On the screen that the person has back; told before, it would be hidden behind the explorer.
        for told in told().into_iter().chain(session.close()) {
            output::notice(&told);
        }
        // It is needed until the process ends, and then the system frees it faster than a million small steps.
        std::mem::forget(session);
        Ok(ending.exit_code())
    }
}

/// Returns a variable of the environment; an empty one counts as none.
pub(super) fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

pub(super) fn no_screen(error: &LocalError) -> Failure {
    let message = error.to_string();
    match error {
        LocalError::OutputElsewhere => Failure::new(Kind::Usage, message)
            .hint("`dateline list` prints the events, `dateline render` draws a screen."),
        LocalError::NoControllingTerminal(_) => Failure::new(Kind::Usage, message).hint(
            "Run it in a terminal; without one, `dateline list` prints the events and `dateline render` draws a screen.",
        ),
        LocalError::Refused(_) | LocalError::Deaf(_) | LocalError::Write(_) => {
            Failure::new(Kind::Outside, message)
        }
    }
}
