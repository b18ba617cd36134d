//! Tests of the folder of notebooks: what is found again, and that sessions lose nothing of each other.

mod harm;

use std::{
    collections::BTreeSet,
    fs::{File, OpenOptions},
    process,
    sync::Barrier,
    thread,
};

use super::*;
use crate::domain::Clean;

const ONE: Fingerprint = Fingerprint(0x1111);
const OTHER: Fingerprint = Fingerprint(0x2222);

/// A state directory that goes away with the test.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dateline-state-{}-{name}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn store(&self) -> NotebookStore {
        NotebookStore::new(&self.0)
    }

    /// Puts a file where the notebook of a content is.
    fn put(&self, fingerprint: Fingerprint, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.store().path(fingerprint);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Returns the names of all notebooks and what was set aside.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.store().folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name != ".lock").collect();
        names.sort();
        names
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn files(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Returns a notebook with some marks.
fn marks(marks: &[&str]) -> Notebook {
    let marks = marks.iter().map(|mark| Clean::new(mark)).collect();
    Notebook { marks, ..Notebook::default() }
}

/// Writes a first notebook.
#[track_caller]
fn keep(store: &NotebookStore, content: Fingerprint, files: &[String], notebook: &Notebook) {
    let written = store.write(content, files, &Notebook::default(), notebook).unwrap();
    assert_eq!((&written.notebook, written.set_aside), (notebook, None));
}

/// Asserts what is found, and that nothing is wrong with it.
#[track_caller]
fn finds(
    store: &NotebookStore,
    content: Fingerprint,
    names: &[&str],
    notebook: &Notebook,
    origin: Origin,
) {
    let found = store.read(content, &files(names));
    assert!(found.trouble.is_none(), "{:?}", found.trouble);
    assert_eq!((&found.notebook, found.origin), (notebook, origin));
}

/// Sets when a notebook was written, in seconds since 1970.
fn date(store: &NotebookStore, content: Fingerprint, seconds: u64) {
    let file = OpenOptions::new().write(true).open(store.path(content)).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
}

#[test]
fn finds_what_was_written_by_the_content_alone() {
    let dir = Dir::new("content");
    let store = dir.store();
    finds(&store, ONE, &["/a"], &Notebook::default(), Origin::Nothing);
    keep(&store, ONE, &files(&["/a"]), &marks(&["x"]));
    for names in [&["/a"][..], &["/elsewhere"], &[]] {
        finds(&store, ONE, names, &marks(&["x"]), Origin::SameContent);
    }
    finds(&store, OTHER, &["/b"], &Notebook::default(), Origin::Nothing);
}

#[test]
fn writes_nothing_where_there_is_nothing_to_keep() {
    let dir = Dir::new("nothing");
    keep(&dir.store(), ONE, &files(&["/a"]), &Notebook::default());
    assert_eq!(dir.names(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn keeps_folder_and_file_to_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Dir::new("modes");
    let store = NotebookStore::new(&dir.0.join("new/dateline"));
    keep(&store, ONE, &[], &marks(&["x"]));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for folder in [&store.folder, &dir.0.join("new/dateline"), &dir.0.join("new")] {
        assert_eq!(mode(folder), 0o700);
    }
    assert_eq!(mode(&store.path(ONE)), 0o600);
    assert_eq!(mode(&store.folder.join(".lock")), 0o600);
}

#[test]
fn takes_over_the_newest_that_was_opened_by_the_same_names() {
    let dir = Dir::new("earlier");
    let store = dir.store();
    let kept = |names: &[&str], mark: &str| {
        format!("Notebook(version: 1, files: [{names:?}], marks: [{mark:?}])")
    };
    let names = ["/a", "/b"];
    for (n, mark) in [(1, "oldest"), (3, "newest"), (2, "between")] {
        dir.put(Fingerprint(n), kept(&names, mark));
        date(&store, Fingerprint(n), n);
    }
    dir.put(Fingerprint(9), kept(&["/b"], "other"));
    finds(&store, ONE, &["/a", "/b"], &marks(&["newest"]), Origin::EarlierContent);
    finds(&store, ONE, &["/b"], &marks(&["other"]), Origin::EarlierContent);
    // Not a part of them, not in another order, and never without names.
    for names in [&["/a"][..], &["/b", "/a"], &["/a", "/b", "/c"], &["/"], &[]] {
        finds(&store, ONE, names, &Notebook::default(), Origin::Nothing);
    }
}

#[test]
fn knows_all_the_names_that_a_content_was_opened_by() {
    let dir = Dir::new("names");
    let store = dir.store();
    keep(&store, ONE, &files(&["/a \"it's\" é"]), &marks(&["x"]));
    for name in ["/copy", "@sahel"] {
        let written = store.write(ONE, &files(&[name]), &marks(&["x"]), &marks(&["x"])).unwrap();
        assert_eq!(written.notebook, marks(&["x"]));
    }
    for name in ["/a \"it's\" é", "/copy", "@sahel"] {
        finds(&store, OTHER, &[name], &marks(&["x"]), Origin::EarlierContent);
    }
    // Without a name the others stay.
    store.write(ONE, &[], &marks(&["x"]), &marks(&["y"])).unwrap();
    finds(&store, OTHER, &["/copy"], &marks(&["y"]), Origin::EarlierContent);
}

#[test]
fn keeps_the_last_names_among_the_first_bytes() {
    let dir = Dir::new("many-names");
    let store = dir.store();
    let long = "n".repeat(3000);
    let name = |n: usize| files(&[&format!("/{n}/{long}")]);
    for n in 0..40 {
        store.write(ONE, &name(n), &Notebook::default(), &marks(&["x"])).unwrap();
    }
    let found = |n: usize| store.read(OTHER, &name(n)).origin == Origin::EarlierContent;
    let known: Vec<usize> = (0..40).filter(|n| found(*n)).collect();
    assert!(known.into_iter().eq(30..40));
    // So many at once leave no room for others, but are found themselves.
    let all: Vec<String> = (0..2000).map(|n| format!("/all/of/these/files/{n}.ron")).collect();
    store.write(ONE, &all, &Notebook::default(), &marks(&["x"])).unwrap();
    assert_eq!(store.read(OTHER, &all).origin, Origin::EarlierContent);
    assert!((0..40).all(|n| !found(n)));
    for n in 0..40 {
        let name = files(&[&format!("/{n}")]);
        store.write(ONE, &name, &Notebook::default(), &marks(&["x"])).unwrap();
    }
    let found = |n: usize| store.read(OTHER, &files(&[&format!("/{n}")])).origin;
    let known = (0..40).filter(|n| found(*n) == Origin::EarlierContent);
    assert!(known.eq(24..40));
}

#[test]
fn leaves_the_earlier_notebook_as_it_is() {
    let dir = Dir::new("leaves");
    let store = dir.store();
    let names = files(&["/a"]);
    keep(&store, ONE, &names, &marks(&["x", "y"]));
    let before = fs::read(store.path(ONE)).unwrap();
    let base = store.read(OTHER, &names).notebook;
    store.write(OTHER, &names, &base, &marks(&["y", "z"])).unwrap();
    finds(&store, OTHER, &["/a"], &marks(&["y", "z"]), Origin::SameContent);
    assert_eq!(fs::read(store.path(ONE)).unwrap(), before);
    // What was removed does not come back from there.
    store.write(OTHER, &names, &marks(&["y", "z"]), &Notebook::default()).unwrap();
    finds(&store, OTHER, &["/a"], &Notebook::default(), Origin::SameContent);
}

#[test]
fn remembers_that_all_of_the_earlier_notebook_was_removed() {
    let dir = Dir::new("removed");
    let store = dir.store();
    let names = files(&["/a"]);
    keep(&store, ONE, &names, &marks(&["x"]));
    store.write(OTHER, &names, &marks(&["x"]), &Notebook::default()).unwrap();
    finds(&store, OTHER, &["/a"], &Notebook::default(), Origin::SameContent);
}

#[test]
fn brings_what_another_session_wrote_since() {
    let dir = Dir::new("sessions");
    let store = dir.store();
    let base = marks(&["old", "gone"]);
    keep(&store, ONE, &files(&["/a"]), &base);
    store.write(ONE, &files(&["/a"]), &base, &marks(&["old", "theirs"])).unwrap();
    let written =
        store.write(ONE, &files(&["/a"]), &base, &marks(&["old", "gone", "mine"])).unwrap();
    assert_eq!(written.notebook, marks(&["old", "theirs", "mine"]));
    finds(&store, ONE, &[], &written.notebook, Origin::SameContent);
    // A session that goes on with the earlier content does not write in vain.
    let edited =
        store.write(OTHER, &files(&["/a"]), &base, &marks(&["old", "gone", "new"])).unwrap();
    assert_eq!(edited.notebook, marks(&["old", "gone", "theirs", "mine", "new"]));
}

#[test]
fn writes_all_again_where_the_file_has_gone() {
    let dir = Dir::new("gone");
    let store = dir.store();
    keep(&store, ONE, &[], &marks(&["x"]));
    fs::remove_file(store.path(ONE)).unwrap();
    let written = store.write(ONE, &[], &marks(&["x"]), &marks(&["x", "y"])).unwrap();
    assert_eq!(written.notebook, marks(&["x", "y"]));
    finds(&store, ONE, &[], &marks(&["x", "y"]), Origin::SameContent);
}

#[test]
fn loses_nothing_of_writers_of_one_moment() {
    const WRITERS: usize = 4;
    const WRITES: usize = 8;
    let dir = Dir::new("writers");
    let store = NotebookStore { patience: Duration::from_secs(60), ..dir.store() };
    let start = Barrier::new(WRITERS);
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                let mut base = Notebook::default();
                start.wait();
                for n in 0..WRITES {
                    let mut mine = base.clone();
                    mine.marks.insert(Clean::new(&format!("{writer}-{n}")));
                    base = store.write(ONE, &[], &base, &mine).unwrap().notebook;
                }
            });
        }
    });
    let found = store.read(ONE, &[]).notebook.marks;
    let all = (0..WRITERS).flat_map(|writer| (0..WRITES).map(move |n| format!("{writer}-{n}")));
    assert_eq!(found, all.map(|mark| Clean::new(&mark)).collect::<BTreeSet<_>>());
    assert_eq!(dir.names(), ["0000000000001111.ron"]);
}

