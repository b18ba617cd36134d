//! The groups of a dataset: those that the table declares, and those that stand for themselves.

use std::ops::Range;

use super::{
    assembly::{Assembly, Known},
    record::GroupRecord,
    site::Site,
    tree::Part,
};
use crate::domain::{Clean, Group, GroupKey};

impl Assembly<'_> {
    /// Looks up a group; one that no table declares stands for itself.
    pub(super) fn group(&mut self, raw: &str, site: &Site<'_>, path: &[Part<'_>]) -> GroupKey {
        if let Some(known) = self.groups.get(raw) {
            return known.key;
        }
        let name = self.clean(raw, site, path);
        if let Some(known) = self.groups.get(&name) {
            return known.key;
        }
        let key = self.add_group(Group { id: name.clone(), name, ..Group::default() }, false);
        // Where nothing is declared, nothing is left undeclared by mistake.
        let bytes = if self.group_keys.is_empty() { 0..0 } else { site.at(path) };
        self.strangers.push((key, bytes));
        key
    }

    fn add_group(&mut self, group: Group, is_declared: bool) -> GroupKey {
        let key = GroupKey(self.dataset.groups.len() as u32);
        self.groups.insert(group.id.clone(), Known { key, is_declared });
        self.dataset.groups.push(group);
        key
    }

    /// Adds an entry of `groups`.
    pub(super) fn declare_group(
        &mut self,
        id: Clean,
        record: &GroupRecord<'_>,
        site: &Site<'_>,
        key: Range<usize>,
    ) {
        let at = |name| [Part::Field(name)];
        let name = self.optional(record.name.as_deref(), site, &at("name"));
        let aliases = record.aliases.iter().enumerate();
        let group = Group {
            name: name.unwrap_or_else(|| id.clone()),
            short: self.optional(record.short.as_deref(), site, &at("short")),
            kind: self.optional(record.kind.as_deref(), site, &at("kind")),
            aliases: aliases
                .map(|(n, raw)| self.clean(raw, site, &[Part::Field("aliases"), Part::Element(n)]))
                .collect(),
            part_of: Vec::new(),
            id,
        };
        let new = self.add_group(group, true);
        self.group_keys.push(key);
        let parents = record.part_of.iter().enumerate().map(|(n, raw)| {
            ((&**raw).into(), site.at(&[Part::Field("part_of"), Part::Element(n)]))
        });
        self.parents.push((new, parents.collect()));
    }

    /// Looks up what the groups are part of, when the whole table has been read.
    pub(super) fn join_groups(&mut self) {
        for (key, parents) in std::mem::take(&mut self.parents) {
            let mut keys = Vec::with_capacity(parents.len());
            for (raw, bytes) in parents {
                keys.push(self.group(&raw, &Site::of_bytes(self.source, bytes), &[]));
            }
            keys.retain(|parent| *parent != key);
            if let Some(group) = self.dataset.groups.get_mut(key.0 as usize) {
                group.part_of = keys;
            }
        }
    }
}
