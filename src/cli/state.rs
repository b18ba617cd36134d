//! What a person keeps about the data that is open: where it lies, what is there, and how it gets back there.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use super::{
    arguments::StateArgs,
    input::{DEFAULT, STDIN},
};
use crate::{
    domain::{Clean, Fingerprint, Notebook},
    store::notebook::{NotebookError, NotebookStore, Origin},
};

/// The notebook of the data that is open; without a state directory it is empty and stays so.
#[derive(Debug)]
pub(super) struct State {
    store: Option<NotebookStore>,
    fingerprint: Fingerprint,
    files: Vec<String>,
}

impl State {
    /// Returns the notebook of data of a fingerprint that was opened by some names.
    ///
    /// The names are those of the command line, so they are looked up in the folder that one is in.
    #[must_use]
    pub(super) fn new(folder: Option<&Path>, fingerprint: Fingerprint, names: &[String]) -> Self {
        let store = folder.map(NotebookStore::new);
        // To look them up takes a while where nothing asks for them.
        let files = if store.is_some() { lasting(names) } else { Vec::new() };
        Self { store, fingerprint, files }
    }

    /// Reads the notebook, and what the person should be told of it.
    #[must_use]
    pub(super) fn load(&self) -> (Notebook, Option<Clean>) {
        let Some(store) = &self.store else {
            return (Notebook::default(), None);
        };
        let found = store.read(self.fingerprint, &self.files);
        let earlier = (found.origin == Origin::EarlierContent).then(|| {
            "the data has changed since; views, marks and notes are those of before".to_owned()
        });
        let told = found.trouble.map(|trouble| trouble.to_string()).into_iter().chain(earlier);
        let told: Vec<String> = told.collect();
        (found.notebook, (!told.is_empty()).then(|| Clean::new(&told.join("; "))))
    }

    /// Writes what the session made of `base`.
    ///
    /// Returns what is kept now, with the changes of other sessions, which is the next `base`, and what the
    /// person should be told.
    ///
    /// # Errors
    /// Says why nothing was written and what to do about it.
    pub(super) fn save(
        &self,
        base: &Notebook,
        mine: &Notebook,
    ) -> Result<(Notebook, Option<Clean>), NotebookError> {
        let Some(store) = &self.store else {
            return Ok((mine.clone(), None));
        };
        let written = store.write(self.fingerprint, &self.files, base, mine)?;
        let told = written.set_aside.map(|path| {
            Clean::new(&format!("the damaged notebook is now `{}`", path.to_string_lossy()))
        });
        Ok((written.notebook, told))
    }
}

