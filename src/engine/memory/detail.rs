//! Everything about one event, with names in place of keys.

use super::Memory;
use crate::{
    domain::{Claim, EventKey, Link, Participant, SourceKey},
    question::{Claimed, Detail, Linked, Party},
};

impl Memory {
    pub(super) fn detail(&self, rank: u32) -> Detail {
        let event = self.event(rank);
        let archive = &self.archive;
        // Sources that only a claim names belong to the event as well.
        let mut sources: Vec<SourceKey> = event.sources.clone();
        for claim in &event.claims {
            if !sources.contains(&claim.source) {
                sources.push(claim.source);
            }
        }
        let party = |party: &Participant| {
            let group = archive.group(party.group)?;
            let role = party.role.clone();
            Some(Party { id: group.id.clone(), name: group.name.clone(), role })
        };
        let claim = |claim: &Claim| Claimed {
            source: sources.iter().position(|s| *s == claim.source).map_or(0, |n| n + 1),
            at: claim.at.clone(),
            when: claim.when.clone(),
            says: claim.says.clone(),
            derived: claim.derived.clone(),
        };
        let link = |link: Link| {
            // What stands in another part of a large file was not known when this part was read.
            let first = || self.with_id(&link.to).first().copied().map(EventKey);
            let key = link.event.or_else(first);
            let to = key.and_then(|key| archive.events.get(key.0));
            let (title, when) = to.map_or((link.to, None), |event| (event.title, event.when));
            Linked { to: key, title, when, how: link.how }
        };
        let file = archive.files.get(event.file.0 as usize).filter(|_| archive.files.len() > 1);
        Detail {
            key: self.key_of(rank),
            claims: event.claims.iter().map(claim).collect(),
            conflict: event.is_contradictory(),
            id: event.id,
            when: event.when,
            title: event.title,
            summary: event.summary,
            kind: event.kind,
            countries: event.countries,
            parties: event.groups.iter().filter_map(party).collect(),
            places: event.places.iter().map(|place| archive.place(*place)).collect(),
            certainty: event.certainty,
            sources: sources.iter().map(|source| archive.source(*source)).collect(),
            links: event.links.into_iter().map(link).collect(),
            tags: event.tags,
            file: file.cloned(),
        }
    }
}
