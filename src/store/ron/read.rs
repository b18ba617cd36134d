//! Walks through a file: tables, events and stories, each on its own, so that one mistake hides no other.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use super::{
    diagnose::{Accepts, from_ron},
    fast,
    record::{
        DatasetRecord, EventRecord, FORMAT, GroupRecord, PlaceRecord, SourceRecord, StoryRecord,
    },
    scan::{Bracket, Kind, Token},
    site::{Site, Tear},
    tree::{Group, Item, Node, Part, Shape},
    walk::{Order, Walk},
};
use crate::{
    domain::{Clean, EventKey, SharedText},
    store::{Loaded, Progress, codes, findings::quote},
};

/// Reads a dataset from RON.
///
/// Reading never fails: what cannot be used is left out and reported.
#[must_use]
pub fn read(name: &str, text: &str) -> Loaded {
    read_shared(name, &SharedText::new(Cow::Owned(text.to_owned())))
}

/// Reads a dataset from RON, and makes its texts parts of the one that is given instead of copies.
#[must_use]
pub fn read_shared(name: &str, text: &SharedText) -> Loaded {
    read_watched(name, text, &Progress::default())
}

/// Reads a dataset from RON as [`read_shared`] does, and tells how far it is.
///
/// If it is told to stop, what was read so far is all there is, and nothing is said of the rest.
#[must_use]
pub fn read_watched(name: &str, text: &SharedText, progress: &Progress) -> Loaded {
    let mut walk = Walk::new(name, text);
    walk.progress = progress.clone();
    walk.dataset();
    if walk.order == Order::Late {
        // The events refer to tables that stand below them, which is rare: read again, the events last.
        walk = Walk::new(name, text);
        walk.order = Order::Again;
        walk.dataset();
        if let Order::Postponed(events) = walk.order {
            walk.parser.go_to(events);
            walk.parser.enter(Bracket::Round);
            walk.list(Walk::event);
        }
    }
    walk.assembly.finish()
}

impl<'s> Walk<'s> {
    /// Reads the whole file.
    fn dataset(&mut self) {
        let Some((start, open)) = self.head() else {
            return;
        };
        self.parser.go_to(open.end);
        self.parser.enter(Bracket::Round);
        let mut seen = HashSet::new();
        while self.has_item(&open, Bracket::Round) && self.order != Order::Late {
            match self.parser.field_name() {
                Some(name) => {
                    let is_first = seen.insert(&self.text[name.clone()]);
                    self.field(name, is_first, start, &open);
                }
                None => self.nameless(),
            }
            self.separator(Bracket::Round);
        }
        self.parser.leave();
        if let Some(token) =
            self.parser.peek().filter(|_| self.order != Order::Late && !self.is_torn)
        {
            let message = "nothing may stand behind the dataset";
            self.findings().add(&codes::SYNTAX, token.span(), message);
        }
        self.report_flaws();
    }

    /// Reads `Dataset(`, and returns where it begins and its bracket.
    fn head(&mut self) -> Option<(usize, Token)> {
        let Some(first) = self.parser.peek() else {
            let end = self.text.len();
            self.report_flaws();
            self.findings()
                .add(&codes::NOT_A_DATASET, end..end, "there is no dataset in this file")
                .help("start with: Dataset(format: 1, title: \"...\", events: [])");
            return None;
        };
        if first.kind == Kind::Open(Bracket::Round) {
            return Some((first.start, first));
        }
        let word = &self.text[first.span()];
        if first.kind == Kind::Word && word == "Dataset" {
            self.parser.go_to(first.end);
            let open = self.parser.peek().filter(|token| token.kind == Kind::Open(Bracket::Round));
            if let Some(open) = open {
                return Some((first.start, open));
            }
        }
        self.findings()
            .add(
                &codes::NOT_A_DATASET,
                first.span(),
                format!("expected `Dataset(`, found {}", quote(word)),
            )
            .help("a dataset is a RON file: Dataset(format: 1, title: \"...\", events: [])");
        None
    }

    fn nameless(&mut self) {
        let value = self.value();
        let message = "expected a field with its name, such as `title: \"...\"`";
        self.findings().add(&codes::SYNTAX, value.0.span, message);
    }

