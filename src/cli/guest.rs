//! What guests may ask of the data that somebody serves: five questions that are answered with text.
//!
//! A guest names no files, neither to read nor to write: the arguments for that do not exist here. Nothing that the
//! host's owner keeps is looked at, and what one question may cost is bounded.
//!
//! ```text
//! line --line: words, arguments--> Open(ViewArgs) | Answer(Request) --Served::answer--> out, err, exit code
//! ```

mod arguments;
mod line;
mod on_terminal;
mod opened;
#[cfg(test)]
mod tests;
mod words;

use std::{io::Write, sync::Arc};

use clap::ValueEnum;

pub(super) use self::line::{Line, Request};
use self::{
    arguments::{Command, List},
    on_terminal::OnTerminal,
    opened::Checked,
};
use super::{
    arguments::{ListFormat, PictureArgs},
    asked::Asked,
    count, date,
    failure::{Failure, Kind},
    input, list,
    output::{Out, Output, USUAL_WIDTH},
    render::{self, Script},
};
use crate::{
    app::input::Input,
    engine::{Engine, Memory},
    picture::Format,
};

/// The most columns and rows of a picture.
const LARGEST: (u16, u16) = (300, 100);
/// The most keys of a script, and the most in data of so many events that each key may search for a second.
const MOST_KEYS: usize = 1_000;
const MOST_KEYS_IN_MANY: usize = 100;
const MANY: u64 = 1_000_000;
/// The most events that are listed in a format for which the id of each has to be kept until the end.
const MOST_KEPT: usize = 100_000;

/// Data that is served, and what guests may ask of it. All guests share one.
pub(super) struct Served {
    memory: Arc<Memory>,
    checked: Checked,
}

impl Served {
    /// Returns what holds the events, in which files go by the last part of their names.
    pub(super) const fn memory(&self) -> &Arc<Memory> {
        &self.memory
    }

    /// Tells whether the data has errors, and not only problems.
    pub(super) fn has_errors(&self) -> bool {
        self.memory.about().errors > 0
    }

    /// Tells what a line asks for that a guest typed behind the name of the host.
    pub(super) fn read(&self, line: &str) -> Line {
        line::read(line, &self.memory)
    }

