//! Stories: a walk from event to event, told step by step, that one can leave to explore and come back to.

use super::{App, Pane, action::Action, detail::wrap, prompt::tell, regions::Strip};
use crate::{
    domain::{Step, Story},
    question::language,
};

/// The widest line of a note: eyes lose their way back in longer ones.
const MEASURE: u16 = 110;

/// The notes up to this many lines all get the same room, so that nothing moves from step to step.
const STEADY: usize = 5;

/// The mistakes of a step that are told; a file of odd origin may have any number.
const MOST_MISTAKES: usize = 3;

/// The most letters of a mistake that are told.
const LONGEST_MISTAKE: usize = 300;

/// The story that was begun, and how far it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// Which story, from 0.
    pub story: usize,
    /// Which of its steps, from 0.
    pub step: usize,
    /// Whether it is on the screen.
    pub stage: Stage,
    /// The note, wrapped, and what is wrong with the step.
    lines: Vec<NoteLine>,
    /// The first line that is seen, where there is no room for all.
    first: usize,
    /// The lines that every step of the story gets at least.
    least: usize,
}

/// A step as somebody else tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// Which story, from 0.
    story: usize,
    /// Which of its steps, from 0.
    step: usize,
    stage: Stage,
}

/// How much of a story is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The note, and the keys go to the story.
    Shown,
    /// A line that says how to come back: the person looks around.
    Exploring,
    /// Nothing.
    Closed,
}

/// A line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLine {
    /// The text, narrow enough for the strip.
    pub text: String,
    /// Whether it tells of a mistake in the step, and not of the events.
    pub is_wrong: bool,
}

impl App {
    /// Returns the story that is told, unless it is closed.
    #[must_use]
    pub fn telling(&self) -> Option<&Telling> {
        self.telling.as_ref().filter(|telling| telling.stage != Stage::Closed)
    }

