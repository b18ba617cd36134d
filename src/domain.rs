//! What an event is: dates at their own precision, countries, groups, claims and sources.
//!
//! Pure values over std, chrono, edtf-core and Unicode tables. There is no serde here (the shapes of files live in `store`),
//! no IO and no clock, and so nothing that can fail except reading a date.

#![deny(clippy::disallowed_methods)]

mod archive;
mod block;
mod calendar;
mod citation;
mod clean;
mod country;
mod duration;
mod event;
mod fingerprint;
mod fold;
mod language;
mod markup;
mod moment;
mod nearest;
mod notebook;
mod pack;
mod pieces;
mod problem;
mod rows;
mod when;
mod zone;

pub use archive::{Archive, Damage, Packed, packed_sum};
pub use block::{Block, Slab, cast};
pub use calendar::{Civil, Unit, days_in_month};
pub use citation::{CitationStyle, Cited, cite};
pub use clean::{Clean, Cleaned, SharedText};
pub use country::Country;
pub use duration::{Length, Offset, Overlap, Relation, between, relative};
pub use event::{
    Certainty, Claim, Dataset, Event, EventKey, FileKey, Group, GroupKey, Link, Participant, Place,
    PlaceKey, Source, SourceKey, Step, Story,
};
pub use fingerprint::{Fingerprint, FingerprintError};
pub use fold::fold;
pub use language::Language;
pub use markup::{markdown, markdown_link, web_address};
pub use moment::{Edge, Extent, Moment, Span};
pub use nearest::nearest;
pub use notebook::{Notebook, SavedView};
pub use pack::{FOLDED_END, Pack, Packer, pack, unpack};
pub use pieces::Pieces;
pub use problem::{Problem, Severity};
pub use rows::{Filling, Rows};
pub use when::{Grain, Precision, When, WhenError};
pub use zone::{Zone, ZoneError};
