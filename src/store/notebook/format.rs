//! The format of notebooks, version 1: RON that a person can read, and mend.

use ron::{error::SpannedError, extensions::Extensions, options::Options, ser::PrettyConfig};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{Clean, Notebook},
    store::{
        findings::quote,
        ron::record::{Table, Text},
    },
};

/// The version of the format that this program reads and writes.
const VERSION: u64 = 1;
/// What stands above everything else, for whoever opens the file in an editor.
const HEADER: &str = "// What you keep in dateline about the data that was opened as `files`. Comments are not kept.\n";
/// The most characters of an explanation.
const LONGEST_REASON: usize = 300;

/// What a file keeps.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// What the data was opened as, the last time first: several files may have one content.
    pub files: Vec<Vec<String>>,
    /// What is kept about it.
    pub notebook: Notebook,
}

/// Why a file is not taken for a notebook of this version.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// What is wrong, in a few words without a full stop.
    Damaged(String),
    /// It is of a later version; what could be understood of it is there.
    Newer { version: u64, notebook: Notebook },
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Notebook", deny_unknown_fields)]
struct Record<'a> {
    version: u64,
    #[serde(borrow, default)]
    files: Vec<Vec<Text<'a>>>,
    #[serde(borrow, default)]
    views: Table<'a, Text<'a>>,
    #[serde(borrow, default)]
    marks: Vec<Text<'a>>,
    #[serde(borrow, default)]
    notes: Table<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    last: Option<Text<'a>>,
}

/// What is read of a later version, whatever else it has.
#[derive(Deserialize)]
#[serde(rename = "Notebook")]
struct Later<'a> {
    #[serde(borrow, default)]
    views: Table<'a, Text<'a>>,
    #[serde(borrow, default)]
    marks: Vec<Text<'a>>,
    #[serde(borrow, default)]
    notes: Table<'a, Text<'a>>,
    #[serde(borrow, default)]
    last: Option<Text<'a>>,
}

/// The one field that every version has.
#[derive(Deserialize)]
#[serde(rename = "Notebook")]
struct Version {
    version: u64,
}

impl<'a> From<Later<'a>> for Record<'a> {
    fn from(later: Later<'a>) -> Self {
        let Later { views, marks, notes, last } = later;
        Self { version: VERSION, files: Vec::new(), views, marks, notes, last }
    }
}

