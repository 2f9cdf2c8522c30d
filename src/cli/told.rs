//! Who said something, and when, in words for people.
//!
//! A moment is shown in the company's time zone to the minute; programs get it in full, in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ui::{Cell, date};
use uniac_texts::t;

/// Returns a moment to the minute: `2026-03-10 10:00`, `10.03.2026 10:00`.
pub fn minute(at: Timestamp, zone: &TimeZone) -> String {
    date::minute(zone.to_datetime(at))
}

/// Returns a day: `2026-03-10`, `10.03.2026`.
pub fn day(day: Date) -> String {
    date::day(day)
}

/// Returns a moment for people and for programs.
pub fn moment(at: Timestamp, zone: &TimeZone) -> Cell {
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

/// Returns who said something: the name that the machine gave.
pub fn person(by: &str) -> String {
    match by {
        "" | "unknown" => t!("told-unnamed"),
        name => name.to_owned(),
    }
}

/// Returns who said something, when, and why.
pub fn word(by: &str, at: Timestamp, reason: Option<&str>, zone: &TimeZone) -> String {
    let reason = reason.map_or_else(|| t!("told-no-reason"), str::to_owned);
    format!("{}, {}: {reason}", person(by), minute(at, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_the_person_the_minute_and_the_reason() {
        let at: Timestamp = "2026-03-10T09:00:59.7Z".parse().unwrap();
        let oslo = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(word("kari", at, Some("a copy"), &oslo), "kari, 2026-03-10 10:00: a copy");
        assert_eq!(
            word("unknown", at, None, &TimeZone::UTC),
            "a user without a name, 2026-03-10 09:00: no reason given"
        );
    }
}
