//! Reads a config file: what can be used of it, and a problem for everything else.

use std::{collections::HashSet, ops::Range};

use chrono::Weekday;

use super::{file::Source, links::Links};
use crate::{
    app::{
        action::Action,
        keymap::{Keymap, KeymapError, Refused, Wish},
    },
    domain::{Language, Problem, Zone, nearest},
    store::{
        codes::{self, Code},
        files::OpenError,
        findings::{Findings, in_quotes, quote},
        ron::{
            describe, from_ron,
            parser::Parser,
            report_flaws,
            scan::Bracket,
            tree::{Group, Node, Shape},
        },
    },
    ui::ThemeName,
};

/// The version of the form of config files.
pub(super) const VERSION: u64 = 1;
/// The fields of a config file.
const FIELDS: [&str; 9] = [
    "version",
    "theme",
    "glyphs",
    "mouse",
    "links",
    "week_start",
    "time_zone",
    "country_names",
    "keys",
];
/// How a config file begins.
const START: &str = "start with: Config(version: 1)";

/// The words for signs, and whether each stands for ASCII only.
pub(super) const GLYPHS: [(&str, bool); 2] = [("unicode", false), ("ascii", true)];
/// The words for links.
pub(super) const LINKS: [(&str, Links); 3] =
    [("auto", Links::Auto), ("on", Links::On), ("off", Links::Off)];
/// The words for the first day of the week.
pub(super) const WEEK_STARTS: [(&str, Weekday); 3] =
    [("monday", Weekday::Mon), ("sunday", Weekday::Sun), ("saturday", Weekday::Sat)];

/// A value, and the line that says it, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said<T> {
    pub(super) value: T,
    pub(super) line: u32,
}

/// What a config file says. What it does not say, or says wrongly, is not there.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) theme: Option<Said<ThemeName>>,
    pub(super) ascii: Option<Said<bool>>,
    pub(super) mouse: Option<Said<bool>>,
    pub(super) links: Option<Said<Links>>,
    pub(super) week_start: Option<Said<Weekday>>,
    pub(super) time_zone: Option<Said<Zone>>,
    pub(super) country_names: Option<Said<Language>>,
    pub(super) keymap: Keymap,
    /// The actions that have keys of the file, or none by its wish.
    pub(super) bound: Vec<Said<Action>>,
    pub(super) problems: Vec<Problem>,
}

/// Reads a config file.
pub(super) fn read(source: &Source) -> Read {
    let mut reader =
        Reader { text: &source.text, findings: Findings::new(&source.path), read: Read::default() };
    match &source.error {
        Some(error) => reader.no_text(error),
        None => reader.file(),
    }
    Read { problems: reader.findings.finish(&source.text), ..reader.read }
}

struct Reader<'s> {
    text: &'s str,
    findings: Findings,
    read: Read,
}

