//! What is on the screen at the start: the command line wins over a saved view, and that over the last session.

use std::io::Write;

use super::{
    arguments::ViewArgs,
    asked,
    failure::{Failure, Kind},
};
use crate::{
    app::{
        App,
        action::Action,
        view::{Layout, View, ViewError, read_span},
    },
    domain::{Clean, Fingerprint, Moment, Notebook, When, Zone, nearest},
    engine::{Engine, Memory},
    question::Cursor,
};

/// What is on the screen at the start.
#[derive(Debug, Default)]
pub(super) struct Start {
    view: View,
    /// Where the cursor is, if no event is named.
    near: Option<Moment>,
    /// Whether it is how the last session ended.
    is_resumed: bool,
    /// What the person should be told.
    told: Option<String>,
}

impl Start {
    /// Reads what is asked for. What may have been meant otherwise is told on `err`.
    ///
    /// # Errors
    /// Says which argument is wrong.
    pub(super) fn new(
        wish: &ViewArgs,
        memory: &Memory,
        notebook: &Notebook,
        err: &mut dyn Write,
    ) -> Result<Self, Failure> {
        let zone = memory.about().zone;
        let mut start = Self::base(wish, notebook, zone)?;
        if let Some(query) = &wish.query {
            start.view.filter = asked::filter(Some(query), err)?;
        }
        if let Some(span) = &wish.span {
            start.view.window =
                Some(read_span(span, zone).map_err(|error| wrong("--span", &error))?);
        }
        if let Some(data) = &wish.data {
            start.compare(data, memory.about().fingerprint)?;
        }
        if let Some(at) = &wish.at {
            let placed = start.place(at, memory);
            // Of a link that is opened with other data, what is left of it shows.
            if start.told.is_none() {
                placed?;
            }
        }
        Ok(start)
    }

    /// Returns what the arguments are put on top of: a saved view, the last session, or nothing.
    fn base(wish: &ViewArgs, notebook: &Notebook, zone: Zone) -> Result<Self, Failure> {
        let Some(name) = &wish.view else {
            let says_nothing = wish.query.is_none() && wish.span.is_none() && wish.at.is_none();
            let last = notebook.last.as_ref().filter(|_| says_nothing && wish.data.is_none());
            return Ok(last.map_or_else(Self::default, |line| Self::last(line, zone)));
        };
        let error = match Layout::read(name) {
            Ok(layout) => {
                return Ok(Self { view: View { layout, ..View::default() }, ..Self::default() });
            }
            Err(error) => error,
        };
        if let Some(line) = notebook.view(name) {
            let view = View::read(line, zone).map_err(|error| {
                let message =
                    format!("the saved view `{}` cannot be read: {error}", Clean::new(name));
                Failure::new(Kind::Data, message)
            })?;
            return Ok(Self { view, ..Self::default() });
        }
        let names = notebook.views.iter().map(|saved| saved.name.as_str());
        let failure = wrong("--view", &error);
        Err(match nearest(name, names.clone()) {
            Some(near) => failure.hint(format!("Did you mean the saved view `{near}`?")),
            None if notebook.views.is_empty() => failure,
            None => failure
                .hint(format!("The saved views are {}.", names.collect::<Vec<_>>().join(", "))),
        })
    }

    /// Returns how the last session ended.
    fn last(line: &Clean, zone: Zone) -> Self {
        match View::read(line, zone) {
            Ok(view) => Self { view, is_resumed: true, ..Self::default() },
            // A later version may have written it.
            Err(error) => {
                let told = format!("how you left it cannot be read: {error}");
                Self { told: Some(told), ..Self::default() }
            }
        }
    }

    fn place(&mut self, at: &str, memory: &Memory) -> Result<(), Failure> {
        let id = Clean::new(at);
        if memory.has(&id) {
            self.view.at = Some(id);
            return Ok(());
        }
        if let Ok(when) = When::parse(at) {
            let when = when.typed_on_clocks(memory.about().zone);
            self.near = Some(when.span().first());
            return Ok(());
        }
        let message = format!("--at: `{id}` is neither the id of an event nor a date");
        let failure = Failure::new(Kind::Usage, message);
        Err(match memory.nearest_id(&id) {
            Some(near) => failure.hint(format!("Did you mean {near}?")),
            None => failure.hint("`dateline list` shows the ids; a date is written 2025-08."),
        })
    }

    fn compare(&mut self, data: &str, here: Fingerprint) -> Result<(), Failure> {
        let made_from: Fingerprint = data.parse().map_err(|_| {
            let message = format!("--data: `{}` is no fingerprint", Clean::new(data));
            Failure::new(Kind::Usage, message).hint(
                "It has 16 digits from 0 to f; leave --data out to open the link with any data.",
            )
        })?;
        if made_from != here {
            let told = format!(
                "The link was made from other data ({made_from}, here {here}): it may show something else"
            );
            self.told = Some(told);
        }
        Ok(())
    }