    /// Tells whether the keys go to a story.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        self.telling().is_some_and(|telling| telling.stage == Stage::Shown)
    }

    /// Returns the story that is told.
    #[must_use]
    pub fn story(&self) -> Option<&Story> {
        self.about.stories.get(self.telling()?.story)
    }

    /// Returns how far the story is told: `3/8`.
    #[must_use]
    pub fn story_progress(&self) -> Option<String> {
        let (telling, story) = (self.telling()?, self.story()?);
        let steps = story.steps.len();
        Some(format!("{}/{steps}", (telling.step + 1).min(steps)))
    }

    /// Returns the lines of the note that are seen, and how many come after them.
    #[must_use]
    pub fn note_lines(&self) -> (&[NoteLine], usize) {
        let Some(telling) = self.telling() else { return (&[], 0) };
        let height = usize::from(self.regions().note.height);
        let rest = telling.lines.get(telling.first..).unwrap_or_default();
        let (seen, after) = rest.split_at(height.min(rest.len()));
        (seen, after.len())
    }

    /// Returns the step that is told, for others.
    pub(super) fn told(&self) -> Option<Told> {
        let Telling { story, step, stage, .. } = *self.telling()?;
        Some(Told { story, step, stage })
    }

    /// Returns what the story asks of the screen.
    pub(super) fn strip(&self) -> Strip {
        match self.telling() {
            None => Strip::None,
            Some(Telling { stage: Stage::Exploring, .. }) => Strip::Reminder,
            Some(telling) => Strip::Note(telling.lines.len().max(telling.least) as u16),
        }
    }

    /// Does what an action means for stories.
    pub(super) fn update_story(&mut self, action: Action, count: Option<u32>) {
        if self.about.stories.is_empty() {
            return self.say("There is no story in this data; `stories` in a dataset tells one");
        }
        match (action, &self.telling) {
            (Action::NextStep | Action::PreviousStep, Some(telling)) => {
                let telling = telling.clone();
                self.step_story(&telling, action == Action::NextStep, count);
            }
            _ => self.begin_story(count),
        }
    }

    /// Begins the first story, resumes one, or goes on to the next; a count goes to that step.
    fn begin_story(&mut self, nth: Option<u32>) {
        let (story, step, stage) = match &self.telling {
            Some(telling) => (telling.story, telling.step, telling.stage),
            None => (0, 0, Stage::Closed),
        };
        if let Some(nth) = nth {
            return self.arrive(story, (nth as usize).saturating_sub(1));
        }
        if stage != Stage::Shown {
            return self.arrive(story, step);
        }
        let stories = self.about.stories.len();
        if story + 1 < stories {
            return self.arrive(story + 1, 0);
        }
        self.close_story();
        if let Some(telling) = &mut self.telling
            && stories > 1
        {
            (telling.story, telling.step) = (0, 0);
            let story = self.key_for(Action::Story);
            self.say(format!("That was the last story; {story} begins the first one again"));
        }
    }

    /// Puts a step on the screen that somebody else tells, or takes the story off it.
    ///
    /// Other data may hold another story, or none: then nothing is told.
    pub(super) fn tell_along(&mut self, told: Option<Told>) {
        let known = told.filter(|told| {
            let story = self.about.stories.get(told.story);
            story.is_some_and(|story| told.step < story.steps.len().max(1))
        });
        let Some(Told { story, step, stage }) = known else {
            return self.set_stage(Stage::Closed);
        };
        let is_new =
            self.telling.as_ref().is_none_or(|here| (here.story, here.step) != (story, step));
        if is_new {
            self.open_step(story, step);
        }
        self.set_stage(stage);
    }

    /// Makes a step the one that is told.
    fn open_step(&mut self, story: usize, step: usize) {
        let stage = Stage::Shown;
        self.telling = Some(Telling { story, step, stage, lines: Vec::new(), first: 0, least: 0 });
        self.lay_out_story();
    }

    fn step_story(&mut self, telling: &Telling, forward: bool, count: Option<u32>) {
        let is_shown = telling.stage == Stage::Shown;
        let page = usize::from(self.regions().note.height).max(1);
        // A note for which there is no room at once is read to its end first.
        let first = match forward {
            true if telling.first + page < telling.lines.len() => telling.first + page,
            false if telling.first > 0 => telling.first.saturating_sub(page),
            _ => telling.first,
        };
        if is_shown && count.is_none() && first != telling.first {
            if let Some(telling) = &mut self.telling {
                telling.first = first;
            }
            return;
        }
        let steps = self.about.stories.get(telling.story).map_or(0, |story| story.steps.len());
        let n = count.unwrap_or(1) as usize;
        let to =
            if forward { telling.step.saturating_add(n) } else { telling.step.saturating_sub(n) };
        let to = to.min(steps.saturating_sub(1));
        if !is_shown || to != telling.step {
            return self.arrive(telling.story, to);
        }
        let [story, close] = [Action::Story, Action::Cancel].map(|action| self.key_for(action));
        self.say(match (forward, telling.story + 1 < self.about.stories.len()) {
            (true, true) => {
                format!("The story ends here; {story} goes on to the next one, {close} closes it")
            }
            (true, false) => {
                format!("The story ends here; 1{story} begins it again, {close} closes it")
            }
            (false, _) => "The story begins here".to_owned(),
        });
    }

    /// Shows a step: asks its question, and goes to its event.
    pub(super) fn arrive(&mut self, story: usize, step: usize) {
        let is_new = self.telling.as_ref().is_none_or(|telling| telling.story != story);
        let resumes = self.telling().is_none_or(|telling| telling.stage != Stage::Shown);
        let steps = self.about.stories.get(story).map_or(0, |story| story.steps.len());
        let step = step.min(steps.saturating_sub(1));
        self.open_step(story, step);
        // The list is what the note speaks of.
        self.focus_on(Pane::Timeline);
        self.maximised = false;
        self.stale = true;
        let next = self.key_for(Action::NextStep);
        let told = format!("{next} goes on, any other key explores");
        self.say(if is_new || resumes { told.as_str() } else { "" });
        let Some(step) = self.step_at(story, step).cloned() else { return };
        // The place is left before anything changes, so that going back finds it as it was.
        if let Some(event) = step.event {
            self.reach(event);
        }
        let filter = language::read(&step.view).filter;
        self.change(Action::Story, |chosen| {
            chosen.filter = filter;
            chosen.filter_off = false;
            chosen.window = None;
        });
        if let Some(wrong) = mistakes(&step).into_iter().next() {
            self.say(wrong);
        }
    }

    fn step_at(&self, story: usize, step: usize) -> Option<&Step> {
        self.about.stories.get(story)?.steps.get(step)
    }

    /// Wraps the note for the screen as it is.
    pub(super) fn lay_out_story(&mut self) {
        let Some(telling) = &self.telling else { return };
        let room = usize::from(self.size.0.saturating_sub(4).min(MEASURE)).max(8);
        let plain = |text| NoteLine { text, is_wrong: false };
        let wrong = |text| NoteLine { text, is_wrong: true };
        let mut lines = Vec::new();
        match self.step_at(telling.story, telling.step) {
            Some(step) => {
                lines.extend(wrap(&step.note, room).into_iter().map(plain));
                let mistakes = mistakes(step);
                for mistake in mistakes.iter().take(MOST_MISTAKES) {
                    lines.extend(wrap(mistake, room).into_iter().map(wrong));
                }
                if mistakes.len() > MOST_MISTAKES {
                    let more = mistakes.len() - MOST_MISTAKES;
                    lines.push(wrong(format!("{more} more: dateline check")));
                }
            }
            None => lines.push(wrong("This story has no steps".to_owned())),
        }
        let story = self.about.stories.get(telling.story);
        // Most letters take a byte or three a cell; what is longer than that is not worth wrapping for this.
        let is_long = |step: &Step| step.note.len() > room * STEADY * 4;
        let lines_of = |step: &Step| {
            if is_long(step) { STEADY } else { wrap(&step.note, room).len().min(STEADY) }
        };
        let notes = story.into_iter().flat_map(|story| &story.steps);
        let least = notes.map(lines_of).max().unwrap_or(0);
        if let Some(telling) = &mut self.telling {
            (telling.lines, telling.first, telling.least) = (lines, 0, least);
        }
    }

    /// Makes room for looking around, if the action does that.
    pub(super) fn explore(&mut self, action: Action) {
        let stays = matches!(
            action,
            Action::Story
                | Action::NextStep
                | Action::PreviousStep
                | Action::Cancel
                | Action::Close
                | Action::Quit
                | Action::Suspend
                | Action::Redraw
                | Action::Mouse
                | Action::Help
                | Action::Rejoin
        );
        if !stays && self.is_telling() {
            self.set_stage(Stage::Exploring);
        }
    }

    /// Takes the story off the screen; what it asked for stays.
    pub(super) fn close_story(&mut self) {
        let progress = self.story_progress().unwrap_or_default();
        self.set_stage(Stage::Closed);
        let [story, undo] = [Action::Story, Action::Undo].map(|action| self.key_for(action));
        self.say(format!("Closed at {progress}; {story} resumes, {undo} takes steps back"));
    }

    fn set_stage(&mut self, stage: Stage) {
        if let Some(telling) = &mut self.telling {
            telling.stage = stage;
            self.stale = true;
        }
    }

    /// Does what a click on the strip means; returns false if the click was elsewhere.
    pub(super) fn click_story(&mut self, at: (u16, u16)) -> bool {
        if !self.regions().story.contains(at.into()) {
            return false;
        }
        self.say("");
        let action = if self.is_telling() { Action::NextStep } else { Action::Story };
        self.update_story(action, None);
        true
    }
}

/// Returns what is wrong with a step, in sentences without a full stop.
fn mistakes(step: &Step) -> Vec<String> {
    let mut wrong = Vec::new();
    if step.event.is_none() {
        wrong.push(format!("There is no event \"{}\" in this data", step.at));
    }
    let query = language::read(&step.view);
    let told = query.mistakes.iter().map(|mistake| format!("View: {}", tell(mistake)));
    // A mistake repeats what is wrong, which may be as long as the view.
    wrong.extend(told.map(|told| told.chars().take(LONGEST_MISTAKE).collect()));
    wrong
}
