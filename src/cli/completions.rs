//! `dateline completions`: a script that completes command lines in a shell.
//!
//! Subcommands, options and fixed values come from clap. Beside them stands a function that asks the program itself
//! (`complete.rs`) for what depends on data: fields and values inside of a query.

use std::process::ExitCode;

use clap_complete::{aot, generate};

use super::{
    arguments::{self, Completions, Shell},
    failure::Failure,
    output,
};

/// The name of the program, and of the function that a script from clap defines.
const NAME: &str = "dateline";

/// Prints the script.
pub(super) fn run(command: &Completions) -> Result<ExitCode, Failure> {
    output::print(script(command.shell).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn script(shell: Shell) -> String {
    match shell {
        Shell::Bash => format!(
            "{}\n{}",
            renamed(&from_clap(aot::Bash)),
            include_str!("completions/dateline.bash")
        ),
        // The last lines of the one from clap run it, which must wait until ours is there.
        Shell::Zsh => {
            let known = renamed(&from_clap(aot::Zsh));
            let last = known.rfind("\nif [ ").unwrap_or(known.len());
            let own = include_str!("completions/dateline.zsh");
            format!("{}\n{own}{}", &known[..last], &known[last..])
        }
        Shell::Fish => {
            format!("{}\n{}", from_clap(aot::Fish), include_str!("completions/dateline.fish"))
        }
    }
}

fn from_clap(shell: impl aot::Generator) -> String {
    let mut bytes = Vec::new();
    generate(shell, &mut arguments::shown(), NAME, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Gives the function of a script from clap another name, so that ours stands in its place and calls it.
fn renamed(script: &str) -> String {
    script.replacen(&format!("_{NAME}() {{"), &format!("_{NAME}_fixed() {{"), 1)
}
