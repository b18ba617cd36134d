//! The canonical layout: four blanks a level, one field a line, short lists and structs on one line.
//!
//! It works on tokens and keeps every one of them, comments included; only blanks and the commas behind
//! items are its own. Formatting twice changes nothing.

use std::collections::HashMap;

use unicode_width::UnicodeWidthStr;

use super::{
    flaws,
    parser::{Flaw, FlawKind, Parser},
    scan::{Kind, Scanner, Token},
    tree::{Group, Node, Shape},
};
use crate::{domain::Problem, store::findings::Findings};

/// The width that lines are kept within where that is possible.
const WIDTH: usize = 100;
/// The blanks of one level.
const INDENT: usize = 4;
/// The structs that always take several lines.
const TALL: [&str; 3] = ["Dataset", "Event", "Story"];

/// Returns a text in the canonical layout.
///
/// # Errors
/// Returns what is wrong where the text is no RON; what it means does not matter.
pub fn fmt(name: &str, text: &str) -> Result<String, Vec<Problem>> {
    let mut parser = Parser::new(text, 0);
    let mut node = None;
    if parser.peek().is_some() {
        node = Some(parser.value());
        if let Some(token) = parser.peek() {
            parser.flaw(token.span(), FlawKind::Unexpected);
        }
    }
    if !parser.flaws.is_empty() {
        return Err(problems(name, text, &parser.flaws));
    }
    let mut plan =
        Plan { text, groups: HashMap::new(), starts: HashMap::new(), ends: HashMap::new() };
    if let Some(node) = &node {
        plan.lay_out(node, 0, 0);
    }
    Ok(Writer::new(&plan).write())
}

fn problems(name: &str, text: &str, flaws: &[Flaw]) -> Vec<Problem> {
    let mut findings = Findings::new(name);
    let mut is_torn = false;
    for flaw in flaws {
        // Of several things that are not closed the innermost counts.
        if flaw.kind.is_unclosed() && std::mem::replace(&mut is_torn, true) {
            continue;
        }
        flaws::report(text, flaw, false, &mut findings);
    }
    findings.finish(text)
}

/// What stands where: made of the tree before anything is written.
struct Plan<'a> {
    text: &'a str,
    /// Whether the group that opens at a byte takes several lines.
    groups: HashMap<usize, bool>,
    /// Whether the item that begins at a byte begins a line.
    starts: HashMap<usize, bool>,
    /// Whether a comma follows the item that ends at a byte.
    ends: HashMap<usize, bool>,
}

impl Plan<'_> {
    /// Plans a value that begins at a column of a line with some indent.
    fn lay_out(&mut self, node: &Node, indent: usize, column: usize) {
        let Shape::Group(group) = &node.shape else {
            return;
        };
        let room = WIDTH.saturating_sub(column + 1);
        let is_tall = self.flat_width(node).is_none_or(|width| width > room);
        self.groups.insert(group.open, is_tall);
        let last = group.items.len().saturating_sub(1);
        for (n, item) in group.items.iter().enumerate() {
            let span = item.span();
            self.starts.insert(span.start, is_tall);
            self.ends.insert(span.end, is_tall || n < last);
            let inner = indent + INDENT;
            let key = item.key.clone().map_or(0, |key| self.text[key].width() + 2);
            self.lay_out(&item.value, inner, inner + key);
        }
    }

    /// Returns how wide a value is on one line, or nothing if it cannot stand on one.
    fn flat_width(&self, node: &Node) -> Option<usize> {
        let Shape::Group(group) = &node.shape else {
            let text = &self.text[node.span.clone()];
            return (!text.contains('\n')).then(|| text.width());
        };
        let name = group.name.clone().map_or("", |name| &self.text[name]);
        if self.has_comment(node, group) || (TALL.contains(&name) && !group.items.is_empty()) {
            return None;
        }
        let mut width = name.width() + 2;
        for (n, item) in group.items.iter().enumerate() {
            let key = item.key.clone().map_or(0, |key| self.text[key].width() + 2);
            width += key + self.flat_width(&item.value)? + if n > 0 { 2 } else { 0 };
            if width > WIDTH {
                return None;
            }
        }
        Some(width)
    }

    /// Tells whether there is a comment between the items of a group.
    fn has_comment(&self, node: &Node, group: &Group) -> bool {
        let mut at = node.span.start;
        let values = group.items.iter().map(|item| &item.value.span);
        let gaps = values.map(|value| std::mem::replace(&mut at, value.end)..value.start);
        let mut gaps: Vec<_> = gaps.collect();
        gaps.push(at..node.span.end);
        // A key may hold the signs of a comment, so the gaps are scanned.
        gaps.into_iter().any(|gap| {
            let text = &self.text[..gap.end];
            Scanner::new(text, gap.start)
                .any(|t| matches!(t.kind, Kind::LineComment | Kind::BlockComment))
        })
    }
}

