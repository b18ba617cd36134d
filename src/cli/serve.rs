//! `dateline serve`: the explorer for anybody who has `ssh`.

mod ends;
mod keys;
mod listen;
mod shown;

use std::{fs, io, process::ExitCode, sync::Arc};

use tokio::{runtime::Builder, sync::watch};

use self::shown::Shown;
use super::{
    arguments::{LookArgs, Serve},
    failure::{Failure, Kind},
    output, render,
};
use crate::runtime::ssh::{
    access::{Access, Rules},
    admission::Admission,
    log::Log,
    metrics::{self, Metrics},
    server::{Ending, Server},
    show::Show,
};

/// A shorter code would be guessed.
const SHORTEST_CODE: usize = 6;
/// The most letters of a notice: it has one line on the screen.
const LONGEST_NOTICE: usize = 200;

/// Shows data to visitors until it is told to end.
pub(super) fn run(command: &Serve) -> Result<ExitCode, Failure> {
    let rules = rules(command)?;
    let (host_key, made) = keys::host_key(command)?;
    let theme = match &command.theme {
        None => None,
        Some(theme) => Some(render::theme(&LookArgs { theme: Some(theme.clone()), ascii: false })?),
    };
    let notice = command.notice.as_deref().map(notice).transpose()?;
    let shown = Shown::open(command)?;
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .thread_name("visitors")
        .build()
        .map_err(|error| no_room(&error))?;
    let log = Log::start(io::stdout()).map_err(|error| no_room(&error))?;
    let listeners = runtime.block_on(listen::all(command))?;
    greet(command, &host_key, made.as_deref(), &listeners);
    let (shows, seen) = watch::channel::<Arc<dyn Show>>(Arc::new(shown));
    let (ends, ending) = watch::channel(Ending::Open);
    let limits = command.limits.limits();
    let admission = Admission::new(Arc::new(limits.clone()));
    let counted = Arc::new(Metrics::default());
    let server = Server {
        limits,
        rules,
        host_key,
        balancers: command.proxy_from.clone(),
        theme,
        notice,
        shows: seen,
        log: log.clone(),
    };
    runtime.block_on(async move {
        if let Some(address) = command.metrics {
            let listener = listen::one(address).await?;
            let (admission, counted, ending) =
                (admission.clone(), Arc::clone(&counted), ending.clone());
            let text = move || counted.text(&admission, *ending.borrow() == Ending::Open);
            tokio::spawn(metrics::serve(listener, text));
        }
        let running = tokio::spawn(server.run(listeners, admission, counted, ending));
        ends::watch(command, &ends, &shows, &log, running).await
    })
}

/// Returns who may log in.
fn rules(command: &Serve) -> Result<Rules, Failure> {
    let access = match (&command.access_code, &command.authorized_keys) {
        (Some(code), _) if code.chars().count() < SHORTEST_CODE => {
            let message = format!("--access-code has to have {SHORTEST_CODE} letters or more");
            return Err(Failure::new(Kind::Usage, message).hint("A shorter one would be guessed."));
        }
        (Some(code), _) => Access::Code(code.clone()),
        (None, Some(path)) => Access::Keys(keys::public(path)?),
        (None, None) => Access::Anybody,
    };
    let presenters = match &command.presenter_key {
        Some(path) => keys::public(path)?,
        None => Vec::new(),
    };
    Ok(Rules { access, presenters })
}

/// Reads what visitors are greeted with.
fn notice(path: &std::path::Path) -> Result<String, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        let path = path.display();
        let reason = output::reason(&error);
        Failure::new(Kind::Outside, format!("`{path}` could not be read: {reason}"))
    })?;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    Ok(line.chars().take(LONGEST_NOTICE).collect())
}

fn no_room(error: &io::Error) -> Failure {
    let message = format!("the system has no room left for a server: {}", output::reason(error));
    Failure::new(Kind::Outside, message)
}

/// Tells the operator where it listens and how it proves itself.
fn greet(
    command: &Serve,
    host_key: &russh::keys::PrivateKey,
    made: Option<&std::path::Path>,
    listeners: &[tokio::net::TcpListener],
) {
    if let Some(path) = made {
        output::notice(&format!("made a host key: {}", path.display()));
    }
    output::notice(&format!("host key {}", host_key.fingerprint(russh::keys::HashAlg::Sha256)));
    output::notice(&format!("for the DNS: {}", keys::sshfp(host_key)));
    for listener in listeners {
        if let Ok(address) = listener.local_addr() {
            let port = address.port();
            output::notice(&format!("listening on {address}; look with: ssh -p {port} HOST"));
        }
    }
    if command.presenter_key.is_some() {
        output::notice("lead the others with: ssh presenter@HOST");
    }
}
