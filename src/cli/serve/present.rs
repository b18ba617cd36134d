//! `dateline present`: the explorer here, and others follow it.

use std::{io, mem, process::ExitCode, sync::Arc, time::Duration};

use ratatui::buffer::Buffer;
use tokio::{runtime::Handle, time::timeout};

use super::{Running, shown::Shown};
use crate::{
    app::{effect::Effect, input::Input},
    cli::{
        arguments::Present,
        failure::{Failure, Kind},
        open, output,
    },
    domain::Clean,
    runtime::{
        inbox::Waker,
        local::{self, Interactive},
        session::Session,
        ssh::{podium::Lead, server::Ending},
    },
};

/// What a presenter is called who gives no name.
const NAME: &str = "presenter";
/// How long others may take to leave when the presenter has.
const FAREWELL: Duration = Duration::from_secs(5);

/// Explores data while others follow.
pub(in crate::cli) fn run(command: &Present) -> Result<ExitCode, Failure> {
    let shown = Arc::new(Shown::open(&command.serve)?);
    let (session, told) = open::session(&command.open(), shown.memory())?;
    let mouse = session.app().listens_to_mouse();
    let runtime = super::runtime()?;
    let running = runtime.block_on(Running::start(&command.serve, shown, io::sink()))?;
    let name = Clean::new(command.name.as_deref().unwrap_or(NAME));
    // Nobody has had the time to step up before.
    let lead = running
        .podium
        .step_up(&name, None)
        .ok_or_else(|| Failure::new(Kind::Outside, "somebody else is presenting already"))?;
    let mut presenting = Presenting { session, lead, runtime: runtime.handle().clone() };
    let ended = local::run(&mut presenting, mouse).map_err(|error| open::no_screen(&error));
    let Presenting { mut session, lead, .. } = presenting;
    lead.finish();
    running.ends.send_replace(Ending::Now);
    // Whoever has not left by then is cut off by the end of the program.
    let _ = runtime.block_on(async { timeout(FAREWELL, running.task).await });
    runtime.shutdown_background();
    let ended = ended?;
    for told in told.into_iter().chain(session.close()) {
        output::notice(&told);
    }
    // It is needed until the process ends, and then the system frees it faster than a million small steps.
    mem::forget(session);
    Ok(ended.exit_code())
}

/// An explorer whose every screen is shown to others.
struct Presenting {
    session: Session,
    lead: Lead,
    runtime: Handle,
}

impl Interactive for Presenting {
    fn input(&mut self, input: Input) -> Option<Effect> {
        self.session.input(input)
    }

    fn news(&mut self) -> Option<Effect> {
        self.session.set_audience(Some(self.lead.audience()));
        self.session.news()
    }

    fn set_waker(&mut self, waker: Waker) {
        let waker = Arc::new(waker);
        let mut watching = self.lead.watching();
        let wake = Arc::clone(&waker);
        self.runtime.spawn(async move {
            wake();
            while watching.changed().await.is_ok() {
                wake();
            }
        });
        self.session.set_waker(Box::new(move || waker()));
    }

    fn draw(&mut self, buffer: &mut Buffer) {
        self.session.draw(buffer);
        self.lead.show(self.session.scene());
    }

    fn wants_draw(&self) -> bool {
        self.session.wants_draw()
    }

    fn sends_links(&self) -> bool {
        self.session.sends_links()
    }
}
