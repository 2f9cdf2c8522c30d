//! Moments as people type them: a date in the company's time zone, or a moment in full.
//!
//! A date that ends something ends with its day.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::typed;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

/// Returns the moment at which what was typed begins.
///
/// # Errors
/// `usage` when it is neither a date nor a moment.
pub fn beginning(flag: &str, typed: &str, zone: &TimeZone) -> Result<Timestamp> {
    moment(typed, zone, Some).ok_or_else(|| no_date(flag, typed))
}

/// Returns the moment at which what was typed is over.
///
/// # Errors
/// `usage` when it is neither a date nor a moment.
pub fn end(flag: &str, typed: &str, zone: &TimeZone) -> Result<Timestamp> {
    moment(typed, zone, |date| date.tomorrow().ok()).ok_or_else(|| no_date(flag, typed))
}

fn moment(text: &str, zone: &TimeZone, day: fn(Date) -> Option<Date>) -> Option<Timestamp> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let day = day(typed::day(text).ok()?)?;
    zone.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

fn no_date(flag: &str, typed: &str) -> Error {
    Error::usage("usage", t!("when-no-date", flag = flag, typed = typed)).hint(t!("when-write-it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_begins_and_ends_with_its_day_in_the_companys_zone() {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let typed = "2026-03-10";
        assert_eq!(beginning("--since", typed, &zone).unwrap(), at("2026-03-09T23:00:00Z"));
        assert_eq!(end("--until", typed, &zone).unwrap(), at("2026-03-10T23:00:00Z"));
        let exact = "2026-03-10T12:00:00Z";
        assert_eq!(end("--until", exact, &zone).unwrap(), at(exact));
        assert_eq!(end("--until", "10.3.2026", &zone).unwrap(), at("2026-03-10T23:00:00Z"));
        assert_eq!(end("--until", "10.3.", &zone).unwrap_err().code, "usage");
    }
}
