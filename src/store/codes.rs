//! The codes of everything that `check` can find. A code keeps its meaning for ever; add, never reuse.
//!
//! `DL00..` the form of the file, `DL01..` values, `DL02..` references, `DL03..` warnings,
//! `DL04..` the config file.

use crate::domain::Severity;

/// One kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, as shown.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it means, in one line.
    pub about: &'static str,
}

/// Declares the codes and the table of all of them.
macro_rules! codes {
    ($($name:ident $id:literal $severity:ident $about:literal)*) => {
        $(
            #[doc = $about]
            pub const $name: Code = Code { id: $id, severity: Severity::$severity, about: $about };
        )*

        /// All codes, in order.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    SYNTAX "DL0001" Error "something stands where it cannot"
    UNCLOSED "DL0002" Error "a text, comment or bracket is opened and never closed"
    MISSING_COMMA "DL0003" Error "two items have no comma between them"
    TOO_DEEP "DL0004" Error "brackets stand in one another more than 64 deep"
    NOT_A_DATASET "DL0005" Error "the file does not hold a `Dataset(...)`"
    FORMAT "DL0006" Error "the version of the format is not one that this program reads"
    UNKNOWN_FIELD "DL0007" Error "there is no field of that name"
    MISSING_FIELD "DL0008" Error "a field that is required is not there"
    DUPLICATE_FIELD "DL0009" Error "a field is there twice"
    DUPLICATE_KEY "DL0010" Error "a key of a table is there twice"
    WRONG_TYPE "DL0011" Error "the value is of another type than the field"
    UNKNOWN_WORD "DL0012" Error "the word is none of those that the field takes"
    BOTH_PLACES "DL0013" Error "an event has `place` and `places`"
    LEFT_OUT "DL0014" Error "an event cannot be shown, because it has neither id nor title"
    TOO_MANY "DL0015" Error "there are more problems than are listed"

    BAD_DATE "DL0101" Error "the date is no EDTF date"
    BAD_POSITION "DL0102" Error "a latitude, longitude or distance is out of range"
    UNKNOWN_COUNTRY "DL0103" Error "there is no country of that code or name"

    DUPLICATE_ID "DL0201" Error "two events of one file have the same id"
    LINK_TO_NOTHING "DL0202" Error "a link leads to an event that does not exist"
    UNKNOWN_SOURCE "DL0203" Error "a source is neither in the table nor an address"
    UNKNOWN_PLACE "DL0204" Error "a place is not in the table"
    STEP_AT_NOTHING "DL0205" Error "a story stops at an event that does not exist"

    FINER_THAN_CLAIMS "DL0301" Warning "the date is finer than what any source says"
    NO_SOURCE "DL0302" Warning "an event has no source"
    PROBABLE_DUPLICATE "DL0303" Warning "two events have the same date and title"
    UNDECLARED_GROUP "DL0304" Warning "a group is not in the table of groups"
    UNUSED_ENTRY "DL0305" Warning "nothing refers to an entry of a table"
    NEUTRALISED "DL0306" Warning "a text holds characters that are invisible or could act on a terminal"
    PLAIN_ID "DL0307" Warning "an id has other characters than a-z, A-Z, 0-9, `.`, `_` and `-`"
    NOT_HTTP "DL0308" Warning "an address is neither http nor https, so it is shown but never opened"

    NOT_A_CONFIG "DL0401" Error "the file does not hold a `Config(...)`"
    BAD_KEYS "DL0402" Error "keys of the config file cannot be read, heard or told from those of another action"
}

/// Returns the code of that id: `DL0103`.
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    ALL.iter().find(|code| code.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_unique_in_order_and_explained() {
        assert!(ALL.is_sorted_by(|a, b| a.id < b.id));
        for code in ALL {
            assert!(code.about.len() > 20 && !code.about.ends_with('.'), "{}", code.id);
            let is_warning = code.id.starts_with("DL03");
            assert_eq!(is_warning, code.severity == Severity::Warning, "{}", code.id);
            assert_eq!(find(code.id), Some(code));
        }
        assert_eq!(find("DL9999"), None);
    }
}
