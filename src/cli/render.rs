//! `dateline render`: the screen after a script of keys, as text, ANSI, SVG or PNG.

use std::{io, path::Path, process::ExitCode, sync::Arc};

use super::{
    arguments::{LookArgs, PictureArgs, Render},
    cache,
    data::Wish,
    failure::{Failure, Kind},
    locked,
    output::{self, Output},
    start::Start,
};
use crate::{
    app::{
        App,
        input::Input,
        script,
        stage::{Audience, Role},
    },
    domain::{Clean, Moment, Notebook, When},
    engine::{Engine, Memory},
    picture::{Format, Palette},
    runtime::{frames::drawn_size, headless, session::Session},
    ui::{Look, ThemeName},
};

/// The format that an ending asks for.
const ENDINGS: [(&str, Format); 4] =
    [("txt", Format::Text), ("ansi", Format::Ansi), ("svg", Format::Svg), ("png", Format::Png)];
/// How many pixels a unit of the cell grid has: pictures are sharp on screens of a high density.
const SCALE: u32 = 2;

/// Draws a screen.
pub(super) fn run(command: &Render) -> Result<ExitCode, Failure> {
    let (out, mut err) = (command.out.as_deref(), io::stderr());
    let script = Script::read(&command.picture, out)?;
    let cache = cache::folder(&command.data.cache, locked::whereabouts);
    let memory = Wish { cache, ..Wish::default() }.open(&command.data.files)?;
    let mut output = Output::of_process(out, &mut err);
    answer(&memory, &command.picture, script, &mut output).map(ExitCode::from)
}

/// What is done on a screen before it is drawn.
pub(super) struct Script {
    /// Columns and rows at the start.
    pub(super) size: (u16, u16),
    pub(super) inputs: Vec<Input>,
    pub(super) format: Format,
}

impl Script {
    /// Reads what can be understood without any data.
    ///
    /// # Errors
    /// Says which argument is wrong.
    pub(super) fn read(wish: &PictureArgs, out: Option<&Path>) -> Result<Self, Failure> {
        let size = size(&wish.size)?;
        let inputs = script::parse_script(&wish.keys).map_err(|error| {
            let place = error.offset + 1;
            Failure::new(Kind::Usage, format!("--keys, character {place}: {}", error.message))
        })?;
        Ok(Self { size, inputs, format: format(wish.format.as_deref(), out)? })
    }
}

/// Draws a screen of some data; returns the exit code.
pub(super) fn answer(
    memory: &Arc<Memory>,
    wish: &PictureArgs,
    script: Script,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let Script { size, inputs, format } = script;
    let start = Start::new(&wish.start, memory, &Notebook::default(), output.err)?;
    let about = memory.about().clone();
    // Without a day of its own, a picture is of the day on which the data ends: the same on every machine.
    let end = about.extent.map_or(Moment(0), |extent| extent.to);
    let now = wish.now.as_deref().map_or(Ok(end), date)?;
    let drawn = drawn_size(size.0, size.1);
    let mut app = App::new(about, (drawn.width, drawn.height), now);
    // The view is what the presenter shows, and nothing that its watcher has come with.
    app.set_audience(wish.presented_by.as_deref().map(audience).transpose()?);
    let app = start.open(app);
    let theme = theme(&wish.look)?;
    let engine: Arc<dyn Engine> = memory.clone();
    let mut session = Session::new(app, engine, Look::new(theme, wish.look.ascii));
    let Some(buffer) = headless::screen(&mut session, size, inputs, || output.is_wanted()) else {
        return Ok(0);
    };
    let palette = if theme == ThemeName::Light { Palette::LIGHT } else { Palette::DARK };
    let bytes = format
        .draw(&buffer, &palette, SCALE)
        .map_err(|error| Failure::new(Kind::Usage, error.to_string()))?;
    output.write(|out| out.write_all(&bytes))?;
    Ok(0)
}

/// Returns the theme that was asked for.
pub(super) fn theme(look: &LookArgs) -> Result<ThemeName, Failure> {
    let Some(name) = &look.theme else { return Ok(ThemeName::Terminal) };
    ThemeName::from_name(name).ok_or_else(|| {
        let names: Vec<_> = ThemeName::ALL.iter().map(|theme| theme.name()).collect();
        Failure::new(Kind::Usage, format!("there is no theme `{name}`"))
            .hint(format!("The themes are {}.", names.join(", ")))
    })
}

/// Reads who presents, and for how many.
fn audience(text: &str) -> Result<Audience, Failure> {
    let read =
        text.rsplit_once(':').and_then(|(name, n)| Some((Clean::new(name), n.parse().ok()?)));
    let (name, watching) = read.ok_or_else(|| {
        Failure::new(Kind::Usage, format!("`{text}` names nobody and how many watch"))
            .hint("Write the name and the number: --presented-by Fatou:2")
    })?;
    Ok(Audience { role: Role::Follows, leader: Some(name), watching })
}

fn size(text: &str) -> Result<(u16, u16), Failure> {
    let number = |text: &str| text.parse::<u16>().ok().filter(|n| *n > 0);
    let pair = text.split_once('x').and_then(|(w, h)| Some((number(w)?, number(h)?)));
    pair.ok_or_else(|| {
        Failure::new(Kind::Usage, format!("`{text}` is no size"))
            .hint("Write columns and rows: --size 120x40")
    })
}

fn date(text: &str) -> Result<Moment, Failure> {
    let when = When::parse(text);
    when.map(|when| when.extent().span().first())
        .map_err(|error| Failure::new(Kind::Usage, format!("--now `{text}`: {}", error.message)))
}

fn format(name: Option<&str>, out: Option<&Path>) -> Result<Format, Failure> {
    let Some(name) = name else {
        return Ok(output::by_ending(out, &ENDINGS)?.unwrap_or(Format::Text));
    };
    Format::from_name(name).ok_or_else(|| {
        let names: Vec<_> = Format::ALL.iter().map(|format| format.name()).collect();
        Failure::new(Kind::Usage, format!("there is no format `{name}`"))
            .hint(format!("The formats are {}.", names.join(", ")))
    })
}
