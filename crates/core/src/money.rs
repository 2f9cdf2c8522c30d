//! Amounts: integers in a currency's minor unit (øre for NOK), parsed exactly from decimal text.
//!
//! Nothing here may round, and no float may ever enter: a figure that does not fit the currency's
//! minor unit exactly is refused, so that what is captured is what was invoiced to the øre.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The largest amount that is taken for one, minor units: a hundred thousand billion of the currency. Sums of what is
/// larger would not fit any more.
pub const MINOR_MAX: i64 = 10_000_000_000_000_000;

/// An ISO 4217 currency code whose minor unit this program knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The Norwegian krone, the base currency of nearly every company in Uni.
    pub const NOK: Currency = Currency(*b"NOK");

    /// Returns the code, for instance `NOK`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Returns how many decimals the minor unit has (ISO 4217, table A.1).
    pub fn decimals(&self) -> u32 {
        match &self.0 {
            b"ISK" | b"JPY" | b"KRW" => 0,
            _ => 2,
        }
    }

    /// Returns the decimal amount in minor units.
    ///
    /// # Errors
    /// [`NotExact`] when the figure has more decimals than the currency, or is too large.
    pub fn minor(&self, amount: Decimal) -> Result<i64, NotExact> {
        let scaled = amount
            .checked_mul(Decimal::from(10_i64.pow(self.decimals())))
            .ok_or_else(|| NotExact(amount.to_string()))?;
        if !scaled.fract().is_zero() {
            return Err(NotExact(amount.normalize().to_string()));
        }
        let minor = i64::try_from(scaled.trunc()).ok();
        minor.filter(|minor| is_sane(*minor)).ok_or_else(|| NotExact(amount.to_string()))
    }

    /// Returns the decimal amount in minor units, with what does not fit cut off. Only for showing,
    /// beside a mark that says so; nothing may ever be moved by it.
    pub fn cut(&self, amount: Decimal) -> i64 {
        let scaled = amount.checked_mul(Decimal::from(10_i64.pow(self.decimals())));
        let minor = scaled.and_then(|scaled| i64::try_from(scaled.trunc()).ok());
        minor.filter(|minor| is_sane(*minor)).unwrap_or(0)
    }

    /// Returns how many minor units one whole unit has: 100 øre are a krone.
    pub fn unit(&self) -> i64 {
        10_i64.pow(self.decimals())
    }

    /// Returns the minor units as a decimal with the currency's own number of decimals.
    pub fn decimal(&self, minor: i64) -> Decimal {
        Decimal::new(minor, self.decimals())
    }
}

/// Returns whether an amount in minor units, of either sign, can be one.
pub fn is_sane(minor: i64) -> bool {
    (-MINOR_MAX..=MINOR_MAX).contains(&minor)
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        const KNOWN: &[&str] = &[
            "NOK", "SEK", "DKK", "EUR", "USD", "GBP", "CHF", "PLN", "CAD", "AUD", "CZK", "ISK",
            "JPY", "KRW",
        ];
        let upper = code.trim().to_ascii_uppercase();
        match KNOWN.iter().find(|known| **known == upper) {
            Some(known) => {
                let bytes = known.as_bytes();
                Ok(Currency([bytes[0], bytes[1], bytes[2]]))
            }
            None => Err(UnknownCurrency(code.chars().take(12).collect())),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A currency code whose minor unit is not known here, so that no amount in it can be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCurrency(String);

impl UnknownCurrency {
    /// Returns the code as it may be shown.
    pub fn code(&self) -> String {
        self.0.escape_default().to_string()
    }
}

impl fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the currency `{}` is not known", self.code())
    }
}

impl std::error::Error for UnknownCurrency {}

/// A figure that does not fit the currency's minor unit exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotExact(pub String);

impl fmt::Display for NotExact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the amount {} does not fit the currency exactly", self.0)
    }
}

impl std::error::Error for NotExact {}

