//! Exit codes: what a script learns without reading, and the worst of a batch.
//!
//! A code must never say less than what happened: an unknown outcome is 7 even among a thousand
//! that were done.

use crate::engine::{StepResult, Verdict};
use crate::error::{Error, Kind, Moved};
use crate::stop::Why;

/// An exit code of the command-line contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// Failed before anything was sent.
    Failed = 1,
    /// Wrong usage.
    Usage = 2,
    /// Declined, or confirmation needed and no terminal.
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

/// Codes of steps that were not sent because the other side could not be reached or read: the step
/// is still due, so the run has not done its work.
const FAILED_CODES: &[&str] =
    &["unreachable", "no-reply", "torn-body", "rate-limited", "server-error", "not-understood"];

/// Codes of steps that were not sent because the other side lets nobody in.
const SIGN_IN_CODES: &[&str] =
    &["sign-in", "bad-key", "login-file", "login-needed", "no-secret", "wrong-issuer"];

/// Returns the exit code of a batch: the worst of its steps.
pub fn of_batch(results: &[StepResult]) -> Exit {
    let any = |verdict| results.iter().any(|result| result.verdict == verdict);
    let is_refused = |result: &&StepResult| result.verdict == Verdict::Refused;
    let code = |result: &StepResult| result.code.clone().unwrap_or_default();
    let failed = |result: &StepResult| {
        matches!(result.verdict, Verdict::Skipped | Verdict::Refused)
            && FAILED_CODES.contains(&code(result).as_str())
    };
    let signed_out = |result: &StepResult| {
        matches!(result.verdict, Verdict::Skipped | Verdict::Refused)
            && SIGN_IN_CODES.contains(&code(result).as_str())
    };
    let not_done =
        |result: &StepResult| is_refused(&result) || failed(result) || signed_out(result);
    if any(Verdict::Unknown) {
        Exit::Unknown
    } else if results.iter().any(not_done) {
        if any(Verdict::Done) {
            Exit::Partly
        } else if results.iter().any(signed_out) {
            Exit::SignIn
        } else if results.iter().filter(is_refused).any(|result| !failed(result)) {
            Exit::Refused
        } else {
            Exit::Failed
        }
    } else if any(Verdict::Pending) {
        Exit::Pending
    } else {
        Exit::Done
    }
}

/// Returns the exit code of a batch that was stopped in the middle: what was not begun may be due.
pub fn of_stopped(results: &[StepResult], why: Why) -> Exit {
    match (why, of_batch(results)) {
        (Why::Interrupted, _) => Exit::Interrupted,
        (Why::TimedOut { .. }, Exit::Done | Exit::Pending) => {
            let done =
                |result: &StepResult| matches!(result.verdict, Verdict::Done | Verdict::Pending);
            if results.iter().any(done) { Exit::Partly } else { Exit::Failed }
        }
        (Why::TimedOut { .. }, worse) => worse,
    }
}

/// Returns what an error of a batch says of money: what the steps before it say.
pub fn moved(results: &[StepResult]) -> Moved {
    let money = |verdict| {
        results
            .iter()
            .any(|result| result.verdict == verdict && result.act.operation().moves_money())
    };
    if money(Verdict::Unknown) || money(Verdict::Pending) {
        Moved::Unknown
    } else if money(Verdict::Done) {
        Moved::Yes
    } else {
        Moved::No
    }
}

/// Returns whether a step moved money, in the word that JSON has.
pub fn step_moved(result: &StepResult) -> &'static str {
    if !result.act.operation().moves_money() {
        return Moved::No.name();
    }
    match result.verdict {
        Verdict::Done => Moved::Yes.name(),
        Verdict::Unknown | Verdict::Pending => Moved::Unknown.name(),
        Verdict::Refused | Verdict::Skipped | Verdict::Planned => Moved::No.name(),
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
    use crate::act::Act;
    use crate::money::{Currency, Money};

    fn result(verdict: Verdict, code: Option<&str>) -> StepResult {
        StepResult {
            order: "1".into(),
            act: Act::Capture,
            invoice: None,
            money: Money::new(1, Currency::NOK),
            verdict,
            code: code.map(str::to_owned),
        }
    }

    #[test]
    fn the_worst_of_a_batch_wins() {
        use Verdict::{Done, Pending, Planned, Refused, Skipped, Unknown};
        let table: &[(&[(Verdict, Option<&str>)], Exit)] = &[
            (&[], Exit::Done),
            (&[(Done, None), (Skipped, Some("settled"))], Exit::Done),
            (&[(Planned, None)], Exit::Done),
            (&[(Done, None), (Pending, None)], Exit::Pending),
            (&[(Refused, Some("6090")), (Pending, None)], Exit::Refused),
            (&[(Refused, Some("6090")), (Done, None)], Exit::Partly),
            (&[(Refused, Some("6090")), (Done, None), (Unknown, None)], Exit::Unknown),
            (&[(Refused, Some("sign-in"))], Exit::SignIn),
            (&[(Refused, Some("unreachable"))], Exit::Failed),
            (&[(Skipped, Some("unreachable"))], Exit::Failed),
            (&[(Skipped, Some("unreachable")), (Done, None)], Exit::Partly),
        ];
        for (steps, expected) in table {
            let results: Vec<StepResult> =
                steps.iter().map(|(verdict, code)| result(*verdict, *code)).collect();
            assert_eq!(of_batch(&results), *expected, "{steps:?}");
        }
    }

    #[test]
    fn a_batch_that_was_stopped_says_so_unless_there_is_worse() {
        use Verdict::{Done, Skipped, Unknown};
        let late = Why::TimedOut { seconds: 2 };
        for (steps, why, expected) in [
            (&[][..], Why::Interrupted, Exit::Interrupted),
            (&[Done], Why::Interrupted, Exit::Interrupted),
            (&[], late, Exit::Failed),
            (&[Skipped], late, Exit::Failed),
            (&[Skipped, Done], late, Exit::Partly),
            (&[Done, Unknown], late, Exit::Unknown),
        ] {
            let results: Vec<_> = steps.iter().map(|verdict| result(*verdict, None)).collect();
            assert_eq!(of_stopped(&results, why), expected, "{steps:?}");
        }
    }
}
