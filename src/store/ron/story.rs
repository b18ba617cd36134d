//! Makes a story of its record. Its stops are looked up when all events are known.

use super::{
    assembly::{Assembly, PendingStep},
    record::StoryRecord,
    site::Site,
    tree::Part,
};
use crate::{
    domain::{Clean, Step, Story},
    store::codes,
};

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
                view: self.optional(step.view.as_deref(), site, &at("view")).unwrap_or_default(),
            });
        }
        self.dataset.stories.push(Story { title, steps });
    }
}
