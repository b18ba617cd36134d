//! Whatever is in the way of a notebook: it is told of, it is not written over, and nothing is lost.

use super::*;

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
        (b"Notebook(version: 1, marks: {})", "line 1, column 28: expected opening `[`"),
        (b"Notebook(version: 1, colour: 3)", "line 1, column 22: unexpected field named `colour`"),
        (b"Notebook(version: 1) Notebook", "line 1, column 21: non-whitespace trailing characters"),
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
        finds(&store, ONE, &[], &marks(&["before", "now"]), Origin::SameContent);
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
