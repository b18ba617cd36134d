//! What the operator tells a running server by signals: to end, and to read its data again.

use std::{process::ExitCode, sync::Arc};

use sd_notify::NotifyState;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task,
    time::sleep,
};

use super::{Running, shown::Shown};
use crate::{
    cli::{
        arguments::Serve,
        failure::{Failure, Kind},
        output,
    },
    runtime::ssh::{
        log::{Log, Record},
        server::Ending,
        show::Show,
    },
};

/// The signals that a server hears; from when this is made, they do not end the program any more.
pub(super) struct Signals {
    hang_up: Signal,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Begins to hear.
    ///
    /// # Errors
    /// Fails if the system does not let it.
    pub(super) fn new() -> Result<Self, Failure> {
        Ok(Self {
            hang_up: heard(SignalKind::hangup())?,
            terminate: heard(SignalKind::terminate())?,
            interrupt: heard(SignalKind::interrupt())?,
        })
    }

    /// Waits until somebody wants the program to end.
    async fn end(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Does what signals say until the server has ended.
///
/// The first to end gives visitors the time that the operator has set, the second gives them none.
pub(super) async fn watch(
    command: &Serve,
    mut signals: Signals,
    running: Running,
) -> Result<ExitCode, Failure> {
    let Running { ends, shows, log, mut task, .. } = running;
    tell(&[NotifyState::Ready]);
    loop {
        tokio::select! {
            _ = signals.hang_up.recv() => {
                tell(&[NotifyState::Reloading]);
                reload(command, &shows, &log);
                tell(&[NotifyState::Ready]);
            }
            _ = signals.terminate.recv() => break,
            _ = signals.interrupt.recv() => break,
            // It ends only when it is told to, or by a mistake of its own.
            _ = &mut task => return Err(Failure::new(Kind::Outside, "the server has stopped")),
        }
    }
    tell(&[NotifyState::Stopping]);
    ends.send_replace(Ending::Soon);
    output::notice("no more visitors are let in; a second signal ends at once");
    tokio::select! {
        () = sleep(command.drain) => {}
        () = signals.end() => {}
        _ = &mut task => return Ok(ExitCode::SUCCESS),
    }
    ends.send_replace(Ending::Now);
    let _ = task.await;
    Ok(ExitCode::SUCCESS)
}

fn heard(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind).map_err(|error| {
        let reason = output::reason(&error);
        Failure::new(Kind::Outside, format!("signals cannot be heard: {reason}"))
    })
}

/// Tells systemd, if that has started the program, how it goes.
fn tell(state: &[NotifyState<'_>]) {
    // Without systemd there is nobody to tell.
    let _ = sd_notify::notify(state);
}

/// Reads the data again and shows it to all; data that cannot be read changes nothing.
fn reload(command: &Serve, shows: &watch::Sender<Arc<dyn Show>>, log: &Log) {
    // Reading takes as long as it takes, and visitors are there meanwhile.
    let read = task::block_in_place(|| Shown::open(command));
    let error = match read {
        // Most likely it is only half written yet, or half edited.
        Ok(data) if data.has_errors() => {
            Some("the data has errors; `dateline check` lists them".to_owned())
        }
        Ok(data) => {
            shows.send_replace(Arc::new(data));
            None
        }
        Err(failure) => Some(failure.text().trim().to_owned()),
    };
    if let Some(error) = &error {
        output::notice(&format!("the data from before goes on: {error}"));
    }
    let events = shows.borrow().engine().about().total;
    log.write(Record::Reload { error, events });
}
