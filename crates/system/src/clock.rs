//! Time: the only caller of the system clock, and the company's calendar day.
//!
//! Rules never ask for the time; it is handed to them as a value, so that a test or the sandbox can
//! choose it. Whoever waits does so here, so that a simulation need not. A clock that was set must
//! never be used with a company that is not the sandbox.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::stop::{self, Stop};

/// Where the time comes from.
#[derive(Debug)]
pub struct Clock {
    zone: TimeZone,
    source: Source,
    stop: &'static Stop,
}

#[derive(Debug)]
enum Source {
    /// The machine's clock.
    System {
        /// Milliseconds added to it; 0 outside the sandbox and tests.
        offset_ms: i64,
        started: Instant,
    },
    /// A clock that moves only when somebody waits or moves it.
    Manual {
        /// Milliseconds since 1970.
        now_ms: AtomicI64,
        uptime_ms: AtomicU64,
    },
}

impl Clock {
    /// Returns the system's clock with the company's time zone.
    pub fn system(zone: TimeZone) -> Clock {
        Clock {
            zone,
            source: Source::System { offset_ms: 0, started: Instant::now() },
            stop: &stop::NEVER,
        }
    }

    /// Returns a clock that runs on from `now`, for the sandbox and tests.
    pub fn starting_at(now: Timestamp, zone: TimeZone) -> Clock {
        let offset_ms = now.as_millisecond() - system_now().as_millisecond();
        Clock {
            zone,
            source: Source::System { offset_ms, started: Instant::now() },
            stop: &stop::NEVER,
        }
    }

    /// Returns a clock that stands at `now` until somebody waits by it or moves it, for simulations.
    pub fn manual(now: Timestamp, zone: TimeZone) -> Clock {
        let now_ms = AtomicI64::new(now.as_millisecond());
        Clock {
            zone,
            source: Source::Manual { now_ms, uptime_ms: AtomicU64::new(0) },
            stop: &stop::NEVER,
        }
    }

    /// Returns the clock with what ends the waits by it. A manual clock never really waits.
    #[must_use]
    pub fn stopped_by(self, stop: &'static Stop) -> Clock {
        Clock { stop, ..self }
    }

    /// Returns what ends the waits.
    pub fn stop(&self) -> &'static Stop {
        self.stop
    }

    /// Returns the present moment.
    pub fn now(&self) -> Timestamp {
        match &self.source {
            Source::System { offset_ms, .. } => {
                let system = system_now();
                let offset = jiff::SignedDuration::from_millis(*offset_ms);
                system.checked_add(offset).unwrap_or(system)
            }
            Source::Manual { now_ms, .. } => {
                Timestamp::from_millisecond(now_ms.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
            }
        }
    }

    /// Returns the company's calendar day.
    pub fn today(&self) -> Date {
        self.zone.to_datetime(self.now()).date()
    }

    /// Returns the company's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Returns how long the clock has run, however the calendar was set meanwhile.
    pub fn uptime(&self) -> Duration {
        match &self.source {
            Source::System { started, .. } => started.elapsed(),
            Source::Manual { uptime_ms, .. } => {
                Duration::from_millis(uptime_ms.load(Ordering::SeqCst))
            }
        }
    }

    /// Waits; a run that is cut waits no more.
    pub fn sleep(&self, time: Duration) {
        match &self.source {
            Source::System { .. } => self.stop.sleep(time),
            Source::Manual { now_ms, uptime_ms } => {
                let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
                uptime_ms.fetch_add(ms, Ordering::SeqCst);
                now_ms.fetch_add(i64::try_from(ms).unwrap_or(i64::MAX), Ordering::SeqCst);
            }
        }
    }

    /// Sets a manual clock forward or back, as an operator does; nobody has waited meanwhile. The
    /// machine's clock stays as it is.
    pub fn step(&self, by: jiff::SignedDuration) {
        if let Source::Manual { now_ms, .. } = &self.source {
            let ms = i64::try_from(by.as_millis()).unwrap_or(0);
            now_ms.fetch_add(ms, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn system_now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_when_somebody_waits_or_sets_it() {
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let clock = Clock::manual(noon, TimeZone::UTC);
        assert_eq!(clock.now(), noon);
        clock.sleep(Duration::from_secs(90));
        assert_eq!(clock.now().to_string(), "2026-11-23T12:01:30Z");
        clock.step(jiff::SignedDuration::from_hours(-13));
        assert_eq!(clock.today().to_string(), "2026-11-22");
        assert_eq!(clock.uptime(), Duration::from_secs(90));
    }
}
