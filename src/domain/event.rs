//! Events and what they refer to: groups, places, sources, claims and links.
//!
//! `Event` is the only thing called an event in this program; a key press is an `Input`.

use super::{Clean, Country, When};

/// The place of an event in its [`Dataset::events`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey(pub u32);

/// The place of a group in its [`Dataset::groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey(pub u32);

/// The place of a place in its [`Dataset::places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceKey(pub u32);

/// The place of a source in its [`Dataset::sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceKey(pub u32);

/// The place of a file in its [`Dataset::files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileKey(pub u32);

/// Everything that was read: one file, or several merged.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    /// What the data is about, in a few words.
    pub title: Clean,
    /// What the data is, where it comes from and what it leaves out.
    pub about: Clean,
    /// The names of the files, as the person gave them.
    pub files: Vec<Clean>,
    /// People, armed groups, agencies, companies: whoever takes part in events.
    pub groups: Vec<Group>,
    /// Named places.
    pub places: Vec<Place>,
    /// Where the statements come from.
    pub sources: Vec<Source>,
    /// The events, in the order of the files.
    pub events: Vec<Event>,
    /// Guided walks through the events.
    pub stories: Vec<Story>,
}

impl Dataset {
    /// The name of standard input among the files.
    pub const STDIN: &'static str = "<stdin>";
}

/// Something that happened, as precisely as it is known.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// A short name that is unique within its file and can be linked to.
    pub id: Clean,
    /// When it happened; `None` if no date is given at all.
    pub when: Option<When>,
    /// One line.
    pub title: Clean,
    /// A paragraph.
    pub summary: Clean,
    /// What sort of event it is: "release", "coup".
    pub kind: Option<Clean>,
    /// The countries involved.
    pub countries: Vec<Country>,
    /// Who took part, and as what.
    pub groups: Vec<Participant>,
    /// Where it happened; most events have one place, a journey has several.
    pub places: Vec<PlaceKey>,
    /// Who says so.
    pub sources: Vec<SourceKey>,
    /// How sure the editor is, where that is said.
    pub certainty: Option<Certainty>,
    /// What each source says of the date.
    pub claims: Vec<Claim>,
    /// Relations to other events.
    pub links: Vec<Link>,
    /// Free labels.
    pub tags: Vec<Clean>,
    /// The file that it was read from.
    pub file: FileKey,
}

impl Dataset {
    /// Returns the places of one of its events.
    pub fn places_of<'a>(&'a self, event: &'a Event) -> impl Iterator<Item = &'a Place> {
        event.places.iter().filter_map(|key| self.places.get(key.0 as usize))
    }

    /// Returns the sources of one of its events.
    pub fn sources_of<'a>(&'a self, event: &'a Event) -> impl Iterator<Item = &'a Source> {
        event.sources.iter().filter_map(|key| self.sources.get(key.0 as usize))
    }

    /// Returns who took part in one of its events, and as what.
    pub fn parties_of<'a>(
        &'a self,
        event: &'a Event,
    ) -> impl Iterator<Item = (&'a Group, Option<&'a Clean>)> {
        let group = |party: &'a Participant| {
            Some((self.groups.get(party.group.0 as usize)?, party.role.as_ref()))
        };
        event.groups.iter().filter_map(group)
    }
}

impl Event {
    /// Tells whether the dates that its sources claim cannot all be true.
    #[must_use]
    pub fn is_contradictory(&self) -> bool {
        let dates: Vec<_> = self.claims.iter().filter_map(|claim| claim.when.as_ref()).collect();
        dates.iter().enumerate().any(|(n, a)| dates[n + 1..].iter().any(|b| !a.may_agree(b)))
    }
}

impl Default for FileKey {
    /// The first file.
    fn default() -> Self {
        Self(0)
    }
}

/// A group in an event, and the role that it had there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub group: GroupKey,
    /// As what: "perpetrator", "victim", "mediator".
    pub role: Option<Clean>,
}

/// Whoever takes part in events: an armed group, an agency, a government, four drivers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// The name that events refer to it by.
    pub id: Clean,
    /// The full name.
    pub name: Clean,
    /// A short name for narrow columns.
    pub short: Option<Clean>,
    /// What sort of group it is: "armed group", "state agency".
    pub kind: Option<Clean>,
    /// Other names and spellings.
    pub aliases: Vec<Clean>,
    /// The groups that it is part of.
    pub part_of: Vec<GroupKey>,
}

/// A named place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// The name that events refer to it by; empty for a place that is written out in its event.
    pub id: Clean,
    /// The name for people.
    pub name: Clean,
    /// The country that it lies in, where that is said.
    pub country: Option<Country>,
    /// Latitude and longitude in degrees, WGS 84.
    pub position: Option<(f64, f64)>,
    /// How far off the position may be, in kilometres.
    pub within_km: Option<f64>,
}

/// Where a statement comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The name that events refer to it by; the address for a source that is only an address.
    pub id: Clean,
    /// The title of the article, report or page.
    pub title: Clean,
    /// Who published it.
    pub publisher: Option<Clean>,
    /// When it was published.
    pub published: Option<When>,
    /// Who wrote it.
    pub authors: Vec<Clean>,
    /// Where to read it. Only `http` and `https` addresses are ever opened.
    pub url: Option<Clean>,
}

/// What one source says of an event's date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who says so.
    pub source: SourceKey,
    /// Where in the source: "paragraph 3".
    pub at: Option<Clean>,
    /// The date that follows from it.
    pub when: Option<When>,
    /// What it says, in our own words.
    pub says: Option<Clean>,
    /// How the date was derived from what it says.
    pub derived: Option<Clean>,
}

/// A relation to another event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The id of the other event, as written.
    pub to: Clean,
    /// The other event, where there is one of that id.
    pub event: Option<EventKey>,
    /// What the relation is: "ended by".
    pub how: Clean,
}

/// How sure the editor is of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Established by several independent sources.
    Confirmed,
    /// Stated by a source and not contradicted.
    Reported,
    /// Contradicted by another source.
    Disputed,
    /// Taken back by its own source.
    Retracted,
}

impl Certainty {
    /// All values, the surest first.
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::Reported, Self::Disputed, Self::Retracted];

    /// Returns the word for it: "reported".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Reported => "reported",
            Self::Disputed => "disputed",
            Self::Retracted => "retracted",
        }
    }
}

/// A guided walk through the events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Story {
    /// What the walk is about.
    pub title: Clean,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One stop of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The event to look at, as written.
    pub at: Clean,
    /// That event, where there is one of that id.
    pub event: Option<EventKey>,
    /// What to notice.
    pub note: Clean,
    /// The question to ask while there, in the query language.
    pub view: Clean,
}