/// Returns the state directory: the one that was asked for, or the usual one of the person.
pub(super) fn folder(
    wish: &StateArgs,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Option<PathBuf> {
    if wish.no_state {
        return None;
    }
    // A relative path is none there, says the XDG Base Directory Specification.
    let path = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    wish.state_dir.clone().or_else(|| {
        let state = path("XDG_STATE_HOME").or_else(|| Some(path("HOME")?.join(".local/state")));
        Some(state?.join("dateline"))
    })
}

/// Returns the names by which the same data is found after it was edited; none if one of them does not last.
fn lasting(names: &[String]) -> Vec<String> {
    let lasts = |name: &String| match name.as_str() {
        STDIN => None,
        _ if name.starts_with('@') => Some(name.clone()),
        path => {
            // A pipe of a shell has another name each time.
            let is_file = fs::metadata(path).is_ok_and(|about| about.is_file());
            let path = is_file.then(|| fs::canonicalize(path).ok()).flatten()?;
            path.into_os_string().into_string().ok()
        }
    };
    if names.is_empty() {
        return vec![DEFAULT.to_owned()];
    }
    names.iter().map(lasts).collect::<Option<_>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENT: Fingerprint = Fingerprint(7);

    /// A folder that goes away with the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("dateline-cli-state-{}-{name}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(&path).unwrap();
            Self(fs::canonicalize(path).unwrap())
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn marked(id: &str) -> Notebook {
        Notebook { marks: [Clean::new(id)].into(), ..Notebook::default() }
    }

    #[track_caller]
    fn check(wish: (Option<&str>, bool), variables: &[(&str, &str)], expected: Option<&str>) {
        let wish = StateArgs { state_dir: wish.0.map(PathBuf::from), no_state: wish.1 };
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        assert_eq!(folder(&wish, variable), expected.map(PathBuf::from), "{variables:?}");
    }

    #[test]
    fn looks_where_the_person_keeps_their_state() {
        let (home, xdg) = (("HOME", "/home/a"), ("XDG_STATE_HOME", "/state"));
        check((None, false), &[home, xdg], Some("/state/dateline"));
        check((None, false), &[home], Some("/home/a/.local/state/dateline"));
        check(
            (None, false),
            &[home, ("XDG_STATE_HOME", "")],
            Some("/home/a/.local/state/dateline"),
        );
        check(
            (None, false),
            &[home, ("XDG_STATE_HOME", "a")],
            Some("/home/a/.local/state/dateline"),
        );
        check((None, false), &[("HOME", "")], None);
        check((None, false), &[], None);
        check((Some("my/state"), false), &[home, xdg], Some("my/state"));
        check((Some("my/state"), false), &[], Some("my/state"));
        check((None, true), &[home, xdg], None);
    }

    #[test]
    fn keeps_a_notebook_from_session_to_session() {
        let folder = Folder::new("sessions");
        let dir = folder.0.join("state");
        let state = State::new(Some(&dir), CONTENT, &[]);
        assert_eq!(state.load(), (Notebook::default(), None));
        let saved = state.save(&Notebook::default(), &marked("a")).unwrap();
        assert_eq!(saved, (marked("a"), None));
        assert_eq!(State::new(Some(&dir), CONTENT, &[]).load(), (marked("a"), None));
        // A later release may carry another @sahel.
        let (notebook, told) =
            State::new(Some(&dir), Fingerprint(8), &["@sahel".to_owned()]).load();
        assert_eq!(notebook, marked("a"));
        assert!(told.unwrap().starts_with("the data has changed since"));
    }

    #[test]
    fn keeps_nothing_without_a_folder() {
        let state = State::new(None, CONTENT, &[]);
        assert_eq!(state.load(), (Notebook::default(), None));
        assert_eq!(state.save(&Notebook::default(), &marked("a")).unwrap(), (marked("a"), None));
        assert_eq!(state.load(), (Notebook::default(), None));
    }

    #[test]
    fn tells_of_damage_and_where_it_went() {
        let folder = Folder::new("damage");
        fs::create_dir(folder.0.join("notebooks")).unwrap();
        fs::write(folder.0.join("notebooks/0000000000000007.ron"), "Notebook(").unwrap();
        let state = State::new(Some(&folder.0), CONTENT, &[]);
        let told = state.load().1.unwrap();
        assert!(told.contains("0000000000000007.ron` is damaged"), "{told}");
        let (_, told) = state.save(&Notebook::default(), &marked("a")).unwrap();
        let aside = folder.0.join("notebooks/0000000000000007.ron.damaged");
        let expected = format!("the damaged notebook is now `{}`", aside.display());
        assert_eq!(told, Some(Clean::new(&expected)));
        assert_eq!(state.load(), (marked("a"), None));
    }

    #[test]
    fn knows_files_by_the_names_that_last() {
        let folder = Folder::new("names");
        let file = folder.0.join("a.ron");
        fs::write(&file, "Dataset()").unwrap();
        let path = |path: PathBuf| path.into_os_string().into_string().unwrap();
        let (file, crooked) = (path(file), path(folder.0.join("./b/../a.ron")));
        fs::create_dir(folder.0.join("b")).unwrap();
        let check = |names: &[&str], expected: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(lasting(&names), expected, "{names:?}");
        };
        check(&[], &["@sahel"]);
        check(&["@incident", &crooked], &["@incident", &file]);
        #[cfg(unix)]
        {
            let link = folder.0.join("link.ron");
            std::os::unix::fs::symlink(&file, &link).unwrap();
            check(&[&path(link)], &[&file]);
        }
        for fleeting in ["-", "/dev/null", "no/such/file", &path(folder.0.join("b"))] {
            check(&[&file, fleeting], &[]);
        }
    }
}
