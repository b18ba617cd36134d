//! What a person can do. Each action has a sentence; keys, help, hints and the README are made from both.

mod names;

use crate::question::Field;

/// Something a person wants. Closed: the compiler asks `update` about each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Next event, value, link or line.
    Down,
    /// Previous event, value, link or line.
    Up,
    /// One page down.
    PageDown,
    /// One page up.
    PageUp,
    /// Half a page down.
    HalfPageDown,
    /// Half a page up.
    HalfPageUp,
    /// First event.
    First,
    /// Last event.
    Last,
    /// A tick to the left on the axis.
    Earlier,
    /// A tick to the right on the axis.
    Later,
    /// A whole window to the left.
    WindowEarlier,
    /// A whole window to the right.
    WindowLater,
    /// A shorter stretch of time about the selected event.
    ZoomIn,
    /// A longer stretch of time about the selected event.
    ZoomOut,
    /// The whole file.
    FitAll,
    /// Ask for a date and go there.
    GoTo,
    /// Go to today.
    Today,
    /// Focus the next pane.
    NextPane,
    /// Focus the previous pane.
    PreviousPane,
    /// The focused pane alone, and back.
    Maximise,
    /// Choose among the values of a field.
    Facet(Field),
    /// The facet that was open last.
    LastFacet,
    /// Include the value under the cursor.
    Include,
    /// Exclude the value under the cursor.
    Exclude,
    /// Only the value under the cursor, and back to the list.
    Only,
    /// The parts of the group under the cursor folded away.
    FoldParts,
    /// The parts of the group under the cursor listed below it.
    ShowParts,
    /// Only events of the selected event's country.
    OnlyLike,
    /// No events of the selected event's country.
    NotLike,
    /// All filters off, and on again.
    FiltersOff,
    /// Drop all filters.
    ClearFilters,
    /// Only what is certain, or what is possible too.
    CertainOnly,
    /// Active in the window, or beginning in it.
    Reading,
    /// Search: mark hits, hide nothing.
    Search,
    /// Next hit.
    NextHit,
    /// Previous hit.
    PreviousHit,
    /// Write the filter as a query.
    Query,
    /// Swim lanes by the next field, and off at the end.
    Lanes,
    /// Another order of the lanes.
    LaneOrder,
    /// Each lane in one line, and back.
    RollUp,
    /// Exclude the lane of the selected event.
    HideLane,
    /// The lanes below.
    LanesDown,
    /// The lanes above.
    LanesUp,
    /// Long empty stretches folded, and unfolded.
    Fold,
    /// The longest silences of each country, then of each group, then of each kind.
    Silences,
    /// Begin a story, resume it, or go on to the next.
    Story,
    /// The next step of the story.
    NextStep,
    /// The step of the story before.
    PreviousStep,
    /// Follow the presenter again.
    Rejoin,
    /// Mark the event, or unmark it.
    Mark,
    /// Next marked event.
    NextMark,
    /// Previous marked event.
    PreviousMark,
    /// Take back the last change.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Back to where one was.
    Back,
    /// Forward again.
    Forward,
    /// Read the details, follow the link.
    Open,
    /// Copy the event as text.
    CopyText,
    /// Copy the address of its source.
    CopyAddress,
    /// Copy its date.
    CopyDate,
    /// Copy the command that opens what is on the screen.
    CopyLink,
    /// Copy the event as it stands in a dataset.
    CopyEvent,
    /// Copy a citation.
    CopyCitation,
    /// Copy a citation in Markdown.
    CopyMarkdown,
    /// Copy a citation in BibTeX.
    CopyBibtex,
    /// Print what was copied last once the screen is left.
    PrintCopied,
    /// What else happened then: filters lifted about the event, and back.
    Around,
    /// The saved views.
    Views,
    /// Save what is on the screen under a name.
    SaveView,
    /// Remove the saved view under the cursor.
    RemoveView,
    /// Write a note on the event.
    Note,
    /// Do the last thing once more.
    Repeat,
    /// Help.
    Help,
    /// Mouse on and off.
    Mouse,
    /// Suspend the program.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave the innermost thing, never the program, and never drop a filter.
    Cancel,
    /// Close the top layer; at the root, quit.
    Close,
    /// Quit at once.
    Quit,
}

