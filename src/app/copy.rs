//! What can be copied of the selected event and of the screen.

use super::{
    App,
    action::Action,
    effect::{Effect, MOST_COPIED},
    view::shell_quoted,
};
use crate::domain::{CitationStyle, Cited, Clean, Dataset, cite};

impl App {
    /// Copies what an action names.
    pub(super) fn copy(&mut self, action: Action) -> Option<Effect> {
        let (what, text) = match self.copied_by(action) {
            Ok(copied) => copied,
            Err(message) => {
                self.say(message);
                return None;
            }
        };
        self.send(what, &text)
    }

    /// Puts a text on the clipboard, and remembers it for a terminal that has none.
    pub fn send(&mut self, what: &str, text: &str) -> Option<Effect> {
        let lines: Vec<Clean> = text.lines().map(Clean::new).collect();
        self.copied.clone_from(&lines);
        let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
        if bytes > MOST_COPIED {
            let print = self.key_for(Action::PrintCopied);
            let instead = if self.caps.has(Action::PrintCopied) {
                format!("; {print} prints it at the end")
            } else {
                String::new()
            };
            self.say(format!("The {what} is too long for a terminal's clipboard{instead}"));
            return None;
        }
        self.say(format!("The {what} was sent to the terminal's clipboard"));
        Some(Effect::Copy(lines))
    }

    /// Returns what is copied, by its name and as text.
    fn copied_by(&self, action: Action) -> Result<(&'static str, String), &'static str> {
        if action == Action::CopyLink {
            return Ok(("link", self.link()));
        }
        let detail = self.detail().ok_or("No event is listed")?;
        let date = detail.when.as_ref().map_or_else(|| "undated".to_owned(), |when| when.text());
        let cite = |style| {
            let sources = detail.sources.iter().collect();
            let (id, title, when) = (&detail.id, &detail.title, detail.when.as_ref());
            cite(style, &Cited { id, title, when, sources })
        };
        Ok(match action {
            Action::CopyAddress => {
                let address = detail.sources.iter().find_map(|source| source.url.clone());
                let address = address.ok_or("No source of this event has an address")?;
                ("address", address.to_string())
            }
            Action::CopyDate => ("date", date),
            Action::CopyCitation => ("citation", cite(CitationStyle::Plain)),
            Action::CopyMarkdown => ("citation in Markdown", cite(CitationStyle::Markdown)),
            Action::CopyBibtex => ("citation in BibTeX", cite(CitationStyle::BibTex)),
            _ => ("event", format!("{} ({date}). {}", detail.title, detail.summary)),
        })
    }

    /// Returns the command that opens the data with what is on the screen.
    #[must_use]
    pub fn link(&self) -> String {
        let mut words = vec!["dateline".to_owned()];
        // A file whose name begins with a minus is no argument.
        let name = |name: &Clean| match name.as_str() {
            Dataset::STDIN => "-".to_owned(),
            name if name.starts_with('-') => shell_quoted(&format!("./{name}")),
            name => shell_quoted(name),
        };
        words.extend(self.about.files.iter().map(name));
        words.push(self.view().line(self.about.zone));
        words.push(format!("--data {}", self.about.fingerprint));
        words.retain(|word| !word.is_empty());
        words.join(" ")
    }

    /// Asks for the event as it stands in a dataset, which the outside knows how to write.
    pub(super) fn copy_event(&mut self) -> Option<Effect> {
        let event = self.selected();
        if event.is_none() {
            self.say_nothing_listed();
        }
        event.map(Effect::CopyEvent)
    }

    /// Prints what was copied last once the screen is left.
    pub(super) fn print_copied(&mut self) -> Option<Effect> {
        if self.copied.is_empty() {
            self.say("Nothing was copied yet");
            return None;
        }
        self.say("What was copied last is printed when the program ends");
        Some(Effect::Print(self.copied.clone()))
    }
}
