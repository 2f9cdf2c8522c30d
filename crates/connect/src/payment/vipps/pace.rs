//! Vipps' limit of five calls a minute for one payment and one kind of act.
//!
//! It must never wait: an act that would be too many is refused before it is sent, for the next
//! run to try. It counts this process only; another one is told by Vipps itself, with 429.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use uniac_core::act::Act;

/// The limit of each of create, capture, cancel and refund (Vipps ePayment, rate limiting).
const CALLS_MAX: usize = 5;

/// The time that the limit counts in.
const WINDOW: Duration = Duration::from_mins(1);

/// How many payments are kept before those whose minute is over are dropped.
const PAYMENTS_MAX: usize = 1024;

/// The calls of the last minute.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<HashMap<(String, Act), VecDeque<Duration>>>);

impl Pace {
    /// Counts a call and returns whether it may be made now, by the time that the clock has run.
    pub(super) fn admits(&self, reference: &str, act: Act, now: Duration) -> bool {
        let is_over = |call: &Duration| now.saturating_sub(*call) >= WINDOW;
        let mut payments = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if payments.len() >= PAYMENTS_MAX {
            payments.retain(|_, calls| calls.back().is_some_and(|call| !is_over(call)));
        }
        let calls = payments.entry((reference.to_owned(), act)).or_default();
        while calls.front().is_some_and(is_over) {
            calls.pop_front();
        }
        if calls.len() >= CALLS_MAX {
            return false;
        }
        calls.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_call_within_a_minute_is_not_made() {
        let pace = Pace::default();
        let start = Duration::ZERO;
        for second in 0..5 {
            assert!(pace.admits("a", Act::Capture, start + Duration::from_secs(second)));
        }
        assert!(!pace.admits("a", Act::Capture, start + Duration::from_secs(59)));
        assert!(pace.admits("a", Act::Refund, start + Duration::from_secs(59)));
        assert!(pace.admits("b", Act::Capture, start + Duration::from_secs(59)));
        assert!(pace.admits("a", Act::Capture, start + Duration::from_mins(1)));
        assert!(!pace.admits("a", Act::Capture, start + Duration::from_millis(60_500)));
    }
}
