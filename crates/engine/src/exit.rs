//! Exit codes: what a script learns without reading, and the worst of a batch.
//!
//! A code must never say less than what happened: an unknown outcome is 7 even among a thousand
//! that were done.

use uniac_core::code::Class;
use uniac_system::error::{Error, Kind, Moved};

/// An exit code of the command-line contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// Failed before anything was sent.
    Failed = 1,
    /// Wrong usage.
    Usage = 2,
    /// Declined, a bound or a brake, or confirmation needed and no terminal.
    Declined = 3,
    /// Sign-in or credentials refused.
    SignIn = 4,
    /// Refused by Uni, the shop or the provider.
    Refused = 5,
    /// Partly done.
    Partly = 6,
    /// An act has no definite answer.
    Unknown = 7,
    /// Accepted, not yet confirmed.
    Pending = 8,
    /// Another run has the lock.
    Locked = 9,
    /// Auto-capture is off or incomplete.
    Inactive = 10,
    /// A defect in uniac.
    Defect = 70,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// Returns the number.
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Class> for Exit {
    fn from(class: Class) -> Exit {
        match class {
            Class::Benign => Exit::Done,
            Class::Failed => Exit::Failed,
            Class::Declined => Exit::Declined,
            Class::Pending => Exit::Pending,
            Class::SignIn => Exit::SignIn,
            Class::Refused => Exit::Refused,
            Class::Unknown => Exit::Unknown,
            Class::Defect => Exit::Defect,
        }
    }
}

impl From<Kind> for Exit {
    fn from(kind: Kind) -> Exit {
        match kind {
            Kind::Failed => Exit::Failed,
            Kind::Usage => Exit::Usage,
            Kind::Declined => Exit::Declined,
            Kind::SignIn => Exit::SignIn,
            Kind::Refused => Exit::Refused,
            Kind::Locked => Exit::Locked,
            Kind::Inactive => Exit::Inactive,
            Kind::Defect => Exit::Defect,
            Kind::Interrupted => Exit::Interrupted,
        }
    }
}

/// Returns the exit code of a batch: the worst of its steps' classes, and 6 when some of them were
/// done and others, for whatever definite reason, were not.
pub fn of_batch(was_done: bool, classes: impl IntoIterator<Item = Class>) -> Exit {
    let mut found: Vec<Class> = classes.into_iter().collect();
    found.sort_unstable();
    let worst = found.last().copied().unwrap_or(Class::Benign);
    match worst {
        Class::Defect | Class::Unknown => Exit::from(worst),
        // What was accepted hides nothing that was left undone beside it.
        Class::Pending if was_done && found.iter().any(|class| is_left(*class)) => Exit::Partly,
        Class::Failed | Class::Declined | Class::SignIn | Class::Refused if was_done => {
            Exit::Partly
        }
        // A no that was sent is said before those that were not.
        Class::Benign
        | Class::Failed
        | Class::Declined
        | Class::Pending
        | Class::SignIn
        | Class::Refused => Exit::from(worst),
    }
}

/// Returns whether something that was due was left undone for a definite reason.
fn is_left(class: Class) -> bool {
    match class {
        Class::Failed | Class::Declined | Class::SignIn | Class::Refused => true,
        Class::Benign | Class::Pending | Class::Unknown | Class::Defect => false,
    }
}

/// Returns the exit code of an error, worsened by what the steps before it did.
pub fn of_error(error: &Error) -> Exit {
    match (Exit::from(error.kind), error.moved) {
        (exit @ (Exit::Defect | Exit::Interrupted), _) => exit,
        (_, Moved::Unknown) => Exit::Unknown,
        (_, Moved::Yes) => Exit::Partly,
        (exit, Moved::No) => exit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_of_a_batch_wins() {
        use Class::{Benign, Declined, Defect, Failed, Pending, Refused, SignIn, Unknown};
        let table: &[(bool, &[Class], Exit)] = &[
            (false, &[], Exit::Done),
            (true, &[Benign], Exit::Done),
            (true, &[Pending], Exit::Pending),
            (false, &[Pending, Failed], Exit::Pending),
            (true, &[Pending, Failed], Exit::Partly),
            (false, &[Refused, Pending], Exit::Refused),
            (true, &[Refused], Exit::Partly),
            (true, &[Refused, Unknown], Exit::Unknown),
            (true, &[Unknown, Defect], Exit::Defect),
            (false, &[SignIn, Failed], Exit::SignIn),
            (false, &[SignIn, Refused], Exit::Refused),
            (false, &[Failed], Exit::Failed),
            (true, &[Failed], Exit::Partly),
            (false, &[Declined], Exit::Declined),
            (false, &[Declined, Failed], Exit::Declined),
            (true, &[Declined], Exit::Partly),
        ];
        for (was_done, classes, expected) in table {
            assert_eq!(of_batch(*was_done, classes.to_vec()), *expected, "{was_done} {classes:?}");
        }
    }
}
