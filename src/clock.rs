//! Time: the only caller of the system clock, and the company's calendar day.
//!
//! Rules never ask for the time; it is handed to them as a value, so that a test or the sandbox can
//! choose it. A clock that was set must never be used with a company that is not the sandbox.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Where the time comes from.
#[derive(Debug)]
pub struct Clock {
    zone: TimeZone,
    /// Seconds added to the system clock; 0 outside the sandbox and tests.
    offset_s: AtomicI64,
}

impl Clock {
    /// Returns the system's clock with the company's time zone.
    pub fn system(zone: TimeZone) -> Clock {
        Clock { zone, offset_s: AtomicI64::new(0) }
    }

    /// Returns a clock that runs on from `now`, for the sandbox and tests.
    pub fn starting_at(now: Timestamp, zone: TimeZone) -> Clock {
        let clock = Clock::system(zone);
        let offset_s = now.as_second() - clock.now().as_second();
        clock.offset_s.store(offset_s, Ordering::Relaxed);
        clock
    }

    /// Returns the present moment.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        let offset = jiff::SignedDuration::from_secs(self.offset_s.load(Ordering::Relaxed));
        let system = Timestamp::now();
        system.checked_add(offset).unwrap_or(system)
    }

    /// Returns the company's calendar day.
    pub fn today(&self) -> Date {
        self.zone.to_datetime(self.now()).date()
    }

    /// Returns the company's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }
}
