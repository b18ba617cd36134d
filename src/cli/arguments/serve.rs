//! What can be typed after `dateline serve`.

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, str::FromStr, time::Duration};

use clap::Args;

use super::{CacheArgs, ConfigArgs, Files, LookArgs, Open, StateArgs, ViewArgs};
use crate::runtime::ssh::{limits::Limits, network::Network};

/// Lets anybody look at some data by SSH.
#[derive(Debug, Args)]
pub(in crate::cli) struct Serve {
    /// What to show
    #[command(flatten)]
    pub(in crate::cli) data: Files,
    /// Listen here [default: port 2222 of all addresses]; repeat it for more
    #[arg(long, value_name = "ADDR")]
    pub(in crate::cli) listen: Vec<SocketAddr>,
    /// Private key that proves who this server is [default: made once, `host_key` beside the saved views]
    #[arg(long, value_name = "FILE", conflicts_with = "host_key_env")]
    pub(in crate::cli) host_key: Option<PathBuf>,
    /// Take the private key from this variable of the environment
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) host_key_env: Option<String>,
    /// Let in whoever types this code, instead of anybody
    #[arg(long, value_name = "CODE", conflicts_with_all = ["authorized_keys", "access_code_env"])]
    pub(in crate::cli) access_code: Option<String>,
    /// Take the code from this variable of the environment: others on this machine can read a command line
    #[arg(long, value_name = "NAME", conflicts_with = "authorized_keys")]
    pub(in crate::cli) access_code_env: Option<String>,
    /// Let in whoever has one of the keys in this file, instead of anybody
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) authorized_keys: Option<PathBuf>,
    /// Let whoever has a key in this file lead the others: `ssh presenter@HOST`
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) presenter_key: Option<PathBuf>,
    /// Greet visitors with the first line of this file
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) notice: Option<PathBuf>,
    /// Colours for all: terminal, light, dark, contrast or mono [default: what suits the visitor's terminal]
    #[arg(long, value_name = "THEME")]
    pub(in crate::cli) theme: Option<String>,
    /// Let visitors copy to their own clipboard
    #[arg(long)]
    pub(in crate::cli) allow_copy: bool,
    /// Tell Prometheus figures at this address
    #[arg(long, value_name = "ADDR")]
    pub(in crate::cli) metrics: Option<SocketAddr>,
    /// Let visitors who do nothing look at the first screen, and show them no tour
    #[arg(long)]
    pub(in crate::cli) no_tour: bool,
    /// Balancers, which say whose connection theirs is (PROXY protocol, version 2); repeat it for more
    #[arg(long, value_name = "NETWORK")]
    pub(in crate::cli) proxy_from: Vec<Network>,
    /// Write down there who came and went, a line of JSON each [default for serve: standard output]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) log: Option<PathBuf>,
    /// Time that visitors have left when the server is told to end
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    pub(in crate::cli) drain: Duration,
    /// Print units that let systemd run it, and serve nothing
    #[arg(long)]
    pub(in crate::cli) systemd: bool,
    /// How much it takes on
    #[command(flatten)]
    pub(in crate::cli) limits: LimitArgs,
}

/// Explores some data while others follow by SSH.
#[derive(Debug, Args)]
pub(in crate::cli) struct Present {
    /// What others get
    #[command(flatten)]
    pub(in crate::cli) serve: Serve,
    /// What is on the screen at the start
    #[command(flatten)]
    pub(in crate::cli) start: ViewArgs,
    /// What others see you called [default: presenter]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
}

impl Present {
    /// Returns what the presenter would have typed to explore alone.
    pub(in crate::cli) fn open(&self) -> Open {
        Open {
            data: Files { files: self.serve.data.files.clone(), cache: CacheArgs::default() },
            start: self.start.clone(),
            look: LookArgs { theme: None, ascii: false },
            config: ConfigArgs { config: None, no_config: false },
            plain: false,
            state: StateArgs { state_dir: None, no_state: false },
            locked: false,
        }
    }
}

