//! Reads a large file in stretches, several at a time, and gives its events away one by one.
//!
//! ```text
//! file --blocks--> cut between events --> parts, each read on its own --> in turn: numbered anew --> sink
//! ```
//! Only files of the usual shape are read so: tables, events, stories. Any other is left to [`super::read_shared`], which
//! takes it as a whole.

mod cut;
mod intern;
mod turns;

use std::{borrow::Cow, io, num::NonZero, sync::Arc, thread};

use self::{
    cut::{Cutter, Stretch},
    intern::{Hashes, Numbers},
    turns::{Cutting, Turns},
};
use super::{Progress, codes, ron};
use crate::domain::{
    Clean, Event, EventKey, Fingerprint, Group, Place, PlaceKey, Problem, Severity, SharedText,
    Source, SourceKey, Story,
};

/// Takes what is read.
pub trait Sink: Send {
    /// Takes a place; the first is number 0, and so on.
    ///
    /// # Errors
    /// Whatever ends the reading.
    fn place(&mut self, place: &Place) -> io::Result<()>;

    /// Takes a source; the first is number 0, and so on.
    ///
    /// # Errors
    /// Whatever ends the reading.
    fn source(&mut self, source: &Source) -> io::Result<()>;

    /// Takes an event, in the order of the file, and its places.
    ///
    /// # Errors
    /// Whatever ends the reading.
    fn event(&mut self, event: &Event, places: &[&Place]) -> io::Result<()>;
}

/// What is known when all events have been given away.
#[derive(Debug, Clone, Default)]
pub struct Streamed {
    /// The title of the data.
    pub title: Clean,
    /// What the data is.
    pub about: Clean,
    /// Everybody whom an event names.
    pub groups: Vec<Group>,
    /// The walks through the events.
    pub stories: Vec<Story>,
    /// How many problems `check` would report.
    pub problems: usize,
    /// How many of them are errors.
    pub errors: usize,
    /// What tells this data from other data; that of the part that was read, if reading was stopped.
    pub fingerprint: Fingerprint,
}

/// Why a file was not read so.
#[derive(Debug)]
pub enum StreamError {
    /// It is not of the usual shape, and has to be read as a whole.
    Unusual,
    /// The sink would take no more.
    Sink(io::Error),
}

/// A file whose tables have been read.
pub struct Stream {
    name: String,
    cutter: Cutter,
    head: super::Loaded,
}

/// More workers than these would only wait for each other.
const MOST_WORKERS: usize = 8;
/// The most problems that are told apart, and one that says that there are more.
const MOST_PROBLEMS: usize = 10_001;

impl Stream {
    /// Opens a file and reads what stands above its events.
    ///
    /// # Errors
    /// [`StreamError::Unusual`] for whatever is not plainly a large dataset.
    pub fn open(name: &str) -> Result<Self, StreamError> {
        Self::open_in(name, cut::BLOCK)
    }

    /// Opens a file that is to be read in blocks of so many bytes.
    fn open_in(name: &str, block: usize) -> Result<Self, StreamError> {
        let (cutter, head) = Cutter::open(name, block).ok_or(StreamError::Unusual)?;
        let head = ron::read(name, &head);
        let is_wrong = |problem: &Problem| problem.severity == Severity::Error;
        if head.problems.iter().any(is_wrong) {
            return Err(StreamError::Unusual);
        }
        Ok(Self { name: name.to_owned(), cutter, head })
    }

    /// Returns the groups that may be parts of others.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.head.dataset.groups
    }

    /// Gives everything to a sink.
    ///
    /// # Errors
    /// [`StreamError::Unusual`] if the file turns out not to be of the usual shape: what the sink has got is worthless
    /// then. Else what the sink says.
    pub fn run(self, sink: &mut dyn Sink, progress: &Progress) -> Result<Streamed, StreamError> {
        let Self { name, cutter, head } = self;
        let tables = ron::Tables {
            declared_groups: head.declared_groups,
            dataset: head.dataset,
            ..ron::Tables::default()
        };
        let unused = codes::UNUSED_ENTRY.id;
        let problems = head.problems.iter().filter(|problem| problem.code != unused).count();
        let collector = Collector::new(&tables, problems, sink).map_err(StreamError::Sink)?;
        let (cutting, turns) = (Cutting::new(cutter), Turns::new(collector));
        let work = || {
            let _watch = turns.watch();
            let mut room = Vec::new();
            while let Some((number, stretch)) = cutting.next(room, progress) {
                let read = Read::of(stretch, &name, &tables);
                let text = SharedText::clone(&read.text);
                if !turns.give(number, read, progress) {
                    break;
                }
                room = bytes_of(text);
            }
        };
        let workers = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_WORKERS);
        thread::scope(|scope| {
            for _ in 1..workers {
                scope.spawn(work);
            }
            work();
        });
        let fingerprint = cutting.finish()?.fingerprint();
        turns.finish()?.finish(&name, fingerprint, progress.is_stopped())
    }
}

