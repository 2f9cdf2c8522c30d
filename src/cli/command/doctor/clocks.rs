//! The difference between this machine's clock and each system's, by the `Date` of their answers.
//!
//! A sign-in with a signed assertion fails when the clocks differ by minutes, and what is due by
//! date is due on the wrong day. Nothing is asked for this alone.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use uniac_system::error::Error;
use uniac_system::log::{Exchange, Recorder, System};
use uniac_texts::t;

use super::report::Report;

/// A difference that is pointed out.
const WARN_ABOVE: SignedDuration = SignedDuration::from_secs(30);

/// A difference with which signed assertions are refused: they live for minutes.
const WRONG_ABOVE: SignedDuration = SignedDuration::from_mins(5);

/// `Date` has whole seconds (RFC 9110, section 5.6.7).
const RESOLUTION: SignedDuration = SignedDuration::from_secs(1);

/// Notes the `Date` of each answer beside this machine's time.
#[derive(Default)]
pub struct Dates(Mutex<Vec<(System, SignedDuration)>>);

impl Recorder for Dates {
    fn wants(&self) -> bool {
        true
    }

    fn record(&self, exchange: Exchange) {
        let date = exchange.headers.iter().find(|(name, _)| name == "date");
        let Some(date) = date.and_then(|(_, text)| parsed(text)) else { return };
        let ms = i64::try_from(exchange.ms).unwrap_or(i64::MAX);
        let ahead = ahead(date, exchange.at, SignedDuration::from_millis(ms));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((exchange.system, ahead));
    }
}

impl Dates {
    /// Returns how far a system's clock is ahead by the answers since the last asking.
    fn take(&self, system: System) -> Option<SignedDuration> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_system = seen.iter().filter(|(of, _)| *of == system);
        let least = of_system.map(|(_, ahead)| *ahead).min_by_key(|ahead| ahead.abs());
        seen.retain(|(of, _)| *of != system);
        least
    }

    /// Compares a system's clock with this machine's; it must have answered before.
    pub fn look(&self, report: &mut Report, system: System, id: &str, check: &str) {
        let Some(ahead) = self.take(system) else { return };
        let (id, check) = (format!("{id}.clock"), format!("{check}: clock"));
        let amount = ahead.abs();
        let seconds = amount.as_secs();
        let found = match ahead.is_negative() {
            true => t!("doctor-clock-ahead", seconds = seconds),
            false => t!("doctor-clock-behind", seconds = seconds),
        };
        if amount > WRONG_ABOVE {
            let error =
                Error::failed("clock-difference", found).hint(t!("doctor-clock-set-for-sign-in"));
            report.wrong(id, &check, &error);
        } else if amount > WARN_ABOVE {
            report.warn(id, &check, found, &t!("doctor-clock-set"));
        } else {
            report.ok(id, &check, t!("doctor-clock-apart", seconds = seconds));
        }
    }
}

fn parsed(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

/// Returns how far the other clock is ahead: nothing when its date lies within the exchange.
fn ahead(date: Timestamp, at: Timestamp, took: SignedDuration) -> SignedDuration {
    let since = date.duration_since(at);
    if since > took {
        since - took
    } else if since < SignedDuration::ZERO - RESOLUTION {
        since
    } else {
        SignedDuration::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_that_an_answer_took_is_no_difference() {
        let at: Timestamp = "2026-11-24T12:00:00.9Z".parse().unwrap();
        let took = SignedDuration::from_secs(20);
        for (date, seconds) in [
            ("Tue, 24 Nov 2026 12:00:00 GMT", 0),
            ("Tue, 24 Nov 2026 12:00:20 GMT", 0),
            ("Tue, 24 Nov 2026 12:10:20 GMT", 599),
            ("Tue, 24 Nov 2026 11:50:00 GMT", -600),
        ] {
            assert_eq!(ahead(parsed(date).unwrap(), at, took).as_secs(), seconds, "{date}");
        }
        assert_eq!(parsed("no date"), None);
    }
}
