//! Tests of the folder of notebooks: what is found again, and that nothing is lost whatever is in the way.

use std::{collections::BTreeSet, process, sync::Barrier};

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
    expected: (Notebook, Origin),
) {
    let found = store.read(content, &files(names));
    assert!(found.trouble.is_none(), "{:?}", found.trouble);
    assert_eq!((found.notebook, found.origin), expected);
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
    finds(&store, ONE, &["/a"], (Notebook::default(), Origin::Nothing));
    keep(&store, ONE, &files(&["/a"]), &marks(&["x"]));
    for names in [&["/a"][..], &["/elsewhere"], &[]] {
        finds(&store, ONE, names, (marks(&["x"]), Origin::SameContent));
    }
    finds(&store, OTHER, &["/b"], (Notebook::default(), Origin::Nothing));
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
    finds(&store, ONE, &["/a", "/b"], (marks(&["newest"]), Origin::EarlierContent));
    finds(&store, ONE, &["/b"], (marks(&["other"]), Origin::EarlierContent));
    // Not a part of them, not in another order, and never without names.
    for names in [&["/a"][..], &["/b", "/a"], &["/a", "/b", "/c"], &["/"], &[]] {
        finds(&store, ONE, names, (Notebook::default(), Origin::Nothing));
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
        finds(&store, OTHER, &[name], (marks(&["x"]), Origin::EarlierContent));
    }
    // Without a name the others stay.
    store.write(ONE, &[], &marks(&["x"]), &marks(&["y"])).unwrap();
    finds(&store, OTHER, &["/copy"], (marks(&["y"]), Origin::EarlierContent));
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
    assert_eq!(known, [34, 35, 36, 37, 38, 39]);
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
    finds(&store, OTHER, &["/a"], (marks(&["y", "z"]), Origin::SameContent));
    assert_eq!(fs::read(store.path(ONE)).unwrap(), before);
    // What was removed does not come back from there.
    store.write(OTHER, &names, &marks(&["y", "z"]), &Notebook::default()).unwrap();
    finds(&store, OTHER, &["/a"], (Notebook::default(), Origin::SameContent));
}

#[test]
fn remembers_that_all_of_the_earlier_notebook_was_removed() {
    let dir = Dir::new("removed");
    let store = dir.store();
    let names = files(&["/a"]);
    keep(&store, ONE, &names, &marks(&["x"]));
    store.write(OTHER, &names, &marks(&["x"]), &Notebook::default()).unwrap();
    finds(&store, OTHER, &["/a"], (Notebook::default(), Origin::SameContent));
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
    finds(&store, ONE, &[], (written.notebook, Origin::SameContent));
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
    finds(&store, ONE, &[], (marks(&["x", "y"]), Origin::SameContent));
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
    finds(&store, ONE, &[], (marks(&["x"]), Origin::SameContent));
    // The thread that waited gives the lock back, so a patient writer gets it.
    let store = NotebookStore { patience: Duration::from_secs(60), ..store };
    store.write(ONE, &[], &marks(&["x"]), &marks(&["y"])).unwrap();
    finds(&store, ONE, &[], (marks(&["y"]), Origin::SameContent));
}

