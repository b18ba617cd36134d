//! What the person keeps: marks, notes and saved views, from one session to the next.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{App, action::Action, history::History, prompt::Purpose, view::View};
use crate::{
    domain::{Clean, EventKey, Notebook, SavedView},
    question::{Known, Own},
};

/// What the person keeps of the events that are here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// The marked events.
    pub marks: BTreeSet<EventKey>,
    /// What is noted about events.
    pub notes: BTreeMap<EventKey, Clean>,
    /// The saved views, in the order in which they were saved.
    pub views: Vec<SavedView>,
}

impl App {
    /// Takes over what is kept now, with what other sessions keep; `known` are the events of its ids.
    pub fn take_notebook(&mut self, notebook: &Notebook, known: Vec<Known>) {
        self.known.extend(known.into_iter().map(|known| (known.key, known)));
        let mine = Arc::clone(&self.chosen.kept);
        let kept = Arc::new(self.kept_of(notebook));
        if mine != kept {
            // Undo takes back what was done here, and nothing of what has come from elsewhere.
            let (before, now) = (self.notebook_of(&mine), self.notebook_of(&kept));
            let none = History::new(self.caps.most_undone);
            let mut history = std::mem::replace(&mut self.history, none);
            history.each_kept(|then| {
                self.kept_of(&Notebook::merged(&before, &self.notebook_of(then), &now))
            });
            self.history = history;
        }
        // What is kept of events that are not here is not this session's to drop.
        let here: BTreeSet<&Clean> = self.known.values().map(|known| &known.id).collect();
        let mut strays = notebook.clone();
        strays.marks.retain(|id| !here.contains(id));
        strays.notes.retain(|id, _| !here.contains(id));
        self.strays = strays;
        self.saved = Arc::clone(&kept);
        self.chosen.kept = kept;
        self.stale = true;
    }

    /// Returns what is to be kept.
    #[must_use]
    pub fn notebook(&self) -> Notebook {
        let Notebook { views, mut marks, mut notes, .. } = self.notebook_of(&self.chosen.kept);
        marks.extend(self.strays.marks.iter().cloned());
        notes.extend(self.strays.notes.iter().map(|(id, note)| (id.clone(), note.clone())));
        let view = self.view();
        // Whoever only looked at some event begins anew the next time.
        let last = view.is_special().then(|| Clean::new(&view.line(self.about.zone)));
        Notebook { views, marks, notes, last }
    }

    /// Returns what is kept, by the ids of the events.
    fn notebook_of(&self, kept: &Kept) -> Notebook {
        let id = |key: &EventKey| self.known.get(key).map(|known| known.id.clone());
        let notes = kept.notes.iter().filter_map(|(key, note)| Some((id(key)?, note.clone())));
        Notebook {
            views: kept.views.clone(),
            marks: kept.marks.iter().filter_map(id).collect(),
            notes: notes.collect(),
            last: None,
        }
    }

    /// Returns what of a notebook is kept of the events that are here.
    fn kept_of(&self, notebook: &Notebook) -> Kept {
        let known = self.known.values();
        let marks = known.clone().filter(|known| notebook.marks.contains(&known.id));
        let notes =
            known.filter_map(|known| Some((known.key, notebook.notes.get(&known.id)?.clone())));
        Kept {
            marks: marks.map(|known| known.key).collect(),
            notes: notes.collect(),
            views: notebook.views.clone(),
        }
    }

    /// Tells whether marks, notes or views have changed since they were kept, and are to be kept again.
    #[must_use]
    pub fn has_news_to_keep(&self) -> bool {
        let is_same = Arc::ptr_eq(&self.saved, &self.chosen.kept);
        self.caps.keep && !is_same && self.saved != self.chosen.kept
    }

    /// Takes it for kept, though it may not have been: nobody is told twice that it cannot be.
    pub fn give_up_keeping(&mut self, why: &str) {
        self.saved = Arc::clone(&self.chosen.kept);
        self.say(why);
    }

    /// Returns what is noted about the selected event.
    #[must_use]
    pub fn note(&self) -> Option<&Clean> {
        self.chosen.kept.notes.get(&self.selected()?)
    }

    /// Returns which events are marked or noted, for a question: the person's own, or a presenter's whose filter
    /// asks for theirs.
    pub(super) fn own(&self) -> Own {
        if let Some(lent) = &self.lent {
            return lent.clone();
        }
        let kept = &self.chosen.kept;
        let noted = kept.notes.keys().copied().collect();
        Own { marked: Arc::new(kept.marks.clone()), noted: Arc::new(noted) }
    }

    /// Returns the selected event, if it can be marked or noted.
    ///
    /// # Errors
    /// Says that there is none, or that the session may hold no more.
    fn selected_to_keep(&self) -> Result<Known, String> {
        let known = Known::from(self.detail().ok_or_else(|| self.nothing_listed())?);
        let most = self.caps.most_kept;
        if self.known.len() >= most && !self.known.contains_key(&known.key) {
            return Err(format!("No more than {most} events can be marked or noted here"));
        }
        Ok(known)
    }

