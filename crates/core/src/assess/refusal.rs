//! Refusals: who is to do an act again that was refused.
//!
//! A no for good is never asked again by itself; one that will pass rests for a day.

use jiff::{SignedDuration, Timestamp};

use crate::act::{Intent, OutcomeKind, Retry};

use super::step::Mode;

/// How long a transient refusal rests. A day, less what the start of a daily run may waver.
pub(super) const REFUSAL_RESTS: SignedDuration = SignedDuration::from_mins(24 * 60 - 30);

/// Returns who is to do an act again that was refused; `None` when it was not, or not judged.
pub(super) fn refusal(intent: &Intent, now: Timestamp) -> Option<Mode> {
    let outcome = intent.outcome.as_ref().filter(|o| o.kind == OutcomeKind::Refused)?;
    let has_rested = now.duration_since(outcome.at) >= REFUSAL_RESTS;
    match outcome.retry {
        Retry::Never => Some(Mode::Manual),
        Retry::Daily if has_rested => Some(Mode::Auto),
        Retry::Daily => Some(Mode::Manual),
        Retry::SignIn => Some(Mode::Auto),
        Retry::NextRun => None,
    }
}