    /// Reads a field of the dataset.
    fn field(&mut self, name: Range<usize>, is_first: bool, start: usize, open: &Token) {
        let word = &self.text[name.clone()];
        if !is_first {
            let message = format!("the field {} is there twice", quote(word));
            self.findings()
                .add(&codes::DUPLICATE_FIELD, name, message)
                .help("the first one counts; move what is in this one up there");
            self.value();
            return;
        }
        let opened = self.parser.peek().map(|token| token.kind);
        let is_list = opened == Some(Kind::Open(Bracket::Square));
        let is_map = opened == Some(Kind::Open(Bracket::Curly));
        match word {
            "events" if is_list && self.order == Order::Again => {
                self.order = Order::Postponed(self.parser.at());
                self.parser.value();
                self.parser.flaws.clear();
            }
            "events" if is_list => {
                self.order = Order::Events;
                self.list(Self::event);
            }
            "stories" if is_list => self.list(Self::story),
            "groups" | "places" | "sources" if is_map && self.order == Order::Events => {
                self.order = Order::Late;
            }
            "groups" if is_map => {
                self.table(Self::group);
                self.assembly.join_groups();
            }
            "places" if is_map => self.table(Self::place),
            "sources" if is_map => self.table(Self::source),
            _ => self.simple_field(name, start, open),
        }
    }

    /// Reads `format`, `title` or `about`, or finds out what is wrong with a field.
    fn simple_field(&mut self, name: Range<usize>, start: usize, open: &Token) {
        let (value, tear) = self.value();
        let span = start..value.span.end;
        let items = vec![Item { key: Some(name), value, is_wrong: false }];
        let group = Group { name: None, bracket: Bracket::Round, open: open.start, items };
        // The text between the bracket and this field is not looked at, so the value counts as flawed.
        let tear = if tear == Tear::Whole { Tear::Flawed } else { tear };
        let node = Node { span, shape: Shape::Group(group) };
        let Some((text, site)) =
            self.mended(node, tear, |text| from_ron::<DatasetRecord<'_>>(text).map(drop))
        else {
            return;
        };
        let Ok(record) = from_ron::<DatasetRecord<'_>>(&text) else {
            return;
        };
        let at = |name| [Part::Field(name)];
        if let Some(format) = record.format.filter(|format| *format != FORMAT) {
            let message =
                format!("the file is of format {format}; this program reads format {FORMAT}");
            let found = self.assembly.findings.add(&codes::FORMAT, site.at(&at("format")), message);
            if format > FORMAT {
                found.help("get a newer dateline; what this one understands of the file is shown");
            } else {
                found.help(format!("write format: {FORMAT}"));
            }
        }
        if let Some(title) = &record.title {
            self.assembly.dataset.title = self.assembly.clean(title, &site, &at("title"));
        }
        if let Some(about) = &record.about {
            self.assembly.dataset.about = self.assembly.clean(about, &site, &at("about"));
        }
    }

    /// Reads the elements of a list.
    fn list(&mut self, element: fn(&mut Self)) {
        let Some(open) = self.parser.peek() else {
            return;
        };
        self.parser.go_to(open.end);
        self.parser.enter(Bracket::Square);
        while self.has_item(&open, Bracket::Square) {
            if self.progress.is_stopped() {
                self.parser.go_to(self.text.len());
                self.is_torn = true;
                break;
            }
            self.is_torn = false;
            element(self);
            self.separator(Bracket::Square);
        }
        self.parser.leave();
    }

