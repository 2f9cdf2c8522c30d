//! Moments, in words for people.
//!
//! A moment is shown in the company's time zone to the minute; programs get it in full, in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ui::{Cell, date};

/// Returns a moment to the minute: `2026-03-10 10:00`, `10.03.2026 10:00`.
pub fn minute(at: Timestamp, zone: &TimeZone) -> String {
    date::minute(zone.to_datetime(at))
}

/// Returns a day: `2026-03-10`, `10.03.2026`.
pub fn day(day: Date) -> String {
    date::day(day)
}

/// Returns a moment for people and for programs.
pub fn cell(at: Timestamp, zone: &TimeZone) -> Cell {
    Cell::moment(at, zone)
}

/// Returns a moment to the millisecond, for who compares it with a system's own log.
pub fn instant(at: Timestamp, zone: &TimeZone) -> Cell {
    let local = zone.to_datetime(at);
    Cell::both(
        format!("{} {}", date::day(local.date()), local.strftime("%H:%M:%S%.3f")),
        format!("{at:.3}"),
    )
}
