//! `dateline serve`: the explorer for anybody who has `ssh`; `dateline present` leads them from here.

mod ends;
mod keys;
mod listen;
mod present;
mod shown;

use std::{
    fs::{self, File},
    io::{self, Write},
    os::fd::AsFd,
    path::Path,
    process::ExitCode,
    sync::Arc,
};

use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    sync::watch,
    task::JoinHandle,
};

pub(super) use self::present::run as present;
use self::{ends::Signals, shown::Shown};
use super::{
    arguments::{LookArgs, Serve},
    failure::{Failure, Kind},
    output, render,
};
use crate::runtime::{
    ssh::{
        access::{Access, Rules},
        admission::Admission,
        log::Log,
        metrics::{self, Metrics},
        podium::Podium,
        server::{self, Ending, Server},
        show::Show,
    },
    unix,
};

/// What systemd is told.
const SOCKET: &str = include_str!("serve/dateline.socket");
const SERVICE: &str = include_str!("serve/dateline.service");
/// Threads for what waits and is no answer.
const SPARE_THREADS: usize = 8;
/// A shorter code would be guessed.
const SHORTEST_CODE: usize = 6;
/// The most letters of a notice: it has one line on the screen.
const LONGEST_NOTICE: usize = 200;

/// Shows data to visitors until it is told to end.
pub(super) fn run(command: &Serve) -> Result<ExitCode, Failure> {
    if command.systemd {
        let text = format!(
            "# /etc/systemd/system/dateline.socket\n{SOCKET}\n# /etc/systemd/system/dateline.service\n{SERVICE}"
        );
        output::print(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let shown = Arc::new(Shown::open(command)?);
    let runtime = runtime()?;
    let ended = runtime.block_on(async {
        // Before anybody is told that it runs: they may want it to end.
        let signals = Signals::new()?;
        let running = Running::start(command, shown, stdout()?).await?;
        ends::watch(command, signals, running).await
    });
    // Whatever still works on an answer works for nobody.
    runtime.shutdown_background();
    ended
}

/// Returns standard output without a buffer, so that it is known of each line whether it was written.
fn stdout() -> Result<File, Failure> {
    io::stdout().as_fd().try_clone_to_owned().map(File::from).map_err(|error| no_room(&error))
}

/// Returns what the work is done on.
fn runtime() -> Result<Runtime, Failure> {
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .thread_name("visitors")
        .max_blocking_threads(server::MOST_ANSWERS + SPARE_THREADS)
        .build();
    runtime.map_err(|error| no_room(&error))
}

/// A server that runs.
struct Running {
    ends: watch::Sender<Ending>,
    shows: watch::Sender<Arc<dyn Show>>,
    podium: Podium,
    log: Log,
    task: JoinHandle<()>,
}

impl Running {
    /// Starts a server that shows something, and tells the operator where.
    ///
    /// # Errors
    /// Says what is wrong with the command line, or what the system does not let it have.
    async fn start(
        command: &Serve,
        data: Arc<dyn Show>,
        usual_log: impl Write + Send + 'static,
    ) -> Result<Self, Failure> {
        let (host_key, made) = keys::host_key(command)?;
        let (shows, seen) = watch::channel(data);
        let (ends, ending) = watch::channel(Ending::Open);
        let log = match &command.log {
            Some(path) => {
                let file = File::options().append(true).create(true).open(path);
                Log::start(file.map_err(|error| output::cannot_write(path, &error))?)
            }
            None => Log::start(usual_log),
        };
        let log = log.map_err(|error| no_room(&error))?;
        unix::raise_open_files();
        let podium = Podium::default();
        let limits = command.limits.limits();
        let admission = Admission::new(Arc::new(limits.clone()));
        let server = Server {
            limits,
            rules: rules(command)?,
            host_key: host_key.clone(),
            balancers: command.proxy_from.clone(),
            theme: theme(command)?,
            notice: command.notice.as_deref().map(notice).transpose()?,
            tours: !command.no_tour,
            podium: podium.clone(),
            shows: seen,
            log: log.clone(),
        };
        let listeners = listen::all(command).await?;
        let figures = Arc::new(Metrics::default());
        if let Some(address) = command.metrics {
            let listener = listen::one(address).await?;
            let (admission, figures, ending, log) =
                (admission.clone(), Arc::clone(&figures), ending.clone(), log.clone());
            let text = move || figures.text(&admission, &log, *ending.borrow() == Ending::Open);
            tokio::spawn(metrics::serve(listener, text));
        }
        greet(command, &host_key, made.as_deref(), &listeners);
        let task = tokio::spawn(server.run(listeners, admission, figures, ending));
        Ok(Self { ends, shows, podium, log, task })
    }
}

/// Returns who may log in.
fn rules(command: &Serve) -> Result<Rules, Failure> {
    let code = match &command.access_code_env {
        Some(name) => Some(keys::from_environment("--access-code-env", name)?),
        None => command.access_code.clone(),
    };
    let access = match (code, &command.authorized_keys) {
        (Some(code), _) if code.chars().count() < SHORTEST_CODE => {
            let message = format!("an access code has to have {SHORTEST_CODE} letters or more");
            return Err(Failure::new(Kind::Usage, message).hint("A shorter one would be guessed."));
        }
        (Some(code), _) => Access::Code(code),
        (None, Some(path)) => Access::Keys(keys::public(path)?),
        (None, None) => Access::Anybody,
    };
    let presenters = match &command.presenter_key {
        Some(path) => keys::public(path)?,
        None => Vec::new(),
    };
    Ok(Rules { access, presenters })
}

fn theme(command: &Serve) -> Result<Option<crate::ui::ThemeName>, Failure> {
    let Some(name) = &command.theme else { return Ok(None) };
    render::theme(&LookArgs { theme: Some(name.clone()), ascii: false }).map(Some)
}

/// Reads what visitors are greeted with.
fn notice(path: &Path) -> Result<String, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        let (path, reason) = (path.display(), output::reason(&error));
        Failure::new(Kind::Outside, format!("`{path}` could not be read: {reason}"))
    })?;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    Ok(line.chars().take(LONGEST_NOTICE).collect())
}