#[test]
fn sets_damaged_files_aside_and_says_where() {
    let large = vec![b' '; MOST_BYTES as usize + 1];
    let damages: [(&[u8], &str); 12] = [
        (b"", "there is nothing in it"),
        (b" \n", "there is nothing in it"),
        (b"Notebook(version: 1, marks: [\"\xff\"])", "byte at 30 is no text in UTF-8"),
        (
            b"Notebook(\n    version: 1,\n    marks: [\"a\", \"b",
            "line 3, column 18: expected end of string",
        ),
        (b"Notebook(version: 1, marks: {})", "line 1, column 29: "),
        (b"Notebook(version: 1, colour: 3)", "line 1, column 22: unexpected field named `colour`"),
        (b"Notebook(version: 1) Notebook", "line 1, column 22: "),
        (b"Notebook(marks: [])", "field named `version`"),
        (b"Notebook(version: 0)", "there is no version 0"),
        (
            b"Notebook(version: 1, notes: {\"a\\u{7}\": \"1\", \"a\\u{2407}\": \"2\"})",
            "the note about `a\u{2407}` is there twice",
        ),
        (
            b"Notebook(version: 1, views: {\"a\": \"1\", \"a\": \"2\"})",
            "the view `a` is there twice",
        ),
        (&large, "it holds more than 16 MiB"),
    ];
    let dir = Dir::new("damaged");
    let store = dir.store();
    for (n, (bytes, what)) in (1..).zip(damages) {
        let path = dir.put(ONE, bytes);
        let found = store.read(ONE, &[]);
        assert_eq!((found.notebook, found.origin), (Notebook::default(), Origin::Nothing));
        let sentence = found.trouble.unwrap().to_string();
        assert!(sentence.contains(what), "{sentence}");
        let aside = if n == 1 { ".damaged".to_owned() } else { format!(".damaged-{n}") };
        let aside = PathBuf::from(format!("{}{aside}", path.display()));
        assert!(sentence.contains(&format!("`{}`", path.display())), "{sentence}");
        assert!(sentence.contains(&format!("`{}`", aside.display())), "{sentence}");
        // Reading alone moves nothing, and neither does a session that changes nothing.
        keep(&store, ONE, &[], &Notebook::default());
        assert_eq!(fs::read(&path).unwrap(), bytes);
        let base = marks(&["before"]);
        let written = store.write(ONE, &[], &base, &marks(&["before", "now"])).unwrap();
        assert_eq!(written.set_aside.as_ref(), Some(&aside));
        assert_eq!(fs::read(&aside).unwrap(), bytes);
        finds(&store, ONE, &[], (marks(&["before", "now"]), Origin::SameContent));
    }
    assert_eq!(dir.names().len(), 1 + damages.len());
}

