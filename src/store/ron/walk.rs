//! A walk through a file: where it is, what it has found, and what every part of it needs.

use super::{
    assembly::Assembly,
    diagnose::{Accepts, mend},
    flaws,
    parser::{Flaw, FlawKind, Parser},
    record::EventRecord,
    scan::{Bracket, Token},
    site::{Site, Tear},
    sync::Sync,
    tree::Node,
};
use crate::{
    domain::SharedText,
    store::{Progress, findings::Findings},
};

/// How many times a file may make the reader look twice at an unclosed text.
const MOST_RETRIES: u8 = 8;

/// What has been read so far: events refer to tables, so the tables must come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// No events.
    Tables,
    /// The events.
    Events,
    /// A table below the events, so that the file must be read again.
    Late,
    /// The second time: nothing, and the events are left for the end.
    Again,
    /// The second time: the events are still to be read, from this byte.
    Postponed(usize),
}

/// A walk through a file.
pub(super) struct Walk<'s> {
    pub text: &'s str,
    /// The byte behind the last that is no blank.
    pub end: usize,
    pub parser: Parser<'s>,
    pub assembly: Assembly<'s>,
    sync: Sync,
    pub record: EventRecord<'s>,
    pub order: Order,
    /// Whether the last thing was cut short, so that the brackets around it are in doubt.
    pub is_torn: bool,
    retries: u8,
    pub progress: Progress,
}

impl<'s> Walk<'s> {
    pub(super) fn new(name: &str, whole: &'s SharedText) -> Self {
        let text: &str = whole;
        Self {
            text,
            end: text.trim_end().len(),
            parser: Parser::new(text, 0),
            assembly: Assembly::new(name, whole),
            sync: Sync::default(),
            record: EventRecord::default(),
            order: Order::Tables,
            is_torn: false,
            retries: MOST_RETRIES,
            progress: Progress::default(),
        }
    }

    pub(super) fn findings(&mut self) -> &mut Findings {
        &mut self.assembly.findings
    }

    /// Reads a value that ends, at the latest, where the next thing of its sort begins.
    pub(super) fn value(&mut self) -> (Node, Tear) {
        self.report_flaws();
        let fence = self.sync.next(self.text, self.parser.at() + 1);
        let mut inner = self.parser.until(fence);
        let mut node = inner.value();
        let is_open = |flaws: &[Flaw]| flaws.iter().any(|flaw| flaw.kind.is_unclosed());
        if is_open(&inner.flaws) && fence < self.text.len() && self.retries > 0 {
            // What looked like the next event may be a line of a long text.
            self.retries -= 1;
            let mut whole = self.parser.until(self.text.len());
            let second = whole.value();
            if whole.flaws.is_empty() {
                (inner, node) = (whole, second);
            }
        }
        let is_at_end = inner.at() >= self.end;
        // A dataset ends with a bracket, so a value that the end of the file follows is cut off.
        let tear = match inner.flaws.as_slice() {
            _ if is_at_end => Tear::Cut,
            [] => Tear::Whole,
            flaws if is_open(flaws) => Tear::Torn,
            _ => Tear::Flawed,
        };
        self.parser.go_to(if tear == Tear::Whole { node.span.end } else { inner.at() });
        self.parser.flaws.append(&mut inner.flaws);
        self.report_flaws();
        (node, tear)
    }

    /// Reports what is wrong with a record and returns what is left of it, with its place.
    pub(super) fn mended(
        &mut self,
        mut node: Node,
        tear: Tear,
        accepts: Accepts,
    ) -> Option<(String, Site<'s>)> {
        let mended = mend(self.text, &mut node, accepts, tear, &mut self.assembly.findings)?;
        Some((mended.text, Site::of_node(self.text, node, mended.lost, tear)))
    }

    pub(super) fn has_item(&mut self, open: &Token, bracket: Bracket) -> bool {
        let has_item = self.parser.has_item(open, bracket);
        self.report_flaws();
        has_item
    }

    pub(super) fn separator(&mut self, bracket: Bracket) {
        self.parser.separator(bracket);
        if self.is_torn {
            self.parser.flaws.retain(|flaw| flaw.kind != FlawKind::MissingComma);
        }
        self.report_flaws();
    }

    /// Turns the flaws so far into problems. Of several things that are not closed the innermost counts.
    pub(super) fn report_flaws(&mut self) {
        let is_at_end = self.parser.at() >= self.end;
        let flaws = std::mem::take(&mut self.parser.flaws);
        // Of brackets beyond all measure it does not matter whether they are closed.
        self.is_torn |= flaws.iter().any(|flaw| flaw.kind == FlawKind::TooDeep);
        for flaw in flaws {
            if flaw.kind.is_unclosed() {
                if std::mem::replace(&mut self.is_torn, true) {
                    continue;
                }
                flaws::report(self.text, &flaw, is_at_end, &mut self.assembly.findings);
            } else if flaw.span.start < self.end {
                flaws::report(self.text, &flaw, false, &mut self.assembly.findings);
            }
            // What is missing at the end of the file is missing because it is cut off.
        }
    }
}