struct Writer<'p> {
    plan: &'p Plan<'p>,
    out: String,
    /// Whether each open group takes several lines.
    open: Vec<bool>,
    previous: Option<Kind>,
    /// What stood between the previous token and this one.
    gap: Gap,
}

/// The blanks between two tokens.
#[derive(Debug, Clone, Copy, Default)]
struct Gap {
    has_blank: bool,
    line_ends: usize,
}

impl<'p> Writer<'p> {
    fn new(plan: &'p Plan<'p>) -> Self {
        let out = String::with_capacity(plan.text.len() + plan.text.len() / 4);
        Self { plan, out, open: Vec::new(), previous: None, gap: Gap::default() }
    }

    fn write(mut self) -> String {
        for token in Scanner::new(self.plan.text, 0) {
            let text = &self.plan.text[token.span()];
            match token.kind {
                Kind::Space => {
                    self.gap.has_blank = true;
                    self.gap.line_ends += text.matches('\n').count();
                    continue;
                }
                // The commas are written behind the items that they end.
                Kind::Comma => continue,
                _ => self.token(token, text),
            }
            self.gap = Gap::default();
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }

    fn token(&mut self, token: Token, text: &str) {
        let was_tall = match token.kind {
            Kind::Close(_) => self.open.pop(),
            _ => None,
        };
        if self.breaks_before(token, was_tall) {
            self.new_line(was_tall.is_some());
        } else if self.has_blank_before(token) {
            self.out.push(' ');
        }
        self.out.push_str(if token.kind == Kind::LineComment { text.trim_end() } else { text });
        self.previous = Some(token.kind);
        if let Kind::Open(_) = token.kind {
            self.open.push(self.plan.groups.get(&token.start).copied().unwrap_or(false));
        }
        if self.plan.ends.get(&token.end) == Some(&true) && !token.kind.is_trivia() {
            self.out.push(',');
            self.previous = Some(Kind::Comma);
        }
    }

    fn breaks_before(&self, token: Token, was_tall: Option<bool>) -> bool {
        let Some(previous) = self.previous else {
            return false;
        };
        match token.kind {
            _ if matches!(previous, Kind::LineComment | Kind::Attribute) => true,
            Kind::Close(_) => was_tall == Some(true) && !matches!(previous, Kind::Open(_)),
            Kind::LineComment | Kind::BlockComment | Kind::Attribute => self.gap.line_ends > 0,
            _ if self.plan.starts.get(&token.start) == Some(&true) => {
                // A comment in front of an item may share its line.
                previous != Kind::BlockComment || self.gap.line_ends > 0
            }
            _ => previous == Kind::BlockComment && self.gap.line_ends > 0,
        }
    }

    fn has_blank_before(&self, token: Token) -> bool {
        match (self.previous, token.kind) {
            (None | Some(Kind::Open(_)), kind) => {
                matches!(kind, Kind::LineComment | Kind::BlockComment) && self.previous.is_some()
            }
            (Some(Kind::BlockComment), _) | (_, Kind::LineComment | Kind::BlockComment) => true,
            (_, Kind::Close(_) | Kind::Colon) | (Some(Kind::Word), Kind::Open(_)) => false,
            (Some(Kind::Colon | Kind::Comma), _) => true,
            _ => self.gap.has_blank,
        }
    }

    /// Begins a line, with an empty one before it where the author had one.
    fn new_line(&mut self, is_closing: bool) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        let is_first = matches!(self.previous, Some(Kind::Open(_)));
        self.out.push('\n');
        if self.gap.line_ends > 1 && !is_first && !is_closing {
            self.out.push('\n');
        }
        let tall = self.open.iter().filter(|is_tall| **is_tall).count();
        self.out.extend(std::iter::repeat_n(' ', tall * INDENT));
    }
}

#[cfg(test)]
mod tests;