/// Takes the bytes of a text back from which nothing is wanted any more.
fn bytes_of(text: SharedText) -> Vec<u8> {
    match Arc::try_unwrap(text) {
        Ok(Cow::Owned(text)) => text.into_bytes(),
        _ => Vec::new(),
    }
}

/// A stretch that has been read.
struct Read {
    part: ron::Part,
    hashes: Hashes,
    text: SharedText,
    /// How many bytes of the text are of the file: behind them stands the bracket that ends the list.
    length: usize,
    /// Where it ends in the file.
    end: u64,
    is_last: bool,
}

impl Read {
    fn of(stretch: Stretch, name: &str, tables: &ron::Tables) -> Self {
        let Stretch { text, end, is_last } = stretch;
        let length = text.len() - cut::END.len();
        let text = SharedText::new(text.into());
        let part = ron::read_part(name, &text, tables);
        let hashes = Hashes::of(&part.dataset, &tables.dataset, &tables.seeds);
        Self { part, hashes, text, length, end, is_last }
    }
}

/// Puts the parts in order and what they refer to under common numbers.
struct Collector<'a> {
    tables: &'a ron::Tables,
    sink: &'a mut dyn Sink,
    numbers: Numbers,
    /// Which entries of the tables something refers to.
    used: [Vec<bool>; 3],
    events: u32,
    problems: usize,
    errors: usize,
    /// Hashes of the ids that links and steps lead to, where they are not in the same part.
    loose: Vec<u64>,
    twins: Vec<u64>,
    /// What stands behind the events.
    tail: Option<String>,
}

impl<'a> Collector<'a> {
    fn new(tables: &'a ron::Tables, problems: usize, sink: &'a mut dyn Sink) -> io::Result<Self> {
        let dataset = &tables.dataset;
        dataset.places.iter().try_for_each(|place| sink.place(place))?;
        dataset.sources.iter().try_for_each(|source| sink.source(source))?;
        let mut used = [dataset.groups.len(), dataset.places.len(), dataset.sources.len()]
            .map(|n| vec![false; n]);
        for whole in dataset.groups.iter().flat_map(|group| &group.part_of) {
            used[0][whole.0 as usize] = true;
        }
        Ok(Self {
            tables,
            sink,
            numbers: Numbers::new(&tables.dataset, &tables.seeds),
            used,
            events: 0,
            problems,
            errors: 0,
            loose: Vec::new(),
            twins: Vec::new(),
            tail: None,
        })
    }

    /// Takes the next part.
    fn take(&mut self, read: Read) -> Result<(), StreamError> {
        let Read { part, hashes, text, length, is_last, .. } = read;
        match part.end {
            // Something that is not closed has run over the end: the cut may have been in the middle of a text.
            None if !is_last => return Err(StreamError::Unusual),
            Some(end) if end < length && !is_last => return Err(StreamError::Unusual),
            Some(end) if is_last => {
                self.tail = text.get(end + 1..length).map(str::to_owned);
            }
            _ => {}
        }
        self.problems += part.problems;
        self.errors += part.errors;
        let [groups, places, sources] = &mut self.used;
        for event in &part.dataset.events {
            let see = |used: &mut Vec<bool>, n: u32| {
                used.get_mut(n as usize).into_iter().for_each(|used| *used = true);
            };
            event.groups.iter().for_each(|party| see(groups, party.group.0));
            event.places.iter().for_each(|place| see(places, place.0));
            event.sources.iter().for_each(|source| see(sources, source.0));
            event.claims.iter().for_each(|claim| see(sources, claim.source.0));
        }
        self.give(part, &hashes).map_err(StreamError::Sink)
    }

