//! The properties of events that can be counted and filtered by.

/// A property of events that can be counted and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The countries involved.
    Country,
    /// The groups that took part.
    Group,
    /// The sort of event.
    Kind,
    /// How precisely the date is known.
    Precision,
    /// Who says so.
    Source,
    /// Where it happened.
    Place,
    /// What groups took part as.
    Role,
    /// How sure the editor is.
    Certainty,
    /// Whether the sources' dates can all be true.
    Claims,
    /// Free labels.
    Tag,
    /// The file that the event was read from.
    File,
}

impl Field {
    /// All fields, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Country,
        Self::Group,
        Self::Kind,
        Self::Precision,
        Self::Source,
        Self::Place,
        Self::Role,
        Self::Certainty,
        Self::Claims,
        Self::Tag,
        Self::File,
    ];

    /// Returns the word for it in a query and on the screen: "country".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Group => "group",
            Self::Kind => "kind",
            Self::Precision => "precision",
            Self::Source => "source",
            Self::Place => "place",
            Self::Role => "role",
            Self::Certainty => "certainty",
            Self::Claims => "claims",
            Self::Tag => "tag",
            Self::File => "file",
        }
    }

    /// Returns the field of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}