/// An amount of money: minor units of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The amount in the currency's minor unit.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// Returns `minor` units of `currency`.
    pub fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }
}

impl fmt::Display for Money {
    /// Writes the amount as English writes it: `NOK 1,249.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, grouped(self.minor, self.currency))
    }
}

/// Returns the amount without its currency, thousands apart: `1,249.00`.
pub fn grouped(minor: i64, currency: Currency) -> String {
    let text = currency.decimal(minor.saturating_abs()).to_string();
    let (whole, decimals) = match text.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text.as_str(), None),
    };
    let mut out = String::new();
    if minor < 0 {
        out.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

/// Parses a JSON number or decimal text exactly; `1e3` is read too.
///
/// # Errors
/// [`NotExact`] when the text is no number or has more digits than a decimal holds.
pub fn parse_decimal(text: &str) -> Result<Decimal, NotExact> {
    let text = text.trim();
    Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .map_err(|_| NotExact(text.chars().take(40).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_that_fit_are_exact_and_others_are_refused() {
        let table = [
            ("499.0000", Some(49_900)),
            ("0", Some(0)),
            ("0.01", Some(1)),
            ("-125.5", Some(-12_550)),
            ("99999999.99", Some(9_999_999_999)),
            ("1e3", Some(100_000)),
            ("10.005", None),
            ("0.0001", None),
            ("92233720368547758.08", None),
            ("twelve", None),
            ("", None),
        ];
        for (text, expected) in table {
            let got = parse_decimal(text).and_then(|amount| Currency::NOK.minor(amount)).ok();
            assert_eq!(got, expected, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_can_be_shown_cut_off() {
        let cut = |text| Currency::NOK.cut(parse_decimal(text).unwrap());
        assert_eq!((cut("100.005"), cut("-0.019"), cut("499")), (10_000, -1, 49_900));
    }

    #[test]
    fn a_currency_without_decimals_takes_whole_amounts_only() {
        let yen: Currency = "JPY".parse().unwrap();
        assert_eq!(yen.minor(parse_decimal("500").unwrap()), Ok(500));
        assert!(yen.minor(parse_decimal("500.5").unwrap()).is_err());
        assert!("XXX".parse::<Currency>().is_err());
    }

    #[test]
    fn amounts_read_as_people_write_them() {
        assert_eq!(Money::new(124_900, Currency::NOK).to_string(), "NOK 1,249.00");
        assert_eq!(Money::new(-1, Currency::NOK).to_string(), "NOK -0.01");
        assert_eq!(grouped(9_999_999_999, Currency::NOK), "99,999,999.99");
        assert_eq!(grouped(49_900, Currency::NOK), "499.00");
    }

    #[test]
    fn currencies_are_known_by_their_codes_and_decimals() {
        for (code, decimals) in [("NOK", 2), ("ISK", 0), ("JPY", 0), ("KRW", 0), ("EUR", 2)] {
            let currency: Currency = format!(" {} ", code.to_lowercase()).parse().unwrap();
            assert_eq!((currency.code(), currency.decimals()), (code, decimals));
            assert_eq!(Currency::try_from(code.to_owned()), Ok(currency));
            assert_eq!(String::from(currency), code);
        }
        let yen: Currency = "JPY".parse().unwrap();
        assert_eq!(grouped(-1_234_567, yen), "-1,234,567");
        assert_eq!(Money::new(5, yen).to_string(), "JPY 5");
        assert_eq!((yen.decimal(5).to_string(), yen.cut(Decimal::new(59, 1))), ("5".into(), 5));
        assert_eq!((grouped(0, yen), grouped(0, Currency::NOK)), ("0".into(), "0.00".into()));
    }

    proptest! {
        #[test]
        fn decimal_text_and_minor_units_are_inverse(minor in -1_000_000_000_000_i64..1_000_000_000_000) {
            let text = Currency::NOK.decimal(minor).to_string();
            prop_assert_eq!(Currency::NOK.minor(parse_decimal(&text).unwrap()), Ok(minor));
        }
    }
}
