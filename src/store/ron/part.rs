//! Reads a stretch of the events of a large file: the same events, and the same problems, as the whole would give.

use std::collections::HashSet;

use super::{
    assembly::Known,
    scan::{Bracket, Kind},
    walk::{Order, Walk},
};
use crate::{
    domain::{Dataset, EventKey, GroupKey, PlaceKey, Severity, SharedText},
    store::{codes, hash::Seeds, loaded::Loosened},
};

/// What stands above the events: everything that they may refer to.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// The groups, places and sources; no events.
    pub dataset: Dataset,
    /// How many of the groups are declared; others are only named by them.
    pub declared_groups: usize,
    /// By which all parts of a file hash.
    pub(in crate::store) seeds: Seeds,
}

/// A stretch of events. What they refer to beyond the tables stands behind these in the dataset.
#[derive(Debug)]
pub struct Part {
    /// The events and all that they refer to.
    pub dataset: Dataset,
    /// How many problems were found, but for those that concern other parts too.
    pub problems: usize,
    /// How many of them are errors.
    pub errors: usize,
    /// The links to events that are not in this part, by the event and the place among its links.
    pub loose: Vec<(EventKey, usize)>,
    /// Hashes of the date and title of events.
    pub twins: Vec<(u64, EventKey)>,
    /// Where the list of events ends; `None` if something that is not closed has swallowed its end.
    pub end: Option<usize>,
}

/// Reads the events of a part of a file, which ends with the bracket that closes their list.
#[must_use]
pub fn read_part(name: &str, text: &SharedText, tables: &Tables) -> Part {
    let mut walk = Walk::new(name, text);
    walk.order = Order::Events;
    walk.know(tables);
    walk.parser.enter(Bracket::Round);
    walk.parser.enter(Bracket::Square);
    let mut end = None;
    while let Some(next) = walk.parser.peek() {
        if next.kind == Kind::Close(Bracket::Square) {
            end = Some(next.start);
            break;
        }
        if !walk.has_item(&next, Bracket::Square) {
            break;
        }
        walk.is_torn = false;
        walk.event();
        walk.separator(Bracket::Square);
    }
    walk.report_flaws();
    walk.assembly.finish_part(end)
}

impl Walk<'_> {
    /// Takes over what the tables declare.
    fn know(&mut self, tables: &Tables) {
        let Tables { dataset, declared_groups, seeds } = tables;
        let assembly = &mut self.assembly;
        assembly.seeds = seeds.clone();
        for (n, group) in dataset.groups.iter().enumerate() {
            let known = Known { key: GroupKey(n as u32), is_declared: n < *declared_groups };
            assembly.groups.insert(group.id.clone(), known);
        }
        for (n, place) in dataset.places.iter().enumerate() {
            let known = Known { key: PlaceKey(n as u32), is_declared: true };
            assembly.places.insert(place.id.clone(), known);
        }
        for source in &dataset.sources {
            assembly.know_source(source.clone());
        }
        assembly.group_keys = vec![0..0; *declared_groups];
        assembly.dataset.groups.clone_from(&dataset.groups);
        assembly.dataset.places.clone_from(&dataset.places);
    }
}

impl super::assembly::Assembly<'_> {
    fn finish_part(mut self, end: Option<usize>) -> Part {
        let mut loose = Vec::new();
        self.resolve_links(&mut loose);
        let loose = loose.into_iter().filter_map(|loose| match loose.what {
            Loosened::Link { event, link } => Some((event, link)),
            Loosened::Step { .. } | Loosened::Group(_) => None,
        });
        let loose = loose.collect();
        // Ids and groups are looked at across all parts.
        let others: HashSet<&str> = [codes::DUPLICATE_ID.id, codes::UNDECLARED_GROUP.id].into();
        let mut problems = self.findings.finish(self.source);
        problems.retain(|problem| !others.contains(problem.code));
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        let (dataset, twins) = (self.dataset, self.twins);
        Part { dataset, problems: problems.len(), errors, loose, twins, end }
    }
}
