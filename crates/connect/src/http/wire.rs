//! Values as they stand on the wire: figures, numbers-or-texts, moments, dates, messages.
//!
//! A figure must never pass through a float, and a text from outside never reaches a message or a
//! terminal with its control characters or at full length.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use uniac_core::money::{Currency, NotExact, parse_decimal};
use uniac_texts::kept;

/// An amount of money as a JSON number or string, kept as its text until it is asked for.
#[derive(Debug, Clone)]
pub struct Figure(Box<RawValue>);

impl Figure {
    /// Returns the exact decimal.
    ///
    /// # Errors
    /// [`NotExact`] when the text is no number.
    pub fn decimal(&self) -> Result<Decimal, NotExact> {
        let text = self.0.get();
        if text.starts_with('"') {
            let inner: String =
                serde_json::from_str(text).map_err(|_| NotExact(cleaned(text, 40)))?;
            return parse_decimal(&inner);
        }
        parse_decimal(text)
    }

    /// Returns the amount in minor units of `currency`.
    ///
    /// # Errors
    /// [`NotExact`] when it does not fit exactly.
    pub fn minor(&self, currency: Currency) -> Result<i64, NotExact> {
        currency.minor(self.decimal()?)
    }

    /// Returns the text as it stood in the answer, short enough to be shown.
    pub fn text(&self) -> String {
        cleaned(self.0.get().trim_matches('"'), 40)
    }
}

impl Figure {
    /// Returns the text when it can only be a figure, or its form: what else stands there could be about a person.
    pub fn shown(&self) -> String {
        let text = self.text();
        let is_figure =
            text.bytes().all(|byte| byte.is_ascii_digit() || b"+-., eE".contains(&byte));
        if is_figure && !text.is_empty() { text } else { kept!("doubt-no-figure") }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Figure, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Figure)
    }
}

/// A text that some versions of an API send as a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// Sent as a string.
    Text(String),
    /// Sent as a whole number.
    Number(i64),
}

impl Text {
    /// Returns the text without blanks around it; `None` when nothing is left.
    pub fn trimmed(&self) -> Option<String> {
        match self {
            Text::Text(text) if text.trim().is_empty() => None,
            Text::Text(text) => Some(text.trim().to_owned()),
            Text::Number(number) => Some(number.to_string()),
        }
    }
}

/// Returns the moment that a date-time names; one without a zone is taken as UTC.
pub fn moment(text: &str) -> Option<Timestamp> {
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok())
}

/// Returns the calendar day that a date or a date-time names, as it is written.
pub fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// Returns `text` without control characters, cut to `length_max` characters.
pub fn cleaned(text: &str, length_max: usize) -> String {
    let visible = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    visible.filter(|c| !c.is_control() && !is_format(*c)).take(length_max).collect()
}

/// Returns whether a character only changes how others are shown (direction marks and the like).
fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(json: &str) -> Figure {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn figures_are_read_exactly_from_numbers_and_strings() {
        for json in ["499.0000", "\"499.0000\"", "499", "4.99e2", "\" 499.00 \""] {
            assert_eq!(figure(json).minor(Currency::NOK), Ok(49_900), "{json}");
        }
        // As a float this is 0.30000000000000004 away from fitting.
        assert_eq!(figure("90071992547409.93").minor(Currency::NOK), Ok(9_007_199_254_740_993));
        for json in ["0.001", "\"12,50\"", "true", "{}", "\"\"", "[1]"] {
            assert!(figure(json).minor(Currency::NOK).is_err(), "{json}");
        }
        let absent: Option<Figure> = serde_json::from_str("null").unwrap();
        assert!(absent.is_none());
    }

    #[test]
    fn moments_and_days_are_read_in_every_form_seen() {
        let expected: Timestamp = "2026-01-21T09:10:11Z".parse().unwrap();
        for text in ["2026-01-21T09:10:11Z", "2026-01-21T09:10:11", "2026-01-21T10:10:11+01:00"] {
            assert_eq!(moment(text), Some(expected), "{text}");
        }
        assert_eq!(moment("yesterday"), None);
        let date = Date::constant(2026, 1, 21);
        assert_eq!(day("2026-01-21"), Some(date));
        assert_eq!(day("2026-01-21T00:00:00Z"), Some(date));
        assert_eq!(day("21.01.2026"), None);
    }

    #[test]
    fn texts_from_outside_lose_what_a_terminal_would_obey() {
        assert_eq!(cleaned("a\u{1b}[31mb\nc\u{202e}d", 20), "a[31mb cd");
        assert_eq!(cleaned("æøå", 2), "æø");
    }
}
