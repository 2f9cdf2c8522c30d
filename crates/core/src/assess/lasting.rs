//! How long an assessment holds while no fact changes: until the next moment at which a rule asks the clock.
//!
//! Pure. A moment too many costs one look too many; a rule that asks the clock for a moment that is not here would go
//! unnoticed until something else touches the order, so each rule of time has its line in [`moments`].

use jiff::{SignedDuration, Timestamp};

use crate::act::Retry;
use crate::purchase::Case;

use super::assessment::Assessment;
use super::closing::Closing;
use super::company::Terms;
use super::{refusal, steps};

/// The span of time in which an assessment holds as long as no fact changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// From this moment on; `None`: from ever. A clock can be set back.
    pub since: Option<Timestamp>,
    /// Before this moment; `None`: for ever.
    pub until: Option<Timestamp>,
}

impl Span {
    /// Returns whether an assessment of this span holds at a moment.
    pub fn holds(self, now: Timestamp) -> bool {
        self.since.is_none_or(|since| since <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// Returns how long what was assessed at a moment holds.
pub fn span(case: &Case, assessment: &Assessment, terms: Terms, now: Timestamp) -> Span {
    let moments = moments(case, assessment, terms);
    Span {
        since: moments.iter().copied().filter(|moment| *moment <= now).max(),
        until: moments.iter().copied().filter(|moment| *moment > now).min(),
    }
}

/// Returns the moments at which what the rules say of an order can change by the clock alone.
fn moments(case: &Case, assessment: &Assessment, terms: Terms) -> Vec<Timestamp> {
    let mut moments = Vec::new();
    let mut add = |at: Timestamp, after: SignedDuration| moments.extend(at.checked_add(after).ok());
    // A hold ends.
    let holds = std::iter::once(case).chain(&case.ties.siblings);
    for until in holds.filter_map(|case| case.hold.as_ref()?.until) {
        add(until, SignedDuration::ZERO);
    }
    // An act that was refused has rested.
    let outcomes = case.intents.iter().filter_map(|intent| intent.outcome.as_ref());
    for outcome in outcomes.filter(|outcome| outcome.retry == Retry::Daily) {
        add(outcome.at, refusal::REFUSAL_RESTS);
    }
    // A refund has waited long enough for somebody to correct himself, a release too.
    for seen in case.kept.seen.values() {
        add(*seen, terms.refund_after);
    }
    // Drafts of the other orders hold it back, too.
    let all = std::iter::once(case).chain(&case.ties.siblings);
    for seen in all.flat_map(|case| case.kept.seen.values()) {
        add(*seen, steps::CORRECTING);
    }
    if let Some(dropped) = case.kept.dropped_at {
        add(dropped, terms.release_after);
    }
    // A reservation comes near its end.
    moments.extend(assessment.closing.as_ref().and_then(Closing::soon_from));
    // What is gone of it has run out then.
    let gone = case.order.payment.iter().filter(|payment| payment.cancelled_minor > 0);
    moments.extend(gone.filter_map(|payment| payment.closes_at));
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_holds_from_its_first_moment_to_right_before_its_last() {
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        let span = Span { since: Some(at(10)), until: Some(at(20)) };
        let held: Vec<bool> = [9, 10, 19, 20].map(|second| span.holds(at(second))).to_vec();
        assert_eq!(held, [false, true, true, false]);
        assert!(Span::default().holds(Timestamp::MIN) && Span::default().holds(Timestamp::MAX));
    }
}
