//! Causes: why a step of a run ended as it did, and what that says of the run.
//!
//! An error is never benign, and what the other side calls its own refusal is a refusal.

use std::fmt;

use uniac_core::assess::Attention;
use uniac_core::code::{Class, Code};
use uniac_system::error::{Error, Kind};

/// Why a step ended as it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// One of our codes.
    Ours(Code),
    /// What a person should know of the order stands in the way.
    Attention(Attention),
    /// The other side's own code, for instance the provider's error number `6090`.
    Theirs(String),
    /// What stopped a reading, by the code of its error, which is in no step's list.
    Other(&'static str, Class),
}

impl Cause {
    /// Returns the cause that stands in the journal or came with an answer under this name.
    pub fn named(name: &str) -> Cause {
        match Code::named(name) {
            Some(code) => Cause::Ours(code),
            None => Cause::Theirs(name.to_owned()),
        }
    }

    /// Returns the name in JSON and in tables.
    pub fn name(&self) -> &str {
        match self {
            Cause::Ours(code) => code.name(),
            Cause::Attention(attention) => attention.name(),
            Cause::Theirs(name) => name,
            Cause::Other(name, _) => name,
        }
    }

    /// Returns what the cause says of the work.
    pub fn class(&self) -> Class {
        match self {
            Cause::Ours(code) => code.class(),
            Cause::Attention(attention) => attention.class(),
            Cause::Theirs(_) => Class::Refused,
            Cause::Other(_, class) => *class,
        }
    }
}

impl From<Code> for Cause {
    fn from(code: Code) -> Cause {
        Cause::Ours(code)
    }
}

impl From<Attention> for Cause {
    fn from(attention: Attention) -> Cause {
        Cause::Attention(attention)
    }
}

impl From<&Error> for Cause {
    /// An error is never benign, whatever its code; but a purchase under review is not due yet.
    fn from(error: &Error) -> Cause {
        let class = match error.kind {
            Kind::SignIn => Class::SignIn,
            Kind::Refused => Class::Refused,
            Kind::Declined => Class::Declined,
            Kind::Defect => Class::Defect,
            Kind::Failed | Kind::Usage | Kind::Locked | Kind::Inactive | Kind::Interrupted => {
                Class::Failed
            }
        };
        match Code::named(error.code) {
            Some(code) if code.class() != Class::Benign || code == Code::InReview => {
                Cause::Ours(code)
            }
            Some(_) | None => Cause::Other(error.code, class),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_sides_own_code_is_a_refusal_and_an_error_is_never_benign() {
        assert_eq!(Cause::named("6090"), Cause::Theirs("6090".into()));
        assert_eq!(Cause::named("6090").class(), Class::Refused);
        assert_eq!(Cause::named("told"), Cause::Ours(Code::Told));
        let unheard = Error::failed("never-heard-of", "x");
        assert_eq!(Cause::from(&unheard).class(), Class::Failed);
        let settled = Error::failed("settled", "an error is never benign");
        assert_eq!(Cause::from(&settled).class(), Class::Failed);
    }
}
