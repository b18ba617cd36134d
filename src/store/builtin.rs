//! The datasets that the program carries, so that it shows something wherever it runs.

/// A dataset inside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builtin {
    /// The name that it is opened by, without the `@`.
    pub name: &'static str,
    /// What it is about; the title in the text says the same.
    pub title: &'static str,
    /// The dataset in RON.
    pub text: &'static str,
}

/// All of them, the one that is opened without a name first.
pub const ALL: &[Builtin] = &[
    Builtin {
        name: "sahel",
        title: "Four truck drivers in the Sahel",
        text: include_str!("../../data/sahel.ron"),
    },
    Builtin {
        name: "sahel-context",
        title: "Around the four drivers",
        text: include_str!("../../data/sahel-context.ron"),
    },
    Builtin {
        name: "big-history",
        title: "Big history",
        text: include_str!("../../data/big-history.ron"),
    },
    Builtin {
        name: "incident",
        title: "A night on call (invented)",
        text: include_str!("../../data/incident.ron"),
    },
];

/// A commented dataset to begin a new one from.
pub const STARTER: &str = include_str!("../../data/starter.ron");

/// Returns the one of a name, which is given without the `@`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Builtin> {
    ALL.iter().find(|builtin| builtin.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::read;

    #[test]
    fn hold_datasets_without_a_problem() {
        for builtin in ALL {
            let loaded = read(builtin.name, builtin.text);
            assert_eq!(loaded.problems, [], "{}", builtin.name);
            assert_eq!(loaded.dataset.title.as_str(), builtin.title);
            assert!(!loaded.dataset.events.is_empty());
        }
    }

    #[test]
    fn start_with_a_dataset_that_is_right() {
        let loaded = read("starter", STARTER);
        assert_eq!(loaded.problems, []);
        assert!(!loaded.dataset.events.is_empty());
    }

    #[test]
    fn are_found_by_name() {
        assert_eq!(find("sahel"), Some(&ALL[0]));
        assert_eq!(find("@sahel"), None);
    }
}
