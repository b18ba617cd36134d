//! From an input to an action: who gets the key, and what it means there.

use super::{
    App, Overlay, Pane,
    action::Action,
    effect::Effect,
    input::Input,
    key::{Key, KeyCode},
    keymap::{self, Context, Meaning},
    prompt,
};
use crate::domain::Clean;

/// The largest count that can be typed before a key.
const MOST_COUNT: u32 = 99_999;

impl App {
    /// Takes what came from the person's terminal; returns what the outside is to do about it.
    pub fn update(&mut self, input: Input) -> Option<Effect> {
        if matches!(input, Input::Resize { .. } | Input::FocusGained | Input::FocusLost) {
            return self.take(input);
        }
        self.end_tour();
        let effect = self.take(input);
        self.explores = !self.is_following();
        effect
    }

    fn take(&mut self, input: Input) -> Option<Effect> {
        match input {
            Input::Resize { width, height } => {
                self.size = (width, height);
                self.lay_out_story();
                self.stale = true;
                None
            }
            _ if self.is_too_small() => {
                // Keys that change what cannot be seen would surprise later, so only leaving works.
                let leaves = [Some(Action::Close), Some(Action::Quit)];
                let Input::Key(key) = input else { return None };
                let action = match self.keymap.meaning(Context::Browse, &[key]) {
                    Meaning::Action(action) => Some(action),
                    _ => None,
                };
                leaves.contains(&action).then_some(Effect::Quit)
            }
            Input::Key(key) => self.key(key),
            Input::Mouse(mouse) => {
                self.mouse_input(mouse);
                None
            }
            Input::Paste(text) => {
                self.paste(&text);
                None
            }
            Input::FocusGained | Input::FocusLost => None,
        }
    }

    /// Returns in which context keys are heard.
    #[must_use]
    pub fn context(&self) -> Context {
        match (&self.overlay, self.focus) {
            (Some(Overlay::Prompt(_)), _) => Context::Prompt,
            (Some(Overlay::Help(_)), _) => Context::Help,
            (Some(Overlay::Silences(_)), _) => Context::Silences,
            (Some(Overlay::Views(_)), _) => Context::Views,
            (None, Pane::Facet(_)) => Context::Facet,
            (None, _) if self.is_telling() => Context::Story,
            (None, Pane::Timeline | Pane::Detail) => Context::Browse,
        }
    }

    fn key(&mut self, key: Key) -> Option<Effect> {
        let roams = self.roams_by_key(key);
        let effect = self.hear(key);
        if roams {
            // That matters more than what else the key has done.
            self.say_roaming();
        }
        effect
    }

    /// Lets a person who follows a presenter look around alone; returns whether they do from this key on.
    fn roams_by_key(&mut self, key: Key) -> bool {
        match (self.context(), self.meaning(&[key])) {
            // What is chosen on the help page is looked at when it is run.
            (Context::Help, _) => false,
            (_, Meaning::Action(action)) => self.roam_by(action),
            (_, Meaning::Prefix | Meaning::Nothing) => {
                let roams = self.is_following();
                self.roam();
                roams
            }
        }
    }

    /// Returns what some keys mean where one is.
    fn meaning(&self, keys: &[Key]) -> Meaning {
        let context = self.context();
        match self.keymap.meaning(context, keys) {
            Meaning::Nothing if context == Context::Story => {
                self.keymap.meaning(Context::Browse, keys)
            }
            meaning => meaning,
        }
    }

    fn hear(&mut self, key: Key) -> Option<Effect> {
        let context = self.context();
        if context == Context::Prompt {
            // What was said of the text before is not true of the text that it becomes.
            self.say("");
        }
        if self.keys.is_empty() && self.type_letter(context, key) {
            return None;
        }
        let waits = !self.keys.is_empty() || self.count.is_some();
        if waits && self.keymap.meaning(context, &[key]) == Meaning::Action(Action::Cancel) {
            self.keys.clear();
            self.count = None;
            return None;
        }
        self.keys.push(key);
        match self.meaning(&self.keys) {
            Meaning::Action(action) => {
                self.explore(action);
                self.keys.clear();
                let count = self.count.take();
                self.say("");
                if context == Context::Browse && ![Action::Repeat, Action::Help].contains(&action) {
                    self.last_action = Some((action, count));
                }
                self.act(action, count)
            }
            Meaning::Prefix => None,
            Meaning::Nothing => {
                let keys = keymap::name(&std::mem::take(&mut self.keys));
                self.count = None;
                if matches!(context, Context::Browse | Context::Facet | Context::Story) {
                    let help = self.key_for(Action::Help);
                    self.say(format!("{keys} does nothing here; {help} lists all keys"));
                }
                None
            }
        }
    }

    /// Takes a key as a letter or a digit, where letters are typed; returns false if it is to act as a key.
    fn type_letter(&mut self, context: Context, key: Key) -> bool {
        let letter = match key.code {
            KeyCode::Char(letter) if !key.ctrl && !key.alt => Some(letter),
            _ => None,
        };
        match (context, self.focus) {
            (Context::Browse | Context::Story, _) => {
                let Some(digit) = letter.and_then(|letter| letter.to_digit(10)) else {
                    return false;
                };
                if digit == 0 && self.count.is_none() {
                    return false;
                }
                let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
                self.count = Some(count.min(MOST_COUNT));
                true
            }
            (Context::Facet, Pane::Facet(field)) => match (letter, key.code) {
                (Some(letter), _) => self.type_in_facet(field, letter),
                (None, KeyCode::Backspace) => {
                    self.erase_in_facet();
                    true
                }
                _ => false,
            },
            (Context::Prompt, _) => self.type_in_prompt(key),
            (Context::Help, _) => match &mut self.overlay {
                Some(Overlay::Help(help)) => help.type_key(key),
                _ => false,
            },
            (Context::Views, _) => self.type_in_views(key),
            (Context::Facet | Context::Silences | Context::Anywhere, _) => false,
        }
    }

    fn paste(&mut self, text: &str) {
        // Pasted text only ever means letters, so that no paste runs a command; what no prompt has room for is
        // not even looked at.
        let text = Clean::new(text);
        let typed: Vec<char> = text.chars().take(prompt::LONGEST).collect();
        match self.context() {
            Context::Browse | Context::Silences | Context::Story | Context::Anywhere => {
                let actions = [Action::Search, Action::Query, Action::GoTo];
                let [search, query, go] = actions.map(|action| self.key_for(action));
                self.say(format!(
                    "Pasted text is taken in prompts only: {search} searches, {query} filters, {go} goes to a date"
                ));
            }
            context => {
                for letter in typed {
                    let key =
                        Key { code: KeyCode::Char(letter), ctrl: false, alt: false, shift: false };
                    self.type_letter(context, key);
                }
                if text.chars().nth(prompt::LONGEST).is_some() {
                    let longest = prompt::LONGEST;
                    self.say(format!("Only {longest} letters fit here; the rest was not taken"));
                }
            }
        }
    }
}
