//! The settings in force, as a config file and as JSON.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    read::{GLYPHS, LINKS, VERSION, WEEK_STARTS},
    settings::{Setting, Settings},
};
use crate::{
    app::action::Action,
    domain::{Language, Zone},
    store::findings::in_quotes,
    ui::ThemeName,
};

/// Writes the settings as a config file, with the origin of each value behind it.
pub(super) fn ron(out: &mut dyn Write, settings: &Settings) -> io::Result<()> {
    writeln!(
        out,
        "// Settings of the explorer. What is left out is as it is without a config file."
    )?;
    writeln!(out, "Config(\n    version: {VERSION},")?;
    for line in lines(settings) {
        writeln!(out, "    // {}", line.about)?;
        writeln!(out, "    {}: {},  // {}", line.key, line.value, line.origin)?;
    }
    writeln!(
        out,
        "    // Which keys do what where the action is at home; [] is none. Keys are written as on"
    )?;
    writeln!(out, "    // the help page: \"x\", \"<c-d>\", and \"f k\" for one after the other.")?;
    writeln!(out, "    keys: {{")?;
    for action in Action::ALL {
        let keys = settings.keys(*action);
        let origin = settings.told(keys.origin);
        let list: Vec<_> = keys.value.iter().map(|key| in_quotes(key)).collect();
        let name = in_quotes(action.name());
        writeln!(out, "        {name}: [{}],  // {origin}", list.join(", "))?;
    }
    writeln!(out, "    }},\n)")
}

/// Writes the settings as JSON, one object a line.
pub(super) fn json(out: &mut dyn Write, settings: &Settings) -> io::Result<()> {
    #[derive(Serialize)]
    struct Record<'a> {
        key: &'a str,
        value: Value,
        origin: &'a str,
    }
    let mut write = |key: &str, value: Value, origin: &str| {
        let text = serde_json::to_string(&Record { key, value, origin })?;
        writeln!(out, "{text}")
    };
    for line in lines(settings) {
        write(line.key, line.value, &line.origin)?;
    }
    for action in Action::ALL {
        let keys = settings.keys(*action);
        let origin = settings.told(keys.origin);
        write(&format!("keys.{}", action.name()), json!(keys.value), &origin)?;
    }
    Ok(())
}

/// A setting other than keys.
struct Line {
    key: &'static str,
    /// What it is for, and what it can be.
    about: String,
    /// A text or a truth value, which RON and JSON write alike.
    value: Value,
    origin: String,
}

fn lines(settings: &Settings) -> Vec<Line> {
    let line = |key, about: &str, value, origin| Line {
        key,
        about: about.to_owned(),
        value,
        origin: settings.told(origin),
    };
    let Settings { theme, ascii, mouse, links, week_start, time_zone, country_names, .. } =
        settings;
    vec![
        line(
            "theme",
            &format!("Colours: {}", any_of(ThemeName::ALL.map(ThemeName::name))),
            json!(theme.value.name()),
            theme.origin,
        ),
        line(
            "glyphs",
            &format!("Signs: {}", any_of(GLYPHS.map(|(name, _)| name))),
            word(&GLYPHS, ascii),
            ascii.origin,
        ),
        line(
            "mouse",
            "Whether the mouse is listened to at the start",
            json!(mouse.value),
            mouse.origin,
        ),
        line(
            "links",
            &format!(
                "Addresses of sources as links of the terminal: {}",
                any_of(LINKS.map(|(name, _)| name))
            ),
            word(&LINKS, links),
            links.origin,
        ),
        line(
            "week_start",
            &format!("First day of the week: {}", any_of(WEEK_STARTS.map(|(name, _)| name))),
            word(&WEEK_STARTS, week_start),
            week_start.origin,
        ),
        line(
            "time_zone",
            "Zone in which times of day are shown: UTC, or the distance from it as in +01:00",
            match time_zone.value {
                Zone::UTC => json!("UTC"),
                zone => json!(zone.to_string()),
            },
            time_zone.origin,
        ),
        line(
            "country_names",
            &format!("Language of country names: {}", any_of(Language::ALL.map(Language::name))),
            json!(country_names.value.name()),
            country_names.origin,
        ),
    ]
}

fn word<T: PartialEq>(words: &[(&'static str, T)], setting: &Setting<T>) -> Value {
    json!(words.iter().find(|(_, value)| *value == setting.value).map(|(name, _)| *name))
}

fn any_of<const N: usize>(words: [&str; N]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
