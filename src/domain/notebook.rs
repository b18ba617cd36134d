//! What a person keeps about a dataset: saved views, marks and notes. They belong to the person, not to the data.

use std::collections::{BTreeMap, BTreeSet};

use super::Clean;

/// What a person keeps about a dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notebook {
    /// The saved views, in the order in which they were saved first. No two have one name.
    pub views: Vec<SavedView>,
    /// The marked events, by their ids.
    pub marks: BTreeSet<Clean>,
    /// What is noted about events, by their ids.
    pub notes: BTreeMap<Clean, Clean>,
    /// The view in which the last session ended, as in [`SavedView::view`].
    pub last: Option<Clean>,
}

/// A view with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// The name that it is called up by.
    pub name: Clean,
    /// The arguments after `dateline FILE` that lead to it, as one line of text.
    pub view: Clean,
}

impl Notebook {
    /// The most bytes that one note may take.
    pub const LONGEST_NOTE: usize = 64 << 10;
    /// The most characters that the name of a view may have.
    pub const LONGEST_NAME: usize = 200;

    /// Tells whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the ids of the events of which something is kept.
    #[must_use]
    pub fn ids(&self) -> BTreeSet<Clean> {
        self.marks.iter().chain(self.notes.keys()).cloned().collect()
    }

    /// Returns the saved view of a name.
    #[must_use]
    pub fn view(&self, name: &str) -> Option<&Clean> {
        self.views.iter().find(|saved| *saved.name == *name).map(|saved| &saved.view)
    }

    /// Saves a view under a name. One of that name is replaced and stays where it stands.
    pub fn save_view(&mut self, name: Clean, view: Clean) {
        match self.views.iter_mut().find(|saved| saved.name == name) {
            Some(saved) => saved.view = view,
            None => self.views.push(SavedView { name, view }),
        }
    }

    /// Removes the saved view of a name, and returns it if there was one.
    pub fn remove_view(&mut self, name: &str) -> Option<SavedView> {
        let at = self.views.iter().position(|saved| *saved.name == *name)?;
        Some(self.views.remove(at))
    }

    /// Merges what two sessions made of one notebook.
    ///
    /// What differs between `base` and `mine` is done to `theirs`: what I added is added, what I removed is
    /// removed, and everything else is as they left it. Where both changed one note or one view, mine wins.
    #[must_use]
    pub fn merged(base: &Self, mine: &Self, theirs: &Self) -> Self {
        let stays = |mark: &&Clean| !base.marks.contains(*mark) || mine.marks.contains(*mark);
        let added = mine.marks.difference(&base.marks);
        let last = if mine.last == base.last { &theirs.last } else { &mine.last };
        Self {
            views: merged_views(base, mine, theirs),
            marks: theirs.marks.iter().filter(stays).chain(added).cloned().collect(),
            notes: merged_notes(&base.notes, &mine.notes, &theirs.notes),
            last: last.clone(),
        }
    }
}

type Notes = BTreeMap<Clean, Clean>;

fn merged_notes(base: &Notes, mine: &Notes, theirs: &Notes) -> Notes {
    let mut notes = theirs.clone();
    notes.retain(|id, _| !base.contains_key(id) || mine.contains_key(id));
    let changed = mine.iter().filter(|(id, note)| base.get(*id) != Some(*note));
    notes.extend(changed.map(|(id, note)| (id.clone(), note.clone())));
    notes
}

fn merged_views(base: &Notebook, mine: &Notebook, theirs: &Notebook) -> Vec<SavedView> {
    // Where they did nothing, the order is mine.
    let start = if theirs.views == base.views { mine } else { theirs };
    let mut merged = Notebook::default();
    for saved in &start.views {
        if base.view(&saved.name).is_none() || mine.view(&saved.name).is_some() {
            merged.save_view(saved.name.clone(), saved.view.clone());
        }
    }
    for saved in &mine.views {
        if base.view(&saved.name) != Some(&saved.view) {
            merged.save_view(saved.name.clone(), saved.view.clone());
        }
    }
    merged.views
}

#[cfg(test)]
mod tests {
    use proptest::{collection, option, prelude::*};

    use super::*;

    /// Few names, so that two notebooks have many of them in common.
    fn word() -> impl Strategy<Value = Clean> {
        "[a-f]".prop_map(|word| Clean::new(&word))
    }

    fn notebook() -> impl Strategy<Value = Notebook> {
        (
            collection::btree_map(word(), word(), 0..5),
            collection::btree_set(word(), 0..5),
            collection::btree_map(word(), word(), 0..5),
            option::of(word()),
        )
            .prop_map(|(views, marks, notes, last)| {
                let mut notebook = Notebook { views: Vec::new(), marks, notes, last };
                // The order of views is that of saving, which is not that of their names.
                views.into_iter().rev().for_each(|(name, view)| notebook.save_view(name, view));
                notebook
            })
    }

    /// Returns the views in the order of their names: two orders of merging may save them in another one.
    fn sorted(mut notebook: Notebook) -> Notebook {
        notebook.views.sort_by(|one, other| one.name.cmp(&other.name));
        notebook
    }

    /// Puts a letter before every name, so that it is a name of nothing else.
    fn apart(notebook: &Notebook, letter: char) -> Notebook {
        let named = |name: &Clean| Clean::new(&format!("{letter}{name}"));
        let views = notebook.views.iter();
        Notebook {
            views: views
                .map(|saved| SavedView { name: named(&saved.name), view: saved.view.clone() })
                .collect(),
            marks: notebook.marks.iter().map(named).collect(),
            notes: notebook.notes.iter().map(|(id, note)| (named(id), note.clone())).collect(),
            last: None,
        }
    }

