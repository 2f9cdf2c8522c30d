//! Doors: which systems have refused the sign-in, so that they are not asked again and again.
//!
//! A system that lets nobody in refuses every act alike. The first such refusal in a run ends all sending to
//! that system in the run; later runs ask once in a while, so that the journal does not grow by an
//! intent an order a run. Nothing is counted as refused here that was not sent.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use uniac_core::act::{OutcomeKind, Retry};
use uniac_core::assess::Step;
use uniac_core::purchase::Case;

/// The longest that an act waits whose sign-in was refused.
const WAIT_MAX: SignedDuration = SignedDuration::from_hours(24);

/// The systems that have refused the sign-in in this run.
#[derive(Debug, Default)]
pub(super) struct Doors(Mutex<BTreeSet<String>>);

impl Doors {
    /// Returns whether a system has refused the sign-in in this run.
    pub(super) fn is_shut(&self, system: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(system)
    }

    /// Notes that a system has refused the sign-in.
    pub(super) fn shut(&self, system: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(system.to_owned());
    }
}

/// Returns whether a step whose sign-in was refused waits still: for as long as it has been refused
/// already, and a day at most. So a key that is soon mended is soon used, and one that never is costs
/// an intent a day.
pub(super) fn waits(case: &Case, step: &Step, now: Timestamp) -> bool {
    let acts: Vec<_> = case.intents_of(step.act, step.document).collect();
    let outcomes = acts.iter().rev().map_while(|intent| intent.outcome.as_ref());
    let refused: Vec<Timestamp> = outcomes
        .take_while(|o| o.kind == OutcomeKind::Refused && o.retry == Retry::SignIn)
        .map(|outcome| outcome.at)
        .collect();
    let (Some(last), Some(first)) = (refused.first(), refused.last()) else { return false };
    now.duration_since(*last) < last.duration_since(*first).min(WAIT_MAX)
}

#[cfg(test)]
mod tests;