    /// Puts it on the screen.
    pub(super) fn open(self, app: App) -> App {
        let app = app.with_view(self.view);
        let app = match self.near {
            Some(moment) => app.with_cursor(Cursor::Near(moment)),
            None => app,
        };
        let as_left = self.is_resumed.then(|| {
            let [clear, all] =
                [Action::ClearFilters, Action::FitAll].map(|action| app.keymap().spoken(action));
            format!("As you left it; {clear} clears the filters, {all} shows the whole file")
        });
        match self.told.or(as_left) {
            Some(told) => app.with_notice(&told),
            None => app,
        }
    }
}

fn wrong(argument: &str, error: &ViewError) -> Failure {
    Failure::new(Kind::Usage, format!("{argument}: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::{domain::SavedView, store};

    /// Returns what is on the screen after some arguments, and what is said, for a person who has kept two views.
    fn start(wish: &ViewArgs) -> Result<(String, Option<String>), String> {
        let text = include_str!("../../data/sahel.ron");
        let memory = Memory::new(store::read("@sahel", text).dataset, 0);
        let saved =
            |name: &str, view: &str| SavedView { name: Clean::new(name), view: Clean::new(view) };
        let notebook = Notebook {
            views: vec![saved("coups", "-q kind:coup --view lanes:group"), saved("old", "--map x")],
            last: Some(Clean::new("-q kind:release --span 2025..2025")),
            ..Notebook::default()
        };
        let start = Start::new(wish, &memory, &notebook, &mut io::sink())
            .map_err(|failure| failure.text())?;
        Ok((start.view.line(memory.about().zone), start.told))
    }

    fn wish(
        query: Option<&str>,
        span: Option<&str>,
        view: Option<&str>,
        at: Option<&str>,
    ) -> ViewArgs {
        let text = |text: Option<&str>| text.map(str::to_owned);
        ViewArgs {
            query: text(query),
            span: text(span),
            view: text(view),
            at: text(at),
            data: None,
        }
    }

    #[track_caller]
    fn check(wish: &ViewArgs, line: &str) {
        assert_eq!(start(wish).map(|(line, _)| line), Ok(line.to_owned()));
    }

    #[test]
    fn the_command_line_wins_over_a_saved_view_and_that_over_the_last_session() {
        check(&wish(None, None, None, None), "-q kind:release --span 2025..2025");
        check(&wish(Some("truck"), None, None, None), "-q truck");
        check(&wish(None, None, Some("coups"), None), "-q kind:coup --view lanes:group");
        check(&wish(Some("truck"), None, Some("coups"), None), "-q truck --view lanes:group");
        check(
            &wish(None, Some("2024"), Some("coups"), None),
            "-q kind:coup --span 2024..2024 --view lanes:group",
        );
        check(&wish(None, None, Some("lanes:kind"), None), "--view lanes:kind");
        check(&wish(None, None, None, Some("drivers-held")), "--at drivers-held");
        check(&wish(None, None, None, Some("2024")), "");
    }

    #[test]
    fn says_what_is_wrong_and_what_was_probably_meant() {
        for (wish, told) in [
            (wish(None, None, Some("coup"), None), "Did you mean the saved view `coups`?"),
            (wish(None, None, Some("map"), None), "The saved views are coups, old."),
            (
                wish(None, None, Some("old"), None),
                "the saved view `old` cannot be read: `--map` is no part of a view",
            ),
            (wish(None, Some("soon"), None, None), "--span: `soon` is no stretch of time"),
            (wish(None, None, None, Some("drivers-hled")), "Did you mean drivers-held?"),
            (wish(None, None, None, Some("nobody knows")), "a date is written 2025-08."),
            (wish(Some("contry:MLI"), None, None, None), "there is no field `contry`"),
        ] {
            let failure = start(&wish).unwrap_err();
            assert!(failure.contains(told), "{failure}");
        }
    }

    #[test]
    fn says_that_a_link_was_made_from_other_data_and_shows_what_is_left_of_it() {
        let data = Some("00000000000000ff".to_owned());
        let from_afar = ViewArgs { data, ..wish(Some("truck"), None, None, Some("gone")) };
        let (line, told) = start(&from_afar).unwrap();
        assert_eq!(line, "-q truck");
        assert!(
            told.unwrap().starts_with("The link was made from other data (00000000000000ff, here ")
        );
        let data = Some("abc".to_owned());
        let failure = start(&ViewArgs { data, ..wish(None, None, None, None) }).unwrap_err();
        assert!(failure.contains("--data: `abc` is no fingerprint"), "{failure}");
    }
}