    /// Answers a guest, who may have a terminal of so many columns and rows; returns the exit code.
    ///
    /// When `out` fails the guest has gone, and the answer ends.
    pub(super) fn answer(
        &self,
        request: &Request,
        terminal: Option<(u16, u16)>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> u8 {
        let Some((columns, _)) = terminal else {
            let out = Out::Guest(out);
            return self.say(request, &mut Output { out, err, width: None, is_coloured: false });
        };
        let columns = if columns == 0 { USUAL_WIDTH } else { columns };
        let (mut out, mut err) = (OnTerminal::new(out), OnTerminal::new(err));
        let mut output = Output {
            out: Out::Guest(&mut out),
            err: &mut err,
            width: Some(usize::from(columns)),
            is_coloured: true,
        };
        self.say(request, &mut output)
    }

    fn say(&self, request: &Request, output: &mut Output<'_>) -> u8 {
        let said = match request {
            Request::Command(command) => self.obey(command, output),
            Request::Help(text) => output.write(|out| out.write_all(text.as_bytes())).map(|()| 0),
            Request::Mistake(text) => {
                // Nobody is left to be told if even this fails.
                let _ = output.err.write_all(text.as_bytes());
                Ok(Kind::Usage.code())
            }
        };
        said.unwrap_or_else(|failure| refuse(&failure, output.err))
    }

    fn obey(&self, command: &Command, output: &mut Output<'_>) -> Result<u8, Failure> {
        match command {
            Command::List(List { list, most }) => {
                let asked = self.ask(list.asked.query.as_deref(), output)?;
                let format = list.format.unwrap_or(ListFormat::Table);
                bound_list(&asked, format, most.limit)?;
                list::answer(&asked, format, most.limit, output)
            }
            Command::Count(wish) => {
                let asked = self.ask(wish.asked.query.as_deref(), output)?;
                count::answer(&asked, wish, output)
            }
            Command::Date(wish) => date::answer(wish, None, output),
            Command::Render(wish) => {
                let most_keys = most_keys(self.memory.about().total);
                let script = bounded_script(wish, most_keys, output.width.is_some())?;
                render::answer(&self.memory, wish, script, output)
            }
            Command::Check(wish) => self.checked.answer(wish, self.memory.about().total, output),
        }
    }

    fn ask(&self, query: Option<&str>, output: &mut Output<'_>) -> Result<Asked, Failure> {
        let asked = Asked::by_guest(query, &self.memory, output.err)?;
        if let Some(warning) = input::warning(self.memory.about().problems, "check") {
            output.notice(&warning);
        }
        if asked.filter.asks_for_own() {
            output.notice("nothing is marked or noted here: a server keeps nothing of its guests");
        }
        Ok(asked)
    }
}

/// Says why a guest without a terminal gets no explorer, and what there is instead; returns the exit code.
pub(super) fn refuse_without_terminal(err: &mut dyn Write) -> u8 {
    let commands = arguments::names().join(", ");
    let failure = Failure::new(Kind::Usage, "the explorer needs a terminal")
        .hint("`ssh -t HOST 'QUERY'` opens it.")
        .hint(format!("Without one, these are answered: {commands}."))
        .hint("`ssh HOST help` tells more.");
    refuse(&failure, err)
}

/// Tells a guest what went wrong; returns the exit code.
fn refuse(failure: &Failure, err: &mut dyn Write) -> u8 {
    // Nobody is left to be told if even this fails.
    let _ = err.write_all(failure.text().as_bytes());
    failure.kind().code()
}

/// Refuses a list that many guests could fill the memory with.
fn bound_list(asked: &Asked, format: ListFormat, limit: Option<usize>) -> Result<(), Failure> {
    let is_kept = match format {
        ListFormat::Ics | ListFormat::TimelineJs => true,
        ListFormat::Table
        | ListFormat::Json
        | ListFormat::Ndjson
        | ListFormat::Csv
        | ListFormat::Ron
        | ListFormat::Markdown
        | ListFormat::GeoJson => false,
    };
    let count = if is_kept { asked.events().len().min(limit.unwrap_or(usize::MAX)) } else { 0 };
    if count <= MOST_KEPT {
        return Ok(());
    }
    let name = format.to_possible_value();
    let name = name.as_ref().map_or("", |value| value.get_name());
    let message = format!("{count} events are too many for {name} here, which takes {MOST_KEPT}");
    Err(Failure::new(Kind::Usage, message)
        .hint("Ask for fewer with a query or --limit, or take them as ndjson or csv."))
}

/// Returns how many keys a script may have for data of so many events.
const fn most_keys(events: u64) -> usize {
    if events > MANY { MOST_KEYS_IN_MANY } else { MOST_KEYS }
}

/// Reads how a picture is made, within what one guest may ask of a machine that many share.
fn bounded_script(
    wish: &PictureArgs,
    most_keys: usize,
    is_terminal: bool,
) -> Result<Script, Failure> {
    let script = Script::read(wish, None)?;
    let resized = script.inputs.iter().filter_map(|input| match input {
        Input::Resize { width, height } => Some((*width, *height)),
        _ => None,
    });
    let (columns, rows) = LARGEST;
    let is_too_large = |(width, height): (u16, u16)| width > columns || height > rows;
    if is_too_large(script.size) || resized.into_iter().any(is_too_large) {
        let message = format!("a picture has at most {columns}x{rows} columns and rows here");
        return Err(Failure::new(Kind::Usage, message));
    }
    let keys = script.inputs.len();
    if keys > most_keys {
        let message = format!("--keys: {keys} are too many, at most {most_keys} are pressed here");
        return Err(Failure::new(Kind::Usage, message));
    }
    if is_terminal && script.format == Format::Png {
        return Err(Failure::new(Kind::Usage, "a terminal cannot show png")
            .hint("Without -t it can be kept: ssh HOST render --format png > screen.png"));
    }
    Ok(script)
}
