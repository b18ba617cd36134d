//! Reads a large file in stretches, several at a time, and gives its events away one by one.
//!
//! ```text
//! file --blocks--> cut between events --> parts, each read on its own --> in order: numbered anew --> sink
//! ```
//! Only files of the usual shape are read so: tables, events, stories. Any other is left to [`super::read_shared`], which
//! takes it as a whole.

mod cut;
mod intern;

use std::{
    collections::BTreeMap,
    io,
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
};

use self::{
    cut::{Cutter, Stretch},
    intern::{Hashes, Numbers},
};
use super::{Progress, codes, ron};
use crate::domain::{
    Clean, Event, EventKey, Fingerprint, Group, Place, PlaceKey, SharedText, Source, SourceKey,
    Story,
};

/// Takes what is read.
pub trait Sink {
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
        let is_wrong =
            |problem: &&crate::domain::Problem| problem.severity == crate::domain::Severity::Error;
        if head.problems.iter().any(|problem| is_wrong(&problem)) {
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
        let Self { name, mut cutter, head } = self;
        let tables = ron::Tables {
            declared_groups: head.declared_groups,
            dataset: head.dataset,
            ..ron::Tables::default()
        };
        let unused = codes::UNUSED_ENTRY.id;
        let problems = head.problems.iter().filter(|problem| problem.code != unused).count();
        let mut collector = Collector::new(&tables, problems, sink).map_err(StreamError::Sink)?;
        let (to_read, stretches) = mpsc::sync_channel::<(u64, Stretch)>(2);
        let stretches = Arc::new(Mutex::new(stretches));
        let readers = thread::available_parallelism().map_or(1, NonZero::get).clamp(2, 8) - 1;
        let (read, parts) = mpsc::sync_channel(readers);
        let outcome = thread::scope(|scope| {
            let cutting = scope.spawn(|| {
                let outcome = cut(&mut cutter, to_read, progress);
                (outcome, cutter.fingerprint())
            });
            for _ in 0..readers {
                let (stretches, read) = (Arc::clone(&stretches), read.clone());
                let (name, tables) = (name.as_str(), &tables);
                scope.spawn(move || read_parts(name, tables, &stretches, &read));
            }
            drop((read, stretches));
            let collected = collector.collect(&parts, progress);
            // Whoever still waits to hand something on is told that nobody wants it.
            drop(parts);
            let (cut, fingerprint) = cutting.join().map_err(|_| StreamError::Unusual)?;
            cut.and(collected).map(|()| fingerprint)
        });
        let fingerprint = outcome?;
        collector.finish(&name, fingerprint, progress.is_stopped())
    }
}

/// Cuts the file, and hands on one stretch after the other; the readers end when the way to them does.
#[expect(clippy::needless_pass_by_value, reason = "it ends with this function")]
fn cut(
    cutter: &mut Cutter,
    to_read: SyncSender<(u64, Stretch)>,
    progress: &Progress,
) -> Result<(), StreamError> {
    let mut number = 0;
    while let Some(stretch) = cutter.next_stretch()? {
        if progress.is_stopped() || to_read.send((number, stretch)).is_err() {
            break;
        }
        number += 1;
    }
    Ok(())
}

/// Reads stretches as they come.
fn read_parts(
    name: &str,
    tables: &ron::Tables,
    stretches: &Mutex<Receiver<(u64, Stretch)>>,
    read: &SyncSender<(u64, Read)>,
) {
    loop {
        let next = stretches.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, Stretch { text, end, is_last })) = next else { return };
        let length = text.len() - cut::END.len();
        let text = SharedText::new(text.into());
        let part = ron::read_part(name, &text, tables);
        let hashes = Hashes::of(&part.dataset, &tables.dataset, &tables.seeds);
        if read.send((number, Read { part, hashes, text, length, end, is_last })).is_err() {
            return;
        }
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

/// Puts the parts in order and what they refer to under common numbers.
struct Collector<'a> {
    tables: &'a ron::Tables,
    sink: &'a mut dyn Sink,
    numbers: Numbers,
    /// Which entries of the tables something refers to.
    used: [Vec<bool>; 3],
    events: u32,
    problems: usize,
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
            loose: Vec::new(),
            twins: Vec::new(),
            tail: None,
        })
    }

    /// Takes the parts in the order of the file.
    fn collect(
        &mut self,
        parts: &Receiver<(u64, Read)>,
        progress: &Progress,
    ) -> Result<(), StreamError> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        while let Ok((number, part)) = parts.recv() {
            waiting.insert(number, part);
            while let Some(read) = waiting.remove(&next) {
                progress.reached(usize::try_from(read.end).unwrap_or(usize::MAX));
                self.take(read)?;
                next += 1;
            }
        }
        Ok(())
    }

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
        self.problems = self.problems.saturating_sub(found) + self.numbers.taken_ids();
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
            || read.problems.iter().any(|problem| {
                problem.code != lost && problem.severity == crate::domain::Severity::Error
            })
        {
            return Err(StreamError::Unusual);
        }
        self.problems += read.problems.iter().filter(|problem| problem.code != lost).count();
        let steps = read.dataset.stories.iter().flat_map(|story| &story.steps);
        let targets = self.numbers.events(steps.map(|step| self.numbers.hash(&step.at)));
        for step in read.dataset.stories.iter_mut().flat_map(|story| &mut story.steps) {
            step.event = targets.get(&self.numbers.hash(&step.at)).copied().map(EventKey);
            self.problems += usize::from(step.event.is_none());
        }
        Ok(read.dataset.stories)
    }
}

#[cfg(test)]
mod tests;