#[test]
fn waits_for_another_writer_only_so_long() {
    let dir = Dir::new("busy");
    let store = NotebookStore { patience: Duration::ZERO, ..dir.store() };
    keep(&store, ONE, &[], &marks(&["x"]));
    let lock = store.lock().unwrap();
    let error = store.write(ONE, &[], &marks(&["x"]), &marks(&["y"])).unwrap_err();
    assert!(matches!(error, NotebookError::Busy { .. }), "{error}");
    drop(lock);
    finds(&store, ONE, &[], &marks(&["x"]), Origin::SameContent);
    // The thread that waited gives the lock back, so a patient writer gets it.
    let store = NotebookStore { patience: Duration::from_secs(60), ..store };
    store.write(ONE, &[], &marks(&["x"]), &marks(&["y"])).unwrap();
    finds(&store, ONE, &[], &marks(&["y"]), Origin::SameContent);
}

#[cfg(unix)]
#[test]
fn writes_through_a_link_to_a_file() {
    let dir = Dir::new("link");
    let store = dir.store();
    fs::create_dir_all(&store.folder).unwrap();
    fs::write(dir.0.join("kept.ron"), "Notebook(version: 1, marks: [\"x\"])").unwrap();
    std::os::unix::fs::symlink("../kept.ron", store.path(ONE)).unwrap();
    store.write(ONE, &[], &Notebook::default(), &marks(&["y"])).unwrap();
    assert!(fs::symlink_metadata(store.path(ONE)).unwrap().is_symlink());
    finds(&store, ONE, &[], &marks(&["x", "y"]), Origin::SameContent);
}