    /// Gives the events of a part away, under common numbers.
    fn give(&mut self, part: ron::Part, hashes: &Hashes) -> io::Result<()> {
        let Self { numbers, sink, .. } = self;
        let dataset = part.dataset;
        let groups = numbers.groups(&dataset.groups);
        let (places, sources) = numbers.take(&dataset, hashes, *sink)?;
        for (event, link) in &part.loose {
            let link = dataset.events.get(event.0 as usize).and_then(|e| e.links.get(*link));
            self.loose.extend(link.map(|link| numbers.hash(&link.to)));
        }
        self.twins.extend(part.twins.iter().map(|(hash, _)| *hash));
        let first = self.events;
        let mut own = Vec::new();
        for mut event in dataset.events {
            own.clear();
            own.extend(event.places.iter().map(|place| &dataset.places[place.0 as usize]));
            event.groups.iter_mut().for_each(|party| party.group = groups[party.group.0 as usize]);
            event.places.iter_mut().for_each(|p| *p = PlaceKey(places[p.0 as usize]));
            let claimed = event.claims.iter_mut().map(|claim| &mut claim.source);
            for source in event.sources.iter_mut().chain(claimed) {
                *source = SourceKey(sources[source.0 as usize]);
            }
            for link in &mut event.links {
                link.event = link.event.map(|event| EventKey(event.0 + first));
            }
            self.sink.event(&event, &own)?;
            self.events += 1;
        }
        Ok(())
    }

    /// Reads what stands behind the events, and counts what can only be known now.
    fn finish(
        mut self,
        name: &str,
        fingerprint: Fingerprint,
        is_stopped: bool,
    ) -> Result<Streamed, StreamError> {
        let mut stories = Vec::new();
        match self.tail.take() {
            Some(tail) if !is_stopped => stories = self.stories(name, &tail)?,
            // The list of events has no end.
            None if !is_stopped => return Err(StreamError::Unusual),
            _ => {}
        }
        let targets = self.numbers.events(self.loose.iter().copied());
        let found = self.loose.iter().filter(|hash| targets.contains_key(*hash)).count();
        let taken = self.numbers.taken_ids();
        self.problems = self.problems.saturating_sub(found) + taken;
        self.errors = self.errors.saturating_sub(found) + taken;
        self.twins.sort_unstable();
        self.problems += self.twins.windows(2).filter(|pair| pair[0] == pair[1]).count();
        let declared = [self.tables.declared_groups, usize::MAX, usize::MAX];
        let unused = self.used.iter().zip(declared).map(|(used, declared)| {
            used.iter().take(declared).filter(|is_used| !**is_used).count()
        });
        self.problems += unused.sum::<usize>();
        let declared = self.tables.declared_groups;
        if declared > 0 {
            self.problems += self.numbers.strangers(self.tables.dataset.groups.len());
        }
        Ok(Streamed {
            title: self.tables.dataset.title.clone(),
            about: self.tables.dataset.about.clone(),
            groups: self.numbers.into_groups(),
            stories,
            problems: self.problems.min(MOST_PROBLEMS),
            errors: self.errors.min(MOST_PROBLEMS),
            fingerprint,
        })
    }

    /// Reads the stories behind the events; anything else there is unusual.
    fn stories(&mut self, name: &str, tail: &str) -> Result<Vec<Story>, StreamError> {
        let rest = tail.trim_start();
        let rest = rest.strip_prefix(',').unwrap_or(rest);
        if rest.trim() == ")" {
            return Ok(Vec::new());
        }
        let mut read = ron::read(name, &format!("Dataset({rest}"));
        let dataset = &read.dataset;
        let has_more = !dataset.groups.is_empty()
            || !dataset.places.is_empty()
            || !dataset.sources.is_empty()
            || !dataset.events.is_empty()
            || !dataset.about.is_empty()
            || *dataset.title != *Clean::new(name);
        let lost = codes::STEP_AT_NOTHING.id;
        if has_more
            || read
                .problems
                .iter()
                .any(|problem| problem.code != lost && problem.severity == Severity::Error)
        {
            return Err(StreamError::Unusual);
        }
        self.problems += read.problems.iter().filter(|problem| problem.code != lost).count();
        let steps = read.dataset.stories.iter().flat_map(|story| &story.steps);
        let targets = self.numbers.events(steps.map(|step| self.numbers.hash(&step.at)));
        for step in read.dataset.stories.iter_mut().flat_map(|story| &mut story.steps) {
            step.event = targets.get(&self.numbers.hash(&step.at)).copied().map(EventKey);
            self.problems += usize::from(step.event.is_none());
            self.errors += usize::from(step.event.is_none());
        }
        Ok(read.dataset.stories)
    }
}

#[cfg(test)]
mod tests;
