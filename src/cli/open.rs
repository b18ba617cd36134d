//! `dateline`: opens the explorer on the person's terminal.

use std::{env, process::ExitCode, sync::Arc};

use chrono::Utc;

use super::{
    arguments::{Check, Open, Telling},
    check, config,
    desk::LocalDesk,
    failure::{Failure, Kind},
    input, output,
    start::Start,
    state::{self, State},
};
use crate::{
    app::App,
    domain::Moment,
    engine::Engine,
    runtime::{
        frames::drawn_size,
        local::{self, LocalError},
        session::Session,
    },
};

/// Explores data until the person has had enough.
pub(super) fn run(command: &Open) -> Result<ExitCode, Failure> {
    let settings = config::settings(&command.config, &command.look)?;
    let names = &command.data.files;
    let loaded = match input::load(names) {
        Ok(loaded) => loaded,
        Err(failure) if failure.kind() == Kind::Data && can_be_read_again(names) => {
            return check::run(&Check {
                files: names.clone(),
                format: Telling::Human,
                strict: false,
            });
        }
        Err(failure) => return Err(input::or_subcommand(failure, names)),
    };
    let folder = state::folder(&command.state, |name| env::var_os(name));
    let state = State::new(folder.as_deref(), loaded.fingerprint, names);
    let (notebook, told) = state.load();
    let memory = input::engine_in(settings.country_names.value, settings.time_zone.value, loaded);
    let start = Start::new(&command.start, &memory, &notebook)?;
    // The real size is told with the first frame.
    let size = drawn_size(0, 0);
    let now = settings.time_zone.value.clock(Moment(Utc::now().timestamp()));
    let (look, mouse) = (settings.look(), settings.mouse.value);
    let links = settings.sends_links;
    let notice = config::notice(&settings, &command.config);
    let app = App::new(memory.about().clone(), (size.width, size.height), now)
        .with_keymap(settings.keymap)
        .with_week_start(settings.week_start.value)
        .with_mouse(mouse);
    let app = start.open(app);
    let app = match notice {
        Some(notice) => app.with_notice(&notice),
        None => app,
    };
    let desk = LocalDesk { state, base: notebook.clone(), memory: Arc::clone(&memory) };
    let mut session =
        Session::new(app, memory, look).with_links(links).with_desk(Box::new(desk), &notebook);
    let ending = local::run(&mut session, mouse).map_err(|error| no_screen(&error))?;
    // On the screen that the person has back; told before, it would be hidden behind the explorer.
    for told in told.into_iter().chain(session.close()) {
        output::notice(&told);
    }
    Ok(ending.exit_code())
}

/// Tells whether the names lead to the same texts once more, so that all that is wrong in them can be shown.
fn can_be_read_again(names: &[String]) -> bool {
    !names.is_empty() && names.iter().all(|name| name != input::STDIN)
}

/// Returns a variable of the environment; an empty one counts as none.
pub(super) fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

fn no_screen(error: &LocalError) -> Failure {
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
