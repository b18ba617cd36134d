//! What reading gives: a dataset, what is wrong with it, and several of them made one.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{codes, fingerprint};
use crate::domain::{
    Clean, Dataset, EventKey, FileKey, Fingerprint, Group, GroupKey, Place, PlaceKey, Problem,
    Severity, Source, SourceKey,
};

/// What could be read of one file or of several, and what was wrong.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What could be read.
    pub dataset: Dataset,
    /// What is wrong, in the order of the files.
    pub problems: Vec<Problem>,
    /// How many characters were replaced because they are invisible or could act on a terminal.
    pub neutralised: usize,
    /// The fingerprint of the text, or of the texts in the order of the files.
    pub fingerprint: Fingerprint,
    /// How many of the groups are declared; others are only named.
    pub(super) declared_groups: usize,
    /// References that other files may answer.
    pub(super) loose: Vec<Loose>,
}

/// A reference to something that its own file does not have.
#[derive(Debug, Clone)]
pub(super) struct Loose {
    pub what: Loosened,
    /// The bytes that the problem about it names.
    pub bytes: Range<usize>,
}

/// What refers to something outside its file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Loosened {
    Link { event: EventKey, link: usize },
    Step { story: usize, step: usize },
    Group(GroupKey),
}

impl Loaded {
    /// Counts the problems of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }
}

/// Makes one dataset of several files.
///
/// A group, place or source that two files declare under the same id is one; what the first file says of it
/// counts. Event ids are unique within their file only, and a link leads to its own file first.
#[must_use]
pub fn merge(files: Vec<Loaded>) -> Loaded {
    let mut files = files;
    if files.len() == 1 {
        return files.pop().unwrap_or_default();
    }
    let mut merger = Merger::default();
    for file in files {
        merger.add(file);
    }
    merger.finish()
}

/// Several files on the way to become one.
#[derive(Default)]
struct Merger {
    whole: Dataset,
    neutralised: usize,
    fingerprints: Vec<Fingerprint>,
    problems: Vec<Vec<Problem>>,
    loose: Vec<(usize, Loose)>,
    titles: Vec<Clean>,
    abouts: Vec<Clean>,
    groups: HashMap<Clean, GroupKey>,
    places: HashMap<Clean, PlaceKey>,
    sources: HashMap<Clean, SourceKey>,
    /// Where each id is, in the first file that has it.
    ids: HashMap<Clean, EventKey>,
    /// The groups that no file has declared so far.
    strangers: HashSet<GroupKey>,
}

impl Merger {
    fn add(&mut self, file: Loaded) {
        let Loaded { mut dataset, problems, neutralised, fingerprint, loose, .. } = file;
        let number = self.problems.len();
        let first_event = self.whole.events.len() as u32;
        let first_story = self.whole.stories.len();
        let first_file = self.whole.files.len() as u32;
        let undeclared: HashSet<GroupKey> = loose
            .iter()
            .filter_map(|loose| match loose.what {
                Loosened::Group(group) => Some(group),
                Loosened::Link { .. } | Loosened::Step { .. } => None,
            })
            .collect();
        let groups = self.add_groups(std::mem::take(&mut dataset.groups), &undeclared);
        let places: Vec<PlaceKey> =
            dataset.places.drain(..).map(|place| self.add_place(place)).collect();
        let sources: Vec<SourceKey> =
            dataset.sources.drain(..).map(|source| self.add_source(source)).collect();
        let moved = |event: EventKey| EventKey(event.0 + first_event);
        for mut event in dataset.events {
            let key = EventKey(self.whole.events.len() as u32);
            self.ids.entry(event.id.clone()).or_insert(key);
            event.groups.iter_mut().for_each(|p| p.group = groups[p.group.0 as usize]);
            event.places.iter_mut().for_each(|place| *place = places[place.0 as usize]);
            event.sources.iter_mut().for_each(|source| *source = sources[source.0 as usize]);
            event
                .claims
                .iter_mut()
                .for_each(|claim| claim.source = sources[claim.source.0 as usize]);
            event.links.iter_mut().for_each(|link| link.event = link.event.map(moved));
            event.file = FileKey(event.file.0 + first_file);
            self.whole.events.push(event);
        }
        for mut story in dataset.stories {
            story.steps.iter_mut().for_each(|step| step.event = step.event.map(moved));
            self.whole.stories.push(story);
        }
        self.loose.extend(loose.into_iter().map(|Loose { what, bytes }| {
            let what = match what {
                Loosened::Link { event, link } => Loosened::Link { event: moved(event), link },
                Loosened::Step { story, step } => {
                    Loosened::Step { story: story + first_story, step }
                }
                Loosened::Group(group) => Loosened::Group(groups[group.0 as usize]),
            };
            (number, Loose { what, bytes })
        }));
        self.whole.files.extend(dataset.files);
        self.titles.push(dataset.title);
        self.abouts.push(dataset.about);
        self.problems.push(problems);
        self.neutralised += neutralised;
        self.fingerprints.push(fingerprint);
    }

