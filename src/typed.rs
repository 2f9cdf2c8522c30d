//! Amounts, days, months and moments as people type them: `1250.50` or `1250,50`, `2026-12-31` or `31.12.2026`.
//!
//! What can mean two amounts is refused, never guessed.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use uniac_core::money::parse_decimal;
use uniac_core::reconcile::Period;
use uniac_system::error::Error;
use uniac_texts::t;

/// Why something typed is refused, in the language of the run: how it is written.
#[derive(Debug)]
pub struct Wrong(pub String);

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Wrong {}

/// The least likeness of a name that is proposed.
const LIKENESS_MIN: f64 = 0.8;

/// Returns the name that is most like what was typed, if any is like it.
pub fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &&str| strsim::jaro_winkler(typed, name);
    let near = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&near) >= LIKENESS_MIN).then_some(near)
}

/// Reads an amount; thousands may stand apart by blanks.
///
/// # Errors
/// How an amount is written, or that this one can be read in two ways.
pub fn amount(text: &str) -> Result<Decimal, Wrong> {
    let ungrouped = ungrouped(text.trim());
    if is_ambiguous(&ungrouped) {
        let whole: String = ungrouped.chars().filter(|char| !matches!(char, ',' | '.')).collect();
        return Err(Wrong(t!("typed-ambiguous", typed = text, whole = whole)));
    }
    let plain = ungrouped.replace(',', ".");
    parse_decimal(&plain).map_err(|_| Wrong(t!("typed-amount")))
}

/// Takes out the blanks between groups of three digits; what has other blanks is left as it is.
fn ungrouped(text: &str) -> String {
    let (whole, rest) = text.split_at(text.find([',', '.']).unwrap_or(text.len()));
    let mut groups = whole.split([' ', '\u{a0}', '\u{202f}']).skip(1);
    match groups.all(|group| group.len() == 3) {
        true => whole.split([' ', '\u{a0}', '\u{202f}']).collect::<String>() + rest,
        false => text.to_owned(),
    }
}

/// Returns whether a comma or a point may stand between thousands: `1,250`, but not `0,250`.
fn is_ambiguous(text: &str) -> bool {
    let digits = text.trim_start_matches('-');
    let is_figure = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    digits.split_once([',', '.']).is_some_and(|(whole, rest)| {
        let is_thousands = matches!(whole.len(), 1..=3) && !whole.starts_with('0');
        is_thousands && rest.len() == 3 && is_figure(whole) && is_figure(rest)
    })
}

/// Reads a day.
///
/// # Errors
/// How a day is written.
pub fn day(text: &str) -> Result<Date, Wrong> {
    let numbers: Vec<&str> = text.trim().split('.').collect();
    let norwegian = || match numbers.as_slice() {
        [day, month, year] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    };
    let day = text.parse().ok().or_else(norwegian);
    day.ok_or_else(|| Wrong(t!("typed-day")))
}

/// Reads a month: `2026-10`, `10.2026`.
///
/// # Errors
/// How a month is written.
pub fn month(text: &str) -> Result<Period, Wrong> {
    let first = match text.trim().split_once('.') {
        Some((month, year)) if !year.contains('.') => day(&format!("1.{month}.{year}")).ok(),
        Some(_) => None,
        None => format!("{text}-01").parse().ok().filter(|_: &Date| text.len() == 7),
    };
    let from = first.ok_or_else(|| Wrong(t!("typed-month")))?;
    Ok(Period { from, to: from.last_of_month() })
}

/// Returns the moment at which what was typed begins.
///
/// # Errors
/// `usage` when it is neither a date nor a moment.
pub fn beginning(flag: &str, typed: &str, zone: &TimeZone) -> Result<Timestamp, Error> {
    moment(typed, zone, Some).ok_or_else(|| no_date(flag, typed))
}

/// Returns the moment at which what was typed is over.
///
/// # Errors
/// `usage` when it is neither a date nor a moment.
pub fn end(flag: &str, typed: &str, zone: &TimeZone) -> Result<Timestamp, Error> {
    moment(typed, zone, |date| date.tomorrow().ok()).ok_or_else(|| no_date(flag, typed))
}

fn moment(text: &str, zone: &TimeZone, of: fn(Date) -> Option<Date>) -> Option<Timestamp> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let day = of(day(text).ok()?)?;
    zone.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

fn no_date(flag: &str, typed: &str) -> Error {
    Error::usage("usage", t!("when-no-date", flag = flag, typed = typed)).hint(t!("when-write-it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_a_comma_or_a_point_and_what_can_be_two_amounts_is_refused() {
        for (typed, read) in [
            ("1250", "1250"),
            ("1250.50", "1250.50"),
            ("1250,50", "1250.50"),
            ("1 250,50", "1250.50"),
            ("-1\u{a0}234\u{202f}567,89", "-1234567.89"),
            ("29,8", "29.8"),
            ("0,125", "0.125"),
            ("33.3333", "33.3333"),
            ("1250,500", "1250.500"),
        ] {
            assert_eq!(amount(typed).unwrap().to_string(), read, "{typed}");
        }
        for odd in ["1,250", "1.250", "-12.500", "1.250,50", "1,250.50", "1 25", "12 50,00", ""] {
            assert!(amount(odd).is_err(), "{odd}");
        }
        let why = amount("1,250").unwrap_err().to_string();
        assert!(why.contains("1250"), "{why}");
    }

    #[test]
    fn a_day_is_written_in_two_ways() {
        let last = Date::constant(2026, 12, 31);
        for typed in ["2026-12-31", "31.12.2026", " 31.12.2026"] {
            assert_eq!(day(typed.trim()).unwrap(), last, "{typed}");
        }
        assert_eq!(day("1.2.2026").unwrap(), Date::constant(2026, 2, 1));
        for odd in ["31.12", "31.12.26", "31.11.2026", "12/31/2026", "31.12.2026.", ""] {
            assert!(day(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_month_has_all_its_days_and_nothing_else_is_one() {
        for typed in ["2028-02", "02.2028", "2.2028"] {
            let february = month(typed).unwrap();
            assert_eq!((february.from.day(), february.to.day()), (1, 29), "{typed}");
        }
        for odd in ["2026", "2026-13", "2026-1", "2026-10-01", "october", "", "1.10.2026", "10.26"]
        {
            assert!(month(odd).is_err(), "{odd}");
        }
    }

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
