//! The bounds of a company's runs as the configuration has them: `[company.x.bounds]`.
//!
//! An amount is a whole number or a text ("499.50"): a number with a point would be a float.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use uniac_core::money::parse_decimal;
use uniac_engine::Bounds;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

/// How much one run may move; a flag of the command goes before it.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BoundsConfig {
    /// The most that captures, refunds and releases may sum to, in each currency, in whole units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_total: Option<Amount>,
    /// The most orders on which money may move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_orders: Option<usize>,
    /// The most that releases alone may sum to, in each currency, in whole units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_release: Option<Amount>,
}

/// An amount in whole units of whatever currency.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Amount {
    /// Whole.
    Whole(i64),
    /// With decimals.
    Text(String),
}

impl BoundsConfig {
    /// Returns the bounds.
    ///
    /// # Errors
    /// `bad-configuration` when an amount is none.
    pub fn bounds(&self) -> Result<Bounds> {
        Ok(Bounds {
            max_total: amount("max_total", self.max_total.as_ref())?,
            max_orders: self.max_orders,
            max_release: amount("max_release", self.max_release.as_ref())?,
        })
    }
}

fn amount(name: &str, amount: Option<&Amount>) -> Result<Option<Decimal>> {
    let Some(amount) = amount else { return Ok(None) };
    let parsed = match amount {
        Amount::Whole(whole) => Some(Decimal::from(*whole)),
        Amount::Text(text) => parse_decimal(text).ok(),
    };
    parsed.filter(|amount| !amount.is_sign_negative()).map(Some).ok_or_else(|| {
        Error::usage("bad-configuration", t!("config-no-amount", name = name))
            .hint(t!("config-no-amount-hint"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> Result<Bounds> {
        toml::from_str::<BoundsConfig>(text).unwrap().bounds()
    }

    #[test]
    fn amounts_are_whole_or_texts_and_never_negative() {
        let read = bounds("max_total = 50000\nmax_orders = 20\nmax_release = \"499.50\"").unwrap();
        assert_eq!(read.max_total, Some(Decimal::from(50_000)));
        assert_eq!(read.max_orders, Some(20));
        assert_eq!(read.max_release, Some(Decimal::new(49_950, 2)));
        assert!(!bounds("").unwrap().are_set());
        for bad in ["max_total = -1", "max_release = \"many\"", "max_total = \"-0.01\""] {
            assert_eq!(bounds(bad).unwrap_err().code, "bad-configuration", "{bad}");
        }
        assert!(toml::from_str::<BoundsConfig>("max_total = 1.5").is_err(), "no floats");
    }
}
