//! What can be checked only when the whole file has been read: links, stories, and what nothing refers to.

use std::ops::Range;

use super::{
    assembly::{Assembly, PendingLink, PendingStep},
    site::{Site, Tear},
    tree::Part,
};
use crate::{
    domain::{Clean, EventKey, Link, Step, fold},
    store::{
        Loaded, codes,
        findings::{in_quotes, quote},
        fingerprint,
        loaded::{Loose, Loosened},
    },
};

impl Assembly<'_> {
    /// Looks up what was left open and returns the dataset with all its problems.
    pub(super) fn finish(mut self) -> Loaded {
        let mut loose = Vec::new();
        self.resolve_links(&mut loose);
        self.resolve_steps(&mut loose);
        self.report_strangers(&mut loose);
        self.report_twins();
        self.report_unused();
        let problems = self.findings.finish(self.source);
        Loaded {
            dataset: self.dataset,
            problems,
            neutralised: self.neutralised,
            fingerprint: fingerprint::of(self.source),
            declared_groups: self.group_keys.len(),
            loose,
        }
    }

    pub(super) fn resolve_links(&mut self, loose: &mut Vec<Loose>) {
        for PendingLink { event, link, element } in std::mem::take(&mut self.links) {
            let Some(found) = self.link_mut(event, link) else {
                continue;
            };
            let to = found.to.clone();
            let target = self.event_of(&to);
            if target.is_some() {
                if let Some(found) = self.link_mut(event, link) {
                    found.event = target;
                }
                continue;
            }
            let bytes = self.part_of_event(
                event,
                &[Part::Field("links"), Part::Element(element), Part::Field("to")],
            );
            let near = self.near_id(&to);
            self.findings
                .add(
                    &codes::LINK_TO_NOTHING,
                    bytes.clone(),
                    format!("link to {}, which does not exist", quote(&to)),
                )
                .fix(near.as_deref(), in_quotes)
                .help("the event may be in another file: give `check` all of them");
            loose.push(Loose { what: Loosened::Link { event, link }, bytes });
        }
    }

    fn link_mut(&mut self, event: EventKey, link: usize) -> Option<&mut Link> {
        self.dataset.events.get_mut(event.0 as usize)?.links.get_mut(link)
    }

    /// Returns the bytes of a part of an event.
    fn part_of_event(&mut self, event: EventKey, path: &[Part<'_>]) -> Range<usize> {
        let start = self.starts[event.0 as usize];
        if self.findings.is_full() {
            return start..start;
        }
        let site = match self.nodes.remove(&event) {
            Some(node) => Site::of_node(self.source, node, Vec::new(), Tear::Whole),
            None => Site::new(self.source, start),
        };
        let bytes = site.at(path);
        if let Some(node) = site.into_node() {
            self.nodes.insert(event, node);
        }
        bytes
    }

    /// Reports events of the same date and title as one above.
    fn report_twins(&mut self) {
        let mut twins = std::mem::take(&mut self.twins);
        // A sort goes through memory in order, which is faster than a table that is met at random.
        twins.sort_unstable();
        let mut first = 0;
        for n in 1..twins.len() {
            if twins[n].0 != twins[first].0 {
                first = n;
                continue;
            }
            let [one, other] = [twins[first].1, twins[n].1];
            let [a, b] = [one, other].map(|key| &self.dataset.events[key.0 as usize]);
            // Two texts may share a hash, so the dates and titles themselves decide.
            if a.when != b.when || fold(&a.title) != fold(&b.title) {
                continue;
            }
            let message = format!("same date and title as the event {}", quote(&a.id));
            let bytes = self.part_of_event(other, &[Part::Field("title")]);
            self.findings
                .add(&codes::PROBABLE_DUPLICATE, bytes, message)
                .help("keep one of them, with the sources of both");
        }
    }

    fn resolve_steps(&mut self, loose: &mut Vec<Loose>) {
        for PendingStep { story, step, bytes } in std::mem::take(&mut self.steps) {
            let Some(found) = self.step_mut(story, step) else {
                continue;
            };
            let at = found.at.clone();
            let target = self.event_of(&at);
            if target.is_some() {
                if let Some(found) = self.step_mut(story, step) {
                    found.event = target;
                }
                continue;
            }
            let near = self.near_id(&at);
            let message = format!("the story stops at {}, which does not exist", quote(&at));
            self.findings
                .add(&codes::STEP_AT_NOTHING, bytes.clone(), message)
                .fix(near.as_deref(), in_quotes)
                .help("the event may be in another file: give `check` all of them");
            loose.push(Loose { what: Loosened::Step { story, step }, bytes });
        }
    }

    fn step_mut(&mut self, story: usize, step: usize) -> Option<&mut Step> {
        self.dataset.stories.get_mut(story)?.steps.get_mut(step)
    }

    fn near_id(&mut self, wanted: &Clean) -> Option<String> {
        // An id that is there twice is as near both times.
        let ids = self.dataset.events.iter().map(|event| event.id.as_str());
        let ids = ids.filter(|id| !id.is_empty());
        self.findings.suggest(wanted, ids)
    }

    fn report_strangers(&mut self, loose: &mut Vec<Loose>) {
        let declared = self.group_keys.len();
        for (group, bytes) in std::mem::take(&mut self.strangers) {
            if declared > 0 {
                let name = self.dataset.groups[group.0 as usize].name.clone();
                let near = self.near_group(&name, declared);
                let message = format!("the group {} is not declared in `groups`", quote(&name));
                self.findings
                    .add(&codes::UNDECLARED_GROUP, bytes.clone(), message)
                    .fix(near.as_deref(), in_quotes)
                    .help("it stands for itself; declare it to give it a short name and aliases");
            }
            loose.push(Loose { what: Loosened::Group(group), bytes });
        }
    }

    /// Returns the id of the declared group that goes by a name, or whose id is near to it.
    fn near_group(&mut self, wanted: &str, declared: usize) -> Option<String> {
        if !self.findings.may_suggest() {
            return None;
        }
        let groups = || self.dataset.groups.iter().take(declared);
        let by_name = groups().find(|group| {
            let mut names = group.short.iter().chain(&group.aliases);
            *group.name == *wanted || names.any(|name| **name == *wanted)
        });
        match by_name {
            Some(group) => Some(group.id.to_string()),
            None => self.findings.suggest(wanted, groups().map(|group| group.id.as_str())),
        }
    }

    fn report_unused(&mut self) {
        let mut groups = vec![false; self.dataset.groups.len()];
        let mut places = vec![false; self.dataset.places.len()];
        let mut sources = vec![false; self.dataset.sources.len()];
        for event in &self.dataset.events {
            event.groups.iter().for_each(|p| groups[p.group.0 as usize] = true);
            event.places.iter().for_each(|place| places[place.0 as usize] = true);
            event.sources.iter().for_each(|source| sources[source.0 as usize] = true);
            event.claims.iter().for_each(|claim| sources[claim.source.0 as usize] = true);
        }
        for group in &self.dataset.groups {
            group.part_of.iter().for_each(|parent| groups[parent.0 as usize] = true);
        }
        let mut unused: Vec<(Range<usize>, &str)> = Vec::new();
        let tables = [
            (&self.group_keys, &groups, "group"),
            (&self.place_keys, &places, "place"),
            (&self.source_keys, &sources, "source"),
        ];
        for (keys, used, what) in tables {
            let entries = keys.iter().zip(used).filter(|(_, is_used)| !**is_used);
            unused.extend(entries.map(|(key, _)| (key.clone(), what)));
        }
        for (bytes, what) in unused {
            self.findings.add(
                &codes::UNUSED_ENTRY,
                bytes,
                format!("nothing refers to this {what}"),
            );
        }
    }
}