    pub(super) fn mark(&mut self) {
        let known = match self.selected_to_keep() {
            Ok(known) => known,
            Err(why) => return self.say(why),
        };
        let key = known.key;
        self.known.insert(key, known);
        self.change(Action::Mark, |chosen| {
            let kept = Arc::make_mut(&mut chosen.kept);
            if !kept.marks.remove(&key) {
                kept.marks.insert(key);
            }
        });
        let marked = self.chosen.kept.marks.contains(&key);
        let actions = [Action::PreviousMark, Action::NextMark];
        let [previous, next] = actions.map(|action| self.key_for(action));
        self.say(if marked {
            let until = self.caps.until();
            format!(
                "Marked{until}; {previous} and {next} go to marks, the details say how far from them"
            )
        } else {
            "Unmarked".to_owned()
        });
    }

    /// Opens the prompt with the note on the selected event.
    pub(super) fn open_note(&mut self) {
        let note = self.note().map(ToString::to_string).unwrap_or_default();
        match self.selected_to_keep() {
            Ok(_) => self.ask_for(Purpose::Note, &note),
            Err(why) => self.say(why),
        }
    }

    /// Keeps a note on the selected event; an empty one takes it away.
    pub(super) fn finish_note(&mut self, text: &str) -> Result<(), String> {
        if text.len() > Notebook::LONGEST_NOTE {
            return Err(format!("A note has at most {} bytes", Notebook::LONGEST_NOTE));
        }
        let known = self.selected_to_keep()?;
        let key = known.key;
        self.known.insert(key, known);
        let text = Clean::new(text);
        let was_there = self.note().is_some();
        self.change(Action::Note, |chosen| {
            let kept = Arc::make_mut(&mut chosen.kept);
            if text.is_empty() {
                kept.notes.remove(&key);
            } else {
                kept.notes.insert(key, text.clone());
            }
        });
        let undo = self.key_for(Action::Undo);
        self.say(match (text.is_empty(), was_there) {
            (false, _) => {
                let until = self.caps.until();
                format!("Noted{until}; has:note in a query finds notes, {undo} takes it back")
            }
            (true, true) => format!("The note is gone; {undo} brings it back"),
            (true, false) => "Nothing noted".to_owned(),
        });
        Ok(())
    }

    /// Returns the name of the saved view that is on the screen, wherever its cursor is.
    #[must_use]
    pub fn view_name(&self) -> Option<&Clean> {
        let views = &self.chosen.kept.views;
        if views.is_empty() {
            return None;
        }
        let here = View { at: None, ..self.view() }.line(self.about.zone);
        // The event stands last in a line.
        let is_here = |saved: &&SavedView| {
            let rest = saved.view.strip_prefix(here.as_str());
            let gap = if here.is_empty() { "" } else { " " };
            rest.is_some_and(|rest| {
                rest.is_empty()
                    || rest.strip_prefix(gap).is_some_and(|event| event.starts_with("--at "))
            })
        };
        views.iter().find(is_here).map(|saved| &saved.name)
    }

    /// Saves what is on the screen under a name.
    pub(super) fn finish_save_view(&mut self, name: &str) -> Result<(), String> {
        let name = Clean::new(name);
        if name.is_empty() {
            return Err("A view needs a name".to_owned());
        }
        if name.chars().count() > Notebook::LONGEST_NAME {
            return Err(format!("A name has at most {} characters", Notebook::LONGEST_NAME));
        }
        if super::view::Layout::read(&name).is_ok() {
            return Err(format!("`{name}` names a layout; take another name"));
        }
        let views = &self.chosen.kept.views;
        let most = self.caps.most_kept;
        if views.len() >= most && views.iter().all(|saved| saved.name != name) {
            return Err(format!("No more than {most} views can be saved here"));
        }
        let line = Clean::new(&self.view().line(self.about.zone));
        let mut replaced = false;
        self.change(Action::SaveView, |chosen| {
            let views = &mut Arc::make_mut(&mut chosen.kept).views;
            match views.iter_mut().find(|saved| saved.name == name) {
                Some(saved) => {
                    saved.view = line;
                    replaced = true;
                }
                None => views.push(SavedView { name: name.clone(), view: line }),
            }
        });
        let done = if replaced { "replaced" } else { "saved" };
        let (key, until) = (self.key_for(Action::Views), self.caps.until());
        let elsewhere = if self.caps.keep { ", --view on the command line too" } else { "" };
        self.say(format!("View `{name}` {done}{until}; {key} opens it{elsewhere}"));
        Ok(())
    }

    /// Shows a saved view.
    pub(super) fn open_view(&mut self, saved: &SavedView) {
        let view = match View::read(&saved.view, self.about.zone) {
            Ok(view) => view,
            Err(error) => return self.say(format!("View `{}`: {error}", saved.name)),
        };
        self.leave_spot();
        self.cursor = view.cursor();
        self.first_lanes();
        self.change(Action::Views, |chosen| view.choose(chosen));
        self.stale = true;
        let back = self.key_for(Action::Back);
        self.say(format!("View `{}`; {back} goes back to where you were", saved.name));
    }

    /// Takes a saved view away.
    pub(super) fn remove_view(&mut self, name: &Clean) {
        self.change(Action::RemoveView, |chosen| {
            Arc::make_mut(&mut chosen.kept).views.retain(|saved| saved.name != *name);
        });
        let undo = self.key_for(Action::Undo);
        self.say(format!("View `{name}` removed; {undo} brings it back"));
    }
}