fn no_room(error: &io::Error) -> Failure {
    let reason = output::reason(error);
    Failure::new(Kind::Outside, format!("the system has no room left for a server: {reason}"))
}

/// Tells the operator where it listens and how it proves itself.
fn greet(
    command: &Serve,
    host_key: &russh::keys::PrivateKey,
    made: Option<&Path>,
    listeners: &[TcpListener],
) {
    if let Some(path) = made {
        output::notice(&format!("made a host key: {}", path.display()));
    }
    output::notice(&format!("host key {}", host_key.fingerprint(russh::keys::HashAlg::Sha256)));
    output::notice(&format!("for the DNS: {}", keys::sshfp(host_key)));
    if command.presenter_key.is_some() {
        output::notice("lead the others with: ssh presenter@HOST");
    }
    for address in listeners.iter().filter_map(|listener| listener.local_addr().ok()) {
        let port = address.port();
        output::notice(&format!("listening on {address}; look with: ssh -p {port} HOST"));
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::arguments::{Arguments, Command};

    #[test]
    fn tells_systemd_a_command_that_there_is() {
        let lines: Vec<&str> = SERVICE.lines().chain(SOCKET.lines()).collect();
        let command = lines.iter().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
        let arguments = Arguments::try_parse_from(command.split(' ')).unwrap();
        assert!(matches!(arguments.command, Some(Command::Serve(_))), "{command}");
        for line in lines {
            let is_known = line.is_empty() || line.starts_with(['#', '[']) || line.contains('=');
            assert!(is_known, "{line}");
        }
        assert!(SERVICE.contains("NoNewPrivileges=yes") && SERVICE.contains("MemoryMax="));
    }
}