#[test]
fn leaves_a_damaged_file_where_it_is_if_nothing_can_be_written() {
    let dir = Dir::new("stays");
    let path = dir.put(ONE, "damaged");
    let mut mine = Notebook::default();
    mine.notes.insert(Clean::new("id"), Clean::new(&"x".repeat(Notebook::LONGEST_NOTE + 1)));
    let error = dir.store().write(ONE, &[], &Notebook::default(), &mine).unwrap_err().to_string();
    assert!(error.contains("`id` takes more than 64 KiB"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"damaged");
    assert_eq!(dir.names(), ["0000000000001111.ron"]);
}

#[test]
fn tells_of_earlier_notebooks_that_it_cannot_read() {
    let dir = Dir::new("earlier-damaged");
    let store = dir.store();
    keep(&store, Fingerprint(1), &files(&["/a"]), &marks(&["x"]));
    date(&store, Fingerprint(1), 1);
    dir.put(Fingerprint(2), "Notebook(version: 1, files: [[\"/a\"]], marks: [");
    let found = store.read(ONE, &files(&["/a"]));
    assert_eq!((found.notebook, found.origin), (marks(&["x"]), Origin::EarlierContent));
    assert!(matches!(found.trouble, Some(NotebookError::Damaged { .. })), "{:?}", found.trouble);
    dir.put(Fingerprint(3), "Notebook(version: 9, files: [[\"/a\"]])");
    let found = store.read(ONE, &files(&["/a"]));
    assert_eq!(found.notebook, marks(&["x"]));
    assert!(matches!(found.trouble, Some(NotebookError::Newer { version: 9, .. })));
}

#[test]
fn never_writes_over_a_newer_version() {
    let dir = Dir::new("newer");
    let store = dir.store();
    let understood = "Notebook(version: 2, colours: {\"a\": Red}, marks: [\"x\"])";
    for (text, notebook) in [
        (understood, marks(&["x"])),
        ("Notebook(version: 7, marks: [\"x\"])", marks(&["x"])),
        ("Notebook(version: 2, marks: {\"x\": 1})", Notebook::default()),
    ] {
        let path = dir.put(ONE, text);
        let found = store.read(ONE, &[]);
        assert_eq!(found.notebook, notebook);
        let sentence = found.trouble.unwrap().to_string();
        assert!(sentence.contains("get a newer dateline"), "{sentence}");
        let error = store.write(ONE, &[], &notebook, &marks(&["y"])).unwrap_err().to_string();
        assert_eq!(error, sentence);
        assert_eq!(fs::read_to_string(path).unwrap(), text);
    }
    assert_eq!(dir.names(), ["0000000000001111.ron"]);
}

/// Asserts that neither reading nor writing works, and that both say what to do about a path.
#[track_caller]
fn refuses(store: &NotebookStore, path: &Path, advice: &str) {
    let found = store.read(ONE, &files(&["/a"]));
    assert_eq!((found.notebook, found.origin), (Notebook::default(), Origin::Nothing));
    let read = found.trouble.unwrap().to_string();
    let written = store.write(ONE, &files(&["/a"]), &Notebook::default(), &marks(&["y"]));
    for sentence in [read, written.unwrap_err().to_string()] {
        assert!(sentence.contains(&format!("`{}", path.display())), "{sentence}");
        assert!(sentence.contains(advice), "{sentence}");
        assert!(!sentence.contains("os error") && !sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn refuses_what_is_no_file() {
    let dir = Dir::new("no-file");
    let store = dir.store();
    fs::create_dir_all(store.path(ONE)).unwrap();
    refuses(&store, &store.path(ONE), "move it away");
    assert!(store.path(ONE).is_dir());
}

#[test]
fn refuses_a_state_directory_that_is_a_file() {
    let dir = Dir::new("file");
    fs::write(dir.0.join("state"), "mine").unwrap();
    refuses(&NotebookStore::new(&dir.0.join("state")), &dir.0.join("state"), "--state-dir");
    fs::write(dir.0.join("notebooks"), "mine").unwrap();
    refuses(&dir.store(), &dir.0.join("notebooks"), "--state-dir");
    assert_eq!(fs::read_to_string(dir.0.join("notebooks")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn refuses_loops_pipes_and_devices() {
    use std::os::unix::fs::symlink;
    let dir = Dir::new("loop");
    symlink("loop", dir.0.join("loop")).unwrap();
    refuses(&NotebookStore::new(&dir.0.join("loop")), &dir.0.join("loop"), "--state-dir");
    let store = dir.store();
    fs::create_dir_all(&store.folder).unwrap();
    symlink("/dev/full", store.path(ONE)).unwrap();
    refuses(&store, &store.path(ONE), "a pipe or a device");
}

#[cfg(unix)]
#[test]
fn refuses_what_may_not_be_read_or_written() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Dir::new("denied");
    let store = dir.store();
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let path = dir.put(ONE, "Notebook(version: 1)");
    set(&path, 0);
    // Root may do everything, so there is nothing to refuse.
    let is_root = File::open(&path).is_ok();
    if !is_root {
        refuses(&store, &path, "chmod");
        assert_eq!(dir.names(), ["0000000000001111.ron"]);
        set(&path, 0o600);
        set(&store.folder, 0o500);
        let error = store.write(ONE, &[], &Notebook::default(), &marks(&["y"])).unwrap_err();
        assert!(error.to_string().contains("--state-dir"), "{error}");
        set(&store.folder, 0o700);
    }
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
    finds(&store, ONE, &[], (marks(&["x", "y"]), Origin::SameContent));
}

#[test]
fn says_what_to_do_when_the_disk_is_full() {
    let sentence = |kind: io::ErrorKind| {
        NotebookError::not_written(Path::new("/state/a.ron"), kind.into()).to_string()
    };
    let full = sentence(io::ErrorKind::StorageFull);
    assert!(full.contains("`/state/a.ron`") && full.contains("make room"), "{full}");
    let read_only = sentence(io::ErrorKind::ReadOnlyFilesystem);
    assert!(read_only.contains("name a folder that you may write to"), "{read_only}");
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
    finds(&store, ONE, &["/77.ron"], (marks(&["77"]), Origin::EarlierContent));
    finds(&store, ONE, &["/777.ron"], (Notebook::default(), Origin::Nothing));
}