    /// Adds the groups of a file and returns their new keys.
    fn add_groups(&mut self, groups: Vec<Group>, undeclared: &HashSet<GroupKey>) -> Vec<GroupKey> {
        let mut keys = Vec::with_capacity(groups.len());
        let mut fresh = Vec::new();
        for (n, group) in (0..).zip(groups) {
            let is_declared = !undeclared.contains(&GroupKey(n));
            let next = GroupKey(self.whole.groups.len() as u32);
            let key = *self.groups.entry(group.id.clone()).or_insert(next);
            if key == next {
                self.whole.groups.push(Group::default());
            }
            if key == next || (is_declared && self.strangers.contains(&key)) {
                fresh.push((key, group));
            }
            if is_declared {
                self.strangers.remove(&key);
            } else if key == next {
                self.strangers.insert(key);
            }
            keys.push(key);
        }
        // What a group is part of may stand below it.
        for (key, mut group) in fresh {
            group.part_of.iter_mut().for_each(|parent| *parent = keys[parent.0 as usize]);
            if let Some(place) = self.whole.groups.get_mut(key.0 as usize) {
                *place = group;
            }
        }
        keys
    }

    fn add_place(&mut self, place: Place) -> PlaceKey {
        let next = PlaceKey(self.whole.places.len() as u32);
        let known = self.places.get(&place.id).copied().filter(|_| !place.id.is_empty());
        known.unwrap_or_else(|| {
            self.places.insert(place.id.clone(), next);
            self.whole.places.push(place);
            next
        })
    }

    fn add_source(&mut self, source: Source) -> SourceKey {
        let next = SourceKey(self.whole.sources.len() as u32);
        let known = self.sources.get(&source.id).copied().filter(|_| !source.id.is_empty());
        known.unwrap_or_else(|| {
            self.sources.insert(source.id.clone(), next);
            self.whole.sources.push(source);
            next
        })
    }

    /// Answers what the files left open, and forgets the problems that are none any more.
    fn finish(mut self) -> Loaded {
        let mut answered: HashSet<(usize, &str, usize)> = HashSet::new();
        let mut loose = Vec::new();
        for (file, open) in self.loose {
            let code = match open.what {
                Loosened::Link { event, link } => {
                    let event = self.whole.events.get_mut(event.0 as usize);
                    let link = event.and_then(|event| event.links.get_mut(link));
                    let found = link.and_then(|link| {
                        link.event = self.ids.get(&link.to).copied();
                        link.event
                    });
                    found.map(|_| codes::LINK_TO_NOTHING.id)
                }
                Loosened::Step { story, step } => {
                    let story = self.whole.stories.get_mut(story);
                    let step = story.and_then(|story| story.steps.get_mut(step));
                    let found = step.and_then(|step| {
                        step.event = self.ids.get(&step.at).copied();
                        step.event
                    });
                    found.map(|_| codes::STEP_AT_NOTHING.id)
                }
                Loosened::Group(group) => {
                    (!self.strangers.contains(&group)).then_some(codes::UNDECLARED_GROUP.id)
                }
            };
            match code {
                Some(code) => _ = answered.insert((file, code, open.bytes.start)),
                None => loose.push(open),
            }
        }
        let problems = self.problems.into_iter().enumerate().flat_map(|(file, problems)| {
            let answered = &answered;
            problems.into_iter().filter(move |p| !answered.contains(&(file, p.code, p.bytes.start)))
        });
        let problems = problems.collect();
        self.whole.title = joined(&self.titles, " + ");
        self.whole.about = joined(&self.abouts, " ");
        Loaded {
            dataset: self.whole,
            problems,
            neutralised: self.neutralised,
            fingerprint: fingerprint::of_several(&self.fingerprints),
            declared_groups: 0,
            loose,
        }
    }
}

/// Joins the texts that are not empty.
fn joined(texts: &[Clean], between: &str) -> Clean {
    let texts: Vec<&str> =
        texts.iter().map(Clean::as_str).filter(|text| !text.is_empty()).collect();
    Clean::new(&texts.join(between))
}
