//! Who may log in, and as what.

use russh::{MethodKind, MethodSet, keys::PublicKey};
use serde::Serialize;
use subtle::ConstantTimeEq;

use crate::domain::Clean;

/// The user name by which a presenter logs in: everybody else's name is free.
///
/// A client offers its keys only to a server that does not let it in without; so it has to say who it is.
pub const PRESENTER: &str = "presenter";

/// Who may look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Anybody: no question is asked, and no key has to be shown.
    Anybody,
    /// Whoever knows this code.
    Code(String),
    /// Whoever has one of these keys.
    Keys(Vec<PublicKey>),
}

/// What somebody comes as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// To look.
    Visitor,
    /// To lead the others.
    Presenter,
}

/// Who may log in.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Who may look.
    pub access: Access,
    /// The keys of those who may lead.
    pub presenters: Vec<PublicKey>,
}

impl Rules {
    /// Returns what somebody of this name wants to come as.
    #[must_use]
    pub fn part(&self, user: &str) -> Part {
        if user == PRESENTER && !self.presenters.is_empty() {
            Part::Presenter
        } else {
            Part::Visitor
        }
    }

    /// Tells whether somebody comes in without showing anything.
    #[must_use]
    pub fn lets_in(&self, user: &str) -> bool {
        self.part(user) == Part::Visitor && self.access == Access::Anybody
    }

    /// Tells whether a code lets somebody in. How long it takes does not tell how much of it is right.
    #[must_use]
    pub fn takes_code(&self, user: &str, code: &[u8]) -> bool {
        match &self.access {
            Access::Code(right) if self.part(user) == Part::Visitor => {
                right.as_bytes().ct_eq(code).into()
            }
            _ => false,
        }
    }

    /// Tells whether a key lets somebody in.
    #[must_use]
    pub fn takes_key(&self, user: &str, key: &PublicKey) -> bool {
        // The comment is not part of a key.
        let has = |keys: &[PublicKey]| keys.iter().any(|one| one.key_data() == key.key_data());
        match (self.part(user), &self.access) {
            (Part::Presenter, _) => has(&self.presenters),
            (Part::Visitor, Access::Keys(keys)) => has(keys),
            (Part::Visitor, _) => false,
        }
    }

    /// Returns what somebody is called who leads: what stands behind their key, up to an `@`.
    #[must_use]
    pub fn name(&self, key: &PublicKey) -> Option<Clean> {
        let known = self.presenters.iter().find(|one| one.key_data() == key.key_data())?;
        let comment = known.comment().to_string();
        let name = comment.split('@').next().unwrap_or_default().trim();
        (!name.is_empty()).then(|| Clean::new(name))
    }

    /// Returns the ways of logging in that there are.
    #[must_use]
    pub fn methods(&self) -> MethodSet {
        let mut methods = MethodSet::empty();
        match self.access {
            Access::Anybody => methods.push(MethodKind::None),
            Access::Code(_) => methods.push(MethodKind::KeyboardInteractive),
            Access::Keys(_) => methods.push(MethodKind::PublicKey),
        }
        if !self.presenters.is_empty() {
            methods.push(MethodKind::PublicKey);
        }
        methods
    }

    /// Returns the ways of logging in that are left for somebody of this name.
    #[must_use]
    pub fn methods_for(&self, user: &str) -> MethodSet {
        match (self.part(user), &self.access) {
            (Part::Presenter, _) | (Part::Visitor, Access::Keys(_)) => {
                (&[MethodKind::PublicKey][..]).into()
            }
            (Part::Visitor, Access::Code(_)) => (&[MethodKind::KeyboardInteractive][..]).into(),
            (Part::Visitor, Access::Anybody) => MethodSet::empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 2] = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB3JHcMNhWkZ0TdrLzpJ5qxmHHSzUZbmSrUhCLSdTvkt one",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ two",
    ];

    fn key(n: usize) -> PublicKey {
        KEYS[n].parse().unwrap()
    }

    fn rules(access: Access, presenters: &[PublicKey]) -> Rules {
        Rules { access, presenters: presenters.to_vec() }
    }

    #[test]
    fn lets_anybody_in_but_not_as_presenter() {
        let open = rules(Access::Anybody, &[key(0)]);
        assert!(open.lets_in("anna") && open.lets_in("") && !open.lets_in(PRESENTER));
        assert!(open.takes_key(PRESENTER, &key(0)));
        assert!(!open.takes_key(PRESENTER, &key(1)) && !open.takes_key("anna", &key(0)));
        assert_eq!(*open.methods_for(PRESENTER), [MethodKind::PublicKey]);
        let without = rules(Access::Anybody, &[]);
        assert!(without.lets_in(PRESENTER), "without a presenter it is a name like any other");
        assert_eq!(*without.methods(), [MethodKind::None]);
    }

    #[test]
    fn asks_for_the_whole_code() {
        let rules = rules(Access::Code("open sesame".to_owned()), &[key(0)]);
        assert!(rules.takes_code("anna", b"open sesame"));
        for wrong in ["", "open", "open sesame ", "Open sesame"] {
            assert!(!rules.takes_code("anna", wrong.as_bytes()), "{wrong:?}");
        }
        assert!(!rules.takes_code(PRESENTER, b"open sesame"), "leading takes a key");
        assert!(!rules.lets_in("anna") && !rules.takes_key("anna", &key(0)));
    }

    #[test]
    fn knows_keys_whatever_they_are_called() {
        let rules = rules(Access::Keys(vec![key(0)]), &[]);
        let mut renamed = key(0);
        renamed.set_comment("another name");
        assert!(rules.takes_key("anna", &renamed) && !rules.takes_key("anna", &key(1)));
        assert!(!rules.lets_in("anna") && !rules.takes_code("anna", b""));
    }

    #[test]
    fn calls_presenters_by_what_stands_behind_their_key() {
        let mut named = key(1);
        named.set_comment("Fatou@newsroom");
        let mut nameless = key(0);
        nameless.set_comment("");
        let rules = rules(Access::Anybody, &[nameless, named]);
        assert_eq!(rules.name(&key(1)), Some(Clean::new("Fatou")));
        assert_eq!(rules.name(&key(0)), None);
    }
}
