//! What is not done at a locked terminal: one that others may use, but not to reach the files of its owner.
//!
//! The explorer is locked by `--locked`, every command by `DATELINE_SECURE` in the environment. Locked, the program
//! reads the data that it is given and writes to standard output, and that is all: it reads and writes no config
//! file, no notebook and no cache, and gives nobody a shell. The data itself is named by whoever starts it.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::Path,
};

use super::{
    arguments::{Arguments, Command, Open},
    failure::{Failure, Kind},
};
use crate::app::caps::Caps;

/// The variable that locks every command if it is not empty: a lock is not to be opened by a slip, so `0` locks too.
const VARIABLE: &str = "DATELINE_SECURE";

/// Takes away what is not done at a locked terminal, if this is one.
///
/// # Errors
/// Refuses what was asked for and is not done there.
pub(super) fn restrict(arguments: &mut Arguments) -> Result<(), Failure> {
    let is_secure = is_secure(env::var_os(VARIABLE).as_deref());
    match &arguments.command {
        None => {
            arguments.open.locked |= is_secure;
            restrict_open(&mut arguments.open)
        }
        Some(command) if is_secure => allow(command),
        Some(_) => Ok(()),
    }
}

/// Returns what a session of the explorer may do outside itself.
pub(super) const fn caps(open: &Open) -> Caps {
    // Whoever waits for a large file may stop that wherever they sit.
    if open.locked { Caps { stop: true, ..Caps::LOCKED } } else { Caps::LOCAL }
}

/// Returns a variable that tells where a person's own files are; at a locked terminal there are none.
pub(super) fn whereabouts(name: &str) -> Option<OsString> {
    if is_secure(env::var_os(VARIABLE).as_deref()) { None } else { env::var_os(name) }
}

fn is_secure(value: Option<&OsStr>) -> bool {
    value.is_some_and(|value| !value.is_empty())
}

fn restrict_open(open: &mut Open) -> Result<(), Failure> {
    if !open.locked {
        return Ok(());
    }
    if open.config.config.is_some() {
        return Err(refused("--config"));
    }
    if open.state.state_dir.is_some() {
        return Err(refused("--state-dir"));
    }
    open.config.no_config = true;
    open.state.no_state = true;
    open.data.cache.no_cache = true;
    Ok(())
}

/// Refuses a command that would write a file, or read one of the person's own.
fn allow(command: &Command) -> Result<(), Failure> {
    let writes = |out: Option<&Path>| out.is_some_and(|out| out != "-");
    match command {
        Command::New(_) => Err(refused("dateline new")),
        Command::Fmt(_) => Err(refused("dateline fmt")),
        Command::Config(_) => Err(refused("dateline config")),
        Command::Cache(_) => Err(refused("dateline cache")),
        #[cfg(feature = "ssh")]
        Command::Serve(_) => Err(refused("dateline serve")),
        #[cfg(feature = "ssh")]
        Command::Present(_) => Err(refused("dateline present")),
        Command::List(list) if writes(list.out.as_deref()) => Err(refused("--out")),
        Command::Render(render) if writes(render.out.as_deref()) => Err(refused("--out")),
        Command::Check(_)
        | Command::Complete(_)
        | Command::Completions(_)
        | Command::Count(_)
        | Command::Date(_)
        | Command::Fields(_)
        | Command::List(_)
        | Command::Man
        | Command::Render(_) => Ok(()),
    }
}

fn refused(what: &str) -> Failure {
    Failure::new(Kind::Usage, format!("`{what}` is not allowed: this terminal is locked")).hint(
        "--locked or DATELINE_SECURE keeps the program from all files but the data that it is given.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_locked_by_any_value_but_none() {
        let check = |value: Option<&str>| is_secure(value.map(OsStr::new));
        assert_eq!([None, Some("")].map(check), [false, false]);
        assert_eq!([Some("1"), Some("yes"), Some("0"), Some(" ")].map(check), [true; 4]);
    }
}