#[test]
fn keeps_no_more_than_it_reads_again() {
    let dir = Dir::new("bounds");
    let store = dir.store();
    let refused = |mine: &Notebook| {
        store.write(ONE, &[], &Notebook::default(), mine).unwrap_err().to_string()
    };
    let mut named = Notebook::default();
    named.save_view(Clean::new(&"é".repeat(Notebook::LONGEST_NAME)), Clean::new("v"));
    keep(&store, OTHER, &[], &named);
    named.save_view(Clean::new(&"é".repeat(Notebook::LONGEST_NAME + 1)), Clean::new("v"));
    assert!(refused(&named).contains("more than 200 characters"));
    let mut noted = Notebook::default();
    let note = Clean::new(&"x".repeat(Notebook::LONGEST_NOTE));
    noted.notes = (0..257).map(|n| (Clean::new(&n.to_string()), note.clone())).collect();
    assert!(refused(&noted).contains("more than 16 MiB"));
    assert_eq!(dir.names(), ["0000000000002222.ron"]);
}

#[test]
fn finds_one_among_many() {
    let dir = Dir::new("many");
    let store = dir.store();
    for n in 0..300 {
        let text = format!("Notebook(version: 1, files: [[\"/{n}.ron\"]], marks: [\"{n}\"])");
        dir.put(Fingerprint(n), text);
    }
    // What else lies there is none of them.
    for name in ["notes.ron", "0000000000001111.ron.damaged", ".dateline-1-0.tmp"] {
        fs::write(store.folder.join(name), "[\"/77.ron\"]").unwrap();
    }
    finds(&store, ONE, &["/77.ron"], &marks(&["77"]), Origin::EarlierContent);
    finds(&store, ONE, &["/777.ron"], &Notebook::default(), Origin::Nothing);
}
