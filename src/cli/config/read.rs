//! Reads a config file: what can be used of it, and a problem for everything else.

use std::{collections::HashSet, ops::Range};

use chrono::Weekday;

use super::file::Source;
use crate::{
    app::{
        action::Action,
        keymap::{Keymap, KeymapError, Refused, Wish},
    },
    domain::{Language, Problem, nearest},
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
const FIELDS: [&str; 7] =
    ["version", "theme", "glyphs", "mouse", "week_start", "country_names", "keys"];
/// How a config file begins.
const START: &str = "start with: Config(version: 1)";

/// The words for signs, and whether each stands for ASCII only.
pub(super) const GLYPHS: [(&str, bool); 2] = [("unicode", false), ("ascii", true)];
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
    pub(super) week_start: Option<Said<Weekday>>,
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
                self.findings
                    .add(&codes::NOT_A_CONFIG, 0..0, error.to_string())
                    .help("until it can be read, the explorer opens without it");
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
                "week_start" => self.read.week_start = self.word(&item.value, &WEEK_STARTS),
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
            let own = refused.iter().filter(|refused| refused.wish == n);
            let is_kept = if wish.keys.is_empty() { 1 } else { wish.keys.len() }
                > own.clone().count()
                && own.clone().all(|refused| refused.key.is_some());
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
            match self.text_of(&item.value) {
                Some(key) => {
                    keys.push(key);
                    places.push(item.value.span.clone());
                }
                None => {
                    self.expected("a key in quotes", &item.value, example);
                    is_whole = false;
                }
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{domain::Clean, store::report};

    fn of(text: &str) -> (Read, Source) {
        let source = Source { path: Clean::new("config.ron"), text: text.to_owned(), error: None };
        (read(&source), source)
    }

    /// Returns each problem as `line:column message; help`.
    fn problems(text: &str) -> Vec<String> {
        let told = |p: Problem| {
            format!("{}:{} {}; {}", p.line, p.column, p.message, p.help.unwrap_or_default())
        };
        of(text).0.problems.into_iter().map(told).collect()
    }

    const FULL: &str = r#"// mine
Config(
    version: 1,
    theme: "light",
    glyphs: "ascii",
    mouse: false,
    week_start: "sunday",
    country_names: "french",
    keys: { "zoom-in": ["z z"], "maximise": [],
            "quit": ["Q", "<c-q>"], },
)
"#;

    #[test]
    fn reads_everything_with_its_line() {
        let (read, _) = of(FULL);
        assert_eq!(read.problems, []);
        assert_eq!(read.theme, Some(Said { value: ThemeName::Light, line: 4 }));
        assert_eq!(read.ascii, Some(Said { value: true, line: 5 }));
        assert_eq!(read.mouse, Some(Said { value: false, line: 6 }));
        assert_eq!(read.week_start, Some(Said { value: Weekday::Sun, line: 7 }));
        assert_eq!(read.country_names, Some(Said { value: Language::French, line: 8 }));
        let bound: Vec<_> = read.bound.iter().map(|said| (said.value, said.line)).collect();
        assert_eq!(bound, [(Action::ZoomIn, 9), (Action::Maximise, 9), (Action::Quit, 10)]);
        assert_eq!(read.keymap.own_keys(Action::ZoomIn), ["z z"]);
        assert_eq!(read.keymap.own_keys(Action::Maximise), Vec::<String>::new());
    }

    #[test]
    fn takes_a_file_that_wishes_nothing() {
        for text in ["", "\n", "// nothing yet\n", "Config()", "(version: 1)", "Config(keys: {})"] {
            let (read, _) = of(text);
            assert_eq!(read.problems, [], "{text}");
            assert_eq!((read.theme, read.keymap), (None, Keymap::default()), "{text}");
        }
    }

    #[test]
    fn shows_problems_as_check_does() {
        let (read, source) = of("Config(\n    tehme: \"light\",\n)\n");
        insta::assert_snapshot!(report::human(&read.problems[0], &source.text, false), @r#"
        error[DL0007]: unknown field `tehme`
         --> config.ron:2:5
          |
        2 |     tehme: "light",
          |     ^^^^^
          |
          = help: did you mean `theme`?
        "#);
    }

    #[test]
    fn says_of_everything_wrong_where_it_is_and_what_to_do() {
        for (text, told) in [
            (r#"Config(theme: "lihgt")"#, "1:15 unknown word `lihgt`; did you mean `light`?"),
            (
                r#"Config(theme: "solarized")"#,
                r#"1:15 unknown word `solarized`; the words are "terminal", "light", "dark", "contrast", "mono""#,
            ),
            (
                "Config(theme: light)",
                r#"1:15 expected text in quotes, found the word `light`; the words are "terminal", "light", "dark", "contrast", "mono""#,
            ),
            (
                r#"Config(mouse: "no")"#,
                "1:15 expected `true` or `false`, found text in quotes; write it without quotes",
            ),
            (
                "Config(version: 2)",
                "1:17 the file is of version 2, made for a newer dateline; this one reads version 1; what \
                 this one understands of the file is used",
            ),
            ("Config(version: 0)", "1:17 there is no version 0; write version: 1"),
            (
                r#"Config(version: "1")"#,
                "1:17 expected a whole number, found text in quotes; write version: 1",
            ),
            (
                "Config(wings: 2)",
                "1:8 unknown field `wings`; the fields are `version`, `theme`, `glyphs`, `mouse`, \
                 `week_start`, `country_names`, `keys`",
            ),
            (
                "Config(mouse: true, mouse: false)",
                "1:21 the field `mouse` is there twice; the first one counts; remove this one",
            ),
            (
                "Dataset(events: [])",
                "1:1 expected `Config(...)`, found `Dataset(...)`; start with: Config(version: 1)",
            ),
            ("Config() 5", "1:10 nothing may stand behind the `Config(...)`; remove it"),
            (
                r#"Config("light")"#,
                "1:8 expected a field with its name, such as `theme: \"light\"`; remove it or name it",
            ),
            (
                r#"Config(keys: ["q"])"#,
                "1:14 expected a map in `{ }`, found a list; write keys: { \"undo\": [\"u\"] }",
            ),
            (
                r#"Config(keys: {"undo": "u"})"#,
                "1:23 expected a list of keys, found text in quotes; write a list: [\"x\"], [\"f k\", \
                 \"<c-d>\"] or [] for none",
            ),
            (
                r#"Config(keys: {undo: ["u"]})"#,
                "1:15 expected the name of an action, found `undo`; write it in quotes: \"zoom-in\"",
            ),
            (
                r#"Config(keys: {"zoom": ["z"]})"#,
                "1:15 there is no action `zoom`; `dateline config` lists all actions with their keys",
            ),
            (
                r#"Config(keys: {"undo": ["u"], "undo": ["U"]})"#,
                "1:30 `undo` has its keys already; the first list counts; put all keys into it",
            ),
            (
                r#"Config(keys: {"undo": ["x", "c"], "hide-lane": []})"#,
                "1:29 `c` for `undo` clashes with `c` for `facet-country`; choose another key, or give \
                 `facet-country` another one too",
            ),
            (
                "Config(theme: \"light\" mouse: false)",
                "1:22 a comma is missing here; separate fields and elements by `,`",
            ),
        ] {
            assert_eq!(problems(text), [told], "{text}");
        }
    }

    #[test]
    fn uses_what_it_understands() {
        let (read, _) = of(
            "Config(version: 9, theme: \"dark\", wings: 2, mouse: maybe, week_start: \"sunday\",
             keys: {\"undo\": [\"c\", \"x x x\", 5], \"zoom-in\": [\"i\"], \"quit\": [3]}",
        );
        assert_eq!(read.problems.len(), 8, "{:#?}", read.problems);
        assert_eq!(read.theme.map(|said| said.value), Some(ThemeName::Dark));
        assert_eq!((read.mouse, read.week_start.is_some()), (None, true));
        let bound: Vec<_> = read.bound.iter().map(|said| said.value).collect();
        assert_eq!(bound, [Action::ZoomIn]);
        assert_eq!(read.keymap.own_keys(Action::Undo), ["u"]);
    }

    proptest! {
        #[test]
        fn reads_any_text_without_a_crash(cut in 0..FULL.len(), junk in "[\\PC\\n\"(){}\\[\\]:,]{0,12}", skip in 0..40usize) {
            let rest = FULL.get((cut + skip).min(FULL.len())..).unwrap_or_default();
            let text = format!("{}{junk}{rest}", &FULL[..cut]);
            let (read, source) = of(&text);
            for problem in &read.problems {
                let shown = report::human(problem, &source.text, false);
                prop_assert!(shown.contains("config.ron:"), "{shown}");
            }
            for action in [Action::Quit, Action::Help, Action::Close, Action::Cancel] {
                prop_assert!(!read.keymap.keys_of(action).is_empty());
            }
        }
    }
}