    /// Returns everything that is in one of two notebooks that have nothing in common.
    fn both(one: &Notebook, other: &Notebook) -> Notebook {
        let mut both = one.clone();
        both.views.extend(other.views.iter().cloned());
        both.marks.extend(other.marks.iter().cloned());
        both.notes.extend(other.notes.clone());
        both
    }

    #[test]
    fn replaces_a_view_where_it_stands() {
        let mut notebook = Notebook::default();
        for (name, view) in [("b", "1"), ("a", "2"), ("b", "3")] {
            notebook.save_view(Clean::new(name), Clean::new(view));
        }
        let names: Vec<&str> = notebook.views.iter().map(|saved| saved.name.as_str()).collect();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(notebook.view("b"), Some(&Clean::new("3")));
        assert_eq!(notebook.remove_view("b").map(|saved| saved.view), Some(Clean::new("3")));
        assert_eq!(notebook.view("b"), None);
        assert_eq!(notebook.remove_view("b"), None);
        assert!(!notebook.is_empty() && Notebook::default().is_empty());
    }

    #[test]
    fn lets_mine_win_where_both_wrote() {
        let note = |text: &str| Notebook {
            notes: BTreeMap::from([(Clean::new("id"), Clean::new(text))]),
            ..Notebook::default()
        };
        let empty = Notebook::default;
        let check = |mine: Notebook, theirs: Notebook, expected: Notebook| {
            assert_eq!(Notebook::merged(&note("old"), &mine, &theirs), expected);
        };
        check(note("mine"), note("theirs"), note("mine"));
        check(note("mine"), empty(), note("mine"));
        check(empty(), note("theirs"), empty());
        check(note("old"), note("theirs"), note("theirs"));
        check(note("old"), empty(), empty());
    }

    proptest! {
        #[test]
        fn changes_nothing_that_only_one_changed(base in notebook(), other in notebook()) {
            prop_assert_eq!(Notebook::merged(&base, &other, &base), other.clone());
            prop_assert_eq!(Notebook::merged(&base, &base, &other), other.clone());
            prop_assert_eq!(Notebook::merged(&base, &other, &other), other);
        }

        #[test]
        fn is_the_same_for_both_where_they_changed_different_things(
            mine_before in notebook(), mine_after in notebook(),
            theirs_before in notebook(), theirs_after in notebook(),
        ) {
            let [mine_before, mine_after] = [mine_before, mine_after].map(|one| apart(&one, 'm'));
            let [theirs_before, theirs_after] = [theirs_before, theirs_after].map(|one| apart(&one, 't'));
            let base = both(&mine_before, &theirs_before);
            let mine = both(&mine_after, &theirs_before);
            let theirs = both(&mine_before, &theirs_after);
            let expected = sorted(both(&mine_after, &theirs_after));
            prop_assert_eq!(sorted(Notebook::merged(&base, &mine, &theirs)), expected.clone());
            prop_assert_eq!(sorted(Notebook::merged(&base, &theirs, &mine)), expected);
        }

        #[test]
        fn loses_nothing_that_neither_removed(base in notebook(), mine in notebook(), theirs in notebook()) {
            let merged = Notebook::merged(&base, &mine, &theirs);
            let ids = |notes: &Notes| notes.keys().cloned().collect::<BTreeSet<_>>();
            let names = |notebook: &Notebook| -> BTreeSet<Clean> {
                notebook.views.iter().map(|saved| saved.name.clone()).collect()
            };
            let kept = [
                [&base, &mine, &theirs, &merged].map(|notebook| notebook.marks.clone()),
                [&base, &mine, &theirs, &merged].map(|notebook| ids(&notebook.notes)),
                [&base, &mine, &theirs, &merged].map(names),
            ];
            for [base, mine, theirs, merged] in &kept {
                for name in base.iter().chain(mine).chain(theirs) {
                    let is_removed = base.contains(name) && !(mine.contains(name) && theirs.contains(name));
                    prop_assert!(merged.contains(name) || is_removed, "{}", name);
                }
                // Nothing comes from nowhere either.
                prop_assert!(merged.iter().all(|name| mine.contains(name) || theirs.contains(name)));
            }
            prop_assert_eq!(names(&merged).len(), merged.views.len());
            for (id, note) in &merged.notes {
                prop_assert!([&mine, &theirs].iter().any(|one| one.notes.get(id) == Some(note)));
            }
        }

        #[test]
        fn does_all_that_i_did(base in notebook(), mine in notebook(), theirs in notebook()) {
            let merged = Notebook::merged(&base, &mine, &theirs);
            prop_assert!(mine.marks.difference(&base.marks).all(|mark| merged.marks.contains(mark)));
            prop_assert!(!base.marks.difference(&mine.marks).any(|mark| merged.marks.contains(mark)));
            for (id, note) in &mine.notes {
                prop_assert!(base.notes.get(id) == Some(note) || merged.notes.get(id) == Some(note));
            }
            for saved in &mine.views {
                let (before, after) = (base.view(&saved.name), merged.view(&saved.name));
                prop_assert!(before == Some(&saved.view) || after == Some(&saved.view));
            }
            prop_assert!(mine.last == base.last || merged.last == mine.last);
            let again = Notebook::merged(&base, &mine, &merged);
            prop_assert_eq!(again, merged);
        }
    }
}