/// How much a server takes on.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(in crate::cli) struct LimitArgs {
    /// Visitors at the same time
    #[arg(long, value_name = "N", default_value_t = Limits::default().sessions, value_parser = some::<usize>)]
    sessions: usize,
    /// Visitors at the same time from one address (of version 6: from one /64)
    #[arg(long, value_name = "N", default_value_t = Limits::default().sessions_per_address, value_parser = some::<usize>)]
    sessions_per_address: usize,
    /// Connections a second from one address
    #[arg(long, value_name = "N", default_value_t = Limits::default().arrivals, value_parser = some::<u32>)]
    arrivals: u32,
    /// Connections at once from one address, before --arrivals counts
    #[arg(long, value_name = "N", default_value_t = Limits::default().arrivals_at_once, value_parser = some::<u32>)]
    arrivals_at_once: u32,
    /// Connections without a session yet; from half of that on, some are sent away
    #[arg(long, value_name = "N", default_value_t = Limits::default().waiting, value_parser = some::<usize>)]
    waiting: usize,
    /// Connections without a session yet from one address
    #[arg(long, value_name = "N", default_value_t = Limits::default().waiting_per_address, value_parser = some::<usize>)]
    waiting_per_address: usize,
    /// Time to log in
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    grace: Duration,
    /// Time after which a visitor who does nothing is logged out
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = time)]
    idle: Duration,
    /// Time that a session may last
    #[arg(long, value_name = "TIME", default_value = "2h", value_parser = time)]
    session_time: Duration,
    /// Time after which a terminal that does not read is cut off
    #[arg(long, value_name = "TIME", default_value = "15s", value_parser = time)]
    stuck: Duration,
    /// Time after which a silent connection is asked whether it is still there
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = time)]
    keepalive: Duration,
    /// Bytes a second that are read from one connection; more has to wait
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().input, value_parser = some::<u32>)]
    input: u32,
    /// Bytes that are read at once, before --input counts
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().input_at_once, value_parser = some::<u32>)]
    input_at_once: u32,
    /// Frames a second that one visitor is sent
    #[arg(long, value_name = "N", default_value_t = Limits::default().frames, value_parser = frames)]
    frames: NonZeroU32,
    /// Columns of a window that are drawn
    #[arg(long, value_name = "N", default_value_t = Limits::default().columns, value_parser = some::<u16>)]
    columns: u16,
    /// Rows of a window that are drawn
    #[arg(long, value_name = "N", default_value_t = Limits::default().rows, value_parser = some::<u16>)]
    rows: u16,
    /// Cells of all windows together
    #[arg(long, value_name = "N", default_value_t = Limits::default().cells, value_parser = some::<u64>)]
    cells: u64,
}

impl LimitArgs {
    /// Returns the limits.
    pub(in crate::cli) const fn limits(&self) -> Limits {
        Limits {
            sessions: self.sessions,
            sessions_per_address: self.sessions_per_address,
            arrivals: self.arrivals,
            arrivals_at_once: self.arrivals_at_once,
            waiting: self.waiting,
            waiting_per_address: self.waiting_per_address,
            grace: self.grace,
            idle: self.idle,
            session: self.session_time,
            stuck: self.stuck,
            keepalive: self.keepalive,
            input: self.input,
            input_at_once: self.input_at_once,
            frames: self.frames,
            columns: self.columns,
            rows: self.rows,
            cells: self.cells,
        }
    }
}

/// Reads a number of which nothing would be left with 0: nobody would get in, or nobody would see anything.
fn some<T: FromStr + Default + PartialEq>(text: &str) -> Result<T, String> {
    let number = text.parse().ok().filter(|number| *number != T::default());
    number.ok_or_else(|| "write a whole number, 1 or more".to_owned())
}

fn frames(text: &str) -> Result<NonZeroU32, String> {
    some::<u32>(text).map(|number| NonZeroU32::MIN.saturating_add(number - 1))
}

/// Reads a time: a number and `ms`, `s`, `m` or `h`.
fn time(text: &str) -> Result<Duration, String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => 0,
    };
    let time = number.parse::<u32>().ok().map(|n| u64::from(n) * milliseconds);
    time.filter(|time| *time > 0)
        .map(Duration::from_millis)
        .ok_or_else(|| "write a number and its unit: 500ms, 30s, 10m or 2h".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        limits: LimitArgs,
    }

    #[test]
    fn begins_with_the_limits_as_they_are() {
        let line = Line::try_parse_from(["serve"]).unwrap();
        assert_eq!(line.limits.limits(), Limits::default());
    }

    #[test]
    fn takes_no_limit_that_lets_nobody_in() {
        let command = <Line as clap::CommandFactory>::command();
        let names = command.get_arguments().filter_map(|argument| argument.get_long());
        for name in names.filter(|name| *name != "help") {
            let read = |value: &str| Line::try_parse_from(["serve", &format!("--{name}={value}")]);
            assert!(read("0").is_err() && read("x").is_err() && read("-1").is_err(), "{name}");
            assert!(read("1").is_ok() || read("1s").is_ok(), "{name}");
        }
    }

    #[test]
    fn reads_times_with_their_units() {
        assert_eq!(time("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(time("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(time("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(time("2h"), Ok(Duration::from_secs(7200)));
        for wrong in ["", "10", "s", "0s", "-1s", "1d", "1.5h", "99999999999s", "5 s"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
