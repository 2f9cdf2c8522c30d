//! What became of the steps of a run: done, refused, without an answer, not sent, and why.
//!
//! A word of what was not done must never read as if it were.

use uniac_core::act::{Act, OutcomeKind};
use uniac_core::code::Class;
use uniac_core::money::Money;

use super::Cause;

/// How a step ended in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It happened.
    Done,
    /// The other side said no.
    Refused,
    /// No definite answer.
    Unknown,
    /// Accepted, not yet confirmed.
    Pending,
    /// Not sent.
    Skipped,
    /// Would be done (`--dry-run`).
    Planned,
}

impl Verdict {
    /// Returns the word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Done => "done",
            Verdict::Refused => "refused",
            Verdict::Unknown => "unknown",
            Verdict::Pending => "pending",
            Verdict::Skipped => "skipped",
            Verdict::Planned => "planned",
        }
    }
}

impl From<OutcomeKind> for Verdict {
    fn from(kind: OutcomeKind) -> Verdict {
        match kind {
            OutcomeKind::Done => Verdict::Done,
            OutcomeKind::Refused => Verdict::Refused,
            OutcomeKind::Unknown => Verdict::Unknown,
            OutcomeKind::Pending => Verdict::Pending,
        }
    }
}

/// What became of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepResult {
    /// The order's number.
    pub order: String,
    /// What was to be done.
    pub act: Act,
    /// The invoice's number, for an act on an invoice.
    pub invoice: Option<String>,
    /// How much.
    pub money: Money,
    /// The payment, of an act that moves money.
    pub payment: Option<String>,
    /// How it ended.
    pub verdict: Verdict,
    /// Why, when there is something to say.
    pub cause: Option<Cause>,
}

impl StepResult {
    /// Returns the stable code of the cause.
    pub fn code(&self) -> Option<&str> {
        self.cause.as_ref().map(Cause::name)
    }

    /// Returns what the step says of the work of its run.
    pub fn class(&self) -> Class {
        let cause = self.cause.as_ref().map_or(Class::Benign, Cause::class);
        match self.verdict {
            Verdict::Done | Verdict::Planned => Class::Benign,
            Verdict::Unknown => Class::Unknown,
            Verdict::Pending => Class::Pending,
            // A no is a no, whatever it is called; some of them say more exactly which.
            Verdict::Refused if matches!(cause, Class::Failed | Class::SignIn) => cause,
            Verdict::Refused => Class::Refused,
            Verdict::Skipped => cause,
        }
    }
}
