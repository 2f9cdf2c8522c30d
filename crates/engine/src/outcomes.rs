//! What a reply, or a look, says of an act: the outcome that the journal keeps, and who has sent what is still open.
//!
//! Nothing is sent and nothing is written here.

use jiff::Timestamp;

use uniac_core::act::{Found, Outcome, OutcomeKind, Refusal, Reply, Retry};

/// Who has sent an open intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SentBy {
    /// It has just sent it; the other side may have asked for a wait.
    ThisRun {
        /// How long it asked to wait, in seconds.
        retry_after_s: Option<u64>,
    },
    /// An earlier run has left it: who knows what people have done since.
    EarlierRun,
}

/// Turns a reply into what the journal keeps.
pub(super) fn outcome(reply: Reply, at: Timestamp) -> Outcome {
    let plain =
        |kind, code, receipt| Outcome { kind, code, receipt, retry: Retry::Never, at, told: None };
    match reply {
        Reply::Done { receipt } => plain(OutcomeKind::Done, None, receipt),
        Reply::Pending { receipt } => plain(OutcomeKind::Pending, None, receipt),
        Reply::Unknown { code, .. } => plain(OutcomeKind::Unknown, Some(code), None),
        Reply::Refused(refusal) => Outcome {
            kind: OutcomeKind::Refused,
            code: Some(refusal.code),
            receipt: None,
            retry: refusal.retry,
            at,
            told: None,
        },
    }
}

/// Returns what a look has told for sure.
pub(super) fn seen(found: Found) -> Option<Reply> {
    match found {
        Found::Done { receipt } => Some(Reply::Done { receipt }),
        Found::Pending { receipt } => Some(Reply::Pending { receipt }),
        Found::Refused { code } => Some(Reply::Refused(Refusal::last(code))),
        Found::Absent | Found::Unclear => None,
    }
}
