//! Everything about one event, with names in place of keys.

use super::{Memory, page::conflict};
use crate::{
    domain::{Claim, Link, Participant, SourceKey},
    question::{Claimed, Detail, Linked, Party},
};

impl Memory {
    pub(super) fn detail(&self, rank: u32) -> Detail {
        let event = self.event(rank);
        let dataset = &self.dataset;
        // Sources that only a claim names belong to the event as well.
        let mut sources: Vec<SourceKey> = event.sources.clone();
        for claim in &event.claims {
            if !sources.contains(&claim.source) {
                sources.push(claim.source);
            }
        }
        let party = |party: &Participant| {
            let group = &dataset.groups[party.group.0 as usize];
            Party { id: group.id.clone(), name: group.name.clone(), role: party.role.clone() }
        };
        let claim = |claim: &Claim| Claimed {
            source: sources.iter().position(|s| *s == claim.source).map_or(0, |n| n + 1),
            at: claim.at.clone(),
            when: claim.when.clone(),
            says: claim.says.clone(),
            derived: claim.derived.clone(),
        };
        let link = |link: &Link| {
            let to = link.event.map(|key| &dataset.events[key.0 as usize]);
            Linked {
                to: link.event,
                title: to.map_or_else(|| link.to.clone(), |event| event.title.clone()),
                when: to.and_then(|event| event.when.clone()),
                how: link.how.clone(),
            }
        };
        let file = dataset.files.get(event.file.0 as usize).filter(|_| dataset.files.len() > 1);
        Detail {
            key: self.order[rank as usize],
            id: event.id.clone(),
            when: event.when.clone(),
            title: event.title.clone(),
            summary: event.summary.clone(),
            kind: event.kind.clone(),
            countries: event.countries.clone(),
            parties: event.groups.iter().map(party).collect(),
            places: event.places.iter().map(|p| dataset.places[p.0 as usize].clone()).collect(),
            certainty: event.certainty,
            claims: event.claims.iter().map(claim).collect(),
            conflict: conflict(event),
            sources: sources.iter().map(|s| dataset.sources[s.0 as usize].clone()).collect(),
            links: event.links.iter().map(link).collect(),
            tags: event.tags.clone(),
            file: file.cloned(),
        }
    }
}