    /// Reads the entries of a table.
    fn table(&mut self, entry: fn(&mut Self, Clean, Range<usize>)) {
        let Some(open) = self.parser.peek() else {
            return;
        };
        self.parser.go_to(open.end);
        self.parser.enter(Bracket::Curly);
        let mut seen = HashSet::new();
        while self.has_item(&open, Bracket::Curly) {
            self.is_torn = false;
            let bytes = self.parser.map_key();
            match from_ron::<String>(&self.text[bytes.clone()]) {
                Ok(key) if seen.insert(key.clone()) => {
                    let id = self.assembly.clean_key(&key, &bytes);
                    entry(self, id, bytes);
                }
                Ok(key) => {
                    self.value();
                    let message = format!("the key {} is there twice", quote(&key));
                    self.findings()
                        .add(&codes::DUPLICATE_KEY, bytes, message)
                        .help("the first one counts; remove this one or rename it");
                }
                Err(_) => {
                    self.value();
                    let message = format!(
                        "expected a key in quotes, found {}",
                        quote(&self.text[bytes.clone()])
                    );
                    self.findings().add(&codes::WRONG_TYPE, bytes, message);
                }
            }
            self.separator(Bracket::Curly);
        }
        self.parser.leave();
    }

    /// Reads an event, and all that follow it as long as they are of the usual shape.
    pub(super) fn event(&mut self) {
        let Some(first) = self.parser.peek() else {
            return;
        };
        let mut record = std::mem::take(&mut self.record);
        let (mut start, mut end) = (first.start, None);
        while let Some(behind) = fast::event(self.text, start, &mut record) {
            self.assembly.add_event(&record, &Site::new(self.text, start));
            self.note_event(start, None);
            end = Some(behind);
            self.progress.reached(behind);
            if self.progress.is_stopped() {
                break;
            }
            let Some(next) = fast::next_event(self.text, behind) else {
                break;
            };
            start = next;
        }
        self.record = record;
        match end {
            Some(end) => self.parser.go_to(end),
            None => self.slow_event(first.start),
        }
    }

    fn slow_event(&mut self, start: usize) {
        let (node, tear) = self.value();
        let accepts: Accepts = |text| from_ron::<EventRecord<'_>>(text).map(drop);
        let Some((text, site)) = self.mended(node, tear, accepts) else {
            return;
        };
        if let Ok(record) = from_ron::<EventRecord<'_>>(&text) {
            self.assembly.add_event(&record, &site);
            self.note_event(start, site.into_node());
        }
    }

    /// Keeps where an event was, if it was added.
    fn note_event(&mut self, start: usize, node: Option<Node>) {
        let events = self.assembly.dataset.events.len();
        if events > self.assembly.starts.len() {
            self.assembly.starts.push(start);
            if let Some(node) = node {
                self.assembly.nodes.insert(EventKey(events as u32 - 1), node);
            }
        }
    }

    fn story(&mut self) {
        let (node, tear) = self.value();
        let Some((text, site)) =
            self.mended(node, tear, |text| from_ron::<StoryRecord<'_>>(text).map(drop))
        else {
            return;
        };
        if let Ok(record) = from_ron::<StoryRecord<'_>>(&text) {
            self.assembly.add_story(&record, &site);
        }
    }

    fn group(&mut self, id: Clean, key: Range<usize>) {
        let accepts: Accepts = |text| from_ron::<GroupRecord<'_>>(text).map(drop);
        let (text, site) = self.entry(&key, accepts);
        let record = from_ron::<GroupRecord<'_>>(&text).unwrap_or_default();
        self.assembly.declare_group(id, &record, &site, key);
    }

    fn place(&mut self, id: Clean, key: Range<usize>) {
        let accepts: Accepts = |text| from_ron::<PlaceRecord<'_>>(text).map(drop);
        let (text, site) = self.entry(&key, accepts);
        let record = from_ron::<PlaceRecord<'_>>(&text).unwrap_or_default();
        self.assembly.declare_place(id, &record, &site, key);
    }

    fn source(&mut self, id: Clean, key: Range<usize>) {
        let accepts: Accepts = |text| from_ron::<SourceRecord<'_>>(text).map(drop);
        let (text, site) = self.entry(&key, accepts);
        let record = from_ron::<SourceRecord<'_>>(&text).unwrap_or_default();
        self.assembly.declare_source(id, &record, &site, key);
    }

    /// Reads the value of a table's entry; of one that is wrong altogether the key is left.
    fn entry(&mut self, key: &Range<usize>, accepts: Accepts) -> (String, Site<'s>) {
        let (node, tear) = self.value();
        self.mended(node, tear, accepts)
            .unwrap_or_else(|| ("()".into(), Site::of_bytes(self.text, key.clone())))
    }
}