/// Reads what a file keeps.
pub(super) fn read(bytes: &[u8]) -> Result<Kept, Refused> {
    let text = str::from_utf8(bytes).map_err(|error| {
        Refused::Damaged(format!("the byte at {} is no text in UTF-8", error.valid_up_to()))
    })?;
    if text.trim().is_empty() {
        return Err(Refused::Damaged("there is nothing in it".to_owned()));
    }
    let record = options().from_str::<Record<'_>>(text);
    let version = match &record {
        Ok(record) => Some(record.version),
        Err(_) => options().from_str::<Version>(text).ok().map(|head| head.version),
    };
    match version {
        Some(VERSION) | None => {}
        Some(0) => return Err(Refused::Damaged("there is no version 0".to_owned())),
        Some(version) => {
            let later = record.or_else(|_| options().from_str::<Later<'_>>(text).map(Record::from));
            let kept = later.ok().and_then(|record| taken(record).ok());
            let notebook = kept.unwrap_or_default().notebook;
            return Err(Refused::Newer { version, notebook });
        }
    }
    let record = record.map_err(|error| Refused::Damaged(explained(&error)))?;
    taken(record).map_err(Refused::Damaged)
}

/// Returns the text of a file.
///
/// # Errors
/// Fails if RON cannot express it, which no text is known to bring about.
pub(super) fn write(kept: &Kept) -> ron::Result<String> {
    let notebook = &kept.notebook;
    let record = Record {
        version: VERSION,
        files: kept
            .files
            .iter()
            .map(|names| names.iter().map(|name| name.as_str().into()).collect())
            .collect(),
        views: Table(notebook.views.iter().map(|saved| pair(&saved.name, &saved.view)).collect()),
        marks: notebook.marks.iter().map(|mark| mark.as_str().into()).collect(),
        notes: Table(notebook.notes.iter().map(|(id, note)| pair(id, note)).collect()),
        last: notebook.last.as_ref().map(|last| last.as_str().into()),
    };
    Ok(format!("{HEADER}{}\n", options().to_string_pretty(&record, layout())?))
}

/// Returns one text as [`write()`] writes it.
pub(super) fn text(text: &str) -> ron::Result<String> {
    options().to_string_pretty(text, layout())
}

/// Says which part of a notebook is longer than what is kept, and how long it may be.
pub(super) fn too_long(notebook: &Notebook) -> Option<String> {
    let name = notebook.views.iter().map(|saved| &saved.name);
    let name = name.into_iter().find(|name| name.chars().count() > Notebook::LONGEST_NAME);
    if let Some(name) = name {
        let most = Notebook::LONGEST_NAME;
        return Some(format!("the name {} has more than {most} characters", quote(name)));
    }
    let (id, _) = notebook.notes.iter().find(|(_, note)| note.len() > Notebook::LONGEST_NOTE)?;
    let most = Notebook::LONGEST_NOTE >> 10;
    Some(format!("the note about {} takes more than {most} KiB", quote(id)))
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

fn layout() -> PrettyConfig {
    // Without escapes a note in any script is legible; no text that is clean needs them.
    PrettyConfig::new().struct_names(true).new_line("\n").escape_strings(false)
}

fn pair<'a>(key: &'a Clean, value: &'a Clean) -> (Text<'a>, Text<'a>) {
    (key.as_str().into(), value.as_str().into())
}

/// Takes a record over, or says what is wrong with it.
fn taken(record: Record<'_>) -> Result<Kept, String> {
    let mut notebook = Notebook::default();
    let twice = |what: &str, name: &Clean| format!("the {what} {} is there twice", quote(name));
    for (name, view) in &record.views.0 {
        let name = Clean::new(name);
        if notebook.view(&name).is_some() {
            return Err(twice("view", &name));
        }
        notebook.save_view(name, Clean::new(view));
    }
    for (id, note) in &record.notes.0 {
        let id = Clean::new(id);
        if notebook.notes.insert(id.clone(), Clean::new(note)).is_some() {
            return Err(twice("note about", &id));
        }
    }
    notebook.marks = record.marks.iter().map(|mark| Clean::new(mark)).collect();
    notebook.last = record.last.map(|last| Clean::new(&last));
    if let Some(what) = too_long(&notebook) {
        return Err(what);
    }
    let files = record.files.iter();
    let files = files.map(|names| names.iter().map(|name| name.to_string()).collect()).collect();
    Ok(Kept { files, notebook })
}

/// Returns what is wrong and where.
fn explained(error: &SpannedError) -> String {
    let at = error.span.start;
    let what: String = error.code.to_string().chars().take(LONGEST_REASON).collect();
    let mut what = what;
    // It stands inside of a sentence.
    if let Some(first) = what.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    format!("line {}, column {}: {}", at.line, at.col, Clean::new(&what))
}

#[cfg(test)]
mod tests {
    use proptest::{collection, option, prelude::*};

    use super::*;

    #[test]
    fn is_what_a_person_would_write() {
        let mut notebook = Notebook::default();
        notebook.save_view(Clean::new("grain war"), Clean::new("-q 'country:MLI' --at 2025"));
        notebook.marks = ["held", "freed"].map(Clean::new).into();
        let note = Clean::new("ask \"him\"\nif it's مالي");
        notebook.notes = [(Clean::new("held"), note)].into();
        notebook.last = Some(Clean::new("--at 2025-01"));
        let files = vec![vec!["/home/a/sahel.ron".to_owned(), "@sahel".to_owned()]];
        let expected = r##"// What you keep in dateline about the data that was opened as `files`. Comments are not kept.
Notebook(
    version: 1,
    files: [
        [
            "/home/a/sahel.ron",
            "@sahel",
        ],
    ],
    views: {
        "grain war": "-q 'country:MLI' --at 2025",
    },
    marks: [
        "freed",
        "held",
    ],
    notes: {
        "held": r#"ask "him" if it's مالي"#,
    },
    last: "--at 2025-01",
)
"##;
        let kept = Kept { files, notebook };
        assert_eq!(write(&kept).as_deref(), Ok(expected));
        assert_eq!(read(expected.as_bytes()), Ok(kept));
    }

    #[test]
    fn needs_no_more_than_the_version() {
        assert_eq!(read(b"Notebook(version: 1)"), Ok(Kept::default()));
        let text = "(version: 1, last: Some(\"x\\u{1b}[2J\"), /* by hand */ marks: [\"a\", \"a\"])";
        let notebook = read(text.as_bytes()).map(|kept| kept.notebook).unwrap();
        assert_eq!(notebook.last, Some(Clean::new("x\u{241b}[2J")));
        assert_eq!(notebook.marks, [Clean::new("a")].into());
    }

    proptest! {
        #[test]
        fn is_read_as_it_is_written(
            files in collection::vec(collection::vec(any::<String>(), 0..3), 0..3),
            views in collection::vec((any::<String>(), any::<String>()), 0..4),
            marks in collection::vec(any::<String>(), 0..4),
            notes in collection::vec((any::<String>(), any::<String>()), 0..4),
            last in option::of(any::<String>()),
        ) {
            let mut notebook = Notebook::default();
            for (name, view) in &views {
                notebook.save_view(Clean::new(name), Clean::new(view));
            }
            notebook.marks = marks.iter().map(|mark| Clean::new(mark)).collect();
            notebook.notes = notes.iter().map(|(id, note)| (Clean::new(id), Clean::new(note))).collect();
            notebook.last = last.as_deref().map(Clean::new);
            let kept = Kept { files, notebook };
            let text = write(&kept).unwrap();
            for name in kept.files.iter().flatten() {
                prop_assert!(text.contains(&super::text(name).unwrap()));
            }
            prop_assert_eq!(read(text.as_bytes()), Ok(kept));
        }

        #[test]
        fn never_fails_but_with_a_reason(bytes in collection::vec(any::<u8>(), 0..200), cut in 0..80_usize) {
            let whole = "Notebook(version: 1, views: {\"a\": \"b\"}, notes: {\"c\": \"d\"}, last: \"é\")";
            let cut = whole.as_bytes().get(..cut).unwrap_or_default();
            for bytes in [&bytes[..], cut] {
                if let Err(Refused::Damaged(what)) = read(bytes) {
                    prop_assert!(!what.is_empty() && what.chars().count() < LONGEST_REASON + 50);
                    prop_assert_eq!(Clean::new(&what).to_string(), what);
                }
            }
        }
    }
}
