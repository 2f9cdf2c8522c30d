//! Stop: what ends a run early, an interrupt or a time limit, and what ends its waits with it.
//!
//! After it is asked for, nothing new is begun; what is in hand may go on as long as [`GRACE`]. Then the
//! run is *cut*: every wait ends, and no read is waited for any more. A write that is on its way is never
//! given up: its answer says whether money moved.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Kind, Result};
use uniac_texts::t;

/// How long waits and reads may go on after a stop is asked for, so that the orders in hand end well
/// while all systems answer. An interrupt must be answered within five seconds.
pub const GRACE: Duration = Duration::from_secs(2);

/// Why a run stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A person, or the system, has interrupted it.
    Interrupted,
    /// It has taken longer than it may (`--timeout`).
    TimedOut {
        /// How long it was allowed to take, seconds.
        seconds: u64,
    },
}

impl Why {
    /// Returns the error of what did not come to its end: `interrupted` or `timed-out`.
    pub fn error(self) -> Error {
        match self {
            Why::Interrupted => Error::new(Kind::Interrupted, self.code(), self.words()),
            Why::TimedOut { .. } => {
                Error::failed(self.code(), self.words()).hint(t!("stop-allow-more"))
            }
        }
    }

    /// Returns the code.
    pub fn code(self) -> &'static str {
        match self {
            Why::Interrupted => "interrupted",
            Why::TimedOut { .. } => "timed-out",
        }
    }

    /// Returns what happened, to begin a sentence with.
    pub fn words(self) -> String {
        match self {
            Why::Interrupted => t!("stop-interrupted"),
            Why::TimedOut { seconds } => t!("stop-timed-out", seconds = seconds),
        }
    }
}

/// A run's stop. Asked for once; it is never taken back.
#[derive(Debug)]
pub struct Stop {
    asked: AtomicBool,
    /// Why and when it was asked for.
    reason: Mutex<Option<(Why, Instant)>>,
    changed: Condvar,
}

/// The stop of this process: Ctrl-C, termination, `--timeout`.
pub static PROCESS: Stop = Stop::new();

/// A stop that nobody asks for.
pub static NEVER: Stop = Stop::new();

impl Stop {
    /// Returns a stop that is not asked for.
    pub const fn new() -> Stop {
        Stop { asked: AtomicBool::new(false), reason: Mutex::new(None), changed: Condvar::new() }
    }

    /// Asks for the stop and returns whether it was asked for before. The first reason counts.
    pub fn ask(&self, why: Why) -> bool {
        self.ask_at(why, Instant::now())
    }

    fn ask_at(&self, why: Why, at: Instant) -> bool {
        let mut reason = self.reason();
        let before = reason.is_some();
        reason.get_or_insert((why, at));
        self.asked.store(true, Ordering::SeqCst);
        self.changed.notify_all();
        before
    }

    /// Returns the flag that is set from the asking on.
    pub const fn flag(&self) -> &AtomicBool {
        &self.asked
    }

    /// Returns why the run stops, from the asking on.
    pub fn why(&self) -> Option<Why> {
        self.reason().map(|(why, _)| why)
    }

    /// Returns why the run is cut: the stop was asked for, and the grace is over.
    pub fn cut(&self) -> Option<Why> {
        if !self.asked.load(Ordering::SeqCst) {
            return None;
        }
        let (why, at) = (*self.reason())?;
        (at.elapsed() >= GRACE).then_some(why)
    }

    /// Goes on, unless the stop was asked for.
    ///
    /// # Errors
    /// [`Why::error`].
    pub fn check(&self) -> Result<()> {
        self.why().map_or(Ok(()), |why| Err(why.error()))
    }

    /// Goes on, unless the run is cut.
    ///
    /// # Errors
    /// [`Why::error`].
    pub fn check_cut(&self) -> Result<()> {
        self.cut().map_or(Ok(()), |why| Err(why.error()))
    }

    /// Waits, at most until the run is cut.
    pub fn sleep(&self, time: Duration) {
        let end = Instant::now().checked_add(time);
        let mut reason = self.reason();
        loop {
            let now = Instant::now();
            let cut = reason.map(|(_, at)| at + GRACE);
            let left = [end, cut].into_iter().flatten().min();
            let left = left.map_or(Duration::MAX, |until| until.saturating_duration_since(now));
            if left.is_zero() {
                return;
            }
            // A long wait is taken in parts; some platforms know no longer ones.
            let part = left.min(Duration::from_hours(1));
            let waited = self.changed.wait_timeout(reason, part);
            reason = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn reason(&self) -> MutexGuard<'_, Option<(Why, Instant)>> {
        self.reason.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Stop {
    fn default() -> Stop {
        Stop::new()
    }
}

/// Runs that are cut, for tests of what waits.
#[cfg(any(test, feature = "testing"))]
pub mod testing {
    use super::{GRACE, Stop, Why};

    /// Returns a stop whose grace is over.
    pub fn cut(why: Why) -> &'static Stop {
        let stop: &'static Stop = Box::leak(Box::default());
        cut_now(stop, why);
        stop
    }

    /// Cuts a run.
    pub fn cut_now(stop: &Stop, why: Why) {
        let long_ago =
            std::time::Instant::now().checked_sub(GRACE).unwrap_or_else(std::time::Instant::now);
        stop.ask_at(why, long_ago);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_gives_what_is_in_hand_some_time_and_keeps_its_first_reason() {
        let stop = Stop::new();
        assert!(stop.check().is_ok() && stop.cut().is_none());
        assert!(!stop.ask(Why::TimedOut { seconds: 5 }));
        assert!(stop.ask(Why::Interrupted));
        let error = stop.check().unwrap_err();
        assert_eq!((error.code, error.kind), ("timed-out", Kind::Failed));
        assert_eq!(error.message, "timed out after 5 s");
        assert!(stop.flag().load(Ordering::SeqCst));
        assert!(stop.check_cut().is_ok(), "the grace has just begun");
    }

    #[test]
    fn every_wait_ends_with_the_run() {
        let stop = testing::cut(Why::Interrupted);
        assert_eq!(stop.check_cut().unwrap_err().kind, Kind::Interrupted);
        stop.sleep(Duration::MAX);
        let stop = Stop::new();
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| stop.sleep(Duration::from_hours(1)));
            testing::cut_now(&stop, Why::Interrupted);
            waits.join().unwrap();
        });
    }

    #[test]
    fn an_undisturbed_wait_takes_its_time() {
        let began = Instant::now();
        NEVER.sleep(Duration::from_millis(20));
        assert!(began.elapsed() >= Duration::from_millis(20));
    }
}