impl Reader<'_> {
    fn no_text(&mut self, error: &OpenError) {
        match error {
            OpenError::Foreign { .. } => {
                self.findings
                    .add(&codes::NOT_A_CONFIG, 0..0, "this is no config file in RON")
                    .help(START);
            }
            _ => {
                self.findings.add(&codes::NOT_A_CONFIG, 0..0, error.to_string()).help(
                    error.help().unwrap_or("until it can be read, the explorer opens without it"),
                );
            }
        }
    }

    fn file(&mut self) {
        let mut parser = Parser::new(self.text, 0);
        // Of a file with nothing but comments, nothing is wrong: it wishes nothing.
        let is_blank = parser.peek().is_none();
        let node = (!is_blank).then(|| parser.value());
        let is_at_end = parser.at() >= self.text.trim_end().len();
        report_flaws(self.text, &parser.flaws, is_at_end, &mut self.findings);
        let Some(node) = node else { return };
        let name =
            |group: &Group| group.name.clone().is_none_or(|name| &self.text[name] == "Config");
        match &node.shape {
            Shape::Group(group) if group.bracket == Bracket::Round && name(group) => {
                self.fields(group);
            }
            Shape::Spoilt => {}
            _ => {
                let message =
                    format!("expected `Config(...)`, found {}", describe(self.text, &node));
                self.findings.add(&codes::NOT_A_CONFIG, node.heading(), message).help(START);
                return;
            }
        }
        if parser.flaws.is_empty()
            && let Some(token) = parser.peek()
        {
            let message = "nothing may stand behind the `Config(...)`";
            self.findings.add(&codes::SYNTAX, token.span(), message).help("remove it");
        }
    }

    fn fields(&mut self, group: &Group) {
        let mut seen = HashSet::new();
        for item in &group.items {
            let Some(key) = item.key.clone() else {
                let message = "expected a field with its name, such as `theme: \"light\"`";
                self.wrong(&codes::SYNTAX, &item.value, message, "remove it or name it");
                continue;
            };
            let name = &self.text[key.clone()];
            if !seen.insert(name) {
                let message = format!("the field {} is there twice", quote(name));
                self.findings
                    .add(&codes::DUPLICATE_FIELD, key, message)
                    .help("the first one counts; remove this one");
                continue;
            }
            let themes = ThemeName::ALL.map(|theme| (theme.name(), theme));
            let languages = Language::ALL.map(|language| (language.name(), language));
            match name {
                "version" => self.version(&item.value),
                "theme" => self.read.theme = self.word(&item.value, &themes),
                "glyphs" => self.read.ascii = self.word(&item.value, &GLYPHS),
                "mouse" => self.read.mouse = self.flag(&item.value),
                "links" => self.read.links = self.word(&item.value, &LINKS),
                "week_start" => self.read.week_start = self.word(&item.value, &WEEK_STARTS),
                "time_zone" => self.read.time_zone = self.zone(&item.value),
                "country_names" => self.read.country_names = self.word(&item.value, &languages),
                "keys" => self.keys(&item.value),
                _ => {
                    self.findings
                        .add(&codes::UNKNOWN_FIELD, key, format!("unknown field {}", quote(name)))
                        .fix(nearest(name, FIELDS), str::to_owned)
                        .help(format!("the fields are `{}`", FIELDS.join("`, `")));
                }
            }
        }
    }

    fn version(&mut self, node: &Node) {
        let bytes = node.span.clone();
        let version = match node.shape {
            Shape::Number => from_ron::<u64>(&self.text[bytes.clone()]).ok(),
            _ => None,
        };
        match version {
            Some(VERSION) => {}
            Some(version) if version > VERSION => {
                let message = format!(
                    "the file is of version {version}, made for a newer dateline; this one reads version {VERSION}"
                );
                self.findings
                    .add(&codes::FORMAT, bytes, message)
                    .help("what this one understands of the file is used");
            }
            Some(version) => {
                let message = format!("there is no version {version}");
                self.findings
                    .add(&codes::FORMAT, bytes, message)
                    .help(format!("write version: {VERSION}"));
            }
            None => self.expected("a whole number", node, &format!("write version: {VERSION}")),
        }
    }

    /// Reads one of some words.
    fn word<T: Copy>(&mut self, node: &Node, words: &[(&'static str, T)]) -> Option<Said<T>> {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let list = format!("the words are \"{}\"", names.join("\", \""));
        let Some(text) = self.text_of(node) else {
            self.expected("text in quotes", node, &list);
            return None;
        };
        if let Some((_, value)) = words.iter().find(|(name, _)| *name == text) {
            return Some(Said { value: *value, line: self.line(&node.span) });
        }
        self.findings
            .add(&codes::UNKNOWN_WORD, node.span.clone(), format!("unknown word {}", quote(&text)))
            .fix(nearest(&text, names), in_quotes)
            .help(list);
        None
    }

    fn zone(&mut self, node: &Node) -> Option<Said<Zone>> {
        let help = "write \"UTC\" or the distance from it: \"+01:00\"";
        let Some(text) = self.text_of(node) else {
            self.expected("text in quotes", node, help);
            return None;
        };
        let zone = text.parse::<Zone>();
        if let Err(error) = zone {
            let message = format!("{} is no zone: {error}", quote(&text));
            self.findings.add(&codes::UNKNOWN_WORD, node.span.clone(), message).help(help);
        }
        zone.ok().map(|value| Said { value, line: self.line(&node.span) })
    }

    fn flag(&mut self, node: &Node) -> Option<Said<bool>> {
        let value = match &self.text[node.span.clone()] {
            "true" => true,
            "false" => false,
            _ => {
                self.expected("`true` or `false`", node, "write it without quotes");
                return None;
            }
        };
        Some(Said { value, line: self.line(&node.span) })
    }

    fn keys(&mut self, node: &Node) {
        let Shape::Group(group) = &node.shape else {
            return self.expected("a map in `{ }`", node, "write keys: { \"undo\": [\"u\"] }");
        };
        if group.bracket != Bracket::Curly {
            return self.expected("a map in `{ }`", node, "write keys: { \"undo\": [\"u\"] }");
        }
        let mut wishes = Vec::new();
        let mut places: Vec<(Range<usize>, Vec<Range<usize>>)> = Vec::new();
        for item in &group.items {
            let Some(place) = item.key.clone() else { continue };
            let Ok(action) = from_ron::<String>(&self.text[place.clone()]) else {
                let message = format!(
                    "expected the name of an action, found {}",
                    quote(&self.text[place.clone()])
                );
                self.findings
                    .add(&codes::WRONG_TYPE, place, message)
                    .help("write it in quotes: \"zoom-in\"");
                continue;
            };
            if let Some((keys, key_places)) = self.key_list(&item.value) {
                wishes.push(Wish { action, keys });
                places.push((place, key_places));
            }
        }
        let (keymap, refused) = Keymap::default().with(&wishes);
        self.read.keymap = keymap;
        for (n, wish) in wishes.iter().enumerate() {
            let own: Vec<_> = refused.iter().filter(|refused| refused.wish == n).collect();
            let is_whole = own.iter().all(|refused| refused.key.is_some());
            let is_kept = is_whole && own.len() < wish.keys.len().max(1);
            if let Some(action) = Action::named(&wish.action).filter(|_| is_kept) {
                let line = self.line(&places[n].0);
                self.read.bound.push(Said { value: action, line });
            }
        }
        for refused in refused {
            let (action, keys) = &places[refused.wish];
            let place = refused.key.map_or(action, |key| &keys[key]);
            self.refuse(&refused, place.clone());
        }
    }

    /// Reads the keys of an action with their places; `None` if they are no list.
    fn key_list(&mut self, node: &Node) -> Option<(Vec<String>, Vec<Range<usize>>)> {
        let example = "write a list: [\"x\"], [\"f k\", \"<c-d>\"] or [] for none";
        let list = match &node.shape {
            Shape::Group(group) if group.bracket == Bracket::Square => group,
            _ => {
                self.expected("a list of keys", node, example);
                return None;
            }
        };
        let mut keys = Vec::new();
        let mut places = Vec::new();
        let mut is_whole = true;
        for item in &list.items {
            if let Some(key) = self.text_of(&item.value) {
                keys.push(key);
                places.push(item.value.span.clone());
            } else {
                self.expected("a key in quotes", &item.value, example);
                is_whole = false;
            }
        }
        // A list of which nothing can be used is no wish for no keys.
        (is_whole || !keys.is_empty()).then_some((keys, places))
    }

    fn refuse(&mut self, refused: &Refused, place: Range<usize>) {
        let (code, fix) = match &refused.error {
            KeymapError::UnknownAction { near, .. } => (&codes::UNKNOWN_WORD, *near),
            KeymapError::Again(_) => (&codes::DUPLICATE_KEY, None),
            _ => (&codes::BAD_KEYS, None),
        };
        self.findings
            .add(code, place, refused.error.to_string())
            .fix(fix, in_quotes)
            .help(refused.error.help());
    }

    /// Returns a text in quotes.
    fn text_of(&self, node: &Node) -> Option<String> {
        let text = (node.shape == Shape::Text).then(|| &self.text[node.span.clone()])?;
        from_ron::<String>(text).ok()
    }

    /// Reports that something else stands where some value is expected.
    fn expected(&mut self, wanted: &str, node: &Node, help: &str) {
        let message = match node.shape {
            Shape::Broken => format!("{} is no value", quote(&self.text[node.span.clone()])),
            _ => format!("expected {wanted}, found {}", describe(self.text, node)),
        };
        self.wrong(&codes::WRONG_TYPE, node, &message, help);
    }

    fn wrong(&mut self, code: &Code, node: &Node, message: &str, help: &str) {
        // The flaw that spoilt it has been reported.
        if node.shape != Shape::Spoilt {
            self.findings.add(code, node.span.clone(), message).help(help);
        }
    }

    fn line(&self, bytes: &Range<usize>) -> u32 {
        self.text[..bytes.start].matches('\n').count() as u32 + 1
    }
}

#[cfg(test)]
mod tests;
