//! Makes a story of its record. Its stops are looked up when all events are known.

use super::{
    assembly::{Assembly, PendingStep},
    record::StoryRecord,
    site::Site,
    tree::Part,
};
use crate::{
    domain::{Clean, Step, Story},
    question::language,
    store::{codes, findings::counted},
};

/// The most mistakes of one view that are told one by one.
const MOST_MISTAKES: usize = 5;
/// The most letters of a mistake that are told: it repeats what is wrong, which may be as long as the view.
const LONGEST_MISTAKE: usize = 200;

impl Assembly<'_> {
    /// Adds a story.
    pub(super) fn add_story(&mut self, record: &StoryRecord<'_>, site: &Site<'_>) {
        let title = record.title.as_deref();
        let title =
            title.map_or_else(Clean::default, |raw| self.clean(raw, site, &[Part::Field("title")]));
        let story = self.dataset.stories.len();
        let mut steps = Vec::with_capacity(record.steps.len());
        for (n, step) in record.steps.iter().enumerate() {
            let here = [Part::Field("steps"), Part::Element(n)];
            let at = |name| [here[0], here[1], Part::Field(name)];
            let Some(raw) = &step.at else {
                if site.lacks(&here, "at") {
                    self.findings.add(
                        &codes::MISSING_FIELD,
                        site.at(&here),
                        "missing field `at` in `Step`",
                    );
                }
                continue;
            };
            let bytes = site.at(&at("at"));
            self.steps.push(PendingStep { story, step: steps.len(), bytes });
            steps.push(Step {
                at: self.clean(raw, site, &at("at")),
                event: None,
                note: self.optional(step.note.as_deref(), site, &at("note")).unwrap_or_default(),
                view: self.view(step.view.as_deref(), site, &at("view")),
            });
        }
        self.dataset.stories.push(Story { title, steps });
    }

    /// Cleans the question of a step, and reports what of it cannot be asked.
    fn view(&mut self, raw: Option<&str>, site: &Site<'_>, path: &[Part<'_>]) -> Clean {
        let view = self.optional(raw, site, path).unwrap_or_default();
        let mistakes = language::read(&view).mistakes;
        let more = mistakes.len().saturating_sub(MOST_MISTAKES);
        if more > 0 {
            let message = format!("{} in the view of this step", counted(more, "more mistake"));
            self.findings
                .add(&codes::BAD_VIEW, site.at(path), message)
                .help("mend the first ones and check again");
        }
        for mistake in mistakes.into_iter().take(MOST_MISTAKES) {
            let bytes = site.stretch(path, &view, &mistake.range);
            let told: String = mistake.message.chars().take(LONGEST_MISTAKE).collect();
            let message = format!("in the view of this step, {told}");
            let found = self.findings.add(&codes::BAD_VIEW, bytes, message);
            found.help(mistake.help.unwrap_or_else(|| {
                "a view is a query as in `list -q`, or nothing at all".to_owned()
            }));
        }
        view
    }
}
