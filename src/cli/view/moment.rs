//! Moments, in words for people.
//!
//! A moment is shown in the company's time zone to the minute; programs get it in full, in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ui::{Cell, date};
use uniac_texts::{Form, form};

/// Returns a moment to the minute: `2026-03-10 10:00`, `10.03.2026 10:00`; bare it is `2026-03-10T09:00:00Z`.
pub fn minute(at: Timestamp, zone: &TimeZone) -> String {
    match form() {
        Form::Written => date::minute(zone.to_datetime(at)),
        Form::Bare => format!("{at:.0}"),
    }
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
        format!("{} {}", date::written(local.date()), local.strftime("%H:%M:%S%.3f")),
        format!("{at:.3}"),
    )
}