impl Action {
    /// All actions, in the order of the help page.
    pub const ALL: &'static [Self] = &[
        Self::Down,
        Self::Up,
        Self::PageDown,
        Self::PageUp,
        Self::HalfPageDown,
        Self::HalfPageUp,
        Self::First,
        Self::Last,
        Self::Open,
        Self::Facet(Field::Country),
        Self::Facet(Field::Group),
        Self::Facet(Field::Kind),
        Self::Facet(Field::Precision),
        Self::Facet(Field::Source),
        Self::Facet(Field::Place),
        Self::Facet(Field::Role),
        Self::Facet(Field::Certainty),
        Self::Facet(Field::Claims),
        Self::Facet(Field::Tag),
        Self::Facet(Field::File),
        Self::LastFacet,
        Self::Include,
        Self::Exclude,
        Self::Only,
        Self::FoldParts,
        Self::ShowParts,
        Self::OnlyLike,
        Self::NotLike,
        Self::FiltersOff,
        Self::ClearFilters,
        Self::CertainOnly,
        Self::Reading,
        Self::Search,
        Self::NextHit,
        Self::PreviousHit,
        Self::Query,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::FitAll,
        Self::Earlier,
        Self::Later,
        Self::WindowEarlier,
        Self::WindowLater,
        Self::GoTo,
        Self::Today,
        Self::Fold,
        Self::Silences,
        Self::Lanes,
        Self::LaneOrder,
        Self::RollUp,
        Self::HideLane,
        Self::LanesDown,
        Self::LanesUp,
        Self::Around,
        Self::Views,
        Self::SaveView,
        Self::RemoveView,
        Self::Note,
        Self::Story,
        Self::NextStep,
        Self::PreviousStep,
        Self::Rejoin,
        Self::Mark,
        Self::NextMark,
        Self::PreviousMark,
        Self::Undo,
        Self::Redo,
        Self::Back,
        Self::Forward,
        Self::Repeat,
        Self::CopyText,
        Self::CopyAddress,
        Self::CopyDate,
        Self::CopyLink,
        Self::CopyCitation,
        Self::CopyMarkdown,
        Self::CopyBibtex,
        Self::CopyEvent,
        Self::PrintCopied,
        Self::NextPane,
        Self::PreviousPane,
        Self::Maximise,
        Self::Help,
        Self::Mouse,
        Self::Suspend,
        Self::Redraw,
        Self::Cancel,
        Self::Close,
        Self::Quit,
    ];

    /// Returns what it does, in a sentence without a full stop.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Down => "Go to the next event, value or link",
            Self::Up => "Go to the previous event, value or link",
            Self::PageDown => "Go one page down",
            Self::PageUp => "Go one page up",
            Self::HalfPageDown => "Go half a page down",
            Self::HalfPageUp => "Go half a page up",
            Self::First => "Go to the first event",
            Self::Last => "Go to the last event",
            Self::Earlier => "Look a little earlier",
            Self::Later => "Look a little later",
            Self::WindowEarlier => "Look one window earlier",
            Self::WindowLater => "Look one window later",
            Self::ZoomIn => "Zoom in on the selected event",
            Self::ZoomOut => "Zoom out",
            Self::FitAll => "Show the whole file",
            Self::GoTo => "Go to a date: 2021, 2021-03, 2021q3, -6mo, today",
            Self::Today => "Go to today",
            Self::NextPane => "Focus the next pane; in a query, complete the word",
            Self::PreviousPane => "Focus the previous pane",
            Self::Maximise => "Maximise the pane, or put it back",
            Self::Facet(Field::Country) => "Filter by country",
            Self::Facet(Field::Group) => "Filter by group",
            Self::Facet(Field::Kind) => "Filter by kind of event",
            Self::Facet(Field::Precision) => "Filter by precision of the date",
            Self::Facet(Field::Source) => "Filter by source",
            Self::Facet(Field::Place) => "Filter by place",
            Self::Facet(Field::Role) => "Filter by role",
            Self::Facet(Field::Certainty) => "Filter by certainty",
            Self::Facet(Field::Claims) => "Filter by whether the claims agree or conflict",
            Self::Facet(Field::Tag) => "Filter by tag",
            Self::Facet(Field::File) => "Filter by file",
            Self::LastFacet => "Open the facet that was open last",
            Self::Include => "Include the value, or take it back",
            Self::Exclude => "Exclude the value, or take it back",
            Self::Only => "Show only this value and return to the list",
            Self::FoldParts => "Fold the parts of the group away, or go to its whole",
            Self::ShowParts => "List the parts of the group below it",
            Self::OnlyLike => "Show only events of the selected event's country",
            Self::NotLike => "Hide events of the selected event's country",
            Self::FiltersOff => "Switch all filters off, or on again; 2F only the second chip",
            Self::ClearFilters => "Clear all filters; 2X only the second chip",
            Self::CertainOnly => {
                "Leave only events that are certainly in the window, or the possible ones too"
            }
            Self::Reading => "List what was going on in the window, or only what begins in it",
            Self::Search => "Search; hits are marked, nothing is hidden",
            Self::NextHit => "Go to the next hit",
            Self::PreviousHit => "Go to the previous hit",
            Self::Query => "Write the filter: words, country:MLI, after:2025, -kind:coup",
            Self::Silences => "List the longest silences of each country, group or kind",
            Self::Lanes => {
                "Show lanes by country, group, kind, place, source, tag or file, then off"
            }
            Self::LaneOrder => "Order the lanes by count, first event or name",
            Self::RollUp => "Roll each lane up into one line, or unroll them",
            Self::HideLane => "Hide the lane of the selected event",
            Self::LanesDown => "Scroll to the lanes below",
            Self::LanesUp => "Scroll to the lanes above",
            Self::Fold => "Fold long empty stretches of the axis, or unfold them",
            Self::Story => {
                "Tell a story, resume it, or go on to the next; 3S goes to its third step"
            }
            Self::NextStep => "Go to the next step of the story",
            Self::PreviousStep => "Go to the step of the story before",
            Self::Rejoin => "Follow the presenter again, where somebody presents",
            Self::Mark => "Mark the event, or unmark it",
            Self::NextMark => "Go to the next marked event",
            Self::PreviousMark => "Go to the previous marked event",
            Self::Undo => "Undo the last change of filters, window, lanes, marks, notes or views",
            Self::Redo => "Redo what was undone",
            Self::Back => "Go back to where you were",
            Self::Forward => "Go forward again",
            Self::Open => "Read the details, follow the link",
            Self::CopyText => "Copy the event as text",
            Self::CopyAddress => "Copy the address of its source",
            Self::CopyDate => "Copy its date",
            Self::CopyLink => "Copy the link: the command that opens what is on the screen",
            Self::CopyEvent => "Copy the event in RON, as it stands in a dataset",
            Self::CopyCitation => "Copy a citation with source, date and precision",
            Self::CopyMarkdown => "Copy a citation in Markdown",
            Self::CopyBibtex => "Copy a citation in BibTeX",
            Self::PrintCopied => "Print what was copied last when the program ends",
            Self::Around => "Show what else happened then: lift the filters, or bring them back",
            Self::Views => "Open a saved view",
            Self::SaveView => "Save what is on the screen as a view with a name",
            Self::RemoveView => "Remove the saved view",
            Self::Note => "Write a note on the event",
            Self::Repeat => "Repeat what the last key did",
            Self::Help => "Find and run any action",
            Self::Mouse => "Switch the mouse off, or on again",
            Self::Suspend => "Suspend the program",
            Self::Redraw => "Draw the screen anew",
            Self::Cancel => "Leave the innermost thing, stop reading; keep filters",
            Self::Close => "Close the top layer; quit when nothing is open",
            Self::Quit => "Quit at once",
        }
    }

    /// Tells whether it makes sense without a facet being open, and so can be run from the help page.
    #[must_use]
    pub const fn runs_from_help(self) -> bool {
        !matches!(
            self,
            Self::Include
                | Self::Exclude
                | Self::Only
                | Self::FoldParts
                | Self::ShowParts
                | Self::RemoveView
                | Self::Cancel
                | Self::Help
        )
    }
}
