//! What the operator tells a running server by signals: to end, and to read its data again.

use std::{process::ExitCode, sync::Arc};

use sd_notify::NotifyState;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::{self, JoinHandle},
    time::sleep,
};

use super::shown::Shown;
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

/// Waits for signals until the server has ended.
///
/// The first to end gives visitors the time that the operator has set, the second gives them none.
pub(super) async fn watch(
    command: &Serve,
    ends: &watch::Sender<Ending>,
    shows: &watch::Sender<Arc<dyn Show>>,
    log: &Log,
    mut running: JoinHandle<()>,
) -> Result<ExitCode, Failure> {
    let mut hang_up = heard(SignalKind::hangup())?;
    let mut terminate = heard(SignalKind::terminate())?;
    let mut interrupt = heard(SignalKind::interrupt())?;
    tell(&[NotifyState::Ready]);
    loop {
        tokio::select! {
            _ = hang_up.recv() => {
                tell(&[NotifyState::Reloading]);
                reload(command, shows, log).await;
                tell(&[NotifyState::Ready]);
            }
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            // It ends only when it is told to, or by a mistake of its own.
            _ = &mut running => return Err(Failure::new(Kind::Outside, "the server has stopped")),
        }
    }
    tell(&[NotifyState::Stopping]);
    ends.send_replace(Ending::Soon);
    output::notice("no more visitors are let in; a second signal ends at once");
    tokio::select! {
        () = sleep(command.drain) => {}
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = &mut running => return Ok(ExitCode::SUCCESS),
    }
    ends.send_replace(Ending::Now);
    let _ = running.await;
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
async fn reload(command: &Serve, shows: &watch::Sender<Arc<dyn Show>>, log: &Log) {
    // Reading takes as long as it takes, and visitors are there meanwhile.
    let read = task::block_in_place(|| Shown::open(command));
    let error = match read {
        Ok(shown) => {
            shows.send_replace(Arc::new(shown));
            None
        }
        Err(failure) => {
            output::notice(&format!("the data from before goes on: {}", failure.text().trim()));
            Some(failure.text().trim().to_owned())
        }
    };
    let events = shows.borrow().engine().about().total;
    log.write(Record::Reload { error, events });
}
