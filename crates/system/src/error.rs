//! The error that people and scripts read: a stable code, what happened, whether money moved, what to do.
//!
//! Nothing branches on a message, and no message and no cause may carry a secret or personal data. Outcomes of
//! acts are not errors (see `act`); this is for everything that stops a command.

use std::error::Error as Cause;
use std::fmt;

use uniac_texts::{in_words, t};

/// What kind of failure it is; it decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Failed before anything was sent.
    Failed,
    /// Wrong usage.
    Usage,
    /// Declined, or confirmation was needed and there is no terminal.
    Declined,
    /// Sign-in or credentials refused.
    SignIn,
    /// Refused by Uni, the shop or the provider.
    Refused,
    /// Another run has the lock.
    Locked,
    /// Auto-capture is off or incomplete.
    Inactive,
    /// A defect in uniac.
    Defect,
    /// Interrupted by the user.
    Interrupted,
}

/// Whether money moved before the error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// No.
    No,
    /// Yes; the result lists what.
    Yes,
    /// Not known; the next run settles it.
    Unknown,
}

impl Moved {
    /// Returns the word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Moved::No => "no",
            Moved::Yes => "yes",
            Moved::Unknown => "unknown",
        }
    }
}

/// A failure of a command.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// A stable id, explained by `uniac explain`.
    pub code: &'static str,
    /// What happened, to which order or system.
    pub message: String,
    /// What to do next; the first line is the most likely remedy.
    pub hints: Vec<String>,
    /// Whether money moved.
    pub moved: Moved,
    /// What it came from, which `--verbose` shows. Text that came from another system stays out of it.
    pub source: Option<Box<dyn Cause + Send + Sync>>,
}

/// The result of everything that can stop a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Returns an error of `kind` with a stable code and a message.
    pub fn new(kind: Kind, code: &'static str, message: impl Into<String>) -> Error {
        Error {
            kind,
            code,
            message: in_words(&message.into()),
            hints: Vec::new(),
            moved: Moved::No,
            source: None,
        }
    }

    /// A failure before anything was sent.
    pub fn failed(code: &'static str, message: impl Into<String>) -> Error {
        Error::new(Kind::Failed, code, message)
    }

    /// A wrong argument or flag.
    pub fn usage(code: &'static str, message: impl Into<String>) -> Error {
        Error::new(Kind::Usage, code, message)
    }

    /// A broken invariant: a bug in this program, stopped before the next request.
    pub fn defect(message: impl Into<String>) -> Error {
        Error::new(Kind::Defect, "defect", message).hint(t!("error-report"))
    }

    /// Adds a next step.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hints.push(hint.into());
        self
    }

    /// Says whether money moved before the error.
    #[must_use]
    pub fn moved(mut self, moved: Moved) -> Error {
        self.moved = moved;
        self
    }

    /// Puts what was being done before the message.
    #[must_use]
    pub fn during(mut self, what: impl fmt::Display) -> Error {
        self.message = format!("{what}: {}", self.message);
        self
    }

    /// Keeps what it came from.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Cause + Send + Sync + 'static) -> Error {
        self.source = Some(Box::new(cause));
        self
    }

    /// Returns what it came from, the nearest cause first.
    pub fn causes(&self) -> impl Iterator<Item = String> {
        let mut next = Cause::source(self);
        std::iter::from_fn(move || {
            let cause = next?;
            next = cause.source();
            Some(cause.to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_causes_are_told_from_the_nearest_on() {
        let inner = Error::failed("inner", "the disk is gone");
        let middle = Error::failed("middle", "the file cannot be read").caused_by(inner);
        let outer = Error::failed("outer", "no store").caused_by(middle).during("a look");
        assert_eq!(outer.to_string(), "a look: no store");
        let causes: Vec<String> = outer.causes().collect();
        assert_eq!(causes, ["the file cannot be read", "the disk is gone"]);
    }
}
