//! The names of actions, by which the config file binds keys to them. A name keeps its meaning for ever.

use super::Action;
use crate::question::Field;

impl Action {
    /// Returns its name: `zoom-in`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Up => "up",
            Self::PageDown => "page-down",
            Self::PageUp => "page-up",
            Self::HalfPageDown => "half-page-down",
            Self::HalfPageUp => "half-page-up",
            Self::First => "first",
            Self::Last => "last",
            Self::Open => "open",
            Self::Facet(Field::Country) => "facet-country",
            Self::Facet(Field::Group) => "facet-group",
            Self::Facet(Field::Kind) => "facet-kind",
            Self::Facet(Field::Precision) => "facet-precision",
            Self::Facet(Field::Source) => "facet-source",
            Self::Facet(Field::Place) => "facet-place",
            Self::Facet(Field::Role) => "facet-role",
            Self::Facet(Field::Certainty) => "facet-certainty",
            Self::Facet(Field::Claims) => "facet-claims",
            Self::Facet(Field::Tag) => "facet-tag",
            Self::Facet(Field::File) => "facet-file",
            Self::LastFacet => "last-facet",
            Self::Include => "include",
            Self::Exclude => "exclude",
            Self::Only => "only",
            Self::OnlyLike => "only-like",
            Self::NotLike => "not-like",
            Self::FiltersOff => "filters-off",
            Self::ClearFilters => "clear-filters",
            Self::CertainOnly => "certain-only",
            Self::Reading => "reading",
            Self::Search => "search",
            Self::NextHit => "next-hit",
            Self::PreviousHit => "previous-hit",
            Self::Query => "query",
            Self::ZoomIn => "zoom-in",
            Self::ZoomOut => "zoom-out",
            Self::FitAll => "fit-all",
            Self::Earlier => "earlier",
            Self::Later => "later",
            Self::WindowEarlier => "window-earlier",
            Self::WindowLater => "window-later",
            Self::GoTo => "go-to",
            Self::Today => "today",
            Self::Fold => "fold",
            Self::Silences => "silences",
            Self::Lanes => "lanes",
            Self::LaneOrder => "lane-order",
            Self::RollUp => "roll-up",
            Self::HideLane => "hide-lane",
            Self::LanesDown => "lanes-down",
            Self::LanesUp => "lanes-up",
            Self::Mark => "mark",
            Self::NextMark => "next-mark",
            Self::PreviousMark => "previous-mark",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Back => "back",
            Self::Forward => "forward",
            Self::CopyText => "copy-text",
            Self::CopyAddress => "copy-address",
            Self::CopyDate => "copy-date",
            Self::CopyLink => "copy-link",
            Self::CopyEvent => "copy-event",
            Self::CopyCitation => "copy-citation",
            Self::CopyMarkdown => "copy-markdown",
            Self::CopyBibtex => "copy-bibtex",
            Self::PrintCopied => "print-copied",
            Self::Around => "around",
            Self::Views => "views",
            Self::SaveView => "save-view",
            Self::RemoveView => "remove-view",
            Self::Note => "note",
            Self::Repeat => "repeat",
            Self::FoldParts => "fold-parts",
            Self::ShowParts => "show-parts",
            Self::Story => "story",
            Self::NextStep => "next-step",
            Self::PreviousStep => "previous-step",
            Self::Rejoin => "rejoin",
            Self::NextPane => "next-pane",
            Self::PreviousPane => "previous-pane",
            Self::Maximise => "maximise",
            Self::Help => "help",
            Self::Mouse => "mouse",
            Self::Suspend => "suspend",
            Self::Redraw => "redraw",
            Self::Cancel => "cancel",
            Self::Close => "close",
            Self::Quit => "quit",
        }
    }

    /// Returns the action of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_each_action_by_its_own_name() {
        for action in Action::ALL {
            let name = action.name();
            assert_eq!(Action::named(name), Some(*action), "{name}");
            let is_kebab = name
                .split('-')
                .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
            assert!(is_kebab, "{name}");
        }
        assert_eq!(Action::named("Zoom-In"), None);
    }

    #[test]
    fn keeps_the_names_that_config_files_use() {
        let names = "down up page-down page-up half-page-down half-page-up first last open \
                     facet-country facet-group facet-kind facet-precision facet-source facet-place \
                     facet-role facet-certainty facet-claims facet-tag facet-file last-facet include \
                     exclude only only-like not-like filters-off clear-filters certain-only reading \
                     search next-hit previous-hit query zoom-in zoom-out fit-all earlier later \
                     window-earlier window-later go-to today fold silences lanes lane-order roll-up \
                     hide-lane lanes-down lanes-up mark next-mark previous-mark undo redo back \
                     forward copy-text copy-address copy-date next-pane previous-pane maximise help \
                     mouse suspend redraw cancel close quit";
        for name in names.split(' ') {
            assert!(Action::named(name).is_some(), "{name} is bound in somebody's config file");
        }
    }
}
